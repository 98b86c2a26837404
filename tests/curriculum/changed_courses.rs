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
fn a_course_updates_a_project_and_nothing_else() {
    let mut world = World::new();
    let p = world.imported(FIRST);
    let epic = world.titled("A");
    let options = |id| CourseOptions { update: Some(id), ..CourseOptions::default() };
    let error = world.import_as(FIRST, options("nowhere")).unwrap_err();
    assert_eq!((error.code(), error.path()), (Code::NotFound, Some("update")));
    let error = world.import_as(FIRST, options(&epic)).unwrap_err();
    assert_eq!((error.code(), error.path()), (Code::Invalid, Some("update")));
    world.imported(&FIRST.replace("soil", "other"));
    let other = FIRST.replace("soil", "other");
    fails(world.import_as(&other, options(&p)), Code::Invalid, "already exists");
}
