//! The walkthrough of the example against the fake panel, without its waiting, in both formats.

use std::time::Duration;

use cloudflow::{Client, Error};
use tests::fake_cloudflow::{BROKEN_TEMPLATE, ENDLESS_TEMPLATE, FakeCloudflow};

use super::clients;
use super::trouble::Trouble;
use super::walkthrough::{Narrator, Wishes, walk};

const DEBIAN: Wishes =
    Wishes { template_id: None, pause: Duration::ZERO, limit: Duration::from_secs(600) };

/// Remembers what it is told.
#[derive(Default)]
pub(crate) struct Diary {
    there: Vec<String>,
    percents: Vec<u64>,
    messages: Vec<String>,
}

impl Narrator for Diary {
    fn begins(&mut self, what: &str) -> Result<(), Trouble> {
        self.messages.push(what.to_owned());
        Ok(())
    }

    fn created(&mut self, what: &str, _: i64) {
        self.there.push(what.to_owned());
    }

    fn removed(&mut self, what: &str) {
        self.there.retain(|it| it != what);
    }

    fn progress(&mut self, percent: u64, message: &str) {
        self.percents.push(percent);
        self.messages.push(message.to_owned());
    }

    async fn unless_stopped<T>(&mut self, waiting: impl Future<Output = T>) -> Result<T, Trouble> {
        Ok(waiting.await)
    }
}

/// What the panel knows of users, roles, machines and backups.
async fn left(client: &Client) -> [usize; 4] {
    [
        client.users().list().await.expect("users").len(),
        client.roles().list().await.expect("roles").len(),
        client.virtual_machines().list().await.expect("machines").len(),
        client.disks().list().await.expect("disks").len(),
    ]
}

#[tokio::test]
async fn it_ends_with_a_bill_and_leaves_nothing() {
    for (format, suffix, build) in clients() {
        let fake = FakeCloudflow::start().await;
        let client = build(fake.url(), FakeCloudflow::LOGIN, FakeCloudflow::PASSWORD);
        let mut diary = Diary::default();
        let cost = walk(&client, &DEBIAN, &mut diary).await;
        let cost = cost.unwrap_or_else(|trouble| panic!("{format}: {trouble}"));
        assert_eq!(cost, 2.75, "{format}");
        assert_eq!(diary.there, Vec::<String>::new(), "{format}");
        assert_eq!(diary.percents, [0, 100, 0, 100, 0, 100, 0], "{format}");
        assert_eq!(left(&client).await, [2, 2, 0, 0], "{format}");
        let requests = fake.requests();
        let other = requests.iter().find(|it| !it.contains(suffix));
        assert_eq!(other, None, "{format}");
    }
}

#[tokio::test]
async fn a_failed_build_is_told_with_its_log() {
    for (format, _, build) in clients() {
        let fake = FakeCloudflow::start().await;
        let client = build(fake.url(), FakeCloudflow::EMAIL, FakeCloudflow::API_KEY);
        let wishes = Wishes { template_id: Some(BROKEN_TEMPLATE), ..DEBIAN };
        let mut diary = Diary::default();
        let trouble = walk(&client, &wishes, &mut diary).await.expect_err("it breaks");
        assert!(trouble.to_string().contains("image of the template is damaged"), "{trouble}");
        let there = [
            "role Ducklings of the walkthrough",
            "user dewey",
            "virtual machine walkthrough-web-1",
        ];
        assert_eq!(diary.there, there, "{format}");
    }
}

#[tokio::test]
async fn a_build_that_never_ends_is_given_up() {
    for (format, _, build) in clients() {
        let fake = FakeCloudflow::start().await;
        let client = build(fake.url(), FakeCloudflow::LOGIN, FakeCloudflow::PASSWORD);
        let limit = Duration::from_millis(20);
        let wishes = Wishes { template_id: Some(ENDLESS_TEMPLATE), limit, ..DEBIAN };
        let trouble = walk(&client, &wishes, &mut Diary::default()).await;
        let trouble = trouble.expect_err("it never ends");
        let Trouble::Call(Error::Task(error)) = trouble else { panic!("{format}: {trouble:?}") };
        assert!(error.may_be_running(), "{format}: {error}");
    }
}

#[tokio::test]
async fn a_second_walk_says_what_is_in_its_way() {
    for (format, _, build) in clients() {
        let fake = FakeCloudflow::start().await;
        let client = build(fake.url(), FakeCloudflow::LOGIN, FakeCloudflow::PASSWORD);
        let wishes = Wishes { template_id: Some(BROKEN_TEMPLATE), ..DEBIAN };
        walk(&client, &wishes, &mut Diary::default()).await.expect_err("it breaks");
        let trouble = walk(&client, &DEBIAN, &mut Diary::default()).await;
        let trouble = trouble.expect_err("dewey is there");
        assert!(
            matches!(&trouble, Trouble::Call(error) if error.status().is_some_and(|it| it == 422))
        );
        let text = trouble.to_string().to_lowercase();
        assert!(
            text.contains("login") && text.contains("has already been taken"),
            "{format}: {text}"
        );
    }
}

#[tokio::test]
async fn those_who_may_not_are_told_before_anything_is_created() {
    for (format, _, build) in clients() {
        let fake = FakeCloudflow::start().await;
        let cases = [
            (FakeCloudflow::LOGIN, "a guess", "login and the password"),
            (FakeCloudflow::USER_LOGIN, FakeCloudflow::USER_PASSWORD, "administrator"),
        ];
        for (login, password, advice) in cases {
            let client = build(fake.url(), login, password);
            let mut diary = Diary::default();
            let trouble = walk(&client, &DEBIAN, &mut diary).await.expect_err("it is refused");
            assert!(trouble.advice().contains(advice), "{format}: {trouble}");
            assert!(diary.there.is_empty(), "{format}");
            assert!(!format!("{trouble} {trouble:?} {client:?}").contains(password), "{format}");
        }
    }
}
