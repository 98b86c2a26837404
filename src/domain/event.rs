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
        /// A node of a shared tree of tasks.
        Task = "task",
        /// That one task waits for another.
        Dependency = "dependency",
        /// What is learned with a task.
        Objective = "objective",
        /// What a submission is judged against.
        Criterion = "criterion",
        /// Learning material.
        Content = "content",
        /// A remark about a task, shared or one learner's own.
        Comment = "comment",
        /// A person or an agent with a status of their own for each task.
        Learner = "learner",
        /// The status of a task for one learner.
        Progress = "progress",
        /// What a learner handed in.
        Submission = "submission",
        /// How a submission was judged.
        Validation = "validation",
        /// What a learner did in a task, in words.
        Summary = "summary",
        /// A learner's request for help.
        HelpRequest = "help_request",
        /// The sequence of steps that one learner is given.
        Path = "path",
        /// One phase document.
        Plan = "plan",
        /// The workspace itself, of whose storage something is told. Never stored as a record.
        Workspace = "workspace",
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
        /// It stands elsewhere in its tree now.
        Moved = "moved",
        /// It was taken out of use; what hangs on it stays.
        Retired = "retired",
        /// A learner began.
        Started = "started",
        /// It is done.
        Closed = "closed",
        /// It is open again.
        Reopened = "reopened",
        /// It was set aside by hand.
        Held = "held",
        /// It was passed over, with a reason.
        Skipped = "skipped",
        /// Something waits for something now.
        DependencyAdded = "dependency_added",
        /// Something no longer waits for something.
        DependencyRemoved = "dependency_removed",
        /// Somebody remarked something.
        CommentAdded = "comment_added",
        /// A learner handed something in.
        SubmissionCreated = "submission_created",
        /// A submission was judged.
        ValidationCompleted = "validation_completed",
        /// A submission was judged by hand.
        Reviewed = "reviewed",
        /// A learner asked for help.
        HelpRequested = "help_requested",
        /// A request for help was answered.
        HelpAnswered = "help_answered",
        /// It was decided how much of the history is kept; `new_value` says it, and nothing for all.
        Bounded = "bounded",
        /// Old versions were taken out of the history; `old_value` says how many.
        Pruned = "pruned",
        /// Another tab is in the way of the storage; it is waited for.
        Waiting = "waiting",
        /// The storage cannot be written, and why is in `new_value`; reading goes on.
        Degraded = "degraded",
        /// The storage can be written again.
        Healed = "healed",
        /// Little room is left for the storage; `health()` says how much.
        LowSpace = "low_space",
        /// The data went: deleted, or thrown away by the browser.
        Evicted = "evicted",
    }
}

record! {
    /// One line of the audit trail.
    pub struct Event as "MedallionEvent" {
        /// Rises from event to event; numbers may be left out. It is 0 for what happens to the storage
        /// itself, which is told to `subscribe` and not kept.
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
