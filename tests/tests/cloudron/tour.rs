//! The walkthrough of the tour against the fake Cloudron, without its waiting.

use std::time::Duration;

use cloudron::Client;
use tests::fake_cloudron::{BROKEN_PACKAGE, FakeCloudron, Pace};

use super::trouble::Trouble;
use super::walkthrough::{Narrator, Wishes, walk};

const WORDPRESS: Wishes = Wishes { package: "org.wordpress.cloudronapp", pause: Duration::ZERO };

/// Remembers what it is told.
#[derive(Default)]
struct Diary {
    created: Vec<String>,
    percents: Vec<u64>,
    messages: Vec<String>,
}

impl Narrator for Diary {
    fn begins(&mut self, _: &str) -> Result<(), Trouble> {
        Ok(())
    }

    fn created(&mut self, what: &str, _: &str) {
        self.created.push(what.to_owned());
    }

    fn progress(&mut self, percent: u64, message: &str) {
        self.percents.push(percent);
        self.messages.push(message.to_owned());
    }

    async fn unless_stopped<T>(&mut self, waiting: impl Future<Output = T>) -> Result<T, Trouble> {
        Ok(waiting.await)
    }
}

fn client(fake: &FakeCloudron) -> Client {
    Client::builder(fake.url()).bearer_token(FakeCloudron::TOKEN).build().expect("a client")
}

#[tokio::test]
async fn it_ends_with_a_running_app() {
    let fake = FakeCloudron::start(Pace::Steps(4)).await;
    let client = client(&fake);
    let mut diary = Diary::default();
    let app = walk(&client, &WORDPRESS, &mut diary).await.expect("a running app");
    assert_eq!(app.fqdn.as_deref(), Some("tour-blog.example.com"));
    assert_eq!(
        diary.created,
        ["user tour-dewey", "group tour-nephews", "app tour-blog.example.com"]
    );
    assert_eq!(diary.percents, [0, 25, 50, 75, 100]);
    assert_eq!((diary.messages[0].as_str(), diary.messages[4].as_str()), ("Queued", "Done"));
    let users = client.users().list().search("dewey").await.expect("users");
    let groups = client.groups().list().await.expect("groups");
    assert_eq!(groups[0].user_ids, Some(vec![users[0].id.clone()]));
}

#[tokio::test]
async fn a_second_tour_says_what_is_in_its_way() {
    let fake = FakeCloudron::start(Pace::Steps(1)).await;
    let client = client(&fake);
    walk(&client, &WORDPRESS, &mut Diary::default()).await.expect("a running app");
    let mut diary = Diary::default();
    let trouble = walk(&client, &WORDPRESS, &mut diary).await.expect_err("dewey is there");
    assert!(matches!(&trouble, Trouble::Call(error) if error.is_conflict()), "{trouble:?}");
    assert!(trouble.to_string().contains("exists already"), "{trouble}");
    assert!(trouble.advice().contains("has the name already"), "{}", trouble.advice());
    assert!(diary.created.is_empty(), "{:?}", diary.created);
}

#[tokio::test]
async fn a_failed_installation_is_told_with_its_reason() {
    let fake = FakeCloudron::start(Pace::Steps(5)).await;
    let wishes = Wishes { package: BROKEN_PACKAGE, ..WORDPRESS };
    let trouble =
        walk(&client(&fake), &wishes, &mut Diary::default()).await.expect_err("it breaks");
    let shown = trouble.to_string();
    assert!(shown.ends_with(" failed: The image could not be downloaded (getTask)"), "{shown}");
    assert!(trouble.advice().contains("the log of the app"), "{}", trouble.advice());
}

#[tokio::test]
async fn a_wrong_token_is_told_before_anything_is_created() {
    let fake = FakeCloudron::start(Pace::Steps(1)).await;
    let client = Client::builder(fake.url()).bearer_token("a guess").build().expect("a client");
    let mut diary = Diary::default();
    let trouble = walk(&client, &WORDPRESS, &mut diary).await.expect_err("a wrong token");
    assert!(trouble.advice().contains("API access"), "{trouble}");
    assert!(diary.created.is_empty());
}
