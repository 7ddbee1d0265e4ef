//! Ctrl-C and a request to end: what is on the server is said, with ids, and the exit code is that of shells.
#![cfg(unix)]

use tests::fake_cloudron::{FakeCloudron, Trouble};

use super::running::Running;
use super::{fake, there};

/// So many steps that no task ends while a test runs.
const FOR_EVER: u32 = 1_000_000;

fn tour(fake: &FakeCloudron, arguments: &str) -> Running {
    let url = fake.url();
    Running::tour(arguments, &[("CLOUDRON_URL", &url), ("CLOUDRON_TOKEN", FakeCloudron::TOKEN)])
}

#[tokio::test(flavor = "multi_thread")]
async fn while_the_app_is_being_installed() {
    for (signal, code) in [("INT", 130), ("TERM", 143)] {
        let fake = fake(FOR_EVER).await;
        let mut tour_process = tour(&fake, "--interval 60");
        tour_process.until("0 % Queued");
        tour_process.signal(signal);
        let ended = tour_process.end();
        ended.assert(code, &["On the server are now:", "on which task 295 works", "--clean-up"]);
        let there_now = there(&fake).await;
        assert_eq!(there_now.len(), 3);
        for line in &there_now {
            assert!(ended.output.contains(line), "{line}: {ended:#?}");
        }
        // The installation goes on; it is stopped, and the app is removed.
        let mut clean_up = tour(&fake, "--clean-up --interval 0.01");
        clean_up.until("removing the app");
        drop(clean_up);
    }
}

/// The call that is under way is waited for, so that what it made is known; the second signal ends at once.
#[tokio::test(flavor = "multi_thread")]
async fn while_a_call_has_no_answer() {
    let fake = fake(1).await;
    fake.inject("POST /groups", Trouble::NoAnswer);
    let mut tour_process = tour(&fake, "");
    tour_process.until("- adding the group");
    tour_process.signal("INT");
    tour_process.until("Stopping when this step has ended");
    tour_process.signal("INT");
    let ended = tour_process.end();
    let user = there(&fake).await.pop().expect("a user");
    ended.assert(130, &[&user, "was not checked", "adding the group", "--clean-up"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn before_anything_was_made() {
    let fake = fake(1).await;
    fake.inject("GET /cloudron/status", Trouble::NoAnswer);
    let mut tour_process = tour(&fake, "");
    tour_process.until("and leaves them there");
    tour_process.signal("INT");
    let ended = tour_process.end();
    ended.assert(130, &["Nothing was changed."]);
    assert!(!ended.output.contains("On the server"), "{ended:#?}");
}

/// On the fake server inside the program.
#[test]
fn on_the_fake() {
    let mut tour_process = Running::tour("", &[]);
    tour_process.until("Downloading image");
    tour_process.signal("INT");
    let ended = tour_process.end();
    ended.assert(130, &["until this program ends", "app tour-blog.example.com ("]);
}
