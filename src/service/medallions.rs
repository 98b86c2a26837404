//! What can be done with medallions: the commands of design section 6.1 but for checkpoints. They
//! are read and found in `medallion_queries.rs`.

use std::rc::Rc;

use rustc_hash::FxHashSet;

use super::batch::Batch;
use super::decision::{Content, Key, Known, Plan, Planned};
use super::document::Document;
use super::environment::Caller;
use super::heads::Heads;
use super::note::Note;
use super::workspace::Workspace;
use crate::domain::error::{Code, Error, Result};
use crate::domain::event::{EntityType, EventType};
use crate::domain::id::RecordId;
use crate::domain::medallion::{self, Draft, Medallion, Operation, Status};
use crate::domain::schema::{Json, object};
use crate::domain::time::Timestamp;

/// The medallions of a workspace, for one caller.
#[derive(Debug, Clone)]
pub struct Medallions {
    pub(super) workspace: Rc<Workspace>,
    pub(super) caller: Caller,
}

impl Medallions {
    /// The medallions of a workspace, for one caller.
    #[must_use]
    pub fn new(workspace: &Rc<Workspace>, caller: Caller) -> Self {
        Self { workspace: workspace.clone(), caller }
    }

    /// Stores a new medallion.
    ///
    /// # Errors
    /// `ALREADY_EXISTS`; `INVALID`; what the store says.
    pub async fn create(&self, draft: Draft) -> Result<Document> {
        let created = Batch::of_one(self, draft)?.commit().await?;
        created
            .into_iter()
            .next()
            .map(|(_, document)| document)
            .ok_or_else(|| Error::new(Code::Invalid, "no medallion"))
    }

    /// Stores new medallions in one commit, all or none, and answers with their ids.
    ///
    /// # Errors
    /// As `create`, with the place in the list: `[3].meta.medallion_id`.
    pub async fn create_many(&self, drafts: Vec<Draft>) -> Result<Vec<Rc<str>>> {
        self.batch(Box::new(std::iter::once(Ok(drafts))))?.store().await
    }

    /// Stores the next version of a medallion. `created_at` stays, `updated_at` rises.
    ///
    /// # Errors
    /// `NOT_FOUND`; `CONFLICT` if the newest version is not the expected one; `INVALID`; `CYCLE` as for
    /// `supersede`.
    pub async fn update(&self, input: Medallion, expected: Option<u64>) -> Result<Document> {
        let id = input.meta.medallion_id.clone();
        let keys = [Key::medallion(id.as_str())];
        let changed = self.workspace.transact_apart(&self.caller, &keys, false, |known| {
            let old = match known.heads.live(id.as_str()) {
                Ok((_, live)) => Some(live),
                // What is damaged can be overwritten.
                Err(error) if error.code() == Code::Corrupt => None,
                Err(error) => return Err(error),
            };
            expect(known, id.as_str(), expected)?;
            let next = match old {
                Some(live) => medallion::update(input.clone(), live.times, known.now),
                None => input.clone(),
            };
            next.check()?;
            medallion::check_successor(&next.meta)?;
            // A circle that is there already is not this change's.
            let before = old.and_then(|live| live.superseded_by.as_deref());
            let by = next.meta.superseded_by.0.as_ref().map(|link| link.medallion_id.as_str());
            if let Some(by) = by.filter(|by| before != Some(*by)) {
                refuse_circle(known.heads, id.as_str(), by)?;
            }
            Ok(self.write(known, EventType::Updated, next, old.map(|live| live.status)))
        });
        changed.await
    }

    /// Sets the status. Setting what is set changes nothing and makes no version.
    ///
    /// # Errors
    /// `NOT_FOUND`; what the store says.
    pub async fn set_status(&self, id: &str, status: Status) -> Result<Document> {
        let reads = [Key::medallion(id)];
        let changed = self.workspace.transact_apart(&self.caller, &reads, true, |known| {
            known.heads.live(id)?;
            let old = known.medallion(id)?;
            let before = old.meta.status;
            match medallion::set_status(old, status, known.now) {
                Some(next) => Ok(self.write(known, EventType::StatusChanged, next, Some(before))),
                None => Ok(Plan::nothing(Document::new(
                    known.bodies.get(&Key::medallion(id)).cloned().unwrap_or_else(|| "".into()),
                ))),
            }
        });
        changed.await
    }

    /// Says that another medallion holds instead.
    ///
    /// # Errors
    /// `NOT_FOUND` for either; `INVALID` for the same one twice; `CYCLE` if the new one is itself
    /// superseded, in the end, by the old one.
    pub async fn supersede(&self, id: &str, by: &str) -> Result<Document> {
        let by = RecordId::new(by).map_err(|error| error.under("newId"))?;
        let reads = [Key::medallion(id)];
        let changed = self.workspace.transact(&self.caller, &reads, |known| {
            known.heads.live(id)?;
            known.heads.live(by.as_str())?;
            refuse_circle(known.heads, id, by.as_str())?;
            let old = known.medallion(id)?;
            let before = old.meta.status;
            let reason = self.caller.reason.as_deref().map(str::to_owned);
            let next = medallion::supersede(old, &by, reason, known.now)?;
            Ok(self.write(known, EventType::Superseded, next, Some(before)))
        });
        changed.await
    }

    /// Changes a medallion without a model.
    ///
    /// # Errors
    /// `NOT_FOUND`; `CONFLICT`; `INVALID` with the path of the operation.
    pub async fn apply(
        &self,
        id: &str,
        operations: &[Operation],
        expected: Option<u64>,
    ) -> Result<Document> {
        let reads = [Key::medallion(id)];
        let changed = self.workspace.transact_apart(&self.caller, &reads, true, |known| {
            let (_, live) = known.heads.live(id)?;
            let (times, before) = (live.times, live.status);
            expect(known, id, expected)?;
            let old = known.medallion(id)?;
            let next = medallion::apply(&old, operations)?;
            let next = medallion::update(next, times, known.now);
            let retired = medallion::gone(&old, &next).into_iter().cloned().collect();
            let because = medallion::reasons(&old, &next, operations);
            let (version, status) = (known.heads.rev(id) + 1, next.meta.status);
            let note = Note::json(version, status, retired, because, Vec::new());
            let mut plan = self.write(known, EventType::Updated, next, Some(before));
            for change in &mut plan.changes {
                change.new = Some(note.clone());
            }
            Ok(plan)
        });
        changed.await
    }

    /// Deletes a medallion; its history stays. `false` if there is none.
    ///
    /// # Errors
    /// What the store says.
    pub async fn delete(&self, id: &str) -> Result<bool> {
        let keys = [Key::medallion(id)];
        let deleted = self.workspace.transact_apart(&self.caller, &keys, false, |known| {
            let (old, at) = match known.heads.live(id) {
                Ok((head, live)) => (
                    Some(value_of(head.rev, live.status)),
                    medallion::deleted_at(live.times, known.now),
                ),
                Err(error) if error.code() == Code::NotFound => return Ok(Plan::nothing(false)),
                Err(_) => (None, known.now),
            };
            let id = RecordId::new(id)?;
            let change =
                Planned { old, ..self.planned(&id, EventType::Deleted, Content::Deleted, at) };
            Ok(Plan::of(vec![change], true))
        });
        deleted.await
    }

    /// A plan that stores the next version of a medallion.
    pub(super) fn write(
        &self,
        known: &Known<'_>,
        event: EventType,
        next: Medallion,
        before: Option<Status>,
    ) -> Plan<Document> {
        let id = next.meta.medallion_id.clone();
        let rev = known.heads.rev(id.as_str());
        let json: Rc<str> = next.to_json().into();
        let new = value_of(rev + 1, next.meta.status);
        let old = before.map(|status| value_of(rev, status));
        let content = Content::Medallion(Rc::new(next.into_outline()), json.clone());
        let planned = self.planned(&id, event, content, known.now);
        Plan::of(vec![Planned { old, new: Some(new), ..planned }], Document::new(json))
    }

    pub(super) fn planned(
        &self,
        id: &RecordId,
        event: EventType,
        content: Content,
        at: Timestamp,
    ) -> Planned {
        Planned {
            kind: EntityType::Medallion,
            id: id.into(),
            rev: None,
            event,
            content,
            at,
            written: None,
            actor: self.caller.actor.clone(),
            reason: self.caller.reason.clone(),
            old: None,
            new: None,
            unknown_event: None,
        }
    }

    /// An id that no record of this workspace has, and none of these.
    ///
    /// # Errors
    /// What the source of ids says; `INVALID` if it repeats itself.
    pub(super) fn unused_id(&self, others: &FxHashSet<RecordId>) -> Result<RecordId> {
        let id = self.caller.new_id("medallion")?;
        self.free_id(&self.workspace.state.borrow().heads, others, id)
    }

    /// This id, or a new one if it is taken.
    ///
    /// # Errors
    /// As `unused_id`.
    pub(super) fn free_id(
        &self,
        heads: &Heads,
        others: &FxHashSet<RecordId>,
        mut id: RecordId,
    ) -> Result<RecordId> {
        for _ in 0..8 {
            if heads.get(id.as_str()).is_none() && !others.contains(&id) {
                return Ok(id);
            }
            id = self.caller.new_id("medallion")?;
        }
        Err(Error::invalid(
            "newId",
            "must give an id that is not taken; it gave taken ones eight times",
        ))
    }
}

/// What is itself superseded by a medallion, in the end, cannot take its place.
fn refuse_circle(heads: &Heads, id: &str, by: &str) -> Result<()> {
    let mut chain = heads.successors(by, &mut FxHashSet::default());
    match chain.iter().skip(1).position(|own| *own == id) {
        None => Ok(()),
        Some(at) => {
            chain.truncate(at + 2);
            let message = format!("{id} would supersede itself: {}", chain.join(" → "));
            Err(Error::new(Code::Cycle, message))
        }
    }
}

fn expect(known: &Known<'_>, id: &str, expected: Option<u64>) -> Result<()> {
    let found = known.heads.rev(id);
    match expected {
        Some(expected) if expected != found => {
            let message = format!(
                "medallion {id} is at version {found}, not {expected}; read it and try again"
            );
            Err(Error::new(Code::Conflict, message))
        }
        _ => Ok(()),
    }
}

/// What the audit trail says of a medallion.
pub(super) fn value_of(version: u64, status: Status) -> Json {
    Json::from_text(object(&[("version", &version), ("status", &status)]))
}
