//! What cannot be done is refused before anything is sent, with what to do instead.

use tests::fake_cloudron::{FakeCloudron, Trouble};

use super::running::Running;
use super::{fake, there};

/// Arguments, variables, and what is said.
type Case<'c> = (&'c str, &'c [(&'c str, &'c str)], &'c [&'c str]);

const NOTHING: &str = "Nothing was changed.";

#[test]
fn settings_that_do_not_fit_are_refused() {
    let (url, token) = ("CLOUDRON_URL", "CLOUDRON_TOKEN");
    let cases: &[Case<'_>] = &[
        ("", &[(url, "https://my.example.com")], &["CLOUDRON_TOKEN is not", "or neither"]),
        ("", &[(token, "t")], &["CLOUDRON_URL is not", "or neither"]),
        ("", &[(token, "t"), (url, " ")], &["CLOUDRON_URL is not"]),
        (
            "",
            &[(token, "t"), (url, "my.example.com")],
            &["CLOUDRON_URL is \"my.example.com\"", "CLOUDRON_URL=https://my.example.com do?"],
        ),
        ("", &[(token, "t"), (url, "ftp://my.example.com")], &["CLOUDRON_URL is", "dashboard"]),
        ("", &[(token, "a\nb"), (url, "https://my.example.com")], &["error: ", "CLOUDRON_TOKEN"]),
        ("--clean-up", &[], &["nothing to clean up", "set CLOUDRON_URL"]),
        ("--cleanup", &[], &["unexpected argument '--cleanup'", "--clean-up"]),
        ("--interval soon", &[], &["not a number of seconds"]),
        ("--interval -1", &[], &["error: "]),
    ];
    for (arguments, variables, said) in cases {
        let ended = Running::tour(arguments, variables).end();
        ended.assert(2, said);
        assert!(!ended.output.contains("- adding"), "{ended:#?}");
    }
}

#[test]
fn help_says_what_it_does() {
    let ended = Running::tour("--help", &[]).end();
    ended.assert(0, &["CLOUDRON_URL and CLOUDRON_TOKEN", "--clean-up", "--interval"]);
}

#[test]
fn an_address_where_nobody_listens() {
    let closed = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", closed.local_addr().expect("an address"));
    drop(closed);
    let ended = Running::tour("", &[("CLOUDRON_URL", &url), ("CLOUDRON_TOKEN", "t")]).end();
    ended.assert(1, &["cannot connect", NOTHING, "is the address in CLOUDRON_URL right"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_is_no_cloudron() {
    let cases = [
        ("/elsewhere", None),
        ("", Some((200, "<h1>Welcome</h1>"))),
        ("", Some((404, "<h1>nginx</h1>"))),
        ("", Some((302, "<h1>Moved</h1>"))),
    ];
    for (path, page) in cases {
        let fake = fake(1).await;
        if let Some((status, text)) = page {
            // More often than the client tries.
            for _ in 0..4 {
                fake.inject("GET /cloudron/status", Trouble::Page(status, text.to_owned()));
            }
        }
        let url = format!("{}{path}", fake.url().replace("/api/v1", ""));
        let variables = [("CLOUDRON_URL", url.as_str()), ("CLOUDRON_TOKEN", FakeCloudron::TOKEN)];
        let ended = Running::tour("", &variables).end();
        ended.assert(1, &["no Cloudron answers", NOTHING, "is CLOUDRON_URL the address"]);
        assert!(!ended.output.contains("On the server"), "{ended:#?}");
        assert_eq!(there(&fake).await, Vec::<String>::new());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn tokens_that_do_not_do() {
    let fake = fake(1).await;
    let url = fake.url();
    for (token, said) in [
        ("a-guess", ["401", NOTHING, "is CLOUDRON_TOKEN right?"]),
        (
            FakeCloudron::READ_ONLY_TOKEN,
            ["403", "Nothing of the tour is on the server.", "read and write"],
        ),
    ] {
        let ended = Running::tour("", &[("CLOUDRON_URL", &url), ("CLOUDRON_TOKEN", token)]).end();
        ended.assert(1, &said);
        assert!(!ended.output.contains("On the server are"), "{ended:#?}");
    }
    assert_eq!(there(&fake).await, Vec::<String>::new());
}
