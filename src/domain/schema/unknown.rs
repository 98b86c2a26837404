//! Which keys of a value no record knows.

use super::check::{within_field, within_item};
use super::read::Reader;
use super::shape::Shape;

/// The paths of the keys that the records in a shape do not know, in a text that fits it.
///
/// ```
/// use medallion::domain::criteria::NumberRule;
/// use medallion::domain::schema::{Shaped, unknown_keys};
///
/// let text = r#"{"value": 6.5, "tolerence": 0.05}"#;
/// assert_eq!(unknown_keys(text, &NumberRule::SHAPE), ["tolerence"]);
/// ```
#[must_use]
pub fn unknown_keys(text: &str, shape: &Shape) -> Vec<String> {
    let mut found = Vec::new();
    visit(&mut Reader::known(text), shape, &mut String::new(), &mut found);
    found
}

fn visit(reader: &mut Reader<'_>, shape: &Shape, path: &mut String, found: &mut Vec<String>) {
    // What is null where a list or an object may be has no keys: visiting it fails, and that is all.
    let inside = &mut Reader::known(reader.raw());
    match shape {
        Shape::Nullable(inner) => visit(inside, inner, path, found),
        Shape::List(item) => {
            let mut number = 0;
            let _ = inside.items(&mut |reader| {
                within_item(path, number, &mut |path| visit(reader, item, path, found));
                number += 1;
                Ok(())
            });
        }
        Shape::Record(record) => {
            let _ = inside.members(&mut |key, reader| {
                let known = record.fields.iter().find(|field| field.name == key);
                within_field(path, &key, &mut |path| match known {
                    Some(field) => visit(reader, field.shape, path, found),
                    None => {
                        reader.raw();
                        found.push(path.clone());
                    }
                });
                Ok(())
            });
        }
        _ => {}
    }
}
