//! How containers begin, close and open again (design rule 7).

use medallion::Code;
use medallion::domain::progress::{Status, reopen};
use serde_json::json;

use super::world::{World, fails};

fn nested() -> (World, [String; 5], String) {
    let mut w = World::new();
    let p = w.project("P");
    let e = w.under(&p, "epic", "E");
    let t = w.under(&e, "task", "T");
    let [a, b] = ["A", "B"]
        .map(|title| w.with(&t, "subtask", title, json!({"subtask_type": "conversational"})));
    let ada = w.learner("Ada");
    (w, [p, e, t, a, b], ada)
}

#[test]
fn a_container_is_in_progress_once_anything_below_it_is() {
    let (mut w, [p, e, t, a, b], ada) = nested();
    for own in [&p, &e, &t] {
        assert_eq!(w.status(&ada, own), Status::Open);
    }
    w.start(&ada, &a).unwrap();
    for own in [&p, &e, &t] {
        assert_eq!(w.status(&ada, own), Status::InProgress);
    }
    w.close(&ada, &a).unwrap();
    assert_eq!(w.status(&ada, &p), Status::InProgress);
    assert_eq!(w.status(&ada, &b), Status::Open);
    w.reopen(&ada, &a).unwrap();
    assert_eq!(w.status(&ada, &p), Status::Open, "nothing is begun or done below it");
}

/// The reference finishes 3 of 47 and stops; nobody has to begin a container here.
#[test]
fn the_chain_closes_without_starts() {
    let (mut w, [p, e, t, a, b], ada) = nested();
    w.finish(&ada, &a);
    let closed = w.finish(&ada, &b).auto_closed;
    assert_eq!(closed, [t, e, p.clone()]);
    assert!(w.is_closed(&ada, &p));
}

#[test]
fn reopening_a_leaf_reopens_the_containers_above_it() {
    let (mut w, [p, e, t, a, b], ada) = nested();
    w.finish(&ada, &a);
    w.finish(&ada, &b);
    let reopened = w.reopen(&ada, &a).unwrap().reopened;
    assert_eq!(reopened, [t.clone(), e.clone(), p.clone()]);
    assert_eq!(w.status(&ada, &p), Status::InProgress, "B is still done");
    w.finish(&ada, &a);
    assert!(w.is_closed(&ada, &p));
}

#[test]
fn a_container_that_only_its_parts_have_closed_is_reopened_below() {
    let (mut w, [p, _, t, a, b], ada) = nested();
    w.finish(&ada, &a);
    w.finish(&ada, &b);
    fails(w.reopen(&ada, &t), Code::InvalidTransition, "reopen what is to be done again");
    fails(w.reopen(&ada, &p), Code::InvalidTransition, "reopen what is to be done again");
}

#[test]
fn a_reason_for_reopening_says_something_where_it_is_given() {
    let (mut w, [_, _, _, a, _], ada) = nested();
    w.finish(&ada, &a);
    let mut reopen = |reason: Option<&'static str>| {
        w.note(&ada, |learning, stamp| reopen(learning, &a, reason, false, stamp))
    };
    let error = fails(reopen(Some(" \n")), Code::Invalid, "must say why");
    assert_eq!(error.path(), Some("reason"));
    reopen(None).unwrap();
}

#[test]
fn a_container_with_a_submission_of_its_own_waits_for_it() {
    let mut w = World::new();
    let p = w.project("P");
    let e = w.with(&p, "epic", "E", json!({"requires_submission": true}));
    let t = w.under(&e, "task", "T");
    let ada = w.learner("Ada");
    assert_eq!(w.ready(&ada, &p), ["T"]);
    w.finish(&ada, &t);
    assert!(!w.is_closed(&ada, &e));
    assert_eq!(w.ready(&ada, &p), ["E"], "it only lacks its own submission");
    let sent = w.submit(&ada, &e, "the report").unwrap();
    assert_eq!(sent.decided.auto_closed, [p.as_str()]);

    // The other way round: the report first.
    let bob = w.learner("Bob");
    w.submit(&bob, &e, "the report").unwrap();
    assert_eq!(w.status(&bob, &e), Status::InProgress);
    w.finish(&bob, &t);
    assert!(w.is_closed(&bob, &e) && w.is_closed(&bob, &p));
}

#[test]
fn optional_parts_are_not_waited_for() {
    let mut w = World::new();
    let p = w.project("P");
    let e = w.under(&p, "epic", "E");
    let must = w.under(&e, "task", "must");
    let may = w.with(&e, "task", "may", json!({"required": false}));
    let extra = w.under(&p, "epic", "only optional parts");
    w.with(&extra, "task", "extra", json!({"required": false}));
    let ada = w.learner("Ada");
    w.finish(&ada, &must);
    assert!(w.is_closed(&ada, &p), "all required leaves are closed");
    assert_eq!(w.ready(&ada, &p), ["may", "extra"], "what is optional stays open to do");
    let before = w.learning(&ada).overview(&p).unwrap();
    w.finish(&ada, &may);
    let after = w.learning(&ada).overview(&p).unwrap();
    assert!(after.completion_percentage > before.completion_percentage);
}

#[test]
fn what_comes_later_under_a_closed_container_is_a_new_item() {
    let (mut w, [p, e, t, a, b], ada) = nested();
    w.finish(&ada, &a);
    w.finish(&ada, &b);
    w.clock.set(w.clock.get() + 1000);
    let c = w.with(&t, "subtask", "C", json!({"subtask_type": "conversational"}));
    let d = w.with(&e, "task", "D", json!({"required": false}));
    for own in [&p, &e] {
        assert!(w.is_closed(&ada, own), "it stays closed");
        assert_eq!(w.state(&ada, own).new_items, [c.clone(), d.clone()]);
        assert!(w.state(&ada, own).completion_percentage.get() < 100);
    }
    assert_eq!(w.ready(&ada, &p), ["C", "D"]);
    w.finish(&ada, &c);
    assert!(w.is_closed(&ada, &p));
    assert_eq!(w.state(&ada, &p).new_items, [d]);
}

#[test]
fn skipping_closes_all_below_unlocks_counts_and_is_shown_apart() {
    let (mut w, [p, e, t, a, b], ada) = nested();
    let next = w.under(&p, "epic", "Next");
    w.depend(&next, &e);
    w.finish(&ada, &a);
    fails(w.skip(&ada, &t, " "), Code::Invalid, "must say why");
    let skipped = w.skip(&ada, &t, "knows it from work").unwrap();
    assert_eq!(skipped.skipped, [t.clone(), b.clone()]);
    assert_eq!(skipped.auto_closed, [e.as_str()]);
    assert_eq!((w.display(&ada, &a), w.display(&ada, &b)), ("completed", "skipped"));
    assert_eq!(w.state(&ada, &b).close_reason.as_deref(), Some("knows it from work"));
    assert_eq!(w.ready(&ada, &p), ["Next"]);
    let overview = w.learning(&ada).overview(&p).unwrap();
    assert_eq!((overview.completed_tasks, overview.skipped_tasks, overview.total_tasks), (3, 2, 4));
    assert!(w.skip(&ada, &t, "again").unwrap().changes.is_empty());

    // Taking it back opens what was passed over, and not what was done.
    w.reopen(&ada, &t).unwrap();
    assert_eq!((w.status(&ada, &b), w.is_closed(&ada, &a)), (Status::Open, true));
    assert!(!w.is_closed(&ada, &e));
}

#[test]
fn a_leaf_of_any_type_is_worked_on_itself() {
    let mut w = World::new();
    let p = w.project("P");
    let e = w.under(&p, "epic", "E");
    let ada = w.learner("Ada");
    assert_eq!(w.ready(&ada, &p), ["E"]);
    let closed = w.finish(&ada, &e);
    assert_eq!(closed.auto_closed, [p]);
}

#[test]
fn what_is_tested_out_does_not_depend_on_the_order_of_the_work() {
    for is_own_first in [true, false] {
        let mut w = World::new();
        let p = w.project("P");
        let y = w.under(&p, "step", "Y");
        let test = w.with(&p, "task", "Pre-test", json!({"required": false, "tests_out": [y]}));
        w.criterion(&test, "number", json!({"value": 4}));
        let part = w.under(&test, "step", "Part");
        let ada = w.learner("Ada");
        if is_own_first {
            w.submit(&ada, &test, "4").unwrap();
        }
        let done = w.finish(&ada, &part);
        if !is_own_first {
            w.submit(&ada, &test, "4").unwrap();
        } else {
            assert_eq!(
                (done.skipped, done.auto_closed),
                (vec![y.clone()], vec![test.clone(), p.clone()])
            );
        }
        assert_eq!((w.display(&ada, &test), w.display(&ada, &y)), ("completed", "skipped"));
        assert!(w.is_closed(&ada, &p));
    }
}

#[test]
fn a_container_of_optional_parts_closes_with_its_last_required_one_whatever_takes_it_away() {
    for how in ["deleted", "retired", "made optional"] {
        let mut w = World::new();
        let p = w.project("P");
        let e = w.under(&p, "epic", "E");
        let must = w.under(&e, "task", "must");
        let may = w.with(&e, "task", "may", json!({"required": false}));
        w.with(&e, "task", "might", json!({"required": false}));
        let [ada, bob] = ["Ada", "Bob"].map(|name| w.learner(name));
        w.finish(&ada, &may);
        assert_eq!(w.status(&ada, &e), Status::InProgress);
        match how {
            "deleted" => drop(w.delete(&must)),
            "retired" => w.update(&must, json!({"is_active": false})),
            _ => w.update(&must, json!({"required": false})),
        }
        assert!(w.is_closed(&ada, &e), "{how}");
        assert_eq!(w.status(&bob, &e), Status::Open, "{how}: nothing was done there");
    }
}
