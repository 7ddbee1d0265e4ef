//! Lists that come in pages.

use crate::config::PageRule;
use crate::model::{
    Answer, Conventions, Location, Operation, Paged, Paging, PagingKind, Parameter, Type,
};

use super::fits::object;
use super::{Checker, name};

impl Checker<'_> {
    pub(super) fn pages(&mut self, conventions: &mut Conventions) {
        let config = self.config;
        for (number, rule) in config.pages.iter().enumerate() {
            let index = number.to_string();
            let keys = ["pages", index.as_str()];
            let Some(paging) = self.paging(&keys, rule) else { continue };
            let names = [Some(paging.kind.parameter()), paging.size_parameter.as_deref()];
            let names: Vec<&str> = names.into_iter().flatten().collect();
            let has_them = |operation: &Operation| {
                operation.method == "GET"
                    && names.iter().all(|it| parameter(operation, it).is_some())
            };
            let except = self.exceptions(&keys, &rule.except, &has_them);
            let mut found = false;
            for (index, operation) in self.api.operations.iter().enumerate() {
                if has_them(operation) && !except.contains(&index) {
                    found = true;
                    if let Some(item) = self.item(&keys, &paging, index)
                        && self.parameters_fit(&keys, &paging, index)
                    {
                        let rule = conventions.paging.len();
                        conventions.paged.entry(index).or_insert(Paged { rule, item });
                    }
                }
            }
            if !found {
                let what = match names.as_slice() {
                    [one] => format!("parameter `{one}`"),
                    several => format!("parameters `{}`", several.join("` and `")),
                };
                self.error(&keys, format!("no `GET` operation has the query {what}"))
                    .help("write the parameters as the description does, or remove the rule");
            }
            conventions.paging.push(paging);
        }
    }

    /// The rule, if it says one thing.
    fn paging(&mut self, keys: &[&str], rule: &PageRule) -> Option<Paging> {
        let kind = match (&rule.page, &rule.offset, &rule.cursor) {
            (Some(page), None, None) => {
                PagingKind::Number { parameter: page.clone(), first: rule.first.unwrap_or(1) }
            }
            (None, Some(offset), None) => PagingKind::Offset { parameter: offset.clone() },
            (None, None, Some(cursor)) => match &rule.next {
                Some(next) => PagingKind::Cursor { parameter: cursor.clone(), next: next.clone() },
                None => {
                    self.error(keys, "a rule with `cursor` needs `next`".to_owned())
                        .help("`next` names the member of the answer that has the next cursor");
                    return None;
                }
            },
            _ => {
                self.error(keys, "a rule needs one of `page`, `offset` and `cursor`".to_owned())
                    .help("it names the query parameter that says which page is meant");
                return None;
            }
        };
        let stray = [
            ("first", rule.first.is_some() && !matches!(kind, PagingKind::Number { .. }), "page"),
            ("next", rule.next.is_some() && !matches!(kind, PagingKind::Cursor { .. }), "cursor"),
            ("size", rule.size.is_some() && rule.per_page.is_none(), "per_page"),
        ];
        for (key, _, with) in stray.iter().filter(|(_, is, _)| *is) {
            self.error(&[keys, &[key]].concat(), format!("`{key}` goes with `{with}` only"));
        }
        Some(Paging {
            kind,
            size_parameter: rule.per_page.clone(),
            size: rule.size,
            total: rule.total.clone(),
            items: rule.items.clone(),
        })
    }

    /// What the list of an operation holds.
    fn item(&mut self, keys: &[&str], paging: &Paging, index: usize) -> Option<Type> {
        let operation = &self.api.operations[index];
        let list = match (&operation.answer, &paging.items) {
            (Answer::Json { ty, .. }, None) => Some(ty),
            (Answer::Json { ty, unwrap: None, .. }, Some(items)) => object(self.api, ty)
                .and_then(|it| it.fields.iter().find(|it| it.wire == *items))
                .map(|it| &it.ty),
            (_, _) => None,
        };
        if let Some(Type::List(item)) = list.map(Type::plain) {
            return Some((**item).clone());
        }
        let what = match &paging.items {
            Some(items) => format!("has no list in the member `{items}` of its answer"),
            None => "does not answer a list".to_owned(),
        };
        self.does_not_fit(keys, index, &what);
        None
    }

    /// Whether the parameters are what a rule can set.
    fn parameters_fit(&mut self, keys: &[&str], paging: &Paging, index: usize) -> bool {
        let operation = &self.api.operations[index];
        let is_cursor = matches!(paging.kind, PagingKind::Cursor { .. });
        let names = [Some(paging.kind.parameter()), paging.size_parameter.as_deref()];
        for (position, wire) in names.into_iter().enumerate() {
            let Some(wire) = wire else { continue };
            let Some(parameter) = parameter(operation, wire) else { continue };
            let is_text = matches!(parameter.ty, Type::Text | Type::Id);
            let is_integer = matches!(parameter.ty, Type::Integer | Type::Unsigned);
            let fault = if parameter.required {
                "is required"
            } else if is_cursor && position == 0 && !is_text && !is_integer {
                "is neither text nor an integer"
            } else if !(is_integer || is_cursor && position == 0) {
                "is no integer"
            } else {
                let maximum = parameter.maximum.unwrap_or(f64::INFINITY);
                if let Some(size) =
                    paging.size.filter(|it| position == 1 && f64::from(*it) > maximum)
                {
                    let place = parameter.place.clone();
                    let message = format!(
                        "pages of {size} items are too large for {}: `{wire}` is at most {maximum}",
                        name(operation)
                    );
                    let error = self.error(&[keys, &["size"]].concat(), message);
                    if let Some(place) = place {
                        error.related(&place, "the parameter");
                    }
                    return false;
                }
                continue;
            };
            self.does_not_fit(keys, index, &format!("has a parameter `{wire}` that {fault}"));
            return false;
        }
        true
    }

    fn does_not_fit(&mut self, keys: &[&str], index: usize, what: &str) {
        let operation = &self.api.operations[index];
        let id = operation.id.clone().unwrap_or_default();
        self.error(keys, format!("{} looks like pages, but {what}", name(operation)))
            .related(&operation.place, "the operation")
            .help(format!("correct the description, or add `except = [\"{id}\"]` to the rule"));
    }
}

/// A query parameter of an operation.
fn parameter<'a>(operation: &'a Operation, wire: &str) -> Option<&'a Parameter> {
    operation.parameters.iter().find(|it| it.location == Location::Query && it.wire == wire)
}
