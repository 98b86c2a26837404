//! One line of a file, or one document: a change of a record, checked as what it is to be.

use std::rc::Rc;

use super::carried::{self, Carried};
use crate::domain::error::{Code, Error, Result};
use crate::domain::event::{EntityType, EventType};
use crate::domain::id::{Actor, RecordId};
use crate::domain::medallion::{self, Medallion};
use crate::domain::schema::{self, Field, Mismatch, Missing, Reader, Record, Shape, Shaped};
use crate::domain::time::Timestamp;
use crate::service::decision::{Content, Key, Planned};
use crate::service::environment::Caller;
use crate::service::erase::OwnKey;
use crate::service::journal::Line;
use crate::service::rules::MakeRules;
use crate::service::state::key_of;

/// One change of a record, out of a file.
#[derive(Debug)]
pub(super) struct Incoming {
    /// Which line of the file, counted from 0 behind the first.
    pub number: usize,
    /// The version that it made there.
    rev: u64,
    event: EventType,
    at: Timestamp,
    /// When it was written, if it only came there at that time.
    written: Option<Timestamp>,
    actor: Actor,
    reason: Option<Rc<str>>,
    old: Option<schema::Json>,
    new: Option<schema::Json>,
    pub content: Content,
    /// Whether nothing is known of how it came to be.
    pub is_bare: bool,
    /// What happened, if only a newer version knows.
    unknown_event: Option<Rc<str>>,
}

/// Nobody writes so many versions; what counts on from there stays a number that JavaScript has.
const LATEST: u64 = u32::MAX as u64;

/// What a line must look like, for who is told what is wrong with one.
const FORM: Shape = Shape::Record(&Record {
    name: "Line",
    doc: "",
    described: false,
    fields: &[
        field("kind", &String::SHAPE, Missing::Required),
        field("id", &String::SHAPE, Missing::Required),
        field("rev", &Shape::Whole { min: 0, max: LATEST }, Missing::Required),
        field("event", &String::SHAPE, Missing::Required),
        field("actor", &String::SHAPE, Missing::Required),
        field("at", &Shape::Time, Missing::Required),
        field("written", &Shape::Time, Missing::Absent),
        field("reason", &Shape::Nullable(&String::SHAPE), Missing::Absent),
    ],
});

const fn field(name: &'static str, shape: &'static Shape, missing: Missing) -> Field {
    Field { name, doc: "", shape, missing }
}

/// What a line of a file is.
#[derive(Debug)]
pub(super) enum Change {
    /// The change of a record.
    Of(Incoming),
    /// Something that only a newer version knows.
    Unknown(Carried),
}

impl Incoming {
    /// When it was written, as its own document has it.
    pub fn written_at(&self) -> Timestamp {
        match &self.content {
            Content::Medallion(outline, _) => outline.times.updated_at,
            Content::Record(_) | Content::Deleted | Content::Erased => {
                self.written.unwrap_or(self.at)
            }
        }
    }

    /// Whether it was written later than what is here.
    pub fn is_later(&self, here: Option<Timestamp>) -> bool {
        here.is_none_or(|here| self.written_at() > here)
    }

    /// The change as it happened there.
    pub fn as_it_was(&self, key: &OwnKey) -> Planned {
        Planned {
            kind: key.0,
            id: (*key.1).into(),
            rev: Some(self.rev),
            event: self.event,
            content: self.content.clone(),
            at: self.at,
            written: self.written,
            actor: self.actor.clone(),
            reason: self.reason.clone(),
            old: self.old.clone(),
            new: self.new.clone(),
            unknown_event: self.unknown_event.clone(),
        }
    }

    /// The same as a change of a record that was here already, by who imports it. It stays as old as
    /// it is, but what takes the place of something newer: that was decided now.
    pub fn as_import(
        &self,
        key: &OwnKey,
        here: Option<Timestamp>,
        (caller, now): (&Caller, Timestamp),
    ) -> Planned {
        let written = Some(self.written_at());
        let is_there = self.content.body().is_some();
        Planned {
            rev: None,
            event: if is_there { EventType::Imported } else { EventType::Deleted },
            at: now,
            written: written.filter(|_| self.is_later(here)),
            actor: caller.actor.clone(),
            reason: caller.reason.clone(),
            old: None,
            new: None,
            unknown_event: None,
            ..self.as_it_was(key)
        }
    }
}

/// The record that a line tells of, and its change; none for an erasure. What is of a kind that only
/// a newer version knows is carried.
pub(super) fn incoming(
    number: usize,
    text: &[u8],
    rules: MakeRules,
) -> Result<(OwnKey, Option<Change>)> {
    let text = std::str::from_utf8(text).map_err(|_| Error::invalid("", "is not UTF-8"))?;
    let misfit = |mismatch: Mismatch| Error::invalid("", mismatch.0);
    if let Some((key, entry)) = carried::entry_of(text).map_err(misfit)? {
        return Ok((key, Some(Change::Unknown(Carried::Entry(entry)))));
    }
    let line = Line::read(text).map_err(|mismatch| schema::explain(text, &FORM, &mismatch))?;
    let event = EventType::ALL.iter().find(|event| event.as_str() == line.event).copied();
    let Some(Key { kind, .. }) = key_of(&line.kind, &line.id) else {
        if line.kind.is_empty() || line.kind == EntityType::Workspace.as_str() {
            return Err(Error::invalid("kind", "must be a kind of record"));
        }
        let key = carried::key_of_unknown(&line.kind, &line.id);
        let text = Carried::Line(text.to_owned());
        let is_there = event != Some(EventType::Erased);
        return Ok((key, Some(Change::Unknown(text)).filter(|_| is_there)));
    };
    let id = RecordId::new(&line.id).map_err(|error| error.under("id"))?;
    if line.rev > LATEST {
        return Err(schema::explain(text, &FORM, &Mismatch::KIND));
    }
    if event == Some(EventType::Erased) {
        return Ok(((kind, id.as_str().into()), None));
    }
    let content = match line.body {
        None => Content::Deleted,
        Some(body) => content(Key { kind, id: id.as_str() }, body, rules)
            .map_err(|error| error.under("body"))?,
    };
    let json =
        |raw: Option<&serde_json::value::RawValue>| raw.map(|raw| schema::Json(raw.to_owned()));
    let incoming = Incoming {
        number,
        rev: line.rev,
        event: event.unwrap_or(EventType::Imported),
        at: line.at,
        written: line.written,
        actor: Actor::new(&line.actor).map_err(|error| error.under("actor"))?,
        reason: line.reason.as_deref().map(Rc::from),
        old: json(line.old),
        new: json(line.new),
        content,
        is_bare: false,
        unknown_event: event.is_none().then(|| Rc::from(&*line.event)),
    };
    Ok(((kind, id.as_str().into()), Some(Change::Of(incoming))))
}

/// The medallion that a document is.
pub(super) fn document(number: usize, text: &[u8]) -> Result<(OwnKey, Option<Change>)> {
    let text = std::str::from_utf8(text).map_err(|_| Error::invalid("", "is not UTF-8"))?;
    schema::check_given(text)?;
    let medallion = Medallion::parse(text)?;
    medallion::check_successor(&medallion.meta)?;
    let key = (EntityType::Medallion, medallion.meta.medallion_id.as_str().into());
    let (at, json) = (medallion.meta.updated_at, medallion.to_json().into());
    let incoming = Incoming {
        number,
        rev: 1,
        event: EventType::Imported,
        at,
        written: None,
        actor: Actor::system(),
        reason: None,
        old: None,
        new: None,
        content: Content::Medallion(Rc::new(medallion.into_outline()), json),
        is_bare: true,
        unknown_event: None,
    };
    Ok((key, Some(Change::Of(incoming))))
}

/// A body of a file, checked as what it is to be.
fn content(key: Key<'_>, mut body: Reader<'_>, rules: MakeRules) -> Result<Content> {
    let text = body.raw();
    if key.kind != EntityType::Medallion {
        rules().check(key, text)?;
        return Ok(Content::Record(text.into()));
    }
    let medallion = match Medallion::parse(text) {
        // What a newer version has stored is carried as it is.
        Err(error) if error.code() == Code::VersionTooNew => {
            return Ok(Content::Record(text.into()));
        }
        medallion => medallion?,
    };
    if medallion.meta.medallion_id.as_str() != key.id {
        let message = format!("must be {}, the id of the line", key.id);
        return Err(Error::invalid("meta.medallion_id", message));
    }
    let json = medallion.to_json().into();
    Ok(Content::Medallion(Rc::new(medallion.into_outline()), json))
}
