//! What a browser does to a page as a whole: freezes it, keeps it in the page cache, goes on.
//!
//! An open connection or channel keeps a page out of that cache, and a frozen tab would hold up who
//! deletes the database. Workers have no such life: there nothing is heard.

use gloo::events::EventListener;
use wasm_bindgen::prelude::*;
use web_sys::EventTarget;

#[wasm_bindgen]
extern "C" {
    type Page;
    #[wasm_bindgen(method, getter)]
    fn document(this: &Page) -> Option<EventTarget>;

    /// `PageTransitionEvent`.
    type Transition;
    #[wasm_bindgen(method, getter)]
    fn persisted(this: &Transition) -> bool;
}

/// What happens to the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Turn {
    /// It stops, and may go on later.
    Rests,
    /// It goes on.
    Resumes,
}

/// Tells of each turn for as long as the listeners live.
pub(super) fn watch(tell: impl Fn(Turn) + Clone + 'static) -> Vec<EventListener> {
    let global: JsValue = js_sys::global().into();
    let Some(document) = global.unchecked_ref::<Page>().document() else { return Vec::new() };
    let page: &EventTarget = global.unchecked_ref();
    let on = |target: &EventTarget, event: &'static str, turn| {
        let tell = tell.clone();
        EventListener::new(target, event, move |event| {
            // A page that is left for good needs nothing; one that is loaded has rested never.
            let is_transition = matches!(event.type_().as_str(), "pagehide" | "pageshow");
            if !is_transition || event.unchecked_ref::<Transition>().persisted() {
                tell(turn);
            }
        })
    };
    vec![
        on(page, "pagehide", Turn::Rests),
        on(page, "pageshow", Turn::Resumes),
        on(&document, "freeze", Turn::Rests),
        on(&document, "resume", Turn::Resumes),
    ]
}
