//! The audit trail, read back.

use super::decision::Key;
use super::document::Page;
use super::imports::{Imports, Mark};
use super::journal::{self, Found, Place};
use super::parts;
use super::retention::Retention;
use super::state::event_of;
use super::tally::Tally;
use super::workspace::{PAGE, Workspace};
use crate::domain::error::{Code, Error, Result};
use crate::domain::event::{EntityType, Event};
use crate::store::{Seq, Stored};

/// Which events are wanted.
#[derive(Debug, Clone)]
pub struct EventFilter {
    /// Only of this kind of record.
    pub entity_type: Option<EntityType>,
    /// Only of this record.
    pub entity_id: Option<String>,
    /// Only by this actor.
    pub actor: Option<String>,
    /// Only of this learner and of all that is theirs but medallions: those are found by their scope,
    /// which may name others, too.
    pub learner_id: Option<String>,
    /// Only of this task and of all that hangs on it.
    pub task_id: Option<String>,
    /// How many at most.
    pub limit: usize,
    /// Only what comes behind this cursor.
    pub before: Option<String>,
}

impl Default for EventFilter {
    fn default() -> Self {
        let (learner_id, task_id, before) = (None, None, None);
        Self {
            entity_type: None,
            entity_id: None,
            actor: None,
            learner_id,
            task_id,
            limit: 50,
            before,
        }
    }
}

impl EventFilter {
    pub(super) fn accepts(&self, event: &Event) -> bool {
        self.entity_type.is_none_or(|kind| kind == event.entity_type)
            && self.entity_id.as_ref().is_none_or(|id| *id == event.entity_id)
            && self.actor.as_ref().is_none_or(|actor| actor == event.actor.as_str())
    }
}

impl Workspace {
    /// Events, newest first, page by page.
    ///
    /// # Errors
    /// `INVALID` at `before` for what is no cursor of ours; what the store says.
    pub async fn events(&self, filter: &EventFilter) -> Result<Page<Event>> {
        (parts::upkeep().await?.events)(self, filter).await
    }

    pub(super) async fn events_here(&self, filter: &EventFilter) -> Result<Page<Event>> {
        self.open_or_closed()?;
        let before = match &filter.before {
            None => u64::MAX,
            Some(cursor) => cursor
                .parse()
                .map_err(|_| Error::invalid("before", "must be the `next` of an earlier page"))?,
        };
        if filter.learner_id.is_some() || filter.task_id.is_some() {
            return self.events_about(filter, before).await;
        }
        let total = self.count_events(filter).await?;
        let mut items: Vec<Event> = Vec::new();
        let wanted = filter.limit.saturating_add(1);
        let imports = self.state.borrow().imports.clone();
        let mut to = self.state.borrow().known.min(Place::of(before).entry);
        while to > 0 && items.len() < wanted && filter.limit > 0 {
            let from = to.saturating_sub(Seq::from(PAGE)) + 1;
            let count = u32::try_from(to - from + 1).unwrap_or(PAGE);
            for (seq, stored) in self.read(from, count).await?.iter().rev() {
                items.extend(
                    events_of(*seq, stored, &imports)
                        .filter(|event| event.seq < before && filter.accepts(event)),
                );
            }
            to = from - 1;
        }
        let more = items.len() > filter.limit;
        items.truncate(filter.limit);
        let next = items.last().filter(|_| more).map(|event| event.seq.to_string());
        Ok(Page { items, next, total })
    }

    /// How many events a filter accepts on all pages.
    async fn count_events(&self, filter: &EventFilter) -> Result<usize> {
        if let Some(id) = &filter.entity_id {
            // What is in its chain, unless there is more: the line that says it was erased, or lines
            // of the workspace under the same name.
            let was_erased = self.state.borrow().erased.contains(&**id);
            let mut total = 0;
            let mut is_whole = !was_erased && ![Retention::ID, Mark::ID].contains(&&**id);
            let kinds = EntityType::ALL.iter().copied();
            for kind in kinds.filter(|kind| filter.entity_type.is_none_or(|own| own == *kind)) {
                let walked = self.walk_back(Key { kind, id }, |line, place, _| {
                    let event = event_of(line, place);
                    total += usize::from(event.is_some_and(|event| filter.accepts(&event)));
                    Ok(())
                });
                match walked.await {
                    Ok(damage) => is_whole &= damage.is_none(),
                    Err(error) if error.code() == Code::NotFound => {}
                    Err(error) => return Err(error),
                }
            }
            return match is_whole && total > 0 {
                true => Ok(total),
                false => self.scan_events(|event| filter.accepts(event)).await,
            };
        }
        if self.state.borrow().counts.is_none() {
            let mut counts = Tally::default();
            let known = self.state.borrow().known;
            self.scan_events(|event| {
                counts.add(event.actor.as_str(), event.entity_type, 1);
                true
            })
            .await?;
            let mut state = self.state.borrow_mut();
            if state.known == known {
                state.counts = Some(counts);
            }
        }
        let state = self.state.borrow();
        let wanted = state.counts.iter().flat_map(Tally::all).filter(|(actor, kind, _)| {
            filter.actor.as_deref().is_none_or(|own| own == *actor)
                && filter.entity_type.is_none_or(|own| own == *kind)
        });
        Ok(wanted.map(|(_, _, count)| count).sum())
    }

    async fn scan_events(&self, mut accepts: impl FnMut(&Event) -> bool) -> Result<usize> {
        let mut total = 0;
        let mut from = 1;
        let imports = self.state.borrow().imports.clone();
        loop {
            let page = self.read(from, PAGE).await?;
            for (seq, stored) in &page {
                total += events_of(*seq, stored, &imports).filter(&mut accepts).count();
            }
            match page.last() {
                Some((last, _)) if page.len() == PAGE as usize => from = last + 1,
                _ => return Ok(total),
            }
        }
    }
}

/// The events of an entry, newest first.
fn events_of(seq: Seq, stored: &Stored, imports: &Imports) -> impl Iterator<Item = Event> + use<> {
    let mut events = Vec::new();
    if let Stored::Entry(entry) = stored {
        for (line, found) in (0..).zip(journal::lines(entry)) {
            if let Found::Line(found) = found
                && !imports.hide(found.import)
            {
                events.extend(event_of(&found, Place { entry: seq, line }));
            }
        }
    }
    events.into_iter().rev()
}
