//! A folder of its own for each test, the program run in it, and what it holds.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::SystemTime;

use tempfile::TempDir;

use crate::petstore;

/// A temporary folder, a repository if asked for.
pub(crate) struct Sandbox {
    folder: TempDir,
}

/// What a run of the program left.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Sandbox {
    /// An empty folder outside any repository.
    pub(crate) fn empty() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// A repository with the petstore in `spec/`, nothing generated.
    pub(crate) fn repository() -> Self {
        let res = Self::empty();
        res.write("Cargo.toml", "[workspace]\nmembers = [\"generated/*\"]\n");
        res.add_api("petstore", petstore::CLIENT);
        res
    }

    /// A repository with the petstore in `spec/` and `generated/`.
    pub(crate) fn generated() -> Self {
        let res = Self::repository();
        res.run(&["regen"]).succeeds();
        res
    }

    pub(crate) fn add_api(&self, name: &str, client: &str) {
        self.write(&format!("spec/{name}/client.toml"), client);
        self.write(&format!("spec/{name}/openapi.yaml"), petstore::ROOT);
        self.write(&format!("spec/{name}/schemas.yaml"), petstore::SCHEMAS);
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Gives the operations of an API another tag: the files of the old one are no longer generated.
    pub(crate) fn rename_tag(&self, root: &str) {
        self.edit(root, "tags: [pets]", "tags: [animals]");
        self.edit(root, "- name: pets", "- name: animals");
    }

    /// Replaces a text in a file, which must be there.
    pub(crate) fn edit(&self, path: &str, old: &str, new: &str) {
        let text = self.read(path);
        assert!(text.contains(old), "{path} does not hold {old:?}");
        self.write(path, &text.replace(old, new));
    }

    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut res = Command::new(env!("CARGO_BIN_EXE_xtask"));
        res.args(args).current_dir(self.folder.path()).env_remove("CARGO_MANIFEST_DIR");
        res.stdin(Stdio::null());
        res
    }

    pub(crate) fn run(&self, args: &[&str]) -> Run {
        run(self.command(args))
    }

    /// Every path with its text and time of change.
    pub(crate) fn snapshot(&self) -> BTreeMap<PathBuf, (Option<Vec<u8>>, SystemTime)> {
        let mut res = BTreeMap::new();
        collect(self.folder.path(), &mut res);
        res
    }

    /// The files below a folder, relative to it.
    pub(crate) fn files(&self, folder: &str) -> Vec<String> {
        let mut all = BTreeMap::new();
        let folder = self.path(folder);
        collect(&folder, &mut all);
        let files = all.into_iter().filter(|(_, (text, _))| text.is_some());
        files
            .map(|(path, _)| path.strip_prefix(&folder).unwrap().to_string_lossy().into_owned())
            .collect()
    }
}

pub(crate) fn run(mut command: Command) -> Run {
    let output = command.output().unwrap();
    Run {
        code: output.status.code().expect("it was killed"),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

fn collect(folder: &Path, all: &mut BTreeMap<PathBuf, (Option<Vec<u8>>, SystemTime)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let metadata = fs::symlink_metadata(&path).unwrap();
        let text = metadata.is_file().then(|| fs::read(&path).unwrap());
        if metadata.is_dir() {
            collect(&path, all);
        }
        all.insert(path, (text, metadata.modified().unwrap()));
    }
}

impl Run {
    #[track_caller]
    pub(crate) fn succeeds(self) -> Self {
        assert_eq!(self.code, 0, "{self:#?}");
        self
    }

    #[track_caller]
    pub(crate) fn fails(self) -> Self {
        assert_eq!(self.code, 1, "{self:#?}");
        assert!(self.err.contains("error: "), "{self:#?}");
        self
    }

    #[track_caller]
    pub(crate) fn says(self, text: &str) -> Self {
        assert!(self.out.contains(text), "no {text:?} in {self:#?}");
        self
    }

    #[track_caller]
    pub(crate) fn remarks(self, text: &str) -> Self {
        assert!(self.err.contains(text), "no {text:?} in {self:#?}");
        self
    }
}
