//! Paths as objects: made, listed, changed, chosen; and what they say of each step.

use medallion::Code;
use medallion::domain::change::Change;
use medallion::domain::event::{EntityType, EventType};
use medallion::domain::path::{Adjustment, plan, shown};
use serde_json::json;

use super::world::{World, fails};

fn course() -> (World, String, [String; 4], String) {
    let mut w = World::new();
    let p = w.project("Book");
    let c = w.under(&p, "chapter", "C");
    let [a, b] = ["A", "B"].map(|title| w.under(&c, "step", title));
    let [x, y] = ["X", "Y"]
        .map(|title| w.with(&c, "step", title, json!({"required": false, "skills": [title]})));
    let ada = w.learner("Ada");
    (w, p, [a, b, x, y], ada)
}

fn told(w: &World, learner: &str, id: &str) -> Vec<(String, bool, String)> {
    let path = w.progress.path(id).unwrap();
    let path = shown(&w.learning(learner), path);
    path.steps.into_iter().map(|own| (own.title, own.included, own.reason)).collect()
}

fn said(steps: &[(&str, bool, &str)]) -> Vec<(String, bool, String)> {
    steps.iter().map(|own| (own.0.to_owned(), own.1, own.2.to_owned())).collect()
}

#[test]
fn a_default_path_is_the_tree() {
    let (mut w, p, _, ada) = course();
    let path =
        w.create_path(json!({"learner_id": ada, "root_id": p, "name": "All of it"})).unwrap();
    let part = "Part of the course.";
    let all =
        [("A", true, "Required."), ("B", true, "Required."), ("X", true, part), ("Y", true, part)];
    assert_eq!(told(&w, &ada, path.id.as_str()), said(&all));
}

#[test]
fn a_chosen_sequence_orders_and_leaves_out_and_required_steps_stay() {
    let (mut w, p, [_, b, x, _], ada) = course();
    let draft = json!({
        "learner_id": ada, "root_id": p, "name": "Mine", "path_type": "personalized",
        "steps_sequence": [x, b],
    });
    let path = w.create_path(draft).unwrap();
    let steps = [
        ("X", true, "Chosen for this path."),
        ("B", true, "Required."),
        ("A", true, "Required: it stays in every path."),
        ("Y", false, "Not chosen for this path."),
    ];
    assert_eq!(told(&w, &ada, path.id.as_str()), said(&steps));
}

#[test]
fn a_named_step_is_in_the_path_whatever_the_level_the_wishes_and_the_skills_say() {
    let (mut w, p, [a, b, x, y], ada) = course();
    let draft = json!({
        "learner_id": ada, "root_id": p, "name": "Mine", "path_type": "personalized",
        "steps_sequence": [x, a, b],
    });
    let id = w.create_path(draft).unwrap().id.to_string();
    w.choose(&ada, &id).unwrap();
    for patch in [
        json!({"background_level": "advanced"}),
        json!({"learning_preferences": {"optional_steps": false}}),
        json!({"background_level": "beginner", "mastered_skills": ["X"]}),
    ] {
        w.update_learner(&ada, patch).unwrap();
        let steps = told(&w, &ada, &id);
        assert!(steps[0].1 && steps[0].2.starts_with("Chosen for this path."), "{steps:?}");
        assert_eq!(steps[3], said(&[("Y", false, "Not chosen for this path.")])[0]);
        assert_eq!(w.next(&ada, &p).as_deref(), Some("X"));
    }
    // Where nothing is named, they decide.
    w.update_path(&id, json!({"steps_sequence": null})).unwrap();
    w.update_learner(&ada, json!({"learning_preferences": {}})).unwrap();
    assert_eq!(told(&w, &ada, &id)[2].2, "Mastered already: X.");
    // What was passed over stays so.
    w.skip(&ada, &y, "She knows it.").unwrap();
    w.update_path(&id, json!({"steps_sequence": [y, x]})).unwrap();
    assert_eq!(told(&w, &ada, &id)[0], said(&[("Y", false, "Passed over: She knows it.")])[0]);
}

#[test]
fn next_follows_the_chosen_path_and_no_other() {
    let (mut w, p, [a, b, x, _], ada) = course();
    assert_eq!(w.next(&ada, &p).as_deref(), Some("A"));
    let make = |w: &mut World, name: &str, steps: [&String; 2]| {
        let draft = json!({"learner_id": ada, "root_id": p, "name": name, "steps_sequence": steps});
        w.create_path(draft).unwrap().id.to_string()
    };
    let first = make(&mut w, "one", [&x, &b]);
    let second = make(&mut w, "two", [&b, &a]);
    assert_eq!(w.next(&ada, &p).as_deref(), Some("A"), "nobody has chosen yet");
    w.choose(&ada, &first).unwrap();
    assert_eq!(w.next(&ada, &p).as_deref(), Some("X"));
    w.choose(&ada, &second).unwrap();
    assert_eq!(w.next(&ada, &p).as_deref(), Some("B"));
    let chosen: Vec<bool> =
        w.progress.paths(&ada).iter().map(|own| own.chosen_at.is_some()).collect();
    assert_eq!(chosen, [false, true]);
    // A path opens nothing: what waits, waits.
    w.depend(&b, &a);
    assert_eq!(w.next(&ada, &p).as_deref(), Some("A"));
    w.delete_path(&second).unwrap();
    assert_eq!(w.progress.paths(&ada).len(), 1);
}

#[test]
fn what_is_wrong_with_a_path_is_said_with_its_path() {
    let (mut w, p, [a, ..], ada) = course();
    let q = w.project("Other");
    let bob = w.learner("Bob");
    let with = |w: &mut World, steps: serde_json::Value| {
        let draft = json!({"learner_id": ada, "root_id": p, "name": "x", "steps_sequence": steps});
        let error = fails(w.create_path(draft), Code::Invalid, "");
        error.path().unwrap().to_owned()
    };
    let chapter = w.curriculum.task(&a).unwrap().parent_id.clone().unwrap().to_string();
    assert_eq!(with(&mut w, json!([a, "no"])), "steps_sequence[1]");
    assert_eq!(with(&mut w, json!([a, a])), "steps_sequence[1]");
    assert_eq!(with(&mut w, json!([q])), "steps_sequence[0]");
    assert_eq!(with(&mut w, json!([chapter])), "steps_sequence[0]");
    let error = w.create_path(json!({"learner_id": "no", "root_id": p, "name": "x"}));
    assert_eq!(fails(error, Code::NotFound, "").path(), Some("learner_id"));
    let error = w.create_path(json!({"learner_id": ada, "root_id": "no", "name": "x"}));
    assert_eq!(fails(error, Code::NotFound, "").path(), Some("root_id"));
    let id = w.create_path(json!({"learner_id": ada, "root_id": p, "name": "x"})).unwrap().id;
    fails(w.choose(&bob, id.as_str()), Code::NotFound, "does not exist");
    fails(w.update_path(id.as_str(), json!({"learner_id": bob})), Code::Invalid, "cannot be");
    fails(w.update_path("no", json!({})), Code::NotFound, "does not exist");
    fails(w.delete_path("no"), Code::NotFound, "does not exist");
}

#[test]
fn a_path_is_changed_and_goes_back_to_the_order_of_the_tree() {
    let (mut w, p, [_, b, ..], ada) = course();
    let id = w.create_path(json!({"learner_id": ada, "root_id": p, "name": "x"})).unwrap().id;
    let id = id.as_str();
    w.update_path(id, json!({"name": "y", "steps_sequence": [b]})).unwrap();
    assert_eq!(told(&w, &ada, id)[0].0, "B");
    assert_eq!(w.progress.path(id).unwrap().name.as_str(), "y");
    w.update_path(id, json!({"steps_sequence": null})).unwrap();
    assert_eq!(told(&w, &ada, id)[0].0, "A");
}

#[test]
fn skills_from_elsewhere_leave_out_what_is_optional_only() {
    let (mut w, p, [a, ..], ada) = course();
    w.update(&a, json!({"skills": ["X"]}));
    w.update_learner(&ada, json!({"mastered_skills": ["X"]})).unwrap();
    let path = plan(&w.learning(&ada), &p, &[]).unwrap();
    let step = |title: &str| path.steps.iter().find(|own| own.title == title).unwrap();
    assert_eq!((step("X").included, &*step("X").reason), (false, "Mastered already: X."));
    assert!(step("A").included && step("Y").included);
}

#[test]
fn another_table_gives_another_path() {
    let (w, p, _, ada) = course();
    let table: Vec<Adjustment> = medallion::domain::schema::parse(
        r#"[{"level": "beginner", "content_depth": 0.5, "examples_count": 7, "time_factor": 2, "optional_steps": false}]"#,
    )
    .unwrap();
    let path = plan(&w.learning(&ada), &p, &table).unwrap();
    assert_eq!((path.included_steps, path.steps[0].examples_count), (2, 7));
    assert_eq!(plan(&w.learning(&ada), &p, &[]).unwrap().included_steps, 4);
}

#[test]
fn a_pre_test_is_offered_while_there_is_something_to_test_out_of() {
    let (mut w, p, [a, b, ..], ada) = course();
    let test = w.with(&p, "step", "Pre-test", json!({"required": false, "tests_out": [a, b]}));
    w.criterion(&test, "number", json!({"value": 1}));
    let step = |w: &World| {
        let path = plan(&w.learning(&ada), &p, &[]).unwrap();
        let own = path.steps.into_iter().find(|own| own.title == "Pre-test").unwrap();
        (own.included, own.reason)
    };
    assert_eq!(step(&w), (true, "Who passes it need not do: A, B.".to_owned()));
    w.submit(&ada, &test, "2").unwrap();
    assert_eq!(
        w.display(&ada, &a),
        "available",
        "a failed pre-test takes nothing and gives nothing"
    );
    w.submit(&ada, &test, "1").unwrap();
    assert_eq!(w.display(&ada, &b), "skipped");
    let path = plan(&w.learning(&ada), &p, &[]).unwrap();
    let reason = &path.steps.iter().find(|own| own.title == "A").unwrap().reason;
    assert_eq!(reason, "Passed over: Tested out by passing \"Pre-test\".");
    // Who finds that they do not know it after all can do it all the same.
    w.reopen(&ada, &a).unwrap();
    assert_eq!(w.display(&ada, &a), "available");
}

#[test]
fn a_remedial_path_puts_what_helps_before_what_went_wrong() {
    let mut w = World::new();
    let p = w.project("Book");
    let quiz = w.with(&p, "step", "Quiz", json!({"max_attempts": 1}));
    w.criterion(&quiz, "number", json!({"value": 1}));
    let again = w.under(&p, "step", "Again");
    w.update(&quiz, json!({"remedial": [again]}));
    let ada = w.try_learner(json!({"background_level": "advanced"})).unwrap().id.to_string();
    let draft = json!({"learner_id": ada, "root_id": p, "name": "x", "path_type": "remedial"});
    let id = w.create_path(draft).unwrap().id.to_string();
    let before = told(&w, &ada, &id);
    assert_eq!((&*before[0].0, before[0].1), ("Again", false));
    assert_eq!(before[0].2, "Only for who has no tries left for \"Quiz\".");
    w.submit(&ada, &quiz, "2").unwrap();
    let after = told(&w, &ada, &id);
    assert!(after[0].1 && after[0].2.contains("this gives new ones"), "{after:?}");
    assert!(after[1].2.contains("explained more"), "{after:?}");
    let path = shown(&w.learning(&ada), w.progress.path(&id).unwrap());
    let quiz = &path.steps[1];
    assert_eq!((quiz.level.as_str(), quiz.content_depth.get()), ("intermediate", 1.0));
    assert_eq!(quiz.examples_count, 3, "more than usual, although there are fewer a level lower");
}

#[test]
fn what_went_wrong_has_more_examples_and_more_time_than_usual_at_every_level() {
    let (mut w, p, [a, ..], ada) = course();
    w.criterion(&a, "number", json!({"value": 1}));
    w.submit(&ada, &a, "2").unwrap();
    for (level, depth) in [("beginner", 0.7), ("intermediate", 0.7), ("advanced", 1.0)] {
        w.update_learner(&ada, json!({"background_level": level})).unwrap();
        let path = plan(&w.learning(&ada), &p, &[]).unwrap();
        let [wrong, usual] = [&path.steps[0], &path.steps[1]];
        assert!(wrong.reason.ends_with("It went wrong before, so it is explained more."));
        assert_eq!(wrong.content_depth.get(), depth, "{level}");
        assert!(wrong.examples_count > usual.examples_count, "{level}");
        assert!(wrong.time_factor.get() > usual.time_factor.get(), "{level}");
    }
}

#[test]
fn what_cannot_go_deeper_does_not_say_so() {
    let (mut w, p, [a, ..], ada) = course();
    w.update(&a, json!({"skills": ["X"]}));
    w.update_learner(&ada, json!({"mastered_skills": ["X"]})).unwrap();
    let reason = |w: &World| plan(&w.learning(&ada), &p, &[]).unwrap().steps[0].reason.clone();
    let mastered = "Required, although its skills are mastered.";
    let deeper = "Its skills were shown already, so it goes deeper.";
    assert_eq!(reason(&w), format!("{mastered} {deeper}"));
    w.update_learner(&ada, json!({"background_level": "advanced"})).unwrap();
    assert_eq!(reason(&w), mastered);
}

#[test]
fn a_path_goes_with_the_tree_that_it_leads_through() {
    let (mut w, p, [a, ..], ada) = course();
    let other = w.project("Other");
    let make = |w: &mut World, root: &str, name: &str| {
        w.create_path(json!({"learner_id": ada, "root_id": root, "name": name})).unwrap();
    };
    let chapter = w.curriculum.task(&a).unwrap().parent_id.clone().unwrap().to_string();
    make(&mut w, &p, "through the book");
    make(&mut w, &chapter, "through the chapter");
    make(&mut w, &other, "elsewhere");
    let removal = w.delete(&p);
    assert_eq!((removal.evidence.paths, removal.evidence.learners), (2, 1));
    let left: Vec<&str> = w.progress.paths(&ada).iter().map(|own| own.name.as_str()).collect();
    assert_eq!(left, ["elsewhere"]);
}

#[test]
fn a_path_whose_step_went_takes_another_name_and_no_wrong_step() {
    let (mut w, p, [a, b, ..], ada) = course();
    let draft = json!({"learner_id": ada, "root_id": p, "name": "x", "steps_sequence": [b, a]});
    let id = w.create_path(draft).unwrap().id.to_string();
    w.delete(&b);
    assert_eq!(w.update_path(&id, json!({"name": "y"})).unwrap().name.as_str(), "y");
    let error = w.update_path(&id, json!({"steps_sequence": [a, b]}));
    let error = fails(error, Code::Invalid, "does not exist");
    assert_eq!(error.path(), Some("steps_sequence[1]"));
    assert_eq!(told(&w, &ada, &id)[0].0, "A");
}

#[test]
fn a_path_through_what_is_gone_is_shown_without_steps() {
    let (mut w, p, _, ada) = course();
    let id = w.create_path(json!({"learner_id": ada, "root_id": p, "name": "x"})).unwrap().id;
    // As a file can bring it from a workspace that has the course no more.
    let index = w.curriculum.index(&p).unwrap();
    let gone = w.curriculum.ids(&w.curriculum.subtree(index));
    let gone = gone.iter().map(|id| Change::delete(EntityType::Task, id, EventType::Deleted));
    w.take(gone.collect());
    assert_eq!(told(&w, &ada, id.as_str()), []);
}

#[test]
fn a_table_says_once_what_holds_at_a_level() {
    let (mut w, p, _, ada) = course();
    let twice = json!([{"level": "beginner"}, {"level": "advanced"}, {"level": "beginner"}]);
    let draft = json!({"learner_id": ada, "root_id": p, "name": "x", "adjustments": twice});
    let error = fails(w.create_path(draft), Code::Invalid, "beginner is there already");
    assert_eq!(error.path(), Some("adjustments[2].level"));
    let id = w.create_path(json!({"learner_id": ada, "root_id": p, "name": "x"})).unwrap().id;
    let error = w.update_path(id.as_str(), json!({"adjustments": twice}));
    assert_eq!(fails(error, Code::Invalid, "already").path(), Some("adjustments[2].level"));
}

#[test]
fn a_retired_step_is_no_step_of_a_path() {
    let (mut w, p, [a, _, x, _], ada) = course();
    w.update(&x, json!({"is_active": false}));
    let draft = json!({"learner_id": ada, "root_id": p, "name": "x", "steps_sequence": [a, x]});
    let error = fails(w.create_path(draft), Code::Invalid, "was retired");
    assert_eq!(error.path(), Some("steps_sequence[1]"));
}

#[test]
fn an_estimate_is_not_a_minute_short_because_of_how_numbers_are_stored() {
    let (mut w, p, [a, b, ..], _) = course();
    w.update(&a, json!({"estimated_minutes": 90}));
    w.update(&b, json!({"estimated_minutes": 15}));
    let bob = w.try_learner(json!({"background_level": "advanced"})).unwrap().id.to_string();
    let path = plan(&w.learning(&bob), &p, &[]).unwrap();
    let minutes: Vec<_> = path.steps.iter().filter_map(|own| own.estimated_minutes).collect();
    assert_eq!(minutes, [63, 10]);
}

#[test]
fn a_deleted_step_leaves_the_paths_that_lead_through_it() {
    let (mut w, p, [a, b, x, _], ada) = course();
    let steps = |w: &World, id: &str| -> Vec<String> {
        let own = w.progress.path(id).unwrap().steps_sequence.0.clone();
        own.unwrap().iter().map(ToString::to_string).collect()
    };
    let through =
        json!({"learner_id": ada, "root_id": p, "name": "N", "steps_sequence": [x, a, b]});
    let through = w.create_path(through).unwrap();
    let beside = json!({"learner_id": ada, "root_id": p, "name": "N", "steps_sequence": [b]});
    let beside = w.create_path(beside).unwrap();
    let removal = w.delete(&a);
    assert_eq!((removal.evidence.paths, removal.evidence.learners), (1, 0));
    assert_eq!(steps(&w, through.id.as_str()), [x, b.clone()]);
    assert!(w.progress.path(through.id.as_str()).unwrap().updated_at > through.updated_at);
    assert_eq!(w.progress.path(beside.id.as_str()).unwrap(), &beside);
}
