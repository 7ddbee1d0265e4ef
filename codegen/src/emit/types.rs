//! Declared types: structs, open enums, unions, and how they come from JSON and go into it.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use crate::plan::{ArgumentKind, EnumItem, FieldItem, Plan, RustType, StructItem, TypeFile, TypeItem, UnionItem};

use super::tokens::{aliases, deprecated, docs, ident, rust_type, uses_map, visit_declared};
use super::{TokenFile, TokenItem};

pub(super) fn types(file: &TypeFile, plan: &Plan) -> TokenFile {
    let mut items = vec![TokenItem::Lines(uses(file, plan))];
    for item in &file.items {
        match item {
            TypeItem::Struct(it) => emit_struct(it, &mut items),
            TypeItem::Enum(it) => emit_enum(it, &mut items),
            TypeItem::Union(it) => emit_union(it, &mut items),
        }
    }
    TokenFile { path: format!("src/types/{}.rs", file.module), docs: vec![file.title.clone()], items }
}

fn uses(file: &TypeFile, plan: &Plan) -> Vec<TokenStream> {
    let mut maps = false;
    let mut mentioned: BTreeSet<&str> = BTreeSet::new();
    let mut look = |ty| {
        maps |= uses_map(ty);
        visit_declared(ty, &mut |name| {
            mentioned.insert(name);
        });
    };
    for item in &file.items {
        match item {
            TypeItem::Struct(it) => {
                it.fields.iter().for_each(|field| look(&field.ty));
                it.rest.iter().for_each(|(_, ty)| look(ty));
            }
            TypeItem::Enum(_) => {}
            TypeItem::Union(it) => it.branches.iter().for_each(|(_, _, ty)| look(ty)),
        }
    }
    let has_rest = |it: &TypeItem| matches!(it, TypeItem::Struct(it) if it.rest.is_some());
    maps |= file.items.iter().any(has_rest);
    let own = |name: &&str| file.items.iter().any(|it| it.name() == *name);
    let others: Vec<_> = mentioned.iter().filter(|it| !own(it)).collect();
    debug_assert!(others.iter().all(|it| plan.types.iter().any(|file| file.items.iter().any(|item| item.name() == **it))));
    let others = others.into_iter().map(|it| ident(it));
    let mut res = Vec::new();
    if maps {
        res.push(quote!(use std::collections::BTreeMap;));
    }
    res.push(quote!(use openapi_runtime as rt;));
    let others: Vec<_> = others.collect();
    if !others.is_empty() {
        res.push(quote!(use super::{#(#others),*};));
    }
    res
}

fn emit_struct(it: &StructItem, items: &mut Vec<TokenItem>) {
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
    let rest = it.rest.as_ref().map(|(name, ty)| {
        let name = ident(name);
        let ty = rust_type(ty, &TokenStream::new());
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

fn attributes(doc: &[String], alias: Option<&String>, is_deprecated: bool) -> TokenStream {
    let docs = docs(doc);
    let alias = aliases(alias);
    let deprecated = deprecated(is_deprecated);
    quote!(#docs #alias #deprecated)
}

fn emit_constructor(it: &StructItem, items: &mut Vec<TokenItem>) {
    let name = ident(&it.name);
    let (arguments, values): (Vec<_>, Vec<_>) = it.fields.iter().map(constructor_part).unzip();
    let arguments = arguments.into_iter().flatten();
    let rest = it.rest.as_ref().map(|(name, _)| {
        let name = ident(name);
        quote!(#name: BTreeMap::new())
    });
    let values = values.into_iter().chain(rest);
    let doc = match it.fields.iter().any(|field| field.required) {
        true => " What must be given; the rest is set by the functions named after it.",
        false => " Nothing set yet.",
    };
    let mut members = vec![quote! {
        #[doc = #doc]
        #[must_use]
        pub fn new(#(#arguments),*) -> Self { Self { #(#values),* } }
    }];
    let settable = it.fields.iter().filter(|field| !field.required && !field.read_only);
    members.extend(settable.flat_map(|field| setters(field)));
    if let Some((rest, ty)) = &it.rest {
        let setter = ident(&format!("with_{rest}"));
        let rest = ident(rest);
        let ty = rust_type(ty, &TokenStream::new());
        members.push(quote! {
            #[doc = " Adds a member that the description does not name."]
            #[must_use]
            pub fn #setter(mut self, name: impl Into<String>, value: impl Into<#ty>) -> Self {
                self.#rest.insert(name.into(), value.into());
                self
            }
        });
    }
    let is_default = !it.fields.iter().any(|field| field.required);
    items.push(TokenItem::Impl { head: quote!(impl #name), members });
    if is_default {
        items.push(TokenItem::Item(quote! {
            impl Default for #name {
                fn default() -> Self { Self::new() }
            }
        }));
    }
}

/// The argument of `new` for a field, and the value of the field.
fn constructor_part(field: &FieldItem) -> (Option<TokenStream>, TokenStream) {
    let name = ident(&field.name);
    if !field.required {
        return (None, quote!(#name: None));
    }
    let (argument, value) = owned_argument(&field.name, &field.kind, field.boxed);
    match field.may_be_missing {
        true => (Some(argument), quote!(#name: Some(#value))),
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
            (quote!(#name: impl IntoIterator<Item = impl Into<#ty>>), quote!(#name.into_iter().map(Into::into).collect()))
        }
        ArgumentKind::Entries(ty) => {
            let ty = rust_type(ty, &nothing);
            (
                quote!(#name: impl IntoIterator<Item = (impl Into<String>, impl Into<#ty>)>),
                quote!(#name.into_iter().map(|(key, value)| (key.into(), value.into())).collect()),
            )
        }
        ArgumentKind::Nullable(RustType::String) => (quote!(#name: Option<&str>), quote!(#name.map(str::to_owned))),
        ArgumentKind::Nullable(ty) => {
            let ty = rust_type(ty, &nothing);
            return match boxed {
                true => (quote!(#name: impl Into<Option<#ty>>), quote!(#name.into().map(Box::new))),
                false => (quote!(#name: impl Into<Option<#ty>>), quote!(#name.into())),
            };
        }
        ArgumentKind::Str | ArgumentKind::Upload => (quote!(#name: &str), quote!(#name.to_owned())),
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
        let doc = format!(" Sends `null` for `{}`, which is not the same as leaving it out.", field.wire.replace('`', "'"));
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
        match field.null_is_sent {
            true => quote!(object.field(#wire, &Some(&self.#name));),
            false => quote!(object.field(#wire, &self.#name);),
        }
    });
    let rest = it.rest.as_ref().map(|(name, _)| {
        let name = ident(name);
        quote!(object.rest(&self.#name);)
    });
    let writes = it.fields.iter().any(|field| !field.read_only) || !it.constants.is_empty() || it.rest.is_some();
    let writer = match writes {
        true => quote!(let mut object = rt::ObjectWriter::new();),
        false => quote!(let object = rt::ObjectWriter::new();),
    };
    items.push(TokenItem::Item(quote! {
        impl rt::Encode for #name {
            fn encode(&self) -> rt::Value {
                #writer
                #(#constants)*
                #(#fields)*
                #rest
                object.finish()
            }
        }
    }));
}

/// A constant as something that can be encoded.
pub(super) fn json_literal(value: &serde_json::Value) -> TokenStream {
    match value {
        serde_json::Value::String(text) => quote!(#text),
        serde_json::Value::Bool(value) => quote!(&#value),
        serde_json::Value::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(value), _) => quote!(&#value),
            (None, Some(value)) => quote!(&#value),
            (None, None) => quote!(&rt::Value::Null),
        },
        other => {
            let text: TokenStream = other.to_string().parse().unwrap_or_default();
            quote!(&rt::json!(#text))
        }
    }
}

fn emit_decode(it: &StructItem, items: &mut Vec<TokenItem>) {
    let name = ident(&it.name);
    let fields = it.fields.iter().map(|field| {
        let name = ident(&field.name);
        let wire = &field.wire;
        quote!(#name: object.field(#wire)?)
    });
    let rest = it.rest.as_ref().map(|(name, _)| {
        let name = ident(name);
        quote!(#name: object.rest()?)
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

fn serde(name: &str, encode: bool, decode: bool) -> TokenItem {
    let name = ident(name);
    let mut lines = Vec::new();
    if encode {
        lines.push(quote!(rt::impl_serialize!(#name);));
    }
    if decode {
        lines.push(quote!(rt::impl_deserialize!(#name);));
    }
    TokenItem::Lines(lines)
}

fn emit_enum(it: &EnumItem, items: &mut Vec<TokenItem>) {
    let name = ident(&it.name);
    let attributes = attributes(&it.doc, it.alias.as_ref(), it.deprecated);
    let rest = ident(&it.rest);
    let variants = it.variants.iter().map(|variant| {
        let docs = docs(&variant.doc);
        let name = ident(&variant.name);
        quote!(#docs #name)
    });
    items.push(TokenItem::Item(quote! {
        #attributes
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            #[doc = " A value that the description does not list, as it came."]
            #rest(String),
        }
    }));
    let names: Vec<_> = it.variants.iter().map(|it| ident(&it.name)).collect();
    let wires: Vec<_> = it.variants.iter().map(|it| &it.wire).collect();
    items.push(TokenItem::Impl {
        head: quote!(impl #name),
        members: vec![quote! {
            #[doc = " The value as it goes over the wire."]
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self { #(Self::#names => #wires,)* Self::#rest(value) => value }
            }
        }],
    });
    items.push(TokenItem::Item(quote! {
        impl From<&str> for #name {
            fn from(value: &str) -> Self {
                match value { #(#wires => Self::#names,)* other => Self::#rest(other.to_owned()) }
            }
        }
    }));
    items.push(TokenItem::Lines(vec![quote!(rt::open_enum!(#name, #rest);)]));
}

fn emit_union(it: &UnionItem, items: &mut Vec<TokenItem>) {
    let name = ident(&it.name);
    let attributes = attributes(&it.doc, it.alias.as_ref(), it.deprecated);
    let rest = ident(&it.rest);
    let nothing = TokenStream::new();
    let variants = it.branches.iter().map(|(variant, tags, ty)| {
        let variant = ident(variant);
        let ty = rust_type(ty, &nothing);
        let doc = match (it.discriminator.as_ref(), tags.as_slice()) {
            (Some(_), [first, others @ ..]) => {
                let others: String = others.iter().map(|it| format!(" or `{}`", it.replace('`', "'"))).collect();
                format!(" With `{}`{others}.", first.replace('`', "'"))
            }
            (_, _) => format!(" As `{}`.", ty.to_string().replace(' ', "").replace("rt::", "").replace(',', ", ")),
        };
        quote!(#[doc = #doc] #variant(#ty))
    });
    items.push(TokenItem::Item(quote! {
        #attributes
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            #[doc = " A kind that the description does not list, as it came."]
            #rest(rt::Value),
        }
    }));
    for (variant, _, ty) in it.branches.iter().filter(|(_, _, ty)| is_unique(ty, it)) {
        let variant = ident(variant);
        let (given, value) = match ty {
            RustType::Boxed(inner) => (rust_type(inner, &nothing), quote!(Box::new(value))),
            ty => (rust_type(ty, &nothing), quote!(value)),
        };
        items.push(TokenItem::Item(quote! {
            impl From<#given> for #name {
                fn from(value: #given) -> Self { Self::#variant(#value) }
            }
        }));
    }
    let texts: Vec<_> = it.branches.iter().filter(|(_, _, ty)| *ty == RustType::String).collect();
    if let [(variant, _, _)] = texts.as_slice() {
        let variant = ident(variant);
        items.push(TokenItem::Item(quote! {
            impl From<&str> for #name {
                fn from(value: &str) -> Self { Self::#variant(value.to_owned()) }
            }
        }));
    }
    if it.encode {
        let variants = it.branches.iter().map(|(variant, _, _)| ident(variant));
        items.push(TokenItem::Item(quote! {
            impl rt::Encode for #name {
                fn encode(&self) -> rt::Value {
                    match self { #(Self::#variants(it) => it.encode(),)* Self::#rest(it) => it.encode() }
                }
            }
        }));
    }
    if it.decode {
        items.push(TokenItem::Item(union_decode(it)));
    }
    items.push(serde(&it.name, it.encode, it.decode));
}

/// Whether no other branch holds the same type, so that the type alone tells the variant.
fn is_unique(ty: &RustType, union: &UnionItem) -> bool {
    union.branches.iter().filter(|(_, _, other)| other == ty).count() == 1 && *ty != RustType::Value
}

fn union_decode(it: &UnionItem) -> TokenStream {
    let name = ident(&it.name);
    let rest = ident(&it.rest);
    let body = match &it.discriminator {
        Some(member) => {
            let arms = it.branches.iter().map(|(variant, tags, _)| {
                let variant = ident(variant);
                quote!(#(Some(#tags))|* => node.variant(Self::#variant))
            });
            quote! {
                match node.tag(#member) {
                    #(#arms,)*
                    _ => node.variant(Self::#rest),
                }
            }
        }
        None => {
            let variants = it.branches.iter().map(|(variant, _, _)| ident(variant));
            quote!(node.best_of(&[#(rt::alternative(Self::#variants)),*], Self::#rest))
        }
    };
    quote! {
        impl rt::Decode for #name {
            fn decode(node: rt::Node<'_>) -> Result<Self, rt::DecodeError> { #body }
        }
    }
}
