//! The stories of `spec/steps.md`: US1 a to c, US2 a and b, US3 a and b, and its edge cases.

use medallion::Code;
use medallion::domain::path::plan;
use medallion::domain::progress::{Display, Status, bookmark, save_draft};
use medallion::domain::schema::Json;
use serde_json::{Value, json};

use super::world::{World, fails};

/// A chapter of three steps that open one after the other: read, quiz, exercise.
fn chapter() -> (World, [String; 5], String) {
    let mut w = World::new();
    let p = w.project("Book");
    let c = w.with(&p, "chapter", "Water", json!({"ordered": true}));
    let read = w.with(&c, "step", "Read", json!({"step_type": "reading", "content": "# Water"}));
    w.criterion(&read, "self_confirm", json!({}));
    let quiz = w.with(&c, "step", "Quiz", json!({"step_type": "quiz"}));
    w.criterion(&quiz, "quiz", json!({"pass_mark": 0.7, "questions": [
        {"id": "q1", "kind": "single", "prompt": "Which?", "options": ["river", "well"], "answer": 1},
        {"id": "q2", "kind": "text", "prompt": "Where?", "answer": "Maji Ndogo"},
    ]}));
    let work = w.with(&c, "step", "Exercise", json!({"step_type": "exercise"}));
    w.criterion(&work, "text_match", json!({"all_of": ["SELECT"], "ignore_case": true}));
    let ada = w.learner("Ada");
    (w, [p, c, read, quiz, work], ada)
}

#[test]
fn us1_a_starting_a_chapter_shows_the_first_step_with_its_content() {
    let (w, [p, c, read, ..], ada) = chapter();
    assert_eq!(w.next(&ada, &c).as_deref(), Some("Read"));
    let context = w.learning(&ada).context(&read, Default::default(), false).unwrap();
    assert_eq!(context.content.as_deref(), Some("# Water"));
    assert_eq!(context.criteria[0].criterion_type.as_str(), "self_confirm");
    assert_eq!(context.ancestors.iter().map(|own| &*own.id).collect::<Vec<_>>(), [&*c, &*p]);
}

#[test]
fn us1_b_a_satisfactory_result_opens_the_next_step() {
    let (mut w, [p, _, read, quiz, work], ada) = chapter();
    w.answer(&ada, &read, json!({"confirmed": true})).unwrap();
    assert_eq!(w.next(&ada, &p).as_deref(), Some("Quiz"));
    w.answer(&ada, &quiz, json!({"q1": "well", "q2": "maji ndogo"})).unwrap();
    assert_eq!(w.next(&ada, &p).as_deref(), Some("Exercise"));
    w.submit(&ada, &work, "select 1").unwrap();
    assert_eq!(w.next(&ada, &p), None);
    assert!(w.is_closed(&ada, &p));
}

/// The adversarial scripts of the reference's measurements: every one of these completed a step.
#[test]
fn us1_c_jumping_ahead_is_refused_and_leads_back_to_what_is_missing() {
    let (mut w, [p, _, read, quiz, work], ada) = chapter();
    for ahead in [&quiz, &work] {
        let error = fails(w.start(&ada, ahead), Code::Locked, "\"Read\" comes first.");
        assert!(error.details().unwrap().text().contains(&format!("\"unlock\":[\"{read}\"")));
        fails(w.submit(&ada, ahead, "SELECT"), Code::Locked, "comes first");
        fails(w.close(&ada, ahead), Code::InvalidTransition, "from open to closed");
        fails(w.spend(&ada, ahead, 3600), Code::Locked, "comes first");
    }
    w.submit(&ada, &read, "read").unwrap();
    for claim in [
        json!({"answers": {}}),
        json!({"score": 1}),
        json!({"content": "I know it", "score": 1, "answers": {"score": 100, "time_spent": 9999}}),
        json!({"answers": {"q1": "river", "q2": "Maji Ndogo"}}),
        json!({"answers": {"q1": "well"}, "score": 0.9}),
    ] {
        let sent = w.hand_in(&ada, &quiz, claim.clone()).unwrap();
        assert!(!sent.validation.unwrap().passed, "{claim}");
        assert!(!w.is_closed(&ada, &quiz), "{claim}");
        assert_eq!(w.display(&ada, &work), "locked");
    }
    fails(w.close(&ada, &quiz), Code::InvalidTransition, "Validation failed");
    assert_eq!(w.learning(&ada).overview(&p).unwrap().completed_tasks, 1);
}

#[test]
fn us2_a_done_in_progress_and_remaining_are_seen() {
    let (mut w, [p, c, read, quiz, work], ada) = chapter();
    w.submit(&ada, &read, "read").unwrap();
    w.start(&ada, &quiz).unwrap();
    let shown = [&read, &quiz, &work].map(|own| w.display(&ada, own));
    assert_eq!(shown, ["completed", "in_progress", "locked"]);
    let tree = w.learning(&ada).tree(&c).unwrap();
    assert_eq!((tree.completed, tree.total, tree.percentage.get()), (1, 3, 33));
    assert_eq!(tree.state.display, Display::InProgress);
    let overview = w.learning(&ada).overview(&p).unwrap();
    let counts = (overview.in_progress_tasks, overview.blocked_tasks, overview.total_tasks);
    assert_eq!(counts, (1, 1, 3));
}

#[test]
fn us2_b_after_an_absence_the_learner_is_where_they_stopped_with_half_given_answers() {
    let (mut w, [p, _, read, quiz, _], ada) = chapter();
    w.submit(&ada, &read, "read").unwrap();
    w.start(&ada, &quiz).unwrap();
    let (position, draft) = (Json::of(&json!({"question": 2})), Json::of(&json!({"q1": "well"})));
    w.note(&ada, |learning, stamp| bookmark(learning, &quiz, &position, stamp)).unwrap();
    w.note(&ada, |learning, stamp| save_draft(learning, &quiz, &draft, None, stamp)).unwrap();
    w.wait(86_400);
    // Another day: everything is read from the store again.
    let (curriculum, progress) = w.read_again();
    (w.curriculum, w.progress) = (curriculum, progress);
    assert_eq!(w.next(&ada, &p).as_deref(), Some("Quiz"));
    let data = w.state(&ada, &quiz).progress_data.unwrap();
    assert_eq!(data.bookmark.0.unwrap().text(), r#"{"question":2}"#);
    assert_eq!(data.draft.0.unwrap().text(), r#"{"q1":"well"}"#);
    // Nothing that was half done counts.
    assert_eq!(w.status(&ada, &quiz), Status::InProgress);
    let none = Json::of(&json!(null));
    w.note(&ada, |learning, stamp| save_draft(learning, &quiz, &none, None, stamp)).unwrap();
    w.note(&ada, |learning, stamp| bookmark(learning, &quiz, &none, stamp)).unwrap();
    assert_eq!(w.state(&ada, &quiz).progress_data, None);
    let huge = Json::of(&"x".repeat(300_000));
    let result = w.note(&ada, |learning, stamp| save_draft(learning, &quiz, &huge, None, stamp));
    assert_eq!(fails(result, Code::Invalid, "at most").path(), Some("draft"));
}

#[test]
fn a_new_try_begins_without_the_answers_of_the_last_one_and_at_the_same_place() {
    let (mut w, [_, _, read, quiz, _], ada) = chapter();
    w.submit(&ada, &read, "read").unwrap();
    let right = json!({"q1": "well", "q2": "maji ndogo"});
    let keep = |w: &mut World| {
        let (position, draft) = (Json::of(&json!(2)), Json::of(&right));
        w.note(&ada, |learning, stamp| bookmark(learning, &quiz, &position, stamp)).unwrap();
        w.note(&ada, |learning, stamp| save_draft(learning, &quiz, &draft, None, stamp)).unwrap();
    };
    let kept = |w: &World| {
        let data = w.state(&ada, &quiz).progress_data.unwrap();
        (data.bookmark.0.is_some(), data.draft.0.is_some())
    };
    w.start(&ada, &quiz).unwrap();
    keep(&mut w);
    w.answer(&ada, &quiz, json!({"q1": "well"})).unwrap();
    assert_eq!(kept(&w), (true, true), "who failed goes on from there");
    w.answer(&ada, &quiz, right.clone()).unwrap();
    assert!(w.is_closed(&ada, &quiz));
    assert_eq!(kept(&w), (true, false));
    // A window that saves late.
    keep(&mut w);
    w.reopen(&ada, &quiz).unwrap();
    assert_eq!(kept(&w), (true, false));
}

#[test]
fn drafts_of_two_windows_are_put_together_answer_by_answer() {
    let (mut w, [_, _, read, quiz, _], ada) = chapter();
    w.submit(&ada, &read, "read").unwrap();
    w.start(&ada, &quiz).unwrap();
    let mut keep = |draft: Value, base: Value| {
        let (draft, base) = (Json::of(&draft), Json::of(&base));
        w.note(&ada, |learning, stamp| save_draft(learning, &quiz, &draft, Some(&base), stamp))
            .unwrap();
        let data = w.state(&ada, &quiz).progress_data;
        let kept = data.map_or("null".to_owned(), |data| data.draft.0.unwrap().text().to_owned());
        serde_json::from_str::<Value>(&kept).unwrap()
    };
    let blank = json!({"answers": {"order": ["a", "b"]}, "content": ""});
    let one = json!({"answers": {"q1": "x", "order": ["a", "b"]}, "content": ""});
    let other = json!({"answers": {"q2": ["y"], "order": ["b", "a"]}, "content": ""});
    // What nobody touched is not kept.
    assert_eq!(keep(one.clone(), blank.clone()), json!({"answers": {"q1": "x"}}));
    let both = json!({"answers": {"q1": "x", "q2": ["y"], "order": ["b", "a"]}});
    assert_eq!(keep(other, blank.clone()), both);
    // The first window goes on from what it knows; the answer of the other one stays.
    let changed = json!({"answers": {"q1": "z", "order": ["a", "b"]}, "content": "words"});
    let all = json!({"answers": {"q1": "z", "q2": ["y"], "order": ["b", "a"]}, "content": "words"});
    assert_eq!(keep(changed, one), all);
    // Of one answer that both gave, the later counts; an answer taken back is gone.
    let again = json!({"answers": {"q2": ["y", "z"]}});
    let taken_back = keep(again, json!({"answers": {"q1": "z", "q2": ["y"]}}));
    assert_eq!(
        taken_back,
        json!({"answers": {"q2": ["y", "z"], "order": ["b", "a"]}, "content": "words"})
    );
    // What is no object is taken as a whole, and nothing forgets it.
    assert_eq!(keep(json!("notes"), json!({})), json!("notes"));
    assert_eq!(keep(json!("notes"), json!("notes")), json!("notes"));
    assert_eq!(keep(json!({"answers": {"q1": 1}}), json!("notes")), json!({"answers": {"q1": 1}}));
    assert_eq!(keep(json!(null), json!({})), json!(null));
}

#[test]
fn us3_a_the_background_changes_the_path_and_required_steps_stay() {
    let (mut w, [p, c, ..], ada) = chapter();
    w.with(&c, "step", "Background reading", json!({"required": false, "estimated_minutes": 10}));
    let included = |w: &World| -> Vec<(String, bool, f64, u64)> {
        let path = plan(&w.learning(&ada), &p, &[]).unwrap();
        path.steps
            .iter()
            .map(|own| {
                (own.title.clone(), own.included, own.content_depth.get(), own.examples_count)
            })
            .collect()
    };
    let beginner = included(&w);
    assert!(
        beginner
            .iter()
            .all(|(_, included, depth, examples)| { *included && *depth == 0.7 && *examples == 3 })
    );
    w.update_learner(&ada, json!({"background_level": "advanced"})).unwrap();
    let advanced = included(&w);
    assert_eq!(advanced.len(), 4);
    for (title, is_included, depth, examples) in advanced {
        assert_eq!(is_included, title != "Background reading");
        assert_eq!((depth, examples), (1.5, 2));
    }
    let path = plan(&w.learning(&ada), &p, &[]).unwrap();
    assert_eq!(path.steps[3].reason, "Optional, and left out at the level advanced.");
    assert_eq!(path.steps[0].reason, "Required.");
    assert_eq!((path.included_steps, path.completed_steps), (3, 0));
}

#[test]
fn us3_b_what_is_shown_during_a_step_changes_the_later_ones() {
    let mut w = World::new();
    let p = w.project("Book");
    let steps: Vec<String> = [("A", true), ("B", true), ("C", false), ("D", true)]
        .map(|(title, required)| {
            let s = w.with(&p, "step", title, json!({"skills": ["sql"], "required": required}));
            w.criterion(&s, "number", json!({"value": 1}));
            s
        })
        .into();
    let ada = w.learner("Ada");
    let step =
        |w: &World, number: usize| plan(&w.learning(&ada), &p, &[]).unwrap().steps[number].clone();
    assert!(step(&w, 2).included);
    assert_eq!(step(&w, 3).content_depth.get(), 0.7);
    w.submit(&ada, &steps[0], "1").unwrap();
    w.submit(&ada, &steps[1], "1").unwrap();
    let (optional, required) = (step(&w, 2), step(&w, 3));
    assert_eq!((optional.included, &*optional.reason), (false, "Mastered already: sql."));
    assert!(required.included);
    assert_eq!(required.content_depth.get(), 1.0, "a level deeper");
    assert!(required.reason.starts_with("Required, although its skills are mastered."));
}

#[test]
fn edge_a_step_abandoned_half_way_is_found_again_and_counts_nothing() {
    let (mut w, [p, _, read, quiz, _], ada) = chapter();
    w.submit(&ada, &read, "read").unwrap();
    w.answer(&ada, &quiz, json!({"q1": "well"})).unwrap();
    w.wait(1_000_000);
    assert_eq!(w.next(&ada, &p).as_deref(), Some("Quiz"));
    assert_eq!(w.state(&ada, &quiz).completion_percentage.get(), 50);
    assert_eq!(w.learning(&ada).overview(&p).unwrap().completed_tasks, 1);
}

#[test]
fn edge_a_validation_that_fails_or_is_not_there_closes_nothing() {
    let (mut w, [p, c, ..], ada) = chapter();
    let own = w.with(&p, "step", "Checked by the host", json!({}));
    w.criterion(&own, "code_test", json!({}));
    w.submit(&ada, &own, "x").unwrap();
    assert_eq!(w.status(&ada, &own), Status::InProgress);
    w.validators.push(("code_test", |_, _| Err("the worker died".into())));
    let sent = w.submit(&ada, &own, "x").unwrap().validation.unwrap();
    assert_eq!(sent.error_message.as_deref(), Some("The validator failed: the worker died"));
    assert!(!w.is_closed(&ada, &own) && !w.is_closed(&ada, &c));
}

#[test]
fn edge_a_change_of_background_keeps_all_evidence() {
    let (mut w, [p, _, read, quiz, _], ada) = chapter();
    w.submit(&ada, &read, "read").unwrap();
    w.answer(&ada, &quiz, json!({"q1": "well", "q2": "Maji Ndogo"})).unwrap();
    let before = w.learning(&ada).overview(&p).unwrap();
    for level in ["advanced", "intermediate", "beginner"] {
        w.update_learner(&ada, json!({"background_level": level})).unwrap();
        assert_eq!(w.learning(&ada).overview(&p).unwrap(), before);
        let path = plan(&w.learning(&ada), &p, &[]).unwrap();
        assert_eq!(path.completed_steps, 2);
    }
}

#[test]
fn going_back_is_always_allowed_and_takes_nothing_away() {
    let (mut w, [p, _, read, quiz, work], ada) = chapter();
    w.submit(&ada, &read, "read").unwrap();
    w.answer(&ada, &quiz, json!({"q1": 1, "q2": "Maji Ndogo"})).unwrap();
    // Looking again, with a bookmark and time spent there.
    assert!(w.learning(&ada).context(&read, Default::default(), false).is_ok());
    let position = Json::of(&5);
    w.note(&ada, |learning, stamp| bookmark(learning, &read, &position, stamp)).unwrap();
    w.spend(&ada, &read, 10).unwrap();
    assert!(w.is_closed(&ada, &read));
    // Doing it again locks what comes behind until it is done, and keeps what was done there.
    w.reopen(&ada, &read).unwrap();
    assert!(w.is_closed(&ada, &quiz));
    assert_eq!(w.display(&ada, &work), "locked");
    w.submit(&ada, &read, "read again").unwrap();
    assert_eq!(w.next(&ada, &p).as_deref(), Some("Exercise"));
}

/// Steps added, removed, split and put in another order under a learner in the middle.
#[test]
fn content_that_changes_takes_nothing_away_and_never_shows_more_than_a_hundred() {
    let (mut w, [p, c, read, quiz, work], ada) = chapter();
    w.submit(&ada, &read, "read").unwrap();
    w.answer(&ada, &quiz, json!({"q1": 1, "q2": "Maji Ndogo"})).unwrap();
    let percentage = |w: &World| w.learning(&ada).overview(&p).unwrap().completion_percentage.get();
    assert_eq!(percentage(&w), 66);
    w.update(&quiz, json!({"is_active": false}));
    assert_eq!(percentage(&w), 50, "what was retired is not asked for");
    assert!(w.learning(&ada).stored(&quiz).is_some(), "and its evidence is kept");
    w.submit(&ada, &work, "select").unwrap();
    assert_eq!(percentage(&w), 100);
    assert!(w.is_closed(&ada, &p));
    w.clock.set(w.clock.get() + 1000);
    let halves = ["First half", "Second half"].map(|title| w.under(&c, "step", title));
    assert!(w.is_closed(&ada, &p), "what was done stays done");
    assert_eq!(w.state(&ada, &p).new_items, halves);
    assert_eq!(percentage(&w), 50);
    w.update(&quiz, json!({"is_active": true}));
    assert!(w.is_closed(&ada, &quiz), "it comes back as it was left");
    for half in &halves {
        w.finish(&ada, half);
    }
    assert_eq!(percentage(&w), 100);
}
