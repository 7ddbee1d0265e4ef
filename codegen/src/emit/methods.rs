//! The handle of a tag: its methods, and the calls in preparation that they return.

use std::collections::BTreeSet;

use indexmap::IndexSet;
use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::plan::{ArgumentKind, Finish, GroupItem, MethodItem, Plan, RustType};

use super::steps::{setter, step, unset_body};
use super::tokens::{
    aliases, argument, deprecated, docs, home, ident, paging_name, rust_type, uses_map,
};
use super::{TokenFile, TokenItem, xml};

pub(super) fn group(plan: &Plan, group: &GroupItem) -> TokenFile {
    let handle = ident(&group.handle);
    let mut doc = vec![format!("{}: what can be called.", group.title)];
    doc.extend(if group.doc.is_empty() { Vec::new() } else { vec![String::new()] });
    doc.extend(group.doc.clone());
    let mut items = vec![TokenItem::Lines(uses(group, home(plan)))];
    let handle_docs = docs(&[format!(
        "The operations of {}, reached by [`Client::{}`]({}::Client::{}).",
        group.title,
        group.function,
        home(plan).to_string().replace(' ', ""),
        group.function
    )]);
    items.push(TokenItem::Item(quote! {
        #handle_docs
        #[derive(Clone, Debug)]
        pub struct #handle { pub(crate) http: rt::HttpClient }
    }));
    let mut security = Securities::default();
    let methods = group.methods.iter().map(|it| method(plan, it, &mut security)).collect();
    items.push(TokenItem::Impl { head: quote!(impl #handle {}), members: methods });
    items.extend(security.items());
    for method in &group.methods {
        emit_builder(method, group, &mut items);
    }
    for choice in &group.choices {
        super::choices::emit_choice(choice, &mut items);
    }
    TokenFile { path: format!("src/api/{}.rs", group.module), docs: doc, items }
}

fn uses(group: &GroupItem, home: TokenStream) -> Vec<TokenStream> {
    let mut res = Vec::new();
    let mut maps = group.methods.iter().any(|it| {
        uses_map(&it.answer) || it.paged.as_ref().is_some_and(|(_, item)| uses_map(item))
    });
    maps |= group
        .choices
        .iter()
        .any(|it| it.alternatives.iter().filter_map(|it| it.ty.as_ref()).any(uses_map));
    let kinds = group.methods.iter().flat_map(|it| {
        let setters =
            it.builder.iter().flat_map(|(_, setters)| setters).map(|it| &it.argument.kind);
        it.arguments.iter().map(|it| &it.kind).chain(setters)
    });
    for kind in kinds {
        match kind {
            ArgumentKind::Entries(_) => maps = true,
            ArgumentKind::Value(ty)
            | ArgumentKind::Into(ty)
            | ArgumentKind::Reference(ty)
            | ArgumentKind::Items(ty)
            | ArgumentKind::Nullable(ty) => maps |= uses_map(ty),
            ArgumentKind::Str | ArgumentKind::Upload | ArgumentKind::Uploads => {}
        }
    }
    if maps {
        res.push(quote!(
            use std::collections::BTreeMap;
        ));
    }
    res.push(quote!(
        use openapi_runtime as rt;
    ));
    let rules: BTreeSet<usize> =
        group.methods.iter().filter_map(|it| it.paged.as_ref()).map(|(rule, _)| *rule).collect();
    res.extend(rules.into_iter().map(|rule| {
        let rule = paging_name(rule);
        quote!(use super::#rule;)
    }));
    if mentions_types(group) {
        res.push(quote!(use #home::types;));
    }
    res.extend(xml::is_used(group).then(|| {
        quote!(
            use super::super::xml;
        )
    }));
    res
}

fn mentions_types(group: &GroupItem) -> bool {
    let mut found = false;
    let mut look = |ty: &RustType| super::tokens::visit_declared(ty, &mut |_| found = true);
    for method in &group.methods {
        look(&method.answer);
        let setters = method.builder.iter().flat_map(|(_, setters)| setters).map(|it| &it.argument);
        for argument in method.arguments.iter().chain(setters) {
            match &argument.kind {
                ArgumentKind::Value(ty)
                | ArgumentKind::Into(ty)
                | ArgumentKind::Reference(ty)
                | ArgumentKind::Items(ty)
                | ArgumentKind::Entries(ty)
                | ArgumentKind::Nullable(ty) => look(ty),
                ArgumentKind::Str | ArgumentKind::Upload | ArgumentKind::Uploads => {}
            }
        }
    }
    for ty in group.choices.iter().flat_map(|it| &it.alternatives).filter_map(|it| it.ty.as_ref()) {
        look(ty);
    }
    found
}

/// The distinct lists of schemes of a file, each a constant.
#[derive(Default)]
pub(super) struct Securities {
    found: IndexSet<Vec<Vec<String>>>,
}

impl Securities {
    fn constant(&mut self, security: &[Vec<String>]) -> TokenStream {
        let (index, _) = self.found.insert_full(security.to_vec());
        let name = self.name(index);
        quote!(#name)
    }

    fn name(&self, index: usize) -> proc_macro2::Ident {
        if index == 0 { ident("CREDENTIALS") } else { ident(&format!("CREDENTIALS_{}", index + 1)) }
    }

    pub(super) fn items(&self) -> impl Iterator<Item = TokenItem> + '_ {
        self.found.iter().enumerate().map(|(index, alternatives)| {
            let name = self.name(index);
            let alternatives = alternatives.iter().map(|schemes| quote!(&[#(#schemes),*]));
            TokenItem::Item(quote! {
                #[doc = " The security schemes that an operation takes: any one of the lists, all of its schemes together."]
                const #name: &[&[&str]] = &[#(#alternatives),*];
            })
        })
    }
}

pub(super) fn types_path() -> TokenStream {
    quote!(types::)
}

fn method(plan: &Plan, it: &MethodItem, security: &mut Securities) -> TokenStream {
    let name = ident(&it.name);
    let docs = docs(&method_docs(plan, it));
    let aliases = aliases(&it.aliases);
    let deprecated = deprecated(it.deprecated);
    let arguments = it.arguments.iter().map(|it| argument(&it.name, &it.kind, &types_path()).0);
    let request = request(it, &quote!(self.http), security);
    let answer = rust_type(&it.answer, &types_path());
    let (returns, body) = match &it.builder {
        Some((builder, _)) => {
            let builder = ident(builder);
            (quote!(#builder), quote!(#builder { call: #request }))
        }
        None => (quote!(rt::Call<#answer>), request),
    };
    quote! {
        #docs #aliases #deprecated
        pub fn #name(&self, #(#arguments),*) -> #returns { #body }
    }
}

fn method_docs(plan: &Plan, it: &MethodItem) -> Vec<String> {
    let mut res = it.doc.clone();
    res.extend(["", "# Example", "", "```no_run"].map(str::to_owned));
    let package = &plan.crate_name;
    res.push(format!(
        "# async fn example(client: {package}::Client) -> Result<(), {package}::Error> {{"
    ));
    res.extend(it.example.iter().cloned());
    res.extend(["# Ok(())", "# }", "```"].map(str::to_owned));
    res
}

/// The request as a chain of calls on the runtime, beginning with the HTTP client.
pub(super) fn request(
    it: &MethodItem,
    http: &TokenStream,
    security: &mut Securities,
) -> TokenStream {
    let (operation, path) = (&it.operation, &it.path);
    let start = match it.http.as_str() {
        "GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "HEAD" | "OPTIONS" => {
            let verb = ident(&it.http.to_ascii_lowercase());
            quote!(#http.#verb(#operation, #path))
        }
        other => quote!(#http.request(#operation, #other, #path)),
    };
    let auth = (!it.security.is_empty()).then(|| {
        let constant = security.constant(&it.security);
        quote!(.auth(#constant))
    });
    let steps = it.steps.iter().map(step);
    let finish = match &it.finish {
        Finish::Json => quote!(.json()),
        Finish::JsonOrText(media) => quote!(.accept(#media).or_text().json()),
        Finish::Task { kind, has_id } => {
            let kind = ident(kind);
            let task = if *has_id { quote!(task) } else { quote!(task_with_optional_id) };
            quote!(.#task::<super::#kind, _>())
        }
        Finish::Polled { list: false } => quote!(.polled::<Self>()),
        Finish::Polled { list: true } => quote!(.polled_list()),
        Finish::Empty => quote!(.empty()),
        Finish::Download(media) => quote!(.download(#media)),
        Finish::Events => quote!(.events()),
        Finish::Lines(media) => quote!(.json_lines(#media)),
        Finish::Choice(media) => quote!(.accept(#media).by_media_type()),
    };
    let statuses = it.statuses.iter().map(|it| Literal::u16_unsuffixed(*it));
    let statuses = (!it.statuses.is_empty()).then(|| quote!(.statuses(&[#(#statuses),*])));
    quote!(#start #auth #statuses #(#steps)* #finish)
}

fn emit_builder(method: &MethodItem, group: &GroupItem, items: &mut Vec<TokenItem>) {
    let Some((builder, setters)) = &method.builder else { return };
    let name = ident(builder);
    let answer = rust_type(&method.answer, &types_path());
    let doc = docs(&[format!("A call of [`{}::{}`] in preparation.", group.handle, method.name)]);
    items.push(TokenItem::Item(quote! {
        #doc
        #[derive(Debug)]
        #[must_use = "a call does nothing until it is awaited"]
        pub struct #name { call: rt::Call<#answer> }
    }));
    items.push(TokenItem::Impl {
        head: quote!(impl #name {}),
        members: setters.iter().flat_map(setter).chain(method.unset_body.map(unset_body)).collect(),
    });
    let mut lines = vec![quote!(rt::call_builder!(#name, #answer);)];
    lines.extend(method.paged.as_ref().map(|(rule, item)| {
        let (item, rule) = (rust_type(item, &types_path()), paging_name(*rule));
        quote!(rt::paged_call!(#name, #item, #rule);)
    }));
    items.push(TokenItem::Lines(lines));
}
