//! Which of several names somebody may have meant.

use strsim::osa_distance;

/// The name that somebody who wrote `name` may have meant.
pub(super) fn nearest_name<'a>(name: &str, names: &[&'a str]) -> Option<&'a str> {
    if name.len() > 64 || names.len() > 5_000 {
        return None;
    }
    let lower = name.to_lowercase();
    let most = name.chars().count() / 3;
    let near = names.iter().filter(|it| it.len() <= 64);
    let near = near.map(|it| (osa_distance(&lower, &it.to_lowercase()), *it));
    near.filter(|(distance, _)| *distance <= most.max(1)).min().map(|(_, it)| it)
}

/// The name that was misspelt. Stricter than [`nearest_name`]: nothing else says that there is a fault at all.
pub(super) fn misspelt<'a>(
    name: &str,
    names: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let length = name.len();
    if !(3..=64).contains(&length) {
        return None;
    }
    let most = if length < 8 { 1 } else { 2 };
    let lower = name.to_lowercase();
    let near = names.into_iter().filter(|it| it.len() >= 3 && it.len().abs_diff(length) <= most);
    let near = near.map(|it| (osa_distance(&lower, &it.to_lowercase()), it));
    let near = near.filter(|(distance, _)| *distance <= most);
    // `line1` is no misspelling of `line2`.
    let near = near.filter(|(_, it)| !has_digit(it) || letters(it) != letters(name));
    near.min().map(|(_, it)| it)
}

fn letters(name: &str) -> String {
    name.chars().filter(|it| !it.is_ascii_digit()).collect()
}

fn has_digit(name: &str) -> bool {
    name.bytes().any(|it| it.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::misspelt;

    #[test]
    fn a_misspelling_is_a_letter_or_two() {
        for (name, names, expected) in [
            ("nmae", &["id", "name"][..], Some("name")),
            ("tpye", &["type", "title"], Some("type")),
            ("responces", &["responses", "requestBody"], Some("responses")),
            ("propertes", &["properties"], Some("properties")),
            ("discription", &["description"], Some("description")),
            ("line2", &["line1", "line3"], None),
            ("in", &["id"], None),
            ("optional", &["properties", "required"], None),
            ("Type", &["type"], Some("type")),
        ] {
            assert_eq!(misspelt(name, names.iter().copied()), expected, "{name}");
        }
    }
}
