//! One operation of the document: its place in the API, its parameters, who may call it.

use std::collections::{HashMap, HashSet};

use openapi_media::Kind;
use serde_json::Value;

use crate::document::{self, CallbackView, OperationView, ParameterView, Style};
use crate::model::{
    Answer, Encoding, Limits, Location, Naming, Operation, Parameter, Part, Requirement, Type,
};

use crate::source::Place;

use super::{Groups, Lowering};

impl Lowering<'_> {
    pub(super) fn operations(
        &mut self,
        groups: &mut Groups,
    ) -> (Vec<Operation>, Vec<(usize, CallbackView)>) {
        let default = self.document.security();
        let views = self.document.operations(self.diagnostics);
        let roots = super::servers::roots(self.document, &views);
        groups.count(
            views.iter().filter(|it| it.operation.tags.is_empty()).map(|it| it.path.as_str()),
        );
        self.offers_xml = views.iter().any(super::documents::offers_xml);
        let mut res = Vec::with_capacity(views.len());
        let mut callbacks = Vec::new();
        let mut ids: HashMap<String, Place> = HashMap::new();
        for view in views {
            self.unique_id(&view, &mut ids);
            let sent = self.document.callbacks(&view, self.diagnostics);
            callbacks.extend(sent.into_iter().map(|it| (res.len(), it)));
            // The index is what the types of the operation refer to when they are named after it.
            let server = self.own_server(&view, &roots);
            let mut operation = self.operation(view, res.len(), default.as_deref(), groups);
            operation.server = server;
            res.push(operation);
        }
        (res, callbacks)
    }

    fn unique_id(&mut self, view: &OperationView, ids: &mut HashMap<String, Place>) {
        let Some(id) = view.operation.operation_id.as_ref().filter(|it| !it.trim().is_empty())
        else {
            return;
        };
        let place = view.place.key("operationId");
        if let Some(first) = ids.get(id) {
            if *first == place {
                // Two paths that refer to one.
                return;
            }
            let message = format!("the operationId `{id}` is that of another operation");
            self.diagnostics.fault(&place, message).related(first, "the first one").help(
                "give each operation an id of its own: errors and settings name operations by it",
            );
            return;
        }
        ids.insert(id.clone(), place);
    }

    fn operation(
        &mut self,
        view: OperationView,
        index: usize,
        default: Option<&[document::Security]>,
        groups: &mut Groups,
    ) -> Operation {
        let security = view.security.as_deref().or(default).unwrap_or_default();
        let parameters = self.parameters(&view, index);
        let bodies = self.bodies(&view, index);
        let answer = self.answer(&view, index);
        let accept = self.accept(&view);
        let xml_answers = self.xml_answers(&view, &answer);
        let group = match view.operation.tags.first() {
            Some(tag) => groups.index(tag),
            None => groups.index_of_path(&view.path),
        };
        let mut errors = self.errors(&view, index);
        if matches!(answer, Answer::Empty) {
            // Where there is no value to wait for, what leads elsewhere is no error.
            errors.retain(|it| !it.status.starts_with('3'));
        }
        let successes = super::answer::successes(&view);
        let statuses = super::answer::statuses(&view);
        let redirects = super::answer::redirects(&view);
        let published_id = match view.operation.extensions.get("x-published-id") {
            Some(Value::String(id)) => Some(id.clone()),
            _ => None,
        };
        let is_published = self.is_published(&view);
        Operation {
            place: view.place,
            id: view.operation.operation_id.filter(|it| !it.trim().is_empty()),
            published_id,
            is_published,
            method: view.method,
            path: view.path,
            group,
            summary: view.operation.summary,
            description: view.operation.description,
            deprecated: view.operation.deprecated,
            security: security.iter().map(requirement).collect(),
            parameters,
            bodies,
            answer,
            accept,
            xml_answers,
            redirects,
            server: None,
            is_keyed: false,
            successes,
            errors,
            statuses,
        }
    }

    /// `x-published: false`: it was added to the description that its makers publish.
    fn is_published(&mut self, view: &OperationView) -> bool {
        match view.operation.extensions.get("x-published") {
            None | Some(Value::Bool(true)) => true,
            Some(Value::Bool(false)) => false,
            Some(_) => {
                self.diagnostics.fault(&view.place, "`x-published` is neither `true` nor `false`");
                true
            }
        }
    }

    fn parameters(&mut self, view: &OperationView, index: usize) -> Vec<Parameter> {
        let template = template_parameters(&view.path);
        let mut res = Vec::new();
        for parameter in &view.parameters {
            match parameter.location {
                document::Location::Path if !template.contains(&parameter.name) => {
                    self.diagnostics
                        .fault(
                            &parameter.place,
                            format!(
                                "`{}` has no place in the path `{}`, left out",
                                parameter.name, view.path
                            ),
                        )
                        .help("write it in braces in the path, or remove the parameter");
                }
                // OpenAPI says that these are ignored: content and credentials decide them.
                document::Location::Header if is_reserved_header(&parameter.name) => {}
                _ => res.push(self.parameter(parameter, index)),
            }
        }
        for name in &template {
            if !res.iter().any(|it| it.location == Location::Path && it.wire == *name) {
                self.diagnostics
                    .fault(
                        &view.path_place,
                        format!("the path's `{{{name}}}` is not described, taken as text"),
                    )
                    .consequence()
                    .help("add a parameter of that name with `in: path`");
                res.push(Parameter {
                    wire: name.clone(),
                    location: Location::Path,
                    ty: Type::Text,
                    required: true,
                    deprecated: false,
                    encoding: Encoding::Comma,
                    maximum: None,
                    limits: Limits::default(),
                    description: None,
                    example: None,
                    place: None,
                });
            }
        }
        // In the order of the path, then as written: the order of the method's arguments.
        res.sort_by_key(|it| match it.location {
            Location::Path => template.iter().position(|name| *name == it.wire).unwrap_or(0),
            Location::Query | Location::Header | Location::Cookie => usize::MAX,
        });
        let mut seen = HashSet::new();
        res.retain(|it| seen.insert((it.location, it.wire.clone())));
        res
    }

    fn parameter(&mut self, view: &ParameterView, index: usize) -> Parameter {
        let naming = Naming::Part {
            operation: index,
            part: Part::Parameter,
            member: Some(view.name.clone()),
            element: false,
        };
        let schema =
            view.schema.as_ref().or(view.content.as_ref().and_then(|it| it.schema.as_ref()));
        let kind = view.content.as_ref().map(|it| Kind::of(&it.media_type));
        let ty = match kind {
            Some(kind) if !is_written(kind) => {
                self.diagnostics
                    .warning(&view.place, "a parameter of this media type is taken as text")
                    .help("use `schema`, or `application/json` as the media type");
                Type::Text
            }
            _ => schema.map_or(Type::Text, |it| self.schema(it, naming)).plain().clone(),
        };
        let example = self.example(view.example.as_ref()).or_else(|| self.schema_example(schema?));
        let location = match view.location {
            document::Location::Path => Location::Path,
            document::Location::Query => Location::Query,
            document::Location::Header => Location::Header,
            document::Location::Cookie => Location::Cookie,
        };
        let description = view.description.clone().or_else(|| {
            let resolved = self.document.resolve(schema?, self.diagnostics)?;
            self.document.schema(&resolved.place, self.diagnostics)?.description.clone()
        });
        let maximum = schema.and_then(|schema| {
            let resolved = self.document.resolve(schema, self.diagnostics)?;
            let view = self.document.schema(&resolved.place, self.diagnostics)?;
            view.bounds.maximum.as_ref()?.as_f64()
        });
        let about = schema.and_then(|it| self.merge(std::slice::from_ref(it)));
        let limits = about.map(|it| it.limits).unwrap_or_default();
        Parameter {
            wire: view.name.clone(),
            location,
            ty,
            required: view.required || location == Location::Path,
            deprecated: view.deprecated,
            encoding: encoding(view, kind),
            maximum,
            limits,
            description,
            example,
            place: Some(view.place.clone()),
        }
    }

    /// The example that a schema carries itself.
    pub(super) fn schema_example(&mut self, place: &Place) -> Option<Value> {
        let merged = self.merge(std::slice::from_ref(place))?;
        self.example(merged.example.as_ref()).or(merged.default)
    }

    /// The example at a place.
    pub(super) fn example(&self, place: Option<&Place>) -> Option<Value> {
        self.document.value(place?).cloned()
    }
}

/// Whether the parameters of a media type can be made of values.
fn is_written(kind: Kind) -> bool {
    matches!(kind, Kind::Json | Kind::Any | Kind::Text)
}

fn encoding(view: &ParameterView, kind: Option<Kind>) -> Encoding {
    match kind {
        Some(Kind::Json | Kind::Any) => return Encoding::Json,
        Some(_) => return Encoding::Comma,
        None => {}
    }
    if view.location == document::Location::Path && view.allow_reserved {
        return Encoding::Segments;
    }
    style_encoding(view.style, view.explode)
}

pub(super) fn style_encoding(style: Style, explode: bool) -> Encoding {
    match (style, explode) {
        (Style::Form, true) => Encoding::Repeat,
        (Style::Simple, true) => Encoding::Named,
        (Style::Form | Style::Simple, false) => Encoding::Comma,
        (Style::SpaceDelimited | Style::TabDelimited, false) => Encoding::Space,
        (Style::PipeDelimited, false) => Encoding::Pipe,
        (Style::SpaceDelimited | Style::TabDelimited | Style::PipeDelimited, true) => {
            Encoding::Repeat
        }
        (Style::DeepObject, _) => Encoding::Deep,
        (Style::Label, explode) => Encoding::Label { explode },
        (Style::Matrix, explode) => Encoding::Matrix { explode },
    }
}

fn requirement(security: &document::Security) -> Requirement {
    let mut scopes: Vec<String> = Vec::new();
    for scope in security.requirements.iter().flat_map(|it| &it.scopes) {
        if !scopes.contains(scope) {
            scopes.push(scope.clone());
        }
    }
    Requirement {
        schemes: security.requirements.iter().map(|it| it.scheme.clone()).collect(),
        scopes,
    }
}

/// The names in braces, in order, each once.
pub(super) fn template_parameters(path: &str) -> Vec<String> {
    let mut res: Vec<String> = Vec::new();
    let mut rest = path;
    while let Some((_, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else { break };
        if !res.iter().any(|it| it == name) {
            res.push(name.to_owned());
        }
        rest = after;
    }
    res
}

fn is_reserved_header(name: &str) -> bool {
    ["accept", "content-type", "authorization"].iter().any(|it| name.eq_ignore_ascii_case(it))
}
