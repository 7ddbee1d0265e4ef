//! The handle of a tag: its methods, and the calls in preparation that they return.

use std::collections::BTreeSet;

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::plan::{
    Argument, ArgumentKind, Finish, GroupItem, MethodItem, Plan, RequestStep, RustType, Setter,
    SetterStep, Wrap,
};

use super::tokens::{
    aliases, argument, deprecated, docs, home, ident, json_literal, paging_name, quoted, rust_type,
    uses_map, wrapped, wraps,
};
use super::{TokenFile, TokenItem};

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
    maps |= group.choices.iter().any(|it| it.alternatives.iter().any(|(_, _, ty)| uses_map(ty)));
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
    for (_, _, ty) in group.choices.iter().flat_map(|it| &it.alternatives) {
        look(ty);
    }
    found
}

/// The distinct lists of schemes of a file, each a constant.
#[derive(Default)]
pub(super) struct Securities {
    found: Vec<Vec<Vec<String>>>,
}

impl Securities {
    fn constant(&mut self, security: &[Vec<String>]) -> TokenStream {
        let index = self.found.iter().position(|it| it == security).unwrap_or_else(|| {
            self.found.push(security.to_vec());
            self.found.len() - 1
        });
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
        Finish::Task(kind) => {
            let kind = ident(kind);
            quote!(.task::<super::#kind, _>())
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

fn step(step: &RequestStep) -> TokenStream {
    let value = |it: &Argument| argument(&it.name, &it.kind, &types_path()).1;
    match step {
        RequestStep::Path { wire, argument, style: Some((style, explode)) } => {
            let value = value(argument);
            let style = ident(style);
            let explode = explode.map(|it| quote!({ explode: #it }));
            quote!(.path_styled(#wire, #value, rt::PathStyle::#style #explode))
        }
        RequestStep::Path { wire, argument, style: None } => {
            let value = value(argument);
            quote!(.path(#wire, #value))
        }
        RequestStep::Set { step, argument, wraps } => {
            let call = set(step, argument, wraps);
            quote!(.#call)
        }
        RequestStep::Body { argument, media: None, wraps } => {
            let value = wrapped(value(argument), wraps);
            quote!(.body(#value))
        }
        RequestStep::Body { argument, media: Some(media), wraps } => {
            let value = wrapped(value(argument), wraps);
            quote!(.body_as(#media, #value))
        }
        RequestStep::Envelope(member) => quote!(.envelope(#member)),
        RequestStep::AnswerIn(steps) => {
            let steps = wraps(steps);
            quote!(.answer_in(#steps))
        }
        RequestStep::RawBody { argument, media } => {
            let value = value(argument);
            quote!(.raw_body(#media, #value))
        }
        RequestStep::MemberBase => quote!(.member_base()),
        RequestStep::Constant { step, value } => {
            let call = set_value(step, &json_literal(value));
            quote!(.#call)
        }
        RequestStep::OrNothing => quote!(.or_nothing()),
        RequestStep::UnwrapMember(name) => quote!(.unwrap_member(#name)),
        RequestStep::UnwrapForms(name) => quote!(.unwrap_forms(#name)),
    }
}

/// A function of the request (and of the call) that takes one value.
fn set(step: &SetterStep, it: &Argument, wraps: &[Wrap]) -> TokenStream {
    set_value(step, &wrapped(argument(&it.name, &it.kind, &types_path()).1, wraps))
}

fn set_value(step: &SetterStep, value: &TokenStream) -> TokenStream {
    match step {
        SetterStep::Query { wire } => quote!(query(#wire, #value)),
        SetterStep::QueryJson { wire } => quote!(query_json(#wire, #value)),
        SetterStep::QueryList { wire, style } => {
            let style = ident(style);
            quote!(query_list(#wire, #value, rt::ListStyle::#style))
        }
        SetterStep::QueryObject { wire, style } => {
            let style = ident(style);
            quote!(query_object(#wire, #value, rt::ObjectStyle::#style))
        }
        SetterStep::Header { wire } => quote!(header(#wire, #value)),
        SetterStep::Cookie { wire } => quote!(cookie(#wire, #value)),
        SetterStep::Member { wire } => quote!(member(#wire, #value)),
        SetterStep::FormMember { wire } => quote!(form_member(#wire, #value)),
        SetterStep::FormList { wire, style } => {
            let style = ident(style);
            quote!(form_list(#wire, #value, rt::ListStyle::#style))
        }
        SetterStep::FormObject { wire, style } => {
            let style = ident(style);
            quote!(form_object(#wire, #value, rt::ObjectStyle::#style))
        }
        SetterStep::FormJson { wire } => quote!(form_json(#wire, #value)),
        SetterStep::Part { wire, media: None } => quote!(part(#wire, #value)),
        SetterStep::Part { wire, media: Some(media) } => {
            quote!(part(#wire, rt::Upload::or_content_type(#value, #media)))
        }
        SetterStep::Parts { wire, media: None } => quote!(parts(#wire, #value)),
        SetterStep::Parts { wire, media: Some(media) } => quote! {
            parts(#wire, #value.into_iter().map(|it| rt::Upload::or_content_type(it.into(), #media)))
        },
        SetterStep::PartList { wire, style } => {
            let style = ident(style);
            quote!(part_list(#wire, #value, rt::ListStyle::#style))
        }
        SetterStep::PartAs { wire, media } => quote!(part_as(#wire, #media, #value)),
        SetterStep::PartText { wire } => quote!(part_text(#wire, #value)),
        SetterStep::Body { media: None } => quote!(body(#value)),
        SetterStep::Body { media: Some(media) } => quote!(body_as(#media, #value)),
    }
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
        members: setters.iter().flat_map(setter).collect(),
    });
    let mut lines = vec![quote!(rt::call_builder!(#name, #answer);)];
    lines.extend(method.paged.as_ref().map(|(rule, item)| {
        let (item, rule) = (rust_type(item, &types_path()), paging_name(*rule));
        quote!(rt::paged_call!(#name, #item, #rule);)
    }));
    items.push(TokenItem::Lines(lines));
}

fn setter(it: &Setter) -> impl Iterator<Item = TokenStream> + '_ {
    let name = ident(&it.name);
    let docs = docs(&it.doc);
    let alias = aliases(&it.aliases);
    let deprecated = deprecated(it.deprecated);
    let (argument, _) = argument(&it.argument.name, &it.argument.kind, &types_path());
    let call = set(&it.step, &it.argument, &it.wraps);
    let setter = quote! {
        #docs #alias #deprecated
        pub fn #name(mut self, #argument) -> Self {
            self.call.#call;
            self
        }
    };
    let clear = it.clear.as_ref().and_then(|clear| {
        let SetterStep::Member { wire } = &it.step else { return None };
        let clear = ident(clear);
        let doc =
            format!(" Sends `null` for {}, which is not the same as leaving it out.", quoted(wire));
        Some(quote! {
            #[doc = #doc]
            pub fn #clear(mut self) -> Self {
                self.call.member(#wire, &rt::Value::Null);
                self
            }
        })
    });
    std::iter::once(setter).chain(clear)
}
