//! What waits for what, hierarchy and order of siblings included: nothing may wait for itself.
//!
//! Each task has two moments. Its beginning waits for the beginning of its container, for the end
//! of what it depends on, and in an ordered container for the end of the required sibling before
//! it. Its end waits for its beginning and for the ends of its required parts. A cycle among these
//! moments is exactly what no learner could ever get past.

use super::model::{Curriculum, TaskIndex};
use crate::domain::error::{Code, Error, Result};
use crate::domain::graph::{self, Graph};
use crate::domain::schema::{Json, object};
use crate::domain::sorted::sort_by;

/// The beginning or the end of a task, as one number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Moment(usize);

impl Moment {
    pub fn of(number: usize) -> Self {
        Self(number)
    }

    pub fn start(index: TaskIndex) -> Self {
        Self(index.number() * 2)
    }

    pub fn end(index: TaskIndex) -> Self {
        Self(index.number() * 2 + 1)
    }

    pub fn number(self) -> usize {
        self.0
    }

    pub fn is_end(self) -> bool {
        self.0 % 2 == 1
    }

    pub fn task(self) -> TaskIndex {
        TaskIndex(u32::try_from(self.0 / 2).unwrap_or(u32::MAX))
    }
}

impl Curriculum {
    /// The required sibling right before a task, if its container is ordered. The task waits for
    /// it, and through it for those before.
    #[must_use]
    pub fn predecessor(&self, index: TaskIndex) -> Option<TaskIndex> {
        let parent = self.parent(index).filter(|parent| self.is_ordered(*parent))?;
        let (before, _) = self.around(parent, index);
        before.iter().rev().copied().find(|sibling| self.counts(*sibling))
    }

    fn successors(&self, index: TaskIndex) -> impl Iterator<Item = TaskIndex> {
        let ordered = self.parent(index).filter(|parent| self.is_ordered(*parent));
        let behind = ordered.map_or(&[][..], |parent| self.around(parent, index).1);
        let next = behind.iter().position(|sibling| self.counts(*sibling));
        behind.iter().take(next.map_or(behind.len(), |next| next + 1)).copied()
    }

    /// The siblings before and behind a task.
    fn around(&self, parent: TaskIndex, index: TaskIndex) -> (&[TaskIndex], &[TaskIndex]) {
        let children = self.children(parent);
        let place = children.partition_point(|own| self.compare_siblings(*own, index).is_lt());
        let (before, from) = children.split_at_checked(place).unwrap_or_default();
        (before, from.split_first().map_or(&[], |(_, behind)| behind))
    }

    /// Visits what a moment waits for.
    pub(super) fn before(&self, moment: Moment, visit: &mut dyn FnMut(Moment)) {
        let index = moment.task();
        if moment.is_end() {
            visit(Moment::start(index));
            let parts = self.children(index).iter().filter(|child| self.counts(**child));
            parts.for_each(|child| visit(Moment::end(*child)));
        } else {
            self.parent(index).map(Moment::start).into_iter().for_each(&mut *visit);
            self.blockers(index).for_each(|(other, _)| visit(Moment::end(other)));
            self.predecessor(index).map(Moment::end).into_iter().for_each(visit);
        }
    }

    /// Visits what waits for a moment.
    fn after(&self, moment: Moment, visit: &mut dyn FnMut(Moment)) {
        let index = moment.task();
        if !moment.is_end() {
            visit(Moment::end(index));
            self.children(index).iter().for_each(|child| visit(Moment::start(*child)));
            return;
        }
        if self.counts(index) {
            self.parent(index).map(Moment::end).into_iter().for_each(&mut *visit);
            self.successors(index).for_each(|sibling| visit(Moment::start(sibling)));
        }
        if self.is_in_use(index) {
            let waiting = self.dependents(index);
            let waiting = waiting.filter(|(_, own)| own.dependency_type.is_blocking());
            waiting.for_each(|(other, _)| visit(Moment::start(other)));
        }
    }

    /// What would wait for itself if a task waited for another, as the tasks on the way round: the
    /// first is the last again. None if nothing would.
    #[must_use]
    pub fn would_create_cycle(
        &self,
        task: TaskIndex,
        depends_on: TaskIndex,
    ) -> Option<Vec<TaskIndex>> {
        let is_above = |below, above| self.ancestors(below).any(|own| own == above);
        if task == depends_on {
            return Some(vec![task, task]);
        }
        if is_above(task, depends_on) || is_above(depends_on, task) {
            return Some(vec![task, depends_on, task]);
        }
        let way = self.way(Moment::end(depends_on), Moment::start(task))?;
        let mut tasks = vec![task];
        tasks.extend(way.into_iter().map(Moment::task));
        tasks.dedup();
        Some(tasks)
    }

    /// How one moment comes to wait for another. Looks from both ends in turn, since one of them
    /// has mostly little behind it.
    fn way(&self, from: Moment, to: Moment) -> Option<Vec<Moment>> {
        let mut back = Search::new(self.bound(), from);
        let mut forth = Search::new(self.bound(), to);
        let mut met: Option<Moment> = None;
        while met.is_none() {
            let back_is_shorter = back.waiting() <= forth.waiting();
            let (own, other) =
                if back_is_shorter { (&mut back, &forth) } else { (&mut forth, &back) };
            // Where one side has seen all that it can reach, there is no way.
            let next = own.next()?;
            let mut visit = |moment: Moment| {
                if own.reach(moment, next) && other.has_seen(moment) {
                    met = met.or(Some(moment));
                }
            };
            match back_is_shorter {
                true => self.before(next, &mut visit),
                false => self.after(next, &mut visit),
            }
        }
        let mut way = back.way_to(met?);
        way.reverse();
        way.extend(forth.way_to(met?).into_iter().skip(1));
        Some(way)
    }

    /// The groups of tasks that wait for each other, each in order of place, of which some task
    /// belongs to the project. What waits for itself is a group of one.
    ///
    /// # Errors
    /// `NOT_FOUND`.
    pub fn cycles(&self, project_id: &str) -> Result<Vec<Vec<String>>> {
        let project = self.expect(project_id)?;
        let mut inside = vec![false; self.bound()];
        for index in self.subtree(project) {
            inside.get_mut(index.number()).into_iter().for_each(|own| *own = true);
        }
        let mut groups = self.rings();
        groups.retain(|group| group.iter().any(|own| inside.get(own.number()) == Some(&true)));
        Ok(groups.iter().map(|group| self.ids(group)).collect())
    }

    /// The same of all projects.
    pub(super) fn rings(&self) -> Vec<Vec<TaskIndex>> {
        let mut groups: Vec<Vec<TaskIndex>> = Vec::new();
        for component in graph::cyclic_components(&self.moments()) {
            let mut group: Vec<TaskIndex> =
                component.into_iter().map(|moment| Moment(moment).task()).collect();
            sort_by(&mut group, |one, other| self.compare_places(*one, *other));
            group.dedup();
            groups.push(group);
        }
        sort_by(&mut groups, |one, other| match (one.first(), other.first()) {
            (Some(one), Some(other)) => self.compare_places(*one, *other),
            _ => one.len().cmp(&other.len()),
        });
        groups
    }

    /// Checks that nothing waits for itself.
    ///
    /// # Errors
    /// `CYCLE` with the tasks on the way round.
    pub(super) fn check_waiting(&self) -> Result<()> {
        match graph::cycle(&self.moments()) {
            None => Ok(()),
            Some(cycle) => {
                let mut tasks: Vec<TaskIndex> =
                    cycle.into_iter().map(|moment| Moment(moment).task()).collect();
                tasks.dedup();
                if tasks.len() == 1 {
                    tasks.extend(tasks.clone());
                }
                Err(self.cycle_error(&tasks))
            }
        }
    }

    /// All moments, and what each waits for.
    pub(super) fn moments(&self) -> Graph {
        let mut edges: Vec<(usize, usize)> = Vec::new();
        for (index, _) in self.tasks() {
            for moment in [Moment::start(index), Moment::end(index)] {
                self.before(moment, &mut |before| edges.push((moment.0, before.0)));
            }
        }
        Graph::new(self.bound() * 2, &edges)
    }

    /// The ids of tasks.
    #[must_use]
    pub fn ids(&self, tasks: &[TaskIndex]) -> Vec<String> {
        let ids = tasks.iter().filter_map(|index| self.at(*index));
        ids.map(|task| task.id.as_str().to_owned()).collect()
    }

    /// Says which tasks would wait for themselves.
    pub(super) fn cycle_error(&self, tasks: &[TaskIndex]) -> Error {
        let ids = self.ids(tasks);
        let message = format!("this would create a cycle: {}", ids.join(" waits for "));
        let details = Json::from_text(object(&[("cycle", &ids)]));
        Error::new(Code::Cycle, message).with_details(details)
    }
}

/// A search from one moment, level by level, that remembers where it came from.
struct Search {
    /// For each moment one more than the one before it; zero where nobody was.
    came_from: Vec<u32>,
    queue: Vec<Moment>,
    done: usize,
}

impl Search {
    fn new(tasks: usize, first: Moment) -> Self {
        let mut search = Self { came_from: vec![0; tasks * 2], queue: Vec::new(), done: 0 };
        search.reach(first, first);
        search
    }

    fn waiting(&self) -> usize {
        self.queue.len() - self.done
    }

    fn next(&mut self) -> Option<Moment> {
        let next = self.queue.get(self.done).copied()?;
        self.done += 1;
        Some(next)
    }

    /// Takes note of a moment; whether it was new.
    fn reach(&mut self, moment: Moment, from: Moment) -> bool {
        let Some(place) = self.came_from.get_mut(moment.0).filter(|place| **place == 0) else {
            return false;
        };
        *place = u32::try_from(from.0 + 1).unwrap_or(u32::MAX);
        self.queue.push(moment);
        true
    }

    fn has_seen(&self, moment: Moment) -> bool {
        self.came_from.get(moment.0).is_some_and(|from| *from != 0)
    }

    /// From a moment back to the first.
    fn way_to(&self, moment: Moment) -> Vec<Moment> {
        let mut way = vec![moment];
        while let Some(last) = way.last()
            && let Some(from) = self.came_from.get(last.0)
            && let Some(from) = (*from as usize).checked_sub(1)
            && from != last.0
        {
            way.push(Moment(from));
        }
        way
    }
}
