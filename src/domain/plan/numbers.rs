//! What the tasks come to (design rule 14).

use rustc_hash::FxHashMap;

use super::effort::Amount;
use super::model::Plan;
use super::report::{PlanLoad, PlanNumbers, count};
use super::status::PlanStatus;
use super::values::{Keyed, Percent, PlanCriterionKind};
use crate::domain::schema::Extra;

/// Counts, percentages, the status of the phase, and who has how much.
pub(super) fn numbers(plan: &Plan<'_>) -> PlanNumbers {
    let with = |wanted: &[PlanStatus]| {
        count(plan.tasks.iter().filter(|task| wanted.contains(&task.status)).count())
    };
    let counted = plan.tasks.iter().filter(|task| task.status.counts());
    let (mut all, mut done) = (0_u64, 0_u64);
    let (mut all_points, mut done_points) = (None, Amount::default());
    for task in counted {
        let is_done = task.status == PlanStatus::Completed;
        all += 1;
        done += u64::from(is_done);
        if let Some(points) = task.effort.points {
            all_points = Some(points.plus(all_points));
            done_points = done_points.plus(is_done.then_some(points));
        }
    }
    PlanNumbers {
        total_tasks: count(plan.tasks.len()),
        completed_tasks: with(&[PlanStatus::Completed]),
        in_progress_tasks: with(&[PlanStatus::InProgress, PlanStatus::Review]),
        blocked_tasks: with(&[PlanStatus::Blocked]),
        at_risk_tasks: with(&[PlanStatus::AtRisk]),
        progress: Percent::of(done, all),
        progress_by_points: all_points.map(|all| Percent::of(done_points.0, all.0)),
        status: status(plan, done, all),
        load: load(plan),
        extra: Extra::default(),
    }
}

fn status(plan: &Plan<'_>, done: u64, all: u64) -> PlanStatus {
    let any = |wanted: &[PlanStatus]| plan.tasks.iter().any(|task| wanted.contains(&task.status));
    let declared = plan.status.as_deref().and_then(PlanStatus::fold);
    if plan.tasks.is_empty() {
        return declared.unwrap_or(PlanStatus::Pending);
    }
    if any(&[PlanStatus::Blocked]) {
        PlanStatus::Blocked
    } else if any(&[PlanStatus::AtRisk]) {
        PlanStatus::AtRisk
    } else if all == 0 {
        // Nothing of it counts any more.
        if any(&[PlanStatus::Deferred]) { PlanStatus::Deferred } else { PlanStatus::Cancelled }
    } else if done == all && !has_open_criteria(plan) {
        PlanStatus::Completed
    } else if done > 0 || any(&[PlanStatus::InProgress, PlanStatus::Review]) {
        PlanStatus::InProgress
    } else {
        PlanStatus::Pending
    }
}

/// Whether a success criterion is neither met nor waived.
pub(super) fn has_open_criteria(plan: &Plan<'_>) -> bool {
    plan.criteria.iter().any(|criterion| {
        criterion.kind == PlanCriterionKind::Criterion
            && criterion.status.counts()
            && criterion.status != PlanStatus::Completed
    })
}

fn load(plan: &Plan<'_>) -> Keyed<PlanLoad> {
    let mut places: FxHashMap<&str, usize> = FxHashMap::default();
    let mut load: Vec<(String, PlanLoad)> = Vec::new();
    for task in plan.tasks.iter().filter(|task| task.status.counts()) {
        for (number, name) in task.assigned_to.iter().enumerate() {
            // Named twice is named once.
            if task.assigned_to.iter().take(number).any(|other| other == name) {
                continue;
            }
            let place = *places.entry(name).or_insert_with(|| {
                let none = Amount::default();
                let extra = Extra::default();
                load.push((
                    name.clone(),
                    PlanLoad { tasks: 0, points: none, minutes: none, extra },
                ));
                load.len() - 1
            });
            if let Some((_, own)) = load.get_mut(place) {
                own.tasks += 1;
                own.points = own.points.plus(task.effort.points);
                own.minutes = own.minutes.plus(task.effort.minutes);
            }
        }
    }
    Keyed(load)
}
