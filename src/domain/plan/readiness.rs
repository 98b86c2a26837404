//! What can be begun now, and what cannot go on and why: first what a task says itself, then the
//! tasks that it waits for, then what keeps those.

use rustc_hash::{FxHashMap, FxHashSet};

use super::model::{Blocker, Plan, Task};
use super::network::{Network, mark};
use super::report::{BlockedPlanTask, PlanReason, count};
use super::status::PlanStatus;
use super::ties::Tie;
use super::values::PlanReasonKind as Kind;
use crate::domain::schema::Extra;

/// What keeps single tasks, whatever they wait for.
struct Obstacles<'p> {
    plan: &'p Plan<'p>,
    numbers: &'p FxHashMap<&'p str, usize>,
    circular: Vec<bool>,
    blockers: FxHashMap<&'p str, Vec<&'p str>>,
}

/// The reasons of one task, none of them twice.
#[derive(Default)]
struct Reasons<'p> {
    seen: FxHashSet<(&'static str, &'p str)>,
    found: Vec<PlanReason>,
}

impl<'p> Reasons<'p> {
    fn add(&mut self, kind: Kind, id: &'p str) {
        if self.seen.insert((kind.as_str(), id)) {
            self.found.push(PlanReason { kind, id: id.to_owned(), extra: Extra::default() });
        }
    }

    /// What a task says of itself.
    fn add_own(&mut self, task: &'p Task, number: usize, obstacles: &Obstacles<'p>) {
        // Who goes round in a circle need not be told that of all the others in it.
        let is_circular = obstacles.circular.get(number).copied().unwrap_or(false);
        if is_circular && self.found.first().is_none_or(|first| first.kind != Kind::Cycle) {
            self.add(Kind::Cycle, &task.id);
        }
        if task.status == PlanStatus::Blocked {
            self.add(Kind::Status, &task.id);
        }
        for id in obstacles.blockers.get(task.id.as_str()).into_iter().flatten() {
            self.add(Kind::Blocker, id);
        }
        for words in &task.blockers {
            self.add(Kind::Blocker, words);
        }
        for id in &task.blocked_by {
            let number = obstacles.numbers.get(id.as_str());
            match number.and_then(|number| obstacles.plan.tasks.get(*number)) {
                Some(task) if task.status.is_over() => {}
                Some(_) => self.add(Kind::Dependency, id),
                None => self.add(Kind::Blocker, id),
            }
        }
    }
}

impl Network<'_> {
    /// What can be begun now, and what cannot go on.
    pub fn readiness(&self, plan: &Plan<'_>) -> (Vec<String>, Vec<BlockedPlanTask>) {
        // A large plan names fewer reasons for each task, so that the report stays in proportion.
        let tasks = plan.tasks.len().max(1);
        let most = (50_000 / tasks).clamp(4, 1000);
        let furthest = (200_000 / tasks).max(most);
        let is_over = |number: usize| match (plan.tasks.get(number), self.tie(plan, number)) {
            (Some(task), _) => task.status.is_over(),
            (None, Some(Tie::Far(_, is_over))) => *is_over,
            // For the whole phase there is one reason.
            (None, tie) => matches!(tie, Some(Tie::FarPhase)),
        };
        let over: Vec<bool> = (0..self.graph.nodes()).map(is_over).collect();
        let obstacles = self.obstacles(plan);
        let (mut ready, mut blocked) = (Vec::new(), Vec::new());
        let mut named: FxHashSet<&str> = FxHashSet::default();
        for (number, task) in plan.tasks.iter().enumerate() {
            if task.status.is_over() || task.status == PlanStatus::Deferred {
                continue;
            }
            let mut reasons = Reasons::default();
            reasons.add_own(task, number, &obstacles);
            let before = self.graph.open_before(number, &over, furthest);
            let before = || before.iter().copied().filter(|&open| open != number);
            let task_at = |number: usize| Some((number, plan.tasks.get(number)?));
            for (_, open) in before().filter_map(task_at) {
                reasons.add(Kind::Dependency, &open.id);
            }
            for (own, other) in std::iter::once(number).chain(before()).filter_map(task_at) {
                if own != number {
                    reasons.add_own(other, own, &obstacles);
                }
                for (id, _) in self.outside.get(own).into_iter().flatten().filter(|own| !own.1) {
                    reasons.add(Kind::OtherPhase, id);
                }
                for id in self.unresolved.get(own).into_iter().flatten() {
                    reasons.add(Kind::Unresolved, id);
                }
            }
            for far in before().filter_map(|before| self.tie(plan, before)) {
                if let Tie::Far(id, _) = far {
                    reasons.add(Kind::OtherPhase, id);
                }
            }
            let mut because = reasons.found;
            if !because.is_empty() {
                let more = count(because.len().saturating_sub(most));
                because.truncate(most);
                let task_id = task.id.clone();
                blocked.push(BlockedPlanTask { task_id, because, more, extra: Extra::default() });
            } else if task.status == PlanStatus::Pending && named.insert(task.id.as_str()) {
                ready.push(task.id.clone());
            }
        }
        (ready, blocked)
    }

    fn obstacles<'p>(&'p self, plan: &'p Plan<'_>) -> Obstacles<'p> {
        let mut circular = vec![false; plan.tasks.len()];
        self.cycles.iter().for_each(|cycle| mark(&mut circular, cycle));
        let mut blockers: FxHashMap<&str, Vec<&str>> = FxHashMap::default();
        let active = |blocker: &&Blocker| blocker.active;
        for blocker in plan.blockers.iter().filter(active) {
            for id in &blocker.blocking {
                blockers.entry(id).or_default().push(&blocker.id);
            }
        }
        Obstacles { plan, numbers: &self.numbers, circular, blockers }
    }
}
