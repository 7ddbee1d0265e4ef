//! A request as the handlers see it: arguments, query and fields, each checked as far as the description goes.

use bytes::Bytes;
use serde_json::{Map, Value};

use crate::description::{Description, Media};
use crate::description_server::body::read_parts;
use crate::description_server::received::{Pair, Received};

use super::fault::Fault;
use super::fields::Fields;
use super::routes::Route;

/// The media type of forms with files.
const FORM: &str = "multipart/form-data";

/// A request that names a route and may be done.
#[derive(Debug)]
pub(super) struct Call {
    /// Method and path template, such as `GET /apps/{appId}`.
    pub(super) route: &'static str,
    /// Path arguments by name, decoded.
    pub(super) arguments: Vec<(String, String)>,
    pub(super) query: Vec<Pair>,
    /// The `Accept` header.
    pub(super) accept: Option<String>,
    /// The members of a JSON body, or the texts of a form.
    pub(super) fields: Fields,
    /// Files of a form.
    pub(super) files: Vec<(String, Bytes)>,
}

impl Call {
    /// Reads the body of a request, and holds it against the operation's schema.
    pub(super) async fn read(
        description: &Description,
        route: &'static Route,
        arguments: Vec<(String, String)>,
        received: &Received,
    ) -> Result<Self, Fault> {
        let mut call = Self {
            route: &route.key,
            arguments,
            query: received.query.clone(),
            accept: received.header("accept").map(str::to_owned),
            fields: Fields::default(),
            files: Vec::new(),
        };
        let media_type = received.media_type().unwrap_or_default();
        if media_type == FORM {
            call.read_form(received).await?;
        } else if !received.body.is_empty() {
            call.fields = Fields::read(&received.body)?;
        }
        let described = route.operation.and_then(|it| it.body.as_ref()).map(|it| &it.media);
        let described = described.map(Vec::as_slice).unwrap_or_default();
        let media = described.iter().find(|it| it.media_type == media_type);
        if media.is_none() && media_type == FORM {
            return Err(Fault::bad_field("the body must be JSON, not a form"));
        }
        let media = media.or_else(|| described.iter().find(|it| it.is_json()));
        if let Some(media) = media {
            if let (FORM, Some(schema)) = (&*media_type, &media.schema) {
                let fields = call.fields.members().iter().map(|(name, text)| {
                    (name.clone(), of_form(text, &description.property_types(schema, name)))
                });
                call.fields = Fields::from(fields.collect::<Map<_, _>>());
            }
            check(description, media, &call)?;
        }
        Ok(call)
    }

    /// Errors of forms are told in plain words by servers; here they look as all others.
    async fn read_form(&mut self, received: &Received) -> Result<(), Fault> {
        let mut fields = Map::new();
        for part in read_parts(received).await.map_err(Fault::bad_field)? {
            match part.file_name {
                Some(_) => self.files.push((part.name, part.content)),
                None => {
                    let text = String::from_utf8_lossy(&part.content).into_owned();
                    fields.insert(part.name, Value::String(text));
                }
            }
        }
        self.fields = Fields::from(fields);
        Ok(())
    }

    /// A path argument; empty if the route has none of that name.
    pub(super) fn argument(&self, name: &str) -> &str {
        self.arguments.iter().find(|(it, _)| it == name).map_or("", |(_, value)| value)
    }

    /// The first path argument: what the route is about.
    pub(super) fn id(&self) -> &str {
        self.arguments.first().map_or("", |(_, value)| value)
    }

    /// A parameter of the query.
    pub(super) fn query(&self, name: &str) -> Option<String> {
        self.query.iter().find(|it| it.name == name).map(Pair::value)
    }

    /// A file of the form.
    pub(super) fn file(&self, name: &str) -> Result<Bytes, Fault> {
        let file = self.files.iter().find(|(it, _)| it == name).map(|(_, content)| content.clone());
        file.ok_or_else(|| Fault::bad_field(format!("{name} must be a file")))
    }
}

/// Holds the fields against the schema, and names the first that is not right.
fn check(description: &Description, media: &Media, call: &Call) -> Result<(), Fault> {
    let Some(schema) = &media.schema else { return Ok(()) };
    let mut value = call.fields.members().clone();
    // The content of a file has no place in a schema; its name has.
    value.extend(call.files.iter().map(|(name, _)| (name.clone(), Value::String(String::new()))));
    let Some(misfit) = description.misfits(schema, &Value::Object(value)).into_iter().next() else {
        return Ok(());
    };
    let Some(name) = culprit(&misfit) else { return Err(Fault::bad_field(misfit)) };
    let types = description.property_types(schema, name);
    let stated = call.fields.members().get(name);
    let is_of_type = stated.is_some_and(|it| types.iter().any(|of| is(of, it)));
    Err(Fault::bad_field(match types.is_empty() || is_of_type {
        true => format!("{name} is not valid: {misfit}"),
        false => format!("{name} must be {}", words(&types)),
    }))
}

/// The property of the body that a misfit is about: `at ``: "name" is a required property`, or `at `/name/...`: ...`.
fn culprit(misfit: &str) -> Option<&str> {
    let (at, what) = misfit.strip_prefix("at `")?.split_once("`: ")?;
    match at.strip_prefix('/') {
        Some(pointer) => pointer.split('/').next(),
        None => what.strip_suffix(" is a required property")?.strip_prefix('"')?.strip_suffix('"'),
    }
}

/// What a text of a form means, where texts are not among the types of the property.
fn of_form(text: &Value, types: &[String]) -> Value {
    let read = text.as_str().and_then(|it| serde_json::from_str::<Value>(it).ok());
    let fits = |read: &Value| types.iter().any(|of| is(of, read));
    match types.iter().any(|it| it == "string") {
        true => text.clone(),
        false => read.filter(fits).unwrap_or_else(|| text.clone()),
    }
}

fn is(type_name: &str, value: &Value) -> bool {
    match type_name {
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => value.is_null(),
    }
}

fn words(types: &[String]) -> String {
    let word = |it: &String| match it.as_str() {
        "null" => "null".to_owned(),
        vowel @ ("integer" | "array" | "object") => format!("an {vowel}"),
        other => format!("a {other}"),
    };
    types.iter().map(word).collect::<Vec<_>>().join(" or ")
}
