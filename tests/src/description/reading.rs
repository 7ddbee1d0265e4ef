//! Files to operations: what both versions say in the same way.

use std::collections::BTreeMap;

use serde_json::Value;

use super::files::{Fault, Files, Place};
use super::{Location, Operation, Scheme, openapi, swagger};

/// The methods that a path may have.
const METHODS: &[&str] = &["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// In which version of the format a description is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Version {
    /// Swagger 2.0.
    Swagger,
    /// OpenAPI 3.0, whose schemas are not quite JSON Schema.
    OpenApi30,
    /// OpenAPI 3.1.
    OpenApi,
}

/// Where an operation stands.
pub(super) struct Written {
    template: String,
    method: String,
    /// The path item, which may have parameters for all of its operations.
    item: Place,
    /// The operation itself.
    pub(super) at: Place,
}

/// The version that the root file says.
pub(super) fn version(files: &Files) -> Version {
    let root = files.root();
    let stated = text(files, &root, "openapi");
    match files.get(&root.key("swagger")) {
        Some(_) => Version::Swagger,
        None if stated.is_some_and(|it| it.starts_with("3.0.")) => Version::OpenApi30,
        None => Version::OpenApi,
    }
}

/// Every operation, in the order of the paths and then as written.
pub(super) fn operations(files: &Files) -> Result<Vec<Operation>, Fault> {
    let default_security = security(files, &files.root())?.unwrap_or_default();
    written(files)?.into_iter().map(|it| operation(files, it, &default_security)).collect()
}

/// Where every operation stands.
pub(super) fn written(files: &Files) -> Result<Vec<Written>, Fault> {
    let paths = files.root().key("paths");
    let mut found = Vec::new();
    for template in keys(files, &paths) {
        let (item, members) = files.follow(&paths.key(&template))?;
        let methods = members.as_object().into_iter().flat_map(|it| it.keys());
        found.extend(methods.filter(|it| METHODS.contains(&it.as_str())).map(|method| Written {
            template: template.clone(),
            method: method.clone(),
            at: item.key(method),
            item: item.clone(),
        }));
    }
    Ok(found)
}

/// The security schemes by name.
pub(super) fn schemes(files: &Files) -> Result<BTreeMap<String, Scheme>, Fault> {
    let at = match version(files) {
        Version::Swagger => files.root().key("securityDefinitions"),
        Version::OpenApi30 | Version::OpenApi => {
            files.root().key("components").key("securitySchemes")
        }
    };
    keys(files, &at)
        .into_iter()
        .map(|name| Ok((name.clone(), scheme(files, &at.key(&name))?)))
        .collect()
}

/// The path that comes before every other.
pub(super) fn base_path(files: &Files) -> Result<String, Fault> {
    let root = files.root();
    let at = match version(files) {
        Version::Swagger => root.key("basePath"),
        Version::OpenApi30 | Version::OpenApi => root.key("servers").index(0).key("url"),
    };
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
    written: Written,
    default_security: &[Vec<String>],
) -> Result<Operation, Fault> {
    let at = &written.at;
    let id = operation_id(files, at)?;
    let (parameters, body, responses) = match version(files) {
        Version::Swagger => (
            swagger::parameters(files, &written)?,
            swagger::body(files, &written)?,
            swagger::responses(files, at)?,
        ),
        Version::OpenApi30 | Version::OpenApi => (
            openapi::parameters(files, &written)?,
            openapi::body(files, &at.key("requestBody"))?,
            openapi::responses(files, at)?,
        ),
    };
    Ok(Operation {
        method: written.method.to_ascii_uppercase(),
        path: written.template,
        id,
        published_id: text(files, at, "x-published-id"),
        summary: text(files, at, "summary"),
        tag: files.get(&at.key("tags").index(0)).and_then(Value::as_str).map(str::to_owned),
        parameters,
        body,
        responses,
        security: security(files, at)?.unwrap_or_else(|| default_security.to_vec()),
        place: written.at,
    })
}

/// The `operationId`, which every operation must have here.
pub(super) fn operation_id(files: &Files, at: &Place) -> Result<String, Fault> {
    text(files, at, "operationId").ok_or_else(|| Fault::at(at, "has no operationId"))
}

/// Where the parameters of an operation stand, references followed: those of its path, replaced by its own.
pub(super) fn parameter_places(files: &Files, written: &Written) -> Result<Vec<Place>, Fault> {
    let mut places: Vec<Place> = Vec::new();
    let identity =
        |it: &Place| (text(files, it, "name").unwrap_or_default(), text(files, it, "in"));
    for list in [written.item.key("parameters"), written.at.key("parameters")] {
        for place in items(files, &list) {
            let (place, _) = files.follow(&place)?;
            places.retain(|it| identity(it) != identity(&place));
            places.push(place);
        }
    }
    Ok(places)
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

/// `x-scheme` says what a key in `Authorization` is, as Swagger 2.0 has no word for it.
fn scheme(files: &Files, at: &Place) -> Result<Scheme, Fault> {
    let (place, members) = files.follow(at)?;
    let of = |name: &str| members.get(name).and_then(Value::as_str).unwrap_or_default();
    match (of("type"), of("scheme").to_ascii_lowercase().as_str(), of("x-scheme")) {
        ("http", "bearer", _) | ("oauth2", ..) | ("apiKey", _, "bearer") => Ok(Scheme::Bearer),
        ("http", "basic", _) | ("basic", ..) => Ok(Scheme::Basic),
        ("apiKey", _, "") => {
            Ok(Scheme::Key(location(&place, members.get("in"))?, of("name").to_owned()))
        }
        (kind, scheme, other) => {
            Err(Fault::at(&place, format!("this reading does not know `{kind}` {scheme}{other}")))
        }
    }
}

pub(super) fn location(at: &Place, value: Option<&Value>) -> Result<Location, Fault> {
    match value.and_then(Value::as_str) {
        Some("path") => Ok(Location::Path),
        Some("query") => Ok(Location::Query),
        Some("header") => Ok(Location::Header),
        Some("cookie") => Ok(Location::Cookie),
        other => Err(Fault::at(at, format!("`in` is {other:?}"))),
    }
}

pub(super) fn keys(files: &Files, at: &Place) -> Vec<String> {
    files
        .get(at)
        .and_then(Value::as_object)
        .map(|it| it.keys().cloned().collect())
        .unwrap_or_default()
}

pub(super) fn items(files: &Files, at: &Place) -> Vec<Place> {
    let n_items = files.get(at).and_then(Value::as_array).map_or(0, Vec::len);
    (0..n_items).map(|index| at.index(index)).collect()
}

pub(super) fn text(files: &Files, at: &Place, key: &str) -> Option<String> {
    files.get(&at.key(key))?.as_str().map(str::to_owned)
}

pub(super) fn child(files: &Files, at: &Place, key: &str) -> Option<Place> {
    let place = at.key(key);
    files.get(&place).is_some().then_some(place)
}
