//! A receiver of webhooks: `cargo run -p tests --example webhooks`.
//!
//! It starts a small server, plays the sender with a signature that is right and one that is not, and prints what the
//! server made of each. The receiver is in `receiver.rs`; a client of your own has such a module if its description
//! has webhooks.

mod receiver;
#[allow(
    clippy::module_inception,
    dead_code,
    unused_imports,
    reason = "the client is named after what it is about, and only that is used"
)]
#[allow(unexpected_cfgs, reason = "a client has features, this example has none")]
#[path = "../../../codegen/tests/features/webhooks/expected/src/lib.rs"]
mod webhooks;

use std::error::Error;

use receiver::{SIGNATURE, sign};

const SECRET: &str = "It's a Secret to Everybody";

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}/webhooks", listener.local_addr()?);
    tokio::spawn(async move { axum::serve(listener, receiver::router(SECRET)).await });

    let opened =
        r#"{"action": "opened", "issue": {"title": "It rains in"}, "sender": {"name": "Ann"}}"#;
    let closed = r#"{"action": "closed", "sender": {"name": "Bob"}}"#;
    let new = r#"{"action": "moved", "sender": {"name": "Bob"}}"#;
    for (body, secret) in
        [(opened, SECRET), (closed, SECRET), (new, SECRET), (closed, "guessed"), ("{", SECRET)]
    {
        let request = reqwest::Client::new().post(&url).header("X-Forge-Event", "issues");
        let request = request.header(SIGNATURE, sign(secret, body)).body(body);
        let answer = request.send().await?;
        println!("sent {body}\n  {} {}", answer.status(), answer.text().await?);
    }
    Ok(())
}
