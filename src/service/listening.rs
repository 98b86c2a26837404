//! Who is told of changes, and of what happens to the storage.

use std::rc::Rc;

use super::condition::{StorageListener, StorageNotice};
use super::state::Change;
use super::workspace::{Listener, Workspace};

impl Workspace {
    /// Tells a listener of every change from now on, each once and in order. The answer ends it.
    pub fn subscribe(self: &Rc<Self>, listener: Listener) -> impl Fn() + use<> {
        let number = self.next_listener.replace(self.next_listener.get() + 1);
        self.listeners.borrow_mut().push((number, listener));
        let weak = Rc::downgrade(self);
        move || {
            if let Some(workspace) = weak.upgrade() {
                workspace.listeners.borrow_mut().retain(|(own, _)| *own != number);
            }
        }
    }

    /// Tells a listener of what happens to the storage itself. The answer ends it.
    pub fn watch_storage(self: &Rc<Self>, listener: StorageListener) -> impl Fn() + use<> {
        let number = self.next_listener.replace(self.next_listener.get() + 1);
        self.condition.listen(number, listener.clone());
        // It went before anybody could listen.
        if self.store.was_lost() {
            listener(StorageNotice::Evicted);
        }
        let weak = Rc::downgrade(self);
        move || {
            if let Some(workspace) = weak.upgrade() {
                workspace.condition.forget(number);
            }
        }
    }

    /// Whether anybody is told of changes.
    pub(super) fn is_heard(&self) -> bool {
        !self.listeners.borrow().is_empty()
    }

    pub(super) fn tell(&self, changes: Vec<Change>) {
        for change in changes {
            let listeners = self.listeners.borrow().clone();
            for (number, listener) in listeners {
                // Who was told before it may have ended it.
                let listens = self.listeners.borrow().iter().any(|(own, _)| *own == number);
                if listens {
                    listener(&change);
                }
            }
        }
    }
}
