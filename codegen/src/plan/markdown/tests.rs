//! What becomes of an author's Markdown.

mod hostile;
mod shapes;

use super::Links;
use super::check::faults;

/// The documentation of a text, as one text.
fn doc(markdown: &str) -> String {
    Links::default().text(Some(markdown)).join("\n")
}

/// Documentation of the text is text.
#[track_caller]
fn is_text(markdown: &str) {
    let doc = doc(markdown);
    let faults = faults(&doc);
    assert!(faults.is_empty(), "{markdown:?}\nbecomes\n{doc}\nin which there is {faults:?}");
}
