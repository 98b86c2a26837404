//! Functions of the caller's that are told of something: in a microtask, after the commit, with
//! nothing of ours borrowed, so that they may call back in.

use std::cell::RefCell;
use std::fmt;
use std::rc::Rc;

use js_sys::Function;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = reportError, catch)]
    fn report_error(error: &JsValue) -> Result<(), JsValue>;
}

/// Calls a listener soon. What it throws is an uncaught error of the page's, as with any listener.
pub fn tell(listener: &Function, value: JsValue) {
    let listener = listener.clone();
    spawn_local(async move {
        if let Err(error) = listener.call1(&JsValue::UNDEFINED, &value) {
            // Node 20 has no `reportError`; there is nobody to tell then.
            drop(report_error(&error));
        }
    });
}

/// What ends with a handle, unless somebody ended it before.
#[derive(Default)]
pub struct Ends(RefCell<Vec<Rc<dyn Fn()>>>);

impl fmt::Debug for Ends {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ends").field("count", &self.0.borrow().len()).finish()
    }
}

impl Ends {
    /// A function that ends something; calling it again changes nothing.
    pub fn stop_function(self: &Rc<Self>, stop: impl Fn() + 'static) -> JsValue {
        let (ends, stop): (Rc<Self>, Rc<dyn Fn()>) = (self.clone(), Rc::new(stop));
        self.0.borrow_mut().push(stop.clone());
        let stop = move || {
            ends.0.borrow_mut().retain(|own| !Rc::ptr_eq(own, &stop));
            stop();
        };
        Closure::<dyn Fn()>::new(stop).into_js_value()
    }

    /// The handle was closed.
    pub fn end(&self) {
        self.0.take().iter().for_each(|stop| stop());
    }
}
