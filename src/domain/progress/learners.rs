//! Who learns: coming, changing, and leaving with all that is theirs.

use super::model::Progress;
use super::records::Learner;
use crate::domain::change::Change;
use crate::domain::curriculum::{Curriculum, EvidenceCounts, Stamp, TaskId, Title};
use crate::domain::error::{Code, Error, Problem, Result};
use crate::domain::event::{EntityType, EventType};
use crate::domain::path::StoredPath;
use crate::domain::schema::{self, JsonObject, Tree, to_json};
use crate::domain::sorted::sort;

/// Makes a learner from their fields; the id and the times may be left out.
///
/// # Errors
/// `INVALID` with the path of each problem; `ALREADY_EXISTS` at `id` or `auth_id`.
pub fn create_learner(
    progress: &Progress,
    input: &JsonObject,
    stamp: Stamp<'_>,
) -> Result<(Vec<Change>, Learner)> {
    let mut fields = members(input)?;
    if fields.get("id").is_none() {
        let id = stamp.id(EntityType::Learner)?;
        fields.set("id", Tree::from(id.as_str()));
    }
    let now = stamp.now.to_string();
    fields.set("created_at", Tree::from(now.as_str()));
    fields.set("updated_at", Tree::from(now.as_str()));
    let learner: Learner = schema::parse(&fields.text())?;
    check_name(&learner)?;
    if progress.learner(learner.id.as_str()).is_some() {
        return Err(taken("id", learner.id.as_str()));
    }
    check(progress, &learner)?;
    Ok((vec![put(&learner, EventType::Created)], learner))
}

/// Changes fields of a learner and leaves the others. What they have done stays theirs, whatever
/// their background is now (design rule 18).
///
/// # Errors
/// `NOT_FOUND`; `INVALID` with the path of each problem; `ALREADY_EXISTS` at `auth_id`.
pub fn update_learner(
    progress: &Progress,
    learner_id: &str,
    patch: &JsonObject,
    stamp: Stamp<'_>,
) -> Result<(Vec<Change>, Learner)> {
    let old = progress.expect(learner_id)?;
    let text = to_json(old);
    let mut document = Tree::parse(&text).unwrap_or(Tree::Object(Vec::new()));
    let Tree::Object(patch) = members(patch)? else { return Ok((Vec::new(), old.clone())) };
    let mut has_changed = false;
    for (field, value) in patch {
        if document.get(&field) == Some(&value) {
            continue;
        }
        if ["id", "created_at", "updated_at"].contains(&field.as_str()) {
            return Err(Error::invalid(field, "cannot be changed by an update"));
        }
        document.set(&field, value);
        has_changed = true;
    }
    if !has_changed {
        return Ok((Vec::new(), old.clone()));
    }
    let mut learner: Learner = schema::parse(&document.text())?;
    learner.updated_at = stamp.now.max(old.updated_at.next_milli());
    if learner.name != old.name {
        check_name(&learner)?;
    }
    check(progress, &learner)?;
    Ok((vec![put(&learner, EventType::Updated)], learner))
}

/// What of a learner is not for them to say, and why.
const NOT_THEIRS: &[(&str, &str)] = &[
    ("auth_id", "who a learner is in the host's login is for the host to say"),
    (
        "mastered_skills",
        "what a learner has mastered is for those who teach to say, and for evidence to show: \
         nothing opens on a claim",
    ),
];

/// Whether a learner may make a change of their own record.
///
/// # Errors
/// `PERMISSION_DENIED` at the field that is not theirs, if it would change.
pub fn check_own_update(progress: &Progress, learner_id: &str, patch: &JsonObject) -> Result<()> {
    let stored = Tree::parse(&to_json(progress.expect(learner_id)?));
    let patch = members(patch)?;
    for (field, why) in NOT_THEIRS {
        let old = stored.as_ref().and_then(|stored| stored.get(field));
        if patch.get(field).is_some_and(|new| Some(new) != old) {
            return Err(Error::problems(Code::PermissionDenied, vec![Problem::new(*field, *why)]));
        }
    }
    Ok(())
}

/// Everything that goes with a learner who is erased: kind and id, the learner last. Private
/// comments and paths are theirs too.
#[must_use]
pub fn all_of_learner(
    curriculum: &Curriculum,
    progress: &Progress,
    learner_id: &str,
) -> Vec<(EntityType, String)> {
    if progress.learner(learner_id).is_none() {
        return Vec::new();
    }
    let mut all = progress.records_of(learner_id);
    for (index, _) in curriculum.tasks() {
        let comments = curriculum.comments(index).iter();
        let own = comments.filter(|own| own.learner_id.as_deref() == Some(learner_id));
        all.extend(own.map(|own| (EntityType::Comment, own.id.to_string())));
    }
    let paths = progress.paths(learner_id).into_iter();
    all.extend(paths.map(|own| (EntityType::Path, own.id.as_str().to_owned())));
    all.push((EntityType::Learner, learner_id.to_owned()));
    all
}

/// What learners have done in tasks that are to go, counted, and the changes that delete it: what
/// deleting a task asks for.
#[must_use]
pub fn evidence_in(progress: &Progress, task_ids: &[String]) -> (EvidenceCounts, Vec<Change>) {
    let wanted: rustc_hash::FxHashSet<&str> = task_ids.iter().map(String::as_str).collect();
    let mut counts = EvidenceCounts::none();
    let mut changes = Vec::new();
    let mut learners: Vec<&str> = progress.learner_ids().collect();
    sort(&mut learners);
    for learner in learners {
        let mut records = progress.records_where(learner, &|task| wanted.contains(task));
        for path in progress.paths(learner) {
            if wanted.contains(path.root_id.as_str()) {
                records.push((EntityType::Path, path.id.as_str().to_owned()));
            } else if let Some(path) = without(path, &wanted) {
                counts.paths += 1;
                let id = path.id.as_str();
                changes.push(Change::put(EntityType::Path, id, EventType::Updated, &path));
            }
        }
        counts.learners += u64::from(!records.is_empty());
        for (kind, id) in records {
            match kind {
                EntityType::Progress => counts.progress += 1,
                EntityType::Submission => counts.submissions += 1,
                EntityType::Validation => counts.validations += 1,
                EntityType::Summary => counts.summaries += 1,
                EntityType::HelpRequest => counts.help_requests += 1,
                EntityType::Path => counts.paths += 1,
                _ => {}
            }
            changes.push(Change::delete(kind, &id, EventType::Deleted));
        }
    }
    (counts, changes)
}

fn check_name(learner: &Learner) -> Result<()> {
    learner.name.as_deref().map_or(Ok(()), |name| match Title::new(name) {
        Ok(_) => Ok(()),
        Err(error) => Err(error.under("name")),
    })
}

/// A path without the steps that are to go, if it leads through any.
fn without(path: &StoredPath, gone: &rustc_hash::FxHashSet<&str>) -> Option<StoredPath> {
    let is_gone = |id: &TaskId| gone.contains(id.as_str());
    path.steps_sequence.0.as_ref().filter(|steps| steps.iter().any(is_gone))?;
    let mut path = path.clone();
    path.steps_sequence.0.iter_mut().for_each(|steps| steps.retain(|id| !is_gone(id)));
    path.updated_at = path.updated_at.next_milli();
    Some(path)
}

fn check(progress: &Progress, learner: &Learner) -> Result<()> {
    let Some(auth_id) = &learner.auth_id else { return Ok(()) };
    match progress.by_auth_id(auth_id.as_str()) {
        Some(other) if other.id != learner.id => Err(taken("auth_id", auth_id.as_str())),
        _ => Ok(()),
    }
}

fn taken(path: &str, value: &str) -> Error {
    let problem = Problem::new(path, format!("{value} is there already"));
    Error::problems(Code::AlreadyExists, vec![problem])
}

fn put(learner: &Learner, event: EventType) -> Change {
    Change::put(EntityType::Learner, learner.id.as_str(), event, learner)
}

fn members(input: &JsonObject) -> Result<Tree> {
    match Tree::parse(input.text()) {
        Some(tree @ Tree::Object(_)) => Ok(tree),
        _ => Err(Error::invalid("", "must be an object in which no key stands twice")),
    }
}
