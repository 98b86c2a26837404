//! The JSON Schema of documents: valid JSON, as kept beside this, and of one mind with the checker.

#![cfg(not(target_family = "wasm"))]
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use medallion::Medallion;
use medallion::domain::schema::{self, Record, Shape, Shaped};
use proptest::prelude::*;
use serde_json::Value;

#[path = "properties/generate.rs"]
mod generate;
#[path = "properties/json.rs"]
mod json;

fn medallion_schema() -> Value {
    let Shape::Record(record) = Medallion::SHAPE else { panic!("a medallion is a record") };
    serde_json::from_str(&schema::json_schema(record)).unwrap()
}

/// Run with `UPDATE=1` to write the file anew.
#[test]
fn the_schema_has_not_drifted_from_the_types() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/medallion.v1.schema.json");
    let generated = serde_json::to_string_pretty(&medallion_schema()).unwrap() + "\n";
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, &generated).unwrap();
    }
    let kept = std::fs::read_to_string(path).unwrap_or_default();
    assert!(kept == generated, "the schema has drifted; run: UPDATE=1 cargo test --test schema");
}

/// What the reference's schema says as well (spec A1.3).
#[test]
fn the_schema_says_what_the_references_says() {
    let schema = medallion_schema();
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    assert_eq!(schema["title"], "Medallion");
    assert_eq!(schema["required"], serde_json::json!(["meta", "scope", "summary", "affordances"]));
    let defs = &schema["$defs"];
    assert_eq!(defs["MedallionSummary"]["properties"]["high_level"]["maxLength"], 300);
    let confidence = &defs["Decision"]["properties"]["confidence"];
    assert_eq!((&confidence["minimum"], &confidence["maximum"]), (&0.into(), &1.into()));
    assert!(!schema.to_string().contains("additionalProperties"), "unknown fields are allowed");
    let (mut refs, mut defined) = (Vec::new(), Vec::new());
    collect_refs(&schema, &mut refs);
    defined.extend(defs.as_object().unwrap().keys().cloned());
    for name in refs {
        assert!(defined.contains(&name), "{name} is not defined");
    }
}

fn collect_refs(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            if let Some(Value::String(name)) = members.get("$ref") {
                found.push(name.trim_start_matches("#/$defs/").to_owned());
            }
            members.values().for_each(|value| collect_refs(value, found));
        }
        Value::Array(items) => items.iter().for_each(|item| collect_refs(item, found)),
        _ => {}
    }
}

/// A validator of the keywords that our schema uses, and of no others.
fn accepts(root: &Value, schema: &Value, value: &Value) -> bool {
    schema.as_object().unwrap().iter().all(|(keyword, rule)| match (keyword.as_str(), value) {
        ("type", _) => match rule.as_str().unwrap() {
            "object" => value.is_object(),
            "array" => value.is_array(),
            "string" => value.is_string(),
            "number" => value.is_number(),
            "null" => value.is_null(),
            other => panic!("type {other}?"),
        },
        ("properties", Value::Object(members)) => {
            rule.as_object().unwrap().iter().all(|(name, schema)| {
                members.get(name).is_none_or(|value| accepts(root, schema, value))
            })
        }
        ("required", Value::Object(members)) => {
            rule.as_array().unwrap().iter().all(|name| members.contains_key(name.as_str().unwrap()))
        }
        ("items", Value::Array(items)) => items.iter().all(|item| accepts(root, rule, item)),
        ("minLength", Value::String(text)) => text.chars().count() as u64 >= rule.as_u64().unwrap(),
        ("maxLength", Value::String(text)) => text.chars().count() as u64 <= rule.as_u64().unwrap(),
        ("minimum", Value::Number(number)) => number.as_f64() >= rule.as_f64(),
        ("maximum", Value::Number(number)) => number.as_f64() <= rule.as_f64(),
        ("pattern", Value::String(text)) => {
            regex_lite::Regex::new(rule.as_str().unwrap()).unwrap().is_match(text)
        }
        ("enum", _) => rule.as_array().unwrap().contains(value),
        ("anyOf", _) => rule.as_array().unwrap().iter().any(|schema| accepts(root, schema, value)),
        ("$ref", _) => {
            let name = rule.as_str().unwrap().trim_start_matches("#/$defs/");
            accepts(root, &root["$defs"][name], value)
        }
        (
            "properties" | "required" | "items" | "minLength" | "maxLength" | "minimum" | "maximum"
            | "pattern" | "$schema" | "$defs" | "title" | "description" | "default",
            _,
        ) => true,
        (other, _) => panic!("{other}?"),
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn the_schema_and_the_checker_agree(
        mut document in generate::documents(),
        damages in proptest::collection::vec(json::damages(), 0..4),
        time in proptest::option::of("[0-2][0-9]{3}-[01][0-9]-[0-3][0-9]([T ][0-2][0-9]:[0-6][0-9]:[0-6][0-9](\\.[0-9]{1,10})?(Z|[+-][0-2][0-9]:[0-6][0-9])?)?"),
    ) {
        damages.iter().for_each(|damage| damage.apply(&mut document));
        if let (Some(time), json::Json::Object(members)) = (time, &mut document)
            && let Some((_, meta)) = members.iter_mut().find(|(key, _)| key == "meta")
        {
            meta.set("knowledge_max_ts", json::text(&time));
        }
        // Numbers that no double can hold are for the reader only.
        let Ok(value) = serde_json::from_str::<Value>(&document.text()) else { return Ok(()) };
        let schema = medallion_schema();
        let problems = schema::check(&value, &Medallion::SHAPE);
        prop_assert_eq!(accepts(&schema, &schema, &value), problems.is_empty(), "{:?} {}", problems, value);
    }
}

/// All that a record is made of.
fn records(record: &'static Record, found: &mut Vec<&'static Record>) {
    fn of(shape: &'static Shape, found: &mut Vec<&'static Record>) {
        match shape {
            Shape::Record(record) => records(record, found),
            Shape::Union(all) => all.iter().for_each(|record| records(record, found)),
            Shape::List(inner) | Shape::Nullable(inner) | Shape::MapOf(inner) => of(inner, found),
            _ => {}
        }
    }
    if !found.iter().any(|known| known.name == record.name) {
        found.push(record);
        record.fields.iter().for_each(|field| of(field.shape, found));
    }
}

#[test]
fn everything_that_callers_see_says_what_it_is() {
    let Shape::Record(record) = Medallion::SHAPE else { panic!("a medallion is a record") };
    let mut all = Vec::new();
    records(record, &mut all);
    assert!(all.len() > 7);
    for record in all {
        assert!(!record.doc.trim().is_empty(), "{}", record.name);
        for field in record.fields {
            assert!(field.doc.trim().ends_with(['.', '`']), "{}.{}", record.name, field.name);
        }
    }
}

#[test]
fn unknown_fields_are_bounded_in_number_and_depth() {
    let document = |unknown: &str| {
        format!(
            r#"{{"meta":{{"medallion_id":"m","model":"","created_at":"2025-01-01","updated_at":"2025-01-01"}},
                "scope":{{}},"summary":{{"high_level":""}},"affordances":{{}},{unknown}}}"#
        )
    };
    let many =
        |count: usize| (0..count).map(|n| format!("\"x{n}\":1")).collect::<Vec<_>>().join(",");
    let deep = |depth: usize| format!("\"x\":{}{}", "[".repeat(depth), "]".repeat(depth));
    for (fine, refused, path, message) in [
        (many(1000), many(1001), "", "has more unknown fields than 1000"),
        (deep(100), deep(101), "x", "is nested too deeply"),
        (deep(100), deep(100_000), "x", "is nested too deeply"),
    ] {
        assert!(Medallion::parse(&document(&fine)).is_ok());
        assert_eq!(told(&document(&refused)), [(path.to_owned(), message.to_owned())]);
    }
}

fn told(text: &str) -> Vec<(String, String)> {
    let error = Medallion::parse(text).unwrap_err();
    assert_eq!(error.code(), medallion::Code::Invalid);
    error.all_problems().iter().map(|own| (own.path.clone(), own.message.clone())).collect()
}

#[test]
fn a_key_that_stands_twice_is_named_where_it_stands() {
    let document = |decision: &str, behind: &str| {
        format!(
            r#"{{"meta":{{"medallion_id":"m","model":"","created_at":"2025-01-01","updated_at":"2025-01-01"}},
                "scope":{{}},"summary":{{"high_level":""}},"affordances":{{}},
                "decisions":[{{"id":"D","statement":"s","rationale":"r","confidence":1{decision}}}]{behind}}}"#
        )
    };
    assert!(Medallion::parse(&document("", r#","later":{"a":1,"a":2}"#)).is_ok());
    let message = "must be there once, is there twice";
    for (decision, behind, path) in [
        (r#","id":"E""#, "", "decisions[0].id"),
        (r#","later":1,"later":2"#, "", "decisions[0].later"),
        ("", r#","scope":{}"#, "scope"),
        ("", r#","l\u0061ter":1,"later":{"b":1,"b":2}"#, "later"),
    ] {
        let text = document(decision, behind);
        assert_eq!(told(&text), [(path.to_owned(), message.to_owned())], "{text}");
    }
    let both = document(r#","id":"E""#, r#","open_questions":1"#);
    let paths: Vec<String> = told(&both).into_iter().map(|(path, _)| path).collect();
    assert_eq!(paths, ["open_questions", "decisions[0].id"]);
}
