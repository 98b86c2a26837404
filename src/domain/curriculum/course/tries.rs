//! What an import says of tries: where learners would be trapped, and what an author is warned of.

use rustc_hash::FxHashMap;

use super::import::Part;
use super::read::Node;
use super::reference::place;
use crate::domain::criteria::Rule;
use crate::domain::curriculum::helping::{Trap, least_tries, too_few, traps};
use crate::domain::curriculum::model::{Curriculum, TaskIndex};
use crate::domain::curriculum::records::{Criterion, Task};
use crate::domain::curriculum::values::StepType;
use crate::domain::error::Problem;

/// Where a learner of a course would be trapped, given the paths of its tasks.
pub(super) fn trapped(curriculum: &Curriculum, paths: &FxHashMap<TaskIndex, &str>) -> Vec<Problem> {
    let found = traps(curriculum, &|own| paths.contains_key(&own));
    let problem = |trap: Trap| {
        let path = paths.get(&trap.task)?;
        let other = paths.get(&trap.other).map_or("a task outside", |path| place(path));
        Some(Problem::new(trap.field(), trap.message("it", other)).under(path))
    };
    found.into_iter().filter_map(problem).collect()
}

/// What is wrong with the tries of a task, and what its author is warned of.
pub(super) fn tries_of(node: &Node<'_>, part: &Part) -> (Option<Problem>, Vec<Problem>) {
    let Some(task) = &part.task else { return (None, Vec::new()) };
    let read = |own: &Criterion| Rule::parse(own.criterion_type.as_str(), own.rule.text()).ok();
    let rules: Vec<Rule> = part.criteria.iter().filter_map(read).collect();
    let mut warnings = Vec::new();
    let has_help = task.remedial.0.as_ref().is_some_and(|own| !own.is_empty());
    let mut problem = None;
    let limit = task.max_attempts.0.filter(|limit| *limit > 0 && !has_help);
    if let Some(limit) = limit {
        let least = least_tries(&part.criteria);
        if least > limit {
            problem = Some(Problem::new(node.at("max_attempts"), too_few(least)));
        } else {
            let message = "who has no tries left must wait for an instructor: no remedial is named";
            warnings.push(Problem::new(node.at("max_attempts"), message));
        }
    }
    if asks_for_work(task) && !rules.iter().any(Rule::can_show) {
        let message = "nothing judges what is done here: it needs a criterion that can";
        warnings.push(Problem::new(node.at("step_type"), message));
    }
    (problem, warnings)
}

fn asks_for_work(task: &Task) -> bool {
    use StepType::{Exercise, Interactive, Quiz};
    matches!(task.step_type.0, Some(Quiz | Exercise | Interactive))
}
