//! YAML as it stands in front matter, read so that it can be edited in place.
//!
//! Every node knows its bytes, and no byte is ever rewritten that an edit does not mean to. What is
//! wrong is reported with its place and a guess at what was meant, and reading goes on behind it.
//! Scalars stay text: what they mean is for the reader of a field to say, since `31224e8` is a
//! commit and `1.10` a task.
//!
//! Covered is what people and tools write into front matter: block and flow collections, all
//! styles of scalars, comments, anchors and aliases. Explicit keys (`? `) are reported and passed
//! over. This module knows nothing of plans.

mod block;
mod emit;
mod flow;
mod inline;
mod node;
mod parser;
mod properties;
mod scalar;
mod splice;
mod value;

#[cfg(test)]
mod tests;

pub use emit::{Quotes, Style, scalar_text, write_value};
pub(crate) use emit::{write_entry, write_flow, write_item};
pub use node::{
    Document, Entry, Fault, FaultKind, Id, Item, Kind, List, Map, Node, ScalarStyle, Span,
};
pub use splice::{Splice, apply};
pub use value::{Step, Value};

/// Reads the YAML between two places of a text; the spans of its nodes are places of that text.
#[must_use]
pub fn parse(text: &str, span: Span) -> Document<'_> {
    parser::parse(text, span)
}
