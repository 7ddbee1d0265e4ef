//! What a call through a client costs, next to the same call written by hand on `reqwest`.
//!
//! `cargo bench -p openapi-runtime-benches` measures everything and shows each figure next to the one that is wanted;
//! `cargo bench -p openapi-runtime-benches -- list` only what has `list` in its name. The server is part of the program: it
//! listens on the loopback interface and runs on threads of its own.

mod by_hand;
mod compare;
mod generated;
mod listener;
mod memory;
mod own_work;
mod report;
mod server;
mod volume;

use report::Report;
use server::Server;

fn main() {
    // Cargo's own arguments begin with a dash.
    let wanted = std::env::args().skip(1).find(|it| !it.starts_with('-')).unwrap_or_default();
    let report = Report::new(wanted);
    let server = Server::start();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime for the calls");
    // Memory first: what the other figures leave behind would be part of it.
    runtime.block_on(volume::gigabytes(&report, server.url()));
    runtime.block_on(volume::events(&report, server.url()));
    runtime.block_on(volume::many_calls(&report, server.url()));
    runtime.block_on(volume::calls_at_once(&report, server.url()));
    runtime.block_on(own_work::measure(&report));
    runtime.block_on(compare::measure(&report, server.url()));
    report.finish();
}
