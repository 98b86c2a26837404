//! Declared numbers: where a document keeps what can be computed, and what it should say there.
//!
//! Reading compares with them, saving writes them; both go by this list.

use super::effort::{Amount, thousandths};
use super::model::{Plan, Task};
use super::reading::text;
use super::report::{PlanNumbers, count};
use super::status::PlanStatus;
use crate::domain::schema::Json;
use crate::domain::yaml::{Id, Value};

/// A number that a document keeps.
#[derive(Debug, Clone)]
pub(super) struct Declared {
    /// The path of its field.
    pub field: String,
    /// Its node.
    pub node: Id,
    /// What it should say, in decimals.
    pub computed: String,
    /// Whether it says so in a text: in quotes, or with a `%`.
    is_text: bool,
    /// What it says, as written.
    pub text: String,
}

impl Declared {
    /// Whether it says what it should.
    pub fn is_right(&self) -> bool {
        let digits = self.text.trim_ascii().trim_end_matches('%').trim_ascii_end();
        thousandths(digits) == thousandths(&self.computed)
    }

    /// What it should say, in its own way.
    pub fn value(&self) -> Value {
        let sign = if self.text.contains('%') { "%" } else { "" };
        let said = [&self.computed, sign].concat();
        if self.is_text { Value::Text(said) } else { Value::Plain(said) }
    }
}

/// The fields that hold computed numbers, their names within `task_counts`, and the numbers.
fn fields(plan: &Plan<'_>, numbers: &PlanNumbers) -> Vec<(&'static str, &'static str, String)> {
    let progress = u64::from(numbers.progress.get());
    let has = |task: &&Task, status| task.status == status;
    let pending = plan.tasks.iter().filter(|task| has(task, PlanStatus::Pending)).count();
    let mut fields: Vec<(&str, &str, String)> = [
        ("total_tasks", "total", numbers.total_tasks),
        ("pending_tasks", "pending", count(pending)),
        ("completed_tasks", "completed", numbers.completed_tasks),
        ("in_progress_tasks", "in_progress", numbers.in_progress_tasks),
        ("blocked_tasks", "blocked", numbers.blocked_tasks),
        ("at_risk_tasks", "at_risk", numbers.at_risk_tasks),
        ("progress", "", progress),
        ("overall_progress", "", progress),
        ("completion", "", progress),
    ]
    .map(|(field, short, number)| (field, short, number.to_string()))
    .into();
    // Points that not every task has may be known elsewhere.
    if plan.tasks.iter().all(|task| task.effort.points.is_some()) {
        let sum = |tasks: &mut dyn Iterator<Item = &Task>| {
            let points = Amount::sum(&mut tasks.map(|task| task.effort.points));
            Json::of(&points).text().to_owned()
        };
        let done = plan.tasks.iter().filter(|task| has(task, PlanStatus::Completed));
        fields.push(("total_story_points", "", sum(&mut plan.tasks.iter())));
        fields.push(("completed_story_points", "", sum(&mut { done })));
    }
    fields
}

/// What a field at the top comes to, if it is one that is computed.
fn computed(plan: &Plan<'_>, numbers: &PlanNumbers, field: &str) -> Option<String> {
    let mut fields = fields(plan, numbers).into_iter().filter(|_| !plan.tasks.is_empty());
    fields.find(|(name, _, _)| *name == field).map(|(_, _, number)| number)
}

/// What a field must say, wherever it stands, if that is computed.
pub(super) fn must_be(plan: &Plan<'_>, numbers: &PlanNumbers, field: &str) -> Option<String> {
    let known = declared(plan, numbers).into_iter().find(|number| number.field == field);
    let number = known.map(|known| known.computed).or_else(|| computed(plan, numbers, field));
    number.filter(|_| !plan.inherits())
}

/// The numbers that a document keeps; without tasks nothing is computed.
pub(super) fn declared(plan: &Plan<'_>, numbers: &PlanNumbers) -> Vec<Declared> {
    let fields = fields(plan, numbers);
    let Some(document) = plan.document.as_ref().filter(|_| !plan.tasks.is_empty()) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    let mut add = |field: String, node: Id, computed: &str| {
        let Some(text) = text(document, node) else { return };
        let digits = text.trim_ascii().trim_end_matches('%').trim_ascii_end();
        // Words under such a key are somebody's own.
        if thousandths(digits).is_some() {
            let is_text = matches!(Value::of(document, node), Value::Text(_));
            let computed = computed.to_owned();
            found.push(Declared { field, node, computed, is_text, text });
        }
    };
    for (key, _, computed) in &fields {
        if let Some(node) = plan.field(key) {
            add((*key).to_owned(), node, computed);
        }
    }
    if let Some(counts) = plan.field("task_counts") {
        for (key, short, computed) in &fields {
            for name in [key, short] {
                if let Some(node) = document.get(counts, name) {
                    add(format!("task_counts.{name}"), node, computed);
                }
            }
        }
    }
    found
}
