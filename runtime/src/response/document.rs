//! The body of an answer as a document, in whichever format it came.

use std::borrow::Cow;

use serde_json::Value;

use super::Head;
use super::answer::{Layout, Peel};
use crate::json::{Reading, Tape, View};
use crate::{Decode, DecodeError, Node, recovery};

/// A document that was read.
pub(crate) struct Document<'a> {
    kept: Kept<'a>,
    reading: Reading,
    /// The name of the root in a document of elements, whose only member it is.
    #[cfg(feature = "xml")]
    root: String,
}

enum Kept<'a> {
    Tape(Tape<'a>),
    #[cfg(feature = "xml")]
    Value(Value),
    /// What elements say by the table of a type.
    #[cfg(feature = "xml")]
    Typed(Value),
}

impl<'a> Document<'a> {
    /// The document of an answer that is laid out like this; `None` if the body is empty.
    pub(crate) fn of(
        head: &Head,
        body: &'a [u8],
        layout: Layout,
    ) -> Result<Option<Self>, DecodeError> {
        #[cfg(feature = "xml")]
        if let Some(ty) = layout.xml.filter(|_| head.is_xml(body) && !body.trim_ascii().is_empty())
        {
            let kept = Kept::Typed(crate::xml::parse_typed(body, ty)?);
            return Ok(Some(Self { kept, reading: Reading::Loose, root: String::new() }));
        }
        #[cfg(not(feature = "xml"))]
        let _ = layout;
        Self::parse(head, body)
    }

    /// The document; `None` if the body is empty.
    pub(crate) fn parse(head: &Head, body: &'a [u8]) -> Result<Option<Self>, DecodeError> {
        if body.trim_ascii().is_empty() {
            return Ok(None);
        }
        // Some servers put a byte order mark in front.
        let text = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
        #[cfg(feature = "xml")]
        if head.is_xml(text) && (head.formats.xml.is_some() || head.is_declared_xml()) {
            // An API that says nothing about XML may still answer so, with an error for instance.
            let rules = head.formats.xml.unwrap_or(&crate::xml::PLAIN);
            let (root, value) = crate::xml::parse(body, rules)?;
            return Ok(Some(Self { kept: Kept::Value(value), reading: Reading::Xml, root }));
        }
        match Tape::parse(text) {
            Ok(tape) => Ok(Some(Self::json(tape, head.formats.reading))),
            Err(_) if head.is_html() => {
                Err(DecodeError::text("JSON", "an HTML page", &shown(text)))
            }
            Err(error) => Err(document_error(text, &error)),
        }
    }

    fn json(tape: Tape<'a>, reading: Reading) -> Self {
        Self {
            kept: Kept::Tape(tape),
            reading,
            #[cfg(feature = "xml")]
            root: String::new(),
        }
    }

    /// What is decoded where nothing came.
    pub(crate) fn empty() -> Self {
        Self::json(Tape::empty(), Reading::Exact)
    }

    fn is_patched(&self) -> bool {
        match &self.kept {
            Kept::Tape(tape) => tape.is_patched,
            #[cfg(feature = "xml")]
            _ => false,
        }
    }

    /// Whether it is an object without members.
    pub(crate) fn is_empty(&self) -> bool {
        let value = self.content();
        let is_blank =
            self.reading.is_xml() && value.as_str().is_some_and(|it| it.trim().is_empty());
        is_blank || value.as_object().is_some_and(|it| it.len() == 0)
    }

    /// What the document says: in a document of elements, what is in the root.
    fn content(&self) -> View<'_> {
        match &self.kept {
            Kept::Tape(tape) => View::of(tape),
            #[cfg(feature = "xml")]
            Kept::Value(value) => View::Value(value.get(&self.root).unwrap_or(value)),
            #[cfg(feature = "xml")]
            Kept::Typed(value) => View::Value(value),
        }
    }

    /// The document as JSON.
    pub(crate) fn into_value(self) -> Value {
        #[cfg(feature = "xml")]
        if let Kept::Value(value) = &self.kept {
            return crate::xml::plain(value.get(&self.root).unwrap_or(value));
        }
        self.content().to_value()
    }

    pub(crate) fn decode<T: Decode>(&self, layout: Layout) -> Result<T, DecodeError> {
        self.decode_node(self.node(), layout)
    }

    /// The same, and an observer is told how it differs from the description.
    pub(crate) fn decode_observed<T: Decode>(
        &self,
        head: &Head,
        layout: Layout,
    ) -> Result<T, DecodeError> {
        recovery::decode(head, self.node(), self.is_patched(), head.tolerance(), |node| {
            self.decode_node(node, layout)
        })
    }

    fn decode_node<T: Decode>(&self, node: Node<'_>, layout: Layout) -> Result<T, DecodeError> {
        match layout.peel {
            Peel::Nothing if layout.wraps.is_empty() => self.decode_root(node),
            Peel::Nothing => node.inside(layout.wraps).decode(),
            Peel::Member(name) if self.is_member(name) => node.inside(layout.wraps).decode(),
            Peel::Member(name) => node.object()?.response_in(name, layout.wraps),
            Peel::Forms(name) => decode_form(node.inside(layout.wraps), Some(name), true),
        }
    }

    #[cfg(not(feature = "xml"))]
    fn node(&self) -> Node<'_> {
        Node::at(self.content()).read(self.reading)
    }

    #[cfg(feature = "xml")]
    fn node(&self) -> Node<'_> {
        Node::at(self.content()).read(self.reading).named(&self.root)
    }

    #[cfg(not(feature = "xml"))]
    #[expect(clippy::unused_self, reason = "with XML it depends")]
    fn is_member(&self, _: &str) -> bool {
        false
    }

    /// Whether the root is the member of this name itself.
    #[cfg(feature = "xml")]
    fn is_member(&self, name: &str) -> bool {
        self.root == name && self.node().member(name).is_none()
    }

    #[cfg(not(feature = "xml"))]
    #[expect(clippy::unused_self, reason = "with XML it depends")]
    fn decode_root<T: Decode>(&self, node: Node<'_>) -> Result<T, DecodeError> {
        node.decode()
    }

    /// The root is an object, or a member of an object that has no element: `<errors>` is `{"errors": ..}` for a
    /// type that knows such a member, and whatever else it is for others.
    #[cfg(feature = "xml")]
    fn decode_root<T: Decode>(&self, node: Node<'_>) -> Result<T, DecodeError> {
        use crate::json::Tally;
        let Kept::Value(value) = &self.kept else { return node.decode() };
        let (around, inside) =
            (Tally::of_alternative(node.tally()), Tally::of_alternative(node.tally()));
        let chosen = |tally: Tally| {
            if let Some(outer) = node.tally() {
                outer.add_all(tally);
            }
        };
        let whole = Node::new(value).read(self.reading).counted(&around).decode();
        let Some(whole) = whole.ok().filter(|_| around.recognised() > 0) else {
            return node.decode();
        };
        match node.strictly().counted(&inside).decode() {
            Ok(better) if inside.unread() < around.unread() => {
                chosen(inside);
                Ok(better)
            }
            _ => {
                chosen(around);
                Ok(whole)
            }
        }
    }
}

/// `T`, `[T]`, or either in the member, if it has a name; each of the two at most once, in any order.
fn decode_form<T: Decode>(
    node: Node<'_>,
    member: Option<&'static str>,
    list: bool,
) -> Result<T, DecodeError> {
    let is_around = |it: &Node<'_>| it.value().is_object() || it.value().is_array();
    if let Some(name) = member
        && let Some(inner) = node.member(name).filter(is_around)
    {
        return decode_form(inner, None, list).map_err(|error| error.in_member(name));
    }
    let elements = node.elements().map(|mut elements| (elements.len(), elements.next()));
    let Ok((1, Some(only))) = elements else { return node.decode() };
    node.decode().or_else(|error| match list {
        true => decode_form(only.inside(node.wraps()), member, false)
            .map_err(|error| error.in_element(0)),
        false => Err(error),
    })
}

/// What is wrong with a text that should be JSON.
pub(crate) fn document_error(text: &[u8], error: &serde_json::Error) -> DecodeError {
    DecodeError::text("JSON", format!("text that is not ({error})"), &shown(text))
}

/// As much of a text as an error looks at.
fn shown(text: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(&text[..text.len().min(4096)])
}
