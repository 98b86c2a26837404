//! Lines of fields: words and texts with a tab behind each, and numbers, which end by themselves.
//!
//! A number has five bits in each sign, the lowest first, and the last sign is another one. Numbers are
//! most of what a line has, and reading them from decimals takes several times as long.

use std::borrow::Cow;

use crate::domain::time::Timestamp;

/// Signs from here on say that more are to come.
const MORE: u8 = b' ';
/// Signs from here on are the last of a number.
const LAST: u8 = b'@';
const BITS: u32 = 5;

/// Adds a word that has no tab, backslash or line break in it.
pub(super) fn add_word(line: &mut String, word: &str) {
    line.extend([word, "\t"]);
}

/// Adds any text.
pub(super) fn add_text(line: &mut String, text: &str) {
    for piece in text.split_inclusive(['\\', '\t', '\n']) {
        let (rest, sign) = match piece.strip_suffix(['\\', '\t', '\n']) {
            Some(rest) if piece.ends_with('\t') => (rest, "\\t"),
            Some(rest) if piece.ends_with('\n') => (rest, "\\n"),
            Some(rest) => (rest, "\\\\"),
            None => (piece, ""),
        };
        line.push_str(rest);
        line.push_str(sign);
    }
    line.push('\t');
}

/// Adds a number.
pub(super) fn add_number(line: &mut String, number: u64) {
    let mut left = number;
    loop {
        let five = u8::try_from(left & 31).unwrap_or_default();
        left >>= BITS;
        line.push(char::from(five + if left == 0 { LAST } else { MORE }));
        if left == 0 {
            break;
        }
    }
}

/// Adds numbers, with how many there are.
pub(super) fn add_numbers(line: &mut String, numbers: &[u32]) {
    add_number(line, numbers.len() as u64);
    numbers.iter().for_each(|number| add_number(line, u64::from(*number)));
}

/// Adds a moment.
pub(super) fn add_time(line: &mut String, time: Timestamp) {
    let (seconds, fraction, digits) = time.parts();
    // Small numbers on both sides of 1970: the sign is the lowest bit.
    add_number(line, (seconds << 1 ^ seconds >> 63).cast_unsigned());
    add_number(line, u64::from(digits));
    if digits > 0 {
        add_number(line, u64::from(fraction));
    }
}

/// The fields of a line, taken one by one.
pub(super) struct Fields<'a>(&'a str);

impl<'a> Fields<'a> {
    pub fn of(line: &'a str) -> Self {
        Self(line)
    }

    /// A word, or a text as it stands.
    pub fn word(&mut self) -> Option<&'a str> {
        let (field, rest) = self.0.split_once('\t')?;
        self.0 = rest;
        Some(field)
    }

    /// A field of any text.
    pub fn text(&mut self) -> Option<Cow<'a, str>> {
        let raw = self.word()?;
        if !raw.contains('\\') {
            return Some(Cow::Borrowed(raw));
        }
        let mut text = String::with_capacity(raw.len());
        let mut signs = raw.chars();
        while let Some(sign) = signs.next() {
            text.push(match sign {
                '\\' => match signs.next()? {
                    't' => '\t',
                    'n' => '\n',
                    '\\' => '\\',
                    _ => return None,
                },
                plain => plain,
            });
        }
        Some(Cow::Owned(text))
    }

    /// A number of a type that holds it.
    pub fn number<T: TryFrom<u64>>(&mut self) -> Option<T> {
        T::try_from(self.whole()?).ok()
    }

    fn whole(&mut self) -> Option<u64> {
        let mut number = 0;
        for (place, sign) in self.0.bytes().enumerate().take(13) {
            let five = match sign {
                LAST..=b'_' => sign - LAST,
                MORE..LAST => sign - MORE,
                _ => return None,
            };
            number |= u64::from(five) << (BITS * u32::try_from(place).ok()?);
            if sign >= LAST {
                self.0 = self.0.get(place + 1..)?;
                return Some(number);
            }
        }
        None
    }

    /// Numbers, with how many there are before them.
    pub fn numbers(&mut self) -> Option<Vec<u32>> {
        let count: usize = self.number()?;
        // There cannot be more than signs are left.
        let mut numbers = Vec::with_capacity(count.min(self.0.len()));
        for _ in 0..count {
            numbers.push(self.number()?);
        }
        Some(numbers)
    }

    /// A moment.
    pub fn time(&mut self) -> Option<Timestamp> {
        let seconds = self.whole()?;
        let seconds = (seconds >> 1).cast_signed() ^ -(seconds & 1).cast_signed();
        let digits = self.number()?;
        let fraction = if digits > 0 { self.number()? } else { 0 };
        Timestamp::of_parts(seconds, fraction, digits)
    }

    /// Whether there is nothing more.
    pub fn is_at_end(&self) -> bool {
        self.0.is_empty()
    }

    /// None if there is more.
    pub fn end(self) -> Option<()> {
        self.is_at_end().then_some(())
    }
}
