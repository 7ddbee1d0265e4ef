//! Bodies of several parts: `multipart/form-data` (RFC 7578), and what is no form: `multipart/related` (RFC 2387),
//! `multipart/mixed` (RFC 2046).

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher as _, Hasher as _};

use openapi_media::{OCTETS, essence, subtype};

use super::content::{Content, Pieces};
use super::query;
use super::upload::Upload;

/// The parts of a body.
pub(crate) struct Parts {
    media_type: &'static str,
    /// The names in the order of the description.
    order: &'static [&'static str],
    parts: Vec<Part>,
}

/// One part of a body.
pub(crate) struct Part {
    name: String,
    is_file: bool,
    media_type: Option<String>,
    content: Upload,
}

impl Part {
    pub(crate) fn file(name: &str, content: Upload) -> Self {
        let media_type = Some(content.media_type().unwrap_or(OCTETS).to_owned());
        Self { name: name.to_owned(), is_file: true, media_type, content }
    }

    pub(crate) fn text(name: &str, media_type: Option<&str>, text: String) -> Self {
        let media_type = media_type.map(str::to_owned);
        Self { name: name.to_owned(), is_file: false, media_type, content: Upload::from(text) }
    }

    /// The head in a form: the part is told by the name in its disposition.
    fn form_head(&self) -> String {
        let mut head = format!("Content-Disposition: form-data; name=\"{}\"", escape(&self.name));
        if self.is_file {
            // Without a file name many servers take a part for a text, so it always has one.
            let file_name = self.content.name().unwrap_or(&self.name);
            head.push_str(&format!("; filename=\"{}\"", escape(file_name)));
        }
        if let Some(media_type) = self.shown_media_type() {
            head.push_str(&format!("\r\nContent-Type: {media_type}"));
        }
        head
    }

    /// The head elsewhere: the part is told by its position, its type and its id.
    fn head(&self) -> String {
        let media_type = self.media_type_or_text();
        let mut head = format!("Content-Type: {media_type}\r\nContent-ID: <{}>", self.id());
        if let Some(file_name) = self.content.name() {
            let disposition = "\r\nContent-Disposition: attachment; filename";
            head.push_str(&format!("{disposition}=\"{}\"", escape(file_name)));
        }
        head
    }

    fn id(&self) -> String {
        query::encode(&self.name)
    }

    fn shown_media_type(&self) -> Option<String> {
        self.media_type.as_ref().map(|it| it.chars().filter(|it| !it.is_control()).collect())
    }

    fn media_type_or_text(&self) -> String {
        self.shown_media_type().unwrap_or_else(|| "text/plain; charset=utf-8".to_owned())
    }
}

/// As browsers do it.
fn escape(text: &str) -> String {
    text.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}

impl Parts {
    pub(crate) fn new(media_type: &'static str, order: &'static [&'static str]) -> Self {
        Self { media_type, order, parts: Vec::new() }
    }

    pub(crate) fn push(&mut self, part: Part) {
        self.parts.push(part);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// The parts with their borders.
    pub(crate) fn content(mut self) -> Content {
        let position = |it: &Part| self.order.iter().position(|name| *name == it.name);
        self.parts.sort_by_key(|it| position(it).unwrap_or(usize::MAX));
        let boundary = boundary();
        let media_type = self.full_media_type(&boundary);
        let is_form = subtype(self.media_type) == "form-data";
        let mut pieces = Vec::with_capacity(2 * self.parts.len() + 1);
        let mut border = format!("--{boundary}");
        for part in self.parts {
            let head = if is_form { part.form_head() } else { part.head() };
            pieces.push(Upload::from(format!("{border}\r\n{head}\r\n\r\n")));
            pieces.push(part.content);
            border = format!("\r\n--{boundary}");
        }
        pieces.push(Upload::from(format!("{border}--\r\n")));
        Content { media_type: media_type.into(), pieces: Pieces::Several(pieces) }
    }

    /// The media type with its parameters: those of the description, and those that the parts call for.
    fn full_media_type(&self, boundary: &str) -> String {
        let mut res = format!("{}; boundary={boundary}", essence(self.media_type));
        let described = |name: &str| {
            let mut parameters = self.media_type.split(';').skip(1).map(str::trim);
            parameters.find(|it| it.to_ascii_lowercase().starts_with(&format!("{name}=")))
        };
        if let Some(charset) = described("charset") {
            res.push_str(&format!("; {charset}"));
        }
        if subtype(self.media_type) != "related" {
            return res;
        }
        // The first part is the root, of which the whole has the type.
        let Some(root) = self.parts.first() else { return res };
        match described("type") {
            Some(described) => res.push_str(&format!("; {described}")),
            None => {
                res.push_str(&format!("; type=\"{}\"", essence(&root.media_type_or_text())));
            }
        }
        res.push_str(&format!("; start=\"<{}>\"", root.id()));
        res
    }
}

/// 128 random bits: no content will have it in it by chance.
fn boundary() -> String {
    let random = || RandomState::new().build_hasher().finish();
    format!("{:016x}{:016x}", random(), random())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_form() {
        let all = [
            Part::text("label", None, "Blog".to_owned()),
            Part::text("access", Some("application/json"), "{}".to_owned()),
            Part::file(
                "icon",
                Upload::from("PNG").file_name("a\"\r\nb.png").content_type("image/png"),
            ),
            Part::file("raw", Upload::from("x")),
        ];
        let mut parts = Parts::new(openapi_media::FORM_DATA, &[]);
        all.into_iter().for_each(|it| parts.push(it));
        let mut content = parts.content();
        let boundary =
            content.media_type.strip_prefix("multipart/form-data; boundary=").unwrap().to_owned();
        let bytes: Vec<_> = content
            .again()
            .into_iter()
            .filter_map(Upload::into_bytes)
            .map(|it| it.to_vec())
            .collect();
        let text = String::from_utf8(bytes.concat()).unwrap();
        assert_eq!(
            text.replace(&boundary, "B"),
            "--B\r\nContent-Disposition: form-data; name=\"label\"\r\n\r\nBlog\r\n\
             --B\r\nContent-Disposition: form-data; name=\"access\"\r\nContent-Type: application/json\r\n\r\n{}\r\n\
             --B\r\nContent-Disposition: form-data; name=\"icon\"; filename=\"a%22%0D%0Ab.png\"\r\n\
             Content-Type: image/png\r\n\r\nPNG\r\n\
             --B\r\nContent-Disposition: form-data; name=\"raw\"; filename=\"raw\"\r\n\
             Content-Type: application/octet-stream\r\n\r\nx\r\n--B--\r\n"
        );
    }

    #[test]
    fn what_is_no_form_has_no_disposition_of_forms() {
        let written = |media_type, order| {
            let mut parts = Parts::new(media_type, order);
            parts.push(Part::file("media", Upload::from("PNG").content_type("image/png")));
            parts.push(Part::file("other file", Upload::from("x").file_name("a.bin")));
            parts.push(Part::text("metadata", Some("application/json"), "{}".to_owned()));
            parts.push(Part::text("note", None, "hi".to_owned()));
            let mut content = parts.content();
            let media_type = content.media_type.clone().into_owned();
            let boundary = media_type.split("boundary=").nth(1).unwrap();
            let boundary = boundary.split(';').next().unwrap().to_owned();
            let bytes = content.again().into_iter().filter_map(Upload::into_bytes);
            let text = String::from_utf8(bytes.flatten().collect()).unwrap();
            (media_type.replace(&boundary, "B"), text.replace(&boundary, "B").replace("\r\n", "\n"))
        };
        let (media_type, text) =
            written("multipart/related", &["metadata", "media", "note", "other file"]);
        assert_eq!(
            media_type,
            "multipart/related; boundary=B; type=\"application/json\"; start=\"<metadata>\""
        );
        assert_eq!(
            text,
            "--B\nContent-Type: application/json\nContent-ID: <metadata>\n\n{}\n\
             --B\nContent-Type: image/png\nContent-ID: <media>\n\nPNG\n\
             --B\nContent-Type: text/plain; charset=utf-8\nContent-ID: <note>\n\nhi\n\
             --B\nContent-Type: application/octet-stream\nContent-ID: <other%20file>\n\
             Content-Disposition: attachment; filename=\"a.bin\"\n\nx\n--B--\n"
        );
        assert_eq!(written("multipart/mixed", &[]).0, "multipart/mixed; boundary=B");
        let (media_type, _) = written("multipart/related; type=\"application/dicom\"", &[]);
        assert_eq!(
            media_type,
            "multipart/related; boundary=B; type=\"application/dicom\"; start=\"<media>\""
        );
    }
}
