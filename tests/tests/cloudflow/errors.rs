//! What a caller learns when a call fails, in the shapes of all ages of the panel.

use cloudflow::Client;
use cloudflow::types::{VirtualMachineCreate, VirtualMachineCreateRequired};
use serde_json::{Value, json};
use tests::description_server::Answer;
use tests::fake_cloudflow::FakeCloudflow;
use tests::raw_server::RawServer;

use super::{clients, json as in_json, xml as in_xml};

/// Login and key, which nothing may show.
const TOKEN: &str = "dewey@duckburg.example:5f0d7dc3517045da821f";

#[tokio::test]
async fn the_shapes_of_errors_in_json() {
    let cases: [(u16, Value, &[&str]); 4] = [
        (
            422,
            json!({ "errors": ["Network interfaces is invalid"] }),
            &["Network interfaces is invalid"],
        ),
        (404, json!({ "error": "Resource not found" }), &["Resource not found"]),
        (
            422,
            json!({ "errors": { "login": ["has already been taken"], "email": ["is invalid", "can't be blank"] } }),
            &["login", "has already been taken", "email", "is invalid", "can't be blank"],
        ),
        (403, json!({ "errors": ["no", "never"] }), &["no", "never"]),
    ];
    for (status, body, words) in cases {
        let server = RawServer::start(Answer::json(status, &body)).await;
        let error = in_json(server.url(), TOKEN).users().get(7).await.expect_err("an error");
        assert_eq!(error.status().map(|it| it.as_u16()), Some(status));
        let text = error.to_string();
        let lost: Vec<_> = words.iter().filter(|it| !text.contains(**it)).collect();
        assert!(lost.is_empty(), "{lost:?} is not in {text}");
        assert_eq!(error.body(), Some(body.to_string().as_bytes()));
    }
}

#[tokio::test]
async fn the_shapes_of_errors_in_xml() {
    let cases: [(u16, &str, &[&str]); 4] = [
        (
            404,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><errors><error>Resource not found</error></errors>",
            &["Resource not found"],
        ),
        (
            422,
            "<errors type='array'><error>a &lt; b</error><error>no</error></errors>",
            &["a < b", "no"],
        ),
        (404, "<error>Resource not found</error>", &["Resource not found"]),
        (
            422,
            "<hash><errors><login type='array'><login>is taken</login></login></errors></hash>",
            &["login", "is taken"],
        ),
    ];
    for (status, body, words) in cases {
        let server =
            RawServer::start(Answer::raw(status, "application/xml; charset=utf-8", body)).await;
        let error = in_xml(server.url(), TOKEN).users().get(7).await.expect_err("an error");
        assert_eq!(error.status().map(|it| it.as_u16()), Some(status));
        let text = error.to_string();
        let lost: Vec<_> = words.iter().filter(|it| !text.contains(**it)).collect();
        assert!(lost.is_empty(), "{lost:?} is not in {text}");
        assert!(!text.contains("<error"), "{text}");
    }
}

#[tokio::test]
async fn a_page_with_status_500() {
    for (format, _, build) in clients() {
        let fake = FakeCloudflow::start().await;
        let client = build(fake.url(), FakeCloudflow::LOGIN, FakeCloudflow::PASSWORD);
        let machine = VirtualMachineCreate::new(VirtualMachineCreateRequired {
            template_id: 17,
            label: "a".into(),
            hostname: "a".into(),
            memory: 512,
            cpus: 1,
            cpu_shares: 100,
            primary_disk_size: 5,
            required_virtual_machine_build: 0,
        });
        let machine = client.virtual_machines().create(&machine).await.expect("a machine");
        let error = client.virtual_machines().change_owner(machine.answer().id, 999).await;
        let error = error.expect_err("the panel breaks");
        assert_eq!(error.status().map(|it| it.as_u16()), Some(500), "{format}");
        assert!(!error.to_string().contains("<h1>"), "{format}: {error}");
        assert!(error.body().is_some_and(|it| it.starts_with(b"<!DOCTYPE html>")), "{format}");
    }
}

#[tokio::test]
async fn statuses_are_told_apart() {
    for (format, _, build) in clients() {
        let fake = FakeCloudflow::start().await;
        let client = build(fake.url(), FakeCloudflow::LOGIN, FakeCloudflow::PASSWORD);
        let error = client.users().get(999).await.expect_err("nobody");
        assert!(error.is_not_found(), "{format}: {error:?}");
        assert!(error.to_string().contains("Resource not found"), "{format}: {error}");
        let error = client.transactions().get(999).await.expect_err("nothing");
        assert!(error.to_string().contains("Resource not found"), "{format}: {error}");
        let client = build(fake.url(), FakeCloudflow::LOGIN, "a guess");
        let error = client.system().version().await.expect_err("a guess");
        assert!(error.is_unauthorized() && !error.is_forbidden(), "{format}: {error:?}");
        let client = build(fake.url(), FakeCloudflow::USER_LOGIN, FakeCloudflow::USER_PASSWORD);
        let error = client.roles().delete(1).await.expect_err("no administrator");
        assert!(error.is_forbidden(), "{format}: {error:?}");
    }
}

#[tokio::test]
async fn an_address_and_a_key_do_as_well_as_a_login_and_a_password() {
    let fake = FakeCloudflow::start().await;
    let (email, key) = (FakeCloudflow::EMAIL, FakeCloudflow::API_KEY);
    let client = Client::builder(fake.url()).api_key(email, key).build().expect("a client");
    assert_eq!(client.system().profile().await.expect("a user").email.as_deref(), Some(email));
    let fresh = client.users().generate_api_key(1).await.expect("a key");
    let error = client.system().profile().await.expect_err("the key is an old one");
    assert!(error.is_unauthorized() && !format!("{error:?} {client:?}").contains(key), "{error:?}");
    let client = Client::builder(fake.url()).api_key(email, fresh).build().expect("a client");
    client.system().profile().await.expect("a user");
}

#[tokio::test]
async fn nothing_shows_the_credential() {
    let secret = TOKEN.split_once(':').expect("two").1;
    // `name:password` in Base64, as the header has it.
    let encoded = "ZGV3ZXlAZHVja2J1cmcuZXhhbXBsZTo1ZjBkN2RjMzUxNzA0NWRhODIxZg";
    let server = RawServer::start(Answer::empty(401)).await;
    for url in [server.url(), RawServer::nowhere()] {
        for client in [in_json(url.clone(), TOKEN), in_xml(url.clone(), TOKEN)] {
            let error = client.users().list().await.expect_err("it fails");
            let shown = format!("{client:?} {error:?} {error}");
            assert!(!shown.contains(secret) && !shown.contains(encoded), "{shown}");
        }
    }
}
