//! Numbers: how they are written, wherever they are sent, and how integers are read.

mod support;

use std::str::FromStr as _;

use openapi_runtime::testing::{Reply, Script};
use openapi_runtime::{Call, Error, HttpClient, ListStyle, ObjectStyle, Value, json};
use proptest::prelude::*;
use support::{Received, Server};

/// The request of a call that sends a number in every place where one can be.
async fn sent(number: f64) -> [Received; 4] {
    let server = Server::json("{}").await;
    let http = HttpClient::builder(&server.url).build().unwrap();
    let put = || http.put("op", "/n/{n}").path("n", &number);
    let mut call: Call<()> = put()
        .query("q", &number)
        .query("list", &[number])
        .query_list("comma", &[number, number], ListStyle::Comma)
        .query_object("deep", &json!({"a": number}), ObjectStyle::Deep)
        .header("X-N", &number)
        .header("X-Object", &json!({"a": [number]}))
        .cookie("c", &number)
        .member("a", &number)
        .member("b", &json!([number]))
        .empty();
    call.query_json("json", &[number]);
    call.await.unwrap();
    let form = put().form_member("f", &number).form_json("j", &[number]);
    form.form_member("o", &json!({"a": number})).empty().await.unwrap();
    put()
        .part_text("p", &number)
        .part_as("j", "application/json", &[number])
        .empty()
        .await
        .unwrap();
    put().body_as("application/x-ndjson", &[number]).empty().await.unwrap();
    server.received().try_into().unwrap()
}

#[tokio::test]
async fn a_whole_number_has_no_fraction_wherever_it_is_sent() {
    for (number, text) in [
        (7.0, "7"),
        (-0.0, "0"),
        (805_306_368.0, "805306368"),
        (1.234_567_890_123_456_8e17, "123456789012345680"),
        (1e20, "100000000000000000000"),
    ] {
        let [json, form, parts, lines] = sent(number).await;
        assert_eq!(
            json.target,
            format!(
                "/n/{text}?q={text}&list={text}&comma={text},{text}&deep[a]={text}&json=%5B{text}%5D"
            )
        );
        assert_eq!(json.header("x-n"), Some(text));
        assert_eq!(json.header("x-object"), Some(&*format!("a,[{text}]")));
        assert_eq!(json.header("cookie"), Some(&*format!("c={text}")));
        assert_eq!(json.text(), format!("{{\"a\":{text},\"b\":[{text}]}}"));
        assert_eq!(form.text(), format!("f={text}&j=%5B{text}%5D&o=%7B%22a%22%3A{text}%7D"));
        assert!(parts.text().contains(&format!("\r\n\r\n{text}\r\n")), "{}", parts.text());
        assert!(parts.text().contains(&format!("\r\n\r\n[{text}]\r\n")), "{}", parts.text());
        assert_eq!(lines.text(), format!("{text}\n"));
    }
    let [json, ..] = sent(1.5e-7).await;
    assert!(json.target.starts_with("/n/0.00000015?q=0.00000015&"), "{}", json.target);
    assert_eq!(json.text(), "{\"a\":1.5e-7,\"b\":[1.5e-7]}");
}

#[tokio::test]
async fn a_number_that_is_not_finite_is_refused_before_anything_is_sent() {
    let server = Server::json("{}").await;
    let http = HttpClient::builder(&server.url).build().unwrap();
    let put = || http.put("op", "/n");
    for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        for (name, call) in [
            ("q", put().query("q", &number).empty()),
            ("q", put().query_json("q", &[number]).empty()),
            ("h", put().header("h", &[number]).empty()),
            ("c", put().cookie("c", &number).empty()),
            ("m", put().member("m", &number).empty()),
            ("body", put().body(&vec![Some(number)]).empty()),
            ("f", put().form_member("f", &number).empty()),
            ("p", put().part_text("p", &number).empty()),
        ] {
            let Error::Argument(error) = call.await.unwrap_err() else { panic!("{name}") };
            assert_eq!(
                error.to_string(),
                format!(
                    "op: argument `{name}` has a number that is not finite (NaN or infinite), which cannot be sent"
                )
            );
        }
    }
    assert_eq!(server.received().len(), 0);
}

#[tokio::test]
async fn integers_that_a_type_cannot_hold() {
    for (body, message) in [
        (
            "18446744073709551615",
            "expected an integer of at most 9223372036854775807, found an integer `18446744073709551615`",
        ),
        ("1e30", "expected an integer of at most 9223372036854775807, found a number `1e+30`"),
        (
            "-9223372036854777857",
            "expected an integer of at least -9223372036854775808, found a number `-9.223372036854778e+18`",
        ),
        ("7.5", "expected an integer, found a number `7.5`"),
    ] {
        let server = Server::json(body).await;
        let http = HttpClient::builder(&server.url).build().unwrap();
        let error = http.get("op", "/").json::<i64>().await.unwrap_err();
        let text = error.to_string();
        assert!(text.contains(message), "{text}");
    }
    let server = Server::json("18446744073709551615").await;
    let http = HttpClient::builder(&server.url).build().unwrap();
    assert_eq!(http.get("op", "/").json::<u64>().await.unwrap(), u64::MAX);
    let server = Server::json("7.0").await;
    let http = HttpClient::builder(&server.url).build().unwrap();
    assert_eq!(http.get("op", "/").json::<i64>().await.unwrap(), 7);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// What is written is the same number again; a whole one has neither a fraction nor an exponent.
    #[test]
    fn written_numbers_are_read_back(number in prop_oneof![
        proptest::num::f64::NORMAL,
        proptest::num::f64::SUBNORMAL,
        any::<i64>().prop_map(|it| it as f64),
        any::<u64>().prop_map(|it| it as f64),
        (-400..400_i32).prop_map(|it| 10_f64.powi(it)).prop_filter("finite", |it| it.is_finite()),
    ]) {
        let value = openapi_runtime::to_value(&number);
        prop_assert_eq!(value.as_f64(), Some(number));
        let [json, text] = written(number);
        for text in [&json, &text] {
            prop_assert_eq!(text.parse::<f64>().unwrap(), number);
            prop_assert!(number.fract() != 0.0 || !text.contains(['.', 'e', 'E']), "{}", text);
        }
        let read = Value::from_str(&json).unwrap();
        prop_assert_eq!(read.as_f64(), Some(number));
        prop_assert!(!text.contains(['e', 'E']), "{}", text);
    }
}

/// A number as it is written in JSON, and in a path.
fn written(number: f64) -> [String; 2] {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let script = Script::new().then(Reply::status(204));
    let http = HttpClient::builder("http://localhost").transport(script.clone()).build().unwrap();
    let call = http.put("op", "/{n}").path("n", &number).body(&number).empty();
    runtime.block_on(async { call.await.unwrap() });
    let sent = &script.requests()[0];
    let json = String::from_utf8(sent.body().to_vec()).unwrap();
    [json, sent.path().trim_start_matches('/').to_owned()]
}
