//! Any bytes as XML that is read into a type: no panic, and no error shows the credential.

#![no_main]

use clients_fuzz::{Server, run, shown, with_token};
use cloudflow::Client;
use libfuzzer_sys::fuzz_target;
use openapi_runtime::transport::{Body, Request, Response};

fuzz_target!(|bytes: &[u8]| {
    let (Some(which), rest) = (bytes.first(), bytes.get(1..).unwrap_or_default()) else { return };
    // The beginning of the password, which the fuzzer knows from the assertion below, is none.
    if rest.windows(8).any(|it| it == b"p4ssw0rd") {
        return;
    }
    let password = "p4ssw0rd&<x>";
    let body = with_token(rest, password);
    let server = Server(move |_: Request| {
        let mut response = Response::new(Body::from(body.clone()));
        response.headers_mut().insert("content-type", "application/xml".parse().unwrap());
        response
    });
    let client = Client::builder("https://panel.example.com")
        .basic("admin", password)
        .xml()
        .transport(server)
        .build()
        .unwrap();
    let error = run(async {
        match which % 4 {
            0 => client.users().list().await.err(),
            1 => client.users().get(7).await.err(),
            2 => client.virtual_machines().list().await.err(),
            _ => client.virtual_machines().get("7").await.err(),
        }
    });
    if let Some(error) = error {
        let shown = shown(&error);
        assert!(!shown.contains("p4ssw0rd"), "{shown}");
    }
});
