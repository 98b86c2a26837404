//! What becomes of a model's answer (design rule 5), and of several answers at once (rule 3).

#![cfg(not(target_family = "wasm"))]
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

#[path = "../cases/mod.rs"]
mod cases;

mod approval;
mod cancelled;
mod dropped;
mod shape;
mod together;
