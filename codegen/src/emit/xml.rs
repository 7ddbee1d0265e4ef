//! Tables by which types are written in XML.

use proc_macro2::TokenStream;
use quote::quote;

use crate::plan::{
    GroupItem, Plan, RequestStep, Setter, SetterStep, XmlAnswerItem, XmlLabel, XmlMemberItem,
    XmlNode, XmlRootItem, XmlShape, XmlTypeItem,
};

use super::tokens::ident;
use super::{TokenFile, TokenItem};

pub(super) fn xml(plan: &Plan) -> Option<TokenFile> {
    if plan.xml_types.is_empty() {
        return None;
    }
    let mut items = vec![TokenItem::Lines(vec![quote!(
        use openapi_runtime as rt;
    )])];
    let here = TokenStream::new();
    items.extend(plan.xml_types.iter().map(|(name, item)| {
        let name = ident(name);
        let table = match item {
            XmlTypeItem::Object { members, rest } => {
                let members = members.iter().map(|it| member(it, &here));
                match rest {
                    None => quote!(object(&[#(#members),*])),
                    Some(rest) => {
                        let rest = shape(rest, &here);
                        quote!(object_with(&[#(#members),*], &#rest))
                    }
                }
            }
            XmlTypeItem::Union(branches) => {
                let branches = branches.iter().map(|it| shape(it, &here));
                quote!(Union(&[#(&#branches),*]))
            }
        };
        TokenItem::Item(quote!(pub(crate) static #name: rt::XmlType = rt::XmlType::#table;))
    }));
    let docs = vec!["How the types are written in XML, each by its name.".to_owned()];
    Some(TokenFile { path: "src/xml.rs".to_owned(), docs, items })
}

/// Whether the methods of a group need the tables in scope.
pub(super) fn is_used(group: &GroupItem) -> bool {
    let is_declared = |of: &XmlShape| mentions_a_table(of);
    let by_step = |it: &RequestStep| match it {
        RequestStep::XmlBody { root, .. } => is_declared(&root.of),
        RequestStep::AnswerXml(it) => is_declared(&it.of),
        _ => false,
    };
    let by_setter = |it: &Setter| match &it.step {
        SetterStep::XmlBody { root, .. } => is_declared(&root.of),
        _ => false,
    };
    let alternatives = group.choices.iter().flat_map(|it| &it.alternatives);
    let by_choice = alternatives.filter_map(|it| it.xml.as_ref()).any(|it| is_declared(&it.of));
    let by_method = group.methods.iter().any(|it| {
        let setters = it.builder.iter().flat_map(|(_, setters)| setters);
        it.steps.iter().any(by_step) || setters.into_iter().any(by_setter)
    });
    by_choice || by_method
}

fn mentions_a_table(of: &XmlShape) -> bool {
    match of {
        XmlShape::Declared(_) => true,
        XmlShape::List(_, of) | XmlShape::Map(of) | XmlShape::Envelope(_, of) => {
            mentions_a_table(of)
        }
        XmlShape::Scalar | XmlShape::Any => false,
    }
}

/// The table of a body, as an expression.
pub(super) fn root(it: &XmlRootItem) -> TokenStream {
    let (label, of) = (label(&it.label), shape(&it.of, &quote!(xml::)));
    quote!({ static ROOT: rt::XmlRoot = rt::XmlRoot::new(#label, &#of); &ROOT })
}

/// The table of an answer, as an expression.
pub(super) fn answer(it: &XmlAnswerItem) -> TokenStream {
    let of = shape(&it.of, &quote!(xml::));
    match it.of {
        XmlShape::Declared(_) => quote!(&#of),
        _ => quote!({ static ANSWER: rt::XmlType = #of; &ANSWER }),
    }
}

fn member(it: &XmlMemberItem, here: &TokenStream) -> TokenStream {
    let wire = &it.wire;
    let (name, of) = (label(&it.label), shape(&it.of, here));
    let member = match (it.node, &it.wrapped_items) {
        (XmlNode::Attribute, _) => quote!(attribute(#wire, #name)),
        (XmlNode::Text, _) => quote!(text(#wire)),
        (XmlNode::CData, _) => quote!(cdata(#wire)),
        (XmlNode::Element, Some(item)) => {
            let item = label(item);
            quote!(wrapped(#wire, #name, #item, &#of))
        }
        (XmlNode::Element, None) if it.is_list => quote!(items(#wire, #name, &#of)),
        (XmlNode::Element, None) => quote!(element(#wire, #name, &#of)),
    };
    let required = (it.required && it.is_list).then(|| quote!(.required()));
    quote!(rt::XmlMember::#member #required)
}

/// `tables`: where the tables of declared types are seen from.
fn shape(it: &XmlShape, tables: &TokenStream) -> TokenStream {
    match it {
        XmlShape::Scalar => quote!(rt::XmlType::Scalar),
        XmlShape::Any => quote!(rt::XmlType::Any),
        XmlShape::List(item, of) => {
            let (item, of) = (label(item), shape(of, tables));
            quote!(rt::XmlType::list(#item, &#of))
        }
        XmlShape::Map(of) => {
            let of = shape(of, tables);
            quote!(rt::XmlType::map(&#of))
        }
        XmlShape::Envelope(name, of) => {
            let of = shape(of, tables);
            quote!(rt::XmlType::object(&[rt::XmlMember::element(#name, rt::XmlName::new(#name), &#of)]))
        }
        XmlShape::Declared(name) => {
            let name = ident(name);
            quote!(#tables #name)
        }
    }
}

fn label(it: &XmlLabel) -> TokenStream {
    let name = &it.name;
    let prefix = it.prefix.as_ref().map(|it| quote!(.prefix(#it)));
    let namespace = it.namespace.as_ref().map(|it| quote!(.namespace(#it)));
    quote!(rt::XmlName::new(#name) #prefix #namespace)
}
