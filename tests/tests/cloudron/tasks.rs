//! Tasks of the fake Cloudron: waited for, taken up again, stopped.

use std::time::Duration;

use cloudron::types::{AccessRestriction, AppInstall, AppInstallationState, TaskFailure};
use cloudron::{Client, Error};
use tests::fake_cloudron::{BROKEN_PACKAGE, FakeCloudron, Pace};

async fn fake() -> (FakeCloudron, Client) {
    let fake = FakeCloudron::start(Pace::Steps(3)).await;
    let client = Client::builder(fake.url()).bearer_token(FakeCloudron::TOKEN).build();
    (fake, client.expect("a client"))
}

fn wish(package: &str) -> AppInstall {
    AppInstall::new("blog", FakeCloudron::DOMAIN, AccessRestriction::new()).app_store_id(package)
}

#[tokio::test]
async fn an_installation_is_waited_for() -> Result<(), Error> {
    let (_fake, client) = fake().await;
    let installing = client.apps().install(&wish("org.wordpress.cloudronapp")).await?;
    // Any other program can wait for it as well.
    let again = client.resume_task(installing.id());
    let done = again.wait().interval(Duration::ZERO).await?;
    assert_eq!((done.success, done.percent), (Some(true), Some(100)));
    let app = client.apps().get(&installing.answer().id).await?;
    assert_eq!(app.installation_state, Some(AppInstallationState::Installed));
    assert!(client.resume_task("4711").wait().await.unwrap_err().is_not_found());
    Ok(())
}

#[tokio::test]
async fn a_failure_has_its_reason_and_its_task() -> Result<(), Error> {
    let (_fake, client) = fake().await;
    let installing = client.apps().install(&wish(BROKEN_PACKAGE)).await?;
    let error = installing.wait().interval(Duration::ZERO).await.unwrap_err();
    let Error::Task(error) = error else { panic!("{error}") };
    assert_eq!(error.id(), installing.id());
    assert_eq!(error.reason(), Some("The image could not be downloaded"));
    let task: cloudron::types::Task = error.state().expect("the task");
    assert!(matches!(task.error, Some(TaskFailure::TaskError(_))), "{task:?}");
    Ok(())
}

#[tokio::test]
async fn a_stopped_task_has_failed() -> Result<(), Error> {
    let (_fake, client) = fake().await;
    let installing = client.apps().install(&wish("org.wordpress.cloudronapp")).await?;
    assert!(installing.poll().await?.is_running);
    installing.cancel().await?;
    let error = installing.wait().await.unwrap_err();
    assert!(error.to_string().contains("The task was stopped"), "{error}");
    Ok(())
}
