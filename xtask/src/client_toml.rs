//! `client.toml` to `Config`, with the place of a fault.

use std::fs;
use std::ops::Range;
use std::path::Path;

use openapi_codegen::Config;

use crate::failure::Failure;

/// Reads a `client.toml`; `shown` is how messages call it.
///
/// # Errors
///
/// The file cannot be read, is not TOML, or holds what the generator does not know.
pub fn read(path: &Path, shown: &str) -> Result<Config, Failure> {
    let bytes = fs::read(path).map_err(|error| Failure::reading(Path::new(shown), &error))?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let line = 1 + error.as_bytes()[..error.utf8_error().valid_up_to()]
            .iter()
            .filter(|it| **it == b'\n')
            .count();
        Failure::new("the file is not UTF-8").at(format!("{shown}:{line}")).help("save it as UTF-8")
    })?;
    parse(&text, shown)
}

fn parse(text: &str, shown: &str) -> Result<Config, Failure> {
    // A first time for the place of a fault, which `Config::parse` does not tell.
    if let Err(error) = toml::from_str::<Config>(text) {
        let failure = Failure::new(error.message());
        return Err(failure.at(excerpt(text, error.span().unwrap_or(0..0), shown)).help(
            "correct the `client.toml`; those in the other folders of `spec/` are examples",
        ));
    }
    let mut config = Config::parse(text).map_err(|error| {
        let span = package_name(text).unwrap_or(0..0);
        Failure::new(error.to_string()).at(excerpt(text, span, shown))
    })?;
    shown.clone_into(&mut config.text.path);
    Ok(config)
}

/// Where the name of the package is written.
fn package_name(text: &str) -> Option<Range<usize>> {
    let table = toml::de::DeTable::parse(text).ok()?;
    Some(table.get_ref().get("package")?.get_ref().get("name")?.span())
}

/// `file:line:column`, and the line with a caret.
fn excerpt(text: &str, span: Range<usize>, shown: &str) -> String {
    let before = text.get(..span.start).unwrap_or_default();
    let line = 1 + before.matches('\n').count();
    let column = 1 + before.chars().rev().take_while(|it| *it != '\n').count();
    let source = text.lines().nth(line - 1).unwrap_or_default();
    let number = line.to_string();
    let margin = " ".repeat(number.len());
    let indent = " ".repeat(column - 1);
    format!("{shown}:{line}:{column}\n{margin} |\n{number} | {source}\n{margin} | {indent}^")
}
