//! Taking in what is stored, record by record and in any order.

use std::rc::Rc;

use super::model::{Own, Owner, Progress, SummaryHead, Try, VerdictHead};
use super::records::{HelpRequest, Learner, Submission, Summary, TaskProgress, Validation};
use crate::domain::change::Change;
use crate::domain::error::{Error, Result};
use crate::domain::event::EntityType;
use crate::domain::path::StoredPath;
use crate::domain::schema;

impl Progress {
    /// Takes in what is stored of a record now; no body says that it was deleted. Kinds that do
    /// not belong to learners are passed over.
    ///
    /// # Errors
    /// `INVALID` for a body that is no such record; the record then counts as not there.
    pub fn apply(&mut self, kind: EntityType, id: &str, body: Option<&str>) -> Result<()> {
        match kind {
            EntityType::Learner => self.apply_learner(id, body),
            EntityType::Progress => self.apply_progress(id, body),
            EntityType::Submission => self.apply_submission(id, body),
            EntityType::Validation => self.apply_validation(id, body),
            EntityType::Summary => self.apply_summary(id, body),
            EntityType::HelpRequest => {
                self.help.remove(id);
                if let Some(body) = body {
                    let request: HelpRequest =
                        stored(body, id, |own: &HelpRequest| own.id.as_str())?;
                    self.help.insert(id.into(), Rc::new(request));
                }
                Ok(())
            }
            EntityType::Path => {
                self.paths.remove(id);
                if let Some(body) = body {
                    let path: StoredPath = stored(body, id, |own: &StoredPath| own.id.as_str())?;
                    self.paths.insert(id.into(), Rc::new(path));
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// Takes in the changes of a decision.
    ///
    /// # Errors
    /// As [`apply`](Self::apply), for the first that is no such record.
    pub fn apply_all(&mut self, changes: &[Change]) -> Result<()> {
        changes
            .iter()
            .try_for_each(|change| self.apply(change.kind, &change.id, change.body.as_deref()))
    }

    fn own_mut(&mut self, learner_id: &str) -> &mut Own {
        self.learners.entry(learner_id.into()).or_default()
    }

    fn apply_learner(&mut self, id: &str, body: Option<&str>) -> Result<()> {
        let old = self.learners.get_mut(id).and_then(|own| own.learner.take());
        if let Some(auth_id) = old.as_ref().and_then(|old| old.auth_id.as_ref()) {
            self.by_auth_id.remove(auth_id.as_str());
        }
        let Some(body) = body else {
            if self.learners.get(id).is_some_and(Own::is_empty) {
                self.learners.remove(id);
            }
            return Ok(());
        };
        let learner: Learner = stored(body, id, |own: &Learner| own.id.as_str())?;
        if let Some(auth_id) = &learner.auth_id {
            self.by_auth_id.insert(auth_id.as_str().into(), id.into());
        }
        self.own_mut(id).learner = Some(Rc::new(learner));
        Ok(())
    }

    fn apply_progress(&mut self, id: &str, body: Option<&str>) -> Result<()> {
        let Some((learner, task)) = id.rsplit_once('>') else {
            return Err(Error::invalid("id", "must name a learner and a task"));
        };
        let own = self.own_mut(learner);
        own.progress.remove(task);
        own.marks.get_mut().touch(task);
        let Some(body) = body else { return Ok(()) };
        let progress: TaskProgress = stored(body, id, |own: &TaskProgress| own.id.as_str())?;
        if progress.learner_id.as_str() != learner || progress.task_id.as_str() != task {
            return Err(Error::invalid("id", "must name its learner and its task"));
        }
        own.progress.insert(task.into(), Rc::new(progress));
        Ok(())
    }

    fn apply_submission(&mut self, id: &str, body: Option<&str>) -> Result<()> {
        if let Some((learner, task)) = self.release(EntityType::Submission, id) {
            let own = self.own_mut(&learner);
            if let Some(tries) = own.tries.get_mut(&task) {
                tries.retain(|own| &*own.id != id);
            }
            own.marks.get_mut().touch(&task);
        }
        let Some(body) = body else { return Ok(()) };
        let submission: Submission = stored(body, id, |own: &Submission| own.id.as_str())?;
        let (learner, task) = (submission.learner_id.as_str(), submission.task_id.as_str());
        self.owners.insert((EntityType::Submission, id.into()), (learner.into(), task.into()));
        let own = self.own_mut(learner);
        let tries = own.tries.entry(task.into()).or_default();
        let place = tries.partition_point(|own| own.attempt <= submission.attempt_number);
        let head = Try {
            id: id.into(),
            attempt: submission.attempt_number,
            try_number: submission.try_number,
            at: submission.submitted_at,
        };
        tries.insert(place, head);
        own.marks.get_mut().touch(task);
        Ok(())
    }

    fn apply_validation(&mut self, id: &str, body: Option<&str>) -> Result<()> {
        if let Some(submission) = self.judged.remove(id)
            && let Some(verdicts) = self.verdicts.get_mut(&submission)
        {
            verdicts.retain(|own| &*own.id != id);
            if verdicts.is_empty() {
                self.verdicts.remove(&submission);
            }
            self.touch_judged(&submission);
        }
        let Some(body) = body else { return Ok(()) };
        let validation: Validation = stored(body, id, |own: &Validation| own.id.as_str())?;
        let submission = validation.submission_id.as_str();
        self.judged.insert(id.into(), submission.into());
        let verdicts = self.verdicts.entry(submission.into()).or_default();
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
        verdicts.push(head);
        self.touch_judged(submission);
        Ok(())
    }

    /// Says that a submission was judged otherwise.
    fn touch_judged(&mut self, submission: &str) {
        let owner = self.owners.get(&(EntityType::Submission, submission.into()));
        if let Some((learner, task)) = owner
            && let Some(own) = self.learners.get_mut(learner)
        {
            own.marks.get_mut().touch(task);
        }
    }

    fn apply_summary(&mut self, id: &str, body: Option<&str>) -> Result<()> {
        if let Some((learner, task)) = self.release(EntityType::Summary, id)
            && let Some(summaries) = self.own_mut(&learner).summaries.get_mut(&task)
        {
            summaries.retain(|own| &*own.id != id);
        }
        let Some(body) = body else { return Ok(()) };
        let summary: Summary = stored(body, id, |own: &Summary| own.id.as_str())?;
        let (learner, task) = (summary.learner_id.as_str(), summary.task_id.as_str());
        self.owners.insert((EntityType::Summary, id.into()), (learner.into(), task.into()));
        let summaries = self.own_mut(learner).summaries.entry(task.into()).or_default();
        let place = summaries.partition_point(|own| own.version <= summary.version);
        summaries.insert(place, SummaryHead { id: id.into(), version: summary.version });
        Ok(())
    }

    fn release(&mut self, kind: EntityType, id: &str) -> Option<Owner> {
        self.owners.remove(&(kind, Box::from(id)))
    }
}

/// Reads a stored record, which is stored under its own id.
fn stored<T: schema::Shaped>(body: &str, id: &str, own: fn(&T) -> &str) -> Result<T> {
    let record: T = schema::parse(body)?;
    match own(&record) == id {
        true => Ok(record),
        false => Err(Error::invalid("id", format!("must be {id}"))),
    }
}
