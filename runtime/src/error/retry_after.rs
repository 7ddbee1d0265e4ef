//! `Retry-After`: seconds or a date; or the same in milliseconds, as some servers say it besides.

use std::time::{Duration, SystemTime};

use http::{HeaderMap, HeaderName, header};

/// In milliseconds, and more exact than `Retry-After`, which is sent besides.
const IN_MILLISECONDS: [HeaderName; 2] =
    [HeaderName::from_static("retry-after-ms"), HeaderName::from_static("x-ms-retry-after-ms")];

/// How long the server asks to wait.
///
/// `X-RateLimit-Reset` and its like do not count: they are seconds, milliseconds, a time or a duration, and which is not
/// said.
///
/// A date is compared with the answer's own `Date`, if it has one: the server's clock may differ from ours.
pub(crate) fn find(headers: &HeaderMap) -> Option<Duration> {
    let text = |name: &HeaderName| headers.get(name)?.to_str().ok().map(str::trim);
    let milliseconds = IN_MILLISECONDS.iter().find_map(|name| text(name)?.parse::<f64>().ok());
    if let Some(wait) = milliseconds.and_then(|it| Duration::try_from_secs_f64(it / 1000.0).ok()) {
        return Some(wait);
    }
    let after = text(&header::RETRY_AFTER)?;
    if let Ok(seconds) = after.parse::<f64>() {
        return Duration::try_from_secs_f64(seconds).ok();
    }
    let date = httpdate::parse_http_date(after).ok()?;
    let now = text(&header::DATE).and_then(|date| httpdate::parse_http_date(date).ok());
    Some(date.duration_since(now.unwrap_or_else(SystemTime::now)).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    #[test]
    fn table() {
        for (after, expected) in [
            ("0", Some(0.0)),
            ("7", Some(7.0)),
            (" 1.5 ", Some(1.5)),
            ("Wed, 21 Oct 2015 07:28:30 GMT", Some(30.0)),
            ("Wednesday, 21-Oct-15 07:29:00 GMT", Some(60.0)),
            ("Wed, 21 Oct 2015 07:27:00 GMT", Some(0.0)),
            ("-1", None),
            ("inf", None),
            ("NaN", None),
            ("soon", None),
            ("", None),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::DATE, HeaderValue::from_static("Wed, 21 Oct 2015 07:28:00 GMT"));
            headers.insert(header::RETRY_AFTER, HeaderValue::from_static(after));
            let found = find(&headers).map(|wait| wait.as_secs_f64());
            assert_eq!(found, expected, "{after}");
        }
        assert_eq!(find(&HeaderMap::new()), None);
    }

    #[test]
    fn milliseconds() {
        for (milliseconds, after, expected) in [
            ("250", Some("7"), Some(0.25)),
            (" 1500.5 ", None, Some(1.5005)),
            ("0", None, Some(0.0)),
            ("-1", Some("7"), Some(7.0)),
            ("soon", Some("7"), Some(7.0)),
            ("NaN", None, None),
        ] {
            for name in ["retry-after-ms", "x-ms-retry-after-ms"] {
                let mut headers = HeaderMap::new();
                headers.insert(name, HeaderValue::from_static(milliseconds));
                if let Some(after) = after {
                    headers.insert(header::RETRY_AFTER, HeaderValue::from_static(after));
                }
                let found = find(&headers).map(|wait| wait.as_secs_f64());
                assert_eq!(found, expected, "{milliseconds} {after:?}");
            }
        }
    }

    #[test]
    fn a_date_without_the_time_of_the_answer() {
        let soon = httpdate::fmt_http_date(SystemTime::now() + Duration::from_secs(100));
        let headers = [(header::RETRY_AFTER, HeaderValue::from_str(&soon).unwrap())];
        let wait = find(&headers.into_iter().collect()).unwrap().as_secs();
        assert!((90..=100).contains(&wait), "{wait}");
    }
}
