//! Spec 1.12 and 9.13: whatever changes, its event says what happened.

use medallion::domain::curriculum::{
    CourseOptions, delete, detach_content, remove_dependency, remove_objective, set_summary,
};
use medallion::domain::event::{EntityType, EventType};
use medallion::domain::schema::Json;

use super::world::World;

/// What the last command stored.
fn last(world: &World, from: usize) -> Vec<(EntityType, EventType)> {
    world.log[from..].iter().map(|change| (change.kind, change.event)).collect()
}

#[test]
fn every_command_has_its_event_and_deleting_one_for_each_record() {
    use EntityType::{Comment, Content, Dependency, Objective, Task};
    let mut world = World::new();
    let p = world.project("P");
    assert_eq!(last(&world, 0), [(Task, EventType::Created)]);
    let (a, b) = (world.under(&p, "task", "A"), world.under(&p, "task", "B"));
    let below = world.under(&b, "task", "below");
    let objective = world.objective(&b, "O", "apply").unwrap();
    let content = world.content("markdown", "text");
    let mut expect = |run: &dyn Fn(&mut World), events: &[(EntityType, EventType)]| {
        let from = world.log.len();
        run(&mut world);
        assert_eq!(last(&world, from), events);
    };
    let update = |world: &mut World| drop(world.update(&a, r#"{"title":"A2"}"#).unwrap());
    expect(&update, &[(Task, EventType::Updated)]);
    let moves = |world: &mut World| drop(world.move_to(&b, &p, Some(&a)).unwrap());
    expect(&moves, &[(Task, EventType::Moved)]);
    let depend = |world: &mut World| drop(world.depend(&b, &a).unwrap());
    expect(&depend, &[(Dependency, EventType::DependencyAdded)]);
    let part = |world: &mut World| {
        let decided = remove_dependency(&world.curriculum, &b, &a);
        world.take(decided).unwrap();
    };
    expect(&part, &[(Dependency, EventType::DependencyRemoved)]);
    let comment = |world: &mut World| drop(world.comment(&b, "x", None).unwrap());
    expect(&comment, &[(Comment, EventType::CommentAdded)]);
    let attach = |world: &mut World| drop(world.attach(&content, &b).unwrap());
    expect(&attach, &[(Task, EventType::Updated)]);
    expect(&attach, &[]);
    let detach = |world: &mut World| {
        let decided = world.stamped(|stamp| detach_content(&world.curriculum, &content, &b, stamp));
        world.take(decided).unwrap();
    };
    expect(&detach, &[(Task, EventType::Updated)]);
    let summarize = |world: &mut World| {
        let decided = world.stamped(|stamp| set_summary(&world.curriculum, &b, Some("s"), stamp));
        world.take(decided).unwrap();
    };
    expect(&summarize, &[(Task, EventType::Updated)]);
    expect(&|world| drop(world.content("code", "1")), &[(Content, EventType::Created)]);
    let forget = |world: &mut World| {
        let decided = remove_objective(&world.curriculum, objective.id.as_str());
        world.take(decided.map(|changes| (changes, ()))).unwrap();
    };
    expect(&forget, &[(Objective, EventType::Deleted)]);
    expect(&depend, &[(Dependency, EventType::DependencyAdded)]);
    expect(
        &|world| drop(world.delete(&b).unwrap()),
        &[
            (Task, EventType::Deleted),
            (Comment, EventType::Deleted),
            (Dependency, EventType::DependencyRemoved),
            (Task, EventType::Deleted),
            // The number of what went is kept.
            (Task, EventType::Updated),
        ],
    );
    assert!(world.curriculum.task(&below).is_none());
}

#[test]
fn an_update_tells_what_was_and_what_is() {
    let mut world = World::new();
    let p = world.project("P");
    world.update(&p, r#"{"title":"New","priority":0,"notes":""}"#).unwrap();
    let change = world.log.last().unwrap();
    let told = |json: &Option<Json>| json.as_ref().map(|json| json.text().to_owned());
    assert_eq!(told(&change.old).as_deref(), Some(r#"{"title":"P","priority":2}"#));
    assert_eq!(told(&change.new).as_deref(), Some(r#"{"title":"New","priority":0}"#));
}

#[test]
fn what_learners_did_goes_with_the_task_in_the_same_decision() {
    use medallion::domain::change::Change;
    use medallion::domain::curriculum::EvidenceCounts;
    let mut world = World::new();
    let p = world.project("P");
    let gone = Change::delete(EntityType::Submission, "sub-1", EventType::Deleted);
    let evidence = |_: &[String]| Ok((EvidenceCounts::none(), vec![gone.clone()]));
    let (changes, _) = delete(&world.curriculum, &p, evidence).unwrap();
    assert_eq!(changes[0], gone);
    assert_eq!(changes.len(), 2);
    world.take(Ok((changes, ()))).unwrap();
}

#[test]
fn a_changed_course_tells_what_is_new_what_changed_and_what_is_out_of_use() {
    let mut world = World::new();
    let p = world.imported(r#"{"title":"P","epics":[{"title":"A"},{"title":"B"}]}"#);
    let from = world.log.len();
    let options = CourseOptions { update: Some(&p), ..CourseOptions::default() };
    let text = r#"{"title":"P","epics":[{"title":"A","priority":0},{"title":"C"}]}"#;
    world.import_as(text, options).unwrap();
    let events: Vec<EventType> = world.log[from..].iter().map(|change| change.event).collect();
    assert_eq!(events, [EventType::Updated, EventType::Created, EventType::Retired]);
}
