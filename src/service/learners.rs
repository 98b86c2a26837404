//! Forgetting a learner with all that is theirs.

use rustc_hash::FxHashSet;

use super::decision::Key;
use super::environment::Caller;
use super::erase::OwnKey;
use super::history::names;
use super::journal::{self, Found, Line, Place};
use super::parts;
use super::state::key_of;
use super::workspace::Workspace;
use crate::domain::error::Result;
use crate::domain::event::{EntityType, EventType};
use crate::domain::medallion::Medallion;
use crate::domain::role::Access;
use crate::domain::schema::{Reader, to_json};
use crate::store::{Seq, Stored};

impl Workspace {
    /// Erases a learner: progress, submissions, verdicts, summaries, requests for help, paths and
    /// private comments, and the medallions whose scope names them, with all their versions and
    /// events, and of what was deleted before. A medallion that names other learners besides goes,
    /// too: nobody can tell what in it is whose; and so does one of a newer version, in which the id
    /// stands as a text of its own, anywhere. `false` if there is none.
    ///
    /// # Errors
    /// `PERMISSION_DENIED`; `CONFLICT` if others were faster each time; what the store says.
    pub async fn erase_learner(&self, caller: &Caller, id: &str) -> Result<bool> {
        caller.standing.check(Access::Author, None)?;
        (parts::upkeep().await?.erase_learner)(self, caller, id).await
    }

    pub(super) async fn erase_learner_here(&self, caller: &Caller, id: &str) -> Result<bool> {
        self.rules().await?;
        self.erase(caller, Some(id), &|state| Ok(state.resident.rules()?.all_of_learner(id))).await
    }

    /// What any line from an entry on and up to `head` says is this learner's, or is about them:
    /// what was deleted, with its task or by itself, is in no state that could be asked. What cannot
    /// be read counts, a medallion of a newer version, too, if a text in it is their id as a whole.
    pub(super) async fn all_about(
        &self,
        learner_id: &str,
        mut from: Seq,
        head: Seq,
    ) -> Result<Vec<OwnKey>> {
        let mut found: FxHashSet<OwnKey> = FxHashSet::default();
        while let Some((page, next)) = self.page(from, head).await? {
            from = next;
            for (seq, stored) in &page {
                let Stored::Entry(entry) = stored else { continue };
                for (number, line) in (0..).zip(journal::lines(entry)) {
                    let (kind, id) = match &line {
                        Found::Line(line) => (&*line.kind, &*line.id),
                        Found::Damaged { trace: Some(trace), .. } => (&*trace.kind, &*trace.id),
                        Found::Damaged { trace: None, .. } | Found::Nothing => continue,
                    };
                    let Some(Key { kind, id }) = key_of(kind, id) else { continue };
                    let own = (kind, Box::from(id));
                    if !can_be_theirs(kind) || found.contains(&own) {
                        continue;
                    }
                    let is_about = match &line {
                        Found::Line(line) => {
                            let place = Place { entry: *seq, line: number };
                            self.is_about(kind, line, place, stored, learner_id).await?
                        }
                        _ => {
                            let text = entry.text.split('\n').nth(number as usize);
                            is_named_by(kind, id, learner_id)
                                || text.is_some_and(|text| mentions(text, learner_id))
                        }
                    };
                    if is_about {
                        found.insert(own);
                    }
                }
            }
        }
        Ok(found.into_iter().collect())
    }

    /// Whether a line is about a learner. A body that stands elsewhere is read for it.
    async fn is_about(
        &self,
        kind: EntityType,
        line: &Line<'_>,
        place: Place,
        stored: &Stored,
        learner_id: &str,
    ) -> Result<bool> {
        if kind == EntityType::Progress {
            let is_gone = line.event == EventType::Erased.as_str();
            return Ok(!is_gone && is_named_by(kind, &line.id, learner_id));
        }
        if kind != EntityType::Medallion
            && let Some(body) = &line.body
        {
            let mut body = body.clone();
            return Ok(belongs_to(body.raw(), learner_id));
        }
        let Ok(Some(body)) = self.body_at(line, place, Some(stored)).await? else {
            return Ok(false);
        };
        if kind != EntityType::Medallion {
            return Ok(belongs_to(&body, learner_id));
        }
        Ok(match Medallion::parse_stored(&body, &line.id) {
            Ok(medallion) => names(Some(&medallion), learner_id),
            Err(_) => mentions(&body, learner_id),
        })
    }
}

/// Whether records of a kind are one learner's, or can be about one.
fn can_be_theirs(kind: EntityType) -> bool {
    use EntityType::{Comment, HelpRequest, Medallion, Path, Progress};
    use EntityType::{Submission, Summary, Validation};
    matches!(
        kind,
        Medallion | Progress | Submission | Validation | Summary | HelpRequest | Path | Comment
    )
}

/// Whether the id of a status says whose it is.
fn is_named_by(kind: EntityType, id: &str, learner_id: &str) -> bool {
    kind == EntityType::Progress && id.rsplit_once('>').is_some_and(|(own, _)| own == learner_id)
}

/// Whether a body says that it is this learner's.
fn belongs_to(body: &str, learner_id: &str) -> bool {
    // Most of what others did is passed over without being read. An escape can hide a name.
    if !body.contains(learner_id) && !body.contains('\\') {
        return false;
    }
    let mut owner: Option<Option<String>> = None;
    let is_read = Reader::new(body)
        .is_ok_and(|mut body| body.pick(&mut [("learner_id", &mut owner as _)]).is_ok());
    match is_read {
        true => owner.flatten().is_some_and(|owner| owner == learner_id),
        false => mentions(body, learner_id),
    }
}

/// Whether a text in what cannot be read is this id and nothing else: an id may be part of a word.
fn mentions(text: &str, learner_id: &str) -> bool {
    text.contains(&to_json(learner_id))
}
