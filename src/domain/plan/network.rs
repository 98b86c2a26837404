//! What waits for what in a plan and in the other phases of its PRD.

use rustc_hash::FxHashMap;

use super::effort::Amount;
use super::model::{Blocker, Plan, Task, gate, same_prd};
use super::report::{BlockedTask, PlanReason, PlanSchedule, PlanSchedules};
use super::status::PlanStatus;
use super::values::{Keyed, PlanReasonKind};
use crate::domain::graph::{Graph, critical_path, cyclic_components, levels, waves};
use crate::domain::schema::{Extra, Optional};

/// The dependencies of a plan, resolved as far as they can be.
#[derive(Debug)]
pub(super) struct Network {
    pub graph: Graph,
    /// What each task waits for outside of this plan: the id, and whether it is over.
    pub outside: Vec<Vec<(String, bool)>>,
    /// What each task waits for and is nowhere, as written.
    pub unresolved: Vec<Vec<String>>,
    /// Groups of tasks that wait for each other.
    pub cycles: Vec<Vec<usize>>,
}

/// Another document, and the numbers of its tasks by id.
struct Sibling<'p> {
    phases: Option<(u32, u32)>,
    tasks: &'p [Task],
    numbers: FxHashMap<&'p str, usize>,
}

impl Sibling<'_> {
    fn status(&self, id: &str) -> Option<PlanStatus> {
        self.tasks.get(*self.numbers.get(id)?).map(|task| task.status)
    }
}

/// The number of the first task of each id.
fn numbers_of(tasks: &[Task]) -> FxHashMap<&str, usize> {
    let mut numbers = FxHashMap::default();
    for (number, task) in tasks.iter().enumerate() {
        numbers.entry(task.id.as_str()).or_insert(number);
    }
    numbers
}

impl Network {
    /// Resolves the dependencies of a plan, with the other documents that belong to its PRD.
    pub fn new(plan: &Plan<'_>, siblings: &[Plan<'_>]) -> Self {
        let siblings: Vec<Sibling<'_>> = siblings
            .iter()
            .filter(|other| match (&plan.prd, &other.prd) {
                (Some(own), Some(other)) => same_prd(own, other),
                _ => true,
            })
            .map(|other| Sibling {
                phases: other.phases(),
                tasks: &other.tasks,
                numbers: numbers_of(&other.tasks),
            })
            .collect();
        let numbers = numbers_of(&plan.tasks);
        let mut edges = Vec::new();
        let mut outside = Vec::with_capacity(plan.tasks.len());
        let mut unresolved = Vec::with_capacity(plan.tasks.len());
        for (number, task) in plan.tasks.iter().enumerate() {
            let (mut out, mut unknown) = (Vec::new(), Vec::new());
            for id in task.dependencies.iter().flatten() {
                if let Some(&before) = numbers.get(id.as_str()) {
                    edges.push((number, before));
                } else if let Some(status) = siblings.iter().find_map(|other| other.status(id)) {
                    out.push((id.clone(), status.is_over()));
                } else if !resolve_gate(plan, &siblings, number, id, &mut edges, &mut out) {
                    unknown.push(id.clone());
                }
            }
            outside.push(out);
            unresolved.push(unknown);
        }
        let graph = Graph::new(plan.tasks.len(), &edges);
        let cycles = cyclic_components(&graph);
        Self { graph, outside, unresolved, cycles }
    }

    /// Batches: levels, or waves under limits. What waits for itself is in none.
    pub fn batches(
        &self,
        plan: &Plan<'_>,
        hands: Option<usize>,
        file_conflicts: bool,
    ) -> Vec<Vec<String>> {
        let batches = if hands.is_none() && !file_conflicts {
            levels(&self.graph).levels
        } else {
            let mut files: FxHashMap<&str, usize> = FxHashMap::default();
            let holds: Vec<Vec<usize>> = match file_conflicts {
                false => Vec::new(),
                true => (plan.tasks.iter())
                    .map(|task| {
                        (task.files.iter())
                            .map(|file| {
                                let next = files.len();
                                *files.entry(file).or_insert(next)
                            })
                            .collect()
                    })
                    .collect(),
            };
            waves(&self.graph, hands.unwrap_or(usize::MAX), &holds)
        };
        batches.iter().map(|batch| ids(plan, batch)).collect()
    }

    /// The schedules in the units in which anything is estimated.
    pub fn schedules(&self, plan: &Plan<'_>) -> PlanSchedules {
        let points: Vec<Option<Amount>> =
            plan.tasks.iter().map(|task| task.effort.points).collect();
        let minutes: Vec<Option<Amount>> =
            plan.tasks.iter().map(|task| task.effort.minutes).collect();
        PlanSchedules {
            points: Optional(self.schedule(plan, &points)),
            minutes: Optional(self.schedule(plan, &minutes)),
            extra: Extra::default(),
        }
    }

    fn schedule(&self, plan: &Plan<'_>, estimates: &[Option<Amount>]) -> Option<PlanSchedule> {
        if estimates.iter().all(Option::is_none) {
            return None;
        }
        let weights = weights(plan, estimates);
        let schedule = critical_path(&self.graph, &weights);
        let unestimated = (plan.tasks.iter().zip(estimates))
            .filter(|(task, estimate)| estimate.is_none() && task.status.counts());
        let mut left_out = vec![false; plan.tasks.len()];
        mark(&mut left_out, &schedule.left_out);
        let mut seen: FxHashMap<&str, usize> = FxHashMap::default();
        let slack = plan.tasks.iter().zip(&schedule.slack).enumerate();
        let slack = slack
            .filter(|(number, (task, _))| {
                !left_out.get(*number).copied().unwrap_or(false)
                    && seen.insert(&task.id, *number).is_none()
            })
            .map(|(_, (task, slack))| (task.id.clone(), Amount(*slack)));
        Some(PlanSchedule {
            critical_path: ids(plan, &schedule.path),
            critical_tasks: ids(plan, &schedule.critical),
            makespan: Amount(schedule.makespan),
            slack: Keyed(slack.collect()),
            unestimated: unestimated.map(|(task, _)| task.id.clone()).collect(),
            extra: Extra::default(),
        })
    }

    /// What can be begun now, and what cannot go on.
    pub fn readiness(&self, plan: &Plan<'_>) -> (Vec<String>, Vec<BlockedTask>) {
        // A large plan names fewer reasons for each task, so that the report stays in proportion.
        let most = (50_000 / plan.tasks.len().max(1)).clamp(4, 1000);
        let over: Vec<bool> = plan.tasks.iter().map(|task| task.status.is_over()).collect();
        let mut circular = vec![false; plan.tasks.len()];
        self.cycles.iter().for_each(|cycle| mark(&mut circular, cycle));
        let active: Vec<&Blocker> = plan.blockers.iter().filter(|blocker| blocker.active).collect();
        let (mut ready, mut blocked) = (Vec::new(), Vec::new());
        for (number, task) in plan.tasks.iter().enumerate() {
            if task.status.is_over() || task.status == PlanStatus::Deferred {
                continue;
            }
            let mut because = Vec::new();
            let mut add = |kind: PlanReasonKind, id: &str| {
                because.push(PlanReason { kind, id: id.to_owned(), extra: Extra::default() });
            };
            if task.status == PlanStatus::Blocked {
                add(PlanReasonKind::Status, &task.id);
            }
            for blocker in active.iter().filter(|blocker| blocker.blocking.contains(&task.id)) {
                add(PlanReasonKind::Blocker, &blocker.id);
            }
            if circular.get(number).copied().unwrap_or(false) {
                add(PlanReasonKind::Cycle, &task.id);
            }
            let before = self.graph.open_before(number, &over, most);
            // A task's own reasons come first, then those of what it waits for.
            let chain = std::iter::once(number).chain(before.iter().copied());
            for &open in before.iter().filter(|&&open| open != number) {
                if let Some(task) = plan.tasks.get(open) {
                    add(PlanReasonKind::Dependency, &task.id);
                }
            }
            for own in chain {
                let outside = self.outside.get(own).into_iter().flatten();
                outside
                    .filter(|(_, is_over)| !is_over)
                    .for_each(|(id, _)| add(PlanReasonKind::OtherPhase, id));
                let unresolved = self.unresolved.get(own).into_iter().flatten();
                unresolved.for_each(|id| add(PlanReasonKind::Unresolved, id));
            }
            if !because.is_empty() {
                because.truncate(most);
                let task_id = task.id.clone();
                blocked.push(BlockedTask { task_id, because, extra: Extra::default() });
            } else if task.status == PlanStatus::Pending {
                ready.push(task.id.clone());
            }
        }
        (ready, blocked)
    }
}

fn mark(flags: &mut [bool], numbers: &[usize]) {
    for number in numbers {
        if let Some(flag) = flags.get_mut(*number) {
            *flag = true;
        }
    }
}

/// What does not count takes no time, nor does what is not estimated.
pub(super) fn weights(plan: &Plan<'_>, estimates: &[Option<Amount>]) -> Vec<u64> {
    (plan.tasks.iter().zip(estimates))
        .map(|(task, estimate)| match task.status.counts() {
            true => estimate.unwrap_or_default().0,
            false => 0,
        })
        .collect()
}

fn ids(plan: &Plan<'_>, numbers: &[usize]) -> Vec<String> {
    let tasks = numbers.iter().filter_map(|&number| plan.tasks.get(number));
    tasks.map(|task| task.id.clone()).collect()
}

/// Lets a task wait for all tasks of a phase; false if that phase is nowhere.
fn resolve_gate(
    plan: &Plan<'_>,
    siblings: &[Sibling<'_>],
    number: usize,
    text: &str,
    edges: &mut Vec<(usize, usize)>,
    out: &mut Vec<(String, bool)>,
) -> bool {
    let Some(phase) = gate(text) else { return false };
    let name = phase.to_string();
    let mut found = false;
    let own_phase = plan.tasks.get(number).and_then(|task| task.phase.as_deref());
    if own_phase != Some(name.as_str()) {
        for (before, task) in plan.tasks.iter().enumerate() {
            if task.phase.as_deref() == Some(name.as_str()) {
                edges.push((number, before));
                found = true;
            }
        }
    }
    for sibling in siblings {
        let covers = |(first, last): (u32, u32)| first <= phase && phase <= last;
        if sibling.phases.is_some_and(covers) {
            // One reason for the whole gate.
            out.push((
                text.to_owned(),
                sibling.tasks.iter().all(|task| !task.status.counts() || task.status.is_over()),
            ));
            found = true;
        }
    }
    found
}
