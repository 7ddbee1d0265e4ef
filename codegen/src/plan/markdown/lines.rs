//! Blocks as lines of Markdown.

use std::collections::BTreeMap;

use pulldown_cmark::HeadingLevel;

use super::Link;
use super::blocks::{Block, Inline};
use super::inline::{Piece, at_line_start, words};

/// How long a line of documentation may be.
pub(super) const WIDTH: usize = 100;

/// The length of lines that are not broken.
pub(super) const UNBROKEN: usize = usize::MAX;

/// The greatest number that an item of a list can have.
const GREATEST_NUMBER: u64 = 999_999_999;

/// The language of every block of code: rustdoc shows it, and takes it for nothing that can be run.
const LANGUAGE: &str = "text";

/// Blocks as lines, with a blank line between them.
pub(super) fn lines(
    blocks: &[Block],
    methods: &BTreeMap<String, Link>,
    width: usize,
) -> Vec<String> {
    Writer { methods, width }.blocks(blocks, false)
}

/// Text on one line.
pub(super) fn one_line(inlines: &[Inline]) -> String {
    Writer { methods: &BTreeMap::new(), width: UNBROKEN }.line(inlines, false)
}

struct Writer<'a> {
    methods: &'a BTreeMap<String, Link>,
    width: usize,
}

impl Writer<'_> {
    fn blocks(&self, blocks: &[Block], tight: bool) -> Vec<String> {
        let mut res: Vec<String> = Vec::new();
        for block in blocks {
            let lines = self.block(block);
            if lines.is_empty() {
                continue;
            }
            // Within an item, a list may follow its paragraph at once.
            let follows = matches!(block, Block::List { start: None | Some(1), .. });
            let is_close = tight && follows;
            if !res.is_empty() && !is_close {
                res.push(String::new());
            }
            res.extend(lines);
        }
        res
    }

    fn block(&self, block: &Block) -> Vec<String> {
        match block {
            Block::Paragraph(inside) => self.paragraph(inside),
            Block::Heading(level, inside) => self.heading(*level, inside),
            Block::Code(code) => fenced(code),
            Block::Quote(blocks) => prefixed(self.blocks(blocks, false), "> ", "> "),
            Block::List { start, tight, items } => self.list(*start, *tight, items),
            Block::Table(rows) => self.table(rows),
            // Of other signs it could underline a heading or begin an item.
            Block::Rule => vec!["***".to_owned()],
        }
    }

    fn paragraph(&self, inside: &[Inline]) -> Vec<String> {
        let mut res = Vec::new();
        let mut line = String::new();
        for piece in words(inside, self.methods, false) {
            match piece {
                Piece::Word(word) => {
                    if !line.is_empty() && line.len() + 1 + word.len() > self.width {
                        res.push(std::mem::take(&mut line));
                    }
                    match line.is_empty() {
                        true => line = at_line_start(&word),
                        false => line.extend([" ", &word]),
                    }
                }
                Piece::SoftBreak => res.push(std::mem::take(&mut line)),
                Piece::HardBreak => res.push(std::mem::take(&mut line) + "\\"),
            }
        }
        res.push(line);
        res.retain(|it| !it.is_empty());
        // A break at the end says nothing.
        if let Some(last) = res.last_mut().filter(|it| ends_with_break(it)) {
            last.pop();
        }
        res
    }

    /// The words on one line; the first is written as at the beginning of a line.
    fn line(&self, inside: &[Inline], in_table: bool) -> String {
        let mut res = String::new();
        for piece in words(inside, self.methods, in_table) {
            if let Piece::Word(word) = piece {
                match res.is_empty() {
                    true => res = at_line_start(&word),
                    false => res.extend([" ", &word]),
                }
            }
        }
        res
    }

    fn heading(&self, level: HeadingLevel, inside: &[Inline]) -> Vec<String> {
        let mut text = self.line(inside, false);
        // Signs at its end would be taken for a part of the mark.
        if text.ends_with('#') {
            text.insert(text.trim_end_matches('#').len(), '\\');
        }
        match text.is_empty() {
            true => Vec::new(),
            false => vec![format!("{} {text}", "#".repeat(level as usize))],
        }
    }

    fn list(&self, start: Option<u64>, tight: bool, items: &[Vec<Block>]) -> Vec<String> {
        let mut res: Vec<String> = Vec::new();
        for (index, item) in items.iter().enumerate() {
            let content = self.blocks(item, tight);
            if content.is_empty() {
                continue;
            }
            let marker = match start {
                None => "- ".to_owned(),
                Some(start) => {
                    let number = start.saturating_add(index as u64).min(GREATEST_NUMBER);
                    format!("{number}. ")
                }
            };
            if !res.is_empty() && !tight {
                res.push(String::new());
            }
            res.extend(prefixed(content, &marker, &" ".repeat(marker.len())));
        }
        res
    }

    fn table(&self, rows: &[Vec<Vec<Inline>>]) -> Vec<String> {
        let Some(n_columns) = rows.first().map(Vec::len).filter(|it| *it > 0) else {
            return Vec::new();
        };
        let row = |cells: &Vec<Vec<Inline>>| {
            let cells: Vec<String> = cells.iter().map(|it| self.line(it, true)).collect();
            // Cells at the end of a row that are empty need not be there.
            let n_cells = cells.iter().rposition(|it| !it.is_empty()).map_or(1, |it| it + 1);
            format!("| {} |", cells[..n_cells.min(cells.len())].join(" | "))
        };
        let mut res: Vec<String> = rows.iter().map(row).collect();
        res[0] = {
            let cells: Vec<String> = rows[0].iter().map(|it| self.line(it, true)).collect();
            format!("| {} |", cells.join(" | "))
        };
        res.insert(1, format!("|{}", " --- |".repeat(n_columns)));
        res
    }
}

/// A fence that is longer than any within, so that nothing in the code can close it.
fn fenced(code: &str) -> Vec<String> {
    let longest = code.split(|it| it != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    let mut res = vec![format!("{fence}{LANGUAGE}")];
    res.extend(code.lines().map(|it| it.trim_end().to_owned()));
    res.push(fence);
    res
}

fn prefixed(lines: Vec<String>, first: &str, others: &str) -> Vec<String> {
    let line = |(index, line): (usize, String)| {
        let prefix = if index == 0 { first } else { others };
        format!("{prefix}{line}").trim_end().to_owned()
    };
    lines.into_iter().enumerate().map(line).collect()
}

fn ends_with_break(line: &str) -> bool {
    let n_signs = line.len() - line.trim_end_matches('\\').len();
    n_signs % 2 == 1
}
