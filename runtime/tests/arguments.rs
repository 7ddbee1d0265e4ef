//! Arguments: where they end up, and which ones are refused before anything is sent.

mod support;

use openapi_runtime::{Call, Error, HttpClient, Id, ListStyle, ObjectStyle, Upload, Value, json};
use support::Server;

fn client(server: &Server) -> HttpClient {
    HttpClient::builder(format!("{}/api/v1/", server.url)).build().unwrap()
}

#[tokio::test]
async fn everywhere() {
    let server = Server::json("{}").await;
    let mut call: Call<Value> = client(&server)
        .request("op", "SEARCH", "/files/{name}.json/{id}")
        .path("name", "a/ü")
        .path("id", &Id::from(7))
        .query("none", &None::<String>)
        .query("list", &vec![1, 2])
        .header("X-Number", &5)
        .header("X-None", &None::<i64>)
        .header("X-List", &["a", "b"])
        .header("X-Object", &json!({"a": 1, "b": "x"}))
        .cookie("session", "a b;c")
        .cookie("none", &None::<i64>)
        .cookie("other", &true)
        .accept("application/vnd.x+json")
        .json();
    call.query_list("pipes", &["a", "b"], ListStyle::Pipe);
    call.query_object("deep", &json!({"a": {"b": 1}}), ObjectStyle::Deep);
    call.query_json("json", &json!({"a": 1}));
    call.header("X-Late", "ü");
    call.extra_header("X-Number", "6").extra_query("more", "1").await.unwrap();
    let received = server.only();
    assert_eq!(received.method, "SEARCH");
    assert_eq!(
        received.target,
        "/api/v1/files/a%2F%C3%BC.json/7?list=1&list=2&pipes=a%7Cb&deep[a][b]=1&json=%7B%22a%22%3A1%7D&more=1"
    );
    assert_eq!(received.header("x-number"), Some("6"));
    assert_eq!(received.header("x-none"), None);
    assert_eq!(received.header("x-list"), Some("a,b"));
    assert_eq!(received.header("x-object"), Some("a,1,b,x"));
    assert_eq!(received.header("x-late"), Some("ü"));
    assert_eq!(received.header("cookie"), Some("session=a%20b%3Bc; other=true"));
    assert_eq!(received.header("accept"), Some("application/vnd.x+json"));
    assert_eq!(received.header("content-type"), None);
}

const EMPTY: &str = "is empty: without it the path is that of another operation; give a value, or call that operation";

#[tokio::test]
async fn refused_before_anything_is_sent() {
    let server = Server::json("{}").await;
    let http = client(&server);
    let get = || http.get("getApp", "/apps/{id}");
    let calls: Vec<(&str, &str, Call<()>)> = vec![
        ("id", EMPTY, get().path("id", "").empty()),
        ("id", EMPTY, get().path("id", &None::<i64>).empty()),
        ("id", "must not be `.` or `..`", get().path("id", ".").empty()),
        ("id", "must not be `.` or `..`", get().path("id", "..").empty()),
        ("id", "is missing", get().empty()),
        (
            "X-A",
            "has characters that cannot be in a header, such as a line break",
            get().header("X-A", "a\r\nX-B: c").empty(),
        ),
        (
            "X A",
            "is not a valid header name",
            get().path("id", "x").empty().extra_header("X A", "b"),
        ),
        ("accept", "is not a media type", get().accept("a\nb").empty()),
        (
            "content_type",
            "is not a media type",
            get().path("id", "x").raw_body("a/b", Upload::from("x").content_type("\n")).empty(),
        ),
        // The first fault is the one that is told.
        ("id", EMPTY, get().path("id", "").header("X A", "b").empty()),
        ("method", "is not a valid method", http.request("getApp", "G T", "/").empty()),
    ];
    for (argument, reason, call) in calls {
        let Err(Error::Argument(error)) = call.await else { panic!("{argument} {reason}") };
        assert_eq!((error.argument(), error.reason()), (argument, reason));
        assert_eq!(error.operation().unwrap().id(), "getApp");
        assert_eq!(error.to_string(), format!("getApp: argument `{argument}` {reason}"));
    }
    assert_eq!(server.received().len(), 0);
}

#[tokio::test]
async fn dots_inside_a_segment_are_fine() {
    let server = Server::json("{}").await;
    for (value, path) in
        [("...", "/api/v1/a/..."), ("%2e%2e", "/api/v1/a/%252e%252e"), ("../x", "/api/v1/a/..%2Fx")]
    {
        client(&server).get("op", "/a/{b}").path("b", value).empty().await.unwrap();
        assert_eq!(server.received().last().unwrap().target, path);
    }
}

#[tokio::test]
async fn bodies() {
    let server = Server::json("{}").await;
    let post = || client(&server).post("op", "/");
    for (call, media_type, body) in [
        (
            post().body(&json!({"b": 1, "a": null})).empty(),
            Some("application/json"),
            r#"{"b":1,"a":null}"#,
        ),
        (post().body(&None::<i64>).empty(), None, ""),
        (post().body("text").empty(), Some("application/json"), "\"text\""),
        (post().body_as("text/plain", "text").empty(), Some("text/plain"), "text"),
        (
            post().body_as("application/merge-patch+json", &json!({"a": null})).empty(),
            Some("application/merge-patch+json"),
            r#"{"a":null}"#,
        ),
        (post().member_base().empty(), Some("application/json"), "{}"),
        (post().member_base().member("a", &None::<i64>).empty(), Some("application/json"), "{}"),
        (
            post().member("z", &1).member("a", &Some(None::<i64>)).empty(),
            Some("application/json"),
            r#"{"z":1,"a":null}"#,
        ),
        (post().member("a", &None::<i64>).empty(), None, ""),
        (
            post()
                .form_member("a b", "c&d")
                .form_member("list", &[1, 2])
                .form_member("o", &json!({"x": 1}))
                .empty(),
            Some("application/x-www-form-urlencoded"),
            "a%20b=c%26d&list=1&list=2&o=%7B%22x%22%3A1%7D",
        ),
        (
            post().raw_body("application/zip", Upload::from("PK")).empty(),
            Some("application/zip"),
            "PK",
        ),
        (
            post().raw_body("*/*", Upload::from("PK").content_type("application/zip")).empty(),
            Some("application/zip"),
            "PK",
        ),
    ] {
        call.await.unwrap();
        let received = server.received().pop().unwrap();
        assert_eq!((received.header("content-type"), received.text().as_str()), (media_type, body));
        assert_eq!(received.header("content-length"), Some(body.len().to_string().as_str()));
    }
}

#[tokio::test]
async fn text_parts() {
    let server = Server::json("{}").await;
    let mut call = client(&server).post("op", "/").part_text("label", "Blog").empty();
    call.part_text("none", &None::<i64>);
    call.part_text("tags", &["a", "b"]);
    call.part_text("access", &json!({"users": []}));
    call.await.unwrap();
    let received = server.only();
    let boundary =
        received.header("content-type").unwrap().split_once("boundary=").unwrap().1.to_owned();
    assert_eq!(
        received.text().replace(&boundary, "B"),
        "--B\r\nContent-Disposition: form-data; name=\"label\"\r\n\r\nBlog\r\n\
         --B\r\nContent-Disposition: form-data; name=\"tags\"\r\n\r\na\r\n\
         --B\r\nContent-Disposition: form-data; name=\"tags\"\r\n\r\nb\r\n\
         --B\r\nContent-Disposition: form-data; name=\"access\"\r\nContent-Type: application/json\r\n\r\n{\"users\":[]}\r\n\
         --B--\r\n"
    );
}

#[tokio::test]
async fn default_headers() {
    let server = Server::json("{}").await;
    let builder = HttpClient::builder(&server.url)
        .default_header("X-Tenant", "a")
        .default_header("x-tenant", "b");
    let http = builder.user_agent("mine/1").build().unwrap();
    http.get("op", "/").empty().await.unwrap();
    http.get("op", "/")
        .header("X-Tenant", "c")
        .empty()
        .extra_header("User-Agent", "other")
        .await
        .unwrap();
    let received = server.received();
    assert_eq!(
        (received[0].header("x-tenant"), received[0].header("user-agent")),
        (Some("b"), Some("mine/1"))
    );
    assert_eq!(
        (received[1].header("x-tenant"), received[1].header("user-agent")),
        (Some("c"), Some("other"))
    );
    assert!(HttpClient::builder(&server.url).default_header("a b", "c").build().is_err());
}

#[tokio::test]
async fn a_transport_of_ones_own() {
    let server = Server::json("{}").await;
    let headers = [(reqwest::header::VIA, reqwest::header::HeaderValue::from_static("mine"))];
    let transport =
        reqwest::Client::builder().default_headers(headers.into_iter().collect()).build().unwrap();
    let http = HttpClient::builder(&server.url).http_client(transport).build().unwrap();
    http.clone().get("op", "/").empty().await.unwrap();
    assert_eq!(server.only().header("via"), Some("mine"));
}
