//! What a lock says would open it can be done, in that order; and where it cannot, it says why.

use medallion::domain::progress::Lock;
use serde_json::json;

use super::world::World;

/// A project with a quiz of one try, and a step that waits for it.
fn course() -> (World, String, [String; 2], String) {
    let mut w = World::new();
    let p = w.project("P");
    let quiz = w.with(&p, "task", "Quiz", json!({"max_attempts": 1, "requires_submission": true}));
    let last = w.under(&p, "task", "Last");
    w.depend(&last, &quiz);
    let ada = w.learner("Ada");
    (w, p, [quiz, last], ada)
}

fn lock(w: &World, learner: &str, task: &str) -> Lock {
    let state = w.state(learner, task);
    // A list gives the first of the steps, and says the same.
    let listed = w.learning(learner).list(None, None).unwrap();
    let listed = listed.into_iter().find(|own| own.task_id == task).unwrap();
    let (whole, first) = (&state.locked_because[0], &listed.locked_because[0]);
    assert_eq!(first.unlock, whole.unlock.iter().take(1).cloned().collect::<Vec<_>>());
    whole.clone()
}

#[test]
fn what_gives_new_tries_comes_before_what_has_none_left() {
    let (mut w, p, [quiz, last], ada) = course();
    let [first, help] = ["First", "Help"].map(|title| w.under(&p, "task", title));
    w.update(&quiz, json!({"remedial": [help]}));
    w.depend(&help, &first);
    assert_eq!(lock(&w, &ada, &last).unlock, [quiz.as_str()]);
    w.submit(&ada, &quiz, " ").unwrap();
    assert_eq!(lock(&w, &ada, &last).unlock, [first.clone(), help.clone(), quiz.clone()]);
    w.finish(&ada, &first);
    w.finish(&ada, &help);
    assert_eq!(lock(&w, &ada, &last).unlock, [quiz.as_str()]);
    w.submit(&ada, &quiz, "It is so.").unwrap();
    assert_eq!(w.display(&ada, &last), "available");
}

#[test]
fn what_only_others_can_open_is_said_and_is_no_step() {
    let (mut w, _, [quiz, last], ada) = course();
    w.submit(&ada, &quiz, " ").unwrap();
    let own = lock(&w, &ada, &last);
    assert_eq!(own.unlock, [""; 0]);
    assert_eq!(
        own.message,
        "\"Quiz\" must be closed first. There are no tries left for \"Quiz\": an instructor can \
         reopen it or accept what was handed in."
    );
    let bob = w.learner("Bob");
    w.criterion(&quiz, "manual", json!({}));
    w.submit(&bob, &quiz, "It is so.").unwrap();
    let own = lock(&w, &bob, &last);
    assert_eq!(own.unlock, [""; 0]);
    assert!(own.message.ends_with("The last try for \"Quiz\" waits for a review."), "{own:?}");
}

#[test]
fn a_way_ends_before_what_was_set_aside() {
    let mut w = World::new();
    let p = w.project("P");
    let [held, rest] = ["Held", "Rest"].map(|title| w.under(&p, "epic", title));
    let blocker = w.under(&held, "task", "Blocker");
    let [first, last] = ["First", "Last"].map(|title| w.under(&rest, "task", title));
    let ada = w.learner("Ada");
    w.depend(&last, &blocker);
    w.hold(&ada, &held).unwrap();
    let own = lock(&w, &ada, &last);
    assert_eq!(own.unlock, [""; 0]);
    let words = "\"Blocker\" must be closed first. \"Held\" was set aside; it must be reopened.";
    assert_eq!(own.message, words);
    // What can be done before that is said.
    let middle = w.under(&rest, "task", "Middle");
    let end = w.under(&rest, "task", "End");
    w.depend(&middle, &first);
    w.update(&rest, json!({"ordered": true}));
    w.hold(&ada, &middle).unwrap();
    let own = lock(&w, &ada, &end);
    assert_eq!(own.unlock, [first.as_str()]);
    assert_eq!(own.message, "\"First\" comes first. \"Held\" was set aside; it must be reopened.");
    w.reopen(&ada, &held).unwrap();
    w.reopen(&ada, &middle).unwrap();
    assert_eq!(lock(&w, &ada, &end).unlock, [first, blocker, last, middle]);
}

#[test]
fn a_reason_that_is_a_sentence_has_one_full_stop() {
    use medallion::domain::progress::hold;
    let mut w = World::new();
    let p = w.project("P");
    let task = w.under(&p, "task", "T");
    let ada = w.learner("Ada");
    for (reason, said) in
        [("Ill.", "Ill."), ("ill", "ill."), ("Why? ", "Why?"), ("よし。", "よし。")]
    {
        w.note(&ada, |learning, stamp| hold(learning, &task, Some(reason), stamp)).unwrap();
        let said = format!("It was set aside: {said} It must be reopened.");
        assert_eq!(w.state(&ada, &task).locked_because[0].message, said);
        w.reopen(&ada, &task).unwrap();
    }
}

#[test]
fn a_container_whose_work_has_passed_is_no_step_of_its_own() {
    let mut w = World::new();
    let p = w.project("P");
    let group = w.with(&p, "task", "Group", json!({"requires_submission": true}));
    let part = w.under(&group, "task", "Part");
    let last = w.under(&p, "task", "Last");
    w.depend(&last, &group);
    let ada = w.learner("Ada");
    assert_eq!(lock(&w, &ada, &last).unlock, [part.clone(), group.clone()]);
    w.start(&ada, &part).unwrap();
    w.submit(&ada, &group, "All of it.").unwrap();
    assert_eq!(lock(&w, &ada, &last).unlock, [part.as_str()]);
    w.finish(&ada, &part);
    assert!(w.is_closed(&ada, &group));
    assert_eq!(w.display(&ada, &last), "available");
}

#[test]
fn a_way_ends_before_what_waits_for_a_review_also_where_tries_are_left() {
    let mut w = World::new();
    let p = w.project("P");
    let [essay, last] = ["Essay", "Last"].map(|title| w.under(&p, "task", title));
    w.criterion(&essay, "manual", json!({}));
    w.depend(&last, &essay);
    let ada = w.learner("Ada");
    assert_eq!(lock(&w, &ada, &last).unlock, [essay.as_str()]);
    let sent = w.submit(&ada, &essay, "It is so.").unwrap().submission.id;
    let own = lock(&w, &ada, &last);
    assert_eq!(own.unlock, [""; 0]);
    let words = "\"Essay\" must be closed first. The last try for \"Essay\" waits for a review.";
    assert_eq!(own.message, words);
    w.submit(&ada, &essay, "It is so, and why.").expect("it can still be handed in anew");
    w.review(sent.as_str(), json!({"passed": false})).unwrap();
    assert_eq!(lock(&w, &ada, &last).unlock, [""; 0], "the newest one waits");
}
