//! A hint takes all of the credit of its try where the author says so, whatever else it lacks.

use medallion::domain::progress::use_hint;
use serde_json::{Value, json};

use super::world::World;

fn step(kind: &str, rule: Value) -> (World, String, String) {
    let mut w = World::new();
    let p = w.project("P");
    let s = w.with(&p, "step", "S", json!({"hint_voids_credit": true, "skills": ["sql"]}));
    w.criterion(&s, "number", json!({"value": 42}));
    w.criterion(&s, kind, rule);
    let ada = w.learner("Ada");
    w.start(&ada, &s).unwrap();
    (w, s, ada)
}

fn hint(w: &mut World, learner: &str, task: &str) {
    w.note(learner, |learning, stamp| use_hint(learning, task, stamp)).unwrap();
}

#[test]
fn a_right_try_with_a_hint_is_none_of_several() {
    for (kind, rule) in [("in_a_row", json!({"k": 3})), ("m_of_n", json!({"m": 3, "n": 5}))] {
        let (mut w, s, ada) = step(kind, rule);
        for _ in 0..4 {
            hint(&mut w, &ada, &s);
            let own = w.submit(&ada, &s, "42").unwrap().validation.unwrap();
            assert_eq!(
                (own.passed, own.is_right.0, own.grade.unwrap().get()),
                (false, Some(false), 0.0)
            );
            assert!(own.error_message.unwrap().contains("hint"), "{kind}");
        }
        for right in 0..3 {
            assert!(!w.is_closed(&ada, &s), "{kind}: {right} right ones");
            w.submit(&ada, &s, "42").unwrap();
        }
        assert!(w.is_closed(&ada, &s), "{kind}");
    }
}

#[test]
fn right_tries_with_hints_master_no_skill() {
    let (mut w, s, ada) = step("in_a_row", json!({"k": 3}));
    for _ in 0..2 {
        hint(&mut w, &ada, &s);
        w.submit(&ada, &s, "42").unwrap();
    }
    let project = w.curriculum.task(&s).unwrap().project_id.to_string();
    let mastery = w.learning(&ada).mastery(&project).unwrap();
    assert!(mastery.iter().all(|own| !own.mastered), "{mastery:?}");
}

#[test]
fn a_full_score_with_a_hint_is_not_the_best_grade_although_time_is_missing() {
    let (mut w, s, ada) = step("time", json!({"seconds": 60}));
    hint(&mut w, &ada, &s);
    let own = w.submit(&ada, &s, "42").unwrap().validation.unwrap();
    assert_eq!((own.grade.unwrap().get(), own.lacks_only_time.0), (0.0, Some(true)));
    assert_eq!(w.state(&ada, &s).grade.unwrap().get(), 0.0);
    let said = own.error_message.unwrap();
    assert!(said.contains("time") && !said.contains("hint"), "it was no try: {said}");
    w.wait(60);
    w.spend(&ada, &s, 60).unwrap();
    let own = w.submit(&ada, &s, "42").unwrap().validation.unwrap();
    assert!(own.error_message.unwrap().contains("hint"));
}

#[test]
fn a_wrong_try_with_a_hint_says_what_was_wrong() {
    let (mut w, s, ada) = step("in_a_row", json!({"k": 2}));
    hint(&mut w, &ada, &s);
    let own = w.submit(&ada, &s, "41").unwrap().validation.unwrap();
    assert!(own.error_message.unwrap().contains("another number"));
}
