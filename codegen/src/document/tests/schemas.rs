//! Each spelling of a schema in one shape.

use serde_json::json;

use super::super::Additional;
use super::{messages, names, parse, schema, with_schemas};

#[test]
fn nullable_in_every_spelling() {
    for (version, text) in [
        ("3.0.3", "{type: string, nullable: true}"),
        ("3.0.3", "{type: string, x-nullable: true}"),
        ("3.0.3", "{type: string, enum: [a, null]}"),
        ("3.1.0", "{type: [string, 'null']}"),
        ("3.1.0", "{type: [string, null]}"),
        ("3.1.0", "{type: string, nullable: true}"),
        ("3.0.3", "{type: [string, 'null']}"),
    ] {
        let (view, said) = schema(version, &format!("A: {text}"), "A");
        assert!(view.nullable && !view.only_null, "{text}");
        assert_eq!(view.types, ["string"], "{text}");
        assert!(view.schema.schema_data.nullable, "{text}");
        assert_eq!(said, "", "{text}");
    }
    for text in ["{type: 'null'}", "{type: null}", "{type: ['null']}"] {
        let (view, _) = schema("3.1.0", &format!("A: {text}"), "A");
        assert!(view.nullable && view.only_null && view.types.is_empty(), "{text}");
    }
    let (view, _) = schema("3.1.0", "A: {const: null}", "A");
    assert!(view.nullable && view.constant == Some(json!(null)));
    let (view, _) = schema("3.1.0", "A: {type: string}", "A");
    assert!(!view.nullable);
}

#[test]
fn keywords_of_3_1() {
    let (view, said) = schema(
        "3.1.0",
        "A:
  type: [string, array]
  const: 7
  examples: [a, b]
  exclusiveMinimum: 3
  maximum: 9
  prefixItems: [{type: string}]
  items: false
  patternProperties: {'^x': {type: string}}
  unevaluatedProperties: false
  contentEncoding: base64
  contentMediaType: image/png
  x-more: {a: 1}",
        "A",
    );
    assert_eq!(said, "");
    assert_eq!(view.types, ["string", "array"]);
    assert_eq!(view.constant, Some(json!(7)));
    assert_eq!(names(&view.examples), ["A/examples/0", "A/examples/1"]);
    assert!(view.bounds.exclusive_minimum && !view.bounds.exclusive_maximum);
    assert_eq!(view.bounds.minimum, Some(3.into()));
    assert_eq!(names(&view.prefix_items), ["A/prefixItems/0"]);
    assert_eq!(names(view.items.as_slice()), ["A/items"]);
    assert_eq!(view.pattern_properties[0].0, "^x");
    assert_eq!(view.unevaluated, Additional::No);
    assert_eq!(view.content_encoding.as_deref(), Some("base64"));
    assert_eq!(view.extensions.get("x-more"), Some(&json!({"a": 1})));
}

#[test]
fn children_are_places_through_openapiv3_and_back() {
    let (view, _) = schema("3.0.3", "A: {type: object, properties: {a/b~: {type: string}}}", "A");
    let openapiv3::SchemaKind::Type(openapiv3::Type::Object(object)) = &view.schema.schema_kind
    else {
        panic!("{view:?}")
    };
    let openapiv3::ReferenceOr::Reference { reference } = &object.properties["a/b~"] else {
        panic!("{object:?}")
    };
    let place = super::Place::from_reference(reference);
    assert_eq!(place.as_ref(), view.property("a/b~"));
    assert_eq!(place.and_then(|it| it.last_key()).as_deref(), Some("a/b~"));
}

#[test]
fn boolean_schemas() {
    let text = with_schemas("3.1.0", "A: {properties: {yes: true, no: false}}");
    let (document, mut diagnostics) = parse(&text);
    let properties = document.root().key("components").key("schemas").key("A").key("properties");
    let mut boolean = |key: &str| {
        document.schema(&properties.key(key), &mut diagnostics).and_then(|it| it.boolean)
    };
    assert_eq!((boolean("yes"), boolean("no")), (Some(true), Some(false)));
}

#[test]
fn siblings_count_in_3_1_only() {
    let text = "A: {$ref: '#/components/schemas/B', minLength: 3, description: d}
B: {type: string}";
    let (view, said) = schema("3.1.0", text, "A");
    assert_eq!((view.reference, said.as_str()), (None, ""));
    assert_eq!(names(&view.all_of), ["B", "A/$siblings"]);
    assert_eq!(view.description.as_deref(), Some("d"));
    let (document, mut diagnostics) = parse(&with_schemas("3.1.0", text));
    let siblings = document.schema(&view.all_of[1], &mut diagnostics);
    assert_eq!(siblings.and_then(|it| it.bounds.min_length), Some(3));
    diagnostics.warning(&view.all_of[1].key("minLength"), "here");
    assert!(diagnostics.render(false).contains("api.yaml:6:52"), "{}", diagnostics.render(false));

    let (view, _) = schema("3.0.3", text, "A");
    assert_eq!(names(view.reference.as_slice()), ["B"]);
    assert_eq!(view.description.as_deref(), Some("d"));
}

#[test]
fn a_chain_keeps_the_first_words() {
    let text = "A: {$ref: '#/components/schemas/B', description: a}
B: {$ref: '#/components/schemas/C', description: b, title: t}
C: {type: string}";
    let (document, mut diagnostics) = parse(&with_schemas("3.1.0", text));
    let place = document.root().key("components").key("schemas").key("A");
    let resolved = document.resolve(&place, &mut diagnostics);
    let resolved = resolved.as_ref();
    assert_eq!(resolved.and_then(|it| it.place.last_key()).as_deref(), Some("C"));
    assert_eq!(resolved.and_then(|it| it.description.as_deref()), Some("a"));
    assert_eq!(resolved.and_then(|it| it.title.as_deref()), Some("t"));
}

#[test]
fn a_property_called_ref_is_a_property() {
    let (view, said) =
        schema("3.0.3", "A: {type: object, properties: {$ref: {type: string}}}", "A");
    assert_eq!((view.reference.clone(), said.as_str()), (None, ""));
    assert!(view.property("$ref").is_some());
}

#[test]
fn discriminators_lead_to_places() {
    let (view, said) = schema(
        "3.0.3",
        "A:
  oneOf: [{$ref: '#/components/schemas/Cat'}]
  discriminator:
    propertyName: kind
    mapping: {cat: Cat, tom: '#/components/schemas/Cat', dog: Dog}
Cat: {type: object}",
        "A",
    );
    let discriminator = view.discriminator.as_ref();
    let mapping = discriminator.map(|it| it.mapping.clone()).unwrap_or_default();
    let mapping: Vec<_> = mapping.iter().map(|(value, it)| (&**value, it.last_key())).collect();
    assert_eq!(mapping, [("cat", Some("Cat".into())), ("tom", Some("Cat".into()))]);
    assert!(
        said.contains("/A/discriminator/mapping/dog: no schema is called `Dog`, left out"),
        "{said}"
    );
    let (view, _) = schema("3.0.3", "A: {discriminator: kind}", "A");
    assert_eq!(view.discriminator.map(|it| it.property).as_deref(), Some("kind"));
}

#[test]
fn numbers_that_are_texts_keep_their_spelling() {
    let (view, said) = schema("3.0.3", "A: {type: string, enum: [1.10, 2, true, x]}", "A");
    assert_eq!(view.enumeration, Some(vec![json!("1.10"), json!("2"), json!("true"), json!("x")]));
    assert_eq!(said, "");
    let (document, diagnostics) = parse("openapi: 3.0\ninfo: {title: 1, version: 3.10}");
    assert_eq!(document.info().version.as_deref(), Some("3.10"));
    assert_eq!(document.info().title.as_deref(), Some("1"));
    assert_eq!(messages(&diagnostics), "");
}
