//! Points in time, kept as they came.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::time::SystemTime;

use super::instant::{Instant, written};

use crate::json::text;
use crate::{Decode, DecodeError, Encode, Encoder, Node};

/// A date, a time or both, as the API writes it.
///
/// An answer never fails on a date: servers write dates that no calendar type reads (`9999-12-31T23:59:59Z` for
/// "never", for instance), so the text is kept, goes back over the wire as it came, and is interpreted only on demand.
///
/// It is compared by the instant that it names, whatever the offset and the number of digits. What names none (a text
/// without an offset, a date alone, a word) comes after all instants, and is compared as text.
///
/// ```
/// use openapi_runtime::DateTime;
///
/// let [berlin, utc] = ["2026-11-22T00:00:00+02:00", "2026-11-21T23:00:00Z"].map(DateTime::from);
/// assert!(berlin < utc);
/// assert_eq!(berlin, DateTime::from("2026-11-21T22:00:00.000Z"));
/// assert!(utc < DateTime::from("someday"));
/// ```
#[derive(Clone)]
pub struct DateTime(String);

/// What it is compared by: instants before texts.
#[derive(PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Key<'a> {
    Instant(Instant<'a>),
    Text(&'a str),
}

impl DateTime {
    /// The text as it came.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The point in time; `None` if the text names none, or the clock of the system does not reach so far.
    ///
    /// It is cut to what that clock can tell apart, nanoseconds at most. A leap second is the second after it.
    ///
    /// ```
    /// use openapi_runtime::DateTime;
    ///
    /// let time = DateTime::from("2026-11-22T01:30:00.5+01:00").system_time().expect("an instant");
    /// assert_eq!(DateTime::from(time).as_str(), "2026-11-22T00:30:00.5Z");
    /// ```
    pub fn system_time(&self) -> Option<SystemTime> {
        Instant::parse(&self.0)?.to_system_time()
    }

    fn key(&self) -> Key<'_> {
        Instant::parse(&self.0).map_or(Key::Text(&self.0), Key::Instant)
    }

    /// The point in time (RFC 3339).
    #[cfg(feature = "jiff")]
    pub fn timestamp(&self) -> Result<jiff::Timestamp, jiff::Error> {
        self.0.parse()
    }
}

/// By the instant.
impl PartialEq for DateTime {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0 || self.key() == other.key()
    }
}

impl Eq for DateTime {}

impl PartialOrd for DateTime {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// By the instant, what names none last.
impl Ord for DateTime {
    fn cmp(&self, other: &Self) -> Ordering {
        self.key().cmp(&other.key())
    }
}

impl Hash for DateTime {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.key().hash(state);
    }
}

/// In UTC, with as many digits as are needed.
impl From<SystemTime> for DateTime {
    fn from(time: SystemTime) -> Self {
        Self(written(time))
    }
}

#[cfg(feature = "jiff")]
impl From<jiff::Timestamp> for DateTime {
    fn from(timestamp: jiff::Timestamp) -> Self {
        Self(timestamp.to_string())
    }
}

impl Decode for DateTime {
    fn decode(node: Node<'_>) -> Result<Self, DecodeError> {
        text(node).map(|text| Self(text.into_owned()))
    }

    fn blank_is_nothing() -> bool {
        true
    }
}

impl Encode for DateTime {
    fn encode(&self, to: Encoder<'_>) {
        to.text(&self.0);
    }
}

impl AsRef<str> for DateTime {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<&str> for DateTime {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl From<String> for DateTime {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<DateTime> for String {
    fn from(date: DateTime) -> Self {
        date.0
    }
}

crate::impl_deserialize!(DateTime);
crate::impl_serialize!(DateTime);

#[cfg(test)]
mod tests {
    use std::hash::{BuildHasher as _, BuildHasherDefault, DefaultHasher};
    use std::time::Duration;

    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::to_value;

    #[test]
    fn any_text_is_kept() {
        for text in ["2026-11-22T03:27:00Z", "9999-12-31T23:59:59Z", "yesterday", ""] {
            let date = DateTime::decode(Node::new(&json!(text))).unwrap();
            assert_eq!(date.as_str(), text);
            assert_eq!(to_value(&date), json!(text));
        }
        assert!(DateTime::decode(Node::new(&json!(5))).is_err());
    }

    fn hash(date: &DateTime) -> u64 {
        BuildHasherDefault::<DefaultHasher>::default().hash_one(date)
    }

    #[test]
    fn compared_by_the_instant() {
        // From the earliest to the latest; those of a line are equal.
        let ordered: [&[&str]; 12] = [
            &["0000-01-01T00:00:00Z", "0000-01-01T01:00:00+01:00"],
            &["1969-12-31T23:59:59Z", "1970-01-01T00:59:59.0+01:00"],
            &["2016-12-31T23:59:59.999Z", "2016-12-31 23:59:59.99900 UTC"],
            &["2016-12-31T23:59:60Z", "2016-12-31t15:59:60.000-08:00"],
            &["2016-12-31T23:59:60.5Z"],
            &["2017-01-01T00:00:00Z"],
            &["2026-11-22T00:00:00+02:00", "2026-11-21t22:00:00z"],
            &["2026-11-21T23:00:00Z", "2026-11-22T00:00:00+01:00", "2026-11-21T17:30:00,0-0530"],
            &["2026-11-21T23:00:00.00000000000000000001Z"],
            &["2026-11-21T23:00:00.1Z", "2026-11-21T23:00:00.1000Z"],
            &["9999-12-31T23:59:59Z"],
            &["+010000-01-01T00:00:00.000Z"],
        ];
        let texts: [&[&str]; 4] =
            [&[""], &["2026-11-22"], &["2026-11-22T00:00:00"], &["2026-13-22T00:00:00Z"]];
        let all: Vec<_> = ordered.iter().chain(&texts).enumerate().collect();
        for (n, equal) in &all {
            for (m, others) in &all {
                for (one, other) in
                    equal.iter().flat_map(|it| others.iter().map(move |other| (it, other)))
                {
                    let (a, b) = (DateTime::from(*one), DateTime::from(*other));
                    assert_eq!(a.cmp(&b), n.cmp(m), "{one} {other}");
                    assert_eq!(a == b, n == m, "{one} {other}");
                    assert!(n != m || hash(&a) == hash(&b), "{one} {other}");
                }
            }
        }
    }

    /// Texts that are instants, and some that are not, many of them equal.
    fn texts() -> impl Strategy<Value = String> {
        let number = |range: std::ops::Range<u32>| range.prop_map(|it| format!("{it:02}"));
        let offset = prop_oneof![
            Just("Z".to_owned()),
            Just("z".to_owned()),
            Just(String::new()),
            Just(" UTC".to_owned()),
            ("[+-]", number(0..25), "[:]?", number(0..61))
                .prop_map(|(a, b, c, d)| [a, b, c, d].concat()),
        ];
        let time = (number(0..25), number(57..61), number(57..62), "|[.,][0-9]{0,4}");
        let date = ("[12]9[67]9|[+-]00000[01]", prop_oneof![Just(2_u32), Just(12)], 27_u32..33);
        (date, "[Tt _]", time, offset).prop_map(
            |((year, month, day), t, (hour, minute, second, fraction), offset)| {
                format!("{year}-{month:02}-{day:02}{t}{hour}:{minute}:{second}{fraction}{offset}")
            },
        )
    }

    proptest! {
        #[test]
        fn the_laws_of_an_order(texts in proptest::collection::vec(prop_oneof![texts(), ".{0,30}"], 3)) {
            let [a, b, c] = [0, 1, 2].map(|n| DateTime::from(texts[n].as_str()));
            prop_assert!(a == a.clone() && a.cmp(&a) == Ordering::Equal && a.as_str() == texts[0]);
            prop_assert_eq!(a.cmp(&b), b.cmp(&a).reverse());
            prop_assert_eq!(a == b, a.cmp(&b) == Ordering::Equal);
            prop_assert!(a != b || hash(&a) == hash(&b));
            prop_assert!(!(a <= b && b <= c) || a <= c);
            prop_assert_eq!(a.partial_cmp(&b), Some(a.cmp(&b)));
            // Two instants are in the order in which the clock has them, which knows no leap seconds.
            if let (Some(one), Some(other)) = (a.system_time(), b.system_time()) {
                prop_assert!(a >= b || one <= other);
            }
        }

        #[test]
        fn the_clock_of_the_system(seconds in -70_000_000_000_i64..300_000_000_000, nanos in 0_u32..1_000_000_000) {
            let whole = Duration::from_secs(seconds.unsigned_abs());
            let begun = if seconds < 0 { SystemTime::UNIX_EPOCH - whole } else { SystemTime::UNIX_EPOCH + whole };
            let time = begun + Duration::from_nanos(nanos.into());
            let written = DateTime::from(time);
            prop_assert_eq!(written.system_time(), Some(time));
            #[cfg(feature = "jiff")]
            if let (Ok(read), Ok(expected)) = (written.timestamp(), jiff::Timestamp::try_from(time)) {
                prop_assert_eq!(read, expected);
                prop_assert_eq!(DateTime::from(expected), written);
            }
        }
    }

    #[cfg(feature = "jiff")]
    proptest! {
        /// What `jiff` reads as an instant is one here, and the same one.
        #[test]
        fn as_a_calendar_library_has_it(text in texts()) {
            if let Ok(timestamp) = DateTime::from(text.as_str()).timestamp() {
                let read = DateTime::from(text.as_str()).system_time();
                // It takes a leap second for the second before, and offsets of more than a day's hours.
                if !text.contains(":60") && !text.contains("+24") && !text.contains("-24") {
                    prop_assert_eq!(read, Some(SystemTime::from(timestamp)), "{}", text);
                }
            }
        }
    }

    #[cfg(feature = "jiff")]
    #[test]
    fn timestamps() {
        assert_eq!(DateTime::from("1970-01-01T00:00:05Z").timestamp().unwrap().as_second(), 5);
        assert!(DateTime::from("yesterday").timestamp().is_err());
    }
}
