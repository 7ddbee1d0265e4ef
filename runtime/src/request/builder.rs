//! A request that is being described, by value, up to what its response is.

use std::fmt;

use openapi_media::JSON;

use super::PathStyle;
use super::arguments::{Arguments, Auth};
use crate::error::Operation;
use crate::{Encode, HttpClient, ListStyle, ObjectStyle, Upload};

/// A request that is being described. Its last method says what the answer is, and makes it a [`Call`](crate::Call).
///
/// An argument that cannot be sent is remembered and becomes the call's error.
#[must_use = "a request does nothing until it is made a call and awaited"]
pub struct Request {
    pub(super) arguments: Box<Arguments>,
}

impl Request {
    pub(crate) fn new(client: HttpClient, operation: Operation) -> Self {
        Self { arguments: Box::new(Arguments::new(client, operation)) }
    }

    /// Which credentials the operation takes: alternatives, each a list of schemes that are needed together.
    ///
    /// The first alternative for which the client has all credentials is sent. Without this, or with an empty
    /// list, none is.
    pub fn auth(mut self, alternatives: &'static [&'static [&'static str]]) -> Self {
        self.arguments.auth = Auth::OneOf(alternatives);
        self
    }

    /// Sends the credential that the client was given first, whatever its scheme.
    pub fn any_auth(mut self) -> Self {
        self.arguments.auth = Auth::Any;
        self
    }

    /// The server that the description has for the operation: absolute, or relative to the base URL; see
    /// [`HttpClientBuilder::server`](crate::HttpClientBuilder::server).
    pub fn server(mut self, url: &'static str) -> Self {
        self.arguments.described_server = Some(url);
        self
    }

    /// The path is all there is: nothing behind it says the format.
    pub fn exact_path(mut self) -> Self {
        self.arguments.is_exact = true;
        self
    }

    /// The argument for `{name}` in the path.
    pub fn path<T: Encode + ?Sized>(mut self, name: &'static str, value: &T) -> Self {
        self.arguments.path(name, &value, PathStyle::Simple { explode: false });
        self
    }

    /// The argument for `{name}` in the path, written in another style.
    pub fn path_styled<T: Encode + ?Sized>(
        mut self,
        name: &'static str,
        value: &T,
        style: PathStyle,
    ) -> Self {
        self.arguments.path(name, &value, style);
        self
    }

    /// A query parameter: `None` is left out, a list is repeated, an object becomes its members.
    pub fn query<T: Encode + ?Sized>(mut self, name: &str, value: &T) -> Self {
        self.arguments.query(name, value);
        self
    }

    /// A query parameter that is a list.
    pub fn query_list<T: Encode + ?Sized>(
        mut self,
        name: &str,
        value: &T,
        style: ListStyle,
    ) -> Self {
        self.arguments.query_list(name, value, style);
        self
    }

    /// A query parameter that is an object.
    pub fn query_object<T: Encode + ?Sized>(
        mut self,
        name: &str,
        value: &T,
        style: ObjectStyle,
    ) -> Self {
        self.arguments.query_object(name, value, style);
        self
    }

    /// A query parameter whose value is JSON.
    pub fn query_json<T: Encode + ?Sized>(mut self, name: &str, value: &T) -> Self {
        self.arguments.query_json(name, value);
        self
    }

    /// A header parameter: `None` is left out, a list is joined by commas.
    pub fn header<T: Encode + ?Sized>(mut self, name: &str, value: &T) -> Self {
        self.arguments.header(name, &value);
        self
    }

    /// A cookie parameter: `None` is left out.
    pub fn cookie<T: Encode + ?Sized>(mut self, name: &str, value: &T) -> Self {
        self.arguments.cookie(name, &value);
        self
    }

    /// A header parameter whose value is JSON; `None` is left out. What is not ASCII is escaped.
    pub fn header_json<T: Encode + ?Sized>(mut self, name: &str, value: &T) -> Self {
        self.arguments.header_json(name, &value);
        self
    }

    /// A cookie parameter whose value is JSON; `None` is left out.
    pub fn cookie_json<T: Encode + ?Sized>(mut self, name: &str, value: &T) -> Self {
        self.arguments.cookie_json(name, &value);
        self
    }

    /// A JSON body; `None` is no body.
    pub fn body<T: Encode + ?Sized>(self, value: &T) -> Self {
        self.body_as(JSON, value)
    }

    /// A body of another media type: JSON for `text/json`, `application/problem+json` and the like, a form for
    /// `application/x-www-form-urlencoded`, parts for `multipart/form-data`, a line for each element of a list for
    /// newline-delimited JSON; elsewhere text for a string, and JSON for what is none.
    pub fn body_as<T: Encode + ?Sized>(mut self, media_type: &'static str, value: &T) -> Self {
        self.arguments.body(media_type, value);
        self
    }

    /// The media type of a JSON object body that is made of its members, if it is not `application/json`.
    pub fn members_as(mut self, media_type: &'static str) -> Self {
        self.arguments.members_as(media_type);
        self
    }

    /// The media type of a body of several parts, if it is not `multipart/form-data`, and the order of the parts.
    pub fn multipart(mut self, media_type: &'static str, order: &'static [&'static str]) -> Self {
        self.arguments.multipart(media_type, order);
        self
    }

    /// The request is sent with an idempotency key, a new one for each call unless the caller gives one: by it the server
    /// does the request once, however often it is sent.
    pub fn with_idempotency_key(mut self) -> Self {
        self.arguments.is_keyed = true;
        self
    }

    /// The body is a value in XML, by the table of its type.
    #[cfg(feature = "xml")]
    pub fn body_xml<T: Encode + ?Sized>(
        mut self,
        media_type: &'static str,
        root: &'static crate::XmlRoot,
        value: &T,
    ) -> Self {
        self.arguments.body_xml(media_type, root, &value);
        self
    }

    /// The answer is a value in XML of this media type, by the table of its type.
    #[cfg(feature = "xml")]
    pub fn answer_xml(mut self, media_type: &str, of: &'static crate::XmlType) -> Self {
        self.arguments.layout.xml = Some(of);
        self.accept(media_type)
    }

    /// A member of a JSON object body; `None` is left out.
    pub fn member<T: Encode + ?Sized>(mut self, name: &str, value: &T) -> Self {
        self.arguments.member(name, value);
        self
    }

    /// A JSON object body, even if it gets no member.
    pub fn member_base(mut self) -> Self {
        self.arguments.member_base();
        self
    }

    /// Puts the body, if there is one, into an object whose only member has this name; a second one goes inside the
    /// first.
    pub fn envelope(mut self, name: &'static str) -> Self {
        self.arguments.envelopes.push(name);
        self
    }

    /// A member of an urlencoded body; `None` is left out, a list is repeated.
    pub fn form_member<T: Encode + ?Sized>(mut self, name: &str, value: &T) -> Self {
        self.arguments.form_member(name, value);
        self
    }

    /// A list in an urlencoded body, in a style; `None` is left out.
    pub fn form_list<T: Encode + ?Sized>(
        mut self,
        name: &str,
        value: &T,
        style: ListStyle,
    ) -> Self {
        self.arguments.form_list(name, value, style);
        self
    }

    /// An object (or, `Deep`, anything) in an urlencoded body, in a style; `None` is left out.
    ///
    /// In the style `Deep` the elements of lists have their position in brackets: `a[b][0]=1`.
    pub fn form_object<T: Encode + ?Sized>(
        mut self,
        name: &str,
        value: &T,
        style: ObjectStyle,
    ) -> Self {
        self.arguments.form_object(name, value, style);
        self
    }

    /// A member of an urlencoded body whose value is JSON; `None` is left out.
    pub fn form_json<T: Encode + ?Sized>(mut self, name: &str, value: &T) -> Self {
        self.arguments.form_json(name, value);
        self
    }

    /// A file in a multipart body.
    pub fn part(mut self, name: &str, upload: Upload) -> Self {
        self.arguments.part(name, upload);
        self
    }

    /// Several files in a multipart body, a part each, all of this name.
    pub fn parts<U: Into<Upload>>(
        mut self,
        name: &str,
        uploads: impl IntoIterator<Item = U>,
    ) -> Self {
        uploads.into_iter().for_each(|upload| self.arguments.part(name, upload.into()));
        self
    }

    /// A list in one part of a multipart body, its elements joined in a style; `Repeat` is a part each.
    pub fn part_list<T: Encode + ?Sized>(
        mut self,
        name: &str,
        value: &T,
        style: ListStyle,
    ) -> Self {
        self.arguments.part_list(name, value, style);
        self
    }

    /// One part of a multipart body in a media type: JSON for a JSON one, else text.
    pub fn part_as<T: Encode + ?Sized>(mut self, name: &str, media_type: &str, value: &T) -> Self {
        self.arguments.part_as(name, media_type, value);
        self
    }

    /// A part of a multipart body that is not a file: scalars as text, objects as JSON, a list as a part each.
    pub fn part_text<T: Encode + ?Sized>(mut self, name: &str, value: &T) -> Self {
        self.arguments.part_text(name, value);
        self
    }

    /// A body that is sent as it is.
    pub fn raw_body(mut self, media_type: &'static str, upload: Upload) -> Self {
        self.arguments.raw_body(media_type, upload);
        self
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Request({} {})", self.arguments.operation.id(), self.arguments.operation)
    }
}
