//! Credentials that expire, and that nobody sees.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use openapi_runtime::testing::{Reply, Script};
use openapi_runtime::transport::{BoxError, FailureKind};
use openapi_runtime::{
    Credential, CredentialFuture, CredentialProvider, Error, HttpClient, RetryPolicy, Secret, json,
};

use crate::{builder, steady};

const AUTH: &[&[&str]] = &[&["key"]];

/// Gives `token-1`, `token-2` and so on.
#[derive(Clone, Default)]
struct Counting {
    given: Arc<AtomicU32>,
    rejected: Arc<AtomicU32>,
}

impl CredentialProvider for Counting {
    fn credential(&self) -> CredentialFuture<'_> {
        Box::pin(async {
            let number = self.given.fetch_add(1, Ordering::Relaxed) + 1;
            Ok(Credential::bearer(format!("token-{number}")))
        })
    }

    fn rejected(&self, credential: &Credential) {
        assert_eq!(format!("{credential:?}"), "Credential(header authorization, REDACTED)");
        self.rejected.fetch_add(1, Ordering::Relaxed);
    }
}

fn http(script: &Script, credential: Credential) -> HttpClient {
    builder(script).credential("key", credential).build().unwrap()
}

fn tokens(script: &Script) -> Vec<String> {
    let requests = script.requests();
    requests.iter().map(|it| it.header("authorization").unwrap_or("none").to_owned()).collect()
}

#[tokio::test(start_paused = true)]
async fn each_attempt_asks_anew() {
    let script = Script::new()
        .then(Reply::status(503))
        .then(Reply::failure(FailureKind::Broken))
        .then(Reply::status(200));
    let provider = Counting::default();
    let http = http(&script, Credential::provider(provider.clone()));
    http.get("op", "/x").auth(AUTH).empty().await.unwrap();
    assert_eq!(tokens(&script), ["Bearer token-1", "Bearer token-2", "Bearer token-3"]);
    assert_eq!(provider.rejected.load(Ordering::Relaxed), 0);
    // Public operations do not ask.
    let script = Script::new().then(Reply::status(200));
    let http = builder(&script).credential("key", Credential::provider(provider.clone()));
    http.build().unwrap().get("op", "/x").empty().await.unwrap();
    assert_eq!((tokens(&script), provider.given.load(Ordering::Relaxed)), (vec!["none".into()], 3));
}

#[tokio::test(start_paused = true)]
async fn one_more_attempt_after_401() {
    let script = Script::new().then(Reply::status(401)).then(Reply::status(200));
    let provider = Counting::default();
    let client = http(&script, Credential::provider(provider.clone()));
    let call = client.post("op", "/x").auth(AUTH).body(&json!({"a": 1})).empty();
    call.retries(RetryPolicy::none()).await.unwrap();
    assert_eq!(tokens(&script), ["Bearer token-1", "Bearer token-2"]);
    assert_eq!(script.requests()[1].json(), json!({"a": 1}));
    assert_eq!(provider.rejected.load(Ordering::Relaxed), 1);

    // One, not more.
    let script = Script::new().always(Reply::status(401));
    let client = http(&script, Credential::provider(Counting::default()));
    let error = client.get("op", "/x").auth(AUTH).empty().await.unwrap_err();
    assert!(error.is_unauthorized() && error.attempts() == 2);

    // A fixed credential does not get better.
    let script = Script::new().always(Reply::status(401));
    let client = http(&script, Credential::bearer("t"));
    assert_eq!(client.get("op", "/x").auth(AUTH).empty().await.unwrap_err().attempts(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_fetched_credential_is_kept_until_it_is_refused() {
    let script = Script::new()
        .then(Reply::status(200))
        .then(Reply::status(200))
        .then(Reply::status(401))
        .then(Reply::status(200))
        .always(Reply::status(200));
    let provider = Counting::default();
    let http = http(&script, Credential::fetched(provider.clone()));
    for _ in 0..4 {
        http.get("op", "/x").auth(AUTH).empty().await.unwrap();
    }
    let expected = ["1", "1", "1", "2", "2"].map(|it| format!("Bearer token-{it}"));
    assert_eq!(tokens(&script), expected);
    assert_eq!(provider.rejected.load(Ordering::Relaxed), 1);
}

#[tokio::test(start_paused = true)]
async fn calls_at_the_same_time_fetch_once() {
    let script = Script::new().always(Reply::status(200));
    let fetched = Arc::new(AtomicU32::new(0));
    let counter = Arc::clone(&fetched);
    let log_in = move || {
        counter.fetch_add(1, Ordering::Relaxed);
        async {
            tokio::time::sleep(Duration::from_secs(1)).await;
            Ok::<_, BoxError>(Credential::header("X-Key", "k"))
        }
    };
    let http = http(&script, Credential::fetched(log_in));
    let calls = (0..20).map(|_| http.get("op", "/x").auth(AUTH).empty().into_future());
    futures_util::future::try_join_all(calls).await.unwrap();
    assert_eq!(fetched.load(Ordering::Relaxed), 1);
    assert!(script.requests().iter().all(|it| it.header("x-key") == Some("k")));
}

#[tokio::test(start_paused = true)]
async fn no_credential_to_be_had() {
    let script = Script::new();
    let locked = || async { Err::<Credential, _>("the vault is locked") };
    let client = http(&script, Credential::provider(locked));
    let error = client.get("op", "/x").auth(AUTH).empty().await.unwrap_err();
    assert_eq!(error.to_string(), "op: no credential for `key`: the vault is locked (GET /x)");
    assert!(matches!(&error, Error::Credential(error) if error.scheme() == "key"));
    assert!(!error.is_retryable() && script.requests().is_empty());

    // One that never comes ends with the limit for all.
    let stuck = || std::future::pending::<Result<Credential, BoxError>>();
    let client = http(&script, Credential::provider(stuck));
    let call = client.get("op", "/x").auth(AUTH).empty().total_timeout(Duration::from_secs(9));
    let error = call.await.unwrap_err();
    assert!(error.is_timeout() && error.is_connect(), "{error}");

    // A credential that cannot be sent.
    let broken = || async { Ok::<_, BoxError>(Credential::bearer("to\nken")) };
    let client = http(&script, Credential::provider(broken));
    let error = client.get("op", "/x").auth(AUTH).empty().await.unwrap_err();
    assert!(matches!(error, Error::Argument(_)) && !error.to_string().contains("ken"), "{error}");
}

#[test]
fn from_the_environment() {
    let error = Secret::from_env("NO_SUCH_VARIABLE_1").unwrap_err();
    assert_eq!(
        error.to_string(),
        "argument `NO_SUCH_VARIABLE_1` is an environment variable that is not set"
    );
    // Every process that cargo starts has this one.
    assert_eq!(Secret::from_env("CARGO_PKG_NAME").unwrap().expose(), "openapi-runtime");
}

/// Searches everything that can be printed for the secret.
#[tokio::test(start_paused = true)]
async fn nothing_that_is_printed_has_a_secret_in_it() {
    const SECRET: &str = "s3cr3t";
    let mut printed: Vec<String> = Vec::new();
    let kinds: [fn() -> Credential; 5] = [
        || Credential::bearer(SECRET),
        || Credential::basic(SECRET, SECRET),
        || Credential::header("X-Key", SECRET),
        || Credential::query("access_token", SECRET),
        || Credential::cookie("session", SECRET),
    ];
    let replies = || {
        let echo = format!(r#"{{"message": "bad token {SECRET}, try again"}}"#);
        [
            Reply::status(401).body(echo.clone()).header("Set-Cookie", SECRET),
            Reply::status(503).body(echo.clone()),
            Reply::status(302).header("Location", &format!("https://x/?access_token={SECRET}")),
            Reply::status(200).body("<html>"),
            Reply::status(200).body("{").broken(),
            Reply::status(200).header("Content-Length", "9").body("{"),
            Reply::failure(FailureKind::Connect),
            Reply::failure(FailureKind::Broken),
            Reply::failure(FailureKind::ConnectTimeout),
            Reply::never(),
        ]
    };
    for kind in kinds {
        for provided in [false, true] {
            for reply in replies() {
                let credential = match provided {
                    false => kind(),
                    true => Credential::provider(move || async move { Ok::<_, BoxError>(kind()) }),
                };
                let script = Script::new().always(reply);
                let settings = builder(&script).credential("key", credential.clone());
                printed.push(format!("{credential:?} {settings:?} {settings:#?}"));
                let http = settings.retries(steady()).build().unwrap();
                let request = || {
                    http.post("op", "/users/{id}/reset/{token}")
                        .auth(AUTH)
                        .path("id", "u1")
                        .path("token", SECRET)
                        .query("code", SECRET)
                        .query("page", &2)
                        .header("X-Password", SECRET)
                        .member("password", &Secret::from(SECRET))
                };
                printed.push(format!("{http:?} {:?} {:?}", request(), request().empty()));
                let error = request().json::<String>().await.unwrap_err();
                printed.push(format!("{error} {error:?} {error:#?}"));
                let mut source = std::error::Error::source(&error);
                while let Some(inner) = source {
                    printed.push(format!("{inner} {inner:?}"));
                    source = inner.source();
                }
                printed.push(format!(
                    "{script:?} {:?} {:#?}",
                    script.requests(),
                    script.requests()
                ));
            }
        }
    }
    assert!(printed.len() > 300);
    let basic = "czNjcjN0OnMzY3IzdA==";
    for text in &printed {
        assert!(!text.contains(SECRET) && !text.contains(basic), "{text}");
    }
    // What may be shown is.
    assert!(printed.iter().any(|it| it.contains("/users/u1/reset/REDACTED?code=REDACTED&page=2")));
}
