//! The use cases: load what a rule needs, let the domain decide, commit once.
//!
//! This layer knows the store's port and the domain, and neither JavaScript nor a particular
//! store.

mod ahead;
mod blanking;
mod bodies;
mod body_cache;
mod cancel;
mod catching_up;
mod chain;
mod checkpoint;
mod condition;
mod decision;
mod document;
mod environment;
mod erase;
mod event_owners;
mod events;
mod grouping;
mod heads;
mod health;
mod history;
mod image;
mod imaging;
mod imports;
pub mod journal;
mod learners;
mod listening;
mod medallion_queries;
mod medallions;
mod model;
mod note;
pub mod operations;
mod packing;
mod plan_history;
mod reading;
mod records;
mod retention;
mod room;
mod state;
mod tally;
mod transfer;
mod turnstile;
mod watch;
mod workspace;
mod write_path;

pub use cancel::{Cancel, Wanted};
pub use checkpoint::{Checkpoint, CheckpointAction, Preview};
pub use condition::{StorageListener, StorageNotice};
pub use decision::Key;
pub use document::{Document, Listing, Page};
pub use environment::{Between, Caller, Environment, Repeating, id_of};
pub use events::EventFilter;
pub use health::{Health, InspectedLine, Inspection};
pub use history::Version;
pub use image::Imaging;
pub use medallions::Medallions;
pub use model::Model;
pub use plan_history::PlanVersion;
pub use retention::Retention;
pub use state::{Change, ProblemKind, StoredProblem};
pub use transfer::{FileFormat, ImportProblem, ImportReport, Manifest, OnConflict, Source, Taking};
pub use turnstile::{Turn, Turnstile};
pub use workspace::{Listener, Spawn, Workspace};
