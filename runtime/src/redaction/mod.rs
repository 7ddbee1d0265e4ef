//! What must not be shown, and text without it.

mod excerpt;
mod forms;
mod hidden;
mod hide;
mod visible;

use std::fmt;
use std::ops::Range;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD};
use http::{HeaderMap, header};

pub(crate) use excerpt::{bounded, excerpt, text_without_secrets};
pub(crate) use hidden::hide;
pub use hide::{Hidden, Hide};
pub(crate) use visible::{Visible, visible};

/// What stands for a secret.
pub(crate) const REDACTED: &str = "REDACTED";

/// Shorter ones would redact words of the text.
const SHORTEST: usize = 4;

/// A secret that is at least as long is recognised by its beginning, too.
const LONG: usize = 12;

/// As much of the beginning of a long one is enough.
const BEGINNING: usize = 8;

/// The longest text that is searched, in bytes; what comes after it is not shown at all.
const LONGEST: usize = 16 * 1024;

/// The secrets of a call: what it was sent with, in each way in which a server may repeat it.
///
/// A text is searched as it is and unescaped, as JSON, HTML and URLs escape, one inside of the other as well. A secret
/// that was cut is found by what is left of it.
#[derive(Clone, Default)]
pub(crate) struct Secrets(Vec<String>);

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secrets(REDACTED)")
    }
}

impl Secrets {
    /// One more secret, and its Base64.
    pub(crate) fn add(&mut self, secret: &str) {
        if secret.len() < SHORTEST || self.0.iter().any(|it| it == secret) {
            return;
        }
        for engine in [STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD] {
            let encoded = engine.encode(secret);
            if !self.0.contains(&encoded) {
                self.0.push(encoded);
            }
        }
        self.0.push(secret.to_owned());
    }

    /// The value of a header. Of one with a scheme, such as `Bearer`, what follows it, and the password of `Basic`.
    pub(crate) fn add_header(&mut self, value: &[u8]) {
        let value = String::from_utf8_lossy(value);
        let Some((scheme, bare)) = value.split_once(' ') else { return self.add(&value) };
        self.add(bare.trim());
        // `Token token="..", nonce=..`, and cookies.
        for part in value.split([' ', ',', ';']) {
            let (_, part) = part.split_once('=').unwrap_or_default();
            let part = part.trim_matches('"');
            if part.len() >= BEGINNING {
                self.add(part);
            }
        }
        if scheme.eq_ignore_ascii_case("basic")
            && let Ok(decoded) = STANDARD.decode(bare.trim())
            && let Ok(pair) = String::from_utf8(decoded)
        {
            self.add(&pair);
            self.add(pair.split_once(':').map_or("", |(_, password)| password));
        }
    }

    /// The text as far as it is short enough to be searched, with `REDACTED` for each secret in it.
    pub(crate) fn redact(&self, text: &str) -> String {
        let mut end = text.len().min(LONGEST);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let (text, is_cut) = (&text[..end], end < text.len());
        let mut shown = self.redact_whole(text);
        if is_cut {
            shown.push('…');
        }
        shown
    }

    fn redact_whole(&self, text: &str) -> String {
        if self.0.is_empty() || text.is_empty() {
            return text.to_owned();
        }
        let mut found = Vec::new();
        for form in forms::of(text) {
            for secret in &self.0 {
                find(form.bytes(), secret.as_bytes(), |range| found.push(form.original(range)));
            }
        }
        replaced(text, found)
    }

    /// A text of any length, with `REDACTED` for each secret that is in it as it is.
    pub(crate) fn redact_unescaped(&self, text: &str) -> String {
        self.0.iter().fold(text.to_owned(), |text, secret| text.replace(secret, REDACTED))
    }

    /// Whether there is something to redact.
    pub(crate) fn are_in(&self, text: &str) -> bool {
        self.redact(text) != text
    }
}

/// Each place at which a secret is, whole or cut.
fn find(text: &[u8], secret: &[u8], mut found: impl FnMut(Range<usize>)) {
    let sure = if secret.len() >= LONG { BEGINNING } else { secret.len() };
    let may_begin = |it: &u8| *it == secret[0] || matches!(it, b'\\' | b'&' | b'%' | b'+');
    let mut at = 0;
    while let Some(start) = text[at..].iter().position(may_begin).map(|it| it + at) {
        let rest = &text[start..];
        let (same, length) = forms::same(rest, secret);
        // What the text ends with may be the beginning of a secret.
        let ends = same >= SHORTEST && is_end(&rest[length..]);
        at = start + 1;
        if same >= sure || ends {
            found(start..start + length);
            at = start + length;
        }
    }
    // And what it begins with the end of one.
    let ends = (SHORTEST..secret.len()).rev().map(|length| &secret[secret.len() - length..]);
    if let Some(end) = ends.into_iter().find(|end| text.starts_with(end)) {
        found(0..end.len());
    }
}

/// Whether nothing follows but what says that something was cut.
fn is_end(rest: &[u8]) -> bool {
    ["", "…", "...", "\""].iter().any(|it| it.as_bytes() == rest)
}

/// The text with `REDACTED` for what is in one of the ranges.
fn replaced(text: &str, mut ranges: Vec<Range<usize>>) -> String {
    ranges.sort_by_key(|range| range.start);
    let mut shown = String::with_capacity(text.len());
    let mut at = 0;
    for range in ranges {
        // An escape may stand for a part of a character.
        let (mut start, mut end) = (range.start, range.end);
        while !text.is_char_boundary(start) {
            start -= 1;
        }
        while !text.is_char_boundary(end) {
            end += 1;
        }
        if start >= at {
            shown.push_str(&text[at..start]);
            shown.push_str(REDACTED);
        }
        at = at.max(end);
    }
    shown.push_str(&text[at..]);
    shown
}

/// Marks the headers that hold secrets, so that `Debug` does not show them; `others`: what else is one.
pub(crate) fn mark(headers: &mut HeaderMap, others: impl Fn(&http::HeaderName) -> bool) {
    for (name, value) in headers.iter_mut() {
        if is_secret_header(name) || others(name) {
            value.set_sensitive(true);
        }
    }
}

/// Whether a header of that name holds a secret.
pub(crate) fn is_secret_header(name: &http::HeaderName) -> bool {
    // Most are one of these, which are quickly compared.
    let harmless = [
        header::CONTENT_TYPE,
        header::CONTENT_LENGTH,
        header::DATE,
        header::SERVER,
        header::CONNECTION,
        header::CACHE_CONTROL,
        header::ETAG,
        header::VARY,
        header::TRANSFER_ENCODING,
    ];
    !harmless.contains(name) && openapi_media::is_secret_header(name.as_str())
}

/// Headers for `Debug`: without the values that were marked, and without the query of an address.
pub(crate) struct Headers<'a>(pub(crate) &'a HeaderMap);

impl fmt::Debug for Headers<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut map = f.debug_map();
        for (name, value) in self.0 {
            let text = String::from_utf8_lossy(value.as_bytes());
            let is_address =
                [header::LOCATION, header::CONTENT_LOCATION, header::LINK].contains(name);
            match text.split_once('?') {
                _ if value.is_sensitive() || is_secret_header(name) => {
                    map.entry(&name.as_str(), &format_args!("{REDACTED}"));
                }
                Some((address, _)) if is_address => {
                    map.entry(&name.as_str(), &format_args!("{address:?}?{REDACTED}"));
                }
                _ => {
                    map.entry(&name.as_str(), &text);
                }
            }
        }
        map.finish()
    }
}

#[cfg(test)]
mod tests;
