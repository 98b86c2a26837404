//! Moments, as documents write them: RFC 3339 text in UTC.
//!
//! There is no clock here; "now" is handed in by whoever asks for a decision.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error as _};

use super::schema::{Mismatch, Read, Reader, Shape, Shaped};
use crate::written;

/// A moment. Two are compared as instants; the sub-second digits that were given are kept.
///
/// A text without a zone is read as UTC, a plain date as its first second (spec A1.2, X6). Seconds may
/// be left out, and in a zone the colon or the minutes. A moment that UTC puts into another year than
/// 0000 to 9999 is none, though its text looks like one: `9999-12-31T23:59:59-00:01`.
///
/// ```
/// use medallion::domain::time::Timestamp;
///
/// let tokyo: Timestamp = "2025-01-01T23:00:00+09:00".parse()?;
/// let later: Timestamp = "2025-01-01T20:00:00.50Z".parse()?;
/// assert!(tokyo < later);
/// assert_eq!(tokyo.to_string(), "2025-01-01T14:00:00Z");
/// assert_eq!(later.to_string(), "2025-01-01T20:00:00.50Z");
/// assert!("yesterday".parse::<Timestamp>().is_err());
/// # Ok::<(), &'static str>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Timestamp {
    seconds: i64,
    nanoseconds: u32,
    digits: u8,
}

impl Timestamp {
    fn instant(self) -> (i64, u32) {
        (self.seconds, self.nanoseconds)
    }
}

impl PartialEq for Timestamp {
    fn eq(&self, other: &Self) -> bool {
        self.instant() == other.instant()
    }
}

impl Eq for Timestamp {}

impl PartialOrd for Timestamp {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Timestamp {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.instant().cmp(&other.instant())
    }
}

/// What a moment must look like, for people.
pub(crate) const EXPECTED: &str =
    "must be an RFC 3339 time such as 2025-01-31T12:00:00Z, with at most nine sub-second digits";

impl Timestamp {
    /// The moment this many milliseconds after 1970, shown with three digits. Moments that no
    /// calendar of four-digit years holds become the nearest one that it does.
    #[must_use]
    pub fn from_millis(millis: i64) -> Self {
        let millis = millis.clamp(EARLIEST * 1000, LATEST * 1000 + 999);
        let nanoseconds = u32::try_from(millis.rem_euclid(1000)).unwrap_or(0) * 1_000_000;
        Self { seconds: millis.div_euclid(1000), nanoseconds, digits: 3 }
    }

    fn within_years(seconds: i64, nanoseconds: u32, digits: u8) -> Option<Self> {
        (EARLIEST..=LATEST).contains(&seconds).then_some(Self { seconds, nanoseconds, digits })
    }

    /// The seconds since 1970, the sub-second digits as a number, and how many digits they are.
    pub(crate) fn parts(self) -> (i64, u32, u8) {
        let unit = 10_u32.pow(9_u32.saturating_sub(u32::from(self.digits)));
        (self.seconds, self.nanoseconds / unit, self.digits)
    }

    /// The moment of such parts; none if it has no text.
    pub(crate) fn of_parts(seconds: i64, fraction: u32, digits: u8) -> Option<Self> {
        let unit = 10_u32.pow(9_u32.checked_sub(u32::from(digits))?);
        let nanoseconds = fraction.checked_mul(unit).filter(|all| *all < 1_000_000_000)?;
        Self::within_years(seconds, nanoseconds, digits)
    }

    /// A millisecond after this one, or later: what a clock that stood still must say next.
    #[must_use]
    pub fn next_milli(self) -> Self {
        Self::from_millis(self.seconds * 1000 + i64::from(self.nanoseconds / 1_000_000) + 1)
    }

    /// The same instant as milliseconds since 1970, cut.
    #[must_use]
    pub fn millis(self) -> i64 {
        self.seconds * 1000 + i64::from(self.nanoseconds / 1_000_000)
    }
}

/// 0000-01-01T00:00:00Z and 9999-12-31T23:59:59Z: what four-digit years can say.
const EARLIEST: i64 = -62_167_219_200;
const LATEST: i64 = 253_402_300_799;

impl std::str::FromStr for Timestamp {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        parse(text).ok_or(EXPECTED)
    }
}

fn parse(text: &str) -> Option<Timestamp> {
    let mut rest = text;
    let year = number(&mut rest, 4)?;
    let month = literal(&mut rest, b"-").and_then(|_| number(&mut rest, 2))?;
    let day = literal(&mut rest, b"-").and_then(|_| number(&mut rest, 2))?;
    if !(1..=12).contains(&month) || !(1..=length_of(year, month)).contains(&day) {
        return None;
    }
    let midnight = days_before(year, month, day) * DAY;
    if rest.is_empty() {
        return Timestamp::within_years(midnight, 0, 0);
    }
    let hour = literal(&mut rest, b"Tt ").and_then(|_| number(&mut rest, 2))?;
    let minute = literal(&mut rest, b":").and_then(|_| number(&mut rest, 2))?;
    let has_seconds = literal(&mut rest, b":").is_some();
    let second = if has_seconds { number(&mut rest, 2)? } else { 0 };
    let (mut digits, mut fraction) = (0, 0);
    if has_seconds && literal(&mut rest, b".").is_some() {
        digits = rest.bytes().take_while(u8::is_ascii_digit).count().min(10);
        fraction = u32::try_from(number(&mut rest, digits)?).ok()?;
        if digits == 0 {
            return None;
        }
    }
    let offset = match literal(&mut rest, b"Zz+-") {
        None | Some(b'Z' | b'z') => 0,
        Some(sign) => {
            let hours = number(&mut rest, 2)?;
            let has_minutes = literal(&mut rest, b":").is_some() || !rest.is_empty();
            let minutes = if has_minutes { number(&mut rest, 2)? } else { 0 };
            if hours > 23 || minutes > 59 {
                return None;
            }
            (hours * 60 + minutes) * if sign == b'-' { -60 } else { 60 }
        }
    };
    if hour > 23 || minute > 59 || second > 59 || !rest.is_empty() {
        return None;
    }
    let seconds = midnight + hour * 3600 + minute * 60 + second - offset;
    Timestamp::of_parts(seconds, fraction, u8::try_from(digits).ok()?)
}

/// Reads so many digits.
fn number(rest: &mut &str, digits: usize) -> Option<i64> {
    let (number, behind) = rest.split_at_checked(digits)?;
    *rest = behind;
    number
        .bytes()
        .try_fold(0, |sum, byte| byte.is_ascii_digit().then(|| sum * 10 + i64::from(byte - b'0')))
}

/// Reads one of these characters.
fn literal(rest: &mut &str, any_of: &[u8]) -> Option<u8> {
    let first = rest.bytes().next().filter(|first| any_of.contains(first))?;
    *rest = rest.get(1..)?;
    Some(first)
}

const DAY: i64 = 86_400;

fn length_of(year: i64, month: i64) -> i64 {
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// The days from 1970 to a day, negative before. A year that begins in March has its leap day at
/// the end, and the months before it have lengths that a line through them gives.
fn days_before(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    year * 365 + leap_days + (month * 153 + 2) / 5 + day - 1 - 719_468
}

/// Year, month and day of that many days from 1970.
fn day_at(days: i64) -> (i64, i64, i64) {
    // By the mean length of years, and put right where that is too late.
    let mut year = 1970 + (days * 400).div_euclid(146_097) + 1;
    while days_before(year, 1, 1) > days {
        year -= 1;
    }
    let mut left = days - days_before(year, 1, 1);
    let mut month = 1;
    while left >= length_of(year, month) {
        left -= length_of(year, month);
        month += 1;
    }
    (year, month, left + 1)
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(Text::of(*self).as_str())
    }
}

/// A moment as text. Each record has some of them, and formatting numbers in general takes ten
/// times as long.
struct Text {
    bytes: [u8; 30],
    length: usize,
}

impl Text {
    fn of(moment: Timestamp) -> Self {
        let (year, month, day) = day_at(moment.seconds.div_euclid(DAY));
        let second = moment.seconds.rem_euclid(DAY);
        let (_, fraction, digits) = moment.parts();
        let mut text = Self { bytes: [0; 30], length: 0 };
        text.number(year, 4);
        for (before, number) in [
            (b'-', month),
            (b'-', day),
            (b'T', second / 3600),
            (b':', second / 60 % 60),
            (b':', second % 60),
        ] {
            text.push(before);
            text.number(number, 2);
        }
        if digits > 0 {
            text.push(b'.');
            text.number(i64::from(fraction), digits);
        }
        text.push(b'Z');
        text
    }

    fn number(&mut self, number: i64, digits: u8) {
        let end = self.length + usize::from(digits);
        let mut left = u32::try_from(number).unwrap_or(0);
        for place in self.bytes.get_mut(self.length..end).into_iter().flatten().rev() {
            *place = b'0' + u8::try_from(left % 10).unwrap_or(0);
            left /= 10;
        }
        self.length = end;
    }

    fn push(&mut self, byte: u8) {
        if let Some(place) = self.bytes.get_mut(self.length) {
            *place = byte;
            self.length += 1;
        }
    }

    fn as_str(&self) -> &str {
        let bytes = self.bytes.get(..self.length).unwrap_or_default();
        std::str::from_utf8(bytes).unwrap_or_default()
    }
}

written!(Timestamp, |time, out| out.extend(["\"", Text::of(*time).as_str(), "\""]));

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        text.parse().map_err(D::Error::custom)
    }
}

impl Shaped for Timestamp {
    const SHAPE: Shape = Shape::Time;

    fn read(reader: &mut Reader<'_>) -> Read<Self> {
        reader.text()?.parse().map_err(|_| Mismatch::KIND)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn x5_zoned_times_are_compared_as_instants() {
        assert!(at("2025-01-01T23:00:00+09:00") < at("2025-01-01T20:00:00Z"));
    }

    #[test]
    fn x6_a_naive_time_is_read_as_utc() {
        assert_eq!(at("2025-01-01T12:00:00"), at("2025-01-01T12:00:00Z"));
        assert_eq!(at("2025-01-01"), at("2025-01-01T00:00:00Z"));
    }

    #[test]
    fn what_iso_texts_may_leave_out_may_be_left_out() {
        let expected = at("2025-01-31T12:30:00Z");
        for text in [
            "2025-01-31T12:30",
            "2025-01-31 12:30Z",
            "2025-01-31T14:30+02:00",
            "2025-01-31T14:30:00+0200",
            "2025-01-31T14:30+02",
            "2025-01-31T07:00-0530",
        ] {
            assert_eq!(at(text), expected, "{text}");
            assert_eq!(at(text).to_string(), "2025-01-31T12:30:00Z", "{text}");
        }
    }

    #[test]
    fn given_digits_are_kept_and_made_ones_have_three() {
        assert_eq!(at("2025-01-01T12:00:00.001500Z").to_string(), "2025-01-01T12:00:00.001500Z");
        assert_eq!(at("2025-01-01 12:00:00.0+02:00").to_string(), "2025-01-01T10:00:00.0Z");
        assert_eq!(Timestamp::from_millis(0).to_string(), "1970-01-01T00:00:00.000Z");
        assert_eq!(Timestamp::from_millis(-1).to_string(), "1969-12-31T23:59:59.999Z");
    }

    #[test]
    fn what_is_no_moment_is_refused() {
        for text in [
            "",
            "yesterday",
            "2025-13-01",
            "2025-02-30T00:00:00Z",
            "1700000000",
            "2025-01-01T25:00:00Z",
            "2025-01-01T00:00:60Z",
            "2025-01-01T00",
            "2025-01-01T00:",
            "2025-01-01T00:00:",
            "2025-01-01T00:00.5",
            "2025-01-01T00:00+",
            "2025-01-01T00:00+1",
            "2025-01-01T00:00+01:",
            "2025-01-01T00:00+013",
            "2025-01-01T00:00+01000",
            "2025-01-01T00:00:00.1234567890Z",
            "２０２５-01-01",
            "0000-01-01T00:00:00+23:59",
            "9999-12-31T23:59:59-00:01",
        ] {
            assert!(text.parse::<Timestamp>().is_err(), "{text}");
        }
    }

    #[test]
    fn the_next_millisecond_is_later_than_any_fraction() {
        let moment = at("2025-01-01T12:00:00.9999999Z");
        assert!(moment.next_milli() > moment);
        assert_eq!(moment.next_milli().to_string(), "2025-01-01T12:00:01.000Z");
    }

    proptest! {
        #[test]
        fn text_comes_back_as_it_went(seconds in EARLIEST..=LATEST, digits in 0_u8..=9, fraction in 0_u32..1_000_000_000) {
            let nanoseconds = fraction / 10_u32.pow(9 - u32::from(digits)) * 10_u32.pow(9 - u32::from(digits));
            let moment = Timestamp { seconds, nanoseconds, digits };
            prop_assert_eq!(at(&moment.to_string()), moment);
            prop_assert_eq!(at(&moment.to_string()).to_string(), moment.to_string());
        }

        /// As another implementation has it, which is large.
        #[test]
        fn texts_mean_what_they_mean_to_others(
            text in "(0000|1900|2000|2023|2024|9999|20[0-9]{2})-[01][0-9]-([0-2][0-9]|3[0-2])[Tt ][0-2][0-9]:[0-6][0-9]:[0-5][0-9](\\.[0-9]{1,9})?([Zz]|[+-][0-2][0-9]:[0-6][0-9])",
        ) {
            let theirs = time::OffsetDateTime::parse(&text, &time::format_description::well_known::Rfc3339);
            let theirs = theirs.ok().map(|moment| (moment.unix_timestamp(), moment.nanosecond()));
            let theirs = theirs.filter(|(seconds, _)| (EARLIEST..=LATEST).contains(seconds));
            prop_assert_eq!(text.parse().ok().map(Timestamp::instant), theirs);
        }

        #[test]
        fn any_text_is_a_moment_or_an_error(text in ".{0,40}") {
            let _ = text.parse::<Timestamp>();
        }
    }
}
