//! Operations that the description serves elsewhere: where they go, and with which credentials.

use openapi_runtime::testing::{Recorded, Reply, Script};
use openapi_runtime::{Credential, Error, HttpClient, HttpClientBuilder, Request};

const AUTH: &[&[&str]] = &[&["key"]];

fn builder(script: &Script) -> HttpClientBuilder {
    HttpClient::builder("https://api.example.com/v1")
        .credential("key", Credential::header("X-Api-Key", "s3cr3t"))
        .default_header("X-Tenant", "s3cr3t too")
        .transport(script.clone())
}

/// The request of a call.
async fn sent(
    build: impl FnOnce(HttpClientBuilder) -> HttpClientBuilder,
    call: impl FnOnce(HttpClient) -> Request,
) -> Result<Recorded, Error> {
    let script = Script::new().always(Reply::status(204));
    let http = build(builder(&script)).build().unwrap();
    let result = call(http).empty().await;
    let mut requests = script.requests();
    assert_eq!(requests.len(), usize::from(result.is_ok()));
    result.map(|()| requests.remove(0))
}

fn get(http: HttpClient, server: &'static str) -> Request {
    http.get("op", "/files/{id}").path("id", "a b").query("q", &1).server(server)
}

#[tokio::test]
async fn a_server_of_its_own() {
    for (server, url) in [
        ("https://files.example.com", "https://files.example.com/files/a%20b?q=1"),
        ("https://files.example.com/", "https://files.example.com/files/a%20b?q=1"),
        ("https://upload.example.com/v2", "https://upload.example.com/v2/files/a%20b?q=1"),
        ("/v2", "https://api.example.com/v2/files/a%20b?q=1"),
        ("beta/", "https://api.example.com/v1/beta/files/a%20b?q=1"),
        ("https://api.example.com/v3", "https://api.example.com/v3/files/a%20b?q=1"),
    ] {
        let request = sent(|it| it, |it| get(it, server)).await.unwrap();
        assert_eq!(request.uri().to_string(), url);
        // A header of the client may be a credential.
        let is_named = url.starts_with("https://api.example.com");
        assert_eq!(request.header("x-tenant").is_some(), is_named, "{server}");
        assert!(request.header("user-agent").is_some());
        assert_eq!(request.header("x-api-key"), None);
    }
}

#[tokio::test]
async fn credentials_go_to_servers_that_the_caller_named() {
    let files = "https://files.example.com/";
    let call = |it| get(it, files).auth(AUTH);
    let error = sent(|it| it, call).await.unwrap_err();
    assert!(matches!(error, Error::Argument(_)));
    assert_eq!(
        error.to_string(),
        "op: argument `server` is `https://files.example.com` in the description, to which no credentials are sent \
         unless the builder says so: `.server(\"https://files.example.com\", \"https://files.example.com\")`"
    );
    let request = sent(|it| it.server(files, files), call).await.unwrap();
    assert_eq!(request.header("x-api-key"), Some("s3cr3t"));
    assert_eq!(request.header("x-tenant"), Some("s3cr3t too"));
    let request = sent(|it| it.server("https://files.example.com", "http://localhost:1/f"), call)
        .await
        .unwrap();
    assert_eq!(request.uri().to_string(), "http://localhost:1/f/files/a%20b?q=1");
    assert_eq!(request.header("x-api-key"), Some("s3cr3t"));
    // The origin of the base URL is named, too.
    let request = sent(|it| it, |it| get(it, "/v2").auth(AUTH)).await.unwrap();
    assert_eq!(request.header("x-api-key"), Some("s3cr3t"));
    // It is another origin with another scheme or port.
    for server in ["http://api.example.com/v1", "https://api.example.com:8443"] {
        assert!(sent(|it| it, |it| get(it, server).auth(AUTH)).await.is_err());
    }
}

#[tokio::test]
async fn what_is_no_server() {
    let error = sent(|it| it, |it| get(it, "https://[x")).await.unwrap_err();
    assert!(error.to_string().contains("argument `server` is `https://[x` in the description"));
    let error = HttpClient::builder("https://a.example").server("x", "files").build().unwrap_err();
    assert!(
        error.to_string().starts_with("argument `server` has no scheme: write `https://files`"),
        "{error}"
    );
}
