//! A description anywhere on the disk: from the arguments to what the generator gives.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Component, Path};

use openapi_codegen::{Config, Output, Source};

use crate::cli::DescriptionArgs;
use crate::client_toml;
use crate::failure::Failure;
use crate::files::Files;
use crate::header;

/// Reads the settings for a description: those of `--config`, else none but a name.
///
/// # Errors
///
/// SPEC or the settings cannot be read.
pub fn settings(args: &DescriptionArgs, name: Option<&str>) -> Result<Config, Failure> {
    check_readable(&args.spec)?;
    let file = args.spec.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let mut res = match &args.config {
        Some(path) => client_toml::read(path, &path.display().to_string())?,
        None => Config::new(&file, "description").map_err(|it| Failure::new(it.to_string()))?,
    };
    res.root = file;
    if let Some(name) = name {
        res.package.name = name.to_owned();
    }
    res.command = header::GENERATE.to_owned();
    Ok(res)
}

/// Runs the generator on the description.
///
/// # Errors
///
/// The path of SPEC cannot be written as text.
pub fn generate(args: &DescriptionArgs, config: &Config) -> Result<Output, Failure> {
    let root = slashed(&args.spec)?;
    let files = Files::around(Path::new(&root), args.allow_outside);
    let read = |path: &str| files.read(Path::new(path));
    // Somebody else's description has faults that its users cannot mend.
    let source = Source::new(root, read).allow_outside(args.allow_outside).tolerant(!args.strict);
    Ok(openapi_codegen::generate(&source, config))
}

/// Why a description does not pass, if so.
pub fn objection(args: &DescriptionArgs, output: &Output) -> Option<String> {
    let (n_errors, n_warnings) = (output.error_count(), output.warning_count());
    let spec = args.spec.display();
    if n_errors > 0 {
        Some(format!("`{spec}` has {}", count(n_errors, "error")))
    } else if args.deny_warnings && n_warnings > 0 {
        Some(format!("`{spec}` has {}, denied by --deny-warnings", count(n_warnings, "warning")))
    } else {
        None
    }
}

/// `1 error`, `2 errors`.
pub(crate) fn count(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}

fn check_readable(spec: &Path) -> Result<(), Failure> {
    if spec.is_dir() {
        return Err(Failure::new(format!("`{}` is a folder, not a description", spec.display()))
            .help(match root_in(spec) {
                Some(root) => format!("name the description's root file, `{root}`"),
                None => "name the description's root file".to_owned(),
            }));
    }
    if let Ok(kind) = fs::metadata(spec)
        && !kind.is_file()
    {
        let message =
            format!("cannot read `{}`: it is a pipe, a socket or a device", spec.display());
        return Err(Failure::new(message).help("name a file"));
    }
    // A byte is enough: some faults show in the reading, not in the opening.
    let byte = File::open(spec).and_then(|file| file.take(1).read_to_end(&mut Vec::new()));
    byte.map(drop).map_err(|error| Failure::reading(spec, &error))
}

/// The file in a folder that looks most like the root of a description.
fn root_in(folder: &Path) -> Option<String> {
    let names = ["openapi", "swagger", "api"].into_iter();
    let mut paths =
        names.flat_map(|it| ["yaml", "yml", "json"].map(|end| folder.join(format!("{it}.{end}"))));
    paths.find(|it| it.is_file()).map(|it| it.display().to_string())
}

/// A path as diagnostics show it: forward slashes, no `./` in front.
fn slashed(path: &Path) -> Result<String, Failure> {
    let text = path.to_str().ok_or_else(|| {
        Failure::reading(path, &io::Error::other("its name is not UTF-8"))
            .help("give it another name")
    })?;
    if path.components().next() == Some(Component::CurDir) {
        let rest: std::path::PathBuf = path.components().skip(1).collect();
        return slashed(&rest);
    }
    Ok(if cfg!(windows) { text.replace('\\', "/") } else { text.to_owned() })
}
