//! Making, changing and choosing paths.

use super::adjust::{Adjustment, check_table};
use super::records::{PathType, StoredPath};
use crate::domain::change::Change;
use crate::domain::curriculum::{Curriculum, Stamp, TaskId, Title};
use crate::domain::error::{Code, Error, Problem, Result};
use crate::domain::event::{EntityType, EventType};
use crate::domain::id::RecordId;
use crate::domain::progress::Progress;
use crate::domain::schema::{self, JsonObject, Optional, Tree, to_json};
use crate::record;

record! {
    /// A path to be made.
    pub struct PathDraft as "PathDraft" {
        /// Whose.
        pub learner_id: RecordId,
        /// Through what.
        pub root_id: TaskId,
        /// What it is called.
        pub name: Title,
        /// What it is about.
        pub description: String = String::new(),
        /// For whom it is.
        pub path_type: PathType = PathType::Default,
        /// The steps in their order: what it names is in the path, required or not, whatever level,
        /// wishes and skills would leave out. Those of the tree, if nothing is said.
        pub steps_sequence: Optional<Vec<TaskId>>,
        /// The table by which its steps are adjusted; the reference's, if nothing is said.
        pub adjustments: Optional<Vec<Adjustment>>,
    }
}

/// Makes a path. Required steps that it does not name stay in it all the same.
///
/// # Errors
/// `NOT_FOUND` at `learner_id` or `root_id`; `INVALID` at `steps_sequence[n]` for what is no step
/// of that tree, was retired, or is there already, and at `adjustments[n].level` for a level that is
/// there already.
pub fn create_path(
    curriculum: &Curriculum,
    progress: &Progress,
    draft: &PathDraft,
    stamp: Stamp<'_>,
) -> Result<(Vec<Change>, StoredPath)> {
    let at = |path: &'static str| {
        move |error: Error| Error::problems(error.code(), vec![Problem::new(path, error.message())])
    };
    progress.expect(draft.learner_id.as_str()).map_err(at("learner_id"))?;
    let path = StoredPath {
        id: stamp.id(EntityType::Path)?,
        learner_id: draft.learner_id.clone(),
        root_id: draft.root_id.clone(),
        name: draft.name.clone(),
        description: draft.description.clone(),
        path_type: draft.path_type,
        steps_sequence: draft.steps_sequence.clone(),
        adjustments: draft.adjustments.clone(),
        chosen_at: None,
        created_at: stamp.now,
        updated_at: stamp.now,
        extra: draft.extra.clone(),
    };
    curriculum.expect(path.root_id.as_str()).map_err(at("root_id"))?;
    check(curriculum, &path)?;
    check_table(path.adjustments.0.as_deref().unwrap_or_default())?;
    Ok((vec![put(&path, EventType::Created)], path))
}

/// What an update may change, and what of it `null` takes away.
const MAY_CHANGE: [&str; 5] = ["name", "description", "path_type", "steps_sequence", "adjustments"];
const NULLABLE: [&str; 2] = ["steps_sequence", "adjustments"];

/// Changes a path: its name, description, type, steps and table. Steps are looked at where they change:
/// those that went meanwhile keep nobody from giving it another name.
///
/// # Errors
/// `NOT_FOUND`; `INVALID` with the path of each problem, also for what cannot be changed.
pub fn update_path(
    curriculum: &Curriculum,
    progress: &Progress,
    id: &str,
    patch: &JsonObject,
    stamp: Stamp<'_>,
) -> Result<(Vec<Change>, StoredPath)> {
    let old = expect(progress, id)?;
    let text = to_json(old);
    let mut document = Tree::parse(&text).unwrap_or(Tree::Object(Vec::new()));
    let Some(Tree::Object(patch)) = Tree::parse(patch.text()) else {
        return Err(Error::invalid("", "must be an object in which no key stands twice"));
    };
    for (field, value) in patch {
        let may = MAY_CHANGE.contains(&field.as_str());
        if !may && document.get(&field) != Some(&value) {
            return Err(Error::invalid(field, "cannot be changed by an update"));
        }
        let is_null = matches!(&value, Tree::Leaf(text) if &**text == "null");
        match is_null && NULLABLE.contains(&field.as_str()) {
            true => document.remove(&field),
            false => document.set(&field, value),
        }
    }
    let mut path: StoredPath = schema::parse(&document.text())?;
    if path == *old {
        return Ok((Vec::new(), path));
    }
    if path.steps_sequence != old.steps_sequence {
        check(curriculum, &path)?;
    }
    if path.adjustments != old.adjustments {
        check_table(path.adjustments.0.as_deref().unwrap_or_default())?;
    }
    path.updated_at = stamp.now.max(old.updated_at.next_milli());
    Ok((vec![put(&path, EventType::Updated)], path))
}

/// Deletes a path; what was done on it stays.
///
/// # Errors
/// `NOT_FOUND`.
pub fn delete_path(progress: &Progress, id: &str) -> Result<Vec<Change>> {
    let path = expect(progress, id)?;
    Ok(vec![Change::delete(EntityType::Path, path.id.as_str(), EventType::Deleted)])
}

/// Lets a learner follow a path, and no other through the same tree.
///
/// # Errors
/// `NOT_FOUND`, also for another learner's path.
pub fn choose(
    progress: &Progress,
    learner_id: &str,
    id: &str,
    stamp: Stamp<'_>,
) -> Result<(Vec<Change>, StoredPath)> {
    let path = own(progress, learner_id, id)?;
    let mut changes = Vec::new();
    for other in progress.paths(learner_id) {
        if other.id != path.id && other.root_id == path.root_id && other.chosen_at.is_some() {
            changes.push(put(&left(other, stamp), EventType::Updated));
        }
    }
    let chosen = match path.chosen_at {
        Some(_) => path.clone(),
        None => {
            let now = stamp.now;
            let chosen = StoredPath { chosen_at: Some(now), updated_at: now, ..path.clone() };
            changes.push(put(&chosen, EventType::Updated));
            chosen
        }
    };
    Ok((changes, chosen))
}

/// Lets a learner follow a path no longer; those that they do not follow stay as they are.
///
/// # Errors
/// `NOT_FOUND`, also for another learner's path.
pub fn leave(
    progress: &Progress,
    learner_id: &str,
    id: &str,
    stamp: Stamp<'_>,
) -> Result<(Vec<Change>, StoredPath)> {
    let path = own(progress, learner_id, id)?;
    let left = left(path, stamp);
    let changes = match path.chosen_at {
        Some(_) => vec![put(&left, EventType::Updated)],
        None => Vec::new(),
    };
    Ok((changes, left))
}

fn left(path: &StoredPath, stamp: Stamp<'_>) -> StoredPath {
    StoredPath { chosen_at: None, updated_at: stamp.now, ..path.clone() }
}

fn own<'a>(progress: &'a Progress, learner_id: &str, id: &str) -> Result<&'a StoredPath> {
    let path = expect(progress, id)?;
    match path.learner_id.as_str() == learner_id {
        true => Ok(path),
        false => Err(missing(id)),
    }
}

fn check(curriculum: &Curriculum, path: &StoredPath) -> Result<()> {
    let root = curriculum.expect(path.root_id.as_str())?;
    let mut problems = Vec::new();
    let sequence = path.steps_sequence.0.as_deref().unwrap_or_default();
    let mut seen = rustc_hash::FxHashSet::default();
    for (number, id) in sequence.iter().enumerate() {
        let index = curriculum.index(id.as_str());
        let is_below = |index| curriculum.ancestors(index).any(|above| above == root);
        let problem = match index {
            None => format!("task {id} does not exist"),
            Some(index) if !is_below(index) => format!("{id} is not below {}", path.root_id),
            Some(index) if curriculum.is_container(index) => {
                format!("{id} is no step: it has parts")
            }
            Some(index) if !curriculum.is_in_use(index) => format!("{id} was retired"),
            Some(_) if !seen.insert(id) => format!("{id} is there already"),
            Some(_) => continue,
        };
        problems.push(Problem::new(format!("steps_sequence[{number}]"), problem));
    }
    match problems.is_empty() {
        true => Ok(()),
        false => Err(Error::problems(Code::Invalid, problems)),
    }
}

fn expect<'a>(progress: &'a Progress, id: &str) -> Result<&'a StoredPath> {
    progress.path(id).ok_or_else(|| missing(id))
}

fn missing(id: &str) -> Error {
    Error::new(Code::NotFound, format!("path {id} does not exist"))
}

fn put(path: &StoredPath, event: EventType) -> Change {
    Change::put(EntityType::Path, path.id.as_str(), event, path)
}
