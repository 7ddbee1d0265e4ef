//! Structs: the declaration, and how they come from JSON and go into it.

use proc_macro2::TokenStream;
use quote::quote;

use crate::plan::StructItem;

use super::TokenItem;
use super::constructors::{emit_constructor, emit_required};
use super::debug::{Shown, derived, emit_debug};
use super::tokens::{aliases, deprecated, docs, ident, json_literal, rust_type, wrapped, wraps};
use super::types::{attributes, holds_secrets, serde};

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
    let of_fields = it.fields.iter().map(|it| Shown { name: &it.name, hidden: it.hidden });
    let of_rest = it.rest.iter().map(|it| Shown { name: &it.name, hidden: it.hidden });
    let shown: Vec<_> = of_fields.chain(of_rest).collect();
    let derived = derived(&shown);
    items.push(TokenItem::Item(quote! {
        #attributes
        #derived
        #[non_exhaustive]
        pub struct #name { #(#members),* }
    }));
    emit_debug(&it.name, &shown, items);
    if it.encode {
        if let Some(required) = &it.required {
            emit_required(required, it, items);
        }
        emit_constructor(it, items);
        emit_encode(it, items);
    }
    if it.decode {
        emit_decode(it, items);
    }
    items.push(serde(&it.name, it.encode, it.decode));
}

fn emit_encode(it: &StructItem, items: &mut Vec<TokenItem>) {
    let name = ident(&it.name);
    let constants = it.constants.iter().map(|constant| {
        let (wire, value) = (&constant.wire, json_literal(&constant.value));
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
    let constants = it.constants.iter().map(|constant| {
        let (wire, value) = (&constant.wire, json_literal(&constant.value));
        match constant.may_be_missing {
            true => quote!(object.optional_constant(#wire, #value)?;),
            false => quote!(object.constant(#wire, #value)?;),
        }
    });
    let tags = it.tags.iter().map(|wire| quote!(object.tag(#wire);));
    let constants: Vec<_> = constants.chain(tags).collect();
    let reader = match it.fields.is_empty() && it.rest.is_none() && constants.is_empty() {
        true => quote!(node.object()?;),
        false => quote!(let mut object = node.object()?;),
    };
    let holds_secrets = holds_secrets(it.holds_secrets);
    items.push(TokenItem::Item(quote! {
        impl rt::Decode for #name {
            fn decode(node: rt::Node<'_>) -> Result<Self, rt::DecodeError> {
                #reader
                #(#constants)*
                Ok(Self { #(#members),* })
            }
            #holds_secrets
        }
    }));
}
