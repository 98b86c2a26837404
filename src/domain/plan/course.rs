//! A plan as a project of tasks and back: an epic for each of its phases, what waits for what, what
//! the phase is measured by, and how far a learner is with it.

use rustc_hash::{FxHashMap, FxHashSet};

use super::operation::{PlanEdit, SetTaskStatus, SetTaskStatusTag};
use super::report::{PlanCriterion, PlanReport, PlanTask, SkippedPlanTask};
use super::status::PlanStatus;
use super::values::PlanCriterionKind;
use crate::domain::change::Change;
use crate::domain::curriculum::{Curriculum, Stamp, TaskIndex};
use crate::domain::error::Result;
use crate::domain::event::EntityType;
use crate::domain::progress::{self, Learner, Learning, Progress, Status};
use crate::domain::schema::{Extra, Optional, Tree, to_json};

/// The course that a plan is, as JSON text, and what of the plan is not in it. Dropped tasks are
/// left out, and dependencies on what is not in the plan.
#[must_use]
pub fn to_course(report: &PlanReport) -> (String, Vec<SkippedPlanTask>) {
    let title = report.title.as_deref().or(report.prd.as_deref()).unwrap_or("Plan");
    let mut skipped = Vec::new();
    // Phases in the order of their first tasks; a plan without tasks has its own.
    let mut phases: Vec<(Option<&str>, Vec<Tree>)> = Vec::new();
    let ids: FxHashMap<&str, PlanStatus> =
        report.tasks.iter().map(|task| (task.id.as_str(), task.status)).collect();
    for task in &report.tasks {
        if task.status == PlanStatus::Cancelled {
            skipped.push(left(task, "it is cancelled, and not in the project"));
            continue;
        }
        let (mut waits_for, mut elsewhere) = (Vec::new(), Vec::new());
        for id in task.dependencies.iter().chain(&task.unresolved) {
            match ids.get(id.as_str()) {
                Some(PlanStatus::Cancelled) => {}
                Some(_) => waits_for.push(text(id)),
                None => elsewhere.push(id.as_str()),
            }
        }
        if !elsewhere.is_empty() {
            let ids = elsewhere.join(", ");
            let message = ["it waits for ", &ids, ", which is not in the project"].concat();
            skipped.push(left(task, &message));
        }
        let phase = task.phase.0.as_deref().or(report.phase.as_deref());
        let node = node(task, waits_for);
        match phases.iter_mut().find(|(own, _)| *own == phase) {
            Some((_, nodes)) => nodes.push(node),
            None => phases.push((phase, vec![node])),
        }
    }
    if phases.is_empty() {
        phases.push((report.phase.as_deref(), Vec::new()));
    }
    let is_one = phases.len() == 1;
    let epics = phases.into_iter().map(|(phase, nodes)| {
        let name = phase.map(|phase| ["Phase ", phase].concat());
        let mut members = vec![
            ("title", text(name.as_deref().unwrap_or(title))),
            ("task_type", text("epic")),
            ("tasks", Tree::List(nodes)),
        ];
        // What the whole document is measured by belongs to its only phase.
        members.extend(if is_one { measures(report) } else { Vec::new() });
        object(members)
    });
    let mut project = vec![("title", text(title)), ("epics", Tree::List(epics.collect()))];
    project.extend(if is_one { Vec::new() } else { measures(report) });
    (object(project).text(), skipped)
}

/// Success criteria are for somebody to review, as long as one of them is open; quality gates hold
/// nothing, and are words.
fn measures(report: &PlanReport) -> Vec<(&'static str, Tree)> {
    let of = |kind| report.success_criteria.iter().filter(move |own| own.kind == kind);
    let criterion = |own: &PlanCriterion| {
        let words =
            if own.description.trim_ascii().is_empty() { &own.id } else { &own.description };
        object([("criterion_type", text("manual")), ("description", text(words))])
    };
    let counted: Vec<&PlanCriterion> =
        of(PlanCriterionKind::Criterion).filter(|own| own.status.counts()).collect();
    let is_open = counted.iter().any(|own| own.status != PlanStatus::Completed);
    let gates: Vec<String> =
        of(PlanCriterionKind::Gate).map(|own| ["- ", &own.description].concat()).collect();
    vec![
        ("criteria", Tree::List(counted.into_iter().map(criterion).collect())),
        ("requires_submission", Tree::Leaf(is_open.to_string().into())),
        ("acceptance_criteria", text(&gates.join("\n"))),
    ]
}

fn node(task: &PlanTask, waits_for: Vec<Tree>) -> Tree {
    let label = if task.label.is_empty() { &task.id } else { &task.label };
    let mut members = vec![
        ("title", text(label)),
        ("task_type", text("task")),
        ("key", text(&task.id)),
        ("requires_submission", Tree::Leaf("false".into())),
        ("required", Tree::Leaf(task.status.counts().to_string().into())),
        ("dependencies", Tree::List(waits_for)),
        ("notes", text(&task.assigned_to.join(", "))),
    ];
    if let Some(minutes) = task.minutes {
        members.push(("estimated_minutes", Tree::Leaf((minutes.0 / 1000).to_string().into())));
    }
    let priority = task.priority.as_deref().map(str::to_ascii_lowercase);
    let priority = match priority.as_deref() {
        Some("critical" | "urgent" | "p0" | "0") => "0",
        Some("high" | "p1" | "1") => "1",
        Some("medium" | "normal" | "p2" | "2") => "2",
        Some("low" | "p3" | "3") => "3",
        Some("lowest" | "p4" | "4") => "4",
        _ => return object(members),
    };
    members.push(("priority", Tree::Leaf(priority.into())));
    object(members)
}

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

fn left(task: &PlanTask, message: &str) -> SkippedPlanTask {
    SkippedPlanTask {
        task_id: task.id.clone(),
        message: message.to_owned(),
        extra: Extra::default(),
    }
}

fn object<'a>(members: impl IntoIterator<Item = (&'a str, Tree)>) -> Tree {
    Tree::Object(members.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
}

fn text(text: &str) -> Tree {
    Tree::Leaf(to_json(text).into())
}
