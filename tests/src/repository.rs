//! Where things are in this repository.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::description::Description;
use crate::formats::Formats;

/// The folder of the workspace.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map(Path::to_path_buf).unwrap_or_default()
}

/// The description of Cloudron, read anew.
///
/// # Panics
///
/// If it cannot be read: there is nothing to test then.
pub fn cloudron() -> Arc<Description> {
    description("spec/cloudron/openapi.yaml")
}

/// The description of older Cloudrons, read anew.
///
/// # Panics
///
/// If it cannot be read: there is nothing to test then.
pub fn cloudron_legacy() -> Arc<Description> {
    description("spec/cloudron-legacy/swagger.yaml")
}

/// The description of CloudFlow, read anew.
///
/// # Panics
///
/// If it cannot be read: there is nothing to test then.
pub fn cloudflow() -> Arc<Description> {
    description("spec/cloudflow/openapi.yaml")
}

/// The formats that CloudFlow is declared to have.
///
/// # Panics
///
/// If they cannot be read: there is nothing to test then.
pub fn cloudflow_formats() -> Formats {
    let path = root().join("spec/cloudflow/client.toml");
    let text = std::fs::read_to_string(&path).expect("a readable file");
    Formats::read(&text).unwrap_or_else(|fault| panic!("{}: {fault}", path.display()))
}

/// The description that begins with a file of this repository.
///
/// # Panics
///
/// If it cannot be read: there is nothing to test then.
fn description(path: &str) -> Arc<Description> {
    match Description::load(&root().join(path)) {
        Ok(description) => Arc::new(description),
        Err(fault) => panic!("{path} cannot be read: {fault}"),
    }
}

/// Fails with all of them, one a line, if there are any.
///
/// # Panics
///
/// If there are any.
#[track_caller]
pub fn assert_none(what: &str, faults: &[String]) {
    assert!(faults.is_empty(), "{} {what}:\n{}", faults.len(), faults.join("\n"));
}
