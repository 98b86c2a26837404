//! The two real courses, from nothing to finished, as a learner who passes everything does them.

use medallion::domain::curriculum::{CourseOptions, import_course};
use medallion::domain::progress::{Display, Learning};

use super::authored_checks::{python, right, sql};
use super::world::{Lite, World};

/// Where the courses lie; none of them is ours to copy.
pub fn texts() -> Option<Vec<String>> {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data");
    let root = std::env::var("MEDALLION_DATA").unwrap_or_else(|_| beside.to_owned());
    let files = ["python_basics_project.json", "water_analysis_project_v2.json"];
    let read = |file| std::fs::read_to_string(format!("{root}/courses/{file}")).ok();
    let texts: Option<Vec<String>> = files.into_iter().map(read).collect();
    if texts.is_none() {
        eprintln!("THE COURSES ARE NOT AT {root} (MEDALLION_DATA): only our own samples were run");
    }
    texts
}

const SAMPLE: &str = r#"{"title": "Soil", "learning_objectives": [{"level": "create", "description": "Advise"}],
  "epics": [
    {"title": "Load", "tasks": [{"title": "Read", "subtasks": [
      {"title": "Talk", "subtask_type": "conversational"},
      {"title": "Query", "dependencies": ["Talk"], "learning_objectives": [{"description": "Query"}],
       "checks": [{"query": "SELECT 1", "expect": {"min_rows": 1}}]}]}]},
    {"title": "Report", "dependencies": ["Load"], "tasks": [{"title": "Memo", "subtasks": [
      {"title": "Run", "validation": {"type": "python_output", "expected": {"no_errors": true}}}]}]}]}"#;

#[test]
fn a_learner_who_passes_everything_finishes_every_course() {
    let texts = texts().unwrap_or_else(|| vec![SAMPLE.to_owned()]);
    for text in texts.iter().map(String::as_str).chain([SAMPLE]) {
        let mut w = World::new();
        w.validators = vec![("code_test", python), ("sql_result", sql)];
        let decided = w.stamped(|stamp| {
            import_course(&w.curriculum, text, CourseOptions::default(), &Lite, stamp)
        });
        let (changes, report) = decided.unwrap();
        w.take(changes);
        let p = report.project_id.unwrap();
        let ada = w.learner("Ada");
        let overview = |w: &World| w.learning(&ada).overview(&p).unwrap();
        let mut before = overview(&w);
        assert_eq!(before.completed_tasks, 0);
        while let Some(next) = medallion::domain::path::next(&w.learning(&ada), &p).unwrap() {
            assert_eq!(next.display, Display::Available);
            let task = next.task_id;
            match next.needs_submission {
                false => drop(w.finish(&ada, &task)),
                true => {
                    let index = w.curriculum.index(&task).unwrap();
                    let content = match w.curriculum.criteria(index).first() {
                        Some(own) => {
                            let rule = serde_json::from_str(own.rule.text()).unwrap();
                            right(own.criterion_type.as_str(), &rule)
                        }
                        None => "Work".to_owned(),
                    };
                    let sent = w.submit(&ada, &task, &content).unwrap();
                    assert!(sent.validation.unwrap().passed, "{}", next.title);
                }
            }
            let after = overview(&w);
            assert!(after.completed_tasks > before.completed_tasks);
            assert!(after.completion_percentage >= before.completion_percentage);
            before = after;
        }
        assert_eq!(before.completion_percentage.get(), 100);
        assert_eq!(before.objectives_achieved, before.total_objectives);
        assert_eq!(report.objective_count, before.total_objectives);
        assert!(w.is_closed(&ada, &p));
        // Nobody else has done anything.
        let bob = w.learner("Bob");
        assert_eq!(w.learning(&bob).overview(&p).unwrap().completed_tasks, 0);
        let (curriculum, progress) = w.read_again();
        let again = Learning::of(&curriculum, &progress, &ada, w.now()).unwrap();
        assert_eq!(again.overview(&p).unwrap(), before);
    }
}
