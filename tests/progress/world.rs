//! A workspace of trees and learners: commands are decided and taken in.

use std::cell::{Cell, RefCell};

use medallion::domain::change::Change;
use medallion::domain::criteria::{HostAnswer, HostVerdict, Patterns};
use medallion::domain::curriculum::{self as trees, *};
use medallion::domain::event::EntityType;
use medallion::domain::id::Actor;
use medallion::domain::path;
use medallion::domain::progress::{self as rules, *};
use medallion::domain::schema::{self, Json, JsonObject};
use medallion::domain::time::Timestamp;
use medallion::{Code, Error, Result};
use serde_json::{Value, json};

/// Expressions as most of JavaScript reads them.
pub struct Lite;

impl Patterns for Lite {
    fn matches(&self, pattern: &str, flags: &str, text: &str) -> Result<bool, String> {
        let flags = if flags.is_empty() { String::new() } else { format!("(?{flags})") };
        let regex = regex_lite::Regex::new(&format!("{flags}{pattern}"));
        regex.map(|regex| regex.is_match(text)).map_err(|error| error.to_string())
    }

    fn fold(&self, text: &str, ignore_case: bool) -> String {
        if ignore_case { text.to_lowercase() } else { text.to_owned() }
    }
}

/// A validator of the host: content and rule in, verdict or failure out.
pub type Validator = fn(content: &str, rule: &Value) -> Result<HostVerdict, String>;

pub struct World {
    pub curriculum: Curriculum,
    pub progress: Progress,
    /// All that was ever stored, in its order.
    pub log: RefCell<Vec<Change>>,
    pub actor: Actor,
    pub clock: Cell<i64>,
    ids: Cell<u64>,
    pub validators: Vec<(&'static str, Validator)>,
}

pub fn object(value: &Value) -> JsonObject {
    JsonObject(Json::of(value))
}

impl World {
    pub fn new() -> Self {
        Self {
            curriculum: Curriculum::default(),
            progress: Progress::default(),
            log: RefCell::default(),
            actor: Actor::system(),
            clock: Cell::new(1_767_225_600_000),
            ids: Cell::new(0),
            validators: Vec::new(),
        }
    }

    pub fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.clock.get())
    }

    pub fn wait(&self, seconds: i64) {
        self.clock.set(self.clock.get() + seconds * 1000);
    }

    pub fn stamped<T>(&self, decide: impl FnOnce(Stamp<'_>) -> T) -> T {
        self.clock.set(self.clock.get() + 1);
        let ids = |kind: EntityType| {
            self.ids.set(self.ids.get() + 1);
            let mixed = self.ids.get().wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 16;
            Ok(format!("{}-{mixed:012x}", kind.as_str()))
        };
        decide(Stamp { now: self.now(), actor: &self.actor, ids: &ids })
    }

    pub fn take(&mut self, changes: Vec<Change>) {
        self.curriculum.apply_all(&changes).unwrap();
        self.progress.apply_all(&changes).unwrap();
        self.log.borrow_mut().extend(changes);
    }

    fn taken<T>(&mut self, decided: Result<(Vec<Change>, T)>) -> Result<T> {
        let (changes, answer) = decided?;
        self.take(changes);
        Ok(answer)
    }

    fn done(&mut self, decided: Result<Decided>) -> Result<Decided> {
        let decided = decided?;
        self.take(decided.changes.clone());
        Ok(decided)
    }

    pub fn try_create(&mut self, input: &Value) -> Result<Task> {
        let decided = self.stamped(|stamp| create(&self.curriculum, &object(input), stamp));
        self.taken(decided)
    }

    pub fn project(&mut self, title: &str) -> String {
        self.try_create(&json!({"task_type": "project", "title": title})).unwrap().id.to_string()
    }

    pub fn under(&mut self, parent: &str, kind: &str, title: &str) -> String {
        self.with(parent, kind, title, json!({}))
    }

    pub fn with(&mut self, parent: &str, kind: &str, title: &str, fields: Value) -> String {
        let mut input = json!({"parent_id": parent, "task_type": kind, "title": title});
        input.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        self.try_create(&input).unwrap().id.to_string()
    }

    pub fn update(&mut self, id: &str, patch: Value) {
        self.try_update(id, patch).unwrap();
    }

    pub fn try_update(&mut self, id: &str, patch: Value) -> Result<Task> {
        let patch = object(&patch);
        let decided = self.stamped(|stamp| update(&self.curriculum, id, &patch, stamp));
        self.taken(decided)
    }

    pub fn depend(&mut self, task: &str, on: &str) {
        self.depend_as(task, on, DependencyType::Blocks);
    }

    pub fn depend_as(&mut self, task: &str, on: &str, kind: DependencyType) {
        let metadata = JsonObject::empty();
        let decided =
            self.stamped(|stamp| add_dependency(&self.curriculum, task, on, kind, metadata, stamp));
        self.taken(decided).unwrap();
    }

    pub fn undepend(&mut self, task: &str, on: &str) {
        let decided = remove_dependency(&self.curriculum, task, on);
        self.taken(decided).unwrap();
    }

    pub fn objective(&mut self, task: &str, text: &str, level: &str) -> String {
        let draft = json!({"description": text, "level": level}).to_string();
        let draft: ObjectiveDraft = schema::parse(&draft).unwrap();
        let decided = self.stamped(|stamp| add_objective(&self.curriculum, task, draft, stamp));
        self.taken(decided).unwrap().id.to_string()
    }

    pub fn criterion(&mut self, task: &str, kind: &str, rule: Value) -> String {
        let draft = json!({"criterion_type": kind, "description": kind, "rule": rule}).to_string();
        let draft: CriterionDraft = schema::parse(&draft).unwrap();
        let decided =
            self.stamped(|stamp| add_criterion(&self.curriculum, task, draft, &Lite, stamp));
        self.taken(decided).unwrap().id.to_string()
    }

    pub fn remove_criterion(&mut self, id: &str) {
        let decided = remove_criterion(&self.curriculum, id).map(|changes| (changes, ()));
        self.taken(decided).unwrap();
    }

    pub fn delete(&mut self, id: &str) -> Removal {
        let decided =
            trees::delete(&self.curriculum, id, |ids| Ok(evidence_in(&self.progress, ids)));
        self.taken(decided).unwrap()
    }

    pub fn try_learner(&mut self, input: Value) -> Result<Learner> {
        let input = object(&input);
        let decided = self.stamped(|stamp| create_learner(&self.progress, &input, stamp));
        self.taken(decided)
    }

    pub fn learner(&mut self, name: &str) -> String {
        self.try_learner(json!({"name": name})).unwrap().id.to_string()
    }

    pub fn update_learner(&mut self, id: &str, patch: Value) -> Result<Learner> {
        let patch = object(&patch);
        let decided = self.stamped(|stamp| update_learner(&self.progress, id, &patch, stamp));
        self.taken(decided)
    }

    pub fn learning(&self, learner: &str) -> Learning<'_> {
        Learning::of(&self.curriculum, &self.progress, learner, self.now()).unwrap()
    }

    fn decide<T>(
        &self,
        learner: &str,
        decide: impl FnOnce(&Learning<'_>, Stamp<'_>) -> Result<T>,
    ) -> Result<T> {
        let learning = Learning::of(&self.curriculum, &self.progress, learner, self.now())?;
        self.stamped(|stamp| decide(&learning, stamp))
    }

    pub fn start(&mut self, learner: &str, task: &str) -> Result<Decided> {
        let decided = self.decide(learner, |learning, stamp| start(learning, task, stamp));
        self.done(decided)
    }

    pub fn close(&mut self, learner: &str, task: &str) -> Result<Decided> {
        let decided =
            self.decide(learner, |learning, stamp| close(learning, task, Some("Done"), stamp));
        self.done(decided)
    }

    /// Begins and closes a task for which nothing is handed in.
    pub fn finish(&mut self, learner: &str, task: &str) -> Decided {
        self.start(learner, task).unwrap();
        self.close(learner, task).unwrap()
    }

    pub fn reopen(&mut self, learner: &str, task: &str) -> Result<Decided> {
        let decided = self.decide(learner, |learning, stamp| {
            reopen(learning, task, Some("once more"), false, stamp)
        });
        self.done(decided)
    }

    pub fn grant(&mut self, learner: &str, task: &str) -> Result<Decided> {
        let decided = self.decide(learner, |learning, stamp| {
            reopen(learning, task, Some("another chance"), true, stamp)
        });
        self.done(decided)
    }

    pub fn hold(&mut self, learner: &str, task: &str) -> Result<Decided> {
        let decided =
            self.decide(learner, |learning, stamp| hold(learning, task, Some("later"), stamp));
        self.done(decided)
    }

    pub fn skip(&mut self, learner: &str, task: &str, reason: &str) -> Result<Decided> {
        let decided =
            self.decide(learner, |learning, stamp| skip(learning, task, reason, None, stamp));
        self.done(decided)
    }

    pub fn hand_in(&mut self, learner: &str, task: &str, draft: Value) -> Result<Submitted> {
        let draft: SubmissionDraft = schema::parse(&draft.to_string())?;
        let validators = self.validators.clone();
        let is_registered = |name: &str| validators.iter().any(|(own, _)| *own == name);
        let asked = self.decide(learner, |learning, stamp| {
            questions(learning, task, &draft, &is_registered, stamp)
        })?;
        let answers: Vec<HostAnswer> = asked
            .asked
            .into_iter()
            .map(|(question, _)| {
                let name = &*question.criterion_type;
                let (_, validator) = validators.iter().find(|(own, _)| *own == name).unwrap();
                let rule = serde_json::from_str(&question.rule).unwrap();
                HostAnswer { question, verdict: validator(&draft.content, &rule) }
            })
            .collect();
        let judges = Judges { is_registered: &is_registered, answers: &answers, patterns: &Lite };
        let submitted =
            self.decide(learner, |learning, stamp| submit(learning, task, &draft, judges, stamp))?;
        self.take(submitted.decided.changes.clone());
        Ok(submitted)
    }

    pub fn submit(&mut self, learner: &str, task: &str, content: &str) -> Result<Submitted> {
        self.hand_in(learner, task, json!({"content": content}))
    }

    pub fn answer(&mut self, learner: &str, task: &str, answers: Value) -> Result<Submitted> {
        self.hand_in(learner, task, json!({"answers": answers}))
    }

    pub fn review(&mut self, submission: &str, review: Value) -> Result<Reviewed> {
        let draft: Review = schema::parse(&review.to_string())?;
        let reviewed = self.stamped(|stamp| {
            rules::review(&self.curriculum, &self.progress, submission, &draft, &Lite, stamp)
        })?;
        self.take(reviewed.decided.changes.clone());
        Ok(reviewed)
    }

    pub fn note(
        &mut self,
        learner: &str,
        decide: impl FnOnce(&Learning<'_>, Stamp<'_>) -> Result<Decided>,
    ) -> Result<Decided> {
        let decided = self.decide(learner, decide);
        self.done(decided)
    }

    pub fn spend(&mut self, learner: &str, task: &str, seconds: u64) -> Result<Decided> {
        self.note(learner, |learning, stamp| record_time(learning, task, seconds, stamp))
    }

    pub fn summarize(&mut self, learner: &str, task: &str) -> Result<Summary> {
        let decided = self.decide(learner, |learning, stamp| summarize(learning, task, stamp));
        self.taken(decided)
    }

    pub fn ask_help(&mut self, learner: &str, task: &str, text: &str) -> Result<HelpRequest> {
        let decided =
            self.decide(learner, |learning, stamp| request_help(learning, task, text, stamp));
        self.taken(decided)
    }

    pub fn answer_help(&mut self, id: &str, text: &str) -> Result<HelpRequest> {
        let decided = self.stamped(|stamp| answer_help(&self.progress, id, text, stamp));
        self.taken(decided)
    }

    pub fn create_path(&mut self, draft: Value) -> Result<path::StoredPath> {
        let draft: path::PathDraft = schema::parse(&draft.to_string())?;
        let decided = self
            .stamped(|stamp| path::create_path(&self.curriculum, &self.progress, &draft, stamp));
        self.taken(decided)
    }

    pub fn update_path(&mut self, id: &str, patch: Value) -> Result<path::StoredPath> {
        let patch = object(&patch);
        let decided = self.stamped(|stamp| {
            path::update_path(&self.curriculum, &self.progress, id, &patch, stamp)
        });
        self.taken(decided)
    }

    pub fn choose(&mut self, learner: &str, id: &str) -> Result<path::StoredPath> {
        let decided = self.stamped(|stamp| path::choose(&self.progress, learner, id, stamp));
        self.taken(decided)
    }

    pub fn delete_path(&mut self, id: &str) -> Result<()> {
        let decided = path::delete_path(&self.progress, id).map(|changes| (changes, ()));
        self.taken(decided)
    }

    pub fn state(&self, learner: &str, task: &str) -> TaskState {
        self.learning(learner).state(task).unwrap()
    }

    pub fn status(&self, learner: &str, task: &str) -> Status {
        self.state(learner, task).status
    }

    pub fn is_closed(&self, learner: &str, task: &str) -> bool {
        self.status(learner, task) == Status::Closed
    }

    pub fn display(&self, learner: &str, task: &str) -> &'static str {
        self.state(learner, task).display.as_str()
    }

    /// The reasons of a lock: kind, and the title of what is in the way.
    pub fn locks(&self, learner: &str, task: &str) -> Vec<(&'static str, String)> {
        let locks = self.state(learner, task).locked_because.into_iter();
        locks.map(|lock| (lock.kind.as_str(), lock.title)).collect()
    }

    /// The titles of what is ready, in their order.
    pub fn ready(&self, learner: &str, root: &str) -> Vec<String> {
        self.ready_with(learner, root, ReadyOptions { limit: 1000, ..ReadyOptions::default() })
    }

    pub fn ready_with(&self, learner: &str, root: &str, options: ReadyOptions) -> Vec<String> {
        let ready = self.learning(learner).ready(root, options).unwrap();
        ready.items.into_iter().map(|own| own.title).collect()
    }

    pub fn next(&self, learner: &str, root: &str) -> Option<String> {
        path::next(&self.learning(learner), root).unwrap().map(|own| own.title)
    }

    /// The model that somebody has who reads all that is stored.
    pub fn read_again(&self) -> (Curriculum, Progress) {
        let (mut curriculum, mut progress) = (Curriculum::default(), Progress::default());
        let log = self.log.borrow();
        curriculum.apply_all(&log).unwrap();
        progress.apply_all(&log).unwrap();
        (curriculum, progress)
    }
}

#[track_caller]
pub fn fails<T: std::fmt::Debug>(result: Result<T>, code: Code, words: &str) -> Error {
    let error = result.unwrap_err();
    assert_eq!(error.code(), code, "{error}");
    assert!(error.message().contains(words), "{error}");
    error
}
