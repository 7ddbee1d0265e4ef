//! What only Swagger 2.0 says in its way: parameters, bodies, answers.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::files::{Fault, Files, Place, reference};
use super::reading::{self, Version, Written, child, keys, location, operation_id};
use super::reading::{parameter_places, text, version};
use super::{Body, Location, Media, Parameter, Response, Style};

/// The file in memory that holds the schemas of forms, which stand nowhere in the description.
const FORMS: &str = "forms";

const URLENCODED: &str = "application/x-www-form-urlencoded";
const MULTIPART: &str = "multipart/form-data";

/// Adds an object schema for the form of each operation that has one.
pub(super) fn add_forms(files: &mut Files) -> Result<(), Fault> {
    if version(files) != Version::Swagger {
        return Ok(());
    }
    let mut forms = Map::new();
    for written in reading::written(files)? {
        let fields = fields(files, &written)?;
        if fields.is_empty() {
            continue;
        }
        let properties: Map<String, Value> = fields
            .iter()
            .map(|it| (it.name.clone(), json!({ "$ref": reference(&it.place) })))
            .collect();
        let required: Vec<&str> =
            fields.iter().filter(|it| it.required).map(|it| it.name.as_str()).collect();
        let mut form = json!({ "type": "object", "properties": properties });
        // An empty list is none in the schemas of this version.
        if !required.is_empty() {
            form["required"] = json!(required);
        }
        forms.insert(operation_id(files, &written.at)?, form);
    }
    files.add(FORMS, Value::Object(forms));
    Ok(())
}

/// The parameters that are not the body or a part of it.
pub(super) fn parameters(files: &Files, written: &Written) -> Result<Vec<Parameter>, Fault> {
    let places = parameter_places(files, written)?;
    let others = places.iter().filter(|it| !matches!(place_in(files, it), "body" | "formData"));
    others.map(|it| parameter(files, it)).collect()
}

fn place_in<'d>(files: &'d Files, at: &Place) -> &'d str {
    files.get(&at.key("in")).and_then(Value::as_str).unwrap_or_default()
}

fn parameter(files: &Files, at: &Place) -> Result<Parameter, Fault> {
    let name = text(files, at, "name").ok_or_else(|| Fault::at(at, "has no name"))?;
    let location = location(at, files.get(&at.key("in")))?;
    let plain = match location {
        Location::Path | Location::Header => Style::Simple,
        Location::Query => Style::Form,
        Location::Cookie => return Err(Fault::at(at, "Swagger 2.0 has no cookies")),
    };
    let (style, explode) = match collection_format(files, at)? {
        CollectionFormat::Joined(',') => (plain, false),
        CollectionFormat::Joined(' ') => (Style::SpaceDelimited, false),
        CollectionFormat::Joined('\t') => (Style::TabDelimited, false),
        CollectionFormat::Joined(_) => (Style::PipeDelimited, false),
        CollectionFormat::Multi if location == Location::Query => (plain, true),
        CollectionFormat::Multi => return Err(Fault::at(at, "`multi` is not for this place")),
    };
    Ok(Parameter {
        name,
        location,
        required: is_required(files, at),
        style,
        explode,
        schema: Some(at.clone()),
        example: files.get(&at.key("x-example")).cloned(),
        place: at.clone(),
    })
}

fn is_required(files: &Files, at: &Place) -> bool {
    files.get(&at.key("required")) == Some(&Value::Bool(true))
}

/// How a list is written.
#[derive(Clone, Copy)]
enum CollectionFormat {
    /// As one text, with this between its items.
    Joined(char),
    /// Each item as a parameter or a field of its own.
    Multi,
}

fn collection_format(files: &Files, at: &Place) -> Result<CollectionFormat, Fault> {
    Ok(match text(files, at, "collectionFormat").as_deref() {
        None | Some("csv") => CollectionFormat::Joined(','),
        Some("ssv") => CollectionFormat::Joined(' '),
        Some("tsv") => CollectionFormat::Joined('\t'),
        Some("pipes") => CollectionFormat::Joined('|'),
        Some("multi") => CollectionFormat::Multi,
        Some(other) => {
            return Err(Fault::at(at, format!("`collectionFormat` is `{other}`")));
        }
    })
}

/// The body of a request, where there is one.
pub(super) fn body(files: &Files, written: &Written) -> Result<Option<Body>, Fault> {
    let places = parameter_places(files, written)?;
    let bodies: Vec<&Place> = places.iter().filter(|it| place_in(files, it) == "body").collect();
    let fields = fields(files, written)?;
    let consumes = media_types(files, &written.at, "consumes");
    match (bodies.as_slice(), fields.is_empty()) {
        ([], true) => Ok(None),
        ([], false) => form(files, &written.at, &fields, consumes).map(Some),
        ([body], true) => {
            let consumes = or_else(consumes, "application/json");
            let media = consumes.into_iter().map(|it| whole(files, body, it));
            let media = media.collect::<Result<_, _>>()?;
            Ok(Some(Body { required: is_required(files, body), media }))
        }
        ([_, second, ..], _) => Err(Fault::at(second, "is a second body")),
        ([body], false) => Err(Fault::at(body, "is a body beside a form")),
    }
}

/// The body that a parameter is.
fn whole(files: &Files, at: &Place, media_type: String) -> Result<Media, Fault> {
    let schema = child(files, at, "schema");
    let example = match files.get(&at.key("x-example")) {
        Some(example) => Some(example.clone()),
        None => schema_example(files, schema.as_ref())?,
    };
    Ok(Media { media_type, schema, example, joined: BTreeMap::new(), place: at.clone() })
}

/// A field of a form.
struct Field {
    place: Place,
    name: String,
    required: bool,
    is_file: bool,
}

fn fields(files: &Files, written: &Written) -> Result<Vec<Field>, Fault> {
    let places = parameter_places(files, written)?.into_iter();
    let fields = places.filter(|it| place_in(files, it) == "formData").map(|place| {
        Ok(Field {
            name: text(files, &place, "name").ok_or_else(|| Fault::at(&place, "has no name"))?,
            required: is_required(files, &place),
            is_file: text(files, &place, "type").as_deref() == Some("file"),
            place,
        })
    });
    fields.collect()
}

/// The body that the fields of a form make up.
fn form(files: &Files, at: &Place, fields: &[Field], consumes: Vec<String>) -> Result<Body, Fault> {
    let has_file = fields.iter().any(|it| it.is_file);
    let fits = |it: &String| it == MULTIPART || (it == URLENCODED && !has_file);
    let media_types = or_else(
        consumes.into_iter().filter(fits).collect(),
        if has_file { MULTIPART } else { URLENCODED },
    );
    let mut joined = BTreeMap::new();
    // Without an example for one, there is none for the whole.
    let mut example = Some(Map::new());
    for it in fields {
        if let CollectionFormat::Joined(separator) = collection_format(files, &it.place)? {
            joined.insert(it.name.clone(), separator);
        }
        match (files.get(&it.place.key("x-example")), &mut example) {
            (Some(value), Some(members)) => drop(members.insert(it.name.clone(), value.clone())),
            (Some(_), None) => {}
            (None, _) => example = None,
        }
    }
    let id = operation_id(files, at)?;
    let media = |media_type| Media {
        place: at.clone(),
        media_type,
        schema: Some(Place::file(FORMS).key(&id)),
        example: example.clone().map(Value::Object),
        joined: joined.clone(),
    };
    Ok(Body {
        required: fields.iter().any(|it| it.required),
        media: media_types.into_iter().map(media).collect(),
    })
}

/// What an operation answers.
pub(super) fn responses(files: &Files, at: &Place) -> Result<Vec<Response>, Fault> {
    let statuses = at.key("responses");
    let response = |status: String| {
        let (place, _) = files.follow(&statuses.key(&status))?;
        Ok(Response { media: answers(files, at, &status, &place)?, status })
    };
    keys(files, &statuses).into_iter().map(response).collect()
}

fn answers(files: &Files, at: &Place, status: &str, place: &Place) -> Result<Vec<Media>, Fault> {
    let Some(schema) = child(files, place, "schema") else { return Ok(Vec::new()) };
    let examples = place.key("examples");
    let exemplified = keys(files, &examples);
    let mut media_types = media_types(files, at, "produces");
    // What an operation produces is what it is there for; its errors say what they are by their examples.
    let is_error = !status.starts_with('2');
    if is_error && !exemplified.is_empty() && !media_types.iter().any(|it| exemplified.contains(it))
    {
        media_types = exemplified;
    }
    let (resolved, _) = files.follow(&schema)?;
    let is_file = text(files, &resolved, "type").as_deref() == Some("file");
    let assumed = if is_file { "application/octet-stream" } else { "application/json" };
    let media = or_else(media_types, assumed).into_iter().map(|media_type| {
        let example = match files.get(&examples.key(&media_type)) {
            Some(example) => Some(example.clone()),
            None => schema_example(files, Some(&schema))?,
        };
        let (schema, place) = (Some(schema.clone()), place.clone());
        Ok(Media { media_type, schema, example, joined: BTreeMap::new(), place })
    });
    media.collect()
}

/// `consumes` or `produces`, the operation's or everybody's.
fn media_types(files: &Files, at: &Place, key: &str) -> Vec<String> {
    let list = files.get(&at.key(key)).or_else(|| files.get(&files.root().key(key)));
    let list = list.and_then(Value::as_array).into_iter().flatten();
    list.filter_map(Value::as_str).map(str::to_owned).collect()
}

fn or_else(media_types: Vec<String>, assumed: &str) -> Vec<String> {
    if media_types.is_empty() { vec![assumed.to_owned()] } else { media_types }
}

/// The example of a schema, or of the one that it refers to.
fn schema_example(files: &Files, schema: Option<&Place>) -> Result<Option<Value>, Fault> {
    let Some(schema) = schema else { return Ok(None) };
    let (place, _) = files.follow(schema)?;
    Ok(files.get(&place.key("example")).cloned())
}
