//! Signatures with HMAC-SHA256, compared in constant time.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD};
use hmac::{Hmac, KeyInit, Mac};
use http::HeaderMap;
use sha2::Sha256;

use super::{Check, Refused};
use crate::Secret;

/// A header that holds the HMAC-SHA256 of the body in hexadecimal digits, with or without `sha256=` before them.
///
/// ```
/// use openapi_runtime::HeaderMap;
/// use openapi_runtime::webhooks::{Check, HmacSha256};
///
/// let check = HmacSha256::new("X-Hub-Signature-256", "It's a Secret to Everybody");
/// let mut headers = HeaderMap::new();
/// let signature = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
/// headers.insert("x-hub-signature-256", signature.parse()?);
/// assert!(check.check(&headers, b"Hello, World!").is_ok());
/// assert!(check.check(&headers, b"Hello, World?").is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct HmacSha256 {
    header: String,
    secrets: Vec<Secret>,
}

impl HmacSha256 {
    /// A check of this header with this secret.
    pub fn new(header: impl Into<String>, secret: impl Into<Secret>) -> Self {
        Self { header: header.into(), secrets: vec![secret.into()] }
    }

    /// A further secret that is as good, while one is replaced by another.
    #[must_use]
    pub fn or(mut self, secret: impl Into<Secret>) -> Self {
        self.secrets.push(secret.into());
        self
    }
}

impl Check for HmacSha256 {
    fn check(&self, headers: &HeaderMap, body: &[u8]) -> Result<(), Refused> {
        let name = &self.header;
        let given = text(headers, name)
            .ok_or_else(|| Refused::new(format!("the signature in `{name}` is missing")))?;
        let digits = given.strip_prefix("sha256=").unwrap_or(given);
        let signature = from_hex(digits)
            .ok_or_else(|| Refused::new(format!("the signature in `{name}` is not hexadecimal")))?;
        let is_right =
            |it: &Secret| mac(it.expose().as_bytes(), &[body]).verify_slice(&signature).is_ok();
        match self.secrets.iter().any(is_right) {
            true => Ok(()),
            false => Err(Refused::new(format!("the signature in `{name}` does not fit the body"))),
        }
    }
}

/// The signature of the [Standard Webhooks](https://www.standardwebhooks.com): the headers `webhook-id`,
/// `webhook-timestamp` and `webhook-signature` (or the same with `svix-`), the latter of `v1,BASE64` signatures.
///
/// A request that is older or newer than the tolerance, five minutes unless it is set, is refused, so that an old one
/// cannot be sent again. The id of a request stays the same when it is delivered again: use it to do nothing twice.
#[derive(Clone, Debug)]
pub struct StandardWebhooks {
    secrets: Vec<Secret>,
    tolerance: Duration,
}

impl StandardWebhooks {
    /// A check with this secret: `whsec_` and Base64, as the sender shows it, or the Base64 alone.
    pub fn new(secret: impl Into<Secret>) -> Self {
        Self { secrets: vec![secret.into()], tolerance: Duration::from_secs(5 * 60) }
    }

    /// A further secret that is as good, while one is replaced by another.
    #[must_use]
    pub fn or(mut self, secret: impl Into<Secret>) -> Self {
        self.secrets.push(secret.into());
        self
    }

    /// How far the time of a request may be from now.
    #[must_use]
    pub fn tolerance(mut self, tolerance: Duration) -> Self {
        self.tolerance = tolerance;
        self
    }

    /// As [`check`](Check::check), at another time than now: for tests with recorded requests.
    ///
    /// # Errors
    ///
    /// Why the request is refused.
    pub fn check_at(
        &self,
        headers: &HeaderMap,
        body: &[u8],
        now: SystemTime,
    ) -> Result<(), Refused> {
        let part = |name: &'static str| {
            let found = text(headers, &format!("webhook-{name}"));
            found
                .or_else(|| text(headers, &format!("svix-{name}")))
                .ok_or_else(|| Refused::new(format!("the header `webhook-{name}` is missing")))
        };
        let (id, timestamp, signatures) = (part("id")?, part("timestamp")?, part("signature")?);
        let sent = timestamp
            .parse()
            .ok()
            .and_then(|seconds| UNIX_EPOCH.checked_add(Duration::from_secs(seconds)))
            .ok_or_else(|| Refused::new("`webhook-timestamp` is not in seconds since 1970"))?;
        let distance = now.duration_since(sent).unwrap_or_else(|early| early.duration());
        if distance > self.tolerance {
            return Err(Refused::new("the webhook is too old, or from the future"));
        }
        let signatures: Vec<Vec<u8>> = signatures
            .split_ascii_whitespace()
            .filter_map(|it| from_base64(it.strip_prefix("v1,")?))
            .collect();
        for secret in &self.secrets {
            let written = secret.expose();
            let key = from_base64(written.strip_prefix("whsec_").unwrap_or(written))
                .ok_or_else(|| Refused::new("the secret of this receiver is not Base64"))?;
            let signed: [&[u8]; 5] = [id.as_bytes(), b".", timestamp.as_bytes(), b".", body];
            if signatures.iter().any(|it| mac(&key, &signed).verify_slice(it).is_ok()) {
                return Ok(());
            }
        }
        Err(Refused::new("no signature in `webhook-signature` fits"))
    }
}

impl Check for StandardWebhooks {
    fn check(&self, headers: &HeaderMap, body: &[u8]) -> Result<(), Refused> {
        self.check_at(headers, body, SystemTime::now())
    }
}

fn mac(key: &[u8], parts: &[&[u8]]) -> Hmac<Sha256> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of every length");
    parts.iter().for_each(|it| mac.update(it));
    mac
}

fn text<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get(name)?.to_str().ok().map(str::trim)
}

fn from_hex(digits: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|it| u8::try_from(it).ok());
    let pairs = digits.as_bytes().chunks(2);
    pairs.map(|pair| Some(digit(*pair.first()?)? << 4 | digit(*pair.get(1)?)?)).collect()
}

fn from_base64(text: &str) -> Option<Vec<u8>> {
    STANDARD.decode(text).or_else(|_| STANDARD_NO_PAD.decode(text)).ok()
}
