//! Telling the other connections of a commit, in whatever tab or worker they live. A signal saves
//! waiting and nothing else: who misses one catches up at the next commit.

use std::cell::RefCell;
use std::rc::Rc;

use gloo::events::EventListener;
use js_sys::Object;
use wasm_bindgen::prelude::*;
use web_sys::{BroadcastChannel, MessageEvent};

use crate::store::{Listener, Seq, Signal};

#[wasm_bindgen]
extern "C" {
    /// The message: `{head}`.
    type Notice;
    #[wasm_bindgen(method, getter)]
    fn head(this: &Notice) -> JsValue;
    #[wasm_bindgen(method, setter)]
    fn set_head(this: &Notice, head: f64);
}

/// Who listens, if anybody does.
#[derive(Clone, Default)]
pub(super) struct Ear(Rc<RefCell<Option<Listener>>>);

impl Ear {
    pub(super) fn replace(&self, listener: Option<Listener>) {
        let before = self.0.replace(listener);
        drop(before);
    }

    /// Nothing is borrowed while the listener runs: it may call back in, or replace itself.
    pub(super) fn tell(&self, signal: Signal) {
        let listener = self.0.borrow().clone();
        if let Some(listener) = listener {
            listener(signal);
        }
    }
}

/// The channel of one database. A connection does not hear itself.
pub(super) struct Channel {
    inner: BroadcastChannel,
    _listener: EventListener,
}

impl Drop for Channel {
    fn drop(&mut self) {
        self.inner.close();
    }
}

impl Channel {
    /// Opens the channel; `None` where the platform has none.
    pub(super) fn open(name: &str, ear: Ear) -> Option<Self> {
        let inner = BroadcastChannel::new(name).ok()?;
        let listener = EventListener::new(&inner, "message", move |event| {
            if let Some(head) = event.dyn_ref::<MessageEvent>().and_then(heard) {
                ear.tell(Signal::Advanced(head));
            }
        });
        Some(Self { inner, _listener: listener })
    }

    pub(super) fn tell(&self, head: Seq) {
        let notice: Notice = Object::new().unchecked_into();
        notice.set_head(head as f64);
        drop(self.inner.post_message(&notice));
    }
}

/// The head in a message, if it is one of ours: any script of the origin can post here.
fn heard(event: &MessageEvent) -> Option<Seq> {
    let data = event.data();
    if !data.is_object() {
        return None;
    }
    let head = data.unchecked_ref::<Notice>().head().as_f64()?;
    let whole = head as Seq;
    (whole as f64 == head).then_some(whole)
}
