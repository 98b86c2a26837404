//! The rules, and nothing else: no clock, no randomness, no storage, no JavaScript.
//! Time and ids are handed in.

pub mod error;
