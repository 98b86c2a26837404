//! The status machine (PR1 to PR22), and where our rule differs.

use medallion::Code;
use medallion::domain::change::Change;
use medallion::domain::event::EntityType;
use medallion::domain::progress::{Status, transition};
use medallion::domain::schema::Json;
use serde_json::json;

use super::world::{World, fails};

fn one() -> (World, String, String, String) {
    let mut w = World::new();
    let p = w.project("P");
    let t = w.under(&p, "task", "T");
    let ada = w.learner("Ada");
    (w, p, t, ada)
}

#[test]
fn pr1_pr2_pr11_a_task_without_a_record_is_open_and_reading_writes_nothing() {
    let (w, _, t, ada) = one();
    let before = w.log.borrow().len();
    let state = w.state(&ada, &t);
    assert_eq!((state.status, state.started_at, state.completed_at), (Status::Open, None, None));
    assert_eq!(w.state(&ada, &t), state);
    assert!(w.learning(&ada).stored(&t).is_none());
    assert_eq!(w.log.borrow().len(), before);
}

#[test]
fn pr3_pr21_start_sets_started_at() {
    let (mut w, _, t, ada) = one();
    w.start(&ada, &t).unwrap();
    let state = w.state(&ada, &t);
    assert_eq!((state.status, state.completed_at), (Status::InProgress, None));
    assert!(state.started_at.is_some());
}

#[test]
fn pr4_pr22_close_sets_completed_at_and_keeps_the_reason() {
    let (mut w, _, t, ada) = one();
    w.finish(&ada, &t);
    let state = w.state(&ada, &t);
    assert_eq!((state.status, state.close_reason.as_deref()), (Status::Closed, Some("Done")));
    assert!(state.completed_at.is_some());
    assert_eq!(state.completion_percentage.get(), 100);
}

#[test]
fn pr5_pr20_reopen_clears_completion_and_keeps_the_start_and_its_own_reason() {
    let (mut w, _, t, ada) = one();
    w.finish(&ada, &t);
    let started_at = w.state(&ada, &t).started_at;
    w.reopen(&ada, &t).unwrap();
    let state = w.state(&ada, &t);
    assert_eq!((state.status, state.completed_at, state.close_reason), (Status::Open, None, None));
    assert_eq!(state.started_at, started_at);
    let log = w.log.borrow();
    let reopened = log.iter().find(|own| own.event.as_str() == "reopened").unwrap();
    assert_eq!(reopened.reason.as_deref(), Some("once more"));
    assert_eq!(reopened.old.as_ref().unwrap().text(), r#"{"status":"closed"}"#);
    assert_eq!(reopened.new.as_ref().unwrap().text(), r#"{"status":"open"}"#);
}

#[test]
fn pr6_what_was_not_begun_cannot_be_closed() {
    let (mut w, _, t, ada) = one();
    fails(w.close(&ada, &t), Code::InvalidTransition, "Cannot transition from open to closed");
}

#[test]
fn pr7_a_container_does_not_close_over_an_open_child() {
    let (mut w, p, _, ada) = one();
    w.start(&ada, &p).unwrap();
    let error = fails(w.close(&ada, &p), Code::InvalidTransition, "is still open");
    assert!(error.message().starts_with("child "));
    assert!(error.details().unwrap().text().contains("cannot_close_because"));
}

/// Ours: the container closed with its child, and needs no start; closing it again changes
/// nothing (design rule 7).
#[test]
fn pr8_a_container_closes_with_its_last_child() {
    let (mut w, p, t, ada) = one();
    let closed = w.finish(&ada, &t);
    assert_eq!(closed.auto_closed, [p.as_str()]);
    let state = w.state(&ada, &p);
    assert_eq!(state.close_reason.as_deref(), Some("Auto-closed: all children complete"));
    assert_eq!(state.started_at, w.state(&ada, &t).started_at);
    assert!(w.close(&ada, &p).unwrap().changes.is_empty());
}

#[test]
fn pr9_tasks_by_status_include_those_without_a_record() {
    let (mut w, p, t, ada) = one();
    let others = ["U", "V", "X"].map(|title| w.under(&p, "task", title));
    w.start(&ada, &t).unwrap();
    w.start(&ada, &others[0]).unwrap();
    w.finish(&ada, &others[1]);
    let titles = |status| -> Vec<String> {
        let list = w.learning(&ada).list(Some(&p), Some(status)).unwrap();
        list.into_iter().map(|own| own.title).collect()
    };
    assert_eq!(titles(Status::InProgress), ["P", "T", "U"]);
    assert_eq!(titles(Status::Closed), ["V"]);
    assert_eq!(titles(Status::Open), ["X"]);
    assert_eq!(w.learning(&ada).list(None, None).unwrap().len(), 5);
}

#[test]
fn pr10_unknown_tasks_and_learners_are_not_found() {
    let (mut w, _, t, ada) = one();
    for result in
        [w.start(&ada, "no"), w.close(&ada, "no"), w.reopen(&ada, "no"), w.hold(&ada, "no")]
    {
        fails(result, Code::NotFound, "no does not exist");
    }
    fails(w.start("nobody", &t), Code::NotFound, "learner nobody does not exist");
    fails(w.submit(&ada, "no", "x"), Code::NotFound, "no does not exist");
    fails(w.learning(&ada).ready("no", Default::default()), Code::NotFound, "no");
    fails(w.learning(&ada).tree("no"), Code::NotFound, "no");
}

#[test]
fn pr12_pr13_a_hold_keeps_the_start() {
    let (mut w, _, t, ada) = one();
    w.hold(&ada, &t).unwrap();
    let state = w.state(&ada, &t);
    assert_eq!((state.status, state.started_at), (Status::Blocked, None));
    assert_eq!(state.display.as_str(), "locked");
    assert_eq!(w.locks(&ada, &t), [("hold", "T".to_owned())]);
    assert!(state.locked_because[0].message.contains("later"));
    w.reopen(&ada, &t).unwrap();
    w.start(&ada, &t).unwrap();
    w.hold(&ada, &t).unwrap();
    assert!(w.state(&ada, &t).started_at.is_some());
}

/// Ours: what is on hold is locked, so it is reopened before it is begun (design rule 6).
#[test]
fn pr14_pr15_a_hold_is_released_by_reopening() {
    let (mut w, _, t, ada) = one();
    w.hold(&ada, &t).unwrap();
    fails(w.start(&ada, &t), Code::Locked, "set aside: later");
    w.reopen(&ada, &t).unwrap();
    assert_eq!(w.status(&ada, &t), Status::Open);
    w.start(&ada, &t).unwrap();
    assert!(w.state(&ada, &t).started_at.is_some());
}

#[test]
fn pr16_pr17_pr18_what_the_table_refuses() {
    let (mut w, p, t, ada) = one();
    w.hold(&ada, &t).unwrap();
    fails(w.close(&ada, &t), Code::InvalidTransition, "Cannot transition from blocked to closed");
    fails(w.hold(&ada, &t), Code::InvalidTransition, "Cannot transition from blocked to blocked");
    w.reopen(&ada, &t).unwrap();
    fails(w.reopen(&ada, &t), Code::InvalidTransition, "Cannot transition from open to open");
    w.finish(&ada, &t);
    let words = "Cannot transition from closed to in_progress";
    fails(w.start(&ada, &t), Code::InvalidTransition, words);
    fails(w.hold(&ada, &t), Code::InvalidTransition, "Cannot transition from closed to blocked");
    let _ = p;
}

/// Ours: beginning twice is the same as once (design 6.3).
#[test]
fn pr19_start_twice_changes_nothing() {
    let (mut w, _, t, ada) = one();
    w.start(&ada, &t).unwrap();
    let before = w.state(&ada, &t);
    assert!(w.start(&ada, &t).unwrap().changes.is_empty());
    assert_eq!(w.state(&ada, &t), before);
}

#[test]
fn all_sixteen_cells() {
    use Status::{Blocked, Closed, InProgress, Open};
    let allowed = [
        (Open, InProgress),
        (Open, Blocked),
        (InProgress, Open),
        (InProgress, Blocked),
        (InProgress, Closed),
        (Blocked, Open),
        (Blocked, InProgress),
        (Closed, Open),
    ];
    for from in Status::ALL {
        for to in Status::ALL {
            let may = transition(*from, *to).is_ok();
            assert_eq!(may, allowed.contains(&(*from, *to)), "{from:?} to {to:?}");
        }
    }
}

#[test]
fn every_change_is_told_with_who_what_and_why() {
    let (mut w, p, t, ada) = one();
    let before = w.log.borrow().len();
    w.finish(&ada, &t);
    let log = w.log.borrow();
    let told: Vec<(&str, &str, Option<&str>)> = log[before..]
        .iter()
        .map(|own| (own.id.as_str(), own.event.as_str(), own.reason.as_deref()))
        .collect();
    let (own, above) = (format!("{ada}>{t}"), format!("{ada}>{p}"));
    assert_eq!(
        told,
        [
            (own.as_str(), "started", None),
            (own.as_str(), "closed", Some("Done")),
            (above.as_str(), "closed", Some("Auto-closed: all children complete")),
        ]
    );
}

/// SV1: handing in begins, and its event says so, however often the record changes on the way.
#[test]
fn a_try_that_begins_by_handing_in_is_told_whatever_comes_of_it() {
    for (content, expected) in [
        ("no", ["started", r#"{"status":"open"}"#, r#"{"status":"in_progress"}"#]),
        ("yes", ["closed", r#"{"status":"open"}"#, r#"{"status":"closed"}"#]),
    ] {
        let mut w = World::new();
        let p = w.project("P");
        let task = w.under(&p, "task", "T");
        w.criterion(&task, "text_match", json!({"any_of": ["yes"]}));
        let ada = w.learner("Ada");
        let told = |changes: &[Change]| -> Vec<[String; 3]> {
            let own = changes.iter().filter(|own| {
                own.kind == EntityType::Progress && own.id.ends_with(&format!(">{task}"))
            });
            let text = |json: &Option<Json>| json.as_ref().map_or("", Json::text).to_owned();
            own.map(|own| [own.event.as_str().to_owned(), text(&own.old), text(&own.new)]).collect()
        };
        let first = w.submit(&ada, &task, content).unwrap().decided.changes;
        assert_eq!(told(&first), [expected.map(str::to_owned)]);
        if content == "no" {
            let second = w.submit(&ada, &task, "no").unwrap().decided.changes;
            assert_eq!(told(&second), [["updated", "", ""].map(str::to_owned)]);
        }
    }
}

#[test]
fn what_was_retired_takes_no_commands_and_asks_for_nothing() {
    let (mut w, p, t, ada) = one();
    let u = w.under(&p, "task", "U");
    w.update(&t, serde_json::json!({"is_active": false}));
    fails(w.start(&ada, &t), Code::InvalidTransition, "was retired");
    assert_eq!(w.ready(&ada, &p), ["U"]);
    w.finish(&ada, &u);
    assert!(w.is_closed(&ada, &p));
    assert_eq!(w.learning(&ada).overview(&p).unwrap().total_tasks, 1);
}

#[test]
fn what_was_retired_is_locked_and_says_why() {
    let (mut w, p, t, ada) = one();
    let e = w.under(&p, "epic", "E");
    let below = w.under(&e, "task", "Below");
    let begun = w.under(&p, "task", "Begun");
    let done = w.under(&p, "task", "Done");
    w.start(&ada, &begun).unwrap();
    w.finish(&ada, &done);
    for own in [&t, &e, &begun, &done] {
        w.update(own, serde_json::json!({"is_active": false}));
    }
    for (own, title, kind) in
        [(&t, "T", "hold"), (&begun, "Begun", "hold"), (&below, "E", "ancestor")]
    {
        let state = w.state(&ada, own);
        assert_eq!(state.display.as_str(), "locked");
        assert_eq!(w.locks(&ada, own), [(kind, title.to_owned())]);
        assert!(state.locked_because[0].message.contains("out of use"), "{state:?}");
        assert!(!state.can_close);
        let context = w.learning(&ada).context(own, Default::default(), true).unwrap();
        assert_eq!(context.locks, state.locked_because);
    }
    assert_eq!(w.display(&ada, &done), "completed");
    assert!(w.locks(&ada, &done).is_empty());
}

#[test]
fn what_is_in_progress_by_its_parts_is_reopened_below_and_says_so() {
    let mut w = World::new();
    let p = w.project("P");
    let e = w.under(&p, "epic", "E");
    let t = w.under(&e, "task", "T");
    let ada = w.learner("Ada");
    w.start(&ada, &t).unwrap();
    assert_eq!(w.status(&ada, &e), Status::InProgress);
    fails(w.reopen(&ada, &e), Code::InvalidTransition, "what is below it");
    fails(w.reopen(&ada, &e), Code::InvalidTransition, "in progress");
}
