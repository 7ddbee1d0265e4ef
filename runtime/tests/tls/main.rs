//! TLS against servers on loopback: whom the client trusts, and what it says of those whom it does not.

#![cfg(feature = "__tls")]

mod certificates;
#[cfg(feature = "__rustls")]
mod failures;
#[cfg(not(feature = "__rustls"))]
mod failures_of_openssl;
mod http2;
mod server;
mod settings;

#[path = "../support/mod.rs"]
mod support;

use openapi_runtime::{Error, HttpClient, HttpClientBuilder, RetryPolicy};

/// Retries at once.
fn builder(url: &str) -> HttpClientBuilder {
    HttpClient::builder(url).no_proxy().retries(RetryPolicy::default().random(|| 0.0))
}

async fn get(builder: HttpClientBuilder) -> Result<(), Error> {
    builder.build()?.get("op", "/x").empty().await
}

/// What the call says, without the port of the server, which differs in each run.
async fn failure(builder: HttpClientBuilder) -> (Error, String) {
    let error = get(builder).await.unwrap_err();
    let text = error.to_string();
    let port = text.split_once("127.0.0.1:").or_else(|| text.split_once("localhost:"));
    let port = port.and_then(|(_, rest)| rest.split('/').next().map(str::to_owned));
    let text = match port {
        Some(port) => text.replace(&format!(":{port}"), ""),
        None => text,
    };
    (error, text)
}
