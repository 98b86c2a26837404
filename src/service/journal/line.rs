//! One change of one record, as the log has it.

use std::borrow::Cow;

use serde_json::value::RawValue;

use crate::domain::schema::{Members, Mismatch, Optional, Read, Reader, write_members};
use crate::domain::time::Timestamp;
use crate::store::Seq;

/// All of a line but its body.
#[derive(Debug, Clone)]
pub struct Header<'a> {
    /// What kind of record.
    pub kind: &'a str,
    /// Which one.
    pub id: &'a str,
    /// The version that this line makes.
    pub rev: u64,
    /// The entry of the version before.
    pub prev: Option<Seq>,
    /// The entry where the import began that this line came with, if it took several commits.
    pub import: Option<Seq>,
    /// What happened.
    pub event: &'a str,
    /// Why.
    pub reason: Option<&'a str>,
    /// Who did it.
    pub actor: &'a str,
    /// When.
    pub at: Timestamp,
    /// When what it holds was written, where it only came here at that time.
    pub written: Option<Timestamp>,
    /// What the audit trail says of the time before.
    pub old: Option<&'a RawValue>,
    /// What the audit trail says of the time after.
    pub new: Option<&'a RawValue>,
}

impl Header<'_> {
    /// The line with its body, if it has one.
    #[must_use]
    pub fn with_body(&self, body: Option<&str>) -> String {
        let mut line = String::from("{");
        self.write(&mut line);
        if let Some(body) = body {
            line.extend([",\"body\":", body]);
        }
        line.push('}');
        line
    }

    /// Writes the members of the line's object, without its braces.
    pub(super) fn write(&self, out: &mut String) {
        let members: Members<'_> = &[
            ("kind", &self.kind),
            ("id", &self.id),
            ("rev", &self.rev),
            ("prev", &Optional(self.prev)),
            ("import", &Optional(self.import)),
            ("event", &self.event),
            ("reason", &Optional(self.reason)),
            ("actor", &self.actor),
            ("at", &self.at),
            ("written", &Optional(self.written)),
            ("old", &Optional(self.old)),
            ("new", &Optional(self.new)),
        ];
        write_members(members, out);
    }
}

/// A line as it is read.
#[derive(Debug)]
pub struct Line<'a> {
    /// What kind of record; perhaps one that this version does not know.
    pub kind: Cow<'a, str>,
    /// Which one.
    pub id: Cow<'a, str>,
    /// The version that this line makes.
    pub rev: u64,
    /// The entry of the version before.
    pub prev: Option<Seq>,
    /// The entry where the import began that this line came with, if it took several commits.
    pub import: Option<Seq>,
    /// What happened.
    pub event: Cow<'a, str>,
    /// Why.
    pub reason: Option<Cow<'a, str>>,
    /// Who did it.
    pub actor: Cow<'a, str>,
    /// When.
    pub at: Timestamp,
    /// When what it holds was written, where it only came here at that time.
    pub written: Option<Timestamp>,
    /// What the audit trail says of the time before.
    pub old: Option<&'a RawValue>,
    /// What the audit trail says of the time after.
    pub new: Option<&'a RawValue>,
    /// How many entries behind this one hold the body, if it is not here.
    pub parts: Option<u32>,
    /// The record, or nothing if this line deletes it.
    pub body: Option<Reader<'a>>,
}

impl<'a> Line<'a> {
    /// Reads a line.
    ///
    /// # Errors
    /// That it is none.
    pub fn read(text: &'a str) -> Read<Self> {
        let [mut kind, mut id, mut event, mut reason, mut actor] =
            [const { None::<Cow<'_, str>> }; 5];
        let [mut old, mut new, mut body] = [const { None::<Reader<'_>> }; 3];
        let mut rev = None::<u64>;
        let [mut at, mut written] = [None::<Timestamp>; 2];
        let [mut prev, mut import, mut parts] = [None::<Option<u64>>; 3];
        Reader::new(text)?.pick(&mut [
            ("kind", &mut kind),
            ("id", &mut id),
            ("rev", &mut rev),
            ("prev", &mut prev),
            ("import", &mut import),
            ("event", &mut event),
            ("reason", &mut reason),
            ("actor", &mut actor),
            ("at", &mut at),
            ("written", &mut written),
            ("old", &mut old),
            ("new", &mut new),
            ("parts", &mut parts),
            ("body", &mut body),
        ])?;
        let line = || {
            Some(Self {
                kind: kind?,
                id: id?,
                rev: rev?,
                prev: prev.flatten(),
                import: import.flatten(),
                event: event?,
                reason,
                actor: actor?,
                at: at?,
                written,
                old: old.and_then(Reader::checked),
                new: new.and_then(Reader::checked),
                parts: parts.flatten().map(|parts| u32::try_from(parts).unwrap_or(u32::MAX)),
                body: body.filter(|body| !body.clone().null()),
            })
        };
        line().ok_or(Mismatch::MISSING)
    }
}

impl Line<'_> {
    /// When what it holds was written: of two versions the later one is newer.
    #[must_use]
    pub fn written_at(&self) -> Timestamp {
        self.written.unwrap_or(self.at)
    }

    /// Whether this line leaves a record behind.
    #[must_use]
    pub fn has_body(&self) -> bool {
        self.body.is_some() || self.parts.is_some()
    }
}
