//! The other documents of a PRD, as far as a plan has to do with them: how far their tasks are, and
//! what those wait for.

use rustc_hash::FxHashMap;

use super::model::{Plan, Task, covers, phases, same_prd};
use super::report::{PlanReport, PlanTask};
use super::status::PlanStatus;

/// Another document.
#[derive(Debug)]
pub(super) struct Beside<'p> {
    prd: Option<&'p str>,
    phases: Option<(u32, u32)>,
    /// What it says of itself.
    declared: Option<PlanStatus>,
    tasks: Vec<Far<'p>>,
    /// The number of the first task of each id.
    numbers: FxHashMap<&'p str, usize>,
}

/// A task of another document.
#[derive(Debug)]
struct Far<'p> {
    id: &'p str,
    status: PlanStatus,
    /// Of which phases it says that it is.
    phases: Option<(u32, u32)>,
    waits: [&'p [String]; 2],
}

impl<'p> Far<'p> {
    fn new(id: &'p str, status: PlanStatus, phase: Option<&str>, waits: [&'p [String]; 2]) -> Self {
        Self { id, status, phases: phase.and_then(phases), waits }
    }
}

impl<'p> Beside<'p> {
    /// The greatest distance.
    pub const FURTHEST: usize = 2;

    /// One that was read.
    pub fn of_plan(plan: &'p Plan<'_>) -> Self {
        let declared = plan.status.as_deref().and_then(PlanStatus::fold);
        let far = |task: &'p Task| {
            let waits = task.dependencies.as_deref().unwrap_or_default();
            Far::new(&task.id, task.status, task.phase.as_deref(), [waits, &[]])
        };
        let tasks = plan.tasks.iter().map(far).collect();
        Self::new(plan.prd.as_deref(), plan.phase.as_deref(), declared, tasks)
    }

    /// One that was reported on.
    pub fn of_report(report: &'p PlanReport) -> Self {
        // Of a plan without tasks it is what the plan says.
        let declared = Some(report.computed.status);
        let far = |task: &'p PlanTask| {
            let waits = [&*task.dependencies, &*task.unresolved];
            Far::new(&task.id, task.status, task.phase.0.as_deref(), waits)
        };
        let tasks = report.tasks.iter().map(far).collect();
        Self::new(report.prd.as_deref(), report.phase.as_deref(), declared, tasks)
    }

    fn new(
        prd: Option<&'p str>,
        phase: Option<&str>,
        declared: Option<PlanStatus>,
        tasks: Vec<Far<'p>>,
    ) -> Self {
        let mut numbers = FxHashMap::default();
        for (number, task) in tasks.iter().enumerate() {
            numbers.entry(task.id).or_insert(number);
        }
        Self { prd, phases: phase.and_then(phases), declared, tasks, numbers }
    }

    /// How near it is to a plan of a PRD, the nearest first; none if it belongs to another PRD. One
    /// of the very name is nearer than one that does not say, and than another version.
    pub fn distance(&self, prd: Option<&str>) -> Option<usize> {
        match self.prd.zip(prd) {
            Some((own, prd)) if own.eq_ignore_ascii_case(prd) => Some(0),
            None => Some(1),
            Some((own, prd)) => same_prd(own, prd).then_some(Self::FURTHEST),
        }
    }

    /// The number of a task, if it is here.
    pub fn find(&self, id: &str) -> Option<usize> {
        self.numbers.get(id).copied()
    }

    /// The id of a task.
    pub fn id(&self, number: usize) -> Option<&'p str> {
        self.tasks.get(number).map(|task| task.id)
    }

    /// How far a task is.
    pub fn status(&self, number: usize) -> Option<PlanStatus> {
        self.tasks.get(number).map(|task| task.status)
    }

    /// What a task waits for.
    pub fn waits(&self, number: usize) -> impl Iterator<Item = &'p String> + use<'p> {
        let waits = self.tasks.get(number).map_or([[].as_slice(); 2], |task| task.waits);
        waits.into_iter().flatten()
    }

    /// Of which phases a task is.
    pub fn phases_of(&self, number: usize) -> Option<(u32, u32)> {
        self.tasks.get(number).and_then(|task| task.phases).or(self.phases)
    }

    /// What counts of a phase here. Where tasks say of which phase they are, only those of that one
    /// do.
    pub fn of_phase(&self, phase: u32) -> Vec<usize> {
        let are_told = self.tasks.iter().any(|task| task.phases.is_some());
        let is_of = |task: &Far<'_>| match are_told {
            true => covers(task.phases, phase),
            false => covers(self.phases, phase),
        };
        let tasks = self.tasks.iter().enumerate();
        let tasks = tasks.filter(|(_, task)| task.status.counts() && is_of(task));
        tasks.map(|(number, _)| number).collect()
    }

    /// Whether nothing of a phase is left to do here; none if this document is not about it.
    pub fn is_over(&self, phase: u32) -> Option<bool> {
        let are_told = self.tasks.iter().any(|task| task.phases.is_some());
        let is_about = match are_told {
            true => self.tasks.iter().any(|task| covers(task.phases, phase)),
            false => covers(self.phases, phase),
        };
        let is_done = |number: usize| self.status(number).is_some_and(PlanStatus::is_over);
        is_about.then(|| match self.tasks.is_empty() {
            true => self.declared.is_some_and(PlanStatus::is_over),
            false => self.of_phase(phase).into_iter().all(is_done),
        })
    }
}
