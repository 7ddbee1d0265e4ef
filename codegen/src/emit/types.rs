//! The files of the declared types.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use crate::plan::{Plan, TypeFile, TypeItem};

use super::tokens::{aliases, deprecated, docs, ident, uses_map, visit_declared};
use super::{TokenFile, TokenItem};
use super::{structs, unions};

pub(super) fn types(file: &TypeFile, plan: &Plan) -> TokenFile {
    let mut items = vec![TokenItem::Lines(uses(file, plan))];
    for item in &file.items {
        match item {
            TypeItem::Struct(it) => structs::emit_struct(it, &mut items),
            TypeItem::Enum(it) => unions::emit_enum(it, &mut items),
            TypeItem::Union(it) => unions::emit_union(it, &mut items),
        }
    }
    TokenFile {
        path: format!("src/types/{}.rs", file.module),
        docs: vec![file.title.clone()],
        items,
    }
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
                it.rest.iter().for_each(|rest| look(&rest.ty));
            }
            TypeItem::Enum(_) => {}
            TypeItem::Union(it) => it.branches.iter().for_each(|branch| look(&branch.ty)),
        }
    }
    let has_rest = |it: &TypeItem| matches!(it, TypeItem::Struct(it) if it.rest.is_some());
    maps |= file.items.iter().any(has_rest);
    let own = |name: &&str| file.items.iter().any(|it| it.name() == *name);
    let others: Vec<_> = mentioned.iter().filter(|it| !own(it)).collect();
    debug_assert!(
        others.iter().all(|it| plan
            .types
            .iter()
            .any(|file| file.items.iter().any(|item| item.name() == **it)))
    );
    let others = others.into_iter().map(|it| ident(it));
    let mut res = Vec::new();
    if maps {
        res.push(quote!(
            use std::collections::BTreeMap;
        ));
    }
    res.push(quote!(
        use openapi_runtime as rt;
    ));
    let others: Vec<_> = others.collect();
    if !others.is_empty() {
        res.push(quote!(use super::{#(#others),*};));
    }
    res
}

/// What stands before a declaration.
pub(super) fn attributes(
    doc: &[String],
    alias: Option<&String>,
    is_deprecated: bool,
) -> TokenStream {
    let docs = docs(doc);
    let alias = aliases(alias);
    let deprecated = deprecated(is_deprecated);
    quote!(#docs #alias #deprecated)
}

/// Says of a type that errors must show nothing of what it is read from.
pub(super) fn holds_secrets(holds: bool) -> Option<TokenStream> {
    holds.then(|| {
        quote! {
            fn holds_secrets() -> bool { true }
        }
    })
}

/// Serde's traits, for users who store or show values.
pub(super) fn serde(name: &str, encode: bool, decode: bool) -> TokenItem {
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
