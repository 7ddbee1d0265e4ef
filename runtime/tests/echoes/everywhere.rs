//! Any secret in any encoding at any place of any body.

use openapi_runtime::testing::{Reply, Script};
use openapi_runtime::{Credential, HttpClient, RetryPolicy, json};
use proptest::prelude::*;

use crate::{AUTH, renderings};

/// A text as a server may write it somewhere.
fn written(secret: &str, way: u8) -> String {
    let json = || json!(secret).to_string().trim_matches('"').to_owned();
    let each = |write: &dyn Fn(char) -> String| secret.chars().map(write).collect::<String>();
    match way {
        0 => secret.to_owned(),
        1 => json(),
        2 => json().replace('/', "\\/"),
        3 => each(&|it| {
            let mut units = [0; 2];
            it.encode_utf16(&mut units).iter().map(|unit| format!("\\u{unit:04x}")).collect()
        }),
        4 => each(&|it| format!("&#{};", u32::from(it))),
        5 => each(&|it| format!("&#x{:X};", u32::from(it))),
        6 => secret
            .replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('>', "&gt;")
            .replace('"', "&quot;"),
        7 => secret.bytes().map(|it| format!("%{it:02X}")).collect(),
        8 => secret.bytes().map(|it| format!("%{it:02x}")).collect(),
        _ => json!(json()).to_string().trim_matches('"').to_owned(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn no_secret_in_any_encoding_at_any_place(
        secret in "[A-Za-z0-9+/=._~-]{8}[!-~äß€😀]{0,24}[A-Za-z0-9]{4}",
        way in 0_u8..10,
        before in "[ a-z{}\\[\\]:,<>\\\\&%#;\"'/+ux0-9]{0,120}",
        after in "[ a-z{}\\[\\]:,<>\\\\&%#;\"'/+ux0-9]{0,8}",
        place in 0_usize..6,
        status in prop_oneof![Just(200_u16), Just(400), Just(503)],
        cut in 0_usize..400,
    ) {
        let repeated = written(&secret, way);
        let embedded = format!("{repeated}{after}");
        let body = match place {
            0 => format!("{before}{embedded}"),
            1 => json!({"message": format!("{before}{embedded}")}).to_string(),
            2 => json!({"a": {"b": [format!("{before}{embedded}")]}}).to_string(),
            3 => format!("<html><head><title>{before}</title></head><body>{embedded}</body></html>"),
            4 => format!("{{\"errors\": {{\"{embedded}\": [\"{embedded}\"]}}}}"),
            _ => format!("[\"{before}\", \"{embedded}\""),
        };
        let body: String = if cut < 200 { body.chars().take(cut).collect() } else { body };
        let script = Script::new().always(Reply::status(status).header("X-Echo", "y").body(body.clone()));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let shown = runtime.block_on(async {
            let http = HttpClient::builder("http://x")
                .credential("bearer", Credential::query("key", secret.as_str()))
                .retries(RetryPolicy::none())
                .transport(script)
                .build()
                .unwrap();
            let error = http.get("op", "/x").auth(AUTH).json::<Vec<i64>>().await;
            error.err().map(|error| renderings(&error)).unwrap_or_default()
        });
        // `Debug` of a text escapes it once more.
        let beginning: String = secret.chars().take(8).collect();
        let debugged = format!("{secret:?}");
        for hidden in [&*secret, &*repeated, debugged.trim_matches('"'), &*beginning] {
            prop_assert!(!shown.contains(hidden), "{} in {}", hidden, shown);
        }
    }
}
