//! Lines back into the resident state.

use super::super::heads::{Head, Heads};
use super::super::journal::{self, FORM, Place};
use super::super::records::{RecordHead, State as RecordState, Written};
use super::super::retention::{Keeping, Retention};
use super::super::rules::Resident;
use super::super::state::{DAMAGED, State, key_of};
use super::super::waiting::Waiting;
use super::fields::Fields;
use super::mark_of_version;
use super::squeeze::swollen;
use crate::domain::error::Code;
use crate::domain::event::EntityType;
use crate::domain::medallion::{Rank, Status, Times};
use crate::domain::schema::parse;
use crate::domain::time::Timestamp;
use crate::service::heads::{Life, Live};
use crate::store::{Seq, Stored};

/// An image of which only the first part was looked at.
#[derive(Debug)]
pub struct Begun {
    image: Image,
    /// What the newest entry that it knows must look like.
    pub mark: u32,
    parts: std::vec::IntoIter<Stored>,
}

/// A state out of an image.
#[derive(Debug)]
struct Image {
    state: State,
    /// When the last record was stored.
    last: Option<Timestamp>,
}

/// Begins to read an image; none if there is none, or it is not one of ours.
pub fn begin(parts: Vec<Stored>) -> Option<Begun> {
    let mut parts = parts.into_iter();
    let first = text_of(parts.next()?, parts.len())?;
    let (mut state, mut mark) = (State::new(), None);
    state.image = first.len();
    for_each_line(&first, &mut String::new(), &mut |line| {
        let mut fields = Fields::of(line);
        if mark.is_some() || fields.word()? != "image" {
            return None;
        }
        state.known = fields.number()?;
        let version: u32 = fields.number()?;
        mark = Some(fields.number()?);
        fields.end()?;
        (version == mark_of_version()).then_some(())
    })?;
    Some(Begun { image: Image { state, last: None }, mark: mark?, parts })
}

/// The text of a part with so many behind it; none if there is anything wrong with it.
fn text_of(part: Stored, behind: usize) -> Option<String> {
    let Stored::Entry(part) = part else { return None };
    let is_intact = part.version == FORM
        && part.following as usize == behind
        && part.checksums == [journal::checksum(&part.text)];
    is_intact.then_some(part.text)
}

impl Begun {
    /// The newest entry that it knows.
    pub fn known(&self) -> Seq {
        self.image.state.known
    }

    /// The state up to that entry; none if anything is wrong with the image.
    pub fn finish(self) -> Option<State> {
        let Self { mut image, mut parts, .. } = self;
        let mut is_whole = false;
        let mut begun = String::new();
        while !is_whole {
            let part = text_of(parts.next()?, parts.len())?;
            image.state.image += part.len();
            for_each_line(&part, &mut begun, &mut |line| {
                is_whole = if is_whole { None } else { image.take(line) }?;
                Some(())
            })?;
        }
        let mut state = image.state;
        let mut waiting = Waiting::default();
        while let Some(part) = parts.next() {
            let part = text_of(part, parts.len())?;
            state.image += part.len();
            waiting.image.push(part);
        }
        state.resident = Resident::Waiting(waiting);
        begun.is_empty().then_some(state)
    }
}

/// Visits the lines of those parts that only rules know.
pub fn each_line(parts: Vec<String>, visit: &mut dyn FnMut(&str)) {
    let mut begun = String::new();
    for part in parts {
        // It has its checksum.
        let _ = for_each_line(&part, &mut begun, &mut |line| {
            visit(line);
            Some(())
        });
    }
}

/// Visits the lines of a part; the last one may have begun in the part before, and goes on in the
/// next one if it has no end.
fn for_each_line(
    part: &str,
    begun: &mut String,
    visit: &mut dyn FnMut(&str) -> Option<()>,
) -> Option<()> {
    for piece in swollen(part)?.split_inclusive('\n') {
        match piece.strip_suffix('\n') {
            None => begun.push_str(piece),
            Some(line) if begun.is_empty() => visit(line)?,
            Some(rest) => {
                begun.push_str(rest);
                visit(&std::mem::take(begun))?;
            }
        }
    }
    Some(())
}

impl Image {
    /// Takes in one line, and says whether it is the last.
    fn take(&mut self, line: &str) -> Option<bool> {
        let mut fields = Fields::of(line);
        let state = &mut self.state;
        match fields.word()? {
            "label" => state.heads.index.add_label(&fields.text()?)?,
            kind @ ("live" | "deleted" | "newer" | "damaged") => {
                take_head(&mut state.heads, kind, &mut fields)?;
            }
            life @ ("record" | "no-record" | "bad-record") => {
                let kind = fields.word()?;
                let id = fields.text()?;
                let key = key_of(kind, &id)?;
                let (rev, place, parts) = place_of(&mut fields)?;
                let at = match fields.number::<u8>()? {
                    0 => self.last?,
                    _ => fields.time()?,
                };
                self.last = Some(at);
                let life = match life {
                    "record" => RecordState::Live,
                    "no-record" => RecordState::Deleted,
                    _ => RecordState::Unreadable(DAMAGED),
                };
                let written = Written { rev, place, parts, at };
                state.records.put(key, RecordHead { written, state: life });
            }
            "count" => {
                let kind = kind_of(fields.word()?)?;
                // More cannot be worth it.
                let count = fields.number::<usize>()?.min(1 << 20);
                match kind {
                    EntityType::Medallion => state.heads.reserve(count),
                    kind => state.records.reserve(kind, count),
                }
            }
            "erased" => drop(state.erased.insert(fields.text()?.into())),
            "events" => {
                let kind = kind_of(fields.word()?)?;
                let actor = fields.text()?;
                state.counts.as_mut()?.add(&actor, kind, fields.number()?);
            }
            "open" => state.imports.open.push(fields.number()?),
            "keep" => {
                let policy = Retention::of(&parse(&fields.text()?).ok()?);
                state.keeping = Keeping { policy, at: fields.number()?, when: fields.time()? };
            }
            "import" => state.imports.closed.push(fields.number()?),
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

fn kind_of(word: &str) -> Option<EntityType> {
    EntityType::ALL.iter().copied().find(|own| own.as_str() == word)
}

// Most lines are of these: apart from the others it is made fast soon.
#[inline(never)]
fn take_head(heads: &mut Heads, kind: &str, fields: &mut Fields<'_>) -> Option<()> {
    let id = fields.text()?.into();
    let (rev, place, parts) = place_of(fields)?;
    let mut scope = None;
    let life = match kind {
        "live" => {
            let status = *Status::ALL.get(fields.number::<usize>()?)?;
            let times = Times { created_at: fields.time()?, updated_at: fields.time()? };
            let (labels, nodes) = (fields.numbers()?, fields.number()?);
            let superseded_by = if fields.is_at_end() { None } else { Some(fields.text()?.into()) };
            let rank = Rank { at: times.updated_at, order: place.number() };
            scope = Some((labels, nodes, rank, status));
            Life::Live(Live { times, status, superseded_by })
        }
        "deleted" => Life::Deleted(fields.time()?),
        "newer" => Life::Unreadable(Code::VersionTooNew, super::super::heads::NEWER),
        _ => Life::Unreadable(Code::Corrupt, DAMAGED),
    };
    let slot = heads.put(Head { id, rev, place, parts, life })?;
    match scope {
        Some((labels, nodes, rank, status)) => {
            heads.index.set_numbers(slot, labels, nodes, rank, status)
        }
        None => Some(()),
    }
}

fn place_of(fields: &mut Fields<'_>) -> Option<(u64, Place, u32)> {
    let rev = fields.number()?;
    let place = Place { entry: fields.number()?, line: fields.number()? };
    Some((rev, place, fields.number()?))
}
