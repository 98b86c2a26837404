//! The answer to a query by scope, now and again after each change of it.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::condition::StorageNotice;
use super::document::Document;
use super::journal::Place;
use super::medallions::Medallions;
use super::workspace::Workspace;
use crate::domain::error::Result;
use crate::domain::event::{EntityType, Event, EventType};
use crate::domain::medallion::{Scope, Status};

/// What was found: each medallion, and where its newest version stands. An id that was erased may
/// have been given again, with the same version.
type Answer = Vec<(Rc<str>, Option<Place>)>;

/// A query that is kept up to date.
struct Watch {
    medallions: Medallions,
    scope: Scope,
    limit: usize,
    statuses: Vec<Status>,
    told: RefCell<Answer>,
    running: Cell<bool>,
    /// Whether something happened since it was looked, or what was found could not be read.
    again: Cell<bool>,
    ended: Cell<bool>,
    tell: Box<dyn Fn(Vec<Document>)>,
}

impl Medallions {
    /// Calls `tell` with the current answer, and again whenever it changed, from any tab. What is
    /// returned ends it; after that `tell` is not called again.
    ///
    /// # Errors
    /// What the store says of the first answer.
    pub async fn watch_scope(
        &self,
        scope: Scope,
        limit: usize,
        statuses: Vec<Status>,
        tell: Box<dyn Fn(Vec<Document>)>,
    ) -> Result<impl Fn() + use<>> {
        let watch = Rc::new(Watch {
            medallions: self.clone(),
            scope,
            limit,
            statuses,
            told: RefCell::default(),
            running: Cell::new(true),
            again: Cell::new(false),
            ended: Cell::new(false),
            tell,
        });
        let workspace: &Rc<Workspace> = &self.workspace;
        // The subscription keeps the watch alive; stopping it, or closing the workspace, ends both.
        let watching = watch.clone();
        let on_change = workspace.subscribe(Rc::new(move |change| {
            if watching.can_matter(&change.event) {
                watching.run();
            }
        }));
        // What could not be read can be now.
        let watching = watch.clone();
        let on_storage = workspace.watch_storage(Rc::new(move |notice| {
            if notice == StorageNotice::Healed && watching.again.get() {
                watching.run();
            }
        }));
        let stop = move || {
            on_change();
            on_storage();
        };
        let answer = watch.answer();
        *watch.told.borrow_mut() = answer;
        let first = watch.documents().await.inspect_err(|_| stop())?;
        (watch.tell)(first);
        watch.running.set(false);
        if watch.again.take() {
            watch.run();
        }
        Ok(move || {
            watch.ended.set(true);
            stop();
        })
    }
}

impl Watch {
    /// Whether the answer can be another one after this. While it is looked, anything can matter.
    fn can_matter(&self, event: &Event) -> bool {
        let id = &*event.entity_id;
        match event.entity_type {
            _ if self.running.get() || self.again.get() => true,
            EntityType::Workspace => event.event_type == EventType::Imported,
            EntityType::Medallion => {
                let heads = &self.medallions.workspace.state.borrow().heads;
                let is_found = |slot| heads.index.finds(slot, &self.scope, &self.statuses);
                heads.slot_of(id).is_some_and(is_found)
                    || self.told.borrow().iter().any(|(own, _)| **own == *id)
            }
            _ => false,
        }
    }

    fn answer(&self) -> Answer {
        let ids = self.medallions.found(&self.scope, self.limit, &self.statuses);
        let heads = &self.medallions.workspace.state.borrow().heads;
        let with_place = |id: Rc<str>| {
            let place = heads.get(&id).map(|head| head.place);
            (id, place)
        };
        ids.into_iter().map(with_place).collect()
    }

    async fn documents(&self) -> Result<Vec<Document>> {
        self.medallions.latest_for_scope(&self.scope, self.limit, &self.statuses).await
    }

    /// Looks again, once more if something happens meanwhile.
    fn run(self: &Rc<Self>) {
        if self.running.replace(true) {
            self.again.set(true);
            return;
        }
        let watch = self.clone();
        (self.medallions.workspace.spawn)(Box::pin(async move {
            loop {
                watch.again.set(false);
                let answer = watch.answer();
                if answer != *watch.told.borrow() {
                    match watch.documents().await {
                        _ if watch.ended.get() => break,
                        Ok(documents) => {
                            *watch.told.borrow_mut() = answer;
                            (watch.tell)(documents);
                        }
                        // The next change, or that reading works again, is another try.
                        Err(_) => {
                            watch.again.set(true);
                            break;
                        }
                    }
                }
                if !watch.again.get() {
                    break;
                }
            }
            watch.running.set(false);
        }));
    }
}
