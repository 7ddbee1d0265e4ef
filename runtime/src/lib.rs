//! What every generated API client does the same way: requests, credentials, decoding, errors, streams.
//!
//! You use this crate through a generated client, which re-states none of it: **the runtime is code, the generated
//! client is data**. Each method of a client names an operation and fills in its arguments; everything else
//! happens here, in one place.
//!
//! ```no_run
//! # async fn run() -> Result<(), openapi_runtime::Error> {
//! use openapi_runtime::{Credential, HttpClient, Value};
//!
//! let http = HttpClient::builder("https://my.example.com/api/v1")
//!     .credential("bearer_auth", Credential::bearer("token"))
//!     .build()?;
//!
//! // The body of a generated method.
//! const AUTH: &[&[&str]] = &[&["bearer_auth"]];
//! let call = http.get("getApp", "/apps/{appId}").auth(AUTH).path("appId", "a1").json::<Value>();
//!
//! // What its user writes.
//! match call.await {
//!     Ok(app) => println!("{}", app["label"]),
//!     Err(error) if error.is_not_found() => println!("no such app"),
//!     Err(error) => return Err(error),
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # What a call does
//!
//! | | default | set by |
//! |---|---|---|
//! | time to connect | 10 s | [`connect_timeout`](HttpClientBuilder::connect_timeout), [a shorter one of a call](Call::connect_timeout) |
//! | whom the client trusts | the certificates that the system trusts (on Linux also those of `SSL_CERT_FILE` and `SSL_CERT_DIR`) | [`root_certificate`](HttpClientBuilder::root_certificate) adds to them; [`danger_accept_invalid_certificates`](HttpClientBuilder::danger_accept_invalid_certificates) |
//! | who the client is | nobody, but for its credentials | [`client_certificate`](HttpClientBuilder::client_certificate) |
//! | proxy | that of the environment: `HTTP_PROXY` (or `http_proxy`), `HTTPS_PROXY`, `ALL_PROXY`, but not for the hosts in `NO_PROXY` | [`proxy`](HttpClientBuilder::proxy), [`no_proxy`](HttpClientBuilder::no_proxy) |
//! | requests that are on their way at once | any number; beyond a limit calls wait, as long as an attempt may take | [`max_connections`](HttpClientBuilder::max_connections) |
//! | connections that are kept open while nobody uses them | 64 to each server, for 90 s; downloads have connections of their own | [`max_idle_connections`](HttpClientBuilder::max_idle_connections), [`idle_timeout`](HttpClientBuilder::idle_timeout) |
//! | time for an attempt | 60 s after the last piece of the request's body; of what is handed out while it comes in until it begins | [`timeout`](HttpClientBuilder::timeout), [of a call](Call::timeout) |
//! | time for all attempts | any | [`total_timeout`](HttpClientBuilder::total_timeout), [of a call](Call::total_timeout) |
//! | silence of downloads | 30 s, then an error that [says so](BodyError::is_stalled) | [`stall_timeout`](HttpClientBuilder::stall_timeout), [of a call](Call::stall_timeout) |
//! | silence of event streams and lines of JSON | any; TCP keep-alive finds in about a minute that the server is gone | the same |
//! | retries | 2 | [`RetryPolicy::new`] for [the client](HttpClientBuilder::retries), [of a call](Call::retries) |
//! | retried: `GET`, `HEAD`, `PUT`, `DELETE`, `OPTIONS` | no connection, a broken one, time-outs, answers that break off, 408, 429, 500, 502, 503, 504 | the statuses: [`retry_statuses`](HttpClientBuilder::retry_statuses), [`RetryPolicy::statuses`], `[retries]` of the API |
//! | retried: all other methods | no connection (nothing was sent); what the server refused before it looked at it; 429 and 503 that have `Retry-After`, and 425 if it is among the statuses; with an idempotency key the same as a `GET` | [`RetryPolicy::even_if_sent`], [`Call::idempotency_key`] |
//! | idempotency keys | none; where the API declares them, a random UUID for each call, the same in all attempts, in the header `Idempotency-Key` | [`idempotency_key`](Call::idempotency_key), [`idempotency_header`](HttpClientBuilder::idempotency_header) |
//! | never retried | bodies that are streams; anything once a download or an event stream has begun; what [stays as it is](ConnectionError::is_permanent): certificates that are not trusted, `https` where the server speaks `http`, a proxy that wants a password | |
//! | event streams that break | [connect again](EventStream) if the events have ids or the API declares it, 5 times in a row without a new event; what came before is left out, and what may be missing is [told](Error::is_gap) | [`reconnects`](HttpClientBuilder::reconnects), [of a call](Call::reconnects) |
//! | time before an event stream connects again | what the server says with `retry`, from 1 s to 120 s, and up to 0.5 s more; longer after each that was in vain | [`RetryPolicy::longest_wait`] |
//! | event streams that end in good order | the end; of APIs that declare that their servers go on, the next connection | the same |
//! | pages of a list | asked for one by one, when their items are wanted | [`Pages`], [`Items`] |
//! | pages that end before the server's total, or go round in a circle | an [`AnswerError`], behind the items that came | [`Pages`] |
//! | tasks that are waited for | polled after 1 s, then less often up to every 10 s; 5 minutes of failing polls in a row | [`TaskWait`] |
//! | files that break off while they are saved | [gone on with](Download::save_to) where the server says that the file is the same (a strong `ETag`, or `Last-Modified`), as often in a row without a new byte as there may be retries; otherwise begun anew, as often in all | [`retries`](Call::retries) |
//! | files whose saving is interrupted by the end of the program | nothing is left; with [`resume`](Download::resume) the next run goes on | |
//! | files that come with a `Content-Encoding` nobody asked for | saved as they come if they are compressed files by name or media type, otherwise an error | `extra_header("Accept-Encoding", ..)` |
//! | wait before a retry | any part of 0.5 s, then of 1 s, doubling up to 8 s | [`RetryPolicy::backoff`] |
//! | `Retry-After` | obeyed up to 120 s, in seconds, as a date, or as `retry-after-ms`; beyond that the error has it ([`Error::retry_after`]) | [`RetryPolicy::longest_wait`] |
//! | retries of a client and its clones without a success | 100; each success pays back a fifth | [`RetryPolicy::budget`] |
//! | credentials | only to operations that ask for them, never to another origin, in no error and no `Debug`; one more attempt after 401, if they come from a [provider](CredentialProvider) | |
//! | secrets that a server repeats: credentials, [`Secret`]s that the call sent | `REDACTED` in what an error, a task or a span shows, however they are escaped or cut ([`guide::errors`]) | [`AnswerError::body`] and [`StatusError::body`] have all bytes |
//! | control characters and marks of direction in a server's words | written by their numbers: `\u{1b}` | |
//! | an operation that the description serves elsewhere | goes there, without credentials; with them, where the builder names the server | [`server`](HttpClientBuilder::server) |
//! | redirects | on the same origin only, at most 10, and where the method stays: a change does not become a `GET`; others are a [`StatusError`] that says where to | [`http_client`](HttpClientBuilder::http_client) |
//! | redirects that the description lists | success of a call without a value; any other call follows them | |
//! | a call without a value | an HTML page is an [`AnswerError`] | [`Call::raw`] |
//! | credentials that no server would accept: empty ones, white space at their ends | an [`Error::Argument`] when the client is built | |
//! | uploads from a path | regular files that know their length; a FIFO, a device or a folder is an [`Error::File`] | [`Upload::reader`] |
//! | arguments that cannot be sent, numbers that are not finite among them | [`Error::Argument`], before anything is sent | |
//! | whole numbers of a type with fractions | written as integers are, without a fraction and an exponent, wherever they are sent | |
//! | an optional JSON object of which nothing is set | `{}` with `POST`, `PUT` and `PATCH`, else no body | `without_body` or `with_empty_body` of the call |
//! | media types | those of the description; of a range such as `application/*+json` the obvious one | [`Upload::content_type`] |
//! | format of bodies and answers | JSON; XML as well, if the API speaks it (feature `xml`): answers are read in whichever format they come | [`format`](HttpClientBuilder::format) |
//! | kinds of scalars in answers | exactly those of the types | [`loose_scalars`](HttpClientBuilder::loose_scalars) |
//! | the body of an error | kept up to 1 MiB ([`StatusError::body`]) | |
//! | lines and events | at most 1 MiB each | |
//! | responses that are held in memory | at most 256 MiB, decompressed; a larger one is an error that [says so](BodyError::is_too_large) | [`response_limit`](HttpClientBuilder::response_limit), [of a call](Call::response_limit) |
//!
//! Features: for TLS `rustls` (on by default), `rustls-ring`, `rustls-graviola` or `native-tls`, see
//! [`guide::connections`]; `gzip` (on by default), `brotli` and `zstd` for compressed answers; [`blocking`] for programs without
//! `async`; `tracing` for [spans](guide::tracing); [`testing`] for a scripted server; `jiff` for
//! `DateTime::timestamp`; `webhooks` for checks of [webhooks].
//!
//! The [`guide`] has a chapter for each of these, with a program that runs.
//!
//! A [`Call`] does nothing until it is awaited. Instead of its value it can give the whole [`Response`]
//! ([`Call::with_response`]) or the bytes as they came ([`Call::raw`]), and it takes headers and query parameters
//! that the description does not name ([`Call::extra_header`], [`Call::extra_query`]).
//!
//! # Answers
//!
//! Unknown members are ignored, unknown values of enums are kept, dates are kept as text, and compared by the instant ([`DateTime`]),
//! identifiers may be text or integers ([`Id`]), and an integer may be written `3.0`. What still does not fit is an
//! [`Error::Decode`] with the JSON pointer of the fault. An [observer](HttpClientBuilder::observer) is told of each
//! [`Difference`]; without one, nothing is compared. An empty answer is what `{}` would be, or an empty list.
//!
//! What is on the wire and not in the types, envelopes and the format, is described in [`guide::formats`].
//!
//! A [`Download`], an [`EventStream`] and [`JsonLines`] are handed out while they come in.
//!
//! # Errors
//!
//! [`Error`] tells apart what a caller has to treat apart, and its `Display` has the server's own words. `{:?}` is the same
//! line, which is what a program prints whose `main` returns an error; `{:#?}` shows all parts.
//!
//! # For generated code
//!
//! Users of a client never need these:
//!
//! - reading and writing JSON without a derive: [`Decode`], [`Node`], [`ObjectReader`], [`alternative`],
//!   [`DecodeError`]; [`Encode`], [`Encoder`], [`ObjectWriter`], [`ListWriter`], [`to_value`]; [`open_enum!`], [`open_integer!`],
//!   [`impl_deserialize!`], [`impl_serialize!`];
//! - envelopes, which are on the wire and not in the types: [`Wrap`], [`wrapped`], [`alternative_in`];
//! - describing a request: [`HttpClient::request`] and its shorthands, [`Request`], [`ListStyle`],
//!   [`ObjectStyle`]; [`call_builder!`] for operations that have optional arguments;
//! - lists in pages and tasks: [`Paging`], [`paged_call!`], [`TaskKind`], [`TaskRule`], [`Polled`];
//! - values that `Debug` does not show: [`Hidden`], [`Hide`];
//! - answers of several media types: [`ByMediaType`], [`media_json`], [`media_text`], [`media_download`],
//!   [`media_events`].

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;
#[cfg(any(feature = "blocking", doc))]
pub mod blocking;
mod call;
mod client;
mod credential;
mod difference;
mod error;
mod events;
mod execute;
mod format;
pub mod guide;
mod json;
mod macros;
mod media;
mod pages;
mod recovery;
mod redaction;
mod request;
mod response;
mod retry;
mod settings;
mod shown;
mod tasks;
#[cfg(any(feature = "testing", doc))]
pub mod testing;
mod time_limit;
mod trace;
pub mod transport;
mod values;
pub mod webhooks;
#[cfg(feature = "xml")]
mod xml;

pub use bytes::Bytes;
pub use http::{HeaderMap, StatusCode};
/// The transport, for [`HttpClientBuilder::http_client`].
pub use reqwest;
pub use serde_json::{Value, json};

pub use call::{Call, CallFuture, RawFuture, ResponseFuture};
pub use client::HttpClient;
pub use credential::{Credential, CredentialFuture, CredentialProvider};
pub use difference::{Difference, DifferenceKind};
pub use error::{
    AnswerError, ArgumentError, BodyError, ConnectionError, CredentialError, Error, FileError,
    Operation, StatusError, TaskError, TimeoutError,
};
pub use events::{Event, EventStream};
pub use format::Format;
pub use json::{
    Alternative, Decode, DecodeError, Encode, Encoder, ListWriter, Node, ObjectReader,
    ObjectWriter, Wrap, Wrapped, alternative, alternative_in, to_value, wrapped,
};
pub use media::{
    ByMediaType, MediaAlternative, media_download, media_events, media_json, media_json_lines,
    media_nothing, media_text,
};
pub use pages::{Items, Page, Pages, Paging};
pub use redaction::{Hidden, Hide};
pub use request::{ListStyle, ObjectStyle, PathStyle, Request, Upload};
pub use response::{Download, JsonLines, Lines, Response};
pub use retry::RetryPolicy;
pub use settings::HttpClientBuilder;
pub use tasks::{Polled, Progress, Task, TaskKind, TaskProgress, TaskRule, TaskWait};
pub use transport::Proxy;
pub use values::{DateTime, Id, Secret};
#[cfg(feature = "xml")]
pub use xml::{XmlMember, XmlName, XmlRoot, XmlRules, XmlType};

/// A free-form JSON object; its members stay in their order.
pub type Map = serde_json::Map<String, Value>;
