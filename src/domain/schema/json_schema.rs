//! A record as JSON Schema (draft 2020-12), for validators and for models that are to fill it in.

use std::fmt::Write as _;

use super::check::decimal;
use super::shape::{Field, Missing, Record, Shape};
use super::write::to_json;

/// The JSON Schema of a record, as JSON text. It accepts what the checker accepts, but for rules
/// that compare two places of a document, which a schema cannot say. Unknown fields are allowed.
#[must_use]
pub fn json_schema(root: &'static Record) -> String {
    let mut defs: Vec<&'static Record> = Vec::new();
    collect(root, &mut defs);
    let mut out = String::from(r#"{"$schema":"https://json-schema.org/draft/2020-12/schema","#);
    write_members(root, &mut out);
    out.push_str(r#","$defs":{"#);
    for record in &defs {
        let _ = write!(out, "{}:", quoted(record.name));
        write_record(record, &mut out);
        out.push(',');
    }
    if out.ends_with(',') {
        out.pop();
    }
    out.push_str("}}");
    out
}

fn collect(record: &'static Record, found: &mut Vec<&'static Record>) {
    for field in record.fields {
        for inner in records_of(field.shape) {
            if !found.iter().any(|known| known.name == inner.name) {
                found.push(inner);
                collect(inner, found);
            }
        }
    }
}

/// The records that a shape is made of.
pub(super) fn records_of(shape: &'static Shape) -> Vec<&'static Record> {
    match shape {
        Shape::Record(record) => vec![*record],
        Shape::Union(records) => records.to_vec(),
        Shape::List(inner) | Shape::Nullable(inner) | Shape::MapOf(inner) => records_of(inner),
        _ => Vec::new(),
    }
}

fn write_record(record: &Record, out: &mut String) {
    out.push('{');
    write_members(record, out);
    out.push('}');
}

/// Writes the members of a record's schema, without its braces.
fn write_members(record: &Record, out: &mut String) {
    let _ = write!(out, r#""title":{},"type":"object""#, quoted(record.name));
    if record.described {
        write_description(record.doc, out);
    }
    out.push_str(r#","properties":{"#);
    for (number, field) in record.fields.iter().enumerate() {
        out.push_str(if number == 0 { "" } else { "," });
        write_field(field, record.described, out);
    }
    out.push_str(r#"},"required":["#);
    let required = record.fields.iter().filter(|field| matches!(field.missing, Missing::Required));
    let required: Vec<String> = required.map(|field| quoted(field.name)).collect();
    out.push_str(&required.join(","));
    out.push(']');
}

fn write_field(field: &Field, described: bool, out: &mut String) {
    let _ = write!(out, "{}:{{", quoted(field.name));
    write_shape(field.shape, out);
    if described {
        write_description(field.doc, out);
    }
    if let Missing::Default(default) = field.missing {
        let _ = write!(out, r#","default":{}"#, default());
    }
    out.push('}');
}

fn write_description(doc: &str, out: &mut String) {
    let doc: Vec<&str> = doc.lines().map(str::trim).collect();
    let _ = write!(out, r#","description":{}"#, quoted(doc.join(" ").trim()));
}

/// Writes the members of a schema object, without its braces.
fn write_shape(shape: &Shape, out: &mut String) {
    let _ = match shape {
        Shape::Text { min, max, name } => {
            out.push_str(r#""type":"string""#);
            let _ = if *min > 0 { write!(out, r#","minLength":{min}"#) } else { Ok(()) };
            let _ = if *max < usize::MAX { write!(out, r#","maxLength":{max}"#) } else { Ok(()) };
            if *name { write!(out, r#","pattern":{}"#, quoted(NO_CONTROLS)) } else { Ok(()) }
        }
        Shape::Number { min, max } => {
            let (min, max) = (decimal(*min), decimal(*max));
            write!(out, r#""type":"number","minimum":{min},"maximum":{max}"#)
        }
        Shape::Count => write!(out, r#""type":"integer","minimum":0"#),
        Shape::Whole { min, max } => {
            write!(out, r#""type":"integer","minimum":{min},"maximum":{max}"#)
        }
        Shape::Form(form) => {
            let (pattern, max) = (quoted(form.pattern), form.max);
            write!(out, r#""type":"string","maxLength":{max},"pattern":{pattern}"#)
        }
        Shape::Bool => write!(out, r#""type":"boolean""#),
        Shape::Time => write!(out, r#""type":"string","pattern":{}"#, quoted(&moment())),
        Shape::OneOf(texts) => {
            let texts: Vec<String> = texts.iter().map(|text| quoted(text)).collect();
            write!(out, r#""type":"string","enum":[{}]"#, texts.join(","))
        }
        Shape::List(item) => {
            out.push_str(r#""type":"array","items":{"#);
            write_shape(item, out);
            write!(out, "}}")
        }
        Shape::Nullable(inner) => {
            out.push_str(r#""anyOf":[{"#);
            write_shape(inner, out);
            write!(out, r#"}},{{"type":"null"}}]"#)
        }
        Shape::MapOf(item) => {
            out.push_str(r#""type":"object","additionalProperties":{"#);
            write_shape(item, out);
            write!(out, "}}")
        }
        Shape::Union(records) => {
            let refs: Vec<String> = records
                .iter()
                .map(|record| format!(r##"{{"$ref":"#/$defs/{}"}}"##, record.name))
                .collect();
            write!(out, r#""anyOf":[{}]"#, refs.join(","))
        }
        // A member that says nothing, so that a comma may follow.
        Shape::Json => write!(out, r#""$comment":"any JSON""#),
        Shape::JsonObject => write!(out, r#""type":"object""#),
        Shape::Record(record) => write!(out, r##""$ref":"#/$defs/{}""##, record.name),
    };
}

fn quoted(text: &str) -> String {
    to_json(text)
}

const NO_CONTROLS: &str = r"^[^\u0000-\u001f\u007f-\u009f]*$";

/// What [`Timestamp`](crate::domain::time::Timestamp) accepts, days of months and leap years
/// included. `format: date-time` would refuse the times without a zone that are read as UTC.
fn moment() -> String {
    let year = r"\d{4}-";
    let leap_year = r"(?:\d\d(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-";
    let day = format!(
        r"(?:{year}(?:(?:0[13578]|1[02])-31|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8]))|{leap_year}02-29)"
    );
    let clock = r"(?:[01]\d|2[0-3]):[0-5]\d";
    let zone = r"[Zz]|[+-](?:[01]\d|2[0-3])(?::?[0-5]\d)?";
    format!(r"^{day}(?:[Tt ]{clock}(?::[0-5]\d(?:\.\d{{1,9}})?)?(?:{zone})?)?$")
}
