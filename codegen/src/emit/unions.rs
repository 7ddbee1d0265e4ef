//! Open enums and unions: the declaration, and how they come from JSON and go into it.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use crate::plan::{BranchItem, EnumItem, RustType, UnionItem};

use super::TokenItem;
use super::tokens::{docs, ident, json_literal, quoted, rust_type, wrapped, wraps};
use super::types::{attributes, holds_secrets, serde};

pub(super) fn emit_enum(it: &EnumItem, items: &mut Vec<TokenItem>) {
    let numbers: Option<Vec<i64>> = it.variants.iter().map(|it| it.number).collect();
    let numbers = numbers.filter(|it| !it.is_empty());
    let name = ident(&it.name);
    let attributes = attributes(&it.doc, it.alias.as_ref(), it.deprecated);
    let rest = ident(&it.rest);
    let variants = it.variants.iter().map(|variant| {
        let docs = docs(&variant.doc);
        let name = ident(&variant.name);
        quote!(#docs #name)
    });
    let unlisted = match numbers {
        Some(_) => quote!(i64),
        None => quote!(String),
    };
    items.push(TokenItem::Item(quote! {
        #attributes
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            #[doc = " A value that the description does not list, as it came."]
            #rest(#unlisted),
        }
    }));
    let names: Vec<_> = it.variants.iter().map(|it| ident(&it.name)).collect();
    if let Some(numbers) = numbers {
        emit_numbers(&name, &names, &numbers, &rest, items);
        return;
    }
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

/// How an enum of integers is one of these.
fn emit_numbers(
    name: &Ident,
    names: &[Ident],
    numbers: &[i64],
    rest: &Ident,
    items: &mut Vec<TokenItem>,
) {
    let numbers: Vec<_> = numbers.iter().map(|it| Literal::i64_unsuffixed(*it)).collect();
    items.push(TokenItem::Impl {
        head: quote!(impl #name {}),
        members: vec![quote! {
            #[doc = " The value as it goes over the wire."]
            #[must_use]
            pub fn as_i64(&self) -> i64 {
                match self { #(Self::#names => #numbers,)* Self::#rest(value) => *value }
            }
        }],
    });
    items.push(TokenItem::Item(quote! {
        impl From<i64> for #name {
            fn from(value: i64) -> Self {
                match value { #(#numbers => Self::#names,)* other => Self::#rest(other) }
            }
        }
    }));
    items.push(TokenItem::Lines(vec![
        quote!(rt::open_integer!(#name, #rest);),
        quote!(rt::impl_serialize!(#name);),
        quote!(rt::impl_deserialize!(#name);),
    ]));
}

pub(super) fn emit_union(it: &UnionItem, items: &mut Vec<TokenItem>) {
    let name = ident(&it.name);
    let attributes = attributes(&it.doc, it.alias.as_ref(), it.deprecated);
    let rest = ident(&it.rest);
    let nothing = TokenStream::new();
    let variants = it.branches.iter().map(|branch| {
        let variant = ident(&branch.variant);
        let ty = rust_type(&branch.ty, &nothing);
        let doc = match (it.discriminator.as_ref(), branch.tags.as_slice()) {
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
    for branch in it.branches.iter().filter(|branch| is_unique(&branch.ty, it)) {
        let variant = ident(&branch.variant);
        let (given, value) = match &branch.ty {
            RustType::Boxed(inner) => (rust_type(inner, &nothing), quote!(Box::new(value))),
            ty => (rust_type(ty, &nothing), quote!(value)),
        };
        items.push(TokenItem::Item(quote! {
            impl From<#given> for #name {
                fn from(value: #given) -> Self { Self::#variant(#value) }
            }
        }));
    }
    let texts: Vec<_> = it.branches.iter().filter(|branch| branch.ty == RustType::String).collect();
    if let [only] = texts.as_slice() {
        let variant = ident(&only.variant);
        items.push(TokenItem::Item(quote! {
            impl From<&str> for #name {
                fn from(value: &str) -> Self { Self::#variant(value.to_owned()) }
            }
        }));
    }
    if it.encode {
        let arms = it.branches.iter().map(|branch| {
            let variant = ident(&branch.variant);
            let value = wrapped(quote!(it), &branch.wraps);
            if let (Some(member), Some(tag)) = (&it.discriminator, &branch.writes) {
                let tag = json_literal(tag);
                return quote!(Self::#variant(it) => to.tagged(#member, &#tag, #value));
            }
            if branch.wraps.is_empty() {
                return quote!(Self::#variant(it) => it.encode(to));
            }
            // A method takes no reference to what it is called on.
            quote!(Self::#variant(it) => rt::Encode::encode(#value, to))
        });
        items.push(TokenItem::Item(quote! {
            impl rt::Encode for #name {
                fn encode(&self, to: rt::Encoder<'_>) {
                    match self { #(#arms,)* Self::#rest(it) => it.encode(to) }
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
    union.branches.iter().filter(|branch| branch.ty == *ty).count() == 1 && *ty != RustType::Value
}

fn union_decode(it: &UnionItem) -> TokenStream {
    let name = ident(&it.name);
    let rest = ident(&it.rest);
    let body = match &it.discriminator {
        Some(member) => {
            let arms = by_tag(it).into_iter().map(|(tags, variants)| {
                let decoded = match variants.as_slice() {
                    [only] => variant(only),
                    several => best_of(several, &rest),
                };
                quote!(#(Some(#tags))|* => #decoded)
            });
            let tags = it.branches.iter().flat_map(|it| &it.tags);
            let tag = match tags.into_iter().any(|it| is_json_scalar(it)) {
                true => quote!(node.scalar_tag(#member).as_deref()),
                false => quote!(node.tag(#member)),
            };
            quote! {
                match #tag {
                    #(#arms,)*
                    _ => node.variant(Self::#rest),
                }
            }
        }
        None => best_of(&it.branches.iter().collect::<Vec<_>>(), &rest),
    };
    let holds_secrets = holds_secrets(it.holds_secrets);
    quote! {
        impl rt::Decode for #name {
            fn decode(node: rt::Node<'_>) -> Result<Self, rt::DecodeError> { #body }
            #holds_secrets
        }
    }
}

/// Whether a value of a discriminator may be no string on the wire, as `1` and `true`.
fn is_json_scalar(tag: &str) -> bool {
    matches!(tag, "true" | "false") || tag.parse::<f64>().is_ok()
}

/// The decoder that tries several variants and takes the one that fits best.
fn best_of(branches: &[&BranchItem], rest: &Ident) -> TokenStream {
    let alternatives = branches.iter().map(|branch| {
        let variant = ident(&branch.variant);
        if branch.wraps.is_empty() {
            return quote!(rt::alternative(Self::#variant));
        }
        let wraps = wraps(&branch.wraps);
        quote!(rt::alternative_in(#wraps, Self::#variant))
    });
    quote!(node.best_of(&[#(#alternatives),*], Self::#rest))
}

/// The decoder of the only variant that it can be.
fn variant(branch: &BranchItem) -> TokenStream {
    let variant = ident(&branch.variant);
    if branch.wraps.is_empty() {
        return quote!(node.variant(Self::#variant));
    }
    let wraps = wraps(&branch.wraps);
    quote!(node.inside(#wraps).variant(Self::#variant))
}

/// The values of the discriminator, each once, with the variants that it may stand for: published descriptions give
/// several branches the same value. Values that stand for the same variants are together.
fn by_tag(it: &UnionItem) -> Vec<(Vec<&str>, Vec<&BranchItem>)> {
    let mut tags: Vec<(&str, Vec<&BranchItem>)> = Vec::new();
    for branch in &it.branches {
        for value in &branch.tags {
            match tags.iter_mut().find(|(tag, _)| tag == value) {
                Some((_, others)) if others.iter().any(|it| it.variant == branch.variant) => {}
                Some((_, others)) => others.push(branch),
                None => tags.push((value, vec![branch])),
            }
        }
    }
    let names = |branches: &[&BranchItem]| -> Vec<String> {
        branches.iter().map(|it| it.variant.clone()).collect()
    };
    let mut res: Vec<(Vec<&str>, Vec<&BranchItem>)> = Vec::new();
    for (tag, branches) in tags {
        match res.iter_mut().find(|(_, others)| names(others) == names(&branches)) {
            Some((tags, _)) => tags.push(tag),
            None => res.push((vec![tag], branches)),
        }
    }
    res
}
