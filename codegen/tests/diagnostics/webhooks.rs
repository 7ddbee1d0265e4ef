//! Webhooks that nothing tells apart, and settings about webhooks that fit none.

use openapi_codegen::{Config, Output, Source, generate};

use super::refused;

const DESCRIPTION: &str = r#"openapi: 3.1.0
info: { title: Pets, version: "1" }
webhooks:
  newPet:
    post:
      requestBody: { content: { application/json: { schema: { type: object, properties: { name: { type: string } } } } } }
      responses: { "200": { description: Received. } }
  lostPet:
    post:
      requestBody: { content: { application/json: { schema: { type: object, properties: { place: { type: string } } } } } }
      responses: { "200": { description: Received. } }
"#;

fn run(settings: &str) -> Output {
    let head = "root = \"pets.yaml\"\npackage = { name = \"pets\", version = \"1.0.0\", description = \"Pets.\" }\n";
    let config = Config::parse(&format!("{head}{settings}")).unwrap();
    generate(&Source::text("pets.yaml", DESCRIPTION), &config)
}

fn reader(output: &Output) -> &str {
    output.tree.as_ref().unwrap().get("src/webhooks.rs").unwrap()
}

#[test]
fn nothing_tells_them_apart() {
    let output = run("");
    insta::assert_snapshot!(output.report_with_notes(false), @r"
    note: nothing tells 2 webhooks from others, from `newPet` on
     --> pets.yaml:5:5
      |
    5 |     post:
      |     ^^^^
      |
      = at: #/webhooks/newPet/post
      = help: name the header or the property that does under `[webhooks]` in the client.toml; until then, the caller says which of them it expects
    ");
    let reader = reader(&output);
    assert!(reader.contains("pub fn parse_new_pet(") && reader.contains("pub fn parse_lost_pet("));
}

#[test]
fn the_settings_tell_them_apart() {
    // The keys are the values, unless the settings say otherwise.
    let by_key = run("webhooks = { header = \"X-Event\" }");
    assert_eq!(by_key.report_with_notes(false), "");
    let text = reader(&by_key);
    assert!(text.contains("webhook.header(\"x-event\")"), "{text}");
    assert!(text.contains("Some(\"newPet\") => Self::NewPet("), "{text}");
}

#[test]
fn a_value_for_one_of_them() {
    let output =
        run("[webhooks]\nproperty = \"data.kind\"\n[webhooks.events.lostPet]\nproperty = \"lost\"");
    assert_eq!(output.report_with_notes(false), "");
    let text = reader(&output);
    assert!(text.contains("webhook.property(\"data.kind\")"), "{text}");
    assert!(text.contains("Some(\"lost\") => Self::LostPet("), "{text}");
    assert!(text.contains("Some(\"newPet\") => Self::NewPet("), "{text}");
}

#[test]
fn settings_of_a_webhook_that_is_not_there() {
    let output =
        run("[webhooks]\nheader = \"X-Event\"\n[webhooks.events.oldPet]\nheader = \"old\"");
    insta::assert_snapshot!(refused(&output), @r"
    error: the description has no webhook `oldPet`
     --> client.toml:5:1
      |
    5 | [webhooks.events.oldPet]
      | ^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: write the operationId of the webhook or its key as the description does
    ");
}

#[test]
fn who_only_calls_need_not_compile_them() {
    let output = run("");
    let tree = output.tree.unwrap();
    let manifest = tree.get("Cargo.toml").unwrap();
    assert!(manifest.contains("default = [\"gzip\", \"rustls\", \"webhooks\"]"), "{manifest}");
    assert!(manifest.contains("webhooks = [\"openapi-runtime/webhooks\"]"), "{manifest}");
    let gated = |path: &str, item: &str| {
        let text = tree.get(path).unwrap();
        let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(flat.contains(&format!("#[cfg(feature = \"webhooks\")] {item}")), "{text}");
    };
    gated("src/lib.rs", "pub use webhooks::Event as WebhookEvent;");
    gated("src/types.rs", "mod events_webhooks;");
}
