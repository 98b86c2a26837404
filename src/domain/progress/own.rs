//! All that is one learner's: who they are, and what they did. The latter is kept as text, without
//! what rules never look at, until somebody asks: a learner who does not come costs no more than that.
//! What follows from what they did is for others to say.

use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::marks::Marks;
use super::model::{SummaryHead, Try, VerdictHead};
use super::records::{Learner, Submission, Summary, TaskProgress, Validation};
use crate::domain::error::{Error, Result};
use crate::domain::event::EntityType;
use crate::domain::schema::{self, Optional, Shape, Shaped, Shortener, object, to_json};
use crate::domain::sorted::sort_by;
use crate::domain::time::Timestamp;

/// Something that a learner did, by kind and id.
pub(super) type OwnKey = (EntityType, Box<str>);

/// The kinds of what learners do.
pub const DEEDS: [EntityType; 4] =
    [EntityType::Progress, EntityType::Submission, EntityType::Validation, EntityType::Summary];

/// How each of them is made shorter, in their order.
pub(super) type Shorteners = [Shortener; 4];

pub(super) fn shorteners() -> Shorteners {
    let shapes: [&Shape; 4] =
        [&TaskProgress::SHAPE, &Submission::SHAPE, &Validation::SHAPE, &Summary::SHAPE];
    shapes.map(Shortener::of)
}

fn shortened(kind: EntityType, body: &str, shorteners: &Shorteners) -> String {
    let number = DEEDS.iter().position(|own| *own == kind).unwrap_or_default();
    let shortener = shorteners.get(number);
    shortener.map_or_else(String::new, |own| own.shorten(body, &["content", "answers"]))
}

/// All that is one learner's.
#[derive(Debug, Default)]
pub struct Own {
    pub(super) learner: Option<Rc<Learner>>,
    unread: RefCell<Unread>,
    read: OnceCell<Deeds>,
}

/// What a learner did, as text.
#[derive(Debug, Default)]
struct Unread {
    /// A line for each record: kind, id and body, with tabs between them.
    lines: String,
    /// What came after those, each with its number in a row; without a body if it went.
    later: FxHashMap<OwnKey, (usize, Option<Box<str>>)>,
    count: usize,
}

/// What a learner did, as rules look at it.
#[derive(Debug, Default)]
pub(super) struct Deeds {
    pub progress: FxHashMap<Box<str>, Rc<TaskProgress>>,
    pub tries: FxHashMap<Box<str>, Vec<Try>>,
    pub summaries: FxHashMap<Box<str>, Vec<SummaryHead>>,
    /// What judged each submission, in the order in which it was taken in.
    pub verdicts: FxHashMap<Box<str>, Vec<VerdictHead>>,
    /// The task of a submission or a summary, the submission of a validation.
    pub about: FxHashMap<OwnKey, Box<str>>,
    /// What is stored and is no record of its kind.
    pub unreadable: FxHashSet<OwnKey>,
    pub marks: RefCell<Marks>,
}

impl Own {
    /// What they did. It is read at the first look.
    pub(super) fn deeds(&self) -> &Deeds {
        self.read.get_or_init(|| Deeds::read(&self.unread.take()))
    }

    /// What turned out to be no record of its kind, if anything did.
    pub(super) fn found_unreadable(&self) -> Option<&FxHashSet<OwnKey>> {
        self.read.get().map(|deeds| &deeds.unreadable).filter(|own| !own.is_empty())
    }

    /// Whether nothing is known but who they are.
    pub(super) fn is_empty(&self) -> bool {
        let deeds = self.deeds();
        deeds.progress.is_empty() && deeds.tries.is_empty() && deeds.summaries.is_empty()
    }

    /// Whether there is a status of theirs of such a task. What they did is not read for it.
    pub(super) fn has_status_of(&self, is_one: &dyn Fn(&str) -> bool) -> bool {
        if let Some(deeds) = self.read.get() {
            return deeds.progress.keys().any(|task| is_one(task));
        }
        let mut is_found = false;
        self.unread.borrow().each(&mut |kind, id, _| {
            is_found |= kind == EntityType::Progress
                && id.rsplit_once('>').is_some_and(|(_, task)| is_one(task));
        });
        is_found
    }

    /// Takes in the next form of something they did; none if it is gone.
    pub(super) fn take(
        &mut self,
        kind: EntityType,
        id: &str,
        body: Option<&str>,
        shorteners: &OnceCell<Shorteners>,
    ) -> Result<()> {
        if let Some(deeds) = self.read.get_mut() {
            return deeds.take(kind, id, body);
        }
        let unread = self.unread.get_mut();
        unread.count += 1;
        let body = body.map(|body| shortened(kind, body, shorteners.get_or_init(self::shorteners)));
        unread.later.insert((kind, id.into()), (unread.count, body.map(Into::into)));
        Ok(())
    }

    /// Takes in lines as [`lines`](Self::lines) gives them, of a learner of whom nothing is known.
    pub(super) fn recall(&mut self, lines: &str) {
        self.unread.get_mut().lines.push_str(lines);
    }

    /// What is to be known of what they did: a line for each record.
    pub(super) fn lines(&self, learner_id: &str, shorteners: &Shorteners) -> String {
        match self.read.get() {
            Some(deeds) => deeds.lines(learner_id, shorteners),
            None => {
                let mut out = String::new();
                let unread = self.unread.borrow();
                unread.each(&mut |kind, id, body| add_line(&mut out, kind, id, body));
                out
            }
        }
    }

    /// The status record of a task.
    pub(super) fn progress(&self, task_id: &str) -> Option<&Rc<TaskProgress>> {
        self.deeds().progress.get(task_id)
    }

    /// What was handed in for a task, by attempt.
    pub(super) fn tries(&self, task_id: &str) -> &[Try] {
        self.deeds().tries.get(task_id).map_or(&[], Vec::as_slice)
    }

    /// The summaries of a task, by version.
    pub(super) fn summaries(&self, task_id: &str) -> &[SummaryHead] {
        self.deeds().summaries.get(task_id).map_or(&[], Vec::as_slice)
    }

    /// What judged a submission, in the order in which it was taken in.
    pub(super) fn verdicts(&self, submission_id: &str) -> &[VerdictHead] {
        self.deeds().verdicts.get(submission_id).map_or(&[], Vec::as_slice)
    }

    /// The verdict on a whole submission: the newest; none while it waits for a review.
    pub(super) fn decided(&self, submission_id: &str) -> Option<&VerdictHead> {
        let deciding = self.verdicts(submission_id).iter().filter(|own| own.decides);
        deciding.max_by_key(|own| own.at)
    }
}

/// The lines of a text as [`Own::lines`] gives them: kind, id, body.
pub(super) fn lines_of(text: &str) -> impl Iterator<Item = (EntityType, &str, &str)> {
    text.lines().filter_map(|line| {
        let (kind, rest) = line.split_once('\t')?;
        let (id, body) = rest.split_once('\t')?;
        Some((*DEEDS.iter().find(|own| own.as_str() == kind)?, id, body))
    })
}

fn add_line(out: &mut String, kind: EntityType, id: &str, body: &str) {
    // No record has such an id, and no stored body a line break: who wrote it there wrote no record.
    if !id.contains(['\t', '\n', '\r']) && !body.contains('\n') {
        out.extend([kind.as_str(), "\t", id, "\t", body, "\n"]);
    }
}

impl Unread {
    /// Visits every record, those that were taken in later behind the others.
    fn each(&self, visit: &mut dyn FnMut(EntityType, &str, &str)) {
        for (kind, id, body) in lines_of(&self.lines) {
            if self.later.is_empty() || !self.later.contains_key(&(kind, Box::from(id))) {
                visit(kind, id, body);
            }
        }
        let mut later: Vec<_> = self.later.iter().collect();
        sort_by(&mut later, |(_, one), (_, other)| one.0.cmp(&other.0));
        for ((kind, id), (_, body)) in later {
            if let Some(body) = body {
                visit(*kind, id, body);
            }
        }
    }
}

impl Deeds {
    fn read(unread: &Unread) -> Self {
        let mut deeds = Self::default();
        unread.each(&mut |kind, id, body| {
            if deeds.take(kind, id, Some(body)).is_err() {
                deeds.unreadable.insert((kind, id.into()));
            }
        });
        deeds
    }

    fn take(&mut self, kind: EntityType, id: &str, body: Option<&str>) -> Result<()> {
        if !self.unreadable.is_empty() {
            self.unreadable.remove(&(kind, Box::from(id)));
        }
        match kind {
            EntityType::Progress => self.take_progress(id, body),
            EntityType::Submission => self.take_submission(id, body),
            EntityType::Validation => self.take_validation(id, body),
            _ => self.take_summary(id, body),
        }
    }

    fn take_progress(&mut self, id: &str, body: Option<&str>) -> Result<()> {
        let Some((learner, task)) = id.rsplit_once('>') else {
            return Err(Error::invalid("id", "must name a learner and a task"));
        };
        self.progress.remove(task);
        self.marks.get_mut().touch(task);
        let Some(body) = body else { return Ok(()) };
        let progress: TaskProgress = stored(body, id, |own: &TaskProgress| own.id.as_str())?;
        if progress.learner_id.as_str() != learner || progress.task_id.as_str() != task {
            return Err(Error::invalid("id", "must name its learner and its task"));
        }
        self.progress.insert(task.into(), Rc::new(progress));
        Ok(())
    }

    fn take_submission(&mut self, id: &str, body: Option<&str>) -> Result<()> {
        if let Some(task) = self.release(EntityType::Submission, id) {
            if let Some(tries) = self.tries.get_mut(&task) {
                tries.retain(|own| &*own.id != id);
            }
            self.marks.get_mut().touch(&task);
        }
        let Some(body) = body else { return Ok(()) };
        let submission: Submission = stored(body, id, |own: &Submission| own.id.as_str())?;
        let task = submission.task_id.as_str();
        self.about.insert((EntityType::Submission, id.into()), task.into());
        let tries = self.tries.entry(task.into()).or_default();
        let place = tries.partition_point(|own| own.attempt <= submission.attempt_number);
        let head = Try {
            id: id.into(),
            attempt: submission.attempt_number,
            try_number: submission.try_number,
            at: submission.submitted_at,
        };
        tries.insert(place, head);
        self.marks.get_mut().touch(task);
        Ok(())
    }

    fn take_validation(&mut self, id: &str, body: Option<&str>) -> Result<()> {
        if let Some(submission) = self.release(EntityType::Validation, id) {
            if let Some(verdicts) = self.verdicts.get_mut(&submission) {
                verdicts.retain(|own| &*own.id != id);
                if verdicts.is_empty() {
                    self.verdicts.remove(&submission);
                }
            }
            self.touch_judged(&submission);
        }
        let Some(body) = body else { return Ok(()) };
        let validation: Validation = stored(body, id, |own: &Validation| own.id.as_str())?;
        let submission = validation.submission_id.as_str();
        self.about.insert((EntityType::Validation, id.into()), submission.into());
        let head = VerdictHead {
            id: id.into(),
            decides: validation.decides,
            passed: validation.passed,
            grade: validation.grade,
            is_right: validation.is_right.0,
            shows_nothing: validation.shows_nothing.0 == Some(true),
            lacks_only_time: validation.lacks_only_time.0 == Some(true),
            error_message: validation.error_message.as_deref().map(Box::from),
            at: validation.validated_at,
        };
        self.verdicts.entry(submission.into()).or_default().push(head);
        self.touch_judged(submission);
        Ok(())
    }

    /// Says that a submission was judged otherwise.
    fn touch_judged(&mut self, submission: &str) {
        if let Some(task) = self.about.get(&(EntityType::Submission, Box::from(submission))) {
            self.marks.get_mut().touch(task);
        }
    }

    fn take_summary(&mut self, id: &str, body: Option<&str>) -> Result<()> {
        if let Some(task) = self.release(EntityType::Summary, id)
            && let Some(summaries) = self.summaries.get_mut(&task)
        {
            summaries.retain(|own| &*own.id != id);
        }
        let Some(body) = body else { return Ok(()) };
        let summary: Summary = stored(body, id, |own: &Summary| own.id.as_str())?;
        let task = summary.task_id.as_str();
        self.about.insert((EntityType::Summary, id.into()), task.into());
        let summaries = self.summaries.entry(task.into()).or_default();
        let place = summaries.partition_point(|own| own.version <= summary.version);
        summaries.insert(place, SummaryHead { id: id.into(), version: summary.version });
        Ok(())
    }

    fn release(&mut self, kind: EntityType, id: &str) -> Option<Box<str>> {
        self.about.remove(&(kind, Box::from(id)))
    }

    /// Of what is only known by its head, a record that leaves the same behind.
    fn lines(&self, learner_id: &str, shorteners: &Shorteners) -> String {
        let mut out = String::new();
        for record in self.progress.values() {
            let body = shortened(EntityType::Progress, &to_json(&**record), shorteners);
            add_line(&mut out, EntityType::Progress, &record.id, &body);
        }
        for (task_id, tries) in &self.tries {
            for own in tries {
                let body = object(&[
                    ("id", &own.id),
                    ("task_id", task_id),
                    ("learner_id", &learner_id),
                    ("content", &""),
                    ("attempt_number", &own.attempt),
                    ("try_number", &own.try_number),
                    ("submitted_at", &own.at),
                ]);
                add_line(&mut out, EntityType::Submission, &own.id, &body);
            }
        }
        for (submission_id, verdicts) in &self.verdicts {
            let key = (EntityType::Submission, submission_id.clone());
            // It may judge what is not there any more.
            let task_id = self.about.get(&key).map_or("-", AsRef::as_ref);
            for own in verdicts {
                let body = object(&[
                    ("id", &own.id),
                    ("submission_id", submission_id),
                    ("task_id", &task_id),
                    ("learner_id", &learner_id),
                    ("decides", &own.decides),
                    ("passed", &own.passed),
                    ("error_message", &own.error_message),
                    ("grade", &own.grade),
                    ("is_right", &Optional(own.is_right)),
                    ("shows_nothing", &own.shows_nothing),
                    ("lacks_only_time", &own.lacks_only_time),
                    ("validated_at", &own.at),
                ]);
                let body = shortened(EntityType::Validation, &body, shorteners);
                add_line(&mut out, EntityType::Validation, &own.id, &body);
            }
        }
        for (task_id, summaries) in &self.summaries {
            for own in summaries {
                let body = object(&[
                    ("id", &own.id),
                    ("task_id", task_id),
                    ("learner_id", &learner_id),
                    ("summary", &"-"),
                    ("version", &own.version),
                    ("created_at", &Timestamp::from_millis(0)),
                ]);
                add_line(&mut out, EntityType::Summary, &own.id, &body);
            }
        }
        out
    }
}

/// Reads a stored record, which is stored under its own id. Its text is JSON.
pub(super) fn stored<T: Shaped>(body: &str, id: &str, own: fn(&T) -> &str) -> Result<T> {
    let record: T = schema::stored(body)?;
    match own(&record) == id {
        true => Ok(record),
        false => Err(Error::invalid("id", ["must be ", id].concat())),
    }
}
