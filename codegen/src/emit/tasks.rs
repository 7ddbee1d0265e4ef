//! The kinds of tasks, and the client's functions that take one up.

use proc_macro2::TokenStream;
use quote::quote;

use crate::plan::{MethodItem, Plan, Running, TaskItem, code};

use super::TokenItem;
use super::methods::{Securities, request};
use super::tokens::{docs, home, ident, rust_type, uses_map, visit_declared};

/// What is imported for them, and the items.
pub(super) fn tasks(plan: &Plan) -> (Vec<TokenStream>, Vec<TokenItem>) {
    let mut security = Securities::default();
    let mut items: Vec<TokenItem> =
        plan.tasks.iter().flat_map(|it| kind(it, &mut security)).collect();
    items.extend(security.items());
    let mut uses = Vec::new();
    uses.extend(plan.tasks.iter().any(|it| uses_map(&it.state)).then(|| {
        quote!(
            use std::collections::BTreeMap;
        )
    }));
    let mut declared = false;
    plan.tasks.iter().for_each(|it| visit_declared(&it.state, &mut |_| declared = true));
    let home = home(plan);
    uses.extend(declared.then(|| quote!(use #home::types;)));
    (uses, items)
}

fn kind(it: &TaskItem, security: &mut Securities) -> [TokenItem; 2] {
    let name = ident(&it.name);
    let doc = docs(&[format!("Tasks that {} tells of.", code(&it.poll.operation))]);
    let state = rust_type(&it.state, &quote!(types::));
    let rule = rule(it);
    let mut call = |method: &MethodItem| request(method, &quote!(http), security);
    let poll = call(&it.poll);
    let cancel = it.cancel.as_ref().map(|cancel| {
        let cancel = call(cancel);
        quote! {
            fn cancel(http: &rt::HttpClient, id: &str) -> Option<rt::Call<()>> { Some(#cancel) }
        }
    });
    // The items of a list may be found by the id, not asked for by it.
    let takes_id = it.rule.list.as_ref().is_none_or(|it| it.belongs.is_none());
    let id = ident(if takes_id { "id" } else { "_id" });
    let mut members = vec![
        quote!(
            type State = #state;
        ),
        quote!(
            const RULE: &'static rt::TaskRule = &#rule;
        ),
        quote! {
            fn poll(http: &rt::HttpClient, #id: &str) -> rt::Call<rt::Polled<#state>> { #poll }
        },
    ];
    members.extend(cancel);
    [
        TokenItem::Item(quote! {
            #doc
            #[derive(Clone, Copy, Debug)]
            pub(crate) enum #name {}
        }),
        TokenItem::Impl { head: quote!(impl rt::TaskKind for #name {}), members },
    ]
}

fn rule(it: &TaskItem) -> TokenStream {
    let rule = &it.rule;
    let id = &rule.id;
    let begin = match &rule.running {
        Running::Members(members) => quote!(active(#id, &[#(#members),*])),
        Running::Status { member, running, failed } => {
            quote!(status(#id, #member, &[#(#running),*], &[#(#failed),*]))
        }
    };
    let succeeded = rule.succeeded.as_ref().map(|it| quote!(.succeeded(#it)));
    let failure = rule.failure.as_ref().map(|it| quote!(.failure(#it)));
    let percent = rule.percent.as_ref().map(|it| quote!(.percent(#it)));
    let message = rule.message.as_ref().map(|it| quote!(.message(#it)));
    let list = rule.list.as_ref().map(|it| {
        let item = &it.item;
        let created = it.created.as_ref().map(|it| quote!(.created(#it)));
        let belongs = it.belongs.as_ref().map(|it| quote!(.belongs(#it)));
        let with = it.with.iter().map(|(name, value)| quote!((#name, #value)));
        let with = (!it.with.is_empty()).then(|| quote!(.with(&[#(#with),*])));
        quote!(.listed(#item) #created #belongs #with)
    });
    quote!(rt::TaskRule::#begin #succeeded #failure #percent #message #list)
}

/// The client's function that takes up a task by its id.
pub(super) fn resume(plan: &Plan, it: &TaskItem) -> Option<TokenStream> {
    let function = ident(it.resume.as_ref()?);
    let (kind, home) = (ident(&it.name), home(plan));
    let state = rust_type(&it.state, &quote!(#home::types::));
    let docs = docs(&[
        format!(
            "A task that was started before, by its id: {} tells of it.",
            code(&it.poll.operation)
        ),
        String::new(),
        "Nothing is sent before it is polled or waited for.".to_owned(),
    ]);
    Some(quote! {
        #docs
        pub fn #function(&self, id: impl Into<rt::Id>) -> rt::Task<#state> {
            rt::Task::resume::<api::#kind>(&self.http, id)
        }
    })
}
