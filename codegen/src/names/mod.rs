//! Api -> Names: what each thing is called in Rust; the only place that decides an identifier.

mod hidden;
mod methods;
mod reserved;
mod scope;
mod settings;
mod types;
mod variants;
mod webhooks;
mod words;

use std::collections::BTreeMap;

use crate::config::Config;
use crate::diagnostics::Diagnostics;
use crate::model::{
    Answer, Api, BodyContent, Conventions, Directions, Field, Group, Location, Operation, TypeId,
};
use crate::source::Place;

use reserved::{
    IN_CALLS, MODULES, OF_EVERY_BUILDER, OF_EVERY_CALL, OF_EVERY_CLIENT, OF_PAGED_CALLS,
    unlike_values,
};
use scope::Scope;
use settings::Settings;
use variants::variants;
pub(crate) use words::{pascal, several, snake, words};

/// Every identifier of the generated crate. Complete before any code exists.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names {
    pub groups: Vec<GroupNames>,
    pub operations: Vec<OperationNames>,
    pub types: BTreeMap<TypeId, TypeNames>,
    /// Setters of the client's builder, one for each security scheme.
    pub schemes: Vec<SchemeNames>,
    /// One for each kind of task.
    pub tasks: Vec<TaskNames>,
    /// The module of types that several groups use.
    pub shared_module: String,
    /// One for each webhook and callback.
    pub webhooks: Vec<WebhookNames>,
    /// The modules of types of each group of webhooks.
    pub webhook_modules: Vec<String>,
    /// The module of types that several of these groups use.
    pub shared_webhooks: String,
}

/// A webhook: its variant, and the function that reads it alone. A callback has the function only.
#[derive(Clone, Debug)]
pub(crate) struct WebhookNames {
    pub variant: String,
    pub function: String,
}

/// A tag: the function of the client that leads there, its module, and its handle.
#[derive(Clone, Debug)]
pub(crate) struct GroupNames {
    pub function: String,
    /// Also the name of its files, so in ASCII: Rust looks for no others.
    pub module: String,
    pub handle: String,
}

/// The function that takes a credential, and its arguments.
#[derive(Clone, Debug)]
pub(crate) struct SchemeNames {
    pub setter: String,
    /// Of HTTP Basic only.
    pub user: String,
    pub secret: String,
}

/// A kind of task: its type, and the client's function that takes one up.
#[derive(Clone, Debug)]
pub(crate) struct TaskNames {
    pub kind: String,
    pub resume: Option<String>,
}

#[derive(Clone, Debug)]
pub(crate) struct OperationNames {
    /// One method for each media type of the body; at least one.
    pub methods: Vec<MethodNames>,
    /// Name of the type of an answer whose content type decides.
    pub choice: String,
    /// Its variants, in the order of the alternatives.
    pub variants: Vec<String>,
}

#[derive(Clone, Debug)]
pub(crate) struct MethodNames {
    pub method: String,
    /// The call in preparation, if it needs a type of its own.
    pub builder: String,
    /// One for each parameter.
    pub parameters: Vec<String>,
    /// One for each member of the body.
    pub members: Vec<String>,
    /// The setters that send `null` for a member, one for each member of the body, used or not.
    pub clears: Vec<String>,
    /// The argument or setter that is the whole body.
    pub body: String,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct TypeNames {
    pub name: String,
    /// Fields or variants, in order.
    pub members: Vec<String>,
    /// The field for members that the description does not name, or the variant for values that it does not list.
    pub rest: String,
    /// The setters that send `null` for a member, one for each member, used or not.
    pub clears: Vec<String>,
    /// The setter for a member that the description does not name.
    pub rest_setter: String,
    /// The struct of the members that must be given, where they are too many for arguments.
    pub required: Option<String>,
}

impl TypeNames {
    /// The setter that sends `null` for a member.
    pub(crate) fn clear(&self, index: usize) -> String {
        self.clears.get(index).cloned().unwrap_or_default()
    }
}

impl Names {
    /// Whether every identifier is ASCII.
    pub(crate) fn is_ascii(&self) -> bool {
        let groups = self.groups.iter().flat_map(|it| [&it.function, &it.handle]);
        let methods = self.operations.iter().flat_map(|it| &it.methods);
        let methods = methods
            .flat_map(|it| [&it.method].into_iter().chain(&it.parameters).chain(&it.members));
        let types = self.types.values().flat_map(|it| [&it.name].into_iter().chain(&it.members));
        let schemes = self.schemes.iter().flat_map(|it| [&it.setter, &it.user, &it.secret]);
        let webhooks = self.webhooks.iter().flat_map(|it| [&it.variant, &it.function]);
        groups.chain(methods).chain(types).chain(schemes).chain(webhooks).all(|it| it.is_ascii())
    }
}

/// Names depend on the document and the settings alone: the same input gives the same names.
pub(crate) fn assign(
    api: &Api,
    directions: &Directions,
    conventions: &Conventions,
    config: &Config,
    root: &Place,
    diagnostics: &mut Diagnostics,
) -> Names {
    // What every client has.
    let mut functions = Scope::reserving(OF_EVERY_CLIENT);
    let tasks = tasks(api, conventions, &mut functions);
    for resume in tasks.iter().filter_map(|it| it.resume.as_ref()) {
        let is_taken = |it: &&Group| snake(&words(&it.name)) == *resume;
        if let Some(group) = api.groups.iter().find(is_taken) {
            diagnostics
                .error(
                    root,
                    format!(
                        "`resume = \"{resume}\"` is already the client's function for the tag `{}`",
                        group.name
                    ),
                )
                .help("give it another name in the client.toml");
        }
    }
    let groups = groups(api, &mut functions);
    let schemes = schemes(api);
    let mut settings = Settings::new(config, root);
    let types = types::assign(api, directions, &mut settings, diagnostics);
    let methods = methods::assign(api, &mut settings, diagnostics);
    // A handle and the calls in preparation that it returns live in one module.
    let module = |it: &GroupNames| Scope::reserving(&[IN_CALLS, &[&it.handle]].concat());
    let mut modules: Vec<Scope> = groups.iter().map(module).collect();
    // So do the methods for other media types of a body with the methods of all operations.
    let mut handles: Vec<Scope> = vec![Scope::default(); groups.len()];
    for (operation, method) in api.operations.iter().zip(&methods) {
        handles[operation.group].claim(method.clone());
    }
    let operations = api
        .operations
        .iter()
        .zip(methods)
        .enumerate()
        .map(|(index, (operation, method))| {
            let further: &[&str] =
                if conventions.paged.contains_key(&index) { OF_PAGED_CALLS } else { &[] };
            let group = operation.group;
            let scopes = (&mut handles[group], &mut modules[group]);
            operation_names(api, operation, &method, further, scopes)
        })
        .collect();
    let mut modules = Scope::default();
    for group in &groups {
        modules.claim(group.module.clone());
    }
    let shared_module = modules.claim_first(&["shared", "shared_types"].map(str::to_owned));
    let (webhook_modules, shared_webhooks) = webhooks::modules(api, &mut modules);
    let webhooks = webhooks::assign(api);
    Names {
        groups,
        operations,
        types,
        schemes,
        tasks,
        shared_module,
        webhooks,
        webhook_modules,
        shared_webhooks,
    }
}

/// Kinds of tasks are called after the operation that polls them.
fn tasks(api: &Api, conventions: &Conventions, functions: &mut Scope) -> Vec<TaskNames> {
    let mut kinds = Scope::default();
    let tasks = conventions.tasks.iter();
    tasks
        .map(|task| TaskNames {
            kind: kinds.claim(pascal(&methods::id_words(&api.operations[task.poll]))),
            resume: task.resume.as_ref().map(|it| functions.claim(snake(&words(it)))),
        })
        .collect()
}

fn groups(api: &Api, functions: &mut Scope) -> Vec<GroupNames> {
    let mut modules = Scope::reserving(MODULES);
    let mut handles = Scope::reserving(&[IN_CALLS, &["Client", "ClientBuilder"]].concat());
    api.groups
        .iter()
        .map(|group| {
            let words = words(&group.name);
            let function = functions.claim(snake(&words));
            let module = modules.claim(ascii(&function));
            GroupNames { function, module, handle: handles.claim(pascal(&words)) }
        })
        .collect()
}

fn ascii(name: &str) -> String {
    let ascii: String = name.chars().filter(char::is_ascii).collect();
    if ascii == name { ascii } else { snake(&words(&format!("tag {ascii}"))) }
}

fn schemes(api: &Api) -> Vec<SchemeNames> {
    use crate::model::SchemeKind;
    let mut scope = Scope::reserving(OF_EVERY_BUILDER);
    api.schemes
        .iter()
        .map(|scheme| {
            let (name, secret) = match &scheme.kind {
                SchemeKind::Bearer => ("bearer_token".to_owned(), "token"),
                SchemeKind::Basic => ("basic".to_owned(), "password"),
                SchemeKind::ApiKey { name, .. } => (snake(&words(name)), "key"),
            };
            let said = scheme.method.as_ref();
            let argument = |said: Option<&String>, usual: &str| match said {
                Some(name) => snake(&words(name)),
                None => usual.to_owned(),
            };
            let mut arguments = Scope::default();
            SchemeNames {
                setter: scope.claim(said.map_or(name, |it| snake(&words(&it.name)))),
                user: arguments.claim(argument(said.and_then(|it| it.user.as_ref()), "user")),
                secret: arguments.claim(argument(said.and_then(|it| it.secret.as_ref()), secret)),
            }
        })
        .collect()
}

/// `further`: functions of the call besides those of every call.
fn operation_names(
    api: &Api,
    operation: &Operation,
    method: &str,
    further: &[&str],
    (handle, module): (&mut Scope, &mut Scope),
) -> OperationNames {
    let mut methods = Vec::new();
    let no_body = [None];
    let bodies: Vec<_> = operation.bodies.iter().map(Some).collect();
    let bodies = if bodies.is_empty() { no_body.as_slice() } else { bodies.as_slice() };
    for (index, body) in bodies.iter().enumerate() {
        let mut arguments = Scope::reserving(&[OF_EVERY_CALL, further].concat());
        let parameters = operation
            .parameters
            .iter()
            .map(|parameter| {
                let name = snake(&words(&parameter.wire));
                let name = match parameter.location {
                    Location::Path | Location::Query => arguments.claim(name),
                    Location::Header => arguments.claim_or(name, "header"),
                    Location::Cookie => arguments.claim_or(name, "cookie"),
                };
                unlike_values(name, &parameter.ty, api, &mut arguments)
            })
            .collect();
        let fields = match body.map(|it| &it.content) {
            Some(
                BodyContent::Members(fields)
                | BodyContent::Form(fields)
                | BodyContent::Multipart(fields),
            ) => fields.as_slice(),
            Some(BodyContent::Value { .. } | BodyContent::Raw) | None => &[],
        };
        let member = |it: &Field| {
            let name = arguments.claim_or(snake(&words(&it.wire)), "body");
            unlike_values(name, &it.ty, api, &mut arguments)
        };
        let members: Vec<String> = fields.iter().map(member).collect();
        let clears = clears(&members, &mut arguments);
        let whole = ["body", "request", "request_body", "whole_body"].map(str::to_owned);
        let whole = arguments.claim_first(&whole);
        let method = match (index, body) {
            (0, _) | (_, None) => method.to_owned(),
            (_, Some(body)) => handle.claim(format!("{method}_as_{}", media_word(&body.media))),
        };
        let name = pascal(&words(&method));
        let builder = module.claim_first(&[name.clone(), format!("{name}Call")]);
        methods.push(MethodNames { method, builder, parameters, members, clears, body: whole });
    }
    let answer = format!("{}Answer", pascal(&words(method)));
    let (choice, variants) = match &operation.answer {
        Answer::Choice { alternatives } => (module.claim(answer), variants(alternatives)),
        Answer::Empty
        | Answer::Json { .. }
        | Answer::Download { .. }
        | Answer::Events { .. }
        | Answer::Lines { .. } => (answer, Vec::new()),
    };
    OperationNames { methods, choice, variants }
}

/// `application/json` -> `json`, `multipart/form-data` -> `form_data`.
fn media_word(media: &str) -> String {
    let essence = media.split(';').next().unwrap_or_default();
    snake(&words(essence.rsplit('/').next().unwrap_or(essence)))
}

/// The setters that send `null` for members: `clear_` and the member's name.
fn clears(members: &[String], scope: &mut Scope) -> Vec<String> {
    let stem = |it: &String| format!("clear_{}", it.trim_matches('_'));
    members.iter().map(|it| scope.claim(stem(it))).collect()
}
