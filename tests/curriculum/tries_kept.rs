//! What an import refuses because it traps a learner, no single command brings about.

use medallion::{Code, Result};

use super::world::World;

/// A project of two chapters: a quiz of one try with what gives new tries and another step, and one
/// more step.
struct Course {
    w: World,
    p: String,
    chapters: [String; 2],
    quiz: String,
    help: String,
    step: String,
    last: String,
}

fn course() -> Course {
    let mut w = World::new();
    let p = w.project("P");
    let chapters = ["C", "D"].map(|title| w.under(&p, "chapter", title));
    let [quiz, help, step] =
        ["Quiz", "Help", "Step"].map(|title| w.under(&chapters[0], "step", title));
    let last = w.under(&chapters[1], "step", "Last");
    w.update(&quiz, &format!(r#"{{"max_attempts":1,"remedial":["{help}"]}}"#)).unwrap();
    Course { w, p, chapters, quiz, help, step, last }
}

#[track_caller]
fn refused<T: std::fmt::Debug>(w: &World, result: Result<T>, code: Code, path: &str, words: &str) {
    let stored = w.log.len();
    let error = result.unwrap_err();
    assert_eq!((error.code(), error.path()), (code, Some(path)), "{error}");
    assert!(error.message().contains(words), "{error}");
    assert_eq!(w.log.len(), stored);
}

#[test]
fn what_gives_new_tries_is_never_above_what_it_gives_them_for() {
    let Course { mut w, p, chapters, quiz, step, last, .. } = course();
    let words = "would open only when its tries are used up";
    for above in [&p, &chapters[0]] {
        let result = w.update(&step, &format!(r#"{{"remedial":["{above}"]}}"#));
        refused(&w, result, Code::Cycle, "remedial", &format!("{above} contains {step}"));
        let new = format!(
            r#"{{"parent_id":"{}","task_type":"step","title":"N","remedial":["{above}"]}}"#,
            chapters[0]
        );
        let result = w.try_create(&new);
        refused(&w, result, Code::Cycle, "remedial", words);
    }
    w.update(&step, &format!(r#"{{"remedial":["{}"]}}"#, chapters[1])).unwrap();
    let result = w.move_to(&step, &chapters[1], None);
    refused(&w, result, Code::Cycle, "newParentId", words);
    w.move_to(&last, &chapters[0], None).unwrap();
    w.move_to(&quiz, &p, None).unwrap();
}

#[test]
fn what_gives_new_tries_never_waits_for_what_it_gives_them_for() {
    let Course { mut w, p, chapters, quiz, help, step, last } = course();
    let words = "would be trapped";
    let result = w.depend(&help, &quiz);
    refused(&w, result, Code::Cycle, "dependsOnId", words);
    w.depend(&help, &step).unwrap();
    let result = w.depend(&step, &quiz);
    refused(&w, result, Code::Cycle, "dependsOnId", words);
    w.depend(&last, &quiz).unwrap();
    let result = w.update(&quiz, &format!(r#"{{"remedial":["{last}"]}}"#));
    refused(&w, result, Code::Cycle, "remedial", words);
    w.update(&p, r#"{"ordered":true}"#).unwrap();
    let result = w.move_to(&help, &chapters[1], None);
    refused(&w, result, Code::Cycle, "newParentId", words);
    w.update(&p, r#"{"ordered":false}"#).unwrap();
    w.move_to(&help, &chapters[1], None).unwrap();
    let result = w.update(&p, r#"{"ordered":true}"#);
    refused(&w, result, Code::Cycle, "ordered", words);
}

#[test]
fn nothing_for_everybody_comes_to_wait_for_what_only_some_can_do() {
    let Course { mut w, chapters, quiz, help, step, last, .. } = course();
    let words = "which opens only for who has no tries left elsewhere";
    for own in [&step, &chapters[1]] {
        let result = w.depend(own, &help);
        refused(&w, result, Code::Invalid, "dependsOnId", words);
    }
    w.depend(&step, &last).unwrap();
    let result = w.update(&quiz, &format!(r#"{{"remedial":["{last}"]}}"#));
    refused(&w, result, Code::Invalid, "remedial", words);
    // Two that are for the same learners may wait for each other.
    let more = w.under(&chapters[0], "step", "More help");
    w.update(&quiz, &format!(r#"{{"remedial":["{help}","{more}"]}}"#)).unwrap();
    w.depend(&help, &more).unwrap();
}

#[test]
fn what_gives_new_tries_keeps_something_to_do() {
    let Course { mut w, help, .. } = course();
    let words = "is required, so it could give new tries only once";
    let part = |required: bool| {
        format!(
            r#"{{"parent_id":"{help}","task_type":"step","title":"Part","required":{required}}}"#
        )
    };
    let result = w.try_create(&part(false));
    refused(&w, result, Code::Invalid, "parent_id", words);
    let first = w.create(&part(true));
    w.create(&part(false));
    let result = w.update(&first, r#"{"required":false}"#);
    refused(&w, result, Code::Invalid, "required", words);
    let result = w.delete(&first);
    refused(&w, result, Code::Invalid, "id", words);
    w.update(&help, r#"{"requires_submission":true}"#).unwrap();
    w.update(&first, r#"{"required":false}"#).unwrap();
    let result = w.update(&help, r#"{"requires_submission":null}"#);
    refused(&w, result, Code::Invalid, "requires_submission", words);
}

#[test]
fn as_many_tries_stay_as_are_asked_for() {
    let Course { mut w, p, quiz, help, step, .. } = course();
    let twice = r#"{"m":2,"n":3}"#;
    let words = "so many right tries are asked for";
    w.update(&step, r#"{"max_attempts":1}"#).unwrap();
    let result = w.criterion(&step, "m_of_n", twice);
    refused(&w, result, Code::Invalid, "rule", "asks for 2 right tries at the least");
    w.update(&step, r#"{"max_attempts":2}"#).unwrap();
    w.criterion(&step, "m_of_n", twice).unwrap();
    let result = w.update(&step, r#"{"max_attempts":1}"#);
    refused(&w, result, Code::Invalid, "max_attempts", words);
    // Where there is a way to new ones, fewer are enough; and the way stays.
    w.criterion(&quiz, "in_a_row", r#"{"k":2}"#).unwrap();
    let result = w.update(&quiz, r#"{"remedial":null}"#);
    refused(&w, result, Code::Invalid, "remedial", words);
    let result = w.delete(&help);
    refused(&w, result, Code::Invalid, "id", words);
    assert!(World::new().import(&w.export(&p)).is_ok());
    w.delete(&p).unwrap();
}

#[test]
fn two_branches_are_not_made_to_wait_for_each_other() {
    let mut w = World::new();
    let p = w.project("P");
    let [a, b] = ["A", "B"].map(|title| w.under(&p, "chapter", title));
    for chapter in [&a, &b] {
        w.under(chapter, "step", "Read");
    }
    let own = |parent: &str, help: &str| {
        format!(
            r#"{{"parent_id":"{parent}","task_type":"step","title":"Quiz","required":false,"max_attempts":2,"remedial":["{help}"]}}"#
        )
    };
    w.create(&own(&a, &b));
    let result = w.try_create(&own(&b, &a));
    refused(&w, result, Code::Cycle, "remedial", "nobody could begin");
}
