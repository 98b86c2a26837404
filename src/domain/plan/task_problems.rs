//! What is wrong with single tasks of a plan.

use super::drift::set_field;
use super::model::{Plan, Task, gate};
use super::network::Network;
use super::operation::{PlanEdit, SetTaskField, SetTaskFieldTag};
use super::problems::Finder;
use super::reading::dependencies_key;
use super::status::PlanStatus;
use super::values::{PlanProblemKind as Kind, PlanSeverity as Severity};
use crate::domain::schema::Extra;
use crate::domain::yaml::{Document, Id, Value};

impl Finder<'_, '_> {
    pub fn tasks(&mut self, network: &Network<'_>) {
        for (number, task) in self.plan.tasks.iter().enumerate() {
            let mut look = Look::at(self, number, task);
            look.id(network);
            look.label();
            look.required();
            look.values();
            look.itself();
            look.unknown(network);
        }
    }
}

/// A look at one task.
struct Look<'l, 'p, 'a> {
    finder: &'l mut Finder<'p, 'a>,
    number: usize,
    task: &'p Task,
    /// Whether something is merged into it, which may have what seems to be missing.
    inherits: bool,
    /// Whether it has a place for a field. One that is a text alone has none; one that says nothing has.
    has_fields: bool,
}

impl<'l, 'p, 'a> Look<'l, 'p, 'a> {
    fn at(finder: &'l mut Finder<'p, 'a>, number: usize, task: &'p Task) -> Self {
        let own = task.node.zip(finder.plan.document.as_ref());
        let inherits = own.is_some_and(|(node, document)| document.inherits(node));
        let has_fields = own.is_some_and(|(node, document)| {
            let is_open = task.key.is_some() && document.is_null(node);
            document.map(node).is_some() || (is_open && !document.is_decorated(node))
        });
        Self { finder, number, task, inherits, has_fields }
    }

    /// What is wrong with a field of it, or with all of it, and the value that mends that.
    fn report(
        &mut self,
        (kind, severity): (Kind, Severity),
        key: &str,
        message: String,
        suggestion: &str,
        fix: Option<Value>,
    ) {
        let own = self.task.path(self.number);
        let path = if key.is_empty() { own } else { format!("{own}.{key}") };
        let place = place_in(self.finder.plan, self.task, key);
        let suggestion = match (&fix, self.has_fields || self.task.node.is_none()) {
            (Some(_), false) => "Give the task a map of fields first; nobody can guess them.",
            _ => suggestion,
        };
        let fix = fix.filter(|_| self.has_fields).map(|value| match key {
            // A task without an id is found by its place.
            "id" => set_field(&path, &value),
            key => set_task_field(&self.task.id, key, &value),
        });
        self.finder.add(kind, severity, place, path, message, suggestion, fix);
    }

    fn id(&mut self, network: &Network<'_>) {
        let (plan, id) = (self.finder.plan, &self.task.id);
        let first = network.numbers.get(id.as_str()).copied().filter(|first| *first < self.number);
        if !self.task.has_id && !self.inherits {
            let new = (1..)
                .map(|n| format!("TASK-{}", self.number + n))
                .find(|id| plan.task(id).is_none());
            self.report(
                (Kind::MissingId, Severity::Error),
                "id",
                format!("task {id} has no id"),
                "Give it an id, so that others can wait for it.",
                new.map(|id| Value::text(&id)),
            );
        } else if let Some((first, other)) = first.and_then(|at| Some((at, plan.tasks.get(at)?))) {
            let first = other.path(first);
            self.report(
                (Kind::DuplicateId, Severity::Error),
                "id",
                format!("{id} is the id of {first} as well"),
                "Give one of them another id; which of the two others mean, only you know.",
                None,
            );
        }
    }

    fn label(&mut self) {
        if self.task.label.is_empty() && !self.inherits {
            self.report(
                (Kind::MissingLabel, Severity::Info),
                "",
                format!("{} says nowhere what it is", self.task.id),
                "Add a `title` or a `description`; only you know what it says.",
                None,
            );
        }
    }

    /// The fields that every task must have (the seed says: required for every task).
    fn required(&mut self) {
        if self.finder.plan.document.is_none() || self.inherits {
            return;
        }
        let (task, id) = (self.task, &self.task.id);
        if task.assigned_to.is_empty() {
            self.report(
                (Kind::MissingAssignee, Severity::Error),
                "assigned_to",
                format!("nobody is assigned to {id}"),
                "Say who is to do it; only you know.",
                None,
            );
        }
        if task.dependencies.is_none() {
            self.report(
                (Kind::MissingDependencies, Severity::Error),
                "dependencies",
                format!("{id} does not say what it waits for"),
                "Write `dependencies: []` if it waits for nothing.",
                Some(Value::List(Vec::new())),
            );
        }
        if task.original_status.is_none() {
            self.report(
                (Kind::MissingStatus, Severity::Warning),
                "status",
                format!("{id} has no status"),
                "Write that it is pending.",
                Some(Value::text("pending")),
            );
        }
    }

    /// What no table and no grammar knows.
    fn values(&mut self) {
        let (task, id) = (self.task, &self.task.id);
        let status = task.original_status.as_deref();
        if let Some(text) = status.filter(|text| PlanStatus::fold(text).is_none()) {
            self.report(
                (Kind::UnknownStatus, Severity::Error),
                "status",
                format!("{text} is no known status; {id} counts as pending"),
                KNOWN_STATUSES,
                None,
            );
        }
        if let Some((key, text)) = &task.unreadable_effort {
            self.report(
                (Kind::UnreadableEffort, Severity::Warning),
                key,
                format!("{text} is no amount of work"),
                "Write a number with a unit, such as `2h` or `3 pts`; only you know how much it is.",
                None,
            );
        }
    }

    fn itself(&mut self) {
        let (task, id) = (self.task, &self.task.id);
        let own = task.dependencies.iter().flatten();
        if own.clone().any(|before| before == id) {
            let others = own.filter(|before| *before != id).map(|id| Value::text(id)).collect();
            self.report(
                (Kind::SelfDependency, Severity::Error),
                dependencies_key_of(self.finder.plan, task),
                format!("{id} waits for itself"),
                "Take it out of its own dependencies.",
                Some(Value::List(others)),
            );
        }
    }

    /// What it waits for and nobody knows.
    fn unknown(&mut self, network: &Network<'_>) {
        let (plan, task, id) = (self.finder.plan, self.task, &self.task.id);
        for unknown in network.unresolved.get(self.number).into_iter().flatten() {
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
            let key = dependencies_key_of(plan, task);
            self.finder.add(
                kind,
                severity,
                place_of_item(plan, task, key, unknown),
                format!("{}.{key}", task.path(self.number)),
                message,
                "Open the other phases of the PRD too, or correct the dependency; what was meant, only you know.",
                None,
            );
        }
    }
}

/// What to do about a status that no table knows.
pub(super) const KNOWN_STATUSES: &str = "Write one of pending, in_progress, review, completed, \
    blocked, at_risk, deferred and cancelled; only you know which.";

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
pub(super) fn dependencies_key_of(plan: &Plan<'_>, task: &Task) -> &'static str {
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
pub(super) fn place_in(plan: &Plan<'_>, task: &Task, key: &str) -> usize {
    let field = |document: &Document<'_>| Some(document.entry(task.node?, key)?.key.start);
    plan.document.as_ref().and_then(field).unwrap_or(task.place)
}
