//! Where two JSON values differ.

use serde_json::Value;

/// One sentence for each place where a value is not what was expected; the order of members does not count.
pub(super) fn differences(expected: &Value, actual: &Value) -> Vec<String> {
    let mut found = Vec::new();
    compare(expected, actual, "", &mut found);
    found
}

fn compare(expected: &Value, actual: &Value, at: &str, found: &mut Vec<String>) {
    match (expected, actual) {
        (Value::Object(expected), Value::Object(actual)) => {
            for (name, value) in expected {
                match actual.get(name) {
                    Some(other) => compare(value, other, &format!("{at}/{name}"), found),
                    None => found.push(format!("`{at}/{name}` is missing")),
                }
            }
            for (name, value) in actual.iter().filter(|(name, _)| !expected.contains_key(*name)) {
                found.push(format!("`{at}/{name}` is {value}, which the example does not have"));
            }
        }
        (Value::Array(expected), Value::Array(actual)) if expected.len() == actual.len() => {
            for (index, (value, other)) in expected.iter().zip(actual).enumerate() {
                compare(value, other, &format!("{at}/{index}"), found);
            }
        }
        (Value::Number(one), Value::Number(other))
            if one.as_f64() == other.as_f64() && same_integer(one, other) => {}
        (expected, actual) if expected == actual => {}
        (expected, actual) => {
            found.push(format!("`{at}` is {actual} where the example has {expected}"))
        }
    }
}

/// Numbers that are integers beyond 2^53 are told apart although they are one as `f64`.
fn same_integer(one: &serde_json::Number, other: &serde_json::Number) -> bool {
    match (one.as_i64(), other.as_i64()) {
        (Some(one), Some(other)) => one == other,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::differences;

    #[test]
    fn equal_values_do_not_differ() {
        let value = json!({ "a": [1, 2.5], "b": null });
        assert_eq!(
            differences(&value, &json!({ "b": null, "a": [1.0, 2.5] })),
            Vec::<String>::new()
        );
    }

    #[test]
    fn every_kind_of_difference_is_told() {
        let expected = json!({ "a": 1, "b": [1], "c": true, "d": 9007199254740993_i64 });
        let actual = json!({ "a": "1", "b": [1, 2], "e": null, "d": 9007199254740992_i64 });
        let found = differences(&expected, &actual);
        assert_eq!(
            found,
            [
                "`/a` is \"1\" where the example has 1",
                "`/b` is [1,2] where the example has [1]",
                "`/c` is missing",
                "`/d` is 9007199254740992 where the example has 9007199254740993",
                "`/e` is null, which the example does not have",
            ]
        );
    }
}
