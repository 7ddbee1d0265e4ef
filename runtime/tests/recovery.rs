//! Responses that are not what their descriptions say: what is given, what is an error, and what an observer is told.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use openapi_runtime::testing::{Reply, Script};
use openapi_runtime::{
    DateTime, Decode, DecodeError, Error, HttpClient, Id, Node, Request, RetryPolicy, Secret,
    Value, Wrap, alternative, json, open_enum,
};

/// A type as the generator writes it: what is required is no `Option`.
macro_rules! object {
    ($name:ident { $($field:ident: $type:ty),* $(,)? }) => {
        #[derive(Debug)]
        #[allow(dead_code, reason = "decoding is what is looked at")]
        struct $name {
            $($field: $type),*
        }

        impl Decode for $name {
            fn decode(node: Node<'_>) -> Result<Self, DecodeError> {
                let mut object = node.object()?;
                Ok(Self { $($field: object.field(stringify!($field))?),* })
            }
        }
    };
}

object!(Image { id: String, labels: BTreeMap<String, String>, digests: Vec<String> });
object!(Owner { name: Option<String>, mail: Option<String> });
object!(Event { id: Option<String>, owner: Option<Owner>, tags: Option<Vec<Owner>> });
object!(Zone { id: Id, name: String, serial: i64, size: f64, active: bool, kind: Kind, key: Secret,
    made: DateTime, owner: Place, pair: (String, i64), shape: Shape, nothing: Option<Owner>, any: Value });
object!(Place { city: String, zip: u16 });
object!(Cat { lives: Option<i64> });
object!(Circle { radius: f64 });
object!(Square { side: f64 });
object!(Listed { items: Vec<String>, other: Option<String> });
object!(Names { names: Vec<String> });

#[derive(Debug)]
#[allow(dead_code, reason = "decoding is what is looked at")]
enum Shape {
    Circle(Circle),
    Square(Square),
    Listed(Listed),
    Names(Names),
    Unlisted(Value),
}

impl Decode for Shape {
    fn decode(node: Node<'_>) -> Result<Self, DecodeError> {
        node.best_of(
            &[
                alternative(Self::Circle),
                alternative(Self::Square),
                alternative(Self::Listed),
                alternative(Self::Names),
            ],
            Self::Unlisted,
        )
    }
}

#[derive(Debug)]
#[allow(dead_code, reason = "decoding is what is looked at")]
enum Pet {
    Cat(Cat),
    Unlisted(Value),
}

impl Decode for Pet {
    fn decode(node: Node<'_>) -> Result<Self, DecodeError> {
        match node.tag("kind") {
            Some("cat") => node.variant(Self::Cat),
            _ => node.variant(Self::Unlisted),
        }
    }
}

#[derive(Debug, PartialEq)]
enum Kind {
    Native,
    Unlisted(String),
}

impl Kind {
    fn as_str(&self) -> &str {
        match self {
            Self::Native => "native",
            Self::Unlisted(other) => other,
        }
    }
}

impl From<&str> for Kind {
    fn from(value: &str) -> Self {
        match value {
            "native" => Self::Native,
            other => Self::Unlisted(other.to_owned()),
        }
    }
}

open_enum!(Kind, Unlisted);

struct Seen(Arc<Mutex<Vec<String>>>);

impl Seen {
    fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

fn client(reply: Reply, lenient: bool) -> (HttpClient, Seen) {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let notes = Arc::clone(&seen);
    let http = HttpClient::builder("https://example.com")
        .transport(Script::new().always(reply))
        .retries(RetryPolicy::none())
        .lenient(lenient)
        .observer(move |it| notes.lock().unwrap().push(format!("{} {:?}", it.pointer(), it.kind())))
        .build()
        .unwrap();
    (http, Seen(seen))
}

fn body(text: &str) -> Reply {
    Reply::status(200).header("Content-Type", "application/json").body(text.to_owned())
}

fn get(text: &str) -> (Request, Seen) {
    let (http, seen) = client(body(text), false);
    (http.get("read", "/it"), seen)
}

fn lenient(text: &str) -> (Request, Seen) {
    let (http, seen) = client(body(text), true);
    (http.get("read", "/it"), seen)
}

fn post(text: &str) -> (Request, Seen) {
    let reply = Reply::status(201).header("Content-Type", "application/json").body(text.to_owned());
    let (http, seen) = client(reply, false);
    (http.post("make", "/it"), seen)
}

async fn fault<T: Decode + std::fmt::Debug>(request: Request) -> String {
    let Err(Error::Decode(error)) = request.json::<T>().await else { panic!() };
    error.to_string()
}

#[tokio::test]
async fn null_for_a_list_or_a_map_is_an_empty_one() {
    let (request, seen) = get(r#"{"id": "a", "labels": null, "digests": null}"#);
    let image = request.json::<Image>().await.unwrap();
    assert!(image.labels.is_empty() && image.digests.is_empty());
    assert_eq!(seen.take(), ["/labels NullForEmpty", "/digests NullForEmpty"]);

    let (request, seen) = get(r#"[["a"], null]"#);
    assert_eq!(request.json::<Vec<Vec<String>>>().await.unwrap(), [vec!["a".to_owned()], vec![]]);
    assert_eq!(seen.take(), ["/1 NullForEmpty"]);
    let (request, _) = get(r#"{"a": null}"#);
    let map = request.json::<BTreeMap<String, BTreeMap<String, String>>>().await.unwrap();
    assert!(map["a"].is_empty());
    // The response itself, and what is in a member of it.
    let (request, _) = get("null");
    assert!(request.json::<Vec<String>>().await.unwrap().is_empty());
    let (request, _) = get(r#"{"images": null}"#);
    assert!(request.unwrap_member("images").json::<Vec<Image>>().await.unwrap().is_empty());
    // `null` that has a place of its own stays what it is.
    let (request, seen) = get(r#"{"id": null, "tags": null}"#);
    assert!(request.json::<Event>().await.unwrap().tags.is_none());
    assert!(seen.take().is_empty());
    // An object is no map, an array of fixed length no list.
    assert!(fault::<Event>(get("null").0).await.contains("expected an object, found null"));
    assert!(fault::<(String, i64)>(get("null").0).await.contains("expected an array, found null"));
}

#[tokio::test]
async fn a_list_that_is_left_out_is_empty_where_the_object_is_known() {
    let (request, seen) = get(r#"{"id": "a"}"#);
    assert!(request.json::<Image>().await.unwrap().digests.is_empty());
    assert_eq!(seen.take(), ["/labels MissingMember", "/digests MissingMember"]);
    // The member in which the list of the response is has to be there.
    let (request, _) = get(r#"{"total": 3}"#);
    let error = request.unwrap_member("images").json::<Vec<Image>>().await.unwrap_err();
    assert!(error.to_string().contains("/images: expected a value, found nothing"), "{error}");
    let error = fault::<Names>(get(r#"{"error": "x"}"#).0).await;
    assert!(error.contains("found an object with nothing but `error`"), "{error}");
}

#[tokio::test]
async fn a_union_is_chosen_as_strictly_as_ever() {
    for (text, expected) in [
        (r#"{"side": 2}"#, "Square(Square { side: 2.0 })"),
        (r#"{"other": "x"}"#, r#"Unlisted(Object {"other": String("x")})"#),
        (r#"{"names": ["a"]}"#, r#"Names(Names { names: ["a"] })"#),
        (r#"{"names": null}"#, "Names(Names { names: [] })"),
        (
            r#"{"circle": {"radius": 1}}"#,
            r#"Unlisted(Object {"circle": Object {"radius": Number(1)}})"#,
        ),
        ("null", "Unlisted(Null)"),
        ("{}", "Unlisted(Object {})"),
    ] {
        for request in [get(text).0, lenient(text).0, post(text).0] {
            let shape = request.json::<Shape>().await.unwrap();
            assert_eq!(format!("{shape:?}"), expected, "{text}");
        }
    }
    // The discriminator is something that is known.
    let (request, _) = get(r#"{"kind": "cat"}"#);
    assert!(matches!(request.json::<Pet>().await.unwrap(), Pet::Cat(Cat { lives: None })));
}

#[tokio::test]
async fn a_lenient_client_fills_in_what_has_to_be_there() {
    let error = fault::<Zone>(get(r#"{"id": "z", "name": null}"#).0).await;
    assert_eq!(
        error,
        "read: unexpected answer: /name: expected a string, found null (GET /it, 200 OK; \
         a client that is `lenient` reads what else there is)"
    );
    let (request, seen) =
        lenient(r#"{"id": "z", "name": null, "serial": "x", "owner": {"city": 1}, "nothing": 5}"#);
    let zone = request.json::<Zone>().await.unwrap();
    assert_eq!(
        format!("{zone:?}"),
        r#"Zone { id: "z", name: "", serial: 0, size: 0.0, active: false, kind: Unlisted(""), key: Secret(REDACTED), made: , owner: Place { city: "1", zip: 0 }, pair: ("", 0), shape: Unlisted(Null), nothing: None, any: Null }"#
    );
    let mut told = seen.take();
    told.sort();
    let expected = [
        "/active MissingMember",
        "/any MissingMember",
        "/key MissingMember",
        "/kind MissingMember",
        "/made MissingMember",
        "/name WrongType",
        "/nothing WrongType",
        "/owner/city WrongType",
        "/owner/zip MissingMember",
        "/pair MissingMember",
        "/serial WrongType",
        "/shape MissingMember",
        "/size MissingMember",
    ];
    assert_eq!(told, expected);
    // Nothing is filled in in a list or a map: what cannot be read is left out.
    let (request, seen) = lenient(r#"{"items": ["a", null, 3, "b"]}"#);
    assert_eq!(request.json::<Listed>().await.unwrap().items, ["a", "b"]);
    assert_eq!(seen.take(), ["/items/1 WrongType", "/items/2 WrongType"]);
    // Of a response that is something else altogether nothing is made.
    assert!(
        fault::<Vec<Place>>(lenient(r#"["a", "b"]"#).0).await.contains("/0: expected an object")
    );
    assert!(fault::<Place>(lenient("[]").0).await.contains("expected an object, found an array"));
    assert!(fault::<Place>(lenient(r#"{"x": 1}"#).0).await.contains("nothing but `x`"));
    // An empty object says nothing wrong.
    assert_eq!(lenient("{}").0.json::<Place>().await.unwrap().zip, 0);
}

#[tokio::test]
async fn a_change_that_was_made_is_no_error() {
    let (request, seen) = post(r#"{"city": "Rome"}"#);
    let place = request.json::<Place>().await.unwrap();
    assert_eq!((place.city.as_str(), place.zip), ("Rome", 0));
    assert_eq!(seen.take(), ["/zip MissingMember"]);
    let (request, seen) = post(r#"{"message": "made"}"#);
    assert_eq!(request.json::<Place>().await.unwrap().city, "");
    assert_eq!(
        seen.take(),
        ["/city MissingMember", "/zip MissingMember", "/message UnknownMember"]
    );
    // Nothing can be made of these.
    for (text, expected) in [
        (
            "[]",
            "make: unexpected answer: expected an object, found an array `[]` (POST /it, 201 Created; \
             the server says that the change was made)",
        ),
        (
            "",
            "make: unexpected answer: expected JSON, found an empty answer (POST /it, 201 Created; \
             the server says that the change was made)",
        ),
    ] {
        let error = post(text).0.json::<Place>().await.unwrap_err();
        assert_eq!(error.to_string(), expected);
        assert_eq!(
            (error.status().unwrap().as_u16(), error.body().unwrap()),
            (201, text.as_bytes())
        );
    }
    let page = Reply::status(200).header("Content-Type", "text/html").body("<html>");
    let error = fault::<Place>(client(page, false).0.delete("drop", "/it")).await;
    assert!(error.ends_with("(DELETE /it, 200 OK; look whether the change was made)"), "{error}");
}

#[tokio::test]
async fn a_forgotten_envelope_is_opened() {
    let (request, seen) = get(r#"{"event": {"id": "a", "owner": {"user": {"name": "me"}}}}"#);
    let event = request.json::<Event>().await.unwrap();
    assert_eq!(event.id.as_deref(), Some("a"));
    assert_eq!(event.owner.unwrap().name.as_deref(), Some("me"));
    assert_eq!(seen.take(), ["/event UnknownMember", "/event/owner/user UnknownMember"]);
    // Of required properties as well, in a list, and where another envelope is described.
    let (request, _) = get(r#"{"image": {"id": "a", "labels": {}, "digests": []}}"#);
    assert_eq!(request.json::<Image>().await.unwrap().id, "a");
    let (request, seen) = get(r#"[{"event": {"id": "a"}}, {"event": {"id": "b"}}, {"id": "c"}]"#);
    let events = request.json::<Vec<Event>>().await.unwrap();
    assert_eq!(events.iter().filter_map(|it| it.id.as_deref()).collect::<String>(), "abc");
    assert_eq!(seen.take(), ["/0/event UnknownMember", "/1/event UnknownMember"]);
    let (request, _) = get(r#"{"happening": {"id": "a"}}"#);
    let event = request.answer_in(&[Wrap::In("event")]).json::<Event>().await.unwrap();
    assert_eq!(event.id.as_deref(), Some("a"));
    // What is in it is as wrong as it would be without.
    let error = fault::<Event>(get(r#"{"event": {"id": 5}}"#).0).await;
    assert!(error.contains("nothing but `event`"), "{error}");
    // A property of the type is no envelope.
    let error = fault::<Zone>(get(r#"{"owner": {"id": "x", "name": "y"}}"#).0).await;
    assert!(error.contains("/id: expected a value, found nothing"), "{error}");
}

#[tokio::test]
async fn an_object_of_which_nothing_is_known_is_an_error() {
    let error = fault::<Event>(get(r#"{"usage": 3, "quota": {"a": 1}}"#).0).await;
    assert_eq!(
        error,
        "read: unexpected answer: expected an object with a property that the description has, \
         found an object with nothing but `usage`, `quota` (GET /it, 200 OK)"
    );
    let error = fault::<Vec<Event>>(get(r#"[{"x": 1}, {"x": 2}]"#).0).await;
    assert!(error.contains("/0: expected an object with a property"), "{error}");
    let error = fault::<BTreeMap<String, Event>>(get(r#"{"a": {"x": 1}}"#).0).await;
    assert!(error.contains("/a: expected an object with a property"), "{error}");
    let (request, seen) = post(r#"{"usage": 3}"#);
    assert!(request.json::<Event>().await.unwrap().id.is_none());
    assert_eq!(seen.take(), ["/usage UnknownMember"]);
    // Where something of the response is known, the rest is told only.
    let (request, seen) = get(r#"[{"id": "a", "owner": {"x": 1}}, {"y": {}}]"#);
    assert_eq!(request.json::<Vec<Event>>().await.unwrap().len(), 2);
    assert_eq!(seen.take(), ["/0/owner/x UnknownMember", "/1/y UnknownMember"]);
    // An empty object is one, and a map has any property.
    assert!(get("{}").0.json::<Event>().await.unwrap().id.is_none());
    assert_eq!(get(r#"{"a": "b"}"#).0.json::<BTreeMap<String, String>>().await.unwrap()["a"], "b");
    assert_eq!(get(r#"{"a": 1}"#).0.json::<Value>().await.unwrap(), json!({"a": 1}));
}

#[tokio::test]
async fn no_body_is_no_empty_list() {
    for status in [200, 204] {
        let http = |seen: &str| {
            let (http, _) = client(Reply::status(status), false);
            (http.get("read", "/it"), http.post("make", "/it"), seen.to_owned())
        };
        let read = || http("").0;
        for error in [
            read().json::<Vec<Event>>().await.unwrap_err(),
            read().json::<Event>().await.unwrap_err(),
            read().json::<Value>().await.unwrap_err(),
            read().json::<BTreeMap<String, i64>>().await.unwrap_err(),
            read().unwrap_member("apps").json::<Vec<Event>>().await.unwrap_err(),
        ] {
            assert!(error.to_string().contains("expected JSON, found an empty answer"), "{error}");
        }
        assert!(read().json::<Option<Event>>().await.unwrap().is_none());
        assert!(read().or_nothing().json::<Option<Event>>().await.unwrap().is_none());
        read().json::<()>().await.unwrap();
        let change = || http("").1;
        assert!(change().json::<Vec<Event>>().await.unwrap().is_empty());
        assert!(change().json::<Event>().await.unwrap().id.is_none());
    }
    let (http, seen) = client(Reply::status(204), false);
    http.put("set", "/it").json::<Event>().await.unwrap();
    assert_eq!(seen.take(), [" NoBody"]);
}
