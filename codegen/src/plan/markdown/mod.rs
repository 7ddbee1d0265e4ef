//! Markdown of an author as lines of Rust documentation.
//!
//! A description is text, never code: what is written is built from the parsed Markdown and from nothing else. Code
//! blocks are fenced as `text`, HTML goes, text is escaped, links lead to the web or to a method of the client. So no
//! text can become a program that `cargo test` runs, or a script in a page.

mod blocks;
mod characters;
mod check;
mod html;
mod inline;
mod lines;
mod plain;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use blocks::{Block, Inline};
pub(crate) use characters::readable;

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
    /// Markdown as lines that say the same to rustdoc. An operationId in code letters becomes a link to its method.
    pub(super) fn text(&self, markdown: Option<&str>) -> Vec<String> {
        let markdown = markdown.unwrap_or_default();
        plain::lines(markdown)
            .unwrap_or_else(|| self.checked(markdown, &blocks::read(markdown), lines::WIDTH))
    }

    /// The same as an item of a list that begins with a label.
    pub(super) fn labelled(&self, label: &str, markdown: &str) -> Vec<String> {
        let mut content = blocks::read(markdown);
        let label = format!("{label}:");
        match content.first_mut() {
            Some(Block::Paragraph(inside)) => inside.insert(0, Inline::Text(format!("{label} "))),
            _ => content.insert(0, Block::Paragraph(vec![Inline::Text(label)])),
        }
        let list = Block::List { start: None, tight: true, items: vec![content] };
        self.checked(markdown, &[list], lines::UNBROKEN)
    }

    fn checked(&self, markdown: &str, blocks: &[Block], width: usize) -> Vec<String> {
        let lines = lines::lines(blocks, &self.methods, width);
        // What is built above passes. Should it ever not, the author's words are shown as they stand.
        match check::faults(&lines.join("\n")).is_empty() {
            true => lines,
            false => lines::lines(
                &[Block::Code(readable(markdown).into_owned())],
                &BTreeMap::new(),
                width,
            ),
        }
    }
}

/// A name as it can stand in a sentence: one line, and nothing that means more than it says.
pub(super) fn title(text: &str) -> String {
    lines::one_line(&[Inline::Text(readable(text).replace('\n', " "))])
}

/// A text in backquotes, whatever is in it.
pub(crate) fn code(text: &str) -> String {
    let clean = readable(text).replace('\n', " ");
    if clean.is_empty() {
        return "The empty text".to_owned();
    }
    let longest = clean.split(|it| it != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = if clean.starts_with(['`', ' ']) || clean.ends_with(['`', ' ']) { " " } else { "" };
    format!("{fence}{pad}{clean}{pad}{fence}")
}
