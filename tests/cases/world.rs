//! Where a case takes place: one fresh log, as many tabs on it as are opened, one clock.

use std::cell::RefCell;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::rc::Rc;
use std::task::Poll;

use medallion::domain::id::Actor;
use medallion::service::{Caller, Environment, Medallions, Repeating, Workspace};
use medallion::store::{Durability, Entry, Store};

pub type Task<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// How a platform makes stores.
pub trait Stores {
    /// Another connection to the log of this name.
    fn connect<'a>(&'a self, name: &'a str) -> Task<'a, Rc<dyn Store>>;

    /// Milliseconds of a stopwatch, where bounds of time are to be held.
    fn stopwatch(&self) -> Option<f64>;
}

/// One log, and who works on it.
pub struct World {
    stores: Rc<dyn Stores>,
    name: String,
    environment: Rc<dyn Environment>,
    tasks: Rc<RefCell<Vec<Task<'static, ()>>>>,
}

impl World {
    pub fn new(stores: Rc<dyn Stores>, name: String) -> Self {
        let environment = Rc::new(Repeating::from("2026-01-31T12:00:00Z"));
        Self { stores, name, environment, tasks: Rc::default() }
    }

    /// A world of its own: another log, the same clock.
    pub fn another(&self, name: &str) -> Self {
        Self {
            stores: self.stores.clone(),
            name: format!("{}-{name}", self.name),
            environment: self.environment.clone(),
            tasks: self.tasks.clone(),
        }
    }

    /// A bare connection to the log.
    pub async fn store(&self) -> Rc<dyn Store> {
        self.stores.connect(&self.name).await
    }

    /// A new tab: a workspace on a connection of its own.
    pub async fn workspace(&self) -> Rc<Workspace> {
        self.workspace_on(self.store().await).await
    }

    pub async fn workspace_on(&self, store: Rc<dyn Store>) -> Rc<Workspace> {
        let tasks = self.tasks.clone();
        let spawn = Rc::new(move |task| tasks.borrow_mut().push(task));
        Workspace::open(store, Durability::Relaxed, spawn).await.unwrap()
    }

    /// The medallions of a new tab.
    pub async fn tab(&self) -> Medallions {
        self.medallions(&self.workspace().await)
    }

    pub fn medallions(&self, workspace: &Rc<Workspace>) -> Medallions {
        Medallions::new(workspace, self.caller())
    }

    pub fn caller(&self) -> Caller {
        Caller::new(self.environment.clone())
    }

    pub fn caller_named(&self, actor: &str, reason: &str) -> Caller {
        Caller { actor: Actor::new(actor).unwrap(), ..self.caller() }.because(Some(reason))
    }

    /// Every entry of the log as it is stored.
    pub async fn entries(&self) -> Vec<Entry> {
        let stored = self.store().await.read(1, u32::MAX).await.unwrap();
        let entry = |stored| match stored {
            medallion::store::Stored::Entry(entry) => entry,
            medallion::store::Stored::Damaged(what) => panic!("an entry {what}"),
        };
        stored.into_iter().map(|(_, stored)| entry(stored)).collect()
    }

    /// Milliseconds of a stopwatch, where bounds of time are to be held.
    pub fn stopwatch(&self) -> Option<f64> {
        self.stores.stopwatch()
    }

    /// How many tasks were spawned and not run.
    pub fn waiting(&self) -> usize {
        self.tasks.borrow().len()
    }

    /// Runs what was spawned until nothing is left to do.
    pub async fn settle(&self) {
        loop {
            let tasks = std::mem::take(&mut *self.tasks.borrow_mut());
            if tasks.is_empty() {
                return;
            }
            join(tasks).await;
        }
    }
}

/// Runs everything at once, each in its own time.
pub async fn join<T>(mut all: Vec<Task<'_, T>>) -> Vec<T> {
    let mut answers: Vec<Option<T>> = all.iter().map(|_| None).collect();
    poll_fn(|context| {
        for (task, answer) in all.iter_mut().zip(&mut answers) {
            if answer.is_none()
                && let Poll::Ready(ready) = task.as_mut().poll(context)
            {
                *answer = Some(ready);
            }
        }
        if answers.iter().all(Option::is_some) { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    answers.into_iter().flatten().collect()
}

/// Lets the others go first once.
pub async fn step_aside() {
    let mut stepped = false;
    poll_fn(|context| {
        if std::mem::replace(&mut stepped, true) {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}
