//! What there is to say of a learner's task, and of what a learner has begun: what it is and why it
//! is locked must be said; then what it asks for, how the last work was judged, and further away
//! what stands around it.

use super::{PartKind, Piece, Section, Subject};
use crate::domain::progress::{TaskContext, TaskState};
use crate::domain::schema::{Json, Members, object};

/// The section of a task, as it stands for a learner.
#[must_use]
pub fn of_task(context: &TaskContext) -> Section {
    let TaskContext { task, state, .. } = context;
    let id = &state.task_id;
    let mut pieces = Pieces { about: id, all: Vec::new() };
    pieces.all.push(
        Piece::new(
            id.clone(),
            PartKind::Task,
            1000,
            standing(state),
            Json::from_text(brief(state)),
        )
        .must(),
    );
    for (number, lock) in context.locks.iter().enumerate() {
        let id = format!("{id}/locks/{number}");
        let value = Json::of(lock);
        let piece = Piece::new(id, PartKind::Lock, 1000, lock.message.clone(), value);
        pieces.all.push(piece.must());
    }
    pieces.text("description", PartKind::Summary, 960, Some(&task.description));
    if !task.acceptance_criteria.trim().is_empty() {
        let words = &task.acceptance_criteria;
        let value = Json::from_text(object(&[("description", words)]));
        pieces.add(&["acceptance_criteria"], PartKind::Criterion, 940, words.clone(), value);
    }
    for own in &context.criteria {
        let id = own.id.as_str();
        let words = [own.criterion_type.as_str(), ": ", own.description.as_str()].concat();
        let value =
            object(&[("criterion_type", &own.criterion_type), ("description", &own.description)]);
        pieces.add(&["criteria", id], PartKind::Criterion, 930, words, Json::from_text(value));
    }
    if let Some(own) = &context.validation {
        let words = [own.feedback.as_deref(), own.error_message.as_deref()];
        let words: Vec<&str> = words.into_iter().flatten().collect();
        let judged = if own.passed { "passed" } else { "not passed" };
        let words = [&[judged], words.as_slice()].concat().join(": ");
        let value = object(&[
            ("passed", &own.passed),
            ("feedback", &own.feedback),
            ("error_message", &own.error_message),
        ]);
        let id = own.id.as_str();
        pieces.add(&["validations", id], PartKind::Feedback, 920, words, Json::from_text(value));
    }
    for own in &context.objectives {
        let id = own.objective.id.as_str();
        let level = own.objective.level.map(|level| level.as_str());
        let facts: Vec<&str> =
            level.into_iter().chain(own.achieved.then_some("achieved")).collect();
        let facts = match facts.is_empty() {
            true => String::new(),
            false => [" (", &facts.join(", "), ")"].concat(),
        };
        let words = [own.objective.description.as_str(), &facts].concat();
        let value = object(&[
            ("level", &own.objective.level),
            ("description", &own.objective.description),
            ("achieved", &own.achieved),
        ]);
        pieces.add(&["objectives", id], PartKind::Objective, 720, words, Json::from_text(value));
    }
    if let Some(own) = &context.guidance {
        let text = own.text().to_owned();
        pieces.add(&["guidance"], PartKind::Guidance, 690, text, own.0.clone());
    }
    for own in &context.ancestors {
        let words = [own.title.as_str(), " (", own.task_type.as_str(), ")"].concat();
        let value = object(&[("task_id", &own.id), ("title", &own.title)]);
        pieces.add(&["ancestors", &own.id], PartKind::Ancestor, 600, words, Json::from_text(value));
    }
    pieces.states("children", PartKind::Child, 680, &context.children);
    pieces.states("ready", PartKind::Ready, 640, &context.ready);
    pieces.text("narrative_context", PartKind::Narrative, 300, context.narrative_context.as_ref());
    pieces.text("content", PartKind::Content, 560, context.content.as_ref());
    for own in &context.content_items {
        let id = own.id.as_str();
        pieces.add(&["content", id], PartKind::Content, 540, own.body.clone(), Json::of(&own.body));
    }
    for own in context.summaries.iter().rev() {
        let (words, worth) = (own.summary.as_str(), 500 + own.version.min(99));
        let (id, value) = (["summaries", own.id.as_str()], Json::of(words));
        pieces.add(&id, PartKind::StatusSummary, worth, words.to_owned(), value);
    }
    let title = format!("{} ({id})", task.title.as_str());
    let facts: Members<'_> = &[("task_id", id), ("title", &task.title)];
    Section::new(Subject::Task, title, facts, pieces.all)
}

/// The section of what a learner has begun and not closed.
#[must_use]
pub fn of_learner(learner_id: &str, begun: &[TaskState]) -> Section {
    let mut pieces = Pieces { about: learner_id, all: Vec::new() };
    pieces.states("in_progress", PartKind::Task, 800, begun);
    let title = format!("In progress ({learner_id})");
    Section::new(Subject::Learner, title, &[("learner_id", &learner_id)], pieces.all)
}

/// Pieces about one thing, whose ids begin with its own.
struct Pieces<'a> {
    about: &'a str,
    all: Vec<Piece>,
}

impl Pieces<'_> {
    fn add(&mut self, id: &[&str], kind: PartKind, worth: u64, words: String, value: Json) {
        let id = [&[self.about], id].concat().join("/");
        self.all.push(Piece::new(id, kind, worth, words, value));
    }

    /// A text of the task's own, if there is one.
    fn text(&mut self, name: &str, kind: PartKind, worth: u64, text: Option<&String>) {
        if let Some(text) = text.filter(|text| !text.trim().is_empty()) {
            self.add(&[name], kind, worth, text.clone(), Json::of(text));
        }
    }

    /// Other tasks, those in front worth a little more.
    fn states(&mut self, list: &str, kind: PartKind, worth: u64, states: &[TaskState]) {
        for (number, own) in states.iter().enumerate() {
            let worth = worth - (number as u64).min(99);
            let words = [own.title.as_str(), " (", &own.task_id, "): ", &standing(own)].concat();
            self.add(&[list, &own.task_id], kind, worth, words, Json::from_text(brief(own)));
        }
    }
}

/// Where a learner stands, in words.
fn standing(state: &TaskState) -> String {
    let percent = state.completion_percentage.get().to_string();
    let mut words = [state.display.as_str(), ", ", &percent, " %"].concat();
    if state.attempts > 0 {
        words.extend([", attempts: ", &state.attempts.to_string()]);
    }
    if let Some(left) = state.attempts_left {
        words.extend([", attempts left: ", &left.to_string()]);
    }
    words
}

fn brief(state: &TaskState) -> String {
    object(&[
        ("task_id", &state.task_id),
        ("title", &state.title),
        ("display", &state.display),
        ("completion_percentage", &state.completion_percentage),
        ("attempts", &state.attempts),
        ("attempts_left", &state.attempts_left),
    ])
}
