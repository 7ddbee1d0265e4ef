//! Words that the author has not the choice of: formats, statuses, kinds of security schemes, media types.

use serde_json::{Map, Value};

use super::super::schema::check_type;
use super::walk::Walk;

/// The first words of media types. Of the second there are too many that differ in a letter, as `jsonl` and `json` do.
const TOP_LEVEL_TYPES: &[&str] = &[
    "application",
    "audio",
    "font",
    "haptics",
    "image",
    "message",
    "model",
    "multipart",
    "text",
    "video",
];

/// The second words that most descriptions have.
const SUBTYPES: &[&str] =
    &["json", "octet-stream", "x-www-form-urlencoded", "form-data", "event-stream", "plain"];

/// Those that differ from them in a letter and mean something else.
const OTHER_SUBTYPES: &[&str] = &["jsonl", "json5", "jsonc", "jsonp", "bson", "cson", "hjson"];

/// How HTTP authenticates.
const SCHEMES: &[&str] =
    &["basic", "bearer", "digest", "dpop", "gnap", "hoba", "mutual", "negotiate", "oauth", "vapid"];

const SCHEME_TYPES: &[&str] = &["apiKey", "basic", "http", "mutualTLS", "oauth2", "openIdConnect"];

/// Where the key of a security scheme is sent.
const KEY_LOCATIONS: &[&str] = &["query", "header", "cookie"];

/// Formats that something is made of, or that differ from these in a letter.
const FORMATS: &[&str] = &[
    "binary",
    "byte",
    "date",
    "date-time",
    "decimal",
    "double",
    "duration",
    "email",
    "float",
    "hostname",
    "int16",
    "int32",
    "int64",
    "int8",
    "ipv4",
    "ipv6",
    "password",
    "time",
    "uint16",
    "uint32",
    "uint64",
    "uint8",
    "uri",
    "uri-reference",
    "uri-template",
    "url",
    "uuid",
    "unixtime",
    "unix-time",
    "urn",
    "iri",
    "ulid",
    "cuid",
];

impl<'d> Walk<'d, '_> {
    /// The type and the format of a schema, also of one that nothing uses.
    pub(super) fn schema_words(&mut self, map: &'d Map<String, Value>) {
        if let Some(ty) = map.get("type") {
            check_type(&self.node(map), ty, self.diagnostics);
        }
        let Some(Value::String(format)) = map.get("format") else { return };
        if FORMATS.contains(&format.as_str()) {
            return;
        }
        let plain = |it: &str| it.to_ascii_lowercase().replace(['_', '-', ' '], "");
        let same = FORMATS.iter().copied().find(|it| plain(it) == plain(format));
        if let Some(near) = same.or_else(|| self.meant(format, FORMATS.iter().copied())) {
            let place = self.at("format");
            let message = format!("the format `{format}` is not known");
            self.diagnostics.note(&place, message).help(format!("did you mean `{near}`?"));
        }
    }

    /// Statuses that HTTP does not have. What is no number at all, its reader says.
    pub(super) fn statuses(&mut self, map: &'d Map<String, Value>) {
        for status in map.keys() {
            if status.parse().is_ok_and(|it: u16| (600..1000).contains(&it)) {
                let place = self.at(status);
                let message = format!("`{status}` is not a status of HTTP");
                self.diagnostics.fault(&place, message).help("statuses are from 100 to 599");
            }
        }
    }

    /// The kind of a security scheme, and where it is sent.
    pub(super) fn security_scheme(&mut self, map: &'d Map<String, Value>) {
        let text = |key: &str| map.get(key).and_then(Value::as_str);
        let known = [
            ("type", SCHEME_TYPES, text("type")),
            ("in", KEY_LOCATIONS, text("in")),
            ("scheme", SCHEMES, text("scheme").filter(|_| text("type") == Some("http"))),
        ];
        for (key, words, word) in known {
            let Some(word) = word else { continue };
            let is_known =
                |it: &&str| *it == word || key == "scheme" && it.eq_ignore_ascii_case(word);
            if words.iter().any(is_known) {
                continue;
            }
            let near = self.meant(word, words.iter().copied());
            // Any other scheme of HTTP may be registered.
            if near.is_none() && key != "in" {
                continue;
            }
            let help = match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => "use `query`, `header` or `cookie`".to_owned(),
            };
            let place = self.at(key);
            let message = format!("`{word}` is no `{key}` of a security scheme");
            self.diagnostics.fault(&place, message).help(help);
        }
    }

    /// Tags that are declared twice.
    pub(super) fn declared_twice(&mut self, map: &'d Map<String, Value>) {
        let Some(Value::Array(tags)) = map.get("tags") else { return };
        let mut seen = indexmap::IndexMap::new();
        for (index, tag) in tags.iter().enumerate() {
            let Some(name) = tag.get("name").and_then(Value::as_str) else { continue };
            let place = self.at("tags").index(index);
            match seen.get(name) {
                Some(first) => {
                    let message = format!("the tag `{name}` is declared twice");
                    self.diagnostics.fault(&place, message).related(first, "the first one");
                }
                None => {
                    seen.insert(name, place);
                }
            }
        }
    }

    /// Keys of `content` that are no media types, or misspelt ones.
    pub(super) fn media_types(&mut self, map: &'d Map<String, Value>) {
        let Some(Value::Object(content)) = map.get("content") else { return };
        for name in content.keys().filter(|it| !it.starts_with("x-") && *it != "$ref") {
            let essence = name.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
            let Some((top, rest)) = essence.split_once('/') else {
                if name != "*" {
                    let place = self.at("content").key(name);
                    self.diagnostics
                        .fault(&place, format!("`{name}` is not a media type"))
                        .help("a media type is such as `application/json`");
                }
                continue;
            };
            let is_top = TOP_LEVEL_TYPES.contains(&top);
            let is_rest = SUBTYPES.contains(&rest) || OTHER_SUBTYPES.contains(&rest);
            let top_near = self.meant(top, TOP_LEVEL_TYPES.iter().copied()).filter(|_| !is_top);
            let rest_near = self.meant(rest, SUBTYPES.iter().copied()).filter(|_| !is_rest);
            if top_near.is_none() && rest_near.is_none() {
                continue;
            }
            let near = format!("{}/{}", top_near.unwrap_or(top), rest_near.unwrap_or(rest));
            let place = self.at("content").key(name);
            self.diagnostics
                .fault(&place, format!("the media type `{name}` is not known"))
                .help(format!("did you mean `{near}`?"));
        }
    }
}
