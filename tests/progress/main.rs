//! What learners do: the instance cases of `spec/tasks-and-progress.md` section 9 by their names
//! (with our rule where we differ), the scenarios of `spec/steps.md`, and laws on generated trees.

#![cfg(not(target_family = "wasm"))]
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod achievement;
mod adversary;
mod authored_checks;
mod completion;
mod containers;
mod courses;
mod fitting;
mod helping;
mod hints;
mod learners;
mod naive;
mod next;
mod paths;
mod policies;
mod properties;
mod readiness;
mod reading;
mod remedial;
mod scenarios;
mod status;
mod submissions;
mod tries;
mod versions;
mod ways;
mod world;
