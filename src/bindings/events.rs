//! `ws.events`.

use js_sys::Promise;
use wasm_bindgen::prelude::*;

use super::arguments::Options;
use super::handle::Handle;
use super::methods;
use super::options::EVENT_LIST;
use crate::service::EventFilter;

/// The audit trail of a workspace.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Events(Handle);

impl Events {
    pub(super) fn new(handle: Handle) -> Self {
        Self(handle)
    }
}

#[wasm_bindgen]
impl Events {
    /// Events, newest first, page by page.
    #[wasm_bindgen(unchecked_return_type = "Promise<Page<MedallionEvent>>")]
    pub fn list(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "EventListOptions")] options: JsValue,
    ) -> Promise {
        let read = Options::read(&options, &EVENT_LIST).and_then(|options| {
            let usual = EventFilter::default();
            let filter = EventFilter {
                entity_type: options.entity_type(),
                entity_id: options.text("entityId"),
                actor: options.text("actor"),
                learner_id: options.text("learnerId"),
                task_id: options.text("taskId"),
                limit: options.limit(usual.limit),
                before: options.text("before"),
            };
            Ok((self.0.workspace()?.clone(), filter))
        });
        self.0.answer(methods::EVENTS_LIST, None, read, async |(workspace, filter)| {
            let page = workspace.events(&filter).await?;
            let items = crate::domain::schema::to_json(&page.items);
            super::page(items, page.next, page.total)
        })
    }
}
