//! A text as it is and unescaped: what a reader of JSON, HTML or a URL would see, and where in the text that is.

use std::ops::Range;

/// Escapes are looked for inside of escapes so many times, and once more by who searches.
const DEPTH: usize = 2;

/// More forms of a text than any server sends.
const MOST: usize = 40;

/// A text, perhaps unescaped.
pub(super) struct Form {
    bytes: Vec<u8>,
    /// Where in the text each of the bytes begins, and the end of the text; none if they are the text.
    origins: Option<Vec<usize>>,
}

impl Form {
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The part of the text for a part of this.
    pub(super) fn original(&self, range: Range<usize>) -> Range<usize> {
        match &self.origins {
            None => range,
            Some(origins) => origins[range.start]..origins[range.end],
        }
    }

    /// The same, unescaped; nothing if there is no escape.
    fn unescaped(&self, read: Escape) -> Option<Self> {
        let mut bytes = Vec::with_capacity(self.bytes.len());
        let mut origins = Vec::with_capacity(self.bytes.len() + 1);
        let mut at = 0;
        let mut is_same = true;
        while at < self.bytes.len() {
            let mut character = [0; 4];
            let (length, meaning) = match read(&self.bytes[at..]) {
                Some((length, meaning)) => (length, meaning.bytes(&mut character)),
                None => (1, &self.bytes[at..=at]),
            };
            is_same &= length == 1 && meaning == &self.bytes[at..=at];
            let origin = self.original(at..at).start;
            bytes.extend_from_slice(meaning);
            origins.resize(bytes.len(), origin);
            at += length;
        }
        origins.push(self.original(at..at).start);
        (!is_same).then_some(Self { bytes, origins: Some(origins) })
    }
}

/// What an escape stands for.
enum Meaning {
    Character(char),
    /// Of a character.
    Byte(u8),
}

impl Meaning {
    /// What is written into the buffer.
    fn bytes(self, buffer: &mut [u8; 4]) -> &[u8] {
        match self {
            Self::Character(it) => it.encode_utf8(buffer).as_bytes(),
            Self::Byte(it) => {
                buffer[0] = it;
                &buffer[..1]
            }
        }
    }
}

/// The length of the escape that a text begins with, and what it stands for.
type Escape = fn(&[u8]) -> Option<(usize, Meaning)>;

const ESCAPES: [Escape; 4] = [json, html, percent, form];

/// How much of a text is the secret, beginning at its start and read from there, so that what stands before it does not
/// matter: as many bytes of the secret, in as many of the text. Each character may be escaped or not.
pub(super) fn same(text: &[u8], secret: &[u8]) -> (usize, usize) {
    let mut best = (0, 0);
    let mut open = vec![(0, 0)];
    // A character of which both readings fit is rare.
    let mut steps = 8 * secret.len();
    while let Some((read, at)) = open.pop().filter(|_| steps > 0) {
        steps -= 1;
        if read > best.0 {
            best = (read, at);
        }
        let (rest, wanted) = (&text[at..], &secret[read..]);
        if rest.is_empty() || wanted.is_empty() {
            continue;
        }
        if rest[0] == wanted[0] {
            open.push((read + 1, at + 1));
        }
        if !matches!(rest[0], b'\\' | b'&' | b'%' | b'+') {
            continue;
        }
        for (length, meaning) in ESCAPES.iter().filter_map(|escape| escape(rest)) {
            let mut character = [0; 4];
            let meaning = meaning.bytes(&mut character);
            if wanted.starts_with(meaning) {
                open.push((read + meaning.len(), at + length));
            }
        }
    }
    best
}

/// All forms of a text, itself first.
pub(super) fn of(text: &str) -> Vec<Form> {
    let mut forms = vec![Form { bytes: text.as_bytes().to_vec(), origins: None }];
    let mut done = 0;
    for _ in 0..DEPTH {
        let layer = done..forms.len();
        done = forms.len();
        for index in layer {
            for escape in ESCAPES {
                if let Some(form) = forms[index].unescaped(escape)
                    && forms.len() < MOST
                    && forms.iter().all(|it| it.bytes != form.bytes)
                {
                    forms.push(form);
                }
            }
        }
    }
    forms
}

/// The escapes of JSON, and those that strings of other languages have besides.
fn json(text: &[u8]) -> Option<(usize, Meaning)> {
    let [b'\\', kind, rest @ ..] = text else { return None };
    let character = match kind {
        b'"' | b'\\' | b'/' | b'\'' => char::from(*kind),
        b'b' => '\u{8}',
        b'f' => '\u{c}',
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        b'x' => return Some((4, Meaning::Byte(u8::try_from(hex(rest.get(..2)?)?).ok()?))),
        b'u' if rest.first() == Some(&b'{') => {
            let end = rest.iter().position(|it| *it == b'}')?;
            let character = char::from_u32(hex(&rest[1..end])?)?;
            return Some((2 + end + 1, Meaning::Character(character)));
        }
        b'u' => {
            let first = hex(rest.get(..4)?)?;
            if let Some(character) = char::from_u32(first) {
                return Some((6, Meaning::Character(character)));
            }
            // Half of a character outside of the basic plane.
            let second = hex(rest.get(4..)?.strip_prefix(b"\\u")?.get(..4)?)?;
            let units = [u16::try_from(first).ok()?, u16::try_from(second).ok()?];
            let character = char::decode_utf16(units).next()?.ok()?;
            return Some((12, Meaning::Character(character)));
        }
        _ => return None,
    };
    Some((2, Meaning::Character(character)))
}

/// Names that HTML has for the characters that secrets are made of; all others are written by their numbers.
const ENTITIES: &[(&str, char)] = &[
    ("amp;", '&'),
    ("AMP;", '&'),
    ("apos;", '\''),
    ("ast;", '*'),
    ("bsol;", '\\'),
    ("colon;", ':'),
    ("comma;", ','),
    ("commat;", '@'),
    ("dash;", '-'),
    ("dollar;", '$'),
    ("equals;", '='),
    ("excl;", '!'),
    ("grave;", '`'),
    ("gt;", '>'),
    ("GT;", '>'),
    ("hat;", '^'),
    ("Hat;", '^'),
    ("hyphen;", '-'),
    ("lbrace;", '{'),
    ("lbrack;", '['),
    ("lcub;", '{'),
    ("lowbar;", '_'),
    ("lpar;", '('),
    ("lsqb;", '['),
    ("lt;", '<'),
    ("LT;", '<'),
    ("nbsp;", ' '),
    ("NewLine;", '\n'),
    ("num;", '#'),
    ("percnt;", '%'),
    ("period;", '.'),
    ("plus;", '+'),
    ("quest;", '?'),
    ("quot;", '"'),
    ("QUOT;", '"'),
    ("rbrace;", '}'),
    ("rbrack;", ']'),
    ("rcub;", '}'),
    ("rpar;", ')'),
    ("rsqb;", ']'),
    ("semi;", ';'),
    ("sol;", '/'),
    ("Tab;", '\t'),
    ("tilde;", '~'),
    ("verbar;", '|'),
    ("vert;", '|'),
];

fn html(text: &[u8]) -> Option<(usize, Meaning)> {
    let rest = text.strip_prefix(b"&")?;
    let Some(number) = rest.strip_prefix(b"#") else {
        let (name, character) =
            ENTITIES.iter().find(|(name, _)| rest.starts_with(name.as_bytes()))?;
        return Some((1 + name.len(), Meaning::Character(*character)));
    };
    let (radix, digits) = match number {
        [b'x' | b'X', digits @ ..] => (16, digits),
        digits => (10, digits),
    };
    let length = digits.iter().take_while(|it| char::from(**it).is_digit(radix)).count();
    let digits = std::str::from_utf8(&digits[..length]).ok()?;
    let character = char::from_u32(u32::from_str_radix(digits, radix).ok()?)?;
    let before = if radix == 16 { 3 } else { 2 };
    // Browsers do without the semicolon.
    let is_closed = text.get(before + length) == Some(&b';');
    Some((before + length + usize::from(is_closed), Meaning::Character(character)))
}

fn percent(text: &[u8]) -> Option<(usize, Meaning)> {
    let digits = text.strip_prefix(b"%")?.get(..2)?;
    Some((3, Meaning::Byte(u8::try_from(hex(digits)?).ok()?)))
}

/// As forms and queries have it: a blank is a plus.
fn form(text: &[u8]) -> Option<(usize, Meaning)> {
    if text.first() == Some(&b'+') { Some((1, Meaning::Byte(b' '))) } else { percent(text) }
}

fn hex(digits: &[u8]) -> Option<u32> {
    if digits.is_empty() || digits.len() > 8 {
        return None;
    }
    let digit = |it: &u8| char::from(*it).to_digit(16);
    digits.iter().try_fold(0_u32, |number, it| number.checked_mul(16)?.checked_add(digit(it)?))
}
