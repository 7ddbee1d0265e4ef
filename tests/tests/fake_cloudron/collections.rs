//! Every collection of the description that can grow and shrink: what is added is listed and read, and what is removed
//! is gone.

use reqwest::Method;
use serde_json::Value;
use tests::description::{Description, Operation};
use tests::fake_cloudron::FakeCloudron;
use tests::repository::{assert_none, cloudron};

use super::Visitor;

/// Collections in which no two things have the same name.
const UNIQUE: &[&str] = &["/domains", "/groups", "/users", "/volumes"];

#[tokio::test(flavor = "multi_thread")]
async fn what_is_added_is_there_until_it_is_removed() {
    let description = cloudron();
    let mut faults = Vec::new();
    let mut n_collections = 0;
    for add in description.operations().iter().filter(|it| it.method == "POST") {
        let Some(item) = item_path(&description, add) else { continue };
        n_collections += 1;
        let found = faults_of(&description, add, &item).await;
        faults.extend(found.into_iter().map(|it| format!("{}: {it}", add.path)));
    }
    assert_none("collections forget or keep what they should not", &faults);
    assert!(n_collections >= 9, "{n_collections}");
}

/// The path of a thing in the collection to which an operation adds, if it can be removed there.
fn item_path(description: &Description, add: &Operation) -> Option<String> {
    let mut removals = description.operations().iter().filter(|it| it.method == "DELETE");
    let removal = removals.find(|it| {
        let rest = it.path.strip_prefix(&add.path).and_then(|rest| rest.strip_prefix("/{"));
        rest.is_some_and(|rest| rest.ends_with('}') && !rest.contains('/'))
    })?;
    Some(removal.path.clone())
}

async fn faults_of(description: &Description, add: &Operation, item: &str) -> Vec<String> {
    let fake = FakeCloudron::ready_for(&add.id).await;
    let visitor = Visitor { fake, http: reqwest::Client::new() };
    let path = with_examples(add);
    let media = add.body.as_ref().and_then(|it| it.media.first()).expect("a body");
    let body = media.example.clone().expect("an example");
    let before = things(&visitor.get(&path).await);
    let send = async |method: Method, path: &str, body: Option<Value>| {
        visitor.send(method, path, body).await.status().as_u16()
    };
    let mut faults = Vec::new();
    let status = send(Method::POST, &path, Some(body.clone())).await;
    if !(200..300).contains(&status) {
        return vec![format!("adding: {status}")];
    }
    let after = things(&visitor.get(&path).await);
    let new: Vec<&Value> = after.iter().filter(|it| !before.contains(it)).collect();
    let [new] = new.as_slice() else { return vec![format!("{} are new", new.len())] };
    if UNIQUE.contains(&path.as_str()) || path.starts_with("/mail/") {
        let status = send(Method::POST, &path, Some(body)).await;
        faults.extend((status != 409).then(|| format!("adding it twice: {status}")));
    }
    let key = ["id", "domain", "name"].iter().find_map(|key| match path.as_str() {
        mail if mail.starts_with("/mail/") => new["name"].as_str(),
        _ => new[*key].as_str(),
    });
    let one = format!("{path}/{}", key.expect("an id"));
    let is_read = description.operations().iter().any(|it| it.method == "GET" && it.path == item);
    for (method, expected) in [
        (Method::GET, 200..300),
        (Method::DELETE, 200..300),
        (Method::GET, 404..405),
        (Method::DELETE, 404..405),
    ] {
        if method == Method::GET && !is_read {
            continue;
        }
        let body = (path.ends_with("/mailboxes") && method == Method::DELETE)
            .then(|| serde_json::json!({ "deleteMails": false }));
        let status = send(method.clone(), &one, body).await;
        faults.extend((!expected.contains(&status)).then(|| format!("{method} {one}: {status}")));
    }
    if things(&visitor.get(&path).await) != before {
        faults.push("what is left differs from what was there".to_owned());
    }
    faults
}

/// The path with the examples of its parameters.
fn with_examples(operation: &Operation) -> String {
    operation.parameters.iter().fold(operation.path.clone(), |path, parameter| {
        let example = parameter.example.as_ref().and_then(Value::as_str).unwrap_or_default();
        path.replace(&format!("{{{}}}", parameter.name), example)
    })
}

/// The things of a list in its envelope.
fn things(list: &Value) -> Vec<Value> {
    let lists = list.as_object().into_iter().flat_map(|it| it.values());
    lists.filter_map(Value::as_array).flatten().cloned().collect()
}
