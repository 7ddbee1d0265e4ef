//! The trait of everything that can be written as JSON, for the types of the standard library.

use std::collections::{BTreeMap, HashMap};

use serde_json::{Map, Value};

/// A type that can be written as JSON.
///
/// Written by the generator for each type that an API takes; users need it only as a bound.
/// A floating-point number that JSON cannot express (`NaN`, infinity) becomes `null`.
pub trait Encode {
    /// The value as JSON.
    fn encode(&self) -> Value;

    /// Whether the value is left out where that is possible: an `Option` that is `None`.
    fn is_absent(&self) -> bool {
        false
    }
}

impl<T: Encode + ?Sized> Encode for &T {
    fn encode(&self) -> Value {
        (**self).encode()
    }

    fn is_absent(&self) -> bool {
        (**self).is_absent()
    }
}

impl<T: Encode + ?Sized> Encode for Box<T> {
    fn encode(&self) -> Value {
        (**self).encode()
    }

    fn is_absent(&self) -> bool {
        (**self).is_absent()
    }
}

impl<T: Encode> Encode for Option<T> {
    fn encode(&self) -> Value {
        self.as_ref().map_or(Value::Null, T::encode)
    }

    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

impl<T: Encode> Encode for [T] {
    fn encode(&self) -> Value {
        Value::Array(self.iter().map(T::encode).collect())
    }
}

impl<T: Encode, const N: usize> Encode for [T; N] {
    fn encode(&self) -> Value {
        self.as_slice().encode()
    }
}

impl<T: Encode> Encode for Vec<T> {
    fn encode(&self) -> Value {
        self.as_slice().encode()
    }
}

macro_rules! tuples {
    ($(($($element:ident)*))*) => {$(
        impl<$($element: Encode),*> Encode for ($($element,)*) {
            fn encode(&self) -> Value {
                #[allow(non_snake_case, reason = "each is called after its type")]
                let ($($element,)*) = self;
                Value::Array(vec![$($element.encode()),*])
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
    fn encode(&self) -> Value {
        Value::Object(self.iter().map(|(name, value)| (name.clone(), value.encode())).collect())
    }
}

/// In the order of the names, so that equal maps give equal requests.
impl<T: Encode> Encode for HashMap<String, T> {
    fn encode(&self) -> Value {
        let sorted: BTreeMap<&String, &T> = self.iter().collect();
        Value::Object(
            sorted.into_iter().map(|(name, value)| (name.clone(), value.encode())).collect(),
        )
    }
}

impl Encode for Value {
    fn encode(&self) -> Value {
        self.clone()
    }
}

impl Encode for Map<String, Value> {
    fn encode(&self) -> Value {
        Value::Object(self.clone())
    }
}

impl Encode for () {
    fn encode(&self) -> Value {
        Value::Null
    }
}

impl Encode for str {
    fn encode(&self) -> Value {
        Value::String(self.to_owned())
    }
}

impl Encode for String {
    fn encode(&self) -> Value {
        Value::String(self.clone())
    }
}

macro_rules! through_value {
    ($($scalar:ident)*) => {$(
        impl Encode for $scalar {
            fn encode(&self) -> Value {
                Value::from(*self)
            }
        }
    )*};
}

through_value! { bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 }

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_nest() {
        assert!(None::<Option<i64>>.is_absent());
        assert!(!Some(None::<i64>).is_absent());
        assert_eq!(Some(None::<i64>).encode(), Value::Null);
        assert!(<&Option<i64> as Encode>::is_absent(&&None));
    }

    #[test]
    fn hash_maps_are_sorted() {
        let map: HashMap<String, i64> = ["c", "a", "b"].map(|name| (name.to_owned(), 1)).into();
        assert_eq!(map.encode().to_string(), r#"{"a":1,"b":1,"c":1}"#);
    }
}
