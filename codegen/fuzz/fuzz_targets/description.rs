//! Any bytes as a description: no panic, no run without end, and what is generated is tidy Rust.

#![no_main]

use libfuzzer_sys::fuzz_target;
use openapi_codegen::{Config, Source, generate};

#[path = "../../tests/mutations/sound.rs"]
mod sound;

fuzz_target!(|bytes: &[u8]| {
    let config = Config::new("openapi.yaml", "fuzzed").unwrap();
    let read = |path: &str| match path {
        "openapi.yaml" => Ok(bytes.to_vec()),
        _ => Err("there is no such file".to_owned()),
    };
    let output = generate(&Source::new("openapi.yaml", read).tolerant(true), &config);
    if let Err(fault) = sound::sound(&output) {
        panic!("{fault}");
    }
});
