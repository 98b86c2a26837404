//! The host's own validators: who they are, and what they found. They are asked before a command
//! is decided, never while it is.

use std::cell::RefCell;
use std::fmt;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::{Call, Operation};
use crate::domain::criteria::{HostAnswer, HostQuestion, HostVerdict};
use crate::domain::curriculum::Task;
use crate::domain::error::{Code, Result};
use crate::domain::progress::{SubmissionDraft, questions};
use crate::domain::schema::{Json, Members, object, to_json, write_record};
use crate::service::environment::Caller;
use crate::service::workspace::Workspace;
use crate::store::Answer;

/// A function of the host that judges submissions by a criterion.
pub trait Validator {
    /// Judges. Submission, criterion and task are JSON. An error is a failed validation whose
    /// message is the error's.
    fn judge<'a>(
        &'a self,
        submission: &'a str,
        criterion: &'a str,
        task: &'a str,
    ) -> Answer<'a, HostVerdict>;
}

/// The validators of a workspace, by the name of their criterion.
#[derive(Default)]
pub struct Validators(RefCell<FxHashMap<Box<str>, Rc<dyn Validator>>>);

impl Validators {
    /// Registers a validator; it replaces another of this name, and a rule of ours.
    pub fn set(&self, criterion_type: &str, validator: Rc<dyn Validator>) {
        self.0.borrow_mut().insert(criterion_type.into(), validator);
    }

    fn get(&self, criterion_type: &str) -> Option<Rc<dyn Validator>> {
        self.0.borrow().get(criterion_type).cloned()
    }
}

impl fmt::Debug for Validators {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.borrow().keys()).finish()
    }
}

/// Who judges, and what was found.
#[derive(Debug, Default)]
pub struct Host<'a> {
    /// The validators; none where nobody asks them.
    pub validators: Option<&'a Validators>,
    /// What they found.
    pub answers: Vec<HostAnswer>,
}

impl Host<'_> {
    /// Whether there is a validator of this name.
    #[must_use]
    pub fn is_registered(&self, criterion_type: &str) -> bool {
        self.validators.is_some_and(|own| own.get(criterion_type).is_some())
    }
}

/// What validators are to be asked.
#[derive(Debug)]
pub struct Asked {
    /// The questions, each with its criterion as JSON.
    questions: Vec<(HostQuestion, String)>,
    /// What was handed in, as JSON.
    submission: String,
    /// The task, as JSON.
    task: String,
}

/// What validators are to be asked of a submission that is not stored yet.
pub(super) fn asked_of_submission(call: &Call<'_>) -> Result<Asked> {
    let (learning, task_id) = (call.learning(0)?, call.text(1)?);
    let draft: SubmissionDraft = call.read(2)?;
    // No id is used up: nothing is stored.
    let ids = |_| Ok(String::from("asking"));
    let is_registered = |name: &str| call.host.is_registered(name);
    let asked = questions(&learning, &task_id, &draft, &is_registered, call.stamp(&ids))
        .map_err(|error| error.under("submission"))?;
    let learner_id = learning.learner().id.as_str();
    let submission = submission(&task_id, learner_id, asked.attempt_number, &draft);
    let with_criterion = |(question, description): (HostQuestion, String)| {
        let criterion = criterion(&question, &description);
        (question, criterion)
    };
    let task: Option<&Task> = call.model.curriculum.task(&task_id);
    let questions = asked.asked.into_iter().map(with_criterion).collect();
    Ok(Asked { questions, submission, task: to_json(&task) })
}

/// How often validators are asked again because the criteria changed while they were at work.
const TRIES: u32 = 5;

impl Workspace {
    /// Does what a row says, after asking the host's validators what only they can say.
    ///
    /// # Errors
    /// As [`perform`](Workspace::perform).
    pub(super) async fn perform_judged(
        &self,
        caller: &Caller,
        operation: &Operation,
        arguments: &[String],
    ) -> Result<String> {
        let mut tries = 0;
        let mut answers = Vec::new();
        loop {
            answers = self.ask_validators(caller, operation, arguments, answers).await?;
            let host = Host { validators: Some(&self.validators), answers };
            match self.perform_with(caller, operation, arguments, &host).await {
                Err(error) if error.code() == Code::Conflict && tries < TRIES => tries += 1,
                answer => return answer,
            }
            answers = host.answers;
        }
    }

    /// Asks what is not answered yet: a validator may be slow, cost something, or count.
    async fn ask_validators(
        &self,
        caller: &Caller,
        operation: &Operation,
        arguments: &[String],
        mut known: Vec<HostAnswer>,
    ) -> Result<Vec<HostAnswer>> {
        let Some(asks) = operation.asks else { return Ok(known) };
        let host = Host { validators: Some(&self.validators), answers: Vec::new() };
        let Asked { questions, submission, task } =
            self.with_call(caller, operation, arguments, &host, asks)?;
        let mut answers = Vec::with_capacity(questions.len());
        for (question, criterion) in questions {
            if let Some(place) = known.iter().position(|own| own.question == question) {
                answers.push(known.swap_remove(place));
                continue;
            }
            let Some(validator) = self.validators.get(&question.criterion_type) else { continue };
            let verdict = validator.judge(&submission, &criterion, &task).await;
            let verdict = verdict.map_err(|error| error.message().to_owned());
            answers.push(HostAnswer { question, verdict });
        }
        Ok(answers)
    }
}

/// What a validator is shown of a submission that is not stored yet.
fn submission(task_id: &str, learner_id: &str, attempt: u64, draft: &SubmissionDraft) -> String {
    let mut out = String::new();
    let members: Members<'_> = &[
        ("task_id", &task_id),
        ("learner_id", &learner_id),
        ("attempt_number", &attempt),
        ("submission_type", &draft.submission_type),
        ("content", &draft.content),
        ("answers", &draft.answers),
        ("score", &draft.score),
    ];
    write_record(members, &draft.extra, &mut out);
    out
}

/// What a validator is shown of a criterion.
fn criterion(question: &HostQuestion, description: &str) -> String {
    object(&[
        ("id", &question.place.split('.').next().unwrap_or_default()),
        ("criterion_type", &question.criterion_type),
        ("description", &description),
        ("rule", &Json::from_text(question.rule.to_string())),
    ])
}
