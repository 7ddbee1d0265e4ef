//! Points in time as APIs write them, to compare the age of things with the server's clock.

use std::time::{Duration, SystemTime};

/// A date and a time (`2026-01-31T12:00:00.5+01:00`, also with a blank in the middle); in UTC unless it says another
/// offset. `None` if it is something else.
pub(super) fn parse(text: &str) -> Option<SystemTime> {
    let text = text.trim();
    let (date, rest) = (text.get(..10)?, text.get(11..)?);
    if !matches!(text.as_bytes().get(10), Some(b'T' | b't' | b' ')) {
        return None;
    }
    let mut date = date.splitn(3, '-').map(number);
    let (year, month, day) = (date.next()??, date.next()??, date.next()??);
    let mut time = rest.get(..8)?.splitn(3, ':').map(number);
    let (hour, minute, second) = (time.next()??, time.next()??, time.next()??);
    let offset =
        offset(rest.get(8..)?.trim_start_matches(|it: char| it == '.' || it.is_ascii_digit()))?;
    let valid = (1..=12).contains(&month) && (1..=31).contains(&day) && hour < 24 && minute < 60;
    if !valid || second > 60 {
        return None;
    }
    let seconds = days(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second - offset;
    let seconds = u64::try_from(seconds).ok()?;
    SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds))
}

/// Seconds east of Greenwich.
fn offset(text: &str) -> Option<i64> {
    let text = text.trim();
    let sign = match text.as_bytes().first() {
        None => return Some(0),
        Some(b'+') => 1,
        Some(b'-') => -1,
        Some(_) => {
            return ["z", "utc", "gmt"].contains(&text.to_ascii_lowercase().as_str()).then_some(0);
        }
    };
    let digits: String = text[1..].chars().filter(|it| *it != ':').collect();
    let (hours, minutes) = (number(digits.get(..2)?)?, number(digits.get(2..4).unwrap_or("00"))?);
    Some(sign * (hours * 3600 + minutes * 60))
}

fn number(digits: &str) -> Option<i64> {
    digits.bytes().all(|it| it.is_ascii_digit()).then(|| digits.parse().ok()).flatten()
}

/// Days from 1970-01-01 to a date of the Gregorian calendar: years begin in March, so that the leap day is their last.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let month = (month + 9) % 12;
    let day_of_year = (153 * month + 2) / 5 + day - 1;
    year * 365 + year / 4 - year / 100 + year / 400 + day_of_year - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_times() {
        for (text, seconds) in [
            ("1970-01-01T00:00:00Z", 0),
            ("2000-02-29T00:00:00Z", 951_782_400),
            ("2026-11-22 07:30:00 UTC", 1_795_332_600),
            ("2026-11-22T07:30:00", 1_795_332_600),
            ("2026-11-22T08:30:00.123+01:00", 1_795_332_600),
            ("2026-11-22T02:00:00-0530", 1_795_332_600),
        ] {
            let expected = SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
            assert_eq!(parse(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn other_texts() {
        for text in [
            "",
            "now",
            "2026-11-22",
            "2026-13-01T00:00:00Z",
            "2026-11-22T25:00:00Z",
            "2026-11-22x07:30:00",
            "2026-11-22T07:30:00 CET",
            "1969-12-31T23:59:59Z",
            "öööööööööööööööööööö",
            "2026-11-22T07:30:00+x",
            "99999999999-1-1T00:00:00",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
