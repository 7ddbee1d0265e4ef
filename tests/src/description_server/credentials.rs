//! Whether a request proves who it is, and only where it is asked to.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::description::{Description, Location, Operation, Scheme};

use super::Credential;
use super::parameters::cookie;
use super::received::{Pair, Received};

/// The configured credential is there if the operation takes it, and no other; its part of the query is taken out.
pub(super) fn check(
    description: &Description,
    credential: &Credential,
    operation: &Operation,
    received: &Received,
    query: &mut Vec<Pair>,
) -> Vec<String> {
    let mut faults = Vec::new();
    let wanted = operation.security.iter().any(|it| it.len() == 1 && it[0] == credential.scheme);
    if !wanted && !operation.security.is_empty() {
        faults.push(format!(
            "the operation does not take `{}`, with which the server was set up",
            credential.scheme
        ));
    }
    let scheme = description.scheme(&credential.scheme);
    if scheme.is_none() {
        faults.push(format!("the description has no security scheme `{}`", credential.scheme));
    }
    let claimed = scheme.filter(|_| wanted).and_then(|it| claim(it, received, query));
    match &claimed {
        Some(token) if *token == credential.token => {}
        Some(token) => {
            faults.push(format!("the credential is {token:?}, not {:?}", credential.token))
        }
        None if wanted => {
            faults.push(format!("the credential of `{}` is missing", credential.scheme))
        }
        None => {}
    }
    if received.header("authorization").is_some() && !(wanted && in_authorization(scheme)) {
        faults.push(unwanted(operation, "an `Authorization` header"));
    }
    for other in operation_schemes(description).filter(|it| !(wanted && Some(*it) == scheme)) {
        if !in_authorization(Some(other)) && claim(other, received, query).is_some() {
            faults.push(unwanted(operation, &format!("{other:?}")));
        }
    }
    faults
}

/// Every scheme that any operation of the description names.
fn operation_schemes(description: &Description) -> impl Iterator<Item = &Scheme> {
    let names = description.operations().iter().flat_map(|it| &it.security).flatten();
    let names: std::collections::BTreeSet<&String> = names.collect();
    names.into_iter().filter_map(|it| description.scheme(it))
}

fn in_authorization(scheme: Option<&Scheme>) -> bool {
    match scheme {
        Some(Scheme::Bearer | Scheme::Basic) => true,
        Some(Scheme::Key(Location::Header, name)) => name.eq_ignore_ascii_case("authorization"),
        Some(Scheme::Key(..)) | None => false,
    }
}

fn unwanted(operation: &Operation, what: &str) -> String {
    match operation.security.is_empty() {
        true => format!("the operation is public, but the request carries {what}"),
        false => format!("the request carries {what}, which it was not given"),
    }
}

/// The token that a request carries for a scheme.
fn claim(scheme: &Scheme, received: &Received, query: &mut Vec<Pair>) -> Option<String> {
    match scheme {
        Scheme::Bearer => {
            received.header("authorization")?.strip_prefix("Bearer ").map(str::to_owned)
        }
        Scheme::Basic => {
            let encoded = received.header("authorization")?.strip_prefix("Basic ")?;
            let decoded = STANDARD.decode(encoded).ok().and_then(|it| String::from_utf8(it).ok());
            Some(decoded.unwrap_or_else(|| encoded.to_owned()))
        }
        Scheme::Key(Location::Header, name) => received.header(name).map(str::to_owned),
        Scheme::Key(Location::Cookie, name) => cookie(received, name).map(str::to_owned),
        Scheme::Key(Location::Query | Location::Path, name) => {
            let index = query.iter().position(|it| &it.name == name)?;
            Some(query.remove(index).value())
        }
    }
}
