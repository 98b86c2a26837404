//! Lines back into the resident state.

use super::super::heads::Heads;
use super::super::journal::{self, FORM, Place};
use super::super::records::{RecordHead, State as RecordState, Written};
use super::super::retention::{Keeping, Retention};
use super::super::state::{DAMAGED, State, key_of};
use super::fields::Fields;
use super::mark_of_version;
use crate::domain::error::Code;
use crate::domain::event::EntityType;
use crate::domain::medallion::{Rank, Status, Times};
use crate::domain::schema::parse;
use crate::domain::time::Timestamp;
use crate::service::heads::{Life, Live};
use crate::store::Stored;

/// A state out of an image.
#[derive(Debug)]
pub struct Image {
    /// The state up to the entry that it knows.
    pub state: State,
    /// What that entry must look like.
    pub mark: u32,
    /// How large the image is, in bytes.
    pub size: usize,
}

/// Reads an image; none if there is none, or anything is wrong with it.
pub fn read(parts: &[Stored]) -> Option<Image> {
    let mut image = None;
    let mut left = parts.len();
    let mut is_whole = false;
    for part in parts {
        let Stored::Entry(part) = part else { return None };
        left -= 1;
        let is_intact = part.version == FORM
            && part.following as usize == left
            && part.checksums == [journal::checksum(&part.text)];
        if !is_intact {
            return None;
        }
        for line in part.text.split('\n') {
            let mut fields = Fields::of(line);
            match (&mut image, fields.raw()?) {
                (None, "image") => image = Some(begin(fields)?),
                (Some(image), _) if !is_whole => {
                    is_whole = image.take(line)?;
                    image.size += line.len();
                }
                _ => return None,
            }
        }
    }
    image.filter(|_| is_whole)
}

fn begin(mut fields: Fields<'_>) -> Option<Image> {
    let mut state = State::new();
    state.known = fields.parsed()?;
    let version: u32 = fields.parsed()?;
    let mark = fields.parsed()?;
    fields.end()?;
    (version == mark_of_version()).then_some(Image { state, mark, size: 0 })
}

impl Image {
    /// Takes in one line, and says whether it is the last.
    fn take(&mut self, line: &str) -> Option<bool> {
        let mut fields = Fields::of(line);
        let state = &mut self.state;
        match fields.raw()? {
            "label" => state.heads.index.add_label(&fields.text()?)?,
            kind @ ("live" | "deleted" | "newer" | "damaged") => {
                take_head(&mut state.heads, kind, &mut fields)?;
            }
            kind @ ("record" | "no-record" | "bad-record") => {
                let known = fields.raw()?;
                let id = fields.text()?;
                let (rev, place, parts) = place_of(&mut fields)?;
                let written = Written { rev, place, parts, at: fields.parsed()? };
                let life = match kind {
                    "record" => RecordState::Live,
                    "no-record" => RecordState::Deleted,
                    _ => RecordState::Unreadable(Code::Corrupt, DAMAGED),
                };
                state.records.set(key_of(known, &id)?, RecordHead { written, state: life });
            }
            "erased" => drop(state.erased.insert(fields.text()?.into())),
            "events" => {
                let kind = fields.raw()?;
                let kind = *EntityType::ALL.iter().find(|own| own.as_str() == kind)?;
                let actor = fields.text()?;
                state.counts.as_mut()?.add(&actor, kind, fields.parsed()?);
            }
            "open" => state.imports.open.push(fields.parsed()?),
            "keep" => {
                let policy = Retention::of(&parse(&fields.text()?).ok()?);
                state.keeping = Keeping { policy, at: fields.parsed()?, when: fields.parsed()? };
            }
            "import" => state.imports.closed.push(fields.parsed()?),
            last @ ("end" | "end-uncounted") => {
                if last == "end-uncounted" {
                    state.counts = None;
                }
                fields.end()?;
                return Some(true);
            }
            _ => return None,
        }
        fields.end()?;
        Some(false)
    }
}

fn take_head(heads: &mut Heads, kind: &str, fields: &mut Fields<'_>) -> Option<()> {
    let id = fields.text()?;
    let (rev, place, parts) = place_of(fields)?;
    let mut scope = None;
    let life = match kind {
        "live" => {
            let status = fields.raw()?;
            let status = *Status::ALL.iter().find(|own| own.as_str() == status)?;
            let (created_at, updated_at): (Timestamp, Timestamp) =
                (fields.parsed()?, fields.parsed()?);
            let (nodes, tags) = (fields.numbers()?, fields.numbers()?);
            let superseded_by = fields.text()?;
            let superseded_by =
                Some(Box::from(&*superseded_by)).filter(|_| !superseded_by.is_empty());
            let rank = Rank { at: updated_at, order: place.number() };
            scope = Some((nodes, tags, rank, status));
            Life::Live(Live { times: Times { created_at, updated_at }, status, superseded_by })
        }
        "deleted" => Life::Deleted(fields.parsed()?),
        "newer" => Life::Unreadable(Code::VersionTooNew, super::super::heads::NEWER),
        _ => Life::Unreadable(Code::Corrupt, DAMAGED),
    };
    let slot = heads.put(&id, rev, place, parts, life)?;
    match scope {
        Some((nodes, tags, rank, status)) => {
            heads.index.set_numbers(slot, nodes, tags, rank, status)
        }
        None => Some(()),
    }
}

fn place_of(fields: &mut Fields<'_>) -> Option<(u64, Place, u32)> {
    let rev = fields.parsed()?;
    let place = Place { entry: fields.parsed()?, line: fields.parsed()? };
    Some((rev, place, fields.parsed()?))
}
