//! Files to operations, parameters, bodies and answers.

use std::collections::BTreeMap;

use serde_json::Value;

use super::files::{Fault, Files, Place};
use super::{Body, Location, Media, Operation, Parameter, Response, Scheme, Style};

/// The methods that a path may have.
const METHODS: &[&str] = &["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// Every operation, in the order of the paths and then as written.
pub(super) fn operations(files: &Files) -> Result<Vec<Operation>, Fault> {
    let paths = files.root().key("paths");
    let default_security = security(files, &files.root())?.unwrap_or_default();
    let mut operations = Vec::new();
    for template in keys(files, &paths) {
        let (item, members) = files.follow(&paths.key(&template))?;
        for method in members.as_object().into_iter().flat_map(|it| it.keys()) {
            if METHODS.contains(&method.as_str()) {
                operations.push(operation(files, &item, &template, method, &default_security)?);
            }
        }
    }
    Ok(operations)
}

/// The security schemes by name.
pub(super) fn schemes(files: &Files) -> Result<BTreeMap<String, Scheme>, Fault> {
    let at = files.root().key("components").key("securitySchemes");
    keys(files, &at)
        .into_iter()
        .map(|name| Ok((name.clone(), scheme(files, &at.key(&name))?)))
        .collect()
}

/// The path of the first server's address.
pub(super) fn base_path(files: &Files) -> Result<String, Fault> {
    let at = files.root().key("servers").index(0).key("url");
    let Some(url) = files.get(&at) else { return Ok(String::new()) };
    let url = url.as_str().ok_or_else(|| Fault::at(&at, "is not text"))?;
    let path = match url.split_once("://") {
        Some((_, rest)) => rest.find('/').map_or("", |slash| &rest[slash..]),
        None => url,
    };
    Ok(path.trim_end_matches('/').to_owned())
}

fn operation(
    files: &Files,
    item: &Place,
    template: &str,
    method: &str,
    default_security: &[Vec<String>],
) -> Result<Operation, Fault> {
    let at = item.key(method);
    let id = text(files, &at, "operationId").ok_or_else(|| Fault::at(&at, "has no operationId"))?;
    let mut parameters: Vec<Parameter> = Vec::new();
    for list in [item.key("parameters"), at.key("parameters")] {
        for place in items(files, &list) {
            let parameter = parameter(files, &place)?;
            parameters
                .retain(|it| (&it.name, it.location) != (&parameter.name, parameter.location));
            parameters.push(parameter);
        }
    }
    let statuses = at.key("responses");
    let responses =
        keys(files, &statuses).into_iter().map(|status| response(files, &statuses, status));
    Ok(Operation {
        method: method.to_ascii_uppercase(),
        path: template.to_owned(),
        id,
        published_id: text(files, &at, "x-published-id"),
        summary: text(files, &at, "summary"),
        tag: files.get(&at.key("tags").index(0)).and_then(Value::as_str).map(str::to_owned),
        parameters,
        body: body(files, &at.key("requestBody"))?,
        responses: responses.collect::<Result<_, _>>()?,
        security: security(files, &at)?.unwrap_or_else(|| default_security.to_vec()),
        place: at,
    })
}

fn parameter(files: &Files, at: &Place) -> Result<Parameter, Fault> {
    let (place, members) = files.follow(at)?;
    let name = text(files, &place, "name").ok_or_else(|| Fault::at(&place, "has no name"))?;
    let location = location(&place, members.get("in"))?;
    let media = contents(files, &place)?.into_iter().next();
    let style = match (members.get("style").and_then(Value::as_str), location) {
        _ if media.is_some() => Style::Json,
        (None | Some("form"), Location::Query | Location::Cookie) => Style::Form,
        (None | Some("simple"), Location::Path | Location::Header) => Style::Simple,
        (Some("spaceDelimited"), Location::Query) => Style::SpaceDelimited,
        (Some("pipeDelimited"), Location::Query) => Style::PipeDelimited,
        (Some("deepObject"), Location::Query) => Style::DeepObject,
        (Some(style), _) => {
            return Err(Fault::at(
                &place,
                format!("this reading does not know style `{style}` here"),
            ));
        }
    };
    let schema =
        media.as_ref().map_or_else(|| child(files, &place, "schema"), |it| it.schema.clone());
    let example = match &media {
        Some(media) => media.example.clone(),
        None => example(files, &place, schema.as_ref())?,
    };
    Ok(Parameter {
        name,
        location,
        required: members.get("required") == Some(&Value::Bool(true)),
        style,
        explode: members.get("explode").and_then(Value::as_bool).unwrap_or(style == Style::Form),
        schema,
        example,
        place,
    })
}

fn body(files: &Files, at: &Place) -> Result<Option<Body>, Fault> {
    if files.get(at).is_none() {
        return Ok(None);
    }
    let (place, members) = files.follow(at)?;
    let required = members.get("required") == Some(&Value::Bool(true));
    Ok(Some(Body { required, media: contents(files, &place)? }))
}

fn response(files: &Files, statuses: &Place, status: String) -> Result<Response, Fault> {
    let (place, _) = files.follow(&statuses.key(&status))?;
    Ok(Response { media: contents(files, &place)?, status })
}

/// What is below `content`.
fn contents(files: &Files, at: &Place) -> Result<Vec<Media>, Fault> {
    let content = at.key("content");
    let media = keys(files, &content).into_iter().map(|media_type| {
        let place = content.key(&media_type);
        let schema = child(files, &place, "schema");
        Ok(Media { example: example(files, &place, schema.as_ref())?, media_type, schema, place })
    });
    media.collect()
}

/// `example`, else the first of `examples`, else that of the schema.
fn example(files: &Files, at: &Place, schema: Option<&Place>) -> Result<Option<Value>, Fault> {
    if let Some(example) = files.get(&at.key("example")) {
        return Ok(Some(example.clone()));
    }
    let examples = at.key("examples");
    if let Some(name) = keys(files, &examples).into_iter().next() {
        let (place, _) = files.follow(&examples.key(&name))?;
        return Ok(files.get(&place.key("value")).cloned());
    }
    let Some(schema) = schema else { return Ok(None) };
    let (place, _) = files.follow(schema)?;
    let example =
        files.get(&place.key("example")).or_else(|| files.get(&place.key("examples").index(0)));
    Ok(example.cloned())
}

/// The alternatives of `security`, where a node has it.
fn security(files: &Files, at: &Place) -> Result<Option<Vec<Vec<String>>>, Fault> {
    let Some(alternatives) = files.get(&at.key("security")) else { return Ok(None) };
    let alternatives =
        alternatives.as_array().ok_or_else(|| Fault::at(at, "`security` is not a list"))?;
    let schemes =
        |it: &Value| it.as_object().map(|it| it.keys().cloned().collect()).unwrap_or_default();
    Ok(Some(alternatives.iter().map(schemes).collect()))
}

fn scheme(files: &Files, at: &Place) -> Result<Scheme, Fault> {
    let (place, members) = files.follow(at)?;
    let of = |name: &str| members.get(name).and_then(Value::as_str).unwrap_or_default();
    match (of("type"), of("scheme").to_ascii_lowercase().as_str()) {
        ("http", "bearer") => Ok(Scheme::Bearer),
        ("http", "basic") => Ok(Scheme::Basic),
        ("apiKey", _) => {
            Ok(Scheme::Key(location(&place, members.get("in"))?, of("name").to_owned()))
        }
        (kind, scheme) => {
            Err(Fault::at(&place, format!("this reading does not know `{kind}` {scheme}")))
        }
    }
}

fn location(at: &Place, value: Option<&Value>) -> Result<Location, Fault> {
    match value.and_then(Value::as_str) {
        Some("path") => Ok(Location::Path),
        Some("query") => Ok(Location::Query),
        Some("header") => Ok(Location::Header),
        Some("cookie") => Ok(Location::Cookie),
        other => Err(Fault::at(at, format!("`in` is {other:?}"))),
    }
}

fn keys(files: &Files, at: &Place) -> Vec<String> {
    files
        .get(at)
        .and_then(Value::as_object)
        .map(|it| it.keys().cloned().collect())
        .unwrap_or_default()
}

fn items(files: &Files, at: &Place) -> Vec<Place> {
    let n_items = files.get(at).and_then(Value::as_array).map_or(0, Vec::len);
    (0..n_items).map(|index| at.index(index)).collect()
}

fn text(files: &Files, at: &Place, key: &str) -> Option<String> {
    files.get(&at.key(key))?.as_str().map(str::to_owned)
}

fn child(files: &Files, at: &Place, key: &str) -> Option<Place> {
    let place = at.key(key);
    files.get(&place).is_some().then_some(place)
}
