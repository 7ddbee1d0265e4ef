//! `Debug` of structs that have a field that must not be shown; all others derive it.

use proc_macro2::TokenStream;
use quote::quote;

use super::TokenItem;
use super::tokens::ident;

/// A field as `Debug` has it.
pub(super) struct Shown<'a> {
    pub name: &'a str,
    pub hidden: bool,
}

/// `Debug` among the traits that are derived, unless something is hidden.
pub(super) fn derived(fields: &[Shown<'_>]) -> TokenStream {
    match fields.iter().any(|it| it.hidden) {
        true => quote!(#[derive(Clone, PartialEq)]),
        false => quote!(#[derive(Clone, Debug, PartialEq)]),
    }
}

/// `Debug` where it is not derived: as the derived one, but for what is hidden.
pub(super) fn emit_debug(name: &str, fields: &[Shown<'_>], items: &mut Vec<TokenItem>) {
    if !fields.iter().any(|it| it.hidden) {
        return;
    }
    let (called, name) = (name, ident(name));
    let fields = fields.iter().map(|it| {
        let (called, name) = (it.name.trim_start_matches("r#"), ident(it.name));
        match it.hidden {
            true => quote!(.field(#called, &rt::Hidden(&self.#name))),
            false => quote!(.field(#called, &self.#name)),
        }
    });
    items.push(TokenItem::Item(quote! {
        impl std::fmt::Debug for #name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(#called)#(#fields)*.finish()
            }
        }
    }));
}
