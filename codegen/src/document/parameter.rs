//! The parameters of an operation, with everything filled in that goes without saying.

use indexmap::IndexMap;
use openapiv3::{Parameter, ParameterData};
use serde_json::{Map, Value};

use super::node::{Node, Shape, Table};
use super::similar::misspelt;
use super::swagger::{Kind, kind_of};
use super::{Document, MediaView};
use crate::diagnostics::Diagnostics;
use crate::source::Place;

/// Where a parameter is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Location {
    /// A part of the path.
    Path,
    /// After the `?`.
    Query,
    /// A header of its own.
    Header,
    /// In the header `Cookie`.
    Cookie,
}

/// How lists and mappings are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Style {
    /// `;color=blue,black`
    Matrix,
    /// `.blue.black`
    Label,
    /// `blue,black`
    Simple,
    /// `color=blue,black`
    Form,
    /// `color=blue%20black`
    SpaceDelimited,
    /// `color=blue%7Cblack`
    PipeDelimited,
    /// `color[R]=100`
    DeepObject,
    /// `color=blue%09black`, of Swagger 2.0.
    TabDelimited,
}

/// One parameter.
#[derive(Clone, Debug)]
#[allow(
    dead_code,
    reason = "a view shows what the author wrote, whether or not a later stage asks for it"
)]
pub(crate) struct ParameterView {
    /// Where it is described, behind all references.
    pub(crate) place: Place,
    /// As sent.
    pub(crate) name: String,
    /// Where it is sent.
    pub(crate) location: Location,
    /// Always for a part of the path.
    pub(crate) required: bool,
    /// Not to be used any more.
    pub(crate) deprecated: bool,
    /// Markdown.
    pub(crate) description: Option<String>,
    /// As written, or the one of the location.
    pub(crate) style: Style,
    /// As written, or what goes with the style.
    pub(crate) explode: bool,
    /// Whether `/` and the like are sent as they are.
    pub(crate) allow_reserved: bool,
    /// Whether it may be sent without a value.
    pub(crate) allow_empty: bool,
    /// What it holds, unless `content` says so.
    pub(crate) schema: Option<Place>,
    /// What it holds, as a media type.
    pub(crate) content: Option<MediaView>,
    /// Where a value is: `example`, else the first of `examples`.
    pub(crate) example: Option<Place>,
    /// Keys that begin with `x-`.
    pub(crate) extensions: IndexMap<String, Value>,
}

pub(super) const PARAMETER: Table = &[
    ("name", Shape::Text),
    ("in", Shape::Text),
    ("required", Shape::Flag),
    ("deprecated", Shape::Flag),
    ("description", Shape::Text),
    ("style", Shape::Text),
    ("explode", Shape::Flag),
    ("allowReserved", Shape::Flag),
    ("allowEmptyValue", Shape::Flag),
];

const LOCATIONS: &[(&str, Location)] = &[
    ("path", Location::Path),
    ("query", Location::Query),
    ("header", Location::Header),
    ("cookie", Location::Cookie),
    ("querystring", Location::Query),
];

/// Where a parameter is that is the whole query.
const WHOLE_QUERY: &str = "querystring";

/// Styles by name, and where each may be used.
pub(super) const STYLES: &[(&str, Style, &[Location])] = &[
    ("matrix", Style::Matrix, &[Location::Path]),
    ("label", Style::Label, &[Location::Path]),
    ("simple", Style::Simple, &[Location::Path, Location::Header]),
    ("form", Style::Form, &[Location::Query, Location::Cookie]),
    ("cookie", Style::Form, &[Location::Cookie]),
    ("spaceDelimited", Style::SpaceDelimited, &[Location::Query]),
    ("pipeDelimited", Style::PipeDelimited, &[Location::Query]),
    ("deepObject", Style::DeepObject, &[Location::Query]),
    ("tabDelimited", Style::TabDelimited, &[Location::Query]),
];

impl Document {
    /// The parameters of the path and of the operation, where the latter replace the former.
    pub(super) fn parameters(
        &self,
        items: &[Node<'_>],
        operation: &Node<'_>,
        diagnostics: &mut Diagnostics,
    ) -> Vec<ParameterView> {
        let mut res: IndexMap<(Location, String), ParameterView> = IndexMap::new();
        for node in items.iter().chain([operation]) {
            let own_from = res.len();
            for (place, _) in node.items("parameters", diagnostics) {
                if self.is_of_body(&place, diagnostics) {
                    continue;
                }
                let Some(parameter) = self.parameter(&place, diagnostics) else { continue };
                let key = (parameter.location, parameter.name.clone());
                match res.get_full(&key) {
                    Some((i, _, first)) if i >= own_from => {
                        let message = format!("parameter `{}` appears twice", parameter.name);
                        diagnostics
                            .fault(&place, message)
                            .related(&first.place, "the first one")
                            .help("remove one of them; the first one counts");
                    }
                    _ => {
                        res.insert(key, parameter);
                    }
                }
            }
        }
        res.into_values().collect()
    }

    /// Whether a parameter describes the body, which has a view of its own.
    fn is_of_body(&self, place: &Place, diagnostics: &mut Diagnostics) -> bool {
        let Some(place) = self.parameter_place(place, diagnostics) else { return false };
        let map = self.value(&place).and_then(Value::as_object);
        map.is_some_and(|it| kind_of(it) != Kind::Sent)
    }

    fn parameter(&self, place: &Place, diagnostics: &mut Diagnostics) -> Option<ParameterView> {
        let place = self.parameter_place(place, diagnostics)?;
        let node = self.node(place.clone(), diagnostics)?;
        let mut normal = node.scalars(PARAMETER, diagnostics);
        let text = |key: &str| normal.get(key).and_then(Value::as_str).unwrap_or_default();
        if text("name").is_empty() {
            diagnostics.fault(&place, "a parameter without `name`, left out");
            return None;
        }
        let (name, written) = (text("name"), text("in"));
        let known = LOCATIONS.iter().find(|(it, _)| it.eq_ignore_ascii_case(written));
        let Some((known, location)) = known else {
            let message = match written {
                "" => format!("parameter `{name}` without `in`, left out"),
                other => format!("`{other}` is not a place for a parameter, left out"),
            };
            let names = LOCATIONS.iter().map(|(it, _)| *it).filter(|it| *it != WHOLE_QUERY);
            let help = match misspelt(written, names) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "use `path`, `query`, `header` or `cookie`".to_owned(),
            };
            diagnostics.fault(&place.key("in"), message).help(help);
            return None;
        };
        let location = *location;
        if location == Location::Path && normal.get("required") != Some(&true.into()) {
            let message = format!("path parameter `{name}` is required, whatever is written");
            diagnostics.note(&place, message);
        }
        let written = style(normal.remove("style"), location, &place, diagnostics);
        let lists = self.collection_format(&node, Some(location), diagnostics);
        let (style, by_lists) = lists.map_or((written, None), |(it, explode)| (it, Some(explode)));
        let flag = |key: &str| normal.get(key).and_then(Value::as_bool).unwrap_or(false);
        let (allow_reserved, allow_empty) = (flag("allowReserved"), flag("allowEmptyValue"));
        let schema = self.parameter_schema(&node, diagnostics);
        let content = match schema {
            Some(_) => None,
            None => self.media(&node, diagnostics).into_iter().next(),
        };
        let is_whole = *known == WHOLE_QUERY;
        let (schema, content) = if is_whole {
            (Some(whole_query(content, &place, diagnostics)?), None)
        } else {
            (schema, content)
        };
        normal.insert("in".to_owned(), if is_whole { "query".into() } else { (*known).into() });
        // `openapiv3` wants to know what it holds, which is in the view.
        normal.insert("content".to_owned(), Value::Object(Map::new()));
        let parameter: Parameter = node.typed(normal, diagnostics)?;
        let ParameterData { name, description, required, deprecated, explode, extensions, .. } =
            parameter.parameter_data();
        Some(ParameterView {
            name,
            location,
            required: required || location == Location::Path,
            deprecated: deprecated == Some(true),
            description,
            style,
            explode: explode.or(by_lists).unwrap_or(style == Style::Form),
            allow_reserved,
            allow_empty,
            schema,
            content,
            example: self.example(&node, diagnostics),
            extensions,
            place,
        })
    }
}

fn style(
    written: Option<Value>,
    location: Location,
    place: &Place,
    diagnostics: &mut Diagnostics,
) -> Style {
    let default = match location {
        Location::Path | Location::Header => Style::Simple,
        Location::Query | Location::Cookie => Style::Form,
    };
    let Some(Value::String(written)) = written else { return default };
    match STYLES.iter().find(|(name, _, _)| *name == written) {
        Some((_, style, locations)) if locations.contains(&location) => *style,
        Some(_) => {
            let message = format!("style `{written}` is not for this kind of parameter");
            diagnostics.fault(&place.key("style"), message).help("the default is used");
            default
        }
        None => {
            let message = format!("style `{written}` is not known");
            diagnostics.fault(&place.key("style"), message).help("the default is used");
            default
        }
    }
}

/// What a parameter holds that is the whole query: a form, each of whose properties is a parameter.
fn whole_query(
    content: Option<MediaView>,
    place: &Place,
    diagnostics: &mut Diagnostics,
) -> Option<Place> {
    let media = content.as_ref().map(|it| it.media_type.as_str()).unwrap_or_default();
    if media.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        return content?.schema;
    }
    let message = format!("a query that is `{media}` as a whole is not supported, left out");
    diagnostics
        .warning(place, message)
        .help("describe it as `application/x-www-form-urlencoded`, or its parameters one by one");
    None
}
