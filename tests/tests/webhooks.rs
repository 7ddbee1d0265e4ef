//! The example of a receiver of webhooks: what its server answers to what a sender sends.

#[path = "../examples/webhooks/receiver.rs"]
mod receiver;
#[allow(
    clippy::module_inception,
    dead_code,
    unused_imports,
    reason = "the client is named after what it is about, and only that is used"
)]
#[allow(unexpected_cfgs, reason = "a client has features, this test has none")]
#[path = "../../codegen/tests/features/webhooks/expected/src/lib.rs"]
mod webhooks;

use receiver::{SIGNATURE, router, sign};

#[tokio::test]
async fn the_receiver_answers() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/webhooks", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router("secret")).await });
    let send = async |body: &'static str, secret: &str| {
        let request = reqwest::Client::new().post(&url).header("X-Forge-Event", "issues");
        let request = request.header(SIGNATURE, sign(secret, body)).body(body);
        let answer = request.send().await.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    };
    let opened = r#"{"action": "opened", "issue": {"title": "x"}, "sender": {"name": "Ann"}}"#;
    assert_eq!(send(opened, "secret").await, (200, "Ann opened `x`".to_owned()));
    let closed = r#"{"action": "closed", "sender": {"name": "Bob"}}"#;
    assert_eq!(send(closed, "secret").await, (200, "Bob has closed an issue".to_owned()));
    let moved = r#"{"action": "moved"}"#;
    assert_eq!(send(moved, "secret").await, (200, "issues.moved is new to me".to_owned()));
    assert_eq!(send(closed, "guessed").await.0, 401);
    // It is genuine, but lacks what the description promises.
    let (status, said) = send(r#"{"action": "opened"}"#, "secret").await;
    assert_eq!(status, 400);
    assert!(said.starts_with("the webhook cannot be read: /issue"), "{said}");
}
