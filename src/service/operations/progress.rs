//! The rows of `ws.progress` that are about where learners stand (design section 6.3). What they
//! hand in is in `evidence`.

use super::options::{
    CsvOptions, DraftOptions, ProgressListOptions, ReadyListOptions, ReadyPageOptions, SkipOptions,
};
use super::{Call, Operation, Outcome, OwnKey};
use crate::domain::curriculum::Stamp;
use crate::domain::error::{Error, Result};
use crate::domain::event::EntityType;
use crate::domain::id::Actor;
use crate::domain::path;
use crate::domain::progress::{
    self, ContextBodies, Decided, Learning, Ready, ReadyOptions, TaskContext,
};
use crate::domain::role::Access::{Anyone, Own, Teach};
use crate::domain::role::Role;
use crate::domain::schema::{self, Json, Shaped, to_json};

/// Where a learner stands with a task.
pub const STATUS: Operation =
    Operation::read("progress.status", &["learnerId", "taskId"], Own(0), |call| {
        Ok(Outcome::answer(&call.learning(0)?.state(&call.text(1)?)?))
    });

/// Begins a task.
pub const START: Operation =
    Operation::command("progress.start", &["learnerId", "taskId", "options"], Own(0), |call| {
        change(call, progress::start)
    });

/// Closes a task.
pub const CLOSE: Operation =
    Operation::command("progress.close", &["learnerId", "taskId", "options"], Own(0), |call| {
        let reason = call.caller.reason.clone();
        change(call, |learning, task, stamp| {
            progress::close(learning, task, reason.as_deref(), stamp)
        })
    });

/// Opens a task again.
pub const REOPEN: Operation =
    Operation::command("progress.reopen", &["learnerId", "taskId", "options"], Own(0), |call| {
        let reason = call.caller.reason.clone();
        let may_grant = call.caller.standing.role != Some(Role::Learner);
        change(call, |learning, task, stamp| {
            progress::reopen(learning, task, reason.as_deref(), may_grant, stamp)
        })
    });

/// Sets a task aside.
pub const HOLD: Operation =
    Operation::command("progress.hold", &["learnerId", "taskId", "options"], Teach, |call| {
        let reason = call.caller.reason.clone();
        change(call, |learning, task, stamp| {
            progress::hold(learning, task, reason.as_deref(), stamp)
        })
    });

/// Lets a learner pass over a task.
pub const SKIP: Operation =
    Operation::command("progress.skip", &["learnerId", "taskId", "options"], Teach, |call| {
        let reason = call.option::<String>("reason").unwrap_or_default();
        let waived_by: Option<Actor> = call.option("waivedBy");
        change(call, |learning, task, stamp| {
            progress::skip(learning, task, &reason, waived_by.as_ref(), stamp)
        })
    })
    .with::<SkipOptions>();

/// What a learner can work on now.
pub const READY: Operation =
    Operation::read("progress.ready", &["learnerId", "projectId", "options"], Own(0), |call| {
        Ok(Outcome::answer(&ready(call)?.items))
    })
    .with::<ReadyListOptions>();

/// The same page by page, with how many there are.
pub const READY_PAGE: Operation =
    Operation::read("progress.readyPage", &["learnerId", "projectId", "options"], Own(0), |call| {
        let page = ready(call)?;
        let in_progress = Some(("in_progress", page.in_progress));
        Ok(Outcome::page_with(&page.items, page.next, page.total, in_progress))
    })
    .with::<ReadyPageOptions>();

/// What a learner cannot work on, and why.
pub const BLOCKED: Operation =
    Operation::read("progress.blocked", &["learnerId", "projectId"], Own(0), |call| {
        Ok(Outcome::answer(&call.learning(0)?.blocked(&call.text(1)?)?))
    });

/// Where a learner stands with each task, touched or not.
pub const LIST: Operation =
    Operation::read("progress.list", &["learnerId", "options"], Own(0), |call| {
        let project: Option<String> = call.option("projectId");
        let (status, after) = (call.option("status"), call.option::<String>("after"));
        let (learning, limit) = (call.learning(0)?, call.limit(usize::MAX));
        let found = learning.list_page(project.as_deref(), status, limit, after.as_deref())?;
        Ok(Outcome::answer(&found))
    })
    .with::<ProgressListOptions>();

/// Where a learner goes on.
pub const NEXT: Operation =
    Operation::read("progress.next", &["learnerId", "rootId"], Own(0), |call| {
        let next = path::next(&call.learning(0)?, &call.text(1)?)?;
        Ok(Outcome::perhaps(next.as_ref()))
    });

/// A tree with where a learner stands in it.
pub const TREE: Operation =
    Operation::read("progress.tree", &["learnerId", "rootId"], Own(0), |call| {
        Ok(Outcome::answer(&call.learning(0)?.tree(&call.text(1)?)?))
    });

/// How far a learner is with a project.
pub const OVERVIEW: Operation =
    Operation::read("progress.overview", &["learnerId", "projectId"], Own(0), |call| {
        Ok(Outcome::answer(&call.learning(0)?.overview(&call.text(1)?)?))
    });

/// All that somebody needs who helps a learner with a task.
pub const CONTEXT: Operation =
    Operation::read("progress.context", &["learnerId", "taskId"], Own(0), |call| {
        Ok(Outcome::answer(&context(call)?))
    })
    .seeing(context_keys);

/// Adds active time.
pub const RECORD_TIME: Operation = Operation::command(
    "progress.recordTime",
    &["learnerId", "taskId", "seconds", "options"],
    Own(0),
    |call| {
        let seconds = call.read(2)?;
        change(call, |learning, task, stamp| progress::record_time(learning, task, seconds, stamp))
    },
);

/// Notes where a learner is inside a task.
pub const BOOKMARK: Operation = Operation::command(
    "progress.bookmark",
    &["learnerId", "taskId", "position", "options"],
    Own(0),
    |call| {
        let position = json_or_null(call, 2)?;
        change(call, |learning, task, stamp| progress::bookmark(learning, task, &position, stamp))
    },
);

/// Notes what is half done.
pub const SAVE_DRAFT: Operation = Operation::command(
    "progress.saveDraft",
    &["learnerId", "taskId", "draft", "options"],
    Own(0),
    |call| {
        let draft = json_or_null(call, 2)?;
        let base: Option<Json> = call.option("base");
        change(call, |learning, task, stamp| {
            progress::save_draft(learning, task, &draft, base.as_ref(), stamp)
        })
    },
)
.with::<DraftOptions>();

/// Notes that a hint was given.
pub const USE_HINT: Operation =
    Operation::command("progress.useHint", &["learnerId", "taskId", "options"], Own(0), |call| {
        change(call, progress::use_hint)
    });

/// Which objectives and skills a learner has mastered.
pub const MASTERY: Operation =
    Operation::read("progress.mastery", &["learnerId", "projectId"], Own(0), |call| {
        Ok(Outcome::answer(&call.learning(0)?.mastery(&call.text(1)?)?))
    });

/// Progress as a table.
pub const EXPORT_CSV: Operation =
    Operation::read("progress.exportCsv", &["options"], Anyone, |call| {
        let project: Option<String> = call.option("projectId");
        let learner: Option<String> = call.option("learnerId");
        call.caller.standing.owns(learner.as_deref().unwrap_or_default())?;
        let (curriculum, progress) = (&call.model.curriculum, &call.model.progress);
        let (project, learner) = (project.as_deref(), learner.as_deref());
        let table = progress::export_csv(curriculum, progress, project, learner, call.now)?;
        Ok(Outcome::answer(&table))
    })
    .with::<CsvOptions>();

/// All about the task of the second argument, for the learner of the first.
pub(super) fn context(call: &Call<'_>) -> Result<TaskContext> {
    let (learning, task) = (call.learning(0)?, call.text(1)?);
    let needs = learning.context_needs(&task)?;
    let validation = needs.validation.as_slice();
    let bodies = ContextBodies {
        content: read_all(call, EntityType::Content, &needs.content)?,
        submissions: read_all(call, EntityType::Submission, &needs.submissions)?,
        validation: read_all(call, EntityType::Validation, validation)?.pop(),
        summaries: read_all(call, EntityType::Summary, &needs.summaries)?,
    };
    let reveals = call.caller.standing.role != Some(Role::Learner);
    learning.context(&task, bodies, reveals)
}

/// The bodies that it is made of.
pub(super) fn context_keys(call: &Call<'_>) -> Result<Vec<OwnKey>> {
    let needs = call.learning(0)?.context_needs(&call.text(1)?)?;
    let of = |kind: EntityType, ids: Vec<String>| -> Vec<OwnKey> {
        ids.into_iter().map(|id| (kind, id.into())).collect()
    };
    let mut keys = of(EntityType::Content, needs.content);
    keys.extend(of(EntityType::Submission, needs.submissions));
    keys.extend(of(EntityType::Validation, needs.validation.into_iter().collect()));
    keys.extend(of(EntityType::Summary, needs.summaries));
    Ok(keys)
}

/// What the learner of the first argument can work on in the project of the second.
fn ready(call: &Call<'_>) -> Result<Ready> {
    let options = ReadyOptions {
        task_type: call.option("taskType"),
        limit: call.limit(10),
        containers: call.flag("containers"),
    };
    let after: Option<String> = call.option("after");
    call.learning(0)?.ready_page(&call.text(1)?, options, after.as_deref())
}

/// Decides for the learner and the task of the first two arguments; the answer is the state that
/// comes of it.
fn change(
    call: &Call<'_>,
    decide: impl FnOnce(&Learning<'_>, &str, Stamp<'_>) -> Result<Decided>,
) -> Result<Outcome> {
    let (learning, task) = (call.learning(0)?, call.text(1)?);
    call.decide_then(
        |stamp| {
            let mut decided = decide(&learning, &task, stamp)?;
            Ok((std::mem::take(&mut decided.changes), decided))
        },
        |call, decided| Ok(to_json(&call.learning(0)?.state(&decided.task_id)?)),
    )
}

/// Bodies of a kind, read. What is gone or damaged is left out.
fn read_all<T: Shaped>(call: &Call<'_>, kind: EntityType, ids: &[String]) -> Result<Vec<T>> {
    let bodies = ids.iter().filter_map(|id| call.body(kind, id).ok());
    bodies.map(schema::parse).collect::<Result<Vec<T>, Error>>()
}

/// A value of the host's own; nothing at all is `null`.
fn json_or_null(call: &Call<'_>, number: usize) -> Result<Json> {
    match call.has(number) {
        true => call.read(number),
        false => Ok(Json::from_text("null".to_owned())),
    }
}

/// All of them.
pub const ALL: &[Operation] = &[
    STATUS,
    START,
    CLOSE,
    REOPEN,
    HOLD,
    SKIP,
    READY,
    READY_PAGE,
    BLOCKED,
    LIST,
    NEXT,
    TREE,
    OVERVIEW,
    CONTEXT,
    RECORD_TIME,
    BOOKMARK,
    SAVE_DRAFT,
    USE_HINT,
    MASTERY,
    EXPORT_CSV,
];
