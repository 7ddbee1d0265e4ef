//! What is set is read back.

use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::json;
use tests::description::Operation;
use tests::fake_cloudron::{FakeCloudron, Kept, served};
use tests::repository::{assert_none, cloudron};

use super::Visitor;

/// Each setting with the example of its `POST`: afterwards the `GET` has every member of it.
#[tokio::test]
async fn every_setting_is_read_back() {
    let description = cloudron();
    let visitor = Visitor::new().await;
    let kept = |it: &&Operation| {
        let route = format!("{} {}", it.method, it.path);
        served().any(|served| served.route() == route && served.kept() == Kept::State)
    };
    let gets =
        description.operations().iter().filter(|it| it.method == "GET" && !it.path.contains('{'));
    let mut faults = Vec::new();
    let mut n_settings = 0;
    for get in gets.filter(kept) {
        let mut posts = description.operations().iter().filter(kept);
        let Some(post) = posts.find(|it| it.method == "POST" && it.path == get.path) else {
            continue;
        };
        // Where a `POST` adds one of several, the status says so.
        let is_setting = post.success().is_some_and(|it| it.status == "200");
        let media = post.body.iter().flat_map(|it| &it.media).find(|it| it.is_json());
        let Some(example) = media.and_then(|it| it.example.as_ref()).filter(|_| is_setting) else {
            continue;
        };
        if ["/app_passwords", "/oidc/clients", "/tokens"].contains(&get.path.as_str()) {
            continue;
        }
        n_settings += 1;
        visitor.post(&post.path, example.clone(), 200).await;
        let read = visitor.get(&get.path).await;
        let read = if get.path == "/backups/policy" { &read["policy"] } else { &read };
        for (name, value) in example.as_object().expect("an object") {
            if read[name] != *value && name != "password" {
                faults.push(format!("{} {name}: {} was {value}", get.path, read[name]));
            }
        }
    }
    assert_none("members are not read back", &faults);
    assert!(n_settings >= 23, "{n_settings}");
}

#[tokio::test]
async fn an_image_is_read_back() {
    let visitor = Visitor::new().await;
    let form = Form::new().part("avatar", Part::bytes(vec![0x89, 0xff]).file_name("a.png"));
    let url = format!("{}/branding/cloudron_avatar", visitor.fake.url());
    let request = visitor.http.post(url).bearer_auth(FakeCloudron::TOKEN).multipart(form);
    assert_eq!(request.send().await.expect("an answer").status(), 200);
    let image = visitor.send(Method::GET, "/cloudron/avatar", None).await;
    assert_eq!(image.headers()["content-type"], "image/png");
    assert_eq!(image.bytes().await.expect("bytes").as_ref(), [0x89, 0xff]);
    let refused = visitor.post("/branding/cloudron_avatar", json!({}), 400).await;
    assert_eq!(refused["message"], "avatar must be a file");
}

#[tokio::test]
async fn a_service_keeps_its_configuration() {
    let visitor = Visitor::new().await;
    let config = json!({ "memoryLimit": 1_073_741_824, "recoveryMode": true });
    visitor.post("/services/mysql", config.clone(), 202).await;
    assert_eq!(visitor.get("/services/mysql").await["config"], config);
    assert_eq!(visitor.status(Method::POST, "/services/oracle/restart").await, 404);
}
