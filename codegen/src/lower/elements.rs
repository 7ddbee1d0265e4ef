//! What the items of lists are called in XML, for a client that writes it.

use std::collections::BTreeMap;

use crate::diagnostics::Diagnostics;
use crate::model::{Api, BodyContent, Directions, Element, Field, Shape, Type, XmlLabel, XmlNode};
use crate::source::Place;

use super::Lowering;
use super::merge::Merged;

impl Lowering<'_> {
    /// What is said about a member in XML.
    pub(super) fn element(&mut self, wire: &str, about: &Merged, ty: &Type) -> Option<Element> {
        let items = match ty.plain() {
            Type::List(items) => Some(&**items),
            _ => None,
        };
        let place = about.items.as_ref().filter(|_| items.is_some());
        let named = place.and_then(|it| self.merge(std::slice::from_ref(it))?.xml?.name);
        let envelope = match items.map(Type::non_null) {
            Some(Type::Envelope { member, .. }) => Some(member.clone()),
            _ => None,
        };
        let said = about.xml.as_ref();
        let wrapped = said.is_some_and(|it| it.wrapped) || envelope.is_some();
        let mut labels: Vec<Option<XmlLabel>> = Vec::new();
        if let Some(place) = place.filter(|_| self.offers_xml) {
            let own = self.merge(std::slice::from_ref(place)).and_then(|it| it.xml);
            labels.push(own.as_ref().and_then(super::documents::label));
            labels.extend(self.item_labels(place, false));
        }
        let are_said = labels.iter().any(Option::is_some);
        (said.is_some() || are_said || envelope.is_some()).then(|| Element {
            prefix: said.and_then(|it| it.prefix.clone()),
            namespace: said.and_then(|it| it.namespace.clone()),
            node: match said {
                Some(it) if it.attribute => XmlNode::Attribute,
                Some(it) if it.text => XmlNode::Text,
                Some(it) if it.cdata => XmlNode::CData,
                _ => XmlNode::Element,
            },
            items: labels,
            place: said.map_or(&about.place, |it| &it.place).clone(),
            name: said.and_then(|it| it.name.clone()),
            attribute: said.is_some_and(|it| it.attribute),
            wrapped,
            item: named
                .or(envelope)
                .or_else(|| (wrapped && items.is_some()).then(|| wire.to_owned())),
        })
    }
}

/// The lists of all request bodies that are elements around their items: name of the list, name of the items.
/// `every`: the API writes all lists like that.
///
/// Where a list stands does not matter to a writer, so lists of one name must have items of one name.
pub(crate) fn item_names(
    api: &Api,
    directions: &Directions,
    every: bool,
    diagnostics: &mut Diagnostics,
) -> Vec<(String, String)> {
    let bodies = api.operations.iter().flat_map(|it| &it.bodies);
    let flattened = bodies.flat_map(|it| match &it.content {
        BodyContent::Members(fields) => fields.as_slice(),
        _ => &[],
    });
    let declared = directions.request.iter().flat_map(|id| match &api.type_def(*id).shape {
        Shape::Object(object) => object.fields.as_slice(),
        Shape::Enum(_) | Shape::Union(_) => &[],
    });
    let answers = directions.answer.difference(&directions.request);
    for id in answers {
        if let Shape::Object(object) = &api.type_def(*id).shape {
            object.fields.iter().for_each(|it| warn(it, diagnostics));
        }
    }
    let mut found: BTreeMap<&str, (&str, &Place)> = BTreeMap::new();
    for field in flattened.chain(declared).filter(|it| !it.read_only) {
        warn(field, diagnostics);
        let Some((item, place)) = item(field, every) else { continue };
        let (first, first_place) = *found.entry(&field.wire).or_insert((item, place));
        if first != item {
            let message = format!(
                "the items of `{}` are called `{item}` here and `{first}` at {}",
                field.wire, first_place.pointer
            );
            let help = "a list of this name has items of one name in all requests";
            diagnostics.error(place, message).help(help);
        }
    }
    found.into_iter().map(|(list, (item, _))| (list.to_owned(), item.to_owned())).collect()
}

fn item(field: &Field, every: bool) -> Option<(&str, &Place)> {
    let element = field.element.as_ref()?;
    let item = element.item.as_deref()?;
    (every || element.wrapped).then_some((item, &element.place))
}

/// What is said about a member and not done.
fn warn(field: &Field, diagnostics: &mut Diagnostics) {
    let Some(element) = &field.element else { return };
    if element.attribute {
        let message = format!("`{}` is written as an element, not as an attribute", field.wire);
        diagnostics.warning(&element.place, message);
    }
    if element.name.as_ref().is_some_and(|it| *it != field.wire) {
        let message = format!("the element of `{}` is called like the property", field.wire);
        diagnostics.warning(&element.place, message).help("leave `name` out");
    }
}
