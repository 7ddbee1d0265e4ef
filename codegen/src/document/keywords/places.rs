//! The table, second part: paths, operations, and what they send and get.

use super::Dialects;
use super::table::{FLAG, Holds, Keyword, Kind, SCHEMA, TEXT, TEXTS, key};

const V20: Dialects = Dialects::V20;
const V3: Dialects = Dialects::V3;
const V32: Dialects = Dialects::V32;
const OLD: Dialects = Dialects::OLD;
const ALL: Dialects = Dialects::ALL;

const OPERATION_HERE: Holds = Holds::One(Kind::Operation);

pub(super) const PATH_ITEM: &[Keyword] = &[
    key("$ref", ALL, TEXT),
    key("summary", V3, TEXT),
    key("description", V3, TEXT),
    key("get", ALL, OPERATION_HERE),
    key("put", ALL, OPERATION_HERE),
    key("post", ALL, OPERATION_HERE),
    key("delete", ALL, OPERATION_HERE),
    key("options", ALL, OPERATION_HERE),
    key("head", ALL, OPERATION_HERE),
    key("patch", ALL, OPERATION_HERE),
    key("trace", V3, OPERATION_HERE),
    key("query", V32, OPERATION_HERE),
    key("additionalOperations", V32, Holds::Map(Kind::Operation)),
    key("servers", V3, Holds::List(Kind::Server)).noted(),
    key("parameters", ALL, Holds::List(Kind::Parameter)),
];

pub(super) const OPERATION: &[Keyword] = &[
    key("tags", ALL, TEXTS),
    key("summary", ALL, TEXT),
    key("description", ALL, TEXT),
    key("externalDocs", ALL, Holds::One(Kind::Docs)),
    key("operationId", ALL, TEXT),
    key("consumes", V20, TEXTS),
    key("produces", V20, TEXTS),
    key("schemes", V20, TEXTS),
    key("parameters", ALL, Holds::List(Kind::Parameter)),
    key("requestBody", V3, Holds::One(Kind::Body)).noted(),
    key("responses", ALL, Holds::One(Kind::Responses)).must(OLD),
    key("callbacks", V3, Holds::Map(Kind::Callback)),
    key("deprecated", ALL, FLAG),
    key("security", ALL, Holds::List(Kind::Requirement)),
    key("servers", V3, Holds::List(Kind::Server)).noted(),
];

pub(super) const PARAMETER: &[Keyword] = &[
    key("name", ALL, TEXT),
    key("in", ALL, TEXT),
    key("description", ALL, TEXT),
    key("required", ALL, FLAG),
    key("deprecated", V3, FLAG),
    key("allowEmptyValue", ALL, FLAG),
    key("style", V3, TEXT),
    key("explode", V3, FLAG),
    key("allowReserved", V3, FLAG),
    key("schema", ALL, SCHEMA),
    key("example", V3, Holds::Anything),
    key("examples", V3, Holds::Map(Kind::Example)),
    key("content", V3, Holds::Map(Kind::Media)).noted(),
    key("collectionFormat", V20, TEXT).noted(),
];

pub(super) const HEADER: &[Keyword] = &[
    key("description", ALL, TEXT),
    key("required", V3, FLAG),
    key("deprecated", V3, FLAG),
    key("allowEmptyValue", V3, FLAG),
    key("style", V3, TEXT),
    key("explode", V3, FLAG),
    key("allowReserved", V3, FLAG),
    key("schema", V3, SCHEMA).noted(),
    key("example", V3, Holds::Anything),
    key("examples", V3, Holds::Map(Kind::Example)),
    key("content", V3, Holds::Map(Kind::Media)),
    key("collectionFormat", V20, TEXT),
];

pub(super) const BODY: &[Keyword] = &[
    key("description", V3, TEXT),
    key("content", V3, Holds::Map(Kind::Media)).must(V3),
    key("required", V3, FLAG),
];

pub(super) const MEDIA: &[Keyword] = &[
    key("schema", V3, SCHEMA),
    key("itemSchema", V32, SCHEMA),
    key("example", V3, Holds::Anything),
    key("examples", V3, Holds::Map(Kind::Example)),
    key("encoding", V3, Holds::Map(Kind::Encoding)),
    key("prefixEncoding", V32, Holds::List(Kind::Encoding)),
    key("itemEncoding", V32, Holds::One(Kind::Encoding)),
];

pub(super) const ENCODING: &[Keyword] = &[
    key("contentType", V3, TEXT),
    key("headers", V3, Holds::Map(Kind::Header)),
    key("style", V3, TEXT),
    key("explode", V3, FLAG),
    key("allowReserved", V3, FLAG),
    key("encoding", V32, Holds::Map(Kind::Encoding)),
    key("prefixEncoding", V32, Holds::List(Kind::Encoding)),
    key("itemEncoding", V32, Holds::One(Kind::Encoding)),
];

pub(super) const RESPONSE: &[Keyword] = &[
    key("summary", V32, TEXT),
    key("description", ALL, TEXT),
    key("headers", ALL, Holds::Map(Kind::Header)),
    key("content", V3, Holds::Map(Kind::Media)).noted(),
    key("links", V3, Holds::Map(Kind::Link)),
    key("schema", V20, SCHEMA).noted(),
    key("examples", V20, Holds::Anything),
];

pub(super) const EXAMPLE: &[Keyword] = &[
    key("summary", V3, TEXT),
    key("description", V3, TEXT),
    key("value", V3, Holds::Anything),
    key("externalValue", V3, TEXT),
    key("dataValue", V32, Holds::Anything),
    key("serializedValue", V32, TEXT),
];

pub(super) const LINK: &[Keyword] = &[
    key("operationRef", V3, TEXT),
    key("operationId", V3, TEXT),
    key("parameters", V3, Holds::Anything),
    key("requestBody", V3, Holds::Anything),
    key("description", V3, TEXT),
    key("server", V3, Holds::One(Kind::Server)),
];
