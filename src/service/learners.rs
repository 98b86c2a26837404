//! Forgetting a learner with all that is theirs.

use super::environment::Caller;
use super::erase::OwnKey;
use super::history::names;
use super::journal::{self, Found, Place};
use super::parts;
use super::workspace::{PAGE, Workspace};
use crate::domain::error::Result;
use crate::domain::event::EntityType;
use crate::domain::medallion::Medallion;
use crate::domain::role::Access;
use crate::store::{Seq, Stored};

impl Workspace {
    /// Erases a learner: progress, submissions, verdicts, summaries, requests for help, paths and
    /// private comments, and the medallions whose scope names them, with all their versions and
    /// events. A medallion that names other learners besides goes, too: nobody can tell what in it
    /// is whose. `false` if there is none.
    ///
    /// # Errors
    /// `PERMISSION_DENIED`; what the store says.
    pub async fn erase_learner(&self, caller: &Caller, id: &str) -> Result<bool> {
        caller.standing.check(Access::Author, None)?;
        (parts::upkeep().await?.erase_learner)(self, caller, id).await
    }

    pub(super) async fn erase_learner_here(&self, caller: &Caller, id: &str) -> Result<bool> {
        self.rules().await?;
        self.erase(caller, Some(id), &|state| Ok(state.resident.rules()?.all_of_learner(id))).await
    }

    /// The medallions of which any version up to `head` names a learner in its scope, deleted ones
    /// included. Of a version that cannot be read its words are looked at.
    pub(super) async fn medallions_about(
        &self,
        learner_id: &str,
        head: Seq,
    ) -> Result<Vec<OwnKey>> {
        let mut found: Vec<OwnKey> = Vec::new();
        let mut from = 1;
        while from <= head {
            let page = self.read(from, PAGE).await?;
            let Some((last, _)) = page.last() else { break };
            from = last + 1;
            for (seq, stored) in &page {
                let Stored::Entry(entry) = stored else { continue };
                for (number, line) in (0..).zip(journal::lines(entry)) {
                    let Found::Line(line) = line else { continue };
                    if line.kind != EntityType::Medallion.as_str() {
                        continue;
                    }
                    let place = Place { entry: *seq, line: number };
                    let Ok(Some(body)) = self.body_at(&line, place, Some(stored)).await? else {
                        continue;
                    };
                    let is_about = match Medallion::parse_stored(&body, &line.id) {
                        Ok(medallion) => names(Some(&medallion), learner_id),
                        Err(_) => body.contains(learner_id),
                    };
                    if is_about && !found.iter().any(|(_, own)| **own == *line.id) {
                        found.push((EntityType::Medallion, Box::from(&*line.id)));
                    }
                }
            }
        }
        Ok(found)
    }
}
