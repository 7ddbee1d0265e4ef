//! Whom the client trusts, through which proxy it goes, and what of that cannot be.

use std::time::Duration;

use openapi_runtime::testing::Script;
use openapi_runtime::{HttpClient, Proxy};

use crate::certificates;
use crate::server::Server;
use crate::support::{self, reply};
use crate::{builder, failure, get};

#[tokio::test]
async fn certificates_of_ones_own_are_trusted() {
    let (ca, other) = (certificates::ca("our CA"), certificates::ca("another CA"));
    let server = Server::with(&ca.issue(&certificates::params("server"))).await;
    get(builder(&server.url).root_certificate(&ca.pem)).await.unwrap();
    get(builder(&server.by_name()).root_certificate(&ca.pem)).await.unwrap();
    get(builder(&server.url).root_certificate(&other.pem).root_certificate(&ca.pem)).await.unwrap();
    let both = format!("# two\n{}\n{}", other.pem, ca.pem);
    get(builder(&server.url).root_certificate(&both)).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ca.pem");
    std::fs::write(&path, &both).unwrap();
    get(builder(&server.url).root_certificate_file(&path)).await.unwrap();
    // Calls with a limit of their own for connecting have another connector.
    let http = builder(&server.url).root_certificate(&both).build().unwrap();
    http.get("op", "/x").empty().connect_timeout(Duration::from_secs(5)).await.unwrap();
}

#[tokio::test]
async fn a_self_signed_certificate_that_was_given_is_trusted() {
    let mut given = vec![
        certificates::self_signed(&certificates::params("lone")),
        certificates::made_by_openssl(),
    ];
    // OpenSSL looks at the dates.
    if cfg!(feature = "__rustls") {
        given.push(certificates::self_signed(&certificates::expired()));
    }
    for certificate in given {
        let server = Server::with(&certificate).await;
        get(builder(&server.url).root_certificate(&certificate.pem)).await.unwrap();
    }
}

#[tokio::test]
async fn a_client_shows_its_certificate() {
    let (ca, clients) = (certificates::ca("our CA"), certificates::ca("CA of clients"));
    let certificate = ca.issue(&certificates::params("server"));
    let server = Server::wanting(&certificate, &clients.pem).await;
    let trusting = || builder(&server.url).root_certificate(&ca.pem);
    assert!(get(trusting()).await.is_err());
    let client = clients.issue(&certificates::params("client"));
    get(trusting().client_certificate(client.identity())).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("client.pem");
    std::fs::write(&path, client.identity()).unwrap();
    get(trusting().client_certificate_file(&path)).await.unwrap();

    let other = clients.issue(&certificates::params("another client"));
    let error = get(trusting().client_certificate(format!("{}{}", client.pem, other.key))).await;
    let error = error.unwrap_err().to_string();
    // OpenSSL finds out when the connector is made.
    let setting = if cfg!(feature = "__rustls") { "client_certificate" } else { "http_client" };
    assert!(error.starts_with(&format!("argument `{setting}` cannot be ")), "{error}");
}

#[tokio::test]
async fn every_certificate_is_accepted_if_that_is_what_is_wanted() {
    for params in [certificates::expired(), certificates::of_another_name()] {
        let server = Server::with(&certificates::self_signed(&params)).await;
        let careless = || builder(&server.url).danger_accept_invalid_certificates(true);
        get(careless()).await.unwrap();
        let strict = careless().danger_accept_invalid_certificates(false);
        assert!(get(strict).await.is_err());
    }
}

/// The other limits are kept.
#[tokio::test]
async fn accepting_every_certificate_keeps_the_limit_for_connecting_and_the_rule_of_redirects() {
    let server = Server::each("https", async |stream| {
        tokio::time::sleep(Duration::from_secs(60)).await;
        drop(stream);
    })
    .await;
    let careless = builder(&server.url).danger_accept_invalid_certificates(true);
    let (error, text) = failure(careless.connect_timeout(Duration::from_millis(50))).await;
    assert!(error.is_timeout() && error.is_connect(), "{text}");

    let target = support::Server::json("1").await;
    let headers = format!("Location: {}\r\n", target.url);
    let redirecting = support::Server::raw(reply("302 Found", &headers, "")).await;
    let careless = builder(&redirecting.url).danger_accept_invalid_certificates(true);
    let error = get(careless).await.unwrap_err().to_string();
    assert!(error.contains("a redirect to another origin"), "{error}");
    assert!(target.received().is_empty());
}

#[test]
fn what_is_no_certificate_is_refused_by_build() {
    let base = || builder("https://localhost");
    let good = certificates::ca("our CA");
    let not_der = "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n";
    for (builder, says) in [
        (base().root_certificate("no PEM"), "argument `root_certificate` is not PEM text"),
        (
            base().root_certificate(&good.pem).root_certificate(not_der),
            "argument `root_certificate` has a certificate that cannot be read: ",
        ),
        (base().root_certificate_file("/nowhere/ca.pem"), "cannot read /nowhere/ca.pem: "),
        (base().client_certificate(&good.pem), "argument `client_certificate` has no private key"),
        (
            base().client_certificate(not_der).danger_accept_invalid_certificates(true),
            "argument `client_certificate` has no private key",
        ),
        (
            base().root_certificate("").danger_accept_invalid_certificates(true),
            "argument `root_certificate` is empty",
        ),
        (base().proxy("proxy.example:3128"), "argument `proxy` is not a URL such as "),
    ] {
        let error = builder.build().unwrap_err().to_string();
        assert!(error.starts_with(says), "{error}");
    }
}

/// It would be ignored without a word.
#[test]
fn a_setting_of_the_built_in_transport_is_refused_beside_one_of_ones_own() {
    let own = || HttpClient::builder("https://localhost").transport(Script::new());
    own().connect_timeout(Duration::from_secs(1)).max_connections(7).build().unwrap();
    for (builder, setting) in [
        (own().root_certificate("any"), "root_certificate"),
        (own().root_certificate_file("any"), "root_certificate_file"),
        (own().client_certificate("any"), "client_certificate"),
        (own().client_certificate_file("any"), "client_certificate_file"),
        (own().proxy("http://proxy.example"), "proxy"),
        (own().no_proxy(), "no_proxy"),
        (own().danger_accept_invalid_certificates(true), "danger_accept_invalid_certificates"),
        (own().max_idle_connections(1), "max_idle_connections"),
        (own().idle_timeout(None), "idle_timeout"),
    ] {
        let says = "has no effect on an `http_client` or a `transport` of your own: set it there";
        let error = builder.build().unwrap_err().to_string();
        assert_eq!(error, format!("argument `{setting}` {says}"));
    }
}

#[tokio::test]
async fn requests_go_through_the_proxy() {
    let proxy = support::Server::raw(reply("200 OK", "", "")).await;
    let url = proxy.url.replace("http://", "http://me:p%40ss@");
    get(builder("http://api.example/v1").proxy(&*url)).await.unwrap();
    let received = proxy.only();
    assert_eq!(received.target, "http://api.example/v1/x");
    // `me:p@ss`
    assert_eq!(received.header("proxy-authorization"), Some("Basic bWU6cEBzcw=="));
}

#[tokio::test]
async fn a_proxy_may_be_for_one_scheme_and_not_for_some_hosts() {
    let proxy = support::Server::raw(reply("200 OK", "", "")).await;
    let server = support::Server::raw(reply("200 OK", "", "")).await;
    let secured = Proxy::https(&proxy.url);
    let bypassing = Proxy::all(&proxy.url).bypass("127.0.0.1");
    for proxies in [vec![secured.clone()], vec![bypassing], vec![secured, Proxy::http(&proxy.url)]]
    {
        let builder = proxies.into_iter().fold(builder(&server.url), |it, proxy| it.proxy(proxy));
        get(builder).await.unwrap();
    }
    assert_eq!((server.received().len(), proxy.received().len()), (2, 1));
}

#[tokio::test]
async fn a_proxy_that_wants_a_password_is_asked_once() {
    let denied = reply("407 Proxy Authentication Required", "Proxy-Authenticate: Basic\r\n", "");
    let proxy = support::Server::raw(denied).await;
    let (error, text) = failure(builder("https://api.example").proxy(&*proxy.url)).await;
    assert_eq!(
        text,
        "op: cannot connect: the proxy wants a user and a password: give them in its URL, \
         `.proxy(\"http://user:password@host:port\")` (GET https://api.example/x; nothing was sent)"
    );
    assert_eq!((proxy.only().method.as_str(), error.attempts()), ("CONNECT", 1));

    let (error, text) = failure(builder("http://api.example").proxy(&*proxy.url)).await;
    assert_eq!(
        text,
        "op: 407 Proxy Authentication Required: the proxy wants a user and a password: give them in its URL, \
         `.proxy(\"http://user:password@host:port\")` (GET /x)"
    );
    assert_eq!((proxy.received().len(), error.attempts()), (2, 1));
}
