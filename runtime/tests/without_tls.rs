//! A program that was compiled without TLS: `http` works, and the rest says what is missing.

#![cfg(not(feature = "__tls"))]

use openapi_runtime::HttpClient;

#[path = "support/mod.rs"]
mod support;

#[tokio::test]
async fn http_works() {
    let server = support::Server::json("7").await;
    let http = HttpClient::builder(&server.url).build().unwrap();
    assert_eq!(http.get("op", "/x").json::<u8>().await.unwrap(), 7);
}

#[test]
fn what_needs_tls_is_refused_by_build() {
    let http = || HttpClient::builder("http://localhost");
    for (builder, argument) in [
        (HttpClient::builder("https://my.example.com"), "base_url"),
        (http().server("https://files.example.com", "https://files.example.com"), "server"),
        (http().root_certificate("any"), "root_certificate"),
        (http().client_certificate_file("/any"), "client_certificate_file"),
        (http().danger_accept_invalid_certificates(true), "danger_accept_invalid_certificates"),
    ] {
        assert_eq!(
            builder.build().unwrap_err().to_string(),
            format!(
                "argument `{argument}` needs TLS, which this program was compiled without: turn on the cargo feature \
                 `rustls` of the client, or `native-tls`"
            )
        );
    }
}
