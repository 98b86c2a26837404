//! What shows that something was understood: rules as data, and how they are judged (design 6.2,
//! rule 17).
//!
//! A criterion has a name and a rule. Rules are checked when an author hands them in ([`Rule`]),
//! and judged by pure functions ([`judge`]). What needs the platform, such as regular
//! expressions, comes through [`Patterns`]; what needs the host, such as running a program, is
//! asked for ([`Rule::questions`]) and its answers are handed in. Nothing here knows tasks,
//! learners or stored records.

mod checks;
mod compare;
mod judge;
mod keys;
mod number;
mod quiz;
mod rule;
mod shapes;
mod shown;
mod shuffle;
#[cfg(test)]
mod tests;
mod verdict;

pub use compare::{NoPatterns, Patterns, folded, tidy};
pub(crate) use judge::hundredths;
pub use judge::{judge, missing_history};
pub use number::{Amount, Number, Share};
pub use rule::{HostQuestion, Kind, Rule, SHAPES, can_show};
pub use shapes::*;
pub use shown::shown_to_learners;
pub use verdict::{Asked, Attempt, Detail, HostAnswer, HostVerdict, Judgement, Outcome, Verdict};
