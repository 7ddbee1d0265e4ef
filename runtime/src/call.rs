//! A call that is ready to be awaited.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;

use crate::error::Operation;
use crate::execute::{Execution, execute};
use crate::request::Arguments;
use crate::response::{self, Arrival, Delivery};
use crate::settings::Silence;
use crate::{Encode, Error, ListStyle, ObjectStyle, Response, RetryPolicy, Upload};

/// A call of an operation: awaiting it sends the request and gives the answer.
///
/// Nothing is sent before. Dropping the future ends the call.
#[must_use = "a call does nothing until it is awaited"]
pub struct Call<T> {
    arguments: Box<Arguments>,
    finish: fn(Arrival) -> Result<T, Error>,
}

impl<T> Call<T> {
    pub(crate) fn new(arguments: Box<Arguments>, finish: fn(Arrival) -> Result<T, Error>) -> Self {
        Self { arguments, finish }
    }

    pub(crate) fn operation(&self) -> Operation {
        self.arguments.operation
    }

    pub(crate) fn into_arguments(self) -> Box<Arguments> {
        self.arguments
    }

    /// The answer together with its status and headers.
    pub fn with_response(self) -> ResponseFuture<T> {
        ResponseFuture { execution: execute(self.arguments), finish: self.finish }
    }

    /// The answer's bytes as they came, with its status and headers.
    pub fn raw(mut self) -> RawFuture {
        self.arguments.delivery = match self.arguments.delivery {
            Delivery::File | Delivery::Stream | Delivery::WholeStream => Delivery::WholeStream,
            Delivery::Whole | Delivery::ByMediaType(_) => Delivery::Whole,
        };
        ResponseFuture { execution: execute(self.arguments), finish: response::bytes }
    }

    /// Sends one more header; it replaces one of the same name.
    pub fn extra_header(mut self, name: &str, value: &str) -> Self {
        self.arguments.extra_header(name, value);
        self
    }

    /// Sends one more query parameter.
    pub fn extra_query(mut self, name: &str, value: &str) -> Self {
        self.arguments.query(name, value);
        self
    }

    /// Sends the request with this idempotency key: by it the server does it once, however often it is sent, so the call is
    /// tried again as a `GET` would be. For a server that promises that; the key is yours to choose, a random UUID say, and
    /// is the same in all attempts.
    ///
    /// The header is `Idempotency-Key`, or [the one of the client](crate::HttpClientBuilder::idempotency_header). Operations
    /// of which the API declares it have a new key for each call without this; after an error it is in
    /// [`Error::idempotency_key`], to be given here when the call is made once more.
    pub fn idempotency_key(mut self, key: &str) -> Self {
        self.arguments.idempotency_key(key);
        self
    }

    /// How long one attempt of this call may take; `None` for any time.
    pub fn timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.arguments.settings_mut().timeout = timeout.into();
        self
    }

    /// How long this call may wait for a connection, if that is shorter than the client's
    /// [`connect_timeout`](crate::HttpClientBuilder::connect_timeout).
    ///
    /// For each attempt, with the name lookup and the TLS handshake. A connection that is open already takes no time;
    /// calls with such a limit have connections of their own, which other calls do not use.
    /// Clients with an [`http_client`](crate::HttpClientBuilder::http_client) of their own do not know this limit;
    /// a [transport](crate::transport::ConnectTimeout) is told.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.arguments.settings_mut().connect_timeout = Some(timeout);
        self
    }

    /// How long this call may take in all, with its retries; `None` for any time.
    pub fn total_timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.arguments.settings_mut().total_timeout = timeout.into();
        self
    }

    /// How long the body of the response may stay silent, if it is handed out while it comes in; `None` for any time.
    /// See [`HttpClientBuilder::stall_timeout`](crate::HttpClientBuilder::stall_timeout).
    pub fn stall_timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.arguments.settings_mut().silence = Silence::AtMost(timeout.into());
        self
    }

    /// What of this call is tried again, when and how often.
    pub fn retries(mut self, policy: RetryPolicy) -> Self {
        self.arguments.settings_mut().retries = policy;
        self
    }

    /// How many bytes the response may have that is held in memory, decompressed; `None` for any number. See
    /// [`response_limit`](crate::HttpClientBuilder::response_limit) of the client.
    ///
    /// Of a call that gives a [`Download`](crate::Download), the limit is for [`bytes`](crate::Download::bytes) and
    /// [`text`](crate::Download::text).
    pub fn response_limit(mut self, bytes: impl Into<Option<u64>>) -> Self {
        self.arguments.settings_mut().response_limit = bytes.into();
        self
    }

    /// How often in a row the response, if it is an event stream, connects again without a new event, whenever the
    /// connection breaks or ends; 0 for never. See [`EventStream`](crate::EventStream).
    pub fn reconnects(mut self, reconnects: u32) -> Self {
        self.arguments.settings_mut().reconnects = Some(reconnects);
        self
    }
}

/// What the builders of generated code set; see the methods of [`Request`](crate::Request) of the same names.
#[doc(hidden)]
impl<T> Call<T> {
    pub fn query<V: Encode + ?Sized>(&mut self, name: &str, value: &V) {
        self.arguments.query(name, value);
    }

    pub fn query_list<V: Encode + ?Sized>(&mut self, name: &str, value: &V, style: ListStyle) {
        self.arguments.query_list(name, value, style);
    }

    pub fn query_object<V: Encode + ?Sized>(&mut self, name: &str, value: &V, style: ObjectStyle) {
        self.arguments.query_object(name, value, style);
    }

    pub fn query_json<V: Encode + ?Sized>(&mut self, name: &str, value: &V) {
        self.arguments.query_json(name, value);
    }

    pub fn header<V: Encode + ?Sized>(&mut self, name: &str, value: &V) {
        self.arguments.header(name, &value);
    }

    pub fn cookie<V: Encode + ?Sized>(&mut self, name: &str, value: &V) {
        self.arguments.cookie(name, &value);
    }

    pub fn header_json<V: Encode + ?Sized>(&mut self, name: &str, value: &V) {
        self.arguments.header_json(name, &value);
    }

    pub fn cookie_json<V: Encode + ?Sized>(&mut self, name: &str, value: &V) {
        self.arguments.cookie_json(name, &value);
    }

    pub fn without_body(&mut self) {
        self.arguments.without_body();
    }

    pub fn member_base(&mut self) {
        self.arguments.member_base();
    }

    pub fn body<V: Encode + ?Sized>(&mut self, value: &V) {
        self.arguments.body(openapi_media::JSON, value);
    }

    pub fn body_as<V: Encode + ?Sized>(&mut self, media_type: &'static str, value: &V) {
        self.arguments.body(media_type, value);
    }

    #[cfg(feature = "xml")]
    pub fn body_xml<V: Encode + ?Sized>(
        &mut self,
        media_type: &'static str,
        root: &'static crate::XmlRoot,
        value: &V,
    ) {
        self.arguments.body_xml(media_type, root, &value);
    }

    pub fn member<V: Encode + ?Sized>(&mut self, name: &str, value: &V) {
        self.arguments.member(name, value);
    }

    pub fn form_member<V: Encode + ?Sized>(&mut self, name: &str, value: &V) {
        self.arguments.form_member(name, value);
    }

    pub fn form_list<V: Encode + ?Sized>(&mut self, name: &str, value: &V, style: ListStyle) {
        self.arguments.form_list(name, value, style);
    }

    pub fn form_object<V: Encode + ?Sized>(&mut self, name: &str, value: &V, style: ObjectStyle) {
        self.arguments.form_object(name, value, style);
    }

    pub fn form_json<V: Encode + ?Sized>(&mut self, name: &str, value: &V) {
        self.arguments.form_json(name, value);
    }

    pub fn part(&mut self, name: &str, upload: Upload) {
        self.arguments.part(name, upload);
    }

    pub fn parts<U: Into<Upload>>(&mut self, name: &str, uploads: impl IntoIterator<Item = U>) {
        uploads.into_iter().for_each(|upload| self.arguments.part(name, upload.into()));
    }

    pub fn part_list<V: Encode + ?Sized>(&mut self, name: &str, value: &V, style: ListStyle) {
        self.arguments.part_list(name, value, style);
    }

    pub fn part_as<V: Encode + ?Sized>(&mut self, name: &str, media_type: &str, value: &V) {
        self.arguments.part_as(name, media_type, value);
    }

    pub fn part_text<V: Encode + ?Sized>(&mut self, name: &str, value: &V) {
        self.arguments.part_text(name, value);
    }

    pub fn raw_body(&mut self, media_type: &'static str, upload: Upload) {
        self.arguments.raw_body(media_type, upload);
    }
}

impl<T> IntoFuture for Call<T> {
    type Output = Result<T, Error>;
    type IntoFuture = CallFuture<T>;

    fn into_future(self) -> CallFuture<T> {
        CallFuture { execution: execute(self.arguments), finish: self.finish }
    }
}

impl<T> fmt::Debug for Call<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Call({} {})", self.arguments.operation.id(), self.arguments.operation)
    }
}

/// A call on its way; gives the answer.
#[must_use = "futures do nothing unless polled"]
pub struct CallFuture<T> {
    execution: Execution,
    finish: fn(Arrival) -> Result<T, Error>,
}

impl<T> Future for CallFuture<T> {
    type Output = Result<T, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let arrival = ready!(self.execution.as_mut().poll(context));
        Poll::Ready(arrival.and_then(self.finish))
    }
}

/// A call on its way; gives the answer with its status and headers.
#[must_use = "futures do nothing unless polled"]
pub struct ResponseFuture<T> {
    execution: Execution,
    finish: fn(Arrival) -> Result<T, Error>,
}

/// A call on its way; gives the bytes as they came, with status and headers.
pub type RawFuture = ResponseFuture<Bytes>;

impl<T> Future for ResponseFuture<T> {
    type Output = Result<Response<T>, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let arrival = ready!(self.execution.as_mut().poll(context));
        Poll::Ready(arrival.and_then(|arrival| Response::finish(arrival, self.finish)))
    }
}

impl<T> fmt::Debug for CallFuture<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallFuture").finish_non_exhaustive()
    }
}

impl<T> fmt::Debug for ResponseFuture<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseFuture").finish_non_exhaustive()
    }
}
