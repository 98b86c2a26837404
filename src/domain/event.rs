//! The audit trail: one line for each change, written in the same commit as the change.

use crate::domain::id::Actor;
use crate::domain::schema::Json;
use crate::domain::time::Timestamp;
use crate::{choices, record};

choices! {
    /// What kind of record something is about.
    EntityType {
        /// A save point.
        Medallion = "medallion",
    }

    /// What happened.
    EventType {
        /// It came into being.
        Created = "created",
        /// Its content changed.
        Updated = "updated",
        /// Its status changed, and nothing else.
        StatusChanged = "status_changed",
        /// Another one took its place.
        Superseded = "superseded",
        /// It was deleted; its history stays.
        Deleted = "deleted",
        /// It was erased with its history; nothing of it stays but this line.
        Erased = "erased",
        /// It came, or was changed, with an imported file.
        Imported = "imported",
    }
}

record! {
    /// One line of the audit trail.
    pub struct Event as "MedallionEvent" {
        /// Rises from event to event; numbers may be left out.
        pub seq: u64,
        /// When it happened.
        pub created_at: Timestamp,
        /// What it happened to.
        pub entity_type: EntityType,
        /// Which one.
        pub entity_id: String,
        /// What happened.
        pub event_type: EventType,
        /// Who did it.
        pub actor: Actor,
        /// Why, if somebody said so.
        pub reason: Option<String>,
        /// What was there before: for a medallion its version and status.
        pub old_value: Option<Json>,
        /// What is there now: for a medallion its version, its status, and what a model retired or left out.
        pub new_value: Option<Json>,
    }
}
