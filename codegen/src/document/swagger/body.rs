//! The `body` and `formData` parameters of an operation as its request body.

use indexmap::IndexMap;
use openapi_media::{FORM, FORM_DATA, JSON, OCTETS};
use openapiv3::RequestBody;

use super::super::content::{BODY, EncodingView};
use super::super::node::Node;
use super::super::{Document, MediaView, RequestBodyView};
use super::form::Form;
use super::media::{is_form, is_multipart};
use super::parameter::{Kind, kind_of};
use crate::diagnostics::Diagnostics;
use crate::source::Place;

/// What the parameters of an operation say about its body.
#[derive(Default)]
struct Sent<'d> {
    body: Option<Node<'d>>,
    /// The fields of a form, by name.
    fields: IndexMap<String, Node<'d>>,
}

impl Document {
    /// The request body that the parameters of an operation describe. `form` is the place that a
    /// form may have.
    pub(in super::super) fn parameter_body(
        &self,
        items: &[Node<'_>],
        operation: &Node<'_>,
        form: Place,
        diagnostics: &mut Diagnostics,
    ) -> Option<RequestBodyView> {
        let Sent { body, fields } = self.sent(items, operation, diagnostics);
        let types = self.media_types(operation, "consumes", diagnostics);
        match (body, fields.first()) {
            (None, None) => None,
            (Some(body), None) => self.body(&body, types, diagnostics),
            (None, Some(_)) => Some(self.form(&fields, types, form, diagnostics)),
            (Some(body), Some((name, field))) => {
                let help = "a request has a body or a form; remove one of them";
                if types.iter().any(|(name, _)| is_form(name)) {
                    diagnostics
                        .fault(&body.place, "a body beside a form, left out")
                        .related(&field.place, "of the form")
                        .help(help);
                    return Some(self.form(&fields, types, form, diagnostics));
                }
                let message = format!("`{name}` of a form beside a body, left out");
                let diagnostic = diagnostics.fault(&field.place, message);
                diagnostic.related(&body.place, "the body").help(help);
                self.body(&body, types, diagnostics)
            }
        }
    }

    /// The parameters that are no parameters: those of the operation replace those of the path.
    fn sent(
        &self,
        items: &[Node<'_>],
        operation: &Node<'_>,
        diagnostics: &mut Diagnostics,
    ) -> Sent<'_> {
        let mut res = Sent::default();
        for node in items.iter().chain([operation]) {
            let own_from = res.fields.len();
            let mut own_body: Option<Place> = None;
            for (place, _) in node.items("parameters", diagnostics) {
                let Some(place) = self.parameter_place(&place, diagnostics) else { continue };
                let Some(node) = self.node(place.clone(), diagnostics) else { continue };
                match kind_of(node.map) {
                    Kind::Sent => continue,
                    Kind::Body => match &own_body {
                        Some(first) => {
                            diagnostics
                                .fault(&place, "a second body, left out")
                                .related(first, "the first one")
                                .help("describe one body with all of its members");
                        }
                        None => {
                            own_body = Some(place);
                            res.body = Some(node);
                        }
                    },
                    Kind::Form => self.field(node, own_from, &mut res.fields, diagnostics),
                }
            }
        }
        res
    }

    fn field<'d>(
        &self,
        node: Node<'d>,
        own_from: usize,
        fields: &mut IndexMap<String, Node<'d>>,
        diagnostics: &mut Diagnostics,
    ) {
        match node.text("in", diagnostics).as_deref() {
            Some("formData") => {}
            Some("query") => {
                let message = "a file cannot be sent in the query, read as part of a form";
                diagnostics.fault(&node.place.key("in"), message);
            }
            written => {
                let written = written.unwrap_or_default();
                let message = format!("`{written}` is read as `formData`");
                diagnostics.note(&node.place.key("in"), message);
            }
        }
        let Some(name) = node.text("name", diagnostics).filter(|it| !it.is_empty()) else {
            diagnostics.fault(&node.place, "a parameter without `name`, left out");
            return;
        };
        match fields.get_full(&name) {
            Some((i, _, first)) if i >= own_from => {
                diagnostics
                    .fault(&node.place, format!("parameter `{name}` appears twice"))
                    .related(&first.place, "the first one")
                    .help("remove one of them; the first one counts");
            }
            _ => {
                fields.insert(name, node);
            }
        }
    }

    fn body(
        &self,
        node: &Node<'_>,
        types: Vec<(String, Place)>,
        diagnostics: &mut Diagnostics,
    ) -> Option<RequestBodyView> {
        self.note_old(&node.place.key("in"), "`in: body`", diagnostics);
        let schema = self.parameter_schema(node, diagnostics);
        let is_file = schema.as_ref().is_some_and(|it| self.is_file(it, diagnostics));
        let body: RequestBody = node.typed(node.scalars(BODY, diagnostics), diagnostics)?;
        let mut types = types;
        if types.iter().any(|(name, _)| !is_form(name)) {
            types.retain(|(name, _)| !is_form(name));
        } else if let Some((name, place)) = types.first() {
            let message = format!("a body of `{name}` is sent as a form");
            diagnostics.note(&node.place, message).related(place, "stated here");
        }
        if types.is_empty() {
            let assumed = if is_file { OCTETS } else { JSON };
            let message = format!("no `consumes`: the body is taken to be `{assumed}`");
            diagnostics.note(&node.place, message);
            types.push((assumed.to_owned(), node.place.clone()));
        }
        let media = |(media_type, place): (String, Place)| MediaView {
            place,
            schema: schema.clone(),
            item_schema: None,
            example: self.media_example(node, &media_type, diagnostics),
            media_type,
            encoding: Vec::new(),
            extensions: IndexMap::new(),
        };
        Some(RequestBodyView {
            place: node.place.clone(),
            content: types.into_iter().map(media).collect(),
            required: body.required,
            description: body.description,
            extensions: body.extensions,
        })
    }

    fn form(
        &self,
        fields: &IndexMap<String, Node<'_>>,
        types: Vec<(String, Place)>,
        place: Place,
        diagnostics: &mut Diagnostics,
    ) -> RequestBodyView {
        let mut form = Form::default();
        let mut encoding = Vec::new();
        let mut has_file = false;
        for (name, node) in fields {
            self.note_old(&node.place.key("in"), "`in: formData`", diagnostics);
            let schema = self.parameter_schema(node, diagnostics);
            let schema = schema.unwrap_or_else(|| node.place.clone());
            has_file |= self.is_file(&schema, diagnostics);
            if node.flag("required", diagnostics) == Some(true) {
                form.required.push(name.clone());
            }
            if let Some((style, explode)) = self.collection_format(node, None, diagnostics) {
                encoding.push(EncodingView {
                    place: node.place.clone(),
                    property: name.clone(),
                    content_type: None,
                    style: Some(style),
                    explode: Some(explode),
                    allow_reserved: false,
                });
            }
            form.fields.push((name.clone(), schema));
        }
        let fits = |name: &String| if has_file { is_multipart(name) } else { is_form(name) };
        let (media_type, stated) =
            types.into_iter().find(|(name, _)| fits(name)).unwrap_or_else(|| {
                let assumed = if has_file { FORM_DATA } else { FORM };
                let at = fields.first().map_or(&place, |(_, node)| &node.place);
                let message =
                    format!("`consumes` lists no way to write this form, `{assumed}` is assumed");
                diagnostics.note(at, message);
                (assumed.to_owned(), place.clone())
            });
        let required = !form.required.is_empty();
        self.remember_form(place.clone(), form);
        let media = MediaView {
            place: stated,
            media_type,
            schema: Some(place.clone()),
            item_schema: None,
            example: None,
            encoding,
            extensions: IndexMap::new(),
        };
        RequestBodyView {
            place,
            required,
            description: None,
            content: vec![media],
            extensions: IndexMap::new(),
        }
    }
}
