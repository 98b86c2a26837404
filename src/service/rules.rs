//! What the rules of tasks, learners and plans look at comes when somebody asks for it.
//!
//! A page that only uses medallions needs neither the code that knows these records nor what is in
//! them. They wait as they were read, out of an image and out of the log, until the first call that is
//! about them; from then on they are taken in as they come. No body is read in this file: what is in
//! one is known behind [`Rules`] alone, by code that may not be loaded yet.

use std::fmt;

use super::decision::Key;
use super::erase::OwnKey;
use super::image;
use super::model::Model;
use super::parts;
use super::state::State;
use super::waiting::Waiting;
use super::workspace::Workspace;
use crate::domain::change::Change;
use crate::domain::curriculum::{Arrival, Misfit, Stamp};
use crate::domain::error::{Code, Error, Result};
use crate::domain::event::EntityType;

/// What the rest of the service asks of what rules look at.
pub trait Rules {
    /// Takes in the next form of a record; none if it is gone.
    ///
    /// # Errors
    /// `INVALID` for a body that is no record of its kind. The record counts as not there then.
    fn apply(&mut self, key: Key<'_>, body: Option<&str>) -> Result<()>;

    /// Checks a body that somebody brings as what it is to be.
    ///
    /// # Errors
    /// `INVALID` with the path, for what is no record of this kind and id.
    fn check(&mut self, key: Key<'_>, body: &str) -> Result<()>;

    /// The learner and the task that a record is about, also one that is gone.
    fn owner(&self, key: Key<'_>) -> Option<(&str, &str)>;

    /// All that goes when a learner goes; nothing if there is none.
    fn all_of_learner(&self, id: &str) -> Vec<OwnKey>;

    /// Whether a record is there and is none of its kind: of some that is found out late.
    fn is_unreadable(&self, key: Key<'_>) -> bool;

    /// How many such records of a kind there are.
    fn count_unreadable(&self, kind: EntityType) -> usize;

    /// Those of which that was found out.
    fn found_unreadable(&self) -> Vec<OwnKey>;

    /// What is known of a record, as a line of an image; none of what learners did.
    fn line(&self, key: Key<'_>) -> Option<String>;

    /// All of whom anything is known.
    fn learner_ids(&self) -> Vec<Box<str>>;

    /// What a learner did, a line for each record.
    fn lines_of_learner(&self, id: &str) -> String;

    /// Takes in a line of an image: as [`line`](Self::line) gave it, `deeds` with a learner, and for
    /// each of [`lines_of_learner`](Self::lines_of_learner) one with a dot before it. Any line but
    /// such a one ends them.
    fn recall(&mut self, line: &str);

    /// What is to be stored before these changes, so that they open nothing that is closed.
    ///
    /// # Errors
    /// What a learner's own command would say.
    fn closings(&self, changes: &[Change], stamp: Stamp<'_>) -> Result<Vec<Change>>;

    /// What is to be told of these before they come out of a file.
    fn misfits(&self, arrivals: &[Arrival<'_>]) -> Vec<Misfit>;

    /// What no command makes and is here all the same: the task that it is said of, and a sentence.
    fn faults(&self) -> Vec<(String, String)>;

    /// For those who know what is in it.
    fn model(&self) -> &Model;
}

/// Makes empty rules.
pub type MakeRules = fn() -> Box<dyn Rules>;

/// What rules look at, or what it will be made of.
pub enum Resident {
    /// Nobody has asked yet.
    Waiting(Waiting),
    /// Taken in.
    Here(Box<dyn Rules>, MakeRules),
}

// [`Rules`] are not shown: a trait that can be would put the showing of every record into the module.
impl fmt::Debug for Resident {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Waiting(waiting) => f.debug_tuple("Waiting").field(waiting).finish(),
            Self::Here(..) => f.write_str("Here(..)"),
        }
    }
}

impl Default for Resident {
    fn default() -> Self {
        Self::Waiting(Waiting::default())
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
            Self::Here(_, make) => make().check(key, body),
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
                waiting.add(key, body);
                Ok(())
            }
        }
    }

    /// Forgets a record as if it had never been.
    pub fn erase(&mut self, key: Key<'_>) {
        match self {
            // Taking out cannot fail: there is no body to be wrong.
            Self::Here(rules, _) => drop(rules.apply(key, None)),
            Self::Waiting(waiting) => waiting.erase(key),
        }
    }

    /// Whether a record is there and is none of its kind, as far as anybody has asked.
    pub fn is_unreadable(&self, key: Key<'_>) -> bool {
        self.rules().is_ok_and(|rules| rules.is_unreadable(key))
    }

    /// How many such records of a kind there are.
    pub fn count_unreadable(&self, kind: EntityType) -> usize {
        self.rules().map_or(0, |rules| rules.count_unreadable(kind))
    }
}

impl State {
    /// Takes in what has waited.
    fn take_in_waiting(&mut self, make: MakeRules) {
        let Resident::Waiting(waiting) = &mut self.resident else { return };
        let mut waiting = std::mem::take(waiting);
        let mut rules = make();
        image::each_line(std::mem::take(&mut waiting.image), &mut |line| rules.recall(line));
        rules.recall("");
        self.resident = Resident::Here(rules, make);
        for (key, body) in waiting.later() {
            match body {
                Some(body) => self.reload(key, body),
                None => drop(self.resident.apply(key, None)),
            }
        }
    }
}

impl Workspace {
    /// Puts a state that was read anew in place of this one. Somebody may have asked about tasks while
    /// it was read: what they wait for must not go.
    pub(super) fn replace_state(&self, mut fresh: State) {
        let mut state = self.state.borrow_mut();
        if let Resident::Here(_, make) = state.resident {
            fresh.take_in_waiting(make);
        }
        *state = fresh;
    }

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
