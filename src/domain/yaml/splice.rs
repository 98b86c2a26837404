//! Changes of a text, byte by byte.

use super::node::Span;
use crate::domain::sorted::in_order;

/// Puts a text in the place of some bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Splice {
    /// The bytes that go; an empty span only inserts.
    pub span: Span,
    /// What comes in their place.
    pub text: String,
}

impl Splice {
    /// Puts a text in the place of some bytes.
    pub fn new(span: Span, text: impl Into<String>) -> Self {
        Self { span, text: text.into() }
    }

    /// Inserts a text.
    pub fn insert(place: usize, text: impl Into<String>) -> Self {
        Self::new(Span::new(place, place), text)
    }

    /// Takes bytes out.
    #[must_use]
    pub fn remove(span: Span) -> Self {
        Self::new(span, "")
    }
}

/// The text after all changes; none if two of them touch the same bytes.
#[must_use]
pub fn apply(text: &str, splices: &[Splice]) -> Option<String> {
    // What is inserted at a place comes before what takes its place.
    let place =
        |splice: &Splice| splice.span.start * 2 + usize::from(splice.span.end > splice.span.start);
    let places: Vec<usize> = splices.iter().map(place).collect();
    let mut out = String::with_capacity(text.len() + 64);
    let mut at = 0;
    for splice in in_order(&places).into_iter().filter_map(|number| splices.get(number)) {
        out.push_str(text.get(at..splice.span.start)?);
        out.push_str(&splice.text);
        at = splice.span.end;
    }
    out.push_str(text.get(at..)?);
    Some(out)
}
