//! The text of a reference: a path, and a pointer after the `#`.

use std::borrow::Cow;

/// The file of a reference and what is meant in it.
pub(super) fn split(reference: &str) -> (&str, &str) {
    let reference = reference.trim();
    reference.split_once('#').unwrap_or((reference, ""))
}

pub(super) fn is_url(file: &str) -> bool {
    file.contains("://") || file.starts_with("//") || file.starts_with("urn:")
}

/// The path of a file that is named in another one; nothing for addresses and absolute paths.
pub(super) fn join(base: &str, file: &str) -> Option<String> {
    let file = decode(file).replace('\\', "/");
    let is_drive = file.as_bytes().get(1) == Some(&b':');
    if is_url(&file) || file.starts_with('/') || file.is_empty() || is_drive {
        return None;
    }
    let folder = base.rfind('/').map_or("", |at| &base[..=at]);
    Some(normal(&format!("{folder}{file}")))
}

/// A path without detours.
pub(super) fn normal(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for (i, part) in path.split('/').enumerate() {
        match part {
            "." => {}
            "" if i > 0 => {}
            ".." if parts.last().is_some_and(|it| !matches!(*it, ".." | "")) => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// Percent escapes as what they stand for; one that stands for nothing is kept.
pub(super) fn decode(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return Cow::Borrowed(text);
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let escape = (*first == b'%')
            .then(|| after.get(..2))
            .flatten()
            .and_then(|it| std::str::from_utf8(it).ok())
            .filter(|it| it.bytes().all(|it| it.is_ascii_hexdigit()))
            .and_then(|it| u8::from_str_radix(it, 16).ok());
        rest = if escape.is_some() { &after[2..] } else { after };
        bytes.push(escape.unwrap_or(*first));
    }
    match String::from_utf8(bytes) {
        Ok(text) => Cow::Owned(text),
        Err(_) => Cow::Borrowed(text),
    }
}

#[cfg(test)]
mod tests {
    use super::{join, normal, split};

    #[test]
    fn paths_are_relative_to_the_file_that_names_them() {
        for (base, file, expected) in [
            ("spec/openapi.yaml", "pets.yaml", Some("spec/pets.yaml")),
            ("spec/a/b.yaml", "../c.yaml", Some("spec/c.yaml")),
            ("openapi.yaml", "./x y/%C3%A4%20b.json", Some("x y/ä b.json")),
            ("spec/openapi.yaml", "../../c.yaml", Some("../c.yaml")),
            ("spec/openapi.yaml", "a\\b.yaml", Some("spec/a/b.yaml")),
            ("spec/openapi.yaml", "100%.yaml", Some("spec/100%.yaml")),
            ("spec/openapi.yaml", "/etc/passwd", None),
            ("spec/openapi.yaml", "C:\\x.yaml", None),
            ("spec/openapi.yaml", "https://example.com/x.yaml", None),
            ("spec/openapi.yaml", "", None),
        ] {
            assert_eq!(join(base, file).as_deref(), expected, "{file} in {base}");
        }
        assert_eq!(normal("./a//b/../c"), "a/c");
        assert_eq!(normal("/a/../../b"), "/../b");
        assert_eq!(split("a.yaml#/b"), ("a.yaml", "/b"));
        assert_eq!(split(" #/b"), ("", "/b"));
    }
}
