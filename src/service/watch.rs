//! The answer to a query by scope, now and again after each change of it.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::document::Document;
use super::medallions::Medallions;
use super::workspace::Workspace;
use crate::domain::error::Result;
use crate::domain::medallion::{Scope, Status};

/// A query that is kept up to date.
struct Watch {
    medallions: Medallions,
    scope: Scope,
    limit: usize,
    statuses: Vec<Status>,
    told: RefCell<Vec<(Box<str>, u64)>>,
    running: Cell<bool>,
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
        let stop = workspace.subscribe(Rc::new(move |_| watching.run()));
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
    fn answer(&self) -> Vec<(Box<str>, u64)> {
        let ids = self.medallions.found(&self.scope, self.limit, &self.statuses);
        let version = |id: Box<str>| self.medallions.version(&id).map(|version| (id, version));
        ids.into_iter().filter_map(version).collect()
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
                if answer != *watch.told.borrow()
                    && let Ok(documents) = watch.documents().await
                    && !watch.ended.get()
                {
                    *watch.told.borrow_mut() = answer;
                    (watch.tell)(documents);
                }
                if !watch.again.get() || watch.ended.get() {
                    break;
                }
            }
            watch.running.set(false);
        }));
    }
}
