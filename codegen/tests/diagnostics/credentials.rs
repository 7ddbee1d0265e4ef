//! Credentials whose names cannot be used.

use super::{refused, run};

fn with(scheme: &str, methods: &str) -> String {
    run_text(&format!("{{ type: http, scheme: {scheme}, x-credential-methods: {methods} }}"))
}

fn run_text(scheme: &str) -> String {
    refused(&run(&format!(
        r#"openapi: 3.1.0
info: {{ title: Pets, version: "1" }}
paths: {{}}
components:
  securitySchemes:
    account: {scheme}
"#
    )))
}

#[test]
fn a_credential_method_with_a_fault() {
    insta::assert_snapshot!(with("basic", "[{ name: basic }, { name: 5 }]"), @r"
    error: `name` is not a text
     --> pets.yaml:6:83
      |
    6 |     account: { type: http, scheme: basic, x-credential-methods: [{ name: basic }, { name: 5 }] }
      |                                                                                   ^^
      |
      = at: #/components/securitySchemes/account/x-credential-methods/1
      = help: write a list such as `[{ name: basic, user: login, secret: password }, { name: api_key, user: email, secret: key }]`
    ");
}

#[test]
fn other_faults() {
    for (scheme, methods, message) in [
        ("basic", "key", "`x-credential-methods` is not a list of functions"),
        ("basic", "[]", "`x-credential-methods` is not a list of functions"),
        ("basic", "[key]", "this is not a mapping with a `name`"),
        ("basic", "[{ secret: key }]", "the function has no `name`"),
        ("basic", "[{ name: a, key: b }]", "`key` says nothing about a credential"),
        ("basic", "[{ name: a }, { name: a }]", "a second function `a`"),
        ("bearer", "[{ name: a, user: b }]", "only a credential of HTTP Basic has a `user`"),
    ] {
        let report = with(scheme, methods);
        assert!(report.starts_with(&format!("error: {message}\n")), "{methods}\n{report}");
    }
}
