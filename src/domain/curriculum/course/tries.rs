//! What an import says of tries: where learners would be trapped, and what an author is warned of.

use rustc_hash::{FxHashMap, FxHashSet};

use super::import::{Course, Part};
use super::read::Node;
use super::reference::place;
use crate::domain::criteria::Rule;
use crate::domain::curriculum::helping::{Trap, idle, least_tries, too_few, traps};
use crate::domain::curriculum::model::{Curriculum, TaskIndex};
use crate::domain::curriculum::records::{Criterion, Task};
use crate::domain::curriculum::values::{StepType, TaskId};
use crate::domain::error::Problem;
use crate::domain::sorted::sort;

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

/// Where nothing is to be done by who does everything right, given the paths of the tasks of a course.
pub(super) fn idle_ones(
    curriculum: &Curriculum,
    paths: &FxHashMap<TaskIndex, &str>,
    works: &FxHashSet<TaskIndex>,
) -> Vec<Problem> {
    let message =
        "nothing in it is asked of everybody, so there is nothing to do and it never closes";
    let mut found: Vec<&str> =
        idle(curriculum, works).into_iter().filter_map(|own| paths.get(&own).copied()).collect();
    sort(&mut found);
    found.into_iter().map(|path| Problem::new(path, message)).collect()
}

/// What of a course is out of use, with what is above it or by itself.
pub(super) fn unused(nodes: &[Node<'_>], course: &Course) -> FxHashSet<String> {
    let mut unused: FxHashSet<String> = FxHashSet::default();
    let id = |number: usize| course.stands.get(number).map(|own| own.id.as_str());
    for (number, (node, part)) in nodes.iter().zip(&course.parts).enumerate() {
        let is_retired = part.task.as_ref().is_some_and(|task| !task.is_active);
        let above = node.parent.and_then(id);
        if is_retired || above.is_some_and(|above| unused.contains(above)) {
            unused.extend(id(number).map(str::to_owned));
        }
    }
    unused
}

/// What is wrong with the tries of a task, and what its author is warned of.
pub(super) fn tries_of(
    node: &Node<'_>,
    part: &Part,
    unused: &FxHashSet<String>,
) -> (Option<Problem>, Vec<Problem>) {
    let Some(task) = &part.task else { return (None, Vec::new()) };
    let read = |own: &Criterion| Rule::parse(own.criterion_type.as_str(), own.rule.text()).ok();
    let rules: Vec<Rule> = part.criteria.iter().filter_map(read).collect();
    let mut warnings = Vec::new();
    let is_used = |id: &TaskId| !unused.contains(id.as_str());
    let mut help = task.remedial.0.iter().flatten();
    let names_some = help.clone().next().is_some();
    let is_asked = !help.any(is_used) && is_used(&task.id);
    let mut problem = None;
    let limit = task.max_attempts.0.filter(|limit| *limit > 0 && is_asked);
    if let Some(limit) = limit {
        let least = least_tries(&part.criteria);
        if least > limit {
            problem = Some(Problem::new(node.at("max_attempts"), too_few(least)));
        } else {
            let why =
                if names_some { "its remedial is out of use" } else { "no remedial is named" };
            let message = format!("who has no tries left must wait for an instructor: {why}");
            warnings.push(Problem::new(node.at("max_attempts"), message));
        }
    }
    let is_judged = rules.iter().any(Rule::judges_a_try);
    if is_used(&task.id)
        && task.needs_submission(!part.criteria.is_empty())
        && rules.iter().any(|own| own.needs_review(is_judged))
    {
        let message = "who hands something in waits for an instructor: nothing else judges it";
        warnings.push(Problem::new(node.at("criteria"), message));
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
