//! The rows of `ws.learners` (design section 6.3).

use super::{Operation, Outcome};
use crate::domain::progress::{check_own_update, create_learner, update_learner};
use crate::domain::role::Access::{Author, Own, Teach};
use crate::domain::role::Role;
use crate::domain::schema::JsonObject;

/// Makes a learner.
pub const CREATE: Operation =
    Operation::command("learners.create", &["learner", "options"], Author, |call| {
        let input = call.read(0)?;
        call.decide(|stamp| create_learner(&call.model.progress, &input, stamp))
    });

/// A learner.
pub const GET: Operation = Operation::read("learners.get", &["id"], Own(0), |call| {
    Ok(Outcome::perhaps(call.model.progress.learner(&call.text(0)?)))
});

/// The learner of the host's own login.
pub const BY_AUTH_ID: Operation =
    Operation::read("learners.byAuthId", &["authId"], Teach, |call| {
        Ok(Outcome::perhaps(call.model.progress.by_auth_id(&call.text(0)?)))
    });

/// Changes fields of a learner.
pub const UPDATE: Operation =
    Operation::command("learners.update", &["id", "patch", "options"], Own(0), |call| {
        let (id, patch): (String, JsonObject) = (call.text(0)?, call.read(1)?);
        if call.caller.standing.role == Some(Role::Learner) {
            check_own_update(&call.model.progress, &id, &patch)?;
        }
        call.decide(|stamp| update_learner(&call.model.progress, &id, &patch, stamp))
    });

/// All learners.
pub const LIST: Operation = Operation::read("learners.list", &[], Teach, |call| {
    Ok(Outcome::answer(&call.model.progress.learners()))
});

/// All of them. Erasing a learner has no row: it rewrites what is stored.
pub const ALL: &[Operation] = &[CREATE, GET, BY_AUTH_ID, UPDATE, LIST];
