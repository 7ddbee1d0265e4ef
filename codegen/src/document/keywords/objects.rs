//! The table, first part: what stands around the operations.

use super::Dialects;
use super::table::{Holds, Keyword, Kind, TEXT, TEXTS, key};

const V20: Dialects = Dialects::V20;
const V3: Dialects = Dialects::V3;
const V32: Dialects = Dialects::V32;
const FROM_31: Dialects = Dialects::FROM_31;
const OLD: Dialects = Dialects::OLD;
const ALL: Dialects = Dialects::ALL;

pub(super) const ROOT: &[Keyword] = &[
    key("swagger", V20, TEXT).noted(),
    key("openapi", V3, TEXT).noted(),
    key("$self", V32, TEXT),
    key("info", ALL, Holds::One(Kind::Info)).should(ALL),
    key("jsonSchemaDialect", FROM_31, TEXT),
    key("host", V20, TEXT).noted(),
    key("basePath", V20, TEXT).noted(),
    key("schemes", V20, TEXTS).noted(),
    key("consumes", V20, TEXTS),
    key("produces", V20, TEXTS),
    key("servers", V3, Holds::List(Kind::Server)).noted(),
    key("paths", ALL, Holds::One(Kind::Paths)).should(OLD),
    key("webhooks", FROM_31, Holds::Map(Kind::PathItem)),
    key("components", V3, Holds::One(Kind::Components)).noted(),
    key("definitions", V20, Holds::Map(Kind::Schema)).noted(),
    key("parameters", V20, Holds::Map(Kind::Parameter)),
    key("responses", V20, Holds::Map(Kind::Response)),
    key("securityDefinitions", V20, Holds::Map(Kind::SecurityScheme)).noted(),
    key("security", ALL, Holds::List(Kind::Requirement)),
    key("tags", ALL, Holds::List(Kind::Tag)),
    key("externalDocs", ALL, Holds::One(Kind::Docs)),
];

pub(super) const INFO: &[Keyword] = &[
    key("title", ALL, TEXT).should(ALL),
    key("summary", FROM_31, TEXT),
    key("description", ALL, TEXT),
    key("termsOfService", ALL, TEXT),
    key("contact", ALL, Holds::One(Kind::Contact)),
    key("license", ALL, Holds::One(Kind::License)),
    key("version", ALL, TEXT).should(ALL),
];

pub(super) const CONTACT: &[Keyword] =
    &[key("name", ALL, TEXT), key("url", ALL, TEXT), key("email", ALL, TEXT)];

pub(super) const LICENSE: &[Keyword] =
    &[key("name", ALL, TEXT).should(ALL), key("identifier", FROM_31, TEXT), key("url", ALL, TEXT)];

pub(super) const SERVER: &[Keyword] = &[
    key("url", V3, TEXT),
    key("description", V3, TEXT),
    key("name", V32, TEXT),
    key("variables", V3, Holds::Map(Kind::ServerVariable)),
];

pub(super) const SERVER_VARIABLE: &[Keyword] =
    &[key("enum", V3, TEXTS), key("default", V3, TEXT).should(V3), key("description", V3, TEXT)];

pub(super) const COMPONENTS: &[Keyword] = &[
    key("schemas", V3, Holds::Map(Kind::Schema)),
    key("responses", V3, Holds::Map(Kind::Response)),
    key("parameters", V3, Holds::Map(Kind::Parameter)),
    key("examples", V3, Holds::Map(Kind::Example)),
    key("requestBodies", V3, Holds::Map(Kind::Body)),
    key("headers", V3, Holds::Map(Kind::Header)),
    key("securitySchemes", V3, Holds::Map(Kind::SecurityScheme)),
    key("links", V3, Holds::Map(Kind::Link)),
    key("callbacks", V3, Holds::Map(Kind::Callback)),
    key("pathItems", FROM_31, Holds::Map(Kind::PathItem)),
    key("mediaTypes", V32, Holds::Map(Kind::Media)),
];

pub(super) const DOCS: &[Keyword] =
    &[key("description", ALL, TEXT), key("url", ALL, TEXT).should(ALL)];

pub(super) const TAG: &[Keyword] = &[
    key("name", ALL, TEXT),
    key("summary", V32, TEXT),
    key("description", ALL, TEXT),
    key("externalDocs", ALL, Holds::One(Kind::Docs)),
    key("parent", V32, TEXT),
    key("kind", V32, TEXT),
];

pub(super) const SECURITY_SCHEME: &[Keyword] = &[
    key("type", ALL, TEXT),
    key("description", ALL, TEXT),
    key("name", ALL, TEXT),
    key("in", ALL, TEXT),
    key("scheme", V3, TEXT),
    key("bearerFormat", V3, TEXT),
    key("flows", V3, Holds::One(Kind::Flows)),
    key("openIdConnectUrl", V3, TEXT),
    key("oauth2MetadataUrl", V32, TEXT),
    key("deprecated", V32, super::table::FLAG),
    key("flow", V20, TEXT).noted(),
    key("authorizationUrl", V20, TEXT),
    key("tokenUrl", V20, TEXT),
    key("scopes", V20, Holds::Anything),
];

pub(super) const FLOWS: &[Keyword] = &[
    key("implicit", V3, Holds::One(Kind::Flow)),
    key("password", V3, Holds::One(Kind::Flow)),
    key("clientCredentials", V3, Holds::One(Kind::Flow)),
    key("authorizationCode", V3, Holds::One(Kind::Flow)),
    key("deviceAuthorization", V32, Holds::One(Kind::Flow)),
];

pub(super) const FLOW: &[Keyword] = &[
    key("authorizationUrl", V3, TEXT),
    key("deviceAuthorizationUrl", V32, TEXT),
    key("tokenUrl", V3, TEXT),
    key("refreshUrl", V3, TEXT),
    key("scopes", V3, Holds::Anything).should(V3),
];
