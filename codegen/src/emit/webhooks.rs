//! What the server sends by itself: the enum of all webhooks and how one is read, and readers of callbacks.

use proc_macro2::TokenStream;
use quote::quote;

use crate::plan::{PayloadItem, Plan, WebhookItem, WebhooksItem};

use super::tokens::{deprecated, docs, home, ident, quoted, rust_type, uses_map, wraps};
use super::{TokenFile, TokenItem};

pub(super) fn webhooks(plan: &Plan) -> Option<TokenFile> {
    let it = &plan.webhooks;
    if it.events.is_empty() {
        return None;
    }
    let mut items = vec![TokenItem::Lines(uses(&it.events, plan)), TokenItem::Item(event(it))];
    items.push(TokenItem::Impl { head: quote!(impl Event {}), members: readers(it) });
    items.extend(it.events.iter().filter_map(|it| reader(it, true)));
    Some(TokenFile { path: "src/webhooks.rs".to_owned(), docs: story(plan), items })
}

pub(super) fn callbacks(plan: &Plan) -> Option<TokenFile> {
    let callbacks = &plan.webhooks.callbacks;
    if callbacks.is_empty() {
        return None;
    }
    let mut items = vec![TokenItem::Lines(uses(callbacks, plan))];
    items.extend(callbacks.iter().filter_map(|it| reader(it, false)));
    let docs = vec![
        "What the server sends because an operation was called: a function for each callback that reads it.".to_owned(),
        String::new(),
        "Hand over the headers and the raw body; `runtime::webhooks::receive` checks a signature before that.".to_owned(),
    ];
    Some(TokenFile { path: "src/callbacks.rs".to_owned(), docs, items })
}

fn uses(items: &[WebhookItem], plan: &Plan) -> Vec<TokenStream> {
    let mut res = Vec::new();
    let types: Vec<_> = items
        .iter()
        .filter_map(|it| match &it.payload {
            PayloadItem::Value(ty, _) => Some(ty),
            PayloadItem::Nothing | PayloadItem::Bytes => None,
        })
        .collect();
    res.extend(types.iter().any(|it| uses_map(it)).then(|| {
        quote!(
            use std::collections::BTreeMap;
        )
    }));
    res.push(quote!(
        use openapi_runtime as rt;
    ));
    let mut declared = false;
    types.iter().for_each(|it| super::tokens::visit_declared(it, &mut |_| declared = true));
    let home = home(plan);
    res.extend(declared.then(|| quote!(use #home::types;)));
    res
}

/// What a webhook holds.
fn payload(it: &PayloadItem) -> Option<TokenStream> {
    match it {
        PayloadItem::Nothing => None,
        PayloadItem::Value(ty, _) => Some(rust_type(ty, &quote!(types::))),
        PayloadItem::Bytes => Some(quote!(rt::Bytes)),
    }
}

/// The expression that reads it from `webhook`: a result.
fn read(it: &PayloadItem) -> Option<TokenStream> {
    match it {
        PayloadItem::Nothing => None,
        PayloadItem::Value(_, steps) if steps.is_empty() => Some(quote!(webhook.decode())),
        PayloadItem::Value(_, steps) => {
            let steps = wraps(steps);
            Some(quote!(webhook.decode_in(#steps)))
        }
        PayloadItem::Bytes => Some(quote!(Ok(webhook.bytes()))),
    }
}

fn event(it: &WebhooksItem) -> TokenStream {
    let variants = it.events.iter().map(|event| {
        let docs = docs(&event.doc);
        let deprecated = deprecated(event.deprecated);
        let name = ident(&event.variant);
        let payload = payload(&event.payload).map(|it| quote!((#it)));
        quote!(#docs #deprecated #name #payload)
    });
    quote! {
        #[doc = " What the server sends: a variant for each webhook."]
        #[derive(Clone, Debug, PartialEq)]
        #[allow(clippy::large_enum_variant)]
        #[non_exhaustive]
        pub enum Event {
            #(#variants,)*
            #[doc = " A webhook that the description does not list, or that nothing tells from another."]
            Unlisted {
                #[doc = " What names it on the wire; empty if nothing does."]
                name: String,
                #[doc = " Its body, as it came."]
                payload: rt::Value,
            },
        }
    }
}

fn readers(it: &WebhooksItem) -> Vec<TokenStream> {
    let naming = match (&it.header, &it.property) {
        (Some(header), Some(property)) => {
            format!("The header {} and the property {} of the body tell which webhook it is.", quoted(header), quoted(property))
        }
        (Some(header), None) => format!("The header {} tells which webhook it is.", quoted(header)),
        (None, Some(property)) => {
            format!("The property {} of the body tells which webhook it is.", quoted(property))
        }
        (None, None) if it.marks.is_empty() => {
            "Nothing in the description tells which webhook it is, so each is `Unlisted`; a function for each reads it."
                .to_owned()
        }
        (None, None) => "The description has no other webhook.".to_owned(),
    };
    let parse = docs(&[
        "Reads a webhook from the headers and the body of a request, without a check of where it comes from.".to_owned(),
        String::new(),
        naming,
        String::new(),
        "# Errors".to_owned(),
        String::new(),
        "A body that is not what the description says of the webhook.".to_owned(),
    ]);
    let receive = docs(&[
        "Reads a webhook after a check of its signature; `body` has to be the bytes as they came."
            .to_owned(),
        String::new(),
        "# Errors".to_owned(),
        String::new(),
        "The check refuses it, or as [`parse`](Self::parse).".to_owned(),
    ]);
    let body = parse_body(it);
    vec![
        quote! {
            #parse
            pub fn parse(headers: &rt::HeaderMap, body: &[u8]) -> Result<Self, rt::DecodeError> {
                #body
            }
        },
        quote! {
            #receive
            pub fn receive(
                check: &(impl rt::webhooks::Check + ?Sized),
                headers: &rt::HeaderMap,
                body: &[u8],
            ) -> Result<Self, rt::webhooks::WebhookError> {
                rt::webhooks::receive(check, headers, body, Self::parse)
            }
        },
    ]
}

fn parse_body(it: &WebhooksItem) -> TokenStream {
    let webhook = quote!(let webhook = rt::webhooks::Incoming::new(headers, body););
    let header = it.header.as_ref().map(|name| quote!(webhook.header(#name)));
    let property = it.property.as_ref().map(|name| quote!(webhook.property(#name)));
    let pattern = |value: &Option<String>| match value {
        Some(value) => quote!(Some(#value)),
        None => quote!(_),
    };
    // The marks of one webhook stand together where they are tried one after the other anyway.
    let mut arms: Vec<(usize, Vec<TokenStream>)> = Vec::new();
    for mark in &it.marks {
        let pattern = match (&header, &property) {
            (Some(_), Some(_)) => {
                let (header, property) = (pattern(&mark.header), pattern(&mark.property));
                quote!((#header, #property))
            }
            (Some(_), None) => pattern(&mark.header),
            (None, _) => pattern(&mark.property),
        };
        match arms.last_mut() {
            Some((webhook, patterns)) if *webhook == mark.webhook => patterns.push(pattern),
            _ => arms.push((mark.webhook, vec![pattern])),
        }
    }
    let event = |index: usize| {
        let found = it.events.iter().find(|it| it.index == index)?;
        let variant = ident(&found.variant);
        let value = match &found.payload {
            PayloadItem::Bytes => Some(quote!((webhook.bytes()))),
            other => read(other).map(|it| quote!((#it?))),
        };
        Some(quote!(Self::#variant #value))
    };
    let (scrutinee, lets, name) = match (header, property) {
        (Some(header), Some(property)) => (
            quote!((header, property.as_deref())),
            quote!(let header = #header; let property = #property;),
            quote!(
                [header, property.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(".")
            ),
        ),
        (Some(header), None) => (
            quote!(header),
            quote!(let header = #header;),
            quote!(header.unwrap_or_default().to_owned()),
        ),
        (None, Some(property)) => (
            quote!(property.as_deref()),
            quote!(let property = #property;),
            quote!(property.unwrap_or_default()),
        ),
        (None, None) => {
            let index = it.marks.first().map(|it| it.webhook);
            let is_empty = |it: &WebhookItem| matches!(it.payload, PayloadItem::Nothing);
            let only = index.and_then(event);
            if it.events.iter().any(|it| Some(it.index) == index && is_empty(it)) {
                return quote!(let _ = (headers, body); Ok(#only));
            }
            let unlisted =
                quote!(Self::Unlisted { name: String::new(), payload: webhook.value()? });
            let only = only.unwrap_or(unlisted);
            return quote!(#webhook Ok(#only));
        }
    };
    let arms = arms.iter().filter_map(|(index, patterns)| {
        let event = event(*index)?;
        Some(quote!(#(#patterns)|* => #event))
    });
    quote! {
        #webhook
        #lets
        Ok(match #scrutinee {
            #(#arms,)*
            _ => Self::Unlisted { name: #name, payload: webhook.value()? },
        })
    }
}

/// A function that reads one webhook, whatever it is called on the wire.
fn reader(it: &WebhookItem, is_event: bool) -> Option<TokenItem> {
    let name = ident(it.function.as_ref()?);
    let value = read(&it.payload);
    if is_event && value.is_none() {
        return None;
    }
    let ty = payload(&it.payload).unwrap_or(quote!(()));
    let mut lines = match is_event {
        true => vec![format!("Reads what [`Event::{}`] holds.", it.variant)],
        false => it.doc.clone(),
    };
    lines.extend(
        ["", "# Errors", "", "A body that is not what the description says."].map(str::to_owned),
    );
    let docs = docs(&lines);
    let deprecated = deprecated(it.deprecated);
    Some(TokenItem::Item(match value {
        Some(value) => quote! {
            #docs
            #deprecated
            pub fn #name(headers: &rt::HeaderMap, body: &[u8]) -> Result<#ty, rt::DecodeError> {
                let webhook = rt::webhooks::Incoming::new(headers, body);
                #value
            }
        },
        None => quote! {
            #docs
            #deprecated
            pub fn #name(_headers: &rt::HeaderMap, _body: &[u8]) -> Result<(), rt::DecodeError> {
                Ok(())
            }
        },
    }))
}

fn story(plan: &Plan) -> Vec<String> {
    let package = &plan.crate_name;
    let module: String = plan.module.iter().map(|it| format!("{it}::")).collect();
    let home = format!("{package}::{module}");
    let lines = [
        "What the server sends by itself: webhooks.".to_owned(),
        String::new(),
        "Whatever web framework receives a request: hand over its headers and its raw body. A check looks at both".to_owned(),
        "before anything is read; `HmacSha256` and `StandardWebhooks` are checks (feature `webhooks`), and so is every".to_owned(),
        "function of headers and body.".to_owned(),
        String::new(),
        "```".to_owned(),
        format!("use {home}runtime::HeaderMap;"),
        format!("use {home}runtime::webhooks::{{Refused, WebhookError}};"),
        format!("use {home}webhooks::Event;"),
        String::new(),
        "fn received(headers: &HeaderMap, body: &[u8]) -> Result<Event, WebhookError> {".to_owned(),
        "    let check = |headers: &HeaderMap, _body: &[u8]| match headers.get(\"x-token\") {".to_owned(),
        "        Some(token) if token == \"the secret\" => Ok(()),".to_owned(),
        "        _ => Err(Refused::new(\"the token is wrong\")),".to_owned(),
        "    };".to_owned(),
        "    Event::receive(&check, headers, body)".to_owned(),
        "}".to_owned(),
        "```".to_owned(),
    ];
    lines.to_vec()
}
