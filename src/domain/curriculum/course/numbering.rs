//! Ids, types and places for the nodes of a course.

use rustc_hash::{FxHashMap, FxHashSet};

use super::import::Import;
use super::node::{Stand, type_of};
use super::read::Node;
use crate::domain::curriculum::create::GAP;
use crate::domain::curriculum::model::{Curriculum, TaskIndex};
use crate::domain::curriculum::records::Task;
use crate::domain::curriculum::values::{TaskId, TaskType};
use crate::domain::error::Result;

impl<'a> Import<'a> {
    /// Gives each node its id, its type and its place.
    pub fn stands(
        &mut self,
        nodes: &[Node<'_>],
        matched: &[Option<TaskIndex>],
    ) -> Result<Vec<Stand>> {
        let mut numbers = Numbers::default();
        if self.reading.keep_ids {
            nodes.iter().filter_map(|node| node.text("id")).for_each(|id| numbers.claim(&id));
        }
        let mut stands: Vec<Stand> = Vec::with_capacity(nodes.len());
        let mut positions: FxHashMap<usize, u64> = FxHashMap::default();
        let kept: FxHashSet<TaskIndex> = matched.iter().copied().flatten().collect();
        for (number, node) in nodes.iter().enumerate() {
            let own = matched.get(number).copied().flatten();
            let parent = node.parent.and_then(|parent| stands.get(parent));
            let given = node.text("id").filter(|_| self.reading.keep_ids);
            let old = own.and_then(|own| self.curriculum.at(own));
            if let (Some(task), Some(given)) = (old, &given)
                && task.id.as_str() != given
            {
                self.reading.ignored.push(node.at("id"));
            }
            let id = match (old, given, parent) {
                (Some(task), ..) => Ok(task.id.clone()),
                (None, Some(given), _) => self.given_id(&given),
                (None, None, Some(parent)) => numbers.next(self.curriculum, &parent.id),
                (None, None, None) => {
                    let is_taken = |id: &str| self.curriculum.is_taken(id) || numbers.is_given(id);
                    Ok(self.reading.stamp.root("proj", is_taken)?)
                }
            };
            let id = id.map_err(|message| self.problem(node.at("id"), message));
            let id = id.or_else(|()| TaskId::new(&format!("node-{number}")))?;
            if !numbers.give(&id) {
                self.problem(node.at("id"), format!("{id} stands there twice"));
            }
            let above = parent.map(|parent| parent.task_type);
            let largest = own.and_then(|own| self.largest_left(own, &kept));
            let task_type = self.type_between(node, own, above, largest);
            let position = positions.entry(node.parent.unwrap_or(usize::MAX)).or_default();
            *position += GAP;
            let position = if parent.is_some() { *position } else { 0 };
            let parent_id = parent.map(|parent| parent.id.clone());
            let project_id = stands.first().map_or_else(|| id.clone(), |root| root.id.clone());
            stands.push(Stand { id, parent_id, project_id, task_type, position });
        }
        Ok(stands)
    }

    /// The type of a node. One that nobody says is what its list and its parts in the course make
    /// it, unless that is too small for the parts that stay below it and are out of use.
    fn type_between(
        &mut self,
        node: &Node<'_>,
        own: Option<TaskIndex>,
        above: Option<TaskType>,
        largest: Option<&Task>,
    ) -> TaskType {
        let fits_under = |own: TaskType| match above {
            None => own == TaskType::Project,
            Some(above) => own != TaskType::Project && own.rank() >= above.rank(),
        };
        let holds = |own: TaskType| largest.is_none_or(|part| part.task_type.rank() >= own.rank());
        let first = type_of(node);
        let old = own.and_then(|own| self.curriculum.at(own)).map(|task| task.task_type);
        let is_said = node.get("task_type").is_some_and(|raw| raw != "null");
        let mut others = old.into_iter().chain([TaskType::Task]).filter(|_| !is_said);
        let kind = first.as_str();
        let message = match largest.filter(|_| !holds(first)) {
            _ if !fits_under(first) => {
                format!("a {kind} cannot stand under {}", above.map_or("nothing", TaskType::as_str))
            }
            None => return first,
            Some(part) => match others.find(|own| fits_under(*own) && holds(*own)) {
                Some(other) => return other,
                None => format!(
                    "a {kind} is too small for the {} {}, which stays below it out of use",
                    part.task_type.as_str(),
                    part.id
                ),
            },
        };
        self.problem(node.at("task_type"), message);
        first
    }

    /// The largest of the parts of a task that a changed course does not have and leaves there.
    fn largest_left(&self, index: TaskIndex, kept: &FxHashSet<TaskIndex>) -> Option<&'a Task> {
        let left = self.curriculum.children(index).iter().filter(|own| !kept.contains(own));
        left.filter_map(|own| self.curriculum.at(*own)).min_by_key(|task| task.task_type.rank())
    }

    fn given_id(&self, given: &str) -> Result<TaskId, String> {
        if self.curriculum.is_taken(given) {
            return Err(format!("task {given} already exists"));
        }
        TaskId::new(given).map_err(|error| error.predicate().to_owned())
    }
}

/// Which ids are given, and which number comes next under each parent.
#[derive(Debug, Default)]
struct Numbers {
    given: FxHashSet<String>,
    highest: FxHashMap<String, u64>,
}

impl Numbers {
    /// An id that the course has: its number is not given to another.
    fn claim(&mut self, id: &str) {
        if let Some((maker, number)) = id.rsplit_once('.')
            && let Ok(number) = number.parse::<u32>()
        {
            let highest = self.highest.entry(maker.to_owned()).or_default();
            *highest = (*highest).max(number.into());
        }
    }

    fn is_given(&self, id: &str) -> bool {
        self.given.contains(id)
    }

    fn give(&mut self, id: &TaskId) -> bool {
        self.given.insert(id.as_str().to_owned())
    }

    fn next(&mut self, curriculum: &Curriculum, parent: &TaskId) -> Result<TaskId, String> {
        let stored = curriculum.index(parent.as_str());
        let stored = stored.map_or(0, |index| curriculum.highest_child(index));
        let highest = self.highest.entry(parent.as_str().to_owned()).or_default();
        *highest = (*highest).max(stored);
        loop {
            *highest += 1;
            let id = TaskId::new(&format!("{parent}.{highest}"));
            let id = id.map_err(|error| error.predicate().to_owned())?;
            if !self.given.contains(id.as_str()) && !curriculum.is_taken(id.as_str()) {
                return Ok(id);
            }
        }
    }
}
