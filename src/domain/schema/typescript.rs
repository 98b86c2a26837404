//! Records as TypeScript declarations, with their doc comments.

use std::fmt::Write as _;

use super::json_schema::records_of;
use super::shape::{Missing, Record, Shape};

/// For whom a declaration is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flavour {
    /// What callers get: every field is there, times are text.
    Output,
    /// What callers may hand in: fields with a default may be missing, times may be `Date`s, lists may
    /// be read-only, and JSON may be of any type that can be said in it. The name has `Input` behind it
    /// where it is needed.
    Input,
}

/// Declares these records and all that they are made of, each once, in order of first use. No two may
/// have one name: TypeScript would take the first for both.
#[must_use]
pub fn declarations(roots: &[(&'static Record, Flavour)]) -> String {
    let mut known: Vec<(String, &'static Record)> = Vec::new();
    let mut out = String::new();
    for (record, flavour) in roots {
        declare(record, *flavour, &mut known, &mut out);
    }
    out
}

/// What a record is called there.
#[must_use]
pub fn declared_name(record: &Record, flavour: Flavour) -> String {
    let differs = flavour == Flavour::Input && differs(record);
    format!("{}{}", record.name, if differs { "Input" } else { "" })
}

/// Whether what may be handed in differs from what comes out.
fn differs(record: &Record) -> bool {
    record.fields.iter().any(|field| {
        matches!(field.missing, Missing::Default(_))
            || has_time(field.shape)
            || records_of(field.shape).iter().any(|inner| differs(inner))
    })
}

fn has_time(shape: &Shape) -> bool {
    match shape {
        Shape::Time => true,
        Shape::List(inner) | Shape::Nullable(inner) | Shape::MapOf(inner) => has_time(inner),
        _ => false,
    }
}

fn declare(
    record: &'static Record,
    flavour: Flavour,
    known: &mut Vec<(String, &'static Record)>,
    out: &mut String,
) {
    let name = declared_name(record, flavour);
    if let Some((_, other)) = known.iter().find(|(own, _)| *own == name) {
        debug_assert!(is_same(record, other), "two records are called {name}");
        return;
    }
    known.push((name.clone(), record));
    write_doc(record.doc, "", out);
    let _ = writeln!(out, "export interface {name} {{");
    for field in record.fields {
        write_doc(field.doc, "  ", out);
        let may_be_missing = match field.missing {
            Missing::Required => false,
            Missing::Default(_) => flavour == Flavour::Input,
            Missing::Absent => true,
        };
        let mark = if may_be_missing { "?" } else { "" };
        let or_undefined = if may_be_missing { " | undefined" } else { "" };
        let _ = writeln!(
            out,
            "  {}{mark}: {}{or_undefined};",
            field.name,
            type_of(field.shape, flavour)
        );
    }
    out.push_str("}\n\n");
    for inner in record.fields.iter().flat_map(|field| records_of(field.shape)) {
        declare(inner, flavour, known, out);
    }
}

fn is_same(one: &Record, other: &Record) -> bool {
    let names = |record: &Record| record.fields.iter().map(|own| own.name).collect::<Vec<_>>();
    one.doc == other.doc && names(one) == names(other)
}

fn write_doc(doc: &str, indent: &str, out: &mut String) {
    let lines: Vec<&str> = doc.trim().lines().map(str::trim).collect();
    match lines.as_slice() {
        [] => {}
        [line] => {
            let _ = writeln!(out, "{indent}/** {line} */");
        }
        lines => {
            let _ = writeln!(out, "{indent}/**");
            for line in lines {
                let _ = writeln!(out, "{indent} *{}{line}", if line.is_empty() { "" } else { " " });
            }
            let _ = writeln!(out, "{indent} */");
        }
    }
}

fn type_of(shape: &Shape, flavour: Flavour) -> String {
    match shape {
        Shape::Text { .. } | Shape::Form(_) => "string".into(),
        Shape::Number { .. } | Shape::Count | Shape::Whole { .. } => "number".into(),
        Shape::Bool => "boolean".into(),
        Shape::Time if flavour == Flavour::Input => "string | Date".into(),
        Shape::Time => "string".into(),
        Shape::OneOf(texts) => {
            texts.iter().map(|text| format!("\"{text}\"")).collect::<Vec<String>>().join(" | ")
        }
        Shape::List(item) => {
            let readonly = if flavour == Flavour::Input { "readonly " } else { "" };
            let item = type_of(item, flavour);
            match item.contains('|') || item.starts_with("readonly ") {
                true => format!("{readonly}({item})[]"),
                false => format!("{readonly}{item}[]"),
            }
        }
        Shape::Nullable(inner) => format!("{} | null", type_of(inner, flavour)),
        Shape::MapOf(item) => format!("{{ [key: string]: {} }}", type_of(item, flavour)),
        Shape::Union(records) => records
            .iter()
            .map(|record| declared_name(record, flavour))
            .collect::<Vec<String>>()
            .join(" | "),
        Shape::Json if flavour == Flavour::Input => "JsonInput".into(),
        Shape::Json => "JsonValue".into(),
        Shape::JsonObject if flavour == Flavour::Input => "object".into(),
        Shape::JsonObject => "{ [key: string]: JsonValue }".into(),
        Shape::Record(record) => declared_name(record, flavour),
    }
}
