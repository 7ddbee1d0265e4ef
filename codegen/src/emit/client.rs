//! The client and its builder.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::plan::{CredentialKind, Plan, SchemeItem, XmlItem};

use super::tasks::resume;
use super::tokens::{docs, home, ident, quoted, uses_map};
use super::{TokenFile, TokenItem};

pub(super) fn client(plan: &Plan) -> TokenFile {
    let modules: Vec<_> = plan.groups.iter().map(|it| ident(&it.module)).collect();
    let home = home(plan);
    let mut uses = vec![quote!(
        use openapi_runtime as rt;
    )];
    let maps = plan.tasks.iter().any(|it| it.resume.is_some() && uses_map(&it.state));
    uses.extend(maps.then(|| {
        quote!(
            use std::collections::BTreeMap;
        )
    }));
    uses.extend((!modules.is_empty()).then(|| quote!(use #home::api;)));
    let mut items = vec![TokenItem::Lines(uses)];
    let title = &plan.client.title;
    let client_docs = docs(&[
        format!("A client of {title}."),
        String::new(),
        "Cheap to clone: clones share connections and settings.".to_owned(),
    ]);
    items.push(TokenItem::Item(quote! {
        #client_docs
        #[derive(Clone, Debug)]
        pub struct Client { http: rt::HttpClient }
    }));
    let mut members = vec![builder_function(plan)];
    for (group, module) in plan.groups.iter().zip(&modules) {
        let (function, handle) = (ident(&group.function), ident(&group.handle));
        let mut lines = group.doc.clone();
        if lines.is_empty() {
            lines.push(format!("The operations of {}.", group.title));
        }
        let docs = docs(&lines);
        members.push(quote! {
            #docs
            #[must_use]
            pub fn #function(&self) -> api::#module::#handle { api::#module::#handle { http: self.http.clone() } }
        });
    }
    members.extend(plan.tasks.iter().filter_map(|it| resume(plan, it)));
    members.push(quote! {
        #[doc = " The HTTP client behind it, for what the description does not know."]
        #[must_use]
        pub fn http(&self) -> &rt::HttpClient { &self.http }
    });
    items.push(TokenItem::Impl { head: quote!(impl Client {}), members });
    items.push(TokenItem::Item(quote! {
        #[doc = " Settings of a [`Client`] that is to be."]
        #[derive(Debug)]
        #[must_use = "a builder does nothing until `build` is called"]
        pub struct ClientBuilder { http: rt::HttpClientBuilder }
    }));
    items.push(TokenItem::Impl {
        head: quote!(impl ClientBuilder {}),
        members: plan
            .client
            .schemes
            .iter()
            .map(scheme)
            .chain(plan.client.xml.iter().flat_map(|_| formats()))
            .chain(server(&plan.client.servers))
            .collect(),
    });
    items.extend(plan.client.xml.as_ref().map(xml_rules));
    items.push(TokenItem::Lines(vec![quote!(rt::client_builder!(ClientBuilder, Client);)]));
    TokenFile {
        path: "src/client.rs".to_owned(),
        docs: vec!["The client, and how one is made.".to_owned()],
        items,
    }
}

/// The functions of the builder that choose the format.
fn formats() -> [TokenStream; 2] {
    [
        quote! {
            #[doc = " The format of bodies and answers: JSON unless told otherwise. Calls and types are the same in each."]
            pub fn format(mut self, format: rt::Format) -> Self {
                self.http = self.http.format(format);
                self
            }
        },
        quote! {
            #[doc = " Speaks XML instead of JSON."]
            pub fn xml(self) -> Self { self.format(rt::Format::Xml) }
        },
    ]
}

/// The function of the builder that sets a server of single operations, if there are any.
fn server(servers: &[String]) -> Option<TokenStream> {
    if servers.is_empty() {
        return None;
    }
    let listed = servers.iter().map(|it| format!("- {}", quoted(it)));
    let mut lines = vec![
        "The address of a server that the description has for single operations, by its URL there; it may be the same."
            .to_owned(),
        "Credentials are then sent there as well.".to_owned(),
        String::new(),
        "Without this, such operations go where the description says, without credentials. One that needs them is an"
            .to_owned(),
        "error before anything is sent, unless the server has the origin of the base URL.".to_owned(),
        String::new(),
    ];
    lines.extend(listed);
    let docs = docs(&lines);
    Some(quote! {
        #docs
        pub fn server(mut self, described: impl Into<String>, url: impl Into<String>) -> Self {
            self.http = self.http.server(described, url);
            self
        }
    })
}

fn xml_rules(it: &XmlItem) -> TokenItem {
    let list =
        it.list_attribute.as_ref().map(|(name, value)| quote!(.list_attribute(#name, #value)));
    let null = it.null_attribute.as_ref().map(|name| quote!(.null_attribute(#name)));
    let root = it.root.as_ref().map(|name| quote!(.root(#name)));
    let items = it.items.iter().map(|(list, item)| quote!((#list, #item)));
    let items = (!it.items.is_empty()).then(|| quote!(.items(&[#(#items),*])));
    TokenItem::Item(quote! {
        #[doc = " How the API writes in XML what it writes in JSON as well."]
        static XML: rt::XmlRules = rt::XmlRules::new() #list #null #root #items;
    })
}

fn builder_function(plan: &Plan) -> TokenStream {
    let agent = &plan.client.user_agent;
    let mut lines = vec![
        "Begins a client for the server at this address: `http` or `https`, with the path under which the API is served."
            .to_owned(),
    ];
    if let Some(server) = &plan.client.default_server {
        lines.extend([String::new(), format!("The description names {}.", quoted(server))]);
    }
    let docs = docs(&lines);
    let suffix = plan.client.format_suffix.then(|| quote!(.format_suffix(true)));
    let xml = plan.client.xml.as_ref().map(|_| quote!(.xml_rules(&XML)));
    let lenient = plan.client.lenient.then(|| quote!(.lenient(true)));
    let missing = plan.client.missing_route.as_ref().map(|it| quote!(.missing_route(#it)));
    let statuses = plan.client.retry_statuses.as_ref().map(|it| {
        let it = it.iter().map(|it| Literal::u16_unsuffixed(*it));
        quote!(.retry_statuses([#(#it),*]))
    });
    let key = plan.client.idempotency_header.as_ref().map(|it| quote!(.idempotency_header(#it)));
    let loose = plan.client.loose_scalars.then(|| quote!(.loose_scalars(true)));
    quote! {
        #docs
        pub fn builder(base_url: impl Into<String>) -> ClientBuilder {
            ClientBuilder { http: rt::HttpClient::builder(base_url.into()).user_agent(#agent) #suffix #xml #loose #lenient #missing #statuses #key }
        }
    }
}

fn scheme(it: &SchemeItem) -> TokenStream {
    let setter = ident(&it.setter);
    let name = &it.name;
    let mut lines = it.doc.clone();
    let (user, secret) = (ident(&it.user), ident(&it.secret));
    let argument = quote!(#secret: impl Into<rt::Secret>);
    let key = |kind: TokenStream, name: &str, place: &str| {
        let sentence = format!("Sends this key as the {place} {}.", quoted(name));
        (argument.clone(), quote!(rt::Credential::#kind(#name, #secret)), sentence)
    };
    let (arguments, credential, default) = match &it.kind {
        CredentialKind::Bearer => (
            argument,
            quote!(rt::Credential::bearer(#secret)),
            "Sends this token in the `Authorization` header.".to_owned(),
        ),
        CredentialKind::Basic => (
            quote!(#user: impl AsRef<str>, #argument),
            quote!(rt::Credential::basic(#user, #secret)),
            format!("Sends {} and {} (HTTP Basic).", words(&it.user), words(&it.secret)),
        ),
        CredentialKind::Query(name) => key(quote!(query), name, "query parameter"),
        CredentialKind::Header(name) => key(quote!(header), name, "header"),
        CredentialKind::Cookie(name) => key(quote!(cookie), name, "cookie"),
    };
    if lines.is_empty() {
        lines.push(default);
    }
    let docs = docs(&lines);
    quote! {
        #docs
        pub fn #setter(mut self, #arguments) -> Self {
            self.http = self.http.credential(#name, #credential);
            self
        }
    }
}

/// An argument's name in a sentence.
fn words(name: &str) -> String {
    name.trim_matches('_').replace('_', " ")
}
