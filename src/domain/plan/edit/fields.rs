//! Edits of fields, criteria and blockers.

use super::editor::{Editor, unsafe_edit};
use super::tasks::{checked, checked_new, checked_status};
use super::{key, step_to, within};
use crate::domain::ascii;
use crate::domain::error::{Code, Error, Result};
use crate::domain::plan::declared::must_be;
use crate::domain::plan::model::Plan;
use crate::domain::plan::numbers::numbers;
use crate::domain::plan::operation::{
    AddPlanBlocker, AppendPlanField, ResolvePlanBlocker, SetPlanCriterion, SetPlanField,
};
use crate::domain::plan::status::{PlanStatus, spelled_like};
use crate::domain::plan::values::PlanCriterionKind;
use crate::domain::schema::Json;
use crate::domain::yaml::{Document, Id, Kind, Step, Value};

fn value_of(json: &Json) -> Result<Value> {
    Value::from_json(json).ok_or_else(|| Error::invalid("value", "is nested too deeply"))
}

/// Where a path ends: the collection, the way to it, and the step in it.
fn resolve(document: &Document<'_>, path: &str) -> Result<(Id, Vec<Step>, Step)> {
    let unknown = || Error::invalid("field", format!("{path} is not there"));
    let mut rest = path;
    let (mut id, mut way) = (document.root, Vec::new());
    loop {
        let (step, behind, next) = match &document.node(id).kind {
            Kind::List(list) => {
                let (number, behind) = rest
                    .strip_prefix('[')
                    .and_then(|rest| rest.split_once(']'))
                    .ok_or_else(unknown)?;
                let index: usize = number.parse().map_err(|_| unknown())?;
                let item = list.items.get(index).ok_or_else(unknown)?;
                (Step::Index(index), behind, Some(item.value))
            }
            Kind::Map(map) => {
                // A key may have dots of its own; the longest that fits is meant.
                let fits = map.entries.iter().filter_map(|entry| {
                    let behind = rest.strip_prefix(&*entry.name)?;
                    let ends = behind.is_empty() || ascii::begins(behind, ".[");
                    ends.then_some((entry, behind))
                });
                match fits.max_by_key(|(entry, _)| entry.name.len()) {
                    Some((entry, behind)) => {
                        (Step::Key(entry.name.clone().into_owned()), behind, Some(entry.value))
                    }
                    None if ascii::has(rest, ".[") => return Err(unknown()),
                    None => (key(rest), "", None),
                }
            }
            _ if id == document.root && !ascii::has(rest, ".[") => (key(rest), "", None),
            _ => return Err(unknown()),
        };
        match next {
            Some(next) if !behind.is_empty() => {
                way.push(step);
                id = next;
                rest = behind.strip_prefix('.').unwrap_or(behind);
            }
            _ => return Ok((id, way, step)),
        }
    }
}

/// What an edit of this path changes; none if there is nothing yet.
pub(in crate::domain::plan) fn node_at(document: &Document<'_>, path: &str) -> Option<Id> {
    let (id, _, step) = resolve(document, path).ok()?;
    match step {
        Step::Key(key) => document.get(id, &key),
        Step::Index(index) => Some(document.list(id)?.items.get(index)?.value),
    }
}

/// Sets a field at the top, or inside another.
pub(super) fn set(editor: &mut Editor<'_, '_>, plan: &Plan<'_>, edit: &SetPlanField) -> Result<()> {
    if edit.field.is_empty() {
        return Err(Error::invalid("field", "must not be empty"));
    }
    let value = value_of(&edit.value)?;
    // What is computed when saving would not stay.
    if let Some(number) = must_be(plan, &numbers(plan), &edit.field) {
        let said = match &value {
            Value::Plain(text) | Value::Text(text) => text.trim_end_matches('%'),
            _ => "",
        };
        if said != number {
            let message = format!("{} is computed, and comes to {number}", edit.field);
            return Err(Error::invalid("value", message));
        }
    }
    let value = match (edit.field.as_str(), value) {
        ("status", value) => checked_status(plan, plan.status.as_deref(), value, "value")?,
        (_, value) => value,
    };
    let document = editor.document;
    // What is said of a task is looked at as it is where its edits say it.
    let task_at = |node: Id| plan.tasks.iter().find(|task| task.node == Some(node));
    let whole = |node: Option<Id>, value: Value| match (node.and_then(task_at), value) {
        (Some(task), Value::Map(fields)) => {
            let own = |(name, value): (String, Value)| {
                checked(plan, task, &name, value).map(|value| (name, value))
            };
            fields.into_iter().map(own).collect::<Result<_>>().map(Value::Map)
        }
        (_, value) => Ok(value),
    };
    match resolve(document, &edit.field)? {
        (map, way, Step::Key(name)) => {
            let value = match task_at(map) {
                Some(task) => checked(plan, task, &name, value)?,
                None => whole(document.get(map, &name), value)?,
            };
            editor.set(map, &way, &name, &value, None)
        }
        (list, way, Step::Index(index)) => {
            let item = document.list(list).and_then(|list| list.items.get(index));
            let value = whole(item.map(|item| item.value), value)?;
            editor.set_item(list, index, &way, &value)
        }
    }
}

/// Adds to a list, if it is not in it already.
pub(super) fn append(
    editor: &mut Editor<'_, '_>,
    plan: &Plan<'_>,
    edit: &AppendPlanField,
) -> Result<()> {
    let mut value = value_of(&edit.value)?;
    if let ("tasks", Value::Map(fields)) = (edit.field.as_str(), &mut value) {
        checked_new(plan, fields, "value")?;
    }
    let (map, way, Step::Key(name)) = resolve(editor.document, &edit.field)? else {
        return Err(Error::invalid("field", "must name a list"));
    };
    append_to(editor, map, &way, &name, value, "field")
}

/// Adds to a list; `path` is what of the edit asks for it.
fn append_to(
    editor: &mut Editor<'_, '_>,
    map: Id,
    way: &[Step],
    name: &str,
    value: Value,
    path: &str,
) -> Result<()> {
    let document = editor.document;
    match document.get(map, name) {
        Some(id) if document.list(id).is_some_and(|list| !list.items.is_empty()) => {
            if let Value::List(items) = Value::of(document, id)
                && items.contains(&value)
            {
                return Ok(());
            }
            editor.append(id, &within(way, key(name)), &value)
        }
        Some(id) if !document.is_null(id) && document.list(id).is_none() => {
            Err(Error::invalid(path, format!("cannot be added: {name} is no list")))
        }
        _ => editor.set(map, way, name, &Value::List(vec![value]), None),
    }
}

/// Where an item of a field stands, alone or in a group: what it is in, the way there, its own step
/// and its number.
fn place_of(
    document: &Document<'_>,
    field: &str,
    node: Id,
) -> Option<(Id, Vec<Step>, Step, usize)> {
    let collection = document.get(document.root, field)?;
    let way = vec![key(field)];
    if let Some((step, index)) = step_to(document, collection, node) {
        return Some((collection, way, step, index));
    }
    let groups = document.map(collection)?;
    groups.entries.iter().find_map(|group| {
        let (step, index) = step_to(document, group.value, node)?;
        Some((group.value, within(&way, key(&group.name)), step, index))
    })
}

/// Sets fields of an item of a list at the top; an item that is a text alone becomes a map.
fn set_in_item(
    editor: &mut Editor<'_, '_>,
    field: &str,
    node: Id,
    text_key: &str,
    values: &[(&str, Value)],
) -> Result<()> {
    let document = editor.document;
    let lost = || unsafe_edit("it is not where it was read");
    let (collection, above, step, index) = place_of(document, field, node).ok_or_else(lost)?;
    let way = within(&above, step);
    if document.map(node).is_some() {
        for (name, value) in values {
            editor.set(node, &way, name, value, None)?;
        }
        return Ok(());
    }
    let own = Value::of(document, node);
    let flag = values.iter().find(|(name, _)| *name == "verified");
    if let (Value::Plain(_), Some((_, flag)), [_]) = (&own, flag, values) {
        // `key: true` stays a flag.
        let Some(Step::Key(name)) = way.last() else { return Err(lost()) };
        return editor.set(collection, &above, name, flag, None);
    }
    let mut fields = match own {
        Value::Plain(_) if flag.is_some() => Vec::new(),
        own => vec![(text_key.to_owned(), own)],
    };
    fields.extend(values.iter().map(|(name, value)| ((*name).to_owned(), value.clone())));
    match way.last() {
        Some(Step::Key(name)) => editor.set(collection, &above, name, &Value::Map(fields), None),
        _ => editor.set_item(collection, index, &above, &Value::Map(fields)),
    }
}

/// The only one of an id.
fn only<'p, T>(
    mut found: impl Iterator<Item = &'p T>,
    kind: &'static str,
    id: &str,
) -> Result<&'p T> {
    let named_by = || format!("{kind}_id");
    let first = found.next().ok_or_else(|| Error::not_found(kind, id).at(&named_by()))?;
    match found.next() {
        Some(_) => Err(unsafe_edit(format!("there are several of the id {id}")).at(&named_by())),
        None => Ok(first),
    }
}

/// Says whether a criterion is met.
pub(super) fn set_criterion(
    editor: &mut Editor<'_, '_>,
    plan: &Plan<'_>,
    edit: &SetPlanCriterion,
) -> Result<()> {
    let folded = PlanStatus::fold(&edit.status)
        .ok_or_else(|| Error::invalid("status", "is no known status of a criterion"))?;
    let id = &edit.criterion_id;
    let criterion =
        only(plan.criteria.iter().filter(|criterion| criterion.id == *id), "criterion", id)?;
    let node = criterion.node.ok_or_else(|| unsafe_edit("it is not in the front matter"))?;
    let field = match criterion.kind {
        PlanCriterionKind::Criterion => "success_criteria",
        PlanCriterionKind::Gate => "quality_gates",
    };
    let document = editor.document;
    let is_met = folded == PlanStatus::Completed;
    let flag = Value::Plain(is_met.to_string());
    // Gates say it with a flag.
    let is_flag = match document.map(node) {
        Some(_) => {
            document.get(node, "verified").is_some() && document.get(node, "status").is_none()
        }
        None => matches!(Value::of(document, node), Value::Plain(_)),
    };
    let mut values = match is_flag {
        true => vec![("verified", flag)],
        false => {
            let own = plan.criteria.iter().filter_map(|own| own.original_status.as_deref());
            let words: Vec<&str> = own.collect();
            vec![("status", Value::text(&spelled_like(&words, &edit.status)))]
        }
    };
    values.extend(edit.evidence.0.as_deref().map(|text| ("evidence", Value::text(text))));
    set_in_item(editor, field, node, "description", &values)
}

/// Adds a blocker; without an id it gets the next number.
pub(super) fn add_blocker(
    editor: &mut Editor<'_, '_>,
    plan: &Plan<'_>,
    edit: &AddPlanBlocker,
) -> Result<()> {
    let given = Value::from_json(&edit.blocker.0);
    let Some(Value::Map(mut fields)) = given else {
        return Err(Error::invalid("blocker", "must be an object, not nested too deeply"));
    };
    let has = |fields: &[(String, Value)], name: &str| fields.iter().any(|(own, _)| own == name);
    let is_title = |name: &str| matches!(name, "title" | "description");
    let titles = fields.iter().filter(|(name, _)| is_title(name)).map(|(_, title)| title);
    let is_text = |title: &Value| matches!(title, Value::Text(text) if !text.trim().is_empty());
    if titles.clone().next().is_none() || !titles.clone().all(is_text) {
        return Err(Error::invalid("blocker.title", "must be text that is not blank"));
    }
    let taken = |id: &str| plan.blockers.iter().any(|blocker| blocker.id == id);
    match Value::Map(fields.clone()).get("id") {
        Some(Value::Text(id)) if taken(id) => {
            let message = format!("there is a blocker {id} already");
            return Err(Error::new(Code::Duplicate, message).at("blocker.id"));
        }
        Some(Value::Text(_)) => {}
        Some(_) => return Err(Error::invalid("blocker.id", "must be text")),
        None => {
            let mut numbers = (1..).map(|number| format!("BLOCKER-{number}"));
            let id = numbers.find(|id| !taken(id)).unwrap_or_default();
            fields.insert(0, ("id".into(), Value::Text(id)));
        }
    }
    if !has(&fields, "status") {
        fields.push(("status".into(), Value::text("active")));
    }
    let root = editor.document.root;
    let blocker = Value::Map(fields);
    // Neither `blockers: none` nor `blockers: {}` is a list yet.
    match plan.field("blockers").filter(|_| plan.blockers.is_empty()) {
        Some(id) if editor.document.list(id).is_none() => {
            editor.set(root, &[], "blockers", &Value::List(vec![blocker]), None)
        }
        _ => append_to(editor, root, &[], "blockers", blocker, "blocker"),
    }
}

/// Says that a blocker is no more.
pub(super) fn resolve_blocker(
    editor: &mut Editor<'_, '_>,
    plan: &Plan<'_>,
    edit: &ResolvePlanBlocker,
) -> Result<()> {
    let id = &edit.blocker_id;
    let blocker = only(plan.blockers.iter().filter(|blocker| blocker.id == *id), "blocker", id)?;
    let node = blocker.node.ok_or_else(|| unsafe_edit("it is not in the front matter"))?;
    let own = plan.blockers.iter().filter_map(|own| own.status.as_deref());
    let word = spelled_like(&own.collect::<Vec<_>>(), "resolved");
    let mut values = vec![("status", Value::Text(word))];
    values.extend(edit.resolution.0.as_deref().map(|text| ("resolution", Value::text(text))));
    set_in_item(editor, "blockers", node, "title", &values)
}
