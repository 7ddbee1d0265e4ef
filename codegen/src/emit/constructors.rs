//! How a value of a struct is made: the constructor and the setters.

use proc_macro2::TokenStream;
use quote::quote;

use crate::plan::{ArgumentKind, FieldItem, RustType, StructItem};

use super::TokenItem;
use super::debug::{Shown, derived, emit_debug};
use super::tokens::{aliases, collected, deprecated, docs, ident, quoted, rust_type};

/// The struct in which `new` takes what must be given. It is neither `#[non_exhaustive]` nor has it defaults: a literal
/// names every member, and what a later description requires as well stops the compiler.
pub(super) fn emit_required(required: &str, it: &StructItem, items: &mut Vec<TokenItem>) {
    let name = ident(required);
    let fields = it.fields.iter().filter(|field| is_asked_for(field)).map(|field| {
        let name = ident(&field.name);
        let ty = match &field.ty {
            RustType::Option(inner) if field.may_be_missing => inner,
            ty => ty,
        };
        let ty = rust_type(ty, &TokenStream::new());
        let docs = docs(&field.doc);
        quote!(#docs pub #name: #ty)
    });
    let doc = format!(" What a [`{}`] must have.", it.name);
    let asked_for = it.fields.iter().filter(|field| is_asked_for(field));
    let shown: Vec<_> = asked_for.map(|it| Shown { name: &it.name, hidden: it.hidden }).collect();
    let derived = derived(&shown);
    items.push(TokenItem::Item(quote! {
        #[doc = #doc]
        #derived
        pub struct #name { #(#fields),* }
    }));
    emit_debug(required, &shown, items);
}

pub(super) fn emit_constructor(it: &StructItem, items: &mut Vec<TokenItem>) {
    let name = ident(&it.name);
    let (arguments, values): (Vec<_>, Vec<_>) = match &it.required {
        None => it.fields.iter().map(from_argument).unzip(),
        Some(required) => {
            let required = ident(required);
            (vec![Some(quote!(required: #required))], it.fields.iter().map(from_required).collect())
        }
    };
    let arguments = arguments.into_iter().flatten();
    let rest = it.rest.as_ref().map(|rest| {
        let name = ident(&rest.name);
        quote!(#name: BTreeMap::new())
    });
    let values = values.into_iter().chain(rest);
    let doc = match it.fields.iter().any(is_asked_for) {
        true => " What must be given; the rest is set by the functions named after it.",
        false => " Nothing set yet.",
    };
    let mut members = vec![quote! {
        #[doc = #doc]
        #[must_use]
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

/// The value of a field that `new` does not ask for.
fn from_nothing(field: &FieldItem) -> TokenStream {
    let name = ident(&field.name);
    match &field.preset {
        Some((ty, variant)) => {
            let (ty, variant) = (ident(ty), ident(variant));
            quote!(#name: #ty::#variant)
        }
        None => quote!(#name: None),
    }
}

/// The value of a field, from the struct of those that must be given.
fn from_required(field: &FieldItem) -> TokenStream {
    let name = ident(&field.name);
    match (is_asked_for(field), field.may_be_missing) {
        (true, true) => quote!(#name: Some(required.#name)),
        (true, false) => quote!(#name: required.#name),
        (false, _) => from_nothing(field),
    }
}

/// The argument of `new` for a field, and the value of the field.
fn from_argument(field: &FieldItem) -> (Option<TokenStream>, TokenStream) {
    let name = ident(&field.name);
    if !is_asked_for(field) {
        return (None, from_nothing(field));
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
            let (element, into) = collected(ty, &nothing);
            let map = (!into.is_empty()).then(|| quote!(.map(Into::into)));
            (
                quote!(#name: impl IntoIterator<Item = #element>),
                quote!(#name.into_iter()#map.collect()),
            )
        }
        ArgumentKind::Entries(ty) => {
            let (element, into) = collected(ty, &nothing);
            (
                quote!(#name: impl IntoIterator<Item = (impl Into<String>, #element)>),
                quote!(#name.into_iter().map(|(key, value)| (key.into(), value #into)).collect()),
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
