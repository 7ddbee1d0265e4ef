//! The schemas of a description, compiled to validators when first asked for.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use jsonschema::{Draft, Registry, Validator};
use serde_json::{Value, json};

use super::draft4::draft4;
use super::files::{Fault, Files, Place, reference};
use super::nullable::without_nullable;
use super::reading::Version;

/// A file, and the validators of its schemas.
pub(super) struct Schemas {
    registry: Registry<'static>,
    draft: Draft,
    compiled: Mutex<HashMap<Place, Arc<Result<Validator, String>>>>,
}

impl Schemas {
    /// Takes the files in, so that `$ref`s find one another.
    pub(super) fn new(files: &Files, version: Version) -> Result<Self, Fault> {
        let draft = match version {
            Version::Swagger => Draft::Draft4,
            Version::OpenApi30 | Version::OpenApi => Draft::Draft202012,
        };
        let resources = files.iter().map(|(path, value)| {
            let value = match version {
                Version::Swagger => draft4(value),
                Version::OpenApi30 => without_nullable(value),
                Version::OpenApi => value.clone(),
            };
            (uri(&Place::file(path)), draft.create_resource(value))
        });
        let root = files.root();
        let builder = Registry::new().draft(draft);
        let builder = builder.extend(resources).map_err(|error| Fault::at(&root, error))?;
        let registry = builder.prepare().map_err(|error| Fault::at(&root, error))?;
        Ok(Self { registry, draft, compiled: Mutex::default() })
    }

    /// What keeps a value from fitting; a schema that cannot be compiled is a misfit, too.
    pub(super) fn misfits(&self, schema: &Place, value: &Value) -> Vec<String> {
        match &*self.compiled(schema) {
            Ok(validator) => validator
                .iter_errors(value)
                .map(|it| format!("at `{}`: {it}", it.instance_path()))
                .collect(),
            Err(error) => vec![format!("the schema {schema} cannot be used: {error}")],
        }
    }

    /// Whether a value fits.
    pub(super) fn fits(&self, schema: &Place, value: &Value) -> bool {
        self.compiled(schema).as_ref().as_ref().is_ok_and(|it| it.is_valid(value))
    }

    fn compiled(&self, schema: &Place) -> Arc<Result<Validator, String>> {
        let mut compiled = self.compiled.lock().unwrap_or_else(PoisonError::into_inner);
        let validator = compiled.entry(schema.clone()).or_insert_with(|| {
            let options =
                jsonschema::options().with_draft(self.draft).with_registry(&self.registry);
            Arc::new(
                options.build(&json!({ "$ref": uri(schema) })).map_err(|error| error.to_string()),
            )
        });
        Arc::clone(validator)
    }
}

impl fmt::Debug for Schemas {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Schemas").finish_non_exhaustive()
    }
}

fn uri(place: &Place) -> String {
    format!("description:///{}", reference(place))
}
