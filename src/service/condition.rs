//! What the storage beneath a workspace can do at present, and who is told when that changes.
//!
//! Whether it can be written is known from writing alone, and whether it can be read from reading:
//! each write and each read is a try, and so is each look at the health of a workspace.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use serde_json::value::RawValue;

use crate::domain::error::{Code, Error, Result};
use crate::domain::event::{EntityType, Event, EventType};
use crate::domain::id::Actor;
use crate::domain::schema::Json;
use crate::domain::time::Timestamp;

/// Something happened to the storage itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StorageNotice {
    /// Another tab is in the way; it is waited for.
    Waiting,
    /// Writing fails, with this code, and reading goes on; or reading does.
    Degraded(Code),
    /// What failed works again.
    Healed,
    /// Little room is left.
    LowSpace,
    /// The data went: deleted, or thrown away by the browser.
    Evicted,
}

impl StorageNotice {
    /// The same as an event of the workspace of that name. It is told and not kept, so it has no
    /// number: its `seq` is 0.
    #[must_use]
    pub fn event(self, workspace: &str, at: Timestamp) -> Event {
        let (event_type, code) = match self {
            Self::Waiting => (EventType::Waiting, Code::BlockedByOtherTab),
            Self::Degraded(code) => (EventType::Degraded, code),
            Self::Healed => (EventType::Healed, Code::Degraded),
            Self::LowSpace => (EventType::LowSpace, Code::Quota),
            Self::Evicted => (EventType::Evicted, Code::Evicted),
        };
        let code = ["{\"code\":\"", code.as_str(), "\"}"].concat();
        let code = RawValue::from_string(code).ok().map(Json);
        Event {
            seq: 0,
            created_at: at,
            entity_type: EntityType::Workspace,
            entity_id: workspace.to_owned(),
            event_type,
            actor: Actor::system(),
            reason: None,
            old_value: None,
            new_value: code.filter(|_| self != Self::Healed),
            extra: Default::default(),
        }
    }
}

/// Who is told of it.
pub type StorageListener = Rc<dyn Fn(StorageNotice)>;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum State {
    #[default]
    Sound,
    /// It cannot be written.
    Degraded(Code),
    /// It cannot be read.
    Unreadable(Code),
    Evicted,
}

/// What the storage can do.
#[derive(Default)]
pub(super) struct Condition {
    state: Cell<State>,
    listeners: RefCell<Vec<(u64, StorageListener)>>,
}

impl Condition {
    /// Whether something cannot be written or read.
    pub fn is_degraded(&self) -> bool {
        self.state.get() != State::Sound
    }

    /// Whether the data went.
    pub fn is_evicted(&self) -> bool {
        self.state.get() == State::Evicted
    }

    pub fn listen(&self, number: u64, listener: StorageListener) {
        self.listeners.borrow_mut().push((number, listener));
    }

    pub fn forget(&self, number: u64) {
        self.listeners.borrow_mut().retain(|(own, _)| *own != number);
    }

    pub fn forget_all(&self) {
        self.listeners.borrow_mut().clear();
    }

    /// Learns from what became of a write.
    pub fn written<T>(&self, answer: Result<T>) -> Result<T> {
        self.was_written(answer.as_ref().err().map(Error::code));
        answer
    }

    fn was_written(&self, failed: Option<Code>) {
        match failed {
            // What cannot be read is not healed by writing.
            None if matches!(self.state.get(), State::Unreadable(_)) => {}
            None => self.turn(State::Sound, StorageNotice::Healed),
            Some(Code::Evicted) => self.turn(State::Evicted, StorageNotice::Evicted),
            // The entry is at fault, not the disk.
            Some(Code::Corrupt | Code::Invalid) => {}
            Some(code) => self.turn(State::Degraded(code), StorageNotice::Degraded(code)),
        }
    }

    /// Learns from what became of a flush. It writes next to nothing: that this works says little
    /// of a disk that is full.
    pub fn flushed(&self, answer: Result<()>) -> Result<()> {
        match answer {
            Ok(()) if self.state.get() == State::Degraded(Code::Quota) => Ok(()),
            answer => self.written(answer),
        }
    }

    /// Learns from what became of a read: that it works says nothing of writing.
    pub fn read<T>(&self, answer: Result<T>) -> Result<T> {
        self.was_read(answer.as_ref().err().map(Error::code));
        answer
    }

    fn was_read(&self, failed: Option<Code>) {
        let state = self.state.get();
        match failed {
            None if !matches!(state, State::Unreadable(_)) => {}
            None => self.turn(State::Sound, StorageNotice::Healed),
            Some(Code::Evicted) => self.turn(State::Evicted, StorageNotice::Evicted),
            Some(_) if matches!(state, State::Degraded(_)) => {}
            Some(code) => self.turn(State::Unreadable(code), StorageNotice::Degraded(code)),
        }
    }

    /// What went is gone for good. What cannot be read is not told again when it cannot be written
    /// either, for the same reason.
    fn turn(&self, state: State, notice: StorageNotice) {
        let before = self.state.get();
        if before != state && !self.is_evicted() {
            self.state.set(state);
            let is_told = matches!((before, state),
                (State::Unreadable(one), State::Degraded(other)) if one == other);
            if !is_told {
                self.tell(notice);
            }
        }
    }

    /// Nothing is borrowed while a listener runs.
    pub fn tell(&self, notice: StorageNotice) {
        let listeners = self.listeners.borrow().clone();
        for (_, listener) in listeners {
            listener(notice);
        }
    }
}
