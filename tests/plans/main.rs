//! Phase plans: reading, computing and editing them (spec/plans.md, design rules 14 to 16).
#![cfg(not(target_family = "wasm"))]
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]
#![allow(clippy::panic)]

mod aliases;
mod brackets;
mod broken;
mod comments;
mod editing;
mod editing_parts;
mod fixes;
mod generated;
mod graph;
mod kit;
mod markdown;
mod numbers;
mod phases;
mod real_files;
mod refusals;
mod saving;
mod seed;
mod spellings;
mod variants;
