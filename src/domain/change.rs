//! What a decision wants stored. Deciding is pure: a list of these is all that it does.

use super::event::{EntityType, EventType};
use super::schema::Json;
use crate::domain::schema::ToJson;

/// One record in its next form, and the event that tells of it. All changes of one decision are
/// stored in one commit, in their order.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// What kind of record.
    pub kind: EntityType,
    /// Which one.
    pub id: String,
    /// What happened.
    pub event: EventType,
    /// The record in its next form, as JSON; none if it is deleted.
    pub body: Option<Box<str>>,
    /// What was there before, as the event tells it.
    pub old: Option<Json>,
    /// What is there now, as the event tells it.
    pub new: Option<Json>,
    /// Why, where it is not the caller's reason.
    pub reason: Option<String>,
}

impl Change {
    /// A record in its next form.
    #[must_use]
    pub fn put<T: ToJson>(kind: EntityType, id: &str, event: EventType, record: &T) -> Self {
        let mut body = String::with_capacity(1024);
        record.write(&mut body);
        Self {
            kind,
            id: id.to_owned(),
            event,
            body: Some(body.into_boxed_str()),
            old: None,
            new: None,
            reason: None,
        }
    }

    /// A record that goes.
    #[must_use]
    pub fn delete(kind: EntityType, id: &str, event: EventType) -> Self {
        let id = id.to_owned();
        Self { kind, id, event, body: None, old: None, new: None, reason: None }
    }

    /// The same, telling what was there and what is there.
    #[must_use]
    pub fn telling(mut self, old: Option<Json>, new: Option<Json>) -> Self {
        (self.old, self.new) = (old, new);
        self
    }

    /// The same, with a reason of its own.
    #[must_use]
    pub fn because(mut self, reason: impl Into<String>) -> Self {
        self.reason = Some(reason.into());
        self
    }
}
