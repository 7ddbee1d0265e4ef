//! Paths that say more than a path.

use super::super::Location;
use super::{messages, parse};

/// The path as it is sent, its parameters, and what was said.
#[track_caller]
fn path(written: &str, parameters: &str) -> (String, Vec<String>, String) {
    let (document, mut diagnostics) = parse(&format!(
        "openapi: 3.0.3\npaths:\n  '{written}':\n    get: {{parameters: [{parameters}]}}\n"
    ));
    let operation = document.operations(&mut diagnostics).remove(0);
    let shown = operation.parameters.iter().map(|it| match it.location {
        Location::Path => format!("{{{}}}", it.name),
        Location::Query => format!("?{}", it.name),
        Location::Header | Location::Cookie => it.name.clone(),
    });
    (operation.path, shown.collect(), messages(&diagnostics))
}

#[test]
fn queries_and_fragments() {
    let query = "{name: id, in: query, schema: {}}";
    let in_path = "{name: id, in: path, required: true, schema: {}}";
    for (written, parameters, sent, named) in [
        ("/a#b", "", "/a", &[][..]),
        ("/a?x=1&y", "", "/a?x=1&y", &[]),
        ("/a?x=1#b", "", "/a?x=1", &[]),
        ("/a?id={id}", query, "/a", &["?id"]),
        ("/a?key={id}", in_path, "/a", &["?key"]),
        ("/a/{id}?key={id}", in_path, "/a/{id}", &["{id}", "?key"]),
        ("/a?id={id}&x=1", "", "/a?x=1", &["?id"]),
        ("/a{?id,other*}", query, "/a", &["?id", "?other"]),
        ("a", "", "/a", &[]),
        ("/a/:id", in_path, "/a/{id}", &["{id}"]),
        ("/a/{ID}", in_path, "/a/{ID}", &["{ID}"]),
    ] {
        let (path, parameters, said) = path(written, parameters);
        assert_eq!(
            (&*path, &parameters[..]),
            (sent, &named.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>()[..]),
            "{written}"
        );
        assert!(!said.is_empty(), "{written}: {said}");
    }
}

#[test]
fn a_slash_at_the_end_is_another_path() {
    let (document, mut diagnostics) = parse(
        "openapi: 3.0.3
paths:
  /a: {get: {}}
  /a/: {get: {}}
",
    );
    let paths: Vec<_> =
        document.operations(&mut diagnostics).into_iter().map(|it| it.path).collect();
    assert_eq!(paths, ["/a", "/a/"]);
    assert_eq!(
        messages(&diagnostics),
        "note /paths/~1a~1: `/a/` differs in the slash at its end only"
    );
}
