//! The JavaScript face: classes, TypeScript types, errors. It decides nothing.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/pkg-template/errors.js")]
extern "C" {
    #[wasm_bindgen(js_name = makeError)]
    fn make_error(
        code: &str,
        message: &str,
        path: JsValue,
        details: JsValue,
        cause: JsValue,
    ) -> JsValue;
}

/// One named database of save points.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Workspace {
    name: String,
}

#[wasm_bindgen]
impl Workspace {
    /// Opens a workspace; the default name is `medallion`.
    #[wasm_bindgen(unchecked_return_type = "Promise<Workspace>")]
    pub fn open(name: Option<String>) -> js_sys::Promise {
        let name = name.unwrap_or_else(|| "medallion".into());
        if name.is_empty() {
            return js_sys::Promise::reject(&make_error(
                "INVALID",
                "a workspace needs a name",
                "name".into(),
                JsValue::UNDEFINED,
                JsValue::UNDEFINED,
            ));
        }
        js_sys::Promise::resolve(&JsValue::from(Workspace { name }))
    }

    /// The name it was opened with.
    #[wasm_bindgen(getter)]
    pub fn name(&self) -> String {
        self.name.clone()
    }
}
