//! The two real courses of the shared data: they come in, and go out without loss.

use std::path::PathBuf;

use medallion::domain::curriculum::{CourseFormat, CourseOptions};
use serde_json::Value;

use super::kit::tree;
use super::world::World;

/// The courses, or a loud word that they are not there.
fn courses() -> Vec<(String, String)> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let data = std::env::var_os("MEDALLION_DATA").map(PathBuf::from);
    let candidates =
        [data, Some(root.join("../shared/data")), Some(root.join("../../shared/data"))];
    let folder =
        candidates.into_iter().flatten().map(|own| own.join("courses")).find(|own| own.is_dir());
    let Some(folder) = folder else {
        eprintln!("SKIPPED: no real courses; set MEDALLION_DATA to the folder that has courses/");
        return Vec::new();
    };
    let mut found: Vec<(String, String)> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "json"))
        .map(|path| (path.display().to_string(), std::fs::read_to_string(&path).unwrap()))
        .collect();
    found.sort();
    assert!(!found.is_empty());
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
