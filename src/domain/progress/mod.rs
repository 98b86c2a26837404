//! What learners do: where each of them stands with each task, what they handed in, and how it
//! was judged.
//!
//! [`Progress`] is the model in memory. [`Learning`] is one learner before all trees: it answers
//! every question, and commands are pure functions from it to the changes that are to be stored.
//! Nothing here knows a store, a clock or the host.

mod closings;
mod context;
mod csv;
mod drafts;
mod help;
mod intake;
mod judging;
mod learners;
mod learning;
mod level;
mod locks;
mod machine;
mod marks;
mod mastery;
mod model;
mod notes;
mod outline;
mod overview;
mod own;
mod ready;
mod records;
mod review;
mod settling;
mod sight;
mod state;
mod steps;
mod submit;
mod summarize;
mod tree;
mod values;
mod views;
mod ways;
mod work;

pub use closings::closings;
pub use context::{ContextBodies, ContextNeeds};
pub use csv::export_csv;
pub use help::{answer_help, help_requests, request_help};
pub use judging::Judges;
pub use learners::{all_of_learner, check_own_update, create_learner, evidence_in, update_learner};
pub use learning::Learning;
pub(crate) use level::Shift;
pub(crate) use locks::Known;
pub use machine::transition;
pub use mastery::{MASTERY_M, MASTERY_N, is_firm, is_firm_by};
pub use model::{Progress, SummaryHead, Try, VerdictHead};
pub use notes::{TIME_SLACK, bookmark, record_time, save_draft, use_hint};
pub use own::{DEEDS, Own};
pub(crate) use ready::PRIORITIES;
pub use ready::{Ready, ReadyOptions};
pub use records::*;
pub use review::{Review, Reviewed, WaitingReview, review, reviews};
pub use sight::seen;
pub use steps::{close, hold, reopen, skip, start};
pub use submit::{Questions, SubmissionDraft, Submitted, questions, submit};
pub use summarize::summarize;
pub use values::*;
pub use views::*;
pub use work::Decided;
