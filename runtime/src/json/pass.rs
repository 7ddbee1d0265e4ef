//! One pass of a type over a document: how forgiving it is, and which objects the type knew nothing of.

use std::cell::{Cell, RefCell};

use super::view::{Members, View};

/// What a decoder is told about one pass, and what it tells about it.
#[derive(Debug, Default)]
pub(crate) struct Pass {
    /// Whether a property that has to be there and cannot be read takes a value that stands for nothing.
    pub(crate) lenient: bool,
    /// Whether the document has values that no JSON text may have; see [`Odd`](super::view::Odd).
    pub(crate) patched: bool,
    /// Objects that are read as if they were what is in their only property, by their addresses, in order.
    open: Vec<usize>,
    /// Objects of which the type knew no property.
    unknown: RefCell<Vec<Unknown>>,
    /// Whether an object was known that is the response itself, or one of its items.
    knew_the_response: Cell<bool>,
}

/// An object of which the type knew no property.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Unknown {
    pub(crate) address: usize,
    /// Whether it is the response itself or one of its items, and no part of an object.
    pub(crate) is_response: bool,
    /// Whether its only property holds an object.
    pub(crate) is_envelope: bool,
}

/// What a value is in the document.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Standing {
    /// The response itself or one of its items, and no part of an object.
    pub(crate) is_response: bool,
    /// There is no place for its absence in the type.
    pub(crate) is_required: bool,
    /// Something of it is known already: the discriminator of a union.
    pub(crate) is_known: bool,
    /// How many objects around it were made of nothing.
    pub(crate) depth: u8,
}

impl Standing {
    pub(crate) const RESPONSE: Self =
        Self { is_response: true, is_required: false, is_known: false, depth: 0 };
    pub(crate) const PROPERTY: Self =
        Self { is_response: false, is_required: true, is_known: false, depth: 0 };
}

impl Pass {
    pub(crate) fn new(lenient: bool, patched: bool, mut open: Vec<usize>) -> Self {
        open.sort_unstable();
        Self { lenient, patched, open, ..Self::default() }
    }

    /// Another pass of the same kind, with these objects open.
    pub(crate) fn opening(&self, open: Vec<usize>) -> Self {
        Self::new(self.lenient, self.patched, open)
    }

    /// Another pass, lenient or not.
    pub(crate) fn with(&self, lenient: bool) -> Self {
        Self::new(lenient, self.patched, self.open.clone())
    }

    pub(crate) fn open(&self) -> &[usize] {
        &self.open
    }

    /// Whether the type knew something of every object.
    pub(crate) fn knew_all(&self) -> bool {
        self.unknown.borrow().is_empty()
    }

    pub(crate) fn unknown(&self) -> Vec<Unknown> {
        self.unknown.borrow().clone()
    }

    /// The first object that the response is, or is a list of, if none of those was known.
    pub(crate) fn nothing_known(&self) -> Option<usize> {
        let unknown = self.unknown.borrow();
        let first = unknown.iter().find(|it| it.is_response)?;
        (!self.knew_the_response.get()).then_some(first.address)
    }

    #[cold]
    pub(super) fn did_not_know(&self, object: View<'_>, is_response: bool) {
        let (address, members) = (object.address(), object.as_object());
        let is_envelope = members.and_then(only_object).is_some();
        self.unknown.borrow_mut().push(Unknown { address, is_response, is_envelope });
    }

    pub(super) fn knew_the_response(&self) {
        self.knew_the_response.set(true);
    }

    /// The only property of an object that is to be opened.
    pub(super) fn opened<'a>(&self, object: View<'a>) -> Option<(&'a str, View<'a>)> {
        if self.open.is_empty() || self.open.binary_search(&object.address()).is_err() {
            return None;
        }
        only_object(object.as_object()?)
    }
}

/// The property of an object that has no other, if it is an object.
pub(crate) fn only_object<'a>(members: Members<'a>) -> Option<(&'a str, View<'a>)> {
    let mut members = members.iter();
    match (members.next(), members.next()) {
        (Some(only), None) if only.1.is_object() => Some(only),
        _ => None,
    }
}
