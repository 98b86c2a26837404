//! A plan as a project of tasks: its phase as an epic, what waits for what, what the phase is
//! measured by in words, and how far a learner is with it.

use super::report::{PlanReport, PlanTask};
use super::status::PlanStatus;
use crate::domain::change::Change;
use crate::domain::curriculum::{Curriculum, Stamp, TaskIndex};
use crate::domain::error::Result;
use crate::domain::event::EntityType;
use crate::domain::progress::{self, Learner, Learning, Progress};
use crate::domain::schema::{Tree, to_json};

/// The course that a plan is, as JSON text. Dropped tasks are left out, and dependencies on what is
/// not in the plan.
#[must_use]
pub fn to_course(report: &PlanReport) -> String {
    let title = report.title.as_deref().or(report.prd.as_deref()).unwrap_or("Plan");
    let phase = report.phase.as_deref().map(|phase| ["Phase ", phase].concat());
    let criteria = report.success_criteria.iter().map(|own| ["- ", &own.description].concat());
    let criteria: Vec<String> = criteria.collect();
    let kept: Vec<&PlanTask> =
        report.tasks.iter().filter(|task| task.status != PlanStatus::Cancelled).collect();
    let tasks = kept.iter().map(|task| node(task, &kept)).collect();
    let epic = object([
        ("title", text(phase.as_deref().unwrap_or(title))),
        ("task_type", text("epic")),
        ("acceptance_criteria", text(&criteria.join("\n"))),
        ("tasks", Tree::List(tasks)),
    ]);
    let project = object([("title", text(title)), ("epics", Tree::List(vec![epic]))]);
    project.text()
}

fn node(task: &PlanTask, kept: &[&PlanTask]) -> Tree {
    let label = if task.label.is_empty() { &task.id } else { &task.label };
    let is_kept = |id: &&String| kept.iter().any(|own| own.id == **id);
    let waits_for = task.dependencies.iter().filter(is_kept).map(|id| text(id)).collect();
    let mut members = vec![
        ("title", text(label)),
        ("task_type", text("task")),
        ("key", text(&task.id)),
        ("requires_submission", Tree::Leaf("false".into())),
        ("dependencies", Tree::List(waits_for)),
        ("notes", text(&task.assigned_to.join(", "))),
    ];
    if let Some(minutes) = task.minutes {
        members.push(("estimated_minutes", Tree::Leaf((minutes.0 / 1000).to_string().into())));
    }
    object(members)
}

/// What makes a learner stand in a project where the plan says that its tasks are.
///
/// # Errors
/// `NOT_FOUND`; what the rules of progress say of anything but what is locked.
pub fn statuses(
    curriculum: &Curriculum,
    project: TaskIndex,
    report: &PlanReport,
    learner: &Learner,
    stamp: Stamp<'_>,
) -> Result<Vec<Change>> {
    // Nobody has done anything in a project that is new: the learner alone is enough to decide on.
    let mut own = Progress::default();
    own.apply(EntityType::Learner, learner.id.as_str(), Some(&to_json(learner)))?;
    let mut changes: Vec<Change> = Vec::new();
    let tasks = curriculum.subtree(project);
    for id in report.batches.iter().flatten() {
        let Some(task) = report.tasks.iter().find(|task| task.id == *id) else { continue };
        let has_key = |index: &&TaskIndex| {
            curriculum
                .at(**index)
                .and_then(|own| own.key.as_ref())
                .is_some_and(|key| key.as_str() == id)
        };
        let Some(index) = tasks.iter().find(has_key) else { continue };
        let task_id = curriculum.at(*index).map_or("", |own| own.id.as_str());
        let is_done = task.status == PlanStatus::Completed;
        let is_begun = is_done
            || [PlanStatus::InProgress, PlanStatus::Review, PlanStatus::AtRisk]
                .contains(&task.status);
        if !is_begun {
            continue;
        }
        let steps: &[Step] = if is_done { &[progress::start, close] } else { &[progress::start] };
        for step in steps {
            let learning = Learning::of(curriculum, &own, learner.id.as_str(), stamp.now)?;
            // What the plan calls done before what it waits for stays as it is.
            let Ok(decided) = step(&learning, task_id, stamp) else { break };
            own.apply_all(&decided.changes)?;
            changes.extend(decided.changes);
        }
    }
    Ok(changes)
}

type Step = fn(&Learning<'_>, &str, Stamp<'_>) -> Result<progress::Decided>;

fn close(learning: &Learning<'_>, task: &str, stamp: Stamp<'_>) -> Result<progress::Decided> {
    progress::close(learning, task, Some("Completed in the plan"), stamp)
}

fn object<'a>(members: impl IntoIterator<Item = (&'a str, Tree)>) -> Tree {
    Tree::Object(members.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
}

fn text(text: &str) -> Tree {
    Tree::Leaf(to_json(text).into())
}
