//! What fits a learner: the text that they read, how long it takes, what is offered next; by their
//! level, what they showed and what went wrong.

use medallion::domain::path::{plan, shown};
use medallion::domain::progress::ContextBodies;
use serde_json::{Value, json};

use super::world::World;

/// A project of two chapters: a skill is shown in the first, and met again in the second.
struct Book {
    w: World,
    p: String,
    second: String,
    shows: [String; 2],
    again: String,
    ada: String,
}

fn book() -> Book {
    let mut w = World::new();
    let p = w.project("Book");
    let [first, second] = ["One", "Two"].map(|title| w.under(&p, "chapter", title));
    let sql = |w: &mut World, chapter: &str, title: &str, fields: Value| {
        let mut all = json!({"skills": ["sql"]});
        all.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        let s = w.with(chapter, "step", title, all);
        w.criterion(&s, "number", json!({"value": 1}));
        s
    };
    let shows = ["A", "B"].map(|title| sql(&mut w, &first, title, json!({})));
    let variant = |level: &str, minutes: Value| json!({"level": level, "content": format!("for {level}"), "estimated_minutes": minutes});
    let variants = [
        variant("beginner", json!(50)),
        variant("intermediate", json!(null)),
        variant("advanced", json!(5)),
    ];
    let fields = json!({"content": "plain", "estimated_minutes": 20, "variants": variants});
    let again = sql(&mut w, &second, "Again", fields);
    let ada = w.try_learner(json!({"background_level": "intermediate"})).unwrap().id.to_string();
    Book { w, p, second, shows, again, ada }
}

impl Book {
    /// What the learner reads in the second chapter, and how long that takes.
    fn read(&self) -> (String, Option<u64>) {
        let context = self.w.learning(&self.ada);
        let context = context.context(&self.again, ContextBodies::default(), false).unwrap();
        (context.content.unwrap(), context.estimated_minutes)
    }

    fn follow(&mut self, path_type: &str) -> String {
        let draft = json!({"learner_id": self.ada, "root_id": self.p, "name": "x",
            "path_type": path_type});
        let id = self.w.create_path(draft).unwrap().id.to_string();
        self.w.choose(&self.ada, &id).unwrap();
        id
    }
}

#[test]
fn the_text_goes_deeper_after_mastery_on_a_path_of_ones_own() {
    let mut b = book();
    let plain = ("for intermediate".to_owned(), Some(20));
    assert_eq!(b.read(), plain);
    b.follow("default");
    for s in &b.shows {
        b.w.submit(&b.ada, s, "1").unwrap();
    }
    assert_eq!(b.read(), plain, "who takes the whole course takes it as it is");
    b.follow("personalized");
    assert_eq!(b.read(), ("for advanced".to_owned(), Some(5)));
}

#[test]
fn the_text_explains_more_after_a_failure_on_a_path_of_ones_own() {
    let mut b = book();
    b.follow("remedial");
    assert_eq!(b.read().0, "for intermediate");
    b.w.submit(&b.ada, &b.again, "2").unwrap();
    assert_eq!(b.read(), ("for beginner".to_owned(), Some(50)));
    b.w.submit(&b.ada, &b.again, "1").unwrap();
    assert_eq!(b.read().0, "for intermediate");
}

#[test]
fn the_path_says_what_the_text_does() {
    let mut b = book();
    let id = b.follow("personalized");
    let step = |b: &Book| {
        let path = shown(&b.w.learning(&b.ada), b.w.progress.path(&id).unwrap());
        let own = path.steps.into_iter().find(|own| own.title == "Again").unwrap();
        (own.level.as_str(), own.estimated_minutes, path.estimated_minutes)
    };
    assert_eq!(step(&b), ("intermediate", Some(20), 20));
    b.w.submit(&b.ada, &b.again, "2").unwrap();
    assert_eq!(step(&b), ("beginner", Some(50), 50), "as its author estimates it, and no factor");
    for s in &b.shows {
        b.w.submit(&b.ada, s, "1").unwrap();
    }
    assert_eq!(step(&b), ("advanced", Some(5), 5));
}

#[test]
fn a_plan_of_one_chapter_knows_what_was_shown_in_another() {
    let mut b = book();
    let extra = b.w.with(&b.second, "step", "Extra", json!({"required": false, "skills": ["sql"]}));
    let included = |b: &Book| {
        let path = plan(&b.w.learning(&b.ada), &b.second, &[]).unwrap();
        path.steps.iter().find(|own| own.task_id == extra).unwrap().included
    };
    assert!(included(&b));
    for s in &b.shows {
        b.w.submit(&b.ada, s, "1").unwrap();
    }
    assert!(!included(&b));
}

#[test]
fn a_table_of_its_own_stays_with_a_path() {
    let mut b = book();
    let extra = b.w.with(&b.second, "step", "Extra", json!({"required": false}));
    let id = b.follow("personalized");
    let table = |optional: bool| {
        json!([{"level": "intermediate", "time_factor": 3, "examples_count": 9,
            "optional_steps": optional}])
    };
    let step = |b: &Book, own: &str| {
        let path = shown(&b.w.learning(&b.ada), b.w.progress.path(&id).unwrap());
        let step = path.steps.iter().find(|step| step.task_id == own).unwrap().clone();
        (step.included, step.examples_count, step.estimated_minutes, path.adjustments.len())
    };
    assert_eq!(step(&b, &b.again), (true, 1, Some(20), 0));
    b.w.update_path(&id, json!({"adjustments": table(false)})).unwrap();
    assert_eq!(step(&b, &b.again), (true, 9, Some(60), 1));
    assert!(!step(&b, &extra).0);
    let required = [b.shows.to_vec(), vec![b.again.clone()]].concat();
    for s in required {
        b.w.submit(&b.ada, &s, "1").unwrap();
    }
    assert_eq!(b.w.next(&b.ada, &b.p), None, "what the path leaves out is not offered");
    b.w.update_path(&id, json!({"adjustments": table(true)})).unwrap();
    assert_eq!(b.w.next(&b.ada, &b.p).as_deref(), Some("Extra"));
    b.w.update_path(&id, json!({"adjustments": null})).unwrap();
    assert_eq!(step(&b, &b.again).3, 0);
}

#[test]
fn a_pre_test_is_offered_next_only_while_there_is_something_to_test_out_of() {
    let mut w = World::new();
    let p = w.project("Book");
    let test = w.under(&p, "step", "Pre-test");
    let a = w.under(&p, "step", "A");
    w.update(&test, json!({"required": false, "tests_out": [a]}));
    let more = w.with(&p, "step", "More", json!({"required": false}));
    let ada = w.learner("Ada");
    let bob = w.learner("Bob");
    assert_eq!(w.next(&ada, &p).as_deref(), Some("Pre-test"));
    w.start(&bob, &test).unwrap();
    for learner in [&ada, &bob] {
        w.finish(learner, &a);
        assert_eq!(w.next(learner, &p).as_deref(), Some("More"));
        w.finish(learner, &more);
        assert_eq!(w.next(learner, &p), None);
    }
    let path = plan(&w.learning(&ada), &p, &[]).unwrap();
    assert_eq!(path.steps[0].reason, "There is nothing left to test out of.");
}

#[test]
fn a_pre_test_that_is_asked_for_is_offered_next_although_nothing_is_left_to_test_out_of() {
    let mut w = World::new();
    let p = w.project("Book");
    let b = w.under(&p, "step", "B");
    let test = w.with(&p, "step", "Pre-test", json!({"tests_out": [b]}));
    let quiz = w.under(&p, "step", "Quiz");
    let help = w.with(&p, "step", "Help", json!({"required": false, "tests_out": [b]}));
    w.update(&quiz, json!({"max_attempts": 1, "remedial": [help]}));
    w.criterion(&quiz, "number", json!({"value": 1}));
    let ada = w.learner("Ada");
    w.finish(&ada, &b);
    assert_eq!(w.next(&ada, &p).as_deref(), Some("Pre-test"));
    w.start(&ada, &test).unwrap();
    assert_eq!(w.next(&ada, &p).as_deref(), Some("Pre-test"));
    w.finish(&ada, &test);
    w.submit(&ada, &quiz, "2").unwrap();
    assert_eq!(w.next(&ada, &p).as_deref(), Some("Help"), "it gives new tries");
}

#[test]
fn what_a_learner_wishes_shapes_their_paths_and_no_default_one() {
    let mut b = book();
    let extra = b.w.with(&b.second, "step", "Extra", json!({"required": false}));
    b.w.update(&b.shows[0], json!({"estimated_minutes": 20}));
    let personal = b.follow("personalized");
    let whole = b.follow("default");
    let seen = |b: &Book, id: &str| {
        let path = shown(&b.w.learning(&b.ada), b.w.progress.path(id).unwrap());
        let of = |id: &str| path.steps.iter().find(|own| own.task_id == id).unwrap().clone();
        let (step, extra) = (of(&b.shows[0]), of(&extra));
        (step.time_factor.get(), step.examples_count, step.estimated_minutes, extra.included)
    };
    let mut wish = |preferences: Value| {
        b.w.update_learner(&b.ada, json!({"learning_preferences": preferences})).unwrap();
        assert_eq!(seen(&b, &whole), (1.0, 1, Some(20), true));
        seen(&b, &personal)
    };
    let usual = (1.0, 1, Some(20), true);
    assert_eq!(wish(json!({"pace": "short"})), usual, "the host's own");
    assert_eq!(wish(json!({"time_factor": 1.5})), (1.5, 1, Some(30), true));
    assert_eq!(wish(json!({"more_examples": 2})), (1.0, 3, Some(20), true));
    assert_eq!(wish(json!({"more_examples": -3})), (1.0, 0, Some(20), true));
    assert_eq!(wish(json!({"optional_steps": false})), (1.0, 1, Some(20), false));
    for odd in [
        json!({"time_factor": 9, "more_examples": 1.5, "optional_steps": "yes"}),
        json!({"time_factor": "2", "more_examples": 4}),
        json!({"time_factor": null, "more_examples": [], "optional_steps": {}}),
    ] {
        assert_eq!(wish(odd), usual);
    }
    b.w.update_learner(&b.ada, json!({"background_level": "advanced"})).unwrap();
    assert!(!seen(&b, &personal).3, "left out at this level");
    let all = json!({"learning_preferences": {"optional_steps": true}});
    b.w.update_learner(&b.ada, all).unwrap();
    assert!(seen(&b, &personal).3, "but where it is wished for");
}
