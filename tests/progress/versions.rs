//! A course that changes under a learner in the middle of it (issue 6, item 3): nothing that was
//! done is taken away, what is new is shown, and a running try is judged as it began.

use medallion::Code;
use medallion::domain::curriculum::{CourseImport, CourseOptions, import_course, move_task};
use medallion::domain::progress::Status;
use serde_json::{Value, json};

use super::world::{Lite, World, fails};

struct Course {
    w: World,
    p: String,
    ada: String,
}

/// A step with a key; `work` is the number that passes, if one is asked for.
fn step(key: &str, work: Option<u64>) -> Value {
    let criteria: Vec<Value> = work
        .iter()
        .map(|value| {
            json!({"criterion_type": "number", "description": "It", "rule": {"value": value}})
        })
        .collect();
    json!({"title": key.to_uppercase(), "key": key, "task_type": "step", "criteria": criteria})
}

fn text(chapters: &[(&str, Vec<Value>)]) -> String {
    let chapters = chapters.iter().map(|(key, steps)| {
        json!({"title": key.to_uppercase(), "key": key, "task_type": "chapter", "ordered": true,
            "steps": steps})
    });
    json!({"title": "Book", "chapters": chapters.collect::<Vec<Value>>()}).to_string()
}

impl Course {
    fn of(steps: Vec<Value>) -> Self {
        let mut w = World::new();
        let made = w.stamped(|stamp| {
            let text = text(&[("c", steps)]);
            import_course(&w.curriculum, &text, CourseOptions::default(), &Lite, stamp)
        });
        let (changes, report) = made.unwrap();
        w.take(changes);
        let ada = w.learner("Ada");
        Self { w, p: report.project_id.unwrap(), ada }
    }

    fn becomes(&mut self, chapters: &[(&str, Vec<Value>)]) -> CourseImport {
        let options = CourseOptions { update: Some(&self.p), ..CourseOptions::default() };
        let made = self.w.stamped(|stamp| {
            import_course(&self.w.curriculum, &text(chapters), options, &Lite, stamp)
        });
        let (changes, report) = made.unwrap();
        self.w.take(changes);
        report
    }

    fn id(&self, key: &str) -> String {
        let is_it = |task: &medallion::domain::curriculum::Task| {
            task.key.as_ref().is_some_and(|own| own.as_str() == key)
        };
        let found = self.w.curriculum.tasks().find(|own| is_it(own.1));
        found.unwrap().1.id.to_string()
    }

    fn submit(&mut self, key: &str, content: &str) -> medallion::Result<bool> {
        let id = self.id(key);
        let sent = self.w.submit(&self.ada, &id, content)?;
        Ok(sent.validation.unwrap().passed)
    }

    fn start(&mut self, key: &str) {
        let id = self.id(key);
        self.w.start(&self.ada, &id).unwrap();
    }

    fn display(&self, key: &str) -> &'static str {
        self.w.display(&self.ada, &self.id(key))
    }

    fn status(&self, key: &str) -> Status {
        self.w.status(&self.ada, &self.id(key))
    }

    /// Done, all, and how much that is.
    fn progress(&self) -> (u64, u64, u64) {
        let own = self.w.learning(&self.ada).overview(&self.p).unwrap();
        (own.completed_tasks, own.total_tasks, own.completion_percentage.get())
    }
}

fn steps() -> Vec<Value> {
    vec![step("a", Some(1)), step("b", Some(2)), step("d", Some(3))]
}

fn course() -> Course {
    Course::of(steps())
}

#[test]
fn reordering_keeps_what_was_done_and_holds_what_now_comes_later() {
    let mut c = course();
    assert!(c.submit("a", "1").unwrap());
    c.start("b");
    let [a, b, d] = [step("a", Some(1)), step("b", Some(2)), step("d", Some(3))];
    let report = c.becomes(&[("c", vec![d, b, a])]);
    assert_eq!((report.created, report.retired), (0, 0));
    assert_eq!(c.progress(), (1, 3, 33));
    assert_eq!((c.display("a"), c.display("d")), ("completed", "available"));
    // What runs waits for what comes first now, and is not lost.
    assert_eq!(c.status("b"), Status::InProgress);
    fails(c.submit("b", "2"), Code::Locked, "\"D\" comes first");
    assert!(c.submit("d", "3").unwrap());
    assert!(c.submit("b", "2").unwrap());
    assert!(c.w.is_closed(&c.ada, &c.p));
    assert_eq!(c.progress(), (3, 3, 100));
}

#[test]
fn splitting_a_step_keeps_its_evidence_and_asks_for_its_parts() {
    let mut c = course();
    c.submit("a", "1").unwrap();
    c.submit("b", "2").unwrap();
    let old = c.id("b");
    let parts =
        vec![step("a", Some(1)), step("b1", Some(4)), step("b2", Some(5)), step("d", Some(3))];
    let report = c.becomes(&[("c", parts)]);
    assert_eq!((report.created, report.retired), (2, 1));
    assert_eq!(c.w.learning(&c.ada).submission_ids(&old).len(), 1, "evidence is kept");
    assert_eq!(c.w.learning(&c.ada).stored(&old).unwrap().status, Status::Closed);
    fails(c.w.submit(&c.ada, &old, "2"), Code::InvalidTransition, "retired");
    assert_eq!(c.progress(), (1, 4, 25), "what is gone counts no more, on neither side");
    assert_eq!(c.w.next(&c.ada, &c.p).as_deref(), Some("B1"));
    for (key, content) in [("b1", "4"), ("b2", "5"), ("d", "3")] {
        assert!(c.submit(key, content).unwrap());
    }
    assert_eq!(c.progress(), (4, 4, 100));
    assert!(c.w.is_closed(&c.ada, &c.p));
}

#[test]
fn a_step_added_before_a_running_one_holds_it_and_one_added_behind_does_not() {
    let mut c = course();
    c.submit("a", "1").unwrap();
    c.start("b");
    let mut steps = steps();
    steps.push(step("behind", None));
    c.becomes(&[("c", steps.clone())]);
    assert_eq!(c.display("b"), "in_progress");
    steps.insert(1, step("before", None));
    c.becomes(&[("c", steps)]);
    assert_eq!(c.display("b"), "locked");
    assert_eq!(c.display("a"), "completed");
    let before = c.id("before");
    c.w.finish(&c.ada, &before);
    assert_eq!(c.display("b"), "in_progress");
    assert!(c.submit("b", "2").unwrap());
    assert_eq!(c.progress(), (3, 5, 60));
}

#[test]
fn a_quiz_that_runs_is_judged_as_it_began_and_the_next_try_as_it_is_now() {
    let mut c = course();
    c.submit("a", "1").unwrap();
    c.start("b");
    assert!(!c.submit("b", "9").unwrap());
    let steps = vec![step("a", Some(1)), step("b", Some(22)), step("d", Some(3))];
    let report = c.becomes(&[("c", steps)]);
    assert_eq!(report.retired, 0);
    let b = c.id("b");
    let context = c.w.learning(&c.ada).context(&b, Default::default(), true).unwrap();
    assert_eq!(context.criteria[0].rule.text(), r#"{"value":2}"#);
    assert!(!c.submit("b", "22").unwrap());
    assert!(c.submit("b", "2").unwrap());
    c.w.reopen(&c.ada, &b).unwrap();
    assert!(!c.submit("b", "2").unwrap());
    assert!(c.submit("b", "22").unwrap());
}

#[test]
fn a_course_updated_in_the_middle_goes_on_and_after_the_end_shows_what_is_new() {
    let mut c = course();
    c.submit("a", "1").unwrap();
    let changed = |more: &[&str]| {
        let mut steps = steps();
        steps.extend(more.iter().map(|key| step(key, None)));
        steps
    };
    c.becomes(&[("c", changed(&["e"]))]);
    assert_eq!(c.progress(), (1, 4, 25));
    c.submit("b", "2").unwrap();
    c.submit("d", "3").unwrap();
    let e = c.id("e");
    c.w.finish(&c.ada, &e);
    assert!(c.w.is_closed(&c.ada, &c.p));
    c.becomes(&[("c", changed(&["e", "f"])), ("later", vec![step("g", None)])]);
    assert!(c.w.is_closed(&c.ada, &c.p), "what was done stays done");
    assert_eq!(c.progress(), (4, 6, 66), "and no more is shown than there is");
    let state = c.w.state(&c.ada, &c.p);
    let [f, g, later] = ["f", "g", "later"].map(|key| c.id(key));
    assert_eq!(state.new_items, [f.clone(), later, g.clone()]);
    assert_eq!(c.w.state(&c.ada, &c.id("c")).new_items, std::slice::from_ref(&f).to_vec());
    for own in [&f, &g] {
        c.w.finish(&c.ada, own);
    }
    assert_eq!(c.progress(), (6, 6, 100));
    assert!(c.w.state(&c.ada, &c.p).new_items.is_empty());
}

#[test]
fn a_step_that_is_moved_takes_its_evidence_along() {
    let mut c = course();
    c.submit("a", "1").unwrap();
    c.start("b");
    let chapter = c.w.with(&c.p, "chapter", "Other", json!({"ordered": true}));
    for key in ["a", "b"] {
        let id = c.id(key);
        let moved = c.w.stamped(|stamp| move_task(&c.w.curriculum, &id, &chapter, None, stamp));
        let changes = moved.unwrap().0;
        c.w.take(changes);
    }
    assert_eq!((c.display("a"), c.display("b")), ("completed", "in_progress"));
    assert_eq!(c.progress(), (1, 3, 33));
    assert!(c.submit("b", "2").unwrap());
    assert!(c.w.is_closed(&c.ada, &chapter));
    assert_eq!(c.display("d"), "available", "nothing is before it any more");
    assert!(c.submit("d", "3").unwrap());
    assert!(c.w.is_closed(&c.ada, &c.p));
}
