//! Reads what some servers take for JSON: a document that is sound but for single values, which only matter where a type
//! asks for them.
//!
//! It is asked only after a strict reader has refused the document, and refuses whatever else is wrong itself.

use std::borrow::Cow;

use serde_json::Number;

use super::tape::Item;
use super::view::Odd;

/// As deep as JSON is read otherwise; what is deeper counts as one value.
const DEEPEST: usize = 127;

/// The items of the document, if single values are all that is wrong with it.
pub(super) fn parse(text: &[u8]) -> Option<Vec<Item<'static>>> {
    let mut parser = Parser { text, at: 0, items: Vec::new() };
    parser.value(0)?;
    parser.blank();
    (parser.at == text.len()).then_some(parser.items)
}

struct Parser<'t> {
    text: &'t [u8],
    at: usize,
    items: Vec<Item<'static>>,
}

impl Parser<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    fn blank(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn take(&mut self, expected: &[u8]) -> Option<()> {
        self.text[self.at..].starts_with(expected).then(|| self.at += expected.len())
    }

    fn value(&mut self, depth: usize) -> Option<()> {
        self.blank();
        let item = match self.peek()? {
            b'{' | b'[' if depth >= DEEPEST => self.too_deep()?,
            b'{' => return self.object(depth),
            b'[' => return self.array(depth),
            b'"' => match self.string()? {
                (text, false) => Item::Text(Cow::Owned(text)),
                (text, true) => Item::Mended(text),
            },
            b't' => self.take(b"true").map(|()| Item::Bool(true))?,
            b'f' => self.take(b"false").map(|()| Item::Bool(false))?,
            b'n' => self.take(b"null").map(|()| Item::Null)?,
            b'N' => self.take(b"NaN").map(|()| Item::Odd(Odd::NotFinite(f64::NAN)))?,
            b'I' => self.take(b"Infinity").map(|()| Item::Odd(Odd::NotFinite(f64::INFINITY)))?,
            b'-' if self.text[self.at..].starts_with(b"-Infinity") => {
                self.at += b"-Infinity".len();
                Item::Odd(Odd::NotFinite(f64::NEG_INFINITY))
            }
            _ => self.number()?,
        };
        self.items.push(item);
        Some(())
    }

    fn array(&mut self, depth: usize) -> Option<()> {
        let start = self.items.len();
        self.items.push(Item::Array(0, 0));
        self.take(b"[")?;
        self.blank();
        let mut count = 0;
        if self.take(b"]").is_none() {
            loop {
                self.value(depth + 1)?;
                count += 1;
                self.blank();
                if self.take(b",").is_none() {
                    break;
                }
            }
            self.take(b"]")?;
        }
        self.items[start] = Item::Array(count, self.items.len() - start - 1);
        Some(())
    }

    fn object(&mut self, depth: usize) -> Option<()> {
        let start = self.items.len();
        self.items.push(Item::Object(0, 0));
        self.take(b"{")?;
        self.blank();
        let mut count = 0;
        if self.take(b"}").is_none() {
            loop {
                self.blank();
                let (name, _) = self.string()?;
                self.items.push(Item::Text(Cow::Owned(name)));
                self.blank();
                self.take(b":")?;
                self.value(depth + 1)?;
                count += 1;
                self.blank();
                if self.take(b",").is_none() {
                    break;
                }
            }
            self.take(b"}")?;
        }
        self.items[start] = Item::Object(count, self.items.len() - start - 1);
        Some(())
    }

    /// Leaves out what is too deep. Its brackets have to be paired.
    fn too_deep(&mut self) -> Option<Item<'static>> {
        let mut open = Vec::new();
        loop {
            match self.peek()? {
                b'{' => open.push(b'}'),
                b'[' => open.push(b']'),
                close @ (b'}' | b']') if open.pop()? != close => return None,
                b'"' => {
                    self.string()?;
                    continue;
                }
                _ => {}
            }
            self.at += 1;
            if open.is_empty() {
                return Some(Item::Odd(Odd::TooDeep));
            }
        }
    }

    fn digits(&mut self) -> Option<()> {
        let start = self.at;
        while self.peek().is_some_and(|it| it.is_ascii_digit()) {
            self.at += 1;
        }
        (self.at > start).then_some(())
    }

    fn number(&mut self) -> Option<Item<'static>> {
        let start = self.at;
        let _ = self.take(b"-");
        if self.take(b"0").is_none() {
            self.digits()?;
        }
        if self.take(b".").is_some() {
            self.digits()?;
        }
        if self.take(b"e").or_else(|| self.take(b"E")).is_some() {
            let _ = self.take(b"+").or_else(|| self.take(b"-"));
            self.digits()?;
        }
        let written = std::str::from_utf8(&self.text[start..self.at]).ok()?;
        let number: Option<Number> = serde_json::from_str(written).ok();
        let out_of_range = || Item::Odd(Odd::OutOfRange(written.into()));
        Some(number.map_or_else(out_of_range, Item::Number))
    }

    /// A text, and whether it is not as it was written: half an emoji, bytes that are no UTF-8, control characters.
    fn string(&mut self) -> Option<(String, bool)> {
        self.take(b"\"")?;
        let (mut text, mut is_mended) = (String::new(), false);
        loop {
            let start = self.at;
            while !matches!(self.peek()?, b'"' | b'\\') {
                is_mended |= self.peek()? < b' ';
                self.at += 1;
            }
            let plain = String::from_utf8_lossy(&self.text[start..self.at]);
            is_mended |= matches!(plain, Cow::Owned(_));
            text.push_str(&plain);
            if self.take(b"\"").is_some() {
                return Some((text, is_mended));
            }
            self.take(b"\\")?;
            let escaped = self.peek()?;
            self.at += 1;
            text.push(match escaped {
                b'"' | b'\\' | b'/' => char::from(escaped),
                b'b' => '\u{8}',
                b'f' => '\u{c}',
                b'n' => '\n',
                b'r' => '\r',
                b't' => '\t',
                b'u' => {
                    let unit = self.unit()?;
                    let decoded = self.letter(unit);
                    is_mended |= decoded.is_none();
                    decoded.unwrap_or(char::REPLACEMENT_CHARACTER)
                }
                _ => return None,
            });
        }
    }

    fn unit(&mut self) -> Option<u16> {
        let digits = self.text.get(self.at..self.at + 4)?;
        if !digits.iter().all(u8::is_ascii_hexdigit) {
            return None;
        }
        self.at += 4;
        u16::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
    }

    /// The letter that begins with a unit of UTF-16, with the unit that follows where it needs one.
    fn letter(&mut self, unit: u16) -> Option<char> {
        let is_half = (0xd800..0xe000).contains(&unit);
        if !is_half {
            return char::from_u32(unit.into());
        }
        let before = self.at;
        let other = self.take(b"\\u").and_then(|()| self.unit());
        let letter = other.and_then(|other| char::decode_utf16([unit, other]).next()?.ok());
        if letter.is_none() {
            // What follows is another letter.
            self.at = before;
        }
        letter
    }
}
