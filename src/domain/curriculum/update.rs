//! Changing the fields of a task.

use super::content::name_content_once;
use super::create::{members, told};
use super::model::Curriculum;
use super::records::Task;
use super::stamp::Stamp;
use crate::domain::change::Change;
use crate::domain::error::{Error, Result};
use crate::domain::event::{EntityType, EventType};
use crate::domain::schema::{self, JsonObject, Missing, Shape, Shaped, Tree, to_json};
use crate::domain::time::Timestamp;

/// What an update may name only as it is.
const FIXED: [&str; 9] = [
    "id",
    "parent_id",
    "project_id",
    "task_type",
    "project_slug",
    "version",
    "child_counter",
    "created_at",
    "updated_at",
];

/// Changes fields of a task and leaves its others; `null` empties a field that may be empty.
/// What changes nothing stores nothing.
///
/// # Errors
/// `NOT_FOUND`; `INVALID` with the path of each problem, also for a field that only `move` or an
/// import can change, and where criteria ask for more tries than there would be; `CYCLE` where the
/// new order or a new duty would leave something waiting for itself. Whoever has no tries left must
/// not be trapped either: `CYCLE` or `INVALID` at the field.
pub fn update(
    curriculum: &Curriculum,
    id: &str,
    patch: &JsonObject,
    stamp: Stamp<'_>,
) -> Result<(Vec<Change>, Task)> {
    let index = curriculum.expect(id)?;
    let Some(old) = curriculum.at(index) else { return Err(Error::not_found("task", id)) };
    let Tree::Object(patch) = members(patch)? else { return Ok((Vec::new(), old.clone())) };
    let mut document = tree_of(old);
    let (mut was, mut becomes) = (Vec::new(), Vec::new());
    for (field, value) in patch {
        let before = document.get(&field).cloned().unwrap_or_else(|| Tree::Leaf("null".into()));
        if before == value {
            continue;
        }
        if FIXED.contains(&field.as_str()) {
            return Err(Error::invalid(field, "cannot be changed by an update"));
        }
        was.push((field.clone(), before));
        becomes.push((field.clone(), value.clone()));
        match is_null(&value) && stays_absent(&field) {
            true => document.remove(&field),
            false => document.set(&field, value),
        }
    }
    if becomes.is_empty() {
        return Ok((Vec::new(), old.clone()));
    }
    let touched: Vec<String> = becomes.iter().map(|(field, _)| field.clone()).collect();
    let mut task: Task = schema::parse(&document.text())?;
    name_content_once(&mut task);
    if task == *old {
        return Ok((Vec::new(), task));
    }
    task.updated_at = later(old.updated_at, stamp.now);
    curriculum.check_task(&task, Some(old))?;
    let before: Vec<&str> = content_refs(old).collect();
    curriculum.check_content_refs(&task, &before)?;
    let change = Change::put(EntityType::Task, id, EventType::Updated, &task)
        .telling(told(was), told(becomes));
    let changes = vec![change];
    let field = ["remedial", "max_attempts", "required", "is_active", "ordered", "position"];
    let field = field.iter().find(|own| touched.iter().any(|field| field == *own));
    let field = field.copied().unwrap_or("requires_submission");
    if old.max_attempts != task.max_attempts || old.remedial != task.remedial {
        curriculum.check_tries(index, &task, field)?;
    }
    let duties = |task: &Task| (task.ordered, task.required, task.is_active, task.position);
    if duties(old) != duties(&task) {
        curriculum.check_after(&changes, field)?;
    } else if old.remedial != task.remedial {
        curriculum.check_help_after(&changes, field)?;
    } else if old.requires_submission != task.requires_submission {
        curriculum.check_help_of_old(&changes, field)?;
    }
    Ok((changes, task))
}

/// Sets what the parts of a task are about, in short.
///
/// # Errors
/// `NOT_FOUND`.
pub fn set_summary(
    curriculum: &Curriculum,
    id: &str,
    summary: Option<&str>,
    stamp: Stamp<'_>,
) -> Result<(Vec<Change>, Task)> {
    let summary = summary.map_or_else(|| Tree::Leaf("null".into()), Tree::from);
    let patch = Tree::Object(vec![("summary".into(), summary)]).json();
    update(curriculum, id, &JsonObject(patch), stamp)
}

/// Later than before, whatever the clock says.
pub(super) fn later(old: Timestamp, now: Timestamp) -> Timestamp {
    now.max(old.next_milli())
}

pub(super) fn content_refs(task: &Task) -> impl Iterator<Item = &str> {
    let variants = task.variants.0.iter().flatten().flat_map(|variant| &variant.content_refs);
    task.content_refs.iter().chain(variants).map(AsRef::as_ref)
}

fn tree_of(task: &Task) -> Tree {
    let text = to_json(task);
    Tree::parse(&text).unwrap_or(Tree::Object(Vec::new()))
}

fn is_null(value: &Tree) -> bool {
    matches!(value, Tree::Leaf(text) if &**text == "null")
}

fn stays_absent(field: &str) -> bool {
    let Shape::Record(record) = Task::SHAPE else { return false };
    let known = record.fields.iter().find(|known| known.name == field);
    known.is_none_or(|known| matches!(known.missing, Missing::Absent))
}

impl Curriculum {
    /// Checks on a copy that nothing waits for itself after these changes, and nobody is trapped.
    pub(super) fn check_after(&self, changes: &[Change], field: &str) -> Result<()> {
        let mut after = self.clone();
        after.apply_all(changes)?;
        match after.check_waiting() {
            // What was wrong before is not the fault of these changes.
            Err(error) if self.check_waiting().is_ok() => Err(error),
            _ => self.check_help(&after, field),
        }
    }
}
