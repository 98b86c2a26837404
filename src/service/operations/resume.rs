//! What a session that resumes is told about a learner: not a method of its own, but asked by
//! `ws.resume` (design 6.5).

use super::progress::{context, context_keys};
use super::{Operation, Outcome};
use crate::domain::progress::Status;
use crate::domain::resume::{of_learner, of_task};
use crate::domain::role::Access::Own;

/// How many tasks that were begun are told of.
const BEGUN: usize = 20;

/// What there is to say of a task, or without one of what the learner has begun.
pub const TOLD: Operation =
    Operation::read("resume.told", &["learnerId", "taskId"], Own(0), |call| {
        if call.has(1) {
            return Ok(Outcome::answer(&of_task(&context(call)?)));
        }
        let begun = call.learning(0)?.list_page(None, Some(Status::InProgress), BEGUN, None)?;
        Ok(Outcome::answer(&of_learner(&call.text(0)?, &begun)))
    })
    .seeing(|call| if call.has(1) { context_keys(call) } else { Ok(Vec::new()) });

/// All of them.
pub const ALL: &[Operation] = &[TOLD];
