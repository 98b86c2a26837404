//! Who learns: their profile, their name in the host's login, and leaving with all that is theirs.

use medallion::Code;
use medallion::domain::event::EntityType;
use medallion::domain::progress::{Learning, Progress, all_of_learner};
use medallion::domain::schema::to_json;
use serde_json::json;

use super::world::{World, fails};

#[test]
fn a_learner_has_a_profile_with_defaults() {
    let mut w = World::new();
    let ada = w.try_learner(json!({"name": "Ada", "auth_id": "login-7"})).unwrap();
    assert_eq!(ada.background_level.as_str(), "beginner");
    assert_eq!((&*ada.preferred_language, ada.metadata.text()), ("en", "{}"));
    assert_eq!(w.progress.by_auth_id("login-7").unwrap().id, ada.id);
    assert!(w.progress.by_auth_id("login-8").is_none());
    let names: Vec<&str> = w.progress.learners().iter().map(|own| own.id.as_str()).collect();
    assert_eq!(names, [ada.id.as_str()]);
}

#[test]
fn what_is_no_profile_is_refused_with_its_path() {
    let mut w = World::new();
    w.try_learner(json!({"id": "ada", "auth_id": "login-7"})).unwrap();
    let path = |w: &mut World, input| w.try_learner(input).unwrap_err().path().unwrap().to_owned();
    assert_eq!(path(&mut w, json!({"background_level": "wizard"})), "background_level");
    assert_eq!(path(&mut w, json!({"learning_preferences": "fast"})), "learning_preferences");
    let error = fails(w.try_learner(json!({"id": "ada"})), Code::AlreadyExists, "ada is there");
    assert_eq!(error.path(), Some("id"));
    let taken = w.try_learner(json!({"auth_id": "login-7"}));
    assert_eq!(fails(taken, Code::AlreadyExists, "login-7").path(), Some("auth_id"));
    assert_eq!(w.progress.learners().len(), 1);
}

#[test]
fn a_profile_changes_and_its_auth_id_with_it() {
    let mut w = World::new();
    let ada = w.try_learner(json!({"auth_id": "a", "shoe_size": 38})).unwrap().id.to_string();
    let bob = w.try_learner(json!({"auth_id": "b"})).unwrap().id.to_string();
    w.update_learner(&ada, json!({"auth_id": "c", "background_level": "advanced"})).unwrap();
    assert!(w.progress.by_auth_id("a").is_none());
    assert_eq!(w.progress.by_auth_id("c").unwrap().id.as_str(), ada);
    fails(w.update_learner(&bob, json!({"auth_id": "c"})), Code::AlreadyExists, "c is there");
    fails(w.update_learner(&bob, json!({"id": "x"})), Code::Invalid, "cannot be changed");
    fails(w.update_learner("no", json!({})), Code::NotFound, "does not exist");
    assert!(w.progress.learner(&ada).unwrap().extra.get("shoe_size").is_some(), "kept");
}

#[test]
fn leaving_takes_all_that_is_theirs_and_nothing_else() {
    let mut w = World::new();
    let p = w.project("P");
    let s = w.under(&p, "subtask", "S");
    let [ada, bob] = ["Ada", "Bob"].map(|name| w.learner(name));
    for learner in [&ada, &bob] {
        w.submit(learner, &s, "work").unwrap();
        w.summarize(learner, &s).unwrap();
        w.ask_help(learner, &s, "why?").unwrap();
        w.create_path(json!({"learner_id": learner, "root_id": p, "name": "mine"})).unwrap();
    }
    let all = all_of_learner(&w.curriculum, &w.progress, &ada);
    let kinds: Vec<&str> = all.iter().map(|(kind, _)| kind.as_str()).collect();
    for kind in ["submission", "validation", "summary", "help_request", "progress", "path"] {
        assert!(kinds.contains(&kind), "{kind}");
    }
    assert_eq!(all.last().unwrap(), &(EntityType::Learner, ada.clone()));
    for (kind, id) in &all {
        w.progress.apply(*kind, id, None).unwrap();
    }
    assert!(all_of_learner(&w.curriculum, &w.progress, &ada).is_empty());
    fails(Learning::of(&w.curriculum, &w.progress, &ada, w.now()), Code::NotFound, "does not");
    assert!(w.is_closed(&bob, &s));
    assert_eq!(w.progress.help_requests().len(), 1);
    assert_eq!(w.progress.paths(&bob).len(), 1);
    assert!(all_of_learner(&w.curriculum, &w.progress, "nobody").is_empty());
}

/// What is imported may name a login that somebody here has.
#[test]
fn who_leaves_does_not_take_a_login_along_that_has_become_another_ones() {
    let mut w = World::new();
    let ada = w.try_learner(json!({"auth_id": "a"})).unwrap();
    let id = ada.id.to_string();
    let bob = to_json(&ada).replace(&id, "bob");
    w.progress.apply(EntityType::Learner, "bob", Some(&bob)).unwrap();
    assert_eq!(w.progress.by_auth_id("a").unwrap().id.as_str(), "bob");
    w.progress.apply(EntityType::Learner, &id, None).unwrap();
    assert_eq!(w.progress.by_auth_id("a").unwrap().id.as_str(), "bob");
    w.progress.apply(EntityType::Learner, "bob", None).unwrap();
    assert!(w.progress.by_auth_id("a").is_none());
}

#[test]
fn who_is_not_loaded_costs_nothing_and_comes_back_the_same() {
    let mut w = World::new();
    let p = w.project("P");
    let s = w.under(&p, "subtask", "S");
    let ada = w.try_learner(json!({"auth_id": "a"})).unwrap().id.to_string();
    w.submit(&ada, &s, "work").unwrap();
    let before = w.state(&ada, &s);
    // Twice: what was read, and what was only kept.
    for _ in 0..2 {
        let lines = w.progress.lines(&ada);
        let mut anew = Progress::default();
        anew.recall(&ada, &lines);
        for change in w.log.borrow().iter().filter(|own| own.kind == EntityType::Learner) {
            anew.apply(change.kind, &change.id, change.body.as_deref()).unwrap();
        }
        w.progress = anew;
    }
    assert_eq!(w.state(&ada, &s), before);
    let [submission] = &w.learning(&ada).submission_ids(&s)[..] else { panic!("one submission") };
    let owner = w.progress.owner(EntityType::Submission, submission);
    assert_eq!(owner, Some((ada.as_str(), s.as_str())));
    assert_eq!(w.progress.verdicts(submission).len(), 1);
}

#[test]
fn deleting_a_task_names_and_takes_what_was_done_there() {
    let mut w = World::new();
    let p = w.project("P");
    let t = w.under(&p, "task", "T");
    let s = w.under(&t, "subtask", "S");
    let other = w.under(&p, "task", "Other");
    let [ada, bob] = ["Ada", "Bob"].map(|name| w.learner(name));
    w.submit(&ada, &s, "work").unwrap();
    w.submit(&bob, &s, " ").unwrap();
    w.start(&bob, &other).unwrap();
    let evidence = w.delete(&t).evidence;
    assert_eq!((evidence.learners, evidence.submissions, evidence.validations), (2, 2, 2));
    assert_eq!(evidence.progress, 3, "Ada's S and T, Bob's S");
    assert!(w.learning(&ada).submission_ids(&s).is_empty());
    assert_eq!(w.status(&bob, &other).as_str(), "in_progress");
}

#[test]
fn a_record_that_cannot_be_read_is_as_good_as_none() {
    let mut w = World::new();
    let p = w.project("P");
    let t = w.under(&p, "task", "T");
    let ada = w.learner("Ada");
    w.start(&ada, &t).unwrap();
    let id = format!("{ada}>{t}");
    for body in ["", "{}", r#"{"id":"x"}"#, r#"{"status":"zzz"}"#] {
        fails(w.progress.apply(EntityType::Progress, &id, Some(body)), Code::Invalid, "");
        assert_eq!(w.status(&ada, &t).as_str(), "open");
    }
    fails(w.progress.apply(EntityType::Progress, "no pair", Some("{}")), Code::Invalid, "");
    for kind in EntityType::ALL {
        let _ = w.progress.apply(*kind, "x>y", Some("[]"));
        w.progress.apply(*kind, "x>y", None).unwrap();
    }
    assert_eq!(w.learning(&ada).overview(&p).unwrap().total_tasks, 1);
}

#[test]
fn a_name_says_something_or_is_left_out() {
    let mut w = World::new();
    let words = "not all blank";
    let error = fails(w.try_learner(json!({"name": " \t"})), Code::Invalid, words);
    assert_eq!(error.path(), Some("name"));
    let ada = w.learner("Ada");
    let error = fails(w.update_learner(&ada, json!({"name": ""})), Code::Invalid, words);
    assert_eq!(error.path(), Some("name"));
    assert_eq!(w.update_learner(&ada, json!({"name": null})).unwrap().name, None);
    w.try_learner(json!({"name": null})).unwrap();
}
