//! From what hangs on a task to what a changed course wants to hang on it.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::domain::change::Change;
use crate::domain::curriculum::dependency::{added, removed};
use crate::domain::curriculum::links::dependency_id;
use crate::domain::curriculum::model::{Curriculum, TaskIndex};
use crate::domain::curriculum::records::Dependency;
use crate::domain::event::{EntityType, EventType};
use crate::domain::schema::{Json, ToJson, Tree};

/// What hangs on a task, as it is stored.
#[derive(Debug, Clone)]
pub(super) struct Hung {
    id: String,
    /// Of which task, and where among what hangs on it.
    place: [Option<Tree>; 2],
    /// The rest, but for the time.
    says: Tree,
    whole: Tree,
}

impl Hung {
    pub fn of(record: &dyn ToJson) -> Self {
        let mut text = String::new();
        record.write(&mut text);
        let whole = Tree::parse(&text).unwrap_or(Tree::Object(Vec::new()));
        let mut says = whole.clone();
        ["id", "task_id", "position", "created_at"].iter().for_each(|key| says.remove(key));
        let id = whole.get("id").and_then(Tree::as_string).unwrap_or_default();
        Self { id, place: ["task_id", "position"].map(|key| whole.get(key).cloned()), says, whole }
    }

    fn put(self, kind: EntityType, event: EventType, new: Option<Json>) -> Change {
        let body = Some(self.whole.text().into());
        Change { kind, id: self.id, event, body, old: None, new, reason: None }
    }
}

/// What hung on each task of a course, and what is to hang on it.
pub(super) type Before = (Vec<Hung>, Vec<Hung>);

/// The changes from what hung on the tasks of a project to what a course wants there. What has the
/// same id is the same record (`known` finds it where its task goes out of use), else what says the
/// same at the same task. Of what is new the event tells the member `told`.
pub(super) fn attached(
    kind: EntityType,
    told: &str,
    tasks: Vec<Before>,
    known: &dyn Fn(&str) -> Option<Hung>,
) -> Vec<Change> {
    let mut same: FxHashMap<String, Hung> = FxHashMap::default();
    let news: FxHashSet<String> =
        tasks.iter().flat_map(|(_, new)| new).map(|own| own.id.clone()).collect();
    let mut tasks = tasks;
    for (old, _) in &mut tasks {
        let (kept, left) = std::mem::take(old).into_iter().partition(|own| news.contains(&own.id));
        *old = left;
        let kept: Vec<Hung> = kept;
        same.extend(kept.into_iter().map(|own| (own.id.clone(), own)));
    }
    let mut changes = Vec::new();
    let mut gone = Vec::new();
    for (mut old, new) in tasks {
        for mut own in new {
            let found = same.remove(&own.id).or_else(|| known(&own.id)).or_else(|| {
                let found = old.iter().position(|other| other.says == own.says)?;
                Some(old.remove(found))
            });
            let Some(found) = found else {
                let new = own.whole.get(told).map(Tree::json);
                changes.push(own.put(kind, EventType::Created, new));
                continue;
            };
            if own.says != found.says || own.place != found.place {
                for key in ["id", "created_at"] {
                    found
                        .whole
                        .get(key)
                        .cloned()
                        .into_iter()
                        .for_each(|old| own.whole.set(key, old));
                }
                own.id = found.id;
                changes.push(own.put(kind, EventType::Updated, None));
            }
        }
        gone.extend(old);
    }
    changes.extend(gone.iter().map(|own| Change::delete(kind, &own.id, EventType::Deleted)));
    changes
}

/// The changes from the dependencies within some tasks to those that are wanted. Those that reach
/// beyond them stay.
pub(super) fn dependencies(
    curriculum: &Curriculum,
    tasks: &[TaskIndex],
    wanted: &[Dependency],
) -> Vec<Change> {
    let pair_of =
        |own: &Dependency| dependency_id(own.task_id.as_str(), own.depends_on_id.as_str());
    let mut left: FxHashMap<String, &Dependency> =
        wanted.iter().map(|own| (pair_of(own), own)).collect();
    let mut inside = vec![false; curriculum.bound()];
    for index in tasks {
        inside.get_mut(index.number()).into_iter().for_each(|own| *own = true);
    }
    let mut changes = Vec::new();
    for index in tasks {
        for (other, own) in curriculum.dependencies(*index) {
            let pair = pair_of(own);
            match left.remove(&pair) {
                Some(wanted)
                    if wanted.dependency_type == own.dependency_type
                        && wanted.metadata == own.metadata
                        && wanted.extra == own.extra => {}
                Some(wanted) => {
                    let kind = EntityType::Dependency;
                    changes.push(Change::put(kind, &pair, EventType::Updated, wanted));
                }
                None if inside.get(other.number()) == Some(&true) => changes.push(removed(own)),
                None => {}
            }
        }
    }
    let new = wanted.iter().filter(|own| left.contains_key(&pair_of(own)));
    changes.extend(new.map(added));
    changes
}
