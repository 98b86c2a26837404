//! Phase plans: markdown whose front matter is the truth.
//!
//! A text goes in and a [`PlanReport`] comes out ([`parse`]): every number in it is computed, and
//! what the text says otherwise is listed. A text and edits go in and a text comes out ([`edit`]):
//! only the lines that must change have changed. There is no file, no clock and no storage here.

mod beside;
mod course;
mod declared;
mod drift;
mod edit;
mod effort;
mod faults;
mod find;
mod front_matter;
mod markdown;
mod model;
mod network;
mod numbers;
mod operation;
mod problems;
mod readiness;
mod reading;
mod reading_batches;
mod reading_measures;
mod report;
mod shelf;
mod standing;
mod status;
mod task_problems;
mod ties;
mod values;
mod whole;

pub use course::to_course;
pub use edit::edit;
pub use effort::{Amount, Effort, effort_keys};
pub use find::{Wanted, same_prd};
pub use operation::*;
pub use report::*;
pub use shelf::{Shelf, StoredPlan};
pub use standing::{edits_from, statuses};
pub use status::{PlanStatus, spellings};
pub use values::*;

use crate::domain::schema::{Extra, JsonObject, Optional};
use crate::domain::yaml::Value;
use beside::Beside;
use model::{Plan, Task};
use network::Network;

/// What is known about a plan besides its text.
#[derive(Debug, Clone, Default)]
pub struct ParseOptions {
    /// The name of its file; phase and PRD are inferred from it where the text does not say.
    pub path: Option<String>,
    /// The texts of other documents of the same PRD, in which dependencies are looked up.
    pub siblings: Vec<Sibling>,
    /// How many tasks can be done at the same time; 0 is taken as 1.
    pub hands: Option<u64>,
    /// Whether tasks of a batch must not touch the same files.
    pub file_conflicts: bool,
}

/// Another document of the same PRD.
#[derive(Debug, Clone, Default)]
pub struct Sibling {
    /// The name of its file, if that is known.
    pub path: Option<String>,
    /// Its text.
    pub text: String,
}

impl From<String> for Sibling {
    fn from(text: String) -> Self {
        Self { path: None, text }
    }
}

/// Reads a plan and says all there is to say about it. Whatever cannot be read is a problem of the
/// report, with its place; the rest is read.
///
/// ```
/// use medallion::domain::plan::{ParseOptions, parse};
///
/// let text = "---\ntasks:\n- id: A\n  status: done\n- id: B\n  dependencies: [A]\n---\n";
/// let report = parse(text, &ParseOptions::default());
/// assert_eq!(report.computed.progress.get(), 50);
/// assert_eq!(report.ready, ["B"]);
/// ```
#[must_use]
pub fn parse(markdown: &str, options: &ParseOptions) -> PlanReport {
    let siblings = options.siblings.iter();
    let siblings: Vec<Plan<'_>> =
        siblings.map(|own| reading::read(&own.text, own.path.as_deref())).collect();
    let beside: Vec<Beside<'_>> = siblings.iter().map(Beside::of_plan).collect();
    report(markdown, options, &beside)
}

/// The report on a plan that stands beside others.
fn report(markdown: &str, options: &ParseOptions, beside: &[Beside<'_>]) -> PlanReport {
    let mut plan = reading::read(markdown, options.path.as_deref());
    let network = Network::new(&plan, beside);
    let (ready, blocked) = network.readiness(&plan);
    let hands = options.hands.map(|hands| usize::try_from(hands).unwrap_or(usize::MAX));
    let mut report = PlanReport {
        id: Optional(None),
        version: Optional(None),
        path: Optional(options.path.clone()),
        prd: plan.prd.clone(),
        phase: plan.phase.clone(),
        title: plan.title.clone(),
        declared: front_matter_of(&plan),
        computed: numbers::numbers(&plan),
        tasks: Vec::new(),
        batches: network.batches(&plan, hands, options.file_conflicts),
        schedule: network.schedules(&plan),
        ready,
        blocked,
        success_criteria: criteria(&plan),
        blockers: blockers(&plan),
        drift: Vec::new(),
        problems: Vec::new(),
        extra: Extra::default(),
    };
    let contradictions = drift::contradictions(&plan, &network, &report);
    report.drift = contradictions.iter().map(|wrong| wrong.drift.clone()).collect();
    report.problems = problems::problems(&plan, &network, contradictions, &report.computed, beside);
    let unresolved = network.unresolved;
    report.tasks = tasks(markdown, std::mem::take(&mut plan.tasks), unresolved);
    report
}

/// The front matter without what the report has lists for.
fn front_matter_of(plan: &Plan<'_>) -> JsonObject {
    const ELSEWHERE: [&str; 3] = ["tasks", "success_criteria", "blockers"];
    let mut entries = Vec::new();
    if let Some((document, map)) =
        plan.document.as_ref().and_then(|document| Some((document, document.map(document.root)?)))
    {
        for entry in &map.entries {
            if !ELSEWHERE.contains(&&*entry.name) {
                entries.push((entry.name.clone().into_owned(), Value::of(document, entry.value)));
            }
        }
    }
    JsonObject(Value::Map(entries).to_json())
}

fn tasks(text: &str, tasks: Vec<Task>, unresolved: Vec<Vec<String>>) -> Vec<PlanTask> {
    let has_boxes = tasks.iter().any(|task| task.is_box);
    let can_be = |status: &PlanStatus| markdown::mark_of(text, *status).is_some();
    let settable: Vec<PlanStatus> =
        PlanStatus::ALL.iter().copied().filter(|own| has_boxes && can_be(own)).collect();
    let report = |(task, unresolved): (Task, Vec<String>)| {
        let mut dependencies = task.dependencies.unwrap_or_default();
        dependencies.retain(|id| !unresolved.contains(id));
        // A line below a box says more than the box.
        let is_said_below = task.original_status.as_deref().and_then(PlanStatus::fold).is_some();
        PlanTask {
            id: task.id,
            label: task.label,
            status: task.status,
            original_status: task.original_status,
            assigned_to: task.assigned_to,
            dependencies,
            unresolved,
            points: task.effort.points,
            minutes: task.effort.minutes,
            priority: task.priority,
            phase: Optional(task.phase),
            settable: Optional(task.is_box.then(|| match is_said_below {
                true => Vec::new(),
                false => settable.clone(),
            })),
            others: JsonObject(task.others.to_json()),
            extra: Extra::default(),
        }
    };
    tasks.into_iter().zip(unresolved).map(report).collect()
}

fn criteria(plan: &Plan<'_>) -> Vec<PlanCriterion> {
    let report = |criterion: &model::Criterion| PlanCriterion {
        id: criterion.id.clone(),
        kind: criterion.kind,
        description: criterion.description.clone(),
        status: criterion.status,
        original_status: criterion.original_status.clone(),
        others: JsonObject(criterion.others.to_json()),
        extra: Extra::default(),
    };
    plan.criteria.iter().map(report).collect()
}

fn blockers(plan: &Plan<'_>) -> Vec<PlanBlocker> {
    let report = |blocker: &model::Blocker| PlanBlocker {
        id: blocker.id.clone(),
        title: blocker.title.clone(),
        active: blocker.active,
        severity: blocker.severity.clone(),
        blocking: blocker.blocking.clone(),
        others: JsonObject(blocker.others.to_json()),
        extra: Extra::default(),
    };
    plan.blockers.iter().map(report).collect()
}
