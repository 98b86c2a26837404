//! What waits for what in a plan and in the other phases of its PRD.

use rustc_hash::{FxHashMap, FxHashSet};

use super::beside::Beside;
use super::effort::Amount;
use super::model::{Plan, Task};
use super::report::{PlanSchedule, PlanSchedules};
use super::ties::{Tie, Ties};
use super::values::Keyed;
use crate::domain::graph::{Graph, critical_path, cyclic_components, waves_of};
use crate::domain::schema::{Extra, Optional};

/// The dependencies of a plan, resolved as far as they can be.
#[derive(Debug)]
pub(super) struct Network<'p> {
    /// The number of the first task of each id.
    pub numbers: FxHashMap<&'p str, usize>,
    /// The tasks by their numbers, and behind them the ties between them.
    pub graph: Graph,
    ties: Vec<Tie>,
    /// What each task waits for outside of this plan: the id, and whether it is over.
    pub outside: Vec<Vec<(String, bool)>>,
    /// What each task waits for and is nowhere, as written.
    pub unresolved: Vec<Vec<String>>,
    /// Groups of tasks that wait for each other; the first of each is one of this plan.
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
        let numbers = numbers_of(&plan.tasks);
        let mut outside = Vec::with_capacity(plan.tasks.len());
        let mut unresolved = Vec::with_capacity(plan.tasks.len());
        let mut found = Ties::new(plan, &numbers, others);
        for (number, task) in plan.tasks.iter().enumerate() {
            let (mut out, mut unknown) = (Vec::new(), Vec::new());
            for id in task.dependencies.iter().flatten() {
                if !found.tie(number, id, &mut out) {
                    unknown.push(id.clone());
                }
            }
            outside.push(out);
            unresolved.push(unknown);
        }
        found.go_on();
        found.close_phases();
        let Ties { edges, ties, .. } = found;
        let graph = Graph::new(plan.tasks.len() + ties.len(), &edges);
        let mut own = Self { numbers, graph, ties, outside, unresolved, cycles: Vec::new() };
        let mut cycles = cyclic_components(&own.graph);
        cycles.iter_mut().for_each(|cycle| cycle.retain(|tie| own.name(plan, *tie).is_some()));
        // What goes round elsewhere is not this plan's business.
        cycles.retain(|cycle| cycle.first().is_some_and(|first| *first < plan.tasks.len()));
        own.cycles = cycles;
        own
    }

    /// The id of a task, here or in another document.
    pub fn name<'n>(&'n self, plan: &'n Plan<'_>, number: usize) -> Option<&'n str> {
        match (plan.tasks.get(number), self.tie(plan, number)) {
            (Some(task), _) => Some(&task.id),
            (None, Some(Tie::Far(id, _))) => Some(id),
            _ => None,
        }
    }

    /// What is behind the tasks under a number.
    pub fn tie(&self, plan: &Plan<'_>, number: usize) -> Option<&Tie> {
        self.ties.get(number.checked_sub(plan.tasks.len())?)
    }

    /// A task that is in none of the computed batches: it waits for tasks elsewhere that wait for each
    /// other.
    pub fn unplaced<'n>(&self, plan: &'n Plan<'_>, batches: &[Vec<String>]) -> Option<&'n str> {
        let placed: FxHashSet<&str> = batches.iter().flatten().map(String::as_str).collect();
        let tasks = plan.tasks.iter().enumerate();
        let mut own = tasks.filter(|(number, task)| {
            task.status.counts()
                && self.is_first(plan, *number)
                && !placed.contains(task.id.as_str())
        });
        own.next().map(|(_, task)| task.id.as_str())
    }

    /// The tasks of this plan that a tie leads to, through other ties too.
    pub fn behind(&self, plan: &Plan<'_>, tie: usize) -> Vec<usize> {
        let (mut open, mut found) = (vec![tie], Vec::new());
        let mut seen = FxHashSet::default();
        while let Some(number) = open.pop() {
            for &own in self.graph.waits_for(number) {
                if own < plan.tasks.len() {
                    found.push(own);
                } else if seen.insert(own) {
                    open.push(own);
                }
            }
        }
        found
    }

    /// Batches: levels, or waves under limits. What waits for itself is in none.
    pub fn batches(
        &self,
        plan: &Plan<'_>,
        hands: Option<usize>,
        file_conflicts: bool,
    ) -> Vec<Vec<String>> {
        let batches = if hands.is_none() && !file_conflicts {
            self.levels(plan)
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
            waves_of(&self.graph, plan.tasks.len(), hands.unwrap_or(usize::MAX), &holds)
        };
        let named = batches.iter().map(|batch| {
            let first = batch.iter().copied().filter(|number| self.is_first(plan, *number));
            ids(plan, &first.collect::<Vec<_>>())
        });
        named.filter(|batch| !batch.is_empty()).collect()
    }

    /// Tasks by how long the longest way to them is. Only tasks make it longer.
    fn levels(&self, plan: &Plan<'_>) -> Vec<Vec<usize>> {
        let schedule = critical_path(&self.graph, &vec![1; plan.tasks.len()]);
        let mut left_out = vec![false; plan.tasks.len()];
        mark(&mut left_out, &schedule.left_out);
        let mut levels: Vec<Vec<usize>> = Vec::new();
        for (number, level) in schedule.earliest_start.iter().enumerate() {
            if left_out.get(number) == Some(&false) {
                let level = usize::try_from(*level).unwrap_or(usize::MAX);
                if levels.len() <= level {
                    levels.resize(level + 1, Vec::new());
                }
                levels.get_mut(level).into_iter().for_each(|level| level.push(number));
            }
        }
        levels
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
        let mut seen = FxHashSet::default();
        while let Some(number) = open.pop() {
            for &own in self.graph.waits_for(number) {
                if own == before {
                    return true;
                }
                if !counts(own) && seen.insert(own) {
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
