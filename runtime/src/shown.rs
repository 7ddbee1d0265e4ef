//! What may be shown of a request: everything that is not listed here is not.

/// Query parameters whose values say nothing about anybody.
const QUERY: [&str; 20] = [
    "page",
    "per_page",
    "perpage",
    "page_size",
    "pagesize",
    "limit",
    "offset",
    "size",
    "count",
    "start",
    "end",
    "sort",
    "sort_by",
    "order",
    "order_by",
    "direction",
    "lines",
    "format",
    "follow",
    "tail",
];

/// How the names of path parameters end whose values may be shown.
const PATH: [&str; 12] = [
    "id", "uuid", "name", "slug", "domain", "location", "number", "index", "version", "type",
    "kind", "lang",
];

/// Whether the value of a query parameter may be shown.
pub(crate) fn query(name: &str) -> bool {
    QUERY.iter().any(|it| it.eq_ignore_ascii_case(name))
}

/// Whether the value of a path parameter may be shown.
pub(crate) fn path(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    PATH.iter().any(|end| name.ends_with(end))
}
