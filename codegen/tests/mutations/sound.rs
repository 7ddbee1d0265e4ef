//! What must hold for the output of every run, whatever was put in.

use openapi_codegen::Output;

/// Whether the output shows its errors, and whether what was generated is tidy Rust.
pub fn sound(output: &Output) -> Result<(), String> {
    let shown = [output.report(false), output.report_with_notes(true), output.report_json()];
    if output.error_count() > 0 && shown.iter().any(String::is_empty) {
        return Err("an error that is not shown".to_owned());
    }
    for line in output.report_json_with_notes().lines() {
        serde_json::from_str::<serde_json::Value>(line).map_err(|it| format!("{it}: {line}"))?;
    }
    match &output.tree {
        Some(tree) => tree
            .files()
            .try_for_each(|(path, text)| tidy(path, text).map_err(|it| format!("{path}: {it}"))),
        None if output.error_count() == 0 => Err("nothing was generated, and no error".to_owned()),
        None => Ok(()),
    }
}

/// What a generated file must look like, whatever the description says.
fn tidy(path: &str, text: &str) -> Result<(), String> {
    if path.ends_with(".rs") {
        syn::parse_file(text).map_err(|error| format!("{error}\n{text}"))?;
    } else {
        toml::from_str::<toml::Table>(text).map_err(|error| format!("{error}\n{text}"))?;
    }
    if text.contains("compile_error!(\"the gen") {
        return Err(format!("the generator wrote what is no Rust\n{text}"));
    }
    for (number, line) in text.lines().enumerate() {
        let turns = |it| matches!(it, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        if line.ends_with(' ') || line.contains(turns) || line.chars().any(char::is_control) {
            return Err(format!("line {}: {line:?}", number + 1));
        }
    }
    Ok(())
}
