//! Failures that cannot pass: one attempt, and what to do.

use openapi_runtime::Error;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use crate::certificates::{self, Certificate};
use crate::server::Server;
use crate::{builder, failure};

/// What a call says of a server that shows this certificate; it came once.
async fn of(certificate: &Certificate, roots: &[&str]) -> String {
    let server = Server::with(certificate).await;
    let builder = roots.iter().fold(builder(&server.url), |it, root| it.root_certificate(root));
    let (error, text) = failure(builder).await;
    assert_eq!((server.connections(), error.attempts()), (1, 1), "{text}");
    assert!(!error.is_retryable() && error.is_connect(), "{error:?}");
    assert!(matches!(&error, Error::Connection(error) if error.is_permanent()), "{error:?}");
    let before = text.strip_prefix("op: cannot connect: ");
    let bare =
        before.and_then(|it| it.strip_suffix(" (GET https://127.0.0.1/x; nothing was sent)"));
    bare.unwrap_or_else(|| panic!("{text}")).to_owned()
}

#[tokio::test]
async fn a_certificate_that_cannot_be_trusted_is_tried_once() {
    let ca = certificates::ca("our CA");
    let good = ca.issue(&certificates::params("server"));
    let trust = "if you trust who has issued it, give the certificate of that CA to `.root_certificate(..)` of the builder";
    assert_eq!(
        of(&good, &[]).await,
        format!("the server's certificate was issued by nobody who is trusted here; {trust}")
    );
    let other = certificates::ca("another CA");
    assert!(of(&good, &[&other.pem]).await.contains("issued by nobody who is trusted here"));

    let give = "if you trust it, give it to `.root_certificate(..)` of the builder";
    let self_signed = certificates::self_signed(&certificates::params("lone"));
    let says = format!("the server's certificate is self-signed; {give}");
    assert_eq!(of(&self_signed, &[]).await, says);
    assert_eq!(of(&certificates::made_by_openssl(), &[]).await, says);
    let ca_as_server = ca.issue(&certificates::ca_of_a_ca());
    assert_eq!(
        of(&ca_as_server, &[&ca.pem]).await,
        format!(
            "the server's certificate is that of a CA, which no server may use as its own; {give}"
        )
    );

    assert_eq!(
        of(&ca.issue(&certificates::expired()), &[&ca.pem]).await,
        "the server's certificate expired on Wed, 01 Jan 2020 00:00:00 GMT; it has to be renewed there, or the clock of \
         this machine is wrong"
    );
    assert_eq!(
        of(&ca.issue(&certificates::not_yet_valid()), &[&ca.pem]).await,
        "the server's certificate is not valid before Wed, 01 Jan 3000 00:00:00 GMT; is the clock of this machine wrong?"
    );
    assert_eq!(
        of(&ca.issue(&certificates::of_another_name()), &[&ca.pem]).await,
        "the server's certificate is for `db.internal`, `10.0.0.1`, not for `127.0.0.1`: the base URL has to have a name \
         of the certificate"
    );
    // That a certificate was given does not make it that of another server.
    let other = certificates::self_signed(&certificates::of_another_name());
    assert!(of(&other, &[&other.pem]).await.contains("not for `127.0.0.1`"));
}

#[tokio::test]
async fn https_to_a_port_that_speaks_http_is_tried_once() {
    let server = Server::each("https", async |mut stream| {
        let _ = stream.read(&mut [0; 1024]).await;
        let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n").await;
    })
    .await;
    let (error, text) = failure(builder(&server.url)).await;
    assert_eq!(
        text,
        "op: cannot connect: the server does not speak TLS here; the base URL may have to begin with `http://` (GET \
         https://127.0.0.1/x; nothing was sent)"
    );
    assert_eq!((server.connections(), error.attempts()), (1, 1));
}

#[tokio::test]
async fn http_to_a_port_that_speaks_tls_is_tried_once() {
    let server = Server::with(&certificates::self_signed(&certificates::params("server"))).await;
    let (error, text) = failure(builder(&server.url.replace("https", "http"))).await;
    assert_eq!(
        text,
        "op: connection broke before an answer came: what the server sends is not HTTP; if it speaks TLS here, the base \
         URL has to begin with `https://` (GET http://127.0.0.1/x; the server may have acted on it)"
    );
    assert_eq!((server.connections(), error.attempts()), (1, 1));
    assert!(!error.is_retryable());
}

#[tokio::test]
async fn a_version_of_tls_that_nobody_should_speak_is_tried_once() {
    // A fatal alert `protocol_version`, as servers send it that know TLS 1.0 only.
    let server = Server::each("https", async |mut stream| {
        let _ = stream.read(&mut [0; 1024]).await;
        let _ = stream.write_all(&[0x15, 3, 1, 0, 2, 2, 70]).await;
        let _ = stream.shutdown().await;
        let _ = stream.read(&mut [0; 1024]).await;
    })
    .await;
    let (error, text) = failure(builder(&server.url)).await;
    assert!(
        text.contains("cannot connect: the server speaks neither TLS 1.2 nor TLS 1.3"),
        "{text}"
    );
    assert_eq!((server.connections(), error.attempts()), (1, 1));
}

/// One that passes is tried again, as before.
#[tokio::test]
async fn a_server_that_hangs_up_in_the_handshake_is_tried_again() {
    let server = Server::each("https", async |mut stream| {
        let _ = stream.read(&mut [0; 1024]).await;
    })
    .await;
    let (error, text) = failure(builder(&server.url)).await;
    assert_eq!((server.connections(), error.attempts()), (3, 3), "{text}");
    assert!(error.is_retryable() && error.is_connect());
}

#[tokio::test]
async fn a_server_that_wants_a_certificate_of_the_client() {
    let (ca, clients) = (certificates::ca("our CA"), certificates::ca("CA of clients"));
    let certificate = ca.issue(&certificates::params("server"));
    let server = Server::wanting(&certificate, &clients.pem).await;
    let trusting = || builder(&server.url).root_certificate(&ca.pem);

    let (error, text) = failure(trusting()).await;
    assert_eq!(
        text,
        "op: the server refused: the server wants a certificate of the client: give it to `.client_certificate(..)` of \
         the builder (GET https://127.0.0.1/x; it did not act on it)"
    );
    assert_eq!((server.connections(), error.attempts()), (1, 1));

    let other = ca.issue(&certificates::params("client"));
    let (error, text) = failure(trusting().client_certificate(other.identity())).await;
    assert!(text.contains("the server does not accept the certificate of the client"), "{text}");
    assert_eq!((server.connections(), error.attempts()), (2, 1));
}
