//! Asking for help, which instructors see (design rule 13), and answering.

use super::learning::Learning;
use super::model::Progress;
use super::records::HelpRequest;
use super::values::HelpStatus;
use crate::domain::change::Change;
use crate::domain::curriculum::{Curriculum, Stamp, Words};
use crate::domain::error::{Code, Error, Result};
use crate::domain::event::{EntityType, EventType};

/// Asks for help with a task, locked or not.
///
/// # Errors
/// `NOT_FOUND`; `INVALID` at `message` for a blank one.
pub fn request_help(
    learning: &Learning<'_>,
    task_id: &str,
    message: &str,
    stamp: Stamp<'_>,
) -> Result<(Vec<Change>, HelpRequest)> {
    let index = learning.curriculum.expect(task_id)?;
    let request = HelpRequest {
        id: stamp.id(EntityType::HelpRequest)?,
        task_id: learning.task(index)?.id.clone(),
        learner_id: learning.learner.id.clone(),
        message: words("message", message)?,
        status: HelpStatus::Open,
        answer: None,
        answered_by: None,
        answered_at: None,
        created_at: stamp.now,
        extra: Default::default(),
    };
    Ok((vec![put(&request, EventType::HelpRequested)], request))
}

/// Answers a request for help; answering again replaces the answer.
///
/// # Errors
/// `NOT_FOUND`; `INVALID` at `message` for a blank one.
pub fn answer_help(
    progress: &Progress,
    id: &str,
    message: &str,
    stamp: Stamp<'_>,
) -> Result<(Vec<Change>, HelpRequest)> {
    let request = progress
        .help_request(id)
        .ok_or_else(|| Error::new(Code::NotFound, format!("help request {id} does not exist")))?;
    let request = HelpRequest {
        status: HelpStatus::Answered,
        answer: Some(words("message", message)?),
        answered_by: Some(stamp.actor.clone()),
        answered_at: Some(stamp.now),
        ..request.clone()
    };
    Ok((vec![put(&request, EventType::HelpAnswered)], request))
}

/// The requests for help in a project, or in all; only those that wait, or all. Oldest first.
///
/// # Errors
/// `NOT_FOUND` for a project that is not there.
pub fn help_requests(
    curriculum: &Curriculum,
    progress: &Progress,
    project_id: Option<&str>,
    open: Option<bool>,
) -> Result<Vec<HelpRequest>> {
    if let Some(project_id) = project_id {
        curriculum.expect(project_id)?;
    }
    let is_in = |request: &HelpRequest| {
        let task = curriculum.task(request.task_id.as_str());
        project_id.is_none_or(|id| task.is_some_and(|task| task.project_id.as_str() == id))
    };
    let is_wanted = |request: &HelpRequest| {
        open.is_none_or(|open| open == (request.status == HelpStatus::Open))
    };
    let requests = progress.help_requests().into_iter();
    Ok(requests.filter(|own| is_in(own) && is_wanted(own)).cloned().collect())
}

fn put(request: &HelpRequest, event: EventType) -> Change {
    Change::put(EntityType::HelpRequest, request.id.as_str(), event, request)
}

fn words(path: &str, text: &str) -> Result<Words> {
    Words::new(text).map_err(|error| error.under(path))
}
