//! Files that are no descriptions, or that want to be the last one that is read.

use super::super::Document;
use super::{errors, parse, with_schemas};
use crate::diagnostics::Diagnostics;
use crate::source::Source;

/// What is said about a file that is refused.
#[track_caller]
fn refused(name: &str, bytes: &[u8]) -> String {
    let mut diagnostics = Diagnostics::new();
    let source = Source::new(name, |_| Ok(bytes.to_vec()));
    assert!(Document::parse(&source, &mut diagnostics).is_none());
    let first = diagnostics.iter().next().map(|it| it.message().to_owned()).unwrap_or_default();
    let rendered = diagnostics.render(false);
    let place = rendered.lines().find_map(|it| it.trim_start().strip_prefix("--> "));
    format!("{} {first}", place.unwrap_or_default())
}

#[test]
fn files_that_are_no_descriptions() {
    for (name, text, expected) in [
        ("a.yaml", "", "a.yaml the file is empty"),
        ("a.yaml", "- a", "a.yaml:1:1 a list instead of a description"),
        (
            "a.json",
            "{\"a\": 1}",
            "a.json:1:1 neither `openapi` nor `swagger` says what this file is",
        ),
        ("a.json", "{\"a\": 1,}", "a.json:1:9 a `,` before the end is one too many"),
        ("a.json", "{\"a\" 1}", "a.json:1:6 a `:` is missing before `1`"),
        ("a.json", "{\"a\": 01}", "a.json:1:7 `01` is not a value of JSON"),
        ("a.json", "{\"a\": [1", "a.json:1:9 a `,` is missing before the end of the file"),
        ("a.json", "{\"a\": \"x", "a.json:1:7 a text that does not end"),
        ("a.json", "{} x", "a.json:1:4 `x` after the end of the document"),
        ("a.yaml", "openapi: 5", "a.yaml:1:10 OpenAPI `5` is not known"),
        ("a.yaml", "swagger: '1.2'", "a.yaml:1:10 Swagger `1.2` is not known"),
        ("a.yaml", "a: b: c", "a.yaml:1:5 mapping values are not allowed in this context"),
    ] {
        assert_eq!(refused(name, text.as_bytes()), expected, "{text}");
    }
    assert_eq!(refused("a.yaml", b"a: 1\nb: \xff"), "a.yaml:2:4 this is not UTF-8");
    assert_eq!(refused("a.yaml", b"\xff\xfea\0"), "a.yaml this file is UTF-16");
}

#[test]
fn byte_order_marks_and_surrogate_pairs() {
    let (document, _) = parse(
        "\u{feff}{\"openapi\": \"3.0.3\", \"info\": {\"title\": \"\\ud83d\\ude00 \\ud83d \\u00e4\"}}",
    );
    assert_eq!(document.info().title.as_deref(), Some("\u{1f600} \u{fffd} ä"));
}

#[test]
fn positions_in_minified_json() {
    let pets: String = (0..200).map(|i| format!("\"P{i}\":{{\"type\":\"string\"}},")).collect();
    let text = format!(
        "{{\"openapi\":\"3.0.3\",\"components\":{{\"schemas\":{{{pets}\"Ü\":{{\"type\":\"strin\"}}}}}}}}"
    );
    let (document, mut diagnostics) = parse(&text);
    for (_, place) in document.component_schemas() {
        document.schema(&place, &mut diagnostics);
    }
    let column = text[..text.find("\"strin\"").unwrap_or(0)].chars().count() + 1;
    let rendered = diagnostics.render(false);
    assert!(rendered.contains(&format!("api.yaml:1:{column}\n")), "{rendered}");
    assert!(rendered.lines().all(|it| it.chars().count() < 150), "{rendered}");
    assert!(rendered.contains("^^^^^^^\n"), "{rendered}");
}

#[test]
fn alias_bombs_are_defused() {
    let mut text = with_schemas("3.0.3", "A: {type: string}");
    text.push_str("x-0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
    for i in 1..40 {
        let last = format!("*a{}", i - 1);
        text.push_str(&format!("x-{i}: &a{i} [{}]\n", vec![last; 9].join(", ")));
    }
    let (document, diagnostics) = parse(&text);
    assert_eq!(errors(&diagnostics), 1, "{}", diagnostics.render(false));
    assert_eq!(document.component_schemas().len(), 1);
    // The same through the lenient parser, which must not expand it either.
    assert!(super::super::lenient::parse("a.yaml", &text).is_none());
}

#[test]
fn aliases_and_merges_are_plain_values() {
    let (document, diagnostics) = parse(
        "openapi: 3.0.3
x-base: &base {a: 1, b: 2}
x-all: &all {<<: *base, b: 3}
x-list: {<<: [*all, {c: 4}]}
x-self: &s {t: *s}
",
    );
    let value = document.value(&document.root().key("x-list"));
    assert_eq!(value, Some(&serde_json::json!({"b": 3, "a": 1, "c": 4})));
    assert_eq!(errors(&diagnostics), 1);
}

#[test]
fn a_hundred_levels_are_fine_and_a_million_are_refused() {
    let mut schema = "{type: string}".to_owned();
    for _ in 0..100 {
        schema = format!("{{\"type\": \"object\", \"properties\": {{\"p\": {schema}}}}}");
    }
    for text in [with_schemas("3.0.3", &format!("A: {schema}")), {
        let schema = schema.replace("type: string", "\"type\": \"string\"");
        format!("{{\"openapi\": \"3.0.3\", \"components\": {{\"schemas\": {{\"A\": {schema}}}}}}}")
    }] {
        let (document, mut diagnostics) = parse(&text);
        let mut pending: Vec<_> = document.component_schemas().into_iter().map(|it| it.1).collect();
        let mut n_schemas = 0;
        while let Some(place) = pending.pop() {
            let view = document.schema(&place, &mut diagnostics);
            pending.extend(view.iter().flat_map(|it| it.children()).cloned());
            n_schemas += 1;
        }
        assert_eq!((n_schemas, diagnostics.len()), (101, 0), "{}", diagnostics.render(false));
    }
    let brackets = "[".repeat(1_000_000) + &"]".repeat(1_000_000);
    let (_, diagnostics) = parse(&format!("{{\"openapi\": \"3.0.3\", \"x\": {brackets}}}"));
    assert_eq!(errors(&diagnostics), 1);
    refused("a.yaml", format!("openapi: 3.0.3\nx: {brackets}").as_bytes());
}

#[test]
fn lines_too_far_left_inside_brackets_and_quotes() {
    let text = "openapi: 3.0.3
info:
  title: 'a
b'
  x-list: {
  a: [
1,
  2
]
}
  description: [x]
";
    let (document, diagnostics) = parse(text);
    assert_eq!(document.info().title.as_deref(), Some("a b"));
    let list = document.value(&document.root().key("info").key("x-list").key("a"));
    assert_eq!(list, Some(&serde_json::json!([1, 2])));
    assert!(
        diagnostics.render(false).contains("--> api.yaml:11:3\n"),
        "{}",
        diagnostics.render(false)
    );
}

#[test]
fn thousands_of_names_that_are_all_wrong_are_not_compared_with_each_other() {
    const MANY: usize = 3_000;
    let list = |from: usize| (from..from + MANY).map(|it| format!("name{it}x")).collect::<Vec<_>>();
    let properties = list(0).iter().map(|it| format!("{it}: {{}}")).collect::<Vec<_>>().join(", ");
    let tags = list(0).iter().map(|it| format!("{{name: {it}}}")).collect::<Vec<_>>().join(", ");
    let needs = list(MANY).iter().map(|it| format!("{it}: []")).collect::<Vec<_>>().join(", ");
    let others = list(MANY).join(", ");
    let (document, mut diagnostics) = parse(&format!(
        "openapi: 3.0.3
info: {{title: t, version: '1'}}
tags: [{tags}]
security: [{{{needs}}}]
paths: {{/a: {{get: {{tags: [{others}], responses: {{'204': {{description: Done.}}}}}}}}}}
components: {{schemas: {{A: {{properties: {{{properties}}}, required: [{others}]}}}}}}
"
    ));
    document.check(&mut diagnostics);
    assert_eq!(diagnostics.len(), 3 * MANY);
}

#[test]
fn lists_and_maps_that_refer_to_themselves() {
    let (document, mut diagnostics) = parse(
        "openapi: 3.1.0
info: {title: t, version: '1'}
tags: {$ref: '#/tags'}
servers: {$ref: '#/security'}
security: {$ref: '#/servers'}
paths:
  /a:
    get:
      parameters: {$ref: '#/paths/~1a/get/parameters'}
      responses: {$ref: '#/paths/~1a/get/responses'}
components: {schemas: {$ref: '#/components/schemas'}}
",
    );
    document.check(&mut diagnostics);
    assert!(diagnostics.len() < 20, "{}", diagnostics.render(false));
}
