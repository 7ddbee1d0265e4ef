//! Which descriptions a folder holds.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use super::library::{normal, targets};
use super::shape::Shape;
use crate::disk::{Disk, Kind};
use crate::failure::Failure;

/// A description: how it is called, and where its root file is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Root {
    /// From the manifest, or the path without its ending.
    pub id: String,
    /// Relative to the folder.
    pub path: String,
    /// The id as a folder and package may be called; no other root has it.
    pub slug: String,
}

/// The file that lists the descriptions of a folder.
const MANIFEST: &str = "manifest.tsv";

/// Finds the descriptions under a folder: those that its manifest lists, else every root of one.
///
/// # Errors
///
/// The folder cannot be read, its manifest cannot be used, or there is nothing in it.
pub fn find(dir: &Path) -> Result<Vec<Root>, Failure> {
    if dir.is_file() {
        return Err(Failure::new(format!("`{}` is a file, not a folder", dir.display()))
            .help("name the folder that it lies in, and the file with --only"));
    }
    // A missing folder is no empty one.
    fs::read_dir(dir).map_err(|error| Failure::reading(dir, &error))?;
    let manifest = dir.join(MANIFEST);
    let found = if manifest.is_file() {
        listed(&manifest)?
    } else {
        discovered(dir)?.into_iter().map(|path| (without_ending(&path), path)).collect()
    };
    if found.is_empty() {
        return Err(Failure::new(format!("`{}` holds no description", dir.display())).help(
            "a description's root is a .json, .yaml or .yml file with `swagger` or `openapi` at its top",
        ));
    }
    let mut taken = BTreeSet::new();
    let roots = found.into_iter().map(|(id, path)| {
        let slug = unique(slug(&id), &mut taken);
        Root { id, path, slug }
    });
    Ok(roots.collect())
}

/// The columns `id` and `path` of a manifest.
fn listed(manifest: &Path) -> Result<Vec<(String, String)>, Failure> {
    let text = fs::read_to_string(manifest).map_err(|error| Failure::reading(manifest, &error))?;
    let mut lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let header: Vec<&str> =
        lines.next().map(|(_, line)| line.split('\t').collect()).unwrap_or_default();
    let column = |name: &str| header.iter().position(|it| it.trim() == name);
    let (Some(id), Some(path)) = (column("id"), column("path")) else {
        return Err(Failure::new("the manifest has no columns `id` and `path`")
            .at(format!("{}:1", manifest.display()))
            .help("name its columns in the first line, with tabs between them"));
    };
    let mut res = Vec::new();
    for (i, line) in lines {
        let cells: Vec<&str> = line.split('\t').map(str::trim).collect();
        let (Some(id), Some(path)) = (cells.get(id), cells.get(path)) else {
            return Err(Failure::new("the line of the manifest has too few columns").at(format!(
                "{}:{}",
                manifest.display(),
                i + 1
            )));
        };
        res.push(((*id).to_owned(), (*path).to_owned()));
    }
    Ok(res)
}

/// Every file with a dialect's version at its top that no other description takes in.
fn discovered(dir: &Path) -> Result<Vec<String>, Failure> {
    let disk = Disk::scan(dir, |name| !name.starts_with('.') && name != "target")?;
    let mut references: BTreeMap<PathBuf, BTreeSet<PathBuf>> = BTreeMap::new();
    let mut roots = Vec::new();
    for (path, kind) in disk.entries() {
        let ending = path.rsplit_once('.').map_or("", |it| it.1);
        if kind != Kind::File || !matches!(ending, "json" | "yaml" | "yml") {
            continue;
        }
        let file = normal(&dir.join(path));
        let bytes = fs::read(&file).map_err(|error| Failure::reading(&file, &error))?;
        let shape = Shape::parse(&bytes);
        let is_root = match &shape {
            Ok(shape) => shape.version().is_some(),
            // What the plain reader cannot read may still be one, and has to be told about.
            Err(_) => seems_a_root(&bytes),
        };
        if is_root {
            roots.push((path.to_owned(), file.clone()));
        }
        references.insert(file.clone(), shape.map(|it| targets(&it, &file)).unwrap_or_default());
    }
    let reach: BTreeMap<&Path, BTreeSet<PathBuf>> =
        roots.iter().map(|(_, file)| (file.as_path(), reached(file, &references))).collect();
    let leads_to = |from: &Path, to: &Path| reach.get(from).is_some_and(|it| it.contains(to));
    // Of roots that refer to each other, the first stays.
    let is_part = |file: &Path| {
        let mut others = roots.iter().map(|(_, it)| it.as_path()).filter(|it| *it != file);
        others.any(|it| leads_to(it, file) && (it < file || !leads_to(file, it)))
    };
    Ok(roots.iter().filter(|it| !is_part(&it.1)).map(|it| it.0.clone()).collect())
}

/// A file and all that it refers to, directly or not.
fn reached(root: &Path, references: &BTreeMap<PathBuf, BTreeSet<PathBuf>>) -> BTreeSet<PathBuf> {
    let mut res = BTreeSet::new();
    let mut todo = vec![root.to_owned()];
    while let Some(path) = todo.pop() {
        if res.insert(path.clone()) {
            todo.extend(references.get(&path).into_iter().flatten().cloned());
        }
    }
    res
}

fn seems_a_root(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]);
    let is_version = |line: &str| {
        let line = line.trim_start_matches(['{', ' ', '\t', '\u{feff}', '"', '\'']);
        line.starts_with("openapi") || line.starts_with("swagger")
    };
    text.lines().any(is_version)
}

fn without_ending(path: &str) -> String {
    path.rsplit_once('.').map_or(path, |it| it.0).to_owned()
}

/// Lower case, digits and dashes, a letter in front.
fn slug(id: &str) -> String {
    let mut res = String::new();
    for char in id.chars().map(|it| it.to_ascii_lowercase()) {
        match char {
            'a'..='z' | '0'..='9' => res.push(char),
            _ if res.is_empty() || res.ends_with('-') => {}
            _ => res.push('-'),
        }
    }
    format!("api-{}", res.trim_end_matches('-')).trim_end_matches('-').to_owned()
}

fn unique(slug: String, taken: &mut BTreeSet<String>) -> String {
    let numbered = (2..).map(|n| format!("{slug}-{n}"));
    let free = std::iter::once(slug.clone()).chain(numbered).find(|it| !taken.contains(it));
    let res = free.unwrap_or(slug);
    taken.insert(res.clone());
    res
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;

    use super::{find, slug, unique};

    const ROOT: &str = "openapi: 3.0.0\npaths: {}\n";

    #[test]
    fn slugs_are_packages() {
        let table = [
            ("v30-box", "api-v30-box"),
            ("A b/ö_c.d", "api-a-b-c-d"),
            ("../x", "api-x"),
            ("日本", "api"),
        ];
        for (id, expected) in table {
            assert_eq!(slug(id), expected, "{id}");
        }
        let mut taken = BTreeSet::new();
        let names = ["a", "a", "a-2", "a"].map(|it| unique(it.to_owned(), &mut taken));
        assert_eq!(names, ["a", "a-2", "a-2-2", "a-3"]);
    }

    #[test]
    fn what_another_description_takes_in_is_no_root() {
        let folder = tempfile::tempdir().unwrap();
        let write = |path: &str, text: &str| {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        write("a/root.yaml", &format!("{ROOT}x-parts: [{{$ref: parts.yml}}]\n"));
        write("a/parts.yml", "one: {$ref: 'inner.json#/x'}\n");
        write("a/inner.json", r#"{"swagger": "2.0", "paths": {}}"#);
        write("one.yaml", &format!("{ROOT}x-other: {{$ref: two.yaml}}\n"));
        write("two.yaml", &format!("{ROOT}x-other: {{$ref: one.yaml}}\n"));
        write("broken.json", "{\n  \"openapi\": \"3.0.0\",\n  [");
        write("other.json", "[1, 2]");
        write("openapi.txt", ROOT);
        write(".git/x.yaml", ROOT);
        let paths: Vec<String> =
            find(folder.path()).unwrap().into_iter().map(|it| it.path).collect();
        assert_eq!(paths, ["a/root.yaml", "broken.json", "one.yaml"]);
    }
}
