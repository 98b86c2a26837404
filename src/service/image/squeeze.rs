//! Text in fewer characters: what stood before in the same part is pointed at.
//!
//! What takes time is not reading lines but getting them out of the browser's database. The form is
//! text again, so that it is stored as all else is. What points is a sign that hardly any text has, one
//! digit for how long and three for how far back; back by nothing is the sign itself. What the text
//! says is not known here, nor that it has lines.

const SIGN: char = '\u{1}';
/// Shorter repetitions are not worth their while.
const SHORTEST: usize = 8;
/// A digit is a printable ASCII character.
const DIGITS: usize = 95;
const LONGEST: usize = SHORTEST + DIGITS - 1;
/// The text of one part is not longer: all of it can be pointed at.
const FARTHEST: usize = DIGITS * DIGITS * DIGITS - 1;
const BITS: u32 = 15;

/// Text on its way into parts, each of which can be read without the others.
#[derive(Debug, Default)]
pub(super) struct Squeezer {
    /// The text of the part that is open.
    text: String,
    squeezed: String,
    /// Behind the place of eight bytes, by a number made of them; 0 for none.
    places: Vec<u32>,
    full: Vec<String>,
}

impl Squeezer {
    /// Adds some text. A part is closed at this size.
    pub fn add(&mut self, text: &str, full: usize) {
        let mut at = self.text.len();
        self.text.push_str(text);
        while at < self.text.len() {
            if self.squeezed.len() + SHORTEST > full || at > FARTHEST - LONGEST {
                let rest = self.text.split_off(at);
                self.close();
                self.text = rest;
                at = 0;
            }
            at += self.put(at);
        }
    }

    /// All parts.
    pub fn finish(mut self) -> Vec<String> {
        self.close();
        self.full
    }

    /// Adds what is a part already.
    pub fn add_part(&mut self, part: String) {
        self.close();
        self.full.push(part);
    }

    /// Closes the part that is open.
    pub fn close(&mut self) {
        if !self.squeezed.is_empty() {
            self.full.push(std::mem::take(&mut self.squeezed));
        }
        self.text.clear();
        self.places.clear();
    }

    /// Puts down what stands at a place, and says how much that was.
    fn put(&mut self, at: usize) -> usize {
        if let Some(from) = self.learn(at) {
            let length = self.common(from, at);
            if length >= SHORTEST {
                for inside in (at + 3..at + length).step_by(3) {
                    self.learn(inside);
                }
                self.point(length - SHORTEST, at - from);
                return length;
            }
        }
        let Some(next) = self.text.get(at..).and_then(|text| text.chars().next()) else { return 1 };
        match next {
            SIGN => self.point(0, 0),
            next => self.squeezed.push(next),
        }
        next.len_utf8()
    }

    /// Remembers a place, and says where the same eight bytes stood last, if they did.
    fn learn(&mut self, at: usize) -> Option<usize> {
        let eight = self.text.as_bytes().get(at..)?.first_chunk::<SHORTEST>()?;
        let number = u64::from_le_bytes(*eight).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.places.resize(1 << BITS, 0);
        let place = self.places.get_mut((number >> (64 - BITS)) as usize)?;
        let last = std::mem::replace(place, u32::try_from(at + 1).ok()?);
        (last as usize).checked_sub(1)
    }

    /// How much is the same at two places, in whole characters.
    fn common(&self, from: usize, at: usize) -> usize {
        let bytes = self.text.as_bytes();
        let (one, other) = (bytes.get(from..at), bytes.get(at..));
        let pairs = one.unwrap_or_default().iter().zip(other.unwrap_or_default());
        let mut length = pairs.take(LONGEST).take_while(|(one, other)| one == other).count();
        while !self.text.is_char_boundary(at + length) {
            length -= 1;
        }
        if self.text.is_char_boundary(from) { length } else { 0 }
    }

    fn point(&mut self, length: usize, back: usize) {
        self.squeezed.push(SIGN);
        for number in [length, back / DIGITS / DIGITS, back / DIGITS % DIGITS, back % DIGITS] {
            self.squeezed.push(char::from(b' ' + u8::try_from(number).unwrap_or(0)));
        }
    }
}

/// The text of a part; none if it is none.
pub(super) fn swollen(squeezed: &str) -> Option<String> {
    let mut text: Vec<u8> = Vec::with_capacity(squeezed.len() * 6);
    let mut rest = squeezed.as_bytes();
    while !rest.is_empty() {
        rest = swell(rest, &mut text)?;
    }
    String::from_utf8(text).ok()
}

/// Takes plain text and what is pointed at behind it, and answers with the rest. An engine makes a
/// function fast when it is called often, and not while it runs: so this is one.
#[inline(never)]
fn swell<'a>(squeezed: &'a [u8], text: &mut Vec<u8>) -> Option<&'a [u8]> {
    let at = squeezed.iter().position(|byte| *byte == SIGN as u8).unwrap_or(squeezed.len());
    let (plain, behind) = squeezed.split_at_checked(at)?;
    text.extend_from_slice(plain);
    if behind.is_empty() {
        return Some(behind);
    }
    let (digits, behind) = behind.get(1..)?.split_first_chunk::<4>()?;
    let [length, high, middle, low] = digits.map(|digit| usize::from(digit.wrapping_sub(b' ')));
    match (high * DIGITS + middle) * DIGITS + low {
        0 => text.push(SIGN as u8),
        back => {
            let from = text.len().checked_sub(back)?;
            let end = from.checked_add(length + SHORTEST)?;
            if end > text.len() {
                return None;
            }
            text.extend_from_within(from..end);
        }
    }
    Some(behind)
}
