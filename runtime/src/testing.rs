//! A server that follows a script, without a port: for tests of programs that use a client.
//!
//! [`Script`] is a [`Transport`] below credentials and retries. It answers from its script, and keeps what would
//! have gone over the wire.
//!
//! ```
//! # tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build().unwrap().block_on(async {
//! use openapi_runtime::testing::{Reply, Script};
//! use openapi_runtime::{Credential, HttpClient, Value, json};
//!
//! let script = Script::new()
//!     .then(Reply::status(503).header("Retry-After", "5"))
//!     .then(Reply::json(&json!({"id": "a1", "label": "Blog"})));
//!
//! // Of a generated client: `Client::builder(..).bearer_token(..).transport(script.clone()).build()?`
//! let http = HttpClient::builder("https://my.example.com/api/v1")
//!     .credential("bearer_auth", Credential::bearer("s3cret"))
//!     .transport(script.clone())
//!     .build()?;
//! let call = http.get("getApp", "/apps/{id}").auth(&[&["bearer_auth"]]).path("id", "a1");
//!
//! // Not there at first, there when asked again: time is paused, nobody waits for five seconds.
//! assert_eq!(call.json::<Value>().await?["label"], "Blog");
//!
//! let requests = script.requests();
//! assert_eq!(requests.len(), 2);
//! assert_eq!(requests[0].path(), "/api/v1/apps/a1");
//! assert_eq!(requests[0].header("authorization"), Some("Bearer s3cret"));
//! assert_eq!(format!("{:?}", requests[0]), "GET /apps/{id} [user-agent, accept, authorization]");
//! # Ok::<_, openapi_runtime::Error>(()) }).unwrap();
//! ```
//!
//! In a test of your own, `#[tokio::test(start_paused = true)]` pauses the time.

use std::collections::VecDeque;
use std::fmt;
use std::future::{Future as _, pending, poll_fn};
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::{HeaderName, HeaderValue, StatusCode, Uri, header};
use http_body::{Body as _, Frame, SizeHint};
use serde_json::Value;
use tokio::time::Sleep;

use crate::Operation;
use crate::transport::{
    Body, BoxError, FailureKind, Request, Response, Transport, TransportError, TransportFuture,
};

/// A server that follows a script. Clones share the script and what was recorded.
#[derive(Clone, Default)]
pub struct Script {
    shared: Arc<Mutex<Shared>>,
}

#[derive(Default)]
struct Shared {
    replies: VecDeque<Reply>,
    always: Option<Reply>,
    requests: Vec<Recorded>,
}

impl Script {
    /// An empty script.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The next request gets this reply.
    #[must_use]
    pub fn then(self, reply: Reply) -> Self {
        self.lock().replies.push_back(reply);
        self
    }

    /// All further requests get this reply. Without it they are a panic.
    #[must_use]
    pub fn always(self, reply: Reply) -> Self {
        self.lock().always = Some(reply);
        self
    }

    /// The requests so far, in the order in which they came.
    #[must_use]
    pub fn requests(&self) -> Vec<Recorded> {
        self.lock().requests.clone()
    }

    fn lock(&self) -> MutexGuard<'_, Shared> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn next(&self) -> Option<Reply> {
        let mut shared = self.lock();
        shared.replies.pop_front().or_else(|| shared.always.clone())
    }
}

impl Transport for Script {
    fn send(&self, request: Request) -> TransportFuture {
        let script = self.clone();
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            let broken = |error| TransportError::new(FailureKind::Broken, error);
            let reply = match script.next() {
                Some(reply) => reply,
                None => panic!("the script has no reply for {} {}", parts.method, parts.uri.path()),
            };
            if let Some(kind @ (FailureKind::Connect | FailureKind::ConnectTimeout)) = reply.failure
            {
                // Nothing is sent, but the attempt is recorded.
                script.lock().requests.push(Recorded { parts, body: Bytes::new() });
                tokio::time::sleep(reply.delay).await;
                return Err(TransportError::new(kind, "the script says so"));
            }
            let body = read(body).await.map_err(broken)?;
            script.lock().requests.push(Recorded { parts, body });
            if !reply.delay.is_zero() {
                tokio::time::sleep(reply.delay).await;
            }
            if reply.never {
                pending::<()>().await;
            }
            match reply.failure {
                Some(kind) => Err(TransportError::new(kind, "the script says so")),
                None => Ok(reply.into_response()),
            }
        })
    }
}

impl fmt::Debug for Script {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shared = self.lock();
        f.debug_struct("Script")
            .field("requests", &shared.requests)
            .field("replies_left", &shared.replies.len())
            .finish()
    }
}

async fn read(body: Body) -> Result<Bytes, BoxError> {
    let mut body = pin!(body);
    let mut whole = BytesMut::new();
    while let Some(frame) = poll_fn(|context| body.as_mut().poll_frame(context)).await {
        if let Ok(bytes) = frame?.into_data() {
            whole.extend_from_slice(&bytes);
        }
    }
    Ok(whole.freeze())
}

/// A request as it would have gone over the wire, credentials included; `Debug` does not show them.
#[derive(Clone)]
pub struct Recorded {
    parts: http::request::Parts,
    body: Bytes,
}

impl Recorded {
    /// The method.
    #[must_use]
    pub fn method(&self) -> &str {
        self.parts.method.as_str()
    }

    /// The whole URI.
    #[must_use]
    pub fn uri(&self) -> &Uri {
        &self.parts.uri
    }

    /// The path, percent-encoded.
    #[must_use]
    pub fn path(&self) -> &str {
        self.parts.uri.path()
    }

    /// The query, percent-encoded; empty if there is none.
    #[must_use]
    pub fn query(&self) -> &str {
        self.parts.uri.query().unwrap_or_default()
    }

    /// A header; `None` if it is not there or not text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.parts.headers.get(name)?.to_str().ok()
    }

    /// A header as it goes over the wire, be it text or not.
    #[must_use]
    pub fn header_bytes(&self, name: &str) -> Option<&[u8]> {
        self.parts.headers.get(name).map(HeaderValue::as_bytes)
    }

    /// The body.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// The body as text; what is not UTF-8 is replaced.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON; `null` if it is not.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }
}

/// The method, the path template and the names of the headers.
impl fmt::Debug for Recorded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.parts.headers.keys().map(HeaderName::as_str).collect();
        let template = self.parts.extensions.get().map_or("", Operation::path);
        write!(f, "{} {template} [{}]", self.method(), names.join(", "))
    }
}

/// What the script does with a request.
#[derive(Clone, Debug)]
#[must_use]
pub struct Reply {
    status: StatusCode,
    headers: Vec<(HeaderName, HeaderValue)>,
    chunks: VecDeque<Bytes>,
    ending: Ending,
    pace: Duration,
    delay: Duration,
    failure: Option<FailureKind>,
    never: bool,
}

#[derive(Clone, Copy, Debug)]
enum Ending {
    Complete,
    Broken,
    Silent,
}

impl Reply {
    /// An answer with this status and no body.
    ///
    /// # Panics
    ///
    /// A number that is no status.
    pub fn status(status: u16) -> Self {
        Self {
            status: StatusCode::from_u16(status).expect("a status from 100 to 999"),
            headers: Vec::new(),
            chunks: VecDeque::new(),
            ending: Ending::Complete,
            pace: Duration::ZERO,
            delay: Duration::ZERO,
            failure: None,
            never: false,
        }
    }

    /// `200 OK` with this JSON.
    pub fn json(value: &Value) -> Self {
        Self::status(200).header("Content-Type", "application/json").body(value.to_string())
    }

    /// `200 OK` with these server-sent events, as text.
    pub fn events(text: impl Into<Bytes>) -> Self {
        Self::status(200).header("Content-Type", "text/event-stream").body(text)
    }

    /// No answer, but this failure.
    pub fn failure(kind: FailureKind) -> Self {
        Self { failure: Some(kind), ..Self::status(200) }
    }

    /// No answer, ever.
    pub fn never() -> Self {
        Self { never: true, ..Self::status(200) }
    }

    /// A header of the answer. `Content-Length` is what the server announces, whatever it sends.
    ///
    /// # Panics
    ///
    /// A name or a value that cannot be sent.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        let name = HeaderName::from_bytes(name.as_bytes()).expect("the name of a header");
        self.headers.push((name, HeaderValue::from_str(value).expect("the value of a header")));
        self
    }

    /// One more piece of the body.
    pub fn body(mut self, bytes: impl Into<Bytes>) -> Self {
        self.chunks.push_back(bytes.into());
        self
    }

    /// The body breaks off after its pieces.
    pub fn broken(mut self) -> Self {
        self.ending = Ending::Broken;
        self
    }

    /// After the pieces of the body nothing more comes, and no end.
    pub fn silent(mut self) -> Self {
        self.ending = Ending::Silent;
        self
    }

    /// Waits so long before the answer.
    pub fn after(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// Waits so long before each piece of the body.
    pub fn pace(mut self, pace: Duration) -> Self {
        self.pace = pace;
        self
    }

    fn into_response(self) -> Response {
        let length = self.headers.iter().find(|(name, _)| name == header::CONTENT_LENGTH);
        let announced = length.and_then(|(_, value)| value.to_str().ok()?.parse().ok());
        let body = ScriptedBody {
            chunks: self.chunks,
            ending: self.ending,
            pace: self.pace,
            sleep: None,
            announced,
        };
        let mut response = Response::new(Body::wrap(body));
        *response.status_mut() = self.status;
        response.headers_mut().extend(self.headers);
        response
    }
}

struct ScriptedBody {
    chunks: VecDeque<Bytes>,
    ending: Ending,
    pace: Duration,
    sleep: Option<Pin<Box<Sleep>>>,
    announced: Option<u64>,
}

impl http_body::Body for ScriptedBody {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        if !self.pace.is_zero() && !self.chunks.is_empty() {
            let pace = self.pace;
            let sleep = self.sleep.get_or_insert_with(|| Box::pin(tokio::time::sleep(pace)));
            std::task::ready!(sleep.as_mut().poll(context));
            self.sleep = None;
        }
        match (self.chunks.pop_front(), self.ending) {
            (Some(chunk), _) => Poll::Ready(Some(Ok(Frame::data(chunk)))),
            (None, Ending::Complete) => Poll::Ready(None),
            (None, Ending::Broken) => {
                self.ending = Ending::Complete;
                Poll::Ready(Some(Err("the script breaks off here".into())))
            }
            (None, Ending::Silent) => Poll::Pending,
        }
    }

    fn size_hint(&self) -> SizeHint {
        self.announced.map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}
