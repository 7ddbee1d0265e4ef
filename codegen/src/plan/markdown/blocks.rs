//! Markdown as a tree of blocks and words: what is understood of it, and nothing else.

use pulldown_cmark::{Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd};

use super::characters::readable;
use super::html::{self, Between};

/// Lists and quotes within each other; what lies deeper stands at this depth.
const DEEPEST: usize = 8;

#[derive(Clone, Debug)]
pub(super) enum Block {
    Paragraph(Vec<Inline>),
    Heading(HeadingLevel, Vec<Inline>),
    Code(String),
    Quote(Vec<Block>),
    List {
        /// The number of the first item, of a numbered list.
        start: Option<u64>,
        /// Whether there are no blank lines between the items.
        tight: bool,
        items: Vec<Vec<Block>>,
    },
    /// Rows of cells; the first is the head.
    Table(Vec<Vec<Vec<Inline>>>),
    Rule,
}

#[derive(Clone, Debug)]
pub(super) enum Inline {
    Text(String),
    Code(String),
    Styled(Style, Vec<Inline>),
    /// Where to, and what is shown.
    Link(String, Vec<Inline>),
    SoftBreak,
    HardBreak,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Style {
    Emphasis,
    Strong,
    Strikethrough,
}

/// Reads Markdown. HTML in it becomes the words between its tags.
pub(super) fn read(markdown: &str) -> Vec<Block> {
    Reader::read(&readable(markdown), true)
}

/// A list or quote that is being read.
struct Container {
    /// `None` for a quote, an item, and the whole.
    list: Option<(Option<u64>, bool)>,
    is_item: bool,
    blocks: Vec<Block>,
    items: Vec<Vec<Block>>,
}

/// A link or an emphasis that is being read; one without a kind only hands on what is within.
enum Span {
    Plain,
    Styled(Style),
    Link(String),
}

struct Reader {
    /// HTML is read once; what comes of it has none.
    with_html: bool,
    containers: Vec<Container>,
    /// Lists and quotes that are open below the deepest.
    skipped: usize,
    spans: Vec<(Span, Vec<Inline>)>,
    code: Option<String>,
    html: Option<String>,
    table: Vec<Vec<Vec<Inline>>>,
}

impl Reader {
    fn read(markdown: &str, with_html: bool) -> Vec<Block> {
        let mut reader = Reader {
            with_html,
            containers: vec![Container::new(None, false)],
            skipped: 0,
            spans: vec![(Span::Plain, Vec::new())],
            code: None,
            html: None,
            table: Vec::new(),
        };
        let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
        for event in Parser::new_ext(markdown, options) {
            reader.event(event);
        }
        reader.end_paragraph();
        while reader.containers.len() > 1 {
            reader.close();
        }
        reader.containers.pop().map(|it| it.blocks).unwrap_or_default()
    }

    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.text(&text),
            Event::Code(text) => self.inline(Inline::Code(one_line(&text))),
            Event::Html(text) => match &mut self.html {
                Some(html) => html.push_str(&text),
                None => self.inline_html(&text),
            },
            Event::InlineHtml(text) => self.inline_html(&text),
            Event::SoftBreak => self.inline(Inline::SoftBreak),
            Event::HardBreak => self.inline(Inline::HardBreak),
            Event::Rule => {
                self.end_paragraph();
                self.block(Block::Rule);
            }
            // Extensions that are not asked for.
            Event::InlineMath(text) | Event::DisplayMath(text) | Event::FootnoteReference(text) => {
                self.text(&text);
            }
            Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Emphasis => self.open_style(Style::Emphasis),
            Tag::Strong => self.open_style(Style::Strong),
            Tag::Strikethrough => self.open_style(Style::Strikethrough),
            Tag::Link { link_type, dest_url, .. } => {
                let safe = safe_link(link_type, &readable(&dest_url));
                self.spans.push((safe.map_or(Span::Plain, Span::Link), Vec::new()));
            }
            // Of a picture, its words.
            Tag::Image { .. } => self.spans.push((Span::Plain, Vec::new())),
            Tag::BlockQuote(_) => self.open(Container::new(None, false)),
            Tag::List(start) => self.open(Container::new(Some((start, true)), false)),
            Tag::Item => self.open(Container::new(None, true)),
            Tag::CodeBlock(_) => {
                self.end_paragraph();
                self.code = Some(String::new());
            }
            Tag::HtmlBlock => {
                self.end_paragraph();
                self.html = Some(String::new());
            }
            Tag::Table(_) => {
                self.end_paragraph();
                self.table.clear();
            }
            Tag::TableHead | Tag::TableRow => self.table.push(Vec::new()),
            Tag::Paragraph => {
                self.end_paragraph();
                self.loosen();
            }
            _ => self.end_paragraph(),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Link
            | TagEnd::Image => self.close_span(),
            TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::Item => {
                self.end_paragraph();
                match self.skipped {
                    0 => self.close(),
                    _ => self.skipped -= 1,
                }
            }
            TagEnd::Heading(level) => {
                let inside = self.take_inline();
                self.block(Block::Heading(level, inside));
            }
            TagEnd::CodeBlock => {
                if let Some(code) = self.code.take() {
                    self.block(Block::Code(code));
                }
            }
            TagEnd::HtmlBlock => {
                let html = self.html.take().unwrap_or_default();
                let blocks = match self.with_html {
                    true => Reader::read(&html::to_markdown(&html), false),
                    false => vec![Block::Paragraph(vec![Inline::Text(one_line(&html))])],
                };
                blocks.into_iter().for_each(|it| self.block(it));
            }
            TagEnd::TableCell => {
                let cell = self.take_inline();
                if let Some(row) = self.table.last_mut() {
                    row.push(cell);
                }
            }
            TagEnd::Table => {
                let rows = std::mem::take(&mut self.table);
                self.block(Block::Table(rows));
            }
            TagEnd::TableHead | TagEnd::TableRow => {}
            _ => self.end_paragraph(),
        }
    }

    fn text(&mut self, text: &str) {
        match (&mut self.code, &mut self.html) {
            (Some(code), _) => code.push_str(&readable(text)),
            (None, Some(html)) => html.push_str(text),
            (None, None) => self.inline(Inline::Text(one_line(text))),
        }
    }

    fn inline_html(&mut self, text: &str) {
        match html::tag(text).filter(|_| self.with_html) {
            Some(Between::Line) => self.inline(Inline::HardBreak),
            Some(_) => {}
            None => self.inline(Inline::Text(one_line(text))),
        }
    }

    /// Adds to the text that is being read. Pieces of text become one, so that what is escaped is seen whole.
    fn inline(&mut self, inline: Inline) {
        let Some((_, inside)) = self.spans.last_mut() else { return };
        match (inside.last_mut(), inline) {
            (Some(Inline::Text(before)), Inline::Text(text)) => before.push_str(&text),
            (_, inline) => inside.push(inline),
        }
    }

    fn open_style(&mut self, style: Style) {
        let again = |(span, _): &(Span, _)| matches!(span, Span::Styled(it) if *it == style);
        let is_new = !self.spans.iter().any(again);
        self.spans.push((if is_new { Span::Styled(style) } else { Span::Plain }, Vec::new()));
    }

    fn close_span(&mut self) {
        if self.spans.len() < 2 {
            return;
        }
        let Some((span, inside)) = self.spans.pop() else { return };
        match span {
            Span::Plain => inside.into_iter().for_each(|it| self.inline(it)),
            Span::Styled(style) => self.inline(Inline::Styled(style, inside)),
            Span::Link(to) => self.inline(Inline::Link(to, inside)),
        }
    }

    fn take_inline(&mut self) -> Vec<Inline> {
        while self.spans.len() > 1 {
            self.close_span();
        }
        self.spans.last_mut().map(|(_, it)| std::mem::take(it)).unwrap_or_default()
    }

    fn end_paragraph(&mut self) {
        let inside = self.take_inline();
        if !inside.is_empty() {
            self.block(Block::Paragraph(inside));
        }
    }

    fn open(&mut self, container: Container) {
        self.end_paragraph();
        let depth = self.containers.iter().filter(|it| !it.is_item).count();
        // An item is as deep as its list.
        if self.skipped > 0 || (!container.is_item && depth > DEEPEST) {
            self.skipped += 1;
        } else {
            self.containers.push(container);
        }
    }

    fn close(&mut self) {
        if self.containers.len() < 2 {
            return;
        }
        let Some(Container { list, is_item, blocks, items }) = self.containers.pop() else {
            return;
        };
        match list {
            Some((start, tight)) => self.block(Block::List { start, tight, items }),
            None if is_item => {
                if let Some(list) = self.containers.last_mut() {
                    list.items.push(blocks);
                }
            }
            None => self.block(Block::Quote(blocks)),
        }
    }

    fn block(&mut self, block: Block) {
        if let Some(container) = self.containers.last_mut() {
            container.blocks.push(block);
        }
    }

    /// There is a paragraph in an item: its list has blank lines.
    fn loosen(&mut self) {
        if let [.., list, item] = self.containers.as_mut_slice()
            && item.is_item
            && self.skipped == 0
            && let Some((_, tight)) = &mut list.list
        {
            *tight = false;
        }
    }
}

impl Container {
    fn new(list: Option<(Option<u64>, bool)>, is_item: bool) -> Self {
        Container { list, is_item, blocks: Vec::new(), items: Vec::new() }
    }
}

/// Decoded text can have line breaks, which would begin a block where it is written.
fn one_line(text: &str) -> String {
    readable(text).replace('\n', " ")
}

/// Where a link leads, if that can be followed from documentation: an address of the web or of a mailbox.
fn safe_link(kind: LinkType, to: &str) -> Option<String> {
    let to = to.trim();
    let scheme = |name: &str| to.get(..name.len()).is_some_and(|it| it.eq_ignore_ascii_case(name));
    if kind == LinkType::Email {
        return is_mailbox(to).then(|| format!("mailto:{to}"));
    }
    match to.get("mailto:".len()..).filter(|_| scheme("mailto:")) {
        Some(mailbox) => is_mailbox(mailbox).then(|| to.to_owned()),
        None => (scheme("https://") || scheme("http://")).then(|| to.to_owned()),
    }
}

fn is_mailbox(text: &str) -> bool {
    let plain = |it: char| it.is_ascii_alphanumeric() || "@.-_+".contains(it);
    text.split_once('@').is_some_and(|(_, host)| host.contains('.')) && text.chars().all(plain)
}
