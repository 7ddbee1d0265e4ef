//! Answers whose content type decides what they are.

use quote::quote;

use crate::plan::{ChoiceItem, RustType};

use super::TokenItem;
use super::methods::types_path;
use super::tokens::{docs, ident, quoted, rust_type};

pub(super) fn emit_choice(it: &ChoiceItem, items: &mut Vec<TokenItem>) {
    let name = ident(&it.name);
    let docs = docs(&it.doc);
    let variants = it.alternatives.iter().map(|(variant, media, ty)| {
        let variant = ident(variant);
        let ty = rust_type(ty, &types_path());
        let doc = format!(" {}.", quoted(media));
        quote!(#[doc = #doc] #variant(#ty))
    });
    items.push(TokenItem::Item(quote! {
        #docs
        #[derive(Debug)]
        #[non_exhaustive]
        pub enum #name { #(#variants),* }
    }));
    let alternatives = it.alternatives.iter().map(|(variant, media, ty)| {
        let variant = ident(variant);
        match ty {
            RustType::Download => quote!(rt::media_download(#media, Self::#variant)),
            RustType::EventStream(_) => quote!(rt::media_events(#media, Self::#variant)),
            _ => quote!(rt::media_json(#media, Self::#variant)),
        }
    });
    items.push(TokenItem::Item(quote! {
        impl rt::ByMediaType for #name {
            fn alternatives() -> Vec<rt::MediaAlternative<Self>> { vec![#(#alternatives),*] }
        }
    }));
}
