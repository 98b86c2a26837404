//! What is in a file beside what is here: which of two wins, and which tasks and dependencies fit.

use rustc_hash::FxHashSet;

use super::OnConflict;
use super::import::Import;
use super::line::Incoming;
use crate::domain::curriculum::Arrival;
use crate::domain::error::{Code, Error, Problem, Result};
use crate::domain::sorted::sort_by;
use crate::domain::time::Timestamp;
use crate::service::decision::Key;
use crate::service::erase::OwnKey;

/// What does not fit.
#[derive(Default)]
pub(super) struct Misfits {
    /// What stays out.
    pub refused: FxHashSet<OwnKey>,
    /// What is told of it, by the line of the file.
    pub problems: Vec<Problem>,
}

impl Import<'_> {
    /// Whether what is in the file takes the place of what is here, differently.
    pub(super) fn is_theirs(
        &self,
        key: Key<'_>,
        line: &Incoming,
        here: Option<Timestamp>,
    ) -> Result<bool> {
        match self.taking.conflict {
            OnConflict::Newer => Ok(line.is_later(here)),
            OnConflict::Ours => Ok(false),
            OnConflict::Theirs => Ok(true),
            OnConflict::Error => {
                let (kind, id) = (key.kind.as_str(), key.id);
                let message = format!("{kind} {id} is here and in the file, differently");
                Err(Error::new(Code::Conflict, message))
            }
        }
    }

    /// Looks at what would come together with what is here.
    pub(super) async fn look_for_misfits(&self) -> Result<Misfits> {
        let mut misfits = Misfits::default();
        if self.placed.is_empty() {
            return Ok(misfits);
        }
        self.workspace.rules().await?;
        let mut placed: Vec<_> = self.placed.iter().collect();
        sort_by(&mut placed, |one, other| one.1.number.cmp(&other.1.number));
        let state = self.workspace.state.borrow();
        let arrivals: Vec<Arrival<'_>> = placed
            .iter()
            .map(|((kind, id), line)| {
                let here = state.newest(Key { kind: *kind, id }).map(|here| here.at);
                let comes = match self.taking.conflict {
                    OnConflict::Newer => line.is_later(here),
                    OnConflict::Ours => here.is_none(),
                    OnConflict::Theirs | OnConflict::Error => true,
                };
                Arrival { kind: *kind, id, body: line.content.body(), comes }
            })
            .collect();
        for misfit in state.resident.rules()?.misfits(&arrivals) {
            let Some((own, line)) = placed.get(misfit.number) else { continue };
            if misfit.is_refused {
                misfits.refused.insert((*own).clone());
            }
            let path = format!("line {}", line.number + 2);
            misfits.problems.push(Problem::new(path, misfit.message));
        }
        Ok(misfits)
    }
}
