//! What each declared type, its fields and its variants are called.

use std::collections::BTreeMap;

use crate::diagnostics::Diagnostics;
use crate::model::{
    Api, Branch, Directions, EnumValue, Field, MOST_ARGUMENTS, Naming, Object, Part, Shape, Type,
    TypeDef, TypeId,
};

use super::hidden;
use super::methods::id_words;
use super::reserved::{PRELUDE, unlike_values};
use super::scope::Scope;
use super::settings::Settings;
use super::webhooks::event_words;
use super::words::{pascal, singular, snake, spelled, words};
use super::{TypeNames, clears};

/// Names every type that is used. Names that the author gave come first; an inline type is called after the member or
/// the operation where it stands.
pub(super) fn assign(
    api: &Api,
    directions: &Directions,
    settings: &mut Settings<'_>,
    diagnostics: &mut Diagnostics,
) -> BTreeMap<TypeId, TypeNames> {
    let config = settings.config;
    let mut scope = Scope::reserving(PRELUDE);
    let mut names: BTreeMap<TypeId, String> = BTreeMap::new();
    let used: Vec<TypeId> =
        (0..api.types.len()).map(TypeId).filter(|id| directions.contains(*id)).collect();
    let mut unknown: Vec<&String> = config.types.keys().collect();
    for rank in [Rank::AsWritten, Rank::Given, Rank::Derived] {
        for id in &used {
            let def = api.type_def(*id);
            if Rank::of(def) != rank {
                continue;
            }
            let given = rank != Rank::Derived;
            let candidates = candidates(api, def, &names);
            let wanted = candidates.iter().find_map(|it| config.types.get_key_value(it));
            let name = match wanted {
                Some((from, to)) => {
                    unknown.retain(|it| *it != from);
                    let wanted = pascal(&words(to));
                    if !scope.is_free(&wanted) {
                        let message = format!("another type is called `{wanted}` already");
                        settings
                            .error("types", from, message, diagnostics)
                            .help("give each type a name of its own");
                    }
                    scope.claim(wanted)
                }
                None => scope.claim_first(&candidates),
            };
            if given && wanted.is_none() && !candidates.contains(&name) {
                diagnostics
                    .warning(
                        &def.place,
                        format!("`{}` is taken, the schema is called `{name}`", candidates[0]),
                    )
                    .help("give it another name under `[types]` in the client.toml");
            }
            names.insert(*id, name);
        }
    }
    for name in unknown {
        let message = format!("no type is called `{name}`");
        settings
            .error("types", name, message, diagnostics)
            .help("correct the name, or remove the line");
    }
    hidden::check(api, &names, settings, diagnostics);
    // Last, so that no type of the description makes room for them.
    let mut required: BTreeMap<TypeId, String> = used
        .iter()
        .filter(|id| directions.request.contains(id))
        .filter_map(|id| Some((*id, required(api, api.type_def(*id), &names[id], &mut scope)?)))
        .collect();
    let named = |(id, name): (&TypeId, &String)| {
        let required = required.remove(id);
        (*id, TypeNames { required, ..members(api, api.type_def(*id), name, &names) })
    };
    names.iter().map(named).collect()
}

/// The struct of the members that a type must have, where they are too many for arguments.
fn required(api: &Api, def: &TypeDef, name: &str, scope: &mut Scope) -> Option<String> {
    let Shape::Object(object) = &def.shape else { return None };
    let stem = name.trim_end_matches('_');
    let candidates = [format!("{stem}Required"), format!("{stem}RequiredMembers")];
    (api.asked_for(object).count() > MOST_ARGUMENTS).then(|| scope.claim_first(&candidates))
}

/// Who comes first where several types would be called the same.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Rank {
    /// The author's name is a name of a Rust type as it stands.
    AsWritten,
    Given,
    Derived,
}

impl Rank {
    fn of(def: &TypeDef) -> Self {
        match &def.naming {
            Naming::Given(name) if *name == pascal(&words(name)) => Self::AsWritten,
            Naming::Given(_) => Self::Given,
            Naming::Member { .. }
            | Naming::Branch { .. }
            | Naming::Base { .. }
            | Naming::Part { .. } => Self::Derived,
        }
    }
}

/// What a type may be called, the best name first.
fn candidates(api: &Api, def: &TypeDef, names: &BTreeMap<TypeId, String>) -> Vec<String> {
    let parent_name = |id: &TypeId| names.get(id).cloned().unwrap_or_default();
    match &def.naming {
        Naming::Given(name) => {
            let name = pascal(&words(name));
            vec![name.clone(), format!("{}Schema", name.trim_end_matches('_'))]
        }
        Naming::Member { parent, property, element } => {
            // What a member of a base holds, the union of those that extend it holds as well.
            let parent = match &api.type_def(*parent).naming {
                Naming::Base { parent } => parent,
                _ => parent,
            };
            let name = join(&parent_name(parent), &member_words(property, *element));
            let mut res = vec![name.clone()];
            res.extend(any_of(def, names));
            res.push(composed(&name, kind_word(&def.shape)));
            res
        }
        Naming::Branch { parent, title, .. } => {
            let parent = parent_name(parent);
            let word = match (title, &def.shape) {
                (Some(title), _) => words(title),
                (None, Shape::Object(object)) => {
                    object.fields.first().map_or_else(|| words("object"), |it| words(&it.wire))
                }
                (None, Shape::Enum(_)) => words("kind"),
                (None, Shape::Union(_)) => words("choice"),
            };
            vec![join(&parent, &word)]
        }
        Naming::Base { parent } => match (&api.type_def(*parent).naming, names.get(parent)) {
            // Nothing uses the union, so the name is free.
            (Naming::Given(name), None) => vec![pascal(&words(name))],
            (_, _) => vec![join(&parent_name(parent), &words("base"))],
        },
        Naming::Part { operation, part, member, element } => {
            part_candidates(api, *operation, *part, member.as_deref(), *element)
        }
    }
}

/// `AppErrorOrText`: the name of a union of few branches, made of their names.
fn any_of(def: &TypeDef, names: &BTreeMap<TypeId, String>) -> Option<String> {
    let Shape::Union(union) = &def.shape else { return None };
    let branch = |it: &Branch| match it.ty.plain() {
        Type::Declared(id) => names.get(id).cloned(),
        Type::List(_) | Type::Tuple(_) | Type::Map(_) | Type::FreeObject => None,
        other => Some(scalar_name(other).to_owned()),
    };
    let parts: Vec<String> = union.branches.iter().map(branch).collect::<Option<_>>()?;
    (parts.len() <= 3).then(|| parts.join("Or"))
}

/// What tells a type from another of the same name: the kind of thing it is.
fn kind_word(shape: &Shape) -> &'static str {
    match shape {
        Shape::Object(_) => "Object",
        Shape::Enum(_) => "Kind",
        Shape::Union(_) => "Choice",
    }
}

fn part_candidates(
    api: &Api,
    operation: usize,
    part: Part,
    member: Option<&str>,
    element: bool,
) -> Vec<String> {
    if let Part::Payload | Part::Reply = part {
        return webhook_candidates(api, operation, part, member, element);
    }
    let operation = &api.operations[operation];
    let id = id_words(operation);
    let whole = pascal(&id);
    let group: Vec<String> =
        words(&api.groups[operation.group].name).iter().map(|it| singular(it)).collect();
    if let Some(member) = member {
        let member = member_words(member, element);
        let short = if member == group { pascal(&member) } else { join(&pascal(&group), &member) };
        return vec![short, join(&whole, &member)];
    }
    let suffix = match part {
        Part::Parameter => "Parameter",
        Part::Body => "Body",
        Part::Answer => "Answer",
        Part::Error => "Error",
        Part::Payload => "Payload",
        Part::Reply => "Reply",
    };
    let reads = matches!(
        id.first().map(String::as_str),
        Some("get" | "list" | "fetch" | "retrieve" | "read")
    );
    if part == Part::Error {
        // Descriptions repeat the body of their errors; merged, it belongs to no single operation.
        return vec!["ErrorBody".to_owned(), composed(&whole, suffix)];
    }
    if part == Part::Answer && reads && id.len() > 1 {
        let mut subject = id[1..].to_vec();
        if element && let Some(last) = subject.last_mut() {
            *last = singular(last);
        }
        let subject = pascal(&subject);
        return vec![
            subject.clone(),
            composed(&pascal(&group), &subject),
            composed(&whole, suffix),
        ];
    }
    let name = composed(&whole, suffix);
    // One of a stream, beside the whole answer.
    if element && part == Part::Answer {
        return vec![name, composed(&whole, "Item")];
    }
    vec![name]
}

/// `webhook`: its index.
fn webhook_candidates(
    api: &Api,
    webhook: usize,
    part: Part,
    member: Option<&str>,
    element: bool,
) -> Vec<String> {
    let whole = pascal(&event_words(api, &api.webhooks[webhook]));
    if let Some(member) = member {
        return vec![join(&whole, &member_words(member, element))];
    }
    let suffix = if part == Part::Reply { "Reply" } else { "Payload" };
    vec![format!("{whole}{suffix}"), format!("{whole}Webhook{suffix}")]
}

fn member_words(property: &str, element: bool) -> Vec<String> {
    let mut res = words(property);
    if element && let Some(last) = res.last_mut() {
        *last = singular(last);
    }
    res
}

/// Puts a member's words behind the name of its parent, without saying the same word twice.
fn join(parent: &str, member: &[String]) -> String {
    let own = if parent.is_empty() { Vec::new() } else { words(parent) };
    let repeated = (1..=member.len().min(own.len()))
        .rev()
        .find(|count| own[own.len() - count..] == member[..*count])
        .unwrap_or(0);
    // A member that says just what its parent says is not the parent.
    let rest = if repeated == member.len() { member } else { &member[repeated..] };
    composed(parent, &pascal(rest))
}

/// One name of two. What makes each a name alone, an underscore before a digit or behind a keyword, is not needed.
fn composed(left: &str, right: &str) -> String {
    let left = if right.is_empty() { left } else { left.trim_end_matches('_') };
    let right = if left.is_empty() { right } else { right.trim_matches('_') };
    format!("{left}{right}")
}

fn members(api: &Api, def: &TypeDef, name: &str, names: &BTreeMap<TypeId, String>) -> TypeNames {
    let name = name.to_owned();
    let union = match &def.shape {
        Shape::Object(object) => return fields(api, object, name),
        Shape::Enum(values) => {
            let mut scope = Scope::reserving(&["Self"]);
            let candidates = |it: &EnumValue| match &it.name {
                Some(name) => [pascal(&words(name)), pascal(&spelled(&it.wire))],
                None => [pascal(&words(&it.wire)), pascal(&spelled(&it.wire))],
            };
            let members = values.iter().map(|it| scope.claim_first(&candidates(it))).collect();
            return TypeNames { name, members, rest: unlisted(&mut scope), ..TypeNames::default() };
        }
        Shape::Union(union) => union,
    };
    let mut scope = Scope::reserving(&["Self"]);
    let is_tagged = union.discriminator.is_some();
    let members = union
        .branches
        .iter()
        .map(|it| {
            // A value that stands for several branches names none of them.
            let tells = |tag: &String| {
                union.branches.iter().filter(|it| it.tags.contains(tag)).count() == 1
            };
            let named = matches!(it.ty.plain(), Type::Declared(id)
                if matches!(api.type_def(*id).naming, Naming::Given(_)));
            let tagged = is_tagged && !(union.inferred && named) && it.tags.iter().all(tells);
            scope.claim(variant(api, it, tagged, &name, names))
        })
        .collect();
    TypeNames { name, members, rest: unlisted(&mut scope), ..TypeNames::default() }
}

/// The variant for what the description does not list.
fn unlisted(scope: &mut Scope) -> String {
    scope.claim("Unlisted".to_owned())
}

fn fields(api: &Api, object: &Object, name: String) -> TypeNames {
    // `new` makes a request; a setter `clone` would hide what copies it.
    let mut scope = Scope::reserving(&["new", "clone"]);
    let member = |it: &Field| {
        let name = scope.claim(snake(&words(&it.wire)));
        unlike_values(name, &it.ty, api, &mut scope)
    };
    let members: Vec<String> = object.fields.iter().map(member).collect();
    let clears = clears(&members, &mut scope);
    let rest = scope.claim_first(&["additional", "additional_members"].map(str::to_owned));
    let rest_setter = scope.claim(format!("with_{rest}"));
    TypeNames { name, members, rest, clears, rest_setter, required: None }
}

fn variant(
    api: &Api,
    branch: &Branch,
    tagged: bool,
    union: &str,
    names: &BTreeMap<TypeId, String>,
) -> String {
    if let (true, [tag]) = (tagged, branch.tags.as_slice()) {
        return pascal(&words(tag));
    }
    match branch.ty.plain() {
        Type::Declared(id) => {
            let name = names.get(id).cloned().unwrap_or_default();
            let shorter = name.strip_prefix(union).filter(|it| it.starts_with(char::is_uppercase));
            let inline = !matches!(api.type_def(*id).naming, Naming::Given(_));
            shorter.filter(|_| inline).map_or(name.clone(), str::to_owned)
        }
        other => scalar_name(other).to_owned(),
    }
}

/// The word for a value of a type that has no declaration.
fn scalar_name(ty: &Type) -> &'static str {
    match ty {
        Type::Declared(_) => "Declared",
        Type::Bool => "Bool",
        Type::Integer => "Integer",
        Type::Unsigned => "Unsigned",
        Type::Number => "Number",
        Type::Text => "Text",
        Type::Id => "Id",
        Type::DateTime => "DateTime",
        Type::Secret => "Secret",
        Type::File => "File",
        Type::Any => "Any",
        Type::FreeObject => "Object",
        Type::List(_) => "List",
        Type::Tuple(_) => "Tuple",
        Type::Map(_) => "Map",
        Type::Nullable(_) => "Null",
        Type::Envelope { inner, .. } => scalar_name(inner),
    }
}
