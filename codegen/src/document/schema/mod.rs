//! One schema, free of dialects: what it says by itself, and the places of the schemas in it.

mod discriminator;
mod normal;
mod types;
mod view;
mod xml;

#[cfg(test)]
pub(super) use normal::SCALARS;
pub(super) use types::check_type;
pub(super) use view::empty_view;
#[cfg(test)]
pub(super) use xml::XML;
pub(crate) use xml::Xml;

use openapiv3::Schema;
use serde_json::{Map, Number, Value};

use crate::source::Place;

/// One schema. Its children are places: nothing is followed.
#[derive(Clone, Debug)]
pub(crate) struct SchemaView {
    /// The schema itself.
    pub(crate) place: Place,
    /// It is a `$ref` to this place, one step. Everything else in the view is then what stands
    /// beside the `$ref`: a description, a default, `nullable`.
    pub(crate) reference: Option<Place>,
    /// As `openapiv3` sees it; the children are references to places.
    pub(crate) schema: Schema,

    /// `true` and `false` as a schema: anything, nothing.
    pub(crate) boolean: Option<bool>,
    /// The types that it may have, without `null`. Empty: not stated.
    pub(crate) types: Vec<String>,
    /// Whether null is allowed, in whatever way that is said.
    pub(crate) nullable: bool,
    /// Whether null is all that is allowed.
    pub(crate) only_null: bool,
    /// `format`.
    pub(crate) format: Option<String>,
    /// `enum`, as written, null included.
    pub(crate) enumeration: Option<Vec<Value>>,
    /// `const`.
    pub(crate) constant: Option<Value>,
    /// `default`.
    pub(crate) default: Option<Value>,
    /// The places of `example` and `examples`.
    pub(crate) examples: Vec<Place>,

    /// `title`.
    pub(crate) title: Option<String>,
    /// `description`, in Markdown.
    pub(crate) description: Option<String>,
    /// `deprecated`.
    pub(crate) deprecated: bool,
    /// `readOnly`.
    pub(crate) read_only: bool,
    /// `writeOnly`.
    pub(crate) write_only: bool,

    /// `properties`, in order.
    pub(crate) properties: Vec<(String, Place)>,
    /// `required`, without repetitions.
    pub(crate) required: Vec<String>,
    /// `additionalProperties`.
    pub(crate) additional: Additional,
    /// `unevaluatedProperties`.
    pub(crate) unevaluated: Additional,
    /// `patternProperties`, in order.
    pub(crate) pattern_properties: Vec<(String, Place)>,
    /// `propertyNames`.
    pub(crate) property_names: Option<Place>,
    /// `items`.
    pub(crate) items: Option<Place>,
    /// `prefixItems`, or `items` as a list.
    pub(crate) prefix_items: Vec<Place>,

    /// `allOf`; also the two sides of a `$ref` with siblings that count.
    pub(crate) all_of: Vec<Place>,
    /// `oneOf`.
    pub(crate) one_of: Vec<Place>,
    /// `anyOf`.
    pub(crate) any_of: Vec<Place>,
    /// `not`.
    pub(crate) not: Option<Place>,
    /// `discriminator`.
    pub(crate) discriminator: Option<Discriminator>,

    /// What values and lengths are allowed.
    pub(crate) bounds: Bounds,
    /// `contentEncoding`.
    pub(crate) content_encoding: Option<String>,
    /// `contentMediaType`.
    pub(crate) content_media_type: Option<String>,
    /// `contentSchema`: what is written in the string.
    pub(crate) content_schema: Option<Place>,
    /// `xml`.
    pub(crate) xml: Option<Xml>,
    /// `$dynamicAnchor`, of the schema and of those in its `$defs`.
    pub(crate) dynamic_anchors: Vec<(String, Place)>,
    /// Keys that begin with `x-`.
    pub(crate) extensions: Map<String, Value>,
}

/// What an object may hold beside its properties.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) enum Additional {
    /// Nothing is said, which allows everything.
    #[default]
    Unstated,
    /// Nothing.
    No,
    /// Everything.
    Any,
    /// What fits this schema.
    Schema(Place),
}

/// Which branch of a union a value belongs to.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Discriminator {
    /// Where it is described.
    pub(crate) place: Place,
    /// The property that tells.
    pub(crate) property: String,
    /// Its values, and the schema that each stands for, in order.
    pub(crate) mapping: Vec<(String, Place)>,
}

/// What values and lengths are allowed.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Bounds {
    /// The smallest number.
    pub(crate) minimum: Option<Number>,
    /// The largest number.
    pub(crate) maximum: Option<Number>,
    /// Whether the smallest number is itself excluded.
    pub(crate) exclusive_minimum: bool,
    /// Whether the largest number is itself excluded.
    pub(crate) exclusive_maximum: bool,
    /// A divisor.
    pub(crate) multiple_of: Option<Number>,
    /// Of a text, in characters.
    pub(crate) min_length: Option<u64>,
    /// Of a text, in characters.
    pub(crate) max_length: Option<u64>,
    /// A regular expression.
    pub(crate) pattern: Option<String>,
    /// Of a list.
    pub(crate) min_items: Option<u64>,
    /// Of a list.
    pub(crate) max_items: Option<u64>,
    /// Of a list.
    pub(crate) unique_items: bool,
    /// Of an object.
    pub(crate) min_properties: Option<u64>,
    /// Of an object.
    pub(crate) max_properties: Option<u64>,
}

impl SchemaView {
    /// Whether it says of what kind a value is, by itself. A description, a default or a bound alone does not.
    pub(crate) fn states_kind(&self) -> bool {
        !self.types.is_empty()
            || self.only_null
            || self.enumeration.is_some()
            || self.constant.is_some()
            || !self.properties.is_empty()
            || !self.pattern_properties.is_empty()
            || self.items.is_some()
            || !self.prefix_items.is_empty()
            || !self.one_of.is_empty()
            || !self.any_of.is_empty()
            || !matches!(self.additional, Additional::Unstated)
            || !matches!(self.unevaluated, Additional::Unstated)
    }

    /// All schemas in this one, in the order of the fields.
    #[cfg(test)]
    pub(crate) fn children(&self) -> Vec<&Place> {
        let additional =
            [&self.additional, &self.unevaluated].into_iter().filter_map(|it| match it {
                Additional::Schema(place) => Some(place),
                Additional::Unstated | Additional::No | Additional::Any => None,
            });
        let named = self.properties.iter().chain(&self.pattern_properties).map(|(_, place)| place);
        self.reference
            .iter()
            .chain(named)
            .chain(additional)
            .chain(&self.property_names)
            .chain(&self.items)
            .chain(&self.prefix_items)
            .chain(&self.all_of)
            .chain(&self.one_of)
            .chain(&self.any_of)
            .chain(&self.not)
            .collect()
    }

    /// The place of a property.
    #[cfg(test)]
    pub(crate) fn property(&self, name: &str) -> Option<&Place> {
        self.properties.iter().find(|(it, _)| it == name).map(|(_, place)| place)
    }
}
