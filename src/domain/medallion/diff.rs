//! What changed between two versions of a document, by path.
//!
//! Items of lists are told apart by their `id` or `name`, not by their place:
//! `decisions[D-001].confidence`. Other lists are compared as a whole.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::Medallion;
use crate::domain::error::Result;
use crate::domain::schema::Json;
use crate::record;

record! {
    /// A value before and after.
    pub struct Change as "MedallionChange" {
        /// Before.
        pub from: Json,
        /// After.
        pub to: Json,
    }
}

record! {
    /// What changed between two versions, by path. Items of lists are named by their id:
    /// `decisions[D-001].confidence`.
    pub struct Diff as "MedallionDiff" {
        /// What the later version has and the earlier has not.
        pub added: BTreeMap<String, Json>,
        /// What both have, differently.
        pub changed: BTreeMap<String, Change>,
        /// What the earlier version has and the later has not.
        pub removed: BTreeMap<String, Json>,
    }
}

impl Diff {
    /// Whether nothing changed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.changed.is_empty() && self.removed.is_empty()
    }

    /// Every path that is named.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.added.keys().chain(self.changed.keys()).chain(self.removed.keys()).map(String::as_str)
    }
}

/// What changed from one version to another.
#[must_use]
pub fn diff(from: &Medallion, to: &Medallion) -> Diff {
    let mut found = Diff {
        added: BTreeMap::new(),
        changed: BTreeMap::new(),
        removed: BTreeMap::new(),
        extra: Default::default(),
    };
    compare(&value(from), &value(to), "", &mut found);
    found
}

/// The document as a plain JSON value.
pub(super) fn value(medallion: &Medallion) -> Value {
    serde_json::from_str(&medallion.to_json()).unwrap_or_default()
}

/// The later version with only those changes that were approved; the others are taken back.
/// Who made it and when is not up for approval.
///
/// # Errors
/// `INVALID` if what is left does not hold together.
pub fn partly(from: &Medallion, to: &Medallion, all: &Diff, approved: &Diff) -> Result<Medallion> {
    let keeps = |path: &str| approved.paths().any(|own| own == path) || path.starts_with("meta.");
    let taken_back: Vec<&str> = all.paths().filter(|path| !keeps(path)).collect();
    if taken_back.is_empty() {
        return Ok(to.clone());
    }
    let before = value(from);
    let mut after = value(to);
    for path in taken_back {
        let steps = steps(path);
        put(&mut after, &steps, find(&before, &steps).cloned());
    }
    Medallion::parse(&after.to_string())
}

/// A path in its steps: `decisions[D-001].confidence` is `decisions`, `D-001`, `confidence`.
fn steps(path: &str) -> Vec<&str> {
    let mut steps = Vec::new();
    let mut rest = path;
    while !rest.is_empty() {
        let (step, behind) = match rest.strip_prefix('[') {
            Some(inner) => inner.split_once(']').unwrap_or((inner, "")),
            None => rest.find(['.', '[']).map_or((rest, ""), |at| rest.split_at(at)),
        };
        steps.push(step);
        rest = behind.strip_prefix('.').unwrap_or(behind);
    }
    steps
}

fn name_of(item: &Value) -> Option<&str> {
    item.get("id").or_else(|| item.get("name")).and_then(Value::as_str)
}

fn find<'a>(value: &'a Value, steps: &[&str]) -> Option<&'a Value> {
    let Some((step, rest)) = steps.split_first() else { return Some(value) };
    let inner = match value {
        Value::Array(items) => items.iter().find(|item| name_of(item) == Some(step)),
        _ => value.get(step),
    };
    find(inner?, rest)
}

/// Puts a value at a path, or takes out what is there.
fn put(value: &mut Value, steps: &[&str], new: Option<Value>) {
    let Some((step, rest)) = steps.split_first() else { return };
    let at = match value {
        Value::Array(items) => items.iter().position(|item| name_of(item) == Some(step)),
        _ => None,
    };
    match (value, rest.is_empty(), new) {
        (Value::Array(items), true, Some(new)) => match at.and_then(|at| items.get_mut(at)) {
            Some(item) => *item = new,
            None => items.push(new),
        },
        (Value::Array(items), true, None) => drop(at.map(|at| items.remove(at))),
        (Value::Array(items), false, new) => {
            if let Some(item) = at.and_then(|at| items.get_mut(at)) {
                put(item, rest, new);
            }
        }
        (Value::Object(members), true, Some(new)) => drop(members.insert((*step).to_owned(), new)),
        (Value::Object(members), true, None) => drop(members.remove(*step)),
        (Value::Object(members), false, new) => {
            if let Some(member) = members.get_mut(*step) {
                put(member, rest, new);
            }
        }
        _ => {}
    }
}

fn compare(from: &Value, to: &Value, path: &str, found: &mut Diff) {
    match (from, to) {
        (Value::Object(from), Value::Object(to)) => {
            compare_members(from, to, found, |key| match path {
                "" => key.to_owned(),
                _ => format!("{path}.{key}"),
            })
        }
        (Value::Array(from), Value::Array(to)) => match (by_name(from), by_name(to)) {
            (Some(from), Some(to)) => {
                compare_members(&from, &to, found, |key| format!("{path}[{key}]"))
            }
            _ => {
                compare_values(&Value::Array(from.clone()), &Value::Array(to.clone()), path, found)
            }
        },
        _ => compare_values(from, to, path, found),
    }
}

fn compare_values(from: &Value, to: &Value, path: &str, found: &mut Diff) {
    if from != to {
        let change = Change { from: Json::of(from), to: Json::of(to), extra: Default::default() };
        found.changed.insert(path.to_owned(), change);
    }
}

fn compare_members(
    from: &Map<String, Value>,
    to: &Map<String, Value>,
    found: &mut Diff,
    path: impl Fn(&str) -> String,
) {
    for (key, before) in from {
        match to.get(key) {
            Some(after) => compare(before, after, &path(key), found),
            None => {
                found.removed.insert(path(key), Json::of(before));
            }
        }
    }
    for (key, after) in to.iter().filter(|(key, _)| !from.contains_key(*key)) {
        found.added.insert(path(key), Json::of(after));
    }
}

/// A list of things that each have a name of their own, by that name.
fn by_name(list: &[Value]) -> Option<Map<String, Value>> {
    let mut named = Map::new();
    for item in list {
        named.insert(name_of(item)?.to_owned(), item.clone());
    }
    (named.len() == list.len()).then_some(named)
}
