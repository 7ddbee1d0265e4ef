//! A reading of a description in OpenAPI 3 or Swagger 2.0 of our own, independent of the generator's.
//!
//! The tests hold the generated client against this reading. It shares no code with `codegen`, so a mistake in one
//! of the two shows as a difference.

mod draft4;
mod files;
mod nullable;
mod openapi;
mod reading;
mod schemas;
mod swagger;
mod types;
mod walk;

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

pub use files::{Fault, Place};
pub use walk::{Leaf, Member};

use files::Files;
use schemas::Schemas;

/// A description: its operations, and its schemas to hold values against.
#[derive(Debug)]
pub struct Description {
    files: Files,
    schemas: Schemas,
    operations: Vec<Operation>,
    schemes: BTreeMap<String, Scheme>,
    base_path: String,
}

/// One method of one path.
#[derive(Clone, Debug)]
pub struct Operation {
    /// Where it is described.
    pub place: Place,
    /// Upper case, as it goes over the wire.
    pub method: String,
    /// The path template, as written.
    pub path: String,
    /// The `operationId`.
    pub id: String,
    /// The id under which the operation was published, where ours differs.
    pub published_id: Option<String>,
    /// The `summary`.
    pub summary: Option<String>,
    /// The first of the `tags`.
    pub tag: Option<String>,
    /// Those of the path and those of the operation.
    pub parameters: Vec<Parameter>,
    /// What it takes, if anything.
    pub body: Option<Body>,
    /// What it answers, in the description's order.
    pub responses: Vec<Response>,
    /// Alternatives, each the schemes that are needed together. Empty: no credential.
    pub security: Vec<Vec<String>>,
}

/// Where a parameter goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Location {
    /// A piece of the path.
    Path,
    /// A part of the query.
    Query,
    /// A header.
    Header,
    /// A cookie.
    Cookie,
}

/// How a list or an object is written in a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `a,b`, in a path or a header.
    Simple,
    /// `name=a&name=b`, or `name=a,b` unless exploded.
    Form,
    /// `name=a%20b`
    SpaceDelimited,
    /// `name=a|b`
    PipeDelimited,
    /// `name=a%09b`
    TabDelimited,
    /// `name[member]=a`
    DeepObject,
    /// JSON text: the parameter has `content`.
    Json,
}

/// A parameter, references resolved.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Where it is described.
    pub place: Place,
    /// Its name on the wire.
    pub name: String,
    /// Where it goes.
    pub location: Location,
    /// Whether it must be sent.
    pub required: bool,
    /// How lists and objects are written.
    pub style: Style,
    /// Whether each item of a list is a parameter of its own.
    pub explode: bool,
    /// Its schema.
    pub schema: Option<Place>,
    /// A value that fits.
    pub example: Option<Value>,
}

/// A request body.
#[derive(Clone, Debug)]
pub struct Body {
    /// Whether it must be sent.
    pub required: bool,
    /// One for each media type that it may have.
    pub media: Vec<Media>,
}

/// A body of one media type, of a request or of an answer.
#[derive(Clone, Debug)]
pub struct Media {
    /// Where it is described.
    pub place: Place,
    /// Such as `application/json`.
    pub media_type: String,
    /// The schema of the body.
    pub schema: Option<Place>,
    /// A body that fits.
    pub example: Option<Value>,
    /// Fields of a form whose lists are one text, by name, with what is between the items.
    pub joined: BTreeMap<String, char>,
}

/// One answer of an operation.
#[derive(Clone, Debug)]
pub struct Response {
    /// As written: `200`, `4XX`, `default`.
    pub status: String,
    /// One for each media type; none where the answer has no body.
    pub media: Vec<Media>,
}

/// A way to prove who calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// `Authorization: Bearer <token>`
    Bearer,
    /// `Authorization: Basic <name and password>`
    Basic,
    /// A parameter of that name.
    Key(Location, String),
}

impl Operation {
    /// The first answer that means success.
    pub fn success(&self) -> Option<&Response> {
        self.responses.iter().find(|it| it.code().is_some_and(|code| (200..300).contains(&code)))
    }

    /// What a success looks like, where it is JSON.
    pub fn json_answer(&self) -> Option<&Media> {
        self.success()?.media.first().filter(|it| it.is_json())
    }

    /// The parameters of one location.
    pub fn parameters_in(&self, location: Location) -> impl Iterator<Item = &Parameter> {
        self.parameters.iter().filter(move |it| it.location == location)
    }
}

impl Response {
    /// The status, where it is a single one.
    pub fn code(&self) -> Option<u16> {
        self.status.parse().ok()
    }
}

impl Media {
    /// Whether the body is JSON.
    pub fn is_json(&self) -> bool {
        self.media_type == "application/json" || self.media_type.ends_with("+json")
    }
}

impl Description {
    /// Reads the description that begins with this file.
    ///
    /// # Errors
    ///
    /// Files that are not there or not YAML, `$ref`s to nowhere, and whatever this reading does not know.
    pub fn load(root: &Path) -> Result<Self, Fault> {
        let folder = root.parent().unwrap_or(Path::new("."));
        let name = root.file_name().unwrap_or_default().to_string_lossy();
        let read = |path: &str| {
            std::fs::read_to_string(folder.join(path)).map_err(|error| error.to_string())
        };
        Self::read(Files::load(&name, read)?)
    }

    /// Reads a description of one file, given as text.
    ///
    /// # Errors
    ///
    /// As [`Description::load`].
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let read = |path: &str| match path {
            "openapi.yaml" => Ok(text.to_owned()),
            other => Err(format!("there is no {other}")),
        };
        Self::read(Files::load("openapi.yaml", read)?)
    }

    fn read(mut files: Files) -> Result<Self, Fault> {
        swagger::add_forms(&mut files)?;
        Ok(Self {
            operations: reading::operations(&files)?,
            schemes: reading::schemes(&files)?,
            base_path: reading::base_path(&files)?,
            schemas: Schemas::new(&files, reading::version(&files))?,
            files,
        })
    }

    /// The operations, in the description's order.
    pub fn operations(&self) -> &[Operation] {
        &self.operations
    }

    /// The operation of that id.
    pub fn operation(&self, id: &str) -> Option<&Operation> {
        self.operations.iter().find(|it| it.id == id)
    }

    /// The security scheme of that name.
    pub fn scheme(&self, name: &str) -> Option<&Scheme> {
        self.schemes.get(name)
    }

    /// The names of the security schemes.
    pub fn scheme_names(&self) -> impl Iterator<Item = &String> {
        self.schemes.keys()
    }

    /// The path of the first server, such as `/api/v1`; empty if it has none.
    pub fn base_path(&self) -> &str {
        &self.base_path
    }

    /// The schema of a property of an object schema, references resolved.
    pub fn property(&self, schema: &Place, name: &str) -> Option<&Value> {
        let (object, _) = self.files.follow(schema).ok()?;
        self.files.follow(&object.key("properties").key(name)).ok().map(|(_, node)| node)
    }

    /// The JSON types that a property of an object may have, references and alternatives followed; none where its
    /// schema does not say.
    pub fn property_types(&self, schema: &Place, name: &str) -> Vec<String> {
        types::of_property(&self.files, schema, name)
    }

    /// The schema that a schema is by reference, or itself.
    pub fn resolved(&self, schema: &Place) -> Place {
        self.files.follow(schema).map_or_else(|_| schema.clone(), |(place, _)| place)
    }

    /// What keeps a value from fitting a schema; empty if it fits.
    pub fn misfits(&self, schema: &Place, value: &Value) -> Vec<String> {
        let mut misfits = self.schemas.misfits(schema, value);
        for (pointer, subtype) in
            walk::Walk::new(&self.files, &self.schemas).subtypes(schema, value)
        {
            let found = match (subtype, value.pointer(&pointer)) {
                (Ok(subtype), Some(piece)) => self.schemas.misfits(&subtype, piece),
                (Ok(_), None) => Vec::new(),
                (Err(name), _) => vec![format!("no schema is called `{name}`")],
            };
            misfits.extend(found.iter().map(|it| format!("in `{pointer}`: {it}")));
        }
        misfits
    }

    /// Every text, number and boolean of a value, with what its schema says about it.
    pub fn leaves(&self, schema: &Place, value: &Value) -> Vec<Leaf> {
        walk::Walk::new(&self.files, &self.schemas).leaves(schema, value)
    }

    /// Every member of every object of a value that the schema names, with whether it may be missing.
    pub fn members(&self, schema: &Place, value: &Value) -> Vec<Member> {
        walk::Walk::new(&self.files, &self.schemas).members(schema, value)
    }

    /// The schemas of a member of a value that has these schemas.
    pub fn member_schemas(&self, schemas: &[Place], value: &Value, name: &str) -> Vec<Place> {
        walk::Walk::new(&self.files, &self.schemas).member_schemas(schemas, value, name)
    }

    /// The schemas of an item of a value that has these schemas.
    pub fn item_schemas(&self, schemas: &[Place], value: &Value, index: usize) -> Vec<Place> {
        walk::Walk::new(&self.files, &self.schemas).item_schemas(schemas, value, index)
    }

    /// What the first of the schemas of a value says at a JSON pointer, references followed.
    pub fn keyword(&self, schemas: &[Place], value: &Value, pointer: &str) -> Option<&Value> {
        walk::Walk::new(&self.files, &self.schemas).keyword(schemas, value, pointer)
    }

    /// Pointers to the objects of a value that may get members which their schema does not name: no maps.
    pub fn extensible(&self, schema: &Place, value: &Value) -> Vec<String> {
        walk::Walk::new(&self.files, &self.schemas).extensible(schema, value)
    }
}
