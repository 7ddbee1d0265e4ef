//! HTML in Markdown: what it says, without its tags.

/// What an element is between the words around it. Every element of HTML that occurs in prose has a line here; other
/// names in angle brackets, such as `<id>`, are the author's own words.
const ELEMENTS: &[(Between, &[&str])] = &[
    (
        Between::Nothing,
        &[
            "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em",
            "embed", "font", "i", "iframe", "img", "input", "ins", "kbd", "label", "mark", "q",
            "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup",
            "tt", "u", "var", "wbr",
        ],
    ),
    (Between::Line, &["br"]),
    (Between::Item, &["dt", "li"]),
    (
        Between::Block,
        &[
            "address",
            "article",
            "aside",
            "audio",
            "base",
            "blockquote",
            "body",
            "button",
            "canvas",
            "caption",
            "center",
            "col",
            "colgroup",
            "dd",
            "details",
            "dialog",
            "div",
            "dl",
            "fieldset",
            "figcaption",
            "figure",
            "footer",
            "form",
            "frame",
            "frameset",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "head",
            "header",
            "hr",
            "html",
            "legend",
            "link",
            "main",
            "math",
            "menu",
            "meta",
            "nav",
            "noscript",
            "object",
            "ol",
            "optgroup",
            "option",
            "p",
            "param",
            "picture",
            "pre",
            "section",
            "select",
            "source",
            "summary",
            "svg",
            "table",
            "tbody",
            "td",
            "template",
            "textarea",
            "tfoot",
            "th",
            "thead",
            "tr",
            "track",
            "ul",
            "video",
        ],
    ),
    (Between::Hidden, &["script", "style", "title"]),
];

/// What stands in the place of a tag.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Between {
    Nothing,
    Line,
    Item,
    Block,
    /// Nothing, nor what is within the element.
    Hidden,
}

/// What a single tag or comment stands for; `None` if it is no HTML but words of the author.
pub(super) fn tag(text: &str) -> Option<Between> {
    let inside = text.strip_prefix('<')?;
    if inside.starts_with(['!', '?']) {
        return Some(Between::Nothing);
    }
    let inside = inside.strip_prefix('/').unwrap_or(inside);
    let end = inside.find(|it: char| !it.is_ascii_alphanumeric()).unwrap_or(inside.len());
    let name = inside[..end].to_ascii_lowercase();
    // A name that goes on, such as `<a-z>`, or the scheme of an address.
    if inside[end..].starts_with(['-', ':', '_', '.', '@']) {
        return None;
    }
    ELEMENTS.iter().find(|(_, names)| names.contains(&name.as_str())).map(|(it, _)| *it)
}

/// A block of HTML as Markdown without HTML.
pub(super) fn to_markdown(html: &str) -> String {
    let mut res = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        res.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = match rest.starts_with("<!--") {
            // A comment that does not end hides the rest.
            true => Some(rest.find("-->").map_or(rest.len(), |it| it + 3)),
            // A tag ends before another begins, so that each is looked at once.
            false => rest[1..]
                .find(['<', '>'])
                .filter(|it| rest[1 + it..].starts_with('>'))
                .map(|it| it + 2),
        };
        match end.and_then(|end| tag(&rest[..end])) {
            None => {
                res.push_str("\\<");
                rest = &rest[1..];
                continue;
            }
            Some(Between::Nothing) => {}
            Some(Between::Line) => res.push('\n'),
            Some(Between::Item) if !rest.starts_with("</") => res.push_str("\n- "),
            Some(Between::Item | Between::Block) => res.push_str("\n\n"),
            Some(Between::Hidden) if rest.starts_with("</") => {}
            Some(Between::Hidden) => {
                let end = end.unwrap_or_default();
                rest = rest[end..].find("</").map_or("", |it| &rest[end + it..]);
                continue;
            }
        }
        rest = &rest[end.unwrap_or(rest.len())..];
    }
    res.push_str(rest);
    // What is set in is set in for the sake of the tags; for Markdown it would be code.
    res.lines().map(str::trim).collect::<Vec<_>>().join("\n")
}
