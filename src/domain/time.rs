//! Moments, as documents write them: RFC 3339 text in UTC.
//!
//! There is no clock here; "now" is handed in by whoever asks for a decision.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error as _};
use serde::ser::{Serialize, Serializer};
use time::format_description::well_known::Rfc3339;
use time::{OffsetDateTime, UtcOffset};

use super::schema::{Mismatch, Read, Reader, Shape, Shaped};

/// A moment. Two are compared as instants; the sub-second digits that were given are kept.
///
/// A text without a zone is read as UTC, a plain date as its first second (spec A1.2, X6).
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
        let digits = match text.split_once('.') {
            None => 0,
            Some((_, rest)) => rest.bytes().take_while(u8::is_ascii_digit).count(),
        };
        let digits = u8::try_from(digits).ok().filter(|count| *count <= 9).ok_or(EXPECTED)?;
        let is_leap_second = text.get(17..19) == Some("60");
        let separator = text.as_bytes().get(10);
        if !text.is_ascii()
            || is_leap_second
            || separator.is_some_and(|byte| !b"Tt ".contains(byte))
        {
            return Err(EXPECTED);
        }
        let moment = match text.len() {
            10 => OffsetDateTime::parse(&format!("{text}T00:00:00Z"), &Rfc3339),
            _ => OffsetDateTime::parse(text, &Rfc3339)
                .or_else(|_| OffsetDateTime::parse(&format!("{text}Z"), &Rfc3339)),
        };
        let moment = moment.map_err(|_| EXPECTED)?;
        let seconds = moment.unix_timestamp();
        if !(EARLIEST..=LATEST).contains(&seconds) {
            return Err(EXPECTED);
        }
        Ok(Self { seconds, nanoseconds: moment.nanosecond(), digits })
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let moment = OffsetDateTime::from_unix_timestamp(self.seconds)
            .map_err(|_| fmt::Error)?
            .to_offset(UtcOffset::UTC);
        let (hour, minute, second) = moment.to_hms();
        write!(f, "{:04}-{:02}-{:02}", moment.year(), u8::from(moment.month()), moment.day())?;
        write!(f, "T{hour:02}:{minute:02}:{second:02}")?;
        if self.digits > 0 {
            let fraction = self.nanoseconds / 10_u32.pow(9 - u32::from(self.digits.min(9)));
            write!(f, ".{fraction:0width$}", width = usize::from(self.digits))?;
        }
        f.write_str("Z")
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

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
            "2025-01-01T00:00:00.1234567890Z",
            "２０２５-01-01",
            "0000-01-01T00:00:00+23:59",
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

        #[test]
        fn any_text_is_a_moment_or_an_error(text in ".{0,40}") {
            let _ = text.parse::<Timestamp>();
        }
    }
}
