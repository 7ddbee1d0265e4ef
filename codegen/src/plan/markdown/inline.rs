//! Words of a paragraph, escaped so that they are words and nothing else.

use std::collections::BTreeMap;

use super::blocks::{Inline, Style};
use super::{Link, code};

/// A piece of a paragraph between which a line can be broken.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Piece {
    Word(String),
    SoftBreak,
    HardBreak,
}

/// Writes text into words.
pub(super) struct Words<'a> {
    methods: &'a BTreeMap<String, Link>,
    in_table: bool,
    in_link: bool,
    /// Whether what comes next is part of the last word.
    joined: bool,
    pieces: Vec<Piece>,
}

/// The words of a paragraph or of a cell of a table.
pub(super) fn words(
    inlines: &[Inline],
    methods: &BTreeMap<String, Link>,
    in_table: bool,
) -> Vec<Piece> {
    let mut words = Words { methods, in_table, in_link: false, joined: false, pieces: Vec::new() };
    words.write(inlines);
    words.pieces
}

impl Words<'_> {
    fn write(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            match inline {
                Inline::Text(text) if self.in_link => self.escaped(text),
                Inline::Text(text) => self.text(text),
                Inline::Code(text) => self.code(text),
                Inline::Styled(style, inside) => self.styled(*style, inside),
                Inline::Link(to, inside) => self.link(to, inside),
                Inline::SoftBreak => self.end_line(Piece::SoftBreak),
                Inline::HardBreak => self.end_line(Piece::HardBreak),
            }
        }
    }

    /// Text in which bare addresses become links, as rustdoc wants them.
    fn text(&mut self, text: &str) {
        let mut rest = text;
        while let Some((before, address, after)) = next_address(rest) {
            self.escaped(before);
            // A template is no address.
            match address.contains('{') {
                true => self.code(address),
                false => self.push(&format!("<{address}>")),
            }
            rest = after;
        }
        self.escaped(rest);
    }

    fn code(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        match self.methods.get(text).filter(|_| !self.in_link) {
            Some(link) => self.push(&format!("[`{}`]({})", link.shown, link.path)),
            None if self.in_table => self.push(&code(text).replace('|', "\\|")),
            None => self.push(&code(text)),
        }
    }

    fn styled(&mut self, style: Style, inside: &[Inline]) {
        let mark = match style {
            Style::Emphasis => "*",
            Style::Strong => "**",
            Style::Strikethrough => "~~",
        };
        self.within(mark, inside, mark);
    }

    fn link(&mut self, to: &str, inside: &[Inline]) {
        let to: String = to.chars().map(address_letter).collect();
        let shown = match inside {
            [Inline::Text(text)] => text.chars().map(address_letter).collect(),
            _ => String::new(),
        };
        if shown == to || Some(shown.as_str()) == to.strip_prefix("mailto:") {
            return self.push(&format!("<{shown}>"));
        }
        self.in_link = true;
        self.within("[", inside, &format!("]({})", to.replace('&', "\\&")));
        self.in_link = false;
    }

    /// Words between marks that are joined to the first and the last of them; nothing without words.
    fn within(&mut self, begin: &str, inside: &[Inline], end: &str) {
        let mut words = Words {
            methods: self.methods,
            in_table: self.in_table,
            in_link: self.in_link,
            joined: true,
            pieces: Vec::new(),
        };
        words.write(inside);
        let is_word = |it: &Piece| matches!(it, Piece::Word(_));
        let (first, last) =
            (words.pieces.iter().position(is_word), words.pieces.iter().rposition(is_word));
        let (Some(first), Some(last)) = (first, last) else { return };
        if first > 0 || inside.first().is_some_and(begins_with_space) {
            self.joined = false;
        }
        let joined = words.joined;
        let mut pieces: Vec<Piece> = words.pieces.drain(first..=last).collect();
        if let Some(Piece::Word(word)) = pieces.first_mut() {
            word.insert_str(0, begin);
        }
        if let Some(Piece::Word(word)) = pieces.last_mut() {
            word.push_str(end);
        }
        for piece in pieces {
            match piece {
                Piece::Word(word) => {
                    self.push(&word);
                    self.joined = false;
                }
                other => self.end_line(other),
            }
        }
        self.joined = joined;
    }

    fn push(&mut self, text: &str) {
        match self.pieces.last_mut().filter(|_| self.joined) {
            Some(Piece::Word(word)) => word.push_str(text),
            _ => self.pieces.push(Piece::Word(text.to_owned())),
        }
        self.joined = true;
    }

    fn end_line(&mut self, piece: Piece) {
        self.joined = false;
        if matches!(self.pieces.last(), Some(Piece::Word(_))) {
            self.pieces.push(if self.in_table { Piece::SoftBreak } else { piece });
        }
    }

    /// Text whose every sign stands for itself. What only means something at the beginning of a line is left to
    /// [`at_line_start`].
    fn escaped(&mut self, text: &str) {
        let letters: Vec<char> = text.chars().collect();
        for (index, letter) in letters.iter().enumerate() {
            let before = index.checked_sub(1).map(|it| letters[it]);
            let after = letters.get(index + 1).copied();
            match letter {
                ' ' => self.joined = false,
                it if self.is_sign(*it, (before, after), &letters[index..]) => {
                    self.push(&format!("\\{it}"));
                }
                it => self.push(it.encode_utf8(&mut [0; 4])),
            }
        }
    }

    /// Whether a sign could mean more than itself where it stands.
    fn is_sign(&self, it: char, around: (Option<char>, Option<char>), from: &[char]) -> bool {
        let is_blank = |it: Option<char>| it == Some(' ');
        let is_letter = |it: Option<char>| it.is_some_and(char::is_alphanumeric);
        match it {
            '\\' | '`' | '[' | '~' => true,
            ']' | '^' => self.in_link,
            '|' => self.in_table,
            '*' => !(is_blank(around.0) && is_blank(around.1)),
            '_' => !(is_letter(around.0) && is_letter(around.1)),
            '<' => around.1.is_none_or(|it| it.is_ascii_alphabetic() || "/!?".contains(it)),
            // Before a link it would make a picture of it.
            '!' => around.1.is_none(),
            '&' => begins_entity(&from[1..]),
            _ => false,
        }
    }
}

fn begins_with_space(it: &Inline) -> bool {
    match it {
        Inline::Text(text) => text.starts_with(' '),
        _ => false,
    }
}

/// The longest name of a character that there is, with its semicolon.
const LONGEST_ENTITY: usize = 40;

fn begins_entity(text: &[char]) -> bool {
    let name = text.iter().take(LONGEST_ENTITY);
    let length = name.take_while(|it| it.is_ascii_alphanumeric() || **it == '#').count();
    length > 0 && text.get(length) == Some(&';')
}

/// The next address in a text: what is before it, itself, and what comes after.
fn next_address(text: &str) -> Option<(&str, &str, &str)> {
    let mut from = 0;
    while let Some(at) = text[from..].find("http").map(|it| from + it) {
        let (before, rest) = text.split_at(at);
        let end = rest.find(|it: char| it.is_whitespace() || "<>\"')]`|\\".contains(it));
        let address = rest[..end.unwrap_or(rest.len())]
            .trim_end_matches(['.', ',', ';', ':', '!', '?', '*', '_']);
        let named = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"));
        if named.is_some_and(|it| !it.is_empty()) {
            return Some((before, address, &rest[address.len()..]));
        }
        from = at + "http".len();
    }
    None
}

/// A sign of an address, written so that it can end neither the link nor the line.
fn address_letter(it: char) -> String {
    match it {
        ' ' | '(' | ')' | '<' | '>' | '\\' | '"' | '`' | '|' | '[' | ']' | '{' | '}' | '*'
        | '^' | '\n' => {
            format!("%{:02X}", u32::from(it))
        }
        _ => it.to_string(),
    }
}

/// A word as it can begin a line: what would begin a list, a heading or the like is escaped.
pub(super) fn at_line_start(word: &str) -> String {
    let only = |letters: &str| word.chars().all(|it| letters.contains(it));
    let digits = word.trim_start_matches(|it: char| it.is_ascii_digit());
    if word.starts_with('>') || only("#") || only("-+*:|=_") {
        return format!("\\{word}");
    }
    if digits.len() < word.len() && (digits == "." || digits == ")") {
        return format!("{}\\{digits}", &word[..word.len() - digits.len()]);
    }
    word.to_owned()
}
