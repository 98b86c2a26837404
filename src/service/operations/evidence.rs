//! The rows of `ws.progress` that are about what learners hand in, how it is judged, and the help
//! that they get (design section 6.3).

use super::options::{HelpListOptions, ReviewListOptions};
use super::{Call, Operation, Outcome, OwnKey};
use crate::domain::error::{Error, Result};
use crate::domain::event::EntityType;
use crate::domain::progress::{self, Judges, ReadyOptions, SubmissionDraft, TaskState};
use crate::domain::role::Access::{Anyone, Own, Teach};
use crate::domain::schema::{Reader, to_json};

/// Hands in work.
pub const SUBMIT: Operation = Operation::command(
    "progress.submit",
    &["learnerId", "taskId", "submission", "options"],
    Own(0),
    |call| {
        let (learning, task) = (call.learning(0)?, call.text(1)?);
        let draft: SubmissionDraft = call.read(2)?;
        let is_registered = |name: &str| call.host.is_registered(name);
        let patterns = call.caller.environment.patterns();
        call.decide_then(
            |stamp| {
                let judges =
                    Judges { is_registered: &is_registered, answers: &call.host.answers, patterns };
                let mut submitted = progress::submit(&learning, &task, &draft, judges, stamp)
                    .map_err(|error| error.under("submission"))?;
                Ok((std::mem::take(&mut submitted.decided.changes), submitted))
            },
            |call, submitted| {
                let learning = call.learning(0)?;
                let state = |id: &String| learning.state(id);
                let task = call.text(1)?;
                let project = call.model.curriculum.task(&task);
                let project = project.map_or("", |task| task.project_id.as_str());
                let auto_closed: Vec<TaskState> =
                    submitted.decided.auto_closed.iter().map(state).collect::<Result<_>>()?;
                let ready = learning.ready(project, ReadyOptions::default())?.items;
                let validation = submitted.validation.as_ref();
                let members = [
                    ("submission", to_json(&submitted.submission)),
                    ("validation", validation.map_or_else(String::new, to_json)),
                    ("validations", to_json(&submitted.validations)),
                    ("state", to_json(&learning.state(&task)?)),
                    ("auto_closed", to_json(&auto_closed)),
                    ("ready", to_json(&ready)),
                ];
                let members = members.iter().filter(|(_, json)| !json.is_empty());
                let members: Vec<String> =
                    members.map(|(name, json)| ["\"", name, "\":", json].concat()).collect();
                Ok(["{", &members.join(","), "}"].concat())
            },
        )
    },
)
.judged();

/// What a learner handed in for a task, the newest first.
pub const SUBMISSIONS: Operation =
    Operation::read("progress.submissions", &["learnerId", "taskId"], Own(0), |call| {
        Ok(Outcome::json(&call.bodies(EntityType::Submission, &submission_ids(call)?)))
    })
    .seeing(|call| Ok(keys(EntityType::Submission, submission_ids(call)?)));

/// Something that was handed in.
pub const SUBMISSION: Operation = Operation::read("progress.submission", &["id"], Anyone, |call| {
    own_body(call, EntityType::Submission)
})
.seeing(|call| named(call, EntityType::Submission));

/// How something was judged that was handed in.
pub const VALIDATIONS: Operation =
    Operation::read("progress.validations", &["submissionId"], Anyone, |call| {
        let id = call.text(0)?;
        let owner = call.model.progress.owner(EntityType::Submission, &id);
        let (learner, _) = owner.ok_or_else(|| Error::not_found("submission", &id))?;
        call.caller.standing.owns(learner)?;
        Ok(Outcome::json(&call.bodies(EntityType::Validation, &validation_ids(call)?)))
    })
    .seeing(|call| Ok(keys(EntityType::Validation, validation_ids(call)?)));

/// A verdict.
pub const VALIDATION: Operation = Operation::read("progress.validation", &["id"], Anyone, |call| {
    own_body(call, EntityType::Validation)
})
.seeing(|call| named(call, EntityType::Validation));

/// Judges by hand.
pub const REVIEW: Operation =
    Operation::command("progress.review", &["submissionId", "review", "options"], Teach, |call| {
        let (id, review) = (call.text(0)?, call.read(1)?);
        let patterns = call.caller.environment.patterns();
        call.decide(|stamp| {
            let (curriculum, progress) = (&call.model.curriculum, &call.model.progress);
            let reviewed = progress::review(curriculum, progress, &id, &review, patterns, stamp)?;
            Ok((reviewed.decided.changes, reviewed.validation))
        })
    });

/// What waits for a review.
pub const REVIEWS: Operation = Operation::read("progress.reviews", &["options"], Teach, |call| {
    let project: Option<String> = call.option("projectId");
    let (curriculum, progress) = (&call.model.curriculum, &call.model.progress);
    Ok(Outcome::answer(&progress::reviews(curriculum, progress, project.as_deref())?))
})
.with::<ReviewListOptions>();

/// Says in words what a learner did in a task.
pub const SUMMARIZE: Operation =
    Operation::command("progress.summarize", &["learnerId", "taskId", "options"], Own(0), |call| {
        let (learning, task) = (call.learning(0)?, call.text(1)?);
        call.decide(|stamp| progress::summarize(&learning, &task, stamp))
    });

/// What was said in words, by version.
pub const SUMMARIES: Operation =
    Operation::read("progress.summaries", &["learnerId", "taskId"], Own(0), |call| {
        Ok(Outcome::json(&call.bodies(EntityType::Summary, &summary_ids(call)?)))
    })
    .seeing(|call| Ok(keys(EntityType::Summary, summary_ids(call)?)));

/// Asks for help.
pub const REQUEST_HELP: Operation = Operation::command(
    "progress.requestHelp",
    &["learnerId", "taskId", "message", "options"],
    Own(0),
    |call| {
        let (learning, task, message) = (call.learning(0)?, call.text(1)?, call.text(2)?);
        call.decide(|stamp| progress::request_help(&learning, &task, &message, stamp))
    },
);

/// The requests for help.
pub const HELP_REQUESTS: Operation =
    Operation::read("progress.helpRequests", &["options"], Anyone, |call| {
        let project: Option<String> = call.option("projectId");
        let learner: Option<String> = call.option("learnerId");
        call.caller.standing.owns(learner.as_deref().unwrap_or_default())?;
        let (curriculum, progress) = (&call.model.curriculum, &call.model.progress);
        learner.as_deref().map(|id| progress.expect(id)).transpose()?;
        let open = call.option("open");
        let mut found = progress::help_requests(curriculum, progress, project.as_deref(), open)?;
        found.retain(|own| learner.as_deref().is_none_or(|id| own.learner_id.as_str() == id));
        Ok(Outcome::answer(&found))
    })
    .with::<HelpListOptions>();

/// Answers a request for help.
pub const ANSWER_HELP: Operation =
    Operation::command("progress.answerHelp", &["id", "message", "options"], Teach, |call| {
        let (id, message) = (call.text(0)?, call.text(1)?);
        call.decide(|stamp| progress::answer_help(&call.model.progress, &id, &message, stamp))
    });

fn submission_ids(call: &Call<'_>) -> Result<Vec<String>> {
    call.model.curriculum.expect(&call.text(1)?)?;
    Ok(call.learning(0)?.submission_ids(&call.text(1)?))
}

fn summary_ids(call: &Call<'_>) -> Result<Vec<String>> {
    call.model.curriculum.expect(&call.text(1)?)?;
    Ok(call.learning(0)?.summary_ids(&call.text(1)?))
}

fn validation_ids(call: &Call<'_>) -> Result<Vec<String>> {
    let found = call.model.progress.verdicts(&call.text(0)?).iter();
    Ok(found.map(|own| own.id.to_string()).collect())
}

fn keys(kind: EntityType, ids: Vec<String>) -> Vec<OwnKey> {
    ids.into_iter().map(|id| (kind, id.into())).collect()
}

fn named(call: &Call<'_>, kind: EntityType) -> Result<Vec<OwnKey>> {
    Ok(keys(kind, vec![call.text(0)?]))
}

/// The record of a learner's that the first argument names; nothing if there is none.
fn own_body(call: &Call<'_>, kind: EntityType) -> Result<Outcome> {
    let id = call.text(0)?;
    if !call.exists(kind, &id) {
        return Ok(Outcome::nothing());
    }
    let body = call.body(kind, &id)?;
    let mut learner: Option<String> = None;
    if let Ok(mut reader) = Reader::new(body) {
        drop(reader.pick(&mut [("learner_id", &mut learner)]));
    }
    call.caller.standing.owns(learner.as_deref().unwrap_or_default())?;
    Ok(Outcome::json(body))
}

/// All of them.
pub const ALL: &[Operation] = &[
    SUBMIT,
    SUBMISSIONS,
    SUBMISSION,
    VALIDATIONS,
    VALIDATION,
    REVIEW,
    REVIEWS,
    SUMMARIZE,
    SUMMARIES,
    REQUEST_HELP,
    HELP_REQUESTS,
    ANSWER_HELP,
];
