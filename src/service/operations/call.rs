//! What an operation is given, and what it gives back.

use std::fmt;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::bag::Bag;
use super::host::Host;
use super::{Operation, OwnKey};
use crate::domain::change::Change;
use crate::domain::curriculum::Stamp;
use crate::domain::error::{Error, Result};
use crate::domain::event::EntityType;
use crate::domain::id::RecordId;
use crate::domain::progress::Learning;
use crate::domain::schema::{self, Shaped, ToJson, to_json};
use crate::domain::time::Timestamp;
use crate::service::decision::Key;
use crate::service::environment::Caller;
use crate::service::model::Model;
use crate::service::records::{Records, Written};

/// One call of an operation.
pub struct Call<'a> {
    pub(super) operation: &'a Operation,
    pub(super) arguments: &'a [String],
    pub(super) bag: Bag<'a>,
    /// Who is asking.
    pub caller: &'a Caller,
    /// What rules look at.
    pub model: &'a Model,
    pub(super) records: &'a Records,
    pub(super) bodies: &'a FxHashMap<Key<'a>, Rc<str>>,
    /// When this is.
    pub now: Timestamp,
    /// What the host's validators found.
    pub host: &'a Host<'a>,
}

/// Says what is to be seen once the changes are stored.
pub type Then = Box<dyn FnOnce(&Call<'_>) -> Result<String>>;

/// What an operation does and says.
#[derive(Default)]
pub struct Outcome {
    /// What is to be stored.
    pub changes: Vec<Change>,
    /// The answer as JSON; empty for nothing.
    pub answer: String,
    /// What gives the answer, where it is about what was stored.
    pub then: Option<Then>,
}

impl fmt::Debug for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Outcome")
            .field("changes", &self.changes)
            .field("answer", &self.answer)
            .finish_non_exhaustive()
    }
}

impl Outcome {
    /// An answer, and nothing to store.
    #[must_use]
    pub fn answer<T: ToJson + ?Sized>(answer: &T) -> Self {
        Self::of(Vec::new(), answer)
    }

    /// No answer, and nothing to store.
    #[must_use]
    pub fn nothing() -> Self {
        Self::default()
    }

    /// Something to store, and an answer.
    #[must_use]
    pub fn of<T: ToJson + ?Sized>(changes: Vec<Change>, answer: &T) -> Self {
        Self::with(changes, to_json(answer))
    }

    /// An answer that is JSON already.
    #[must_use]
    pub fn json(answer: &str) -> Self {
        Self::with(Vec::new(), answer.to_owned())
    }

    fn with(changes: Vec<Change>, answer: String) -> Self {
        Self { changes, answer, then: None }
    }

    /// Something to store, and an answer about what is stored then.
    #[must_use]
    pub fn then(
        changes: Vec<Change>,
        then: impl FnOnce(&Call<'_>) -> Result<String> + 'static,
    ) -> Self {
        Self { changes, answer: String::new(), then: Some(Box::new(then)) }
    }

    /// Something to store, and no answer.
    #[must_use]
    pub fn done(changes: Vec<Change>) -> Self {
        Self::with(changes, String::new())
    }

    /// Some of a longer list.
    #[must_use]
    pub fn page<T: ToJson>(items: &[T], next: Option<String>, total: usize) -> Self {
        Self::page_with(items, next, total, None)
    }

    /// The same, with one more number about all pages.
    #[must_use]
    pub fn page_with<T: ToJson>(
        items: &[T],
        next: Option<String>,
        total: usize,
        more: Option<(&'static str, usize)>,
    ) -> Self {
        let items: Vec<String> = items.iter().map(to_json).collect();
        let items: Vec<&str> = items.iter().map(String::as_str).collect();
        let mut page = Self::page_of_json(&items, next, total);
        if let Some((name, number)) = more {
            page.answer.pop();
            page.answer.extend([",\"", name, "\":", &number.to_string(), "}"]);
        }
        page
    }

    /// Some of a longer list of what is JSON already.
    #[must_use]
    pub fn page_of_json(items: &[&str], next: Option<String>, total: usize) -> Self {
        Self::with(Vec::new(), schema::page(list(items), next, total))
    }

    /// An answer if there is one.
    #[must_use]
    pub fn perhaps<T: ToJson>(answer: Option<&T>) -> Self {
        answer.map_or_else(Self::nothing, Self::answer)
    }
}

impl fmt::Debug for Call<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call").field("operation", &self.operation.name).finish_non_exhaustive()
    }
}

impl Call<'_> {
    fn name(&self, number: usize) -> &'static str {
        self.operation.parameters.get(number).copied().unwrap_or_default()
    }

    /// Whether an argument was given.
    #[must_use]
    pub fn has(&self, number: usize) -> bool {
        self.arguments.get(number).is_some_and(|argument| !argument.is_empty())
    }

    /// An argument as it came.
    #[must_use]
    pub fn json(&self, number: usize) -> &str {
        self.arguments.get(number).map_or("", String::as_str)
    }

    /// An argument that is text.
    ///
    /// # Errors
    /// `INVALID` at its name.
    pub fn text(&self, number: usize) -> Result<String> {
        text(self.operation, self.arguments, number)
    }

    /// An argument that is a record, or anything else that has a shape.
    ///
    /// # Errors
    /// `INVALID` at the path in it, or at its name where it is wrong as a whole.
    pub fn read<T: Shaped>(&self, number: usize) -> Result<T> {
        match self.has(number) {
            true => {
                schema::parse(self.json(number)).map_err(|error| error.under(self.name(number)))
            }
            false => Err(Error::invalid(self.name(number), "is missing")),
        }
    }

    /// An option; none if it was left out.
    #[must_use]
    pub fn option<T: Shaped>(&self, name: &str) -> Option<T> {
        self.bag.get(name)
    }

    /// An option that is yes or no; no, if it was left out.
    #[must_use]
    pub fn flag(&self, name: &str) -> bool {
        self.bag.get(name) == Some(true)
    }

    /// How many are wanted at most.
    #[must_use]
    pub fn limit(&self, usual: usize) -> usize {
        let limit = self.bag.get::<u64>("limit");
        limit.map_or(usual, |limit| usize::try_from(limit).unwrap_or(usize::MAX))
    }

    /// Decides with the time, who asks, and a source of ids.
    ///
    /// # Errors
    /// What the decision says.
    pub fn decide<T: ToJson>(
        &self,
        decide: impl FnOnce(Stamp<'_>) -> Result<(Vec<Change>, T)>,
    ) -> Result<Outcome> {
        let ids = |kind: EntityType| self.new_id(kind).map(|id| id.to_string());
        let (changes, answer) = decide(self.stamp(&ids))?;
        Ok(Outcome::of(changes, &answer))
    }

    /// Decides what is shown once it is stored.
    ///
    /// # Errors
    /// What the decision says.
    pub fn decide_then<T: 'static>(
        &self,
        decide: impl FnOnce(Stamp<'_>) -> Result<(Vec<Change>, T)>,
        then: impl FnOnce(&Call<'_>, T) -> Result<String> + 'static,
    ) -> Result<Outcome> {
        let ids = |kind: EntityType| self.new_id(kind).map(|id| id.to_string());
        let (changes, decided) = decide(self.stamp(&ids))?;
        Ok(Outcome::then(changes, move |call| then(call, decided)))
    }

    /// The time, who asks, and a source of ids.
    pub fn stamp<'a>(&'a self, ids: &'a dyn Fn(EntityType) -> Result<String>) -> Stamp<'a> {
        Stamp { now: self.now, actor: &self.caller.actor, ids }
    }

    /// The learner that an argument names, before all trees.
    ///
    /// # Errors
    /// `INVALID` at its name; `NOT_FOUND`.
    pub fn learning(&self, number: usize) -> Result<Learning<'_>> {
        self.model.learning(&self.text(number)?, self.now)
    }

    /// The learner whose handle this is, if it is one's and they are still there.
    #[must_use]
    pub fn own_learning(&self) -> Option<Learning<'_>> {
        self.model.learning(self.caller.standing.learner_id.as_deref()?, self.now).ok()
    }

    /// A new id that no record of this kind has.
    ///
    /// # Errors
    /// What the source of ids says; `INVALID` if it repeats itself.
    pub fn new_id(&self, kind: EntityType) -> Result<RecordId> {
        for _ in 0..8 {
            let id = self.caller.new_id(kind.as_str())?;
            if self.records.get(Key { kind, id: id.as_str() }).is_none() {
                return Ok(id);
            }
        }
        let message = "must give an id that is not taken; it gave taken ones eight times";
        Err(Error::invalid("newId", message))
    }

    /// The newest version of a record, 0 if there never was one.
    #[must_use]
    pub fn rev(&self, kind: EntityType, id: &str) -> u64 {
        self.records.get(Key { kind, id }).map_or(0, |head| head.written.rev)
    }

    /// Whether a record of this kind has this id now.
    #[must_use]
    pub fn exists(&self, kind: EntityType, id: &str) -> bool {
        self.live(Key { kind, id }).is_ok()
    }

    fn live(&self, key: Key<'_>) -> Result<Written> {
        self.records.live(key, &|| self.model.progress.is_unreadable(key.kind, key.id))
    }

    /// Whether the body of a record that is there was not fetched. Whether it can be read is asked
    /// by whoever reads it: that is in a part of the module, and this is not.
    pub(super) fn lacks(&self, (kind, id): &OwnKey) -> bool {
        let key = Key { kind: *kind, id };
        self.records.live(key, &|| false).is_ok() && !self.bodies.contains_key(&key)
    }

    /// The bodies of records of a kind that were asked for, as a list in JSON. What is gone or
    /// damaged is left out.
    #[must_use]
    pub fn bodies(&self, kind: EntityType, ids: &[String]) -> String {
        let found: Vec<&str> = ids.iter().filter_map(|id| self.body(kind, id).ok()).collect();
        list(&found)
    }

    /// The body of a record that was asked for.
    ///
    /// # Errors
    /// `NOT_FOUND`; `CORRUPT`.
    pub fn body<'b>(&'b self, kind: EntityType, id: &'b str) -> Result<&'b str> {
        let key = Key { kind, id };
        self.live(key)?;
        let bodies: &'b FxHashMap<Key<'b>, Rc<str>> = self.bodies;
        bodies.get(&key).map(AsRef::as_ref).ok_or_else(|| Error::not_found(kind.as_str(), id))
    }
}

/// A list of what is JSON already.
pub(super) fn list(items: &[&str]) -> String {
    ["[", &items.join(","), "]"].concat()
}

/// An argument that is text.
pub(super) fn text(operation: &Operation, arguments: &[String], number: usize) -> Result<String> {
    let name = operation.parameters.get(number).copied().unwrap_or_default();
    let given = arguments.get(number).filter(|argument| !argument.is_empty());
    let given = given.ok_or_else(|| Error::invalid(name, "is missing; must be text"))?;
    schema::parse(given).map_err(|error| error.under(name))
}
