//! Where a learner stands in a project that was made of a plan, from the plan and back.

use rustc_hash::{FxHashMap, FxHashSet};

use super::course::left;
use super::operation::{PlanEdit, SetTaskStatus, SetTaskStatusTag};
use super::report::{PlanReport, PlanTask, SkippedPlanTask};
use super::status::PlanStatus;
use crate::domain::change::Change;
use crate::domain::curriculum::{Curriculum, Stamp, TaskIndex};
use crate::domain::error::Result;
use crate::domain::event::EntityType;
use crate::domain::progress::{self, Learner, Learning, Progress, Status};
use crate::domain::schema::{Extra, Optional, to_json};

/// What makes a learner stand in a project where the plan says that its tasks are, and the tasks
/// for which that cannot be.
///
/// # Errors
/// `NOT_FOUND`; what the rules of progress say of anything but what is locked.
pub fn statuses(
    curriculum: &Curriculum,
    project: TaskIndex,
    report: &PlanReport,
    learner: &Learner,
    stamp: Stamp<'_>,
) -> Result<(Vec<Change>, Vec<SkippedPlanTask>)> {
    // Nobody has done anything in a project that is new: the learner alone is enough to decide on.
    let mut own = Progress::default();
    own.apply(EntityType::Learner, learner.id.as_str(), Some(&to_json(learner)))?;
    let (mut changes, mut skipped) = (Vec::new(), Vec::new());
    let places = by_key(curriculum, project);
    // What is waited for comes first; what goes round in a circle comes last.
    let mut order: Vec<&PlanTask> = Vec::with_capacity(report.tasks.len());
    let tasks: FxHashMap<&str, &PlanTask> =
        report.tasks.iter().map(|task| (task.id.as_str(), task)).collect();
    let batched = report.batches.iter().flatten();
    order.extend(batched.filter_map(|id| tasks.get(id.as_str())));
    let placed: FxHashSet<&str> = order.iter().map(|task| task.id.as_str()).collect();
    order.extend(report.tasks.iter().filter(|task| !placed.contains(task.id.as_str())));
    for task in order {
        let Some(index) = places.get(task.id.as_str()) else { continue };
        let task_id = curriculum.at(*index).map_or("", |own| own.id.as_str());
        let hold = held_because(report, task);
        let is_done = task.status == PlanStatus::Completed;
        let is_begun = is_done
            || [PlanStatus::InProgress, PlanStatus::Review, PlanStatus::AtRisk]
                .contains(&task.status);
        for (wanted, step) in [
            (is_begun, start as Step),
            (is_done, close),
            (!is_done && hold.is_some(), progress::hold),
        ] {
            if !wanted {
                continue;
            }
            let learning = Learning::of(curriculum, &own, learner.id.as_str(), stamp.now)?;
            match step(&learning, task_id, hold.as_deref(), stamp) {
                Ok(decided) => {
                    own.apply_all(&decided.changes)?;
                    changes.extend(decided.changes);
                }
                // What the plan has begun before what it waits for stays open.
                Err(error) => {
                    let is = task.status.as_str();
                    let message = ["it is ", is, " in the plan: ", error.message()].concat();
                    skipped.push(left(task, &message));
                    break;
                }
            }
        }
    }
    Ok((changes, skipped))
}

type Step = fn(&Learning<'_>, &str, Option<&str>, Stamp<'_>) -> Result<progress::Decided>;

fn start(
    learning: &Learning<'_>,
    task: &str,
    _: Option<&str>,
    stamp: Stamp<'_>,
) -> Result<progress::Decided> {
    progress::start(learning, task, stamp)
}

fn close(
    learning: &Learning<'_>,
    task: &str,
    _: Option<&str>,
    stamp: Stamp<'_>,
) -> Result<progress::Decided> {
    progress::close(learning, task, Some("Completed in the plan"), stamp)
}

/// Why nobody can go on with a task, whatever it waits for: its own status, or what stands in its
/// way.
fn held_because(report: &PlanReport, task: &PlanTask) -> Option<String> {
    if task.status.is_over() {
        return None;
    }
    let own = report.blockers.iter().filter(|own| own.active && own.blocking.contains(&task.id));
    let titles = own.map(|own| if own.title.is_empty() { own.id.as_str() } else { &own.title });
    let titles: Vec<&str> = titles.collect();
    match titles.is_empty() {
        false => Some(titles.join("; ")),
        true => (task.status == PlanStatus::Blocked).then(|| "Blocked in the plan".to_owned()),
    }
}

/// The edits that bring a plan to where a learner stands in a project that was made of it. Where
/// the learner has no record nothing is said, and what a plan says more closely than a project can
/// (in review, at risk) stays.
#[must_use]
pub fn edits_from(
    report: &PlanReport,
    learning: &Learning<'_>,
    project: TaskIndex,
) -> Vec<PlanEdit> {
    use PlanStatus as Plan;
    let places = by_key(learning.curriculum, project);
    let mut edits = Vec::new();
    for task in &report.tasks {
        let Some(&index) = places.get(task.id.as_str()) else { continue };
        let mark = learning.mark(index);
        let is_begun = [Plan::InProgress, Plan::Review, Plan::AtRisk].contains(&task.status);
        let (fits, word) = match mark.status() {
            Status::Closed if mark.is_skipped() => (!task.status.counts(), Plan::Deferred),
            Status::Closed => (task.status == Plan::Completed, Plan::Completed),
            Status::InProgress => (is_begun, Plan::InProgress),
            Status::Blocked => (held_because(report, task).is_some(), Plan::Blocked),
            // An open record is that of something that was opened again.
            Status::Open => (
                learning.record(index).is_none()
                    || !(is_begun || matches!(task.status, Plan::Completed | Plan::Blocked)),
                Plan::Pending,
            ),
        };
        if !fits {
            edits.push(PlanEdit::SetTaskStatus(SetTaskStatus {
                op: SetTaskStatusTag::Op,
                task_id: task.id.clone(),
                status: word.as_str().to_owned(),
                note: Optional(None),
                extra: Extra::default(),
            }));
        }
    }
    edits
}

/// The tasks of a project by their keys.
fn by_key(curriculum: &Curriculum, project: TaskIndex) -> FxHashMap<&str, TaskIndex> {
    let tasks = curriculum.subtree(project).into_iter();
    let keyed = tasks.filter_map(|index| {
        let key = curriculum.at(index)?.key.as_ref()?;
        Some((key.as_str(), index))
    });
    keyed.collect()
}
