//! The proof for those who do not pass everything at once, and what an author is warned of.
//!
//! Who has no tries left for a task is given new ones by what its `remedial` names. So its end
//! waits for the ends of those; they in turn are asked of nobody else, so nothing waits for them
//! because of its place among its siblings. A cycle among these moments is a trap.

use rustc_hash::FxHashMap;

use super::import::Part;
use super::read::Node;
use super::reference::place;
use crate::domain::criteria::Rule;
use crate::domain::curriculum::model::{Curriculum, TaskIndex};
use crate::domain::curriculum::records::{Criterion, Task};
use crate::domain::curriculum::values::StepType;
use crate::domain::curriculum::waiting::Moment;
use crate::domain::error::Problem;
use crate::domain::graph::{self, Graph};

/// Who helps whom.
struct Help {
    /// What gives new tries, by what it gives them for.
    by_owner: Vec<(TaskIndex, Vec<TaskIndex>)>,
    /// What it is for, by what gives new tries.
    roots: FxHashMap<TaskIndex, Vec<TaskIndex>>,
}

impl Help {
    fn of(curriculum: &Curriculum) -> Self {
        let mut by_owner = Vec::new();
        let mut roots: FxHashMap<TaskIndex, Vec<TaskIndex>> = FxHashMap::default();
        for (owner, task) in curriculum.tasks() {
            let named = task.remedial.0.iter().flatten();
            let named = named.filter_map(|id| curriculum.index(id.as_str()));
            let named: Vec<TaskIndex> =
                named.filter(|own| *own != owner && curriculum.is_in_use(*own)).collect();
            if curriculum.is_in_use(owner) && !named.is_empty() {
                named.iter().for_each(|own| roots.entry(*own).or_default().push(owner));
                by_owner.push((owner, named));
            }
        }
        Self { by_owner, roots }
    }

    /// Of who has no tries left for which tasks it is asked, if not of everybody.
    fn asked_for(&self, curriculum: &Curriculum, index: TaskIndex) -> Option<&[TaskIndex]> {
        let mut lineage = std::iter::once(index).chain(curriculum.ancestors(index));
        lineage.find_map(|own| self.roots.get(&own)).map(Vec::as_slice)
    }

    /// Whether something can be there for whoever is to do what waits for it.
    fn opens_for(&self, curriculum: &Curriculum, index: TaskIndex, before: TaskIndex) -> bool {
        let Some(opens) = self.asked_for(curriculum, before) else { return true };
        let asked = self.asked_for(curriculum, index);
        asked.is_some_and(|asked| asked.iter().all(|owner| opens.contains(owner)))
    }

    /// Whether something is to be done there each time, and not only if one likes to.
    fn has_work(&self, curriculum: &Curriculum, index: TaskIndex) -> bool {
        let mut waiting = vec![index];
        while let Some(own) = waiting.pop() {
            let asks =
                curriculum.at(own).is_some_and(|task| task.requires_submission == Some(true));
            if curriculum.is_leaf(own) || asks {
                return true;
            }
            let parts = curriculum.children(own).iter().copied();
            let is_asked =
                |own: &TaskIndex| curriculum.counts(*own) && !self.roots.contains_key(own);
            waiting.extend(parts.filter(is_asked));
        }
        false
    }

    /// What waits for what, for somebody whose tries run out everywhere.
    fn moments(&self, curriculum: &Curriculum) -> Graph {
        let mut edges: Vec<(usize, usize)> = Vec::new();
        let mut wait = |own: Moment, before: Moment| edges.push((own.number(), before.number()));
        for (index, _) in curriculum.tasks() {
            let (start, end) = (Moment::start(index), Moment::end(index));
            let is_asked = |own: &TaskIndex| !self.roots.contains_key(own);
            curriculum.parent(index).into_iter().for_each(|own| wait(start, Moment::start(own)));
            curriculum.blockers(index).for_each(|(own, _)| wait(start, Moment::end(own)));
            let before = curriculum.predecessor(index).filter(|_| is_asked(&index));
            let mut before = std::iter::successors(before, |own| curriculum.predecessor(*own));
            before.find(is_asked).into_iter().for_each(|own| wait(start, Moment::end(own)));
            wait(end, start);
            let parts = curriculum.children(index).iter().copied();
            let parts = parts.filter(|own| curriculum.counts(*own) && is_asked(own));
            parts.for_each(|own| wait(end, Moment::end(own)));
        }
        for (owner, help) in &self.by_owner {
            help.iter().for_each(|own| wait(Moment::end(*owner), Moment::end(*own)));
        }
        Graph::new(curriculum.bound() * 2, &edges)
    }
}

/// Where a learner of a course would be trapped, given the paths of its tasks.
pub(super) fn trapped(curriculum: &Curriculum, paths: &FxHashMap<TaskIndex, &str>) -> Vec<Problem> {
    let help = Help::of(curriculum);
    if !help.by_owner.iter().any(|(owner, _)| paths.contains_key(owner)) {
        return Vec::new();
    }
    let mut problems = Vec::new();
    let components = graph::cyclic_components(&help.moments(curriculum));
    let group = |index: TaskIndex| {
        let end = Moment::end(index).number();
        components.iter().position(|component| component.contains(&end))
    };
    for (owner, given) in &help.by_owner {
        let Some(path) = paths.get(owner) else { continue };
        for own in given {
            let name = paths.get(own).map_or("a task outside", |path| place(path));
            let is_above = curriculum.ancestors(*owner).any(|above| above == *own);
            let message = if is_above {
                format!("{name} contains it, and would open only when its tries are used up")
            } else if group(*owner).is_some() && group(*owner) == group(*own) {
                format!(
                    "who has no tries left would be trapped: {name} gives new ones and waits for it"
                )
            } else if !help.has_work(curriculum, *own) {
                format!("nothing in {name} is required, so it could give new tries only once")
            } else {
                continue;
            };
            problems.push(Problem::new("remedial", message).under(path));
        }
    }
    for (index, _) in curriculum.tasks() {
        let Some(path) = paths.get(&index) else { continue };
        let mut before = curriculum.blockers(index).map(|(own, _)| own);
        if let Some(own) = before.find(|own| !help.opens_for(curriculum, index, *own)) {
            let name = paths.get(&own).map_or("a task outside", |path| place(path));
            let message =
                format!("waits for {name}, which opens only for who has no tries left elsewhere");
            problems.push(Problem::new("dependencies", message).under(path));
        }
    }
    problems
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
        let least = rules.iter().map(Rule::least_tries).max().unwrap_or(1);
        if least > limit {
            let message = format!(
                "must be at least {least}, so many right tries are asked for, or have a remedial"
            );
            problem = Some(Problem::new(node.at("max_attempts"), message));
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
