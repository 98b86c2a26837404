//! The other documents of a PRD, as far as a plan has to do with them: how far their tasks are.

use rustc_hash::FxHashMap;

use super::model::{Plan, phases, same_prd};
use super::report::PlanReport;
use super::status::PlanStatus;

/// Another document.
#[derive(Debug)]
pub(super) struct Beside<'p> {
    prd: Option<&'p str>,
    phases: Option<(u32, u32)>,
    /// What it says of itself.
    declared: Option<PlanStatus>,
    /// How far each task is, and of which phases it says that it is.
    tasks: Vec<(PlanStatus, Option<(u32, u32)>)>,
    /// The first task of each id.
    statuses: FxHashMap<&'p str, PlanStatus>,
}

impl<'p> Beside<'p> {
    /// One that was read.
    pub fn of_plan(plan: &'p Plan<'_>) -> Self {
        let declared = plan.status.as_deref().and_then(PlanStatus::fold);
        let tasks = plan.tasks.iter();
        let tasks = tasks.map(|task| (task.id.as_str(), task.status, task.phase.as_deref()));
        Self::new(plan.prd.as_deref(), plan.phase.as_deref(), declared, &mut { tasks })
    }

    /// One that was reported on.
    pub fn of_report(report: &'p PlanReport) -> Self {
        // Of a plan without tasks it is what the plan says.
        let declared = Some(report.computed.status);
        let tasks = report.tasks.iter();
        let tasks = tasks.map(|task| (task.id.as_str(), task.status, task.phase.0.as_deref()));
        Self::new(report.prd.as_deref(), report.phase.as_deref(), declared, &mut { tasks })
    }

    fn new(
        prd: Option<&'p str>,
        phase: Option<&str>,
        declared: Option<PlanStatus>,
        all: &mut dyn Iterator<Item = (&'p str, PlanStatus, Option<&'p str>)>,
    ) -> Self {
        let (mut tasks, mut statuses) = (Vec::new(), FxHashMap::default());
        for (id, status, phase) in all {
            tasks.push((status, phase.and_then(phases)));
            statuses.entry(id).or_insert(status);
        }
        Self { prd, phases: phase.and_then(phases), declared, tasks, statuses }
    }

    /// How near it is to a plan of a PRD, the nearest first; none if it belongs to another PRD. One
    /// of the very name is nearer than one that does not say, and than another version.
    pub fn distance(&self, prd: Option<&str>) -> Option<usize> {
        match self.prd.zip(prd) {
            Some((own, prd)) if own.eq_ignore_ascii_case(prd) => Some(0),
            None => Some(1),
            Some((own, prd)) => same_prd(own, prd).then_some(2),
        }
    }

    /// How far a task is, if it is here.
    pub fn status(&self, id: &str) -> Option<PlanStatus> {
        self.statuses.get(id).copied()
    }

    /// Whether nothing of a phase is left to do here; none if this document is not about it. Where
    /// tasks say of which phase they are, only those of that one count.
    pub fn is_over(&self, phase: u32) -> Option<bool> {
        let covers = |(first, last): (u32, u32)| first <= phase && phase <= last;
        let is_done = |status: PlanStatus| !status.counts() || status.is_over();
        if self.tasks.iter().any(|(_, phases)| phases.is_some()) {
            let own = |own: &&(PlanStatus, Option<(u32, u32)>)| own.1.is_some_and(covers);
            let mut own = self.tasks.iter().filter(own).peekable();
            own.peek()?;
            return Some(own.all(|(status, _)| is_done(*status)));
        }
        self.phases.filter(|phases| covers(*phases)).map(|_| match self.tasks.is_empty() {
            true => self.declared.is_some_and(PlanStatus::is_over),
            false => self.tasks.iter().all(|(status, _)| is_done(*status)),
        })
    }
}
