//! The same failures as OpenSSL says them, whose errors can be told apart by their text only.

use openapi_runtime::Error;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use crate::certificates::{self, Certificate};
use crate::server::Server;
use crate::{builder, failure};

async fn of(certificate: &Certificate, roots: &[&str]) -> String {
    let server = Server::with(certificate).await;
    let builder = roots.iter().fold(builder(&server.url), |it, root| it.root_certificate(root));
    let (error, text) = failure(builder).await;
    assert_eq!((server.connections(), error.attempts()), (1, 1), "{text}");
    assert!(matches!(&error, Error::Connection(error) if error.is_permanent()), "{error:?}");
    text
}

#[tokio::test]
async fn a_certificate_that_cannot_be_trusted_is_tried_once() {
    let ca = certificates::ca("our CA");
    let good = of(&ca.issue(&certificates::params("server")), &[]).await;
    assert!(good.contains("nobody who is trusted here has issued"), "{good}");
    for lone in
        [certificates::self_signed(&certificates::params("lone")), certificates::made_by_openssl()]
    {
        let text = of(&lone, &[]).await;
        assert!(text.contains("is self-signed; if you trust it"), "{text}");
    }
    for (params, says) in [
        (certificates::expired(), "certificate has expired"),
        (certificates::not_yet_valid(), "certificate is not valid yet"),
        (certificates::of_another_name(), "certificate is for another name"),
    ] {
        let text = of(&ca.issue(&params), &[&ca.pem]).await;
        assert!(text.contains(says), "{text}");
    }
}

#[tokio::test]
async fn https_to_a_port_that_speaks_http_is_tried_once() {
    let server = Server::each("https", async |mut stream| {
        let _ = stream.read(&mut [0; 1024]).await;
        let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n").await;
    })
    .await;
    let (error, text) = failure(builder(&server.url)).await;
    assert!(text.contains("the server does not speak TLS here"), "{text}");
    assert_eq!((server.connections(), error.attempts()), (1, 1));
}
