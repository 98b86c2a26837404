//! The real courses of the shared data, and one of our own: they come in, and go out without loss.

use std::path::PathBuf;

use medallion::domain::curriculum::{CourseFormat, CourseOptions};
use serde_json::Value;

use super::kit::tree;
use super::world::World;

/// One of our own, in the reference's format, so that there always is one.
const OWN: &str = r#"{"project_id":"soil-lab","version":1,"version_tag":"pilot","title":"Soil laboratory",
  "description":"Study soil samples","workspace_type":"sql","narrative":true,"estimated_minutes":90,
  "narrative_context":"A village needs advice","requires_submission":false,"content":"Begin here",
  "tutor_config":{"persona":"Field chemist","teaching_style":"guided","encouragement_level":"high"},
  "learning_objectives":[{"level":"analyze","description":"Compare samples"}],
  "epics":[
    {"title":"Load data","description":"","priority":0,"estimated_minutes":30,"learning_objectives":[],"tasks":[
      {"title":"Read table","acceptance_criteria":"Ten rows are shown","priority":1,"max_grade":5,"subtasks":[
        {"title":"Talk about pH","subtask_type":"conversational"},
        {"title":"Query pH","subtask_type":"exercise","dependencies":["Talk about pH"],
         "checks":[{"query":"SELECT AVG(ph) FROM soil","expect":{"row_count":1}}],
         "tutor_guidance":{"hints_to_give":["Use AVG"]}}]}]},
    {"title":"Report","dependencies":["Load data"],"tasks":[
      {"title":"Write memo","validation":{"type":"python_output","expected":{"no_errors":true}}}]}]}"#;

/// Our own course and the real ones, or a loud word that those are not there.
fn courses() -> Vec<(String, String)> {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    let data = std::env::var_os("MEDALLION_DATA").map(PathBuf::from);
    let shared = std::env::var_os("MEDALLION_SHARED").map(|own| PathBuf::from(own).join("data"));
    let folder = data.or(shared).unwrap_or(beside).join("courses");
    let mut found = vec![("our own".to_owned(), OWN.to_owned())];
    let Ok(entries) = std::fs::read_dir(&folder) else {
        eprintln!("THE COURSES ARE NOT HERE (MEDALLION_DATA): only our own sample was run");
        return found;
    };
    let paths = entries.map(|entry| entry.unwrap().path());
    let mut paths: Vec<PathBuf> =
        paths.filter(|path| path.extension().is_some_and(|ending| ending == "json")).collect();
    paths.sort();
    assert!(!paths.is_empty(), "no course in {}", folder.display());
    for path in paths {
        found.push((path.display().to_string(), std::fs::read_to_string(&path).unwrap()));
    }
    found
}

/// Everything that a document says is in the other, whatever else that says.
fn within(small: &Value, large: &Value, path: &str) {
    match (small, large) {
        (Value::Object(small), Value::Object(large)) => {
            for (key, value) in small {
                let found = large.get(key).unwrap_or_else(|| panic!("{path}.{key} is lost"));
                within(value, found, &format!("{path}.{key}"));
            }
        }
        (Value::Array(small), Value::Array(large)) => {
            assert_eq!(small.len(), large.len(), "{path}");
            for (number, (small, large)) in small.iter().zip(large).enumerate() {
                within(small, large, &format!("{path}[{number}]"));
            }
        }
        (Value::Number(small), Value::Number(large)) => {
            assert_eq!(small.as_f64(), large.as_f64(), "{path}");
        }
        _ => assert_eq!(small, large, "{path}"),
    }
}

fn count(value: &Value, key: &str) -> usize {
    match value {
        Value::Object(members) => {
            members.iter().map(|(own, value)| usize::from(own == key) + count(value, key)).sum()
        }
        Value::Array(items) => items.iter().map(|value| count(value, key)).sum(),
        _ => 0,
    }
}

#[test]
fn real_courses_come_in_whole_and_go_out_without_loss() {
    for (name, text) in courses() {
        let mut world = World::new();
        let original: Value = serde_json::from_str(&text).unwrap();
        let report = world.import(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(report.ignored.is_empty(), "{name}: {:?}", report.ignored);
        assert_eq!(report.task_count as usize, count(&original, "title"), "{name}");
        let p = report.project_id.unwrap();
        within(&original, &world.exported(&p), &name);
        let authored = count(&original, "validation") + count(&original, "checks");
        let criteria: usize =
            world.curriculum.tasks().map(|(index, _)| world.curriculum.criteria(index).len()).sum();
        assert_eq!(criteria, authored, "{name}");
        assert!(world.curriculum.cycles(&p).unwrap().is_empty());
        assert!(world.curriculum.schedule(&p).unwrap().left_out.is_empty());
        for format in [CourseFormat::Json, CourseFormat::Jsonl] {
            let mut other = World::new();
            let again = other.imported(&world.export_as(&p, format));
            assert_eq!(tree(&other.curriculum, &again), tree(&world.curriculum, &p), "{name}");
        }
        // An update with the very same course changes nothing.
        let stored = world.log.len();
        let options = CourseOptions { update: Some(&p), ..CourseOptions::default() };
        world.import_as(&text, options).unwrap();
        world.import_as(&world.export(&p), options).unwrap();
        assert_eq!(world.log.len(), stored, "{name}");
    }
}
