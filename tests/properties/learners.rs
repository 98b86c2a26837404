//! However a workspace was opened, and whoever was looked at first: every question has the answer
//! that it has for who read all of the log.

use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::slice::from_ref;

use futures_executor::block_on;
use medallion::service::{
    Caller, EventFilter, Imaging, Medallions, OnConflict, Retention, Workspace, operations,
};
use medallion::store::memory::MemoryStore;
use medallion::store::{Durability, Store, Stored};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::images::swollen;
use crate::cases::native::world;
use crate::cases::samples::{at, document, draft};
use crate::cases::world::join;

type Spawned = Pin<Box<dyn Future<Output = ()>>>;

const LEARNERS: usize = 3;

/// A log, and tabs on it that make an image whenever they may.
struct Log {
    store: MemoryStore,
    caller: Caller,
    tasks: Rc<RefCell<Vec<Spawned>>>,
}

/// What there was when the history began.
struct Course {
    project: Value,
    tasks: Vec<Value>,
    learners: Vec<Value>,
}

impl Log {
    fn new() -> Self {
        Self { store: MemoryStore::new(), caller: world().caller(), tasks: Rc::default() }
    }

    fn open(&self) -> Rc<Workspace> {
        let tasks = self.tasks.clone();
        let spawn = Rc::new(move |task| tasks.borrow_mut().push(task));
        let imaging = Imaging { records: 1, tail: 1 };
        let store = Rc::new(self.store.connect());
        block_on(Workspace::open_with(store, Durability::Relaxed, spawn, imaging)).unwrap()
    }

    fn settle(&self) {
        loop {
            let tasks = std::mem::take(&mut *self.tasks.borrow_mut());
            if tasks.is_empty() {
                return;
            }
            block_on(join(tasks));
        }
    }

    fn call(&self, tab: &Rc<Workspace>, name: &str, arguments: &[Value]) -> Result<Value, String> {
        let operation = operations::all().find(|own| own.name == name).unwrap();
        let texts: Vec<String> = arguments.iter().map(ToString::to_string).collect();
        let answer = block_on(tab.perform(&self.caller, operation, &texts));
        let answer = answer.map_err(|error| format!("{error:?}"))?;
        Ok(serde_json::from_str(&answer).unwrap_or(Value::Null))
    }

    /// What has nothing to do with tasks.
    fn leave_medallion(&self, tab: &Rc<Workspace>, id: &str) {
        let tab = Medallions::new(tab, self.caller.clone());
        block_on(tab.create(draft(&document(id, &["n"], &[], &at(1))))).unwrap();
    }

    fn image_text(&self) -> String {
        let text = |part| match part {
            Stored::Entry(part) => swollen(&part.text),
            Stored::Damaged(what) => panic!("{what}"),
        };
        block_on(self.store.image()).unwrap().into_iter().map(text).collect()
    }

    fn course(&self, tab: &Rc<Workspace>) -> Course {
        let make = |name: &str, argument: Value| self.call(tab, name, &[argument]).unwrap();
        let project = json!({"task_type": "project", "title": "Soil", "ordered": true});
        let project = make("tasks.create", project)["id"].clone();
        let under = |parent: &Value, title: &str, more: Value| {
            let mut task = json!({"parent_id": parent, "title": title, "task_type": "subtask"});
            task.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            make("tasks.create", task)["id"].clone()
        };
        let first = under(&project, "First", json!({"task_type": "task"}));
        let tasks = vec![
            under(&first, "Talk", json!({"subtask_type": "conversational"})),
            under(&first, "Measure", json!({"max_attempts": 3, "skills": ["measuring"]})),
            under(&first, "Judge", json!({"description": "a\tb\\c\nd"})),
            under(&project, "Last", json!({})),
            first,
        ];
        let learner = |number| make("learners.create", json!({"name": format!("L {number}")}));
        let learners = (0..LEARNERS).map(|number| learner(number)["id"].clone()).collect();
        let rule = json!({"criterion_type": "text_match", "description": "pH", "rule": {"any_of": ["right"]}});
        self.call(tab, "tasks.addCriterion", &[tasks[1].clone(), rule]).unwrap();
        let manual = json!({"criterion_type": "manual", "description": "by hand"});
        self.call(tab, "tasks.addCriterion", &[tasks[2].clone(), manual]).unwrap();
        let objective = json!({"level": "apply", "description": "Measures"});
        self.call(tab, "tasks.addObjective", &[tasks[1].clone(), objective]).unwrap();
        Course { project, tasks, learners }
    }
}

/// What is done, by whom, to what.
type Step = (u8, usize, usize, usize, bool);

fn steps(most: usize) -> impl Strategy<Value = Vec<Step>> {
    let step = (0..27_u8, 0..LEARNERS, 0..6_usize, 0..2_usize, any::<bool>());
    proptest::collection::vec(step, 0..most)
}

impl Log {
    /// Does one thing. What is refused is refused.
    fn step(&self, course: &Course, tab: &Rc<Workspace>, (what, who, which, _, flag): Step) {
        let learner = course.learners[who].clone();
        let task = course.tasks.get(which).unwrap_or(&course.project).clone();
        let other = course.tasks[(which + 2) % course.tasks.len()].clone();
        let do_it = |name: &str, arguments: &[Value]| drop(self.call(tab, name, arguments));
        let own = [learner.clone(), task.clone()];
        let own_with = |more: Value| [learner.clone(), task.clone(), more];
        match what {
            0..=2 => do_it("progress.start", &own),
            3 => do_it("progress.close", &own),
            4..=8 => {
                let content = if flag { "right" } else { "wrong\tand\\more" };
                do_it("progress.submit", &own_with(json!({"content": content})));
            }
            9 | 10 => {
                let waiting = self.call(tab, "progress.reviews", &[]).unwrap();
                let Some(one) = waiting.get(0) else { return };
                let review = json!({"passed": flag, "feedback": "so"});
                do_it("progress.review", &[one["submission_id"].clone(), review]);
            }
            11 => do_it("progress.summarize", &own),
            12 => do_it("progress.hold", &own),
            13 => do_it("progress.skip", &own_with(json!({"reason": "known"}))),
            14 => do_it("progress.reopen", &own),
            15 => do_it("progress.requestHelp", &own_with(json!("Why?"))),
            16 => do_it("progress.saveDraft", &own_with(json!({"half": [which, "a\nb"]}))),
            17 => {
                let path =
                    json!({"learner_id": learner, "root_id": course.project, "name": "mine"});
                do_it("paths.create", &[path]);
            }
            18 => do_it("learners.update", &[learner, json!({"metadata": {"n": which}})]),
            19 => do_it("tasks.addDependency", &[task, other]),
            20 => {
                let comment =
                    json!({"text": "So", "learner_id": if flag { learner } else { Value::Null }});
                do_it("tasks.addComment", &[task, comment]);
            }
            21 if flag => {
                let content = json!({"content_type": "markdown", "body": "Read this."});
                if let Ok(made) = self.call(tab, "tasks.createContent", &[content]) {
                    do_it("tasks.attachContent", &[task, made["id"].clone()]);
                }
            }
            21 => do_it("tasks.update", &[task, json!({"priority": which % 5, "later": {"a": 1}})]),
            22 => {
                let plan = format!(
                    "---\nprd: P\nphase: {which}\ntasks:\n  - id: T\n    status: pending\n---\n# {who}\n"
                );
                do_it("plans.import", &[json!(plan)]);
            }
            23 if flag && which < 3 => do_it("tasks.delete", &[task]),
            23 => do_it("progress.recordTime", &own_with(json!(60))),
            24 if flag && who == 0 => {
                let id = learner.as_str().unwrap();
                block_on(tab.erase_learner(&self.caller, id)).unwrap();
            }
            25 if flag => {
                let policy = Retention { versions: Some(1), days: None };
                block_on(tab.keep(&self.caller, policy)).unwrap();
            }
            26 => {
                // What another workspace did with the same records comes back as a file.
                let file = block_on(tab.export("w", &self.caller, |_, _| {})).unwrap();
                let elsewhere = Self { store: MemoryStore::new(), ..Self::new() };
                let there = elsewhere.open();
                let taken = there.import(&file, &self.caller, OnConflict::Error, false);
                block_on(taken).unwrap();
                drop(self.call(&there, "progress.start", &own));
                drop(self.call(&there, "progress.submit", &own_with(json!({"content": "right"}))));
                let file = block_on(there.export("w", &self.caller, |_, _| {})).unwrap();
                block_on(tab.import(&file, &self.caller, OnConflict::Newer, false)).unwrap();
            }
            _ => {}
        }
    }

    /// Every answer, those about one learner first.
    fn seen(&self, course: &Course, tab: &Rc<Workspace>, first: usize) -> Vec<String> {
        block_on(tab.sync()).unwrap();
        let mut told = Vec::new();
        let mut ask = |name: &str, arguments: &[Value]| {
            let answer = self.call(tab, name, arguments);
            told.push(format!("{name} {arguments:?} {answer:?}"));
            answer.unwrap_or_default()
        };
        let mut ids = Vec::new();
        let mut of_learners = vec![Vec::new(); LEARNERS];
        for number in 0..LEARNERS {
            let number = (number + first) % LEARNERS;
            let learner = &course.learners[number];
            let all = course.tasks.iter().chain([&course.project]);
            let mut ask = |name: &str, arguments: &[Value]| {
                let answer = self.call(tab, name, arguments);
                of_learners[number].push(format!("{name} {arguments:?} {answer:?}"));
                answer.unwrap_or_default()
            };
            for task in all {
                let own = [learner.clone(), task.clone()];
                for name in ["status", "context", "summaries", "mastery"] {
                    ask(&format!("progress.{name}"), &own);
                }
                let submissions = ask("progress.submissions", &own);
                for submission in submissions.as_array().into_iter().flatten() {
                    let id = submission["id"].clone();
                    ask("progress.submission", from_ref(&id));
                    ask("progress.validations", from_ref(&id));
                    ids.push(id);
                }
            }
            let own = [learner.clone(), course.project.clone()];
            for name in ["ready", "next", "tree", "overview", "blocked"] {
                ask(&format!("progress.{name}"), &own);
            }
            ask("progress.list", &own[..1]);
            ask("paths.list", &own[..1]);
        }
        ask("progress.reviews", &[]);
        ask("progress.helpRequests", &[]);
        ask("progress.exportCsv", &[]);
        ask("learners.list", &[]);
        ask("tasks.dependencies", from_ref(&course.project));
        for task in course.tasks.iter().chain([&course.project]) {
            for name in ["get", "children", "objectives", "criteria", "comments", "content"] {
                ask(&format!("tasks.{name}"), from_ref(task));
            }
        }
        for plan in ask("plans.list", &[]).as_array().cloned().unwrap_or_default() {
            ask("plans.text", &[plan["id"].clone()]);
        }
        told.extend(of_learners.into_iter().flatten());
        let health = block_on(tab.health(true)).unwrap();
        assert_eq!(health.problems, []);
        told.push(format!("{:?} {}", health.records, health.entries));
        let every = EventFilter { limit: usize::MAX, ..EventFilter::default() };
        let events = block_on(tab.events(&every)).unwrap();
        told.push(format!("{} events", events.total));
        ids.sort_by_key(ToString::to_string);
        let ids = ids.iter().chain(&course.learners).chain(&course.tasks);
        told.extend(ids.map(|id| {
            let id = id.as_str().unwrap();
            format!("{id} {:?}", block_on(tab.inspect(id, None)).map_err(|own| own.code()))
        }));
        told
    }
}

fn same(one: &[String], other: &[String]) {
    for (one, other) in one.iter().zip(other) {
        assert_eq!(one, other);
    }
    assert_eq!(one.len(), other.len());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(80))]

    #[test]
    fn whoever_is_read_late_is_read_right(
        history in steps(40),
        more in steps(12),
        first in 0..LEARNERS,
    ) {
        let log = Log::new();
        let tabs = [log.open(), log.open()];
        let course = log.course(&tabs[0]);
        block_on(tabs[1].sync()).unwrap();
        for (number, step) in history.iter().enumerate() {
            log.step(&course, &tabs[step.3], *step);
            if number % 5 == 4 {
                log.settle();
            }
        }
        let here = log.seen(&course, &tabs[0], first);
        same(&log.seen(&course, &tabs[1], 0), &here);
        log.settle();
        let image = block_on(log.store.image()).unwrap();
        let by_image = log.open();
        log.store.tamper_image(Vec::new());
        log.tasks.borrow_mut().clear();
        let by_log = log.open();
        log.tasks.borrow_mut().clear();
        log.store.tamper_image(image);
        // What comes while nobody was looked at yet.
        let fresh = log.open();
        for step in &more {
            let tab = if step.3 == 0 { &fresh } else { &tabs[1] };
            log.step(&course, tab, *step);
            if step.4 {
                block_on(by_image.sync()).unwrap();
                block_on(by_log.sync()).unwrap();
            }
        }
        log.settle();
        let here = log.seen(&course, &tabs[1], 0);
        for tab in [&by_image, &by_log, &fresh] {
            same(&log.seen(&course, tab, first), &here);
        }
        same(&log.seen(&course, &log.open(), first), &here);
        log.store.tamper_image(Vec::new());
        same(&log.seen(&course, &log.open(), first), &here);
    }

    #[test]
    fn whoever_asks_for_no_task_writes_an_image_for_all(
        history in steps(25),
        more in steps(8),
        by_image in any::<bool>(),
    ) {
        let log = Log::new();
        let tab = log.open();
        let course = log.course(&tab);
        for step in &history {
            log.step(&course, &tab, *step);
        }
        log.settle();
        if !by_image {
            log.store.tamper_image(Vec::new());
        }
        let silent = log.open();
        for step in &more {
            log.step(&course, &tab, *step);
        }
        log.tasks.borrow_mut().clear();
        log.leave_medallion(&silent, "med-1");
        log.settle();
        let by_silent = log.open();
        log.tasks.borrow_mut().clear();
        let here = log.seen(&course, &tab, 0);
        same(&log.seen(&course, &by_silent, 0), &here);

        // What was erased meanwhile stands in no image of theirs.
        let silent = log.open();
        let gone = course.learners[2].as_str().unwrap();
        block_on(tab.erase_learner(&log.caller, gone)).unwrap();
        block_on(silent.sync()).unwrap();
        log.tasks.borrow_mut().clear();
        log.leave_medallion(&silent, "med-2");
        log.settle();
        let text = log.image_text();
        let told = text.lines().filter(|line| line.contains(gone) && !line.starts_with("erased"));
        assert_eq!(told.collect::<Vec<_>>(), Vec::<&str>::new());
        same(&log.seen(&course, &log.open(), 0), &log.seen(&course, &tab, 0));
    }
}

/// Whoever opens a page of medallions does not pay for every version that a task ever had.
#[test]
fn of_a_record_that_nobody_asked_about_only_the_newest_body_is_kept() {
    let log = Log::new();
    let tab = log.open();
    let course = log.course(&tab);
    let task = &course.tasks[2];
    let silent = log.open();
    log.tasks.borrow_mut().clear();
    for number in 0..20 {
        let patch = json!({"description": format!("Version {number}")});
        log.call(&tab, "tasks.update", &[task.clone(), patch]).unwrap();
    }
    let gone = log.call(&tab, "learners.create", &[json!({"name": "Gone"})]).unwrap();
    block_on(tab.erase_learner(&log.caller, gone["id"].as_str().unwrap())).unwrap();
    block_on(silent.sync()).unwrap();
    log.tasks.borrow_mut().clear();
    log.leave_medallion(&silent, "med-1");
    log.settle();
    let text = log.image_text();
    let own = format!("was\ttask\t{}\t", task.as_str().unwrap());
    let kept: Vec<&str> = text.lines().filter(|line| line.starts_with(&own)).collect();
    assert_eq!(kept.len(), 1, "{kept:?}");
    assert!(kept[0].contains("Version 19"), "{kept:?}");
    same(&log.seen(&course, &silent, 0), &log.seen(&course, &tab, 0));
    same(&log.seen(&course, &log.open(), 0), &log.seen(&course, &tab, 0));
}
