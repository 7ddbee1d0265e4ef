//! The schemas of a description, compiled to validators when first asked for.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use jsonschema::{Draft, Registry, Validator};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

use super::files::{Fault, Files, Place};

/// What stays as it is in the fragment of a URI.
const FRAGMENT: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// A file, and the validators of its schemas.
pub(super) struct Schemas {
    registry: Registry<'static>,
    compiled: Mutex<HashMap<Place, Arc<Result<Validator, String>>>>,
}

impl Schemas {
    /// Takes the files in, so that `$ref`s find one another.
    pub(super) fn new(files: &Files) -> Result<Self, Fault> {
        let resources = files.iter().map(|(path, value)| {
            (uri(&Place::file(path)), Draft::Draft202012.create_resource(value.clone()))
        });
        let root = files.root();
        let builder = Registry::new().draft(Draft::Draft202012);
        let builder = builder.extend(resources).map_err(|error| Fault::at(&root, error))?;
        let registry = builder.prepare().map_err(|error| Fault::at(&root, error))?;
        Ok(Self { registry, compiled: Mutex::default() })
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
                jsonschema::options().with_draft(Draft::Draft202012).with_registry(&self.registry);
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
    let fragment = utf8_percent_encode(&place.pointer, FRAGMENT);
    format!("description:///{}#{fragment}", place.file)
}
