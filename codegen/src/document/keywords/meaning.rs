//! What single objects say that the rest of the description does not bear out.

use std::collections::{HashMap, HashSet};

use indexmap::IndexSet;

use serde_json::{Map, Value};

use super::super::node::kind;
use super::table::{Holds, Kind};
use super::walk::Walk;
use crate::source::{FileId, Place};

/// How many schemas are looked at to find one property.
const MOST_SCHEMAS: usize = 200;

/// The names of the tags that the root declares.
pub(super) fn declared_tags(root: &Value) -> IndexSet<&str> {
    let tags = root.get("tags").and_then(Value::as_array);
    // Some list nothing but the names.
    tags.into_iter().flatten().filter_map(|it| it.get("name").unwrap_or(it).as_str()).collect()
}

impl<'d> Walk<'d, '_> {
    pub(super) fn meaning(&mut self, map: &'d Map<String, Value>, of: Kind) {
        match of {
            Kind::Schema => {
                self.schema_words(map);
                self.required(map);
                self.values(map);
                self.discriminator(map);
            }
            Kind::Body | Kind::Response => self.media_types(map),
            Kind::Root => self.declared_twice(map),
            Kind::Responses => self.statuses(map),
            Kind::SecurityScheme => self.security_scheme(map),
            Kind::Operation => self.operation_tags(map),
            Kind::Requirement => self.requirement(map),
            Kind::Paths => self.templates(map),
            Kind::Media => self.encodings(map),
            Kind::Discriminator if map.contains_key("defaultMapping") => {
                let message =
                    "`defaultMapping` is not considered: a value of no branch is kept as it came";
                let place = self.at("defaultMapping");
                self.diagnostics.note(&place, message);
            }
            _ => {}
        }
    }

    /// Names of required properties that nothing declares.
    fn required(&mut self, map: &'d Map<String, Value>) {
        let Some(Value::Array(names)) = map.get("required") else { return };
        let own = map.get("properties").and_then(Value::as_object);
        let listed: HashSet<&str> = names.iter().filter_map(Value::as_str).collect();
        for (index, name) in names.iter().enumerate() {
            let Value::String(name) = name else { continue };
            if own.is_some_and(|it| it.contains_key(name)) || self.is_declared(map, name) {
                continue;
            }
            let others = own.into_iter().flat_map(Map::keys).map(String::as_str);
            let near = self.meant(name, others.filter(|it| !listed.contains(it)));
            let place = self.at("required").index(index);
            let message = format!("`{name}` is required, and no property is called so");
            match near {
                Some(near) => {
                    let help = format!("did you mean `{near}`?");
                    self.diagnostics.fault(&place, message).help(help);
                }
                None => {
                    self.diagnostics.note(&place, message);
                }
            }
        }
    }

    /// Whether one of the schemas that describe the same value has a property.
    fn is_declared(&self, map: &'d Map<String, Value>, name: &str) -> bool {
        let mut n_left = MOST_SCHEMAS;
        let own = std::iter::once((self.file, map));
        let mut schemas = own.chain(self.around.iter().rev().copied());
        schemas.any(|(file, it)| self.declares(file, it, name, &mut n_left))
    }

    fn declares(
        &self,
        file: FileId,
        map: &'d Map<String, Value>,
        name: &str,
        n_left: &mut usize,
    ) -> bool {
        let Some(left) = n_left.checked_sub(1) else { return true };
        *n_left = left;
        if map.get("properties").and_then(Value::as_object).is_some_and(|it| it.contains_key(name))
        {
            return true;
        }
        let parts =
            ["allOf", "oneOf", "anyOf"].into_iter().filter_map(|it| map.get(it)?.as_array());
        for part in parts.flatten().filter_map(Value::as_object) {
            if self.declares(file, part, name, n_left) {
                return true;
            }
        }
        let Some(Value::String(reference)) = map.get("$ref") else { return false };
        let Ok(target) = self.document.find(&Place::root(file), reference) else { return true };
        match self.document.value(&target).and_then(Value::as_object) {
            Some(map) => self.declares(target.file, map, name, n_left),
            None => false,
        }
    }

    /// Values that the type does not have.
    fn values(&mut self, map: &'d Map<String, Value>) {
        let Some(Value::String(ty)) = map.get("type") else { return };
        let fits = |value: &Value| match (ty.as_str(), value) {
            (_, Value::Null) => true,
            ("string", Value::Array(_) | Value::Object(_)) => false,
            ("integer", Value::Number(it)) => it.as_f64().is_none_or(|it| it.fract() == 0.0),
            ("number", Value::Number(_)) => true,
            ("integer" | "number", _) => false,
            ("boolean", it) => it.is_boolean(),
            ("array", it) => it.is_array(),
            ("object", it) => it.is_object(),
            // Texts may lack their quotes; other types are misnamed.
            _ => true,
        };
        if let Some(default) = map.get("default").filter(|it| !fits(it)) {
            let place = self.at("default");
            let message = format!("the default is {}, the type is `{ty}`", kind(default));
            self.diagnostics.note(&place, message);
        }
        if let Some(Value::Array(values)) = map.get("enum")
            && let Some(index) = values.iter().position(|it| !fits(it))
        {
            let place = self.at("enum").index(index);
            let message = format!("the value is {}, the type is `{ty}`", kind(&values[index]));
            self.diagnostics.fault(&place, message);
        }
    }

    /// A discriminator that is a misspelt property.
    fn discriminator(&mut self, map: &'d Map<String, Value>) {
        let Some(Value::Object(discriminator)) = map.get("discriminator") else { return };
        let Some(Value::String(name)) = discriminator.get("propertyName") else { return };
        if self.is_declared(map, name) {
            return;
        }
        let mut names: Vec<&str> = Vec::new();
        let mut n_left = MOST_SCHEMAS;
        self.declared(self.file, map, &mut names, &mut n_left);
        if let Some(near) = self.meant(name, names) {
            let help = format!("did you mean `{near}`?");
            let place = self.at("discriminator").key("propertyName");
            let message = format!("no branch has the property `{name}`");
            self.diagnostics.fault(&place, message).help(help);
        }
    }

    /// The names of the properties that a schema or one of its parts declares.
    fn declared(
        &self,
        file: FileId,
        map: &'d Map<String, Value>,
        names: &mut Vec<&'d str>,
        n_left: &mut usize,
    ) {
        let Some(left) = n_left.checked_sub(1) else { return };
        *n_left = left;
        let own = map.get("properties").and_then(Value::as_object);
        names.extend(own.into_iter().flat_map(Map::keys).map(String::as_str));
        let parts =
            ["allOf", "oneOf", "anyOf"].into_iter().filter_map(|it| map.get(it)?.as_array());
        for part in parts.flatten().filter_map(Value::as_object) {
            self.declared(file, part, names, n_left);
        }
        let Some(Value::String(reference)) = map.get("$ref") else { return };
        let Ok(target) = self.document.find(&Place::root(file), reference) else { return };
        if let Some(map) = self.document.value(&target).and_then(Value::as_object) {
            self.declared(target.file, map, names, n_left);
        }
    }

    fn operation_tags(&mut self, map: &'d Map<String, Value>) {
        let Some(Value::Array(tags)) = map.get("tags") else { return };
        if self.tags.is_empty() {
            return;
        }
        for (index, tag) in tags.iter().enumerate() {
            let Value::String(tag) = tag else { continue };
            if self.tags.contains(&tag.as_str()) {
                continue;
            }
            let place = self.at("tags").index(index);
            let message = format!("the tag `{tag}` is not declared in `tags`");
            let tags: Vec<&str> = self.first_names(&self.tags);
            match self.meant(tag, tags) {
                Some(near) => {
                    let help = format!("did you mean `{near}`?");
                    self.diagnostics.fault(&place, message).help(help);
                }
                None => {
                    self.diagnostics.note(&place, message);
                }
            }
        }
    }

    fn requirement(&mut self, map: &'d Map<String, Value>) {
        for name in map.keys().filter(|it| !it.starts_with("x-")) {
            if self.schemes.contains(&name.as_str()) {
                continue;
            }
            // OpenAPI 3.2 may refer to a scheme in place of naming it.
            let is_reference = name.contains(['#', '/']);
            if is_reference && self.document.find(&self.here(), name).is_ok() {
                continue;
            }
            let place = self.at(name);
            let schemes: Vec<&str> = self.first_names(&self.schemes);
            let help = match self.meant(name, schemes) {
                Some(near) => format!("did you mean `{near}`?"),
                None => {
                    "without it no credential is sent; describe it as a security scheme".to_owned()
                }
            };
            let message = format!("the security scheme `{name}` is not declared");
            self.diagnostics.fault(&place, message).help(help);
        }
    }

    /// Paths that differ in the names of their variables only.
    fn templates(&mut self, map: &'d Map<String, Value>) {
        for path in map.keys().filter(|it| !it.starts_with("x-")) {
            if path.matches('{').count() != path.matches('}').count() {
                let place = self.at(path);
                let message = format!("a brace of `{path}` has no partner");
                self.diagnostics.fault(&place, message).help("write variables as `{name}`");
            }
        }
        let mut seen: HashMap<String, (&str, &Value)> = HashMap::new();
        for (path, item) in map.iter().filter(|(it, _)| it.contains('{')) {
            let Some((first, other)) = seen.get(&erased(path)) else {
                seen.insert(erased(path), (path, item));
                continue;
            };
            let methods = |item: &Value, other: &Value| {
                let items = item.as_object().zip(other.as_object());
                items.is_some_and(|(item, other)| {
                    let is_method = |it: &&String| {
                        Kind::PathItem
                            .keyword(it)
                            .is_some_and(|it| it.holds == Holds::One(Kind::Operation))
                    };
                    item.keys().filter(is_method).any(|it| other.contains_key(it))
                })
            };
            let message = format!("`{path}` and `{first}` are one path");
            let (place, first) = (self.at(path), self.at(first));
            let diagnostic = if methods(item, other) {
                self.diagnostics.fault(&place, message)
            } else {
                self.diagnostics.note(&place, message)
            };
            diagnostic.related(&first, "the other one");
        }
    }

    /// Encodings of properties that are not there.
    fn encodings(&mut self, map: &'d Map<String, Value>) {
        let Some(Value::Object(encodings)) = map.get("encoding") else { return };
        let Some(Value::Object(schema)) = map.get("schema") else { return };
        for name in encodings.keys().filter(|it| !it.starts_with("x-")) {
            let mut n_left = MOST_SCHEMAS;
            if self.declares(self.file, schema, name, &mut n_left) {
                continue;
            }
            let place = self.at("encoding").key(name);
            let message = format!("no property is called `{name}`, whose encoding this is");
            self.diagnostics.fault(&place, message);
        }
    }
}

/// A path without the names of its variables.
fn erased(path: &str) -> String {
    let mut res = String::with_capacity(path.len());
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('{') {
        res.push_str(before);
        res.push_str("{}");
        rest = after.split_once('}').map_or("", |(_, after)| after);
    }
    res.push_str(rest);
    res
}
