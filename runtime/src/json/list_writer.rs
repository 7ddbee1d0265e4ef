//! Writes a list element by element.

use std::fmt;
use std::mem;

use serde_json::Value;

use super::encoder::NULL;
use super::notes::Notes;
use super::{Encode, Encoder};

/// A list on its way out. It is complete when the writer is dropped.
///
/// ```
/// use openapi_runtime::{Encode, Encoder, json, to_value};
///
/// struct Countdown(i64);
///
/// impl Encode for Countdown {
///     fn encode(&self, to: Encoder<'_>) {
///         let mut list = to.list();
///         for second in (1..=self.0).rev() {
///             list.element(&second);
///         }
///     }
/// }
///
/// assert_eq!(to_value(&Countdown(3)), json!([3, 2, 1]));
/// ```
pub struct ListWriter<'a> {
    target: Target<'a>,
    notes: &'a Notes,
}

enum Target<'a> {
    /// The list begins where the text was `start` bytes long, with its bracket.
    Text { text: &'a mut Vec<u8>, start: usize },
    /// The list replaces what is in `place`.
    Tree { elements: Vec<Value>, place: &'a mut Value },
}

impl<'a> ListWriter<'a> {
    pub(super) fn text(text: &'a mut Vec<u8>, notes: &'a Notes) -> Self {
        text.push(b'[');
        let start = text.len();
        Self { target: Target::Text { text, start }, notes }
    }

    pub(super) fn tree(place: &'a mut Value, notes: &'a Notes) -> Self {
        Self { target: Target::Tree { elements: Vec::new(), place }, notes }
    }

    /// Writes an element; an `Option` that is `None` is `null`.
    pub fn element<T: Encode + ?Sized>(&mut self, value: &T) {
        value.encode(self.begin());
        self.end();
    }

    /// The place of the next element.
    fn begin(&mut self) -> Encoder<'_> {
        match &mut self.target {
            Target::Text { text, start } => {
                if text.len() > *start {
                    text.push(b',');
                }
                Encoder::text_behind(text, self.notes)
            }
            Target::Tree { elements, .. } => {
                let index = elements.len();
                elements.push(Value::Null);
                Encoder::tree(&mut elements[index], self.notes)
            }
        }
    }

    /// An element that wrote nothing is `null`.
    fn end(&mut self) {
        if let Target::Text { text, start } = &mut self.target
            && (text.len() == *start || text.ends_with(b","))
        {
            text.extend_from_slice(NULL);
        }
    }
}

impl Drop for ListWriter<'_> {
    fn drop(&mut self) {
        match &mut self.target {
            Target::Text { text, .. } => text.push(b']'),
            Target::Tree { elements, place } => **place = Value::Array(mem::take(elements)),
        }
    }
}

impl fmt::Debug for ListWriter<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ListWriter").finish_non_exhaustive()
    }
}
