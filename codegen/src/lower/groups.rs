//! Which operations belong together: those of one tag, or of one part of the paths where there are no tags.

use std::collections::HashMap;

use crate::document::Document;
use crate::model::Group;

/// Where operations without a tag go that share their path with no other.
const UNSORTED: &str = "api";

/// The tags in the order in which the document lists them, then those that only operations name.
pub(super) struct Groups {
    found: Vec<Group>,
    /// Where in `found` each is.
    indices: HashMap<String, usize>,
    /// How many operations without a tag have paths that begin alike.
    untagged: HashMap<String, usize>,
}

impl Groups {
    pub(super) fn new(document: &Document) -> Self {
        let mut groups =
            Self { found: Vec::new(), indices: HashMap::new(), untagged: HashMap::new() };
        for tag in document.tags() {
            let index = groups.index(&tag.name);
            groups.found[index].description = tag.description;
        }
        groups
    }

    /// Takes in the paths of all operations without a tag, before they are sorted.
    pub(super) fn count<'a>(&mut self, paths: impl Iterator<Item = &'a str>) {
        for path in paths {
            *self.untagged.entry(first_segment(path).to_owned()).or_default() += 1;
        }
    }

    pub(super) fn index(&mut self, name: &str) -> usize {
        if let Some(index) = self.indices.get(name) {
            return *index;
        }
        self.indices.insert(name.to_owned(), self.found.len());
        self.found.push(Group { name: name.to_owned(), description: None });
        self.found.len() - 1
    }

    /// The group of an operation without a tag.
    pub(super) fn index_of_path(&mut self, path: &str) -> usize {
        let segment = first_segment(path);
        let shared = self.untagged.get(segment).is_some_and(|count| *count > 1);
        self.index(if shared { segment } else { UNSORTED })
    }

    pub(super) fn into_found(self) -> Vec<Group> {
        self.found
    }
}

/// The first part of a path that says what it is about.
fn first_segment(path: &str) -> &str {
    let says_something =
        |it: &&str| !it.is_empty() && !it.contains('{') && !is_version(it) && *it != UNSORTED;
    path.split('/').find(says_something).unwrap_or(UNSORTED)
}

/// `v1`, `2.0`
fn is_version(segment: &str) -> bool {
    let number = segment.strip_prefix(['v', 'V']).unwrap_or(segment);
    !number.is_empty() && number.chars().all(|it| it.is_ascii_digit() || it == '.')
}
