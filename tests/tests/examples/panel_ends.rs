//! The walk through a panel: refusals, failures and signals, each with what is left on the panel; and the clean-up.

use cloudflow::Client;
use tests::fake_cloudflow::FakeCloudflow;

use super::running::{Ended, Running};

const NO_WAIT: &str = "--interval 0.01";

fn panel(fake: &FakeCloudflow, arguments: &str) -> Running {
    let url = fake.url();
    let variables = [
        ("CLOUDFLOW_URL", url.as_str()),
        ("CLOUDFLOW_LOGIN", FakeCloudflow::LOGIN),
        ("CLOUDFLOW_PASSWORD", FakeCloudflow::PASSWORD),
    ];
    Running::panel(arguments, &variables)
}

/// The lines that must be shown: what is on the panel and was not there at the start.
async fn there(fake: &FakeCloudflow) -> Vec<String> {
    let builder = Client::builder(fake.url()).basic(FakeCloudflow::LOGIN, FakeCloudflow::PASSWORD);
    let client = builder.build().expect("a client");
    let mut lines = Vec::new();
    for machine in client.virtual_machines().list().await.expect("machines") {
        let label = machine.label.expect("a label");
        lines.push(format!("virtual machine {label} ({})", machine.id));
    }
    let users = client.users().list().await.expect("users").into_iter().skip(2);
    lines.extend(users.map(|it| format!("user {} ({})", it.login.expect("a login"), it.id)));
    let roles = client.roles().list().await.expect("roles").into_iter().skip(2);
    lines.extend(roles.map(|it| format!("role {} ({})", it.label.expect("a label"), it.id)));
    lines
}

async fn assert_told(ended: &Ended, fake: &FakeCloudflow, n_things: usize) {
    let there = there(fake).await;
    assert_eq!(there.len(), n_things, "{there:?} {ended:#?}");
    for line in &there {
        assert!(ended.output.contains(line), "{line:?} is not told: {ended:#?}");
    }
}

async fn assert_cleaned_up(fake: &FakeCloudflow) {
    panel(fake, "--clean-up --interval 0.01").end().assert(0, &["removing"]);
    assert_eq!(there(fake).await, Vec::<String>::new());
}

#[test]
fn settings_that_do_not_fit_are_refused() {
    let all = |url| [("CLOUDFLOW_URL", url), ("CLOUDFLOW_LOGIN", "a"), ("CLOUDFLOW_PASSWORD", "b")];
    let url = "https://cloud.example.com";
    Running::panel("", &all(url)[..1])
        .end()
        .assert(2, &["CLOUDFLOW_LOGIN and CLOUDFLOW_PASSWORD is not set", "or none of them"]);
    Running::panel("", &all("cloud.example.com"))
        .end()
        .assert(2, &["CLOUDFLOW_URL is", "CLOUDFLOW_URL=https://cloud.example.com do?"]);
    Running::panel("yaml", &all(url)).end().assert(2, &["'yaml'", "json, xml"]);
    Running::panel("--clean-up", &[]).end().assert(2, &["nothing to clean up"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_is_no_panel() {
    let fake = FakeCloudflow::start().await;
    let url = format!("{}/elsewhere", fake.url());
    let login = ("CLOUDFLOW_LOGIN", FakeCloudflow::LOGIN);
    let right = [("CLOUDFLOW_URL", &*url), login, ("CLOUDFLOW_PASSWORD", FakeCloudflow::PASSWORD)];
    let said = ["no CloudFlow panel answers", "Nothing was changed.", "is CLOUDFLOW_URL"];
    Running::panel("", &right).end().assert(1, &said);
    let url = fake.url();
    let wrong = [("CLOUDFLOW_URL", &*url), login, ("CLOUDFLOW_PASSWORD", "a guess")];
    Running::panel("", &wrong).end().assert(1, &["Nothing was changed.", "check the login"]);
    assert_eq!(there(&fake).await, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn it_removes_what_it_made_in_both_formats() {
    for arguments in ["--interval 0.01", "xml --interval 0.01"] {
        let fake = FakeCloudflow::start().await;
        let ended = panel(&fake, arguments).end();
        ended.assert(0, &["Nothing of it is on the panel.", "would have cost 2.75"]);
        assert_eq!(there(&fake).await, Vec::<String>::new());
    }
}

/// Each is a request that fails, whether it is done all the same, and how many things are left.
#[tokio::test(flavor = "multi_thread")]
async fn a_failure_in_the_middle() {
    let cases = [
        ("POST /roles", false, 0),
        ("POST /roles", true, 1),
        ("POST /users", false, 1),
        ("POST /users", true, 2),
        ("POST /virtual_machines", true, 3),
        ("DELETE /users", false, 2),
    ];
    for (request, is_done, n_things) in cases {
        let fake = FakeCloudflow::start().await;
        // More often than the client tries.
        (0..4).for_each(|_| fake.break_next(request, is_done));
        let ended = panel(&fake, NO_WAIT).end();
        ended.assert(1, &["500", "help: "]);
        assert_told(&ended, &fake, n_things).await;
        if n_things == 0 {
            ended.assert(1, &["Nothing of it is on the panel."]);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn it_can_be_run_again_after_a_clean_up() {
    let fake = FakeCloudflow::start().await;
    fake.break_next("POST /virtual_machines", true);
    panel(&fake, NO_WAIT).end().assert(1, &["500"]);
    let again = panel(&fake, NO_WAIT).end();
    again.assert(1, &["from an earlier run", "run it with --clean-up"]);
    assert_told(&again, &fake, 3).await;
    assert_cleaned_up(&fake).await;
    panel(&fake, NO_WAIT).end().assert(0, &["would have cost"]);
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn ctrl_c_while_the_machine_is_being_built() {
    let fake = FakeCloudflow::start().await;
    let mut walk = panel(&fake, "--interval 60");
    walk.until("- building a virtual machine");
    walk.until(" % ");
    walk.signal("INT");
    let ended = walk.end();
    ended.assert(130, &["Still on the panel", "--clean-up"]);
    assert_told(&ended, &fake, 3).await;
    assert_cleaned_up(&fake).await;
}
