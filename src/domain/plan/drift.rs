//! Where a document contradicts itself: declared numbers, batches, paths and totals against the
//! computed ones (spec A3.2; design rule 16).

use rustc_hash::FxHashMap;

use super::declared::declared;
use super::effort::{Amount, Effort};
use super::model::{Plan, Task};
use super::network::{Network, weights};
use super::numbers::has_open_criteria;
use super::operation::{
    PlanEdit, RewriteBatchesTag, RewritePlanBatches, SetFieldTag, SetPlanField,
};
use super::report::{PlanDrift, PlanNumbers, PlanReport, PlanSchedule, PlanSchedules};
use super::status::{PlanStatus, is_derived};
use super::values::PlanProblemKind;
use crate::domain::graph::critical_path;
use crate::domain::schema::{Extra, Json, Optional};
use crate::domain::yaml::{Id, Value};

/// A contradiction, where it stands, and what mends it.
#[derive(Debug)]
pub(super) struct Contradiction {
    pub kind: PlanProblemKind,
    pub drift: PlanDrift,
    pub node: Option<Id>,
    pub message: String,
    pub suggestion: &'static str,
    pub fix: Option<PlanEdit>,
}

/// An edit that sets a field.
pub(super) fn set_field(field: &str, value: &Value) -> PlanEdit {
    PlanEdit::SetField(SetPlanField {
        op: SetFieldTag::Op,
        field: field.to_owned(),
        value: value.to_json(),
        extra: Extra::default(),
    })
}

fn list(ids: &[String]) -> Value {
    Value::List(ids.iter().map(|id| Value::text(id)).collect())
}

/// All contradictions of a plan.
pub(super) fn contradictions(
    plan: &Plan<'_>,
    network: &Network<'_>,
    report: &PlanReport,
) -> Vec<Contradiction> {
    // What was read only in part contradicts nothing.
    if plan.inherits() {
        return Vec::new();
    }
    let mut found = numbers(plan, &report.computed);
    found.extend(status(plan, &report.computed));
    found.extend(batches(plan, network));
    found.extend(path(plan, network, report));
    found.extend(total(plan, network, report));
    found
}

fn drift(field: &str, declared: &Value, computed: &Value) -> PlanDrift {
    PlanDrift {
        field: field.to_owned(),
        declared: declared.to_json(),
        computed: computed.to_json(),
        extra: Extra::default(),
    }
}

fn numbers(plan: &Plan<'_>, numbers: &PlanNumbers) -> Vec<Contradiction> {
    let Some(document) = &plan.document else { return Vec::new() };
    let wrong = declared(plan, numbers).into_iter().filter(|declared| !declared.is_right());
    wrong
        .map(|declared| Contradiction {
            kind: PlanProblemKind::Drift,
            drift: drift(
                &declared.field,
                &Value::of(document, declared.node),
                &Value::Plain(declared.computed.clone()),
            ),
            node: Some(declared.node),
            message: format!(
                "{} says {}, and comes to {}",
                declared.field, declared.text, declared.computed
            ),
            suggestion: "Write the computed number.",
            fix: Some(set_field(&declared.field, &declared.value())),
        })
        .collect()
}

fn status(plan: &Plan<'_>, numbers: &PlanNumbers) -> Option<Contradiction> {
    let declared = plan.status.as_deref().filter(|text| is_derived(text))?;
    let computed = numbers.status;
    let folded = PlanStatus::fold(declared)?;
    if plan.tasks.is_empty() || folded == computed {
        return None;
    }
    let only_criteria =
        folded == PlanStatus::Completed && numbers.progress.get() == 100 && has_open_criteria(plan);
    Some(Contradiction {
        kind: PlanProblemKind::Drift,
        drift: drift("status", &Value::text(declared), &Value::text(computed.as_str())),
        node: plan.field("status"),
        message: format!("status says {declared}, and comes to {}", computed.as_str()),
        suggestion: match only_criteria {
            true => "Say which criteria are met, and what shows it; nobody can do that for you.",
            false => "Write the computed status.",
        },
        fix: (!only_criteria && plan.document.is_some())
            .then(|| set_field("status", &Value::text(computed.as_str()))),
    })
}

fn batches(plan: &Plan<'_>, network: &Network<'_>) -> Option<Contradiction> {
    if plan.batches.is_empty() || plan.tasks.is_empty() {
        return None;
    }
    let mut places: FxHashMap<&str, usize> = FxHashMap::default();
    let mut wrong: Vec<String> = Vec::new();
    for (place, batch) in plan.batches.iter().enumerate() {
        for id in &batch.tasks {
            if places.insert(id, place).is_some() {
                wrong.push(format!("{id} is in two batches"));
            }
        }
    }
    // Of a whole phase, or of what is waited for elsewhere, the task that comes last.
    let last_of = |tie: usize| {
        let tasks = network.behind(plan, tie).into_iter().filter_map(|own| plan.tasks.get(own));
        tasks.max_by_key(|task| places.get(task.id.as_str()))
    };
    let mut last: FxHashMap<usize, Option<&Task>> = FxHashMap::default();
    let tasks = plan.tasks.iter().enumerate();
    for (number, task) in tasks.filter(|(number, _)| network.is_first(plan, *number)) {
        let Some(place) = places.get(task.id.as_str()) else {
            if task.status.counts() {
                wrong.push(format!("{} is in no batch", task.id));
            }
            continue;
        };
        for before in network.graph.waits_for(number) {
            let before = match plan.tasks.get(*before) {
                None => *last.entry(*before).or_insert_with(|| last_of(*before)),
                Some(before) => Some(before),
            };
            // In a circle it comes back to itself.
            let Some(before) = before.filter(|own| own.id != task.id) else { continue };
            if places.get(before.id.as_str()).is_some_and(|other| other >= place) {
                wrong.push(format!("{} does not come behind {}", task.id, before.id));
            }
        }
    }
    for batch in &plan.batches {
        let unknown = batch.tasks.iter().filter(|id| !network.numbers.contains_key(id.as_str()));
        wrong.extend(unknown.map(|id| format!("{id} is no task")));
    }
    if wrong.is_empty() {
        return None;
    }
    let declared: Vec<Value> = plan.batches.iter().map(|batch| list(&batch.tasks)).collect();
    let computed = network.batches(plan, None, false);
    let is_possible = network.cycles.is_empty() && network.unplaced(plan, &computed).is_none();
    let computed: Vec<Value> = computed.iter().map(|batch| list(batch)).collect();
    Some(Contradiction {
        kind: PlanProblemKind::Batches,
        drift: drift("batches", &Value::List(declared), &Value::List(computed)),
        node: plan.field("parallelization"),
        message: format!("the batches cannot be right: {}", some_of(&wrong)),
        suggestion: match is_possible {
            true => "Write the computed batches.",
            false => "Tasks that wait for each other have no batches; take a dependency out first.",
        },
        fix: is_possible.then(|| {
            PlanEdit::RewriteBatches(RewritePlanBatches {
                op: RewriteBatchesTag::Op,
                hands: Optional(None),
                file_conflicts: Optional(None),
                extra: Extra::default(),
            })
        }),
    })
}

/// The first few of a list of sentences.
pub(super) fn some_of(texts: &[String]) -> String {
    const FEW: usize = 3;
    let first: Vec<&str> = texts.iter().take(FEW).map(String::as_str).collect();
    match texts.len().saturating_sub(FEW) {
        0 => first.join(", "),
        more => format!("{}, and {more} more", first.join(", ")),
    }
}

/// What is wrong with the declared critical path, and the computed one. One that says nothing is
/// not wrong, but could be written.
pub(super) fn wrong_path(
    plan: &Plan<'_>,
    network: &Network<'_>,
    schedules: &PlanSchedules,
) -> Option<(&'static str, Vec<String>)> {
    let declared = plan.critical_path.as_ref().filter(|_| !plan.tasks.is_empty())?;
    let numbers: Option<Vec<usize>> =
        declared.iter().map(|id| network.numbers.get(id.as_str()).copied()).collect();
    let is_chain = numbers.as_ref().is_some_and(|numbers| {
        numbers
            .iter()
            .zip(numbers.iter().skip(1))
            .all(|(before, after)| network.follows(plan, *after, *before))
    });
    // Where estimates are missing, the number of tasks is as good a measure.
    let one = Some(Amount(1));
    let counted = critical_path(&network.graph, &weights(plan, &vec![one; plan.tasks.len()]));
    let schedules = [&schedules.points.0, &schedules.minutes.0];
    let estimates: [Vec<Option<Amount>>; 2] = [
        plan.tasks.iter().map(|task| task.effort.points).collect(),
        plan.tasks.iter().map(|task| task.effort.minutes).collect(),
    ];
    let length = |weights: &[u64]| -> u64 {
        let numbers = numbers.iter().flatten();
        let amount = |number: &usize| weights.get(*number).copied().map(Amount);
        Amount::sum(&mut numbers.map(amount)).0
    };
    let is_longest_in = |(schedule, estimates): (&&Option<PlanSchedule>, &Vec<Option<Amount>>)| {
        (schedule.as_ref())
            .is_some_and(|known| known.makespan.0 == length(&weights(plan, estimates)))
    };
    let is_complete = |schedule: &&Option<PlanSchedule>| {
        schedule.as_ref().is_some_and(|schedule| schedule.unestimated.is_empty())
    };
    let is_longest = schedules.iter().zip(&estimates).any(is_longest_in)
        || (!schedules.iter().any(is_complete)
            && counted.makespan == u64::try_from(declared.len()).unwrap_or(u64::MAX));
    if is_chain && is_longest {
        return None;
    }
    let computed = match schedules.iter().find_map(|schedule| schedule.as_ref()) {
        Some(schedule) => schedule.critical_path.clone(),
        None => (counted.path.iter().filter_map(|&number| plan.tasks.get(number)))
            .filter(|task| task.status.counts())
            .map(|task| task.id.clone())
            .collect(),
    };
    let problem = match (numbers.is_some(), is_chain) {
        (false, _) => "names tasks that are not in the plan",
        (true, false) => "is no chain of tasks that wait for each other",
        (true, true) => "is not the longest chain",
    };
    Some((problem, computed))
}

fn path(plan: &Plan<'_>, network: &Network<'_>, report: &PlanReport) -> Option<Contradiction> {
    let declared = plan.critical_path.as_ref().filter(|path| !path.is_empty())?;
    let (problem, computed) = wrong_path(plan, network, &report.schedule)?;
    let is_possible = network.cycles.is_empty();
    Some(Contradiction {
        kind: PlanProblemKind::CriticalPath,
        drift: drift("parallelization.critical_path", &list(declared), &list(&computed)),
        node: plan
            .field("parallelization")
            .and_then(|id| plan.document.as_ref()?.get(id, "critical_path")),
        message: format!("the critical path {problem}"),
        suggestion: match is_possible {
            true => "Write the computed path.",
            false => "Tasks that wait for each other have no path; take a dependency out first.",
        },
        fix: is_possible.then(|| set_field("parallelization.critical_path", &list(&computed))),
    })
}

/// A total that is the sum of the work says how much there is, and not how long it takes.
fn total(plan: &Plan<'_>, network: &Network<'_>, report: &PlanReport) -> Option<Contradiction> {
    // What waits for itself takes no time at all.
    let text = plan.total_time.as_deref().filter(|_| network.cycles.is_empty())?;
    let declared = Effort::read("", text)?;
    let counted = || plan.tasks.iter().filter(|task| task.status.counts());
    let (said, sum, makespan, computed) = match (declared, &report.schedule) {
        (Effort { points: Some(said), .. }, schedule) => {
            let makespan = schedule.points.0.as_ref()?.makespan;
            let sum = Amount::sum(&mut counted().map(|task| task.effort.points));
            (said, sum, makespan, points_text(makespan))
        }
        (Effort { minutes: Some(said), .. }, schedule) => {
            let makespan = schedule.minutes.0.as_ref()?.makespan;
            let sum = Amount::sum(&mut counted().map(|task| task.effort.minutes));
            (said, sum, makespan, minutes_text(makespan))
        }
        _ => return None,
    };
    let problem = if said.0 < makespan.0 {
        format!("is shorter than the longest chain, which takes {computed}")
    } else if said == sum && sum > makespan {
        format!("is the sum of all work; the longest chain takes {computed}")
    } else {
        return None;
    };
    Some(Contradiction {
        kind: PlanProblemKind::TotalTime,
        drift: drift(
            "parallelization.estimated_total_time",
            &Value::text(text),
            &Value::text(&computed),
        ),
        node: plan
            .field("parallelization")
            .and_then(|id| plan.document.as_ref()?.get(id, "estimated_total_time")),
        message: format!("the total time {text} {problem}"),
        suggestion: "Write how long it takes when nothing waits without need.",
        fix: Some(set_field("parallelization.estimated_total_time", &Value::text(&computed))),
    })
}

fn number(amount: Amount) -> String {
    Json::of(&amount).text().to_owned()
}

fn points_text(amount: Amount) -> String {
    format!("{} {}", number(amount), if amount.0 <= 1000 { "pt" } else { "pts" })
}

fn minutes_text(amount: Amount) -> String {
    match amount.0 {
        minutes if minutes >= 60_000 && minutes % 60 == 0 => {
            format!("{}h", number(Amount(minutes / 60)))
        }
        _ => format!("{}m", number(amount)),
    }
}
