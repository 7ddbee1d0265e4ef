//! Markdown of an author as lines of Rust documentation.

use std::collections::BTreeMap;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};
/// Operations by their ids: what the description calls them, and the method's path in the crate.
#[derive(Clone, Debug, Default)]
pub(super) struct Links {
    pub methods: BTreeMap<String, Link>,
}

/// Where a method is documented.
#[derive(Clone, Debug)]
pub(super) struct Link {
    /// `Users::add`
    pub shown: String,
    /// `crate::api::users::Users::add`
    pub path: String,
}

impl Links {
    /// Markdown of an author as lines that rustdoc takes for text: no HTML, no code that would be run, no links into
    /// nowhere. An operationId in code letters becomes a link to its method.
    pub(super) fn text(&self, markdown: Option<&str>) -> Vec<String> {
        let Some(markdown) = markdown.map(str::trim).filter(|it| !it.is_empty()) else {
            return Vec::new();
        };
        let clean: String = markdown.chars().filter_map(printable).collect();
        let safe = if is_plain(&clean) { clean } else { rewrite(&clean) };
        wrap(&self.link(safe))
    }

    fn link(&self, text: String) -> String {
        // Within a fence, backquotes mean nothing; without a pair, neither.
        if self.methods.is_empty()
            || text.contains("```")
            || !text.matches('`').count().is_multiple_of(2)
        {
            return text;
        }
        let mut res = String::with_capacity(text.len());
        for (index, part) in text.split('`').enumerate() {
            match self.methods.get(part).filter(|_| !index.is_multiple_of(2)) {
                Some(link) => res.push_str(&format!("[`{}`]({})", link.shown, link.path)),
                None if index.is_multiple_of(2) => res.push_str(part),
                None => res.push_str(&format!("`{part}`")),
            }
        }
        res
    }
}

/// How long a line of documentation may be.
const WIDTH: usize = 100;

/// Breaks long lines of plain paragraphs. Lists, tables, code and headings stay as they are.
fn wrap(text: &str) -> Vec<String> {
    let mut res: Vec<String> = Vec::new();
    let mut in_code = false;
    for line in text.lines().map(str::trim_end) {
        in_code ^= line.trim_start().starts_with("```");
        if in_code || line.len() <= WIDTH || line.starts_with(' ') || begins_block(line) {
            res.push(line.to_owned());
            continue;
        }
        let mut current = String::new();
        for word in line.split(' ') {
            // A word that would begin a list, a heading or the like must not come first.
            if !current.is_empty() && current.len() + 1 + word.len() > WIDTH && !begins_block(word)
            {
                res.push(std::mem::take(&mut current));
            }
            if !current.is_empty() {
                current.push(' ');
            }
            current.push_str(word);
        }
        res.push(current);
    }
    res
}

/// Whether a line that begins like this is more than a line of a paragraph.
fn begins_block(line: &str) -> bool {
    let digits = line.trim_start_matches(|it: char| it.is_ascii_digit());
    line.starts_with(['-', '+', '*', '#', '>', '|', '=', '~', ':', '`'])
        && !line.starts_with("**")
        && !is_code_word(line)
        || (digits.len() < line.len() && digits.starts_with(['.', ')']))
}

/// A code span at the beginning of a line is part of the paragraph; a fence is not.
fn is_code_word(line: &str) -> bool {
    line.starts_with('`') && !line.starts_with("```")
}

/// Tabs become spaces, other control characters go.
fn printable(it: char) -> Option<char> {
    match it {
        '\n' => Some(it),
        '\t' | '\r' => Some(' '),
        // Marks that turn the direction of text can hide what a line says.
        '\u{202a}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}'
        | '\u{2028}'
        | '\u{2029}'
        | '\u{feff}' => None,
        other if other.is_control() => None,
        other => Some(other),
    }
}

/// Whether nothing in the text could mean more to rustdoc than it says.
fn is_plain(text: &str) -> bool {
    !text.contains(['<', '[', '&', '~', '\\', '|'])
        && !text.contains("```")
        && !text.contains("://")
        && !text.contains("www.")
        && !text.lines().any(|it| it.starts_with("    "))
        && text.matches('`').count().is_multiple_of(2)
}

fn rewrite(markdown: &str) -> String {
    let mut links: Vec<bool> = Vec::new();
    let mut in_code = false;
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let mut events: Vec<Event<'_>> = Vec::new();
    for event in Parser::new_ext(markdown, options) {
        match event {
            Event::Html(html) | Event::InlineHtml(html) => {
                // A tag says nothing in documentation; what stands between tags does.
                if !looks_like_tag(&html) {
                    events.push(Event::Text(html));
                }
            }
            Event::Start(Tag::HtmlBlock) | Event::End(TagEnd::HtmlBlock) => {}
            Event::Start(Tag::CodeBlock(_)) => {
                in_code = true;
                events.push(Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced("text".into()))));
            }
            Event::End(TagEnd::CodeBlock) => {
                in_code = false;
                events.push(Event::End(TagEnd::CodeBlock));
            }
            Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
                let absolute = dest_url.starts_with("https://") || dest_url.starts_with("http://");
                links.push(absolute);
                if absolute {
                    events.push(Event::Start(Tag::Link { link_type, dest_url, title, id }));
                }
            }
            Event::End(TagEnd::Link) => {
                if links.pop() == Some(true) {
                    events.push(Event::End(TagEnd::Link));
                }
            }
            Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => {}
            Event::Text(text) if !in_code && links.is_empty() => link_addresses(&text, &mut events),
            other => events.push(other),
        }
    }
    let mut res = String::new();
    // Writing into a text does not fail; an event that cannot be written leaves the rest out.
    let _ = pulldown_cmark_to_cmark::cmark(events.iter(), &mut res);
    res
}

fn looks_like_tag(html: &str) -> bool {
    let html = html.trim();
    html.starts_with('<') && html.ends_with('>')
}

/// Bare addresses become links, as rustdoc wants them.
fn link_addresses<'a>(text: &str, events: &mut Vec<Event<'a>>) {
    let mut rest = text;
    while let Some(at) = rest.find("https://").into_iter().chain(rest.find("http://")).min() {
        let address: &str = rest[at..]
            .split(|it: char| it.is_whitespace() || "<>\"')]}`".contains(it))
            .next()
            .unwrap_or("");
        let address = address.trim_end_matches(['.', ',', ';', ':', '!', '?']);
        events.push(Event::Text(rest[..at].to_owned().into()));
        events.push(Event::InlineHtml(format!("<{address}>").into()));
        rest = &rest[at + address.len()..];
        if address.is_empty() {
            break;
        }
    }
    events.push(Event::Text(rest.to_owned().into()));
}

/// A name as it can stand in a sentence: one line, and nothing that means more than it says.
pub(super) fn title(text: &str) -> String {
    let clean: String = text
        .chars()
        .filter_map(printable)
        .filter(|it| !matches!(it, '[' | ']' | '<' | '>' | '`' | '\\' | '*'))
        .collect();
    clean.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text in backquotes, whatever is in it.
pub(crate) fn code(text: &str) -> String {
    let clean: String =
        text.chars().filter_map(printable).map(|it| if it == '\n' { ' ' } else { it }).collect();
    if clean.is_empty() {
        return "The empty text".to_owned();
    }
    let longest = clean.split(|it| it != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = if clean.starts_with(['`', ' ']) || clean.ends_with(['`', ' ']) { " " } else { "" };
    format!("{fence}{pad}{clean}{pad}{fence}")
}
