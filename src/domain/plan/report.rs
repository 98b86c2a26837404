//! What is told about a plan: the records of the report (design 6.4).

use super::effort::Amount;
use super::operation::PlanEdit;
use super::status::PlanStatus;
use super::values::{
    Keyed, Percent, PlanCriterionKind, PlanProblemKind, PlanReasonKind, PlanSeverity,
};
use crate::domain::schema::{Json, JsonObject, Optional};
use crate::record;

record! {
    /// What somebody has to do.
    pub struct PlanLoad as "PlanLoad" {
        /// How many tasks.
        pub tasks: u64,
        /// Their points, as far as they are estimated.
        pub points: Amount,
        /// Their minutes, as far as they are estimated.
        pub minutes: Amount,
    }
}

record! {
    /// What the tasks come to. Deferred and cancelled ones do not count in percentages.
    pub struct PlanNumbers as "PlanNumbers" {
        /// All tasks.
        pub total_tasks: u64,
        /// Completed ones.
        pub completed_tasks: u64,
        /// Ones in progress or in review.
        pub in_progress_tasks: u64,
        /// Blocked ones.
        pub blocked_tasks: u64,
        /// Ones at risk.
        pub at_risk_tasks: u64,
        /// floor(100 × completed ÷ (all − deferred − cancelled)).
        pub progress: Percent,
        /// The same by points; null where no task has any.
        pub progress_by_points: Option<Percent>,
        /// Where the phase is: blocked before at risk before in progress before pending; completed
        /// once all counted tasks are, and all success criteria are met or waived.
        pub status: PlanStatus,
        /// Who has how much.
        pub load: Keyed<PlanLoad>,
    }
}

record! {
    /// A task of a plan.
    pub struct PlanTask as "PlanTask" {
        /// As written; `#3` for the third if it has none.
        pub id: String,
        /// What it is, in short; empty if nothing is said.
        pub label: String,
        /// How far it is.
        pub status: PlanStatus,
        /// How the document says that; null if it does not.
        pub original_status: Option<String>,
        /// Who is to do it.
        pub assigned_to: Vec<String>,
        /// The tasks that it waits for, here and in other documents.
        pub dependencies: Vec<String>,
        /// What it waits for and is nowhere.
        pub unresolved: Vec<String>,
        /// Story points.
        pub points: Option<Amount>,
        /// Minutes of work.
        pub minutes: Option<Amount>,
        /// As written.
        pub priority: Option<String>,
        /// Its own phase, where the document says one for it.
        pub phase: Optional<String>,
        /// The only statuses that can be written, where not all can: a check box is open or done.
        pub settable: Optional<Vec<PlanStatus>>,
        /// All that is written besides.
        pub others as "extra": JsonObject,
    }
}

record! {
    /// When things can be done, in points or in minutes.
    pub struct PlanSchedule as "PlanSchedule" {
        /// One longest chain, the first in the order of the document.
        pub critical_path: Vec<String>,
        /// Every task without slack that counts.
        pub critical_tasks: Vec<String>,
        /// How long it takes if nothing waits without need.
        pub makespan: Amount,
        /// How long each task can wait without moving the end.
        pub slack: Keyed<Amount>,
        /// Tasks without an estimate in this unit; they count as nothing.
        pub unestimated: Vec<String>,
    }
}

record! {
    /// The schedules that the estimates allow.
    pub struct PlanSchedules as "PlanSchedules" {
        /// In story points.
        pub points: Optional<PlanSchedule>,
        /// In minutes.
        pub minutes: Optional<PlanSchedule>,
    }
}

record! {
    /// One thing that a task waits for.
    pub struct PlanReason as "PlanReason" {
        /// What kind of thing.
        pub kind: PlanReasonKind,
        /// Its id, or its words.
        pub id: String,
    }
}

record! {
    /// A task that cannot go on.
    pub struct BlockedPlanTask as "BlockedPlanTask" {
        /// The task.
        pub task_id: String,
        /// What it waits for: first what it says itself, then the tasks that it waits for, then what
        /// keeps those.
        pub because: Vec<PlanReason>,
        /// How many reasons more there are than are told; in a plan of hundreds of tasks at least
        /// so many.
        pub more: u64 = 0,
    }
}

record! {
    /// What must hold for a phase to be completed.
    pub struct PlanCriterion as "PlanCriterion" {
        /// As written; `#2` for the second criterion and `gate #2` for the second gate without one,
        /// `phase_1.#2` for the second of a group.
        pub id: String,
        /// Where it stands.
        pub kind: PlanCriterionKind,
        /// What must hold.
        pub description: String,
        /// Whether it does.
        pub status: PlanStatus,
        /// How the document says that; null if it does not.
        pub original_status: Option<String>,
        /// All that is written besides.
        pub others as "extra": JsonObject,
    }
}

record! {
    /// What stands in the way.
    pub struct PlanBlocker as "PlanBlocker" {
        /// As written; `#1` for the first if it has none.
        pub id: String,
        /// What it is.
        pub title: String,
        /// Whether it still does.
        pub active: bool,
        /// How bad it is, as written.
        pub severity: Option<String>,
        /// The tasks that it stops.
        pub blocking: Vec<String>,
        /// All that is written besides.
        pub others as "extra": JsonObject,
    }
}

record! {
    /// A declared value that the computation contradicts.
    pub struct PlanDrift as "PlanDrift" {
        /// The field.
        pub field: String,
        /// What the document says.
        pub declared: Json,
        /// What it comes to.
        pub computed: Json,
    }
}

record! {
    /// Something wrong with a plan, and how to mend it.
    pub struct PlanProblem as "PlanProblem" {
        /// What.
        pub kind: PlanProblemKind,
        /// How bad.
        pub severity: PlanSeverity,
        /// The line, from 1.
        pub line: u64,
        /// The column in characters, from 1.
        pub column: u64,
        /// The place, such as `tasks[2].status`; empty for the document itself.
        pub path: String,
        /// What is wrong.
        pub message: String,
        /// What to do about it; where there is no `fix`, why not.
        pub suggestion: String,
        /// Edits that mend it. Doing them twice changes nothing more.
        pub fix: Optional<Vec<PlanEdit>>,
    }
}

record! {
    /// All there is to say about a plan. Every number is computed from the text.
    pub struct PlanReport as "PlanReport" {
        /// Of a stored plan.
        pub id: Optional<String>,
        /// Of a stored plan: its version, which edits can name as `expectedVersion`.
        pub version: Optional<u64>,
        /// The name of its file.
        pub path: Optional<String>,
        /// The product requirement that it belongs to.
        pub prd: Option<String>,
        /// The phase: `3`, `3-4`, `all`.
        pub phase: Option<String>,
        /// What it is called.
        pub title: Option<String>,
        /// The front matter as it is written, without tasks, criteria and blockers.
        pub declared: JsonObject,
        /// What the tasks come to.
        pub computed: PlanNumbers,
        /// The tasks, in the order of the document.
        pub tasks: Vec<PlanTask>,
        /// What can be done at the same time, one batch after the other.
        pub batches: Vec<Vec<String>>,
        /// When things can be done.
        pub schedule: PlanSchedules,
        /// What can be begun now.
        pub ready: Vec<String>,
        /// What cannot go on.
        pub blocked: Vec<BlockedPlanTask>,
        /// What must hold.
        pub success_criteria: Vec<PlanCriterion>,
        /// What stands in the way.
        pub blockers: Vec<PlanBlocker>,
        /// Where the document contradicts itself.
        pub drift: Vec<PlanDrift>,
        /// What is wrong.
        pub problems: Vec<PlanProblem>,
    }
}

record! {
    /// The least there is to say about a plan, for lists.
    pub struct PlanSummary as "PlanSummary" {
        /// Of a stored plan.
        pub id: Optional<String>,
        /// Of a stored plan: its version.
        pub version: Optional<u64>,
        /// The name of its file.
        pub path: Optional<String>,
        /// The product requirement that it belongs to.
        pub prd: Option<String>,
        /// The phase.
        pub phase: Option<String>,
        /// What it is called.
        pub title: Option<String>,
        /// Where it is.
        pub status: PlanStatus,
        /// How much of it is done.
        pub progress: Percent,
        /// All tasks.
        pub total_tasks: u64,
        /// Completed ones.
        pub completed_tasks: u64,
        /// How many can be begun now.
        pub ready_tasks: u64,
        /// How many problems there are.
        pub problems: u64,
    }
}

record! {
    /// What of a plan did not go into the project that was made of it.
    pub struct SkippedPlanTask as "SkippedPlanTask" {
        /// The task, by its id in the plan.
        pub task_id: String,
        /// What, and why.
        pub message: String,
    }
}

record! {
    /// A task that a query over all plans has found.
    pub struct FoundPlanTask as "FoundPlanTask" {
        /// In which plan.
        pub plan_id: String,
        /// The name of its file.
        pub path: Optional<String>,
        /// The product requirement that it belongs to.
        pub prd: Option<String>,
        /// The phase.
        pub phase: Option<String>,
        /// The task.
        pub task: PlanTask,
        /// Whether it is on a critical path.
        pub critical: bool,
        /// Whether it can be begun now.
        pub ready: bool,
    }
}

impl PlanReport {
    /// The least there is to say about it.
    #[must_use]
    pub fn summary(&self) -> PlanSummary {
        PlanSummary {
            id: self.id.clone(),
            version: self.version.clone(),
            path: self.path.clone(),
            prd: self.prd.clone(),
            phase: self.phase.clone(),
            title: self.title.clone(),
            status: self.computed.status,
            progress: self.computed.progress,
            total_tasks: self.computed.total_tasks,
            completed_tasks: self.computed.completed_tasks,
            ready_tasks: count(self.ready.len()),
            problems: count(self.problems.len()),
            extra: crate::domain::schema::Extra::default(),
        }
    }
}

pub(super) fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}
