//! Where to go on: as long as something required is open, there is something to do for it.

use medallion::domain::path::{plan, shown};
use serde_json::{Value, json};

use super::world::World;

/// A project with a required step that waits for an optional one.
fn waiting() -> (World, String, [String; 2], String) {
    let mut w = World::new();
    let p = w.project("Book");
    let o = w.with(&p, "step", "O", json!({"required": false, "skills": ["o"]}));
    let q = w.under(&p, "step", "Q");
    w.depend(&q, &o);
    let ada = w.try_learner(json!({"background_level": "advanced"})).unwrap().id.to_string();
    (w, p, [o, q], ada)
}

fn follow(w: &mut World, learner: &str, root: &str, fields: Value) -> String {
    let mut draft = json!({"learner_id": learner, "root_id": root, "name": "x",
        "path_type": "personalized"});
    draft.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    let id = w.create_path(draft).unwrap().id.to_string();
    w.choose(learner, &id).unwrap();
    id
}

fn step(w: &World, learner: &str, path: &str, task: &str) -> (bool, String) {
    let path = shown(&w.learning(learner), w.progress.path(path).unwrap());
    let step = path.steps.into_iter().find(|own| own.task_id == task).unwrap();
    (step.included, step.reason)
}

#[test]
fn what_a_required_step_waits_for_is_in_every_path_however_it_would_be_left_out() {
    for (patch, fields) in [
        (json!({}), json!({})),
        (json!({"mastered_skills": ["o"]}), json!({})),
        (json!({"learning_preferences": {"optional_steps": false}}), json!({})),
        (json!({}), json!({"path_type": "default", "steps_sequence": []})),
    ] {
        let (mut w, p, [o, q], ada) = waiting();
        w.update_learner(&ada, patch.clone()).unwrap();
        let id = follow(&mut w, &ada, &p, fields.clone());
        let needed = (true, "Needed: \"Q\" waits for it.".to_owned());
        assert_eq!(step(&w, &ada, &id, &o), needed, "{patch} {fields}");
        assert_eq!(w.next(&ada, &p).as_deref(), Some("O"), "{patch} {fields}");
        w.finish(&ada, &o);
        assert_eq!(w.next(&ada, &p).as_deref(), Some("Q"));
        w.finish(&ada, &q);
        assert_eq!(w.next(&ada, &p), None);
    }
}

#[test]
fn what_is_left_out_stays_so_where_nothing_waits_for_it_any_more() {
    let (mut w, p, [o, q], ada) = waiting();
    let id = follow(&mut w, &ada, &p, json!({}));
    w.skip(&ada, &q, "knows it").unwrap();
    assert!(!step(&w, &ada, &id, &o).0);
    assert_eq!(w.next(&ada, &p), None);
}

#[test]
fn what_a_container_of_required_steps_waits_for_is_in_every_path_with_all_before_it() {
    let mut w = World::new();
    let p = w.project("Book");
    let extra = w.with(&p, "chapter", "Extra", json!({"required": false, "ordered": true}));
    let [one, two] = ["One", "Two"].map(|title| w.under(&extra, "step", title));
    let first = w.with(&p, "step", "First", json!({"required": false}));
    let rest = w.under(&p, "chapter", "Rest");
    let last = w.under(&rest, "step", "Last");
    w.depend(&rest, &two);
    w.depend(&extra, &first);
    let ada = w.try_learner(json!({"background_level": "advanced"})).unwrap().id.to_string();
    let id = follow(&mut w, &ada, &p, json!({}));
    for (own, because) in [(&two, "Rest"), (&one, "Two"), (&first, "Extra")] {
        let reason = format!("Needed: \"{because}\" waits for it.");
        assert_eq!(step(&w, &ada, &id, own), (true, reason));
    }
    for own in [&first, &one, &two, &last] {
        let next = w.learning(&ada).state(own).unwrap().title;
        assert_eq!(w.next(&ada, &p), Some(next));
        w.finish(&ada, own);
    }
    assert!(w.is_closed(&ada, &p));
}

#[test]
fn what_a_chosen_step_waits_for_is_in_the_path_although_nobody_chose_it() {
    let (mut w, p, [o, _], ada) = waiting();
    let more = w.with(&p, "step", "More", json!({"required": false}));
    let most = w.with(&p, "step", "Most", json!({"required": false}));
    w.depend(&most, &more);
    let fields = json!({"path_type": "default", "steps_sequence": [most]});
    let id = follow(&mut w, &ada, &p, fields);
    assert_eq!(step(&w, &ada, &id, &more), (true, "Needed: \"Most\" waits for it.".to_owned()));
    w.finish(&ada, &o);
    w.undepend(&most, &more);
    assert_eq!(step(&w, &ada, &id, &more), (false, "Not chosen for this path.".to_owned()));
}

#[test]
fn a_pre_test_that_has_had_its_day_is_offered_where_something_waits_for_it() {
    let mut w = World::new();
    let p = w.project("Book");
    let y = w.under(&p, "step", "Y");
    let pre = w.with(&p, "step", "Pre-test", json!({"required": false, "tests_out": [y]}));
    let r = w.under(&p, "step", "R");
    w.depend(&r, &pre);
    let ada = w.learner("Ada");
    w.finish(&ada, &y);
    assert_eq!(w.next(&ada, &p).as_deref(), Some("Pre-test"));
    let path = plan(&w.learning(&ada), &p, &[]).unwrap();
    let own = path.steps.iter().find(|own| own.task_id == pre).unwrap();
    assert!(own.included && own.reason.contains("\"R\" waits for it"), "{own:?}");
    w.finish(&ada, &pre);
    assert_eq!(w.next(&ada, &p).as_deref(), Some("R"));
}

#[test]
fn what_waits_for_a_review_is_passed_over_while_there_is_something_else_to_do() {
    let mut w = World::new();
    let p = w.project("Book");
    let essay = w.under(&p, "step", "Essay");
    w.criterion(&essay, "manual", json!({}));
    let other = w.under(&p, "step", "Other");
    let ada = w.learner("Ada");
    let sent = w.submit(&ada, &essay, "It is so.").unwrap().submission.id;
    assert_eq!(w.next(&ada, &p).as_deref(), Some("Other"));
    assert_eq!(w.ready(&ada, &p), ["Essay", "Other"], "it can still be handed in anew");
    w.start(&ada, &other).unwrap();
    assert_eq!(w.next(&ada, &p).as_deref(), Some("Other"));
    w.close(&ada, &other).unwrap();
    assert_eq!(w.next(&ada, &p).as_deref(), Some("Essay"), "there is nothing else");
    w.review(sent.as_str(), json!({"passed": false})).unwrap();
    let more = w.under(&p, "step", "More");
    assert_eq!(w.next(&ada, &p).as_deref(), Some("Essay"), "it was judged");
    w.submit(&ada, &essay, "It is not so.").unwrap();
    assert_eq!(w.next(&ada, &p).as_deref(), Some("More"));
    w.skip(&ada, &more, "knows it").unwrap();
}

#[test]
fn the_path_of_a_chapter_is_followed_also_where_the_whole_book_is_asked_for() {
    let mut w = World::new();
    let p = w.project("Book");
    let [first, second] = ["C", "D"].map(|title| w.under(&p, "chapter", title));
    let intro = w.under(&first, "step", "Intro");
    let optional = json!({"required": false});
    let [a, b] = ["A", "B"].map(|title| w.under(&second, "step", title));
    let extra = w.with(&second, "step", "Extra", optional.clone());
    let more = w.with(&first, "step", "More", optional);
    let ada = w.learner("Ada");
    follow(&mut w, &ada, &second, json!({"steps_sequence": [b]}));
    assert_eq!(w.next(&ada, &p).as_deref(), Some("Intro"), "the chapters keep their order");
    w.finish(&ada, &intro);
    w.finish(&ada, &more);
    assert_eq!(w.next(&ada, &p).as_deref(), Some("B"), "and the steps have that of the path");
    w.finish(&ada, &b);
    assert_eq!(w.next(&ada, &p).as_deref(), Some("A"));
    w.finish(&ada, &a);
    assert_eq!(w.next(&ada, &p), None, "what the path leaves out is not offered");
    // What was chosen last counts.
    w.clock.set(w.clock.get() + 1);
    follow(&mut w, &ada, &p, json!({"steps_sequence": [extra]}));
    assert_eq!(w.next(&ada, &p).as_deref(), Some("Extra"));
}
