//! What is complete is closed (design rule 7), also where no work of the learner made it so: when
//! the last open part goes away, when a hold is lifted, when a lock opens after a review.

use medallion::domain::curriculum::move_task;
use serde_json::json;

use super::world::World;

/// An epic of two parts, the first of which is done, and an epic that waits for it.
struct Course {
    w: World,
    ada: String,
    p: String,
    e: String,
    open: String,
    next: String,
}

fn course() -> Course {
    let mut w = World::new();
    let p = w.project("P");
    let e = w.under(&p, "epic", "E");
    let done = w.under(&e, "task", "done");
    let open = w.under(&e, "task", "open");
    let next = w.under(&p, "epic", "Next");
    w.depend(&next, &e);
    let ada = w.learner("Ada");
    w.finish(&ada, &done);
    assert!(!w.is_closed(&ada, &e));
    Course { w, ada, p, e, open, next }
}

impl Course {
    #[track_caller]
    fn goes_on(mut self) {
        let Self { w, ada, p, e, next, .. } = &mut self;
        let state = w.state(ada, e);
        assert_eq!((state.status.as_str(), state.display.as_str()), ("closed", "completed"));
        assert!(state.completed_at.is_some() && state.close_reason.is_some());
        assert_eq!(w.locks(ada, next), []);
        assert_eq!(w.ready(ada, p), ["Next"]);
        assert_eq!(w.next(ada, p).as_deref(), Some("Next"));
        // What is closed without a command of the learner is written with their next one.
        let closed = w.finish(ada, next).auto_closed;
        assert_eq!(closed, [p.as_str()]);
        let stored = w.learning(ada).stored(e).unwrap().status;
        assert_eq!(stored.as_str(), "closed");
        assert_eq!(w.learning(ada).overview(p).unwrap().completion_percentage.get(), 100);
        // And stays closed, whatever comes later.
        let late = w.under(e, "task", "late");
        assert_eq!(w.state(ada, e).new_items, [late]);
    }
}

#[test]
fn deleting_the_last_open_part_closes_the_container() {
    let mut course = course();
    course.w.delete(&course.open);
    course.goes_on();
}

#[test]
fn retiring_the_last_open_part_closes_the_container() {
    let mut course = course();
    course.w.update(&course.open, json!({"is_active": false}));
    course.goes_on();
}

#[test]
fn a_finished_project_without_steps_in_use_is_finished_wherever_one_looks() {
    let mut w = World::new();
    let p = w.project("P");
    let s = w.under(&p, "step", "S");
    let ada = w.learner("Ada");
    w.finish(&ada, &s);
    w.update(&s, json!({"is_active": false}));
    let learning = w.learning(&ada);
    assert_eq!(learning.tree(&p).unwrap().percentage.get(), 100);
    assert_eq!(learning.state(&p).unwrap().completion_percentage.get(), 100);
    let overview = learning.overview(&p).unwrap();
    assert_eq!((overview.completion_percentage.get(), overview.total_tasks), (100, 0));
}

#[test]
fn making_the_last_open_part_optional_closes_the_container() {
    let mut course = course();
    course.w.update(&course.open, json!({"required": false}));
    let Course { w, ada, p, e, next, .. } = &mut course;
    assert!(w.is_closed(ada, e));
    assert_eq!(w.ready(ada, p), ["open", "Next"], "what is optional stays open to do");
    w.finish(ada, next);
    assert!(w.is_closed(ada, p));
}

#[test]
fn moving_the_last_open_part_away_closes_the_container() {
    let mut course = course();
    let Course { w, open, .. } = &mut course;
    let elsewhere = w.project("Elsewhere");
    let moved = w.stamped(|stamp| move_task(&w.curriculum, open, &elsewhere, None, stamp));
    w.take(moved.unwrap().0);
    let Course { w, ada, e, next, .. } = &course;
    assert!(w.is_closed(ada, e));
    assert_eq!(w.locks(ada, next), []);
}

#[test]
fn removing_what_asks_for_a_submission_closes_the_container() {
    let mut course = course();
    let criterion = course.w.criterion(&course.e, "non_empty", json!({}));
    let (ada, open) = (course.ada.clone(), course.open.clone());
    course.w.finish(&ada, &open);
    assert!(!course.w.is_closed(&ada, &course.e), "it waits for a submission of its own");
    course.w.remove_criterion(&criterion);
    course.goes_on();
}

#[test]
fn lifting_a_hold_closes_what_is_complete() {
    let mut course = course();
    let (ada, e, open) = (course.ada.clone(), course.e.clone(), course.open.clone());
    course.w.start(&ada, &open).unwrap();
    course.w.hold(&ada, &e).unwrap();
    course.w.skip(&ada, &open, "known").unwrap();
    assert!(!course.w.is_closed(&ada, &e), "it is set aside");
    let lifted = course.w.reopen(&ada, &e).unwrap();
    assert_eq!(lifted.auto_closed, [e]);
    course.goes_on();
}

/// A learner hands in, is locked meanwhile, and an instructor accepts the work.
#[test]
fn what_passed_while_it_was_locked_closes_when_the_lock_goes() {
    for way in ["work", "dependency", "hold"] {
        let mut w = World::new();
        let p = w.project("P");
        let e = w.under(&p, "epic", "E");
        let first = w.under(&p, "task", "First");
        let essay = w.under(&e, "subtask", "Essay");
        w.criterion(&essay, "manual", json!({}));
        let ada = w.learner("Ada");
        let sent = w.submit(&ada, &essay, "words").unwrap().submission.id;
        match way {
            "hold" => drop(w.hold(&ada, &essay).unwrap()),
            _ => w.depend(&e, &first),
        }
        w.review(sent.as_str(), json!({"passed": true})).unwrap();
        assert!(!w.is_closed(&ada, &essay), "{way}: it is locked");
        let closed = match way {
            "work" => w.finish(&ada, &first).auto_closed,
            "hold" => w.reopen(&ada, &essay).unwrap().auto_closed,
            _ => {
                w.undepend(&e, &first);
                assert!(w.is_closed(&ada, &essay) && w.is_closed(&ada, &e));
                w.start(&ada, &first).unwrap().auto_closed
            }
        };
        assert!(w.is_closed(&ada, &essay) && w.is_closed(&ada, &e), "{way}: {closed:?}");
        assert!(closed.contains(&essay) && closed.contains(&e), "{way}: {closed:?}");
        assert_eq!(w.state(&ada, &essay).completion_percentage.get(), 100);
        // It can be done again like anything that is closed.
        w.reopen(&ada, &essay).unwrap();
        assert!(!w.is_closed(&ada, &essay) && !w.is_closed(&ada, &e), "{way}");
    }
}

#[test]
fn every_closing_is_told_with_its_status() {
    let mut course = course();
    course.w.delete(&course.open);
    let (ada, next, e) = (course.ada.clone(), course.next.clone(), course.e.clone());
    course.w.finish(&ada, &next);
    let log = course.w.log.borrow();
    let closed = log.iter().rfind(|own| own.id.ends_with(&format!(">{e}"))).unwrap();
    assert_eq!(closed.event.as_str(), "closed");
    assert!(closed.new.as_ref().unwrap().text().contains("closed"));
}
