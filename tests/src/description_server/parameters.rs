//! Whether the parameters of a request are those of the description, with the values of their examples.

use serde_json::Value;

use crate::description::{Location, Operation, Parameter, Style};

use super::received::{Pair, Received, decode_query};

/// One piece of a query as it must be.
enum Expected {
    Text(String),
    /// Several texts in one value.
    Joined(Vec<String>, char),
}

/// Path arguments equal their examples.
pub(super) fn check_path(operation: &Operation, arguments: &[(String, String)]) -> Vec<String> {
    let mut faults = Vec::new();
    for (name, actual) in arguments {
        let Some(parameter) = operation.parameters_in(Location::Path).find(|it| &it.name == name)
        else {
            faults.push(format!("the description has no path parameter `{name}`"));
            continue;
        };
        match joined_example(parameter) {
            Ok(expected) if &expected == actual => {}
            Ok(expected) => {
                faults.push(format!("path argument `{name}` is {actual:?}, not {expected:?}"))
            }
            Err(fault) => faults.push(fault),
        }
    }
    faults
}

/// The query has each parameter with its example, and nothing else.
pub(super) fn check_query(operation: &Operation, mut query: Vec<Pair>) -> Vec<String> {
    let mut faults = Vec::new();
    for parameter in operation.parameters_in(Location::Query) {
        let expected = match expected_pairs(parameter) {
            Ok(expected) => expected,
            Err(fault) => {
                faults.push(fault);
                continue;
            }
        };
        for (name, expected) in expected {
            let Some(index) = query.iter().position(|it| it.name == name) else {
                faults.push(format!("query parameter `{name}` is missing"));
                continue;
            };
            let pair = query.remove(index);
            if !expected.is(&pair) {
                faults.push(format!("query parameter `{name}` is {:?}, not {expected}", pair.raw));
            }
        }
    }
    let extra = |it: Pair| {
        format!(
            "query parameter `{}={}` is not in the description, or there twice",
            it.name, it.raw
        )
    };
    faults.extend(query.into_iter().map(extra));
    faults
}

/// Described headers and cookies are there, with their examples.
pub(super) fn check_headers(operation: &Operation, received: &Received) -> Vec<String> {
    let headers =
        operation.parameters_in(Location::Header).map(|it| (it, received.header(&it.name)));
    let cookies =
        operation.parameters_in(Location::Cookie).map(|it| (it, cookie(received, &it.name)));
    let faults = headers.chain(cookies).filter_map(|(parameter, actual)| {
        let name = &parameter.name;
        match (joined_example(parameter), actual) {
            (Err(fault), _) => Some(fault),
            (Ok(_), None) => Some(format!("header or cookie `{name}` is missing")),
            (Ok(expected), Some(actual)) if expected == actual => None,
            (Ok(expected), Some(actual)) => {
                Some(format!("header or cookie `{name}` is {actual:?}, not {expected:?}"))
            }
        }
    });
    faults.collect()
}

/// The value of a cookie.
pub(super) fn cookie<'r>(received: &'r Received, name: &str) -> Option<&'r str> {
    let cookies = received.header("cookie")?.split(';').filter_map(|it| it.trim().split_once('='));
    cookies.into_iter().find(|(it, _)| *it == name).map(|(_, value)| value)
}

/// A scalar as it stands in a path, a query or a form.
pub(super) fn text(value: &Value) -> String {
    match value {
        Value::String(it) => it.clone(),
        other => other.to_string(),
    }
}

impl Expected {
    fn is(&self, actual: &Pair) -> bool {
        match self {
            Self::Text(text) => &actual.value() == text,
            // The separator may be percent-encoded as long as no item holds it.
            Self::Joined(items, separator) if items.iter().any(|it| it.contains(*separator)) => {
                actual.raw.split(*separator).map(decode_query).eq(items.iter().cloned())
            }
            Self::Joined(items, separator) => actual.value() == items.join(&separator.to_string()),
        }
    }
}

impl std::fmt::Display for Expected {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Text(text) => write!(f, "{text:?}"),
            Self::Joined(items, separator) => write!(f, "{items:?} joined by {separator:?}"),
        }
    }
}

fn example(parameter: &Parameter) -> Result<&Value, String> {
    parameter
        .example
        .as_ref()
        .ok_or_else(|| format!("{} has no example, so it cannot be tested", parameter.place))
}

/// The example as it stands in a path, a header or a cookie.
fn joined_example(parameter: &Parameter) -> Result<String, String> {
    let example = example(parameter)?;
    Ok(match example {
        Value::Array(items) if parameter.style != Style::Json => {
            items.iter().map(text).collect::<Vec<_>>().join(&separator(parameter.style).to_string())
        }
        Value::Object(_) if parameter.style != Style::Json => {
            return Err(format!(
                "{}: objects in paths and headers are not checked yet",
                parameter.place
            ));
        }
        other => text(other),
    })
}

/// What is between the items of a list in one text.
fn separator(style: Style) -> char {
    match style {
        Style::SpaceDelimited => ' ',
        Style::PipeDelimited => '|',
        Style::TabDelimited => '\t',
        Style::Form | Style::Simple | Style::DeepObject | Style::Json => ',',
    }
}

/// What the query must hold for a parameter.
fn expected_pairs(parameter: &Parameter) -> Result<Vec<(String, Expected)>, String> {
    let name = || parameter.name.clone();
    let members = |members: &serde_json::Map<String, Value>| -> Vec<(String, String)> {
        members.iter().map(|(name, value)| (name.clone(), text(value))).collect()
    };
    let separator = separator(parameter.style);
    Ok(match (example(parameter)?, parameter.style) {
        (value, Style::Json) => vec![(name(), Expected::Text(value.to_string()))],
        (Value::Array(items), _) if parameter.explode => {
            items.iter().map(|it| (name(), Expected::Text(text(it)))).collect()
        }
        (Value::Array(items), _) => {
            vec![(name(), Expected::Joined(items.iter().map(text).collect(), separator))]
        }
        (Value::Object(object), Style::DeepObject) => {
            let pair =
                |(member, value)| (format!("{}[{member}]", parameter.name), Expected::Text(value));
            members(object).into_iter().map(pair).collect()
        }
        (Value::Object(object), _) if parameter.explode => members(object)
            .into_iter()
            .map(|(member, value)| (member, Expected::Text(value)))
            .collect(),
        (Value::Object(object), _) => {
            let items =
                members(object).into_iter().flat_map(|(member, value)| [member, value]).collect();
            vec![(name(), Expected::Joined(items, separator))]
        }
        (scalar, _) => vec![(name(), Expected::Text(text(scalar)))],
    })
}
