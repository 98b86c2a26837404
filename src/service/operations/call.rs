//! What an operation is given, and what it gives back.

use std::rc::Rc;

use rustc_hash::FxHashMap;
use serde::Serialize;

use super::Operation;
use crate::domain::change::Change;
use crate::domain::error::{Error, Result};
use crate::domain::event::EntityType;
use crate::domain::id::RecordId;
use crate::domain::schema::{self, Reader, Shape, Shaped};
use crate::domain::time::Timestamp;
use crate::service::decision::Key;
use crate::service::environment::Caller;
use crate::service::model::Model;
use crate::service::records::Records;

/// One call of an operation.
#[derive(Debug)]
pub struct Call<'a> {
    pub(super) operation: &'a Operation,
    pub(super) arguments: &'a [String],
    /// Who is asking.
    pub caller: &'a Caller,
    /// What rules look at.
    pub model: &'a Model,
    pub(super) records: &'a Records,
    pub(super) bodies: &'a FxHashMap<Key<'a>, Rc<str>>,
    /// When this is.
    pub now: Timestamp,
}

/// What an operation does and says.
#[derive(Debug, Default)]
pub struct Outcome {
    /// What is to be stored.
    pub changes: Vec<Change>,
    /// The answer as JSON; empty for nothing.
    pub answer: String,
}

impl Outcome {
    /// An answer, and nothing to store.
    #[must_use]
    pub fn answer<T: Serialize + ?Sized>(answer: &T) -> Self {
        Self::of(Vec::new(), answer)
    }

    /// No answer, and nothing to store.
    #[must_use]
    pub fn nothing() -> Self {
        Self::default()
    }

    /// Something to store, and an answer.
    #[must_use]
    pub fn of<T: Serialize + ?Sized>(changes: Vec<Change>, answer: &T) -> Self {
        Self { changes, answer: serde_json::to_string(answer).unwrap_or_default() }
    }

    /// An answer if there is one.
    #[must_use]
    pub fn perhaps<T: Serialize>(answer: Option<&T>) -> Self {
        answer.map_or_else(Self::nothing, Self::answer)
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
    /// `INVALID` at its name and the path in it.
    pub fn read<T: Shaped>(&self, number: usize) -> Result<T> {
        match self.has(number) {
            true => {
                schema::parse(self.json(number)).map_err(|error| error.under(self.name(number)))
            }
            false => Err(Error::invalid(self.name(number), "is missing")),
        }
    }

    /// An option bag, perhaps an empty one. It has nothing but what it may have.
    ///
    /// # Errors
    /// `INVALID` at the option that is unknown or does not fit.
    pub fn options<T: Shaped>(&self, number: usize) -> Result<T> {
        let given = if self.has(number) { self.json(number) } else { "{}" };
        if let Shape::Record(record) = T::SHAPE {
            let names: Vec<&str> = record.fields.iter().map(|field| field.name).collect();
            only(given, &names)?;
        }
        schema::parse(given)
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

    /// Whether a record of this kind has this id now.
    #[must_use]
    pub fn exists(&self, kind: EntityType, id: &str) -> bool {
        self.records.live(Key { kind, id }).is_ok()
    }

    /// The body of a record that was asked for.
    ///
    /// # Errors
    /// `NOT_FOUND`; `CORRUPT`.
    pub fn body(&self, kind: EntityType, id: &str) -> Result<&str> {
        let key = Key { kind, id };
        self.records.live(key)?;
        let found = self.bodies.iter().find(|(own, _)| **own == key);
        found.map(|(_, body)| &**body).ok_or_else(|| Error::not_found(kind.as_str(), id))
    }
}

/// An argument that is text.
pub(super) fn text(operation: &Operation, arguments: &[String], number: usize) -> Result<String> {
    let name = operation.parameters.get(number).copied().unwrap_or_default();
    let given = arguments.get(number).filter(|argument| !argument.is_empty());
    let given = given.ok_or_else(|| Error::invalid(name, "is missing; must be text"))?;
    schema::parse(given).map_err(|error| error.under(name))
}

/// Refuses an option that is none.
fn only(given: &str, names: &[&str]) -> Result<()> {
    let Ok(mut reader) = Reader::new(given) else { return Ok(()) };
    let mut unknown = None;
    // What is no object is told by the reading that follows.
    drop(reader.members(&mut |key, value| {
        value.raw();
        if !names.contains(&&*key) {
            unknown = unknown.take().or(Some(key.into_owned()));
        }
        Ok(())
    }));
    match unknown {
        Some(key) => {
            Err(Error::invalid(key, ["is no option; there are ", &names.join(", ")].concat()))
        }
        None => Ok(()),
    }
}
