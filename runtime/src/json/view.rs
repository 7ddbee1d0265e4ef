//! A JSON value, wherever it is kept: in a document that was just read, or in a `Value`.

use serde_json::{Map, Number, Value};

use super::tape::{Item, Tape};

/// A value. Cheap to copy.
#[derive(Clone, Copy, Debug)]
pub(crate) enum View<'a> {
    Value(&'a Value),
    /// The items of the value, and perhaps more behind them; at least one.
    Items(&'a [Item<'a>]),
}

/// A value that no JSON text may have, and some servers write.
#[derive(Clone, Debug)]
pub(crate) enum Odd {
    /// `NaN`, `Infinity`, `-Infinity`
    NotFinite(f64),
    /// A number as it was written, which is larger than any that can be held.
    OutOfRange(Box<str>),
    /// Lists and objects in one another, beyond the limit of all readers.
    TooDeep,
}

impl Odd {
    /// What it is, and how it was written.
    pub(crate) fn shown(&self) -> (&'static str, String) {
        match self {
            Self::NotFinite(number) => ("no JSON number", written(*number).to_owned()),
            Self::OutOfRange(text) => ("a number out of range", text.to_string()),
            Self::TooDeep => ("too many values in one another", String::new()),
        }
    }
}

fn written(number: f64) -> &'static str {
    match number {
        f64::INFINITY => "Infinity",
        f64::NEG_INFINITY => "-Infinity",
        _ => "NaN",
    }
}

/// A value that nothing is in.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Scalar<'a> {
    Null,
    Bool(bool),
    Number(&'a Number),
    Text(&'a str),
    /// A text that is not as it was written.
    Mended(&'a str),
    Odd(&'a Odd),
    /// It is an object or an array.
    None,
}

/// The members of an object. Cheap to copy.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Members<'a> {
    Map(&'a Map<String, Value>),
    /// As many members, in these items: a name and its value, a name and its value.
    Items(usize, &'a [Item<'a>]),
}

impl<'a> View<'a> {
    pub(crate) fn of(tape: &'a Tape<'a>) -> Self {
        Self::Items(tape.items())
    }

    /// Where the value is in memory, which tells it from all others of its document.
    pub(crate) fn address(self) -> usize {
        match self {
            Self::Value(value) => std::ptr::from_ref(value).addr(),
            Self::Items(items) => items.as_ptr().addr(),
        }
    }

    pub(crate) fn is_null(self) -> bool {
        matches!(self, Self::Value(Value::Null) | Self::Items([Item::Null, ..]))
    }

    pub(crate) fn is_array(self) -> bool {
        matches!(self, Self::Value(Value::Array(_)) | Self::Items([Item::Array(..), ..]))
    }

    pub(crate) fn is_object(self) -> bool {
        matches!(self, Self::Value(Value::Object(_)) | Self::Items([Item::Object(..), ..]))
    }

    pub(crate) fn as_str(self) -> Option<&'a str> {
        match self.scalar() {
            Scalar::Text(text) | Scalar::Mended(text) => Some(text),
            _ => None,
        }
    }

    /// Whether it is a number that is not written as an integer.
    pub(crate) fn is_fraction(self) -> bool {
        matches!(self.scalar(), Scalar::Number(number) if number.is_f64())
    }

    /// The value, unless something is in it.
    pub(crate) fn scalar(self) -> Scalar<'a> {
        match self {
            Self::Value(Value::Null) | Self::Items([Item::Null, ..]) => Scalar::Null,
            Self::Value(Value::Bool(value)) | Self::Items([Item::Bool(value), ..]) => {
                Scalar::Bool(*value)
            }
            Self::Value(Value::Number(it)) | Self::Items([Item::Number(it), ..]) => {
                Scalar::Number(it)
            }
            Self::Value(Value::String(text)) => Scalar::Text(text),
            Self::Items([Item::Text(text), ..]) => Scalar::Text(text),
            Self::Items([Item::Mended(text), ..]) => Scalar::Mended(text),
            Self::Items([Item::Odd(odd), ..]) => Scalar::Odd(odd),
            Self::Value(_) | Self::Items(_) => Scalar::None,
        }
    }

    pub(crate) fn as_object(self) -> Option<Members<'a>> {
        match self {
            Self::Value(Value::Object(members)) => Some(Members::Map(members)),
            Self::Items([Item::Object(count, length), rest @ ..]) => {
                Some(Members::Items(*count, &rest[..*length]))
            }
            _ => None,
        }
    }

    pub(crate) fn as_array(self) -> Option<Elements<'a>> {
        match self {
            Self::Value(Value::Array(elements)) => Some(Elements::Values(elements.iter())),
            Self::Items([Item::Array(count, _), rest @ ..]) => Some(Elements::Items(*count, rest)),
            _ => None,
        }
    }

    /// The first value in it, or itself, that no JSON text may have.
    pub(crate) fn first_odd(self) -> Option<Self> {
        let Self::Items(items) = self else { return None };
        let length = items.first()?.length();
        let at = items[..length].iter().position(|it| matches!(it, Item::Odd(_)))?;
        Some(Self::Items(&items[at..]))
    }

    /// A copy that needs nothing else.
    pub(crate) fn to_value(self) -> Value {
        if let Self::Value(value) = self {
            return value.clone();
        }
        if let Some(members) = self.as_object() {
            return Value::Object(members.to_map());
        }
        if let Some(elements) = self.as_array() {
            return Value::Array(elements.map(Self::to_value).collect());
        }
        match self.scalar() {
            Scalar::Text(text) | Scalar::Mended(text) => text.into(),
            // As it was written.
            Scalar::Odd(odd) => odd.shown().1.into(),
            Scalar::Number(number) => number.clone().into(),
            Scalar::Bool(value) => value.into(),
            Scalar::Null | Scalar::None => Value::Null,
        }
    }
}

/// The elements of an array that are left.
#[derive(Debug)]
pub(crate) enum Elements<'a> {
    Values(std::slice::Iter<'a, Value>),
    /// As many, at the beginning of these items.
    Items(usize, &'a [Item<'a>]),
    /// At most one, which is in no array.
    One(Option<View<'a>>),
}

impl<'a> Iterator for Elements<'a> {
    type Item = View<'a>;

    fn next(&mut self) -> Option<View<'a>> {
        match self {
            Self::Values(values) => values.next().map(View::Value),
            Self::One(element) => element.take(),
            Self::Items(0, _) => None,
            Self::Items(left, items) => {
                let element = *items;
                *left -= 1;
                *items = &element[element.first()?.length()..];
                Some(View::Items(element))
            }
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = match self {
            Self::Values(values) => values.len(),
            Self::One(element) => usize::from(element.is_some()),
            Self::Items(left, _) => *left,
        };
        (left, Some(left))
    }
}

impl ExactSizeIterator for Elements<'_> {}

impl<'a> Members<'a> {
    pub(crate) const NONE: Self = Self::Items(0, &[]);

    pub(crate) fn len(self) -> usize {
        match self {
            Self::Map(members) => members.len(),
            Self::Items(count, _) => count,
        }
    }

    pub(crate) fn get(self, name: &str) -> Option<View<'a>> {
        self.find(name, &mut 0).map(|(_, value)| value)
    }

    /// The same, with its name as it is in the document.
    pub(crate) fn entry(self, name: &str) -> Option<(&'a str, View<'a>)> {
        self.iter().find(|(it, _)| *it == name)
    }

    /// The same, if it is likely to be at this place; which is then moved behind it. With the place where it is, if
    /// it has one.
    pub(crate) fn find(self, name: &str, place: &mut usize) -> Option<(Option<usize>, View<'a>)> {
        let items = match self {
            Self::Map(members) => return Some((None, View::Value(members.get(name)?))),
            Self::Items(_, items) => items,
        };
        let at = match items.get(*place) {
            Some(Item::Text(found)) if found == name => *place,
            _ => at(items, *place, name).or_else(|| at(items, 0, name))?,
        };
        let value = &items[at + 1..];
        *place = at + 1 + value.first()?.length();
        Some((Some(at), View::Items(value)))
    }

    /// The name of the member at a place where one was found.
    pub(crate) fn name_at(self, place: usize) -> Option<&'a str> {
        match self {
            Self::Items(_, items) => match items.get(place)? {
                Item::Text(name) => Some(name),
                _ => None,
            },
            Self::Map(_) => None,
        }
    }

    pub(crate) fn iter(self) -> impl Iterator<Item = (&'a str, View<'a>)> {
        let (map, mut items) = match self {
            Self::Map(members) => (Some(members), &[][..]),
            Self::Items(_, items) => (None, items),
        };
        let of_map = map.into_iter().flatten();
        let of_items = std::iter::from_fn(move || {
            let [Item::Text(name), value @ ..] = items else { return None };
            items = &value[value.first()?.length()..];
            Some((&**name, View::Items(value)))
        });
        of_map.map(|(name, value)| (name.as_str(), View::Value(value))).chain(of_items)
    }

    pub(crate) fn to_map(self) -> Map<String, Value> {
        match self {
            Self::Map(members) => members.clone(),
            Self::Items(count, _) => {
                let mut map = Map::with_capacity(count);
                map.extend(self.iter().map(|(name, value)| (name.to_owned(), value.to_value())));
                map
            }
        }
    }
}

/// Where the member of this name begins, looking from a place on where a member begins.
fn at(members: &[Item<'_>], mut place: usize, name: &str) -> Option<usize> {
    while let Some([Item::Text(found), value, ..]) = members.get(place..) {
        if found == name {
            return Some(place);
        }
        place += 1 + value.length();
    }
    None
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const TEXT: &str = r#" {"a": [1, -2, 3.5, [], {}], "é\n": "ü\"", "b": {"c": {"d": null}, "e": true},
        "f": 18446744073709551615, "": "x"} "#;

    #[test]
    fn a_document_is_its_value() {
        let document = Tape::parse(TEXT.as_bytes()).unwrap();
        let value: Value = serde_json::from_str(TEXT).unwrap();
        assert_eq!(View::of(&document).to_value(), value);
        assert_eq!(View::of(&document).to_value().to_string(), value.to_string());
        // From any deserializer, that of a value for one.
        let again: Tape<'_> = serde::Deserialize::deserialize(&value).unwrap();
        assert_eq!(View::of(&again).to_value(), value);
    }

    #[test]
    fn members_in_any_order() {
        let document = Tape::parse(TEXT.as_bytes()).unwrap();
        let members = View::of(&document).as_object().unwrap();
        assert_eq!(members.len(), 5);
        let mut place = 0;
        for name in ["a", "b", "é\n", "", "f", "f", "a"] {
            let (at, value) = members.find(name, &mut place).unwrap();
            let value = value.to_value();
            assert_eq!(members.name_at(at.unwrap()), Some(name));
            assert_eq!(value, members.to_map()[name]);
            assert!(members.find("c", &mut place).is_none(), "it is deeper");
        }
        let names: Vec<_> = members.iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["a", "é\n", "b", "f", ""]);
    }

    #[test]
    fn what_is_not_json() {
        for text in ["", "{", "[1,]", "{\"a\" 1}", "1 2", "nul", &"[".repeat(1000)] {
            let error = Tape::parse(text.as_bytes()).unwrap_err().to_string();
            let expected = serde_json::from_str::<Value>(text).unwrap_err().to_string();
            assert_eq!(error, expected, "{text}");
        }
    }

    /// How `serde_json` hands out numbers if a crate of the program asks for them as they were written.
    #[test]
    fn numbers_as_written() {
        let number = json!({"$serde_json::private::Number": "12"});
        let document: Tape<'_> = serde::Deserialize::deserialize(&number).unwrap();
        assert_eq!(View::of(&document).to_value(), json!(12));
    }
}
