//! Which text, from where: the root file, a way to read the files that it refers to, and places in them.

mod json;
mod place;
mod position;
mod syntax;
mod yaml;

use std::collections::BTreeMap;
use std::sync::Arc;

pub(crate) use place::is_siblings;
pub(crate) use place::{FileId, Place, push_index, push_key};
pub(crate) use position::{Location, Wanted, floor, locate};
pub(crate) use syntax::{Event, Events, Mark, SyntaxFault, events};

/// What reading a file gives: its bytes, or a sentence that says why there are none.
pub type ReadResult = Result<Vec<u8>, String>;

/// The description to read: the path of its root file, and a callback that reads files.
///
/// Paths have forward slashes and are relative to where the caller stands, such as
/// `spec/pets/openapi.yaml`. Nothing here touches the disk or the network by itself.
pub struct Source<'a> {
    root: String,
    read: Box<dyn Fn(&str) -> ReadResult + 'a>,
    outside: bool,
    tolerant: bool,
}

impl<'a> Source<'a> {
    /// A description whose files are read by `read`.
    pub fn new(root: impl Into<String>, read: impl Fn(&str) -> ReadResult + 'a) -> Self {
        let root = root.into().replace('\\', "/");
        Source { root, read: Box::new(read), outside: false, tolerant: false }
    }

    /// Whether references may leave the folder of the root file. They may not, unless this is set.
    pub fn allow_outside(mut self, allow: bool) -> Self {
        self.outside = allow;
        self
    }

    /// Whether faults of single parts, such as a reference that leads nowhere, are warnings. The
    /// part is left out, or taken as anything; what makes the whole unusable stays an error.
    ///
    /// A description of one's own should have no such fault, so they are errors unless this is set.
    pub fn tolerant(mut self, tolerant: bool) -> Self {
        self.tolerant = tolerant;
        self
    }

    /// The path of the root file.
    pub fn root(&self) -> &str {
        &self.root
    }

    /// Reads one file.
    pub fn read(&self, path: &str) -> ReadResult {
        (self.read)(path)
    }

    pub(crate) fn is_tolerant(&self) -> bool {
        self.tolerant
    }

    pub(crate) fn allows_outside(&self) -> bool {
        self.outside
    }
}

impl Source<'static> {
    /// A description that is one text.
    pub fn text(name: &str, text: &str) -> Self {
        Source::files(name, [(name.to_owned(), text.to_owned())])
    }

    /// A description in several files that are in memory.
    pub fn files(
        root: impl Into<String>,
        files: impl IntoIterator<Item = (String, String)>,
    ) -> Self {
        let files: BTreeMap<String, String> = files.into_iter().collect();
        Source::new(root, move |path| match files.get(path) {
            Some(text) => Ok(text.clone().into_bytes()),
            None => Err("there is no such file".to_owned()),
        })
    }
}

/// One file that was read: its path and its text, without a byte order mark.
#[derive(Clone, Debug)]
pub(crate) struct SourceFile {
    /// As the caller would open it.
    pub(crate) path: Arc<str>,
    /// Empty if it could not be read.
    pub(crate) text: Arc<str>,
}
