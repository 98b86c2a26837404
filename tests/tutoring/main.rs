//! Tasks, learners and progress through the operations that JavaScript calls: what is decided is
//! tested with the domain, here is tested that it is stored, seen by other tabs, allowed and found.

#![cfg(not(target_family = "wasm"))]
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod closings;
mod desk;
mod erasing;
mod history;
mod judging;
mod learning;
mod plans;
mod rows;
mod secrets;
mod trees;
