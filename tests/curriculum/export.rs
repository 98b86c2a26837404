//! Spec 9.10, EX1 to EX20: what an export says, and that importing it gives the same tree.

use medallion::domain::criteria::NoPatterns;
use medallion::domain::curriculum::{
    CourseFormat, CourseOptions, CriterionDraft, DependencyType, add_criterion,
};
use serde_json::json;

use super::kit::{paths, tree};
use super::world::World;

#[test]
fn ex1_ex19_a_project_alone_says_little() {
    let mut world = World::new();
    let p = world.project("P");
    let course = world.exported(&p);
    assert_eq!(course["title"], json!("P"));
    assert_eq!((&course["description"], &course["epics"]), (&json!(""), &json!([])));
    let absent = [
        "project_id",
        "version_tag",
        "workspace_type",
        "tutor_persona",
        "tutor_config",
        "estimated_minutes",
        "requires_submission",
        "parent_id",
        "position",
    ];
    for key in absent {
        assert!(course.get(key).is_none(), "{key}");
    }
}

#[test]
fn ex2_ex3_parts_are_nested_and_objectives_written() {
    let mut world = World::new();
    let p = world.project("P");
    let e = world.under(&p, "epic", "E");
    let t = world.under(&e, "task", "T");
    world.under(&t, "subtask", "S");
    world.objective(&p, "Make", "create").unwrap();
    world.objective(&e, "Use", "apply").unwrap();
    let course = world.exported(&p);
    assert_eq!(course["epics"][0]["tasks"][0]["subtasks"][0]["title"], json!("S"));
    assert_eq!(course["learning_objectives"][0]["level"], json!("create"));
    assert_eq!(course["epics"][0]["learning_objectives"][0]["description"], json!("Use"));
}

#[test]
fn ex4_a_plain_dependency_is_a_title() {
    let mut world = World::new();
    let p = world.project("P");
    let one = world.under(&p, "epic", "Task 1");
    let two = world.under(&p, "epic", "Task 2");
    world.depend(&two, &one).unwrap();
    assert_eq!(world.exported(&p)["epics"][1]["dependencies"], json!(["Task 1"]));
}

#[test]
fn ex5_lines_are_the_project_and_its_parts_and_can_be_read_again() {
    let mut world = World::new();
    let p = world.project("P");
    let e = world.under(&p, "epic", "E");
    world.under(&e, "subtask", "S");
    let text = world.export_as(&p, CourseFormat::Jsonl);
    let lines: Vec<serde_json::Value> =
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 2);
    assert_eq!((&lines[0]["type"], &lines[1]["type"]), (&json!("project"), &json!("epic")));
    let again = world.imported(&text);
    assert_eq!(tree(&world.curriculum, &again), tree(&world.curriculum, &p));
}

#[test]
fn the_references_own_lines_can_be_read_they_repeat_the_tree_behind_it() {
    let mut world = World::new();
    let p = world.imported(
        "{\"type\":\"project\",\"title\":\"P\",\"epics\":[{\"title\":\"E\",\"tasks\":[{\"title\":\"T\"}]}]}\n\
         {\"type\":\"epic\",\"title\":\"E\",\"tasks\":[{\"title\":\"T\"}]}\n",
    );
    assert_eq!(world.outline(&p).len(), 3);
}

#[test]
fn ex6_ex7_ex8_a_broken_line_is_named() {
    let error = World::new().import("{\"title\":\"P\"}\n\n{\"title\":}\n").unwrap_err();
    assert_eq!(paths(&error), ["line 3"]);
}

pub const FULL: &str = r#"{"title":"P","description":"About","project_id":"soil-lab","version":3,"version_tag":"beta",
  "workspace_type":"sql","narrative":true,"narrative_context":"A village","tutor_persona":"Chemist",
  "tutor_config":{"persona":"x","teaching_style":"guided"},"estimated_minutes":120,"content":"Start",
  "requires_submission":false,"notes":"remember","summary":"all","key":"root","colour":"red","mastery":{"m":3,"n":5},
  "learning_objectives":[{"level":"create","description":"D","mastery":{"m":1,"n":2}},{"level":null,"description":"no level"},
                         {"level":"apply","description":"own","taxonomy":"custom"}],
  "contents":[{"id":"cnt-a","content_type":"code","body":"1+1","metadata":{"n":1.10}}],
  "comments":[{"author":"user-1","text":"for all","created_at":"2025-01-01T00:00:00Z"}],
  "epics":[
    {"title":"E","ordered":true,"priority":0,"max_grade":10,"content_refs":["cnt-a"],"narrative_context":"Below","tasks":[
       {"title":"Same","key":"first","tutor_guidance":{"hints_to_give":["a"]},"subtasks":[
          {"title":"S","subtask_type":"conversational","required":false},
          {"title":"X","validation":{"type":"python_output","expected":{"no_errors":true}},
           "criteria":[{"criterion_type":"text_match","description":"d","rule":{"any_of":["a"]}}]}]},
       {"title":"Same","checks":[{"query":"q","expect":{"row_count":5}}],
        "dependencies":[{"on":"S","dependency_type":"related","metadata":{"why":"x"},"created_by":"user-1"}]}]},
    {"title":"Leaf task","task_type":"task","dependencies":["first",{"on":"E","dependency_type":"parent_child"}]},
    {"title":"Old","is_active":false},
    {"title":"C","task_type":"chapter","tasks":[{"title":"Read","task_type":"step","step_type":"reading",
      "max_attempts":3,"remedial":["Again"],"tests_out":["S","first"],"cooldown_seconds":60,"skills":["reading"],
      "variants":[{"level":"beginner","content":"slowly","content_refs":["cnt-a"],"estimated_minutes":9}]},{"title":"Again","task_type":"step"}]}]}"#;

#[test]
fn ex9_to_ex18_ex20_an_export_has_all_that_there_is_and_gives_the_same_tree() {
    let mut world = World::new();
    let p = world.imported(FULL);
    let course = world.exported(&p);
    assert_eq!(course["project_id"], json!("soil-lab"));
    assert_eq!((&course["version"], &course["version_tag"]), (&json!(3), &json!("beta")));
    assert_eq!(course["tutor_config"]["teaching_style"], json!("guided"));
    assert_eq!(course["epics"][0]["max_grade"].as_f64(), Some(10.0));
    let subtasks = &course["epics"][0]["tasks"][0]["subtasks"];
    assert_eq!(subtasks[0]["subtask_type"], json!("conversational"));
    assert_eq!(subtasks[1]["validation"]["expected"], json!({"no_errors": true}));
    assert_eq!(course["epics"][0]["tasks"][1]["checks"][0]["query"], json!("q"));
    assert_eq!(course["contents"][0]["body"], json!("1+1"));
    assert_eq!(course["comments"][0]["text"], json!("for all"));
    // Into the same workspace as the next version.
    let next = world.export(&p).replacen("\"version\": 3", "\"version\": 4", 1);
    let report = world.import(&next).unwrap();
    assert_eq!(report.ignored, ["colour"]);
    let again = report.project_id.unwrap();
    let step = world.curriculum.task(&format!("{again}.4.1")).unwrap();
    let named: Vec<&str> = step.tests_out.0.iter().flatten().map(|id| id.as_str()).collect();
    assert_eq!(step.remedial.0.as_ref().unwrap()[0].as_str(), format!("{again}.4.2"));
    assert_eq!(named, [format!("{again}.1.1.1"), format!("{again}.1.1")]);
    let rename = |lines: Vec<String>, world: &World, root: &str| -> Vec<String> {
        // The material of a copy is a copy.
        let index = world.curriculum.index(&format!("{root}.1")).unwrap();
        let id = world.curriculum.at(index).unwrap().content_refs[0].to_string();
        lines.into_iter().map(|line| line.replace(&id, "cnt-a").replace(root, "root")).collect()
    };
    let one = rename(tree(&world.curriculum, &p), &world, &p);
    let other = rename(tree(&world.curriculum, &again), &world, &again);
    assert_eq!(one, other);
    assert!(one.len() > 15);
}

#[test]
fn with_ids_kept_another_workspace_has_the_very_same_records() {
    let mut world = World::new();
    let p = world.imported(FULL);
    let last = world.children(&p)[3].clone();
    world.delete(&last).unwrap();
    let text = world.export(&p);
    let mut other = World::new();
    let options = CourseOptions { keep_ids: true, ..CourseOptions::default() };
    other.import_as(&text, options).unwrap();
    assert_eq!(other.export(&p), text);
    for index in world.curriculum.subtree(world.curriculum.index(&p).unwrap()) {
        let task = world.curriculum.at(index).unwrap();
        let mut same = other.curriculum.task(task.id.as_str()).unwrap().clone();
        same.position = task.position;
        assert_eq!(same, *task);
    }
    // What was deleted there is not given again here either.
    assert_eq!(other.under(&p, "epic", "next"), world.under(&p, "epic", "next"));
    // The ids are taken now.
    let error = other.import_as(&text, options).unwrap_err();
    assert!(paths(&error).contains(&"id"), "{error}");
}

#[test]
fn what_waits_beyond_the_project_is_told_where_the_other_is_not() {
    let mut world = World::new();
    let (p, q) = (world.project("P"), world.project("Q"));
    let (a, b) = (world.under(&p, "epic", "A"), world.under(&q, "epic", "B"));
    world.depend(&a, &b).unwrap();
    let text = world.export(&p);
    let again = world.imported(&text);
    assert_eq!(tree(&world.curriculum, &again).len(), tree(&world.curriculum, &p).len());
    let report = World::new().import(&text).unwrap();
    assert_eq!(report.ignored, ["epics[0].dependencies[0]"]);
}

#[test]
fn equal_titles_without_keys_are_named_by_id() {
    let mut world = World::new();
    let p = world.project("P");
    let (a, b) = (world.under(&p, "epic", "Same"), world.under(&p, "epic", "Same"));
    world.depend(&b, &a).unwrap();
    world.depend_as(&a, &b, DependencyType::DiscoveredFrom).unwrap();
    let again = world.imported(&world.export(&p));
    assert_eq!(tree(&world.curriculum, &again), tree(&world.curriculum, &p));
}

#[test]
fn several_checks_of_one_task_come_back_as_they_were() {
    let mut world = World::new();
    let p = world.imported(r#"{"title":"P","validation":{"type":"python_output"}}"#);
    let draft =
        r#"{"criterion_type":"code_test","description":"d","rule":{"type":"python_output"}}"#;
    let draft: CriterionDraft = medallion::domain::schema::parse(draft).unwrap();
    let decided =
        world.stamped(|stamp| add_criterion(&world.curriculum, &p, draft, &NoPatterns, stamp));
    world.take(decided).unwrap();
    let again = world.imported(&world.export(&p));
    let mut one = tree(&world.curriculum, &p);
    let mut other = tree(&world.curriculum, &again);
    one.sort();
    other.sort();
    assert_eq!(one, other);
}

#[test]
fn an_update_with_the_export_changes_nothing_not_even_material_and_unknown_fields() {
    let mut world = World::new();
    let p = world.imported(&FULL.replace("\"red\"", "[1.10, {\n \"a\": 1}]"));
    let stored = world.log.len();
    let text = world.export(&p);
    assert!(text.contains("\n  \"colour\": [\n    1.10,"), "people can read it");
    let options = CourseOptions { update: Some(&p), ..CourseOptions::default() };
    world.import_as(&text, options).unwrap();
    assert_eq!(world.log.len(), stored);
    world.import_as(&text.replace("1+1", "2+2"), options).unwrap();
    assert_eq!(world.log.len(), stored + 1);
    assert!(world.export(&p).contains("2+2"));
}
