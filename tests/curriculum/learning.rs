//! Spec 9.7, OB1 to OB7, and 9.8, CN1 to CN12; criteria, for which the reference has nothing.

use medallion::Code;
use medallion::domain::criteria::NoPatterns;
use medallion::domain::curriculum::{
    BloomLevel, CriterionDraft, Taxonomy, add_criterion, detach_content, remove_criterion,
    remove_objective, update_content,
};
use medallion::domain::schema;

use super::world::{World, fails, object};

#[test]
fn ob1_ob2_an_objective_has_a_level_and_a_task() {
    let mut world = World::new();
    let p = world.project("P");
    let made = world.objective(&p, "Explain pH", "understand").unwrap();
    assert_eq!((made.level, made.taxonomy), (Some(BloomLevel::Understand), Taxonomy::Bloom));
    fails(world.objective("nowhere", "x", "apply"), Code::NotFound, "does not exist");
    fails(world.objective(&p, "x", "memorize"), Code::Invalid, "level");
    fails(world.objective(&p, " ", "apply"), Code::Invalid, "description");
}

#[test]
fn ob3_ob4_ob5_objectives_are_listed_in_order_and_from_around() {
    let mut world = World::new();
    let p = world.project("P");
    let e = world.under(&p, "epic", "E");
    let t = world.under(&e, "task", "T");
    for (task, text) in [(&t, "1"), (&e, "2"), (&p, "3"), (&t, "4")] {
        world.objective(task, text, "apply").unwrap();
    }
    let texts = |id: &str, up, down| -> Vec<String> {
        let found = world.curriculum.objectives_around(id, up, down).unwrap();
        found.into_iter().map(|own| own.description.to_string()).collect()
    };
    assert_eq!(texts(&t, false, false), ["1", "4"]);
    assert_eq!(texts(&t, true, false), ["1", "4", "2", "3"]);
    assert_eq!(texts(&p, false, true), ["3", "2", "1", "4"]);
    fails(world.curriculum.objectives_around("nowhere", true, true), Code::NotFound, "exist");
}

#[test]
fn ob6_ob7_an_objective_goes_or_was_not_there() {
    let mut world = World::new();
    let p = world.project("P");
    let made = world.objective(&p, "x", "apply").unwrap();
    let gone = remove_objective(&world.curriculum, made.id.as_str()).map(|own| (own, ()));
    world.take(gone).unwrap();
    assert!(world.curriculum.objectives_around(&p, true, true).unwrap().is_empty());
    let absent = remove_objective(&world.curriculum, made.id.as_str());
    fails(absent, Code::NotFound, "does not exist");
}

#[test]
fn criteria_are_checked_when_they_come_and_kept_word_for_word() {
    let mut world = World::new();
    let p = world.project("P");
    let add = |world: &mut World, text: &str| {
        let draft: CriterionDraft = schema::parse(text)?;
        let decided =
            world.stamped(|stamp| add_criterion(&world.curriculum, &p, draft, &NoPatterns, stamp));
        world.take(decided)
    };
    let ours = r#"{"criterion_type":"text_match","description":"d","rule":{"any_of":["SELECT"]}}"#;
    add(&mut world, ours).unwrap();
    let theirs = r#"{"criterion_type":"sql_result","description":"d","rule":{"min_rows": 1.0, "ours": 1e2}}"#;
    let made = add(&mut world, theirs).unwrap();
    assert_eq!(made.rule.text(), r#"{"min_rows": 1.0, "ours": 1e2}"#);
    let index = world.curriculum.index(&p).unwrap();
    let kinds: Vec<String> =
        world.curriculum.criteria(index).iter().map(|own| own.criterion_type.to_string()).collect();
    assert_eq!(kinds, ["text_match", "sql_result"]);
    let wrong = r#"{"criterion_type":"m_of_n","description":"d","rule":{"m":4,"n":3}}"#;
    assert_eq!(add(&mut world, wrong).unwrap_err().path(), Some("rule.m"));
    let gone = remove_criterion(&world.curriculum, made.id.as_str()).map(|own| (own, ()));
    world.take(gone).unwrap();
    fails(remove_criterion(&world.curriculum, made.id.as_str()), Code::NotFound, "does not exist");
    assert_eq!(world.curriculum.criteria(index).len(), 1);
}

#[test]
fn cn1_to_cn4_material_of_all_types_is_stored_and_found() {
    let mut world = World::new();
    for kind in ["markdown", "code", "video_ref", "external_link"] {
        let id = world.content(kind, "");
        assert!(id.starts_with("cnt-"), "{id}");
        assert_eq!(world.curriculum.content(&id).unwrap().content_type.as_str(), kind);
    }
    assert!(world.curriculum.content("cnt-none").is_none());
}

#[test]
fn cn5_to_cn12_material_hangs_on_a_task_once_and_in_order() {
    let mut world = World::new();
    let p = world.project("P");
    assert!(world.curriculum.content_of(&p).unwrap().is_empty());
    let ids: Vec<String> = (0..3).map(|n| world.content("markdown", &n.to_string())).collect();
    for id in [&ids[2], &ids[0], &ids[1], &ids[0]] {
        world.attach(id, &p).unwrap();
    }
    assert_eq!(world.curriculum.content_of(&p).unwrap(), [&ids[2], &ids[0], &ids[1]]);
    fails(world.attach("cnt-none", &p), Code::NotFound, "content cnt-none does not exist");
    fails(world.attach(&ids[0], "nowhere"), Code::NotFound, "task nowhere does not exist");
    let detach = |world: &mut World, id: &str| {
        let decided = world.stamped(|stamp| detach_content(&world.curriculum, id, &p, stamp));
        world.take(decided)
    };
    detach(&mut world, &ids[0]).unwrap();
    assert_eq!(world.curriculum.content_of(&p).unwrap(), [&ids[2], &ids[1]]);
    fails(detach(&mut world, &ids[0]), Code::NotFound, "is not attached to task");
    fails(detach(&mut world, "cnt-none"), Code::NotFound, "content cnt-none does not exist");
    assert_eq!(world.curriculum.shown_by(&ids[1])[0].id.as_str(), p);
}

#[test]
fn material_can_be_changed_but_not_its_name() {
    let mut world = World::new();
    let id = world.content("markdown", "old");
    let body = world.log.last().unwrap().body.clone().unwrap();
    let old = schema::parse(&body).unwrap();
    let patch = |world: &World, text: &str| {
        world.stamped(|stamp| update_content(&old, &object(text), stamp))
    };
    let (changes, new) = patch(&world, r#"{"body":"new"}"#).unwrap();
    assert_eq!((changes.len(), new.body.as_str(), new.id.as_str()), (1, "new", id.as_str()));
    assert!(patch(&world, r#"{"body":"old"}"#).unwrap().0.is_empty());
    assert_eq!(patch(&world, r#"{"id":"x"}"#).unwrap_err().path(), Some("id"));
    assert_eq!(patch(&world, r#"{"content_type":"x"}"#).unwrap_err().path(), Some("content_type"));
}
