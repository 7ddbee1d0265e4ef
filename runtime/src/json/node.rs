//! A place in a JSON document that is being decoded.

use std::borrow::Cow;

use serde_json::Value;

use super::pass::{Pass, Standing, only_object};
use super::tape::Tape;
use super::view::{Elements, Members, Scalar, View};
use super::wrap::inside_each;
use super::{Decode, DecodeError, ObjectReader, Reading, Tally, Wrap};
use crate::DifferenceKind;

/// A value on its way into a type.
///
/// Cheap to copy: it borrows the document.
#[derive(Clone, Copy, Debug)]
pub struct Node<'a> {
    pub(super) value: View<'a>,
    pub(super) tally: Option<&'a Tally>,
    /// Nothing of an alternative of a union: which one fits is found out strictly.
    pub(super) pass: Option<&'a Pass>,
    pub(super) standing: Standing,
    /// The envelopes that are around the value, or around what is in it.
    pub(super) wraps: &'static [Wrap],
    pub(super) reading: Reading,
    /// What the element is called, in a document of elements; empty if that does not matter.
    pub(super) name: &'a str,
}

/// A member of an object, read as the object is.
pub(super) struct Member<'a> {
    pub(super) name: &'a str,
    pub(super) value: View<'a>,
    pub(super) tally: Option<&'a Tally>,
    pub(super) pass: Option<&'a Pass>,
    pub(super) reading: Reading,
}

impl<'a> From<Member<'a>> for Node<'a> {
    fn from(Member { name, value, tally, pass, reading }: Member<'a>) -> Self {
        Self { value, tally, pass, standing: Standing::PROPERTY, wraps: &[], reading, name }
    }
}

impl<'a> Node<'a> {
    /// The root of a document.
    pub fn new(value: &'a Value) -> Self {
        Self::at(View::Value(value))
    }

    /// The root of a document that was just read.
    pub(crate) fn of(tape: &'a Tape<'a>) -> Self {
        Self::at(View::of(tape))
    }

    pub(crate) fn at(value: View<'a>) -> Self {
        let standing = Standing::RESPONSE;
        Self {
            value,
            tally: None,
            pass: None,
            standing,
            wraps: &[],
            reading: Reading::Exact,
            name: "",
        }
    }

    /// The same place, counting what the decoder recognises.
    pub(crate) fn counted<'b>(self, tally: &'b Tally) -> Node<'b>
    where
        'a: 'b,
    {
        Node { tally: Some(tally), ..self }
    }

    /// The same place, of which nothing is found out: it is read a second time.
    pub(crate) fn again(self) -> Self {
        Self { tally: None, pass: None, ..self }
    }

    /// The same place, read like this.
    pub(crate) fn read(self, reading: Reading) -> Self {
        Self { reading, ..self }
    }

    /// The same place of an element of this name.
    #[cfg(feature = "xml")]
    pub(crate) fn named(self, name: &'a str) -> Self {
        Self { name, ..self }
    }

    pub(crate) fn reading(self) -> Reading {
        self.reading
    }

    pub(crate) fn wraps(self) -> &'static [Wrap] {
        self.wraps
    }

    /// The same place with envelopes around the value, or around what is in it.
    #[must_use]
    pub fn inside(self, wraps: &'static [Wrap]) -> Self {
        Self { wraps, ..self }
    }

    /// Opens the envelopes that are around the value, and reads it. One that is not there is not missed, and one that
    /// goes by another name is opened if what it is around cannot be read otherwise.
    pub fn decode<T: Decode>(self) -> Result<T, DecodeError> {
        let [Wrap::In(name), rest @ ..] = self.wraps else { return T::decode(self) };
        let mut value = None;
        self.open(name, rest, &mut |node| {
            value = Some(T::decode(node)?);
            Ok(())
        })?;
        value.ok_or_else(|| self.unexpected("a value"))
    }

    /// Opens the envelopes for a reader, which keeps what it reads. Not made anew for each type: there are many.
    fn open(
        self,
        name: &'static str,
        rest: &'static [Wrap],
        read: &mut dyn FnMut(Node<'_>) -> Result<(), DecodeError>,
    ) -> Result<(), DecodeError> {
        match self.opened(name) {
            Some(value) => {
                self.note(true);
                self.notes_beside(name);
                let inside = Node { value, name, wraps: rest, ..self };
                inside.read_by(read).map_err(|error| error.in_member(name))
            }
            None => {
                let bare = Node { wraps: rest, ..self };
                let Some((name, value)) = self.value.as_object().and_then(only_object) else {
                    return bare.read_by(read);
                };
                bare.firmly().tried(|node| node.read_by(read)).or_else(|error| {
                    let inside = Node { value, name, ..bare };
                    if inside.firmly().read_by(read).is_err() {
                        return if self.is_lenient() { bare.read_by(read) } else { Err(error) };
                    }
                    if let Some(tally) = self.tally {
                        tally.add(0, 1);
                        tally.note(inside.value, DifferenceKind::UnknownMember);
                    }
                    Ok(())
                })
            }
        }
    }

    fn read_by(
        self,
        read: &mut dyn FnMut(Node<'_>) -> Result<(), DecodeError>,
    ) -> Result<(), DecodeError> {
        match self.wraps {
            [Wrap::In(name), rest @ ..] => self.open(name, rest, read),
            _ => read(self),
        }
    }

    /// Tells an observer what else is in an envelope.
    fn notes_beside(self, name: &str) {
        if let (Some(tally), Some(members)) = (self.tally, self.value.as_object()) {
            let others = members.iter().filter(|(it, _)| *it != name);
            others.for_each(|(_, other)| tally.note(other, DifferenceKind::UnknownMember));
        }
    }

    /// What is in the envelope, if this is one.
    fn opened(self, name: &str) -> Option<View<'a>> {
        let members = self.value.as_object()?;
        let value = members.get(name)?;
        let is_nested = value.is_object() || value.is_array();
        match members.len() {
            // The element is the envelope, and has a member of its name.
            1 if self.name == name && !is_nested => None,
            1 => Some(value),
            // Something new beside it; but an element with other members is what should be in the envelope.
            _ => Some(value).filter(|_| is_nested && !self.reading.is_xml()),
        }
    }

    /// What is found out about the document on the way.
    pub(crate) fn tally(self) -> Option<&'a Tally> {
        self.tally
    }

    /// The value itself.
    pub(crate) fn value(self) -> View<'a> {
        self.value
    }

    /// The fault that the value is of another type, or out of range.
    #[cold]
    pub fn unexpected(self, expected: &'static str) -> DecodeError {
        self.unexpected_as(expected)
    }

    /// The same, expecting something that is known only when it is needed.
    #[cold]
    pub(crate) fn unexpected_as(self, expected: impl Into<Cow<'static, str>>) -> DecodeError {
        if let Scalar::Odd(odd) = self.value.scalar() {
            let (found, written) = odd.shown();
            return DecodeError::text(expected, found, &written);
        }
        DecodeError::unexpected(expected, &self.value.to_value())
    }

    /// Whether the value is `null`.
    pub fn is_null(self) -> bool {
        self.value.is_null()
    }

    /// Whether this is text without a letter, and may stand for nothing.
    pub(crate) fn is_blank(self) -> bool {
        self.reading.is_loose() && self.value.as_str().is_some_and(|it| it.trim().is_empty())
    }

    /// The members of an object.
    pub fn object(self) -> Result<ObjectReader<'a>, DecodeError> {
        let members = match self.value.as_object() {
            Some(members) => members,
            None if self.is_blank() && self.reading.is_xml() => Members::NONE,
            None => {
                self.fill::<()>("an object")?;
                Members::NONE
            }
        };
        Ok(ObjectReader::new(members, self))
    }

    /// The elements of an array.
    pub fn elements(self) -> Result<impl ExactSizeIterator<Item = Node<'a>>, DecodeError> {
        let elements = self.value.as_array().map(|elements| (elements, self.name));
        let (elements, name) = match elements.or_else(|| self.items()) {
            Some(found) => found,
            None => {
                self.fill::<()>("an array")?;
                (Elements::One(None), "")
            }
        };
        let wraps = inside_each(self.wraps);
        let standing = Standing { is_known: false, ..self.standing };
        Ok(elements.map(move |value| Node { value, name, wraps, standing, ..self }))
    }

    /// The items of an element that is around a list, and what they are called.
    fn items(self) -> Option<(Elements<'a>, &'a str)> {
        if !self.reading.is_xml() {
            return None;
        }
        let Some(members) = self.value.as_object() else {
            return (self.is_null() || self.is_blank()).then_some((Elements::One(None), ""));
        };
        let mut members = members.iter();
        match (members.next(), members.next()) {
            (None, _) => Some((Elements::One(None), "")),
            (Some((name, item)), None) => {
                Some((item.as_array().unwrap_or(Elements::One(Some(item))), name))
            }
            (Some(_), Some(_)) => None,
        }
    }

    /// Decodes the value; what is counted counts only if that comes to something.
    pub(super) fn tried<T>(
        self,
        decode: impl FnOnce(Node<'_>) -> Result<T, DecodeError>,
    ) -> Result<T, DecodeError> {
        let Some(outer) = self.tally else { return decode(self) };
        let tally = outer.part();
        let value = decode(self.counted(&tally))?;
        outer.add_all(tally);
        Ok(value)
    }

    /// The value as JSON.
    pub fn to_value(self) -> Value {
        #[cfg(feature = "xml")]
        if let (View::Value(value), true) = (self.value, self.reading.is_xml()) {
            return crate::xml::plain(value);
        }
        self.value.to_value()
    }

    /// The text of a member, such as a union's discriminator; the member is not used up.
    pub fn tag(self, name: &str) -> Option<&'a str> {
        self.value.as_object()?.get(name)?.as_str()
    }

    /// The same for a discriminator that may be a number or a boolean: these as JSON text.
    pub fn scalar_tag(self, name: &str) -> Option<Cow<'a, str>> {
        match self.value.as_object()?.get(name)?.scalar() {
            Scalar::Text(text) | Scalar::Mended(text) => Some(Cow::Borrowed(text)),
            Scalar::Bool(true) => Some(Cow::Borrowed("true")),
            Scalar::Bool(false) => Some(Cow::Borrowed("false")),
            Scalar::Number(number) => Some(Cow::Owned(number.to_string())),
            Scalar::Null | Scalar::Odd(_) | Scalar::None => None,
        }
    }

    /// A member as it is, whatever this is: `None` if this is not an object or has no such member.
    pub fn member(self, name: &str) -> Option<Node<'a>> {
        let (name, value) = self.value.as_object()?.entry(name)?;
        Some(Node { value, name, ..self })
    }

    /// Decodes the payload of a union's variant.
    pub fn variant<T: Decode, U>(self, wrap: impl FnOnce(T) -> U) -> Result<U, DecodeError> {
        let standing = Standing { is_known: true, ..self.standing };
        Self { standing, ..self }.decode().map(wrap)
    }

    /// Tells the choice between alternatives, and an observer, whether the value is one that the description lists.
    pub fn note(self, recognised: bool) {
        if let Some(tally) = self.tally {
            tally.add(usize::from(recognised), usize::from(!recognised));
            if !recognised {
                tally.note(self.value, DifferenceKind::UnlistedValue);
            }
        }
    }

    /// Tells the choice between alternatives, and an observer, that the value is of another kind than the type.
    pub(crate) fn bend(self) {
        if let Some(tally) = self.tally {
            tally.bend();
            // A document of elements has nothing but text.
            if !self.reading.is_xml() {
                tally.note(self.value, DifferenceKind::OtherSpelling);
            }
        }
    }

    /// Tells an observer that the description has this value otherwise.
    pub(crate) fn differs(self, kind: DifferenceKind) {
        if let Some(tally) = self.tally {
            tally.note(self.value, kind);
        }
    }
}
