//! How a folder differs from a fresh tree, file by file.

use openapi_codegen::Tree;

use crate::disk::{Disk, Kind};
use crate::failure::Failure;
use crate::header;

/// One way in which the files of a folder are not what a fresh run gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Drift {
    /// The file's text is another one.
    Changed {
        /// Path relative to the folder.
        path: String,
        /// The first line that differs, counted from 1.
        line: usize,
        /// That line in the folder; `None` when the file ends before it.
        old: Option<String>,
        /// That line in the fresh tree; `None` when the text ends before it.
        new: Option<String>,
    },
    /// Generated, but not in the folder.
    Missing {
        /// Path relative to the folder.
        path: String,
    },
    /// In the folder, but not generated (any more).
    Stale {
        /// Path relative to the folder.
        path: String,
    },
}

impl Drift {
    /// Path relative to the folder.
    pub fn path(&self) -> &str {
        match self {
            Self::Changed { path, .. } | Self::Missing { path } | Self::Stale { path } => path,
        }
    }
}

/// Whose a file is that no fresh run gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Others {
    /// Nothing in the folder is made by hand: it is stale.
    Stale,
    /// The folder's owner may keep files there: it is stale only when it carries the generated header.
    Kept,
}

/// Compares a fresh tree with a folder, in order of the paths.
///
/// # Errors
///
/// A file cannot be read.
pub fn drifts(tree: &Tree, disk: &Disk, others: Others) -> Result<Vec<Drift>, Failure> {
    let mut res = Vec::new();
    for (path, new) in tree.files() {
        if disk.get(path) != Some(Kind::File) {
            res.push(Drift::Missing { path: path.to_owned() });
            continue;
        }
        let old = disk.text(path)?;
        if old != new {
            let (line, old, new) = first_difference(&old, new);
            res.push(Drift::Changed { path: path.to_owned(), line, old, new });
        }
    }
    for (path, kind) in disk.entries() {
        let generated = tree.get(path).is_some();
        let stale = match (kind, others) {
            (Kind::Folder, _) => false,
            (Kind::File, Others::Stale) => !generated,
            (Kind::File, Others::Kept) => !generated && is_ours(disk, path)?,
            (Kind::Other, Others::Stale) => true,
            (Kind::Other, Others::Kept) => false,
        };
        if stale {
            res.push(Drift::Stale { path: path.to_owned() });
        }
    }
    res.sort_by(|one, other| one.path().cmp(other.path()));
    Ok(res)
}

fn is_ours(disk: &Disk, path: &str) -> Result<bool, Failure> {
    let path = disk.dir().join(path);
    let command =
        header::command_of_file(&path).map_err(|error| Failure::reading(&path, &error))?;
    Ok(command.is_some())
}

fn first_difference(old: &str, new: &str) -> (usize, Option<String>, Option<String>) {
    let (mut old, mut new) = (old.split_inclusive('\n'), new.split_inclusive('\n'));
    let mut line = 1;
    loop {
        match (old.next(), new.next()) {
            (Some(one), Some(other)) if one == other => line += 1,
            (one, other) => return (line, one.map(str::to_owned), other.map(str::to_owned)),
        }
    }
}

/// A pair of differing lines, as they are shown: without indentation, long ones cut before the difference.
pub fn shown(old: Option<&str>, new: Option<&str>) -> (String, String) {
    let end = || "(end of file)".to_owned();
    let (Some(one), Some(other)) = (old, new) else {
        let text = |it: Option<&str>| it.map_or_else(end, |it| cut(it.trim(), 0));
        return (text(old), text(new));
    };
    let (one, other) = match (one.trim(), other.trim()) {
        // They differ in white space: show it.
        (left, right) if left == right => (format!("{one:?}"), format!("{other:?}")),
        (left, right) => (left.to_owned(), right.to_owned()),
    };
    let same = one.chars().zip(other.chars()).take_while(|(left, right)| left == right).count();
    (cut(&one, same), cut(&other, same))
}

/// At most 120 characters of a line, with some context before the given one.
fn cut(line: &str, at: usize) -> String {
    const WIDTH: usize = 120;
    let n_chars = line.chars().count();
    if n_chars <= WIDTH {
        return line.to_owned();
    }
    let start = at.saturating_sub(WIDTH / 3);
    let piece: String = line.chars().skip(start).take(WIDTH).collect();
    let (before, after) =
        (if start > 0 { "…" } else { "" }, if start + WIDTH < n_chars { "…" } else { "" });
    format!("{before}{piece}{after}")
}

#[cfg(test)]
mod tests {
    use super::{first_difference, shown};

    #[test]
    fn the_first_differing_line_is_found() {
        let table = [
            ("a\nb\n", "a\nc\n", (2, Some("b\n"), Some("c\n"))),
            ("a\n", "a\nb\n", (2, None, Some("b\n"))),
            ("a\nb\n", "a\n", (2, Some("b\n"), None)),
            ("a", "a\n", (1, Some("a"), Some("a\n"))),
            ("", "a\n", (1, None, Some("a\n"))),
        ];
        for (old, new, (line, one, other)) in table {
            let expected = (line, one.map(str::to_owned), other.map(str::to_owned));
            assert_eq!(first_difference(old, new), expected, "{old:?} {new:?}");
        }
    }

    #[test]
    fn a_difference_is_always_visible() {
        assert_eq!(
            shown(Some("    id: i32,\n"), Some("    id: i64,\n")),
            ("id: i32,".to_owned(), "id: i64,".to_owned())
        );
        assert_eq!(
            shown(Some("a\r\n"), Some("a\n")),
            (r#""a\r\n""#.to_owned(), r#""a\n""#.to_owned())
        );
        assert_eq!(shown(None, Some("a\n")), ("(end of file)".to_owned(), "a".to_owned()));
        let (long, longer) = ("x".repeat(5000), format!("{}y", "x".repeat(5000)));
        let (old, new) = shown(Some(&long), Some(&longer));
        assert_ne!(old, new);
        assert!(new.ends_with('y') && new.chars().count() < 130, "{new}");
    }
}
