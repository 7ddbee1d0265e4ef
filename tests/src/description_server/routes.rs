//! Which operation a request means, by method and path template.

use crate::description::Operation;

use super::received::{Received, decode};

/// An operation, and the path arguments that the request gave it.
pub(super) struct Route<'d> {
    pub(super) operation: &'d Operation,
    /// By name, decoded.
    pub(super) arguments: Vec<(String, String)>,
}

/// The operation that a request means: of several that match, the one with the fewest parameters in its path.
pub(super) fn find<'d>(
    operations: &'d [Operation],
    base_path: &str,
    received: &Received,
) -> Option<Route<'d>> {
    let path = received.path.strip_prefix(base_path)?;
    let operations = operations.iter().filter(|it| it.method == received.method);
    let (operation, arguments) = best(operations.map(|it| (it, it.path.as_str())), path)?;
    Some(Route { operation, arguments })
}

/// Of the things whose path templates match a path, the one with the fewest parameters, and its arguments.
pub(crate) fn best<'t, T>(
    templates: impl Iterator<Item = (T, &'t str)>,
    path: &str,
) -> Option<(T, Vec<(String, String)>)> {
    templates
        .filter_map(|(thing, template)| Some((thing, match_path(template, path)?)))
        .min_by_key(|(_, arguments)| arguments.len())
}

/// The arguments that make a path of a template.
fn match_path(template: &str, path: &str) -> Option<Vec<(String, String)>> {
    let templates: Vec<&str> = template.split('/').collect();
    let segments: Vec<&str> = path.split('/').collect();
    if templates.len() != segments.len() {
        return None;
    }
    let mut arguments = Vec::new();
    for (template, segment) in templates.into_iter().zip(segments) {
        match_segment(template, segment, &mut arguments)?;
    }
    Some(arguments)
}

/// Matches `{name}.json` and the like; an argument ends where the text after it begins.
fn match_segment(
    template: &str,
    segment: &str,
    arguments: &mut Vec<(String, String)>,
) -> Option<()> {
    let Some((before, rest)) = template.split_once('{') else {
        return (decode(segment) == template).then_some(());
    };
    let (name, after) = rest.split_once('}')?;
    let segment = segment.strip_prefix(before)?;
    // The text after the last argument ends the segment; between two arguments its first occurrence counts.
    let end = match after.split_once('{') {
        Some((literal, _)) => segment.find(literal)?,
        None => segment.strip_suffix(after)?.len(),
    };
    if end == 0 {
        return None;
    }
    arguments.push((name.to_owned(), decode(&segment[..end])));
    if after.is_empty() { Some(()) } else { match_segment(after, &segment[end..], arguments) }
}

#[cfg(test)]
mod tests {
    use super::match_path;

    #[test]
    fn an_argument_stays_inside_its_segment() {
        let arguments = match_path("/files/{name}", "/files/a%2Fb%3F");
        assert_eq!(arguments, Some(vec![("name".to_owned(), "a/b?".to_owned())]));
        assert_eq!(match_path("/files/{name}", "/files/a/b"), None);
        assert_eq!(match_path("/files/{name}", "/files/"), None);
    }

    #[test]
    fn text_may_stand_around_an_argument() {
        let arguments = match_path("/files/v{major}.{minor}.json", "/files/v1.2.json");
        let expected = [("major", "1"), ("minor", "2")]
            .map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert_eq!(arguments, Some(expected.to_vec()));
        assert_eq!(match_path("/files/{name}.json", "/files/a.yaml"), None);
    }
}
