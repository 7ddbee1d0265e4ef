//! A sample call for each operation, with everything that it takes, for the tests of the crate.

use std::str::FromStr;

use proc_macro2::TokenStream;
use quote::quote;

use crate::plan::{Finish, Plan, SampleCall};

use super::tokens::{home, ident};
use super::{TokenFile, TokenItem};

pub(super) fn calls(plan: &Plan) -> TokenFile {
    let package = match plan.module.is_empty() {
        true => {
            let name = ident(&plan.crate_name);
            quote!(#name)
        }
        false => home(plan),
    };
    let mut uses = vec![
        quote!(
            use std::future::Future;
        ),
        quote!(
            use std::pin::Pin;
        ),
    ];
    let mut imports = vec![quote!(Client), quote!(Error)];
    let text =
        |needle: &str| plan.samples.iter().any(|it| it.call.print("types::", 0).contains(needle));
    if text("json!(") {
        imports.push(quote!(json));
    }
    if text("types::") {
        imports.push(quote!(types));
    }
    uses.push(quote!(use #package::{#(#imports),*};));
    let calls = plan.samples.iter().map(call);
    let items = vec![
        TokenItem::Lines(uses),
        TokenItem::Item(quote! {
            #[doc = " A call of one operation."]
            pub struct Call {
                #[doc = " Its operationId."]
                pub operation: &'static str,
                #[doc = " The media type of the request, where the operation takes several."]
                pub media: Option<&'static str>,
                #[doc = " Makes the call with the examples of the description; the answer as `Debug` shows it."]
                pub run: fn(Client) -> Answer,
            }
        }),
        TokenItem::Item(quote! {
            #[doc = " What a call comes to."]
            pub type Answer = Pin<Box<dyn Future<Output = Result<String, Error>> + Send>>;
        }),
        TokenItem::Item(quote! {
            #[doc = " One call for each operation and each media type that it takes."]
            pub const CALLS: &[Call] = &[#(#calls),*];
        }),
    ];
    TokenFile {
        path: "calls.rs".to_owned(),
        docs: vec!["A call of each operation, with the examples of the description.".to_owned()],
        items,
    }
}

fn call(it: &SampleCall) -> TokenStream {
    let operation = &it.operation;
    let media = match &it.media {
        Some(media) => quote!(Some(#media)),
        None => quote!(None),
    };
    // What the plan prints is Rust; should it ever not be, the test of the generated crate must not compile.
    let call = TokenStream::from_str(&it.call.print("types::", 0)).unwrap_or_else(|error| {
        let text = error.to_string();
        quote!(compile_error!(#text))
    });
    let shown = match &it.finish {
        Finish::Empty => quote! {
            #call.await?;
            Ok(String::new())
        },
        Finish::Task { .. } => quote! {
            let task = #call.await?;
            Ok(format!("{:?}", task.answer()))
        },
        Finish::Json | Finish::JsonOrText(_) | Finish::Polled { .. } | Finish::Choice(_) => {
            quote! {
                let answer = #call.await?;
                Ok(format!("{answer:?}"))
            }
        }
        Finish::Download(_) => quote!(#call.await?.text().await),
        Finish::Events | Finish::Lines(_) => quote! {
            let mut events = #call.await?;
            let mut shown = Vec::new();
            while let Some(event) = events.next().await {
                shown.push(event?);
            }
            Ok(format!("{shown:?}"))
        },
    };
    quote! { Call { operation: #operation, media: #media, run: |client| Box::pin(async move { #shown }) } }
}
