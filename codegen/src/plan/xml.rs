//! The tables by which types are written in XML.

use std::collections::BTreeMap;

use crate::model::{Field, Shape, Type, XmlDocument, XmlLabel, XmlNode};

use super::{Planner, XmlAnswerItem, XmlMemberItem, XmlRootItem, XmlShape, XmlTypeItem};

impl Planner<'_> {
    /// The table of each type that is sent or read as XML, by its name.
    pub(super) fn xml_types(&self) -> BTreeMap<String, XmlTypeItem> {
        let mut res = BTreeMap::new();
        for id in self.api.xml_types() {
            let item = match &self.api.type_def(id).shape {
                Shape::Object(object) => XmlTypeItem::Object {
                    members: object.fields.iter().map(|it| self.xml_member(it)).collect(),
                    rest: object.additional.as_ref().map(|it| self.xml_shape(it, &[])),
                },
                Shape::Union(union) => XmlTypeItem::Union(
                    union.branches.iter().map(|it| self.xml_shape(&it.ty, &[])).collect(),
                ),
                Shape::Enum(_) => continue,
            };
            res.insert(self.type_name(id), item);
        }
        res
    }

    pub(super) fn xml_root(&self, document: &XmlDocument, ty: &Type) -> XmlRootItem {
        let label = document.root.clone();
        XmlRootItem { label, of: self.xml_shape(ty, &document.items) }
    }

    pub(super) fn xml_answer(&self, document: &XmlDocument, ty: &Type) -> XmlAnswerItem {
        let media = document.media.clone();
        XmlAnswerItem { media, of: self.xml_shape(ty, &document.items) }
    }

    fn xml_member(&self, field: &Field) -> XmlMemberItem {
        let element = field.element.as_ref();
        let own = XmlLabel {
            name: element.and_then(|it| it.name.clone()).unwrap_or_else(|| field.wire.clone()),
            prefix: element.and_then(|it| it.prefix.clone()),
            namespace: element.and_then(|it| it.namespace.clone()),
        };
        let node = element.map_or(XmlNode::Element, |it| it.node);
        let items = element.map_or(&[][..], |it| &it.items);
        let (label, list, of) = match (node, field.ty.non_null()) {
            (XmlNode::Element, Type::List(inner)) => {
                let said = items.first().cloned().flatten();
                let of = self.xml_shape(inner, items.get(1..).unwrap_or_default());
                let item = said.unwrap_or_else(|| own.clone());
                match element.is_some_and(|it| it.wrapped) {
                    true => (own, Some(item), of),
                    false => (item, None, of),
                }
            }
            // What can be one value only is text, whatever else is known of it.
            _ if field.constant.is_some() => (own, None, XmlShape::Scalar),
            (_, ty) => (own, None, self.xml_shape(ty, items)),
        };
        XmlMemberItem {
            wire: field.wire.clone(),
            label,
            node,
            is_list: matches!((node, field.ty.non_null()), (XmlNode::Element, Type::List(_))),
            wrapped_items: list,
            required: field.required,
            of,
        }
    }

    /// `items`: what the elements of an array are called, and those of the arrays in it.
    fn xml_shape(&self, ty: &Type, items: &[Option<XmlLabel>]) -> XmlShape {
        match ty {
            Type::Nullable(inner) => self.xml_shape(inner, items),
            Type::List(inner) => {
                let item = items.first().cloned().flatten();
                let of = self.xml_shape(inner, items.get(1..).unwrap_or_default());
                XmlShape::List(item.unwrap_or_else(|| XmlLabel::new("item")), Box::new(of))
            }
            Type::Tuple(_) => XmlShape::List(XmlLabel::new("item"), Box::new(XmlShape::Any)),
            Type::Map(inner) => XmlShape::Map(Box::new(self.xml_shape(inner, &[]))),
            Type::Envelope { member, inner } => {
                XmlShape::Envelope(member.clone(), Box::new(self.xml_shape(inner, items)))
            }
            Type::Declared(id) => match self.api.type_def(*id).shape {
                Shape::Enum(_) => XmlShape::Scalar,
                Shape::Object(_) | Shape::Union(_) => XmlShape::Declared(self.type_name(*id)),
            },
            Type::Any | Type::FreeObject => XmlShape::Any,
            _ => XmlShape::Scalar,
        }
    }
}
