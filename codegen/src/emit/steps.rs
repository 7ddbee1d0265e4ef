//! What goes into a request, as calls on the runtime: in the chain of a method, and in the setters of its builder.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::plan::{Argument, RequestStep, Setter, SetterStep, UnsetBody, Wrap};

use super::methods::types_path;
use super::tokens::{
    aliases, argument, deprecated, docs, ident, json_literal, quoted, wrapped, wraps,
};
use super::xml;

pub(super) fn step(step: &RequestStep) -> TokenStream {
    let value = |it: &Argument| argument(&it.name, &it.kind, &types_path()).1;
    match step {
        RequestStep::Path { wire, argument, style: Some((style, explode)) } => {
            let value = value(argument);
            let style = ident(style);
            let explode = explode.map(|it| quote!({ explode: #it }));
            quote!(.path_styled(#wire, #value, rt::PathStyle::#style #explode))
        }
        RequestStep::Path { wire, argument, style: None } => {
            let value = value(argument);
            quote!(.path(#wire, #value))
        }
        RequestStep::Server(url) => quote!(.server(#url)),
        RequestStep::Redirects(statuses) => {
            let statuses = statuses.iter().map(|it| Literal::u16_unsuffixed(*it));
            quote!(.redirects(&[#(#statuses),*]))
        }
        RequestStep::Accept(media) => quote!(.accept(#media)),
        RequestStep::MembersAs(media) => quote!(.members_as(#media)),
        RequestStep::Multipart { media, order } => quote!(.multipart(#media, &[#(#order),*])),
        RequestStep::Set { step, argument, wraps } => {
            let call = set(step, argument, wraps);
            quote!(.#call)
        }
        RequestStep::Body { argument, media: None, wraps } => {
            let value = wrapped(value(argument), wraps);
            quote!(.body(#value))
        }
        RequestStep::Body { argument, media: Some(media), wraps } => {
            let value = wrapped(value(argument), wraps);
            quote!(.body_as(#media, #value))
        }
        RequestStep::XmlBody { argument, media, root, wraps } => {
            let value = wrapped(value(argument), wraps);
            let root = xml::root(root);
            quote!(.body_xml(#media, #root, #value))
        }
        RequestStep::AnswerXml(it) => {
            let (media, of) = (&it.media, xml::answer(it));
            quote!(.answer_xml(#media, #of))
        }
        RequestStep::Envelope(member) => quote!(.envelope(#member)),
        RequestStep::AnswerIn(steps) => {
            let steps = wraps(steps);
            quote!(.answer_in(#steps))
        }
        RequestStep::RawBody { argument, media } => {
            let value = value(argument);
            quote!(.raw_body(#media, #value))
        }
        RequestStep::MemberBase => quote!(.member_base()),
        RequestStep::Constant { step, value } => {
            let call = set_value(step, &json_literal(value));
            quote!(.#call)
        }
        RequestStep::IdempotencyKey => quote!(.with_idempotency_key()),
        RequestStep::OrNothing => quote!(.or_nothing()),
        RequestStep::Resumable => quote!(.resumable()),
        RequestStep::UnwrapMember(name) => quote!(.unwrap_member(#name)),
        RequestStep::UnwrapForms(name) => quote!(.unwrap_forms(#name)),
    }
}

/// A function of the request (and of the call) that takes one value.
fn set(step: &SetterStep, it: &Argument, wraps: &[Wrap]) -> TokenStream {
    set_value(step, &wrapped(argument(&it.name, &it.kind, &types_path()).1, wraps))
}

fn set_value(step: &SetterStep, value: &TokenStream) -> TokenStream {
    match step {
        SetterStep::Query { wire } => quote!(query(#wire, #value)),
        SetterStep::QueryJson { wire } => quote!(query_json(#wire, #value)),
        SetterStep::QueryList { wire, style } => {
            let style = ident(style);
            quote!(query_list(#wire, #value, rt::ListStyle::#style))
        }
        SetterStep::QueryObject { wire, style } => {
            let style = ident(style);
            quote!(query_object(#wire, #value, rt::ObjectStyle::#style))
        }
        SetterStep::Header { wire } => quote!(header(#wire, #value)),
        SetterStep::HeaderJson { wire } => quote!(header_json(#wire, #value)),
        SetterStep::Cookie { wire } => quote!(cookie(#wire, #value)),
        SetterStep::CookieJson { wire } => quote!(cookie_json(#wire, #value)),
        SetterStep::Member { wire } => quote!(member(#wire, #value)),
        SetterStep::FormMember { wire } => quote!(form_member(#wire, #value)),
        SetterStep::FormList { wire, style } => {
            let style = ident(style);
            quote!(form_list(#wire, #value, rt::ListStyle::#style))
        }
        SetterStep::FormObject { wire, style } => {
            let style = ident(style);
            quote!(form_object(#wire, #value, rt::ObjectStyle::#style))
        }
        SetterStep::FormJson { wire } => quote!(form_json(#wire, #value)),
        SetterStep::Part { wire, media: None } => quote!(part(#wire, #value)),
        SetterStep::Part { wire, media: Some(media) } => {
            quote!(part(#wire, rt::Upload::or_content_type(#value, #media)))
        }
        SetterStep::Parts { wire, media: None } => quote!(parts(#wire, #value)),
        SetterStep::Parts { wire, media: Some(media) } => quote! {
            parts(#wire, #value.into_iter().map(|it| rt::Upload::or_content_type(it.into(), #media)))
        },
        SetterStep::PartList { wire, style } => {
            let style = ident(style);
            quote!(part_list(#wire, #value, rt::ListStyle::#style))
        }
        SetterStep::PartAs { wire, media } => quote!(part_as(#wire, #media, #value)),
        SetterStep::PartText { wire } => quote!(part_text(#wire, #value)),
        SetterStep::XmlBody { media, root } => {
            let root = xml::root(root);
            quote!(body_xml(#media, #root, #value))
        }
        SetterStep::Body { media: None } => quote!(body(#value)),
        SetterStep::Body { media: Some(media) } => quote!(body_as(#media, #value)),
        SetterStep::RawBody { media } => quote!(raw_body(#media, #value)),
    }
}

/// The choice between no body and an empty one.
pub(super) fn unset_body(it: UnsetBody) -> TokenStream {
    match it {
        UnsetBody::EmptyObject => quote! {
            #[doc = " Sends no body. Without this, an empty object is sent if nothing else is set."]
            pub fn without_body(mut self) -> Self {
                self.call.without_body();
                self
            }
        },
        UnsetBody::Nothing => quote! {
            #[doc = " Sends an empty object as the body if nothing else is set. Without this, no body is sent then."]
            pub fn with_empty_body(mut self) -> Self {
                self.call.member_base();
                self
            }
        },
    }
}

pub(super) fn setter(it: &Setter) -> impl Iterator<Item = TokenStream> + '_ {
    let name = ident(&it.name);
    let docs = docs(&it.doc);
    let alias = aliases(&it.aliases);
    let deprecated = deprecated(it.deprecated);
    let (argument, _) = argument(&it.argument.name, &it.argument.kind, &types_path());
    let call = set(&it.step, &it.argument, &it.wraps);
    let setter = quote! {
        #docs #alias #deprecated
        pub fn #name(mut self, #argument) -> Self {
            self.call.#call;
            self
        }
    };
    let clear = it.clear.as_ref().and_then(|clear| {
        let SetterStep::Member { wire } = &it.step else { return None };
        let clear = ident(clear);
        let doc =
            format!(" Sends `null` for {}, which is not the same as leaving it out.", quoted(wire));
        Some(quote! {
            #[doc = #doc]
            pub fn #clear(mut self) -> Self {
                self.call.member(#wire, &rt::Value::Null);
                self
            }
        })
    });
    std::iter::once(setter).chain(clear)
}
