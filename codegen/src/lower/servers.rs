//! Where the API is served, and which operations are served elsewhere.

use crate::document::{self, Document, OperationView};
use crate::model::Server;

use super::Lowering;

/// The servers that hold for every operation that names none.
pub(super) fn root_servers(document: &Document) -> Vec<Server> {
    document.servers().iter().map(|it| Server { url: filled(it) }).collect()
}

impl Lowering<'_> {
    /// The server of an operation, if it is not one of those of the whole description: absolute, or relative to the
    /// address that the caller names. `roots` are those of the whole description.
    pub(super) fn own_server(&mut self, view: &OperationView, roots: &[String]) -> Option<String> {
        let server = view.servers.first()?;
        let url = filled(server);
        let is_same = |it: &String| trimmed(it) == trimmed(&url);
        if url.trim().is_empty() || roots.iter().any(is_same) {
            return None;
        }
        if !is_usable(&url) {
            self.diagnostics
                .warning(
                    &server.place,
                    "a server that is no address for HTTP, the base URL is used",
                )
                .help("give each variable of the address a default");
            return None;
        }
        // The caller names the origin, which may be that of a proxy.
        match (roots.first().and_then(|it| split(it)), split(&url)) {
            (Some((root, _)), Some((own, path))) if root.eq_ignore_ascii_case(own) => {
                Some(if path.is_empty() { "/" } else { path }.to_owned())
            }
            _ => Some(url),
        }
    }
}

/// The addresses of the whole description. Where it has none and all operations that have a server have the same, that
/// is the one that the caller names.
pub(super) fn roots(document: &Document, operations: &[OperationView]) -> Vec<String> {
    let stated: Vec<String> = document.servers().iter().map(filled).collect();
    if !stated.is_empty() {
        return stated;
    }
    let mut own = operations.iter().filter_map(|it| it.servers.first()).map(filled);
    match own.next() {
        Some(first) if own.all(|it| it == first) => vec![first],
        _ => Vec::new(),
    }
}

/// The address with the defaults of its variables.
fn filled(server: &document::Server) -> String {
    let mut url = server.url.clone();
    for variable in &server.variables {
        let default = variable.default.as_deref().or(variable.values.first().map(String::as_str));
        url = url.replace(&format!("{{{}}}", variable.name), default.unwrap_or_default());
    }
    url
}

/// The origin of an absolute address, and its path.
fn split(url: &str) -> Option<(&str, &str)> {
    let authority = url.find("://")? + "://".len();
    let end = url[authority..].find('/').map_or(url.len(), |it| authority + it);
    Some(url.split_at(end))
}

fn trimmed(url: &str) -> &str {
    url.trim_end_matches('/')
}

/// Whether requests can be sent to it.
fn is_usable(url: &str) -> bool {
    let is_http =
        |scheme: &str| scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    let refused = |it: char| it.is_whitespace() || it.is_control() || "\"\\{}`<>?#".contains(it);
    let has_scheme = url.split(['/', '?', '#']).next().is_some_and(|it| it.contains(':'));
    let is_absolute = url.split_once("://").is_some_and(|(scheme, _)| is_http(scheme));
    !url.contains(refused) && (is_absolute || !has_scheme && !url.starts_with("//"))
}
