//! Spec 9.2, TK1 to TK18, and looking tasks up.

use medallion::domain::curriculum::{Task, TaskQuery, TaskType};
use medallion::{Code, Error, Result};

use super::world::{World, fails};

#[test]
fn tk1_a_project_is_its_own_root() {
    let mut world = World::new();
    let id = world.project("Build E-commerce Site");
    let task = world.curriculum.task(&id).unwrap();
    assert!(id.starts_with("proj-") && id.len() == 9, "{id}");
    assert_eq!(task.project_id.as_str(), id);
    assert!(task.parent_id.is_none());
}

#[test]
fn tk2_an_epic_is_named_after_its_project() {
    let mut world = World::new();
    let project = world.project("P");
    let epic = world.under(&project, "epic", "E");
    assert_eq!(epic, format!("{project}.1"));
    let task = world.curriculum.task(&epic).unwrap();
    assert_eq!(task.parent_id.as_ref().unwrap().as_str(), project);
    assert_eq!(task.project_id.as_str(), project);
}

#[test]
fn tk3_a_parent_must_be_there() {
    let created = World::new().try_create(r#"{"parent_id":"nonexistent-id","title":"T"}"#);
    assert_eq!(created.as_ref().unwrap_err().path(), Some("parent_id"));
    fails(created, Code::NotFound, "does not exist");
}

#[test]
fn tk4_tk5_a_task_is_found_by_its_id_or_not() {
    let mut world = World::new();
    let id = world.project("P");
    assert_eq!(world.curriculum.task(&id).unwrap().title.as_str(), "P");
    assert!(world.curriculum.task("nowhere").is_none());
    fails(world.curriculum.expect("nowhere"), Code::NotFound, "does not exist");
}

#[test]
fn tk6_an_update_changes_what_it_names_and_nothing_else() {
    let mut world = World::new();
    let id = world.create(r#"{"task_type":"project","title":"P","notes":"kept","mine":[1.10]}"#);
    let before = world.curriculum.task(&id).unwrap().clone();
    let task = world.update(&id, r#"{"title":"New","description":"D","priority":4}"#).unwrap();
    assert_eq!((task.title.as_str(), task.description.as_str()), ("New", "D"));
    assert_eq!((task.priority.get(), task.notes.as_str()), (4, "kept"));
    assert_eq!(task.extra.get("mine"), Some("[1.10]"));
    assert!(task.updated_at > before.updated_at && task.created_at == before.created_at);
}

#[test]
fn tk6_an_update_of_nothing_stores_nothing() {
    let mut world = World::new();
    let id = world.project("P");
    let stored = world.log.len();
    world.update(&id, "{}").unwrap();
    let same = format!(r#"{{"title":"P","id":"{id}","estimated_minutes":null}}"#);
    world.update(&id, &same).unwrap();
    assert_eq!(world.log.len(), stored);
}

#[test]
fn tk6_an_update_is_checked_and_null_empties_only_what_may_be_empty() {
    let mut world = World::new();
    let id = world
        .create(r#"{"task_type":"project","title":"P","estimated_minutes":5,"max_attempts":3}"#);
    let task = world.update(&id, r#"{"estimated_minutes":null,"max_attempts":null}"#).unwrap();
    assert!(task.estimated_minutes.is_none() && task.max_attempts.0.is_none());
    let stored = world.log.len();
    for (patch, path) in [
        (r#"{"title":null}"#, "title"),
        (r#"{"title":"  "}"#, "title"),
        (r#"{"priority":5}"#, "priority"),
        (r#"{"priority":1.5}"#, "priority"),
        (r#"{"estimated_minutes":-1}"#, "estimated_minutes"),
        (r#"{"max_grade":-0.5}"#, "max_grade"),
        (r#"{"workspace_type":"banana"}"#, "workspace_type"),
        (r#"{"tutor_config":[]}"#, "tutor_config"),
        (r#"{"parent_id":"x"}"#, "parent_id"),
        (r#"{"task_type":"epic"}"#, "task_type"),
        (r#"{"project_id":"x"}"#, "project_id"),
        (r#"{"id":"x"}"#, "id"),
        (r#"{"child_counter":0.5}"#, "child_counter"),
        (r#"{"content_refs":["cnt-none"]}"#, "content_refs[0]"),
    ] {
        let error: Error = world.update(&id, patch).unwrap_err();
        assert_eq!(error.path(), Some(path), "{patch}: {error}");
    }
    assert_eq!(world.log.len(), stored);
    fails(world.update("nowhere", "{}"), Code::NotFound, "does not exist");
}

#[test]
fn tk7_a_task_without_parts_goes() {
    let mut world = World::new();
    let id = world.project("P");
    assert_eq!(world.delete(&id).unwrap().removed, [id.as_str()]);
    assert!(world.curriculum.task(&id).is_none());
    assert!(world.curriculum.is_empty());
    fails(world.delete(&id), Code::NotFound, "does not exist");
}

#[test]
fn tk8_tk9_tk10_parts_and_wholes_are_listed_in_order() {
    let mut world = World::new();
    let p = world.project("P");
    let e = world.under(&p, "epic", "E1");
    let e2 = world.under(&p, "epic", "E2");
    assert_eq!(world.children(&p), [e.clone(), e2]);
    let t = world.under(&e, "task", "T");
    let s = world.under(&t, "subtask", "S");
    let index = |id: &str| world.curriculum.index(id).unwrap();
    let below = world.curriculum.subtree(index(&e));
    assert_eq!(world.ids(&below), [e.clone(), t.clone(), s]);
    let above: Vec<_> = world.curriculum.ancestors(index(&t)).collect();
    assert_eq!(world.ids(&above), [e, p]);
}

#[test]
fn tk11_tk12_tk13_comments_are_for_all_or_one_learners_own() {
    let mut world = World::new();
    let p = world.project("P");
    let shared = world.comment(&p, "for all", None).unwrap();
    assert_eq!((shared.author.as_str(), shared.text.as_str()), ("user-123", "for all"));
    assert_eq!(shared.task_id.as_str(), p);
    let own = world.comment(&p, "mine", Some("learner-1")).unwrap();
    world.comment(&p, "yours", Some("learner-2")).unwrap();
    let seen = |learner| {
        let (page, total) = world.curriculum.comments_for(&p, learner, 10, None).unwrap();
        (page.iter().map(|own| own.id.to_string()).collect::<Vec<String>>(), total)
    };
    assert_eq!(seen(None), (vec![shared.id.to_string()], 1));
    assert_eq!(seen(Some("learner-1")), (vec![shared.id.to_string(), own.id.to_string()], 2));
    fails(
        world.curriculum.comments_for("nowhere", None, 1, None),
        Code::NotFound,
        "does not exist",
    );
    fails(world.comment("nowhere", "x", None), Code::NotFound, "does not exist");
}

#[test]
fn comments_come_in_pages_from_the_newest_with_the_oldest_first_and_a_true_total() {
    let mut world = World::new();
    let p = world.project("P");
    let all: Vec<String> =
        (0..5).map(|n| world.comment(&p, &n.to_string(), None).unwrap().id.to_string()).collect();
    let page = |before: Option<&str>| {
        let (page, total) = world.curriculum.comments_for(&p, None, 2, before).unwrap();
        (page.iter().map(|own| own.id.to_string()).collect::<Vec<String>>(), total)
    };
    assert_eq!(page(None), (all[3..].to_vec(), 5));
    assert_eq!(page(Some(&all[3])), (all[1..3].to_vec(), 5));
    assert_eq!(page(Some(&all[1])), (all[..1].to_vec(), 5));
    let strange = world.curriculum.comments_for(&p, None, 2, Some("cmt-none"));
    assert_eq!(strange.unwrap_err().path(), Some("before"));
}

#[test]
fn tk14_tasks_are_counted_in_all_or_of_one_project() {
    let mut world = World::new();
    let p1 = world.project("P1");
    world.under(&p1, "task", "T");
    world.project("P2");
    assert_eq!(world.curriculum.count(None, false).unwrap(), 3);
    assert_eq!(world.curriculum.count(Some(&p1), false).unwrap(), 2);
    fails(world.curriculum.count(Some("nowhere"), false), Code::NotFound, "does not exist");
}

#[test]
fn tk15_to_tk18_a_project_is_found_by_slug_and_version() {
    let mut world = World::new();
    let of = |version: u32| {
        format!(
            r#"{{"task_type":"project","title":"v{version}","project_slug":"soil-lab","version":{version}}}"#
        )
    };
    world.create(&of(1));
    world.create(&of(2));
    let title = |version| {
        let found = world.curriculum.project_by_slug("soil-lab", version);
        found.map(|task| task.title.to_string())
    };
    assert_eq!(title(None).as_deref(), Some("v2"));
    assert_eq!(title(Some(1)).as_deref(), Some("v1"));
    assert_eq!(title(Some(3)), None);
    assert!(world.curriculum.project_by_slug("other", None).is_none());
    fails(world.try_create(&of(2)), Code::AlreadyExists, "already exists");
}

/// Our rule where the reference has none: a project stands alone, nothing else does, and nothing
/// stands under what is smaller.
#[test]
fn tasks_are_listed_in_order_of_place_and_in_pages_that_are_whole() {
    let mut world = World::new();
    let p = world.project("P");
    let e = world.under(&p, "epic", "E");
    let tasks: Vec<String> = (0..12).map(|n| world.under(&e, "task", &format!("T{n}"))).collect();
    let mut found = Vec::new();
    let mut after: Option<String> = None;
    loop {
        let query = TaskQuery {
            project_id: Some(&p),
            task_type: Some(TaskType::Task),
            limit: 5,
            after: after.as_deref(),
            ..TaskQuery::default()
        };
        let page = world.curriculum.list(&query, &|_| true, &|_, _| false).unwrap();
        assert_eq!(page.total, 12);
        found.extend(world.ids(&page.items));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(found, tasks, "T10 stands behind T2");
    let strange = TaskQuery { after: Some("nowhere"), ..TaskQuery::default() };
    let error = world.curriculum.list(&strange, &|_| true, &|_, _| false).unwrap_err();
    assert_eq!(error.path(), Some("after"));
}

#[test]
fn words_are_found_in_titles_first_then_in_descriptions_and_material() {
    let mut world = World::new();
    let p = world.project("Course");
    world.create(&format!(r#"{{"parent_id":"{p}","title":"A","description":"about SOIL"}}"#));
    world.under(&p, "task", "More soil");
    world.under(&p, "task", "Soil first");
    let shown = world.under(&p, "task", "Shown");
    let content = world.content("markdown", "Soil is alive");
    world.attach(&content, &shown).unwrap();
    world.under(&p, "task", "Nothing");
    let bodies = |id: &str, text: &str| id == content && "soil is alive".contains(text);
    let query = TaskQuery { text: Some("sOiL"), ..TaskQuery::default() };
    let page = world.curriculum.list(&query, &|_| true, &bodies).unwrap();
    let titles = world.titles(&world.ids(&page.items));
    assert_eq!(titles, ["Soil first", "More soil", "A", "Shown"]);
    let query = TaskQuery { text: Some("  first "), ..TaskQuery::default() };
    let page = world.curriculum.list(&query, &|_| true, &bodies).unwrap();
    assert_eq!(page.total, 1, "blanks around a text are not looked for");
}

#[test]
fn only_material_that_decides_what_is_found_is_in_question() {
    let mut world = World::new();
    let shown = |world: &mut World, project: &str, kind: &str, title: &str| {
        let task = world.under(project, kind, title);
        let content = world.content("markdown", title);
        world.attach(&content, &task).unwrap();
        content
    };
    let (p, other) = (world.project("Course"), world.project("Other"));
    let doubtful = shown(&mut world, &p, "task", "Compost");
    shown(&mut world, &p, "task", "Soil");
    let epic = shown(&mut world, &p, "epic", "Worms");
    let elsewhere = shown(&mut world, &other, "task", "Roots");
    world.content("markdown", "shown nowhere");
    let asked = |query: &TaskQuery<'_>| {
        let found = world.curriculum.material_in_question(query).unwrap();
        found.into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    let sorted = |mut ids: Vec<&String>| {
        ids.sort();
        ids.into_iter().cloned().collect::<Vec<_>>()
    };
    let all = TaskQuery { text: Some("soil"), ..TaskQuery::default() };
    assert_eq!(asked(&all), sorted(vec![&doubtful, &epic, &elsewhere]));
    let here = TaskQuery { project_id: Some(&p), ..all.clone() };
    assert_eq!(asked(&here), sorted(vec![&doubtful, &epic]));
    assert_eq!(asked(&TaskQuery { task_type: Some(TaskType::Epic), ..here }), [epic]);
    assert_eq!(asked(&TaskQuery { text: Some(" "), ..all }), [""; 0]);
}

#[test]
fn a_task_has_one_variant_for_a_level() {
    let mut world = World::new();
    let p = world.project("Course");
    let twice = r#""variants":[{"level":"beginner"},{"level":"advanced"},{"level":"beginner"}]"#;
    let refused = |result: Result<Task>| {
        let error = result.unwrap_err();
        assert_eq!((error.code(), error.path()), (Code::Invalid, Some("variants[2].level")));
        assert!(error.message().contains("beginner is there already"), "{error}");
    };
    refused(world.try_create(&format!(r#"{{"parent_id":"{p}","title":"T",{twice}}}"#)));
    let t = world.under(&p, "task", "T");
    refused(world.update(&t, &format!("{{{twice}}}")));
    let course = format!(r#"{{"title":"P","epics":[{{"title":"E",{twice}}}]}}"#);
    let error = world.import(&course).unwrap_err();
    assert_eq!(error.path(), Some("epics[0].variants[2].level"));
}

#[test]
fn only_a_project_has_a_slug() {
    let mut world = World::new();
    let p = world.project("P");
    let task = format!(r#"{{"parent_id":"{p}","title":"T","project_slug":"soil"}}"#);
    let error = world.try_create(&task).unwrap_err();
    assert_eq!(error.path(), Some("project_slug"));
}

#[test]
fn projects_stand_in_the_order_in_which_they_were_made_whatever_their_ids() {
    let mut world = World::new();
    let made: Vec<String> = ["z", "m", "a"]
        .iter()
        .map(|id| world.create(&format!(r#"{{"task_type":"project","title":"P","id":"{id}"}}"#)))
        .collect();
    assert_eq!(world.ids(&world.curriculum.projects()), made);
    let page = world.curriculum.list(&TaskQuery::default(), &|_| true, &|_, _| false).unwrap();
    assert_eq!(world.ids(&page.items), made);
}
