//! Limits of values in words.

use serde_json::Number;

use crate::model::{Counts, Limits, Type};

use super::markdown::code;

/// A pattern that is longer says nothing to a reader.
const LONGEST_PATTERN: usize = 100;

/// What a caller has to keep to, as sentences on one line; `None` if that is nothing that the type does not say.
pub(super) fn sentences(limits: &Limits, ty: &Type) -> Option<String> {
    let sentences: Vec<String> = match ty.plain() {
        Type::Integer | Type::Unsigned | Type::Number => {
            [range(limits), limits.multiple_of.as_ref().map(|it| format!("A multiple of {it}."))]
                .into_iter()
                .flatten()
                .collect()
        }
        Type::Text | Type::Secret => {
            [counted(limits.length, "character"), pattern(limits)].into_iter().flatten().collect()
        }
        Type::List(_) => {
            let unique = limits.unique_items.then(|| "No two items are equal.".to_owned());
            [counted(limits.items, "item"), unique].into_iter().flatten().collect()
        }
        Type::Map(_) | Type::FreeObject => {
            counted(limits.properties, "property").into_iter().collect()
        }
        _ => Vec::new(),
    };
    (!sentences.is_empty()).then(|| sentences.join(" "))
}

fn range(limits: &Limits) -> Option<String> {
    let least = limits.minimum.as_ref().filter(|it| !is_of_the_type(it)).map(|it| {
        format!("{} {it}", if limits.exclusive_minimum { "more than" } else { "at least" })
    });
    let most = limits.maximum.as_ref().filter(|it| !is_of_the_type(it)).map(|it| {
        format!("{} {it}", if limits.exclusive_maximum { "less than" } else { "at most" })
    });
    let words: Vec<String> = [least, most].into_iter().flatten().collect();
    let text = words.join(" and ");
    let first = text.get(..1)?.to_uppercase();
    Some(format!("{first}{}.", &text[1..]))
}

/// Whether a limit is that of integers of 32, 53 or 64 bits: generators of descriptions write them everywhere.
fn is_of_the_type(limit: &Number) -> bool {
    const EXPONENTS: [i32; 5] = [31, 32, 53, 63, 64];
    let value = limit.as_f64().unwrap_or_default().abs();
    let is_edge = |exponent: i32| {
        let edge = 2_f64.powi(exponent);
        value == edge || value == edge - 1.0
    };
    EXPONENTS.into_iter().any(is_edge)
}

fn counted(counts: Counts, what: &str) -> Option<String> {
    let some = |count: u64| match (count, what) {
        (1, _) => format!("1 {what}"),
        (_, "property") => format!("{count} properties"),
        _ => format!("{count} {what}s"),
    };
    let most = counts.most.filter(|it| *it < u64::from(u32::MAX / 2));
    Some(match (counts.least.filter(|it| *it > 0), most) {
        (None, None) => return None,
        (Some(least), None) => format!("At least {}.", some(least)),
        (None, Some(most)) => format!("At most {}.", some(most)),
        (Some(least), Some(most)) if least == most => format!("Exactly {}.", some(most)),
        (Some(least), Some(most)) => format!("{least} to {}.", some(most)),
    })
}

fn pattern(limits: &Limits) -> Option<String> {
    let pattern = limits.pattern.as_ref()?;
    (!pattern.is_empty() && pattern.len() <= LONGEST_PATTERN)
        .then(|| format!("Must match {}.", code(pattern)))
}

#[cfg(test)]
mod tests {
    use super::{Counts, Limits, Type, sentences};

    #[track_caller]
    fn said(limits: Limits, ty: Type, expected: &str) {
        assert_eq!(sentences(&limits, &ty).unwrap_or_default(), expected);
    }

    #[test]
    fn limits_of_numbers() {
        let limits = |minimum: Option<i64>, maximum: Option<i64>| Limits {
            minimum: minimum.map(Into::into),
            maximum: maximum.map(Into::into),
            ..Limits::default()
        };
        said(limits(Some(1), Some(100)), Type::Integer, "At least 1 and at most 100.");
        said(limits(Some(0), None), Type::Number, "At least 0.");
        said(limits(None, Some(2_147_483_647)), Type::Integer, "");
        said(limits(Some(1), Some(9_223_372_036_854_775_807)), Type::Integer, "At least 1.");
        let exclusive = Limits { exclusive_minimum: true, ..limits(Some(0), Some(1)) };
        said(exclusive, Type::Number, "More than 0 and at most 1.");
        let multiple = Limits { multiple_of: Some(5.into()), ..Limits::default() };
        said(multiple, Type::Integer, "A multiple of 5.");
    }

    #[test]
    fn limits_of_lengths() {
        let limits = |least, most| Limits { length: Counts { least, most }, ..Limits::default() };
        said(limits(Some(1), Some(64)), Type::Text, "1 to 64 characters.");
        said(limits(Some(1), None), Type::Text, "At least 1 character.");
        said(limits(Some(0), Some(5)), Type::Text, "At most 5 characters.");
        said(limits(Some(2), Some(2)), Type::Text, "Exactly 2 characters.");
        said(limits(Some(2), Some(2)), Type::Integer, "");
        let pattern = Limits { pattern: Some("^[a-z`]+$".to_owned()), ..limits(Some(0), None) };
        said(pattern, Type::Text, "Must match ``^[a-z`]+$``.");
    }

    #[test]
    fn limits_of_arrays_and_objects() {
        let counts = Counts { least: Some(1), most: Some(3) };
        let items = Limits { items: counts, unique_items: true, ..Limits::default() };
        let list = Type::List(Box::new(Type::Text));
        said(items, list, "1 to 3 items. No two items are equal.");
        let properties = Limits { properties: counts, ..Limits::default() };
        said(properties, Type::FreeObject, "1 to 3 properties.");
    }
}
