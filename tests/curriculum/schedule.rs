//! Levels that can run side by side, the critical path and slack in minutes.

use medallion::Code;
use medallion::domain::curriculum::Schedule;

use super::world::{World, fails};

fn timed(world: &mut World, parent: &str, title: &str, minutes: &str) -> String {
    world.create(&format!(
        r#"{{"parent_id":"{parent}","title":"{title}","estimated_minutes":{minutes}}}"#
    ))
}

fn titles(world: &World, levels: &[Vec<String>]) -> Vec<Vec<String>> {
    levels.iter().map(|level| world.titles(level)).collect()
}

fn schedule(world: &World, id: &str) -> Schedule {
    world.curriculum.schedule(id).unwrap()
}

#[test]
fn leaves_run_side_by_side_until_something_waits_and_containers_hand_their_waiting_down() {
    let mut world = World::new();
    let p = world.project("P");
    let (a, b) = (world.under(&p, "epic", "A"), world.under(&p, "epic", "B"));
    timed(&mut world, &a, "A1", "30");
    timed(&mut world, &a, "A2", "50");
    let b1 = timed(&mut world, &b, "B1", "10");
    let b2 = timed(&mut world, &b, "B2", "null");
    timed(&mut world, &p, "C", "60");
    world.depend(&b, &a).unwrap();
    world.depend(&b2, &b1).unwrap();
    let found = schedule(&world, &p);
    assert_eq!(titles(&world, &found.levels), [vec!["A1", "A2", "C"], vec!["B1"], vec!["B2"]]);
    assert_eq!(world.titles(&found.critical_path), ["A2", "B1"]);
    assert_eq!(found.makespan_minutes, 60);
    assert_eq!(world.titles(&found.unestimated), ["B2"]);
    let slack: Vec<u64> = ["1.1", "1.2", "2.1"]
        .iter()
        .map(|end| *found.slack.get(&format!("{p}.{end}")).unwrap())
        .collect();
    assert_eq!(slack, [20, 0, 0]);
    assert_eq!(found.slack.get(&format!("{p}.3")), Some(&0), "C takes as long as the rest");
}

#[test]
fn the_order_of_siblings_counts_and_what_is_optional_holds_nothing_up() {
    let mut world = World::new();
    let p = world.create(r#"{"task_type":"project","title":"P","ordered":true}"#);
    timed(&mut world, &p, "1", "5");
    let optional = timed(&mut world, &p, "2", "100");
    timed(&mut world, &p, "3", "5");
    world.update(&optional, r#"{"required":false}"#).unwrap();
    let found = schedule(&world, &p);
    assert_eq!(titles(&world, &found.levels), [vec!["1"], vec!["2", "3"]]);
    assert_eq!((found.makespan_minutes, found.critical_path.len()), (10, 2));
    world.update(&optional, r#"{"is_active":false}"#).unwrap();
    let found = schedule(&world, &p);
    assert_eq!(titles(&world, &found.levels), [vec!["1"], vec!["3"]]);
    assert_eq!((found.makespan_minutes, found.critical_path.len()), (10, 2));
}

#[test]
fn what_waits_for_itself_is_left_out_and_named() {
    let mut world = World::new();
    let p = world.project("P");
    let t: Vec<String> = (0..3).map(|n| timed(&mut world, &p, &n.to_string(), "5")).collect();
    for (from, to) in [(0, 1), (1, 0)] {
        let (from, to) = (&t[from], &t[to]);
        let at = "2026-01-01T00:00:00Z";
        let body = format!(r#"{{"task_id":"{from}","depends_on_id":"{to}","created_at":"{at}"}}"#);
        let kind = medallion::domain::event::EntityType::Dependency;
        world.curriculum.apply(kind, &format!("{from}>{to}"), Some(&body)).unwrap();
    }
    let found = schedule(&world, &p);
    assert_eq!(titles(&world, &found.levels), [vec!["2"]]);
    assert_eq!(world.titles(&found.left_out), ["0", "1"]);
    fails(world.curriculum.schedule("nowhere"), Code::NotFound, "does not exist");
}

#[test]
fn a_project_with_nothing_in_it_is_its_own_leaf() {
    let mut world = World::new();
    let p = world.project("P");
    let found = schedule(&world, &p);
    assert_eq!((found.levels, found.makespan_minutes), (vec![vec![p]], 0));
    assert!(found.critical_path.is_empty());
}
