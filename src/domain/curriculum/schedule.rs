//! When the leaves of a project can be done: side by side, and how long all of it takes.

use rustc_hash::FxHashMap;

use super::model::{Curriculum, TaskIndex};
use super::waiting::Moment;
use crate::domain::error::Result;
use crate::domain::graph::{Graph, critical_path};
use crate::domain::schema::Map;
use crate::record;

record! {
    /// When the leaves of a project can be done, by what waits for what, and in minutes. What is
    /// not required, or not in use, holds nothing up.
    pub struct Schedule as "ProjectSchedule" {
        /// What can be done side by side: each level waits for something in the one before.
        pub levels: Vec<Vec<String>>,
        /// A longest chain by estimated minutes; delay in it delays the whole.
        pub critical_path: Vec<String>,
        /// How long all of it takes when nothing waits without need.
        pub makespan_minutes: u64,
        /// How long each leaf can wait without delay of the whole, in minutes.
        pub slack: Map<u64>,
        /// The leaves without an estimate; they count as taking no time.
        pub unestimated: Vec<String>,
        /// The leaves that wait for themselves, or for such; they are in no level.
        pub left_out: Vec<String>,
    }
}

impl Curriculum {
    /// The schedule of a project, or of any other part of a tree.
    ///
    /// # Errors
    /// `NOT_FOUND`.
    pub fn schedule(&self, root_id: &str) -> Result<Schedule> {
        let tasks = self.active_subtree(self.expect(root_id)?);
        let places: FxHashMap<TaskIndex, usize> = tasks.iter().copied().zip(0..).collect();
        let local = |moment: Moment| {
            places.get(&moment.task()).map(|place| place * 2 + usize::from(moment.is_end()))
        };
        let mut edges: Vec<(usize, usize)> = Vec::new();
        for index in &tasks {
            for moment in [Moment::start(*index), Moment::end(*index)] {
                self.before(moment, &mut |before| {
                    edges.extend(local(moment).zip(local(before)));
                });
            }
        }
        let graph = Graph::new(tasks.len() * 2, &edges);
        let is_leaf: Vec<bool> = tasks.iter().map(|index| self.is_leaf(*index)).collect();
        let estimate = |place: usize| {
            let task = tasks.get(place).and_then(|index| self.at(*index));
            task.and_then(|task| task.estimated_minutes)
        };
        // All of a leaf's time passes at its end.
        let weights = |weight: &dyn Fn(usize) -> u64| -> Vec<u64> {
            let of = |moment: usize| match (moment % 2, is_leaf.get(moment / 2)) {
                (1, Some(true)) => weight(moment / 2),
                _ => 0,
            };
            (0..graph.nodes()).map(of).collect()
        };
        let by_steps = critical_path(&graph, &weights(&|_| 1));
        // Only what the end of the whole waits for can delay it.
        let mut matters = vec![false; graph.nodes()];
        for moment in graph.open_before(1, &[], usize::MAX).into_iter().chain([1]) {
            matters.get_mut(moment).into_iter().for_each(|own| *own = true);
        }
        let minutes = |place: usize| match matters.get(place * 2 + 1) {
            Some(true) => estimate(place).unwrap_or(0),
            _ => 0,
        };
        let by_time = critical_path(&graph, &weights(&minutes));
        let id = |place: usize| {
            let task = tasks.get(place).and_then(|index| self.at(*index));
            task.map_or_else(String::new, |task| task.id.to_string())
        };
        let mut schedule = Schedule {
            levels: Vec::new(),
            critical_path: Vec::new(),
            makespan_minutes: by_time.makespan,
            slack: Map::new(),
            unestimated: Vec::new(),
            left_out: Vec::new(),
            extra: Default::default(),
        };
        let mut slack_of = Vec::new();
        for (place, _) in is_leaf.iter().enumerate().filter(|(_, is_leaf)| **is_leaf) {
            let end = place * 2 + 1;
            if estimate(place).is_none() {
                schedule.unestimated.push(id(place));
            }
            if by_steps.left_out.binary_search(&end).is_ok() {
                schedule.left_out.push(id(place));
                continue;
            }
            let level = by_steps.earliest_start.get(end).copied().unwrap_or(0);
            let level = usize::try_from(level).unwrap_or(usize::MAX).min(tasks.len());
            if schedule.levels.len() <= level {
                schedule.levels.resize(level + 1, Vec::new());
            }
            schedule.levels.get_mut(level).into_iter().for_each(|level| level.push(id(place)));
            let slack = by_time.slack.get(end).copied().unwrap_or(0);
            slack_of.push((id(place), slack));
        }
        schedule.slack = slack_of.into_iter().collect();
        let takes_time = |moment: &&usize| {
            *moment % 2 == 1 && is_leaf.get(*moment / 2) == Some(&true) && minutes(*moment / 2) > 0
        };
        let path = by_time.path.iter().filter(takes_time);
        schedule.critical_path = path.map(|moment| id(moment / 2)).collect();
        Ok(schedule)
    }

    /// A task and what is in use below it, in order of place.
    #[must_use]
    pub fn active_subtree(&self, index: TaskIndex) -> Vec<TaskIndex> {
        let mut found = Vec::new();
        let mut waiting = vec![index];
        while let Some(next) = waiting.pop() {
            found.push(next);
            waiting.extend(self.active_children(next).rev());
        }
        found
    }
}
