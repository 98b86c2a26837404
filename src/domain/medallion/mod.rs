//! Medallions: what an agent understood, decided and left open about a scope.

mod answer;
mod command;
mod cut;
mod diff;
mod document;
mod draft;
mod evidence;
mod operation;
mod outline;
mod scope;
mod scope_index;
mod values;

pub use answer::{Answered, check_said, gone, read_new, read_update};
pub use command::{Times, check_successor, deleted_at, replace, set_status, supersede, update};
pub use diff::{Change, Diff, diff, partly};
pub use document::*;
pub use draft::{Answer, Draft, MetaDraft, Retirement, Stamp, scope_for_checkpoint};
pub use evidence::Evidence;
pub use operation::{
    AddItem, ChangeItem, ItemList, Operation, RetireItem, SetField, SettableField, apply, reasons,
};
pub use outline::Outline;
pub use scope::{MatchRule, ScopeKey};
pub use scope_index::{LabelCount, LabelQuery, Rank, ScopeIndex, ScopeLabels, Slot};
pub use values::{Confidence, HighLevel, Priority, SchemaVersion, Status, SubsystemStatus};
