//! The lines of a file as others write them: what is wrong with one is said with its field.

use futures_executor::block_on;
use medallion::service::{ImportReport, OnConflict};
use medallion::{Code, Result};
use serde_json::{Value, json};

use super::transfer::{created, file_of};
use crate::cases::native::world;

fn import(file: &str) -> Result<ImportReport> {
    block_on(async {
        let world = world();
        let workspace = world.workspace().await;
        let report = workspace.import(&file, &world.caller(), OnConflict::Newer, false).await;
        assert_eq!(world.entries().await.is_empty(), report.is_err());
        report
    })
}

#[test]
fn what_is_wrong_with_a_line_is_said_with_its_field() {
    let with = |field: &str, value: Value| {
        let mut line = created("med-1");
        line[field] = value;
        line
    };
    let without = |field: &str| {
        let mut line = created("med-1");
        line.as_object_mut().unwrap().remove(field);
        line
    };
    let cases = [
        (with("rev", json!(1.5)), "rev"),
        (with("rev", json!(4_294_967_296_u64)), "rev"),
        (with("at", json!("soon")), "at"),
        (with("written", json!("soon")), "written"),
        (with("reason", json!(1)), "reason"),
        (without("kind"), "kind"),
        (without("id"), "id"),
        (without("rev"), "rev"),
        (without("event"), "event"),
        (without("actor"), "actor"),
        (without("at"), "at"),
    ];
    for (line, field) in cases {
        let error = import(&file_of(&[line])).unwrap_err();
        let path = format!("line 2.{field}");
        assert_eq!((error.code(), error.path()), (Code::Invalid, Some(&*path)), "{error}");
    }
    assert_eq!(import(&file_of(&[with("rev", json!(4_294_967_295_u64))])).unwrap().records, 1);
}

#[test]
fn the_example_of_the_documentation_is_a_file() {
    let text = include_str!("../../docs/workspace-file.md");
    let blocks = |of: &str| -> Vec<String> {
        let begin = format!("```{of}\n");
        let rest = text.split(&begin).skip(1);
        rest.map(|rest| rest.split("```").next().unwrap().to_owned()).collect()
    };
    let file = blocks("text").remove(0);
    let shown: Vec<Value> =
        blocks("json").iter().filter_map(|block| serde_json::from_str(block).ok()).collect();
    let lines: Vec<Value> = file.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines, shown[..2]);
    let report = import(&file).unwrap();
    assert_eq!((report.records, report.lacks.0), (1, None));
}
