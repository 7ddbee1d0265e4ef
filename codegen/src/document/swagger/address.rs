//! `host`, `basePath` and `schemes` as servers.

use serde_json::Value;

use super::super::node::{Node, Shape, Table};
use super::super::{Document, Server};
use crate::diagnostics::Diagnostics;

const ADDRESS: Table =
    &[("host", Shape::Text), ("basePath", Shape::Text), ("schemes", Shape::Texts)];

impl Document {
    /// The servers that the root describes in the way of Swagger 2.0.
    pub(in super::super) fn host_servers(
        &self,
        root: &Node<'_>,
        diagnostics: &mut Diagnostics,
    ) -> Vec<Server> {
        let stated = ADDRESS.iter().find(|(key, _)| root.get(key).is_some());
        let Some((first, _)) = stated else { return Vec::new() };
        let place = root.place.key(first);
        self.note_old(&place, &format!("`{first}`"), diagnostics);
        let found = root.scalars(ADDRESS, diagnostics);
        let text = |key: &str| found.get(key).and_then(Value::as_str).unwrap_or_default().trim();
        let (host, base) = (text("host"), base_path(text("basePath")));
        let server = |url: String| Server {
            place: place.clone(),
            url,
            description: None,
            variables: Vec::new(),
        };
        if base.contains("://") {
            diagnostics.note(&root.place.key("basePath"), "an address, taken as meant");
            return vec![server(base)];
        }
        let host = host.trim_matches('/');
        if host.is_empty() {
            // Where the description was served; the caller knows.
            return if base.is_empty() { Vec::new() } else { vec![server(base)] };
        }
        if host.contains("://") {
            diagnostics.note(&root.place.key("host"), "an address, taken as meant");
            return vec![server(format!("{host}{base}"))];
        }
        let schemes = schemes(root, found.get("schemes"), diagnostics);
        schemes.iter().map(|scheme| server(format!("{scheme}://{host}{base}"))).collect()
    }
}

/// The path that comes before every other, without a slash at its end.
fn base_path(written: &str) -> String {
    let path = written.trim_end_matches('/');
    if path.is_empty() || path.starts_with('/') || path.contains("://") {
        path.to_owned()
    } else {
        format!("/{path}")
    }
}

/// The schemes that a client may use, the safer one first.
fn schemes(
    root: &Node<'_>,
    written: Option<&Value>,
    diagnostics: &mut Diagnostics,
) -> Vec<&'static str> {
    let list = written.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let has = |scheme: &str| {
        let mut names = list.iter().filter_map(Value::as_str);
        names.any(|it| it.trim().trim_end_matches("://").eq_ignore_ascii_case(scheme))
    };
    let res: Vec<&str> = ["https", "http"].into_iter().filter(|it| has(it)).collect();
    if res.is_empty() {
        let place =
            if list.is_empty() { root.place.key("host") } else { root.place.key("schemes") };
        diagnostics.note(&place, "neither `https` nor `http` is stated, `https` is assumed");
        return vec!["https"];
    }
    res
}
