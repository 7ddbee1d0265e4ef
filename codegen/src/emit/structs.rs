//! Structs: the declaration, the constructor and the setters, and how they come from JSON and go into it.

use proc_macro2::TokenStream;
use quote::quote;

use crate::plan::{ArgumentKind, FieldItem, RustType, StructItem};

use super::TokenItem;
use super::tokens::{
    aliases, deprecated, docs, ident, json_literal, quoted, rust_type, wrapped, wraps,
};
use super::types::{attributes, serde};

/// The most arguments that clippy lets pass.
const MOST_ARGUMENTS: usize = 7;

pub(super) fn emit_struct(it: &StructItem, items: &mut Vec<TokenItem>) {
    let name = ident(&it.name);
    let attributes = attributes(&it.doc, it.alias.as_ref(), it.deprecated);
    let fields = it.fields.iter().map(|field| {
        let name = ident(&field.name);
        let ty = rust_type(&field.ty, &TokenStream::new());
        let docs = docs(&field.doc);
        let alias = aliases(&field.aliases);
        let deprecated = deprecated(field.deprecated);
        quote!(#docs #alias #deprecated pub #name: #ty)
    });
    let rest = it.rest.as_ref().map(|rest| {
        let name = ident(&rest.name);
        let ty = rust_type(&rest.ty, &TokenStream::new());
        quote!(#[doc = " Members that the description does not name."] pub #name: BTreeMap<String, #ty>)
    });
    let members = fields.chain(rest);
    items.push(TokenItem::Item(quote! {
        #attributes
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub struct #name { #(#members),* }
    }));
    if it.encode {
        emit_constructor(it, items);
        emit_encode(it, items);
    }
    if it.decode {
        emit_decode(it, items);
    }
    items.push(serde(&it.name, it.encode, it.decode));
}

fn emit_constructor(it: &StructItem, items: &mut Vec<TokenItem>) {
    let name = ident(&it.name);
    let (arguments, values): (Vec<_>, Vec<_>) = it.fields.iter().map(constructor_part).unzip();
    let arguments: Vec<_> = arguments.into_iter().flatten().collect();
    let rest = it.rest.as_ref().map(|rest| {
        let name = ident(&rest.name);
        quote!(#name: BTreeMap::new())
    });
    let values = values.into_iter().chain(rest);
    let doc = match it.fields.iter().any(is_asked_for) {
        true => " What must be given; the rest is set by the functions named after it.",
        false => " Nothing set yet.",
    };
    // Whatever an API requires is an argument, however much that is.
    let crowded =
        (arguments.len() > MOST_ARGUMENTS).then(|| quote!(#[allow(clippy::too_many_arguments)]));
    let mut members = vec![quote! {
        #[doc = #doc]
        #[must_use]
        #crowded
        pub fn new(#(#arguments),*) -> Self { Self { #(#values),* } }
    }];
    let settable = it.fields.iter().filter(|field| !field.required && !field.read_only);
    members.extend(settable.flat_map(setters));
    if let Some(rest) = &it.rest {
        let setter = ident(&rest.setter);
        let ty = rust_type(&rest.ty, &TokenStream::new());
        let rest = ident(&rest.name);
        members.push(quote! {
            #[doc = " Adds a member that the description does not name."]
            #[must_use]
            pub fn #setter(mut self, name: impl Into<String>, value: impl Into<#ty>) -> Self {
                self.#rest.insert(name.into(), value.into());
                self
            }
        });
    }
    let is_default = !it.fields.iter().any(is_asked_for);
    items.push(TokenItem::Impl { head: quote!(impl #name {}), members });
    if is_default {
        items.push(TokenItem::Item(quote! {
            impl Default for #name {
                fn default() -> Self { Self::new() }
            }
        }));
    }
}

/// Whether `new` takes the field as an argument.
fn is_asked_for(field: &FieldItem) -> bool {
    field.required && field.preset.is_none()
}

/// The argument of `new` for a field, and the value of the field.
fn constructor_part(field: &FieldItem) -> (Option<TokenStream>, TokenStream) {
    let name = ident(&field.name);
    if let Some((ty, variant)) = &field.preset {
        let (ty, variant) = (ident(ty), ident(variant));
        return (None, quote!(#name: #ty::#variant));
    }
    if !field.required {
        return (None, quote!(#name: None));
    }
    let (argument, value) = owned_argument(&field.name, &field.kind, field.boxed);
    match field.may_be_missing {
        true => (Some(argument), quote!(#name: Some(#value))),
        false if value.to_string() == field.name => (Some(argument), quote!(#name)),
        false => (Some(argument), quote!(#name: #value)),
    }
}

/// An argument that becomes the value of a field.
fn owned_argument(name: &str, kind: &ArgumentKind, boxed: bool) -> (TokenStream, TokenStream) {
    let name = ident(name);
    let nothing = TokenStream::new();
    let (argument, value) = match kind {
        ArgumentKind::Value(ty) | ArgumentKind::Reference(ty) => {
            let ty = rust_type(ty, &nothing);
            (quote!(#name: #ty), quote!(#name))
        }
        ArgumentKind::Into(ty) => {
            let ty = rust_type(ty, &nothing);
            (quote!(#name: impl Into<#ty>), quote!(#name.into()))
        }
        ArgumentKind::Items(ty) => {
            let ty = rust_type(ty, &nothing);
            (
                quote!(#name: impl IntoIterator<Item = impl Into<#ty>>),
                quote!(#name.into_iter().map(Into::into).collect()),
            )
        }
        ArgumentKind::Entries(ty) => {
            let ty = rust_type(ty, &nothing);
            (
                quote!(#name: impl IntoIterator<Item = (impl Into<String>, impl Into<#ty>)>),
                quote!(#name.into_iter().map(|(key, value)| (key.into(), value.into())).collect()),
            )
        }
        ArgumentKind::Nullable(RustType::String) => {
            (quote!(#name: Option<&str>), quote!(#name.map(str::to_owned)))
        }
        ArgumentKind::Nullable(ty) => {
            let ty = rust_type(ty, &nothing);
            return match boxed {
                true => (quote!(#name: impl Into<Option<#ty>>), quote!(#name.into().map(Box::new))),
                false => (quote!(#name: impl Into<Option<#ty>>), quote!(#name.into())),
            };
        }
        ArgumentKind::Str | ArgumentKind::Upload | ArgumentKind::Uploads => {
            (quote!(#name: &str), quote!(#name.to_owned()))
        }
    };
    match boxed {
        true => (argument, quote!(Box::new(#value))),
        false => (argument, value),
    }
}

fn setters(field: &FieldItem) -> impl Iterator<Item = TokenStream> + '_ {
    let name = ident(&field.name);
    let docs = docs(&field.doc);
    let alias = aliases(&field.aliases);
    let deprecated = deprecated(field.deprecated);
    let (argument, value) = owned_argument(&field.name, &field.kind, field.boxed);
    let value = match field.clear {
        Some(_) => quote!(Some(Some(#value))),
        None => quote!(Some(#value)),
    };
    let setter = quote! {
        #docs #alias #deprecated
        #[must_use]
        pub fn #name(mut self, #argument) -> Self {
            self.#name = #value;
            self
        }
    };
    let clear = field.clear.as_ref().map(|clear| {
        let clear = ident(clear);
        let doc = format!(
            " Sends `null` for {}, which is not the same as leaving it out.",
            quoted(&field.wire)
        );
        quote! {
            #[doc = #doc]
            #[must_use]
            pub fn #clear(mut self) -> Self {
                self.#name = Some(None);
                self
            }
        }
    });
    std::iter::once(setter).chain(clear)
}

fn emit_encode(it: &StructItem, items: &mut Vec<TokenItem>) {
    let name = ident(&it.name);
    let constants = it.constants.iter().map(|(wire, value)| {
        let value = json_literal(value);
        quote!(object.field(#wire, #value);)
    });
    let fields = it.fields.iter().filter(|field| !field.read_only).map(|field| {
        let name = ident(&field.name);
        let wire = &field.wire;
        let value = match field.null_is_sent {
            true => quote!(&Some(&self.#name)),
            false => quote!(&self.#name),
        };
        let value = wrapped(value, &field.wraps);
        quote!(object.field(#wire, #value);)
    });
    let named: Vec<_> = constants.chain(fields).collect();
    let rest = it.rest.as_ref().map(|rest| {
        let name = ident(&rest.name);
        if rest.wraps.is_empty() {
            return quote!(rest(&self.#name));
        }
        let wraps = wraps(&rest.wraps);
        quote!(rest_in(&self.#name, #wraps))
    });
    let body = match (named.as_slice(), rest) {
        ([], None) => quote!(to.object();),
        ([], Some(rest)) => quote!(to.object().#rest;),
        (named, rest) => {
            let rest = rest.map(|rest| quote!(object.#rest;));
            quote! {
                let mut object = to.object();
                #(#named)*
                #rest
            }
        }
    };
    items.push(TokenItem::Item(quote! {
        impl rt::Encode for #name {
            fn encode(&self, to: rt::Encoder<'_>) { #body }
        }
    }));
}

fn emit_decode(it: &StructItem, items: &mut Vec<TokenItem>) {
    let name = ident(&it.name);
    let fields = it.fields.iter().map(|field| {
        let name = ident(&field.name);
        let wire = &field.wire;
        if field.wraps.is_empty() {
            return quote!(#name: object.field(#wire)?);
        }
        let wraps = wraps(&field.wraps);
        quote!(#name: object.field_in(#wire, #wraps)?)
    });
    let rest = it.rest.as_ref().map(|rest| {
        let name = ident(&rest.name);
        if rest.wraps.is_empty() {
            return quote!(#name: object.rest()?);
        }
        let wraps = wraps(&rest.wraps);
        quote!(#name: object.rest_in(#wraps)?)
    });
    let members = fields.chain(rest);
    let constants = it.constants.iter().map(|(wire, value)| {
        let value = json_literal(value);
        quote!(object.constant(#wire, #value)?;)
    });
    let reader = match it.fields.is_empty() && it.rest.is_none() && it.constants.is_empty() {
        true => quote!(node.object()?;),
        false => quote!(let mut object = node.object()?;),
    };
    items.push(TokenItem::Item(quote! {
        impl rt::Decode for #name {
            fn decode(node: rt::Node<'_>) -> Result<Self, rt::DecodeError> {
                #reader
                #(#constants)*
                Ok(Self { #(#members),* })
            }
        }
    }));
}
