//! What a call costs without a network: from arguments to a request, and from an answer to its type.

use std::future::Future;
use std::time::Instant;

use http::{HeaderValue, header};
use openapi_runtime::Error;
use openapi_runtime::transport::{Body, Request, Response, Transport, TransportFuture};

use crate::generated::Generated;
use crate::memory;
use crate::report::Report;
use crate::server::APP;

const CALLS: u32 = 100_000;

/// Answers everything with one app.
struct AtOnce;

impl Transport for AtOnce {
    fn send(&self, _: Request) -> TransportFuture {
        let mut response = Response::new(Body::from(APP));
        let json = HeaderValue::from_static("application/json; charset=utf-8");
        response.headers_mut().insert(header::CONTENT_TYPE, json);
        Box::pin(async move { Ok(response) })
    }
}

pub(crate) async fn measure(report: &Report) {
    let client = Generated::over("http://127.0.0.1:1/api/v1", AtOnce);
    one(report, "own work: get", || client.get("8c1f1b0d")).await;
    one(report, "own work: post", || client.add("Blog", "blog.example.com")).await;
}

async fn one<T, C>(report: &Report, name: &str, call: impl Fn() -> C)
where
    C: IntoFuture<Output = Result<T, Error>>,
    C::IntoFuture: Future,
{
    if !report.wants(name) {
        return;
    }
    let mut fastest = f64::INFINITY;
    for _ in 0..5 {
        let start = Instant::now();
        for _ in 0..CALLS {
            std::hint::black_box(call().await.expect("an answer"));
        }
        fastest = fastest.min(start.elapsed().as_secs_f64() / f64::from(CALLS) * 1e6);
    }
    let one = async || drop(std::hint::black_box(call().await.expect("an answer")));
    let allocations = memory::allocations(one()).await;
    let measured = format!("{fastest:.2} us, {allocations} allocations, without a network");
    report.line(name, &measured, "", None);
}
