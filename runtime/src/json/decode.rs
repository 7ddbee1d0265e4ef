//! The trait of everything that can be read from JSON, for the types of the standard library.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use serde_json::{Map, Value};

use super::scalar::{self, text};
use super::{DecodeError, Node};
use crate::DifferenceKind;

/// A type that can be read from JSON.
///
/// Written by the generator for each type that an API answers with; users need it only as a bound.
///
/// ```
/// use openapi_runtime::{Decode, DecodeError, Node, json};
///
/// struct App { id: String, label: Option<String> }
///
/// impl Decode for App {
///     fn decode(node: Node<'_>) -> Result<Self, DecodeError> {
///         let mut object = node.object()?;
///         Ok(Self { id: object.field("id")?, label: object.field("label")? })
///     }
/// }
///
/// let app = App::decode(Node::new(&json!({"id": "a1", "unknown": true}))).unwrap();
/// assert_eq!((app.id.as_str(), app.label), ("a1", None));
///
/// let error = App::decode(Node::new(&json!({"id": 7}))).err().unwrap();
/// assert_eq!(error.to_string(), "/id: expected a string, found an integer `7`");
/// ```
pub trait Decode: Sized {
    /// Reads a value.
    fn decode(node: Node<'_>) -> Result<Self, DecodeError>;

    /// What a member is when it is not there; `None` makes that an error.
    fn absent() -> Option<Self> {
        None
    }

    /// What `null` is inside an `Option`: `None` unless the type has a `null` of its own.
    fn null() -> Option<Self> {
        None
    }

    /// What a required property is that is not there, and what a change that succeeded gives without a body; `None` if
    /// it is not obvious, as it is of lists and maps.
    fn empty() -> Option<Self> {
        None
    }

    /// Whether a [`Secret`](crate::Secret) is in such a value: errors then show nothing of what it was read from.
    fn holds_secrets() -> bool {
        false
    }

    /// Whether empty text is as good as no value, where documents are read loosely: true of everything that is
    /// not text of any kind.
    fn blank_is_nothing() -> bool {
        false
    }
}

impl<T: Decode> Decode for Option<T> {
    fn decode(node: Node<'_>) -> Result<Self, DecodeError> {
        if node.is_null() {
            return Ok(T::null());
        }
        if !node.is_blank() {
            return match T::decode(node.optional()) {
                Ok(value) => Ok(Some(value)),
                Err(_) if node.is_lenient() => {
                    node.differs(DifferenceKind::WrongType);
                    Ok(T::null())
                }
                Err(error) => Err(error),
            };
        }
        if T::blank_is_nothing() {
            return Ok(T::null());
        }
        Ok(T::decode(node).ok().or_else(T::null))
    }

    fn absent() -> Option<Self> {
        Some(None)
    }

    fn null() -> Option<Self> {
        Some(None)
    }

    fn empty() -> Option<Self> {
        Some(None)
    }

    fn holds_secrets() -> bool {
        T::holds_secrets()
    }
}

impl<T: Decode> Decode for Box<T> {
    fn decode(node: Node<'_>) -> Result<Self, DecodeError> {
        T::decode(node).map(Box::new)
    }

    fn blank_is_nothing() -> bool {
        T::blank_is_nothing()
    }

    fn absent() -> Option<Self> {
        T::absent().map(Box::new)
    }

    fn null() -> Option<Self> {
        T::null().map(Box::new)
    }

    fn empty() -> Option<Self> {
        T::empty().map(Box::new)
    }

    fn holds_secrets() -> bool {
        T::holds_secrets()
    }
}

impl<T: Decode> Decode for Vec<T> {
    fn decode(node: Node<'_>) -> Result<Self, DecodeError> {
        if node.reading().is_xml() { node.list_in_elements() } else { list(node) }
    }

    fn empty() -> Option<Self> {
        Some(Self::new())
    }

    fn holds_secrets() -> bool {
        T::holds_secrets()
    }
}

/// The next element of a list of which each has a type of its own. What there is beyond the last is ignored.
fn next_of<'a, T: Decode>(
    list: Node<'a>,
    elements: &mut impl Iterator<Item = (usize, Node<'a>)>,
    index: usize,
) -> Result<T, DecodeError> {
    let in_element = |error: DecodeError| error.in_element(index);
    match (elements.next(), T::absent()) {
        (Some((_, element)), _) => element.decode().map_err(in_element),
        (None, Some(absent)) => Ok(absent),
        (None, None) if list.is_lenient() => {
            list.nothing(list.standing.depth).decode().map_err(in_element)
        }
        (None, None) => Err(in_element(DecodeError::text("a value", "nothing", ""))),
    }
}

macro_rules! tuples {
    ($(($($element:ident $index:literal)*))*) => {$(
        impl<$($element: Decode),*> Decode for ($($element,)*) {
            fn decode(node: Node<'_>) -> Result<Self, DecodeError> {
                let mut elements = node.elements()?.enumerate();
                Ok(($(next_of::<$element>(node, &mut elements, $index)?,)*))
            }

            fn holds_secrets() -> bool {
                $($element::holds_secrets())||*
            }
        }
    )*};
}

tuples! {
    (A 0 B 1)
    (A 0 B 1 C 2)
    (A 0 B 1 C 2 D 3)
    (A 0 B 1 C 2 D 3 E 4)
    (A 0 B 1 C 2 D 3 E 4 F 5)
    (A 0 B 1 C 2 D 3 E 4 F 5 G 6)
    (A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7)
}

impl<T: Decode> Decode for BTreeMap<String, T> {
    fn decode(node: Node<'_>) -> Result<Self, DecodeError> {
        node.entries()?.rest()
    }

    fn empty() -> Option<Self> {
        Some(Self::new())
    }

    fn holds_secrets() -> bool {
        T::holds_secrets()
    }
}

impl<T: Decode> Decode for HashMap<String, T> {
    fn decode(node: Node<'_>) -> Result<Self, DecodeError> {
        Ok(node.entries()?.rest()?.into_iter().collect())
    }

    fn empty() -> Option<Self> {
        Some(Self::new())
    }

    fn holds_secrets() -> bool {
        T::holds_secrets()
    }
}

/// Anything at all, ignored.
impl Decode for () {
    fn decode(_: Node<'_>) -> Result<Self, DecodeError> {
        Ok(())
    }

    fn absent() -> Option<Self> {
        Some(())
    }

    fn empty() -> Option<Self> {
        Some(())
    }
}

impl Decode for Value {
    fn decode(node: Node<'_>) -> Result<Self, DecodeError> {
        Ok(node.sound()?.to_value())
    }
}

impl Decode for Map<String, Value> {
    fn decode(node: Node<'_>) -> Result<Self, DecodeError> {
        match node.value().as_object() {
            Some(members) if !node.reading().is_xml() => {
                node.sound()?;
                Ok(members.to_map())
            }
            _ => Ok(node.entries()?.rest()?.into_iter().collect()),
        }
    }

    fn empty() -> Option<Self> {
        Some(Self::new())
    }
}

impl Decode for bool {
    fn decode(node: Node<'_>) -> Result<Self, DecodeError> {
        scalar::truth(node).map_or_else(|| node.fill("a boolean"), Ok)
    }

    fn blank_is_nothing() -> bool {
        true
    }
}

impl Decode for String {
    fn decode(node: Node<'_>) -> Result<Self, DecodeError> {
        text(node).map(Cow::into_owned)
    }
}

impl Decode for f64 {
    fn decode(node: Node<'_>) -> Result<Self, DecodeError> {
        scalar::number(node).map_or_else(|| node.fill("a number"), Ok)
    }

    fn blank_is_nothing() -> bool {
        true
    }
}

impl Decode for f32 {
    fn decode(node: Node<'_>) -> Result<Self, DecodeError> {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "the description asks for single precision"
        )]
        f64::decode(node).map(|number| number as Self)
    }

    fn blank_is_nothing() -> bool {
        true
    }
}

/// The elements of an array, or of an element that is around its items.
pub(super) fn list<T: Decode>(node: Node<'_>) -> Result<Vec<T>, DecodeError> {
    let elements = node.list_elements()?;
    let mut list = Vec::with_capacity(elements.len());
    let mut fault = None;
    for (index, element) in elements.enumerate() {
        match element.optional().decode() {
            Ok(value) => list.push(value),
            Err(error) => {
                let error = error.in_element(index);
                if !node.is_lenient() {
                    return Err(error);
                }
                element.differs(DifferenceKind::WrongType);
                fault.get_or_insert(error);
            }
        }
    }
    match fault {
        // Nothing is left of a list that is the response.
        Some(fault) if list.is_empty() && node.standing.is_response => Err(fault),
        _ => Ok(list),
    }
}

/// The fault that an integer is larger or smaller than its type can hold.
#[cold]
fn out_of_range(node: Node<'_>, found: i128, least: i128, most: i128) -> DecodeError {
    let expected = match found < least {
        true => format!("an integer of at least {least}"),
        false => format!("an integer of at most {most}"),
    };
    DecodeError::unexpected(expected, &node.value().to_value())
}

macro_rules! integers {
    ($($integer:ident: $expected:literal;)*) => {$(
        impl Decode for $integer {
            fn decode(node: Node<'_>) -> Result<Self, DecodeError> {
                let Some(found) = scalar::integer(node) else {
                    return node.fill($expected);
                };
                let Ok(number) = Self::try_from(found) else {
                    let (least, most) = (Self::MIN.into(), Self::MAX.into());
                    return node.fill_or(|| out_of_range(node, found, least, most));
                };
                if node.value().is_fraction() {
                    node.differs(DifferenceKind::OtherSpelling);
                }
                Ok(number)
            }

            fn blank_is_nothing() -> bool {
                true
            }
        }
    )*};
}

integers! {
    i8: "an integer of 8 bits";
    i16: "an integer of 16 bits";
    i32: "an integer of 32 bits";
    i64: "an integer";
    u8: "an integer of 0 to 255";
    u16: "an integer of 0 to 65535";
    u32: "a non-negative integer of 32 bits";
    u64: "a non-negative integer";
}
