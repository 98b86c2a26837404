//! The history of a task or of a learner as a whole: the events of all that hangs on it, of what
//! was deleted meanwhile, too. Whose a record is, its own lines say; they are read from the oldest
//! on, since a line that deletes a record says nothing more.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use super::decision::Key;
use super::document::Page;
use super::events::EventFilter;
use super::journal::{self, Found, Line, Place};
use super::state::{State, event_of};
use super::workspace::{PAGE, Workspace};
use crate::domain::error::Result;
use crate::domain::event::{EntityType, Event};
use crate::store::Stored;

/// Learner and task of a record; nothing for what it does not have.
type Owner = (Box<str>, Box<str>);

impl Workspace {
    /// The events about a learner and about a task, newest first.
    pub(super) async fn events_about(
        &self,
        filter: &EventFilter,
        before: u64,
    ) -> Result<Page<Event>> {
        self.rules().await?;
        let imports = self.state.borrow().imports.clone();
        let mut owners: FxHashMap<(EntityType, Box<str>), Owner> = FxHashMap::default();
        let mut found: Vec<Event> = Vec::new();
        let mut from = 1;
        loop {
            let page = self.read(from, PAGE).await?;
            for (seq, stored) in &page {
                let Stored::Entry(entry) = stored else { continue };
                for (number, line) in (0..).zip(journal::lines(entry)) {
                    let Found::Line(line) = line else { continue };
                    let place = Place { entry: *seq, line: number };
                    let event = event_of(&line, place).filter(|_| !imports.hide(line.import));
                    let Some(event) = event else { continue };
                    let is_about = is_about(filter, &event, || {
                        let owner = owner(&line, &event, &self.state.borrow());
                        let key = (event.entity_type, Box::from(event.entity_id.as_str()));
                        let owner = owner.or_else(|| owners.get(&key).cloned());
                        let owner = owner.unwrap_or_default();
                        owners.insert(key, owner.clone());
                        owner
                    });
                    found.extend(Some(event).filter(|event| is_about && filter.accepts(event)));
                }
            }
            match page.last() {
                Some((last, _)) if page.len() == PAGE as usize => from = last + 1,
                _ => break,
            }
        }
        let total = found.len();
        let mut items: Vec<Event> =
            found.into_iter().rev().filter(|event| event.seq < before).collect();
        let more = items.len() > filter.limit;
        items.truncate(filter.limit);
        let next = items.last().filter(|_| more).map(|event| event.seq.to_string());
        Ok(Page { items, next, total })
    }
}

/// Whether an event is about the learner and the task that are asked for.
fn is_about(filter: &EventFilter, event: &Event, owner: impl FnOnce() -> Owner) -> bool {
    let id = event.entity_id.as_str();
    let both = |(one, other): (&str, &str)| (Box::from(one), Box::from(other));
    let mut waits_for = Box::default();
    let (learner, task) = match event.entity_type {
        EntityType::Learner => both((id, "")),
        EntityType::Task => both(("", id)),
        EntityType::Dependency => {
            let (task, other) = id.split_once('>').unwrap_or((id, ""));
            waits_for = Box::from(other);
            both(("", task))
        }
        EntityType::Progress => both(id.rsplit_once('>').unwrap_or((id, ""))),
        EntityType::Medallion | EntityType::Plan | EntityType::Content => return false,
        _ => owner(),
    };
    let is_one_of = |wanted: &Option<String>, own: &[Box<str>]| match wanted {
        None => true,
        Some(wanted) => own.iter().any(|own| !own.is_empty() && **own == **wanted),
    };
    is_one_of(&filter.learner_id, &[learner]) && is_one_of(&filter.task_id, &[task, waits_for])
}

/// Whose a line says that its record is. A body that stands elsewhere is not read for it: what it
/// leaves behind is known.
fn owner(line: &Line<'_>, event: &Event, state: &State) -> Option<Owner> {
    if let Some(body) = &line.body {
        let (mut learner, mut task): (Option<Cow<'_, str>>, Option<Cow<'_, str>>) = (None, None);
        let wanted = &mut [("learner_id", &mut learner as _), ("task_id", &mut task as _)];
        body.clone().pick(wanted).ok()?;
        return Some((learner.unwrap_or_default().into(), task.unwrap_or_default().into()));
    }
    let (kind, id) = (event.entity_type, event.entity_id.as_str());
    let (learner, task) = state.resident.rules().ok()?.owner(Key { kind, id })?;
    Some((learner.into(), task.into()))
}
