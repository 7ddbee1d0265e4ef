//! How values are written in XML, where a description offers nothing else.

use std::collections::BTreeSet;

use super::{Answer, Api, Operation, Type, TypeId};

/// What an element or an attribute is called.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct XmlLabel {
    pub name: String,
    pub prefix: Option<String>,
    pub namespace: Option<String>,
}

/// What a property becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum XmlNode {
    Element,
    Attribute,
    /// The text of the element around it.
    Text,
    CData,
}

/// A body or an answer in XML.
#[derive(Clone, Debug)]
pub(crate) struct XmlDocument {
    pub media: String,
    pub root: XmlLabel,
    /// What the elements of an array are called, and those of the arrays in it.
    pub items: Vec<Option<XmlLabel>>,
}

impl XmlLabel {
    pub(crate) fn new(name: &str) -> Self {
        Self { name: name.to_owned(), prefix: None, namespace: None }
    }
}

impl Operation {
    /// The answer, or its alternatives, that are XML, and how each is written.
    fn answers_in_xml(&self) -> impl Iterator<Item = (&Answer, &XmlDocument)> {
        let answers: Vec<&Answer> = match &self.answer {
            Answer::Choice { alternatives } => alternatives.iter().map(|it| &it.answer).collect(),
            only => vec![only],
        };
        answers.into_iter().zip(&self.xml_answers).filter_map(|(it, xml)| Some((it, xml.as_ref()?)))
    }
}

impl Api {
    /// Whether anything is sent or read as XML by the description of its types.
    pub(crate) fn has_xml(&self) -> bool {
        self.operations.iter().any(|it| {
            it.xml_answers.iter().any(Option::is_some)
                || it.bodies.iter().any(|it| it.xml.is_some())
        })
    }

    /// The declared types that are sent or read as XML.
    pub(crate) fn xml_types(&self) -> BTreeSet<TypeId> {
        let mut found = BTreeSet::new();
        for operation in &self.operations {
            for body in operation.bodies.iter().filter(|it| it.xml.is_some()) {
                body.visit_types(&mut |ty: &Type| self.reach(ty, &mut found));
            }
            for (answer, _) in operation.answers_in_xml() {
                answer.visit_types(&mut |ty| self.reach(ty, &mut found));
            }
        }
        found
    }
}
