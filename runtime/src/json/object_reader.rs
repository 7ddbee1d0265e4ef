//! Reads an object member by member.

use std::collections::BTreeMap;

use serde_json::Value;

use super::node::Member;
use super::pass::{Pass, Standing};
use super::read::Read;
use super::view::{Members, View};
use super::wrap::inside_each;
use super::{Decode, DecodeError, Encode, Node, Reading, Tally, Wrap, to_value};
use crate::DifferenceKind;
use crate::request::plain_text;

/// How many objects are made of nothing in one another.
const DEEPEST: u8 = 32;

/// Reads the members of an object by name.
#[derive(Debug)]
pub struct ObjectReader<'a> {
    members: Members<'a>,
    /// Where the next member probably is: most are asked for in the order in which they come.
    place: usize,
    tally: Option<&'a Tally>,
    pass: Option<&'a Pass>,
    standing: Standing,
    /// The object itself, or the one whose only property it is, if that was opened.
    object: View<'a>,
    /// The name of that only property.
    around: Option<&'a str>,
    reading: Reading,
    /// The envelopes around the values, if this is a map.
    wraps: &'static [Wrap],
    /// The members that were asked for and are there.
    read: Read,
    /// Whether any member was asked for.
    asked: bool,
    /// Whether the others were asked for, too.
    rest: bool,
}

impl<'a> ObjectReader<'a> {
    /// The members of the object that the node is.
    pub(super) fn new(members: Members<'a>, node: Node<'a>) -> Self {
        let opened = node.pass.and_then(|it| it.opened(node.value()));
        let members = match opened.and_then(|(_, inside)| inside.as_object()) {
            Some(inside) => inside,
            None => members,
        };
        if let (Some((_, inside)), Some(tally)) = (opened, node.tally()) {
            tally.note(inside, DifferenceKind::UnknownMember);
        }
        Self {
            members,
            place: 0,
            tally: node.tally(),
            pass: node.pass,
            standing: node.standing,
            object: node.value(),
            around: opened.map(|(name, _)| name),
            reading: node.reading(),
            wraps: node.wraps(),
            read: Read::default(),
            asked: false,
            rest: false,
        }
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
            Some(node) => node.inside(wraps).decode().map_err(|error| self.seen(name, error)),
            None => match T::absent() {
                Some(absent) => Ok(absent),
                None => self.left_out(name, T::empty)?.map_or_else(
                    || self.nothing(name).inside(wraps).decode().map_err(|it| self.seen(name, it)),
                    Ok,
                ),
            },
        }
    }

    /// The member that is around the response; it has to be there.
    pub(crate) fn response_in<T: Decode>(
        &mut self,
        name: &'static str,
        wraps: &'static [Wrap],
    ) -> Result<T, DecodeError> {
        let found = self.find(name).map(|node| node.response().inside(wraps));
        match found {
            Some(node) => node.decode().map_err(|error| error.in_member(name)),
            None => T::absent().ok_or_else(|| DecodeError::missing(name)),
        }
    }

    /// What stands for a member that has to be there and is not: an empty list or map, or, where the document is read
    /// leniently, what is made of nothing (`None`).
    #[cold]
    fn left_out<T>(
        &self,
        name: &'static str,
        empty: fn() -> Option<T>,
    ) -> Result<Option<T>, DecodeError> {
        let is_choosing = self.tally.is_some_and(Tally::is_choosing);
        // An empty object does not say that it is a list that is empty.
        let empty = empty().filter(|_| !is_choosing && self.members.len() > 0);
        let is_lenient = self.pass.is_some_and(|it| it.lenient) && self.standing.depth < DEEPEST;
        if empty.is_none() && !is_lenient {
            let error = DecodeError::missing(name);
            return Err(self.around.into_iter().fold(error, DecodeError::in_member));
        }
        if let Some(tally) = self.tally {
            tally.note_missing(self.object, name);
        }
        Ok(empty)
    }

    fn nothing(&self, name: &'static str) -> Node<'a> {
        self.node(name, self.object).nothing(self.standing.depth)
    }

    /// The fault of a member, seen from where the object was expected.
    #[cold]
    fn seen(&self, name: &str, error: DecodeError) -> DecodeError {
        let error = error.in_member(name);
        match self.around {
            Some(around) => error.in_member(around),
            None => error,
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

    /// The same for a member that the description does not require: without it, the alternative may fit all the same.
    pub fn optional_constant<T: Encode + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), DecodeError> {
        match self.find(name) {
            Some(_) => self.constant(name, value),
            None => Ok(()),
        }
    }

    /// A member that told the variant of the union around the object, and is none of the object's own.
    pub fn tag(&mut self, name: &'static str) {
        self.find(name);
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
        self.rest = true;
        let is_response = self.standing.is_response && !self.asked;
        for (name, node) in self.unread() {
            let node = if is_response { node.response() } else { node.optional() };
            match node.inside(wraps).decode() {
                Ok(value) => {
                    rest.insert(name.to_owned(), value);
                }
                Err(_) if node.is_lenient() => node.differs(DifferenceKind::WrongType),
                Err(error) => return Err(self.seen(name, error)),
            }
        }
        Ok(rest)
    }

    fn find(&mut self, name: &'static str) -> Option<Node<'a>> {
        self.asked = true;
        let Some((at, value)) = self.members.find(name, &mut self.place) else {
            if self.around == Some(name)
                && let Some(pass) = self.pass
            {
                // It is no envelope: the type has such a property.
                pass.did_not_know(self.object, false);
            }
            return None;
        };
        self.read.add(at, name);
        Some(self.node(name, value))
    }

    fn node(&self, name: &'a str, value: View<'a>) -> Node<'a> {
        Member { name, value, tally: self.tally, pass: self.pass, reading: self.reading }.into()
    }

    /// Whether the type knows none of the members that are there.
    fn is_unknown(&self) -> bool {
        self.asked
            && self.read.is_empty()
            && !self.rest
            && !self.standing.is_known
            && self.members.len() > 0
    }

    fn unread(&self) -> impl Iterator<Item = (&'a str, Node<'a>)> {
        let read = self.read.names(self.members);
        let others = self.members.iter().filter(move |(name, _)| !read.contains(name));
        others.map(|(name, value)| (name, self.node(name, value)))
    }
}

impl Drop for ObjectReader<'_> {
    fn drop(&mut self) {
        if let Some(pass) = self.pass {
            let is_response = self.standing.is_response;
            if self.is_unknown() {
                pass.did_not_know(self.object, is_response);
            } else if is_response && self.asked {
                pass.knew_the_response();
            }
        }
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
