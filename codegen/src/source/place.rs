//! A node of a description: its file and its JSON pointer.

use std::borrow::Cow;
use std::fmt::Write;
use std::sync::Arc;

/// The number of a file, given out in the order of reading.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub(crate) struct FileId(pub(crate) u32);

/// The key below a `$ref` under which its siblings are addressed as a schema of their own.
const SIBLINGS: &str = "$siblings";

/// The key below an operation under which its form is addressed as a schema.
const FORM: &str = "$form";

/// Where a value stands: a file and a JSON pointer in it. Cheap to clone.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub(crate) struct Place {
    /// The file.
    pub(crate) file: FileId,
    /// The JSON pointer, escaped; empty for the whole file.
    pub(crate) pointer: Arc<str>,
}

impl Place {
    /// A place from a file and a pointer that is escaped already.
    pub(crate) fn new(file: FileId, pointer: impl Into<Arc<str>>) -> Self {
        Place { file, pointer: pointer.into() }
    }

    /// The whole file.
    pub(crate) fn root(file: FileId) -> Self {
        Place::new(file, "")
    }

    /// The value of a key of this place.
    pub(crate) fn key(&self, key: &str) -> Self {
        let mut pointer = String::with_capacity(self.pointer.len() + key.len() + 1);
        pointer.push_str(&self.pointer);
        push_key(&mut pointer, key);
        Place::new(self.file, pointer)
    }

    /// An entry of the list at this place.
    pub(crate) fn index(&self, index: usize) -> Self {
        let mut pointer = String::with_capacity(self.pointer.len() + 4);
        pointer.push_str(&self.pointer);
        push_index(&mut pointer, index);
        Place::new(self.file, pointer)
    }

    /// The last key, unescaped: for `#/components/schemas/Pet` it is `Pet`.
    pub(crate) fn last_key(&self) -> Option<String> {
        let at = self.pointer.rfind('/')?;
        Some(unescape(&self.pointer[at + 1..]).into_owned())
    }

    /// The place that holds this one.
    pub(crate) fn parent(&self) -> Option<Place> {
        let at = self.pointer.rfind('/')?;
        Some(Place::new(self.file, &self.pointer[..at]))
    }

    /// The keys on the way from the root of the file, unescaped.
    pub(crate) fn keys(&self) -> impl Iterator<Item = Cow<'_, str>> {
        self.pointer.split('/').skip(1).map(unescape)
    }

    /// The place as the text of a `$ref`, to travel through a document model.
    pub(crate) fn to_reference(&self) -> String {
        format!("{}#{}", self.file.0, self.pointer)
    }

    /// The opposite of [`Place::to_reference`].
    #[cfg(test)]
    pub(crate) fn from_reference(text: &str) -> Option<Place> {
        let (file, pointer) = text.split_once('#')?;
        Some(Place::new(FileId(file.parse().ok()?), pointer))
    }

    /// Where the keywords beside the `$ref` at this place are addressed.
    pub(crate) fn siblings(&self) -> Place {
        self.key(SIBLINGS)
    }

    /// Where the form that the operation at this place sends is addressed.
    pub(crate) fn form(&self) -> Place {
        self.key(FORM)
    }

    /// Whether this may be the place of a form.
    pub(crate) fn is_form(&self) -> bool {
        self.pointer.ends_with(FORM)
    }

    /// The `$ref` whose siblings this is, if this is such a place.
    pub(crate) fn without_siblings(&self) -> Option<Place> {
        let pointer = self.pointer.strip_suffix(SIBLINGS)?.strip_suffix('/')?;
        Some(Place::new(self.file, pointer))
    }
}

/// Whether a key is the one that addresses the siblings of a `$ref`.
pub(crate) fn is_siblings(key: &str) -> bool {
    key == SIBLINGS
}

/// Appends a key to a pointer.
pub(crate) fn push_key(pointer: &mut String, key: &str) {
    pointer.push('/');
    if key.contains(['~', '/']) {
        pointer.push_str(&key.replace('~', "~0").replace('/', "~1"));
    } else {
        pointer.push_str(key);
    }
}

/// Appends an index to a pointer.
pub(crate) fn push_index(pointer: &mut String, index: usize) {
    // Writing to a `String` cannot fail.
    let _ = write!(pointer, "/{index}");
}

fn unescape(key: &str) -> Cow<'_, str> {
    if key.contains('~') {
        Cow::Owned(key.replace("~1", "/").replace("~0", "~"))
    } else {
        Cow::Borrowed(key)
    }
}
