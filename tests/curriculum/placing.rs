//! What spec 9.13 adds to 9.2: numbers, custom ids, nesting, moving, deleting.

use medallion::Code;
use medallion::domain::curriculum::{EvidenceCounts, delete};

use super::world::{World, fails};

#[test]
fn the_number_of_a_deleted_child_is_never_given_again() {
    let mut world = World::new();
    let p = world.project("P");
    let children: Vec<String> = (1..4).map(|n| world.under(&p, "epic", &n.to_string())).collect();
    world.delete(&children[2]).unwrap();
    assert_eq!(world.under(&p, "epic", "next"), format!("{p}.4"));
    // Nor by somebody who reads what is stored, without what was deleted.
    world.delete(&format!("{p}.4")).unwrap();
    world.curriculum = world.read_again();
    assert_eq!(world.under(&p, "epic", "after"), format!("{p}.5"));
}

#[test]
fn the_number_of_a_child_that_moved_away_and_went_there_is_never_given_again() {
    let mut world = World::new();
    let (p, q) = (world.project("P"), world.project("Q"));
    let child = world.under(&p, "epic", "E");
    world.move_to(&child, &q, None).unwrap();
    world.delete(&q).unwrap();
    world.curriculum = world.read_again();
    assert_eq!(world.under(&p, "epic", "next"), format!("{p}.2"));
}

#[test]
fn custom_ids_are_taken_and_their_numbers_counted() {
    let mut world = World::new();
    let p = world.create(r#"{"id":"soil","task_type":"project","title":"P"}"#);
    assert_eq!(world.curriculum.task(&p).unwrap().project_id.as_str(), "soil");
    world.create(r#"{"id":"foo.42","parent_id":"soil","title":"T"}"#);
    world.create(r#"{"id":"tail.x","parent_id":"soil","title":"T"}"#);
    assert_eq!(world.under("soil", "task", "next"), "soil.43");
    let taken = world.try_create(r#"{"id":"foo.42","parent_id":"soil","title":"T"}"#);
    assert_eq!(taken.as_ref().unwrap_err().path(), Some("id"));
    fails(taken, Code::AlreadyExists, "already exists");
    for id in ["Soil", "a b", "a>b", "", "ä"] {
        let input = format!(r#"{{"id":"{id}","parent_id":"soil","title":"T"}}"#);
        assert_eq!(world.try_create(&input).unwrap_err().path(), Some("id"), "{id}");
    }
}

#[test]
fn a_given_project_id_is_what_the_id_of_a_root_begins_with() {
    let mut world = World::new();
    let p = world.create(r#"{"task_type":"project","title":"P","project_id":"acme"}"#);
    assert!(p.starts_with("acme-"), "{p}");
    let strange = format!(r#"{{"parent_id":"{p}","title":"T","project_id":"other"}}"#);
    assert_eq!(world.try_create(&strange).unwrap_err().path(), Some("project_id"));
}

#[test]
fn ids_of_projects_grow_where_short_ones_are_taken() {
    use medallion::domain::curriculum::{Stamp, create};
    let world = World::new();
    let (now, ids) = ("2026-01-01T00:00:00Z".parse().unwrap(), |_| Ok("task-0011aabbccdd".into()));
    let mut curriculum = medallion::domain::curriculum::Curriculum::default();
    let mut made = Vec::new();
    for _ in 0..3 {
        let stamp = Stamp { now, actor: &world.actor, ids: &ids };
        let input = super::world::object(r#"{"task_type":"project","title":"P"}"#);
        let (changes, task) = create(&curriculum, &input, stamp).unwrap();
        curriculum.apply_all(&changes).unwrap();
        made.push(task.id.to_string());
    }
    assert_eq!(made, ["proj-0011", "proj-0011a", "proj-0011aa"]);
}

#[test]
fn what_may_stand_under_what() {
    let mut world = World::new();
    let p = world.project("P");
    let e = world.under(&p, "epic", "E");
    let t = world.under(&e, "task", "T");
    let s = world.under(&t, "subtask", "S");
    world.under(&p, "task", "a task right under a project");
    world.under(&s, "subtask", "a subtask of a subtask");
    let c = world.under(&p, "chapter", "C");
    world.under(&c, "step", "a step of a chapter");
    for (parent, kind) in [(&p, "project"), (&t, "epic"), (&s, "task"), (&t, "chapter")] {
        let input = format!(r#"{{"parent_id":"{parent}","task_type":"{kind}","title":"X"}}"#);
        let error = world.try_create(&input).unwrap_err();
        assert_eq!(error.path(), Some("task_type"), "{kind} under {parent}");
    }
    let alone = world.try_create(r#"{"task_type":"epic","title":"X"}"#);
    assert_eq!(alone.unwrap_err().path(), Some("parent_id"));
    fails(world.move_to(&e, &t, None), Code::Cycle, "cycle");
    let other = world.under(&p, "task", "other");
    assert_eq!(world.move_to(&e, &other, None).unwrap_err().path(), Some("task_type"));
}

#[test]
fn a_tree_of_any_depth_ends_at_a_depth_that_is_named() {
    let mut world = World::new();
    let mut at = world.project("P");
    for _ in 1..64 {
        at = world.under(&at, "task", "T");
    }
    let input = format!(r#"{{"parent_id":"{at}","title":"T"}}"#);
    assert_eq!(world.try_create(&input).unwrap_err().path(), Some("parent_id"));
}

#[test]
fn a_moved_task_keeps_its_id_and_takes_all_below_it_along() {
    let mut world = World::new();
    let (p, q) = (world.project("P"), world.project("Q"));
    let e = world.under(&p, "epic", "E");
    let t = world.under(&e, "task", "T");
    let moved = world.move_to(&e, &q, None).unwrap();
    assert_eq!(moved.id.as_str(), e);
    assert_eq!(world.children(&q), [e.as_str()]);
    assert!(world.children(&p).is_empty());
    assert_eq!(world.curriculum.task(&t).unwrap().project_id.as_str(), q);
    fails(world.move_to(&e, &t, None), Code::Cycle, "cycle");
    fails(world.move_to(&e, &e, None), Code::Cycle, "cycle");
    fails(world.move_to(&e, "nowhere", None), Code::NotFound, "does not exist");
    assert_eq!(world.move_to(&q, &p, None).unwrap_err().path(), Some("task_type"));
}

#[test]
fn a_task_can_be_moved_before_any_other_however_often() {
    let mut world = World::new();
    let p = world.project("P");
    let mut expected: Vec<String> =
        (0..5).map(|n| world.under(&p, "epic", &n.to_string())).collect();
    // Always the last before the second: the gap between two is used up many times over.
    for _ in 0..40 {
        let last = expected.pop().unwrap();
        world.move_to(&last, &p, Some(&expected[1].clone())).unwrap();
        expected.insert(1, last);
        assert_eq!(world.children(&p), expected);
    }
    let stored = world.log.len();
    let (first, second) = (expected[0].clone(), expected[1].clone());
    world.move_to(&first, &p, Some(&second)).unwrap();
    assert_eq!(world.log.len(), stored, "it stands there already");
    let stranger = world.project("Q");
    assert_eq!(world.move_to(&first, &p, Some(&stranger)).unwrap_err().path(), Some("before"));
    assert_eq!(world.move_to(&first, &p, Some(&first)).unwrap_err().path(), Some("before"));
}

#[test]
fn deleting_takes_all_that_hangs_below_and_a_dry_run_says_what() {
    let mut world = World::new();
    let p = world.project("P");
    let (e, other) = (world.under(&p, "epic", "E"), world.under(&p, "epic", "Other"));
    let t = world.under(&e, "task", "T");
    let s = world.under(&t, "subtask", "S");
    world.objective(&s, "Compare", "analyze").unwrap();
    world.comment(&t, "x", None).unwrap();
    world.depend(&other, &s).unwrap();
    world.depend(&t, &other).unwrap_err();
    let asked = std::cell::RefCell::new(Vec::new());
    let evidence = |ids: &[String]| {
        asked.borrow_mut().extend_from_slice(ids);
        Ok((EvidenceCounts { submissions: 7, ..EvidenceCounts::none() }, Vec::new()))
    };
    let (_, would) = delete(&world.curriculum, &e, evidence).unwrap();
    assert_eq!(would.removed, [e.clone(), t.clone(), s.clone()]);
    assert_eq!(*asked.borrow(), would.removed);
    assert_eq!((would.evidence.submissions, would.evidence.comments), (7, 1));
    assert_eq!(world.curriculum.len(), 5, "a dry run stores nothing");
    world.delete(&e).unwrap();
    assert_eq!(world.curriculum.len(), 2);
    assert_eq!(world.curriculum.dependency_count(), 0);
    let index = world.curriculum.index(&other).unwrap();
    assert_eq!(world.curriculum.blockers(index).count(), 0);
    // Nothing is left of it for whoever reads what is stored.
    let again = world.read_again();
    assert_eq!((again.len(), again.dependency_count()), (2, 0));
}

#[test]
fn a_key_is_one_tasks_own_in_its_project() {
    let mut world = World::new();
    let (p, q) = (world.project("P"), world.project("Q"));
    let keyed = |parent: &str| format!(r#"{{"parent_id":"{parent}","title":"T","key":"first"}}"#);
    let first = world.create(&keyed(&p));
    world.create(&keyed(&q));
    assert_eq!(world.try_create(&keyed(&p)).unwrap_err().path(), Some("key"));
    let other = world.under(&p, "task", "other");
    assert_eq!(world.update(&other, r#"{"key":"first"}"#).unwrap_err().path(), Some("key"));
    world.update(&first, r#"{"key":"first","title":"the same key"}"#).unwrap();
    assert_eq!(
        world.update(&first, r#"{"max_attempts":0}"#).unwrap_err().path(),
        Some("max_attempts")
    );
}

#[test]
fn what_is_handed_in_for_a_new_task_is_checked_all_of_it() {
    let mut world = World::new();
    let p = world.project("P");
    for (input, path) in [
        (r#"{"task_type":"project"}"#.to_owned(), "title"),
        (r#"{"task_type":"project","title":"P","id":5}"#.to_owned(), "id"),
        (r#"{"task_type":"project","title":"P","project_id":"Bad id"}"#.to_owned(), "project_id"),
        (r#"{"task_type":"banana","title":"P"}"#.to_owned(), "task_type"),
        (r#"{"parent_id":5,"title":"P"}"#.to_owned(), "parent_id"),
        (format!(r#"{{"parent_id":"{p}","title":"T","position":-1}}"#), "position"),
        (format!(r#"{{"parent_id":"{p}","title":"T","variants":[{{}}]}}"#), "variants[0].level"),
        (
            format!(r#"{{"parent_id":"{p}","title":"T","content_refs":["cnt-x"]}}"#),
            "content_refs[0]",
        ),
    ] {
        let error = world.try_create(&input).unwrap_err();
        assert_eq!(error.path(), Some(path), "{input}: {error}");
    }
    assert_eq!(world.curriculum.len(), 1);
}

#[test]
fn nothing_moves_into_a_project_in_which_its_key_is_taken() {
    let mut world = World::new();
    let (p, q) = (world.project("P"), world.project("Q"));
    let keyed = |parent: &str| format!(r#"{{"parent_id":"{parent}","title":"T","key":"first"}}"#);
    let e = world.under(&p, "epic", "E");
    let mine = world.create(&keyed(&e));
    let theirs = world.create(&keyed(&q));
    let error = world.move_to(&e, &q, None).unwrap_err();
    assert_eq!((error.code(), error.path()), (Code::Invalid, Some("newParentId")));
    for id in [&mine, &theirs] {
        assert!(error.message().contains(id.as_str()), "{error}");
    }
    world.update(&mine, r#"{"key":"second"}"#).unwrap();
    world.move_to(&e, &q, None).unwrap();
    world.imported(&world.export(&q));
}

#[test]
fn what_names_another_task_stays_in_one_project_with_it() {
    for field in ["remedial", "tests_out"] {
        let mut world = World::new();
        let (p, q) = (world.project("P"), world.project("Q"));
        let (e, f) = (world.under(&p, "epic", "E"), world.under(&p, "epic", "F"));
        let other = world.under(&f, "task", "Other");
        let names =
            format!(r#"{{"parent_id":"{e}","title":"T","max_attempts":1,"{field}":["{other}"]}}"#);
        let task = world.create(&names);
        for moved in [&e, &task, &f, &other] {
            let error = world.move_to(moved, &q, None).unwrap_err();
            assert_eq!((error.code(), error.path()), (Code::Invalid, Some("newParentId")));
            for words in [task.as_str(), other.as_str(), field] {
                assert!(error.message().contains(words), "{error}");
            }
        }
        // Together, or within the project, they may.
        world.move_to(&other, &e, None).unwrap();
        world.move_to(&e, &q, None).unwrap();
        world.update(&task, &format!(r#"{{"title":"T2","{field}":["{other}"]}}"#)).unwrap();
        world.imported(&world.export(&q));
    }
}

#[test]
fn what_is_deleted_is_named_nowhere_any_more() {
    let mut world = World::new();
    let p = world.project("P");
    let e = world.under(&p, "epic", "E");
    let [gone, stays] = ["Gone", "Stays"].map(|title| world.under(&e, "task", title));
    let both = format!(r#"["{gone}","{stays}"]"#);
    let names = format!(
        r#"{{"parent_id":"{p}","title":"T","max_attempts":1,"remedial":{both},"tests_out":["{gone}"]}}"#
    );
    let task = world.create(&names);
    let before = world.curriculum.task(&task).unwrap().updated_at;
    world.delete(&gone).unwrap();
    let task = world.curriculum.task(&task).unwrap();
    let named: Vec<&str> = task.remedial.0.iter().flatten().map(|own| own.as_str()).collect();
    assert_eq!(named, [stays.as_str()]);
    assert!(task.tests_out.0.is_none());
    assert!(task.updated_at > before);
}

#[test]
fn material_is_shown_once_however_often_it_is_named() {
    let mut world = World::new();
    let p = world.project("P");
    let [one, other] = ["1", "2"].map(|body| world.content("markdown", body));
    let refs = |own: &medallion::domain::curriculum::Task| -> Vec<String> {
        own.content_refs.iter().map(ToString::to_string).collect()
    };
    let t = world
        .try_create(&format!(
            r#"{{"parent_id":"{p}","title":"T","content_refs":["{one}","{one}"]}}"#
        ))
        .unwrap();
    assert_eq!(refs(&t), [one.as_str()]);
    let patch = format!(
        r#"{{"content_refs":["{one}","{other}","{one}"],"variants":[{{"level":"beginner","content_refs":["{one}","{one}"]}}]}}"#
    );
    let t = world.update(t.id.as_str(), &patch).unwrap();
    assert_eq!(refs(&t), [one.as_str(), other.as_str()]);
    assert_eq!(t.variants.0.unwrap()[0].content_refs.len(), 1);
    let stored = world.log.len();
    let same = format!(r#"{{"content_refs":["{one}","{other}","{other}"]}}"#);
    world.update(t.id.as_str(), &same).unwrap();
    assert_eq!(world.log.len(), stored);
}
