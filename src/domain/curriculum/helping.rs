//! The proof for those who do not pass everything at once: for courses that come in, and for every
//! single command that could take a way out from somebody.
//!
//! Who has no tries left for a task is given new ones by what its `remedial` names. So its end
//! waits for the ends of those; they in turn are asked of nobody else, so nothing waits for them
//! because of its place among its siblings. A cycle among these moments is a trap.

use rustc_hash::{FxHashMap, FxHashSet};

use super::model::{Curriculum, TaskIndex};
use super::records::{Criterion, Task};
use super::values::TaskType;
use super::waiting::Moment;
use crate::domain::change::Change;
use crate::domain::criteria::Rule;
use crate::domain::error::{Code, Error, Problem, Result};
use crate::domain::graph::{self, Graph};
use crate::domain::schema::{Json, object};

/// How a learner would be trapped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// What gives new tries contains what it gives them for.
    Contains,
    /// What gives new tries waits for what it gives them for.
    Waits,
    /// What gives new tries, and what it gives them for, each open only after the other.
    NeverOpens,
    /// Nothing is to be done there, so it is done once and for all.
    HasNoWork,
    /// Something for everybody waits for what only some can do.
    OpensForSome,
    /// More right tries are asked for than there are.
    IsShort(u64),
}

/// A task at which a learner would be trapped, and the one that traps them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Trap {
    kind: Kind,
    pub task: TaskIndex,
    pub other: TaskIndex,
}

impl Trap {
    /// The field that says what is wrong.
    pub fn field(self) -> &'static str {
        match self.kind {
            Kind::OpensForSome => "dependencies",
            Kind::IsShort(_) => "max_attempts",
            Kind::Contains | Kind::Waits | Kind::NeverOpens | Kind::HasNoWork => "remedial",
        }
    }

    fn code(self) -> Code {
        match self.kind {
            Kind::Contains | Kind::Waits | Kind::NeverOpens => Code::Cycle,
            Kind::HasNoWork | Kind::OpensForSome | Kind::IsShort(_) => Code::Invalid,
        }
    }

    /// What is wrong, given the names of both.
    pub fn message(self, task: &str, other: &str) -> String {
        match self.kind {
            Kind::Contains => {
                format!("{other} contains {task}, and would open only when its tries are used up")
            }
            Kind::Waits => format!(
                "who has no tries left would be trapped: {other} gives new ones and waits for {task}"
            ),
            Kind::NeverOpens => format!(
                "nobody could begin {task} or {other}: each opens only when tries are used up that \
                 the other comes before"
            ),
            Kind::HasNoWork => {
                format!("nothing in {other} is required, so it could give new tries only once")
            }
            Kind::OpensForSome => format!(
                "{task} waits for {other}, which opens only for who has no tries left elsewhere"
            ),
            Kind::IsShort(least) => format!("{task} {}", too_few(least)),
        }
    }
}

/// That a task gives fewer tries than it asks for.
pub(super) fn too_few(least: u64) -> String {
    format!("must be at least {least}, so many right tries are asked for, or have a remedial")
}

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

    /// The nearest of what gives new tries to which it belongs.
    fn root(&self, curriculum: &Curriculum, index: TaskIndex) -> Option<TaskIndex> {
        let mut lineage = std::iter::once(index).chain(curriculum.ancestors(index));
        lineage.find(|own| self.roots.contains_key(own))
    }

    /// Of who has no tries left for which tasks it is asked, if not of everybody.
    fn asked_for(&self, curriculum: &Curriculum, index: TaskIndex) -> Option<&[TaskIndex]> {
        self.roots.get(&self.root(curriculum, index)?).map(Vec::as_slice)
    }

    /// What opens for nobody: it does as soon as one of those that it is for can be begun.
    fn asleep(&self, curriculum: &Curriculum) -> Vec<TaskIndex> {
        let mut asleep: Vec<TaskIndex> = self.roots.keys().copied().collect();
        loop {
            let is_asleep = |owner: &TaskIndex| {
                self.root(curriculum, *owner).is_some_and(|root| asleep.contains(&root))
            };
            let stays = |own: &TaskIndex| {
                self.roots.get(own).is_some_and(|owners| owners.iter().all(is_asleep))
            };
            let left: Vec<TaskIndex> = asleep.iter().copied().filter(stays).collect();
            if left.len() == asleep.len() {
                return left;
            }
            asleep = left;
        }
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

    /// Whether a container asks for something of whoever does everything right.
    fn asks_everybody(
        &self,
        curriculum: &Curriculum,
        container: TaskIndex,
        works: &FxHashSet<TaskIndex>,
    ) -> bool {
        let mut waiting = vec![container];
        while let Some(own) = waiting.pop() {
            if works.contains(&own) || (own != container && curriculum.is_leaf(own)) {
                return true;
            }
            let parts = curriculum.children(own).iter().copied();
            waiting.extend(
                parts.filter(|own| curriculum.counts(*own) && !self.roots.contains_key(own)),
            );
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

/// Where learners would be trapped, among the tasks that are looked at.
pub(super) fn traps(curriculum: &Curriculum, is_seen: &dyn Fn(TaskIndex) -> bool) -> Vec<Trap> {
    let help = Help::of(curriculum);
    if !help.by_owner.iter().any(|(owner, _)| is_seen(*owner)) {
        return Vec::new();
    }
    let (mut found, mut dead) = (Vec::new(), Vec::new());
    let components = graph::cyclic_components(&help.moments(curriculum));
    let group = |index: TaskIndex| {
        let end = Moment::end(index).number();
        components.iter().position(|component| component.contains(&end))
    };
    let asleep = help.asleep(curriculum);
    for (owner, given) in help.by_owner.iter().filter(|(owner, _)| is_seen(*owner)) {
        for own in given {
            let is_above = curriculum.ancestors(*owner).any(|above| above == *own);
            let kind = if is_above {
                Kind::Contains
            } else if group(*owner).is_some() && group(*owner) == group(*own) {
                Kind::Waits
            } else if asleep.contains(own) {
                // It may be so because of another trap, which then is said first.
                dead.push(Trap { kind: Kind::NeverOpens, task: *owner, other: *own });
                continue;
            } else if !help.has_work(curriculum, *own) {
                Kind::HasNoWork
            } else {
                continue;
            };
            found.push(Trap { kind, task: *owner, other: *own });
        }
    }
    found.append(&mut dead);
    for (index, _) in curriculum.tasks().filter(|(index, _)| is_seen(*index)) {
        let mut before = curriculum.blockers(index).map(|(own, _)| own);
        if let Some(other) = before.find(|own| !help.opens_for(curriculum, index, *own)) {
            found.push(Trap { kind: Kind::OpensForSome, task: index, other });
        }
    }
    found
}

/// Containers that can never close because what they ask for is asked only of those who have no
/// tries left: projects, and those whose own help is in them. `works` are those for which something
/// is to be handed in.
pub(super) fn idle(curriculum: &Curriculum, works: &FxHashSet<TaskIndex>) -> Vec<TaskIndex> {
    let help = Help::of(curriculum);
    let mut idle = Vec::new();
    if help.roots.is_empty() {
        return idle;
    }
    for (owner, task) in curriculum.tasks().filter(|(own, _)| curriculum.is_container(*own)) {
        let is_below = |own: &TaskIndex| curriculum.ancestors(*own).any(|above| above == owner);
        let mut helped = help.by_owner.iter().filter(|(own, _)| *own == owner);
        let is_own = helped.any(|(_, given)| given.iter().any(is_below));
        let is_looked_at = is_own || task.task_type == TaskType::Project;
        if is_looked_at
            && curriculum.is_in_use(owner)
            && !help.asks_everybody(curriculum, owner, works)
            && help.roots.keys().any(is_below)
        {
            idle.push(owner);
        }
    }
    idle
}

/// How many right tries some criteria ask for at the least.
pub(super) fn least_tries<'a>(criteria: impl IntoIterator<Item = &'a Criterion>) -> u64 {
    let read = |own: &Criterion| Rule::parse(own.criterion_type.as_str(), own.rule.text()).ok();
    let rules = criteria.into_iter().filter_map(read);
    rules.map(|rule| rule.least_tries()).max().unwrap_or(1)
}

impl Curriculum {
    /// How many tries a task gives, where they are limited and nothing gives new ones.
    pub(super) fn only_tries(&self, task: &Task) -> Option<u64> {
        let help = task.remedial.0.iter().flatten();
        let mut help = help.filter_map(|own| self.index(own.as_str()));
        let has_help = help.any(|own| self.is_in_use(own));
        task.max_attempts.0.filter(|limit| *limit > 0 && !has_help)
    }

    /// That a task as it is to be gives as many tries as its criteria ask for.
    pub(super) fn check_tries(&self, index: TaskIndex, task: &Task, field: &str) -> Result<()> {
        let Some(limit) = self.only_tries(task) else { return Ok(()) };
        match least_tries(self.criteria(index).iter().map(|own| &**own)) {
            least if least > limit => Err(Error::invalid(field, too_few(least))),
            _ => Ok(()),
        }
    }

    fn short(&self) -> impl Iterator<Item = Trap> {
        self.tasks().filter(|(index, _)| self.is_in_use(*index)).filter_map(|(index, task)| {
            let limit = self.only_tries(task)?;
            let least = least_tries(self.criteria(index).iter().map(|own| &**own));
            let kind = Kind::IsShort(least);
            (least > limit).then_some(Trap { kind, task: index, other: index })
        })
    }

    /// Whether anything gives new tries.
    fn has_help(&self) -> bool {
        self.tasks().any(|(_, task)| task.remedial.0.as_ref().is_some_and(|own| !own.is_empty()))
    }

    /// Checks that a new task traps nobody. One that names no help is in nobody's way, but for its
    /// place below what gives new tries, or an id that was named before.
    pub(super) fn check_new_help(
        &self,
        parent: Option<TaskIndex>,
        task: &Task,
        changes: &[Change],
    ) -> Result<()> {
        if task.remedial.0.as_ref().is_some_and(|own| !own.is_empty()) {
            return self.check_help_after(changes, "remedial");
        }
        let Some(parent) = parent else { return Ok(()) };
        let above = std::iter::once(parent).chain(self.ancestors(parent));
        let above = above.filter_map(|own| self.at(own)).map(|own| &own.id);
        let around: Vec<_> = above.chain([&task.id]).collect();
        let mut named = self.tasks().flat_map(|(_, own)| own.remedial.0.iter().flatten());
        match named.any(|own| around.contains(&own)) {
            true => self.check_help_after(changes, "parent_id"),
            false => Ok(()),
        }
    }

    /// The same where nothing new gives new tries: if nothing does, nobody is trapped.
    pub(super) fn check_help_of_old(&self, changes: &[Change], field: &str) -> Result<()> {
        match self.has_help() {
            true => self.check_help_after(changes, field),
            false => Ok(()),
        }
    }

    /// Checks on a copy that these changes trap nobody; what is wrong is said of a field.
    pub(super) fn check_help_after(&self, changes: &[Change], field: &str) -> Result<()> {
        let mut after = self.clone();
        after.apply_all(changes)?;
        self.check_help(&after, field)
    }

    /// Checks that nobody would be trapped in the curriculum as it is to be.
    pub(super) fn check_help(&self, after: &Self, field: &str) -> Result<()> {
        let all = |own: &Self| -> Vec<Trap> {
            traps(own, &|_| true).into_iter().chain(own.short()).collect()
        };
        let found = all(after);
        if found.is_empty() {
            return Ok(());
        }
        // What was wrong before is not the fault of these changes.
        let before = all(self);
        let Some(trap) = found.into_iter().find(|own| !before.contains(own)) else {
            return Ok(());
        };
        let id = |index| after.at(index).map_or("", |task| task.id.as_str());
        let (task, other) = (id(trap.task), id(trap.other));
        let error =
            Error::problems(trap.code(), vec![Problem::new(field, trap.message(task, other))]);
        Err(match trap.code() {
            Code::Cycle => {
                let ids = [task, other, task].map(str::to_owned).to_vec();
                error.with_details(Json::from_text(object(&[("cycle", &ids)])))
            }
            _ => error,
        })
    }
}
