//! What an observer hears: nothing of a server that keeps to the description, and of the fake panel only what old
//! panels do.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use cloudflow::Client;
use cloudflow::runtime::{Difference, DifferenceKind};
use tests::fake_cloudflow::FakeCloudflow;
use tests::generated::Way;
use tests::repository::assert_none;

use super::panel::Diary;
use super::walkthrough::{Wishes, walk};
use super::{builder, generated};

/// What was observed; only the test below writes here.
static HEARD: Mutex<Vec<String>> = Mutex::new(Vec::new());

fn json(url: String, token: &str) -> Client {
    let (user, password) = token.split_once(':').expect("a name and a password");
    let hear = |it: &Difference| {
        HEARD.lock().expect("no other test").push(it.to_string());
    };
    builder(url, user, password).observer(hear).build().expect("a client")
}

fn xml(url: String, token: &str) -> Client {
    let (user, password) = token.split_once(':').expect("a name and a password");
    let hear = |it: &Difference| {
        HEARD.lock().expect("no other test").push(it.to_string());
    };
    builder(url, user, password).xml().observer(hear).build().expect("a client")
}

#[tokio::test(flavor = "multi_thread")]
async fn every_operation_with_an_observer() {
    for client in [json, xml] {
        let mut generated = generated();
        let way = generated.ways.remove(0);
        generated.ways.insert(0, Way { client, ..way });
        generated.drive().await;
        assert_none("differences", &std::mem::take(&mut *HEARD.lock().expect("no other test")));
    }
}

/// The fake panel was not made from the description: members and statuses of its own would be a mistake of one of them.
#[tokio::test]
async fn the_fake_panel_is_described() {
    for is_xml in [false, true] {
        let fake = FakeCloudflow::start().await;
        let heard = Arc::new(Mutex::new(Vec::new()));
        let hear = {
            let heard = Arc::clone(&heard);
            move |it: &Difference| heard.lock().expect("no panic").push(it.clone())
        };
        let builder = builder(fake.url(), FakeCloudflow::LOGIN, FakeCloudflow::PASSWORD);
        let builder = if is_xml { builder.xml() } else { builder };
        let client = builder.observer(hear).build().expect("a client");
        let limit = Duration::from_secs(3600);
        let wishes = Wishes { template_id: None, pause: Duration::ZERO, limit };
        walk(&client, &wishes, &mut Diary::default()).await.expect("a bill");
        client.statistics().usage().await.expect("statistics");
        client.users().limits(1).await.expect("limits");
        client.system().version().await.expect("a version");
        let heard = heard.lock().expect("no panic");
        let spelling = |it: &&Difference| it.kind() == DifferenceKind::OtherSpelling;
        let faults: Vec<String> =
            heard.iter().filter(|it| !spelling(it)).map(ToString::to_string).collect();
        assert_none("differences", &faults);
        // Numbers as text, `""` for nothing: in XML all scalars are text.
        assert_eq!(heard.iter().any(|it| spelling(&it)), !is_xml);
    }
}
