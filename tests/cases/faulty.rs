//! A store that fails when it is told to, around one that does not.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

use medallion::store::{Answer, Commit, Listener, Outcome, Room, Seq, Signal, Store, Stored};
use medallion::{Code, Error};

use super::passed_on::passed_on;
use super::world::step_aside;

/// What goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The call fails with this code, and nothing is done.
    Fails(Code),
    /// The call does what it should, and says that it failed with this code.
    Done(Code),
    /// The connection closes, and nothing is done from then on.
    Closes,
    /// The commit says that another was faster, though none was.
    HeadMoved,
}

/// Which calls can go wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Call {
    Commit,
    Read,
    Get,
    Flush,
    Turn,
    Room,
    Image,
}

/// Says what goes wrong with a call, if anything does.
pub type Plan = Rc<dyn Fn(Call) -> Option<Fault>>;

pub struct Faulty {
    inner: Rc<dyn Store>,
    plan: Plan,
    ear: RefCell<Option<Listener>>,
    /// Whether it was emptied before it was opened.
    pub lost: Cell<bool>,
}

impl Faulty {
    pub fn new(inner: Rc<dyn Store>, plan: impl Fn(Call) -> Option<Fault> + 'static) -> Self {
        Self { inner, plan: Rc::new(plan), ear: RefCell::default(), lost: Cell::default() }
    }

    /// Fails every call of this kind, while the switch is on.
    pub fn switched(inner: Rc<dyn Store>, call: Call, code: Code) -> (Rc<Self>, Rc<Cell<bool>>) {
        let switch = Rc::new(Cell::new(false));
        let own = switch.clone();
        let plan = move |made| (own.get() && made == call).then_some(Fault::Fails(code));
        (Rc::new(Self::new(inner, plan)), switch)
    }

    /// Tells what a store tells without being asked.
    pub fn signal(&self, signal: Signal) {
        let ear = self.ear.borrow().clone();
        ear.unwrap()(signal);
    }

    fn check(&self, call: Call) -> Result<bool, (Error, Fault)> {
        let fault = (self.plan)(call);
        let planned = |code| Error::new(code, "a fault that was planned");
        match fault {
            None => Ok(true),
            Some(Fault::HeadMoved) => Ok(false),
            Some(fault @ (Fault::Fails(code) | Fault::Done(code))) => Err((planned(code), fault)),
            Some(fault @ Fault::Closes) => {
                self.inner.close();
                Err((planned(Code::Closed), fault))
            }
        }
    }

    fn may(&self, call: Call) -> Result<(), Error> {
        self.check(call).map(drop).map_err(|(error, _)| error)
    }
}

impl Store for Faulty {
    passed_on! { persist close }

    fn commit(&self, commit: Commit) -> Answer<'_, Outcome> {
        Box::pin(async move {
            // A commit takes its time: others may come meanwhile.
            step_aside().await;
            match self.check(Call::Commit) {
                Ok(true) => self.inner.commit(commit).await,
                Ok(false) => Ok(Outcome::HeadMoved),
                Err((error, Fault::Done(_))) => {
                    self.inner.commit(commit).await?;
                    Err(error)
                }
                Err((error, _)) => Err(error),
            }
        })
    }

    fn read(&self, from: Seq, limit: u32) -> Answer<'_, Vec<(Seq, Stored)>> {
        Box::pin(async move {
            // So does a read.
            step_aside().await;
            self.may(Call::Read)?;
            self.inner.read(from, limit).await
        })
    }

    fn get(&self, keys: Vec<Seq>) -> Answer<'_, Vec<Option<Stored>>> {
        Box::pin(async move {
            self.may(Call::Get)?;
            self.inner.get(keys).await
        })
    }

    fn image(&self) -> Answer<'_, Vec<Stored>> {
        Box::pin(async move {
            self.may(Call::Image)?;
            self.inner.image().await
        })
    }

    fn flush(&self) -> Answer<'_, ()> {
        Box::pin(async move {
            self.may(Call::Flush)?;
            self.inner.flush().await
        })
    }

    fn room(&self) -> Answer<'_, Room> {
        Box::pin(async move {
            self.may(Call::Room)?;
            self.inner.room().await
        })
    }

    fn was_lost(&self) -> bool {
        self.lost.get()
    }

    fn listen(&self, listener: Listener) {
        self.ear.replace(Some(listener.clone()));
        self.inner.listen(listener);
    }

    fn turn<'a>(&'a self, name: &str) -> Answer<'a, Box<dyn Any>> {
        let name = name.to_owned();
        Box::pin(async move {
            self.may(Call::Turn)?;
            self.inner.turn(&name).await
        })
    }
}
