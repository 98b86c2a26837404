//! One line of a file, or one document: a change of a record, checked as what it is to be.

use std::rc::Rc;

use crate::domain::error::{Error, Result};
use crate::domain::event::{EntityType, EventType};
use crate::domain::id::{Actor, RecordId};
use crate::domain::medallion::Medallion;
use crate::domain::schema::{self, Reader};
use crate::domain::time::Timestamp;
use crate::service::decision::{Content, Key, Planned};
use crate::service::environment::Caller;
use crate::service::erase::OwnKey;
use crate::service::journal::Line;
use crate::service::model;
use crate::service::state::key_of;

/// One change of a record, out of a file.
#[derive(Debug)]
pub(super) struct Incoming {
    /// Which line of the file, counted from 0 behind the first.
    pub number: usize,
    event: EventType,
    at: Timestamp,
    actor: Actor,
    reason: Option<Rc<str>>,
    old: Option<schema::Json>,
    new: Option<schema::Json>,
    pub content: Content,
    /// Whether nothing is known of how it came to be.
    pub is_bare: bool,
}

impl Incoming {
    /// When it was written, as its own document has it.
    pub fn written_at(&self) -> Timestamp {
        match &self.content {
            Content::Medallion(medallion, _) => medallion.meta.updated_at,
            Content::Record(_) | Content::Deleted | Content::Erased => self.at,
        }
    }

    /// The change as it happened there.
    pub fn as_it_was(&self, key: &OwnKey) -> Planned {
        Planned {
            kind: key.0,
            id: key.1.clone(),
            event: self.event,
            content: self.content.clone(),
            at: self.at,
            actor: self.actor.clone(),
            reason: self.reason.clone(),
            old: self.old.clone(),
            new: self.new.clone(),
        }
    }

    /// The same as a change of a record that was here already, by who imports it.
    pub fn as_import(&self, key: &OwnKey, caller: &Caller, now: Timestamp) -> Planned {
        let is_there = self.content.body().is_some();
        Planned {
            event: if is_there { EventType::Imported } else { EventType::Deleted },
            at: now,
            actor: caller.actor.clone(),
            reason: caller.reason.clone(),
            old: None,
            new: None,
            ..self.as_it_was(key)
        }
    }
}

/// The record that a line tells of, and its change; none for an erasure.
pub(super) fn incoming(number: usize, text: &[u8]) -> Result<(OwnKey, Option<Incoming>)> {
    let text = std::str::from_utf8(text).map_err(|_| Error::invalid("", "is not UTF-8"))?;
    let line = Line::read(text).map_err(|mismatch| Error::invalid("", mismatch.0))?;
    let unknown = |field: &str, text: &str| {
        Error::invalid(field, format!("{text} is not known to this version"))
    };
    let Some(Key { kind, .. }) = key_of(&line.kind, &line.id) else {
        return Err(unknown("kind", &line.kind));
    };
    let event = EventType::ALL.iter().find(|event| event.as_str() == line.event).copied();
    let event = event.ok_or_else(|| unknown("event", &line.event))?;
    let id = RecordId::new(&line.id).map_err(|error| error.under("id"))?;
    if event == EventType::Erased {
        return Ok(((kind, id.as_str().into()), None));
    }
    let content = match line.body {
        None => Content::Deleted,
        Some(body) => content(kind, &id, body).map_err(|error| error.under("body"))?,
    };
    let json =
        |raw: Option<&serde_json::value::RawValue>| raw.map(|raw| schema::Json(raw.to_owned()));
    let incoming = Incoming {
        number,
        event,
        at: line.at,
        actor: Actor::new(&line.actor).map_err(|error| error.under("actor"))?,
        reason: line.reason.as_deref().map(Rc::from),
        old: json(line.old),
        new: json(line.new),
        content,
        is_bare: false,
    };
    Ok(((kind, id.as_str().into()), Some(incoming)))
}

/// The medallion that a document is.
pub(super) fn document(number: usize, text: &[u8]) -> Result<(OwnKey, Option<Incoming>)> {
    let text = std::str::from_utf8(text).map_err(|_| Error::invalid("", "is not UTF-8"))?;
    let medallion = Medallion::parse(text)?;
    let key = (EntityType::Medallion, medallion.meta.medallion_id.as_str().into());
    let json = medallion.to_json().into();
    let incoming = Incoming {
        number,
        event: EventType::Imported,
        at: medallion.meta.updated_at,
        actor: Actor::system(),
        reason: None,
        old: None,
        new: None,
        content: Content::Medallion(Rc::new(medallion), json),
        is_bare: true,
    };
    Ok((key, Some(incoming)))
}

/// A body of a file, checked as what it is to be.
fn content(kind: EntityType, id: &RecordId, mut body: Reader<'_>) -> Result<Content> {
    let text = body.raw();
    if kind != EntityType::Medallion {
        model::check(kind, id.as_str(), text)?;
        return Ok(Content::Record(text.into()));
    }
    let medallion = Medallion::parse(text)?;
    if medallion.meta.medallion_id != *id {
        let message = format!("must be {id}, the id of the line");
        return Err(Error::invalid("meta.medallion_id", message));
    }
    let json = medallion.to_json().into();
    Ok(Content::Medallion(Rc::new(medallion), json))
}
