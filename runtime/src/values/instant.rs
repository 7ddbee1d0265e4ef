//! Texts that name an instant, read without a calendar library: what `DateTime` is compared by.

use std::time::{Duration, SystemTime};

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// An instant. The order of its fields is the order of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Instant<'a> {
    /// Since 1970, without leap seconds. A leap second counts with the second before it.
    seconds: i64,
    is_leap_second: bool,
    /// The digits of the fraction, of which there may be any number, without zeros at their end.
    fraction: &'a str,
}

/// The rest of a text that is read from its beginning.
struct Reader<'a>(&'a str);

impl<'a> Reader<'a> {
    /// Exactly so many digits.
    fn number(&mut self, digits: usize) -> Option<i64> {
        let (number, rest) = self.0.split_at_checked(digits)?;
        if !number.bytes().all(|it| it.is_ascii_digit()) {
            return None;
        }
        self.0 = rest;
        number.parse().ok()
    }

    /// The first character, if it is one of these.
    fn one_of(&mut self, characters: &[char]) -> Option<char> {
        let first = self.0.chars().next().filter(|it| characters.contains(it))?;
        self.0 = &self.0[first.len_utf8()..];
        Some(first)
    }

    /// All digits that follow.
    fn digits(&mut self) -> &'a str {
        let end = self.0.bytes().take_while(u8::is_ascii_digit).count();
        let (digits, rest) = self.0.split_at(end);
        self.0 = rest;
        digits
    }
}

impl<'a> Instant<'a> {
    /// The instant of a date and a time with an offset, as RFC 3339 writes them, and what is written besides: a blank
    /// before the offset, `UTC` or `GMT` for it, `+0100` and `+01`, a comma before the fraction, and years of six digits
    /// with a sign, as JavaScript writes them outside of 0 to 9999. `None` if it is anything else, such as a date alone.
    pub(crate) fn parse(text: &'a str) -> Option<Self> {
        let (local, rest) = Self::local(text)?;
        local.at(offset(rest)?)
    }

    /// The same, in UTC if the text does not say where.
    pub(crate) fn parse_or_utc(text: &'a str) -> Option<Self> {
        let (local, rest) = Self::local(text.trim())?;
        if rest.is_empty() { Some(local) } else { local.at(offset(rest)?) }
    }

    /// The date and the time as if they were UTC, and the text behind them.
    fn local(text: &'a str) -> Option<(Self, &'a str)> {
        let mut rest = Reader(text);
        let year = match rest.one_of(&['+', '-']) {
            None => rest.number(4)?,
            Some('+') => rest.number(6)?,
            // There is no year -0.
            Some(_) => -rest.number(6).filter(|year| *year != 0)?,
        };
        rest.one_of(&['-'])?;
        let month = rest.number(2)?;
        rest.one_of(&['-'])?;
        let day = rest.number(2)?;
        rest.one_of(&['T', 't', ' '])?;
        let hour = rest.number(2)?;
        rest.one_of(&[':'])?;
        let minute = rest.number(2)?;
        rest.one_of(&[':'])?;
        let second = rest.number(2)?;
        let fraction = match rest.one_of(&['.', ',']) {
            None => "",
            Some(_) => Some(rest.digits()).filter(|it| !it.is_empty())?,
        };
        let is_valid = (1..=12).contains(&month)
            && (1..=days_of(year, month)).contains(&day)
            && hour < 24
            && minute < 60
            && second <= 60;
        if !is_valid {
            return None;
        }
        let is_leap_second = second == 60;
        let second = second.min(59);
        let seconds = days(year, month, day) * DAY + hour * HOUR + minute * MINUTE + second;
        let fraction = fraction.trim_end_matches('0');
        Some((Self { seconds, is_leap_second, fraction }, rest.0))
    }

    /// The instant of a local time so many seconds east of Greenwich.
    fn at(self, offset: i64) -> Option<Self> {
        Some(Self { seconds: self.seconds.checked_sub(offset)?, ..self })
    }

    /// For the clock of the system, which knows nanoseconds and no leap seconds; `None` if it does not reach so far.
    pub(crate) fn to_system_time(self) -> Option<SystemTime> {
        let digits = self.fraction.get(..9).unwrap_or(self.fraction);
        let nanoseconds = format!("{digits:0<9}").parse().ok()?;
        let seconds = self.seconds + i64::from(self.is_leap_second);
        let whole = Duration::from_secs(seconds.unsigned_abs());
        let begun = match seconds < 0 {
            true => SystemTime::UNIX_EPOCH.checked_sub(whole),
            false => SystemTime::UNIX_EPOCH.checked_add(whole),
        };
        begun?.checked_add(Duration::from_nanos(nanoseconds))
    }
}

/// Seconds east of Greenwich.
fn offset(text: &str) -> Option<i64> {
    let text = text.strip_prefix(' ').unwrap_or(text);
    if ["z", "utc", "gmt"].iter().any(|it| text.eq_ignore_ascii_case(it)) {
        return Some(0);
    }
    let mut rest = Reader(text);
    let sign = if rest.one_of(&['+', '-'])? == '-' { -1 } else { 1 };
    let hours = rest.number(2)?;
    let minutes = match rest.one_of(&[':']) {
        None if rest.0.is_empty() => 0,
        _ => rest.number(2)?,
    };
    let is_valid = hours < 24 && minutes < 60 && rest.0.is_empty();
    is_valid.then_some(sign * (hours * HOUR + minutes * MINUTE))
}

/// The text of an instant in UTC, as RFC 3339 has it: with as many digits of the fraction as are needed.
pub(crate) fn written(time: SystemTime) -> String {
    let (seconds, nanoseconds) = match time.duration_since(SystemTime::UNIX_EPOCH) {
        Ok(since) => (i64::try_from(since.as_secs()).unwrap_or(i64::MAX), since.subsec_nanos()),
        Err(before) => {
            let before = before.duration();
            let seconds = i64::try_from(before.as_secs()).unwrap_or(i64::MAX);
            // Fractions count forward.
            match before.subsec_nanos() {
                0 => (-seconds, 0),
                nanoseconds => (-seconds - 1, 1_000_000_000 - nanoseconds),
            }
        }
    };
    let (year, month, day) = date(seconds.div_euclid(DAY));
    let second = seconds.rem_euclid(DAY);
    let (hour, minute, second) = (second / HOUR, second / MINUTE % 60, second % 60);
    let year = match year {
        0..=9999 => format!("{year:04}"),
        _ => format!("{year:+07}"),
    };
    let mut text = format!("{year}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}");
    if nanoseconds > 0 {
        let fraction = format!(".{nanoseconds:09}");
        text.push_str(fraction.trim_end_matches('0'));
    }
    text.push('Z');
    text
}

fn days_of(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days from 0000-03-01 to 1970-01-01 in the Gregorian calendar.
const TO_1970: i64 = 719_468;
/// Days of 400 years, after which the calendar begins again.
const CYCLE: i64 = 146_097;

/// Days from 1970-01-01 to a date of the Gregorian calendar: years begin in March, so that the leap day is their last.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let month = (month + 9) % 12;
    let day_of_year = (153 * month + 2) / 5 + day - 1;
    let (cycle, year) = (year.div_euclid(400), year.rem_euclid(400));
    cycle * CYCLE + year * 365 + year / 4 - year / 100 + day_of_year - TO_1970
}

/// The date so many days after 1970-01-01: year, month and day.
fn date(days: i64) -> (i64, i64, i64) {
    let days = days + TO_1970;
    let (cycle, day) = (days.div_euclid(CYCLE), days.rem_euclid(CYCLE));
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day_of_year = day - (year * 365 + year / 4 - year / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (cycle * 400 + year + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(text: &str) -> Option<i64> {
        Instant::parse(text).map(|it| it.seconds)
    }

    #[test]
    fn instants() {
        for (text, expected) in [
            ("1970-01-01T00:00:00Z", 0),
            ("1969-12-31T23:59:59Z", -1),
            ("1970-01-01t00:00:00z", 0),
            ("1970-01-01 00:00:00 UTC", 0),
            ("1970-01-01 00:00:00 gmt", 0),
            ("0000-01-01T00:00:00Z", -62_167_219_200),
            ("0000-02-29T00:00:00Z", -62_162_121_600),
            ("9999-12-31T23:59:59Z", 253_402_300_799),
            ("+010000-01-01T00:00:00Z", 253_402_300_800),
            ("-000001-12-31T23:59:59Z", -62_167_219_201),
            ("2000-02-29T00:00:00Z", 951_782_400),
            ("2000-03-01T00:00:00Z", 951_868_800),
            ("2026-11-22T07:30:00Z", 1_795_332_600),
            ("2026-11-22T08:30:00.123+01:00", 1_795_332_600),
            ("2026-11-22T02:00:00-0530", 1_795_332_600),
            ("2026-11-22T09:30:00 +02", 1_795_332_600),
            ("2026-11-21T07:31:00-23:59", 1_795_332_600),
            ("2026-11-22T07:30:00-00:00", 1_795_332_600),
        ] {
            assert_eq!(seconds(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn other_texts() {
        for text in [
            "",
            "now",
            "2026-11-22",
            "2026-11-22T07:30:00",
            "2026-11-22T07:30Z",
            "2026-00-01T00:00:00Z",
            "2026-13-01T00:00:00Z",
            "2026-01-00T00:00:00Z",
            "2026-04-31T00:00:00Z",
            "2026-02-29T00:00:00Z",
            "1900-02-29T00:00:00Z",
            "2026-11-22T24:00:00Z",
            "2026-11-22T00:60:00Z",
            "2026-11-22T00:00:61Z",
            "2026-11-22T00:00:00.Z",
            "2026-11-22T00:00:00+24:00",
            "2026-11-22T00:00:00+00:60",
            "2026-11-22T00:00:00+1",
            "2026-11-22T00:00:00+01:",
            "2026-11-22T00:00:00+01:0",
            "2026-11-22T00:00:00+01:000",
            "2026-11-22T00:00:00Zulu",
            "2026-11-22T00:00:00 CET",
            " 2026-11-22T00:00:00Z",
            "2026-11-22x07:30:00Z",
            "-000000-01-01T00:00:00Z",
            "+2026-11-22T00:00:00Z",
            "२०२६-11-22T00:00:00Z",
            "öööööööööööööööööööö",
            "99999999999-1-1T00:00:00Z",
        ] {
            assert_eq!(Instant::parse(text), None, "{text}");
        }
    }

    #[test]
    fn without_a_place_it_may_be_utc() {
        let utc = |text| Instant::parse_or_utc(text).and_then(Instant::to_system_time);
        let expected = SystemTime::UNIX_EPOCH + Duration::from_secs(1_795_332_600);
        for text in
            ["2026-11-22T07:30:00", " 2026-11-22 07:30:00 UTC\n", "2026-11-22T08:30:00+01:00"]
        {
            assert_eq!(utc(text), Some(expected), "{text}");
        }
        assert_eq!(utc("2026-11-22"), None);
        assert_eq!(utc("2026-11-22T07:30:00 CET"), None);
    }

    #[test]
    fn there_and_back() {
        for text in [
            "1970-01-01T00:00:00Z",
            "1969-12-31T23:59:59.999999999Z",
            "0000-01-01T00:00:00Z",
            "9999-12-31T23:59:59.5Z",
            "+010000-01-01T00:00:00Z",
            "-000001-02-28T23:00:00.000000001Z",
            "2000-02-29T12:34:56.07Z",
            "2100-02-28T23:59:59Z",
            "2100-03-01T00:00:00Z",
        ] {
            let time = Instant::parse(text).unwrap().to_system_time().unwrap();
            assert_eq!(written(time), text);
        }
        // A leap second is the next second for a clock that has none.
        let leap = Instant::parse("2016-12-31T23:59:60.25Z").unwrap().to_system_time().unwrap();
        assert_eq!(written(leap), "2017-01-01T00:00:00.25Z");
        let long = Instant::parse("1970-01-01T00:00:00.1234567899Z").unwrap();
        assert_eq!(written(long.to_system_time().unwrap()), "1970-01-01T00:00:00.123456789Z");
    }
}
