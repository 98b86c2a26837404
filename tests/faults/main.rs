//! What happens when the store fails, and when other hands have been at what is stored.

#![cfg(not(target_family = "wasm"))]
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

#[path = "../cases/mod.rs"]
mod cases;

mod commands;
mod damaged;
mod degraded;
mod erasing;
mod health;
mod holes;
mod imports;
mod imports_beside;
mod meanwhile;
mod room;
mod salvage;
mod slow;
mod strangers;
mod tampering;
mod template;
