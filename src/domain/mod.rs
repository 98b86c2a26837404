//! The rules, and nothing else: no clock, no randomness, no storage, no JavaScript.
//! Time and ids are handed in.

pub(crate) mod ascii;
pub mod change;
pub mod criteria;
pub mod curriculum;
pub mod error;
pub mod event;
pub mod graph;
pub mod id;
pub mod medallion;
pub mod path;
pub mod plan;
pub mod progress;
pub mod resume;
pub mod role;
pub mod schema;
mod sentence;
pub mod sorted;
pub mod time;
pub mod yaml;
