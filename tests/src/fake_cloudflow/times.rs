//! The panel's own clock, and the looks that its times have.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// 2026-11-22T10:00:00Z in seconds since 1970.
const BEGIN: u64 = 1_795_341_600;

/// How a time is written, by the age of the panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    /// `2026-11-22T10:00:01Z`
    Oldest,
    /// `2026-11-22T12:00:01+02:00`
    Older,
    /// `2026-11-22T12:00:01.000+02:00`
    Current,
}

/// A second, counted from the start of the panel.
pub(super) type Second = u64;

/// A time as text.
pub(super) fn written(second: Second, look: Look) -> String {
    let hour = 10 + second / 3600;
    let (minute, second) = (second / 60 % 60, second % 60);
    match look {
        Look::Oldest => format!("2026-11-22T{hour:02}:{minute:02}:{second:02}Z"),
        Look::Older => format!("2026-11-22T{:02}:{minute:02}:{second:02}+02:00", hour + 2),
        Look::Current => format!("2026-11-22T{:02}:{minute:02}:{second:02}.000+02:00", hour + 2),
    }
}

/// A time as HTTP headers have it.
pub(super) fn date(second: Second) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(BEGIN + second)
}

/// What XML calls the type of a text, where it is a time. The spelling changed once.
pub(super) fn date_type(text: &str) -> Option<&'static str> {
    let is_time = text.len() >= 20
        && text.bytes().zip(b"dddd-dd-ddTdd:dd:dd").all(|(byte, kind)| match kind {
            b'd' => byte.is_ascii_digit(),
            other => byte == *other,
        });
    is_time.then(|| if text.contains('.') { "dateTime" } else { "datetime" })
}

#[cfg(test)]
mod tests {
    use super::{Look, date, date_type, written};

    #[test]
    fn three_looks_of_one_second() {
        assert_eq!(written(3661, Look::Oldest), "2026-11-22T11:01:01Z");
        assert_eq!(written(3661, Look::Older), "2026-11-22T13:01:01+02:00");
        assert_eq!(written(3661, Look::Current), "2026-11-22T13:01:01.000+02:00");
        assert_eq!(httpdate::fmt_http_date(date(3661)), "Sun, 22 Nov 2026 11:01:01 GMT");
    }

    #[test]
    fn only_times_are_times() {
        assert_eq!(date_type(&written(0, Look::Older)), Some("datetime"));
        assert_eq!(date_type(&written(0, Look::Current)), Some("dateTime"));
        for text in ["", "2026-11-22", "2026-11-22 10:00:00Z.", "a text that is longer than that"] {
            assert_eq!(date_type(text), None, "{text}");
        }
    }
}
