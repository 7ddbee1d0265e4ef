//! The file name that a server proposes (`Content-Disposition`, RFC 6266).

use percent_encoding::percent_decode_str;

/// The name, without any folder; the encoded form is preferred.
pub(crate) fn from_disposition(header: &str) -> Option<String> {
    let (mut plain, mut encoded) = (None, None);
    for (name, value) in parameters(header) {
        match name.as_str() {
            "filename" => plain = plain.or(Some(value)),
            "filename*" => encoded = encoded.or_else(|| extended(&value)),
            _ => {}
        }
    }
    encoded.or(plain).and_then(|name| without_folders(&name))
}

/// `UTF-8'en'na%C3%AFve.txt`.
fn extended(value: &str) -> Option<String> {
    let mut fields = value.splitn(3, '\'');
    let (charset, _language, text) = (fields.next()?, fields.next()?, fields.next()?);
    let decoded = percent_decode_str(text);
    match charset.to_ascii_lowercase().as_str() {
        "utf-8" => decoded.decode_utf8().ok().map(|text| text.into_owned()),
        "iso-8859-1" => Some(decoded.map(char::from).collect()),
        _ => None,
    }
}

/// What a server says must not reach outside of the folder that the caller chose.
fn without_folders(name: &str) -> Option<String> {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String = name.chars().filter(|it| !it.is_control()).collect();
    let name = name.trim();
    (!matches!(name, "" | "." | "..")).then(|| name.to_owned())
}

/// The parameters behind the first `;`, names in lower case, values unquoted.
fn parameters(header: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut rest = header.split_once(';').map_or("", |(_, rest)| rest);
    while let Some((name, after)) = rest.split_once('=') {
        let after = after.trim_start();
        let (value, next) = match after.strip_prefix('"') {
            Some(quoted) => unquote(quoted),
            None => {
                let (value, next) = after.split_once(';').unwrap_or((after, ""));
                (value.trim().to_owned(), next)
            }
        };
        found.push((name.trim_matches([' ', ';']).to_ascii_lowercase(), value));
        rest = next;
    }
    found
}

/// The text up to the closing quote, and what follows it.
fn unquote(quoted: &str) -> (String, &str) {
    let mut value = String::new();
    let mut characters = quoted.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => return (value, &quoted[at + 1..]),
            '\\' => value.extend(characters.next().map(|(_, escaped)| escaped)),
            other => value.push(other),
        }
    }
    (value, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table() {
        for (header, name) in [
            ("attachment; filename=a.txt", Some("a.txt")),
            ("attachment; filename=\"a b;c.txt\"; size=3", Some("a b;c.txt")),
            (r#"attachment; filename="a\"b.txt""#, Some("a\"b.txt")),
            (
                "attachment; filename=\"plain.txt\"; filename*=UTF-8''na%C3%AFve.txt",
                Some("naïve.txt"),
            ),
            ("attachment; filename*=utf-8'en'x.txt; filename=plain.txt", Some("x.txt")),
            ("attachment; filename*=iso-8859-1''%FC.txt", Some("ü.txt")),
            ("attachment; filename*=koi8-r''%FC.txt; filename=plain.txt", Some("plain.txt")),
            ("ATTACHMENT; FileName = a.txt", Some("a.txt")),
            ("attachment; filename=\"../../etc/passwd\"", Some("passwd")),
            ("attachment; filename=\"C:\\\\x\\\\y.exe\"", Some("y.exe")),
            ("attachment; filename*=UTF-8''..%2Fx", Some("x")),
            ("attachment; filename=\"..\"", None),
            ("attachment; filename=\"\"", None),
            ("attachment", None),
            ("inline; filename=\"open", Some("open")),
            ("", None),
        ] {
            assert_eq!(from_disposition(header).as_deref(), name, "{header}");
        }
    }
}
