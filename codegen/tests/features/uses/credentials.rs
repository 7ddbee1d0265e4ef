//! Who calls, and what each operation is told of it.

use super::silent;
use crate::public_operation_and_credentials::{Client, ClientBuilder};
use crate::scopes;
use crate::server::Received;
use crate::servers_of_operations as elsewhere;

/// The requests to each door, in the order `public`, `private`, `either`, `basic`, `cookie`.
async fn received(settings: impl Fn(ClientBuilder) -> ClientBuilder) -> Vec<Received> {
    let server = silent().await;
    let doors = settings(Client::builder(&server.url)).build().unwrap().doors();
    doors.public().await.unwrap();
    doors.private().await.unwrap();
    doors.either().await.unwrap();
    doors.basic().await.unwrap();
    doors.cookie().await.unwrap();
    server.received()
}

fn headers(received: &[Received], name: &str) -> Vec<Option<String>> {
    received.iter().map(|it| it.header(name).map(str::to_owned)).collect()
}

#[tokio::test]
async fn public_operation_and_credentials() {
    let found = received(|it| it.bearer_token("t")).await;
    let bearer = || Some("Bearer t".to_owned());
    assert_eq!(headers(&found, "authorization"), [None, bearer(), bearer(), None, None]);

    let found = received(|it| it.basic("Aladdin", "open sesame")).await;
    let basic = Some("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==".to_owned());
    assert_eq!(headers(&found, "authorization"), [None, None, None, basic, None]);

    // Both are needed together.
    let found = received(|it| it.x_api_key("k")).await;
    assert_eq!(headers(&found, "x-api-key"), [None, None, None, None, None]);
    let found = received(|it| it.x_api_key("k").x_account("a").access_token("q")).await;
    assert_eq!(headers(&found, "x-api-key"), [None, Some("k".to_owned()), None, None, None]);
    assert_eq!(headers(&found, "x-account"), [None, Some("a".to_owned()), None, None, None]);

    let found = received(|it| it.access_token("q&r")).await;
    assert_eq!(found[1].target, "/private?access_token=q%26r");

    let found = received(|it| it.session("s")).await;
    assert_eq!(headers(&found, "cookie"), [None, None, None, None, Some("session=s".to_owned())]);

    // What the client cannot do by itself keeps nobody from calling.
    let server = silent().await;
    let client = crate::public_operation_and_credentials::Client::builder(&server.url);
    let doors = client.bearer_token("t").build().unwrap().doors();
    doors.digest().extra_header("authorization", "Digest x").await.unwrap();
    doors.certified().await.unwrap();
    let found = server.received();
    assert_eq!(headers(&found, "authorization"), [Some("Digest x".to_owned()), bearer()]);
}

#[tokio::test]
async fn scopes() {
    let server = silent().await;
    let pets = scopes::Client::builder(&server.url).bearer_token("t").build().unwrap().pets();
    pets.list().await.unwrap();
    assert_eq!(server.only().header("authorization"), Some("Bearer t"));
    let docs = include_str!("../scopes/expected/src/api/pets.rs");
    assert!(docs.contains("/// `GET /pets`. Needs the scope `read`."));
    assert!(docs.contains("/// `POST /pets`. Needs the scopes `write` and `admin`."));
}

#[tokio::test]
async fn credential_methods() {
    use crate::credential_methods::{Client, ClientBuilder};
    let server = silent().await;
    let send = async |builder: ClientBuilder| {
        let client = builder.build().unwrap();
        assert!(!format!("{client:?}").contains("hunter2"));
        client.me().get().await.unwrap();
        server.received().last().unwrap().header("authorization").map(str::to_owned)
    };
    let builder = || Client::builder(&server.url);
    // Both are HTTP Basic: the base64 of `duck:hunter2` and of `duck@x:hunter2`.
    let login = Some("Basic ZHVjazpodW50ZXIy".to_owned());
    let key = Some("Basic ZHVja0B4Omh1bnRlcjI=".to_owned());
    assert_eq!(send(builder().basic("duck", "hunter2")).await, login);
    assert_eq!(send(builder().api_key("duck@x", "hunter2")).await, key);
    // They are one scheme: the last one counts.
    assert_eq!(send(builder().basic("duck", "hunter2").api_key("duck@x", "hunter2")).await, key);
    assert_eq!(send(builder().device_token("hunter2")).await, None);
}

#[tokio::test]
async fn servers_of_operations() {
    use openapi_runtime::testing::{Reply, Script};
    let script = Script::new().always(Reply::status(204));
    let builder = || {
        elsewhere::Client::builder("http://localhost:1/v1")
            .x_key("s3cr3t")
            .transport(script.clone())
    };
    let files = builder().build().unwrap().files();
    files.list().await.unwrap();
    files.beta().await.unwrap();
    files.set_beta().await.unwrap();
    files.add_beta().await.unwrap();
    let error = files.put().await.unwrap_err().to_string();
    assert!(error.contains(".server(\"https://eu.upload.example.com/v2\""), "{error}");
    let upload = "https://eu.upload.example.com/v2";
    let files = builder().server(upload, "http://localhost:2").build().unwrap().files();
    files.put().await.unwrap();
    let requests = script.requests();
    let sent: Vec<_> =
        requests.iter().map(|it| (it.uri().to_string(), it.header("x-key").is_some())).collect();
    let expected = [
        ("https://files.example.com/files", false),
        ("http://localhost:1/beta/beta", true),
        ("http://localhost:1/beta/beta", true),
        ("http://localhost:1/v1/beta", true),
        ("http://localhost:2/files", true),
    ];
    assert_eq!(sent, expected.map(|(url, key)| (url.to_owned(), key)));
}
