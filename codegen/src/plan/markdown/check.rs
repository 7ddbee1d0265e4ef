//! Whether finished documentation is text: it is read as rustdoc reads it.

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag};

use super::characters::is_refused;

/// The options of rustdoc's parser, where it shows text; where it looks for tests, older ones have none.
fn readings() -> [Options; 2] {
    let shown = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_SMART_PUNCTUATION;
    [shown, Options::empty()]
}

/// What in the finished Markdown is more than text.
pub(super) fn faults(markdown: &str) -> Vec<String> {
    let mut res = Vec::new();
    if let Some(it) = markdown.chars().find(|it| *it != '\n' && is_refused(*it)) {
        res.push(format!("the character {:?}", it));
    }
    for options in readings() {
        res.extend(Parser::new_ext(markdown, options).filter_map(fault));
    }
    res
}

fn fault(event: Event<'_>) -> Option<String> {
    match event {
        Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => Some("indented code".to_owned()),
        Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language))) if &*language != "text" => {
            Some(format!("code of the language {language:?}"))
        }
        Event::Html(html) | Event::InlineHtml(html) => Some(format!("HTML: {html}")),
        Event::Start(Tag::HtmlBlock) => Some("a block of HTML".to_owned()),
        Event::Start(Tag::Image { dest_url, .. }) => Some(format!("a picture: {dest_url}")),
        Event::Start(Tag::FootnoteDefinition(name)) | Event::FootnoteReference(name) => {
            Some(format!("a footnote: {name}"))
        }
        Event::Start(Tag::Link { dest_url, .. }) if !leads_to_text(&dest_url) => {
            Some(format!("a link to {dest_url}"))
        }
        _ => None,
    }
}

fn leads_to_text(address: &str) -> bool {
    let address = address.to_ascii_lowercase();
    let allowed = ["http://", "https://", "mailto:", "crate::"];
    allowed.iter().any(|it| address.starts_with(it))
        // A mailbox in angle brackets.
        || (address.contains('@') && !address.contains(':'))
}
