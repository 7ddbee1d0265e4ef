//! What each operation is called on the handle of its tag.

use std::collections::HashMap;

use crate::diagnostics::Diagnostics;
use crate::model::{Api, Location, Operation};

use super::scope::Scope;
use super::settings::Settings;
use super::words::{singular, snake, words};

/// The name of each operation's method.
///
/// The rule: the words of the operationId, without the words of the tag, without a `ByName` that the arguments say
/// already, and without `get`. What is left of nothing is `list` for a collection and `get` for one thing. A name that
/// is taken in the tag gives way to the whole operationId. The settings have the last word.
pub(super) fn assign(
    api: &Api,
    settings: &mut Settings<'_>,
    diagnostics: &mut Diagnostics,
) -> Vec<String> {
    // Handles can be cloned; a method of that name would hide it.
    let mut scopes: Vec<Scope> = vec![Scope::reserving(&["clone"]); api.groups.len()];
    let config = settings.config;
    let mut res: Vec<Option<String>> = Vec::with_capacity(api.operations.len());
    // Names that were asked for are taken first.
    let mut claimed: HashMap<(usize, String), &str> = HashMap::new();
    for operation in &api.operations {
        let wanted = operation.id.as_ref().and_then(|id| config.methods.get_key_value(id));
        let Some((id, wanted)) = wanted else {
            res.push(None);
            continue;
        };
        let wanted = snake(&words(wanted));
        let first = claimed.entry((operation.group, wanted.clone())).or_insert(id);
        if *first != id {
            let message = format!("`{wanted}` is the method of `{first}` already");
            settings
                .error("methods", id, message, diagnostics)
                .help("give each operation of a tag a name of its own");
        }
        res.push(Some(scopes[operation.group].claim(wanted)));
    }
    for (operation, name) in api.operations.iter().zip(&mut res) {
        if name.is_none() {
            let group = &api.groups[operation.group].name;
            let whole = id_words(operation);
            let candidates = [snake(&short(operation, &whole, &words(group))), snake(&whole)];
            *name = Some(scopes[operation.group].claim_first(&candidates));
        }
    }
    for id in config.methods.keys() {
        if !api.operations.iter().any(|it| it.id.as_deref() == Some(id)) {
            let message = format!("the description has no operation `{id}`");
            settings
                .error("methods", id, message, diagnostics)
                .help("correct the operationId, or remove the line");
        }
    }
    res.into_iter().flatten().collect()
}

/// The words of the operationId; of the method and the path, if there is none.
pub(super) fn id_words(operation: &Operation) -> Vec<String> {
    if let Some(id) = &operation.id {
        return words(id);
    }
    let verb = match operation.method.as_str() {
        "GET" => "get",
        "POST" => "create",
        "PUT" => "set",
        "PATCH" => "update",
        other => other,
    };
    let mut res = words(verb);
    let segments: Vec<&str> = operation.path.split('/').filter(|it| !it.is_empty()).collect();
    for (index, segment) in segments.iter().enumerate().filter(|(_, it)| !it.contains('{')) {
        let mut segment_words = words(segment);
        let one_of_them = segments.get(index + 1).is_some_and(|it| it.contains('{'));
        let makes_one = operation.method == "POST" && index + 1 == segments.len();
        if (one_of_them || makes_one)
            && let Some(last) = segment_words.last_mut()
        {
            *last = singular(last);
        }
        res.extend(segment_words);
    }
    res
}

fn short(operation: &Operation, whole: &[String], group: &[String]) -> Vec<String> {
    let (verb, subject) = match whole {
        [verb, subject @ ..] => (verb.as_str(), without_by(operation, subject)),
        [] => ("get", Vec::new()),
    };
    let (subject, plural) = without(&subject, group);
    let reads = matches!(verb, "get" | "list" | "fetch" | "retrieve" | "find" | "read");
    let one = operation.path.trim_end_matches('/').ends_with('}');
    match (reads, subject.as_slice()) {
        (true, []) if plural && !one => vec!["list".to_owned()],
        (true, []) => vec![if verb == "list" { "list" } else { "get" }.to_owned()],
        (true, subject) if matches!(verb, "get" | "retrieve" | "read") => subject.to_vec(),
        (_, subject) => [&[verb.to_owned()], subject].concat(),
    }
}

/// Cuts off `by` and what follows, if that is what a path argument says.
fn without_by(operation: &Operation, subject: &[String]) -> Vec<String> {
    let Some(at) = subject.iter().rposition(|it| it == "by") else { return subject.to_vec() };
    let after = &subject[at + 1..];
    let said = operation
        .parameters
        .iter()
        .filter(|it| it.location == Location::Path)
        .any(|it| !after.is_empty() && after.iter().all(|word| words(&it.wire).contains(word)));
    if said { subject[..at].to_vec() } else { subject.to_vec() }
}

/// The subject without the words of the tag (in one piece, singular or plural), and whether they were plural there.
fn without(subject: &[String], group: &[String]) -> (Vec<String>, bool) {
    let alike = |left: &String, right: &String| singular(left) == singular(right);
    for start in 0..subject.len() {
        let end = start + group.len();
        if end <= subject.len()
            && subject[start..end].iter().zip(group).all(|(left, right)| alike(left, right))
        {
            let plural = singular(&subject[end - 1]) != subject[end - 1];
            return ([&subject[..start], &subject[end..]].concat(), plural);
        }
    }
    (subject.to_vec(), false)
}
