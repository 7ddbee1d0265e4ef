//! The address of a server: what can be one, and what is wrong with the rest.

use http::Uri;
use reqwest::Url;

use crate::Error;
use crate::error::ArgumentError;

/// The base URL, if it can be one.
pub(super) fn check(argument: &str, base_url: &str) -> Result<Url, Error> {
    let refused = |reason: String| Err(ArgumentError::new(argument, reason).into());
    if let Some(reason) = without_scheme(base_url.trim()) {
        return refused(reason);
    }
    let url = match Url::parse(base_url.trim()) {
        Ok(url) => url,
        Err(error) => {
            return refused(format!(
                "is not an absolute URL such as `https://example.com/api` ({error})"
            ));
        }
    };
    if !matches!(url.scheme(), "http" | "https") {
        return refused(format!(
            "must begin with `http://` or `https://`, not with `{}:`",
            url.scheme()
        ));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return refused("must not contain a user or a password".to_owned());
    }
    if url.query().is_some() || url.fragment().is_some() {
        return refused("must not contain a query (`?`) or a fragment (`#`)".to_owned());
    }
    if let Err(error) = Uri::try_from(url.as_str()) {
        return refused(format!("is not a URL for HTTP ({error})"));
    }
    Ok(url)
}

/// What to write for a URL that begins with its host: `my.example.com/api`, `localhost:3000`, which reads as a scheme.
fn without_scheme(url: &str) -> Option<String> {
    let (authority, _) = url.split_once(['/', '?', '#']).unwrap_or((url, ""));
    let is_port = |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit());
    let host = match authority.rsplit_once(':') {
        Some((host, port)) if is_port(port) => host,
        // A scheme, or an IPv6 address without brackets.
        Some(_) if !authority.starts_with('[') => return None,
        _ => authority,
    };
    // What is before an `@` may be a password.
    if host.is_empty() || authority.contains('@') {
        return None;
    }
    Url::parse(&format!("https://{url}")).ok()?;
    Some(format!(
        "has no scheme: write `https://{url}`, or `http://{url}` if the server has no TLS"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::HttpClient;

    #[test]
    fn base_urls() {
        for (given, base) in [
            ("https://example.com", "https://example.com"),
            ("https://example.com/", "https://example.com"),
            (" http://[::1]:80/api/v1/ ", "http://[::1]/api/v1"),
        ] {
            let client = HttpClient::builder(given).build().unwrap();
            assert_eq!(client.base_url(), base);
        }
        for (given, reason) in [
            ("my.example.com", "has no scheme: write `https://my.example.com`, or `http://my"),
            (
                "192.168.1.1",
                "has no scheme: write `https://192.168.1.1`, or `http://192.168.1.1` if",
            ),
            (
                "10.0.0.1:8080/api/",
                "has no scheme: write `https://10.0.0.1:8080/api/`, or `http://",
            ),
            ("[::1]:3000", "has no scheme: write `https://[::1]:3000`, or"),
            ("//example.com", "is not an absolute URL"),
            ("::1", "is not an absolute URL"),
            ("me:secret@example.com", "must begin with `http://` or `https://`"),
            ("me:secret@example.com:80", "must begin with `http://` or `https://`"),
            ("two words", "is not an absolute URL"),
            ("", "is not an absolute URL"),
            ("/api", "is not an absolute URL"),
            ("ftp://example.com", "must begin with `http://` or `https://`, not with `ftp:`"),
            (
                "localhost:3000",
                "has no scheme: write `https://localhost:3000`, or `http://localhost:3000` if",
            ),
            ("localhost", "has no scheme: write `https://localhost`, or `http://localhost` if"),
            ("https://example.com?a=b", "must not contain a query"),
            ("https://example.com/#x", "must not contain a query (`?`) or a fragment"),
            ("https://me:secret@example.com", "must not contain a user"),
        ] {
            let error = check("base_url", given).unwrap_err().to_string();
            assert!(error.starts_with(&format!("argument `base_url` {reason}")), "{error}");
            assert!(!error.contains("secret"));
        }
    }
}
