//! What the targets share: a server without a port, a clock that nobody waits for, and how an error is shown.

use std::error::Error as _;
use std::future::Future;

use openapi_runtime::Error;
use openapi_runtime::transport::{Request, Response, Transport, TransportFuture};

/// A credential that must never be shown.
pub const TOKEN: &str = "s3cr3t \"&<token>/";

/// A server that answers each request by a function.
pub struct Server<F>(pub F);

impl<F: Fn(Request) -> Response + Send + Sync + 'static> Transport for Server<F> {
    fn send(&self, request: Request) -> TransportFuture {
        let response = (self.0)(request);
        Box::pin(async move { Ok(response) })
    }
}

/// Runs to the end, under a paused clock: whoever waits waits for no time.
pub fn run<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .start_paused(true)
        .build()
        .unwrap()
        .block_on(future)
}

/// Everything that a program may print of an error.
pub fn shown(error: &Error) -> String {
    let mut res = format!("{error}\n{error:?}\n{error:#?}");
    let mut source = error.source();
    while let Some(error) = source {
        res += &format!("\n{error}\n{error:?}");
        source = error.source();
    }
    res
}

/// Puts the credential where the bytes have an `@`, written in the way that the byte behind it selects.
pub fn with_token(bytes: &[u8], token: &str) -> Vec<u8> {
    let mut res = Vec::new();
    let mut bytes = bytes.iter().copied();
    while let Some(byte) = bytes.next() {
        match byte {
            b'@' => res.extend(written(token, bytes.next().unwrap_or_default()).bytes()),
            _ => res.push(byte),
        }
    }
    res
}

fn written(token: &str, way: u8) -> String {
    let each = |write: &dyn Fn(char) -> String| token.chars().map(write).collect();
    match way % 8 {
        0 => token.to_owned(),
        1 => token.replace('\\', "\\\\").replace('"', "\\\"").replace('/', "\\/"),
        2 => each(&|it| format!("\\u{:04x}", u32::from(it))),
        3 => each(&|it| format!("%{:02X}", u32::from(it))),
        4 => each(&|it| {
            if it.is_alphanumeric() { it.to_string() } else { format!("%{:02x}", u32::from(it)) }
        }),
        5 => token
            .replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('>', "&gt;")
            .replace('"', "&quot;"),
        6 => each(&|it| format!("&#x{:x};", u32::from(it))),
        _ => each(&|it| format!("&#{};", u32::from(it))),
    }
}
