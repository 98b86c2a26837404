//! A durable memory for AI agents and learners, kept in IndexedDB.

#[cfg(target_family = "wasm")]
mod bindings;
