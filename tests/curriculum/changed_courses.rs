//! A course that changed, on top of what learners work with (design rule 9).

use medallion::Code;
use medallion::domain::curriculum::CourseOptions;
use medallion::domain::event::EventType;

use super::world::{World, fails};

const FIRST: &str = r#"{"title":"P","project_id":"soil","epics":[
    {"title":"A","tasks":[{"title":"A1","learning_objectives":[{"description":"keep"},{"description":"go"}],
        "validation":{"type":"python_output"}},{"title":"A2"}]},
    {"title":"B","dependencies":["A"],"tasks":[{"title":"B1"},{"title":"B2","key":"b2"}]}]}"#;

#[test]
fn an_updated_course_keeps_what_is_still_there_and_retires_what_is_gone() {
    let mut world = World::new();
    let p = world.imported(FIRST);
    let ids = |world: &World| ["A", "A1", "B", "B1"].map(|title| world.titled(title));
    let before = ids(&world);
    let renamed = world.titled("B2");
    let a1 = world.curriculum.index(&before[1]).unwrap();
    let kept = world.curriculum.objectives(a1)[0].id.clone();
    let criterion = world.curriculum.criteria(a1)[0].id.clone();
    let second = r#"{"title":"P","project_id":"soil","version":2,"epics":[
        {"title":"New","tasks":[{"title":"N1"}]},
        {"title":"A","tasks":[{"title":"A1","learning_objectives":[{"description":"new"},{"description":"keep"}],
            "validation":{"type":"python_output"}}]},
        {"title":"B","dependencies":["New"],"tasks":[{"title":"Renamed","key":"b2"},{"title":"B1"}]}]}"#;
    let options = CourseOptions { update: Some(&p), ..CourseOptions::default() };
    let report = world.import_as(second, options).unwrap();
    assert_eq!((report.created, report.retired), (2, 1));
    assert_eq!(report.project_id.as_deref(), Some(p.as_str()));
    assert_eq!(ids(&world), before);
    assert_eq!(world.titled("Renamed"), renamed);
    assert_eq!(world.titled("New"), format!("{p}.3"), "no number is given twice");
    let a2 = world.curriculum.task(&world.titled("A2")).unwrap();
    assert!(!a2.is_active);
    assert!(
        world.log.iter().any(|own| own.event == EventType::Retired && own.id == a2.id.as_str())
    );
    assert_eq!(world.blockers("B"), ["New"]);
    let titles = world.titles(&world.children(&p));
    assert_eq!(titles, ["New", "A", "B"]);
    assert_eq!(world.titles(&world.children(&world.titled("B"))), ["Renamed", "B1"]);
    let objectives = world.curriculum.objectives(a1);
    assert_eq!(objectives.len(), 2);
    assert_eq!(objectives[1].id, kept);
    assert_eq!(world.curriculum.criteria(a1)[0].id, criterion);
    assert_eq!(world.curriculum.task(&p).unwrap().version.get(), 2);
    // The same once more changes nothing.
    let stored = world.log.len();
    let report = world.import_as(second, options).unwrap();
    assert_eq!((report.created, report.updated, report.retired), (0, 0, 0));
    assert_eq!(world.log.len(), stored);
    // And what was retired comes back where the course has it again.
    world.import_as(FIRST, options).unwrap();
    let a2 = world.curriculum.task(&world.titled("A2")).unwrap();
    assert!(a2.is_active);
}

#[test]
fn a_course_without_a_name_leaves_a_project_its_slug_and_version() {
    let mut world = World::new();
    let p = world.imported(&FIRST.replacen('{', "{\"version\":3,", 1));
    let options = CourseOptions { update: Some(&p), ..CourseOptions::default() };
    let name = |world: &World| {
        let project = world.curriculum.task(&p).unwrap();
        (project.project_slug.as_ref().map(|own| own.as_str().to_owned()), project.version.get())
    };
    assert_eq!(name(&world), (Some("soil".to_owned()), 3));
    for course in [r#"{"title":"P"}"#, r#"{"title":"P","project_id":null,"version":null}"#] {
        world.import_as(course, options).unwrap();
        assert_eq!(name(&world), (Some("soil".to_owned()), 3));
    }
    world.import_as(r#"{"title":"P","version":4}"#, options).unwrap();
    assert_eq!(name(&world), (Some("soil".to_owned()), 4));
}

#[test]
fn what_hangs_on_a_task_changes_it_in_the_report() {
    let mut world = World::new();
    let course = r#"{"title":"P","epics":[{"title":"A","tasks":[
        {"title":"Same"},
        {"title":"Quiz","criteria":[{"criterion_type":"number","description":"n","rule":{"value":1}}]},
        {"title":"Read","content_refs":["cnt-a"],
         "contents":[{"id":"cnt-a","content_type":"markdown","body":"Soil"}]},
        {"title":"Learn","learning_objectives":[{"description":"keep"}]},
        {"title":"Wait","dependencies":["Same"]}]}]}"#;
    let keep_ids = CourseOptions { keep_ids: true, ..CourseOptions::default() };
    let p = world.import_as(course, keep_ids).unwrap().project_id.unwrap();
    let options = CourseOptions { update: Some(&p), ..CourseOptions::default() };
    for (from, to, updated) in [
        ("Soil", "Soil", 0),
        (r#""value":1"#, r#""value":2"#, 1),
        ("Soil", "Loam", 1),
        (r#"{"description":"keep"}"#, "", 1),
        (r#""Same"]"#, r#""Quiz"]"#, 1),
        (r#""title":"Same""#, r#""title":"Same","description":"x""#, 1),
    ] {
        let dry = CourseOptions { dry_run: true, ..options };
        let report = world.import_as(&course.replacen(from, to, 1), dry).unwrap();
        assert_eq!((report.created, report.updated, report.retired), (0, updated, 0), "{to}");
    }
}

#[test]
fn a_course_updates_a_project_and_nothing_else() {
    let mut world = World::new();
    let p = world.imported(FIRST);
    let epic = world.titled("A");
    let options = |id| CourseOptions { update: Some(id), ..CourseOptions::default() };
    let error = world.import_as(FIRST, options("nowhere")).unwrap_err();
    assert_eq!((error.code(), error.path()), (Code::NotFound, Some("update")));
    let error = world.import_as(FIRST, options(&epic)).unwrap_err();
    assert_eq!((error.code(), error.path()), (Code::Invalid, Some("update")));
    let other = FIRST.replace("soil", "other");
    let stored = world.log.len();
    let error = world.import_as(&other, options(&p)).unwrap_err();
    assert_eq!((error.code(), error.path()), (Code::Invalid, Some("project_id")));
    assert!(error.to_string().contains("is other, and the project to be updated is soil"));
    assert_eq!(world.log.len(), stored, "nothing was retired");
    // A course that names the project may give it another slug, if that is free.
    let named = other.replacen('{', &format!(r#"{{"id":"{p}","#), 1);
    world.import_as(&named, options(&p)).unwrap();
    world.import_as(&FIRST.replacen('{', &format!(r#"{{"id":"{p}","#), 1), options(&p)).unwrap();
    world.imported(&other);
    fails(world.import_as(&named, options(&p)), Code::Invalid, "already exists");
}

#[test]
fn what_keeps_parts_that_are_out_of_use_stays_large_enough_for_them() {
    let course = |own: &str| {
        format!(r#"{{"title":"P","epics":[{{"title":"E","tasks":[{{"title":"A"{own}}}]}}]}}"#)
    };
    let parts = r#","subtasks":[{"title":"B","subtasks":[{"title":"C"}]}]"#;
    let mut world = World::new();
    let p = world.imported(&course(parts));
    let options = CourseOptions { update: Some(&p), ..CourseOptions::default() };
    world.import_as(&course(""), options).unwrap();
    let before = world.outline(&p);
    let kinds: Vec<&str> = before.iter().map(|own| own.1.as_str()).collect();
    assert_eq!(kinds, ["project", "epic", "task", "task", "subtask"]);
    world.import_as(&world.export(&p), options).unwrap();
    assert_eq!(world.outline(&p), before);
    let mut other = World::new();
    other.imported(&world.export(&p));
    // The same where the word of the author is too small, or the list that it stands in.
    let error = world.import_as(&course(r#","task_type":"subtask""#), options).unwrap_err();
    assert_eq!(error.path(), Some("epics[0].tasks[0].task_type"));
    assert!(error.message().contains("a subtask is too small for the task"), "{error}");
    assert!(error.message().contains("out of use"), "{error}");
    let listed = course("").replace("tasks", "steps");
    world.import_as(&listed, options).unwrap();
    assert_eq!(world.outline(&p), before);
    // Where nothing larger stays below, a task without parts is a subtask as ever.
    let p = world.imported(&course(r#","subtasks":[{"title":"B"}]"#).replace('P', "Q"));
    let options = CourseOptions { update: Some(&p), ..CourseOptions::default() };
    world.import_as(&course("").replace('P', "Q"), options).unwrap();
    assert_eq!(world.outline(&p)[2].1, "subtask");
}

/// With a criterion of ours, which is exported with its id.
fn with_criterion() -> String {
    let rule = r#""criteria":[{"criterion_type":"non_empty","description":"Says it.","rule":{}}]"#;
    FIRST.replace(r#""validation":{"type":"python_output"}"#, rule)
}

/// A course as it is exported, with an objective and a criterion that say something else now.
fn edited(world: &World, project: &str) -> serde_json::Value {
    let mut course = world.exported(project);
    let a1 = &mut course["epics"][0]["tasks"][0];
    a1["learning_objectives"][0]["description"] = "keep, in other words".into();
    a1["criteria"][0]["description"] = "It runs, and says so.".into();
    course
}

#[test]
fn what_an_author_edits_under_its_id_stays_the_same_record() {
    let mut world = World::new();
    let p = world.imported(&with_criterion());
    let a1 = world.curriculum.index(&world.titled("A1")).unwrap();
    let objective = world.curriculum.objectives(a1)[0].clone();
    let criterion = world.curriculum.criteria(a1)[0].clone();
    let course = edited(&world, &p).to_string();
    let stored = world.log.len();
    let options = CourseOptions { update: Some(&p), keep_ids: true, ..CourseOptions::default() };
    world.import_as(&course, options).unwrap();
    let told: Vec<(&str, EventType)> =
        world.log[stored..].iter().map(|own| (own.id.as_str(), own.event)).collect();
    let (own, asks) = (objective.id.as_str(), criterion.id.as_str());
    assert_eq!(told, [(own, EventType::Updated), (asks, EventType::Updated)]);
    let now = &world.curriculum.objectives(a1)[0];
    assert_eq!(now.description.as_str(), "keep, in other words");
    assert_eq!((&now.id, now.created_at), (&objective.id, objective.created_at));
    assert_eq!(world.curriculum.objectives(a1).len(), 2);
    let now = &world.curriculum.criteria(a1)[0];
    assert_eq!((now.id.as_str(), now.description.as_str()), (asks, "It runs, and says so."));
    // The same once more changes nothing.
    let stored = world.log.len();
    world.import_as(&course, options).unwrap();
    assert_eq!(world.log.len(), stored);
}

#[test]
fn what_an_author_moves_under_its_id_goes_along() {
    for leaves in [false, true] {
        let mut world = World::new();
        let p = world.imported(FIRST);
        let a1 = world.curriculum.index(&world.titled("A1")).unwrap();
        let b1 = world.curriculum.index(&world.titled("B1")).unwrap();
        let id = world.curriculum.objectives(a1)[0].id.clone();
        let mut course = world.exported(&p);
        let own = course["epics"][0]["tasks"][0]["learning_objectives"][0].take();
        course["epics"][0]["tasks"][0]["learning_objectives"] = serde_json::json!([]);
        if leaves {
            course["epics"][0]["tasks"].as_array_mut().unwrap().remove(0);
        }
        course["epics"][1]["tasks"][0]["learning_objectives"] = serde_json::json!([own]);
        let options =
            CourseOptions { update: Some(&p), keep_ids: true, ..CourseOptions::default() };
        world.import_as(&course.to_string(), options).unwrap();
        assert_eq!(world.curriculum.objectives(b1)[0].id, id);
        assert!(world.curriculum.objectives(a1).iter().all(|own| own.id != id));
        let last = world.log.iter().rfind(|own| own.id == id.as_str()).unwrap();
        assert_eq!(last.event, EventType::Updated);
    }
}

#[test]
fn ids_of_others_are_not_taken_over() {
    let mut world = World::new();
    let p = world.imported(&with_criterion());
    world.comment(&world.titled("A1"), "Look closely.", None).unwrap();
    let course = world.exported(&p);
    let other = world.imported(&with_criterion().replace("soil", "other"));
    for (member, index) in [("learning_objectives", 0), ("criteria", 0), ("comments", 0)] {
        let mut mine = world.exported(&other);
        let taken = course["epics"][0]["tasks"][0][member][index].clone();
        assert!(taken["id"].is_string(), "{member}");
        mine["epics"][0]["tasks"][0][member] = serde_json::json!([taken]);
        let options =
            CourseOptions { update: Some(&other), keep_ids: true, ..CourseOptions::default() };
        let stored = world.log.len();
        let error = world.import_as(&mine.to_string(), options).unwrap_err();
        assert_eq!(error.path(), Some("epics[0].tasks[0]"), "{member}");
        assert!(error.to_string().contains("in another project"), "{error}");
        let twice = &mut mine["epics"][0]["tasks"][0][member];
        *twice = serde_json::json!([
            {"id": "own-1", "description": "a", "text": "a", "criterion_type": "manual", "rule": {}},
            {"id": "own-1", "description": "b", "text": "b", "criterion_type": "manual", "rule": {}},
        ]);
        fails(world.import_as(&mine.to_string(), options), Code::Invalid, "stands there twice");
        assert_eq!(world.log.len(), stored);
    }
}

#[test]
fn comments_of_a_changed_course_come_once_and_none_is_lost_without_a_word() {
    let mut world = World::new();
    let p = world.imported(FIRST);
    let a1 = world.titled("A1");
    world.comment(&a1, "Look closely.", None).unwrap();
    let mut course = world.exported(&p);
    let comments = course["epics"][0]["tasks"][0]["comments"].as_array_mut().unwrap();
    let at = "2026-03-01T00:00:00Z";
    comments.push(serde_json::json!({"author": "Ann", "text": "New.", "created_at": at}));
    comments.push(serde_json::json!({"author": "Ann", "text": "When?"}));
    let options = CourseOptions { update: Some(&p), ..CourseOptions::default() };
    let index = world.curriculum.index(&a1).unwrap();
    for _ in 0..2 {
        let report = world.import_as(&course.to_string(), options).unwrap();
        assert_eq!(world.curriculum.comments(index).len(), 2);
        assert_eq!(report.ignored, ["epics[0].tasks[0].comments[2]"]);
    }
}

#[test]
fn an_author_is_warned_when_an_older_course_takes_the_place_of_a_newer_one() {
    let mut world = World::new();
    let of = |version: u64| FIRST.replacen('{', &format!("{{\"version\":{version},"), 1);
    let p = world.imported(&of(2));
    let options = CourseOptions { update: Some(&p), ..CourseOptions::default() };
    for (version, warned) in [(2, false), (1, true), (3, false)] {
        let report = world.import_as(&of(version), options).unwrap();
        let paths: Vec<&str> = report.warnings.iter().map(|own| &*own.path).collect();
        let expected: &[&str] = if warned { &["version"] } else { &[] };
        assert_eq!(paths, expected, "{version}");
    }
}

#[test]
fn an_id_that_is_not_taken_over_is_told() {
    let mut world = World::new();
    let p = world.imported(FIRST);
    let mut course = world.exported(&p);
    course["epics"][0]["tasks"][0]["key"] = serde_json::json!("first");
    let options = CourseOptions { update: Some(&p), keep_ids: true, ..CourseOptions::default() };
    assert_eq!(world.import_as(&course.to_string(), options).unwrap().ignored, [""; 0]);
    let own = world.titled("A1");
    course["epics"][0]["tasks"][0]["id"] = serde_json::json!("another");
    let report = world.import_as(&course.to_string(), options).unwrap();
    assert_eq!(report.ignored, ["epics[0].tasks[0].id"]);
    assert_eq!(world.titled("A1"), own);
}
