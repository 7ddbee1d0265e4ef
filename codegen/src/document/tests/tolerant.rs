//! Faults of single parts, in descriptions of others.

use super::super::Document;
use super::{errors, messages};
use crate::diagnostics::Diagnostics;
use crate::source::Source;

const FILES: &[(&str, &str)] = &[
    (
        "api.yaml",
        "openapi: 3.0.3
openapi: 3.0.3
paths:
  /a: {get: {parameters: [{$ref: '#/nowhere'}], responses: {200: {$ref: gone.yaml}}}}
components:
  schemas:
    A: {$ref: '#/components/schemas/A'}
    B: {$ref: broken.yaml}
",
    ),
    ("broken.yaml", "a: 'b"),
];

fn said(tolerant: bool) -> (bool, usize, String) {
    let files = FILES.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned()));
    let source = Source::files("api.yaml", files).tolerant(tolerant);
    let mut diagnostics = Diagnostics::new();
    let document = Document::parse(&source, &mut diagnostics);
    if let Some(document) = &document {
        assert_eq!(document.operations(&mut diagnostics).len(), 1);
        for (_, place) in document.component_schemas() {
            assert!(document.resolve(&place, &mut diagnostics).is_none());
        }
    }
    (document.is_some(), errors(&diagnostics), messages(&diagnostics))
}

#[test]
fn faults_of_parts_are_warnings_if_that_is_asked_for() {
    let (is_read, n_errors, strict) = said(false);
    assert!(is_read);
    assert_eq!(n_errors, 6, "{strict}");
    let (is_read, n_errors, tolerant) = said(true);
    assert!(is_read);
    assert_eq!(n_errors, 0);
    let left_out = |line: &str| match line.contains("/$ref: ") {
        true => format!("{line}, left out"),
        false => line.to_owned(),
    };
    let strict = strict.replace("error ", "warning ");
    assert_eq!(tolerant, strict.lines().map(left_out).collect::<Vec<_>>().join("\n"));
}

#[test]
fn what_makes_the_whole_unusable_is_an_error() {
    for text in ["", "a: 'b", "<html>", "openapi: 4", "[]", "info: {}"] {
        let source = Source::text("api.yaml", text).tolerant(true);
        let mut diagnostics = Diagnostics::new();
        assert!(Document::parse(&source, &mut diagnostics).is_none(), "{text}");
        assert_eq!(errors(&diagnostics), 1, "{text}");
    }
}

#[test]
fn a_second_document_is_left_out() {
    for (text, expected) in [
        ("openapi: 3.0.3\n---\na: b\n", "warning : a second document, left out"),
        ("---\nopenapi: 3.0.3\n---\n", ""),
        ("---\nopenapi: 3.0.3\n...\n", ""),
    ] {
        let mut diagnostics = Diagnostics::new();
        assert!(Document::parse(&Source::text("api.yaml", text), &mut diagnostics).is_some());
        assert_eq!(messages(&diagnostics), expected, "{text}");
    }
}
