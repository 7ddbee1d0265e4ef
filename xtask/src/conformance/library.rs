//! A description as the plain reader sees it: its files, and the operations in them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Component, Path, PathBuf};

use percent_encoding::percent_decode_str;

use super::shape::Shape;

/// How many references in a row are followed.
const LONGEST_CHAIN: usize = 32;

/// The root file of a description and every file that it refers to, directly or not.
pub struct Library {
    root: PathBuf,
    files: BTreeMap<PathBuf, File>,
}

struct File {
    shape: Option<Shape>,
    /// Of its bytes; absent when it cannot be read.
    digest: Option<u64>,
}

/// A method and a path: `GET`, `/pets`.
pub type Operation = (String, String);

impl Library {
    /// Reads the files of a description. Those that cannot be read or parsed hold nothing.
    pub fn open(root: &Path) -> Self {
        let mut res = Self { root: normal(root), files: BTreeMap::new() };
        let mut todo = vec![res.root.clone()];
        while let Some(path) = todo.pop() {
            if res.files.contains_key(&path) {
                continue;
            }
            let file = File::read(&path);
            if let Some(shape) = &file.shape {
                todo.extend(targets(shape, &path));
            }
            res.files.insert(path, file);
        }
        res
    }

    /// Changes whenever the text of a file does.
    pub fn digest(&self) -> u64 {
        let mut res = DefaultHasher::new();
        for (path, file) in &self.files {
            (path, file.digest).hash(&mut res);
        }
        res.finish()
    }

    /// The version of the dialect.
    pub fn version(&self) -> Option<&str> {
        self.shape(&self.root)?.version()
    }

    /// The operations that the description has; `None` when its root cannot be read.
    pub fn operations(&self) -> Option<BTreeSet<Operation>> {
        let root = self.shape(&self.root)?;
        let mut res = BTreeSet::new();
        let methods: &[&str] = if root.get("swagger").is_some() {
            &["get", "put", "post", "delete", "options", "head", "patch"]
        } else {
            &["get", "put", "post", "delete", "options", "head", "patch", "trace"]
        };
        for (path, file, item) in root.get("paths").into_iter().flat_map(|it| self.items(it)) {
            for (key, value) in self.members(item, file) {
                if methods.contains(&key) && matches!(value, Shape::Map(_)) {
                    res.insert((key.to_uppercase(), path.to_owned()));
                }
            }
        }
        Some(res)
    }

    /// The path items under `paths`, with the file that each is written in.
    fn items<'a>(&'a self, paths: &'a Shape) -> Vec<(&'a str, &'a Path, &'a Shape)> {
        let mut res = Vec::new();
        for (file, shape) in self.chain(paths, &self.root) {
            let entries = shape.entries().into_iter();
            let items = entries.filter(|(path, _)| *path != "$ref" && !path.starts_with("x-"));
            res.extend(items.map(|(path, item)| (path, file, item)));
        }
        res
    }

    /// The entries of a value and of whatever it refers to.
    fn members<'a>(&'a self, shape: &'a Shape, file: &'a Path) -> Vec<(&'a str, &'a Shape)> {
        self.chain(shape, file).into_iter().flat_map(|(_, it)| it.entries()).collect()
    }

    /// A value, what its `$ref` leads to, and so on; with the files that they are in.
    fn chain<'a>(&'a self, shape: &'a Shape, file: &'a Path) -> Vec<(&'a Path, &'a Shape)> {
        let mut res = vec![(file, shape)];
        while res.len() < LONGEST_CHAIN
            && let Some(&(file, shape)) = res.last()
            && let Some(next) = shape.reference().and_then(|it| self.resolve(it, file))
        {
            res.push(next);
        }
        res
    }

    fn resolve(&self, reference: &str, from: &Path) -> Option<(&Path, &Shape)> {
        let path = target(reference, from)?;
        let (path, file) = self.files.get_key_value(&path)?;
        let pointer = reference.split_once('#').map_or("", |it| it.1);
        let pointer = percent_decode_str(pointer).decode_utf8_lossy();
        Some((path, file.shape.as_ref()?.at(&pointer)?))
    }

    fn shape(&self, path: &Path) -> Option<&Shape> {
        self.files.get(path)?.shape.as_ref()
    }
}

impl File {
    fn read(path: &Path) -> Self {
        let Ok(bytes) = fs::read(path) else { return Self { shape: None, digest: None } };
        Self { shape: Shape::parse(&bytes).ok(), digest: Some(digest(&bytes)) }
    }
}

/// The operations that a description has and a client has not.
///
/// A client may write a path otherwise: `/a/{id}` for `/a/:id`, without a query or a fragment. An operation of its
/// own stands for each of those that are one path then.
pub(crate) fn missing<'a>(
    present: &'a BTreeSet<Operation>,
    covered: &[Operation],
) -> Vec<&'a Operation> {
    let mut open: BTreeMap<Operation, usize> = BTreeMap::new();
    for (method, path) in covered {
        *open.entry((method.clone(), plain(path))).or_default() += 1;
    }
    let mut take = |(method, path): &Operation| {
        let n = open.get_mut(&(method.clone(), plain(path))).filter(|it| **it > 0);
        n.map(|it| *it -= 1).is_some()
    };
    // Those that are written alike first.
    let (same, others): (Vec<_>, Vec<_>) = present.iter().partition(|it| covered.contains(it));
    same.into_iter().chain(others).filter(|it| !take(it)).collect()
}

fn plain(path: &str) -> String {
    let path = path.split(['#', '?']).next().unwrap_or_default().trim_matches('/');
    let parts = path.split('/').map(|part| match part.strip_prefix(':') {
        Some(name) if !name.is_empty() => format!("{{{name}}}"),
        _ => part.to_owned(),
    });
    parts.collect::<Vec<_>>().join("/")
}

/// A number that changes whenever the bytes do.
pub(crate) fn digest(bytes: &[u8]) -> u64 {
    let mut res = DefaultHasher::new();
    bytes.hash(&mut res);
    res.finish()
}

/// The files that a file refers to.
pub(crate) fn targets(shape: &Shape, from: &Path) -> BTreeSet<PathBuf> {
    shape.references().into_iter().filter_map(|it| target(it, from)).collect()
}

/// The file that a reference in a file leads to; nothing for one over the network.
fn target(reference: &str, from: &Path) -> Option<PathBuf> {
    let file = reference.split_once('#').map_or(reference, |it| it.0);
    if file.is_empty() {
        return Some(from.to_owned());
    }
    if file.contains("://") {
        return None;
    }
    let file = percent_decode_str(file).decode_utf8().ok()?;
    Some(normal(&from.parent()?.join(&*file)))
}

/// A path without `.` and, where it can be told without looking, without `..`.
pub(crate) fn normal(path: &Path) -> PathBuf {
    let mut res = PathBuf::new();
    for part in path.components() {
        let ends_in_name = matches!(res.components().next_back(), Some(Component::Normal(_)));
        match part {
            Component::CurDir => {}
            Component::ParentDir if ends_in_name => drop(res.pop()),
            part => res.push(part),
        }
    }
    res
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::{Library, Operation, missing, normal};

    #[test]
    fn paths_are_normal() {
        let table = [("./a/../b.yaml", "b.yaml"), ("../a/./b", "../a/b"), ("a/b/../../c", "c")];
        for (path, expected) in table {
            assert_eq!(normal(Path::new(path)), Path::new(expected));
        }
    }

    #[test]
    fn each_operation_needs_one_of_its_own() {
        let get = |path: &str| -> Operation { ("GET".to_owned(), path.to_owned()) };
        let check = |present: &[&str], covered: &[&str], expected: &[&str]| {
            let present = present.iter().map(|it| get(it)).collect();
            let covered: Vec<Operation> = covered.iter().map(|it| get(it)).collect();
            let missing: Vec<&str> =
                missing(&present, &covered).into_iter().map(|it| it.1.as_str()).collect();
            assert_eq!(missing, expected);
        };
        check(&["/a", "/a/:id"], &["/a", "/a/{id}"], &[]);
        check(&["/a", "/a#x", "/a#y"], &["/a", "/a#x"], &["/a#y"]);
        check(&["/a", "/a#x", "/a#y"], &["/a", "/a", "/a"], &[]);
        check(&["/a", "/a/"], &["/a/"], &["/a"]);
        check(&["no-slash", "/b?v=1"], &["/no-slash", "/c"], &["/b?v=1"]);
    }

    #[test]
    fn operations_are_found_across_files() {
        let folder = tempfile::tempdir().unwrap();
        let write = |path: &str, text: &str| {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        write(
            "api/root.yaml",
            "openapi: 3.1.0\npaths:\n  /a: {$ref: 'paths/the%20a.json'}\n  /b: {get: {}, trace: {}, x-get: {}, parameters: []}\n  /c: {$ref: '#/components/pathItems/C', put: {}}\n  /d: {$ref: 'missing.yaml'}\n  /e: {$ref: '#/paths/~1e'}\n  /f: {get: }\n  x-paths: {get: {}}\ncomponents: {pathItems: {C: {$ref: '../shared.yml#/items/0'}}}\n",
        );
        write("api/paths/the a.json", "{\"post\": {}, \"servers\": []}");
        write("shared.yml", "items: [{delete: {}}]");
        let library = Library::open(&folder.path().join("api/root.yaml"));
        assert_eq!(library.version(), Some("3.1.0"));
        assert_eq!(library.files.len(), 4);
        let operations: Vec<String> =
            library.operations().unwrap().into_iter().map(|(it, path)| it + &path).collect();
        assert_eq!(operations, ["DELETE/c", "GET/b", "POST/a", "PUT/c", "TRACE/b"]);

        let before = library.digest();
        write("shared.yml", "items: [{delete: {}, get: {}}]");
        let library = Library::open(&folder.path().join("api/root.yaml"));
        assert_ne!(library.digest(), before);
        assert_eq!(library.operations().unwrap().len(), 6);
        assert!(Library::open(&folder.path().join("nowhere.yaml")).operations().is_none());
    }
}
