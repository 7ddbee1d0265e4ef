//! Splits what authors write into words, and puts words together as Rust writes them.

use heck::{ToSnakeCase, ToUpperCamelCase};

/// The words of a name, in lower case. Never empty.
///
/// Words end where the author ended them: at anything that is not a letter or digit, and where capitals begin
/// (`appStoreId`, `HTTPServer`). Digits belong to the word before them (`pop3`, `route53`); names of things that are
/// usually written with capitals inside stay one word (`IPv4`, `OAuth2`). Signs that are all there is are spelled out.
pub(crate) fn words(name: &str) -> Vec<String> {
    let name = beginning(name, LONGEST);
    let mut res = Vec::new();
    for run in name.split(|it: char| !is_letter(it)).filter(|it| !it.is_empty()) {
        split_run(run, &mut res);
    }
    if res.is_empty() {
        res.extend(name.chars().filter_map(sign).map(str::to_owned));
    }
    if res.is_empty() {
        res.push(if name.trim().is_empty() { "empty" } else { "sign" }.to_owned());
    }
    res
}

/// How much of what an author wrote is read as a name, in bytes; what is longer is no name that anybody could read.
const LONGEST: usize = 400;

/// As much of the beginning of a text as has this many bytes at most.
pub(super) fn beginning(text: &str, most: usize) -> &str {
    let end = (0..=most.min(text.len())).rev().find(|it| text.is_char_boundary(*it));
    &text[..end.unwrap_or(0)]
}

/// Whether a letter or digit may be part of an identifier; `½` may not, though Unicode counts it as a digit.
fn is_letter(it: char) -> bool {
    match it.is_ascii() {
        true => it.is_ascii_alphanumeric(),
        false => it.is_alphanumeric() && syn::parse_str::<syn::Ident>(&format!("a{it}")).is_ok(),
    }
}

/// The words of a name with its signs spelled out, for where the words alone do not tell it from another: `-name`
/// beside `name`. Blanks, hyphens and underscores inside go on being what separates words.
pub(crate) fn spelled(name: &str) -> Vec<String> {
    let name = beginning(name, LONGEST);
    let mut res = Vec::new();
    let mut run = String::new();
    for (at, it) in name.char_indices() {
        let inside = at > 0 && name[at..].chars().nth(1).is_some();
        match sign(it).filter(|_| !(inside && matches!(it, ' ' | '-' | '_'))) {
            Some(word) => {
                split_run(&std::mem::take(&mut run), &mut res);
                res.push(word.to_owned());
            }
            None if is_letter(it) => run.push(it),
            None => split_run(&std::mem::take(&mut run), &mut res),
        }
    }
    split_run(&run, &mut res);
    if res.is_empty() { words(name) } else { res }
}

/// Words that keep their inner capitals in writing; as the author writes them, and as one word.
const ONE_WORD: &[&str] = &[
    "IPv4",
    "IPv6",
    "OAuth2",
    "OAuth",
    "OpenID",
    "GitHub",
    "GitLab",
    "WebDAV",
    "MySQL",
    "PostgreSQL",
    "MongoDB",
];

fn split_run(run: &str, words: &mut Vec<String>) {
    let mut rest = run;
    while !rest.is_empty() {
        let length = word_length(rest);
        let (word, after) = rest.split_at(length);
        words.push(word.to_lowercase());
        rest = after;
    }
}

/// How many bytes of the text (letters and digits only) are its first word.
fn word_length(text: &str) -> usize {
    for known in ONE_WORD {
        if let Some(after) = text.strip_prefix(known)
            && !after.starts_with(char::is_lowercase)
        {
            return known.len();
        }
    }
    let letters: Vec<(usize, char)> = text.char_indices().collect();
    let mut at = 1;
    while at < letters.len() {
        let (previous, current) = (letters[at - 1].1, letters[at].1);
        let next = letters.get(at + 1).map(|it| it.1);
        let begins = current.is_uppercase()
            && (previous.is_lowercase()
                || (previous.is_uppercase()
                    && next.is_some_and(char::is_lowercase)
                    && !plural(&letters, at))
                || (previous.is_numeric() && next.is_some_and(char::is_lowercase)));
        let known = ONE_WORD.iter().any(|it| text[letters[at].0..].starts_with(it))
            && previous.is_lowercase();
        if begins || known {
            return letters[at].0;
        }
        at += 1;
    }
    text.len()
}

/// `IDs`, `URLs`: the small `s` belongs to the capitals.
fn plural(letters: &[(usize, char)], at: usize) -> bool {
    letters.get(at + 1).is_some_and(|it| it.1 == 's')
        && letters.get(at + 2).is_none_or(|it| it.1.is_uppercase())
}

/// The name of a sign.
fn sign(it: char) -> Option<&'static str> {
    Some(match it {
        '=' => "equal",
        '!' => "not",
        '<' => "less",
        '>' => "greater",
        '+' => "plus",
        '-' => "minus",
        '*' => "star",
        '/' => "slash",
        '\\' => "backslash",
        '%' => "percent",
        '&' => "and",
        '|' => "or",
        '^' => "caret",
        '~' => "tilde",
        '.' => "dot",
        ',' => "comma",
        ':' => "colon",
        ';' => "semicolon",
        '?' => "question",
        '#' => "hash",
        '$' => "dollar",
        '@' => "at",
        '_' => "underscore",
        '\'' => "quote",
        '"' => "double_quote",
        '(' => "open",
        ')' => "close",
        '{' => "open_brace",
        '}' => "close_brace",
        '[' => "open_bracket",
        ']' => "close_bracket",
        '`' => "backquote",
        ' ' => "space",
        _ => return None,
    })
}

/// `type_`, `app_store_id`: the words as the name of a function, a field or a module.
pub(crate) fn snake(words: &[String]) -> String {
    identifier(words.join(" ").to_snake_case(), "n")
}

/// `AppStoreId`: the words as the name of a type or a variant.
pub(crate) fn pascal(words: &[String]) -> String {
    identifier(words.join(" ").to_upper_camel_case(), "N")
}

/// Makes sure that the text is an identifier: a letter first, no letter that Rust refuses, no keyword.
fn identifier(text: String, digits: &str) -> String {
    let mut res: String = text.chars().filter(|it| *it == '_' || it.is_alphanumeric()).collect();
    if !res.is_empty() && res.chars().all(|it| it.is_ascii_digit() || it == '_') {
        // Digits alone are no name that anybody could read.
        res.insert_str(0, digits);
    }
    if !res.starts_with(|it: char| it.is_alphabetic() || it == '_') {
        res.insert(0, '_');
    }
    if is_identifier(&res) {
        return res;
    }
    // `_` behind a keyword; behind `_`, a name that says so.
    res.push_str(if res == "_" { "underscore" } else { "_" });
    if is_identifier(&res) {
        return res;
    }
    // Letters that are alphanumeric for Unicode and still no part of an identifier.
    let ascii: String = res.chars().filter(|it| it.is_ascii_alphanumeric() || *it == '_').collect();
    format!("x{ascii}")
}

fn is_identifier(text: &str) -> bool {
    // Since edition 2024; `syn` takes it for a name.
    text != "gen" && text != "_" && syn::parse_str::<syn::Ident>(text).is_ok()
}

/// The word for one of several: `users` -> `user`.
pub(crate) fn singular(word: &str) -> String {
    const SAME: &[&str] =
        &["status", "address", "dns", "series", "news", "alias", "bus", "https", "access", "os"];
    let lower = word.to_ascii_lowercase();
    if SAME.iter().any(|it| lower.ends_with(it)) {
        return word.to_owned();
    }
    if let Some(stem) = word.strip_suffix("ies").filter(|it| it.len() > 1) {
        return format!("{stem}y");
    }
    for ending in ["sses", "shes", "ches", "xes", "zes"] {
        if word.ends_with(ending) {
            return word[..word.len() - 2].to_owned();
        }
    }
    // `addresses` and `aliases` are caught by what is left of them.
    if let Some(stem) =
        word.strip_suffix("es").filter(|it| SAME.iter().any(|same| it.ends_with(same)))
    {
        return stem.to_owned();
    }
    match word.strip_suffix('s') {
        Some(stem) if stem.len() > 1 && !stem.ends_with('s') => stem.to_owned(),
        _ => word.to_owned(),
    }
}

/// The word for several of one: `user` -> `users`.
pub(crate) fn several(word: &str) -> String {
    let vowel_before = |it: &str| it.ends_with(['a', 'e', 'i', 'o', 'u']);
    match word.strip_suffix('y').filter(|it| !it.is_empty() && !vowel_before(it)) {
        Some(stem) => format!("{stem}ies"),
        None if singular(word) != word => word.to_owned(),
        None if ["s", "x", "z", "ch", "sh"].iter().any(|it| word.ends_with(it)) => {
            format!("{word}es")
        }
        None => format!("{word}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_of_one() {
        for (word, expected) in [
            ("user", "users"),
            ("users", "users"),
            ("policy", "policies"),
            ("key", "keys"),
            ("address", "addresses"),
            ("status", "statuses"),
            ("box", "boxes"),
            ("switch", "switches"),
        ] {
            assert_eq!(several(word), expected);
        }
    }

    #[test]
    fn names_of_fields() {
        let table = [
            ("appStoreId", "app_store_id"),
            ("type", "type_"),
            ("self", "self_"),
            ("x-rate-limit", "x_rate_limit"),
            ("enablePop3", "enable_pop3"),
            ("mandatory2FA", "mandatory2fa"),
            ("2fa", "_2fa"),
            ("IPv4Config", "ipv4_config"),
            ("getIPv6", "get_ipv6"),
            ("OAuth2Token", "oauth2_token"),
            ("HTTPServer", "http_server"),
            ("userIDs", "user_ids"),
            ("dnsBlConfig", "dns_bl_config"),
            ("TLSConfig", "tls_config"),
            ("client_email", "client_email"),
            ("", "empty"),
            ("=", "equal"),
            ("!=", "not_equal"),
            ("+1", "n1"),
            ("größe", "größe"),
            ("name.com", "name_com"),
        ];
        for (wire, expected) in table {
            assert_eq!(snake(&words(wire)), expected, "{wire:?}");
        }
    }

    #[test]
    fn names_of_types() {
        let table = [
            ("app", "App"),
            ("task_info", "TaskInfo"),
            ("Gandi LiveDNS", "GandiLiveDns"),
            ("route53", "Route53"),
            ("Name.com", "NameCom"),
            ("self", "Self_"),
            ("app.update.finish", "AppUpdateFinish"),
            ("3d", "_3d"),
            ("/gravatar", "Gravatar"),
        ];
        for (wire, expected) in table {
            assert_eq!(pascal(&words(wire)), expected, "{wire:?}");
        }
    }

    #[test]
    fn one_of_several() {
        let table = [
            ("users", "user"),
            ("entries", "entry"),
            ("addresses", "address"),
            ("aliases", "alias"),
            ("boxes", "box"),
            ("status", "status"),
            ("dns", "dns"),
            ("contents", "content"),
            ("branches", "branch"),
            ("access", "access"),
        ];
        for (word, expected) in table {
            assert_eq!(singular(word), expected);
        }
    }
}
