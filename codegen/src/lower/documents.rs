//! Bodies and answers of operations that offer XML and no JSON: what their elements are called.

use crate::document::{MediaView, OperationView, Status, Xml};
use crate::model::{Answer, Shape, Type, XmlDocument, XmlLabel};
use crate::source::Place;

use super::Lowering;
use super::body::MediaKind;
use super::schema::given_name;

/// How many arrays in one another have names for their elements.
const DEEPEST: usize = 8;

impl Lowering<'_> {
    /// How a value of this media type is written; nothing if it is not XML, or no more than text.
    pub(super) fn document_of(&mut self, media: &MediaView, ty: &Type) -> Option<XmlDocument> {
        let schema = media.schema.as_ref()?;
        if MediaKind::of(&media.media_type) != MediaKind::Xml || !self.has_elements(ty) {
            return None;
        }
        let said = self.merge(std::slice::from_ref(schema))?.xml;
        let root = said.as_ref().and_then(label).or_else(|| self.label_of_reference(schema));
        Some(XmlDocument {
            media: media.media_type.clone(),
            root: root.unwrap_or_else(|| XmlLabel::new("root")),
            items: self.item_labels(schema, true),
        })
    }

    /// How the answer of the operation, or each alternative of it, is written, if it is XML and nothing else.
    pub(super) fn xml_answers(
        &mut self,
        view: &OperationView,
        answer: &Answer,
    ) -> Vec<Option<XmlDocument>> {
        match answer {
            Answer::Json { ty, .. } => vec![self.xml_answer(view, &[], ty)],
            Answer::Choice { alternatives } => alternatives
                .iter()
                .map(|it| match &it.answer {
                    Answer::Json { ty, .. } if is_xml(&it.media) => {
                        self.xml_answer(view, &it.statuses, ty)
                    }
                    _ => None,
                })
                .collect(),
            Answer::Empty
            | Answer::Download { .. }
            | Answer::Events { .. }
            | Answer::Lines { .. } => Vec::new(),
        }
    }

    /// `statuses`: those of the answer, or their first digits; none for any that succeeds.
    fn xml_answer(
        &mut self,
        view: &OperationView,
        statuses: &[u16],
        ty: &Type,
    ) -> Option<XmlDocument> {
        let fits = |status: Status| match status {
            Status::Code(code) if !statuses.is_empty() => statuses.contains(&code),
            Status::Range(digit) if !statuses.is_empty() => statuses.contains(&digit.into()),
            status => status.is_success() || view.responses.len() == 1,
        };
        let mut responses = view.responses.iter().filter(|it| fits(it.status));
        let content = &responses.find(|it| !it.content.is_empty())?.content;
        let media = content.first()?;
        if !content.iter().all(|it| is_xml(&it.media_type)) {
            return None;
        }
        self.document_of(media, ty)
    }

    /// The answer that consists of elements, where each way to write it is XML.
    pub(super) fn xml_response(&mut self, content: &[MediaView], index: usize) -> Option<Answer> {
        let first = content.first()?;
        if !content.iter().all(|it| is_xml(&it.media_type)) {
            return None;
        }
        let answer = self.json_answer(first, index);
        match &answer {
            Answer::Json { ty, .. } if self.has_elements(ty) => Some(answer),
            _ => None,
        }
    }

    /// Whether the type is more than text.
    pub(super) fn has_elements(&self, ty: &Type) -> bool {
        match ty.plain() {
            Type::Declared(id) => !matches!(self.types[id.0].shape, Shape::Enum(_)),
            Type::List(_) | Type::Map(_) => true,
            _ => false,
        }
    }

    /// What the elements of an array are called, and those of the arrays in it. `named`: where nothing is said, after
    /// the schema that they refer to.
    pub(super) fn item_labels(&mut self, array: &Place, named: bool) -> Vec<Option<XmlLabel>> {
        let mut res = Vec::new();
        let mut at = Some(array.clone());
        while let Some(place) = at.take().filter(|_| res.len() < DEEPEST) {
            let items = self.merge(std::slice::from_ref(&place)).and_then(|it| it.items);
            let Some(items) = items else { break };
            let said = self.merge(std::slice::from_ref(&items)).and_then(|it| it.xml);
            let by_reference = if named { self.label_of_reference(&items) } else { None };
            res.push(said.as_ref().and_then(label).or(by_reference));
            at = Some(items);
        }
        res
    }

    fn label_of_reference(&mut self, place: &Place) -> Option<XmlLabel> {
        let target = self.document.resolve(place, self.diagnostics)?.place;
        given_name(place, &target).map(|it| XmlLabel::new(&it))
    }
}

fn is_xml(media_type: &str) -> bool {
    MediaKind::of(media_type) == MediaKind::Xml
}

/// Whether any body of the operation is XML.
pub(super) fn offers_xml(view: &OperationView) -> bool {
    let body = view.request_body.iter().flat_map(|it| &it.content);
    let mut media = body.chain(view.responses.iter().flat_map(|it| &it.content));
    media.any(|it| is_xml(&it.media_type))
}

/// What is said about the name, if it is.
pub(super) fn label(said: &Xml) -> Option<XmlLabel> {
    let name = said.name.clone()?;
    Some(XmlLabel { name, prefix: said.prefix.clone(), namespace: said.namespace.clone() })
}
