//! Any text wherever a description has documentation: none of it becomes code, and what is generated is tidy Rust.

#![no_main]

use libfuzzer_sys::fuzz_target;
use openapi_codegen::{Config, Source, generate};
use serde_json::json;

#[path = "../../tests/mutations/sound.rs"]
mod sound;

fuzz_target!(|text: &str| {
    let pet = json!({
        "type": "object",
        "description": text,
        "properties": {"name": {"type": "string", "description": text, "example": text}},
    });
    let description = json!({
        "openapi": "3.1.0",
        "info": {"title": text, "version": "1", "description": text},
        "tags": [{"name": "pets", "description": text}],
        "paths": {"/pets": {"get": {
            "tags": ["pets"],
            "operationId": "listPets",
            "summary": text,
            "description": text,
            "parameters": [{"name": "kind", "in": "query", "description": text, "schema": {"type": "string"}}],
            "responses": {
                "200": {"description": text, "content": {"application/json": {"schema": pet}}},
                "404": {"description": text},
            },
        }}},
    });
    let bytes = description.to_string().into_bytes();
    let config = Config::new("openapi.json", "fuzzed").unwrap();
    let output = generate(&Source::new("openapi.json", move |_: &str| Ok(bytes.clone())), &config);
    if let Err(fault) = sound::sound(&output) {
        panic!("{fault}");
    }
    let tree = output.tree.expect("text is no fault of a description");
    for (path, text) in tree.files() {
        for line in text.lines().filter_map(|it| it.trim_start().strip_prefix("//")) {
            let fence = line.trim_start_matches(['/', '!', ' ', '>', '-', '*']).trim_end();
            let language = fence.strip_prefix("```").map(|it| it.trim_start_matches('`'));
            // The examples of a call are ours, and never run; all else is text.
            if let Some(language) = language {
                assert!(matches!(language, "" | "text" | "no_run"), "{path}: {line}");
            }
        }
    }
});
