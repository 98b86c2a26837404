//! The rows of `ws.paths` (design section 6.3).

use super::options::{PathChooseOptions, PathPlanOptions};
use super::{Call, Operation, Outcome};
use crate::domain::error::{Error, Result};
use crate::domain::path::{self, Adjustment, PathDraft, PathType, StoredPath};
use crate::domain::role::Access::{Anyone, Own};
use crate::domain::schema::{self, JsonObject};

/// The path that fits a learner.
pub const PLAN: Operation =
    Operation::read("paths.plan", &["learnerId", "rootId", "options"], Own(0), |call| {
        let table: Vec<Adjustment> = call.option("adjustments").unwrap_or_default();
        let path_type = call.option("pathType").unwrap_or(PathType::Personalized);
        let planned = path::plan_as(&call.learning(0)?, &call.text(1)?, &table, path_type)?;
        Ok(Outcome::answer(&planned))
    })
    .with::<PathPlanOptions>();

/// Makes a path.
pub const CREATE: Operation =
    Operation::command("paths.create", &["path", "options"], Anyone, |call| {
        let draft: PathDraft = call.read(0)?;
        call.caller.standing.owns(draft.learner_id.as_str())?;
        let (curriculum, progress) = (&call.model.curriculum, &call.model.progress);
        call.decide_then(|stamp| path::create_path(curriculum, progress, &draft, stamp), show)
    });

/// A path.
pub const GET: Operation = Operation::read("paths.get", &["id"], Anyone, |call| {
    match call.model.progress.path(&call.text(0)?) {
        Some(path) => {
            call.caller.standing.owns(path.learner_id.as_str())?;
            Ok(Outcome::json(&show_one(call, path)?))
        }
        None => Ok(Outcome::nothing()),
    }
});

/// The paths of a learner.
pub const LIST: Operation = Operation::read("paths.list", &["learnerId"], Own(0), |call| {
    let learner = call.text(0)?;
    call.model.progress.expect(&learner)?;
    let paths = call.model.progress.paths(&learner);
    let shown = paths.into_iter().map(|path| show_one(call, path));
    let shown = shown.collect::<Result<Vec<String>>>()?;
    Ok(Outcome::json(&["[", &shown.join(","), "]"].concat()))
});

/// Changes a path.
pub const UPDATE: Operation =
    Operation::command("paths.update", &["id", "patch", "options"], Anyone, |call| {
        let (id, patch): (String, JsonObject) = (call.text(0)?, call.read(1)?);
        owned(call, &id)?;
        let (curriculum, progress) = (&call.model.curriculum, &call.model.progress);
        call.decide_then(|stamp| path::update_path(curriculum, progress, &id, &patch, stamp), show)
    });

/// Deletes a path.
pub const DELETE: Operation =
    Operation::command("paths.delete", &["id", "options"], Anyone, |call| {
        let id = call.text(0)?;
        if call.model.progress.path(&id).is_none() {
            return Ok(Outcome::answer(&false));
        }
        owned(call, &id)?;
        Ok(Outcome::of(path::delete_path(&call.model.progress, &id)?, &true))
    });

/// Lets a learner follow a path, or leave it.
pub const CHOOSE: Operation =
    Operation::command("paths.choose", &["learnerId", "id", "options"], Own(0), |call| {
        let (learner, id) = (call.text(0)?, call.text(1)?);
        let progress = &call.model.progress;
        let decide = match call.option("follow") {
            Some(false) => path::leave,
            _ => path::choose,
        };
        call.decide_then(|stamp| decide(progress, &learner, &id, stamp), show)
    })
    .with::<PathChooseOptions>();

fn owned(call: &Call<'_>, id: &str) -> Result<()> {
    let path = call.model.progress.path(id).ok_or_else(|| Error::not_found("path", id))?;
    call.caller.standing.owns(path.learner_id.as_str())
}

#[allow(clippy::needless_pass_by_value)] // what a decision has made is handed on whole
fn show(call: &Call<'_>, path: StoredPath) -> Result<String> {
    show_one(call, &path)
}

fn show_one(call: &Call<'_>, path: &StoredPath) -> Result<String> {
    let learning = call.model.learning(path.learner_id.as_str(), call.now)?;
    Ok(schema::to_json(&path::shown(&learning, path)))
}

/// All of them.
pub const ALL: &[Operation] = &[PLAN, CREATE, GET, LIST, UPDATE, DELETE, CHOOSE];
