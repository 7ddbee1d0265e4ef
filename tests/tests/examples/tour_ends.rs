//! However a tour ends, it says what of it is on the server, with ids; and `--clean-up` removes it.

use tests::fake_cloudron::{Contents, FakeCloudron, Options, Trouble};

use super::running::{Ended, Running};
use super::{fake, there};

const NO_WAIT: &str = "--interval 0.01";

fn tour(fake: &FakeCloudron, arguments: &str) -> Running {
    let variables =
        [("CLOUDRON_URL", fake.url()), ("CLOUDRON_TOKEN", FakeCloudron::TOKEN.to_owned())];
    let variables = variables.each_ref().map(|(name, value)| (*name, value.as_str()));
    Running::tour(arguments, &variables)
}

/// What is on the server is said, line by line, and nothing that is not.
async fn assert_told(ended: &Ended, fake: &FakeCloudron, n_things: usize) {
    let there = there(fake).await;
    assert_eq!(there.len(), n_things, "{there:?} {ended:#?}");
    for line in &there {
        assert!(ended.output.contains(line), "{line:?} is not told: {ended:#?}");
    }
    let told = ended.output.lines().filter(|it| it.starts_with("  ") && it.contains('('));
    assert_eq!(told.count(), n_things, "{ended:#?}");
}

async fn assert_cleaned_up(fake: &FakeCloudron) {
    tour(fake, "--clean-up --interval 0.01").end().assert(0, &["removing"]);
    assert_eq!(there(fake).await, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tour_can_be_taken_again_after_a_clean_up() {
    let fake = fake(1).await;
    let ended = tour(&fake, NO_WAIT).end();
    ended.assert(0, &["https://tour-blog.example.com runs, and is healthy.", "--clean-up"]);
    assert_told(&ended, &fake, 3).await;

    let again = tour(&fake, NO_WAIT).end();
    again.assert(1, &["from an earlier tour", "run the tour with --clean-up"]);
    assert_told(&again, &fake, 3).await;

    assert_cleaned_up(&fake).await;
    tour(&fake, "--clean-up").end().assert(0, &["Nothing of a tour is on the server."]);
    tour(&fake, NO_WAIT).end().assert(0, &["runs, and is healthy"]);
}

/// The server that the example `fake_cloudron` starts, with everything that the examples of the description speak of.
#[tokio::test(flavor = "multi_thread")]
async fn a_tour_among_other_people_and_apps() {
    let options = Options { contents: Contents::Examples, ..Options::default() };
    let fake = FakeCloudron::start_with(options).await.expect("a free port");
    let ended = tour(&fake, NO_WAIT).end();
    ended.assert(0, &["https://tour-blog.example.com runs, and is healthy."]);
    tour(&fake, "--clean-up --interval 0.01").end().assert(0, &["Nothing of the tour"]);
}

/// Each is a fault in the middle, and how many things are on the server then.
#[tokio::test(flavor = "multi_thread")]
async fn a_failure_in_the_middle() {
    let busy = || "the server is busy".to_owned();
    let cases = [
        ("POST /users", Trouble::Refused(500, busy()), 0, "the server is busy"),
        ("POST /groups", Trouble::Refused(500, busy()), 1, "the server is busy"),
        ("PUT /groups/{groupId}/members", Trouble::Page(403, "<h1>no</h1>".to_owned()), 2, "403"),
        (
            "POST /apps",
            Trouble::Refused(402, "the plan has no more apps".to_owned()),
            2,
            "no more apps",
        ),
        ("POST /apps", Trouble::TaskFails("No space left".to_owned()), 3, "No space left"),
        // What failed may have been done: only the server knows.
        ("POST /users", Trouble::DoneBut(502), 1, "502"),
        ("POST /groups", Trouble::DoneBut(500), 2, "500"),
        ("POST /apps", Trouble::DoneBut(504), 3, "504"),
    ];
    for (route, trouble, n_things, words) in cases {
        let fake = fake(1).await;
        fake.inject(route, trouble);
        let ended = tour(&fake, NO_WAIT).end();
        ended.assert(1, &[words, "help: "]);
        assert_told(&ended, &fake, n_things).await;
        if n_things == 0 {
            ended.assert(1, &["Nothing of the tour is on the server."]);
        } else {
            assert_cleaned_up(&fake).await;
        }
    }
}

/// What somebody else made is neither taken for the tour's nor removed.
#[tokio::test(flavor = "multi_thread")]
async fn what_the_tour_did_not_make_stays() {
    let fake = fake(1).await;
    let client = cloudron::Client::builder(fake.url()).bearer_token(FakeCloudron::TOKEN);
    let client = client.build().expect("a client");
    let dewey =
        client.users().add("dewey@example.com").username("tour-dewey").await.expect("a user");
    let ended = tour(&fake, NO_WAIT).end();
    ended.assert(
        1,
        &["a user with the name tour-dewey exists already", "did not make", "Nothing of the tour"],
    );
    tour(&fake, "--clean-up").end().assert(0, &["Nothing of a tour is on the server."]);
    client.users().get(&dewey).await.expect("it is still there");
}

/// A clean-up that fails says what is left.
#[tokio::test(flavor = "multi_thread")]
async fn a_clean_up_that_fails() {
    let fake = fake(1).await;
    tour(&fake, NO_WAIT).end().assert(0, &[]);
    fake.inject("DELETE /groups/{groupId}", Trouble::Refused(409, "in use".to_owned()));
    let ended = tour(&fake, "--clean-up --interval 0.01").end();
    ended.assert(1, &["in use", "On the server are now:"]);
    assert_told(&ended, &fake, 2).await;
    assert_cleaned_up(&fake).await;
}
