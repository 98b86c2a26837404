//! What waits for what in a plan and in the other phases of its PRD.

use rustc_hash::FxHashMap;

use super::beside::Beside;
use super::effort::Amount;
use super::model::{Plan, Task, gate};
use super::report::{PlanSchedule, PlanSchedules};
use super::status::PlanStatus;
use super::values::Keyed;
use crate::domain::graph::{Graph, critical_path, cyclic_components, levels, waves};
use crate::domain::schema::{Extra, Optional};

/// The dependencies of a plan, resolved as far as they can be.
#[derive(Debug)]
pub(super) struct Network<'p> {
    /// The number of the first task of each id.
    pub numbers: FxHashMap<&'p str, usize>,
    pub graph: Graph,
    /// What each task waits for outside of this plan: the id, and whether it is over.
    pub outside: Vec<Vec<(String, bool)>>,
    /// What each task waits for and is nowhere, as written.
    pub unresolved: Vec<Vec<String>>,
    /// Groups of tasks that wait for each other.
    pub cycles: Vec<Vec<usize>>,
}

/// The number of the first task of each id.
fn numbers_of(tasks: &[Task]) -> FxHashMap<&str, usize> {
    let mut numbers = FxHashMap::with_capacity_and_hasher(tasks.len(), Default::default());
    for (number, task) in tasks.iter().enumerate() {
        numbers.entry(task.id.as_str()).or_insert(number);
    }
    numbers
}

impl<'p> Network<'p> {
    /// Resolves the dependencies of a plan, with the other documents that belong to its PRD.
    pub fn new(plan: &'p Plan<'_>, others: &[Beside<'_>]) -> Self {
        let prd = plan.prd.as_deref();
        let others = by_distance(prd, others);
        let numbers = numbers_of(&plan.tasks);
        let mut edges = Vec::new();
        let mut outside = Vec::with_capacity(plan.tasks.len());
        let mut unresolved = Vec::with_capacity(plan.tasks.len());
        for (number, task) in plan.tasks.iter().enumerate() {
            let (mut out, mut unknown) = (Vec::new(), Vec::new());
            for id in task.dependencies.iter().flatten() {
                if let Some(&before) = numbers.get(id.as_str()) {
                    edges.push((number, before));
                } else if let Some(status) =
                    others.iter().flatten().find_map(|other| other.status(id))
                {
                    out.push((id.clone(), status.is_over()));
                } else if !resolve_gate(plan, &others, number, id, &mut edges, &mut out) {
                    unknown.push(id.clone());
                }
            }
            outside.push(out);
            unresolved.push(unknown);
        }
        let graph = Graph::new(plan.tasks.len(), &edges);
        let cycles = cyclic_components(&graph);
        Self { numbers, graph, outside, unresolved, cycles }
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
        let named = batches.iter().map(|batch| {
            let first = batch.iter().copied().filter(|number| self.is_first(plan, *number));
            ids(plan, &first.collect::<Vec<_>>())
        });
        named.filter(|batch| !batch.is_empty()).collect()
    }

    /// Whether a task is the one that others mean by its id.
    pub fn is_first(&self, plan: &Plan<'_>, number: usize) -> bool {
        let id = plan.tasks.get(number).map(|task| task.id.as_str());
        id.is_some_and(|id| self.numbers.get(id) == Some(&number))
    }

    /// Whether a task waits for another, at once or through tasks that do not count.
    pub fn follows(&self, plan: &Plan<'_>, task: usize, before: usize) -> bool {
        let counts = |number: usize| plan.tasks.get(number).is_some_and(|own| own.status.counts());
        let mut open = vec![task];
        let mut seen = vec![false; plan.tasks.len()];
        while let Some(number) = open.pop() {
            for &own in self.graph.waits_for(number) {
                if own == before {
                    return true;
                }
                let is_new = seen.get_mut(own).is_some_and(|seen| !std::mem::replace(seen, true));
                if is_new && !counts(own) {
                    open.push(own);
                }
            }
        }
        false
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
        let counts =
            |number: &usize| plan.tasks.get(*number).is_some_and(|own| own.status.counts());
        let critical: Vec<usize> = schedule.critical.iter().copied().filter(counts).collect();
        let path: Vec<usize> = schedule.path.iter().copied().filter(counts).collect();
        let mut left_out = vec![false; plan.tasks.len()];
        mark(&mut left_out, &schedule.left_out);
        let mut seen = vec![false; plan.tasks.len()];
        let slack = plan.tasks.iter().zip(&schedule.slack).enumerate();
        let slack = slack
            .filter(|(number, (task, _))| {
                let first = self.numbers.get(task.id.as_str()).copied().unwrap_or(*number);
                !left_out.get(*number).copied().unwrap_or(false)
                    && seen.get_mut(first).is_some_and(|seen| !std::mem::replace(seen, true))
            })
            .map(|(_, (task, slack))| (task.id.clone(), Amount(*slack)));
        Some(PlanSchedule {
            critical_path: ids(plan, &path),
            critical_tasks: ids(plan, &critical),
            makespan: Amount(schedule.makespan),
            slack: Keyed(slack.collect()),
            unestimated: unestimated.map(|(task, _)| task.id.clone()).collect(),
            extra: Extra::default(),
        })
    }
}

/// The documents that belong to a PRD, the nearest ones first.
fn by_distance<'b, 'p>(prd: Option<&str>, others: &'b [Beside<'p>]) -> [Vec<&'b Beside<'p>>; 3] {
    let mut found = [Vec::new(), Vec::new(), Vec::new()];
    for other in others {
        let own = other.distance(prd).and_then(|distance| found.get_mut(distance));
        own.into_iter().for_each(|own| own.push(other));
    }
    found
}

pub(super) fn mark(flags: &mut [bool], numbers: &[usize]) {
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

/// Lets a task wait for all tasks of the phases that a text names; false if it names none, or if one
/// of them is nowhere.
fn resolve_gate(
    plan: &Plan<'_>,
    others: &[Vec<&Beside<'_>>],
    number: usize,
    text: &str,
    edges: &mut Vec<(usize, usize)>,
    out: &mut Vec<(String, bool)>,
) -> bool {
    let Some(ranges) = gate(text) else { return false };
    let own = plan.tasks.get(number);
    let (mut all_found, mut is_outside, mut is_over) = (true, false, true);
    for phase in ranges.into_iter().flat_map(|(first, last)| first..=last) {
        let mut found = false;
        if own.is_none_or(|own| !own.is_of(phase)) {
            let of_phase = |(_, task): &(usize, &Task)| task.is_of(phase);
            for (before, task) in plan.tasks.iter().enumerate().filter(of_phase) {
                found = true;
                // A phase is over when what counts of it is, here as in another file.
                if task.status != PlanStatus::Deferred {
                    edges.push((number, before));
                }
            }
        }
        // What a nearer document says of the phase, another version of the PRD does not.
        let over_of = |others: &Vec<&Beside<'_>>| -> Vec<bool> {
            others.iter().filter_map(|other| other.is_over(phase)).collect()
        };
        let over = others.iter().map(over_of).find(|over| !over.is_empty());
        if let Some(over) = over {
            (found, is_outside) = (true, true);
            is_over &= !over.contains(&false);
        }
        all_found &= found;
    }
    // One reason for the whole gate.
    if all_found && is_outside {
        out.push((text.to_owned(), is_over));
    }
    all_found
}
