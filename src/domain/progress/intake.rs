//! Taking in what is stored, record by record and in any order.

use std::rc::Rc;

use super::model::{Progress, holder_number};
use super::own::{DEEDS, Own, stored};
use super::records::{HelpRequest, Learner, Submission};
use crate::domain::change::Change;
use crate::domain::error::{Error, Result};
use crate::domain::event::EntityType;
use crate::domain::path::StoredPath;
use crate::domain::schema::{self, Json, Reader};

impl Progress {
    /// Takes in what is stored of a record now; no body says that it was deleted. Kinds that do
    /// not belong to learners are passed over.
    ///
    /// # Errors
    /// `INVALID` for a body that is no such record; the record then counts as not there.
    pub fn apply(&mut self, kind: EntityType, id: &str, body: Option<&str>) -> Result<()> {
        let checked = body.map_or(Ok(()), |body| schema::parse::<Json>(body).map(drop));
        self.take(kind, id, body.filter(|_| checked.is_ok()))?;
        checked?;
        match DEEDS.contains(&kind) && self.is_unreadable(kind, id) {
            // They were read just now: this time it says what is wrong.
            true => self.take(kind, id, body),
            false => Ok(()),
        }
    }

    /// The same for a body that is known to be JSON. What a learner did is read later, if they
    /// have not been looked at yet: see [`is_unreadable`](Self::is_unreadable).
    ///
    /// # Errors
    /// As [`apply`](Self::apply), for what is read at once.
    pub fn take(&mut self, kind: EntityType, id: &str, body: Option<&str>) -> Result<()> {
        match kind {
            EntityType::Learner => self.take_learner(id, body),
            EntityType::Progress => match id.rsplit_once('>') {
                Some((learner, _)) => self.give(learner, kind, id, body),
                None => Err(Error::invalid("id", "must name a learner and a task")),
            },
            EntityType::Submission | EntityType::Validation | EntityType::Summary => {
                self.take_named(kind, id, body)
            }
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

    pub(super) fn own_mut(&mut self, learner_id: &str) -> (Rc<str>, &mut Own) {
        let learner = match self.learners.get_key_value(learner_id) {
            Some((known, _)) => known.clone(),
            None => Rc::from(learner_id),
        };
        (learner.clone(), self.learners.entry(learner).or_default())
    }

    /// Hands on to a learner what is theirs.
    fn give(
        &mut self,
        learner_id: &str,
        kind: EntityType,
        id: &str,
        body: Option<&str>,
    ) -> Result<()> {
        if !self.learners.contains_key(learner_id) {
            self.learners.insert(learner_id.into(), Own::default());
        }
        let own = self.learners.get_mut(learner_id);
        own.map_or(Ok(()), |own| own.take(kind, id, body, &self.shorteners))
    }

    /// Takes in something of which only its body says whose it is.
    fn take_named(&mut self, kind: EntityType, id: &str, body: Option<&str>) -> Result<()> {
        let learner_id = body.and_then(learner_of);
        let before: Vec<Rc<str>> = match self.holders.get(&holder_number(kind, id)) {
            None => Vec::new(),
            Some(Some(learner)) => vec![learner.clone()],
            Some(None) => self.learners.keys().cloned().collect(),
        };
        for other in before.iter().filter(|own| learner_id.as_deref() != Some(&***own)) {
            self.give(other, kind, id, None)?;
        }
        let Some(body) = body else { return Ok(()) };
        let Some(learner_id) = learner_id else {
            // Without that it is no record.
            return schema::stored::<Submission>(body).map(drop);
        };
        let (learner, _) = self.own_mut(&learner_id);
        self.note_holder(kind, id, &learner);
        self.give(&learner_id, kind, id, Some(body))
    }

    fn take_learner(&mut self, id: &str, body: Option<&str>) -> Result<()> {
        let old = self.learners.get_mut(id).and_then(|own| own.learner.take());
        // What was imported may have given the login to another one.
        if let Some(auth_id) = old.as_ref().and_then(|old| old.auth_id.as_ref())
            && self.by_auth_id.get(auth_id.as_str()).is_some_and(|holder| **holder == *id)
        {
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
        self.own_mut(id).1.learner = Some(Rc::new(learner));
        Ok(())
    }
}

/// Whose a record is, as its body says.
fn learner_of(body: &str) -> Option<String> {
    let mut learner: Option<String> = None;
    Reader::known(body).pick(&mut [("learner_id", &mut learner)]).ok()?;
    learner
}
