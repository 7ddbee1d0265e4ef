//! A place in a JSON document that is being decoded.

use std::cell::Cell;
use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::{Decode, DecodeError, Encode};

/// A value on its way into a type.
///
/// Cheap to copy: it borrows the document.
#[derive(Clone, Copy, Debug)]
pub struct Node<'a> {
    value: &'a Value,
    tally: Option<&'a Tally>,
}

/// How well a type fits a value: what was recognised by name, and what was left over.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    recognised: Cell<usize>,
    unread: Cell<usize>,
}

impl Tally {
    pub(crate) fn recognised(&self) -> usize {
        self.recognised.get()
    }

    pub(crate) fn unread(&self) -> usize {
        self.unread.get()
    }

    pub(crate) fn add(&self, recognised: usize, unread: usize) {
        self.recognised.set(self.recognised.get() + recognised);
        self.unread.set(self.unread.get() + unread);
    }
}

impl<'a> Node<'a> {
    /// The root of a document.
    pub fn new(value: &'a Value) -> Self {
        Self { value, tally: None }
    }

    /// The same place, counting what the decoder recognises.
    pub(crate) fn counted(self, tally: &'a Tally) -> Self {
        Self { value: self.value, tally: Some(tally) }
    }

    /// The value itself.
    pub fn value(self) -> &'a Value {
        self.value
    }

    /// Whether the value is `null`.
    pub fn is_null(self) -> bool {
        self.value.is_null()
    }

    /// The members of an object.
    pub fn object(self) -> Result<ObjectReader<'a>, DecodeError> {
        match self.value {
            Value::Object(members) => {
                Ok(ObjectReader { members, tally: self.tally, read: Vec::new(), rest: false })
            }
            other => Err(DecodeError::unexpected("an object", other)),
        }
    }

    /// The elements of an array.
    pub fn elements(self) -> Result<impl ExactSizeIterator<Item = Node<'a>>, DecodeError> {
        let Value::Array(elements) = self.value else {
            return Err(DecodeError::unexpected("an array", self.value));
        };
        Ok(elements.iter().map(move |value| Node { value, tally: self.tally }))
    }

    /// The text of a member, such as a union's discriminator; the member is not used up.
    pub fn tag(self, name: &str) -> Option<&'a str> {
        self.value.get(name)?.as_str()
    }

    /// A member as it is, whatever this is: `None` if this is not an object or has no such member.
    pub fn member(self, name: &str) -> Option<Node<'a>> {
        Some(Node { value: self.value.as_object()?.get(name)?, tally: self.tally })
    }

    /// Decodes the payload of a union's variant.
    pub fn variant<T: Decode, U>(self, wrap: impl FnOnce(T) -> U) -> Result<U, DecodeError> {
        T::decode(self).map(wrap)
    }

    /// Tells the choice between alternatives whether the value is one that the description lists.
    pub fn note(self, recognised: bool) {
        if let Some(tally) = self.tally {
            tally.add(usize::from(recognised), usize::from(!recognised));
        }
    }

    /// Adds what was counted for a chosen alternative.
    pub(crate) fn add_tally(self, chosen: &Tally) {
        if let Some(tally) = self.tally {
            tally.add(chosen.recognised(), chosen.unread());
        }
    }
}

/// Reads the members of an object by name.
#[derive(Debug)]
pub struct ObjectReader<'a> {
    members: &'a Map<String, Value>,
    tally: Option<&'a Tally>,
    /// The members that were asked for and are there.
    read: Vec<&'static str>,
    /// Whether the others were asked for, too.
    rest: bool,
}

impl<'a> ObjectReader<'a> {
    /// A member; what happens when it is absent is the type's decision ([`Decode::absent`]).
    pub fn field<T: Decode>(&mut self, name: &'static str) -> Result<T, DecodeError> {
        match self.find(name) {
            Some(node) => T::decode(node).map_err(|error| error.in_member(name)),
            None => T::absent().ok_or_else(|| DecodeError::missing(name)),
        }
    }

    /// A member that always has the same value. Another value, or none, matters only where it tells one
    /// alternative of a union from another; there it is an error.
    pub fn constant<T: Encode + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), DecodeError> {
        let found = self.find(name).map(Node::value);
        if self.tally.is_none() || found == Some(&value.encode()) {
            return Ok(());
        }
        match found {
            Some(other) => {
                Err(DecodeError::unexpected("the constant of this alternative", other)
                    .in_member(name))
            }
            None => Err(DecodeError::missing(name)),
        }
    }

    /// All members that no `field` asked for.
    pub fn rest<T: Decode>(&mut self) -> Result<BTreeMap<String, T>, DecodeError> {
        let mut rest = BTreeMap::new();
        for (name, node) in self.unread() {
            rest.insert(name.clone(), T::decode(node).map_err(|error| error.in_member(name))?);
        }
        self.rest = true;
        Ok(rest)
    }

    fn find(&mut self, name: &'static str) -> Option<Node<'a>> {
        let value = self.members.get(name)?;
        self.read.push(name);
        Some(Node { value, tally: self.tally })
    }

    fn unread(&self) -> impl Iterator<Item = (&'a String, Node<'a>)> {
        let tally = self.tally;
        let others = self.members.iter().filter(|(name, _)| !self.read.contains(&name.as_str()));
        others.map(move |(name, value)| (name, Node { value, tally }))
    }
}

impl Drop for ObjectReader<'_> {
    fn drop(&mut self) {
        if let Some(tally) = self.tally {
            let left =
                if self.rest { 0 } else { self.members.len().saturating_sub(self.read.len()) };
            tally.add(self.read.len(), left);
        }
    }
}
