//! What rules look at comes when somebody asks for it.
//!
//! A page that only uses medallions has no need of tasks, learners and plans: neither of the code
//! that knows them nor of what they are. Their records wait as they were read until the first call
//! that is about them; from then on they are taken in as they come.

use std::fmt;

use rustc_hash::FxHashMap;

use super::decision::Key;
use super::erase::OwnKey;
use super::model::Model;
use super::parts;
use super::state::State;
use super::workspace::Workspace;
use crate::domain::error::{Code, Error, Result};

/// What the rest of the service asks of what rules look at.
pub trait Rules: fmt::Debug {
    /// Takes in the next form of a record; none if it is gone.
    ///
    /// # Errors
    /// `INVALID` for a body that is no record of its kind. The record counts as not there then.
    fn apply(&mut self, key: Key<'_>, body: Option<&str>) -> Result<()>;

    /// The learner and the task that a record is about, also one that is gone.
    fn owner(&self, key: Key<'_>) -> Option<(&str, &str)>;

    /// All that goes when a learner goes; nothing if there is none.
    fn all_of_learner(&self, id: &str) -> Vec<OwnKey>;

    /// For those who know what is in it.
    fn model(&self) -> &Model;
}

/// Makes empty rules.
pub type MakeRules = fn() -> Box<dyn Rules>;

/// What rules look at, or what it will be made of.
#[derive(Debug)]
pub enum Resident {
    /// Forms of records in the order in which they came; none for one that is gone.
    Waiting(Vec<(OwnKey, Option<Box<str>>)>),
    /// Taken in.
    Here(Box<dyn Rules>, MakeRules),
}

impl Default for Resident {
    fn default() -> Self {
        Self::Waiting(Vec::new())
    }
}

impl Resident {
    /// Nothing yet, as far along as another.
    pub fn fresh(like: &Self) -> Self {
        match like {
            Self::Here(_, make) => Self::Here(make(), *make),
            Self::Waiting(_) => Self::default(),
        }
    }

    /// The rules.
    ///
    /// # Errors
    /// `ABORTED` before [`Workspace::rules`]: a mistake of ours.
    pub fn rules(&self) -> Result<&dyn Rules> {
        match self {
            Self::Here(rules, _) => Ok(&**rules),
            Self::Waiting(_) => Err(Error::new(Code::Aborted, "the rules were not asked for")),
        }
    }

    /// Checks a body as what it is to be.
    ///
    /// # Errors
    /// `INVALID` with the path, for what is no record of this kind and id.
    pub fn check(&self, key: Key<'_>, body: &str) -> Result<()> {
        match self {
            Self::Here(_, make) => make().apply(key, Some(body)),
            Self::Waiting(_) => self.rules().map(drop),
        }
    }

    /// Takes in the next form of a record, now or later; none if it is gone.
    ///
    /// # Errors
    /// `INVALID` for a body that is no record of its kind, if that is known now.
    pub fn apply(&mut self, key: Key<'_>, body: Option<&str>) -> Result<()> {
        match self {
            Self::Here(rules, _) => rules.apply(key, body),
            Self::Waiting(waiting) => {
                waiting.push(((key.kind, key.id.into()), body.map(Box::from)));
                Ok(())
            }
        }
    }

    /// Forgets a record as if it had never been.
    pub fn erase(&mut self, key: Key<'_>) {
        match self {
            // Taking out cannot fail: there is no body to be wrong.
            Self::Here(rules, _) => drop(rules.apply(key, None)),
            Self::Waiting(waiting) => {
                waiting.retain(|((kind, id), _)| *kind != key.kind || **id != *key.id);
            }
        }
    }
}

impl State {
    /// Takes in what has waited. Of a record only its newest body counts.
    fn take_in_waiting(&mut self, make: MakeRules) {
        let Resident::Waiting(waiting) = &mut self.resident else { return };
        let waiting = std::mem::take(waiting);
        self.resident = Resident::Here(make(), make);
        let bodies = waiting.iter().enumerate().filter(|(_, (_, body))| body.is_some());
        let newest: FxHashMap<Key<'_>, usize> =
            bodies.map(|(number, ((kind, id), _))| (Key { kind: *kind, id }, number)).collect();
        for (number, ((kind, id), body)) in waiting.iter().enumerate() {
            let key = Key { kind: *kind, id };
            match body {
                Some(body) if newest.get(&key) == Some(&number) => self.reload(key, body),
                Some(_) => {}
                None => drop(self.resident.apply(key, None)),
            }
        }
    }
}

impl Workspace {
    /// Sees to it that what rules look at is there.
    ///
    /// # Errors
    /// `UNAVAILABLE` if the part of the module cannot be loaded that knows it.
    pub(super) async fn rules(&self) -> Result<()> {
        if matches!(self.state.borrow().resident, Resident::Waiting(_)) {
            let make = parts::learning().await?.rules;
            self.state.borrow_mut().take_in_waiting(make);
        }
        Ok(())
    }
}
