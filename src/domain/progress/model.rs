//! What learners do, in memory.
//!
//! Statuses are held whole, since a command writes the whole record; of submissions, validations
//! and summaries only heads are held. A learner who is not loaded costs nothing. Nothing here
//! reads or writes a store: whoever does hands over what is stored, record by record and in any
//! order.

use std::cell::RefCell;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::marks::Marks;
use super::outline::Outline;
use super::records::{HelpRequest, Learner, TaskProgress};
use crate::domain::criteria::Share;
use crate::domain::curriculum::Curriculum;
use crate::domain::error::{Code, Error, Result};
use crate::domain::event::EntityType;
use crate::domain::path::StoredPath;
use crate::domain::sorted::sort_by;
use crate::domain::time::Timestamp;

/// What is known of a submission without its content.
#[derive(Debug, Clone, PartialEq)]
pub struct Try {
    /// The submission.
    pub id: Box<str>,
    /// Its number for this learner and task.
    pub attempt: u64,
    /// The try that it belongs to.
    pub try_number: u64,
    /// When it was handed in.
    pub at: Timestamp,
}

/// What is known of a validation without its words.
#[derive(Debug, Clone, PartialEq)]
pub struct VerdictHead {
    /// The validation.
    pub id: Box<str>,
    /// Whether it is about the whole submission.
    pub decides: bool,
    /// Whether it passed.
    pub passed: bool,
    /// How well.
    pub grade: Option<Share>,
    /// Whether the try was right by itself.
    pub is_right: Option<bool>,
    /// Whether it is no evidence of mastery.
    pub shows_nothing: bool,
    /// Whether it takes none of the tries.
    pub lacks_only_time: bool,
    /// What is wrong, if something is.
    pub error_message: Option<Box<str>>,
    /// When.
    pub at: Timestamp,
}

/// What is known of a summary without its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SummaryHead {
    /// The summary.
    pub id: Box<str>,
    /// Its number for this learner and task.
    pub version: u64,
}

/// A learner and a task.
pub(super) type Owner = (Box<str>, Box<str>);

/// All that is one learner's.
#[derive(Debug, Default)]
pub struct Own {
    pub(super) learner: Option<Rc<Learner>>,
    pub(super) progress: FxHashMap<Box<str>, Rc<TaskProgress>>,
    pub(super) tries: FxHashMap<Box<str>, Vec<Try>>,
    pub(super) summaries: FxHashMap<Box<str>, Vec<SummaryHead>>,
    pub(super) marks: RefCell<Marks>,
}

/// What learners do.
///
/// ```
/// use medallion::domain::event::EntityType;
/// use medallion::domain::progress::Progress;
///
/// let mut progress = Progress::default();
/// let body = r#"{"id":"learner-1","name":"Ada","created_at":"2026-01-01T00:00:00Z",
///                "updated_at":"2026-01-01T00:00:00Z"}"#;
/// progress.apply(EntityType::Learner, "learner-1", Some(body))?;
/// assert_eq!(progress.learner("learner-1").unwrap().name.as_deref(), Some("Ada"));
/// # Ok::<(), medallion::Error>(())
/// ```
#[derive(Debug, Default)]
pub struct Progress {
    pub(super) learners: FxHashMap<Box<str>, Own>,
    pub(super) by_auth_id: FxHashMap<Box<str>, Box<str>>,
    /// Which learner and which task a submission or a summary belongs to.
    pub(super) owners: FxHashMap<(EntityType, Box<str>), Owner>,
    pub(super) verdicts: FxHashMap<Box<str>, Vec<VerdictHead>>,
    /// Which submission a validation judges.
    pub(super) judged: FxHashMap<Box<str>, Box<str>>,
    pub(super) help: FxHashMap<Box<str>, Rc<HelpRequest>>,
    pub(super) paths: FxHashMap<Box<str>, Rc<StoredPath>>,
    outline: RefCell<Option<Rc<Outline>>>,
}

impl Progress {
    /// The learner of an id.
    #[must_use]
    pub fn learner(&self, id: &str) -> Option<&Learner> {
        self.learners.get(id)?.learner.as_deref()
    }

    /// The learner whom the host knows under a name of its own.
    #[must_use]
    pub fn by_auth_id(&self, auth_id: &str) -> Option<&Learner> {
        self.learner(self.by_auth_id.get(auth_id)?)
    }

    /// All learners, in the order in which they came.
    #[must_use]
    pub fn learners(&self) -> Vec<&Learner> {
        let mut learners: Vec<&Learner> =
            self.learners.values().filter_map(|own| own.learner.as_deref()).collect();
        sort_by(&mut learners, |one, other| {
            (one.created_at, one.id.as_str()).cmp(&(other.created_at, other.id.as_str()))
        });
        learners
    }

    /// The learner that a command names.
    ///
    /// # Errors
    /// `NOT_FOUND`.
    pub fn expect(&self, id: &str) -> Result<&Learner> {
        self.learner(id)
            .ok_or_else(|| Error::new(Code::NotFound, format!("learner {id} does not exist")))
    }

    pub(super) fn own(&self, learner_id: &str) -> Option<&Own> {
        self.learners.get(learner_id)
    }

    /// What judged a submission, in the order in which it was taken in.
    #[must_use]
    pub fn verdicts(&self, submission_id: &str) -> &[VerdictHead] {
        self.verdicts.get(submission_id).map_or(&[], Vec::as_slice)
    }

    /// The verdict on a whole submission: the newest; none while it waits for a review.
    #[must_use]
    pub fn decided(&self, submission_id: &str) -> Option<&VerdictHead> {
        let deciding = self.verdicts(submission_id).iter().filter(|own| own.decides);
        deciding.max_by_key(|own| own.at)
    }

    /// Learner and task of a submission or a summary.
    #[must_use]
    pub fn owner(&self, kind: EntityType, id: &str) -> Option<(&str, &str)> {
        self.owners.get(&(kind, Box::from(id))).map(|(learner, task)| (&**learner, &**task))
    }

    /// All requests for help, the oldest first.
    #[must_use]
    pub fn help_requests(&self) -> Vec<&HelpRequest> {
        let mut requests: Vec<&HelpRequest> = self.help.values().map(AsRef::as_ref).collect();
        sort_by(&mut requests, |one, other| {
            (one.created_at, one.id.as_str()).cmp(&(other.created_at, other.id.as_str()))
        });
        requests
    }

    /// The request for help of an id.
    #[must_use]
    pub fn help_request(&self, id: &str) -> Option<&HelpRequest> {
        self.help.get(id).map(AsRef::as_ref)
    }

    /// The paths of a learner, the oldest first.
    #[must_use]
    pub fn paths(&self, learner_id: &str) -> Vec<&StoredPath> {
        let own = self.paths.values().filter(|path| path.learner_id.as_str() == learner_id);
        let mut paths: Vec<&StoredPath> = own.map(AsRef::as_ref).collect();
        sort_by(&mut paths, |one, other| {
            (one.created_at, one.id.as_str()).cmp(&(other.created_at, other.id.as_str()))
        });
        paths
    }

    /// The path of an id.
    #[must_use]
    pub fn path(&self, id: &str) -> Option<&StoredPath> {
        self.paths.get(id).map(AsRef::as_ref)
    }

    /// All submissions that nobody has judged yet: learner, task, submission, the oldest first.
    #[must_use]
    pub fn waiting(&self) -> Vec<(&str, &str, &Try)> {
        let mut waiting = Vec::new();
        for (learner, own) in &self.learners {
            for (task, tries) in &own.tries {
                let open = tries.iter().filter(|own| self.decided(&own.id).is_none());
                waiting.extend(open.map(|own| (&**learner, &**task, own)));
            }
        }
        sort_by(&mut waiting, |one, other| (one.2.at, &one.2.id).cmp(&(other.2.at, &other.2.id)));
        waiting
    }

    /// What is true of the trees of a curriculum whoever looks at them, worked out once.
    #[must_use]
    pub(super) fn outline(&self, curriculum: &Curriculum) -> Rc<Outline> {
        let mut kept = self.outline.borrow_mut();
        match &*kept {
            Some(outline) if outline.revision == curriculum.revision() => outline.clone(),
            _ => kept.insert(Rc::new(Outline::of(curriculum))).clone(),
        }
    }

    /// Forgets a learner's records without deleting them: who is not loaded costs nothing.
    pub fn unload(&mut self, learner_id: &str) {
        if let Some(own) = self.learners.remove(learner_id) {
            if let Some(auth_id) = own.learner.as_ref().and_then(|own| own.auth_id.as_ref()) {
                self.by_auth_id.remove(auth_id.as_str());
            }
            for known in own.tries.values().flatten() {
                for verdict in self.verdicts.remove(&known.id).unwrap_or_default() {
                    self.judged.remove(&verdict.id);
                }
                self.owners.remove(&(EntityType::Submission, known.id.clone()));
            }
            for known in own.summaries.into_values().flatten() {
                self.owners.remove(&(EntityType::Summary, known.id));
            }
        }
        self.help.retain(|_, own| own.learner_id.as_str() != learner_id);
        self.paths.retain(|_, own| own.learner_id.as_str() != learner_id);
    }

    /// Every record of a learner: kind and id, in the order in which they may be deleted.
    #[must_use]
    pub fn records_of(&self, learner_id: &str) -> Vec<(EntityType, String)> {
        self.records_where(learner_id, &|_| true)
    }

    /// The records of a learner about some tasks, those that are not about tasks left out.
    pub(super) fn records_where(
        &self,
        learner_id: &str,
        is_wanted: &dyn Fn(&str) -> bool,
    ) -> Vec<(EntityType, String)> {
        let mut found = Vec::new();
        let Some(own) = self.learners.get(learner_id) else { return found };
        for (_, tries) in own.tries.iter().filter(|(task, _)| is_wanted(task)) {
            for known in tries {
                let verdicts = self.verdicts(&known.id).iter();
                found.extend(verdicts.map(|own| (EntityType::Validation, own.id.to_string())));
                found.push((EntityType::Submission, known.id.to_string()));
            }
        }
        for (_, summaries) in own.summaries.iter().filter(|(task, _)| is_wanted(task)) {
            found.extend(summaries.iter().map(|own| (EntityType::Summary, own.id.to_string())));
        }
        let help = self
            .help
            .values()
            .filter(|own| own.learner_id.as_str() == learner_id && is_wanted(own.task_id.as_str()));
        found.extend(help.map(|own| (EntityType::HelpRequest, own.id.to_string())));
        let progress = own.progress.iter().filter(|(task, _)| is_wanted(task));
        found.extend(progress.map(|(_, own)| (EntityType::Progress, own.id.clone())));
        sort_by(&mut found, |one, other| {
            (one.0.as_str(), &one.1).cmp(&(other.0.as_str(), &other.1)).reverse()
        });
        found
    }

    pub(super) fn learner_ids(&self) -> impl Iterator<Item = &str> {
        self.learners.keys().map(AsRef::as_ref)
    }
}

impl Own {
    pub(super) fn is_empty(&self) -> bool {
        self.progress.is_empty() && self.tries.is_empty() && self.summaries.is_empty()
    }

    /// The status record of a task.
    pub(super) fn progress(&self, task_id: &str) -> Option<&Rc<TaskProgress>> {
        self.progress.get(task_id)
    }

    /// All status records, in no order that means anything.
    pub(super) fn all_progress(&self) -> impl Iterator<Item = &Rc<TaskProgress>> {
        self.progress.values()
    }

    /// What was handed in for a task, by attempt.
    pub(super) fn tries(&self, task_id: &str) -> &[Try] {
        self.tries.get(task_id).map_or(&[], Vec::as_slice)
    }

    pub(super) fn tried_tasks(&self) -> impl Iterator<Item = &str> {
        let tried = self.tries.iter().filter(|(_, tries)| !tries.is_empty());
        tried.map(|(task, _)| &**task)
    }

    /// The summaries of a task, by version.
    pub(super) fn summaries(&self, task_id: &str) -> &[SummaryHead] {
        self.summaries.get(task_id).map_or(&[], Vec::as_slice)
    }
}
