//! The rows of `ws.plans` (design section 6.4).

use std::rc::Rc;

use rustc_hash::FxHashSet;

use super::options::{
    PlanEditOptions, PlanImportOptions, PlanNoteOptions, PlanProjectOptions, PlanQuery,
};
use super::{Call, Operation, Outcome};
use crate::domain::curriculum::{CourseOptions, Curriculum, import_course};
use crate::domain::error::{Code, Error, Result};
use crate::domain::event::EntityType;
use crate::domain::plan::{
    self, FoundPlanTask, PlanEdit, PlanReport, PlanSummary, SetTaskStatus, SetTaskStatusTag, Wanted,
};
use crate::domain::role::Access::{Anyone, Author, Teach};
use crate::domain::schema::{Optional, to_json};
use crate::service::decision::Key;

/// Takes in a file.
pub const IMPORT: Operation =
    Operation::command("plans.import", &["markdown", "options"], Teach, |call| {
        let text = call.text(0)?;
        let path: Option<String> = call.option("path");
        call.decide_then(
            |stamp| call.model.plans.import(&text, path.as_deref(), stamp),
            |call, id| report(call, &id),
        )
    })
    .with::<PlanImportOptions>();

/// All there is to say about a plan.
pub const GET: Operation = Operation::read("plans.get", &["id"], Anyone, |call| {
    let id = call.text(0)?;
    match call.model.plans.get(&id) {
        Some(_) => Ok(Outcome::json(&report(call, &id)?)),
        None => Ok(Outcome::nothing()),
    }
});

/// The file.
pub const TEXT: Operation = Operation::read("plans.text", &["id"], Anyone, |call| {
    Ok(Outcome::answer(&call.model.plans.expect(&call.text(0)?)?.text))
});

/// All plans in short.
pub const LIST: Operation = Operation::read("plans.list", &[], Anyone, |call| {
    let plans = &call.model.plans;
    let summaries = plans.ids().into_iter().map(|id| {
        let version = Optional(Some(call.rev(EntityType::Plan, id)));
        Ok(PlanSummary { version, ..plans.report(id)?.summary() })
    });
    Ok(Outcome::answer(&summaries.collect::<Result<Vec<PlanSummary>>>()?))
});

/// Edits a plan.
pub const EDIT: Operation =
    Operation::command("plans.edit", &["id", "ops", "options"], Teach, |call| {
        let edits: Vec<PlanEdit> = call.read(1)?;
        edit(call, &edits)
    })
    .with::<PlanEditOptions>();

/// Says how far a task of a plan is.
pub const SET_TASK_STATUS: Operation = Operation::command(
    "plans.setTaskStatus",
    &["id", "taskId", "status", "options"],
    Teach,
    |call| {
        let op = SetTaskStatus {
            op: SetTaskStatusTag::Op,
            task_id: call.text(1)?,
            status: call.text(2)?,
            note: Optional(call.option("note")),
            extra: Default::default(),
        };
        edit(call, &[PlanEdit::SetTaskStatus(op)])
    },
)
.with::<PlanNoteOptions>();

/// Deletes a plan.
pub const DELETE: Operation =
    Operation::command("plans.delete", &["id", "options"], Teach, |call| {
        let changes = call.model.plans.delete(&call.text(0)?);
        let there_was_one = !changes.is_empty();
        Ok(Outcome::of(changes, &there_was_one))
    });

/// Finds tasks in all plans.
pub const QUERY: Operation = Operation::read("plans.query", &["options"], Anyone, |call| {
    let plans = &call.model.plans;
    let option = |name: &str| call.option::<String>(name);
    let mut wanted = Wanted::new(option("status").as_deref(), option("text").as_deref())?;
    wanted.prd = option("prd");
    wanted.phase = option("phase");
    wanted.assignee = option("assignee");
    let (wants_critical, wants_ready) = (call.option("critical"), call.option("ready"));
    let mut found = Vec::new();
    for id in plans.ids() {
        let report = plans.report(id)?;
        if !wanted.fits_plan(&report) {
            continue;
        }
        let (all_critical, all_ready) = (critical_of(&report), set(&report.ready));
        for task in report.tasks.iter().filter(|task| wanted.fits(&report, task)) {
            let critical = all_critical.contains(task.id.as_str());
            let ready = all_ready.contains(task.id.as_str());
            let fits = wants_critical.is_none_or(|wanted: bool| wanted == critical)
                && wants_ready.is_none_or(|wanted: bool| wanted == ready);
            if fits {
                found.push(FoundPlanTask {
                    plan_id: id.to_owned(),
                    path: report.path.clone(),
                    prd: report.prd.clone(),
                    phase: report.phase.clone(),
                    task: task.clone(),
                    critical,
                    ready,
                    extra: Default::default(),
                });
            }
        }
    }
    Ok(Outcome::answer(&found))
})
.with::<PlanQuery>();

/// Makes a project of tasks out of a plan.
pub const TO_PROJECT: Operation =
    Operation::command("plans.toProject", &["id", "options"], Author, |call| {
        let report = call.model.plans.report(&call.text(0)?)?;
        let learner: Option<String> = call.option("learnerId");
        let learner = learner.map(|id| call.model.progress.expect(&id)).transpose()?;
        let patterns = call.caller.environment.patterns();
        let curriculum = &call.model.curriculum;
        let (course, mut skipped) = plan::to_course(&report);
        call.decide_then(
            |stamp| {
                let (mut changes, imported) =
                    import_course(curriculum, &course, CourseOptions::default(), patterns, stamp)?;
                let id = imported.project_id.unwrap_or_default();
                if let Some(learner) = learner {
                    let mut with: Curriculum = curriculum.clone();
                    with.apply_all(&changes)?;
                    let project = with.expect(&id)?;
                    let (more, left) = plan::statuses(&with, project, &report, learner, stamp)?;
                    changes.extend(more);
                    skipped.extend(left);
                }
                Ok((changes, (id, skipped)))
            },
            |call, (id, skipped)| {
                let task = to_json(&call.model.curriculum.task(&id));
                Ok(with_member(&task, "skipped", &to_json(&skipped)))
            },
        )
    })
    .with::<PlanProjectOptions>();

/// Takes over into a plan where a learner stands in a project that was made of it.
pub const FROM_PROJECT: Operation = Operation::command(
    "plans.fromProject",
    &["id", "projectId", "learnerId", "options"],
    Teach,
    |call| {
        let report = call.model.plans.report(&call.text(0)?)?;
        let project = call.model.curriculum.expect(&call.text(1)?)?;
        edit(call, &plan::edits_from(&report, &call.learning(2)?, project))
    },
)
.with::<PlanEditOptions>();

fn edit(call: &Call<'_>, edits: &[PlanEdit]) -> Result<Outcome> {
    let id = call.text(0)?;
    call.model.plans.expect(&id)?;
    let version = call.rev(EntityType::Plan, &id);
    let expected: Option<u64> = call.option("expectedVersion");
    if expected.is_some_and(|expected| expected != version) {
        let message =
            ["plan ", &id, " is at version ", &version.to_string(), "; read it and try again"];
        return Err(Error::new(Code::Conflict, message.concat()));
    }
    let changes = call.model.plans.edit(&id, edits, call.now)?;
    Ok(Outcome::then(changes, move |call| report(call, &id)))
}

fn report(call: &Call<'_>, id: &str) -> Result<String> {
    let report: Rc<PlanReport> = call.model.plans.report(id)?;
    let version = call.rev(EntityType::Plan, id).to_string();
    Ok(with_member(&to_json(&*report), "version", &version))
}

/// An object with one member more; both are JSON.
fn with_member(object: &str, name: &str, value: &str) -> String {
    let rest = object.strip_suffix('}').unwrap_or_default();
    [rest, ",\"", name, "\":", value, "}"].concat()
}

fn critical_of(report: &PlanReport) -> FxHashSet<&str> {
    let schedules = [&report.schedule.points.0, &report.schedule.minutes.0];
    schedules.into_iter().flatten().flat_map(|own| set(&own.critical_tasks)).collect()
}

fn set(ids: &[String]) -> FxHashSet<&str> {
    ids.iter().map(String::as_str).collect()
}

/// The key of a stored plan.
pub(in crate::service) fn key(id: &str) -> Key<'_> {
    Key { kind: EntityType::Plan, id }
}

/// All of them. The history of a plan has no row: it reads the log.
pub const ALL: &[Operation] =
    &[IMPORT, GET, TEXT, LIST, EDIT, SET_TASK_STATUS, DELETE, QUERY, TO_PROJECT, FROM_PROJECT];
