//! What the documentation of each item says: the author's words, and the lines that the generator adds.

use serde_json::Value;

use crate::model::{Body, BodyContent, Field, Limits, Operation, Requirement, Type};

use super::items::Finish;
use super::limits;
use super::markdown::{Link, Links, code};

/// Writes documentation.
#[derive(Clone, Debug, Default)]
pub(super) struct Docs {
    pub links: Links,
    /// The security schemes that the client has a function for.
    pub schemes: Vec<String>,
}

impl Docs {
    /// An author's own words, cleaned.
    pub(super) fn text(&self, markdown: Option<&str>) -> Vec<String> {
        self.links.text(markdown)
    }

    /// The documentation of a declared type; never empty.
    pub(super) fn item(&self, description: Option<&str>, name: &str) -> Vec<String> {
        let res = self.links.text(description);
        if !res.is_empty() {
            return res;
        }
        let words = crate::names::words(name).join(" ");
        let mut letters = words.chars();
        let first = letters.next().map(|it| it.to_uppercase().to_string()).unwrap_or_default();
        vec![format!("{first}{}.", letters.as_str())]
    }

    /// The documentation of a member of a type. `about_type` is what there is to say about what it holds.
    /// `is_sent`: whether a caller gives it a value.
    pub(super) fn field(
        &self,
        field: &Field,
        about_type: Option<&str>,
        is_sent: bool,
    ) -> Vec<String> {
        let mut res =
            self.links.text(field.description.as_deref().or(about_type.map(first_sentence)));
        if res.is_empty() {
            res.push(format!("{} on the wire.", code(&field.wire)));
        }
        if is_sent && !field.read_only {
            limits_line(&field.limits, &field.ty, &mut res);
        }
        default_line(field.default.as_ref(), &mut res);
        if field.read_only {
            res.extend([String::new(), "Set by the server; not sent.".to_owned()]);
        }
        res
    }

    /// The documentation of a setter.
    pub(super) fn setter(
        &self,
        description: Option<&str>,
        default: Option<&Value>,
        (limits, ty): (&Limits, &Type),
        wire: &str,
    ) -> Vec<String> {
        let mut res = self.links.text(description);
        if res.is_empty() {
            res.push(format!("Sets {}.", code(wire)));
        }
        limits_line(limits, ty, &mut res);
        default_line(default, &mut res);
        res
    }

    /// The documentation of a method: the author's words, then what goes over the wire, then what can go wrong.
    pub(super) fn operation(
        &self,
        operation: &Operation,
        form: Option<&Body>,
        finish: &Finish,
        in_pages: bool,
        last_event_id: Option<bool>,
        types: &[Option<Link>],
    ) -> Vec<String> {
        let wire = code(&format!("{} {}", operation.method, operation.path.replace('`', "'")));
        let mut res = self.links.text(operation.summary.as_deref());
        let description = self.links.text(operation.description.as_deref());
        if !description.is_empty() && description != res {
            if !res.is_empty() {
                res.push(String::new());
            }
            res.extend(description);
        }
        if res.is_empty() {
            res.push(format!("Calls {wire}."));
        }
        res.extend(limits_of_arguments(operation, form));
        res.push(String::new());
        let mut line = wire;
        if let Some(body) = form.filter(|_| operation.bodies.len() > 1) {
            line.push_str(&format!(", with a body of {}", code(&body.media)));
        }
        if let Some(server) = &operation.server {
            line.push_str(&format!(", served at {}", code(server)));
        }
        if let Some(access) = access(operation, &self.schemes) {
            line.push_str(&format!(". {access}"));
        }
        line.push('.');
        if !operation.is_published {
            line.push_str(" Not part of the published description.");
        }
        res.push(line);
        if operation.is_keyed {
            res.push(String::new());
            res.push(
                "Sent with an idempotency key, a new one for each call: the server does it once, so it is tried again as a"
                    .to_owned(),
            );
            res.push("`GET` is. After an error, `idempotency_key` of the error has it.".to_owned());
        }
        if in_pages {
            res.push(String::new());
            res.push(
                "The list comes in pages: awaited, the call gives one of them; its `items` and `pages` give all."
                    .to_owned(),
            );
        }
        match last_event_id {
            Some(true) => res.extend([
                String::new(),
                "Events: when the connection breaks, the stream connects again, and the server goes on behind the last event."
                    .to_owned(),
            ]),
            Some(false) => res.extend([
                String::new(),
                "Events: the server begins each connection with what it has sent before. When the connection breaks, the"
                    .to_owned(),
                "stream connects again if the events have ids, and leaves out what came already; an `Err` item of which"
                    .to_owned(),
                "`is_gap` is true says where events may be missing or come again, and the stream goes on. It may be silent"
                    .to_owned(),
                "for any time.".to_owned(),
            ]),
            None => {}
        }
        if let Finish::Task { .. } = finish {
            res.push(String::new());
            res.push(
                "Starts a task: the answer comes at once, the work goes on after it. `wait` of the task waits for the"
                    .to_owned(),
            );
            res.push("end, `progress` tells how far it is.".to_owned());
        }
        res.extend(self.errors(operation, types));
        res
    }

    /// What can go wrong, and what an error's body is. `types` are the bodies' types in the order of the errors.
    fn errors(&self, operation: &Operation, types: &[Option<Link>]) -> Vec<String> {
        let mut res = Vec::new();
        if !operation.errors.is_empty() {
            res.extend([String::new(), "# Errors".to_owned(), String::new()]);
            for error in &operation.errors {
                let status =
                    if error.status == "default" { "Other statuses" } else { &error.status };
                let words = error.description.as_deref().filter(|it| !it.trim().is_empty());
                res.extend(self.links.labelled(status, words.unwrap_or("not described.")));
            }
            let mut shown: Vec<String> = Vec::new();
            for link in types.iter().flatten() {
                let text = format!("[`{}`]({})", link.shown, link.path);
                if !shown.contains(&text) {
                    shown.push(text);
                }
            }
            if !shown.is_empty() {
                let list = shown.join(" or ");
                res.extend([
                    String::new(),
                    format!("`Error::decode_body` gives the body of an error as {list}."),
                ]);
            }
        }
        res
    }
}

/// What the arguments have to keep to. Setters and fields say it themselves.
fn limits_of_arguments(operation: &Operation, form: Option<&Body>) -> Vec<String> {
    let parameters = operation.parameters.iter().filter(|it| it.required);
    let parameters = parameters.map(|it| (&it.wire, &it.limits, &it.ty));
    let fields = match form.map(|it| &it.content) {
        Some(
            BodyContent::Members(fields)
            | BodyContent::Form(fields)
            | BodyContent::Multipart(fields),
        ) => fields.as_slice(),
        Some(BodyContent::Value { .. } | BodyContent::Raw) | None => &[],
    };
    let fields = fields.iter().filter(|it| it.required && it.constant.is_none());
    let fields = fields.map(|it| (&it.wire, &it.limits, &it.ty));
    let line = |(wire, limits, ty): (&String, &Limits, &Type)| {
        limits::sentences(limits, ty).map(|it| format!("- {}: {it}", code(wire)))
    };
    let mut res: Vec<String> = parameters.chain(fields).filter_map(line).collect();
    if !res.is_empty() {
        res.insert(0, String::new());
    }
    res
}

fn limits_line(limits: &Limits, ty: &Type, lines: &mut Vec<String>) {
    if let Some(sentences) = limits::sentences(limits, ty) {
        lines.extend([String::new(), sentences]);
    }
}

fn default_line(default: Option<&Value>, lines: &mut Vec<String>) {
    let shown = match default {
        None | Some(Value::Null | Value::Object(_)) => return,
        Some(Value::Array(items)) if items.len() > 4 => return,
        Some(Value::String(text)) => code(text),
        Some(other) => code(&other.to_string()),
    };
    lines.extend([String::new(), format!("The server's default is {shown}.")]);
}

/// Who may call an operation.
fn access(operation: &Operation, known: &[String]) -> Option<String> {
    if operation.security.is_empty() || operation.security.iter().any(|it| it.schemes.is_empty()) {
        return Some("Needs no credentials".to_owned());
    }
    // Of several requirements any one will do, so a missing function matters only if all of them lack one.
    let unknown = |it: &Requirement| it.schemes.iter().find(|it| !known.contains(it)).cloned();
    if let Some(Some(scheme)) =
        operation.security.iter().map(unknown).reduce(|first, other| first.and(other))
    {
        let scheme = code(&scheme);
        return Some(format!(
            "Needs a credential of {scheme}, for which the client has no function"
        ));
    }
    // The scopes of one requirement are needed together; of several requirements, any one.
    let mut lists: Vec<String> = Vec::new();
    for requirement in &operation.security {
        let scopes: Vec<String> = requirement.scopes.iter().map(|it| code(it)).collect();
        let list = match scopes.as_slice() {
            [] => continue,
            [only] => format!("the scope {only}"),
            [several @ .., last] => format!("the scopes {} and {last}", several.join(", ")),
        };
        if !lists.contains(&list) {
            lists.push(list);
        }
    }
    (!lists.is_empty()).then(|| format!("Needs {}", lists.join(" or ")))
}

/// What stands before the first full stop that ends a sentence.
fn first_sentence(text: &str) -> &str {
    let paragraph = text.trim().split("\n\n").next().unwrap_or_default();
    paragraph.find(". ").map_or(paragraph, |end| &paragraph[..=end])
}
