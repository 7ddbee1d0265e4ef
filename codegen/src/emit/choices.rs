//! Responses whose status and content type decide what they are.

use proc_macro2::Literal;
use quote::quote;

use crate::plan::{AlternativeItem, ChoiceItem, RustType};

use super::TokenItem;
use super::methods::types_path;
use super::tokens::{docs, ident, quoted, rust_type, wraps};

pub(super) fn emit_choice(it: &ChoiceItem, items: &mut Vec<TokenItem>) {
    let name = ident(&it.name);
    let docs = docs(&it.doc);
    let variants = it.alternatives.iter().map(|it| {
        let variant = ident(&it.variant);
        let ty = it.ty.as_ref().map(|it| rust_type(it, &types_path())).map(|ty| quote!((#ty)));
        let doc = format!(" {}.", described(it));
        quote!(#[doc = #doc] #variant #ty)
    });
    let is_plain = |it: &AlternativeItem| {
        !matches!(
            it.ty,
            Some(RustType::Download | RustType::EventStream(_) | RustType::JsonLines(_))
        )
    };
    let derived = match it.alternatives.iter().all(is_plain) {
        true => quote!(Clone, Debug, PartialEq),
        false => quote!(Debug),
    };
    items.push(TokenItem::Item(quote! {
        #docs
        #[derive(#derived)]
        #[non_exhaustive]
        pub enum #name { #(#variants),* }
    }));
    let alternatives = it.alternatives.iter().map(|it| {
        let (variant, media) = (ident(&it.variant), &it.media);
        let offer = match &it.ty {
            None => quote!(rt::media_nothing(Self::#variant)),
            Some(RustType::Download) => quote!(rt::media_download(#media, Self::#variant)),
            Some(RustType::EventStream(_)) => quote!(rt::media_events(#media, Self::#variant)),
            Some(RustType::JsonLines(_)) => quote!(rt::media_json_lines(#media, Self::#variant)),
            Some(_) => quote!(rt::media_json(#media, Self::#variant)),
        };
        let statuses = it.statuses.iter().map(|it| Literal::u16_unsuffixed(*it));
        let statuses = (!it.statuses.is_empty()).then(|| quote!(.of_status(&[#(#statuses),*])));
        let wraps = (!it.wraps.is_empty()).then(|| {
            let wraps = wraps(&it.wraps);
            quote!(.answer_in(#wraps))
        });
        let xml = it.xml.as_ref().map(|it| {
            let of = super::xml::answer(it);
            quote!(.answer_xml(#of))
        });
        quote!(#offer #statuses #wraps #xml)
    });
    items.push(TokenItem::Item(quote! {
        impl rt::ByMediaType for #name {
            fn alternatives() -> Vec<rt::MediaAlternative<Self>> { vec![#(#alternatives),*] }
        }
    }));
}

/// The status and the media type, as the documentation shows them.
fn described(it: &AlternativeItem) -> String {
    let shown = |status: &u16| match status {
        0..10 => format!("{status}XX"),
        _ => status.to_string(),
    };
    let statuses = it.statuses.iter().map(shown).collect::<Vec<_>>().join(" or ");
    let media = if it.media.is_empty() { String::new() } else { quoted(&it.media) };
    match (statuses.is_empty(), media.is_empty()) {
        (false, false) => format!("{statuses}: {media}"),
        (false, true) => format!("{statuses}, without content"),
        (true, _) => media,
    }
}
