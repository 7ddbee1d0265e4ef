//! Names that are missing, odd, taken, or meant to do harm.

use openapi_runtime::json;

use super::{round_trip, silent};
use crate::server::Server;
use crate::*;

#[tokio::test]
async fn no_operation_ids() {
    let server = silent().await;
    let client = no_operation_ids::Client::builder(&server.url).build().unwrap();
    client.api().get().await.unwrap();
    let pets = client.pets();
    pets.list().await.unwrap();
    pets.create().await.unwrap();
    pets.get("7").await.unwrap();
    pets.set("7").await.unwrap();
    pets.update("7").await.unwrap();
    pets.delete("7").await.unwrap();
    pets.vaccinations("7").await.unwrap();
    pets.create_vaccination("7").await.unwrap();
    let received = server.received();
    let lines: Vec<String> =
        received.iter().map(|it| format!("{} {}", it.method, it.target)).collect();
    assert_eq!(
        lines,
        [
            "GET /",
            "GET /pets",
            "POST /pets",
            "GET /pets/7",
            "PUT /pets/7",
            "PATCH /pets/7",
            "DELETE /pets/7",
            "GET /pets/7/vaccinations",
            "POST /pets/7/vaccinations",
        ]
    );
}

#[tokio::test]
async fn duplicate_operation_ids() {
    let server = silent().await;
    let client = duplicate_operation_ids::Client::builder(&server.url).build().unwrap();
    client.pets().list().await.unwrap();
    client.pets().get_pets().await.unwrap();
    client.pets().get_pets_2().await.unwrap();
    client.others().pets().await.unwrap();
    let targets: Vec<String> = server.received().into_iter().map(|it| it.target).collect();
    assert_eq!(targets, ["/pets", "/animals", "/beasts", "/others"]);
}

#[tokio::test]
async fn rust_keywords() {
    use rust_keywords::types::{Struct, StructSuper};
    let body = Struct::new("f", "i").new_("n").self_("s").self_2("S").super_(StructSuper::True);
    let wire =
        json!({"fn": "f", "impl": "i", "new": "n", "self": "s", "Self": "S", "super": "true"});
    round_trip(&body, wire.clone());
    let server = Server::json(&wire.to_string()).await;
    let client = rust_keywords::Client::builder(&server.url).build().unwrap();
    let answer =
        client.crate_().move_("t", "s", &body).async_(true).into_future_(false).await.unwrap();
    assert_eq!(answer, body);
    assert_eq!(server.only().target, "/t?self=s&async=true&into_future=false");

    let server = silent().await;
    let client = rust_keywords::Client::builder(&server.url).build().unwrap();
    client.crate_().clone().clone_().await.unwrap();
    client.super_().await_().await.unwrap();
    assert_eq!(server.received()[1].target, "/await");
}

#[tokio::test]
async fn non_ascii_names() {
    use non_ascii_names::types::{Größe, Größe单位};
    let größe = Größe::new(1.5).单位(Größe单位::厘米).naïve_café("x");
    let wire = json!({"länge": 1.5, "单位": "厘米", "naïve café": "x"});
    round_trip(&größe, wire.clone());
    let server = Server::json(&wire.to_string()).await;
    let client = non_ascii_names::Client::builder(&server.url).build().unwrap();
    let answer = client.größen().größe_ändern("ü", &größe).数量(3).await.unwrap();
    assert_eq!(answer, größe);
    let path = "/gr%C3%B6%C3%9Fen/%C3%BC?%E6%95%B0%E9%87%8F=3";
    assert_eq!(server.only().target, path);
}

#[tokio::test]
async fn colliding_names() {
    use colliding_names::types::{OptionSchema, PetTag, PetTagSchema, StringSchema};
    let string = StringSchema::new().text("a").text_2("b").text_3("c");
    let option =
        OptionSchema::new(string).so_me("d").additional("e").with_additional_members("f", 6);
    let wire = json!({
        "some": {"text": "a", "Text": "b", "TEXT": "c"}, "so-me": "d", "additional": "e", "f": 6,
    });
    assert_eq!(serde_json::to_value(&option).unwrap(), wire);

    let server =
        Server::json(r#"{"ok": {"a": "x"}, "err": {"b": "y"}, "box": {"inner": {}}}"#).await;
    let client = colliding_names::Client::builder(&server.url).build().unwrap();
    let call = client.client().add_option(&option).page_size(1).page_size_2(2).header_page_size(3);
    let result = call.raw_(true).await.unwrap();
    // The schema whose name needs no change keeps it.
    let (ok, err): (Option<PetTagSchema>, Option<PetTag>) = (result.ok, result.err);
    assert_eq!((ok.unwrap().a.as_deref(), err.unwrap().b.as_deref()), (Some("x"), Some("y")));
    let received = server.only();
    assert_eq!(received.target, "/options?page-size=1&page_size=2&raw=true");
    assert_eq!(received.header("pagesize"), Some("3"));
}

#[tokio::test]
async fn hostile_descriptions() {
    use hostile_descriptions::types::HostileKind;
    let server = Server::json(r#"{"text": "*/", "me\"mb\\er\n": "x", "kind": "{}"}"#).await;
    let client = hostile_descriptions::Client::builder(&server.url).build().unwrap();
    let hostile = client.a_tag().it("a/b", "c").we_ird_0("d").await.unwrap();
    assert_eq!(hostile.me_mb_er.as_deref(), Some("x"));
    assert_eq!(hostile.kind.unwrap().as_str(), "{}");
    for wire in ["\"", "a\"b", "%s", "*/", "\\", "\n", "`", "\u{202e}", "</b>"] {
        assert_eq!(HostileKind::from(wire).as_str(), wire);
        assert!(!matches!(HostileKind::from(wire), HostileKind::Unlisted(_)), "{wire:?}");
    }
    let target = server.only().target;
    assert!(target.starts_with("/quo%22te/a%2Fb/%60b%60/"), "{target}");
    assert!(target.ends_with("?we%22ird%5B0%5D%3D%5C%26=d"), "{target}");
}

#[tokio::test]
async fn odd_operations() {
    use odd_operations::types::AddOddBody;
    let server = Server::json("true").await;
    let odd = odd_operations::Client::builder(&server.url).build().unwrap().odd();
    odd.trace(true).await.unwrap();
    odd.head(false).await.unwrap();
    assert!(odd.set(true, "2024-01-01T00:00:00Z", None).await.unwrap());
    let received = server.received();
    let lines: Vec<String> =
        received.iter().map(|it| format!("{} {}", it.method, it.target)).collect();
    assert_eq!(
        lines,
        ["TRACE /odd/true", "HEAD /odd/false", "PUT /odd/true?since=2024-01-01T00%3A00%3A00Z"]
    );
    assert_eq!(received[2].text(), "null");

    let server = Server::json("[[1, null]]").await;
    let odd = odd_operations::Client::builder(&server.url).build().unwrap().odd();
    let grid = odd.add(true).any(json!("x")).body(AddOddBody::Left).await.unwrap();
    assert_eq!(grid, [[Some(1), None]]);
    assert_eq!(
        (server.only().target.as_str(), server.only().text().as_str()),
        ("/odd/true?any=x", "\"left\"")
    );
}

#[tokio::test]
async fn line_breaks_in_names() {
    let server = silent().await;
    let client = line_breaks_in_names::Client::builder(&server.url).build().unwrap();
    client.cats_fn_z().cats().await.unwrap();
}

#[test]
fn words_of_the_edition() {
    use words_of_the_edition::types::Outcome;
    round_trip(&Outcome::Err, json!("Err"));
    assert_eq!("Some".parse::<Outcome>(), Ok(Outcome::Some));
}

#[tokio::test]
async fn names_in_scope() {
    use names_in_scope::types::{
        Clicks1Click, ClicksSelf, Pattern2fa, Pattern3d, Patterns, Patterns4x, Patterns中文,
        Pattern日本,
    };
    let server = silent().await;
    let client = names_in_scope::Client::builder(&server.url).build().unwrap();
    client.con().look().await.unwrap();
    assert_eq!(server.only().target, "/tags/con");
    client.string().look().await.unwrap();

    let server = Server::json(r#"{"a": {"b": "c"}}"#).await;
    let client = names_in_scope::Client::builder(&server.url).build().unwrap();
    assert_eq!(client.calls().string("x").lang("de").await.unwrap().a.unwrap()["b"], "c");
    assert!(client.calls().vec("x").ids(["1"]).await.is_ok());

    let server = silent().await;
    let client = names_in_scope::Client::builder(&server.url).build().unwrap();
    let body = Patterns::new(Patterns4x::_2x, Patterns中文::中文);
    let call = client.patterns().match_(Pattern2fa::_2fa, Pattern日本::中国, &body);
    call._3d_value(Pattern3d::_3d).await.unwrap();
    assert_eq!(
        server.only().target,
        "/patterns?2fa=2fa&%E6%97%A5%E6%9C%AC=%E4%B8%AD%E5%9B%BD&3d=3d"
    );
    let _: (Option<Clicks1Click>, Option<ClicksSelf>) = (None, None);
}

/// What is deeper than a compiler follows is any value; what is not stays a type, also where it has to be sent to
/// another thread.
#[tokio::test]
async fn deep_schemas() {
    fn goes_to_another_thread<T: Send + 'static>(_: &T) {}
    let server = Server::json(r#"{"o2": {"o1": {"o0": {"o2": {}}}}}"#).await;
    let client = deep_schemas::Client::builder(&server.url).build().unwrap();
    let answer = client.deep().objects().await.unwrap();
    goes_to_another_thread(&answer);
    assert!(answer.o2.unwrap().o1.unwrap().o0.unwrap().o2.is_some());
}
