//! The proof that a course can be finished: every leaf can be reached by a learner who passes
//! everything on the way.
//!
//! Nothing ever begins exactly if it waits for itself, or for something that does.

use rustc_hash::{FxHashMap, FxHashSet};

use super::reference::place;
use crate::domain::curriculum::model::{Curriculum, TaskIndex};
use crate::domain::curriculum::waiting::Moment;
use crate::domain::error::Problem;
use crate::domain::graph;
use crate::domain::sorted::{sort, sort_by};

/// Nobody reads more than this many of them.
const ENOUGH: usize = 50;

/// What no learner can ever reach, given the paths of the tasks of a course.
pub(super) fn unreachable(
    curriculum: &Curriculum,
    paths: &FxHashMap<TaskIndex, &str>,
) -> Vec<Problem> {
    let moments = curriculum.moments();
    let mut problems = Vec::new();
    let mut on_a_cycle: FxHashSet<TaskIndex> = FxHashSet::default();
    for component in graph::cyclic_components(&moments) {
        let mut tasks: Vec<TaskIndex> =
            component.into_iter().map(|moment| Moment::of(moment).task()).collect();
        sort_by(&mut tasks, |one, other| curriculum.compare_places(*one, *other));
        tasks.dedup();
        let named: Vec<&str> =
            tasks.iter().filter_map(|task| paths.get(task)).map(|path| place(path)).collect();
        let Some(first) = tasks.iter().find_map(|task| paths.get(task)) else { continue };
        let message = match named.as_slice() {
            [_] => "waits for itself: this would create a cycle".to_owned(),
            several => {
                let several = several.get(..several.len().min(10)).unwrap_or_default();
                format!(
                    "these wait for each other, which would create a cycle: {}",
                    several.join(", ")
                )
            }
        };
        problems.push(Problem::new(*first, message));
        on_a_cycle.extend(tasks);
    }
    let stuck: FxHashSet<TaskIndex> = graph::levels(&moments)
        .left_out
        .into_iter()
        .map(Moment::of)
        .filter(|moment| !moment.is_end())
        .map(Moment::task)
        .filter(|task| !on_a_cycle.contains(task) && curriculum.is_leaf(*task))
        .collect();
    let mut stuck: Vec<&str> = stuck.iter().filter_map(|task| paths.get(task).copied()).collect();
    sort(&mut stuck);
    for path in stuck {
        problems
            .push(Problem::new(path, "no learner can ever reach it: what it waits for never ends"));
    }
    problems.truncate(ENOUGH);
    problems
}
