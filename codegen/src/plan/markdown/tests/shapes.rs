//! What is harmless keeps its form.

use super::super::{Links, code, title};
use super::doc;

/// The text stays as it is.
#[track_caller]
fn stays(markdown: &str) {
    assert_eq!(doc(markdown), markdown);
}

#[test]
fn plain_text_stays() {
    stays("Lists all pets.\nWith snake_case, 5 * 3 < 16 and a `code` word.");
    stays("First paragraph.\n\nSecond *one*, **strong**, ~~gone~~.");
    stays("# Heading\n\n- one\n- two\n  - three\n\n1. first\n2. second");
    stays("> quoted\n>\n> - list");
    stays("| a | b |\n| --- | --- |\n| `x` | y |");
    stays("See [the guide](https://example.com/guide) or <https://example.com>.");
    stays("Ask <help@example.com> or [us](mailto:help@example.com).");
}

#[test]
fn lists_with_blank_lines_keep_them() {
    stays("- one\n\n  more of it\n\n- two");
}

#[test]
fn code_is_text() {
    assert_eq!(doc("```rust\npanic!()\n```"), "```text\npanic!()\n```");
    assert_eq!(doc("    panic!()"), "```text\npanic!()\n```");
    assert_eq!(doc("- a\n\n      panic!()"), "- a\n\n  ```text\n  panic!()\n  ```");
}

#[test]
fn a_fence_is_longer_than_what_is_in_it() {
    assert_eq!(doc("~~~\n````\nx\n~~~"), "`````text\n````\nx\n`````");
}

#[test]
fn html_becomes_its_words() {
    assert_eq!(doc("<p>One <b>two</b>.</p><ul><li>three</li></ul>"), "One two.\n\n- three");
    assert_eq!(doc("One<br>two"), "One\\\ntwo");
    assert_eq!(doc("<script>alert(1)</script>\n\nText"), "Text");
    assert_eq!(doc("Use /pets/<id> here."), "Use /pets/\\<id> here.");
}

#[test]
fn links_lead_to_the_web_or_are_words() {
    assert_eq!(doc("[a](javascript:alert(1)) [b](/docs) [c](#top)"), "a b c");
    assert_eq!(doc("See https://example.com/a_b."), "See <https://example.com/a_b>.");
    assert_eq!(doc("Under https://{host}.example.com"), "Under `https://{host}.example.com`");
    assert_eq!(doc("![a picture](https://example.com/x.png)"), "a picture");
    assert_eq!(doc("\\![a](https://example.com)"), "\\![a](https://example.com)");
}

#[test]
fn brackets_are_no_links_of_rustdoc() {
    assert_eq!(doc("A [Vec] of items[0] and [^1]."), "A \\[Vec] of items\\[0] and \\[^1].");
}

#[test]
fn what_would_begin_a_block_is_escaped_where_a_line_is_broken() {
    let word = "x".repeat(99);
    for (sign, written) in [("-", "\\-"), ("#", "\\#"), ("1.", "1\\."), (">", "\\>"), ("=", "\\=")]
    {
        assert_eq!(doc(&format!("{word} {sign} end")), format!("{word}\n{written} end"));
    }
}

#[test]
fn characters_that_are_not_seen_go_also_where_they_are_written_as_entities() {
    assert_eq!(doc("a&#x202e;b\u{200b}c&#8203;d\u{feff}"), "abcd");
}

#[test]
fn a_label_stands_before_the_first_paragraph() {
    let label = |text: &str| Links::default().labelled("404", text).join("\n");
    assert_eq!(label("No such pet."), "- 404: No such pet.");
    assert_eq!(label("```\ncode\n```"), "- 404:\n\n  ```text\n  code\n  ```");
}

#[test]
fn a_title_is_words() {
    assert_eq!(title("~~~ rust\n# <b>"), "\\~\\~\\~ rust # \\<b>");
    assert_eq!(title("- Pets"), "\\- Pets");
    assert_eq!(title("https://example.com"), "<https://example.com>");
}

#[test]
fn code_letters_hold_anything() {
    assert_eq!(code("a`b"), "``a`b``");
    assert_eq!(code("`"), "`` ` ``");
    assert_eq!(code("a\nb\u{202e}"), "`a b`");
}
