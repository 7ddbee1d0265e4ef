//! Which of several names somebody may have meant.

/// The name that somebody who wrote `name` may have meant.
pub(super) fn nearest_name<'a>(name: &str, names: &[&'a str]) -> Option<&'a str> {
    if name.len() > 64 || names.len() > 5_000 {
        return None;
    }
    let most = name.chars().count() / 3;
    let near = names.iter().filter(|it| it.len() <= 64).map(|it| (distance(name, it), *it));
    near.filter(|(distance, _)| *distance <= most.max(1)).min().map(|(_, it)| it)
}

fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.to_lowercase().chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.to_lowercase().chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let cost = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = cost.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}
