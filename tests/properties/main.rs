//! Laws that hold for every document, every order of commands and every file, tried on generated
//! ones.

#![cfg(not(target_family = "wasm"))]
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

#[path = "../cases/mod.rs"]
mod cases;

mod anything;
mod connections;
mod diffs;
mod documents;
mod erase;
mod exchange;
mod file_lines;
mod generate;
mod groups;
mod images;
mod joining;
mod json;
mod late_rules;
mod learners;
mod listeners;
mod medallion_files;
mod pages;
mod policy;
mod resuming;
mod retention;
mod sight;
mod successors;
mod trail;
mod transfer;
mod watching;
