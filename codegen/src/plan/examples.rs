//! Calls as a caller would write them, from the examples of the description.

use std::cell::Cell;
use std::collections::BTreeSet;

use serde_json::Value;

use crate::model::{Body, BodyContent, Field, Type};

use super::expression::Expression;
use super::items::{ArgumentKind, Finish, Paging, RustType, SetterStep};
use super::samples::nullable;
use super::{Planner, items::Setter};

/// How many setters the example of a method shows.
pub(super) const SHOWN_SETTERS: usize = 2;

/// Writes calls.
pub(super) struct Sampler<'a> {
    pub planner: &'a Planner<'a>,
    /// Give everything that the operation takes, not only what must be given.
    pub everything: bool,
    /// How many more declared values the present call may hold: required members of required members multiply.
    left: Cell<usize>,
}

/// How many declared values a call of an example may hold.
const MOST_VALUES: usize = 1000;

impl<'a> Sampler<'a> {
    pub(super) fn new(planner: &'a Planner<'a>, everything: bool) -> Self {
        Self { planner, everything, left: Cell::new(MOST_VALUES) }
    }

    /// Whether one more declared value may be shown.
    pub(super) fn spend(&self) -> bool {
        let left = self.left.get();
        self.left.set(left.saturating_sub(1));
        left > 0
    }

    /// The lines of a method's example, in a function that can use `?`, with a `client`.
    pub(super) fn example(
        &self,
        index: usize,
        form: usize,
        body: Option<&Body>,
        finish: &Finish,
        answer: &RustType,
    ) -> Vec<String> {
        let operation = &self.planner.api.operations[index];
        let call = self.call(index, form, body);
        let mut types = BTreeSet::new();
        call.visit_types(&mut |ty| {
            types.insert(ty.to_owned());
        });
        let package = self.planner.config.package.name.replace('-', "_");
        let mut res = Vec::new();
        if call.uses_json() {
            res.push(format!("use {package}::json;"));
        }
        let types: Vec<String> = types.into_iter().collect();
        match types.as_slice() {
            [] => {}
            [only] => res.push(format!("use {package}::types::{only};")),
            several => res.push(format!("use {package}::types::{{{}}};", several.join(", "))),
        }
        if !res.is_empty() {
            res.push(String::new());
        }
        if self.planner.conventions.paged.contains_key(&index) {
            let items = call.method("items", Vec::new());
            res.extend(
                format!("let mut items = {};", items.print("", 0)).lines().map(str::to_owned),
            );
            res.extend(
                [
                    "while let Some(item) = items.next().await {",
                    "    println!(\"{:?}\", item?);",
                    "}",
                ]
                .map(str::to_owned),
            );
            return res;
        }
        let call = format!("{}.await?;", call.print("", 0));
        let (before, after): (String, &[&str]) = match finish {
            Finish::Empty => (String::new(), &[]),
            Finish::Json | Finish::JsonOrText(_) => {
                let name = self.planner.answer_variable(operation, answer);
                res.extend(format!("let {name} = {call}").lines().map(str::to_owned));
                res.push(format!("println!(\"{{{name}:?}}\");"));
                return res;
            }
            Finish::Task { .. } => (
                "let task = ".to_owned(),
                &[
                    "println!(\"{}\", task.id());",
                    "let done = task.wait().await?;",
                    "println!(\"{done:?}\");",
                ],
            ),
            Finish::Polled { .. } => (String::new(), &[]),
            Finish::Download(_) => {
                ("let download = ".to_owned(), &["download.save_to(\"download\").await?;"])
            }
            Finish::Events => (
                "let mut events = ".to_owned(),
                &[
                    "while let Some(event) = events.next().await {",
                    "    println!(\"{:?}\", event?.data);",
                    "}",
                ],
            ),
            Finish::Lines(_) => (
                "let mut lines = ".to_owned(),
                &[
                    "while let Some(value) = lines.next().await {",
                    "    println!(\"{:?}\", value?);",
                    "}",
                ],
            ),
            Finish::Choice(_) => ("let answer = ".to_owned(), &["println!(\"{answer:?}\");"]),
        };
        res.extend(format!("{before}{call}").lines().map(str::to_owned));
        res.extend(after.iter().map(|it| (*it).to_owned()));
        res
    }

    /// The call up to the point where it would be awaited.
    pub(super) fn call(&self, index: usize, form: usize, body: Option<&Body>) -> Expression {
        self.left.set(MOST_VALUES);
        let planner = self.planner;
        let operation = &planner.api.operations[index];
        let names = &planner.names.operations[index].methods[form];
        let group = &planner.names.groups[operation.group];
        let taken = planner.taken(index, form, body);
        let values = Values { sampler: self, operation: index, form, body };
        let arguments =
            taken.arguments.iter().map(|it| values.argument(&it.name, &it.kind)).collect();
        let mut call = Expression::variable("client")
            .method(&group.function, Vec::new())
            .method(&names.method, arguments);
        let shown = if self.everything { usize::MAX } else { SHOWN_SETTERS };
        let paging =
            planner.conventions.paged.get(&index).map(|it| &planner.conventions.paging[it.rule]);
        // `items` asks for the pages; which one is meant needs no line.
        let is_shown = |setter: &&Setter| {
            let is_of_paging = |paging: &Paging| match &setter.step {
                SetterStep::Query { wire } => {
                    wire == paging.kind.parameter() || Some(wire) == paging.size_parameter.as_ref()
                }
                _ => false,
            };
            self.everything || (!setter.deprecated && !paging.is_some_and(is_of_paging))
        };
        for setter in taken.setters.iter().filter(is_shown).take(shown) {
            if let Some((name, argument)) = values.setter(setter) {
                call = call.method(&name, argument);
            }
        }
        call
    }
}

/// Where the values of one call come from.
struct Values<'a> {
    sampler: &'a Sampler<'a>,
    operation: usize,
    form: usize,
    body: Option<&'a Body>,
}

impl Values<'_> {
    fn argument(&self, name: &str, kind: &ArgumentKind) -> Expression {
        let Some((ty, example, wire)) = self.source(name) else {
            return self.whole_body(kind);
        };
        if ty.is_nullable()
            && matches!(example, Some(Value::Null))
            && matches!(kind, ArgumentKind::Nullable(_))
        {
            return Expression::None;
        }
        let value = self.sampler.value(&ty, example.as_ref(), &wire, 0);
        match kind {
            ArgumentKind::Reference(_) => Expression::Reference(Box::new(value)),
            ArgumentKind::Nullable(ty) => nullable(ty, value),
            ArgumentKind::Str
            | ArgumentKind::Value(_)
            | ArgumentKind::Into(_)
            | ArgumentKind::Items(_)
            | ArgumentKind::Entries(_)
            | ArgumentKind::Upload
            | ArgumentKind::Uploads => value,
        }
    }

    /// The setter to call and its argument; `None` if there is nothing to show.
    fn setter(&self, setter: &Setter) -> Option<(String, Vec<Expression>)> {
        let is_raw = matches!(setter.step, SetterStep::RawBody { .. });
        if is_raw && !self.sampler.everything && self.body.is_none_or(|it| it.example.is_none()) {
            return None;
        }
        if let Some((_, example, _)) = self.source(&setter.name) {
            // What the description gives no value for is not worth a line of an example.
            match (&example, &setter.clear) {
                (Some(Value::Null), Some(clear)) => return Some((clear.clone(), Vec::new())),
                (None | Some(Value::Null), _) => return None,
                (Some(_), _) => {}
            }
        }
        Some((setter.name.clone(), vec![self.argument(&setter.name, &setter.argument.kind)]))
    }

    fn whole_body(&self, kind: &ArgumentKind) -> Expression {
        let Some(body) = self.body else { return Expression::None };
        let example = body.example.as_ref();
        let value = match &body.content {
            BodyContent::Value { ty, .. } => self.sampler.value(ty, example, "body", 0),
            BodyContent::Raw => match example {
                Some(Value::String(text)) => Expression::Text(text.clone()),
                _ => Expression::Text("content".to_owned()),
            },
            BodyContent::Members(_) | BodyContent::Form(_) | BodyContent::Multipart(_) => {
                Expression::None
            }
        };
        match kind {
            ArgumentKind::Reference(_) => Expression::Reference(Box::new(value)),
            ArgumentKind::Nullable(_) if matches!(example, Some(Value::Null)) => Expression::None,
            ArgumentKind::Nullable(ty) => nullable(ty, value),
            ArgumentKind::Str
            | ArgumentKind::Value(_)
            | ArgumentKind::Into(_)
            | ArgumentKind::Items(_)
            | ArgumentKind::Entries(_)
            | ArgumentKind::Upload
            | ArgumentKind::Uploads => value,
        }
    }

    /// Type, example and wire name of what an argument stands for; `None` for a whole body.
    fn source(&self, name: &str) -> Option<(Type, Option<Value>, String)> {
        let planner = self.sampler.planner;
        let operation = &planner.api.operations[self.operation];
        let names = &planner.names.operations[self.operation].methods[self.form];
        if let Some(at) = names.parameters.iter().position(|it| it == name) {
            let parameter = &operation.parameters[at];
            return Some((parameter.ty.clone(), parameter.example.clone(), parameter.wire.clone()));
        }
        let at = names.members.iter().position(|it| it == name)?;
        let body = self.body?;
        let fields: &[Field] = match &body.content {
            BodyContent::Members(fields)
            | BodyContent::Form(fields)
            | BodyContent::Multipart(fields) => fields,
            BodyContent::Value { .. } | BodyContent::Raw => &[],
        };
        let field = fields.get(at)?;
        let example = match &body.example {
            Some(whole) => whole.get(&field.wire).cloned(),
            None => field.example.clone(),
        };
        Some((field.ty.clone(), example, field.wire.clone()))
    }
}
