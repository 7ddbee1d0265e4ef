//! Lists in pages, from the fake Cloudron.

use cloudron::{Client, Error};
use tests::fake_cloudron::{FakeCloudron, Pace};

#[tokio::test]
async fn users_come_page_by_page_or_one_by_one() -> Result<(), Error> {
    let fake = FakeCloudron::start(Pace::Steps(1)).await;
    let client = Client::builder(fake.url()).bearer_token(FakeCloudron::TOKEN).build()?;
    for number in 0..5 {
        client.users().add(&format!("duck{number}@duckfamily.com")).await?;
    }
    let all = client.users().list().await?.len();

    let mut ducks = client.users().list().search("duckfamily").per_page(2).pages();
    let mut sizes = Vec::new();
    while let Some(page) = ducks.next().await {
        sizes.push(page?.len());
    }
    assert_eq!(sizes, [2, 2, 1]);

    let mut emails = Vec::new();
    let mut users = client.users().list().page(2).per_page(2).items();
    while let Some(user) = users.next().await {
        emails.extend(user?.email);
    }
    assert_eq!(emails.len(), all - 2);
    assert_eq!(client.users().list().items().into_vec().await?.len(), all);
    Ok(())
}
