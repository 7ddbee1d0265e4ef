//! From a request to its answer: route, token, trouble, fields, handler, page.

use axum::body::Body;
use axum::extract::{Request, State as Extension};
use axum::http::header::{ALLOW, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::Value;

use crate::description_server::received::{Pair, Received};

use super::answer::Said;
use super::call::Call;
use super::fault::Fault;
use super::injected::Trouble;
use super::routes::{self, Route};
use super::state::State;
use super::{FakeCloudron, Shared, control, logs, proxy};

/// Where the API is, on every Cloudron.
pub(super) const BASE_PATH: &str = "/api/v1";

pub(super) async fn serve(Extension(shared): Extension<Shared>, request: Request) -> Response {
    let received = match Received::read(request).await {
        Ok(received) => received,
        Err(_) => return proxy::page(StatusCode::PAYLOAD_TOO_LARGE),
    };
    if received.path == "/" {
        // The dashboard: what somebody meets who takes the server's address for that of its API.
        return proxy::html(StatusCode::OK, "<!doctype html><title>Cloudron</title>\n".to_owned());
    }
    if received.path == control::FAULTS {
        return control::answer(&shared, &received);
    }
    let Some(limit) = shared.options.proxy_limit else { return answer(shared, received).await };
    let is_patient = received.path.contains("/logs");
    proxy::before((!is_patient).then_some(limit), answer(shared, received)).await
}

async fn answer(shared: Shared, received: Received) -> Response {
    respond(&shared, &received).await.unwrap_or_else(Fault::into_response)
}

async fn respond(shared: &Shared, received: &Received) -> Result<Response, Fault> {
    let path = received.path.strip_prefix(BASE_PATH).ok_or_else(Fault::no_route)?;
    if received.method == "OPTIONS" {
        let methods = routes::methods(path);
        let headers = [(ALLOW, methods.join(","))];
        return match methods.is_empty() {
            true => Err(Fault::no_route()),
            false => Ok((StatusCode::OK, headers, methods.join(",")).into_response()),
        };
    }
    let (route, arguments) = routes::find(&received.method, path).ok_or_else(Fault::no_route)?;
    if !route.public {
        authorize(shared, received)?;
    }
    let trouble = shared.troubles().next(&route.key);
    match &trouble {
        Some(Trouble::Refused(status, words)) => return Err(Fault::new(*status, words)),
        Some(Trouble::Page(status, text)) => return Ok(proxy::html(known(*status), text.clone())),
        Some(Trouble::Slow(time)) => tokio::time::sleep(*time).await,
        _ => {}
    }
    let description = routes::description();
    let call = Call::read(description, route, arguments, received).await?;
    let reason = match &trouble {
        Some(Trouble::TaskFails(reason)) => Some(reason.clone()),
        _ => None,
    };
    let said = run(&mut shared.state(), route, &call, reason);
    shared.news.send_replace(());
    match trouble {
        Some(Trouble::DoneBut(status)) => return Err(Fault::new(status, "the work is done, but")),
        Some(Trouble::NoAnswer) => std::future::pending().await,
        _ => {}
    }
    Ok(match said? {
        Some(said) => response(shared, route, said),
        None => routes::example(route)?.into_response(),
    })
}

/// What a handler says; nothing where the example of the description is the answer.
fn run(
    state: &mut State,
    route: &Route,
    call: &Call,
    reason: Option<String>,
) -> Result<Option<Said>, Fault> {
    state.breaks = reason;
    let said = routes::check_owner(state, route, call).and_then(|()| route.run(state, call));
    state.breaks = None;
    let is_paged = route.takes("page");
    Ok(match said? {
        Some(Said::Json(value)) if is_paged => Some(Said::Json(page(value, call)?)),
        said => said,
    })
}

fn response(shared: &Shared, route: &Route, said: Said) -> Response {
    let status = known(route.status);
    match said {
        Said::Nothing if status == StatusCode::NO_CONTENT => status.into_response(),
        Said::Nothing => (status, [(CONTENT_TYPE, "application/json")], "{}").into_response(),
        Said::Json(value) => {
            (status, [(CONTENT_TYPE, "application/json")], value.to_string()).into_response()
        }
        Said::File(media_type, name, bytes) => {
            let mut response = (status, [(CONTENT_TYPE, media_type)], bytes).into_response();
            let disposition = name.map(|it| format!("attachment; filename=\"{it}\""));
            if let Some(Ok(value)) = disposition.map(|it| HeaderValue::from_str(&it)) {
                response.headers_mut().insert(CONTENT_DISPOSITION, value);
            }
            response
        }
        Said::Follow(followed) => {
            let headers = [(CONTENT_TYPE, "text/event-stream"), (CACHE_CONTROL, "no-cache")];
            let body = Body::from_stream(logs::follow(shared.clone(), followed));
            (status, headers, [("x-accel-buffering", "no")], body).into_response()
        }
    }
}

fn known(status: u16) -> StatusCode {
    StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// Everybody but the public routes needs a token, and a writing one to change anything.
fn authorize(shared: &Shared, received: &Received) -> Result<(), Fault> {
    let header = received.header("authorization").and_then(|it| it.split_once(' '));
    let bearer = header.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
    let bearer = bearer.map(|(_, token)| token.trim().to_owned());
    let parameter = || received.query.iter().find(|it| it.name == "access_token").map(Pair::value);
    let Some(token) = bearer.or_else(parameter) else {
        return Err(Fault::new(401, "a token is needed"));
    };
    let may_write = match token.as_str() {
        it if it == shared.options.token => true,
        FakeCloudron::READ_ONLY_TOKEN => false,
        other => match shared.state().scope(other) {
            Some(scope) => scope.contains('w'),
            None => return Err(Fault::new(401, "the token is not valid")),
        },
    };
    match may_write || ["GET", "HEAD"].contains(&received.method.as_str()) {
        true => Ok(()),
        false => Err(Fault::new(403, "the token may only read")),
    }
}

/// The entries of the page that is asked for.
fn page(mut value: Value, call: &Call) -> Result<Value, Fault> {
    let number = |name: &str, default: usize| match call.query(name).map(|it| it.parse()) {
        None => Ok(default),
        Some(Ok(number)) if number > 0 => Ok(number),
        Some(_) => Err(Fault::bad_field(format!("{name} must be a positive number"))),
    };
    let (page, per_page) = (number("page", 1)?, number("per_page", 25)?);
    let lists = value.as_object_mut().into_iter().flat_map(|it| it.values_mut());
    for list in lists.filter_map(Value::as_array_mut) {
        let skipped = (page - 1).saturating_mul(per_page).min(list.len());
        list.drain(..skipped);
        list.truncate(per_page);
    }
    Ok(value)
}

impl Route {
    /// Whether its description has a parameter of the query.
    fn takes(&self, parameter: &str) -> bool {
        self.operation.is_some_and(|it| it.parameters.iter().any(|it| it.name == parameter))
    }
}
