//! Reading medallions and finding them by scope. A learner's handle sees only those whose scope
//! names the learner as a graph node; all reading goes through here, or asks `may_see`.

use std::rc::Rc;

use super::decision::Key;
use super::document::{Document, Listing, Page};
use super::medallions::Medallions;
use crate::domain::error::{Code, Error, Result};
use crate::domain::id::Label;
use crate::domain::medallion::{LabelQuery, Rank, Scope, ScopeLabels, Slot, Status};

impl Medallions {
    /// The newest version of a medallion; `None` if there is none, or it was deleted.
    ///
    /// # Errors
    /// `PERMISSION_DENIED`; `CORRUPT`, `VERSION_TOO_NEW`; what the store says.
    pub async fn get(&self, id: &str) -> Result<Option<Document>> {
        let found = self.read(&[id], &|error, _| error).await?;
        Ok(found.into_iter().next().flatten())
    }

    /// The newest versions of several, in the order of the ids; `None` where there is none.
    ///
    /// # Errors
    /// As `get`, with the place in the list: `ids[3]`.
    pub async fn get_many(&self, ids: &[String]) -> Result<Vec<Option<Document>>> {
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        self.read(&ids, &|error, number| error.at(&format!("ids[{number}]"))).await
    }

    async fn read(
        &self,
        ids: &[&str],
        placed: &dyn Fn(Error, usize) -> Error,
    ) -> Result<Vec<Option<Document>>> {
        self.workspace.open_or_closed()?;
        let look = || {
            let state = self.workspace.state.borrow();
            let is_live = |(number, id): (usize, &&str)| {
                self.may_see(id).map_err(|error| placed(error, number))?;
                match state.heads.live(id) {
                    Ok(_) => Ok(true),
                    Err(error) if error.code() == Code::NotFound => Ok(false),
                    Err(error) => Err(placed(error, number)),
                }
            };
            ids.iter().enumerate().map(is_live).collect::<Result<Vec<bool>>>()
        };
        let live = look()?;
        let wanted = ids.iter().zip(&live).filter(|(_, is_live)| **is_live);
        let keys: Vec<Key<'_>> = wanted.map(|(id, _)| Key::medallion(id)).collect();
        let mut bodies = self.workspace.bodies(&keys).await?.into_iter();
        // What went, or was damaged, while it was read says so.
        look()?;
        let document = |is_live| if is_live { bodies.next().flatten() } else { None };
        Ok(live.into_iter().map(document).map(|body| body.map(Document::new)).collect())
    }

    /// The number of the newest version; `None` if there is none, or it was deleted. It says
    /// nothing of what the medallion holds, and asks nobody whether the caller may see it.
    #[must_use]
    pub fn version(&self, id: &str) -> Option<u64> {
        self.workspace.state.borrow().heads.live(id).ok().map(|(head, _)| head.rev)
    }

    /// That the workspace is still open, for who asks only what is known of it.
    ///
    /// # Errors
    /// `CLOSED`.
    pub fn open_or_closed(&self) -> Result<()> {
        self.workspace.open_or_closed()
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        match self.own_scope() {
            None => self.workspace.state.borrow().heads.index.count(Status::ALL),
            Some(own) => self.slots(&own, usize::MAX, Status::ALL).len(),
        }
    }

    /// All medallions, newest first, page by page.
    ///
    /// # Errors
    /// `INVALID` at `before` for what is no cursor of ours; what the store says.
    pub async fn list(&self, listing: &Listing) -> Result<Page<Document>> {
        self.workspace.open_or_closed()?;
        let before = listing.before.as_deref().map(rank_of).transpose()?;
        let limit = if listing.limit == 0 { 0 } else { listing.limit.saturating_add(1) };
        let (mut found, total) = self.page(&listing.status, before, limit);
        let more = found.len() > listing.limit;
        found.truncate(listing.limit);
        let next = found.last().filter(|_| more).map(|(_, rank)| cursor_of(*rank));
        let slots: Vec<Slot> = found.into_iter().map(|(slot, _)| slot).collect();
        Ok(Page { items: self.documents(&self.ids(&slots)).await?, next, total })
    }

    fn page(
        &self,
        statuses: &[Status],
        before: Option<Rank>,
        limit: usize,
    ) -> (Vec<(Slot, Rank)>, usize) {
        let Some(own) = self.own_scope() else {
            let index = &mut self.workspace.state.borrow_mut().heads.index;
            return (index.list(statuses, before, limit), index.count(statuses));
        };
        let slots = self.slots(&own, usize::MAX, statuses);
        let index = &self.workspace.state.borrow().heads.index;
        let ranked = slots.iter().filter_map(|slot| Some((*slot, index.rank(*slot)?)));
        let behind = ranked.filter(|(_, rank)| before.is_none_or(|before| *rank < before));
        (behind.take(limit).collect(), slots.len())
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
    pub(super) fn found(&self, scope: &Scope, limit: usize, statuses: &[Status]) -> Vec<Rc<str>> {
        if scope.is_empty() {
            return Vec::new();
        }
        let mut scope = scope.clone();
        if let Some(own) = self.own_scope() {
            // Whom nobody can name sees nothing.
            if own.is_empty() {
                return Vec::new();
            }
            scope.graph_nodes.extend(own.graph_nodes);
        }
        self.ids(&self.slots(&scope, limit, statuses))
    }

    fn slots(&self, scope: &Scope, limit: usize, statuses: &[Status]) -> Vec<Slot> {
        self.workspace.state.borrow_mut().heads.index.query(scope, statuses, limit)
    }

    fn ids(&self, slots: &[Slot]) -> Vec<Rc<str>> {
        let heads = &self.workspace.state.borrow().heads;
        slots.iter().filter_map(|slot| heads.at(*slot)).map(|head| head.id.clone()).collect()
    }

    async fn documents(&self, ids: &[Rc<str>]) -> Result<Vec<Document>> {
        let keys: Vec<Key<'_>> = ids.iter().map(|id| Key::medallion(id)).collect();
        Ok(self.workspace.bodies(&keys).await?.into_iter().flatten().map(Document::new).collect())
    }

    /// The graph nodes and the tags that scopes name, with how many medallions do: the most
    /// frequent first.
    ///
    /// # Errors
    /// `CLOSED`.
    pub fn scope_labels(&self, query: &LabelQuery<'_>) -> Result<ScopeLabels> {
        self.workspace.open_or_closed()?;
        let only = self.caller.standing.sees_only();
        Ok(self.workspace.state.borrow().heads.index.label_counts(query, only))
    }

    /// Whether the caller may see a medallion. There is nothing to hide where there is none.
    ///
    /// # Errors
    /// `PERMISSION_DENIED`.
    pub fn may_see(&self, id: &str) -> Result<()> {
        let Some(learner_id) = self.caller.standing.sees_only() else { return Ok(()) };
        let state = self.workspace.state.borrow();
        match state.heads.slot_of(id) {
            Some(slot) if state.heads.live(id).is_ok() => {
                match state.heads.index.has_node(slot, learner_id) {
                    true => Ok(()),
                    false => Err(hidden(id)),
                }
            }
            _ => Ok(()),
        }
    }

    /// What finds all that the caller may see; none if that is everything, and an empty one if it
    /// is nothing.
    fn own_scope(&self) -> Option<Scope> {
        let node = Label::new(self.caller.standing.sees_only()?).ok();
        let graph_nodes = node.into_iter().collect();
        Some(Scope { graph_nodes, tags: Vec::new(), extra: Default::default() })
    }
}

/// What is said of a medallion whose scope does not name the learner who asks.
pub(super) fn hidden(id: &str) -> Error {
    let message = format!("medallion {id} is not about this learner: its scope does not name them");
    Error::new(Code::PermissionDenied, message)
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
