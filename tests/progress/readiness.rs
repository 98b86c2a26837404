//! The one rule of readiness: DP13 to DP23, EB1 to EB3, and what the reference never tests.

use medallion::Code;
use medallion::domain::curriculum::{DependencyType, TaskType};
use medallion::domain::progress::{ReadyOptions, Status, hold};
use serde_json::json;

use super::world::{World, fails};

fn tasks<const N: usize>(titles: [&str; N]) -> (World, String, String, [String; N]) {
    let mut w = World::new();
    let p = w.project("P");
    let ada = w.learner("Ada");
    let ids = titles.map(|title| w.under(&p, "task", title));
    (w, p, ada, ids)
}

#[test]
fn dp13_dp14_dp15_a_task_waits_until_its_blocker_is_closed() {
    let (mut w, _, ada, [t1, t2]) = tasks(["T1", "T2"]);
    w.depend(&t2, &t1);
    assert_eq!(w.locks(&ada, &t1), []);
    assert_eq!(w.locks(&ada, &t2), [("dependency", "T1".to_owned())]);
    let state = w.state(&ada, &t2);
    assert_eq!(state.locked_because[0].message, "\"T1\" must be closed first.");
    assert_eq!(state.locked_because[0].unlock, [t1.as_str()]);
    assert_eq!(state.display.as_str(), "locked");
    let error = fails(w.start(&ada, &t2), Code::Locked, "\"T2\" is blocked. \"T1\" must be closed");
    assert!(error.details().unwrap().text().contains(&format!("\"task_id\":\"{t1}\"")));
    w.finish(&ada, &t1);
    assert_eq!(w.locks(&ada, &t2), []);
    w.start(&ada, &t2).unwrap();
}

#[test]
fn an_error_names_the_first_three_reasons_and_has_all_of_them() {
    let (mut w, _, ada, [last, a, b, c, d]) = tasks(["Last", "A", "B", "C", "D"]);
    for own in [&a, &b, &c, &d] {
        w.depend(&last, own);
    }
    let error = w.start(&ada, &last).unwrap_err();
    let first =
        "\"A\" must be closed first. \"B\" must be closed first. \"C\" must be closed first.";
    assert_eq!(error.message(), format!("\"Last\" is blocked. {first} There is 1 more reason."));
    assert!(error.details().unwrap().text().contains(&format!("\"task_id\":\"{d}\"")));
}

#[test]
fn dp16_dp17_ready_lists_what_nothing_waits_for_even_without_records() {
    let (mut w, p, ada, [t1, t2, _]) = tasks(["T1", "T2", "T3"]);
    w.depend(&t2, &t1);
    assert_eq!(w.ready(&ada, &p), ["T1", "T3"]);
}

#[test]
fn dp18_blocking_reaches_through_a_chain() {
    let (mut w, p, ada, [a, b, c]) = tasks(["A", "B", "C"]);
    w.depend(&b, &a);
    w.depend(&c, &b);
    assert_eq!(w.ready(&ada, &p), ["A"]);
    assert_eq!(w.state(&ada, &c).locked_because[0].unlock, [a, b]);
}

#[test]
fn dp19_learners_do_not_unlock_for_each_other() {
    let (mut w, p, ada, [t1, t2]) = tasks(["T1", "T2"]);
    let bob = w.learner("Bob");
    w.depend(&t2, &t1);
    w.finish(&ada, &t1);
    assert_eq!(w.ready(&ada, &p), ["T2"]);
    assert_eq!(w.ready(&bob, &p), ["T1"]);
    assert_eq!(w.locks(&bob, &t2), [("dependency", "T1".to_owned())]);
}

/// Ours: blocked is worked out, and nobody has to store it.
#[test]
fn dp20_blocked_lists_what_is_locked_and_what_is_held_with_reasons() {
    let (mut w, p, ada, [t1, t2, t3]) = tasks(["T1", "T2", "T3"]);
    w.depend(&t2, &t1);
    w.hold(&ada, &t3).unwrap();
    let blocked = w.learning(&ada).blocked(&p).unwrap();
    let told: Vec<(&str, &str, &str)> = blocked
        .iter()
        .map(|own| {
            (&*own.title, own.locked_because[0].kind.as_str(), &*own.locked_because[0].title)
        })
        .collect();
    assert_eq!(told, [("T2", "dependency", "T1"), ("T3", "hold", "T3")]);
    assert_eq!(blocked[0].locked_because[0].unlock, [t1]);
}

#[test]
fn dp21_dp22_ready_goes_by_progress_priority_and_place() {
    let mut w = World::new();
    let p = w.project("P");
    let ada = w.learner("Ada");
    let late = w.with(&p, "task", "late", json!({"priority": 4}));
    w.with(&p, "task", "first", json!({"priority": 0}));
    for number in 1..=11 {
        w.under(&p, "subtask", &format!("S{number}"));
    }
    let ready = w.ready(&ada, &p);
    assert_eq!(ready[0], "first");
    assert_eq!(ready[1..4], ["S1", "S2", "S3"]);
    assert_eq!(ready[10..], ["S10", "S11", "late"], ".2 stands before .10");
    w.start(&ada, &late).unwrap();
    assert_eq!(w.ready(&ada, &p)[..2], ["late", "first"]);
    let only = ReadyOptions { task_type: Some(TaskType::Task), ..ReadyOptions::default() };
    assert_eq!(w.ready_with(&ada, &p, only), ["late", "first"]);
    let two = ReadyOptions { limit: 2, ..ReadyOptions::default() };
    let ready = w.learning(&ada).ready(&p, two).unwrap();
    assert_eq!((ready.items.len(), ready.total, ready.in_progress), (2, 13, 1));
}

#[test]
fn dp23_related_and_discovered_from_do_not_block_and_parent_child_does() {
    let (mut w, p, ada, [t1, t2, t3, t4]) = tasks(["T1", "T2", "T3", "T4"]);
    w.depend_as(&t2, &t1, DependencyType::Related);
    w.depend_as(&t3, &t1, DependencyType::DiscoveredFrom);
    w.depend_as(&t4, &t1, DependencyType::ParentChild);
    assert_eq!(w.ready(&ada, &p), ["T1", "T2", "T3"]);
    assert_eq!(w.locks(&ada, &t4), [("dependency", "T1".to_owned())]);
}

/// Ours: containers are listed on request, and close with what is below them.
#[test]
fn eb1_a_blocked_epic_blocks_all_below_it() {
    let mut w = World::new();
    let p = w.project("P");
    let ada = w.learner("Ada");
    let [ea, eb] = ["Ea", "Eb"].map(|title| w.under(&p, "epic", title));
    let a1 = w.under(&ea, "task", "A1");
    let [b1, b2] = ["B1", "B2"].map(|title| w.under(&eb, "task", title));
    w.depend(&eb, &ea);
    let all = ReadyOptions { containers: true, limit: 100, ..ReadyOptions::default() };
    assert_eq!(w.ready_with(&ada, &p, all), ["P", "Ea", "A1"]);
    assert_eq!(w.ready(&ada, &p), ["A1"]);
    assert_eq!(w.locks(&ada, &b1), [("ancestor", "Eb".to_owned())]);
    let lock = &w.state(&ada, &b1).locked_because[0];
    assert_eq!(lock.message, "\"Eb\" is locked: \"Ea\" must be closed first.");
    assert_eq!(lock.unlock, [a1.as_str()]);
    fails(w.start(&ada, &b2), Code::Locked, "\"Eb\" is locked");
    fails(w.submit(&ada, &b2, "x"), Code::Locked, "\"Eb\" is locked");
    w.finish(&ada, &a1);
    assert!(w.is_closed(&ada, &ea));
    assert_eq!(w.ready_with(&ada, &p, all), ["P", "Eb", "B1", "B2"], "in progress goes first");
    w.start(&ada, &b1).unwrap();
}

#[test]
fn eb2_blocking_reaches_every_depth() {
    let mut w = World::new();
    let p = w.project("P");
    let ada = w.learner("Ada");
    let [e1, e2] = ["E1", "E2"].map(|title| w.under(&p, "epic", title));
    w.under(&e1, "task", "T1");
    let t21 = w.under(&e2, "task", "T2.1");
    let s = w.under(&t21, "subtask", "S");
    w.under(&e2, "task", "T2.2");
    w.depend(&e2, &e1);
    assert_eq!(w.ready(&ada, &p), ["T1"]);
    assert_eq!(w.locks(&ada, &s), [("ancestor", "E2".to_owned())]);
}

#[test]
fn eb3_siblings_in_one_epic() {
    let mut w = World::new();
    let p = w.project("P");
    let ada = w.learner("Ada");
    let ea = w.under(&p, "epic", "Ea");
    let [a1, a2] = ["A1", "A2"].map(|title| w.under(&ea, "task", title));
    w.depend(&a2, &a1);
    assert_eq!(w.ready(&ada, &p), ["A1"]);
    w.finish(&ada, &a1);
    assert_eq!(w.ready(&ada, &p), ["A2"]);
}

#[test]
fn an_ordered_container_opens_one_after_the_other_and_optional_ones_hold_nothing_up() {
    let mut w = World::new();
    let p = w.project("P");
    let ada = w.learner("Ada");
    let c = w.with(&p, "chapter", "C", json!({"ordered": true}));
    let one = w.under(&c, "step", "1");
    w.with(&c, "step", "2 (optional)", json!({"required": false}));
    let three = w.under(&c, "step", "3");
    assert_eq!(w.ready(&ada, &p), ["1"]);
    assert_eq!(w.locks(&ada, &three), [("order", "1".to_owned())]);
    assert_eq!(w.state(&ada, &three).locked_because[0].message, "\"1\" comes first.");
    w.finish(&ada, &one);
    assert_eq!(w.ready(&ada, &p), ["2 (optional)", "3"]);
    w.reopen(&ada, &one).unwrap();
    assert_eq!(w.locks(&ada, &three), [("order", "1".to_owned())], "locked again");
}

#[test]
fn what_is_in_progress_and_becomes_locked_leaves_ready_and_takes_nothing() {
    let (mut w, p, ada, [t1, t2]) = tasks(["T1", "T2"]);
    w.start(&ada, &t2).unwrap();
    w.depend(&t2, &t1);
    assert_eq!(w.ready(&ada, &p), ["T1"]);
    assert_eq!(w.state(&ada, &t2).status, Status::InProgress);
    assert_eq!(w.display(&ada, &t2), "locked");
    assert!(w.start(&ada, &t2).unwrap().changes.is_empty(), "begun is begun");
    fails(w.submit(&ada, &t2, "work"), Code::Locked, "must be closed first");
    fails(w.close(&ada, &t2), Code::Locked, "must be closed first");
    w.finish(&ada, &t1);
    w.close(&ada, &t2).unwrap();
}

#[test]
fn a_blank_reason_for_a_hold_is_none() {
    let mut w = World::new();
    let p = w.project("P");
    let ada = w.learner("Ada");
    w.note(&ada, |learning, stamp| hold(learning, &p, Some(" "), stamp)).unwrap();
    let message = &w.state(&ada, &p).locked_because[0].message;
    assert_eq!(message, "It was set aside. It must be reopened.");
}

#[test]
fn a_hold_is_inherited() {
    let mut w = World::new();
    let p = w.project("P");
    let ada = w.learner("Ada");
    let e = w.under(&p, "epic", "E");
    let t = w.under(&e, "task", "T");
    w.hold(&ada, &e).unwrap();
    assert_eq!(w.locks(&ada, &t), [("ancestor", "E".to_owned())]);
    assert_eq!(w.ready(&ada, &p), [""; 0]);
    w.reopen(&ada, &e).unwrap();
    assert_eq!(w.ready(&ada, &p), ["T"]);
}

#[test]
fn the_way_past_an_order_names_every_part_that_comes_first() {
    let mut w = World::new();
    let p = w.project("P");
    let c = w.with(&p, "chapter", "C", json!({"ordered": true}));
    let [a, b] = ["A", "B"].map(|title| w.under(&c, "step", title));
    w.with(&c, "step", "optional", json!({"required": false}));
    let last = w.under(&c, "step", "Last");
    let d = w.under(&c, "chapter", "D");
    let part = w.under(&d, "step", "in D");
    let ada = w.learner("Ada");
    let lock = &w.state(&ada, &last).locked_because[0];
    assert_eq!((lock.task_id.as_str(), &lock.unlock), (a.as_str(), &vec![a.clone(), b.clone()]));
    assert_eq!(w.state(&ada, &part).locked_because[0].unlock, [a, b, last]);
}

#[test]
fn the_way_names_every_step_in_the_order_of_doing() {
    let mut w = World::new();
    let p = w.project("P");
    let ada = w.learner("Ada");
    let [e1, e2, e3] = ["E1", "E2", "E3"].map(|title| w.under(&p, "epic", title));
    let a = w.under(&e1, "task", "a");
    let b = w.under(&e1, "task", "b");
    let c = w.under(&e2, "task", "c");
    w.with(&e2, "task", "optional", json!({"required": false}));
    let d = w.under(&e3, "task", "d");
    w.depend(&e3, &e2);
    w.depend(&c, &b);
    w.depend(&b, &a);
    let unlock = w.state(&ada, &d).locked_because[0].unlock.clone();
    assert_eq!(unlock, [a.clone(), b.clone(), c.clone()]);
    for step in unlock {
        assert_eq!(w.display(&ada, &step), "available");
        w.finish(&ada, &step);
    }
    assert_eq!(w.display(&ada, &d), "available");
}

/// Ours, beyond the reference: what was cut off by deleting or retiring a blocker opens.
#[test]
fn a_blocker_that_goes_blocks_no_longer() {
    let (mut w, p, ada, [t1, t2, t3, _]) = tasks(["T1", "T2", "T3", "T4"]);
    w.depend(&t2, &t1);
    w.depend(&t2, &t3);
    w.delete(&t1);
    w.update(&t3, json!({"is_active": false}));
    assert_eq!(w.ready(&ada, &p), ["T2", "T4"]);
}

/// The layered graph that takes the reference 18 seconds.
#[test]
fn forty_two_nodes_in_layers_are_no_matter() {
    let mut w = World::new();
    let p = w.project("P");
    let ada = w.learner("Ada");
    let mut before: Vec<String> = Vec::new();
    let mut last = String::new();
    for layer in 0..14 {
        let own: Vec<String> =
            (0..3).map(|n| w.under(&p, "task", &format!("{layer}.{n}"))).collect();
        for (task, blocker) in
            own.iter().flat_map(|own| before.iter().map(move |other| (own, other)))
        {
            w.depend(task, blocker);
        }
        last.clone_from(&own[0]);
        before = own;
    }
    assert_eq!(w.state(&ada, &last).locked_because[0].unlock.len(), 20, "as many as are shown");
    assert_eq!(w.ready(&ada, &p), ["0.0", "0.1", "0.2"]);
}

#[test]
fn ready_goes_on_page_by_page_with_true_totals_and_says_where_it_cannot() {
    let (mut w, p, ada, [a, b, c, d]) = tasks(["A", "B", "C", "D"]);
    w.start(&ada, &c).unwrap();
    let page = |w: &World, limit: usize, after: Option<&str>| {
        let options = ReadyOptions { limit, ..ReadyOptions::default() };
        let found = w.learning(&ada).ready_page(&p, options, after)?;
        let ids: Vec<String> = found.items.into_iter().map(|own| own.task_id).collect();
        Ok::<_, medallion::Error>((ids, found.total, found.in_progress, found.next))
    };
    let first = (vec![c.clone(), a.clone()], 4, 1, Some(a.clone()));
    assert_eq!(page(&w, 2, None).unwrap(), first);
    assert_eq!(page(&w, 2, Some(&a)).unwrap(), (vec![b.clone(), d.clone()], 4, 1, None));
    assert_eq!(page(&w, 9, Some(&d)).unwrap(), (vec![], 4, 1, None));
    assert_eq!(page(&w, 0, None).unwrap(), (vec![], 4, 1, None));
    w.finish(&ada, &a);
    for gone in [a.as_str(), "nowhere"] {
        let error = fails(page(&w, 2, Some(gone)), Code::Invalid, "is no longer ready");
        assert_eq!(error.path(), Some("after"));
    }
}

#[test]
fn a_list_goes_on_behind_a_task_in_the_order_of_the_tree() {
    let (mut w, p, ada, [a, b, c]) = tasks(["A", "B", "C"]);
    w.finish(&ada, &b);
    let ids = |status: Option<Status>, limit: usize, after: Option<&str>| {
        let found = w.learning(&ada).list_page(Some(&p), status, limit, after)?;
        Ok::<_, medallion::Error>(found.into_iter().map(|own| own.task_id).collect::<Vec<_>>())
    };
    assert_eq!(ids(None, 2, None).unwrap(), [p.as_str(), &a]);
    assert_eq!(ids(None, 2, Some(&a)).unwrap(), [b.as_str(), &c]);
    assert_eq!(ids(Some(Status::Open), 9, Some(&a)).unwrap(), [c.as_str()]);
    let error = fails(ids(None, 2, Some("nowhere")), Code::Invalid, "is no task of this list");
    assert_eq!(error.path(), Some("after"));
}
