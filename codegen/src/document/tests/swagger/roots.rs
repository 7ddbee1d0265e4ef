//! What the root says: version, addresses, security.

use openapiv3::SecurityScheme;

use super::super::super::Document;
use super::super::{messages, parse};
use crate::diagnostics::Diagnostics;
use crate::source::Source;

#[test]
fn the_version_is_a_text_or_a_number() {
    for (text, said) in [
        ("swagger: '2.0'", ""),
        ("swagger: 2.0", ""),
        ("swagger: 2", ""),
        ("{\"swagger\": 2.0}", ""),
        ("openapi: '2.0'", "note /openapi: `openapi: 2.0` is taken as meant"),
        ("swagger: 3.0.1", "note /swagger: `swagger: 3.0.1` is taken as meant"),
    ] {
        let (_, diagnostics) = parse(text);
        assert_eq!(messages(&diagnostics), said, "{text}");
    }
    for text in ["swagger: '1.2'", "swagger: two", "openapi: 4.0.0"] {
        let mut diagnostics = Diagnostics::new();
        assert!(Document::parse(&Source::text("a.yaml", text), &mut diagnostics).is_none());
        assert!(messages(&diagnostics).ends_with("` is not known"), "{text}");
    }
}

#[test]
fn addresses() {
    for (text, expected) in [
        ("host: h.example", &["https://h.example"][..]),
        ("{host: 'h:8080', basePath: /api/v1/, schemes: [http]}", &["http://h:8080/api/v1"]),
        ("{host: h, schemes: [http, HTTPS, ws]}", &["https://h", "http://h"]),
        ("{host: h, basePath: v1, schemes: https}", &["https://h/v1"]),
        ("{basePath: /v1}", &["/v1"]),
        ("{basePath: /, schemes: [https]}", &[]),
        ("{host: 'http://h/', basePath: /v1}", &["http://h/v1"]),
        ("{basePath: 'https://h/v1/'}", &["https://h/v1"]),
        ("{host: h, servers: [{url: 'https://other'}]}", &["https://other"]),
        ("{info: {title: t}}", &[]),
    ] {
        let text = text.trim_start_matches('{').trim_end_matches('}');
        let brace = if text.ends_with("title: t") { "}" } else { "" };
        let (document, _) = parse(&format!("{{swagger: '2.0', {text}{brace}}}"));
        let urls: Vec<String> = document.servers().into_iter().map(|it| it.url).collect();
        assert_eq!(urls, expected, "{text}");
    }
    let (_, diagnostics) = parse("swagger: '2.0'\nhost: h");
    assert_eq!(
        messages(&diagnostics),
        "note /host: neither `https` nor `http` is stated, `https` is assumed"
    );
}

#[test]
fn security_definitions() {
    let (document, mut diagnostics) = parse(
        "swagger: '2.0'
securityDefinitions:
  plain: {type: basic, description: d}
  key: {type: apiKey, in: query, name: access_token}
  login:
    type: oauth2
    flow: accessCode
    authorizationUrl: https://a
    tokenUrl: https://t
    scopes: {read: to read}
  machine: {type: oauth2, flow: application, tokenUrl: https://t, scopes: [all]}
  guessed: {type: oauth2, authorizationUrl: https://a}
  odd: {type: oauth2, flow: dance}
  token: {type: apiKey, in: header, name: Authorization, x-scheme: bearer}
security: [{key: []}, {login: [read]}]
",
    );
    let schemes = document.security_schemes(&mut diagnostics);
    let shown: Vec<String> = schemes
        .iter()
        .map(|(name, scheme, _)| match scheme {
            SecurityScheme::HTTP { scheme, .. } => format!("{name} http {scheme}"),
            SecurityScheme::APIKey { name: key, .. } => format!("{name} key {key}"),
            SecurityScheme::OAuth2 { flows, .. } => {
                let scopes = |it: &indexmap::IndexMap<String, String>| {
                    it.keys().cloned().collect::<Vec<_>>().join(" ")
                };
                let code = flows.authorization_code.as_ref().map(|it| scopes(&it.scopes));
                let client = flows.client_credentials.as_ref().map(|it| scopes(&it.scopes));
                format!("{name} {code:?} {client:?} {}", flows.implicit.is_some())
            }
            other @ SecurityScheme::OpenIDConnect { .. } => format!("{other:?}"),
        })
        .collect();
    assert_eq!(
        shown,
        [
            "plain http basic",
            "key key access_token",
            "login Some(\"read\") None false",
            "machine None Some(\"all\") false",
            "guessed None None true",
            "odd None None false",
            "token http bearer",
        ]
    );
    assert_eq!(
        messages(&diagnostics),
        "error /securityDefinitions/odd/flow: `dance` is not a flow of OAuth 2, left out"
    );
    let security = document.security().unwrap_or_default();
    assert_eq!(security[1].requirements[0].scopes, ["read"]);
}
