//! The events of a JSON text.
//!
//! As strict as JSON, but for two habits that cost nothing to read: control characters in texts,
//! and halves of surrogate pairs (they become the replacement character).

use std::borrow::Cow;

use super::syntax::{Event, Mark, SyntaxFault};

/// What may come next.
#[derive(Clone, Copy, PartialEq)]
enum Expect {
    Value,
    /// A value, or the end of a list that has just begun.
    FirstEntry,
    Key,
    /// A key, or the end of a mapping that has just begun.
    FirstKey,
    Colon,
    /// A comma, or the end of the innermost list or mapping.
    Next,
    EndOfFile,
    Nothing,
}

/// The events of a JSON text, read on demand.
pub(crate) struct JsonEvents<'t> {
    text: &'t str,
    at: usize,
    line: u32,
    line_start: usize,
    /// For each open list or mapping, whether it is a mapping.
    open: Vec<bool>,
    expect: Expect,
}

impl<'t> JsonEvents<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        JsonEvents { text, at: 0, line: 1, line_start: 0, open: Vec::new(), expect: Expect::Value }
    }

    pub(super) fn is_sound(text: &str) -> bool {
        JsonEvents::new(text).all(|it| it.is_ok())
    }

    fn bytes(&self) -> &'t [u8] {
        self.text.as_bytes()
    }

    fn skip_space(&mut self) {
        let bytes = self.bytes();
        while let Some(byte) = bytes.get(self.at) {
            match byte {
                b' ' | b'\t' | b'\r' => self.at += 1,
                b'\n' => {
                    self.at += 1;
                    self.line += 1;
                    self.line_start = self.at;
                }
                _ => break,
            }
        }
    }

    fn mark(&self, start: usize, end: usize) -> Mark {
        let column = |at: usize| u32::try_from(at - self.line_start).unwrap_or(u32::MAX);
        Mark { line: self.line, column: column(start), end: column(end) }
    }

    fn fault(&mut self, message: impl Into<String>) -> SyntaxFault {
        self.expect = Expect::Nothing;
        let end = (self.at + 1).min(self.text.len()).max(self.at);
        SyntaxFault { message: message.into(), mark: self.mark(self.at, end) }
    }

    /// What is written here, for a message.
    fn found(&self) -> String {
        match self.text[self.at..].chars().next() {
            Some(it) => format!("`{it}`"),
            None => "the end of the file".to_owned(),
        }
    }

    fn step(&mut self) -> Result<Option<(Event<'t>, Mark)>, SyntaxFault> {
        loop {
            self.skip_space();
            let byte = self.bytes().get(self.at).copied();
            match (self.expect, byte) {
                (Expect::Nothing, _) | (Expect::EndOfFile, None) => return Ok(None),
                (Expect::EndOfFile, Some(_)) => {
                    let found = self.found();
                    return Err(self.fault(format!("{found} after the end of the document")));
                }
                (Expect::Colon, Some(b':')) => {
                    self.at += 1;
                    self.expect = Expect::Value;
                }
                (Expect::Colon, _) => {
                    let found = self.found();
                    return Err(self.fault(format!("a `:` is missing before {found}")));
                }
                (Expect::Next, Some(b',')) => {
                    self.at += 1;
                    let in_map = self.open.last().copied().unwrap_or(false);
                    self.expect = if in_map { Expect::Key } else { Expect::Value };
                }
                (Expect::Next | Expect::FirstKey, Some(b'}'))
                    if self.open.last() == Some(&true) =>
                {
                    return Ok(Some(self.close()));
                }
                (Expect::Next | Expect::FirstEntry, Some(b']'))
                    if self.open.last() == Some(&false) =>
                {
                    return Ok(Some(self.close()));
                }
                (Expect::Next, _) => {
                    let found = self.found();
                    return Err(self.fault(format!("a `,` is missing before {found}")));
                }
                (Expect::Key | Expect::FirstKey, Some(b'"')) => {
                    let res = self.string()?;
                    self.expect = Expect::Colon;
                    return Ok(Some(res));
                }
                (Expect::Key, Some(b'}')) | (Expect::Value, Some(b']'))
                    if !self.open.is_empty() =>
                {
                    return Err(self.fault("a `,` before the end is one too many"));
                }
                (Expect::Key | Expect::FirstKey, _) => {
                    let found = self.found();
                    return Err(self.fault(format!("a key in `\"` is missing before {found}")));
                }
                (Expect::Value | Expect::FirstEntry, _) => return self.value(byte).map(Some),
            }
        }
    }

    fn close(&mut self) -> (Event<'t>, Mark) {
        self.open.pop();
        self.at += 1;
        self.after_value();
        (Event::End, self.mark(self.at - 1, self.at))
    }

    fn after_value(&mut self) {
        self.expect = if self.open.is_empty() { Expect::EndOfFile } else { Expect::Next };
    }

    fn value(&mut self, byte: Option<u8>) -> Result<(Event<'t>, Mark), SyntaxFault> {
        match byte {
            Some(b'{') => {
                self.open.push(true);
                self.expect = Expect::FirstKey;
                self.at += 1;
                Ok((Event::Map { anchor: 0 }, self.mark(self.at - 1, self.at)))
            }
            Some(b'[') => {
                self.open.push(false);
                self.expect = Expect::FirstEntry;
                self.at += 1;
                Ok((Event::List { anchor: 0 }, self.mark(self.at - 1, self.at)))
            }
            Some(b'"') => {
                let res = self.string()?;
                self.after_value();
                Ok(res)
            }
            _ => self.plain(),
        }
    }

    /// A number, `true`, `false` or `null`.
    fn plain(&mut self) -> Result<(Event<'t>, Mark), SyntaxFault> {
        let start = self.at;
        let rest = &self.bytes()[start..];
        let is_part = |it: &u8| it.is_ascii_alphanumeric() || matches!(it, b'+' | b'-' | b'.');
        let length = rest.iter().take_while(|it| is_part(it)).count();
        let text = &self.text[start..start + length];
        if !matches!(text, "true" | "false" | "null") && !is_number(text) {
            let found = if text.is_empty() { self.found() } else { format!("`{text}`") };
            let message = match text {
                "" if start >= self.text.len() => "the file ends too early".to_owned(),
                _ => format!("{found} is not a value of JSON"),
            };
            return Err(self.fault(message));
        }
        self.at += length;
        self.after_value();
        Ok((Event::Plain { text: Cow::Borrowed(text), anchor: 0 }, self.mark(start, self.at)))
    }

    fn string(&mut self) -> Result<(Event<'t>, Mark), SyntaxFault> {
        let bytes = self.bytes();
        let (line, line_start) = (self.line, self.line_start);
        let start = self.at;
        self.at += 1;
        let mut escaped = false;
        loop {
            match bytes.get(self.at) {
                Some(b'"') => break,
                Some(b'\\') => {
                    escaped = true;
                    self.at += 2;
                }
                Some(b'\n') => {
                    self.at += 1;
                    self.line += 1;
                    self.line_start = self.at;
                }
                Some(_) => self.at += 1,
                None => {
                    (self.at, self.line, self.line_start) = (start, line, line_start);
                    return Err(self.fault("a text that does not end"));
                }
            }
        }
        let raw = &self.text[start + 1..self.at];
        self.at += 1;
        let column = |at: usize| u32::try_from(at - line_start).unwrap_or(u32::MAX);
        let end = if self.line == line { column(self.at) } else { column(start) + 1 };
        let mark = Mark { line, column: column(start), end };
        let text = if escaped { unescape(raw) } else { Ok(Cow::Borrowed(raw)) };
        match text {
            Ok(text) => Ok((Event::Text { text, anchor: 0 }, mark)),
            Err(message) => {
                self.expect = Expect::Nothing;
                Err(SyntaxFault { message, mark })
            }
        }
    }
}

impl<'t> Iterator for JsonEvents<'t> {
    type Item = Result<(Event<'t>, Mark), SyntaxFault>;

    fn next(&mut self) -> Option<Self::Item> {
        self.step().transpose()
    }
}

/// Whether a text is a number of JSON.
fn is_number(text: &str) -> bool {
    text.starts_with(|it: char| it == '-' || it.is_ascii_digit())
        && serde_json::from_str::<serde_json::Number>(text).is_ok()
        || is_long_number(text)
}

/// Numbers beyond 64 bits with an exponent that no float holds are numbers all the same.
fn is_long_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let has_leading_zero =
        digits.strip_prefix('0').is_some_and(|it| it.starts_with(char::is_numeric));
    !has_leading_zero
        && digits.starts_with(|it: char| it.is_ascii_digit())
        && digits
            .bytes()
            .all(|it| it.is_ascii_digit() || matches!(it, b'.' | b'e' | b'E' | b'+' | b'-'))
        && digits.parse::<f64>().is_ok()
}

fn unescape(raw: &str) -> Result<Cow<'_, str>, String> {
    let mut res = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find('\\') {
        res.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let Some(escape) = rest.chars().next() else { break };
        rest = &rest[escape.len_utf8()..];
        res.push(match escape {
            '"' | '\\' | '/' => escape,
            'b' => '\u{8}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => {
                let (unit, after) = hex(rest)?;
                rest = after;
                let low = rest.strip_prefix("\\u").and_then(|it| hex(it).ok());
                match (unit, low) {
                    (0xd800..0xdc00, Some((low @ 0xdc00..0xe000, after))) => {
                        rest = after;
                        let code = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
                        char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)
                    }
                    (unit, _) => char::from_u32(unit).unwrap_or(char::REPLACEMENT_CHARACTER),
                }
            }
            other => return Err(format!("`\\{other}` is not an escape of JSON")),
        });
    }
    res.push_str(rest);
    Ok(Cow::Owned(res))
}

fn hex(text: &str) -> Result<(u32, &str), String> {
    let digits = text.get(..4).filter(|it| it.bytes().all(|it| it.is_ascii_hexdigit()));
    let unit = digits.and_then(|it| u32::from_str_radix(it, 16).ok());
    unit.map(|it| (it, &text[4..]))
        .ok_or_else(|| "`\\u` without four hexadecimal digits".to_owned())
}
