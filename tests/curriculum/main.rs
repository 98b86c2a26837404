//! Shared trees of tasks: the cases of `spec/tasks-and-progress.md` section 9 by their names, the
//! behaviours that its section 9.13 adds, and laws on generated trees.

#![cfg(not(target_family = "wasm"))]
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod audit;
mod changed_courses;
mod dependencies;
mod export;
mod import;
mod import_tells;
mod kit;
mod laws;
mod learning;
mod model;
mod placing;
mod real;
mod schedule;
mod tasks;
mod tries;
mod tries_kept;
mod world;
