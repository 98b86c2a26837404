//! How many tokens a text has, about: for callers who do not count for themselves.
//!
//! Within a tenth of the two large vocabularies in use for English, markdown, code and JSON, and
//! somewhat too many for languages that they know well (`benches/tokens.mjs`).

/// Tokens are counted in twentieths, so that no fraction is lost.
const WHOLE: usize = 20;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// a to z.
    Plain,
    /// Letters of other alphabets.
    Letter,
    /// Scripts without spaces.
    Ideograph,
    Digit,
    Newline,
    Space,
    /// Punctuation of ASCII.
    Mark,
    /// Anything else, such as emoji.
    Symbol,
}

fn kind_of(own: char) -> Kind {
    match own {
        'a'..='z' | 'A'..='Z' => Kind::Plain,
        '0'..='9' => Kind::Digit,
        '\n' => Kind::Newline,
        ' ' | '\t' | '\r' => Kind::Space,
        '\0'..='\u{7f}' => Kind::Mark,
        '\u{2000}'..='\u{2e7f}' | '\u{e000}'..='\u{f8ff}' | '\u{fe00}'.. => Kind::Symbol,
        '\u{2e80}'..='\u{d7ff}' => Kind::Ideograph,
        _ => Kind::Letter,
    }
}

/// How many tokens a text has, about.
///
/// ```
/// use medallion::domain::resume::estimate;
///
/// assert_eq!(estimate(""), 0);
/// assert_eq!(estimate("The agent split the parser into two files."), 9);
/// ```
#[must_use]
pub fn estimate(text: &str) -> u64 {
    let mut twentieths = 0;
    let mut rest = text.chars().map(kind_of).peekable();
    while let Some(kind) = rest.next() {
        let mut length = 1;
        while rest.next_if_eq(&kind).is_some() {
            length += 1;
        }
        twentieths += match kind {
            Kind::Plain if length <= 8 => WHOLE,
            Kind::Plain if length <= 12 => 30,
            Kind::Plain => WHOLE * length / 6,
            Kind::Letter => WHOLE.max(WHOLE * length * 2 / 5),
            Kind::Ideograph => 19 * length,
            Kind::Digit => WHOLE * length.div_ceil(3),
            Kind::Newline => 14,
            Kind::Space if length == 1 => 0,
            Kind::Space => WHOLE,
            Kind::Mark if length == 1 => 18,
            Kind::Mark => WHOLE.max(WHOLE * length * 2 / 5),
            Kind::Symbol => WHOLE * length,
        };
    }
    twentieths.div_ceil(WHOLE) as u64
}
