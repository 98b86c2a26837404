//! A durable memory for AI agents and learners, kept in IndexedDB.
//!
//! Arrows point down only:
//!
//! | layer | what it is |
//! |---|---|
//! | `bindings` | the JavaScript face; on wasm only |
//! | [`service`] | use cases: load, let the domain decide, commit once |
//! | [`llm`] | the protocol of models, and a stub that needs none |
//! | [`store`] | the port that a store must fill, and its adapters |
//! | [`domain`] | the rules, and nothing else |
//!
//! `memory` stands beside them: whoever takes in much may ask it for room.

// What clippy.toml lists would make the wasm grow.
#![cfg_attr(not(test), deny(clippy::disallowed_methods))]

pub mod domain;
pub mod llm;
pub mod service;
pub mod store;

mod bindings;
mod memory;

#[doc(hidden)]
pub use bindings::typescript;
#[doc(inline)]
pub use domain::error::{Code, Error, Problem, Result};
#[doc(inline)]
pub use domain::medallion::{Evidence, Medallion, Scope};
