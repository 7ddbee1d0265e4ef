//! Which names say that a value is a secret: of properties, parameters and headers.

/// Words that make a name that of a secret, wherever in it they are.
const WORDS: &[&str] = &[
    "accesskey",
    "apikey",
    "authkey",
    "authorization",
    "cookie",
    "credential",
    "credentials",
    "jwt",
    "otp",
    "passcode",
    "passphrase",
    "passwd",
    "password",
    "passwords",
    "privatekey",
    "pwd",
    "secret",
    "secretkey",
    "secrets",
    "token",
    "tokens",
    "totp",
];

/// Words that do so next to each other.
const PAIRS: &[(&str, &str)] = &[
    ("access", "key"),
    ("api", "key"),
    ("auth", "code"),
    ("auth", "key"),
    ("authorization", "code"),
    ("backup", "codes"),
    ("encryption", "key"),
    ("host", "key"),
    ("master", "key"),
    ("private", "key"),
    ("recovery", "code"),
    ("recovery", "codes"),
    ("secret", "key"),
    ("session", "id"),
    ("session", "key"),
    ("shared", "key"),
    ("signing", "key"),
];

/// Last words of names that are about a secret, and of none: `token_type`, `password_changed_at`.
const ABOUT: &[&str] = &[
    "algorithm",
    "at",
    "count",
    "date",
    "description",
    "enabled",
    "endpoint",
    "expiration",
    "expires",
    "expiry",
    "field",
    "file",
    "format",
    "id",
    "ids",
    "index",
    "kind",
    "label",
    "length",
    "lifetime",
    "limit",
    "method",
    "name",
    "names",
    "path",
    "policy",
    "required",
    "scope",
    "size",
    "status",
    "strength",
    "time",
    "title",
    "ttl",
    "type",
    "types",
    "uri",
    "url",
    "usage",
    "used",
    "version",
];

/// First words of such names: `has_password`, `max_tokens`.
const ASKING: &[&str] = &[
    "allow", "can", "enable", "has", "is", "max", "min", "must", "num", "require", "requires",
    "total", "use",
];

/// Words that make a header one that nobody but the two ends should see.
const HEADER_WORDS: &[&str] = &[
    "apikey",
    "auth",
    "authorization",
    "cookie",
    "cookie2",
    "credential",
    "credentials",
    "csrf",
    "jwt",
    "key",
    "otp",
    "password",
    "secret",
    "session",
    "signature",
    "token",
    "xsrf",
];

/// Names of maps whose values may be secrets, whatever their keys.
const MAPS: &[&str] =
    &["cookies", "credentials", "env", "envs", "environment", "headers", "secrets", "variables"];

/// Whether a property or a parameter of that name holds a secret: `password`, `apiKey`, `client_secret`.
///
/// ```
/// use openapi_media::is_secret_name;
///
/// assert!(is_secret_name("accessToken") && is_secret_name("X_API_KEY") && is_secret_name("privatekey"));
/// assert!(!is_secret_name("token_type") && !is_secret_name("hasPassword") && !is_secret_name("key"));
/// ```
pub fn is_secret_name(name: &str) -> bool {
    let words = words(name);
    let last = words.last().map_or("", String::as_str);
    let is_pair =
        |pair: &[String]| PAIRS.iter().any(|(one, other)| pair[0] == *one && pair[1] == *other);
    if words.windows(2).any(is_pair) && !(ABOUT.contains(&last) && words.len() > 2) {
        return true;
    }
    let first = words.first().map_or("", String::as_str);
    words.iter().any(|word| WORDS.contains(&word.as_str()))
        && !ABOUT.contains(&last)
        && !ASKING.contains(&first)
}

/// Whether a header of that name, in any case, holds a secret: `Set-Cookie`, `X-Auth-Token`, `X-Api-Key`.
pub fn is_secret_header(name: &str) -> bool {
    let is_word = |word: &str| HEADER_WORDS.iter().any(|it| it.eq_ignore_ascii_case(word));
    name.split(['-', '_']).any(is_word)
}

/// Whether the values of a map of that name may be secrets: `env`, `environmentVariables`, `headers`.
pub fn is_map_of_secrets(name: &str) -> bool {
    let words = words(name);
    words.iter().any(|word| MAPS.contains(&word.as_str()))
        || words.ends_with(&["env".to_owned(), "vars".to_owned()])
}

/// The words of a name in lower case: `accessKeyID` has `access`, `key` and `id`.
fn words(name: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let characters: Vec<char> = name.chars().collect();
    for (index, character) in characters.iter().enumerate() {
        let before = index.checked_sub(1).map(|before| characters[before]);
        let after = characters.get(index + 1);
        let begins = character.is_uppercase()
            && before.is_some_and(|it| {
                !it.is_uppercase() || after.is_some_and(|after| after.is_lowercase())
            });
        if (begins || !character.is_alphanumeric()) && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if character.is_alphanumeric() {
            word.extend(character.to_lowercase());
        }
    }
    words.extend(Some(word).filter(|it| !it.is_empty()));
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        for name in [
            "password",
            "newPassword",
            "password_confirmation",
            "Passwd",
            "access_token",
            "accessToken",
            "X-Auth-Token",
            "apiKey",
            "api_key",
            "APIKey",
            "apikey",
            "X-API-KEY",
            "privatekey",
            "private_key",
            "clientSecret",
            "secrets",
            "smtp.password",
            "jwt",
            "authorization",
            "recoveryCodes",
            "sessionId",
            "passwordHash",
            "aws_secret_access_key",
        ] {
            assert!(is_secret_name(name), "{name}");
        }
        for name in [
            "",
            "key",
            "keys",
            "name",
            "id",
            "token_type",
            "tokenId",
            "has_password",
            "max_tokens",
            "publicKey",
            "keyboard",
            "passwordChangedAt",
            "secretary",
            "tokenUrl",
            "access_key_id",
            "cookieName",
            "hotkey",
            "expires_in",
            "passport",
            "requirePassword",
            "session",
            "-",
            "privateKeyPath",
        ] {
            assert!(!is_secret_name(name), "{name}");
        }
    }

    #[test]
    fn headers() {
        for name in [
            "set-cookie",
            "Set-Cookie",
            "authorization",
            "x-auth-token",
            "X-Api-Key",
            "x-session",
            "x-csrf-token",
        ] {
            assert!(is_secret_header(name), "{name}");
        }
        for name in [
            "content-type",
            "www-authenticate",
            "etag",
            "x-request-id",
            "keep-alive",
            "x-ratelimit-remaining-tokens",
        ] {
            assert!(!is_secret_header(name), "{name}");
        }
    }

    #[test]
    fn maps() {
        for name in [
            "env",
            "environment",
            "environmentVariables",
            "env_vars",
            "requestHeaders",
            "secrets",
            "variables",
        ] {
            assert!(is_map_of_secrets(name), "{name}");
        }
        for name in ["labels", "envelope", "header", "tags", "vars"] {
            assert!(!is_map_of_secrets(name), "{name}");
        }
    }
}
