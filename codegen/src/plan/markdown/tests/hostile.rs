//! Nothing that an author writes is more than text.

use proptest::prelude::*;

use super::super::check::faults;
use super::super::{Links, title};
use super::{doc, is_text};

/// Pieces of Markdown that, put together, make most of what can go wrong.
const PIECES: &[&str] = &[
    "text",
    "word ",
    " ",
    "    ",
    "      ",
    "\t",
    "\n",
    "\n\n",
    "\n\n    ",
    "> ",
    ">",
    ">     ",
    "- ",
    "-     ",
    "+ ",
    "* ",
    "1. ",
    "1.     ",
    "999999999. ",
    "1) ",
    "---",
    "***",
    "===",
    "# ",
    "## x #",
    "`",
    "``",
    "```",
    "````",
    "```rust\n",
    "~~~",
    "~~~\n",
    "~~~~ rust\n",
    "\\",
    "\\\n",
    "|",
    "| a | b |\n",
    "|---|---|\n",
    "--|--",
    ":-: | :-:",
    "[",
    "]",
    "(",
    ")",
    "[a](javascript:x)",
    "[Vec]",
    "[^1]",
    "[^1]: note",
    "[a]: http://x.y\n",
    "](",
    "![",
    "!",
    "<",
    ">",
    "</",
    "<b>",
    "<script>",
    "</script>",
    "<!--",
    "-->",
    "<![CDATA[",
    "<?",
    "<a href=\"x\"",
    "<br>",
    "<p>",
    "<li>",
    "<pre>",
    "<x",
    "&",
    ";",
    "&amp;",
    "&lt;",
    "&#10;",
    "&#x0a;&#10;    ",
    "&#9;",
    "&#96;",
    "&#x202e;",
    "&#60;script&#62;",
    "&nbsp;",
    "*",
    "**",
    "_",
    "__",
    "~~",
    "~",
    "{",
    "}",
    "{{",
    "$$",
    "$",
    "\u{202e}",
    "\u{200b}",
    "\u{a0}",
    "\u{3000}",
    "\u{b}",
    "\u{c}",
    "\r",
    "\r\n",
    "\u{85}",
    "\u{2028}",
    "http://",
    "https://a.bc/d",
    "http",
    "://a.bc",
    "www.a.bc",
    "mailto:a@b.cd",
    "<https://a.bc>",
    "<javascript:x>",
    "<a@b.cd>",
    "+++",
    "- [ ] x",
    "#",
    "```text",
    "é",
    "日本",
    "😀",
    "=",
    ":",
    "0",
    "a@b.cd",
    "panic!()",
    "fn main() {}",
    "\\\\",
    "\"",
    "'",
    "%s",
];

/// Each writes a file where it is run.
const CODE: &str = "std::fs::write(\"canary\", \"\").unwrap();";

#[test]
fn code_in_containers_is_text() {
    for mark in [">", "-", "+", "*", "1.", "1)", "> >", "> -", "- -", "1. >", "- 1."] {
        for gap in ["     ", "      ", "\t\t", " \t ", "         "] {
            is_text(&format!("Note:\n\n{mark}{gap}{CODE}"));
            is_text(&format!("{mark} a\n\n{gap}  {gap}{CODE}"));
            is_text(&format!("{mark} ```rust\n{gap}{CODE}"));
            is_text(&format!("{mark} ```\n{CODE}"));
        }
    }
}

#[test]
fn fences_hold_their_code() {
    for inner in ["```", "````", "~~~", "~~~~~~", "```rust"] {
        is_text(&format!("~~~\n{inner}\n\n```rust\n{CODE}\n```\n~~~"));
        is_text(&format!("`````\n{inner}\n\n~~~rust\n{CODE}\n~~~\n`````"));
        is_text(&format!("- ~~~\n  {inner}\n\n      {CODE}\n{inner}"));
    }
}

#[test]
fn decoded_entities_begin_nothing() {
    for text in [
        "Text &amp; x&#10;&#10;    ",
        "&#10;&#10;```rust&#10;",
        "x&#13;&#10;&#10;&#9;",
        "&#x85;&#x2028;    ",
    ] {
        is_text(&format!("{text}{CODE}"));
        is_text(&format!("[{text}{CODE}](https://example.com)"));
        is_text(&format!("`{text}`{text}{CODE}"));
        is_text(&format!("| a |\n|---|\n| {text}{CODE} |"));
    }
}

#[test]
fn html_is_never_written() {
    for text in [
        "<!-- a\n\n    CODE",
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<scr<script>ipt>alert(1)</script>",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "<div>\n\n    CODE\n\n</div>",
        "<pre>\n```rust\nCODE\n```\n</pre>",
        "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>",
        "<a href=\"javascript:alert(1)\">x</a>",
        "[x](javascript&colon;alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html;base64,AA)",
        "<javascript:alert(1)>",
        "[x](https://a.b/\"onmouseover=alert(1)>)",
        "[a]: javascript:alert(1)\n\n[a]",
    ] {
        is_text(&text.replace("CODE", CODE));
    }
}

#[test]
fn the_check_finds_what_it_looks_for() {
    for text in [
        "    code",
        "```\ncode\n```",
        "```rust\ncode\n```",
        "> ~~~ no_run\n> x",
        "<b>",
        "a <b>",
        "![a](https://a.bc)",
        "[a](javascript:x)",
        "[Vec](Vec)",
        "\u{202e}",
        "[^1]\n\n[^1]: a",
    ] {
        assert!(!faults(text).is_empty(), "{text:?} passes");
    }
}

#[test]
fn depth_costs_no_more_than_length() {
    for mark in [
        "> ",
        ">",
        "- ",
        "* ",
        "1. ",
        "> - ",
        "**",
        "[",
        "`",
        "~~",
        "<b>",
        "&",
        "http://a.bc ",
        "<x ",
    ] {
        let text = format!("{}end", mark.repeat(8_000));
        let doc = doc(&text);
        assert!(doc.len() <= 8 * text.len(), "{mark:?}: {} becomes {}", text.len(), doc.len());
        assert!(faults(&doc).is_empty(), "{mark:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn put_together_from_pieces(pieces in prop::collection::vec(prop::sample::select(PIECES), 1..24)) {
        is_text(&pieces.concat());
    }

    #[test]
    fn of_any_characters(text in "(?s).{0,80}") {
        is_text(&text);
    }

    #[test]
    fn nothing_has_to_be_shown_as_it_stands(
        pieces in prop::collection::vec(prop::sample::select(PIECES), 1..24),
    ) {
        let text = pieces.concat();
        let written = super::super::lines::lines(
            &super::super::blocks::read(&text),
            &Default::default(),
            super::super::lines::WIDTH,
        );
        let faults = faults(&written.join("\n"));
        prop_assert!(faults.is_empty(), "{:?} becomes {:?}: {:?}", text, written, faults);
    }

    #[test]
    fn labels_and_titles(pieces in prop::collection::vec(prop::sample::select(PIECES), 1..16)) {
        let text = pieces.concat();
        let label = Links::default().labelled(&text, &text).join("\n");
        prop_assert!(faults(&label).is_empty(), "{:?} becomes {:?}", text, label);
        let title = format!("{}: what can be called.", title(&text));
        prop_assert!(faults(&title).is_empty(), "{:?} becomes {:?}", text, title);
    }
}
