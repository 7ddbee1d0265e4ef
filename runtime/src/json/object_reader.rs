//! Reads an object member by member.

use std::collections::BTreeMap;

use serde_json::Value;

use super::node::Member;
use super::read::Read;
use super::view::{Members, View};
use super::wrap::inside_each;
use super::{Decode, DecodeError, Encode, Node, Reading, Tally, Wrap, to_value};
use crate::DifferenceKind;
use crate::request::plain_text;

/// Reads the members of an object by name.
#[derive(Debug)]
pub struct ObjectReader<'a> {
    members: Members<'a>,
    /// Where the next member probably is: most are asked for in the order in which they come.
    place: usize,
    tally: Option<&'a Tally>,
    reading: Reading,
    /// The envelopes around the values, if this is a map.
    wraps: &'static [Wrap],
    /// The members that were asked for and are there.
    read: Read,
    /// Whether the others were asked for, too.
    rest: bool,
}

impl<'a> ObjectReader<'a> {
    /// The members of the object that the node is.
    pub(super) fn new(members: Members<'a>, node: Node<'a>) -> Self {
        let (tally, reading, wraps) = (node.tally(), node.reading(), node.wraps());
        Self { members, place: 0, tally, reading, wraps, read: Read::default(), rest: false }
    }

    /// A member; what happens when it is absent is the type's decision ([`Decode::absent`]).
    pub fn field<T: Decode>(&mut self, name: &'static str) -> Result<T, DecodeError> {
        self.field_in(name, &[])
    }

    /// A member with envelopes around its value, or around what is in it.
    pub fn field_in<T: Decode>(
        &mut self,
        name: &'static str,
        wraps: &'static [Wrap],
    ) -> Result<T, DecodeError> {
        match self.find(name) {
            Some(node) => node.inside(wraps).decode().map_err(|error| error.in_member(name)),
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
        let Some(tally) = self.tally else {
            self.find(name);
            return Ok(());
        };
        let found = self.find(name).map(Node::value);
        let (expected, loose) = (to_value(value), self.reading.is_loose());
        let fits = |found: Value| {
            found == expected || (loose && plain_text(&found) == plain_text(&expected))
        };
        if found.is_some_and(|it| fits(it.to_value())) {
            return Ok(());
        }
        match found {
            Some(other) if !tally.is_choosing() => {
                tally.note(other, DifferenceKind::UnlistedValue);
                Ok(())
            }
            None if !tally.is_choosing() => Ok(()),
            Some(other) => {
                let expected = "the constant of this alternative";
                Err(DecodeError::unexpected(expected, &other.to_value()).in_member(name))
            }
            None => Err(DecodeError::missing(name)),
        }
    }

    /// All members that no `field` asked for.
    pub fn rest<T: Decode>(&mut self) -> Result<BTreeMap<String, T>, DecodeError> {
        self.rest_in(inside_each(self.wraps))
    }

    /// The same, with envelopes around each value, or around what is in it.
    pub fn rest_in<T: Decode>(
        &mut self,
        wraps: &'static [Wrap],
    ) -> Result<BTreeMap<String, T>, DecodeError> {
        let mut rest = BTreeMap::new();
        for (name, node) in self.unread() {
            let value = node.inside(wraps).decode().map_err(|error| error.in_member(name))?;
            rest.insert(name.to_owned(), value);
        }
        self.rest = true;
        Ok(rest)
    }

    fn find(&mut self, name: &'static str) -> Option<Node<'a>> {
        let (at, value) = self.members.find(name, &mut self.place)?;
        self.read.add(at, name);
        Some(self.node(name, value))
    }

    fn node(&self, name: &'a str, value: View<'a>) -> Node<'a> {
        Member { name, value, tally: self.tally, reading: self.reading }.into()
    }

    fn unread(&self) -> impl Iterator<Item = (&'a str, Node<'a>)> {
        let read = self.read.names(self.members);
        let others = self.members.iter().filter(move |(name, _)| !read.contains(name));
        others.map(|(name, value)| (name, self.node(name, value)))
    }
}

impl Drop for ObjectReader<'_> {
    fn drop(&mut self) {
        if let Some(tally) = self.tally {
            let left =
                if self.rest { 0 } else { self.members.len().saturating_sub(self.read.len()) };
            tally.add(self.read.len(), left);
            if !self.rest && tally.takes_notes() {
                self.unread().for_each(|(_, node)| node.differs(DifferenceKind::UnknownMember));
            }
        }
    }
}
