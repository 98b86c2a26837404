//! Spec 9.4, DP1 to DP12 and DP23, and what 9.13 adds about cycles.

use medallion::domain::curriculum::{DependencyType, remove_dependency};
use medallion::domain::event::EntityType;
use medallion::domain::schema::Json;
use medallion::{Code, Error};

use super::world::{World, fails};

fn tasks(count: usize) -> (World, String, Vec<String>) {
    let mut world = World::new();
    let p = world.project("P");
    let ids = (1..=count).map(|n| world.under(&p, "task", &format!("T{n}"))).collect();
    (world, p, ids)
}

#[test]
fn dp1_a_dependency_blocks_and_is_the_systems_unless_somebody_says_so() {
    let (mut world, _, t) = tasks(2);
    let made = world.depend(&t[1], &t[0]).unwrap();
    assert_eq!(made.dependency_type, DependencyType::Blocks);
    assert_eq!(made.created_by.as_str(), "system");
    assert_eq!(made.metadata.text(), "{}");
}

#[test]
fn dp2_both_tasks_must_be_there() {
    let (mut world, _, t) = tasks(1);
    fails(world.depend(&t[0], "nowhere"), Code::NotFound, "does not exist");
    fails(world.depend("nowhere", &t[0]), Code::NotFound, "does not exist");
}

#[test]
fn dp3_a_pair_depends_once_in_whatever_way() {
    let (mut world, _, t) = tasks(2);
    world.depend(&t[1], &t[0]).unwrap();
    fails(world.depend(&t[1], &t[0]), Code::Duplicate, "already exists");
    let related = world.depend_as(&t[1], &t[0], DependencyType::Related);
    fails(related, Code::Duplicate, "already exists");
}

#[test]
fn dp4_dp5_a_dependency_goes_or_was_not_there() {
    let (mut world, _, t) = tasks(2);
    world.depend(&t[1], &t[0]).unwrap();
    let removed = remove_dependency(&world.curriculum, &t[1], &t[0]);
    world.take(removed).unwrap();
    assert_eq!(world.curriculum.dependency_count(), 0);
    let absent = remove_dependency(&world.curriculum, &t[1], &t[0]);
    fails(absent, Code::NotFound, "does not exist");
}

#[test]
fn dp6_dp7_dp23_both_ends_are_listed_by_type_and_related_ones_do_not_block() {
    let (mut world, _, t) = tasks(3);
    world.depend(&t[1], &t[0]).unwrap();
    world.depend_as(&t[1], &t[2], DependencyType::Related).unwrap();
    world.depend(&t[2], &t[0]).unwrap();
    let index = |id: &str| world.curriculum.index(id).unwrap();
    assert_eq!(world.curriculum.dependencies(index(&t[1])).count(), 2);
    let blockers: Vec<_> = world.curriculum.blockers(index(&t[1])).map(|(own, _)| own).collect();
    assert_eq!(world.ids(&blockers), [t[0].clone()]);
    let waiting: Vec<_> = world.curriculum.dependents(index(&t[0])).map(|(own, _)| own).collect();
    assert_eq!(world.ids(&waiting), [t[1].clone(), t[2].clone()]);
}

fn cycle(error: &Error) -> Vec<String> {
    assert_eq!(error.code(), Code::Cycle, "{error}");
    assert!(error.message().contains("would create a cycle"), "{error}");
    let details: serde_json::Value =
        serde_json::from_str(error.details().map_or("null", Json::text)).unwrap();
    details["cycle"].as_array().unwrap().iter().map(|id| id.as_str().unwrap().into()).collect()
}

#[test]
fn dp8_dp9_dp10_what_would_wait_for_itself_is_refused_with_the_way_round() {
    let (mut world, _, t) = tasks(3);
    let same = world.depend(&t[0], &t[0]).unwrap_err();
    assert_eq!(cycle(&same), [t[0].clone(), t[0].clone()]);
    world.depend(&t[0], &t[1]).unwrap();
    let back = world.depend(&t[1], &t[0]).unwrap_err();
    assert_eq!(cycle(&back), [t[1].clone(), t[0].clone(), t[1].clone()]);
    world.depend(&t[1], &t[2]).unwrap();
    let round = world.depend(&t[2], &t[0]).unwrap_err();
    assert_eq!(cycle(&round), [t[2].clone(), t[0].clone(), t[1].clone(), t[2].clone()]);
}

#[test]
fn dp11_whether_an_edge_would_close_a_cycle_can_be_asked() {
    let (mut world, _, t) = tasks(3);
    world.depend(&t[0], &t[1]).unwrap();
    let index = |id: &str| world.curriculum.index(id).unwrap();
    assert!(world.curriculum.would_create_cycle(index(&t[1]), index(&t[0])).is_some());
    assert!(world.curriculum.would_create_cycle(index(&t[1]), index(&t[2])).is_none());
}

/// Stores a dependency that no command would.
fn raw(world: &mut World, from: &str, to: &str) {
    let at = "2026-01-01T00:00:00Z";
    let body = format!(r#"{{"task_id":"{from}","depends_on_id":"{to}","created_at":"{at}"}}"#);
    let id = format!("{from}>{to}");
    world.curriculum.apply(EntityType::Dependency, &id, Some(&body)).unwrap();
}

#[test]
fn dp12_a_stored_cycle_is_shown_as_the_tasks_that_are_in_it() {
    let (mut world, p, t) = tasks(4);
    for (from, to) in [(0, 1), (1, 2), (2, 0), (3, 0)] {
        raw(&mut world, &t[from], &t[to]);
    }
    assert_eq!(world.curriculum.cycles(&p).unwrap(), [t[..3].to_vec()]);
    let q = world.project("Q");
    assert!(world.curriculum.cycles(&q).unwrap().is_empty());
    fails(world.curriculum.cycles("nowhere"), Code::NotFound, "does not exist");
}

#[test]
fn a_stored_task_that_waits_for_itself_is_a_cycle_of_one() {
    let (mut world, p, t) = tasks(2);
    raw(&mut world, &t[0], &t[0]);
    assert_eq!(world.curriculum.cycles(&p).unwrap(), [vec![t[0].clone()]]);
}

#[test]
fn an_edge_to_what_is_above_or_below_is_a_cycle() {
    let mut world = World::new();
    let p = world.project("P");
    let e = world.under(&p, "epic", "E");
    let t = world.under(&e, "task", "T");
    let optional = format!(r#"{{"parent_id":"{e}","title":"O","required":false}}"#);
    let optional = world.create(&optional);
    for (from, to) in [(&t, &e), (&e, &t), (&t, &p), (&p, &t), (&optional, &e), (&e, &optional)] {
        let error = world.depend(from, to).unwrap_err();
        assert_eq!(cycle(&error), [from.clone(), to.clone(), from.clone()]);
    }
    world.depend_as(&t, &e, DependencyType::Related).unwrap();
}

#[test]
fn containers_carry_what_waits_for_them_and_what_they_wait_for() {
    let mut world = World::new();
    let p = world.project("P");
    let (a, b) = (world.under(&p, "epic", "A"), world.under(&p, "epic", "B"));
    let (a1, b1) = (world.under(&a, "task", "A1"), world.under(&b, "task", "B1"));
    world.depend(&b, &a).unwrap();
    // A1 can only wait for B1 if B can begin before A ends.
    let error = world.depend(&a1, &b1).unwrap_err();
    assert_eq!(cycle(&error), [a1.clone(), b1.clone(), b, a.clone(), a1.clone()]);
    // What A does not wait for may come after B.
    let optional = format!(r#"{{"parent_id":"{a}","title":"O","required":false}}"#);
    let optional = world.create(&optional);
    world.depend(&optional, &b1).unwrap();
    let error = world.update(&optional, r#"{"required":true}"#).unwrap_err();
    assert_eq!(error.code(), Code::Cycle);
}

#[test]
fn an_edge_against_the_order_of_siblings_is_a_cycle() {
    let mut world = World::new();
    let p = world.create(r#"{"task_type":"project","title":"P","ordered":true}"#);
    let t: Vec<String> = (0..3).map(|n| world.under(&p, "task", &n.to_string())).collect();
    let error = world.depend(&t[0], &t[2]).unwrap_err();
    assert_eq!(cycle(&error), [t[0].clone(), t[2].clone(), t[1].clone(), t[0].clone()]);
    world.depend(&t[2], &t[0]).unwrap();
    world.update(&p, r#"{"ordered":false}"#).unwrap();
    world.depend(&t[0], &t[1]).unwrap();
    let error = world.update(&p, r#"{"ordered":true}"#).unwrap_err();
    assert_eq!(error.code(), Code::Cycle);
    world.move_to(&t[1], &p, Some(&t[0])).unwrap();
    world.update(&p, r#"{"ordered":true}"#).unwrap();
    let error = world.move_to(&t[1], &p, None).unwrap_err();
    assert_eq!(error.code(), Code::Cycle);
}

/// Spec 7 row 8: the reference takes 18 s for this.
#[test]
fn a_layered_graph_takes_time_in_proportion_to_its_edges() {
    let mut world = World::new();
    let p = world.project("P");
    let layers: Vec<Vec<String>> = (0..14)
        .map(|layer| (0..3).map(|n| world.under(&p, "task", &format!("{layer}-{n}"))).collect())
        .collect();
    for pair in layers.windows(2) {
        for from in &pair[1] {
            for to in &pair[0] {
                world.depend(from, to).unwrap();
            }
        }
    }
    let error = world.depend(&layers[0][0], &layers[13][0]).unwrap_err();
    assert_eq!(cycle(&error).len(), 15);
    assert_eq!(world.curriculum.dependency_count(), 117);
}

#[test]
fn nothing_moves_under_what_it_waits_for_or_what_waits_for_it() {
    let mut world = World::new();
    let p = world.project("P");
    let t = world.create(&format!(r#"{{"parent_id":"{p}","title":"T","required":false}}"#));
    let (a, b) = (world.under(&p, "task", "A"), world.under(&p, "task", "B"));
    let below = world.under(&t, "task", "below");
    world.depend(&below, &a).unwrap();
    world.depend(&b, &t).unwrap();
    for (parent, one) in [(&a, &below), (&b, &t)] {
        let error = world.move_to(&t, parent, None).unwrap_err();
        assert_eq!(cycle(&error), [one.clone(), parent.clone(), one.clone()]);
    }
}
