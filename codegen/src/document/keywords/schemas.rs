//! The table, third part: schemas.

use super::Dialects;
use super::table::{
    COUNT, FLAG, Holds, Keyword, Kind, NUMBER, SCHEMA as SCHEMA_HERE, TEXT, TEXTS, key,
};

const V20: Dialects = Dialects::V20;
const V30: Dialects = Dialects::V30;
const V3: Dialects = Dialects::V3;
const V32: Dialects = Dialects::V32;
const FROM_31: Dialects = Dialects::FROM_31;
const ALL: Dialects = Dialects::ALL;

const SCHEMAS: Holds = Holds::Map(Kind::Schema);

pub(super) const SCHEMA: &[Keyword] = &[
    key("$ref", ALL, TEXT),
    key("title", ALL, TEXT),
    key("description", ALL, TEXT),
    key("type", ALL, Holds::Anything),
    key("format", ALL, TEXT),
    key("enum", ALL, Holds::Anything),
    key("const", FROM_31, Holds::Anything).noted(),
    key("default", ALL, Holds::Anything),
    key("example", ALL, Holds::Anything),
    key("examples", FROM_31, Holds::Anything),
    key("nullable", V30, FLAG).noted(),
    key("deprecated", V3, FLAG).noted(),
    key("readOnly", ALL, FLAG),
    key("writeOnly", V3, FLAG).noted(),
    // Combined with others.
    key("allOf", ALL, Holds::List(Kind::Schema)),
    key("oneOf", V3, Holds::List(Kind::Schema)).noted(),
    key("anyOf", V3, Holds::List(Kind::Schema)).noted(),
    key("not", V3, SCHEMA_HERE).noted(),
    key("if", FROM_31, SCHEMA_HERE).noted(),
    key("then", FROM_31, SCHEMA_HERE),
    key("else", FROM_31, SCHEMA_HERE),
    key("dependentSchemas", FROM_31, SCHEMAS).noted(),
    key("discriminator", ALL, Holds::One(Kind::Discriminator)),
    // Of objects.
    key("properties", ALL, SCHEMAS),
    key("required", ALL, TEXTS),
    key("additionalProperties", ALL, SCHEMA_HERE),
    key("patternProperties", FROM_31, SCHEMAS),
    key("propertyNames", FROM_31, SCHEMA_HERE),
    key("unevaluatedProperties", FROM_31, SCHEMA_HERE),
    key("dependentRequired", FROM_31, Holds::Anything),
    key("minProperties", ALL, COUNT),
    key("maxProperties", ALL, COUNT),
    // Of arrays.
    key("items", ALL, Holds::OneOrList(Kind::Schema)),
    key("prefixItems", FROM_31, Holds::List(Kind::Schema)),
    key("unevaluatedItems", FROM_31, SCHEMA_HERE),
    key("contains", FROM_31, SCHEMA_HERE),
    key("minContains", FROM_31, COUNT),
    key("maxContains", FROM_31, COUNT),
    key("minItems", ALL, COUNT),
    key("maxItems", ALL, COUNT),
    key("uniqueItems", ALL, FLAG),
    key("collectionFormat", V20, TEXT),
    // Of numbers and strings.
    key("multipleOf", ALL, NUMBER),
    key("minimum", ALL, NUMBER),
    key("maximum", ALL, NUMBER),
    key("exclusiveMinimum", ALL, Holds::Anything),
    key("exclusiveMaximum", ALL, Holds::Anything),
    key("minLength", ALL, COUNT),
    key("maxLength", ALL, COUNT),
    key("pattern", ALL, TEXT),
    key("contentEncoding", FROM_31, TEXT),
    key("contentMediaType", FROM_31, TEXT),
    key("contentSchema", FROM_31, SCHEMA_HERE),
    // About the schema.
    key("xml", ALL, Holds::One(Kind::Xml)),
    key("externalDocs", ALL, Holds::One(Kind::Docs)),
    key("$schema", FROM_31, TEXT),
    key("$id", FROM_31, TEXT),
    key("$anchor", FROM_31, TEXT),
    key("$comment", FROM_31, TEXT),
    key("$vocabulary", FROM_31, Holds::Anything),
    key("$defs", FROM_31, SCHEMAS),
    key("$dynamicRef", FROM_31, TEXT).noted(),
    key("$dynamicAnchor", FROM_31, TEXT),
    // Of earlier JSON Schemas, which 3.1 lets stand.
    key("definitions", FROM_31, SCHEMAS),
    key("additionalItems", FROM_31, SCHEMA_HERE),
    key("dependencies", FROM_31, Holds::Anything).noted(),
    key("id", FROM_31, TEXT),
    key("$recursiveRef", FROM_31, TEXT).noted(),
    key("$recursiveAnchor", FROM_31, Holds::Anything),
];

pub(super) const DISCRIMINATOR: &[Keyword] = &[
    key("propertyName", V3, TEXT),
    key("mapping", V3, Holds::Anything),
    key("defaultMapping", V32, TEXT),
];

pub(super) const XML: &[Keyword] = &[
    key("nodeType", V32, Holds::Word(&["element", "attribute", "text", "cdata", "none"])),
    key("name", ALL, TEXT),
    key("namespace", ALL, TEXT),
    key("prefix", ALL, TEXT),
    key("attribute", ALL, FLAG),
    key("wrapped", ALL, FLAG),
];
