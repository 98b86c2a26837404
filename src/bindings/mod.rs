//! The JavaScript face: classes, TypeScript types, errors. It decides nothing.
//!
//! Only here, and in the IndexedDB adapter, is a JavaScript value known. The tables of options and
//! the TypeScript declarations know none and are compiled natively too, so that tests can read
//! them.

mod options;
mod typescript;

#[doc(hidden)]
pub use typescript::typescript;

#[cfg(target_family = "wasm")]
mod arguments;
#[cfg(target_family = "wasm")]
mod calls;
#[cfg(target_family = "wasm")]
mod closing;
#[cfg(target_family = "wasm")]
mod documents;
#[cfg(target_family = "wasm")]
mod environment;
#[cfg(target_family = "wasm")]
mod errors;
#[cfg(target_family = "wasm")]
mod events;
#[cfg(target_family = "wasm")]
mod file;
#[cfg(target_family = "wasm")]
mod handle;
#[cfg(target_family = "wasm")]
mod json;
#[cfg(target_family = "wasm")]
mod learners;
#[cfg(target_family = "wasm")]
mod limit;
#[cfg(target_family = "wasm")]
mod listeners;
#[cfg(target_family = "wasm")]
mod logger;
#[cfg(target_family = "wasm")]
mod medallion_queries;
#[cfg(target_family = "wasm")]
mod medallions;
#[cfg(target_family = "wasm")]
mod methods;
#[cfg(target_family = "wasm")]
mod model;
#[cfg(target_family = "wasm")]
mod operations;
#[cfg(target_family = "wasm")]
mod plan_text;
#[cfg(target_family = "wasm")]
mod plans;
#[cfg(target_family = "wasm")]
mod progress;
#[cfg(target_family = "wasm")]
mod promise;
#[cfg(target_family = "wasm")]
mod registry;
#[cfg(target_family = "wasm")]
mod resume;
#[cfg(target_family = "wasm")]
mod tasks;
#[cfg(target_family = "wasm")]
mod upkeep;
#[cfg(target_family = "wasm")]
mod validator;
#[cfg(target_family = "wasm")]
mod workspace;

/// The declarations of records and options, for every generated `.d.ts`.
#[cfg(target_family = "wasm")]
#[wasm_bindgen::prelude::wasm_bindgen(typescript_custom_section)]
const RECORDS: &str = include_str!("records.d.ts");

/// A page of a list whose items are JSON text already.
#[cfg(target_family = "wasm")]
fn page(items: String, next: Option<String>, total: usize) -> crate::Result<wasm_bindgen::JsValue> {
    json::parse(&crate::domain::schema::page(items, next, total))
}
