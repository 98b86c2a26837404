//! Edits of tasks.

use super::editor::{Editor, unsafe_edit};
use super::style::is_date;
use super::{key, part_of, within};
use crate::domain::error::{Code, Error, Result};
use crate::domain::plan::model::{Plan, Task};
use crate::domain::plan::operation::{AddPlanTask, SetTaskField};
use crate::domain::plan::reading::{label_key, text, texts};
use crate::domain::plan::status::{PlanStatus, spelled_like};
use crate::domain::time::Timestamp;
use crate::domain::yaml::{Document, Id, Kind, Step, Value};

/// A task, its node, and the way to it.
fn find<'p>(
    plan: &'p Plan<'_>,
    id: &str,
    named_by: &str,
) -> Result<(&'p Task, Id, Vec<Step>, usize)> {
    let mut found = plan.tasks.iter().filter(|task| task.id == id);
    let task = found.next().ok_or_else(|| Error::not_found("task", id).at(named_by))?;
    if found.next().is_some() {
        return Err(unsafe_edit(format!("there are several tasks {id}")).at(named_by));
    }
    let node = task.node.ok_or_else(|| unsafe_edit("the task is not in the front matter"))?;
    let document = plan.document.as_ref();
    if document.is_some_and(|document| document.is_decorated(node)) && plan.inherits() {
        return Err(unsafe_edit("other tasks may inherit from this one").at(named_by));
    }
    let tasks = document.zip(plan.field("tasks"));
    let tasks = tasks.and_then(|(document, tasks)| document.list(tasks));
    if tasks.is_some_and(|list| !list.strays.is_empty()) {
        return Err(unsafe_edit("keys stand among the tasks, which has to be mended first"));
    }
    let way = document.and_then(|document| part_of(document, "tasks", node));
    let (way, index) = way.ok_or_else(|| unsafe_edit("the task is not where it was read"))?;
    Ok((task, node, way, index))
}

/// A status as this document spells it, where it has it already; otherwise as it was given.
pub(super) fn spelled(plan: &Plan<'_>, given: &str) -> String {
    let own = plan.tasks.iter().filter_map(|task| task.original_status.as_deref());
    // Only phases are being planned.
    let phase = plan.status.as_deref().filter(|text| !text.eq_ignore_ascii_case("planning"));
    spelled_like(&own.chain(phase).collect::<Vec<_>>(), given)
}

/// What a status must be.
fn known_statuses() -> String {
    let words = PlanStatus::TEXTS.join(", ");
    format!("must be one of {words} or another word for one of them")
}

/// Sets the status of a task, with a note, and fills its empty dates.
pub(super) fn set_status(
    editor: &mut Editor<'_, '_>,
    plan: &Plan<'_>,
    task_id: &str,
    status: &str,
    note: Option<&str>,
    now: Timestamp,
) -> Result<()> {
    let folded =
        PlanStatus::fold(status).ok_or_else(|| Error::invalid("status", known_statuses()))?;
    let (task, node, way, _) = find(plan, task_id, "task_id")?;
    let document = editor.document;
    if document.is_null(node) {
        let mut fields = vec![("status".to_owned(), Value::text(&spelled(plan, status)))];
        fields.extend(note.map(|note| ("note".to_owned(), Value::text(note))));
        return begin(editor, &way, fields);
    }
    if document.map(node).is_none() {
        return Err(unsafe_edit(format!("{task_id} has no fields")));
    }
    let changes = task.original_status.is_none() || task.status != folded;
    if changes {
        let word = Value::text(&spelled(plan, status));
        let after = label_key(document, node).or(document.get(node, "id").map(|_| "id"));
        editor.set(node, &way, "status", &word, after)?;
        let begun =
            !matches!(folded, PlanStatus::Pending | PlanStatus::Deferred | PlanStatus::Cancelled);
        for (names, is_true) in [
            (["started", "started_at"], begun),
            (["completed", "completed_at"], folded == PlanStatus::Completed),
        ] {
            for name in names.iter().filter(|_| is_true) {
                fill_date(editor, node, &way, name, now)?;
            }
        }
        if task.status == PlanStatus::Completed && folded != PlanStatus::Completed {
            for name in ["completed", "completed_at"] {
                empty_date(editor, node, &way, name)?;
            }
        }
    }
    if let Some(note) = note {
        let after = document.get(node, "status").map(|_| "status");
        editor.set(node, &way, "note", &Value::text(note), after)?;
    }
    Ok(())
}

/// Gives fields to a task that says nothing yet.
fn begin(editor: &mut Editor<'_, '_>, way: &[Step], fields: Vec<(String, Value)>) -> Result<()> {
    let document = editor.document;
    match (way, document.get(document.root, "tasks")) {
        ([above @ .., Step::Key(name)], Some(tasks)) => {
            editor.set(tasks, above, name, &Value::Map(fields), None)
        }
        _ => Err(unsafe_edit("the task has no key of its own")),
    }
}

/// Fills a date that is there and says nothing; a moment where its name asks for one.
pub(super) fn fill_date(
    editor: &mut Editor<'_, '_>,
    map: Id,
    way: &[Step],
    name: &str,
    now: Timestamp,
) -> Result<()> {
    let document = editor.document;
    let Some(entry) = document.entry(map, name) else { return Ok(()) };
    if !document.is_null(entry.value) && text(document, entry.value).is_some()
        || matches!(document.node(entry.value).kind, Kind::List(_) | Kind::Map(_))
    {
        return Ok(());
    }
    /// More tasks are not asked.
    const ENOUGH: usize = 200;
    // Another date of the same map says how dates are written.
    let own = document.map(map).into_iter().flat_map(|map| &map.entries);
    let kin = own.filter(|other| other.name.ends_with("_at") == entry.name.ends_with("_at"));
    // Then the same one of other tasks.
    let tasks = document.get(document.root, "tasks").filter(|_| !way.is_empty());
    let tasks = tasks.into_iter().flat_map(|tasks| parts(document, tasks)).take(ENOUGH);
    let mut dates = kin
        .map(|other| other.value)
        .chain(tasks.filter_map(|task| document.get(task, name)))
        .filter_map(|id| Some((id, text(document, id).filter(|text| is_date(text))?)));
    let other = dates.next();
    let moment = other
        .as_ref()
        .map_or_else(|| name.ends_with("_at"), |(_, other)| other.len() > "2026-01-01".len());
    let value = moment_text(now, moment);
    let is_plain = other.is_some_and(|(id, _)| document.is_plain(id));
    editor.set_date(map, way, name, &value, is_plain)
}

/// The values in a list or a map.
fn parts(document: &Document<'_>, id: Id) -> Vec<Id> {
    match &document.node(id).kind {
        Kind::List(list) => list.items.iter().map(|item| item.value).collect(),
        Kind::Map(map) => map.entries.iter().map(|entry| entry.value).collect(),
        _ => Vec::new(),
    }
}

/// Takes a date out that is true no more; its field stays.
pub(super) fn empty_date(
    editor: &mut Editor<'_, '_>,
    map: Id,
    way: &[Step],
    name: &str,
) -> Result<()> {
    let document = editor.document;
    let date = document.get(map, name).and_then(|id| text(document, id));
    match date.is_some_and(|text| is_date(&text)) {
        true => editor.set(map, way, name, &Value::Null, None),
        false => Ok(()),
    }
}

/// A date, or a moment to the second.
pub(super) fn moment_text(now: Timestamp, moment: bool) -> String {
    let text = now.to_string();
    match moment {
        true => format!("{}Z", text.get(..19).unwrap_or(&text)),
        false => text.get(..10).unwrap_or(&text).to_owned(),
    }
}

/// Sets a field of a task.
pub(super) fn set_field(
    editor: &mut Editor<'_, '_>,
    plan: &Plan<'_>,
    edit: &SetTaskField,
    now: Timestamp,
) -> Result<()> {
    let value = Value::from_json(&edit.value)
        .ok_or_else(|| Error::invalid("value", "is nested too deeply"))?;
    if edit.field.is_empty() {
        return Err(Error::invalid("field", "must not be empty"));
    }
    if let ("status", Value::Text(status)) = (edit.field.as_str(), &value) {
        checked_status(plan, None, value.clone(), "value")?;
        return set_status(editor, plan, &edit.task_id, status, None, now);
    }
    let (task, node, way, _) = find(plan, &edit.task_id, "task_id")?;
    let value = checked(plan, task, &edit.field, value)?;
    match editor.document.is_null(node) {
        true => begin(editor, &way, vec![(edit.field.clone(), value)]),
        false => editor.set(node, &way, &edit.field, &value, None),
    }
}

/// What a field of a task may be set to, whatever edit sets it.
pub(super) fn checked(plan: &Plan<'_>, task: &Task, field: &str, value: Value) -> Result<Value> {
    match (field, value) {
        ("status", value) => checked_status(plan, task.original_status.as_deref(), value, "value"),
        ("id", Value::Text(id)) => {
            if task.has_id && task.id != id.trim() {
                return Err(Error::invalid("field", "an id cannot be changed; others refer to it"));
            }
            if id.trim_ascii().is_empty() {
                return Err(Error::invalid("value", "must not be empty"));
            }
            if !task.has_id && plan.task(&id).is_some() {
                return Err(taken(&id).at("value"));
            }
            Ok(Value::Text(id))
        }
        ("id", _) => Err(Error::invalid("value", "must be text")),
        (_, value) => Ok(value),
    }
}

/// A status in the words of the document. What is `said` already may be said again, in quotes.
pub(super) fn checked_status(
    plan: &Plan<'_>,
    said: Option<&str>,
    value: Value,
    path: &str,
) -> Result<Value> {
    match value {
        Value::Text(word) if said == Some(&word) => Ok(Value::Text(word)),
        Value::Text(word) if PlanStatus::fold(&word).is_some() => {
            Ok(Value::Text(spelled(plan, &word)))
        }
        Value::Text(_) => Err(Error::invalid(path, known_statuses())),
        _ => Err(Error::invalid(path, "must be text")),
    }
}

/// What a new task must have: an id of its own, and no status that nobody knows. Answers with the
/// id.
pub(super) fn checked_new(
    plan: &Plan<'_>,
    fields: &mut [(String, Value)],
    path: &str,
) -> Result<String> {
    let at = |field: &str| [path, ".", field].concat();
    let id = fields.iter().rfind(|(name, _)| name == "id").map(|(_, value)| value.clone());
    let Some(Value::Text(id)) = id else {
        let message = if id.is_none() { "is missing; must be text" } else { "must be text" };
        return Err(Error::invalid(at("id"), message));
    };
    if id.trim_ascii().is_empty() {
        return Err(Error::invalid(at("id"), "must not be empty"));
    }
    if plan.task(&id).is_some() {
        return Err(taken(&id).at(&at("id")));
    }
    for (_, value) in fields.iter_mut().filter(|(name, _)| name == "status") {
        *value = checked_status(plan, None, std::mem::replace(value, Value::Null), &at("status"))?;
    }
    Ok(id)
}

fn taken(id: &str) -> Error {
    Error::new(Code::Duplicate, format!("there is a task {id} already"))
}

/// Adds a task, in the way of the others.
pub(super) fn add(editor: &mut Editor<'_, '_>, plan: &Plan<'_>, edit: &AddPlanTask) -> Result<()> {
    let given = Value::from_json(&edit.task.0);
    let Some(Value::Map(mut fields)) = given else {
        return Err(Error::invalid("task", "must be an object, not nested too deeply"));
    };
    let id = checked_new(plan, &mut fields, "task")?;
    let document = editor.document;
    let last = plan.tasks.last().and_then(|task| task.node);
    // The words of the document for what is the same everywhere.
    let label = last.and_then(|node| label_key(document, node)).unwrap_or("title");
    for (name, _) in fields.iter_mut().filter(|(name, _)| name == "label") {
        label.clone_into(name);
    }
    let has = |fields: &[(String, Value)], name: &str| fields.iter().any(|(own, _)| own == name);
    if !has(&fields, "status") {
        let pending = spelled(plan, "pending");
        fields.push(("status".into(), Value::Text(pending)));
    }
    if !has(&fields, "dependencies") && !has(&fields, "depends_on") {
        fields.push(("dependencies".into(), Value::List(Vec::new())));
    }
    if let Some(place) = fields.iter().position(|(name, _)| name == "id") {
        let own = fields.remove(place);
        fields.insert(0, own);
    }
    let before = match edit.before.0.as_deref() {
        Some(other) => Some(find(plan, other, "before")?.3),
        None => None,
    };
    let tasks = document.get(document.root, "tasks");
    let is_empty = tasks.is_none_or(|tasks| {
        document.is_null(tasks)
            || document.list(tasks).is_some_and(|list| list.items.is_empty())
            || document.map(tasks).is_some_and(|map| map.entries.is_empty())
    });
    let Some(tasks) = tasks.filter(|_| !is_empty) else {
        return editor.set(
            document.root,
            &[],
            "tasks",
            &Value::List(vec![Value::Map(fields)]),
            None,
        );
    };
    let is_list = document.list(tasks).is_some();
    let has_inner_id = last.is_some_and(|node| document.get(node, "id").is_some());
    if !is_list && !has_inner_id {
        fields.retain(|(name, _)| name != "id");
    }
    let value = Value::Map(fields);
    match document.list(tasks).is_some_and(|list| list.flow) {
        true if before.is_none() => editor.append(tasks, &[key("tasks")], &value),
        _ => editor.insert_part(tasks, &[key("tasks")], before, &id, &value),
    }
}

/// Takes a task out, and out of the batches and the critical path.
pub(super) fn remove(editor: &mut Editor<'_, '_>, plan: &Plan<'_>, task_id: &str) -> Result<()> {
    let (_, _, _, index) = find(plan, task_id, "task_id")?;
    let waiting: Vec<&str> = (plan.tasks.iter())
        .filter(|task| task.dependencies.iter().flatten().any(|before| before == task_id))
        .map(|task| task.id.as_str())
        .filter(|id| *id != task_id)
        .collect();
    if !waiting.is_empty() {
        let wait = if waiting.len() == 1 { "waits" } else { "wait" };
        let waiting = waiting.join(", ");
        return Err(Error::invalid("task_id", format!("{waiting} still {wait} for {task_id}")));
    }
    let document = editor.document;
    let tasks = document.get(document.root, "tasks");
    let tasks = tasks.ok_or_else(|| Error::not_found("field", "tasks"))?;
    if plan.tasks.len() == 1 && !document.inherits(tasks) {
        editor.empty(document.root, &[], "tasks")?;
    } else {
        editor.remove_part(tasks, &[key("tasks")], index)?;
    }
    let Some(parallel) = document.get(document.root, "parallelization") else { return Ok(()) };
    let way = [key("parallelization")];
    let batches = plan.batches.iter().map(|batch| (batch.key.as_str(), batch.is_map));
    for (name, is_map) in batches.chain([("critical_path", false)]) {
        let Some(own) = document.get(parallel, name) else { continue };
        let (map, way, name) = match is_map && document.list(own).is_none() {
            true => (own, within(&way, key(name)), "tasks"),
            false => (parallel, way.to_vec(), name),
        };
        let Some(list) = document.get(map, name) else { continue };
        let ids = texts(document, list);
        let Some(place) = ids.iter().position(|id| id == task_id) else { continue };
        let is_list = document.list(list).is_some_and(|list| list.items.len() == ids.len());
        if is_list && ids.len() > 1 {
            editor.remove_part(list, &within(&way, key(name)), place)?;
        } else if is_list {
            editor.empty(map, &way, name)?;
        } else {
            let left = ids.iter().filter(|id| *id != task_id).map(|id| Value::text(id)).collect();
            editor.set(map, &way, name, &Value::List(left), None)?;
        }
    }
    Ok(())
}

/// Moves a task before another, or to the end.
pub(super) fn move_to(
    editor: &mut Editor<'_, '_>,
    plan: &Plan<'_>,
    task_id: &str,
    before: Option<&str>,
) -> Result<()> {
    let (_, _, _, index) = find(plan, task_id, "task_id")?;
    let before = match before {
        Some(other) => Some(find(plan, other, "before")?.3),
        None => None,
    };
    let document = editor.document;
    let tasks = document.get(document.root, "tasks");
    let tasks = tasks.ok_or_else(|| Error::not_found("field", "tasks"))?;
    editor.move_part(tasks, &[key("tasks")], index, before)
}
