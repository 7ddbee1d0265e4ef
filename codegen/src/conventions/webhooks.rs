//! How a received webhook is told from the others: by a header, by a property of its body, or by both.
//!
//! What the description says decides, unless the settings name the header or the property: values that a schema lists
//! (`enum`, `const`), and examples where the name says that it is about the kind of event.

use std::collections::{BTreeMap, BTreeSet};

use crate::config::WebhookRule;
use crate::diagnostics::Diagnostics;
use crate::model::{Api, Field, Mark, Payload, Recognition, Shape, Type, Webhook};

use super::Checker;

/// The words by which names of headers and properties say that they name the event.
const TELLING: &[&str] = &["event", "type", "topic", "action", "kind"];

/// Something with more values than that describes an event and does not name it.
const MOST_VALUES: usize = 32;

/// How many headers, and how many properties, are tried.
const MOST_TRIED: usize = 8;

/// The values that each header or property has, by webhook.
type Values = BTreeMap<String, ByWebhook>;

type ByWebhook = BTreeMap<usize, Vec<String>>;

/// How the webhooks are recognised: by what the settings name, else by what the description lists, else by its
/// examples.
pub(super) fn recognition(api: &Api, rule: Option<&WebhookRule>) -> Recognition {
    let events: Vec<usize> = api.events().map(|(index, _)| index).collect();
    if let Some(rule) = rule.filter(|it| it.header.is_some() || it.property.is_some()) {
        let headers = named(api, rule, rule.header.as_deref(), Of::Header);
        let properties = named(api, rule, rule.property.as_deref(), Of::Property);
        let header = rule.header.as_ref().map(|it| it.to_ascii_lowercase());
        return marks(&events, (header, &headers), (rule.property.clone(), &properties));
    }
    let listed = best(&events, &headers(api, events.len() > 1), &properties(api, false));
    match (events.as_slice(), listed.marks.is_empty()) {
        ([only], true) => {
            // There is no other that it could be.
            let mark = Mark { header: None, property: None, webhook: *only };
            Recognition { marks: vec![mark], ..Recognition::default() }
        }
        (_, false) | ([], true) => listed,
        (_, true) => {
            let by_example = best(&events, &Values::new(), &properties(api, true));
            // Some examples are of one of many values; together they are names.
            if by_example.unrecognised.is_empty() { by_example } else { listed }
        }
    }
}

/// Says which webhooks the receiver has to tell apart.
pub(super) fn note_unrecognised(api: &Api, found: &Recognition, diagnostics: &mut Diagnostics) {
    let Some(first) = found.unrecognised.first() else { return };
    let webhook = &api.webhooks[*first];
    let message = match found.unrecognised.len() {
        1 => format!("nothing tells the webhook `{}` from others", webhook.name),
        n => format!("nothing tells {n} webhooks from others, from `{}` on", webhook.name),
    };
    diagnostics.note(&webhook.place, message).help(
        "name the header or the property that does under `[webhooks]` in the client.toml; until then, the caller \
         says which of them it expects",
    );
}

/// The header or the property by which most webhooks are recognised, or both if that recognises more.
fn best(events: &[usize], headers: &Values, properties: &Values) -> Recognition {
    let alone = |values: &Values, is_header: bool| -> Vec<Recognition> {
        let named = |name: String| {
            let of = &values[&name];
            let (name, nothing) = (Some(name), ByWebhook::new());
            match is_header {
                true => marks(events, (name, of), (None, &nothing)),
                false => marks(events, (None, &nothing), (name, of)),
            }
        };
        worth_a_try(events, values).into_iter().map(named).collect()
    };
    let by_header = alone(headers, true);
    let by_property = alone(properties, false);
    // A header whose values several webhooks share may leave the rest to a property.
    let spread = |it: &&Recognition| {
        let name = it.header.as_ref().and_then(|it| headers.get(it));
        name.map_or(0, |of| of.values().flatten().collect::<BTreeSet<_>>().len())
    };
    let header = first_best(by_header.iter(), |it| (it.n_recognised(events.len()), spread(it)));
    let header = header.and_then(|it| it.header.clone());
    let both = header.into_iter().flat_map(|header| {
        let pair = |property: String| {
            let of_property = &properties[&property];
            marks(events, (Some(header.clone()), &headers[&header]), (Some(property), of_property))
        };
        worth_a_try(events, properties).into_iter().map(pair).collect::<Vec<_>>()
    });
    let all: Vec<Recognition> = by_header.iter().cloned().chain(by_property).chain(both).collect();
    let found = first_best(all.iter(), |it| it.n_recognised(events.len()));
    match found.filter(|it| it.n_recognised(events.len()) > 0) {
        Some(found) => found.clone(),
        None => Recognition { unrecognised: events.to_vec(), ..Recognition::default() },
    }
}

/// The first of those that are best.
fn first_best<'a, K: Ord>(
    all: impl DoubleEndedIterator<Item = &'a Recognition>,
    key: impl Fn(&&'a Recognition) -> K,
) -> Option<&'a Recognition> {
    all.rev().max_by_key(key)
}

/// The names that may tell webhooks apart, the best first.
fn worth_a_try(events: &[usize], values: &Values) -> Vec<String> {
    let mut names: Vec<&String> = values.keys().collect();
    // A property that few describe is one that others have without saying so.
    names.retain(|name| is_telling(name) || values[*name].len() * 2 >= events.len());
    names.sort_by_key(|name| {
        (std::cmp::Reverse(values[*name].len()), !is_telling(name), name.len(), (*name).clone())
    });
    names.into_iter().take(MOST_TRIED).cloned().collect()
}

/// What stands for one webhook alone. A value that several have stands for none of them.
fn marks(
    events: &[usize],
    (header, headers): (Option<String>, &ByWebhook),
    (property, properties): (Option<String>, &ByWebhook),
) -> Recognition {
    let mut found: BTreeMap<(Option<&String>, Option<&String>), Vec<usize>> = BTreeMap::new();
    let mut unrecognised: BTreeSet<usize> = BTreeSet::new();
    for event in events {
        let (of_header, of_property) = (headers.get(event), properties.get(event));
        if of_header.is_none() && of_property.is_none() {
            unrecognised.insert(*event);
            continue;
        }
        for first in any(of_header) {
            for second in any(of_property) {
                found.entry((first, second)).or_default().push(*event);
            }
        }
    }
    let mut marks = Vec::new();
    for ((header, property), events) in found {
        match events.as_slice() {
            [webhook] => marks.push(Mark {
                header: header.cloned(),
                property: property.cloned(),
                webhook: *webhook,
            }),
            several => unrecognised.extend(several),
        }
    }
    // What says more comes first.
    marks.sort_by_key(|it| {
        let (header, property) = (it.header.is_none(), it.property.is_none());
        (usize::from(header) + usize::from(property), header, it.webhook)
    });
    Recognition { header, property, marks, unrecognised: unrecognised.into_iter().collect() }
}

/// The values, or one that stands for any.
fn any(values: Option<&Vec<String>>) -> Vec<Option<&String>> {
    values.map_or(vec![None], |it| it.iter().map(Some).collect())
}

fn is_telling(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    TELLING.iter().any(|it| name.contains(it))
}

fn headers(api: &Api, by_example: bool) -> Values {
    let mut res = Values::new();
    for (index, webhook) in api.events() {
        for header in &webhook.headers {
            let name = header.name.to_ascii_lowercase();
            let values = header_values(webhook, &name, by_example && is_telling(&name));
            if let Some(values) = values.filter(|it| it.len() <= MOST_VALUES) {
                res.entry(name).or_default().insert(index, values);
            }
        }
    }
    res
}

fn header_values(webhook: &Webhook, name: &str, by_example: bool) -> Option<Vec<String>> {
    let header = webhook.headers.iter().find(|it| it.name.eq_ignore_ascii_case(name))?;
    let example = || header.example.clone().filter(|_| by_example).into_iter().collect();
    let values = if header.values.is_empty() { example() } else { header.values.clone() };
    (!values.is_empty()).then_some(values)
}

fn properties(api: &Api, by_example: bool) -> Values {
    let mut res = Values::new();
    for (index, webhook) in api.events() {
        let Payload::Value(ty) = &webhook.payload else { continue };
        for name in property_names(api, ty, 0) {
            let by_example = by_example && is_telling(name);
            let values = property_values(api, ty, &[name], by_example, 0);
            if let Some(values) = values.filter(|it| it.len() <= MOST_VALUES) {
                res.entry(name.to_owned()).or_default().insert(index, values);
            }
        }
    }
    res
}

/// How many unions are looked into that are in one another.
const DEEPEST: usize = 4;

fn property_names<'a>(api: &'a Api, ty: &'a Type, depth: usize) -> BTreeSet<&'a str> {
    let Type::Declared(id) = ty.non_null() else { return BTreeSet::new() };
    match &api.type_def(*id).shape {
        Shape::Object(object) => object.fields.iter().map(|it| it.wire.as_str()).collect(),
        Shape::Union(union) if depth < DEEPEST => {
            let own = union.discriminator.as_deref();
            let branches = union.branches.iter();
            let names = branches.flat_map(|it| property_names(api, &it.ty, depth + 1));
            names.chain(own).collect()
        }
        Shape::Union(_) | Shape::Enum(_) => BTreeSet::new(),
    }
}

/// The values that a property can have in every value of the type, if they are listed.
fn property_values(
    api: &Api,
    ty: &Type,
    path: &[&str],
    by_example: bool,
    depth: usize,
) -> Option<Vec<String>> {
    let (Type::Declared(id), [name, rest @ ..]) = (ty.non_null(), path) else { return None };
    match &api.type_def(*id).shape {
        Shape::Object(object) => {
            let field = object.fields.iter().find(|it| it.wire == *name)?;
            match rest {
                [] => field_values(api, field, by_example),
                rest => property_values(api, &field.ty, rest, by_example, depth),
            }
        }
        Shape::Union(union) if depth < DEEPEST && !union.branches.is_empty() => {
            let tags = union.branches.iter().flat_map(|it| it.tags.clone());
            let tags: Vec<String> = tags.collect();
            if rest.is_empty() && union.discriminator.as_deref() == Some(name) && !tags.is_empty() {
                return Some(unique(tags));
            }
            let of_branch = |ty: &Type| property_values(api, ty, path, by_example, depth + 1);
            let all: Option<Vec<_>> = union.branches.iter().map(|it| of_branch(&it.ty)).collect();
            Some(unique(all?.into_iter().flatten().collect()))
        }
        Shape::Union(_) | Shape::Enum(_) => None,
    }
}

fn field_values(api: &Api, field: &Field, by_example: bool) -> Option<Vec<String>> {
    if let Some(constant) = &field.constant {
        return constant.as_str().map(|it| vec![it.to_owned()]);
    }
    if let Type::Declared(id) = field.ty.plain()
        && let Shape::Enum(values) = &api.type_def(*id).shape
    {
        return Some(unique(values.iter().map(|it| it.wire.clone()).collect()));
    }
    let is_text = matches!(field.ty.plain(), Type::Text | Type::Id);
    let example = field.example.as_ref().filter(|_| by_example && is_text)?;
    example.as_str().map(|it| vec![it.to_owned()])
}

fn unique(values: Vec<String>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    values.into_iter().filter(|it| seen.insert(it.clone())).collect()
}

#[derive(Clone, Copy, PartialEq)]
enum Of {
    Header,
    Property,
}

/// The values of what the settings name: those of the settings, else those of the description, else the webhook's key.
fn named(api: &Api, rule: &WebhookRule, name: Option<&str>, of: Of) -> ByWebhook {
    let mut values = BTreeMap::new();
    let Some(name) = name else { return values };
    for (index, webhook) in api.events() {
        let set = set(rule, webhook).and_then(|(_, it)| match of {
            Of::Header => it.header.clone(),
            Of::Property => it.property.clone(),
        });
        let described = || match (of, &webhook.payload) {
            (Of::Header, _) => header_values(webhook, name, true),
            (Of::Property, Payload::Value(ty)) => {
                let path: Vec<&str> = name.split('.').collect();
                let whole = property_values(api, ty, &[name], true, 0);
                whole.or_else(|| property_values(api, ty, &path, true, 0))
            }
            (Of::Property, Payload::Nothing | Payload::Raw(_)) => None,
        };
        let alone = rule.header.is_none() || rule.property.is_none();
        let key = || alone.then(|| vec![webhook.name.clone()]);
        if let Some(found) = set.map(|it| vec![it]).or_else(described).or_else(key) {
            values.insert(index, found);
        }
    }
    values
}

/// What the settings say about one webhook, by its operationId or its key.
fn set<'r>(
    rule: &'r WebhookRule,
    webhook: &Webhook,
) -> Option<(&'r String, &'r crate::config::EventRule)> {
    let by_id = webhook.id.as_ref().and_then(|it| rule.events.get_key_value(it));
    by_id.or_else(|| rule.events.get_key_value(&webhook.name))
}

impl Checker<'_> {
    /// Says what in the settings fits no webhook.
    pub(super) fn webhooks(&mut self, rule: &WebhookRule) {
        let api = self.api;
        for name in rule.events.keys() {
            let found =
                api.events().any(|(_, it)| set(rule, it).is_some_and(|(key, _)| key == name));
            if !found {
                self.error(
                    &["webhooks", "events", name],
                    format!("the description has no webhook `{name}`"),
                )
                .help("write the operationId of the webhook or its key as the description does");
            }
        }
        if api.events().next().is_none() {
            self.error(&["webhooks"], "the description has no webhooks".to_owned())
                .help("remove the section");
        }
    }
}
