//! The checks that authors wrote in the two real courses: each makes right and wrong differ,
//! through a host's validator that does what the check says, on a make-believe interpreter.

use medallion::domain::criteria::{HostVerdict, Rule};
use serde_json::{Value, json};

use super::courses;
use super::world::World;

/// Checks of the same kinds, for where the courses are not.
fn samples() -> Vec<Value> {
    vec![json!({"tasks": [
        {"title": "a", "validation": {"type": "python_output", "expected": {"output_contains": ["Soil"], "no_errors": true}}},
        {"title": "b", "validation": {"type": "python_output", "expected": {"no_errors": true}}},
        {"title": "c", "checks": [{"query": "SELECT * FROM soil", "expect": {"row_count": 5, "columns": ["id", "pH"]}}]},
        {"title": "d", "checks": [{"query": "UPDATE soil SET pH = 7", "expect": {"modifies": true}}]},
        {"title": "e", "checks": [{"query": "SELECT 1", "expect": {"min_rows": 2}}]},
    ]})]
}

fn collect(node: &Value, found: &mut Vec<(String, &'static str, Value)>) {
    let title = node["title"].as_str().unwrap_or_default().to_owned();
    if let Some(own) = node.get("validation") {
        found.push((title.clone(), "code_test", own.clone()));
    }
    if let Some(own) = node.get("checks") {
        found.push((title, "sql_result", json!({ "checks": own })));
    }
    for key in ["epics", "tasks", "subtasks"] {
        node[key].as_array().into_iter().flatten().for_each(|own| collect(own, found));
    }
}

/// What a run gave, as the make-believe interpreter is told: the submission itself.
pub fn python(content: &str, rule: &Value) -> Result<HostVerdict, String> {
    let run: Value = serde_json::from_str(content).map_err(|error| error.to_string())?;
    let expected = &rule["expected"];
    let output = run["output"].as_str().unwrap_or_default();
    let wanted = expected["output_contains"].as_array().into_iter().flatten();
    let has_all = wanted.clone().all(|own| output.contains(own.as_str().unwrap()));
    let is_clean = expected["no_errors"] != true || run["error"].is_null();
    Ok(HostVerdict { passed: has_all && is_clean, message: "ran".into(), grade: None })
}

/// One result for each query.
pub fn sql(content: &str, rule: &Value) -> Result<HostVerdict, String> {
    let results: Vec<Value> = serde_json::from_str(content).map_err(|error| error.to_string())?;
    let checks = rule["checks"].as_array().ok_or("no checks")?;
    let meets = |check: &Value, result: &Value| {
        let expect = &check["expect"];
        let rows = result["rows"].as_u64().unwrap_or(0);
        let columns = expect["columns"].as_array();
        columns.is_none_or(|own| Some(own) == result["columns"].as_array())
            && expect["row_count"].as_u64().is_none_or(|own| own == rows)
            && expect["min_rows"].as_u64().is_none_or(|own| rows >= own)
            && expect["modifies"].as_bool().is_none_or(|own| result["modified"] == own)
    };
    let all = checks.len() == results.len()
        && checks.iter().zip(&results).all(|(check, result)| meets(check, result));
    Ok(HostVerdict { passed: all, message: "queried".into(), grade: None })
}

pub fn right(kind: &str, rule: &Value) -> String {
    if kind == "code_test" {
        let lines = rule["expected"]["output_contains"].as_array().cloned().unwrap_or_default();
        let output: Vec<&str> = lines.iter().map(|own| own.as_str().unwrap()).collect();
        return json!({"output": output.join(" ")}).to_string();
    }
    let results = rule["checks"].as_array().unwrap().iter().map(|check| {
        let expect = &check["expect"];
        let rows = expect["row_count"].as_u64().or(expect["min_rows"].as_u64()).unwrap_or(0);
        json!({"rows": rows, "columns": expect["columns"], "modified": expect["modifies"] == true})
    });
    Value::Array(results.collect()).to_string()
}

fn wrong(kind: &str, rule: &Value) -> String {
    if kind == "code_test" {
        return json!({"output": "", "error": "NameError"}).to_string();
    }
    let results = rule["checks"].as_array().unwrap().iter().map(|check| {
        let expect = &check["expect"];
        let rows = expect["row_count"].as_u64().map_or(0, |own| own + 1);
        json!({"rows": rows, "columns": ["other"], "modified": false})
    });
    Value::Array(results.collect()).to_string()
}

#[test]
fn each_authored_check_makes_right_and_wrong_differ() {
    let (courses, count) = match courses::texts() {
        Some(texts) => {
            (texts.iter().map(|text| serde_json::from_str(text).unwrap()).collect(), Some(29))
        }
        None => (samples(), None),
    };
    let mut checks = Vec::new();
    courses.iter().for_each(|course| collect(course, &mut checks));
    if let Some(count) = count {
        assert_eq!(checks.len(), count);
    }
    let mut w = World::new();
    w.validators = vec![("code_test", python), ("sql_result", sql)];
    let p = w.project("P");
    let ada = w.learner("Ada");
    for (title, kind, rule) in checks {
        let kept = Rule::parse(kind, &rule.to_string()).unwrap();
        assert_eq!(&*kept.text, rule.to_string(), "word for word");
        let s = w.under(&p, "subtask", &title);
        w.criterion(&s, kind, rule.clone());
        let judged = w.submit(&ada, &s, &wrong(kind, &rule)).unwrap();
        assert!(!judged.validation.unwrap().passed, "{title}");
        assert!(!w.is_closed(&ada, &s), "{title}");
        let judged = w.submit(&ada, &s, "not a run at all").unwrap();
        assert!(judged.validation.unwrap().error_message.unwrap().contains("validator failed"));
        let judged = w.submit(&ada, &s, &right(kind, &rule)).unwrap();
        assert!(judged.validation.unwrap().passed, "{title}");
        assert!(w.is_closed(&ada, &s), "{title}");
    }
    assert!(w.is_closed(&ada, &p));
}
