//! What a place in a document is to the type that reads it: where faults are forgiven, and how.

use serde_json::Value;

use super::pass::{Pass, Standing};
use super::view::{Members, View};
use super::wrap::inside_each;
use super::{Decode, DecodeError, Node, ObjectReader, fault_at};
use crate::DifferenceKind;

/// What is read where nothing came.
static NOTHING: Value = Value::Null;
static NONE: Value = Value::Array(Vec::new());

impl<'a> Node<'a> {
    /// The same place, of this pass over the document.
    pub(crate) fn passed<'b>(self, pass: &'b Pass) -> Node<'b>
    where
        'a: 'b,
    {
        Node { pass: Some(pass), ..self }
    }

    /// The same place, read strictly, for a choice between alternatives.
    pub(crate) fn strictly(self) -> Self {
        Self { pass: None, ..self }
    }

    /// The same place, where a fault is to be seen as one.
    pub(super) fn firmly(self) -> Self {
        if self.is_lenient() { self.strictly() } else { self }
    }

    /// A place where nothing is, of which nothing is told, in as many objects that were made of nothing.
    pub(super) fn nothing(self, depth: u8) -> Self {
        let standing = Standing { depth: depth + 1, ..self.standing };
        Self { value: View::Value(&NOTHING), tally: None, standing, ..self }
    }

    /// The same place, whose absence the type has a place for.
    pub(crate) fn optional(self) -> Self {
        Self { standing: Standing { is_required: false, ..self.standing }, ..self }
    }

    /// The same place, which is the response itself or one of its items.
    pub(super) fn response(self) -> Self {
        Self { standing: Standing::RESPONSE, ..self }
    }

    /// Whether what cannot be read is left out, or filled in.
    pub(super) fn is_lenient(self) -> bool {
        self.pass.is_some_and(|it| it.lenient)
    }

    /// Whether the document has values that no JSON text may have.
    pub(super) fn is_patched(self) -> bool {
        self.pass.is_some_and(|it| it.patched)
    }

    /// Any value, as long as it is one of JSON.
    pub(super) fn sound(self) -> Result<Self, DecodeError> {
        let odd = if self.is_patched() { self.value.first_odd() } else { None };
        let Some(odd) = odd else { return Ok(self) };
        let fault = |odd: View<'_>| Node::at(odd).unexpected("a JSON value");
        Err(fault_at(self.value, odd.address(), fault))
    }

    /// What stands for a value that is needed and cannot be read, if that is to be; else the fault.
    #[cold]
    pub(crate) fn fill<T: Default>(self, expected: &'static str) -> Result<T, DecodeError> {
        self.fill_or(|| self.unexpected(expected))
    }

    /// The same with a fault of its own.
    #[cold]
    pub(super) fn fill_or<T: Default>(
        self,
        fault: impl FnOnce() -> DecodeError,
    ) -> Result<T, DecodeError> {
        if self.is_lenient() && self.standing.is_required {
            self.differs(DifferenceKind::WrongType);
            return Ok(T::default());
        }
        Err(fault())
    }

    /// The entries of a map: those of an object, or none where `null` is.
    pub(super) fn entries(self) -> Result<ObjectReader<'a>, DecodeError> {
        if self.is_null() {
            self.differs_as_null();
            return Ok(ObjectReader::new(Members::NONE, self));
        }
        self.object()
    }

    /// The elements of a list: those of an array, or none where `null` is.
    pub(super) fn list_elements(
        self,
    ) -> Result<impl ExactSizeIterator<Item = Node<'a>>, DecodeError> {
        if !self.is_null() {
            return self.elements();
        }
        self.differs_as_null();
        Node { value: View::Value(&NONE), ..self }.elements()
    }

    /// `null` stands for an empty list or map; a type that has a place for `null` is the better one.
    #[cold]
    fn differs_as_null(self) {
        if let Some(tally) = self.tally
            && !self.reading().is_xml()
        {
            tally.bend();
            tally.note(self.value, DifferenceKind::NullForEmpty);
        }
    }

    /// A list in a document of elements: an element around its items, or an item that is not in one.
    pub(super) fn list_in_elements<T: Decode>(self) -> Result<Vec<T>, DecodeError> {
        let around = |node: Node<'_>| super::decode::list(node);
        let alone = |node: Node<'_>| {
            node.bend();
            let item: Result<T, _> = node.inside(inside_each(node.wraps)).decode();
            item.map(|it| vec![it])
        };
        let firm = self.firmly();
        match firm.tried(around) {
            Ok(list) => Ok(list),
            Err(error) => firm.tried(alone).or_else(|_| match self.is_lenient() {
                true => self.tried(around),
                false => Err(error),
            }),
        }
    }
}
