//! Api + Names -> Plan: which Rust items, in which files. From here on nothing can fail.

mod arguments;
mod bodies;
mod constructors;
mod docs;
mod examples;
mod expression;
mod items;
mod limits;
mod links;
mod markdown;
mod methods;
mod recursion;
mod samples;
mod secrets;
mod steps;
mod tasks;
mod type_files;
mod type_items;
mod types;
mod webhooks;
mod wraps;
mod xml;
mod xml_items;

use crate::config::Config;
use crate::model::{Api, Conventions, Directions, Location, SchemeKind, Type, TypeId};
use crate::names::Names;

pub(crate) use crate::model::XmlLabel;
pub(crate) use expression::Expression;
pub(crate) use items::{
    AlternativeItem, Argument, ArgumentKind, ChoiceItem, ClientItem, CredentialKind, Finish,
    GroupItem, MethodItem, Paging, PagingKind, Plan, RequestStep, Running, RustType, SampleCall,
    SchemeItem, Setter, SetterStep, TaskItem, UnsetBody, XmlItem,
};
pub(crate) use markdown::{code, readable};
pub(crate) use type_items::{
    BranchItem, EnumItem, FieldItem, StructItem, TypeFile, TypeItem, UnionItem,
};
pub(crate) use webhooks::{PayloadItem, WebhookItem, WebhooksItem};
pub(crate) use wraps::Wrap;
pub(crate) use xml_items::{
    XmlAnswerItem, XmlMemberItem, XmlNode, XmlRootItem, XmlShape, XmlTypeItem,
};

/// Decides every item of the crate.
pub(crate) fn plan(
    api: &Api,
    directions: &Directions,
    conventions: &Conventions,
    names: &Names,
    config: &Config,
) -> Plan {
    let docs = docs::Docs {
        links: links::links(api, names, &config.module),
        schemes: api.schemes.iter().map(|it| it.name.clone()).collect(),
    };
    let boxed = recursion::boxed_members(api);
    let secret = secrets::holding_secrets(api);
    let planner = Planner { api, directions, conventions, names, config, docs, boxed, secret };
    let mut operations: Vec<Vec<usize>> = vec![Vec::new(); api.groups.len()];
    for (index, operation) in api.operations.iter().enumerate() {
        operations[operation.group].push(index);
    }
    let groups: Vec<GroupItem> = operations
        .iter()
        .enumerate()
        .filter_map(|(index, operations)| planner.group(index, operations))
        .collect();
    let samples = planner.samples();
    Plan {
        module: config.module.clone(),
        is_ascii: names.is_ascii(),
        has_large_cycles: recursion::has_large_cycles(api),
        crate_name: config.package.name.replace('-', "_"),
        client: planner.client(),
        paging: conventions.paging.clone(),
        tasks: planner.tasks(),
        webhooks: planner.webhooks(),
        xml_types: planner.xml_types(),
        types: planner.type_files(),
        groups,
        samples,
    }
}

/// What every part of the plan is decided from.
struct Planner<'a> {
    api: &'a Api,
    directions: &'a Directions,
    conventions: &'a Conventions,
    names: &'a Names,
    config: &'a Config,
    docs: docs::Docs,
    /// Members (type, index) whose type contains the type that they belong to.
    boxed: std::collections::BTreeSet<(TypeId, usize)>,
    /// Types in which there is a secret.
    secret: std::collections::BTreeSet<TypeId>,
}

impl Planner<'_> {
    fn client(&self) -> ClientItem {
        let api = self.api;
        let schemes = api
            .schemes
            .iter()
            .zip(&self.names.schemes)
            .map(|(scheme, names)| SchemeItem {
                setter: names.setter.clone(),
                user: names.user.clone(),
                secret: names.secret.clone(),
                name: scheme.name.clone(),
                kind: credential(&scheme.kind),
                doc: self.docs.text(scheme.description.as_deref()),
            })
            .collect();
        let server = api.servers.first().map(|it| it.url.clone());
        ClientItem {
            title: or(markdown::title(&api.title), &self.config.package.name),
            description: self.docs.text(api.description.as_deref()),
            about: self.docs.text(Some(&self.config.package.description)),
            api_version: Some(&api.version)
                .filter(|it| !it.trim().is_empty())
                .map(|it| markdown::code(it)),
            user_agent: format!("{}/{}", self.config.package.name, self.config.package.version),
            default_server: server.filter(|it| is_address(it)),
            servers: api
                .operations
                .iter()
                .filter_map(|it| it.server.clone())
                .collect::<std::collections::BTreeSet<_>>()
                .into_iter()
                .collect(),
            schemes,
            format_suffix: self.config.formats.suffix,
            xml: self.config.formats.xml.as_ref().map(|it| XmlItem {
                list_attribute: it
                    .list_attribute
                    .as_ref()
                    .map(|it| (it.name.clone(), it.value.clone())),
                null_attribute: it.null_attribute.clone(),
                root: it.root.clone(),
                items: api.item_names.clone(),
            }),
            loose_scalars: self.config.answers.loose_scalars,
            lenient: self.config.answers.lenient,
            missing_route: self.config.answers.missing_route.clone(),
            retry_statuses: self.config.retries.statuses.clone(),
            idempotency_header: self.config.retries.idempotency_header.clone(),
        }
    }

    fn group(&self, index: usize, operations: &[usize]) -> Option<GroupItem> {
        if operations.is_empty() {
            return None;
        }
        let group = &self.api.groups[index];
        let names = &self.names.groups[index];
        Some(GroupItem {
            function: names.function.clone(),
            module: names.module.clone(),
            handle: names.handle.clone(),
            title: self.group_title(index),
            doc: self.docs.text(group.description.as_deref()),
            choices: operations.iter().filter_map(|it| self.choice(*it)).collect(),
            methods: operations.iter().flat_map(|it| self.methods(*it)).collect(),
        })
    }

    /// What a tag is called in documentation.
    fn group_title(&self, index: usize) -> String {
        or(markdown::title(&self.api.groups[index].name), &self.names.groups[index].handle)
    }

    /// The Rust type of a value, without what the member around it adds.
    fn rust_type(&self, ty: &Type) -> RustType {
        match ty {
            Type::Bool => RustType::Bool,
            Type::Integer => RustType::I64,
            Type::Unsigned => RustType::U64,
            Type::Number => RustType::F64,
            Type::Text => RustType::String,
            Type::Id => RustType::Id,
            Type::DateTime => RustType::DateTime,
            Type::Secret => RustType::Secret,
            // A file inside JSON is text.
            Type::File => RustType::String,
            Type::Any | Type::FreeObject => RustType::Value,
            Type::List(inner) => RustType::Vec(Box::new(self.rust_type(inner))),
            Type::Tuple(elements) => {
                RustType::Tuple(elements.iter().map(|it| self.rust_type(it)).collect())
            }
            Type::Map(inner) => RustType::BTreeMap(Box::new(self.rust_type(inner))),
            Type::Nullable(inner) => match self.rust_type(inner) {
                already @ RustType::Option(_) => already,
                other => RustType::Option(Box::new(other)),
            },
            Type::Envelope { inner, .. } => self.rust_type(inner),
            Type::Declared(id) => RustType::Declared(self.type_name(*id)),
        }
    }

    fn type_name(&self, id: TypeId) -> String {
        self.names.types.get(&id).map(|it| it.name.clone()).unwrap_or_default()
    }
}

/// The text, or the other one if there is nothing in it.
fn or(text: String, other: &str) -> String {
    if text.is_empty() { other.to_owned() } else { text }
}

fn credential(kind: &SchemeKind) -> CredentialKind {
    match kind {
        SchemeKind::Bearer => CredentialKind::Bearer,
        SchemeKind::Basic => CredentialKind::Basic,
        SchemeKind::ApiKey { location: Location::Query, name } => {
            CredentialKind::Query(name.clone())
        }
        SchemeKind::ApiKey { location: Location::Header | Location::Path, name } => {
            CredentialKind::Header(name.clone())
        }
        SchemeKind::ApiKey { location: Location::Cookie, name } => {
            CredentialKind::Cookie(name.clone())
        }
    }
}

/// Whether a server's address can be shown as it is.
fn is_address(url: &str) -> bool {
    url.starts_with("http")
        && !url.contains(|it: char| it.is_whitespace() || it.is_control() || "\"\\{}`".contains(it))
}
