//! Functions of the caller's that are told of something: in a microtask, after the commit, with
//! nothing of ours borrowed, so that they may call back in.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::rc::{Rc, Weak};

use js_sys::Function;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::arguments::kind;
use crate::domain::error::{Error, Result};

#[wasm_bindgen(module = "/pkg-template/values.js")]
extern "C" {
    #[wasm_bindgen(js_name = atMostOnce)]
    fn at_most_once(end: &Function) -> Function;

    /// Makes an uncaught error of what a listener has thrown.
    fn uncaught(error: &JsValue);
}

/// A listener, until somebody ends it.
#[derive(Debug, Clone)]
pub struct Listener {
    function: Function,
    ended: Rc<Cell<bool>>,
}

impl Listener {
    /// A function that is told of something.
    pub fn new(function: Function) -> Self {
        Self { function, ended: Rc::default() }
    }

    /// Reads the argument `listener`.
    ///
    /// # Errors
    /// `INVALID` at `listener` if it is no function.
    pub fn read(value: JsValue) -> Result<Self> {
        let function = value.dyn_into::<Function>().map_err(|value| {
            Error::invalid("listener", format!("must be a function, is {}", kind(&value)))
        })?;
        Ok(Self::new(function))
    }

    /// Calls it soon, if it has not ended by then: it may be ended by who is told before it, or by
    /// itself. What it throws is an uncaught error of the page's, as with any listener.
    pub fn tell(&self, value: JsValue) {
        let own = self.clone();
        spawn_local(async move {
            if !own.ended.get()
                && let Err(error) = own.function.call1(&JsValue::UNDEFINED, &value)
            {
                uncaught(&error);
            }
        });
    }

    /// It is not called any more.
    pub fn end(&self) {
        self.ended.set(true);
    }
}

/// What ends with a handle, unless somebody ended it before.
#[derive(Default)]
pub struct Ends {
    own: RefCell<Vec<End>>,
    limited: RefCell<Vec<Weak<Ends>>>,
}

struct End {
    stop: Rc<dyn Fn()>,
    function: Function,
    /// What the function calls. Owned here: collected instead, it would call back.
    _called: Closure<dyn Fn()>,
}

impl fmt::Debug for Ends {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ends").field("count", &self.own.borrow().len()).finish()
    }
}

impl Ends {
    /// A function that ends something; calling it again changes nothing.
    pub fn stop_function(self: &Rc<Self>, stop: impl Fn() + 'static) -> JsValue {
        let stop: Rc<dyn Fn()> = Rc::new(stop);
        // It works as long as it is not called, even where nobody has the handle any more.
        let (ends, own) = (self.clone(), stop.clone());
        let called = Closure::<dyn Fn()>::new(move || {
            own();
            drop(ends.taken(&own));
        });
        let function = at_most_once(called.as_ref().unchecked_ref());
        let answer = function.clone().into();
        self.own.borrow_mut().push(End { stop, function, _called: called });
        answer
    }

    fn taken(&self, stop: &Rc<dyn Fn()>) -> Option<End> {
        let mut all = self.own.borrow_mut();
        let place = all.iter().position(|own| Rc::ptr_eq(&own.stop, stop))?;
        Some(all.swap_remove(place))
    }

    /// What ends with a limited handle, and with this one at the latest.
    pub fn limited(&self) -> Rc<Self> {
        let own = Rc::new(Self::default());
        let mut limited = self.limited.borrow_mut();
        limited.retain(|own| own.strong_count() > 0);
        limited.push(Rc::downgrade(&own));
        own
    }

    /// The handle was closed.
    pub fn end(&self) {
        for end in self.own.take() {
            drop(end.function.call0(&JsValue::UNDEFINED));
        }
        for limited in self.limited.take() {
            if let Some(own) = limited.upgrade() {
                own.end();
            }
        }
    }
}
