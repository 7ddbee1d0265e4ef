//! Values as headers and cookies have them.

use std::borrow::Cow;

use serde_json::Value;

use super::plain_text;

/// JSON whose letters outside of ASCII are escaped, as headers take no others.
pub(super) fn ascii(json: &str) -> Cow<'_, str> {
    if json.is_ascii() {
        return json.into();
    }
    let mut res = String::with_capacity(json.len());
    for letter in json.chars() {
        match letter.is_ascii() {
            true => res.push(letter),
            false => {
                let mut units = [0; 2];
                let units = letter.encode_utf16(&mut units);
                units.iter().for_each(|unit| res.push_str(&format!("\\u{unit:04x}")));
            }
        }
    }
    res.into()
}

/// Style `simple`: a list is joined by commas, an object becomes `a,1,b,2`.
pub(super) fn simple_text(value: &Value) -> Option<String> {
    match value {
        Value::Array(elements) => {
            Some(elements.iter().filter_map(plain_text).collect::<Vec<_>>().join(","))
                .filter(|it| !it.is_empty())
        }
        Value::Object(members) => {
            let texts = members
                .iter()
                .filter_map(|(name, value)| Some(format!("{name},{}", plain_text(value)?)));
            Some(texts.collect::<Vec<_>>().join(",")).filter(|it| !it.is_empty())
        }
        scalar => plain_text(scalar),
    }
}
