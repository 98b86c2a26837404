//! What changed between two versions of a document, by path.
//!
//! Items of lists are told apart by their `id` or `name`, not by their place:
//! `decisions[D-001].confidence`. Other lists are compared as a whole. A name or a key that would
//! disturb a path stands in quotes: `decisions["D[1]"]`.

use rustc_hash::{FxHashMap, FxHashSet};
use std::borrow::Cow;

use super::Medallion;
use crate::domain::error::{Error, Result};
use crate::domain::schema::{Json, Map, Tree};
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
    /// `decisions[D-001].confidence`. In which order they stand there is none of it: what is stored
    /// has the order of the later version.
    pub struct Diff as "MedallionDiff" {
        /// What the later version has and the earlier has not.
        pub added: Map<Json>,
        /// What both have, differently.
        pub changed: Map<Change>,
        /// What the earlier version has and the later has not.
        pub removed: Map<Json>,
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
        added: Map::new(),
        changed: Map::new(),
        removed: Map::new(),
        extra: Default::default(),
    };
    compare(&tree(from), &tree(to), "", &mut found);
    found
}

/// The document taken apart.
pub(super) fn tree(medallion: &Medallion) -> Tree {
    Tree::parse(&medallion.to_json()).unwrap_or(Tree::Object(Vec::new()))
}

/// The later version with only those changes that were approved; the others are taken back.
/// Who made it and when is not up for approval.
///
/// # Errors
/// `INVALID` at `approve.…` for what was not up for approval, or is not what was; `INVALID` if what is
/// left does not hold together.
pub fn partly(from: &Medallion, to: &Medallion, all: &Diff, approved: &Diff) -> Result<Medallion> {
    as_shown(all, approved)?;
    let approved: FxHashSet<&str> = approved.paths().collect();
    let keeps =
        |path: &str| approved.contains(path) || ["meta.model", "meta.updated_at"].contains(&path);
    if all.paths().all(keeps) {
        return Ok(to.clone());
    }
    Medallion::parse(&merge(&tree(from), &tree(to), "", &keeps).text())
}

/// Whoever approves a change may leave out parts of it, and nothing else: what they changed in it would
/// be lost without a word.
fn as_shown(all: &Diff, approved: &Diff) -> Result<()> {
    let is_still =
        |shown: &Json, back: &Json| match (Tree::parse(shown.text()), Tree::parse(back.text())) {
            (Some(shown), Some(back)) => shown.is_still(&back),
            _ => false,
        };
    let check = |path: &str, is_same: Option<bool>| match is_same {
        Some(true) => Ok(()),
        Some(false) => Err(Error::invalid(
            format!("approve.{path}"),
            "must be as it was shown, or left out; what is approved cannot be changed",
        )),
        None => Err(Error::invalid(format!("approve.{path}"), "was not shown")),
    };
    for (path, back) in approved.added.keys().zip(approved.added.values()) {
        check(path, all.added.get(path).map(|own| is_still(own, back)))?;
    }
    for (path, back) in approved.removed.keys().zip(approved.removed.values()) {
        check(path, all.removed.get(path).map(|own| is_still(own, back)))?;
    }
    for (path, back) in approved.changed.keys().zip(approved.changed.values()) {
        let is_same = |own: &Change| is_still(&own.from, &back.from) && is_still(&own.to, &back.to);
        check(path, all.changed.get(path).map(is_same))?;
    }
    Ok(())
}

/// Two things as compared with each other.
enum Pair<'a> {
    /// Member by member, each with its key.
    Members(Vec<(Cow<'a, str>, &'a Tree)>, Vec<(Cow<'a, str>, &'a Tree)>),
    /// Item by item, each with its name.
    Items(Vec<(Cow<'a, str>, &'a Tree)>, Vec<(Cow<'a, str>, &'a Tree)>),
    /// As a whole.
    Whole,
}

fn pair<'a>(from: &'a Tree, to: &'a Tree) -> Pair<'a> {
    match (from, to) {
        (Tree::Object(from), Tree::Object(to)) => {
            let members = |members: &'a [(String, Tree)]| {
                members.iter().map(|(key, value)| (Cow::from(key), value)).collect()
            };
            Pair::Members(members(from), members(to))
        }
        (Tree::List(from), Tree::List(to)) => match (by_name(from), by_name(to)) {
            (Some(from), Some(to)) => Pair::Items(from, to),
            _ => Pair::Whole,
        },
        _ => Pair::Whole,
    }
}

/// A list of things that each have a name of their own, by that name.
fn by_name(list: &[Tree]) -> Option<Vec<(Cow<'_, str>, &Tree)>> {
    let mut names = FxHashSet::default();
    let named = |item| {
        let name = name_of(item)?;
        names.insert(name.clone()).then_some((Cow::from(name), item))
    };
    list.iter().map(named).collect()
}

fn name_of(item: &Tree) -> Option<String> {
    item.get("id").or_else(|| item.get("name")).and_then(Tree::as_string)
}

/// The path of a member; a key that would disturb it stands in quotes.
fn member(path: &str, key: &str) -> String {
    match (key.is_empty() || key.contains(['.', '[', ']', '"']), path) {
        (true, _) => format!("{path}[{key:?}]"),
        (false, "") => key.to_owned(),
        (false, _) => format!("{path}.{key}"),
    }
}

/// The path of an item.
fn item(path: &str, name: &str) -> String {
    match name.is_empty() || name.contains(['[', ']', '"']) {
        true => format!("{path}[{name:?}]"),
        false => format!("{path}[{name}]"),
    }
}

fn compare(from: &Tree, to: &Tree, path: &str, found: &mut Diff) {
    let (from, to, step): (_, _, fn(&str, &str) -> String) = match pair(from, to) {
        Pair::Members(from, to) => (from, to, member),
        Pair::Items(from, to) => (from, to, item),
        Pair::Whole if from == to => return,
        Pair::Whole => {
            let change = Change { from: from.json(), to: to.json(), extra: Default::default() };
            found.changed.insert(path.to_owned(), change);
            return;
        }
    };
    let later: FxHashMap<&str, &Tree> = to.iter().map(|(key, value)| (&**key, *value)).collect();
    let earlier: FxHashSet<&str> = from.iter().map(|(key, _)| &**key).collect();
    for (key, before) in &from {
        let path = step(path, key);
        match later.get(&**key) {
            Some(after) => compare(before, after, &path, found),
            None => found.removed.insert(path, before.json()),
        }
    }
    for (key, after) in to.iter().filter(|(key, _)| !earlier.contains(&**key)) {
        found.added.insert(step(path, key), after.json());
    }
}

/// The later one, with what is not to be kept of the change as it was earlier.
fn merge(from: &Tree, to: &Tree, path: &str, keeps: &dyn Fn(&str) -> bool) -> Tree {
    let parts = |from: &[(Cow<'_, str>, &Tree)],
                 to: &[(Cow<'_, str>, &Tree)],
                 step: fn(&str, &str) -> String| {
        let mut merged: Vec<(String, Tree)> = Vec::new();
        for (key, after) in to {
            let path = step(path, key);
            let before = from.iter().find(|(own, _)| own == key);
            match before {
                Some((_, before)) => {
                    merged.push((key.to_string(), merge(before, after, &path, keeps)));
                }
                None if keeps(&path) => merged.push((key.to_string(), (*after).clone())),
                None => {}
            }
        }
        for (number, (key, before)) in from.iter().enumerate() {
            if !to.iter().any(|(own, _)| own == key) && !keeps(&step(path, key)) {
                let place = number.min(merged.len());
                merged.insert(place, (key.to_string(), (*before).clone()));
            }
        }
        merged
    };
    match pair(from, to) {
        Pair::Members(from, to) => Tree::Object(parts(&from, &to, member)),
        Pair::Items(from, to) => {
            Tree::List(parts(&from, &to, item).into_iter().map(|(_, value)| value).collect())
        }
        Pair::Whole if keeps(path) => to.clone(),
        Pair::Whole => from.clone(),
    }
}
