//! Open enums and unions: the declaration, and how they come from JSON and go into it.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::plan::{EnumItem, RustType, UnionItem};

use super::TokenItem;
use super::tokens::{docs, ident, quoted, rust_type};
use super::types::{attributes, serde};

pub(super) fn emit_enum(it: &EnumItem, items: &mut Vec<TokenItem>) {
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
        head: quote!(impl #name {}),
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
    items.push(TokenItem::Lines(vec![
        quote!(rt::open_enum!(#name, #rest);),
        quote!(rt::impl_serialize!(#name);),
        quote!(rt::impl_deserialize!(#name);),
    ]));
}

pub(super) fn emit_union(it: &UnionItem, items: &mut Vec<TokenItem>) {
    let name = ident(&it.name);
    let attributes = attributes(&it.doc, it.alias.as_ref(), it.deprecated);
    let rest = ident(&it.rest);
    let nothing = TokenStream::new();
    let variants = it.branches.iter().map(|(variant, tags, ty)| {
        let variant = ident(variant);
        let ty = rust_type(ty, &nothing);
        let doc = match (it.discriminator.as_ref(), tags.as_slice()) {
            (Some(_), [first, others @ ..]) => {
                let others: String =
                    others.iter().map(|it| format!(" or {}", quoted(it))).collect();
                format!(" With {}{others}.", quoted(first))
            }
            (_, _) => format!(
                " As `{}`.",
                ty.to_string().replace(' ', "").replace("rt::", "").replace(',', ", ")
            ),
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
            let arms = by_tag(it).into_iter().map(|(tags, variants)| {
                let variants: Vec<_> = variants.iter().map(|it| ident(it)).collect();
                let decoded = match variants.as_slice() {
                    [only] => quote!(node.variant(Self::#only)),
                    several => best_of(several, &rest),
                };
                quote!(#(Some(#tags))|* => #decoded)
            });
            quote! {
                match node.tag(#member) {
                    #(#arms,)*
                    _ => node.variant(Self::#rest),
                }
            }
        }
        None => {
            let variants: Vec<_> =
                it.branches.iter().map(|(variant, _, _)| ident(variant)).collect();
            best_of(&variants, &rest)
        }
    };
    quote! {
        impl rt::Decode for #name {
            fn decode(node: rt::Node<'_>) -> Result<Self, rt::DecodeError> { #body }
        }
    }
}

/// The decoder that tries several variants and takes the one that fits best.
fn best_of(variants: &[Ident], rest: &Ident) -> TokenStream {
    quote!(node.best_of(&[#(rt::alternative(Self::#variants)),*], Self::#rest))
}

/// The values of the discriminator, each once, with the variants that it may stand for: published descriptions give
/// several branches the same value. Values that stand for the same variants are together.
fn by_tag(it: &UnionItem) -> Vec<(Vec<&str>, Vec<&str>)> {
    let mut tags: Vec<(&str, Vec<&str>)> = Vec::new();
    for (variant, values, _) in &it.branches {
        for value in values {
            match tags.iter_mut().find(|(tag, _)| tag == value) {
                Some((_, variants)) if variants.contains(&variant.as_str()) => {}
                Some((_, variants)) => variants.push(variant),
                None => tags.push((value, vec![variant])),
            }
        }
    }
    let mut res: Vec<(Vec<&str>, Vec<&str>)> = Vec::new();
    for (tag, variants) in tags {
        match res.iter_mut().find(|(_, others)| *others == variants) {
            Some((tags, _)) => tags.push(tag),
            None => res.push((vec![tag], variants)),
        }
    }
    res
}
