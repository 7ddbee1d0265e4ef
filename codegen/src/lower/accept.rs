//! Which media types a call asks for.

use openapi_media::{JSON, Kind, concrete, essence};

use crate::document::{MediaView, OperationView};

use super::Lowering;

impl Lowering<'_> {
    /// The `Accept` header of an operation that answers JSON, in the order of the description; `None` if it is that of
    /// all JSON.
    ///
    /// Servers that describe a media type of their own may refuse any other, or answer another version. Should one of
    /// them have plain JSON only, that is as good.
    pub(super) fn accept(&mut self, view: &OperationView) -> Option<String> {
        let mut named: Vec<String> = Vec::new();
        for response in view.responses.iter().filter(|it| it.status.is_success()) {
            let is_json = |it: &&MediaView| Kind::of(&it.media_type) == Kind::Json;
            let Some(first) = response.content.iter().find(is_json) else { continue };
            for media in response.content.iter().filter(is_json) {
                let sent = concrete(&media.media_type).map_or_else(String::new, without_charset);
                if !sent.is_empty() && !named.contains(&sent) && self.same_schema(first, media) {
                    named.push(sent);
                }
            }
        }
        if named.iter().all(|it| it == JSON) {
            return None;
        }
        if !named.iter().any(|it| it == JSON) {
            named.push(format!("{JSON};q=0.9"));
        }
        Some(named.join(", "))
    }
}

/// JSON has no other charset than UTF-8; a server that compares the whole text would not find what it has.
fn without_charset(media_type: &str) -> String {
    let parameters = media_type.split(';').skip(1).map(str::trim);
    let kept = parameters.filter(|it| !it.to_ascii_lowercase().starts_with("charset="));
    std::iter::once(essence(media_type))
        .chain(kept.map(str::to_owned))
        .collect::<Vec<_>>()
        .join(";")
}
