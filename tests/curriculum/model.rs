//! The model in memory: whatever the order in which records come, and whatever is stored.

use medallion::domain::curriculum::{Curriculum, TaskIndex};
use medallion::domain::event::EntityType;

const AT: &str = r#""created_at":"2026-01-01T00:00:00Z""#;

fn task(id: &str, parent: Option<&str>, position: u64) -> (EntityType, String, String) {
    let parent = parent.map_or("null".into(), |parent| format!("\"{parent}\""));
    let kind = if parent == "null" { "project" } else { "task" };
    let body = format!(
        r#"{{"id":"{id}","parent_id":{parent},"project_id":"p","title":"{id}","task_type":"{kind}","position":{position},{AT},"updated_at":"2026-01-01T00:00:00Z"}}"#
    );
    (EntityType::Task, id.into(), body)
}

fn edge(from: &str, to: &str) -> (EntityType, String, String) {
    let body = format!(r#"{{"task_id":"{from}","depends_on_id":"{to}",{AT}}}"#);
    (EntityType::Dependency, format!("{from}>{to}"), body)
}

fn of(records: &[(EntityType, String, String)]) -> Curriculum {
    let mut curriculum = Curriculum::default();
    for (kind, id, body) in records {
        curriculum.apply(*kind, id, Some(body)).unwrap();
    }
    curriculum
}

fn ids(curriculum: &Curriculum, tasks: &[TaskIndex]) -> Vec<String> {
    tasks.iter().map(|index| curriculum.at(*index).unwrap().id.to_string()).collect()
}

fn sample() -> Vec<(EntityType, String, String)> {
    vec![
        task("p", None, 0),
        task("p.1", Some("p"), 0),
        task("p.2", Some("p"), 0),
        task("p.10", Some("p"), 0),
        task("p.1.1", Some("p.1"), 0),
        edge("p.2", "p.1"),
    ]
}

#[test]
fn the_order_in_which_records_come_does_not_count() {
    let forwards = of(&sample());
    let mut records = sample();
    records.reverse();
    let backwards = of(&records);
    for curriculum in [forwards, backwards] {
        let root = curriculum.index("p").unwrap();
        let expected = ["p", "p.1", "p.1.1", "p.2", "p.10"];
        assert_eq!(ids(&curriculum, &curriculum.subtree(root)), expected);
        let two = curriculum.index("p.2").unwrap();
        let waits_for: Vec<TaskIndex> = curriculum.blockers(two).map(|(other, _)| other).collect();
        assert_eq!(ids(&curriculum, &waits_for), ["p.1"]);
        assert_eq!(curriculum.len(), 5);
    }
}

#[test]
fn position_comes_before_the_number_in_the_id() {
    let mut records = sample();
    records.push(task("p.0", Some("p"), 5));
    let curriculum = of(&records);
    let children = curriculum.children(curriculum.index("p").unwrap());
    assert_eq!(ids(&curriculum, children), ["p.1", "p.2", "p.10", "p.0"]);
}

#[test]
fn what_cannot_be_read_is_named_and_counts_as_not_there_until_it_is_stored_again() {
    let mut curriculum = of(&sample());
    assert!(curriculum.apply(EntityType::Task, "p.2", Some(r#"{"id":"p.2"}"#)).is_err());
    assert!(curriculum.apply(EntityType::Task, "p.3", Some("no json")).is_err());
    assert!(curriculum.apply(EntityType::Dependency, "p.9>p.1", Some("{}")).is_err());
    assert_eq!(curriculum.unreadable().count(), 3);
    assert_eq!(curriculum.len(), 4);
    assert!(curriculum.task("p.2").is_none());
    let (_, _, body) = task("p.2", Some("p"), 0);
    curriculum.apply(EntityType::Task, "p.2", Some(&body)).unwrap();
    assert_eq!(curriculum.unreadable().count(), 2);
    let two = curriculum.index("p.2").unwrap();
    assert_eq!(curriculum.blockers(two).count(), 1);
}

#[test]
fn a_stored_task_above_itself_ends_no_walk_and_is_put_right_when_the_loop_opens() {
    let mut curriculum = of(&[
        task("p", None, 0),
        task("a", Some("b"), 0),
        task("b", Some("c"), 0),
        task("c", Some("a"), 0),
    ]);
    let index = |curriculum: &Curriculum, id| curriculum.index(id).unwrap();
    for id in ["a", "b", "c"] {
        assert!(curriculum.ancestors(index(&curriculum, id)).count() < 3);
        assert!(curriculum.subtree(index(&curriculum, id)).len() <= 3);
    }
    let (_, _, body) = task("a", Some("p"), 0);
    curriculum.apply(EntityType::Task, "a", Some(&body)).unwrap();
    let found = curriculum.subtree(index(&curriculum, "p"));
    assert_eq!(ids(&curriculum, &found), ["p", "a", "c", "b"]);
}

#[test]
fn deleting_takes_a_task_out_and_its_number_stays_its_own() {
    let mut curriculum = of(&sample());
    let before = curriculum.index("p.2").unwrap();
    curriculum.apply(EntityType::Task, "p.2", None).unwrap();
    assert!(curriculum.index("p.2").is_none());
    assert_eq!(curriculum.len(), 4);
    let root = curriculum.index("p").unwrap();
    assert_eq!(ids(&curriculum, curriculum.children(root)), ["p.1", "p.10"]);
    let (_, _, body) = task("p.2", Some("p"), 0);
    curriculum.apply(EntityType::Task, "p.2", Some(&body)).unwrap();
    assert_eq!(curriculum.index("p.2"), Some(before));
}
