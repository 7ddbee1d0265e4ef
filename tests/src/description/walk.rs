//! A value beside its schema: which scalars it holds, which members may be missing.

use openapi_media::{is_map_of_secrets, is_secret_name};
use serde_json::Value;

use super::files::{Files, Place};
use super::schemas::Schemas;

/// How deep schemas may be wrapped in one another at one place of a value.
const DEEPEST: usize = 32;

/// A text, a number or a boolean in a value.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Leaf {
    /// JSON pointer into the value.
    pub pointer: String,
    /// The scalar itself.
    pub value: Value,
    /// Whether its schema lists the values that it may have (`enum`, `const`).
    pub listed: bool,
    /// Whether its schema says `format: password`.
    pub secret: bool,
    /// Whether it stands where names say that values are secrets: `Debug` need not show it.
    pub hidden: bool,
    /// Whether its schema says `format: date-time`.
    pub time: bool,
}

/// Whether a name on the way to a value says that it is a secret.
fn is_hidden(pointer: &str) -> bool {
    let says = |name: &str| is_secret_name(name) || is_map_of_secrets(name);
    pointer.split('/').any(says)
}

/// A member of an object in a value, named in the object's schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// JSON pointer to the member.
    pub pointer: String,
    /// Whether the object must have it.
    pub required: bool,
}

/// A pointer to an object, and the schema that its discriminator names.
type Subtype = (String, Result<Place, String>);

/// Is told the schemas that apply to a piece of the value, the piece, and the pointer to it.
type See<'s, 'd> = dyn FnMut(&[(Place, &'d Value)], &Value, &str) + 's;

/// What a walk needs to know.
pub(super) struct Walk<'d> {
    files: &'d Files,
    schemas: &'d Schemas,
}

impl<'d> Walk<'d> {
    /// A walk through values of this description.
    pub(super) fn new(files: &'d Files, schemas: &'d Schemas) -> Self {
        Self { files, schemas }
    }

    /// See [`super::Description::leaves`].
    pub(super) fn leaves(&self, schema: &Place, value: &Value) -> Vec<Leaf> {
        let mut found = Vec::new();
        self.visit(std::slice::from_ref(schema), value, "", &mut |nodes, value, pointer| {
            if value.is_null() || value.is_object() || value.is_array() {
                return;
            }
            let says = |key: &str| nodes.iter().any(|(_, node)| node.get(key).is_some());
            let is = |format: &str| {
                nodes
                    .iter()
                    .any(|(_, node)| node.get("format").and_then(Value::as_str) == Some(format))
            };
            found.push(Leaf {
                pointer: pointer.to_owned(),
                value: value.clone(),
                listed: says("enum") || says("const"),
                secret: is("password"),
                hidden: is_hidden(pointer),
                time: is("date-time"),
            });
        });
        found
    }

    /// See [`super::Description::members`].
    pub(super) fn members(&self, schema: &Place, value: &Value) -> Vec<Member> {
        let mut found = Vec::new();
        self.visit(std::slice::from_ref(schema), value, "", &mut |nodes, value, pointer| {
            for name in value.as_object().into_iter().flat_map(|it| it.keys()) {
                let named =
                    |node: &Value| node.get("properties").is_some_and(|it| it.get(name).is_some());
                let demands = |node: &Value| {
                    node.get("required")
                        .and_then(Value::as_array)
                        .is_some_and(|it| it.iter().any(|it| it == name))
                };
                if nodes.iter().any(|(_, node)| named(node)) {
                    let required = nodes.iter().any(|(_, node)| demands(node));
                    found.push(Member { pointer: child(pointer, name), required });
                }
            }
        });
        found
    }

    /// See [`super::Description::extensible`].
    pub(super) fn extensible(&self, schema: &Place, value: &Value) -> Vec<String> {
        let mut found = Vec::new();
        self.visit(std::slice::from_ref(schema), value, "", &mut |nodes, value, pointer| {
            let has_names = nodes.iter().any(|(_, node)| node.get("properties").is_some());
            let is_map = nodes
                .iter()
                .any(|(_, node)| node.get("additionalProperties").is_some_and(Value::is_object));
            if value.is_object() && has_names && !is_map {
                found.push(pointer.to_owned());
            }
        });
        found
    }

    /// The objects of a value whose discriminator names another schema, with the pointer to each; `Err` is a name
    /// that no schema has.
    pub(super) fn subtypes(&self, schema: &Place, value: &Value) -> Vec<Subtype> {
        let mut found = Vec::new();
        self.visit(std::slice::from_ref(schema), value, "", &mut |nodes, value, pointer| {
            for (place, node) in nodes {
                let Some(name) = discriminated(node, value) else { continue };
                let subtype = definition(place, name);
                let subtype = match self.files.get(&subtype) {
                    Some(_) => Ok(subtype),
                    None => Err(name.to_owned()),
                };
                found.push((pointer.to_owned(), subtype));
            }
        });
        found
    }

    /// See [`super::Description::member_schemas`].
    pub(super) fn member_schemas(&self, of: &[Place], value: &Value, name: &str) -> Vec<Place> {
        self.nodes(of, value).iter().filter_map(|it| member_schema(it, name)).collect()
    }

    /// See [`super::Description::item_schemas`].
    pub(super) fn item_schemas(&self, of: &[Place], value: &Value, index: usize) -> Vec<Place> {
        self.nodes(of, value).iter().filter_map(|it| item_schema(it, index)).collect()
    }

    /// See [`super::Description::keyword`].
    pub(super) fn keyword(&self, of: &[Place], value: &Value, pointer: &str) -> Option<&'d Value> {
        self.nodes(of, value).into_iter().find_map(|(_, node)| node.pointer(pointer))
    }

    /// The schemas that apply to a value, those that they are made of included.
    fn nodes(&self, schemas: &[Place], value: &Value) -> Vec<(Place, &'d Value)> {
        let mut nodes = Vec::new();
        schemas.iter().for_each(|it| self.applicable(it, value, DEEPEST, &mut nodes));
        nodes
    }

    /// Calls `see` for the value and everything in it, with the schemas that apply there.
    fn visit(&self, schemas: &[Place], value: &Value, pointer: &str, see: &mut See<'_, 'd>) {
        let nodes = self.nodes(schemas, value);
        see(&nodes, value, pointer);
        match value {
            Value::Object(members) => {
                for (name, member) in members {
                    let schemas: Vec<Place> =
                        nodes.iter().filter_map(|it| member_schema(it, name)).collect();
                    self.visit(&schemas, member, &child(pointer, name), see);
                }
            }
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    let schemas: Vec<Place> =
                        nodes.iter().filter_map(|it| item_schema(it, index)).collect();
                    self.visit(&schemas, item, &child(pointer, &index.to_string()), see);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    /// Adds a schema and those that it is made of, as far as they concern the value.
    fn applicable(
        &self,
        schema: &Place,
        value: &Value,
        depth: usize,
        nodes: &mut Vec<(Place, &'d Value)>,
    ) {
        let Some(node) = self.files.get(schema) else { return };
        if depth == 0 || nodes.iter().any(|(place, _)| place == schema) {
            return;
        }
        nodes.push((schema.clone(), node));
        if let Some(reference) = node.get("$ref").and_then(Value::as_str) {
            let target = super::files::target(&schema.file, reference);
            self.applicable(&target, value, depth - 1, nodes);
        }
        for part in places(schema, node, "allOf") {
            self.applicable(&part, value, depth - 1, nodes);
        }
        if let Some(name) = discriminated(node, value) {
            self.applicable(&definition(schema, name), value, depth - 1, nodes);
        }
        for choice in ["oneOf", "anyOf"] {
            let all = places(schema, node, choice);
            let fitting: Vec<Place> =
                all.iter().filter(|it| self.schemas.fits(it, value)).cloned().collect();
            for part in if fitting.is_empty() { all } else { fitting } {
                self.applicable(&part, value, depth - 1, nodes);
            }
        }
    }
}

/// What an object says about its own schema by the property that Swagger 2.0 calls its discriminator.
fn discriminated<'v>(node: &Value, value: &'v Value) -> Option<&'v str> {
    value.get(node.get("discriminator")?.as_str()?)?.as_str()
}

/// The schema of that name in the file of another.
fn definition(beside: &Place, name: &str) -> Place {
    Place::file(&beside.file).key("definitions").key(name)
}

fn places(at: &Place, node: &Value, key: &str) -> Vec<Place> {
    let n_parts = node.get(key).and_then(Value::as_array).map_or(0, Vec::len);
    (0..n_parts).map(|index| at.key(key).index(index)).collect()
}

fn member_schema((at, node): &(Place, &Value), name: &str) -> Option<Place> {
    if node.get("properties").is_some_and(|it| it.get(name).is_some()) {
        return Some(at.key("properties").key(name));
    }
    node.get("additionalProperties")
        .filter(|it| it.is_object())
        .map(|_| at.key("additionalProperties"))
}

fn item_schema((at, node): &(Place, &Value), index: usize) -> Option<Place> {
    if node.get("prefixItems").is_some_and(|it| it.get(index).is_some()) {
        return Some(at.key("prefixItems").index(index));
    }
    node.get("items").map(|_| at.key("items"))
}

fn child(pointer: &str, name: &str) -> String {
    format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1"))
}
