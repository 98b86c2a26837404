//! What is wrong with a text and no longer to be seen in a value of it: a key that stands twice, unknown
//! fields that are nested too deeply, or too many.

use rustc_hash::FxHashSet;

use super::check::{within_field, within_item};
use super::read::{Mismatch, Reader};
use super::record::{Extra, is_too_deep};
use super::shape::Shape;
use super::tree::Tree;
use crate::domain::error::Problem;

/// Names each place, where a value is to be of this shape.
#[cold]
pub(super) fn look(tree: &Tree, shape: &Shape, path: &mut String, problems: &mut Vec<Problem>) {
    match (shape, tree) {
        (Shape::Nullable(inner), _) => look(tree, inner, path, problems),
        (Shape::Union(records), _) => {
            records.iter().for_each(|own| look(tree, &Shape::Record(own), path, problems));
        }
        (Shape::List(item), Tree::List(items)) => {
            for (number, own) in items.iter().enumerate() {
                within_item(path, number, &mut |path| look(own, item, path, problems));
            }
        }
        (Shape::Record(record), Tree::Object(members)) => {
            let mut unknown = 0;
            for (key, value) in members {
                within_field(path, key, &mut |path| match record
                    .fields
                    .iter()
                    .find(|field| field.name == key)
                {
                    Some(field) => look(value, field.shape, path, problems),
                    None if is_too_deep(&value.text()) => {
                        problems.push(Problem::new(&*path, Mismatch::DEEP.0));
                    }
                    None => unknown += 1,
                });
            }
            if unknown > Extra::MOST {
                problems.push(Problem::new(&*path, Mismatch::MANY.0));
            }
        }
        // Only what has a key twice is not taken apart.
        (Shape::Record(_), Tree::Leaf(text)) => {
            let mut keys = FxHashSet::default();
            // Something else than an object is wrong otherwise.
            let _ = Reader::known(text).members(&mut |key, reader| {
                reader.raw();
                if !keys.insert(key.clone()) {
                    within_field(path, &key, &mut |path| {
                        problems.push(Problem::new(&*path, "must be there once, is there twice"));
                    });
                }
                Ok(())
            });
        }
        _ => {}
    }
}
