//! Functions of the caller's that are told of something: in a microtask, after the commit, with
//! nothing of ours borrowed, so that they may call back in.

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

/// A function that ends something; calling it again changes nothing.
pub fn stop_function(stop: impl Fn() + 'static) -> JsValue {
    Closure::<dyn Fn()>::new(stop).into_js_value()
}
