//! A durable memory for AI agents and learners, kept in IndexedDB.

pub mod domain;
pub mod store;

#[cfg(target_family = "wasm")]
mod bindings;

#[doc(inline)]
pub use domain::error::{Code, Error, Problem, Result};
#[doc(inline)]
pub use domain::medallion::{Evidence, Medallion, Scope};
