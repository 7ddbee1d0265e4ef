//! What a description comes to is in proportion to what it weighs.

use std::fmt::Write;

use openapi_codegen::{Config, Output, Source, generate};

fn run(description: &str) -> (Output, usize) {
    let config = Config::new("cost.yaml", "cost").unwrap();
    let output = generate(&Source::text("cost.yaml", description).tolerant(true), &config);
    let report = output.report(false);
    let tree = output.tree.as_ref().unwrap_or_else(|| panic!("{report}"));
    let size = tree.files().map(|(_, text)| text.len()).sum();
    (output, size)
}

/// An operation that sends the first of these schemas.
fn sending(schemas: &str) -> String {
    format!(
        "openapi: 3.0.3\ninfo: {{ title: T, version: '1' }}\npaths: {{ /a: {{ post: {{ operationId: a, requestBody: {{ content: \
         {{ application/json: {{ schema: {{ $ref: '#/components/schemas/L0' }} }} }} }}, responses: {{ '204': {{ description: x }} }} }} }} }}\n\
         components:\n  schemas:\n{schemas}"
    )
}

/// Unions whose branches are the next union, alone and with a property beside it.
#[test]
fn unions_of_unions_do_not_double_with_each_level() {
    for list in ["oneOf", "anyOf"] {
        let mut schemas = String::new();
        for level in 0..30 {
            let next = format!("{{ $ref: '#/components/schemas/L{}' }}", level + 1);
            let own = format!("{{ type: object, properties: {{ p{level}: {{ type: string }} }} }}");
            writeln!(schemas, "    L{level}: {{ {list}: [{next}, {{ allOf: [{next}, {own}] }}] }}")
                .unwrap();
        }
        schemas.push_str("    L30: { type: object, properties: { x: { type: string } } }\n");
        let description = sending(&schemas);
        let (output, size) = run(&description);
        assert!(size < 1_000 * description.len(), "{list}: {} becomes {size}", description.len());
        let report = output.report(false);
        assert!(report.contains("come to more than 100 branches"), "{report}");
    }
}

#[test]
fn a_long_text_is_cut() {
    let text = "word ".repeat(100_000);
    let (output, size) = run(&format!(
        "openapi: 3.0.3\ninfo: {{ title: T, version: '1' }}\npaths: {{ /a: {{ get: {{ operationId: a, description: \"{text}\", \
         responses: {{ '204': {{ description: x }} }} }} }} }}\n"
    ));
    assert!(size < 200_000, "{size}");
    let report = output.report(false);
    assert!(report.contains("a text of 488 KiB: its first 128 are documentation"), "{report}");
}

#[test]
fn names_that_are_one_are_numbered() {
    let mut description = "openapi: 3.0.3\ninfo: { title: T, version: '1' }\npaths:\n".to_owned();
    for number in 0..2_000 {
        let path = format!("/p{}{}", "-".repeat(number % 50), ".".repeat(number / 50));
        writeln!(
            description,
            "  {path}: {{ get: {{ responses: {{ '204': {{ description: x }} }} }} }}"
        )
        .unwrap();
    }
    let (output, size) = run(&description);
    assert_eq!(output.operations.len(), 2_000);
    assert!(size < 50 * description.len(), "{} becomes {size}", description.len());
}

/// The compiler follows types that lead back to each other one by one, and stops unless it is told that it may go on.
#[test]
fn a_large_circle_of_types_asks_the_compiler_to_follow_it() {
    let circle = |length: usize| {
        let mut schemas = String::new();
        for number in 0..length {
            let next = format!("{{ $ref: '#/components/schemas/L{}' }}", (number + 1) % length);
            writeln!(schemas, "    L{number}: {{ type: object, properties: {{ next: {next} }} }}")
                .unwrap();
        }
        let tree = run(&sending(&schemas)).0.tree.unwrap();
        tree.get("src/lib.rs").unwrap().contains("#![recursion_limit = \"512\"]")
    };
    assert!(circle(40));
    assert!(!circle(3));
}
