//! What is wrong with a plan, where, and what mends it.

use super::drift::{Contradiction, set_field, some_of};
use super::edit::node_at;
use super::faults::{explain, severity, way_to};
use super::model::{Plan, Task, gate};
use super::network::Network;
use super::operation::{PlanEdit, SetTaskField, SetTaskFieldTag};
use super::reading::dependencies_key;
use super::report::{PlanProblem, count};
use super::status::PlanStatus;
use super::values::{PlanProblemKind as Kind, PlanSeverity as Severity};
use crate::domain::schema::{Extra, Optional};
use crate::domain::sorted::in_order;
use crate::domain::yaml::{Document, FaultKind, Id, Value};

/// All problems of a plan, in the order of the text.
pub(super) fn problems(
    plan: &Plan<'_>,
    network: &Network<'_>,
    contradictions: Vec<Contradiction>,
) -> Vec<PlanProblem> {
    let mut finder = Finder { plan, found: Vec::new() };
    finder.front_matter();
    finder.faults();
    finder.tasks(network);
    finder.cycles(network);
    finder.whole();
    for wrong in contradictions {
        let place = finder.place_of(wrong.node);
        finder.add(
            wrong.kind,
            Severity::Warning,
            place,
            wrong.drift.field,
            wrong.message,
            wrong.suggestion,
            wrong.fix,
        );
    }
    finder.finish()
}

pub(super) struct Finder<'p, 'a> {
    pub plan: &'p Plan<'a>,
    found: Vec<(usize, PlanProblem)>,
}

impl Finder<'_, '_> {
    #[allow(clippy::too_many_arguments, reason = "they are the fields of a problem")]
    pub fn add(
        &mut self,
        kind: Kind,
        severity: Severity,
        place: usize,
        path: String,
        message: String,
        suggestion: &str,
        fix: Option<PlanEdit>,
    ) {
        let problem = PlanProblem {
            kind,
            severity,
            line: 0,
            column: 0,
            path,
            message,
            suggestion: suggestion.to_owned(),
            fix: Optional(fix.map(|fix| vec![fix])),
            extra: Extra::default(),
        };
        self.found.push((place, problem));
    }

    pub fn place_of(&self, node: Option<Id>) -> usize {
        match (&self.plan.document, node) {
            (Some(document), Some(id)) => document.span_of(id).start,
            _ => 0,
        }
    }

    fn finish(self) -> Vec<PlanProblem> {
        let places: Vec<usize> = self.found.iter().map(|(place, _)| *place).collect();
        let mut found: Vec<Option<(usize, PlanProblem)>> =
            self.found.into_iter().map(Some).collect();
        // One walk over the text gives all lines.
        let (mut line, mut line_start, mut at) = (1, 0, 0);
        in_order(&places)
            .into_iter()
            .filter_map(|number| found.get_mut(number)?.take())
            .map(|(place, mut problem)| {
                let between = self.plan.text.get(at..place).unwrap_or_default();
                line += count(between.matches('\n').count());
                line_start = between.rfind('\n').map_or(line_start, |last| at + last + 1);
                at = at.max(place);
                let before = self.plan.text.get(line_start..place).unwrap_or_default();
                problem.line = line;
                problem.column = count(before.trim_start_matches('\u{feff}').chars().count()) + 1;
                problem
            })
            .collect()
    }

    fn front_matter(&mut self) {
        match self.plan.front {
            None => self.add(
                Kind::NoFrontMatter,
                Severity::Info,
                0,
                String::new(),
                "the file has no front matter; tasks were read from its lists and tables".into(),
                "Statuses of check boxes and of tables can be set; for more, begin the file with \
                 YAML between two lines of `---`. Nobody can guess all of it for you.",
                None,
            ),
            Some(front) if !front.closed => self.add(
                Kind::UnclosedFrontMatter,
                Severity::Error,
                front.yaml.end,
                String::new(),
                "the front matter has no end".into(),
                "Write a line of `---` behind it; where it ends is only a guess so far.",
                None,
            ),
            Some(_) => {}
        }
        self.unreadable();
    }

    /// What is of another form than what is read there.
    fn unreadable(&mut self) {
        let Some(document) = &self.plan.document else { return };
        let root = document.root;
        let is_map = |id: Id| document.map(id).is_some();
        let is_read = |id: Id| is_map(id) || document.list(id).is_some();
        let (tasks, batches) = (self.plan.field("tasks"), self.plan.field("parallelization"));
        for (key, id, is_right, message) in [
            ("", Some(root), is_map(root), "the front matter is no map of keys and values"),
            ("tasks", tasks, tasks.is_some_and(is_read), "tasks is neither a list nor a map"),
            ("parallelization", batches, batches.is_some_and(is_map), "parallelization is no map"),
        ] {
            if id.is_some_and(|id| !is_right && !document.is_null(id)) {
                self.add(
                    Kind::Unreadable,
                    Severity::Error,
                    self.place_of(id),
                    key.to_owned(),
                    [message, "; nothing of it was read"].concat(),
                    "Write it as the plans do; what was meant, only you know.",
                    None,
                );
            }
        }
    }

    fn faults(&mut self) {
        let Some(document) = &self.plan.document else { return };
        let mut last_list = None;
        for fault in &document.faults {
            let (way, node) = way_to(document, fault);
            // A list that is no list is one problem, however many keys it has.
            if fault.kind == FaultKind::MixedList && last_list.replace(node) == Some(node) {
                continue;
            }
            let source = self.plan.text.get(fault.span.start..fault.span.end).unwrap_or_default();
            let (kind, message, suggestion, can_mend) = explain(fault.kind);
            let message = match source.chars().take(60).collect::<String>() {
                source if source.is_empty() => message.to_owned(),
                source => format!("{message}: {source}"),
            };
            // Of a key that stands twice an edit changes the last, which may be the good one.
            let is_meant = can_mend && !document.is_decorated(node);
            let fix = (is_meant && node_at(document, &way) == Some(node))
                .then(|| set_field(&way, &Value::of(document, node)));
            self.add(kind, severity(fault.kind), fault.span.start, way, message, suggestion, fix);
        }
    }

    fn tasks(&mut self, network: &Network<'_>) {
        let plan = self.plan;
        let first_of = |id: &str| {
            let number = network.numbers.get(id).copied()?;
            Some((number, plan.tasks.get(number)?))
        };
        for (number, task) in plan.tasks.iter().enumerate() {
            let own = task.node.zip(plan.document.as_ref());
            // What is merged in may have what seems to be missing.
            let inherits = own.is_some_and(|(node, document)| document.inherits(node));
            // One that is a text alone has no place for a field; one that says nothing has.
            let has_fields = own.is_some_and(|(node, document)| {
                let is_open = task.key.is_some() && document.is_null(node);
                document.map(node).is_some() || (is_open && !document.is_decorated(node))
            });
            let mut report = |kind,
                              severity,
                              key: &str,
                              message: String,
                              suggestion: &str,
                              fix: Option<Value>| {
                let own = task.path(number);
                let path = if key.is_empty() { own.clone() } else { format!("{own}.{key}") };
                let place = place_in(plan, task, key);
                let suggestion = match (&fix, has_fields || task.node.is_none()) {
                    (Some(_), false) => {
                        "Give the task a map of fields first; nobody can guess them."
                    }
                    _ => suggestion,
                };
                let fix = fix.filter(|_| has_fields).map(|value| match key {
                    // A task without an id is found by its place.
                    "id" => set_field(&path, &value),
                    key => set_task_field(&task.id, key, &value),
                });
                self.add(kind, severity, place, path, message, suggestion, fix);
            };
            let id = &task.id;
            if !task.has_id && !inherits {
                let new = (1..)
                    .map(|n| format!("TASK-{}", number + n))
                    .find(|id| plan.task(id).is_none());
                report(
                    Kind::MissingId,
                    Severity::Error,
                    "id",
                    format!("task {id} has no id"),
                    "Give it an id, so that others can wait for it.",
                    new.map(|id| Value::text(&id)),
                );
            } else if let Some((first, other)) = first_of(id).filter(|(first, _)| *first < number) {
                let first = other.path(first);
                report(
                    Kind::DuplicateId,
                    Severity::Error,
                    "id",
                    format!("{id} is the id of {first} as well"),
                    "Give one of them another id; which of the two others mean, only you know.",
                    None,
                );
            }
            if task.label.is_empty() && !inherits {
                report(
                    Kind::MissingLabel,
                    Severity::Info,
                    "",
                    format!("{id} says nowhere what it is"),
                    "Add a `title` or a `description`; only you know what it says.",
                    None,
                );
            }
            if plan.document.is_some() && !inherits {
                self::required(task, &mut report);
            }
            if let Some(text) =
                task.original_status.as_deref().filter(|text| PlanStatus::fold(text).is_none())
            {
                report(
                    Kind::UnknownStatus,
                    Severity::Error,
                    "status",
                    format!("{text} is no known status; {id} counts as pending"),
                    KNOWN_STATUSES,
                    None,
                );
            }
            if let Some((key, text)) = &task.unreadable_effort {
                report(
                    Kind::UnreadableEffort,
                    Severity::Warning,
                    key,
                    format!("{text} is no amount of work"),
                    "Write a number with a unit, such as `2h` or `3 pts`; only you know how much it is.",
                    None,
                );
            }
            let key = || dependencies_key_of(plan, task);
            let own = task.dependencies.iter().flatten();
            if own.clone().any(|before| before == id) {
                let others = own.filter(|before| *before != id).map(|id| Value::text(id)).collect();
                report(
                    Kind::SelfDependency,
                    Severity::Error,
                    key(),
                    format!("{id} waits for itself"),
                    "Take it out of its own dependencies.",
                    Some(Value::List(others)),
                );
            }
            for unknown in network.unresolved.get(number).into_iter().flatten() {
                let (kind, severity, message) = match gate(unknown) {
                    Some(_) => (
                        Kind::UnresolvedGate,
                        Severity::Info,
                        format!("{id} waits for {unknown}, which is not at hand"),
                    ),
                    None => (
                        Kind::UnknownDependency,
                        Severity::Warning,
                        format!("{id} waits for {unknown}, which is nowhere"),
                    ),
                };
                let key = key();
                self.add(
                    kind,
                    severity,
                    place_of_item(plan, task, key, unknown),
                    format!("{}.{key}", task.path(number)),
                    message,
                    "Open the other phases of the PRD too, or correct the dependency; what was meant, only you know.",
                    None,
                );
            }
        }
    }

    fn cycles(&mut self, network: &Network<'_>) {
        for cycle in network.cycles.iter().filter(|cycle| cycle.len() > 1) {
            let task = |number: &usize| Some((*number, self.plan.tasks.get(*number)?));
            let Some((number, first)) = cycle.first().and_then(task) else { continue };
            let ids = cycle.iter().filter_map(|number| network.name(self.plan, *number));
            let ids: Vec<String> = ids.map(str::to_owned).collect();
            let key = dependencies_key_of(self.plan, first);
            let place = place_in(self.plan, first, key);
            self.add(
                Kind::Cycle,
                Severity::Error,
                place,
                format!("{}.{key}", first.path(number)),
                format!("these tasks wait for each other: {}", some_of(&ids)),
                "Take one of the dependencies out; which one, only you know.",
                None,
            );
        }
    }
}

/// What to do about a status that no table knows.
pub(super) const KNOWN_STATUSES: &str = "Write one of pending, in_progress, review, completed, \
    blocked, at_risk, deferred and cancelled; only you know which.";

/// Takes what is wrong with a field of a task: kind, severity, key, message, suggestion, and the
/// value that mends it.
type Report<'f> = dyn FnMut(Kind, Severity, &str, String, &str, Option<Value>) + 'f;

/// The fields that every task must have (the seed says: required for every task).
fn required(task: &Task, report: &mut Report<'_>) {
    let id = &task.id;
    if task.assigned_to.is_empty() {
        report(
            Kind::MissingAssignee,
            Severity::Error,
            "assigned_to",
            format!("nobody is assigned to {id}"),
            "Say who is to do it; only you know.",
            None,
        );
    }
    if task.dependencies.is_none() {
        report(
            Kind::MissingDependencies,
            Severity::Error,
            "dependencies",
            format!("{id} does not say what it waits for"),
            "Write `dependencies: []` if it waits for nothing.",
            Some(Value::List(Vec::new())),
        );
    }
    if task.original_status.is_none() {
        report(
            Kind::MissingStatus,
            Severity::Warning,
            "status",
            format!("{id} has no status"),
            "Write that it is pending.",
            Some(Value::text("pending")),
        );
    }
}

fn set_task_field(task_id: &str, field: &str, value: &Value) -> PlanEdit {
    PlanEdit::SetTaskField(SetTaskField {
        op: SetTaskFieldTag::Op,
        task_id: task_id.to_owned(),
        field: field.to_owned(),
        value: value.to_json(),
        extra: Extra::default(),
    })
}

/// The key under which a task names what it waits for.
fn dependencies_key_of(plan: &Plan<'_>, task: &Task) -> &'static str {
    let known = task.node.zip(plan.document.as_ref());
    known.map_or("dependencies", |(node, document)| dependencies_key(document, node))
}

/// Where an item of a list of a task stands, or the field where it has no place of its own.
fn place_of_item(plan: &Plan<'_>, task: &Task, key: &str, item: &str) -> usize {
    let own = |document: &Document<'_>| {
        let list = document.list(document.get(task.node?, key)?)?;
        let is_meant = |id: &Id| document.scalar(*id).is_some_and(|text| text.trim() == item);
        let found = list.items.iter().map(|own| own.value).find(is_meant)?;
        Some(document.span_of(found).start)
    };
    plan.document.as_ref().and_then(own).unwrap_or_else(|| place_in(plan, task, key))
}

/// Where a field of a task stands, or the task where it has no such field.
fn place_in(plan: &Plan<'_>, task: &Task, key: &str) -> usize {
    let field = |document: &Document<'_>| Some(document.entry(task.node?, key)?.key.start);
    plan.document.as_ref().and_then(field).unwrap_or(task.place)
}
