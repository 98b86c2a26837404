//! `ws.progress` and `ws.paths`.

use std::rc::Rc;

use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;

use super::arguments::{Options, kind, text};
use super::handle::Handle;
use super::methods;
use super::operations::part;
use super::options::VALIDATOR;
use super::validator::{JsValidator, PATIENCE};
use crate::domain::curriculum::CriterionType;
use crate::domain::error::Error;
use crate::service::operations::{evidence, paths, progress};

part! {
    "Where each learner stands, what they hand in, and how it is judged."
    Progress {
        "Where a learner stands with a task, and why it is locked if it is."
        status status(learner_id: "string", task_id: "string") -> "Promise<TaskState>" = progress::STATUS;
        "Begins a task. Beginning what is in progress changes nothing; what is locked says why."
        start start(learner_id: "string", task_id: "string"; options: "CommandOptions") -> "Promise<TaskState>" = progress::START;
        "Closes a task for which nothing more must be handed in."
        close close(learner_id: "string", task_id: "string"; options: "CommandOptions") -> "Promise<TaskState>" = progress::CLOSE;
        "Opens a closed task for another try, with the containers above it; also releases a hold."
        reopen reopen(learner_id: "string", task_id: "string"; options: "CommandOptions") -> "Promise<TaskState>" = progress::REOPEN;
        "Sets a task aside with all below it, until it is reopened."
        hold hold(learner_id: "string", task_id: "string"; options: "CommandOptions") -> "Promise<TaskState>" = progress::HOLD;
        "Lets a learner pass over a task with all below it. It wants a reason."
        skip skip(learner_id: "string", task_id: "string", options: "SkipOptions") -> "Promise<TaskState>" = progress::SKIP;
        "What a learner can work on now: in progress first, then by priority, then by place."
        ready ready(learner_id: "string", project_id: "string"; options: "ReadyListOptions") -> "Promise<ReadyTask[]>" = progress::READY;
        "The same page by page, with how many there are."
        readyPage ready_page(learner_id: "string", project_id: "string"; options: "ReadyPageOptions") -> "Promise<ReadyPage>" = progress::READY_PAGE;
        "What is locked or set aside for a learner, and why."
        blocked blocked(learner_id: "string", project_id: "string") -> "Promise<BlockedTask[]>" = progress::BLOCKED;
        "Where a learner stands with each task, also with what they have not touched."
        list list(learner_id: "string"; options: "ProgressListOptions") -> "Promise<TaskState[]>" = progress::LIST;
        "Where a learner goes on; `undefined` if there is nothing left."
        next next(learner_id: "string", root_id: "string") -> "Promise<TaskState | undefined>" = progress::NEXT;
        "A tree with where a learner stands in it, ready to be drawn."
        tree tree(learner_id: "string", root_id: "string") -> "Promise<TreeNode>" = progress::TREE;
        "How far a learner is with a project."
        overview overview(learner_id: "string", project_id: "string") -> "Promise<LearnerProgress>" = progress::OVERVIEW;
        "All that somebody needs to know who helps a learner with a task."
        context context(learner_id: "string", task_id: "string") -> "Promise<TaskContext>" = progress::CONTEXT;
        "Hands in work. It is judged by the task's criteria, and closes the task if it passes."
        submit submit(learner_id: "string", task_id: "string", submission: "SubmissionDraftInput"; options: "CommandOptions") -> "Promise<SubmissionResult>" = evidence::SUBMIT;
        "What a learner handed in for a task, the newest first."
        submissions submissions(learner_id: "string", task_id: "string") -> "Promise<Submission[]>" = evidence::SUBMISSIONS;
        "Something that was handed in; `undefined` if there is none."
        submission submission(id: "string") -> "Promise<Submission | undefined>" = evidence::SUBMISSION;
        "How something was judged that was handed in."
        validations validations(submission_id: "string") -> "Promise<Validation[]>" = evidence::VALIDATIONS;
        "A verdict; `undefined` if there is none."
        validation validation(id: "string") -> "Promise<Validation | undefined>" = evidence::VALIDATION;
        "Judges by hand what was handed in."
        review review(submission_id: "string", review: "ReviewInput"; options: "CommandOptions") -> "Promise<Validation>" = evidence::REVIEW;
        "What waits for a review, the oldest first."
        reviews reviews(; options: "ReviewListOptions") -> "Promise<WaitingReview[]>" = evidence::REVIEWS;
        "Says in words what a learner did in a closed task, as the next version."
        summarize summarize(learner_id: "string", task_id: "string"; options: "CommandOptions") -> "Promise<StatusSummary>" = evidence::SUMMARIZE;
        "What was said in words, by version."
        summaries summaries(learner_id: "string", task_id: "string") -> "Promise<StatusSummary[]>" = evidence::SUMMARIES;
        "Asks for help with a task. Instructors see it."
        requestHelp request_help(learner_id: "string", task_id: "string", message: "string"; options: "CommandOptions") -> "Promise<HelpRequest>" = evidence::REQUEST_HELP;
        "The requests for help, the oldest first."
        helpRequests help_requests(; options: "HelpListOptions") -> "Promise<HelpRequest[]>" = evidence::HELP_REQUESTS;
        "Answers a request for help."
        answerHelp answer_help(id: "string", message: "string"; options: "CommandOptions") -> "Promise<HelpRequest>" = evidence::ANSWER_HELP;
        "Adds active time, in seconds."
        recordTime record_time(learner_id: "string", task_id: "string", seconds: "number"; options: "CommandOptions") -> "Promise<TaskState>" = progress::RECORD_TIME;
        "Notes where a learner is inside a task, in the host's own terms."
        bookmark bookmark(learner_id: "string", task_id: "string", position: "JsonInput"; options: "CommandOptions") -> "Promise<TaskState>" = progress::BOOKMARK;
        "Notes what is half done, such as answers half given. With the `base` that it was made from, what another window kept meanwhile stays."
        saveDraft save_draft(learner_id: "string", task_id: "string", draft: "JsonInput"; options: "DraftOptions") -> "Promise<TaskState>" = progress::SAVE_DRAFT;
        "Notes that a hint was given; where the author says so, it takes the credit of the next try."
        useHint use_hint(learner_id: "string", task_id: "string"; options: "CommandOptions") -> "Promise<TaskState>" = progress::USE_HINT;
        "Which objectives and skills a learner has mastered, and why: by two of the latest three tries, and never lost to one slip."
        mastery mastery(learner_id: "string", project_id: "string") -> "Promise<Mastery[]>" = progress::MASTERY;
        "Progress as a table: CSV with a line of names."
        exportCsv export_csv(; options: "CsvOptions") -> "Promise<string>" = progress::EXPORT_CSV;
    }
}

#[wasm_bindgen]
impl Progress {
    /// Lets a function judge by criteria of this name, in place of a rule of ours. It is called
    /// outside of the commit; what it throws is a failed validation, and so is that it does not
    /// answer in time.
    #[wasm_bindgen(js_name = setValidator)]
    pub fn set_validator(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] criterion_type: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "CriterionValidator")] validator: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "ValidatorOptions")] options: JsValue,
    ) -> Result<(), JsValue> {
        let set = || {
            self.0.caller.standing.check(methods::PROGRESS_SET_VALIDATOR.access, None)?;
            let name = text(criterion_type, "criterionType")?;
            CriterionType::new(&name).map_err(|error| error.under("criterionType"))?;
            let validator: Function = validator.dyn_into().map_err(|value| {
                Error::invalid("validator", format!("must be a function, is {}", kind(&value)))
            })?;
            let limit = Options::read(&options, &VALIDATOR)?.at_least(1, "timeout")?;
            let limit = limit.map_or(PATIENCE, |own| u32::try_from(own).unwrap_or(u32::MAX));
            self.0.workspace()?.set_validator(&name, Rc::new(JsValidator(validator, limit)));
            Ok(())
        };
        set().map_err(|error: Error| super::errors::to_js(&error))
    }
}

part! {
    "The sequences of steps that learners are given."
    Paths {
        "The path that fits a learner, with a reason for every step that is in it or left out."
        plan plan(learner_id: "string", root_id: "string"; options: "PathPlanOptionsInput") -> "Promise<LearningPath>" = paths::PLAN;
        "Makes a path."
        create create(path: "PathDraftInput"; options: "CommandOptions") -> "Promise<StoredLearningPath>" = paths::CREATE;
        "A path; `undefined` if there is none."
        get get(id: "string") -> "Promise<StoredLearningPath | undefined>" = paths::GET;
        "The paths of a learner."
        list list(learner_id: "string") -> "Promise<StoredLearningPath[]>" = paths::LIST;
        "Changes a path."
        update update(id: "string", patch: "PathPatch"; options: "CommandOptions") -> "Promise<StoredLearningPath>" = paths::UPDATE;
        "Deletes a path; `false` if there is none."
        delete delete(id: "string"; options: "CommandOptions") -> "Promise<boolean>" = paths::DELETE;
        "Lets a learner follow a path, and no other through the same tree; or leave it."
        choose choose(learner_id: "string", id: "string"; options: "PathChooseOptions") -> "Promise<StoredLearningPath>" = paths::CHOOSE;
    }
}
