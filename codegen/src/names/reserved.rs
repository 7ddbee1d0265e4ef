//! Names that mean something already where generated code stands, so that nothing of a description is called so.

use crate::model::{Api, Shape, Type};

use super::scope::Scope;
use super::words::{pascal, words};

/// Names of Rust's prelude that generated code uses; a type of that name would hide them.
pub(super) const PRELUDE: &[&str] = &[
    "Option",
    "Some",
    "None",
    "Result",
    "Ok",
    "Err",
    "Vec",
    "String",
    "Box",
    "Self",
    "Default",
    "Clone",
    "From",
    "Into",
    "Debug",
    "PartialEq",
    "Eq",
    "Hash",
    "Iterator",
    "IntoIterator",
    "Send",
    "Sync",
    "Sized",
    "Drop",
    "Fn",
    "ToString",
    "ToOwned",
    "AsRef",
    "BTreeMap",
    "Client",
];

/// Those of them that the modules of operations use: a handle or a call of that name would hide them.
pub(super) const IN_CALLS: &[&str] =
    &["AsRef", "BTreeMap", "Box", "Into", "IntoIterator", "Option", "Self", "String", "Vec"];

/// Modules of tags. They stand in `api` and `types`, beside the names of crates; their files must be files everywhere,
/// and Windows keeps names for devices.
pub(super) const MODULES: &[&str] = &[
    "api",
    "types",
    "std",
    "core",
    "alloc",
    "openapi_runtime",
    "rt",
    "con",
    "prn",
    "aux",
    "nul",
    "com0",
    "com1",
    "com2",
    "com3",
    "com4",
    "com5",
    "com6",
    "com7",
    "com8",
    "com9",
    "lpt0",
    "lpt1",
    "lpt2",
    "lpt3",
    "lpt4",
    "lpt5",
    "lpt6",
    "lpt7",
    "lpt8",
    "lpt9",
];

/// Functions that every call has; a setter of that name gets an underscore.
pub(super) const OF_EVERY_CALL: &[&str] = &[
    "with_response",
    "raw",
    "extra_header",
    "extra_query",
    "into_future",
    "block",
    "timeout",
    "connect_timeout",
    "total_timeout",
    "stall_timeout",
    "retries",
    "idempotency_key",
    "reconnects",
    "response_limit",
    "on_progress",
    "without_body",
    "with_empty_body",
];

/// Functions of calls whose list comes in pages.
pub(super) const OF_PAGED_CALLS: &[&str] = &["items", "pages"];

/// Functions that every client has.
pub(super) const OF_EVERY_CLIENT: &[&str] = &["builder", "http", "clone", "request"];

/// Settings that every client has.
pub(super) const OF_EVERY_BUILDER: &[&str] = &[
    "build",
    "base_url",
    "credential",
    "server",
    "format",
    "xml",
    "timeout",
    "total_timeout",
    "stall_timeout",
    "connect_timeout",
    "retries",
    "reconnects",
    "response_limit",
    "user_agent",
    "default_header",
    "http_client",
    "transport",
    "observer",
    "lenient",
    "retry_statuses",
    "idempotency_header",
    "root_certificate",
    "root_certificate_file",
    "client_certificate",
    "client_certificate_file",
    "proxy",
    "no_proxy",
    "danger_accept_invalid_certificates",
    "max_connections",
    "max_idle_connections",
    "idle_timeout",
];

/// The name of an argument that is of a type. An argument that is called like a value of its enum would be taken for a
/// pattern; letters without case, and a digit first, look the same in both.
pub(super) fn unlike_values(name: String, ty: &Type, api: &Api, scope: &mut Scope) -> String {
    let Type::Declared(id) = ty.plain() else { return name };
    let is_called_so = |it: &str| pascal(&words(it)) == name;
    let meets = match &api.type_def(*id).shape {
        _ if name.starts_with(|it: char| it.is_lowercase()) => false,
        Shape::Object(_) => false,
        Shape::Enum(values) => values.iter().any(|it| is_called_so(&it.wire)),
        Shape::Union(union) => union
            .branches
            .iter()
            .any(|it| it.tags.iter().chain(&it.label).any(|it| is_called_so(it))),
    };
    if meets { scope.claim(format!("{name}_value")) } else { name }
}

#[cfg(test)]
mod tests {
    use super::{OF_EVERY_BUILDER, OF_EVERY_CALL, OF_EVERY_CLIENT, OF_PAGED_CALLS};

    /// The public functions that a macro of the runtime writes into generated types.
    fn functions(name: &str) -> Vec<&'static str> {
        let macros = concat!(
            include_str!("../../../runtime/src/macros.rs"),
            include_str!("../../../runtime/src/macros/client_builder.rs"),
            include_str!("../../../runtime/src/macros/connection_settings.rs"),
        );
        let (_, rest) = macros.split_once(&format!("macro_rules! {name} {{")).expect("the macro");
        let body = rest.split("macro_rules!").next().unwrap_or_default();
        let after = |line: &'static str| line.trim().strip_prefix("pub ")?.split_once("fn ");
        let name = |it: &'static str| it.split(['(', '<']).next().unwrap_or_default();
        body.lines().filter_map(after).map(|(_, it)| name(it)).collect()
    }

    #[test]
    fn what_the_macros_of_the_runtime_write_is_reserved() {
        for (name, reserved) in [
            ("call_builder", OF_EVERY_CALL.to_vec()),
            ("paged_call", OF_PAGED_CALLS.to_vec()),
            ("client_builder", [OF_EVERY_BUILDER, OF_EVERY_CLIENT].concat()),
            ("connection_settings", OF_EVERY_BUILDER.to_vec()),
        ] {
            let functions = functions(name);
            assert!(!functions.is_empty(), "{name} writes no functions");
            for function in functions {
                assert!(reserved.contains(&function), "`{function}` of `{name}!` is not reserved");
            }
        }
    }
}
