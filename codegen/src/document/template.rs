//! A path as it can be sent: without a fragment, and with a query only where that is the same in every call.

use super::parameter::{Location, ParameterView, Style};
use crate::diagnostics::Diagnostics;
use crate::source::Place;

/// A path, taken apart.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Template {
    /// What comes before the query.
    path: String,
    /// The parts of the query that hold no parameter.
    fixed: Vec<String>,
    /// The parts of the query that hold one: the key, and the name in braces.
    asked: Vec<(String, String)>,
    /// Names of `{?name,other}`.
    expanded: Vec<String>,
}

impl Template {
    /// Takes the path apart that is written at a place.
    pub(super) fn new(written: &str, place: &Place, diagnostics: &mut Diagnostics) -> Self {
        let mut res = Template::default();
        let mut path = written.to_owned();
        if !path.starts_with('/') {
            diagnostics
                .fault(place, format!("path `{path}` does not begin with `/`"))
                .help("a slash is put in front of it");
            path.insert(0, '/');
        }
        while let Some((before, names, after)) = expansion(&path) {
            res.expanded.extend(names.split(',').map(|it| it.trim_end_matches('*').to_owned()));
            let message = format!("`{{?{names}}}` is read as parameters of the query");
            diagnostics.note(place, message);
            path = format!("{before}{after}");
        }
        if let Some((before, fragment)) = path.split_once('#') {
            diagnostics
                .fault(place, format!("`#{fragment}` of the path is never sent, left out"))
                .help("operations are told apart by path and method");
            path = before.to_owned();
        }
        if let Some((before, query)) = path.split_once('?') {
            diagnostics
                .note(place, "a query in a path")
                .help("describe it with parameters that are `in: query`");
            for part in query.split('&').filter(|it| !it.is_empty()) {
                let (key, value) = part.split_once('=').unwrap_or((part, ""));
                match value.strip_prefix('{').and_then(|it| it.strip_suffix('}')) {
                    Some(name) => res.asked.push((key.to_owned(), name.to_owned())),
                    None => res.fixed.push(part.replace(['{', '}'], "")),
                }
            }
            path = before.to_owned();
        }
        res.path = path;
        res
    }

    /// The path to send, with each parameter where it belongs.
    pub(super) fn fill(
        &self,
        place: &Place,
        parameters: &mut Vec<ParameterView>,
        diagnostics: &mut Diagnostics,
    ) -> String {
        self.ask(place, parameters);
        let path = self.named(parameters, diagnostics);
        match &self.fixed[..] {
            [] => path,
            fixed => format!("{path}?{}", fixed.join("&")),
        }
    }

    /// The path, with the names in braces that its parameters have.
    fn named(&self, parameters: &mut [ParameterView], diagnostics: &mut Diagnostics) -> String {
        let path = variables(&self.path, parameters);
        let mut segments: Vec<String> = path.split('/').map(str::to_owned).collect();
        let is_there = |segments: &[String], name: &str| {
            segments.iter().any(|it| it.contains(&format!("{{{name}}}")))
        };
        let described: Vec<String> = parameters
            .iter()
            .filter(|it| it.location == Location::Path)
            .map(|it| it.name.clone())
            .collect();
        for parameter in parameters.iter_mut().filter(|it| it.location == Location::Path) {
            if is_there(&segments, &parameter.name) {
                continue;
            }
            // `/pets/:petId`, as many servers write it.
            let spelling = format!(":{}", parameter.name);
            if let Some(segment) = segments.iter_mut().find(|it| **it == spelling) {
                *segment = format!("{{{}}}", parameter.name);
                let message = format!("`{spelling}` of the path is read as `{segment}`");
                diagnostics.note(&parameter.place, message);
                continue;
            }
            // `{petID}`, whose parameter is called `petId`.
            let similar = segments.iter().find_map(|segment| {
                let name = segment.strip_prefix('{')?.strip_suffix('}')?;
                let is_free = !described.iter().any(|it| it == name);
                (is_free && name.eq_ignore_ascii_case(&parameter.name)).then(|| name.to_owned())
            });
            if let Some(name) = similar {
                let message = format!("`{}` is read as `{name}`, as in the path", parameter.name);
                diagnostics.note(&parameter.place, message);
                parameter.name = name;
            }
        }
        segments.join("/")
    }

    /// Puts the parameters of the query there.
    fn ask(&self, place: &Place, parameters: &mut Vec<ParameterView>) {
        let expanded = self.expanded.iter().map(|it| (it, it, false));
        let asked = self.asked.iter().map(|(key, name)| (key, name, true));
        for (key, name, is_required) in asked.chain(expanded) {
            let is_there = |it: &ParameterView| {
                it.location == Location::Query && (it.name == *key || it.name == *name)
            };
            if parameters.iter().any(is_there) {
                continue;
            }
            let same = |it: &&mut ParameterView| it.location == Location::Path && it.name == *name;
            let is_in_path = self.path.contains(&format!("{{{name}}}"));
            match parameters.iter_mut().find(same).filter(|_| !is_in_path) {
                Some(parameter) => {
                    parameter.location = Location::Query;
                    parameter.name.clone_from(key);
                    parameter.style = Style::Form;
                }
                None => parameters.push(plain(key, is_required, place)),
            }
        }
    }
}

/// The path with nothing but names in braces: `{name=projects/*}`, `{+name}`, `{name*}` and `{name:[a-z]+}` say more of
/// what stands there. Parameters that may have slashes in them are marked.
fn variables(path: &str, parameters: &mut [ParameterView]) -> String {
    let mut res = String::with_capacity(path.len());
    let mut rest = path;
    while let Some((before, inside, after)) = braces(rest) {
        res.push_str(before);
        let (name, several) = variable(inside);
        let described = |parameters: &[ParameterView], name: &str| {
            parameters.iter().any(|it| it.location == Location::Path && it.name == name)
        };
        let name = if described(parameters, inside) || name.is_empty() { inside } else { name };
        if several {
            let same = |it: &&mut ParameterView| it.location == Location::Path && it.name == name;
            if let Some(parameter) = parameters.iter_mut().find(same) {
                parameter.allow_reserved = true;
            }
        }
        res.push_str(&format!("{{{name}}}"));
        rest = after;
    }
    res.push_str(rest);
    res
}

/// What comes before the next braces, what is in them (other braces included), and what comes after.
fn braces(text: &str) -> Option<(&str, &str, &str)> {
    let open = text.find('{')?;
    let mut depth = 0_usize;
    for (at, it) in text[open..].char_indices() {
        match it {
            '{' => depth += 1,
            '}' if depth == 1 => {
                let close = open + at;
                return Some((&text[..open], &text[open + 1..close], &text[close + 1..]));
            }
            '}' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// The name of a variable, and whether its value may go over several segments.
fn variable(inside: &str) -> (&str, bool) {
    let is_name = |it: &str| {
        !it.is_empty() && it.chars().all(|it| it.is_alphanumeric() || "_-.".contains(it))
    };
    if let Some((name, pattern)) = inside.split_once('=').filter(|(name, _)| is_name(name)) {
        return (name, pattern.contains('/') || pattern.contains("**"));
    }
    if let Some((name, pattern)) = inside.split_once(':').filter(|(name, _)| is_name(name)) {
        return (name, matches!(pattern, ".*" | ".+" | "path" | "*"));
    }
    let bare = inside.trim_start_matches(['+', '*']).trim_end_matches(['*', '+']);
    let bare = bare.strip_prefix("...").or_else(|| bare.strip_suffix("...")).unwrap_or(bare);
    if bare != inside && is_name(bare) { (bare, true) } else { (inside, false) }
}

/// The first `{?name,other}`: what comes before, the names, what comes after.
fn expansion(path: &str) -> Option<(&str, &str, &str)> {
    let at = ["{?", "{&"].iter().filter_map(|it| path.find(it)).min()?;
    let (names, after) = path[at + 2..].split_once('}')?;
    Some((&path[..at], names, after))
}

/// A parameter of which nothing but the name is known.
fn plain(name: &str, required: bool, place: &Place) -> ParameterView {
    ParameterView {
        place: place.clone(),
        name: name.to_owned(),
        location: Location::Query,
        required,
        deprecated: false,
        description: None,
        style: Style::Form,
        explode: true,
        allow_reserved: false,
        allow_empty: false,
        schema: None,
        content: None,
        example: None,
        extensions: indexmap::IndexMap::new(),
    }
}
