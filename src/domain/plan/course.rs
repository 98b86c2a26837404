//! A plan as a project of tasks: an epic for each of its phases, what waits for what, and what the
//! phase is measured by.

use rustc_hash::{FxHashMap, FxHashSet};

use super::model::{covers, gate, phases};
use super::report::{PlanCriterion, PlanReport, PlanTask, SkippedPlanTask};
use super::status::PlanStatus;
use super::values::PlanCriterionKind;
use crate::domain::graph::{Graph, cyclic_components};
use crate::domain::schema::{Extra, Tree, to_json};

/// The course that a plan is, as JSON text, and what of the plan is not in it. Dropped tasks are
/// left out, dependencies on what is not in the plan, and those that go round in a circle.
#[must_use]
pub fn to_course(report: &PlanReport) -> (String, Vec<SkippedPlanTask>) {
    let title = report.title.as_deref().or(report.prd.as_deref()).unwrap_or("Plan");
    let mut skipped = Vec::new();
    let parts = Parts::of(report, &mut skipped);
    let waits = parts.waits(report);
    let round = parts.round(&waits);
    let is_one = parts.phases.len() == 1;
    let mut nodes: Vec<Vec<Tree>> = parts.phases.iter().map(|_| Vec::new()).collect();
    for ((number, task), waits) in report.tasks.iter().enumerate().zip(&waits) {
        let Some(nodes) = parts.phase_of(number).and_then(|phase| nodes.get_mut(phase)) else {
            continue;
        };
        let circle = round.get(number).copied().unwrap_or_default();
        let goes_round =
            |target: &&usize| circle > 0 && round.get(**target).copied() == Some(circle);
        let name = |target: &usize| parts.name(report, *target);
        let list = |targets: Vec<&usize>| {
            targets.into_iter().map(name).collect::<Vec<String>>().join(", ")
        };
        let (back, on): (Vec<&usize>, Vec<&usize>) = waits.inside.iter().partition(goes_round);
        if !back.is_empty() {
            let ids = list(back);
            let message = ["it waits for ", &ids, ", and what waits for itself cannot be begun"];
            skipped.push(left(task, &message.concat()));
        }
        if !waits.elsewhere.is_empty() {
            let ids = waits.elsewhere.join(", ");
            let message = ["it waits for ", &ids, ", which is not in the project"].concat();
            skipped.push(left(task, &message));
        }
        nodes.push(node(task, on.into_iter().map(|target| text(&name(target))).collect()));
    }
    let awaited: FxHashSet<usize> = waits.iter().flat_map(|own| &own.inside).copied().collect();
    let epics = parts.phases.iter().zip(nodes).enumerate().map(|(number, (phase, nodes))| {
        let name = phase.map(epic);
        let mut members = vec![("task_type", text("epic")), ("tasks", Tree::List(nodes))];
        members.extend(titled(name.as_deref().unwrap_or(title)));
        // What waits for the phase names it so.
        let key = name.filter(|_| awaited.contains(&(parts.of.len() + number)));
        members.extend(key.map(|key| ("key", text(&key))));
        // What the whole document is measured by belongs to its only phase.
        members.extend(if is_one { measures(report) } else { Vec::new() });
        object(members)
    });
    let mut project = titled(title);
    project.push(("epics", Tree::List(epics.collect())));
    project.extend(if is_one { Vec::new() } else { measures(report) });
    (object(project).text(), skipped)
}

fn epic(phase: &str) -> String {
    ["Phase ", phase].concat()
}

/// A title is short; what is longer is told in the description.
fn titled(words: &str) -> Vec<(&'static str, Tree)> {
    const MOST: usize = 500;
    match words.char_indices().nth(MOST) {
        None => vec![("title", text(words))],
        Some(_) => {
            let end = words.char_indices().nth(MOST - 1).map_or(0, |(end, _)| end);
            let start = words.get(..end).unwrap_or_default();
            vec![("title", text(&[start, "…"].concat())), ("description", text(words))]
        }
    }
}

/// What a task waits for: numbers of tasks, and behind them of phases; and what is not there.
#[derive(Default)]
struct Waits<'r> {
    inside: Vec<usize>,
    elsewhere: Vec<&'r str>,
}

/// The tasks and phases that go into a project.
struct Parts<'r> {
    /// The number of the first task of each id.
    numbers: FxHashMap<&'r str, usize>,
    /// The phases in the order of their first tasks; a plan without tasks has its own.
    phases: Vec<Option<&'r str>>,
    /// The phase of each task that goes into the project.
    of: Vec<Option<usize>>,
    /// The phases that tasks say they are of, and where those are that go into the project.
    own: Vec<((u32, u32), Option<usize>)>,
}

impl<'r> Parts<'r> {
    fn of(report: &'r PlanReport, skipped: &mut Vec<SkippedPlanTask>) -> Self {
        let mut numbers = FxHashMap::default();
        let (mut all, mut of, mut own) = (Vec::new(), Vec::new(), Vec::new());
        for (number, task) in report.tasks.iter().enumerate() {
            let is_first = *numbers.entry(task.id.as_str()).or_insert(number) == number;
            let why = match task.status {
                PlanStatus::Cancelled => Some("it is cancelled, and not in the project"),
                _ if !is_first => Some("another task has its id, and only that is in the project"),
                _ if task.id.chars().count() > 256 => Some("its id is too long for a project"),
                _ => None,
            };
            skipped.extend(why.map(|why| left(task, why)));
            let phase = task.phase.0.as_deref().or(report.phase.as_deref());
            let place = why.is_none().then(|| {
                all.iter().position(|own| *own == phase).unwrap_or_else(|| {
                    all.push(phase);
                    all.len() - 1
                })
            });
            of.push(place);
            let phases = task.phase.0.as_deref().and_then(phases);
            let said = phases.map(|phases| (phases, place)).filter(|said| !own.contains(said));
            own.extend(said);
        }
        if all.is_empty() {
            all.push(report.phase.as_deref());
        }
        Self { numbers, phases: all, of, own }
    }

    fn phase_of(&self, number: usize) -> Option<usize> {
        self.of.get(number).copied().flatten()
    }

    fn name(&self, report: &PlanReport, number: usize) -> String {
        let phase = number.checked_sub(self.of.len()).and_then(|phase| self.phases.get(phase));
        match (report.tasks.get(number), phase) {
            (Some(task), _) => task.id.clone(),
            (None, phase) => phase.copied().flatten().map(epic).unwrap_or_default(),
        }
    }

    /// What each task waits for, each thing once.
    fn waits(&self, report: &'r PlanReport) -> Vec<Waits<'r>> {
        let of_task = |task: &'r PlanTask| {
            let mut waits = Waits::default();
            for id in task.dependencies.iter().chain(&task.unresolved) {
                match self.numbers.get(id.as_str()) {
                    Some(number) => waits.inside.push(*number),
                    None if self.gate(id, task, &mut waits.inside) => {}
                    None => waits.elsewhere.push(id),
                }
            }
            let mut seen = FxHashSet::default();
            waits.inside.retain(|number| {
                let is_there = *number >= self.of.len() || self.phase_of(*number).is_some();
                is_there && seen.insert(*number)
            });
            waits
        };
        report.tasks.iter().map(of_task).collect()
    }

    /// Lets a task wait for the phases that a text names, if this plan has all of them.
    fn gate(&self, text: &str, task: &PlanTask, inside: &mut Vec<usize>) -> bool {
        let Some(ranges) = gate(text) else { return false };
        let own = task.phase.0.as_deref().and_then(phases);
        let mut all_found = true;
        for phase in ranges.into_iter().flat_map(|(first, last)| first..=last) {
            if covers(own, phase) {
                all_found = false;
                continue;
            }
            let mut found = self.own.iter().filter(|own| covers(Some(own.0), phase)).peekable();
            all_found &= found.peek().is_some();
            inside.extend(found.filter_map(|own| Some(self.of.len() + own.1?)));
        }
        all_found
    }

    /// The circle that each task and phase is in; 0 for none. A phase waits for all of its tasks.
    fn round(&self, waits: &[Waits<'_>]) -> Vec<usize> {
        let count = self.of.len();
        let mut edges = Vec::new();
        for (number, waits) in waits.iter().enumerate() {
            let Some(phase) = self.phase_of(number) else { continue };
            edges.extend(waits.inside.iter().map(|target| (number, *target)));
            edges.push((count + phase, number));
        }
        let nodes = count + self.phases.len();
        let mut round = vec![0; nodes];
        for (circle, own) in cyclic_components(&Graph::new(nodes, &edges)).iter().enumerate() {
            for number in own {
                round.get_mut(*number).into_iter().for_each(|own| *own = circle + 1);
            }
        }
        round
    }
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
    let mut members = titled(label);
    members.extend([
        ("task_type", text("task")),
        ("key", text(&task.id)),
        ("requires_submission", Tree::Leaf("false".into())),
        ("required", Tree::Leaf(task.status.counts().to_string().into())),
        ("dependencies", Tree::List(waits_for)),
        ("notes", text(&task.assigned_to.join(", "))),
    ]);
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

pub(super) fn left(task: &PlanTask, message: &str) -> SkippedPlanTask {
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
