//! An HTTP server on loopback that knows nothing but a description: it holds every request against it.
//!
//! A request must say exactly what the examples of its operation say. The answer is the example of the operation's
//! first success. Where formats are declared, the JSON of the description is XML for those who ask for XML. Whatever differs is collected as a [`Violation`] and answered with status 400.

mod answer;
pub(crate) mod body;
mod credentials;
mod differences;
mod format;
mod parameters;
pub(crate) mod received;
pub(crate) mod routes;
mod xml;

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};

use crate::description::{Description, Operation};
use crate::formats::{Formats, XmlRules};
use crate::loopback::Loopback;

pub use answer::Answer;

use format::Format;
use received::Received;
use xml::Writer;

/// Something in a request that is not what the description says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// The operation's id, or method and path of a request that is none.
    pub operation: String,
    /// What differs.
    pub what: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.operation, self.what)
    }
}

/// An operation, and the media type of the request body where there is one.
pub type Seen = (String, Option<String>);

/// The running server. It stops when this is dropped.
#[derive(Debug)]
pub struct DescriptionServer {
    loopback: Loopback,
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    description: Arc<Description>,
    credential: Credential,
    violations: Mutex<Vec<Violation>>,
    seen: Mutex<BTreeMap<Seen, usize>>,
    answers: Mutex<HashMap<String, Answer>>,
    empty_object: bool,
    formats: Formats,
}

/// What a request must prove itself with where the description asks for it.
#[derive(Clone, Debug)]
pub struct Credential {
    /// Name of a security scheme of the description.
    pub scheme: String,
    /// The token that goes with it; with HTTP Basic, `name:password`.
    pub token: String,
}

/// How the server answers where the description leaves it a choice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Bodyless {
    /// An answer without `content` has no body.
    #[default]
    Empty,
    /// It has the body `{}`, unless its status is 204.
    EmptyObject,
}

impl DescriptionServer {
    /// Starts a server for a description, on a port of its own.
    pub async fn start(
        description: Arc<Description>,
        credential: Credential,
        bodyless: Bodyless,
    ) -> Self {
        Self::start_with_formats(description, Formats::default(), credential, bodyless).await
    }

    /// Starts a server for a description whose JSON is there in these formats.
    pub async fn start_with_formats(
        description: Arc<Description>,
        formats: Formats,
        credential: Credential,
        bodyless: Bodyless,
    ) -> Self {
        let shared = Arc::new(Shared {
            description,
            credential,
            violations: Mutex::default(),
            seen: Mutex::default(),
            answers: Mutex::default(),
            empty_object: bodyless == Bodyless::EmptyObject,
            formats,
        });
        let router = Router::new().fallback(serve).with_state(Arc::clone(&shared));
        Self { loopback: Loopback::serve(router).await, shared }
    }

    /// The address for the client, with the path of the description's server.
    pub fn url(&self) -> String {
        format!("{}{}", self.loopback.origin(), self.shared.description.base_path())
    }

    /// Everything that differed so far.
    pub fn violations(&self) -> Vec<Violation> {
        lock(&self.shared.violations).clone()
    }

    /// How often each operation was called, right or wrong.
    pub fn seen(&self) -> BTreeMap<Seen, usize> {
        lock(&self.shared.seen).clone()
    }

    /// From now on answers an operation with this instead of its example.
    pub fn answer_with(&self, operation: &str, answer: Answer) {
        lock(&self.shared.answers).insert(operation.to_owned(), answer);
    }
}

async fn serve(State(shared): State<Arc<Shared>>, request: Request) -> Response<Body> {
    let mut received = match Received::read(request).await {
        Ok(received) => received,
        Err(error) => return shared.refuse("a request", vec![error]),
    };
    let format = match format::take(&shared.formats, &mut received) {
        Ok(format) => format,
        Err(fault) => return shared.refuse(&received.to_string(), vec![fault]),
    };
    let base_path = shared.description.base_path();
    let Some(route) = routes::find(shared.description.operations(), base_path, &received) else {
        return shared.refuse(
            &received.to_string(),
            vec!["the description has no such operation".to_owned()],
        );
    };
    let operation = route.operation;
    let mut faults = parameters::check_path(operation, &route.arguments);
    let mut query = received.query.clone();
    faults.extend(credentials::check(
        &shared.description,
        &shared.credential,
        operation,
        &received,
        &mut query,
    ));
    faults.extend(parameters::check_query(operation, query));
    faults.extend(parameters::check_headers(operation, &received));
    faults.extend(answer::check_accept(operation, format, &received));
    let rules = shared.formats.xml.clone().unwrap_or_default();
    let (media_type, body_faults) =
        body::check(&shared.description, operation, format, &rules, &received).await;
    faults.extend(body_faults);
    *lock(&shared.seen).entry((operation.id.clone(), media_type)).or_default() += 1;
    match faults.is_empty() {
        true => shared.answer(operation, format, &rules),
        false => shared.refuse(&operation.id, faults),
    }
}

impl Shared {
    fn answer(&self, operation: &Operation, format: Format, rules: &XmlRules) -> Response<Body> {
        let other = lock(&self.answers).get(&operation.id).cloned();
        let answer = other.map_or_else(|| Answer::of(operation, self.empty_object), Ok);
        let answer = answer.and_then(|it| match format {
            Format::Xml => it.in_xml(&Writer { description: &self.description, rules }, operation),
            Format::Json | Format::AsDescribed => Ok(it),
        });
        match answer {
            Ok(answer) => answer.into_response(),
            Err(fault) => self.refuse(&operation.id, vec![fault]),
        }
    }

    fn refuse(&self, operation: &str, faults: Vec<String>) -> Response<Body> {
        let body = serde_json::json!({ "status": "Bad Request", "message": faults.join("; ") });
        let violation = |what| Violation { operation: operation.to_owned(), what };
        lock(&self.violations).extend(faults.into_iter().map(violation));
        Answer::json(400, &body).into_response()
    }
}

/// The examples of a description that cannot be written in XML by these rules, and why.
pub fn unwritable(description: &Description, rules: &XmlRules) -> Vec<String> {
    let writer = Writer { description, rules };
    let mut faults = Vec::new();
    for operation in description.operations() {
        let requests = operation.body.iter().flat_map(|it| &it.media).map(|it| (it, true));
        let answers = operation.responses.iter().flat_map(|response| {
            let is_error = response.code().is_some_and(|it| it >= 400);
            response.media.iter().map(move |it| (it, is_error))
        });
        for (media, is_lone) in requests.chain(answers).filter(|(it, _)| it.is_json()) {
            let Some(example) = &media.example else { continue };
            let schema = media.schema.as_ref();
            let root = match is_lone {
                true => writer.request(schema, example),
                false => writer.answer(schema, example),
            };
            faults.extend(root.err().map(|it| format!("{}: {it}", operation.id)));
        }
    }
    faults
}

/// A test that failed while it held the lock has said so already.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
