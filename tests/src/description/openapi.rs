//! What only OpenAPI 3 says in its way: parameters, bodies, answers.

use std::collections::BTreeMap;

use serde_json::Value;

use super::files::{Fault, Files, Place};
use super::reading::{Written, child, keys, location, parameter_places, text};
use super::{Body, Location, Media, Parameter, Response, Style};

/// The parameters of an operation.
pub(super) fn parameters(files: &Files, written: &Written) -> Result<Vec<Parameter>, Fault> {
    parameter_places(files, written)?.iter().map(|it| parameter(files, it)).collect()
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

/// The body of a request, where there is one.
pub(super) fn body(files: &Files, at: &Place) -> Result<Option<Body>, Fault> {
    if files.get(at).is_none() {
        return Ok(None);
    }
    let (place, members) = files.follow(at)?;
    let required = members.get("required") == Some(&Value::Bool(true));
    Ok(Some(Body { required, media: contents(files, &place)? }))
}

/// What an operation answers.
pub(super) fn responses(files: &Files, at: &Place) -> Result<Vec<Response>, Fault> {
    let statuses = at.key("responses");
    let responses =
        keys(files, &statuses).into_iter().map(|status| response(files, &statuses, status));
    responses.collect()
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
        let example = example(files, &place, schema.as_ref())?;
        Ok(Media { example, media_type, schema, joined: BTreeMap::new(), place })
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
