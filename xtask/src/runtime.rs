//! How a stand-alone crate finds the runtime.

use std::fs;
use std::path::{Component, Path, PathBuf};

use crate::destination::real;
use crate::failure::Failure;

const PACKAGE: &str = "openapi-runtime";

/// The path of the runtime as the new crate's manifest writes it.
///
/// # Errors
///
/// The folder does not hold the runtime.
pub fn path_from(runtime: &Path, out: &Path) -> Result<String, Failure> {
    let manifest = fs::read_to_string(runtime.join("Cargo.toml")).unwrap_or_default();
    let table = manifest.parse::<toml::Table>().unwrap_or_default();
    let name = table.get("package").and_then(|it| it.get("name")?.as_str());
    if name != Some(PACKAGE) {
        return Err(Failure::new(format!(
            "`{}` does not hold the package `{PACKAGE}`",
            runtime.display()
        ))
        .help("name the repository's folder `runtime` with --runtime-path"));
    }
    let path = if runtime.is_absolute() {
        runtime.to_owned()
    } else {
        relative(&real(runtime)?, &real(out)?)
    };
    let text = path.to_str().ok_or_else(|| {
        Failure::new(format!("the path `{}` is not UTF-8", path.display()))
            .help("move the runtime to another folder")
    })?;
    Ok(if cfg!(windows) { text.replace('\\', "/") } else { text.to_owned() })
}

/// The path from one folder to another, both without links in them.
fn relative(path: &Path, from: &Path) -> PathBuf {
    let n_common = path.components().zip(from.components()).take_while(|(a, b)| a == b).count();
    let up = from.components().skip(n_common).map(|_| Component::ParentDir);
    up.chain(path.components().skip(n_common)).collect()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::relative;

    #[test]
    fn relative_paths_lead_from_one_folder_to_the_other() {
        let table = [
            ("/a/runtime", "/a/client", "../runtime"),
            ("/a/runtime", "/a/b/c", "../../runtime"),
            ("/a/b/runtime", "/a", "b/runtime"),
            ("/x", "/y/z", "../../x"),
        ];
        for (path, from, expected) in table {
            assert_eq!(relative(Path::new(path), Path::new(from)), Path::new(expected));
        }
    }
}
