//! The trait of everything that can be written as JSON, for the types of the standard library.

use std::collections::{BTreeMap, HashMap};

use serde_json::{Map, Value};

use super::Encoder;
use super::encoder::tree_of;
use super::notes::Notes;

/// A type that can be written as JSON.
///
/// Written by the generator for each type that an API takes; users need it only as a bound, or to send a type of
/// their own. A floating-point number that cannot be sent (`NaN`, infinity) makes the call fail before anything is sent.
///
/// ```
/// use openapi_runtime::{Encode, Encoder, json, to_value};
///
/// struct Place {
///     name: String,
///     seats: Option<i64>,
/// }
///
/// impl Encode for Place {
///     fn encode(&self, to: Encoder<'_>) {
///         let mut object = to.object();
///         object.field("name", &self.name);
///         object.field("seats", &self.seats);
///     }
/// }
///
/// let place = Place { name: "Money Bin".to_owned(), seats: None };
/// assert_eq!(to_value(&place), json!({"name": "Money Bin"}));
/// ```
pub trait Encode {
    /// Writes the value. One that is not written is `null`.
    fn encode(&self, to: Encoder<'_>);

    /// Whether the value is left out where that is possible: an `Option` that is `None`.
    fn is_absent(&self) -> bool {
        false
    }
}

/// The value as JSON, as a tree. A floating-point number that JSON cannot express (`NaN`, infinity) becomes `null`.
///
/// ```
/// use openapi_runtime::{json, to_value};
///
/// assert_eq!(to_value(&["a", "b"]), json!(["a", "b"]));
/// ```
pub fn to_value<T: Encode + ?Sized>(value: &T) -> Value {
    tree_of(value, &Notes::default())
}

impl<T: Encode + ?Sized> Encode for &T {
    fn encode(&self, to: Encoder<'_>) {
        (**self).encode(to);
    }

    fn is_absent(&self) -> bool {
        (**self).is_absent()
    }
}

impl<T: Encode + ?Sized> Encode for Box<T> {
    fn encode(&self, to: Encoder<'_>) {
        (**self).encode(to);
    }

    fn is_absent(&self) -> bool {
        (**self).is_absent()
    }
}

impl<T: Encode> Encode for Option<T> {
    fn encode(&self, to: Encoder<'_>) {
        match self {
            Some(value) => value.encode(to),
            None => to.null(),
        }
    }

    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

impl<T: Encode> Encode for [T] {
    fn encode(&self, to: Encoder<'_>) {
        let mut list = to.list();
        self.iter().for_each(|it| list.element(it));
    }
}

impl<T: Encode, const N: usize> Encode for [T; N] {
    fn encode(&self, to: Encoder<'_>) {
        self.as_slice().encode(to);
    }
}

impl<T: Encode> Encode for Vec<T> {
    fn encode(&self, to: Encoder<'_>) {
        self.as_slice().encode(to);
    }
}

macro_rules! tuples {
    ($(($($element:ident)*))*) => {$(
        impl<$($element: Encode),*> Encode for ($($element,)*) {
            fn encode(&self, to: Encoder<'_>) {
                #[allow(non_snake_case, reason = "each is called after its type")]
                let ($($element,)*) = self;
                let mut list = to.list();
                $(list.element($element);)*
            }
        }
    )*};
}

tuples! {
    (A B)
    (A B C)
    (A B C D)
    (A B C D E)
    (A B C D E F)
    (A B C D E F G)
    (A B C D E F G H)
}

impl<T: Encode> Encode for BTreeMap<String, T> {
    fn encode(&self, to: Encoder<'_>) {
        let mut object = to.object();
        self.iter().for_each(|(name, value)| object.member(name, value));
    }
}

/// In the order of the names, so that equal maps give equal requests.
impl<T: Encode> Encode for HashMap<String, T> {
    fn encode(&self, to: Encoder<'_>) {
        let sorted: BTreeMap<&String, &T> = self.iter().collect();
        let mut object = to.object();
        sorted.into_iter().for_each(|(name, value)| object.member(name, value));
    }
}

impl Encode for Value {
    fn encode(&self, to: Encoder<'_>) {
        to.value(self);
    }
}

impl Encode for Map<String, Value> {
    fn encode(&self, to: Encoder<'_>) {
        let mut object = to.object();
        self.iter().for_each(|(name, value)| object.member(name, value));
    }
}

impl Encode for () {
    fn encode(&self, to: Encoder<'_>) {
        to.null();
    }
}

impl Encode for bool {
    fn encode(&self, to: Encoder<'_>) {
        to.bool(*self);
    }
}

impl Encode for str {
    fn encode(&self, to: Encoder<'_>) {
        to.text(self);
    }
}

impl Encode for String {
    fn encode(&self, to: Encoder<'_>) {
        to.text(self);
    }
}

macro_rules! numbers {
    ($($kind:ident: $($number:ident)*;)*) => {$($(
        impl Encode for $number {
            fn encode(&self, to: Encoder<'_>) {
                to.$kind(*self);
            }
        }
    )*)*};
}

numbers! {
    number: i8 i16 i32 i64 u8 u16 u32 u64;
    float: f32 f64;
}
