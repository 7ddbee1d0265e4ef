//! What the mutations found, each as a document that has the fault and nothing else.

use openapi_codegen::Config;

use crate::case::Case;
use crate::check;

/// A name for the fault and the document that had it. `…` stands for the head of a description.
const FOUND: &[(&str, &str)] = &[("nothing", "")];

const HEAD: &str = "openapi: 3.1.0\ninfo: { title: Minimal, version: '1' }\n";

#[test]
fn what_was_found_stays_fixed() {
    for (name, text) in FOUND {
        let text = text.replacen('…', HEAD, 1);
        let file = if text.starts_with('{') { "spec.json" } else { "spec.yaml" };
        let case = Case {
            name: (*name).to_owned(),
            how: String::new(),
            file: file.to_owned(),
            files: [(file.to_owned(), text.into_bytes())].into(),
            config: Config::new(file, "minimal").unwrap(),
        };
        if let Err(fault) = check::check(&case) {
            panic!("{name}: {fault}\n{}", case.text());
        }
    }
}
