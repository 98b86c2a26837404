//! What learners do, in memory.
//!
//! Statuses are held whole, since a command writes the whole record; of submissions, validations
//! and summaries only heads are held. What a learner did is read when they are first looked at
//! (`own`). Nothing here reads or writes a store: whoever does hands over what is stored, record by
//! record and in any order.

use std::cell::{OnceCell, RefCell};
use std::hash::{Hash, Hasher};
use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHasher};

use super::outline::Outline;
use super::own::{DEEDS, Own, Shorteners, lines_of, shorteners};
use super::records::{HelpRequest, Learner};
use crate::domain::criteria::Share;
use crate::domain::curriculum::Curriculum;
use crate::domain::error::{Code, Error, Result};
use crate::domain::event::EntityType;
use crate::domain::path::StoredPath;
use crate::domain::schema::to_json;
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
    pub(super) learners: FxHashMap<Rc<str>, Own>,
    pub(super) by_auth_id: FxHashMap<Box<str>, Box<str>>,
    /// Whose a submission, a validation or a summary is, by a number made of its id; none where
    /// that is several learners' number.
    pub(super) holders: FxHashMap<u64, Option<Rc<str>>>,
    pub(super) shorteners: OnceCell<Shorteners>,
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
        self.holder(EntityType::Submission, submission_id)
            .map_or(&[], |(_, own, _)| own.verdicts(submission_id))
    }

    /// Learner and task of a submission or a summary.
    #[must_use]
    pub fn owner(&self, kind: EntityType, id: &str) -> Option<(&str, &str)> {
        self.holder(kind, id).map(|(learner, _, task)| (learner, task))
    }

    /// Whose something is that a learner did, and what it is about.
    fn holder(&self, kind: EntityType, id: &str) -> Option<(&str, &Own, &str)> {
        let key = (kind, Box::from(id));
        match self.holders.get(&holder_number(kind, id))? {
            Some(learner) => {
                let (learner, own) = self.learners.get_key_value(learner)?;
                Some((learner, own, own.deeds().about.get(&key)?))
            }
            None => self.learners.iter().find_map(|(learner, own)| {
                Some((&**learner, own, &**own.deeds().about.get(&key)?))
            }),
        }
    }

    /// Whether something that a learner did is stored and is no record of its kind.
    #[must_use]
    pub fn is_unreadable(&self, kind: EntityType, id: &str) -> bool {
        let is_one = |own: &Own| {
            let unreadable = &own.deeds().unreadable;
            !unreadable.is_empty() && unreadable.contains(&(kind, Box::from(id)))
        };
        match (kind, self.holders.get(&holder_number(kind, id))) {
            (EntityType::Progress, _) => {
                let learner = id.rsplit_once('>').and_then(|(own, _)| self.learners.get(own));
                learner.is_some_and(is_one)
            }
            (_, Some(Some(learner))) => self.learners.get(learner).is_some_and(is_one),
            (_, Some(None)) => self.learners.values().any(is_one),
            (_, None) => false,
        }
    }

    /// Those of which that was found out already.
    pub fn found_unreadable(&self) -> impl Iterator<Item = &(EntityType, Box<str>)> {
        self.learners.values().filter_map(Own::found_unreadable).flatten()
    }

    /// How many such records of a kind there are.
    #[must_use]
    pub fn count_unreadable(&self, kind: EntityType) -> usize {
        if !DEEDS.contains(&kind) {
            return 0;
        }
        let of = |own: &Own| own.deeds().unreadable.iter().filter(|own| own.0 == kind).count();
        self.learners.values().map(of).sum()
    }

    /// The body of a record that is no learner's deed.
    #[must_use]
    pub fn body_of(&self, kind: EntityType, id: &str) -> Option<String> {
        match kind {
            EntityType::Learner => self.learner(id).map(to_json),
            EntityType::HelpRequest => self.help_request(id).map(to_json),
            EntityType::Path => self.path(id).map(to_json),
            _ => None,
        }
    }

    /// What is to be known of what a learner did, as text: see [`recall`](Self::recall).
    #[must_use]
    pub fn lines(&self, learner_id: &str) -> String {
        let shorteners = self.shorteners.get_or_init(shorteners);
        self.learners
            .get(learner_id)
            .map_or_else(String::new, |own| own.lines(learner_id, shorteners))
    }

    /// Takes in what [`lines`](Self::lines) gave of a learner of whom nothing is known yet. It is
    /// read when it is asked for.
    pub fn recall(&mut self, learner_id: &str, lines: &str) {
        let (learner, own) = self.own_mut(learner_id);
        own.recall(lines);
        for (kind, id, _) in lines_of(lines) {
            if kind != EntityType::Progress {
                self.note_holder(kind, id, &learner);
            }
        }
    }

    /// Remembers whose something is. A number that was another's says no more whose it is.
    pub(super) fn note_holder(&mut self, kind: EntityType, id: &str, learner: &Rc<str>) {
        let holder = self.holders.entry(holder_number(kind, id));
        let holder = holder.or_insert_with(|| Some(learner.clone()));
        if holder.as_ref().is_some_and(|own| own != learner) {
            *holder = None;
        }
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
            for (task, tries) in &own.deeds().tries {
                let open = tries.iter().filter(|each| own.decided(&each.id).is_none());
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
        let deeds = own.deeds();
        for (_, tries) in deeds.tries.iter().filter(|(task, _)| is_wanted(task)) {
            for known in tries {
                let verdicts = own.verdicts(&known.id).iter();
                found.extend(verdicts.map(|own| (EntityType::Validation, own.id.to_string())));
                found.push((EntityType::Submission, known.id.to_string()));
            }
        }
        for (_, summaries) in deeds.summaries.iter().filter(|(task, _)| is_wanted(task)) {
            found.extend(summaries.iter().map(|own| (EntityType::Summary, own.id.to_string())));
        }
        let help = self
            .help
            .values()
            .filter(|own| own.learner_id.as_str() == learner_id && is_wanted(own.task_id.as_str()));
        found.extend(help.map(|own| (EntityType::HelpRequest, own.id.to_string())));
        let progress = deeds.progress.iter().filter(|(task, _)| is_wanted(task));
        found.extend(progress.map(|(_, own)| (EntityType::Progress, own.id.clone())));
        sort_by(&mut found, |one, other| {
            (one.0.as_str(), &one.1).cmp(&(other.0.as_str(), &other.1)).reverse()
        });
        found
    }

    /// The ids of all of whom anything is known.
    pub fn learner_ids(&self) -> impl Iterator<Item = &str> {
        self.learners.keys().map(AsRef::as_ref)
    }
}

/// The number of a record among those that learners did.
pub(super) fn holder_number(kind: EntityType, id: &str) -> u64 {
    let mut hasher = FxHasher::default();
    (kind, id).hash(&mut hasher);
    hasher.finish()
}
