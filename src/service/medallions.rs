//! What can be done with medallions: the use cases of design section 6.1 but for checkpoints.

use std::rc::Rc;

use rustc_hash::FxHashSet;

use super::decision::{Content, Key, Known, Plan, Planned};
use super::document::{Document, Listing, Page};
use super::environment::Caller;
use super::heads::Heads;
use super::workspace::Workspace;
use crate::domain::error::{Code, Error, Result};
use crate::domain::event::{EntityType, EventType};
use crate::domain::id::RecordId;
use crate::domain::medallion::{self, Draft, Medallion, Operation, Rank, Scope, Stamp, Status};
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
        let created = self.create_all(vec![draft], |_| String::new()).await?;
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
    pub async fn create_many(&self, drafts: Vec<Draft>) -> Result<Vec<String>> {
        let created = self.create_all(drafts, |number| format!("[{number}]")).await?;
        Ok(created.into_iter().map(|(id, _)| id).collect())
    }

    async fn create_all(
        &self,
        drafts: Vec<Draft>,
        place: impl Fn(usize) -> String,
    ) -> Result<Vec<(String, Document)>> {
        let caller = &self.caller;
        let now = caller.now()?;
        let mut ids = FxHashSet::default();
        let mut ready = Vec::with_capacity(drafts.len());
        for (number, draft) in drafts.into_iter().enumerate() {
            let given = draft.meta.0.as_ref().and_then(|meta| meta.medallion_id.0.clone());
            let id = given.map_or_else(|| self.unused_id(), Ok)?;
            let medallion = draft
                .finish(Stamp { now, new_id: &id, actor: &caller.actor })
                .map_err(|error| error.under(&place(number)))?;
            let id = medallion.meta.medallion_id.clone();
            if !ids.insert(id.clone()) {
                let problem = Error::invalid(
                    "meta.medallion_id",
                    format!("must be new; {id} is there already"),
                );
                return Err(problem.under(&place(number)));
            }
            let json: Rc<str> = medallion.to_json().into();
            ready.push((id, Rc::new(medallion), json));
        }
        let documents = ready
            .iter()
            .map(|(id, _, json)| (id.to_string(), Document::new(json.clone())))
            .collect();
        let committed = self.workspace.transact(caller, &[], |known| {
            let change = |(number, (id, medallion, json)): (usize, &(RecordId, Rc<Medallion>, Rc<str>))| {
                if !matches!(known.heads.live(id.as_str()), Err(error) if error.code() == Code::NotFound) {
                    let taken = Error::invalid("meta.medallion_id", format!("medallion {id} already exists"));
                    return Err(taken.under(&place(number)).with_code(Code::AlreadyExists));
                }
                let new = value_of(known.heads.rev(id.as_str()) + 1, medallion.meta.status);
                let content = Content::Medallion(medallion.clone(), json.clone());
                Ok(Planned { new: Some(new), ..self.planned(id, EventType::Created, content, known.now) })
            };
            Ok(Plan::of(ready.iter().enumerate().map(change).collect::<Result<Vec<Planned>>>()?, ()))
        });
        committed.await?;
        Ok(documents)
    }

    /// Stores the next version of a medallion. `created_at` stays, `updated_at` rises.
    ///
    /// # Errors
    /// `NOT_FOUND`; `CONFLICT` if the newest version is not the expected one; `INVALID`.
    pub async fn update(&self, input: Medallion, expected: Option<u64>) -> Result<Document> {
        let id = input.meta.medallion_id.clone();
        let changed = self.workspace.transact(&self.caller, &[], |known| {
            let old = match known.heads.live(id.as_str()) {
                Ok((_, live)) => Some((live.times, live.status)),
                // What is damaged can be overwritten.
                Err(error) if error.code() == Code::Corrupt => None,
                Err(error) => return Err(error),
            };
            expect(known, id.as_str(), expected)?;
            let next = match old {
                Some((times, _)) => medallion::update(input.clone(), times, known.now),
                None => input.clone(),
            };
            next.check()?;
            Ok(self.write(known, EventType::Updated, next, old.map(|(_, status)| status)))
        });
        changed.await
    }

    /// The newest version of a medallion; `None` if there is none, or it was deleted.
    ///
    /// # Errors
    /// `CORRUPT`, `VERSION_TOO_NEW`; what the store says.
    pub async fn get(&self, id: &str) -> Result<Option<Document>> {
        self.workspace.open_or_closed()?;
        let is_live = || match self.workspace.state.borrow().heads.live(id) {
            Ok(_) => Ok(true),
            Err(error) if error.code() == Code::NotFound => Ok(false),
            Err(error) => Err(error),
        };
        if !is_live()? {
            return Ok(None);
        }
        let body = self.workspace.bodies(&[Key::medallion(id)]).await?.pop().flatten();
        is_live()?;
        Ok(body.map(Document::new))
    }

    /// The number of the newest version; `None` if there is none, or it was deleted.
    #[must_use]
    pub fn version(&self, id: &str) -> Option<u64> {
        self.workspace.state.borrow().heads.live(id).ok().map(|(head, _)| head.rev)
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.workspace.state.borrow().heads.index.count(Status::ALL)
    }

    /// All medallions, newest first, page by page.
    ///
    /// # Errors
    /// `INVALID` at `before` for what is no cursor of ours; what the store says.
    pub async fn list(&self, listing: &Listing) -> Result<Page<Document>> {
        self.workspace.open_or_closed()?;
        let before = listing.before.as_deref().map(rank_of).transpose()?;
        let (ids, next, total) = {
            let mut state = self.workspace.state.borrow_mut();
            let heads = &mut state.heads;
            let limit = listing.limit.saturating_add(1);
            let mut found = heads.index.list(
                &listing.status,
                before,
                if listing.limit == 0 { 0 } else { limit },
            );
            let more = found.len() > listing.limit;
            found.truncate(listing.limit);
            let next = found.last().filter(|_| more).map(|(_, rank)| cursor_of(*rank));
            let ids =
                found.iter().filter_map(|(slot, _)| heads.at(*slot)).map(|head| head.id.clone());
            (ids.collect::<Vec<Box<str>>>(), next, heads.index.count(&listing.status))
        };
        Ok(Page { items: self.documents(&ids).await?, next, total })
    }

    /// The newest medallions that a scope finds, newest first (spec A2.3).
    ///
    /// # Errors
    /// What the store says.
    pub async fn latest_for_scope(
        &self,
        scope: &Scope,
        limit: usize,
        statuses: &[Status],
    ) -> Result<Vec<Document>> {
        self.workspace.open_or_closed()?;
        let ids = self.found(scope, limit, statuses);
        self.documents(&ids).await
    }

    /// The ids that a scope finds.
    pub(super) fn found(&self, scope: &Scope, limit: usize, statuses: &[Status]) -> Vec<Box<str>> {
        let mut state = self.workspace.state.borrow_mut();
        let slots = state.heads.index.query(scope, statuses, limit);
        slots
            .into_iter()
            .filter_map(|slot| state.heads.at(slot))
            .map(|head| head.id.clone())
            .collect()
    }

    async fn documents(&self, ids: &[Box<str>]) -> Result<Vec<Document>> {
        let keys: Vec<Key<'_>> = ids.iter().map(|id| Key::medallion(id)).collect();
        Ok(self.workspace.bodies(&keys).await?.into_iter().flatten().map(Document::new).collect())
    }

    /// Sets the status. Setting what is set changes nothing and makes no version.
    ///
    /// # Errors
    /// `NOT_FOUND`; what the store says.
    pub async fn set_status(&self, id: &str, status: Status) -> Result<Document> {
        let reads = [Key::medallion(id)];
        let changed = self.workspace.transact(&self.caller, &reads, |known| {
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
            let mut chain = vec![by.as_str().to_owned()];
            while let Some((_, live)) = chain.last().and_then(|last| known.heads.live(last).ok())
                && let Some(next) = &live.superseded_by
                && !chain.iter().any(|seen| **seen == **next)
            {
                chain.push(next.to_string());
                if **next == *id {
                    return Err(Error::new(
                        Code::Cycle,
                        format!("{id} would supersede itself: {}", chain.join(" → ")),
                    ));
                }
            }
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
        let changed = self.workspace.transact(&self.caller, &reads, |known| {
            let (_, live) = known.heads.live(id)?;
            let (times, before) = (live.times, live.status);
            expect(known, id, expected)?;
            let next = medallion::apply(&known.medallion(id)?, operations)?;
            let next = medallion::update(next, times, known.now);
            Ok(self.write(known, EventType::Updated, next, Some(before)))
        });
        changed.await
    }

    /// Deletes a medallion; its history stays. `false` if there is none.
    ///
    /// # Errors
    /// What the store says.
    pub async fn delete(&self, id: &str) -> Result<bool> {
        let deleted = self.workspace.transact(&self.caller, &[], |known| {
            let old = match known.heads.live(id) {
                Ok((head, live)) => Some(value_of(head.rev, live.status)),
                Err(error) if error.code() == Code::NotFound => return Ok(Plan::nothing(false)),
                Err(_) => None,
            };
            let id = RecordId::new(id)?;
            let change = Planned {
                old,
                ..self.planned(&id, EventType::Deleted, Content::Deleted, known.now)
            };
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
        let content = Content::Medallion(Rc::new(next), json.clone());
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
            id: id.as_str().into(),
            event,
            content,
            at,
            actor: self.caller.actor.clone(),
            reason: self.caller.reason.clone(),
            old: None,
            new: None,
        }
    }

    /// An id that no record of this workspace has.
    ///
    /// # Errors
    /// What the source of ids says; `INVALID` if it repeats itself.
    pub(super) fn unused_id(&self) -> Result<RecordId> {
        let id = self.caller.new_id("medallion")?;
        self.free_id(&self.workspace.state.borrow().heads, id)
    }

    /// This id, or a new one if it is taken.
    ///
    /// # Errors
    /// As `unused_id`.
    pub(super) fn free_id(&self, heads: &Heads, mut id: RecordId) -> Result<RecordId> {
        for _ in 0..8 {
            if heads.get(id.as_str()).is_none() {
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

fn cursor_of(rank: Rank) -> String {
    format!("{}~{}", rank.at, rank.order)
}

fn rank_of(cursor: &str) -> Result<Rank> {
    let parts = cursor
        .split_once('~')
        .and_then(|(at, order)| Some((at.parse().ok()?, order.parse().ok()?)));
    match parts {
        Some((at, order)) => Ok(Rank { at, order }),
        None => Err(Error::invalid("before", "must be the `next` of an earlier page")),
    }
}
