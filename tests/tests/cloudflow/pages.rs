//! Lists that come in pages, from the fake panel.

use cloudflow::Client;
use cloudflow::types::UserCreate;
use tests::fake_cloudflow::FakeCloudflow;

use super::clients;

/// A panel with seven users, and how many requests that took.
async fn seven(fake: &FakeCloudflow, client: &Client) -> usize {
    for name in ["huey", "dewey", "louie", "webby", "gyro"] {
        let user = UserCreate::new(name, format!("{name}@duckburg.example"), "not-a-secret");
        client.users().create(&user).await.expect("a user");
    }
    fake.requests().len()
}

#[tokio::test]
async fn one_stream_over_all_pages() {
    for (format, suffix, build) in clients() {
        let fake = FakeCloudflow::start().await;
        let client = build(fake.url(), FakeCloudflow::LOGIN, FakeCloudflow::PASSWORD);
        let before = seven(&fake, &client).await;
        let mut users = client.users().list().per_page(3).items();
        assert_eq!(fake.requests().len(), before, "{format}: nothing is sent before it is needed");
        let mut logins = Vec::new();
        while let Some(user) = users.next().await {
            let user = user.unwrap_or_else(|error| panic!("{format}: {error}"));
            logins.push(user.login.unwrap_or_default());
        }
        let all = ["scrooge", "daisy", "huey", "dewey", "louie", "webby", "gyro"];
        assert_eq!(logins, all, "{format}");
        let requests = fake.requests().split_off(before);
        assert_eq!(requests.len(), 3, "{format}: {requests:?}");
        for (request, page) in requests.iter().zip(["page=1", "page=2", "page=3"]) {
            assert!(request.starts_with(&format!("GET /users{suffix}?")), "{format}: {request}");
            // The first page may go without its number.
            assert!(request.contains(page) || page == "page=1", "{format}: {request}");
        }
    }
}

#[tokio::test]
async fn page_by_page_with_the_number_in_all() {
    for (format, _, build) in clients() {
        let fake = FakeCloudflow::start().await;
        let client = build(fake.url(), FakeCloudflow::LOGIN, FakeCloudflow::PASSWORD);
        seven(&fake, &client).await;
        let mut pages = client.users().list().per_page(4).pages();
        let mut seen = Vec::new();
        while let Some(page) = pages.next().await {
            let page = page.unwrap_or_else(|error| panic!("{format}: {error}"));
            seen.push((page.len(), page.total));
        }
        assert_eq!(seen, [(4, Some(7)), (3, Some(7))], "{format}");
    }
}

#[tokio::test]
async fn a_panel_that_knows_no_pages_is_asked_once_more_at_most() {
    for (format, _, build) in clients() {
        let fake = FakeCloudflow::start().await;
        let client = build(fake.url(), FakeCloudflow::LOGIN, FakeCloudflow::PASSWORD);
        let before = seven(&fake, &client).await;
        let users = client.users().list().items().into_vec().await;
        let users = users.unwrap_or_else(|error| panic!("{format}: {error}"));
        assert_eq!(users.len(), 7, "{format}");
        assert!(fake.requests().len() <= before + 2, "{format}: {:?}", fake.requests());
    }
}
