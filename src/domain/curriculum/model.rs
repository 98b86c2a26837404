//! All trees of a workspace in memory, with what hangs on them.
//!
//! Tasks, dependencies, objectives and criteria are held whole: rules look at most of their
//! fields, and a curriculum is small beside what its learners do. Of content and comments only
//! heads are held. Nothing here reads or writes a store: whoever does hands over what is stored,
//! record by record and in any order, and it is the same model in the end.

use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::heads::{CommentHead, ContentHead};
use super::links::{self, Edge};
use super::records::{Comment, Content, Criterion, Dependency, Objective, Task};
use super::values::TaskType;
use crate::domain::change::Change;
use crate::domain::error::{Error, Result};
use crate::domain::event::EntityType;
use crate::domain::schema::{self, Json, Shaped};
use crate::domain::sorted::sort_by;

/// The number of a task, the same as long as the model lives; deleted ones keep theirs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TaskIndex(pub u32);

impl TaskIndex {
    /// For lists that have a place for each task.
    #[must_use]
    pub fn number(self) -> usize {
        self.0 as usize
    }
}

/// What hangs on a task, whether the task is known already or not.
#[derive(Debug, Clone, Default)]
pub(super) struct Node {
    pub task: Option<Rc<Task>>,
    /// The parent; none for a root, and for what would otherwise be above itself.
    pub parent: Option<TaskIndex>,
    /// In order of place.
    pub children: Vec<TaskIndex>,
    pub waits_for: Vec<Edge>,
    pub awaited_by: Vec<Edge>,
    pub objectives: Vec<Rc<Objective>>,
    pub criteria: Vec<Rc<Criterion>>,
    pub comments: Vec<CommentHead>,
    /// The highest number that the id of a task under this one ever had.
    pub highest: u64,
}

/// All trees of a workspace.
///
/// ```
/// use medallion::domain::curriculum::Curriculum;
/// use medallion::domain::event::EntityType;
///
/// let mut curriculum = Curriculum::default();
/// let at = r#""created_at":"2026-01-01T00:00:00Z","updated_at":"2026-01-01T00:00:00Z""#;
/// let body = format!(r#"{{"id":"p","project_id":"p","title":"Soil","task_type":"project",{at}}}"#);
/// curriculum.apply(EntityType::Task, "p", Some(&body))?;
/// assert_eq!(curriculum.task("p").unwrap().title.as_str(), "Soil");
/// # Ok::<(), medallion::Error>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Curriculum {
    revision: u64,
    pub(super) indices: FxHashMap<Box<str>, TaskIndex>,
    pub(super) nodes: Vec<Node>,
    pub(super) live: usize,
    /// Tasks that have no parent in the model although they name one.
    pub(super) adrift: Vec<TaskIndex>,
    /// Of objectives, criteria and comments, which task each hangs on.
    owners: [FxHashMap<Box<str>, TaskIndex>; 3],
    pub(super) contents: FxHashMap<Box<str>, ContentHead>,
    unreadable: FxHashMap<(EntityType, Box<str>), Error>,
}

impl Curriculum {
    /// Takes in what is stored of a record now; no body says that it was deleted. Kinds that do
    /// not belong to a curriculum are passed over.
    ///
    /// # Errors
    /// `INVALID` for a body that is no such record. The record then counts as not there, and is
    /// listed by [`unreadable`](Self::unreadable) until it is stored again.
    pub fn apply(&mut self, kind: EntityType, id: &str, body: Option<&str>) -> Result<()> {
        let checked = body.map_or(Ok(()), |body| schema::parse::<Json>(body).map(drop));
        self.take(kind, id, body.filter(|_| checked.is_ok()))?;
        checked.inspect_err(|error| self.doubt(kind, id, error))
    }

    /// The same for a body that is known to be JSON.
    ///
    /// # Errors
    /// As [`apply`](Self::apply).
    pub fn take(&mut self, kind: EntityType, id: &str, body: Option<&str>) -> Result<()> {
        let is_place =
            matches!(kind, EntityType::Task | EntityType::Dependency | EntityType::Criterion);
        self.revision += u64::from(is_place);
        if !self.unreadable.is_empty() {
            self.unreadable.remove(&(kind, Box::from(id)));
        }
        let taken_in = match kind {
            EntityType::Task => self.apply_task(id, body),
            EntityType::Dependency => self.apply_dependency(id, body),
            EntityType::Objective => self.apply_objective(id, body),
            EntityType::Criterion => self.apply_criterion(id, body),
            EntityType::Content => self.apply_content(id, body),
            EntityType::Comment => self.apply_comment(id, body),
            _ => Ok(()),
        };
        taken_in.inspect_err(|error| self.doubt(kind, id, error))
    }

    fn doubt(&mut self, kind: EntityType, id: &str, error: &Error) {
        self.unreadable.insert((kind, Box::from(id)), error.clone());
    }

    /// Takes in the changes of a decision.
    ///
    /// # Errors
    /// As [`apply`](Self::apply), for the first that is no such record.
    pub fn apply_all(&mut self, changes: &[Change]) -> Result<()> {
        changes
            .iter()
            .try_for_each(|change| self.apply(change.kind, &change.id, change.body.as_deref()))
    }

    /// What is stored and could not be read: kind, id, and why.
    pub fn unreadable(&self) -> impl Iterator<Item = (EntityType, &str, &Error)> {
        self.unreadable.iter().map(|((kind, id), error)| (*kind, &**id, error))
    }

    /// Whether a record is stored and could not be read.
    #[must_use]
    pub fn is_unreadable(&self, kind: EntityType, id: &str) -> bool {
        self.unreadable.contains_key(&(kind, Box::from(id)))
    }

    /// The task of an id.
    #[must_use]
    pub fn task(&self, id: &str) -> Option<&Task> {
        self.at(*self.indices.get(id)?)
    }

    /// The number of a task.
    #[must_use]
    pub fn index(&self, id: &str) -> Option<TaskIndex> {
        let index = *self.indices.get(id)?;
        self.at(index).map(|_| index)
    }

    /// The number of a task that a command names.
    ///
    /// # Errors
    /// `NOT_FOUND`.
    pub fn expect(&self, id: &str) -> Result<TaskIndex> {
        self.index(id)
            .ok_or_else(|| Error::new(crate::Code::NotFound, format!("task {id} does not exist")))
    }

    /// The task of a number; none if it was deleted.
    #[must_use]
    pub fn at(&self, index: TaskIndex) -> Option<&Task> {
        self.node(index)?.task.as_deref()
    }

    /// Rises with each task, dependency and criterion that is taken in: what was worked out of
    /// those at the same number still holds.
    #[must_use]
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// How many tasks there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.live
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.live == 0
    }

    /// One more than the greatest number of a task: the length of a list with a place for each.
    #[must_use]
    pub fn bound(&self) -> usize {
        self.nodes.len()
    }

    /// All tasks, in no order that means anything.
    pub fn tasks(&self) -> impl Iterator<Item = (TaskIndex, &Task)> {
        (0..)
            .map(TaskIndex)
            .zip(&self.nodes)
            .filter_map(|(index, node)| Some((index, node.task.as_deref()?)))
    }

    /// The roots of all trees, in order of place.
    #[must_use]
    pub fn projects(&self) -> Vec<TaskIndex> {
        let is_project = |task: &Task| task.task_type == TaskType::Project;
        let found = self.tasks().filter(|(_, task)| is_project(task));
        let mut found: Vec<TaskIndex> = found.map(|(index, _)| index).collect();
        sort_by(&mut found, |one, other| self.compare_siblings(*one, *other));
        found
    }

    /// The project of a task.
    #[must_use]
    pub fn project_of(&self, index: TaskIndex) -> Option<TaskIndex> {
        self.index(self.at(index)?.project_id.as_str())
    }

    /// What is learned with a task, in the order in which it was attached.
    #[must_use]
    pub fn objectives(&self, index: TaskIndex) -> &[Rc<Objective>] {
        self.node(index).map_or(&[], |node| &node.objectives)
    }

    /// What submissions for a task are judged against, in the order in which it was attached.
    #[must_use]
    pub fn criteria(&self, index: TaskIndex) -> &[Rc<Criterion>] {
        self.node(index).map_or(&[], |node| &node.criteria)
    }

    /// The comments of a task, oldest first.
    #[must_use]
    pub fn comments(&self, index: TaskIndex) -> &[CommentHead] {
        self.node(index).map_or(&[], |node| &node.comments)
    }

    /// Which task an objective, a criterion or a comment hangs on.
    #[must_use]
    pub fn owner(&self, kind: EntityType, id: &str) -> Option<TaskIndex> {
        self.owners.get(owned(kind)?)?.get(id).copied()
    }

    /// What is known of learning material.
    #[must_use]
    pub fn content(&self, id: &str) -> Option<&ContentHead> {
        self.contents.get(id)
    }

    /// All learning material, in no order that means anything.
    pub fn contents(&self) -> impl Iterator<Item = &ContentHead> {
        self.contents.values()
    }

    pub(super) fn node(&self, index: TaskIndex) -> Option<&Node> {
        self.nodes.get(index.number())
    }

    pub(super) fn node_mut(&mut self, index: TaskIndex) -> Option<&mut Node> {
        self.nodes.get_mut(index.number())
    }

    /// The number of an id, given now if there is none yet.
    pub(super) fn intern(&mut self, id: &str) -> TaskIndex {
        if let Some(index) = self.indices.get(id) {
            return *index;
        }
        let index = TaskIndex(u32::try_from(self.nodes.len()).unwrap_or(u32::MAX));
        self.nodes.push(Node::default());
        self.indices.insert(id.into(), index);
        index
    }

    fn apply_dependency(&mut self, id: &str, body: Option<&str>) -> Result<()> {
        links::disconnect(self, id);
        let Some(body) = body else { return Ok(()) };
        let dependency: Dependency = stored(body)?;
        let ends = (dependency.task_id.as_str(), dependency.depends_on_id.as_str());
        if id.split_once('>') != Some(ends) {
            return Err(Error::invalid("task_id", format!("must be the first of {id}")));
        }
        links::connect(self, dependency);
        Ok(())
    }

    fn apply_objective(&mut self, id: &str, body: Option<&str>) -> Result<()> {
        if let Some(node) = self.release(EntityType::Objective, id) {
            node.objectives.retain(|own| own.id.as_str() != id);
        }
        let Some(body) = body else { return Ok(()) };
        let objective: Objective = stored(body)?;
        same_id(objective.id.as_str(), id)?;
        let Some(node) = self.own(EntityType::Objective, id, objective.task_id.as_str()) else {
            return Ok(());
        };
        let key = (objective.position, objective.created_at);
        let place = node.objectives.partition_point(|own| (own.position, own.created_at) <= key);
        node.objectives.insert(place, Rc::new(objective));
        Ok(())
    }

    fn apply_criterion(&mut self, id: &str, body: Option<&str>) -> Result<()> {
        if let Some(node) = self.release(EntityType::Criterion, id) {
            node.criteria.retain(|own| own.id.as_str() != id);
        }
        let Some(body) = body else { return Ok(()) };
        let criterion: Criterion = stored(body)?;
        same_id(criterion.id.as_str(), id)?;
        let Some(node) = self.own(EntityType::Criterion, id, criterion.task_id.as_str()) else {
            return Ok(());
        };
        let key = (criterion.position, criterion.created_at);
        let place = node.criteria.partition_point(|own| (own.position, own.created_at) <= key);
        node.criteria.insert(place, Rc::new(criterion));
        Ok(())
    }

    fn apply_comment(&mut self, id: &str, body: Option<&str>) -> Result<()> {
        if let Some(node) = self.release(EntityType::Comment, id) {
            node.comments.retain(|own| &*own.id != id);
        }
        let Some(body) = body else { return Ok(()) };
        let comment: Comment = stored(body)?;
        same_id(comment.id.as_str(), id)?;
        let Some(node) = self.own(EntityType::Comment, id, comment.task_id.as_str()) else {
            return Ok(());
        };
        let place = node.comments.partition_point(|own| own.created_at <= comment.created_at);
        let learner_id = comment.learner_id.as_ref().map(|learner| learner.as_str().into());
        let head = CommentHead { id: id.into(), learner_id, created_at: comment.created_at };
        node.comments.insert(place, head);
        Ok(())
    }

    fn apply_content(&mut self, id: &str, body: Option<&str>) -> Result<()> {
        self.contents.remove(id);
        let Some(body) = body else { return Ok(()) };
        let content: Content = stored(body)?;
        same_id(content.id.as_str(), id)?;
        self.contents.insert(id.into(), ContentHead::of(&content));
        Ok(())
    }

    /// Hangs a record on a task.
    fn own(&mut self, kind: EntityType, id: &str, task: &str) -> Option<&mut Node> {
        let index = self.intern(task);
        self.owners.get_mut(owned(kind)?)?.insert(id.into(), index);
        self.node_mut(index)
    }

    /// Takes a record off the task that it hung on.
    fn release(&mut self, kind: EntityType, id: &str) -> Option<&mut Node> {
        let index = self.owners.get_mut(owned(kind)?)?.remove(id)?;
        self.node_mut(index)
    }
}

/// The number of a kind among those that hang on tasks.
fn owned(kind: EntityType) -> Option<usize> {
    match kind {
        EntityType::Objective => Some(0),
        EntityType::Criterion => Some(1),
        EntityType::Comment => Some(2),
        _ => None,
    }
}

/// Reads a stored record, whose text is JSON.
pub(super) fn stored<T: Shaped>(body: &str) -> Result<T> {
    schema::stored(body)
}

/// A record is stored under its own id.
pub(super) fn same_id(own: &str, id: &str) -> Result<()> {
    match own == id {
        true => Ok(()),
        false => Err(Error::invalid("id", format!("must be {id}"))),
    }
}
