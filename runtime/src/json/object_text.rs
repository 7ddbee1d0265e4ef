//! An object that is JSON text, whose members can be set one by one and again.

use serde::de::IgnoredAny;

use super::Encode;
use super::encoder::{append_name, append_value};
use super::notes::Notes;
use super::number::NotFinite;

/// Room for the members of most bodies is made at once, not in steps.
const ROOM: usize = 256;
const MEMBERS: usize = 8;

/// An object that is JSON text, whose members can be set one by one and again.
pub(crate) struct ObjectText {
    /// Without its closing brace.
    text: Vec<u8>,
    members: Vec<Member>,
}

/// Where in the text a member is.
struct Member {
    name: usize,
    /// Behind the colon.
    value: usize,
    end: usize,
}

impl ObjectText {
    pub(crate) fn new() -> Self {
        let mut text = Vec::with_capacity(ROOM);
        text.push(b'{');
        Self { text, members: Vec::with_capacity(MEMBERS) }
    }

    /// The object that an encoder wrote; nothing if that is no object.
    pub(crate) fn read(mut text: Vec<u8>) -> Option<Self> {
        if !text.starts_with(b"{") || text.pop() != Some(b'}') {
            return None;
        }
        Some(Self { members: members(&text), text })
    }

    /// Adds a member, or replaces the value of the one that has the name.
    pub(crate) fn set(
        &mut self,
        name: &str,
        value: &dyn Encode,
        notes: &Notes,
    ) -> Result<(), NotFinite> {
        let before = self.text.len();
        if !self.members.is_empty() {
            self.text.push(b',');
        }
        let member = self.text.len();
        append_name(&mut self.text, name);
        let inner = self.text.len();
        append_value(&mut self.text, value, notes);
        let name = &self.text[member..inner];
        match self.members.iter().position(|it| self.text[it.name..it.value] == *name) {
            None => {
                let end = self.text.len();
                self.members.push(Member { name: member, value: inner, end });
            }
            Some(index) => {
                let value = self.text.split_off(inner);
                self.text.truncate(before);
                let old = &self.members[index];
                self.text.splice(old.value..old.end, value);
                self.members = members(&self.text);
            }
        }
        NotFinite::check(notes)
    }

    /// The whole object.
    pub(crate) fn finish(mut self) -> Vec<u8> {
        self.text.push(b'}');
        self.text
    }
}

/// The members of an object in the text that an encoder wrote, which has no blanks; the closing brace is not there.
fn members(text: &[u8]) -> Vec<Member> {
    let mut members = Vec::with_capacity(MEMBERS);
    let mut name = 1;
    while let Some(value) = end_of_value(text, name).map(|it| it + 1)
        && let Some(end) = end_of_value(text, value)
    {
        members.push(Member { name, value, end });
        name = end + 1;
    }
    members
}

/// Where the value ends that begins there.
fn end_of_value(text: &[u8], start: usize) -> Option<usize> {
    let rest = serde_json::Deserializer::from_slice(text.get(start..)?);
    let mut values = rest.into_iter::<IgnoredAny>();
    values.next()?.ok()?;
    Some(start + values.byte_offset())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn finished(object: ObjectText) -> String {
        String::from_utf8(object.finish()).unwrap()
    }

    #[test]
    fn the_last_value_of_a_name_wins_in_the_place_of_the_first() {
        let mut object = ObjectText::new();
        for (name, value, expected) in [
            ("a", json!(1), r#"{"a":1}"#),
            ("b\"", json!("x"), r#"{"a":1,"b\"":"x"}"#),
            ("c", json!({"a": [",", 2]}), r#"{"a":1,"b\"":"x","c":{"a":[",",2]}}"#),
            (
                "b\"",
                json!({"longer": [1.5]}),
                r#"{"a":1,"b\"":{"longer":[1.5]},"c":{"a":[",",2]}}"#,
            ),
            ("a", json!(""), r#"{"a":"","b\"":{"longer":[1.5]},"c":{"a":[",",2]}}"#),
            ("c", json!(null), r#"{"a":"","b\"":{"longer":[1.5]},"c":null}"#),
            ("d", json!(-7), r#"{"a":"","b\"":{"longer":[1.5]},"c":null,"d":-7}"#),
        ] {
            object.set(name, &value, &Notes::default()).unwrap();
            let text = ObjectText { text: object.text.clone(), members: Vec::new() };
            assert_eq!(finished(text), expected);
        }
    }

    #[test]
    fn what_was_written_can_be_continued() {
        for (text, expected) in [
            ("{}", Some(r#"{"a":9,"z":null}"#)),
            (r#"{"z":[{"a":"]}"}],"a":1.5e300}"#, Some(r#"{"z":null,"a":9}"#)),
            (r#"{"x":"\\","z":true}"#, Some(r#"{"x":"\\","z":null,"a":9}"#)),
            ("[1]", None),
            ("\"{}\"", None),
            ("7", None),
        ] {
            let object = ObjectText::read(text.as_bytes().to_vec()).map(|mut object| {
                object.set("a", &9, &Notes::default()).unwrap();
                object.set("z", &Value::Null, &Notes::default()).unwrap();
                finished(object)
            });
            assert_eq!(object.as_deref(), expected, "{text}");
        }
    }
}
