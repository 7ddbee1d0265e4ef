//! The files that hold the others together: `lib.rs`, `api.rs`, `types.rs`.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::plan::{CredentialKind, Paging, PagingKind, Plan, TypeItem};

use super::tasks::tasks;
use super::tokens::{ident, paging_name};
use super::{TokenFile, TokenItem};

pub(super) fn library(plan: &Plan) -> TokenFile {
    // What is deprecated is still written out here; the warning is for callers.
    let allow = plan.has_deprecated().then(|| quote!(#[allow(deprecated)]));
    // What authors write with other letters is right as it is; only the root of a crate can say so.
    let letters = (!plan.is_ascii && plan.module.is_empty()).then(|| {
        quote!(#![allow(confusable_idents, mixed_script_confusables, non_ascii_idents, uncommon_codepoints)])
    });
    // The compiler follows types that lead back to each other from one to the next, 128 steps unless told otherwise.
    let deep = (plan.has_large_cycles && plan.module.is_empty())
        .then(|| quote!(#![recursion_limit = "512"]));
    // The files are written by another formatter.
    let skip = quote!(#[rustfmt::skip]);
    let pages = (!plan.paging.is_empty()).then(|| {
        quote!(
            pub use openapi_runtime::{Items, Page, Pages};
        )
    });
    let format = plan.client.xml.as_ref().map(|_| {
        quote!(
            pub use openapi_runtime::Format;
        )
    });
    let tasks = (!plan.tasks.is_empty()).then(|| {
        quote!(
            pub use openapi_runtime::{Progress, Task, TaskError, TaskProgress, TaskWait};
        )
    });
    let gate = webhooks_gate(plan);
    let webhooks = (!plan.webhooks.events.is_empty()).then(|| {
        quote!(
            #gate
            pub use webhooks::Event as WebhookEvent;
        )
    });
    let modules = [
        Some(quote!(#allow #skip pub mod api;)),
        (!plan.webhooks.callbacks.is_empty()).then(|| quote!(#allow #skip pub mod callbacks;)),
        Some(quote!(#skip mod client;)),
        Some(quote!(#allow #skip pub mod types;)),
        webhooks.is_some().then(|| quote!(#gate #allow #skip pub mod webhooks;)),
        // Each table is called as its type is.
        (!plan.xml_types.is_empty())
            .then(|| quote!(#[allow(non_upper_case_globals)] #skip mod xml;)),
    ];
    let items = vec![
        TokenItem::Lines(deep.into_iter().chain(letters).collect()),
        TokenItem::Lines(modules.into_iter().flatten().collect()),
        // In the order in which the formatter would put them.
        TokenItem::Lines(
            [quote!(
                pub use client::{Client, ClientBuilder};
            )]
            .into_iter()
            .chain(format)
            .chain([
                quote!(
                    pub use openapi_runtime::{Call, DateTime, DecodeError, Download, Error, Event};
                ),
                quote!(
                    pub use openapi_runtime::{EventStream, Id, Response, Secret, Upload, Value, json};
                ),
            ])
            .chain(pages)
            .chain(tasks)
            .chain(webhooks)
            .collect(),
        ),
        TokenItem::Item(quote! {
            #[doc = " What all clients have in common: settings, retries, transports, and a guide with a chapter for each."]
            pub use openapi_runtime as runtime;
        }),
        TokenItem::Item(quote! {
            #[cfg(feature = "blocking")]
            pub use openapi_runtime::blocking;
        }),
    ];
    TokenFile { path: "src/lib.rs".to_owned(), docs: story(plan), items }
}

/// Who only calls the API need not compile what it sends by itself. A client in a module of another crate has no
/// features of its own.
fn webhooks_gate(plan: &Plan) -> Option<TokenStream> {
    plan.module.is_empty().then(|| quote!(#[cfg(feature = "webhooks")]))
}

/// What the crate is, and a first program.
fn story(plan: &Plan) -> Vec<String> {
    let client = &plan.client;
    let mut res = Vec::new();
    match client.about.is_empty() {
        true => res.push(format!("A client for {}.", client.title)),
        false => res.extend(client.about.iter().cloned()),
    }
    if !client.description.is_empty() {
        res.push(String::new());
        res.extend(client.description.iter().cloned());
    }
    if let Some(version) = &client.api_version {
        res.extend([
            String::new(),
            format!("Generated from the description of version {version} of the API."),
        ]);
    }
    res.extend(["", "# How to call it", "", "```no_run"].map(str::to_owned));
    let package = &plan.crate_name;
    let server = client.default_server.as_deref().unwrap_or("https://api.example.com");
    let server = server.replace(|it: char| it.is_control() || "\"\\{}".contains(it), "");
    let credential = client.schemes.first().map(|scheme| match scheme.kind {
        CredentialKind::Bearer
        | CredentialKind::Query(_)
        | CredentialKind::Header(_)
        | CredentialKind::Cookie(_) => format!(".{}(\"the token\")", scheme.setter),
        CredentialKind::Basic => {
            let words = |name: &str| name.trim_matches('_').replace('_', " ");
            let (user, secret) = (words(&scheme.user), words(&scheme.secret));
            format!(".{}(\"{user}\", \"{secret}\")", scheme.setter)
        }
    });
    res.push(format!("# async fn example() -> Result<(), {package}::Error> {{"));
    res.push(format!(
        "let client = {package}::Client::builder(\"{server}\"){}.build()?;",
        credential.unwrap_or_default()
    ));
    let first = plan.groups.iter().flat_map(|it| &it.methods).find(|it| {
        it.http == "GET"
            && it.arguments.is_empty()
            && !it.deprecated
            && matches!(it.finish, crate::plan::Finish::Json)
    });
    if let Some(method) = first {
        res.push(String::new());
        res.extend(method.example.iter().cloned());
    }
    res.extend(["# Ok(())", "# }", "```", ""].map(str::to_owned));
    res.extend(habits(plan).into_iter().map(str::to_owned));
    res
}

/// What holds for all of the client.
fn habits(plan: &Plan) -> Vec<&'static str> {
    let mut res = vec![
        "- Each tag of the description is a handle of the [`Client`]; its operations are methods. What an operation",
        "  requires is an argument, everything else a function of the call; `.await` sends it.",
        "- Enums are open: a value that the description does not list is kept in the variant `Unlisted`. Members that",
        "  it does not name are ignored, `null` is as good as absent.",
        "- An [`Error`] keeps status, headers and body of the answer, and shows the server's own words.",
    ];
    let by_name = |it: &TypeItem| matches!(it, TypeItem::Struct(it) if it.required.is_some());
    if plan.types.iter().flat_map(|it| &it.items).any(by_name) {
        res.extend([
            "- What a type must have is an argument of its `new`; more than four members are given by name, in a struct that is",
            "  called after the type and `Required`.",
        ]);
    }
    if !plan.paging.is_empty() {
        res.extend([
            "- Lists that come in pages: `.await` gives the page that was asked for, `.items()` and `.pages()` are streams over",
            "  all of them.",
        ]);
    }
    if !plan.tasks.is_empty() {
        res.extend([
            "- Operations that start work which goes on after the answer hand out a [`Task`]: `wait` waits for the end,",
            "  `progress` tells how far it is, `answer` is what the server said at once.",
        ]);
    }
    if plan.client.xml.is_some() {
        res.push("- With `.xml()` on the builder all of this goes over the wire in XML instead of JSON; the types are the same.");
    }
    if !plan.webhooks.events.is_empty() {
        res.push("- What the server sends by itself is read by `WebhookEvent::parse`, after a check of its signature by `receive`: both are there with the feature `webhooks`.");
    }
    if !plan.webhooks.callbacks.is_empty() {
        res.push("- What it sends because an operation was called is read by the functions of [`callbacks`].");
    }
    res.extend([
        "- Without `async`: with the feature `blocking`, `.block()` does what `.await` does. Other features: `tracing` for",
        "  spans, `testing` for a scripted server, `brotli` and `zstd` for compressed answers, `jiff` for dates.",
    ]);
    res
}

pub(super) fn api(plan: &Plan) -> TokenFile {
    let modules = plan.groups.iter().map(|it| {
        let module = ident(&it.module);
        quote!(pub mod #module;)
    });
    let (mut uses, tasks) = tasks(plan);
    if !plan.paging.is_empty() || !tasks.is_empty() {
        uses.push(quote!(
            use openapi_runtime as rt;
        ));
    }
    let mut items = vec![TokenItem::Lines(uses), TokenItem::Lines(modules.collect())];
    let rules = plan.paging.iter().enumerate();
    items.extend(rules.map(|(number, it)| TokenItem::Item(paging(number, it))));
    items.extend(tasks);
    TokenFile {
        path: "src/api.rs".to_owned(),
        docs: vec!["What can be called: a module for each tag of the description.".to_owned()],
        items,
    }
}

fn paging(number: usize, it: &Paging) -> TokenStream {
    let name = paging_name(number);
    let kind = match &it.kind {
        PagingKind::Number { parameter, first } => {
            let first = Literal::i64_unsuffixed(*first);
            quote!(numbered(#parameter, #first))
        }
        PagingKind::Offset { parameter } => quote!(offset(#parameter)),
        PagingKind::Cursor { parameter, next } => quote!(cursor(#parameter, #next)),
    };
    let sized = it.size_parameter.as_ref().map(|it| quote!(.sized(#it)));
    let size = it.size.map(u64::from).map(Literal::u64_unsuffixed).map(|it| quote!(.size(#it)));
    let total = it.total.as_ref().map(|it| quote!(.total(#it)));
    let items = it.items.as_ref().map(|it| quote!(.items(#it)));
    quote! {
        #[doc = " How lists come in pages."]
        pub(crate) const #name: rt::Paging = rt::Paging::#kind #sized #size #total #items;
    }
}

pub(super) fn types(plan: &Plan) -> TokenFile {
    let gate = webhooks_gate(plan);
    let modules: Vec<_> = plan
        .types
        .iter()
        .map(|it| (gate.as_ref().filter(|_| it.of_webhooks), ident(&it.module)))
        .collect();
    let items = match modules.is_empty() {
        true => Vec::new(),
        false => vec![
            // How large a variant is, is the description's doing; a box would be in the caller's way.
            TokenItem::Lines(vec![quote!(#![allow(clippy::large_enum_variant)])]),
            TokenItem::Lines(modules.iter().map(|(gate, it)| quote!(#gate mod #it;)).collect()),
            TokenItem::Lines(
                modules.iter().map(|(gate, it)| quote!(#gate pub use #it::*;)).collect(),
            ),
        ],
    };
    TokenFile {
        path: "src/types.rs".to_owned(),
        docs: vec!["What requests and answers carry.".to_owned()],
        items,
    }
}
