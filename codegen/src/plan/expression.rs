//! A piece of an example: a Rust expression that can be printed.

use serde_json::Value;

/// How wide a line of an example may be.
const WIDTH: usize = 90;

const VEC: &str = "vec!";
const MAP: &str = "std::collections::BTreeMap::from";

/// An expression of an example.
#[derive(Clone, Debug)]
pub(crate) enum Expression {
    Bool(bool),
    Integer(i128),
    Number(f64),
    Text(String),
    /// `json!(…)`
    Json(Value),
    /// A variable.
    Variable(String),
    /// `Type::Variant`, of this crate's types.
    Variant {
        ty: String,
        variant: String,
    },
    /// `Type::function(…)`, of this crate's types.
    Associated {
        ty: String,
        function: String,
        arguments: Vec<Expression>,
    },
    /// `Type { field: …, … }`, of this crate's types.
    Record {
        ty: String,
        fields: Vec<(String, Expression)>,
    },
    /// `receiver.method(…)`
    Method {
        receiver: Box<Expression>,
        method: String,
        arguments: Vec<Expression>,
    },
    List(Vec<Expression>),
    /// A list where nothing says what becomes of it: `vec![…]`
    Vector(Vec<Expression>),
    /// The same of a map, from its pairs.
    Map(Vec<Expression>),
    /// An empty list of things of this type (as it is printed), which the place does not say.
    EmptyList(&'static str),
    Tuple(Vec<Expression>),
    Reference(Box<Expression>),
    None,
    /// Where a value of this type would contain itself without end.
    Endless(String),
    Some(Box<Expression>),
    Boxed(Box<Expression>),
}

impl Expression {
    pub(super) fn variable(name: &str) -> Self {
        Expression::Variable(name.to_owned())
    }

    pub(super) fn method(self, method: &str, arguments: Vec<Expression>) -> Self {
        Expression::Method { receiver: Box::new(self), method: method.to_owned(), arguments }
    }

    /// Names of the declared types that the expression mentions.
    pub(super) fn visit_types(&self, visit: &mut dyn FnMut(&str)) {
        match self {
            Expression::Variant { ty, .. }
            | Expression::Endless(ty)
            | Expression::Associated { ty, .. }
            | Expression::Record { ty, .. } => visit(ty),
            _ => {}
        }
        self.parts().into_iter().for_each(|it| it.visit_types(visit));
    }

    pub(super) fn uses_json(&self) -> bool {
        matches!(self, Expression::Json(_)) || self.parts().into_iter().any(Self::uses_json)
    }

    /// Whether a struct with named fields is in it, which has a line for each field.
    fn has_record(&self) -> bool {
        matches!(self, Expression::Record { .. }) || self.parts().into_iter().any(Self::has_record)
    }

    /// The expressions that it is made of.
    fn parts(&self) -> Vec<&Expression> {
        match self {
            Expression::Associated { arguments, .. } => arguments.iter().collect(),
            Expression::Record { fields, .. } => fields.iter().map(|(_, value)| value).collect(),
            Expression::Method { receiver, arguments, .. } => {
                std::iter::once(&**receiver).chain(arguments).collect()
            }
            Expression::List(items)
            | Expression::Vector(items)
            | Expression::Map(items)
            | Expression::Tuple(items) => items.iter().collect(),
            Expression::Reference(inner) | Expression::Boxed(inner) | Expression::Some(inner) => {
                vec![inner]
            }
            Expression::Bool(_)
            | Expression::Integer(_)
            | Expression::Number(_)
            | Expression::Text(_)
            | Expression::Json(_)
            | Expression::Variable(_)
            | Expression::Variant { .. }
            | Expression::EmptyList(_)
            | Expression::Endless(_)
            | Expression::None => Vec::new(),
        }
    }

    /// The expression as source text. `types` stands before the name of a type; lines after the first are indented.
    pub(crate) fn print(&self, types: &str, indent: usize) -> String {
        let flat = self.flat(types);
        if flat.len() + indent <= WIDTH && !self.has_record() {
            return flat;
        }
        let inner = indent + 4;
        match self {
            Expression::Method { .. } => {
                let (base, links) = self.chain();
                let mut res = base.print(types, indent);
                // Behind a bracket that closes at the left, the calls stand at the left too.
                let inner = if res.contains('\n') { indent } else { inner };
                let pad = " ".repeat(inner);
                for (method, arguments) in links {
                    res.push_str(&format!("\n{pad}.{method}"));
                    res.push_str(&parenthesised(
                        '(',
                        arguments,
                        ')',
                        types,
                        inner,
                        method.len() + 1,
                    ));
                }
                res
            }
            Expression::Associated { ty, function, arguments } => {
                let head = format!("{types}{ty}::{function}");
                let tail = parenthesised('(', arguments, ')', types, indent, head.len());
                format!("{head}{tail}")
            }
            Expression::Record { ty, fields } => {
                let pad = " ".repeat(inner);
                let line = |(name, value): &(String, Expression)| {
                    format!("{pad}{name}: {},\n", value.print(types, inner))
                };
                let lines: String = fields.iter().map(line).collect();
                format!("{types}{ty} {{\n{lines}{}}}", " ".repeat(indent))
            }
            Expression::List(items) => parenthesised('[', items, ']', types, indent, 0),
            Expression::Vector(items) => {
                format!("{VEC}{}", parenthesised('[', items, ']', types, indent, VEC.len()))
            }
            Expression::Map(items) => {
                let pairs = parenthesised('[', items, ']', types, indent, MAP.len() + 1);
                format!("{MAP}({pairs})")
            }
            Expression::Tuple(items) => parenthesised('(', items, ')', types, indent, 0),
            Expression::Reference(inner) => format!("&{}", inner.print(types, indent)),
            Expression::Boxed(inner) => format!("Box::new({})", inner.print(types, indent)),
            Expression::Some(inner) => format!("Some({})", inner.print(types, indent)),
            Expression::Json(value) => format!("json!({})", json(value, Some(indent))),
            Expression::Bool(_)
            | Expression::Integer(_)
            | Expression::Number(_)
            | Expression::Text(_)
            | Expression::Variable(_)
            | Expression::Variant { .. }
            | Expression::EmptyList(_)
            | Expression::Endless(_)
            | Expression::None => flat,
        }
    }

    /// The chain of method calls that the expression is, and what it begins with.
    fn chain(&self) -> (&Expression, Vec<(&str, &[Expression])>) {
        let mut links = Vec::new();
        let mut at = self;
        while let Expression::Method { receiver, method, arguments } = at {
            links.push((method.as_str(), arguments.as_slice()));
            at = receiver;
        }
        links.reverse();
        (at, links)
    }

    /// Whether it is a struct with named fields, or nothing but brackets around one.
    fn ends_in_record(&self) -> bool {
        match self {
            Expression::Record { .. } => true,
            Expression::Reference(inner) | Expression::Boxed(inner) | Expression::Some(inner) => {
                inner.ends_in_record()
            }
            Expression::Associated { arguments, .. } => {
                matches!(arguments.as_slice(), [only] if only.ends_in_record())
            }
            _ => false,
        }
    }

    fn flat(&self, types: &str) -> String {
        let list = |items: &[Expression]| {
            items.iter().map(|it| it.flat(types)).collect::<Vec<_>>().join(", ")
        };
        match self {
            Expression::Bool(value) => value.to_string(),
            Expression::Integer(value) => value.to_string(),
            Expression::Number(value) => format!("{value:?}"),
            Expression::Text(text) => literal(text),
            Expression::Json(value) => format!("json!({})", json(value, None)),
            Expression::Variable(name) => name.clone(),
            Expression::Variant { ty, variant } => format!("{types}{ty}::{variant}"),
            Expression::Associated { ty, function, arguments } => {
                format!("{types}{ty}::{function}({})", list(arguments))
            }
            Expression::Record { ty, fields } => {
                let field =
                    |(name, value): &(String, Expression)| format!("{name}: {}", value.flat(types));
                let fields: Vec<String> = fields.iter().map(field).collect();
                format!("{types}{ty} {{ {} }}", fields.join(", "))
            }
            Expression::Method { receiver, method, arguments } => {
                format!("{}.{method}({})", receiver.flat(types), list(arguments))
            }
            Expression::List(items) => format!("[{}]", list(items)),
            Expression::Vector(items) => format!("{VEC}[{}]", list(items)),
            Expression::Map(items) => format!("{MAP}([{}])", list(items)),
            Expression::EmptyList(ty) => format!("Vec::<{ty}>::new()"),
            Expression::Tuple(items) => format!("({})", list(items)),
            Expression::Reference(inner) => format!("&{}", inner.flat(types)),
            Expression::Boxed(inner) => format!("Box::new({})", inner.flat(types)),
            Expression::Some(inner) => format!("Some({})", inner.flat(types)),
            Expression::None => "None".to_owned(),
            Expression::Endless(ty) => {
                format!("None::<{types}{ty}>.expect(\"a value that does not contain itself\")")
            }
        }
    }
}

/// Arguments or elements between brackets, on one line if they fit behind what stands before them.
fn parenthesised(
    open: char,
    items: &[Expression],
    close: char,
    types: &str,
    indent: usize,
    before: usize,
) -> String {
    if let [only] = items
        && only.ends_in_record()
    {
        let hugged = format!("{open}{}{close}", only.print(types, indent));
        let first_line = hugged.lines().next().unwrap_or_default();
        if indent + before + first_line.len() <= WIDTH {
            return hugged;
        }
    }
    let has_record = items.iter().any(Expression::has_record);
    let flat: Vec<String> = items.iter().map(|it| it.flat(types)).collect();
    let flat = format!("{open}{}{close}", flat.join(", "));
    if !has_record && indent + before + flat.len() <= WIDTH {
        return flat;
    }
    let pad = " ".repeat(indent + 4);
    let lines: Vec<String> =
        items.iter().map(|it| format!("{pad}{},\n", it.print(types, indent + 4))).collect();
    format!("{open}\n{}{}{close}", lines.concat(), " ".repeat(indent))
}

/// A string literal. It stays on its line, so that it can stand in documentation.
fn literal(text: &str) -> String {
    let mut res = String::from("\"");
    for it in text.chars() {
        match it {
            '"' => res.push_str("\\\""),
            '\\' => res.push_str("\\\\"),
            '\n' => res.push_str("\\n"),
            '\r' => res.push_str("\\r"),
            '\t' => res.push_str("\\t"),
            other
                if other.is_control()
                    || ('\u{2028}'..='\u{202e}').contains(&other)
                    || ('\u{2066}'..='\u{2069}').contains(&other) =>
            {
                res.push_str(&format!("\\u{{{:x}}}", other as u32));
            }
            other => res.push(other),
        }
    }
    res.push('"');
    res
}

/// A JSON value as the macro `json!` takes it, on several lines if an indent is given.
fn json(value: &Value, indent: Option<usize>) -> String {
    let inner = indent.map(|it| it + 4);
    let (items, open, close): (Vec<String>, char, char) = match value {
        Value::Null => return "null".to_owned(),
        Value::Bool(value) => return value.to_string(),
        Value::Number(number) => {
            let small = number.as_i64().is_some_and(|it| i32::try_from(it).is_ok());
            return match (number.as_i64(), number.as_u64()) {
                (Some(_), _) if small => number.to_string(),
                (Some(value), _) => format!("{value}_i64"),
                (None, Some(value)) => format!("{value}_u64"),
                (None, None) => {
                    number.as_f64().map_or_else(|| "0.0".to_owned(), |it| format!("{it:?}_f64"))
                }
            };
        }
        Value::String(text) => return literal(text),
        Value::Array(items) => (items.iter().map(|it| json(it, inner)).collect(), '[', ']'),
        Value::Object(members) => (
            members
                .iter()
                .map(|(key, it)| format!("{}: {}", literal(key), json(it, inner)))
                .collect(),
            '{',
            '}',
        ),
    };
    match indent {
        Some(indent) if !items.is_empty() => {
            let pad = " ".repeat(indent + 4);
            let lines: Vec<String> = items.iter().map(|it| format!("{pad}{it}")).collect();
            format!("{open}\n{}\n{}{close}", lines.join(",\n"), " ".repeat(indent))
        }
        _ => format!("{open}{}{close}", items.join(", ")),
    }
}
