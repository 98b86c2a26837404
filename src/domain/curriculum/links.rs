//! Which task waits for which, looked at from both ends.

use std::rc::Rc;

use super::model::{Curriculum, TaskIndex};
use super::records::Dependency;
use super::values::{DependencyType, TaskId};
use crate::domain::id::Actor;
use crate::domain::schema::{JsonObject, Members, Mismatch, Read, Reader, write_record};

/// A dependency as seen from one of its ends.
#[derive(Debug, Clone, PartialEq)]
pub struct Edge {
    /// The task at the other end.
    pub other: TaskIndex,
    /// Whether the one waits for the other.
    pub is_blocking: bool,
    /// The dependency.
    pub dependency: Rc<Dependency>,
}

/// The id under which a dependency is stored: there is one for each ordered pair.
///
/// ```
/// assert_eq!(medallion::domain::curriculum::dependency_id("p.2", "p.1"), "p.2>p.1");
/// ```
#[must_use]
pub fn dependency_id(task_id: &str, depends_on_id: &str) -> String {
    format!("{task_id}>{depends_on_id}")
}

/// Takes in a dependency that is not there yet.
pub(super) fn connect(curriculum: &mut Curriculum, dependency: Dependency) {
    let from = curriculum.intern(dependency.task_id.as_str());
    let to = curriculum.intern(dependency.depends_on_id.as_str());
    connect_both(curriculum, from, to, dependency);
}

fn connect_both(
    curriculum: &mut Curriculum,
    from: TaskIndex,
    to: TaskIndex,
    dependency: Dependency,
) {
    let is_blocking = dependency.dependency_type.is_blocking();
    let dependency = Rc::new(dependency);
    if let Some(node) = curriculum.node_mut(from) {
        node.waits_for.push(Edge { other: to, is_blocking, dependency: dependency.clone() });
    }
    if let Some(node) = curriculum.node_mut(to) {
        node.awaited_by.push(Edge { other: from, is_blocking, dependency });
    }
}

/// A dependency without its ends, which its id names.
pub(super) fn body_of(dependency: &Dependency) -> String {
    let Dependency { dependency_type, metadata, created_by, created_at, extra, .. } = dependency;
    let mut out = String::new();
    let members: Members<'_> = &[
        ("dependency_type", dependency_type),
        ("metadata", metadata),
        ("created_by", created_by),
        ("created_at", created_at),
    ];
    write_record(members, extra, &mut out);
    out
}

/// Forgets the dependency of an id, if there is one.
pub(super) fn disconnect(curriculum: &mut Curriculum, id: &str) {
    let Some((from, to)) = id.split_once('>') else { return };
    let ends = (curriculum.indices.get(from).copied(), curriculum.indices.get(to).copied());
    let (Some(from), Some(to)) = ends else { return };
    // Most that come are new: one look at the shorter list says so.
    let is_there = match (curriculum.node(from), curriculum.node(to)) {
        (Some(one), Some(other)) if one.waits_for.len() <= other.awaited_by.len() => {
            one.waits_for.iter().any(|edge| edge.other == to)
        }
        (_, Some(other)) => other.awaited_by.iter().any(|edge| edge.other == from),
        _ => false,
    };
    if !is_there {
        return;
    }
    if let Some(node) = curriculum.node_mut(from) {
        node.waits_for.retain(|edge| edge.other != to);
    }
    if let Some(node) = curriculum.node_mut(to) {
        node.awaited_by.retain(|edge| edge.other != from);
    }
}

impl Curriculum {
    /// Takes in a dependency that is not there yet, as [`body_of`](Self::body_of) gives it.
    ///
    /// # Errors
    /// That it is none.
    pub fn recall_dependency(&mut self, id: &str, body: &str) -> Read<()> {
        let (task_id, depends_on_id) = id.split_once('>').ok_or(Mismatch::KIND)?;
        let (from, to) = (self.intern(task_id), self.intern(depends_on_id));
        let (mut dependency_type, mut metadata) = (None, None);
        let (mut created_by, mut created_at) = (None, None);
        let extra = Reader::known(body).fields(&mut [
            ("dependency_type", &mut dependency_type),
            ("metadata", &mut metadata),
            ("created_by", &mut created_by),
            ("created_at", &mut created_at),
        ])?;
        let dependency = Dependency {
            task_id: self.id_of(from, task_id)?,
            depends_on_id: self.id_of(to, depends_on_id)?,
            dependency_type: dependency_type.unwrap_or(DependencyType::Blocks),
            metadata: metadata.unwrap_or_else(JsonObject::empty),
            created_by: created_by.unwrap_or_else(Actor::system),
            created_at: created_at.ok_or(Mismatch::MISSING)?,
            extra,
        };
        connect_both(self, from, to, dependency);
        Ok(())
    }

    /// The id of a task, which is held once.
    fn id_of(&self, index: TaskIndex, id: &str) -> Read<TaskId> {
        let known = self.at(index).map(|task| task.id.clone());
        known.map_or_else(|| TaskId::new(id).map_err(|_| Mismatch::KIND), Ok)
    }

    /// What a task waits for, or has to do with: each with the task that it names.
    pub fn dependencies(&self, index: TaskIndex) -> impl Iterator<Item = (TaskIndex, &Dependency)> {
        let edges = self.node(index).map_or(&[][..], |node| &node.waits_for);
        self.whole(edges)
    }

    /// What waits for a task, or has to do with it: each with the task that says so.
    pub fn dependents(&self, index: TaskIndex) -> impl Iterator<Item = (TaskIndex, &Dependency)> {
        let edges = self.node(index).map_or(&[][..], |node| &node.awaited_by);
        self.whole(edges)
    }

    /// The tasks that must be closed before this one may begin, of those that are in use.
    pub fn blockers(&self, index: TaskIndex) -> impl Iterator<Item = (TaskIndex, DependencyType)> {
        let blocking = self.dependencies(index).map(|(other, own)| (other, own.dependency_type));
        blocking.filter(|(other, kind)| kind.is_blocking() && self.is_in_use(*other))
    }

    /// What a task waits for, whether it is there and in use or not: the fast way for who knows.
    pub fn waits_for(&self, index: TaskIndex) -> impl Iterator<Item = TaskIndex> {
        let edges = self.node(index).map_or(&[][..], |node| &node.waits_for);
        edges.iter().filter(|edge| edge.is_blocking).map(|edge| edge.other)
    }

    /// The dependency of a pair of tasks.
    #[must_use]
    pub fn dependency(&self, task_id: &str, depends_on_id: &str) -> Option<&Dependency> {
        let (from, to) = (self.index(task_id)?, self.index(depends_on_id)?);
        self.dependencies(from).find(|(other, _)| *other == to).map(|(_, own)| own)
    }

    /// How many dependencies there are.
    #[must_use]
    pub fn dependency_count(&self) -> usize {
        self.tasks().map(|(index, _)| self.dependencies(index).count()).sum()
    }

    /// An edge to a task that is not there is as good as none.
    fn whole<'a>(&'a self, edges: &'a [Edge]) -> impl Iterator<Item = (TaskIndex, &'a Dependency)> {
        let is_there = |edge: &&Edge| self.at(edge.other).is_some();
        edges.iter().filter(is_there).map(|edge| (edge.other, &*edge.dependency))
    }
}
