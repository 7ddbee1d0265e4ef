//! What a call was given: everything about a request that is not yet bytes.

use std::borrow::Cow;

use http::{HeaderValue, header};
use openapi_media::JSON;
use serde_json::Value;

use super::body::Body;
use super::header_text::{ascii, simple_text};
use super::headers::Headers;
use super::multipart::Parts;
use super::path::{self, PathStyle};
use super::query::Query;
use super::server::Server;
use crate::error::{ArgumentError, Operation};
use crate::json::{Notes, to_tree, tree_to_text};
use crate::response::{Delivery, Layout};
use crate::settings::{CallSettings, check_header};
use crate::{Encode, Format, HttpClient, ListStyle, ObjectStyle, Secret, Upload};

/// Which credentials a call takes.
#[derive(Clone, Copy)]
pub(crate) enum Auth {
    /// Those of the first alternative that is complete.
    OneOf(&'static [&'static [&'static str]]),
    /// The first that there is.
    Any,
}

/// The arguments of a call. The first one that cannot be sent is kept as the call's fault.
///
/// It is moved into the call as it is, so that a call needs no other memory of that size.
pub(crate) struct Arguments {
    pub(crate) client: HttpClient,
    pub(crate) operation: Operation,
    pub(crate) auth: Auth,
    pub(crate) path: Vec<(&'static str, String)>,
    pub(crate) query: Query,
    /// Which media types are asked for.
    pub(crate) accept: Option<HeaderValue>,
    pub(crate) headers: Headers,
    /// Names and values.
    pub(crate) cookies: Vec<(String, String)>,
    pub(crate) body: Body,
    /// They replace all others of their names.
    pub(crate) extra_headers: Headers,
    pub(crate) delivery: Delivery,
    pub(crate) layout: Layout,
    /// Whether the path is all there is, with nothing behind it that says the format.
    pub(crate) is_exact: bool,
    /// Statuses, or their first digits.
    pub(crate) documented: &'static [u16],
    /// The redirects that the description lists, likewise, and `304`.
    pub(crate) redirects: &'static [u16],
    /// The server that the description has for the operation, if it is not that of the others.
    pub(crate) described_server: Option<&'static str>,
    /// The same as it is used.
    pub(crate) server: Option<Box<Server>>,
    /// Whether the call gives no value.
    pub(crate) has_no_result: bool,
    /// Whether the server of an event stream goes on behind the event that `Last-Event-ID` names.
    pub(crate) is_resumable: bool,
    /// Whether the request has an idempotency key.
    pub(crate) is_keyed: bool,
    /// The envelopes around the body, the outermost first.
    pub(crate) envelopes: Vec<&'static str>,
    /// What was sent that must not be shown.
    pub(crate) secrets: Vec<Secret>,
    /// If they are not the client's.
    settings: Option<Box<CallSettings>>,
    fault: Option<Box<ArgumentError>>,
}

impl Arguments {
    pub(crate) fn new(client: HttpClient, operation: Operation) -> Self {
        Self {
            client,
            settings: None,
            operation,
            auth: Auth::OneOf(&[]),
            path: Vec::new(),
            query: Query::default(),
            accept: None,
            headers: Headers::default(),
            cookies: Vec::new(),
            body: Body::default(),
            extra_headers: Headers::default(),
            delivery: Delivery::Whole,
            layout: Layout::default(),
            is_exact: false,
            documented: &[],
            redirects: &[],
            described_server: None,
            server: None,
            has_no_result: false,
            is_resumable: false,
            is_keyed: false,
            envelopes: Vec::new(),
            secrets: Vec::new(),
            fault: None,
        }
    }

    /// Keeps the first fault.
    pub(super) fn note(&mut self, fault: ArgumentError) {
        if self.fault.is_none() {
            self.fault = Some(Box::new(fault.of(self.operation)));
        }
    }

    /// A value that is not sent as JSON text. One that cannot be sent at all is the call's fault.
    fn tree(&mut self, name: &str, value: &dyn Encode) -> Value {
        self.encoded(|notes| to_tree(value, notes)).unwrap_or_else(|error| {
            self.note(ArgumentError::new(name, error.to_string()));
            Value::Null
        })
    }

    /// What is made of a value that is encoded; the secrets in it are kept, so that no error shows them.
    fn encoded<R>(&mut self, encode: impl FnOnce(&Notes) -> R) -> R {
        let notes = Notes::default();
        let made = encode(&notes);
        self.secrets.extend(notes.into_secrets());
        made
    }

    pub(crate) fn take_fault(&mut self) -> Option<ArgumentError> {
        self.fault.take().map(|fault| *fault)
    }

    /// What is set for this call.
    pub(crate) fn settings(&self) -> &CallSettings {
        self.settings.as_deref().unwrap_or(&self.client.shared().settings)
    }

    /// What is set for this call, to be changed for it alone.
    pub(crate) fn settings_mut(&mut self) -> &mut CallSettings {
        self.settings.get_or_insert_with(|| Box::new(self.client.shared().settings.clone()))
    }

    pub(crate) fn path(&mut self, name: &'static str, value: &dyn Encode, style: PathStyle) {
        let value = self.tree(name, value);
        match path::argument(name, &value, style) {
            Ok(text) => self.path.push((name, text)),
            Err(fault) => self.note(fault),
        }
    }

    pub(crate) fn query<T: Encode + ?Sized>(&mut self, name: &str, value: &T) {
        let tree = self.tree(name, &value);
        self.query.add(name, &tree);
    }

    pub(crate) fn query_list<T: Encode + ?Sized>(
        &mut self,
        name: &str,
        value: &T,
        style: ListStyle,
    ) {
        let tree = self.tree(name, &value);
        self.query.add_list(name, &tree, style);
    }

    pub(crate) fn query_object<T: Encode + ?Sized>(
        &mut self,
        name: &str,
        value: &T,
        style: ObjectStyle,
    ) {
        let tree = self.tree(name, &value);
        self.query.add_object(name, &tree, style);
    }

    pub(crate) fn query_json<T: Encode + ?Sized>(&mut self, name: &str, value: &T) {
        if !value.is_absent() {
            let text = tree_to_text(&self.tree(name, &value));
            self.query.add(name, &Value::String(text));
        }
    }

    pub(crate) fn header(&mut self, name: &str, value: &dyn Encode) {
        if let Some(text) = simple_text(&self.tree(name, value)) {
            self.header_text(name, &text);
        }
    }

    pub(crate) fn header_json(&mut self, name: &str, value: &dyn Encode) {
        if !value.is_absent() {
            let text = tree_to_text(&self.tree(name, value));
            self.header_text(name, &ascii(&text));
        }
    }

    fn header_text(&mut self, name: &str, text: &str) {
        match check_header(name, text) {
            Ok((name, value)) if name == header::ACCEPT => self.accept = Some(value),
            Ok((name, value)) => self.headers.insert(name, value),
            Err(fault) => self.note(fault),
        }
    }

    pub(crate) fn extra_header(&mut self, name: &str, value: &str) {
        match check_header(name, value) {
            Ok((name, value)) => self.extra_headers.insert(name, value),
            Err(fault) => self.note(fault),
        }
    }

    pub(crate) fn cookie(&mut self, name: &str, value: &dyn Encode) {
        if let Some(text) = simple_text(&self.tree(name, value)) {
            self.cookies.push((name.to_owned(), text));
        }
    }

    pub(crate) fn cookie_json(&mut self, name: &str, value: &dyn Encode) {
        if !value.is_absent() {
            let text = tree_to_text(&self.tree(name, value));
            self.cookies.push((name.to_owned(), text));
        }
    }

    /// JSON stands for the client's format.
    pub(crate) fn accept(&mut self, media_types: &str) {
        let media_types = &*match self.client.shared().formats.format {
            Format::Json => Cow::Borrowed(media_types),
            #[cfg(feature = "xml")]
            Format::Xml => Cow::Owned(in_xml(media_types)),
        };
        let value = match media_types {
            JSON => Ok(HeaderValue::from_static(JSON)),
            other => HeaderValue::from_str(other),
        };
        match value {
            Ok(value) => self.accept = Some(value),
            Err(error) => {
                self.note(ArgumentError::new("accept", "is not a media type").because(error))
            }
        }
    }

    /// What is accepted unless `accept` was called.
    pub(crate) fn accept_by_default(&mut self, media_types: &str) {
        if self.accept.is_none() {
            self.accept(media_types);
        }
    }

    pub(crate) fn body<T: Encode + ?Sized>(&mut self, media_type: &'static str, value: &T) {
        if !value.is_absent() {
            let formats = self.client.shared().formats;
            match self.encoded(|notes| Body::of(media_type, &value, &formats, notes)) {
                Ok(body) => self.body = body,
                Err(error) => self.note(ArgumentError::new("body", error.to_string())),
            }
        }
    }

    /// In XML, by the table of the value's type.
    #[cfg(feature = "xml")]
    pub(crate) fn body_xml(
        &mut self,
        media_type: &'static str,
        root: &'static crate::XmlRoot,
        value: &dyn Encode,
    ) {
        if value.is_absent() {
            return;
        }
        let tree = self.tree("body", value);
        match crate::xml::document_typed(&tree, root) {
            Ok(text) => self.body = Body::Text { media_type, text },
            Err(reason) => self.note(ArgumentError::new("body", reason)),
        }
    }

    pub(crate) fn member<T: Encode + ?Sized>(&mut self, name: &str, value: &T) {
        if !value.is_absent() {
            let notes = Notes::default();
            let set = self.body.member(name, &value, &self.client.shared().formats, &notes);
            self.secrets.extend(notes.into_secrets());
            if let Err(error) = set {
                self.note(ArgumentError::new(name, error.to_string()));
            }
        }
    }

    pub(crate) fn members_as(&mut self, media_type: &'static str) {
        self.body = Body::None { media_type };
    }

    pub(crate) fn multipart(&mut self, media_type: &'static str, order: &'static [&'static str]) {
        self.body = Body::Parts(Parts::new(media_type, order));
    }

    pub(crate) fn without_body(&mut self) {
        self.body.clear();
    }

    pub(crate) fn member_base(&mut self) {
        self.body.be_object(&self.client.shared().formats);
    }

    pub(crate) fn form_member<T: Encode + ?Sized>(&mut self, name: &str, value: &T) {
        if !value.is_absent() {
            let tree = self.tree(name, &value);
            self.body.form_member(name, &tree);
        }
    }

    pub(crate) fn form_list<T: Encode + ?Sized>(
        &mut self,
        name: &str,
        value: &T,
        style: ListStyle,
    ) {
        if !value.is_absent() {
            let tree = self.tree(name, &value);
            self.body.form_list(name, &tree, style);
        }
    }

    pub(crate) fn form_object<T: Encode + ?Sized>(
        &mut self,
        name: &str,
        value: &T,
        style: ObjectStyle,
    ) {
        if !value.is_absent() {
            let tree = self.tree(name, &value);
            self.body.form_object(name, &tree, style);
        }
    }

    pub(crate) fn form_json<T: Encode + ?Sized>(&mut self, name: &str, value: &T) {
        if !value.is_absent() {
            let text = tree_to_text(&self.tree(name, &value));
            self.body.form_member(name, &Value::String(text));
        }
    }

    pub(crate) fn raw_body(&mut self, media_type: &'static str, upload: Upload) {
        self.body = Body::Raw { media_type, upload };
    }

    pub(crate) fn part(&mut self, name: &str, upload: Upload) {
        self.body.part(name, upload);
    }

    pub(crate) fn part_list<T: Encode + ?Sized>(
        &mut self,
        name: &str,
        value: &T,
        style: ListStyle,
    ) {
        if !value.is_absent() {
            let tree = self.tree(name, &value);
            self.body.part_list(name, &tree, style);
        }
    }

    pub(crate) fn part_as<T: Encode + ?Sized>(&mut self, name: &str, media_type: &str, value: &T) {
        if !value.is_absent() {
            let tree = self.tree(name, &value);
            self.body.part_as(name, media_type, &tree);
        }
    }

    pub(crate) fn part_text<T: Encode + ?Sized>(&mut self, name: &str, value: &T) {
        if !value.is_absent() {
            let tree = self.tree(name, &value);
            self.body.part_text(name, &tree);
        }
    }
}

/// The same list with XML instead of JSON.
#[cfg(feature = "xml")]
fn in_xml(media_types: &str) -> String {
    let other = |it: &str| if it == JSON { openapi_media::XML } else { it }.to_owned();
    media_types.split(',').map(|it| other(it.trim())).collect::<Vec<_>>().join(", ")
}
