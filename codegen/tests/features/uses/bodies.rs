//! Request bodies, as they go over the wire.

use openapi_runtime::{Upload, json};

use super::{sent, silent};
use crate::*;

#[tokio::test]
async fn flattened_body() {
    use flattened_body::types::{UserAddress, UserRole};
    let server = silent().await;
    let users = flattened_body::Client::builder(&server.url).build().unwrap().users();
    users
        .set("old name", "a@example.com", [UserRole::Admin])
        .body_name("new name")
        .address(&UserAddress::new().city("Ulm"))
        .limits([("apps", 3)])
        .await
        .unwrap();
    assert_eq!(server.only().target, "/users/old%20name");
    let wire = json!({
        "email": "a@example.com", "roles": ["admin"], "name": "new name", "address": {"city": "Ulm"},
        "limits": {"apps": 3},
    });
    assert_eq!(sent(&server), wire);
}

#[tokio::test]
async fn named_body() {
    use named_body::types::User;
    let server = silent().await;
    let users = named_body::Client::builder(&server.url).build().unwrap().users();
    users.add(&User::new("a@example.com")).body("in the query").await.unwrap();
    assert_eq!(server.only().target, "/users?body=in%20the%20query");
    assert_eq!(sent(&server), json!({"email": "a@example.com"}));

    let server = silent().await;
    let users = named_body::Client::builder(&server.url).build().unwrap().users();
    users.add_users([User::new("a"), User::new("b")]).await.unwrap();
    assert_eq!(server.only().header("content-type"), Some("application/vnd.users+json"));
    assert_eq!(sent(&server), json!([{"email": "a"}, {"email": "b"}]));
}

#[tokio::test]
async fn optional_body() {
    use optional_body::types::Policy;
    let server = silent().await;
    let backups = optional_body::Client::builder(&server.url).build().unwrap().backups();
    backups.start().await.unwrap();
    backups.check_policy().await.unwrap();
    backups.start().keep(true).await.unwrap();
    backups.check_policy().body(&Policy::new(7)).await.unwrap();
    let received = server.received();
    let bodies: Vec<String> = received.iter().map(|it| it.text()).collect();
    assert_eq!(bodies, ["{}", "", r#"{"keep":true}"#, r#"{"days":7}"#]);
    assert_eq!(received[1].header("content-type"), None);
    assert_eq!(received[2].header("content-type"), Some("application/json"));
    assert_eq!(received[3].header("content-type"), Some("application/merge-patch+json"));
}

#[tokio::test]
async fn several_media_types_of_a_body() {
    let server = silent().await;
    let notes =
        several_media_types_of_a_body::Client::builder(&server.url).build().unwrap().notes();
    notes.add("a b").tag("t").await.unwrap();
    notes.add_as_x_www_form_urlencoded("a b").await.unwrap();
    notes.add_as_form_data("a b").await.unwrap();
    notes.add_as_plain("a b").await.unwrap();
    notes.add_as_octet_stream(Upload::from(b"\0\xff")).await.unwrap();
    let received = server.received();
    let media = |index: usize| received[index].header("content-type").unwrap();
    assert_eq!(
        (media(0), received[0].text().as_str()),
        ("application/json", r#"{"text":"a b","tag":"t"}"#)
    );
    assert_eq!(
        (media(1), received[1].text().as_str()),
        ("application/x-www-form-urlencoded", "text=a%20b")
    );
    assert!(media(2).starts_with("multipart/form-data; boundary="));
    assert_eq!((media(3), received[3].text().as_str()), ("text/plain", "a b"));
    assert_eq!(
        (media(4), received[4].body.as_slice()),
        ("application/octet-stream", b"\0\xff".as_slice())
    );
}

#[tokio::test]
async fn multipart() {
    use multipart::types::Place;
    let server = silent().await;
    let photos = multipart::Client::builder(&server.url).build().unwrap().photos();
    photos
        .add_photo(Upload::from(b"PNG").file_name("me.png").content_type("image/png"), "Me")
        .private(true)
        .tags(["a", "b"])
        .place(&Place::new(48.4))
        .more([Upload::from("1").file_name("1.bin"), Upload::from("2").file_name("2.bin")])
        .shape([1.0, 2.5])
        .manifest("a,b")
        .pages(["one".to_owned(), "two".to_owned()])
        .await
        .unwrap();
    let received = server.only();
    let boundary =
        received.header("content-type").unwrap().split_once("boundary=").unwrap().1.to_owned();
    let text = received.text().replace(&format!("--{boundary}"), "--").replace("\r\n", "\n");
    let parts = [
        "Content-Disposition: form-data; name=\"photo\"; filename=\"me.png\"\nContent-Type: image/png\n\nPNG",
        "Content-Disposition: form-data; name=\"title\"\n\nMe",
        "Content-Disposition: form-data; name=\"private\"\n\ntrue",
        "Content-Disposition: form-data; name=\"tags\"\n\na",
        "Content-Disposition: form-data; name=\"tags\"\n\nb",
        "Content-Disposition: form-data; name=\"place\"\nContent-Type: application/json\n\n{\"lat\":48.4}",
        "Content-Disposition: form-data; name=\"more\"; filename=\"1.bin\"\nContent-Type: application/octet-stream\n\n1",
        "Content-Disposition: form-data; name=\"more\"; filename=\"2.bin\"\nContent-Type: application/octet-stream\n\n2",
        "Content-Disposition: form-data; name=\"shape\"\nContent-Type: application/json\n\n[1,2.5]",
        "Content-Disposition: form-data; name=\"manifest\"\nContent-Type: text/csv\n\na,b",
        "Content-Disposition: form-data; name=\"pages\"; filename=\"pages\"\nContent-Type: application/pdf\n\none",
        "Content-Disposition: form-data; name=\"pages\"; filename=\"pages\"\nContent-Type: application/pdf\n\ntwo",
    ];
    assert_eq!(text, format!("--\n{}\n----\n", parts.join("\n--\n")));
}

#[tokio::test]
async fn form_urlencoded() {
    use form_urlencoded::types::{Address, Device};
    let server = silent().await;
    let users = form_urlencoded::Client::builder(&server.url).build().unwrap().users();
    let call = users.login("dewey & co").password("p=1").age(7).scopes(["a", "b"]);
    let call = call.groups(["x", "y"]).labels(["l", "m"]);
    let call = call.address(&Address::new().lines(["1", "2"])).expand(["a", "b"]).filter([1, 2]);
    call.device(&Device::new().os("x")).await.unwrap();
    let received = server.only();
    assert_eq!(received.header("content-type"), Some("application/x-www-form-urlencoded"));
    // What is neither text nor a list goes as JSON.
    let device = "device=%7B%22os%22%3A%22x%22%7D";
    assert_eq!(
        received.text().split('&').collect::<Vec<_>>(),
        [
            "grant=password",
            "name=dewey%20%26%20co",
            "password=p%3D1",
            "age=7",
            "scopes=a",
            "scopes=b",
            "groups=x,y",
            "labels=l%7Cm",
            "address[lines][0]=1",
            "address[lines][1]=2",
            "expand[0]=a",
            "expand[1]=b",
            "filter=%5B1%2C2%5D",
            device
        ]
    );
}

#[tokio::test]
async fn form_of_alternatives() {
    let server = silent().await;
    let tokens = form_of_alternatives::Client::builder(&server.url).build().unwrap().tokens();
    tokens.get("code", "me").code("c").await.unwrap();
    assert_eq!(server.only().text(), "grant=code&client=me&code=c");
}

#[tokio::test]
async fn forms_of_any_members() {
    use forms_of_any_members::types::Setting;
    let server = silent().await;
    let settings = forms_of_any_members::Client::builder(&server.url).build().unwrap().settings();
    settings.set([("a b", 1), ("c", 2)]).await.unwrap();
    settings.add([Setting::new("x"), Setting::new("y")]).await.unwrap();
    settings.change().body(json!({"z": [1, 2]})).await.unwrap();
    settings.change().await.unwrap();
    settings.import([("file", "text")]).await.unwrap();
    let received = server.received();
    let texts: Vec<String> = received[..4].iter().map(|it| it.text()).collect();
    assert_eq!(texts, ["a%20b=1&c=2", "name=x&name=y", "z=1&z=2", ""]);
    assert_eq!(received[2].header("content-type"), Some("application/x-www-form-urlencoded"));
    assert!(
        received[4].header("content-type").unwrap().starts_with("multipart/form-data; boundary=")
    );
    assert!(received[4].text().contains("name=\"file\"\r\n\r\ntext\r\n"));
}

#[tokio::test]
async fn one_body_in_several_spellings() {
    use one_body_in_several_spellings::types::{Pet, Picture, Step};
    let server = silent().await;
    let client = one_body_in_several_spellings::Client::builder(&server.url).build().unwrap();
    let pets = client.pets();
    pets.add(&Pet::new("Rex")).await.unwrap();
    pets.update("a", &Pet::new("Rex")).await.unwrap();
    pets.update_as_json_patch_json("a", [Step::new("remove", "/name")]).await.unwrap();
    pets.set_picture("a", &Picture::new("in JSON")).await.unwrap();
    pets.set_picture_as_form_data("a", "in a part").await.unwrap();
    pets.rename("a", &Pet::new("Rex")).await.unwrap();
    pets.rename_as_merge_patch_json("a", &Pet::new("Rex")).await.unwrap();
    pets.rename_as_apply_patch_yaml("a", "name: Rex").await.unwrap();
    let received = server.received();
    let media: Vec<&str> = received.iter().map(|it| it.header("content-type").unwrap()).collect();
    assert_eq!(
        media[..4],
        [
            "application/json",
            "application/merge-patch+json",
            "application/json-patch+json",
            "application/json"
        ]
    );
    assert!(media[4].starts_with("multipart/form-data"));
    let patches = ["strategic-merge-patch+json", "merge-patch+json", "apply-patch+yaml"];
    assert_eq!(media[5..], patches.map(|it| format!("application/{it}")));
}
