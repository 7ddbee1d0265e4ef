//! `multipart/form-data` (RFC 7578).

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher as _, Hasher as _};

use super::content::{Content, Pieces};
use super::upload::Upload;

/// One part of a form.
pub(crate) struct Part {
    name: String,
    file_name: Option<String>,
    media_type: Option<String>,
    content: Upload,
}

impl Part {
    /// Without a file name many servers take a part for a text, so it always has one.
    pub(crate) fn file(name: &str, content: Upload) -> Self {
        let file_name = Some(content.name().unwrap_or(name).to_owned());
        let media_type =
            Some(content.media_type().unwrap_or("application/octet-stream").to_owned());
        Self { name: name.to_owned(), file_name, media_type, content }
    }

    pub(crate) fn text(name: &str, media_type: Option<&str>, text: String) -> Self {
        let media_type = media_type.map(str::to_owned);
        Self { name: name.to_owned(), file_name: None, media_type, content: Upload::from(text) }
    }

    fn head(&self) -> String {
        let mut head = format!("Content-Disposition: form-data; name=\"{}\"", escape(&self.name));
        if let Some(file_name) = &self.file_name {
            head.push_str(&format!("; filename=\"{}\"", escape(file_name)));
        }
        if let Some(media_type) = &self.media_type {
            let media_type: String = media_type.chars().filter(|it| !it.is_control()).collect();
            head.push_str(&format!("\r\nContent-Type: {media_type}"));
        }
        head
    }
}

/// As browsers do it.
fn escape(text: &str) -> String {
    text.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}

/// The parts with their borders.
pub(crate) fn content(parts: Vec<Part>) -> Content {
    let boundary = boundary();
    let mut pieces = Vec::with_capacity(2 * parts.len() + 1);
    let mut border = format!("--{boundary}");
    for part in parts {
        pieces.push(Upload::from(format!("{border}\r\n{}\r\n\r\n", part.head())));
        pieces.push(part.content);
        border = format!("\r\n--{boundary}");
    }
    pieces.push(Upload::from(format!("{border}--\r\n")));
    let media_type = format!("multipart/form-data; boundary={boundary}").into();
    Content { media_type, pieces: Pieces::Several(pieces) }
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
        let parts = vec![
            Part::text("label", None, "Blog".to_owned()),
            Part::text("access", Some("application/json"), "{}".to_owned()),
            Part::file(
                "icon",
                Upload::from("PNG").file_name("a\"\r\nb.png").content_type("image/png"),
            ),
            Part::file("raw", Upload::from("x")),
        ];
        let mut content = content(parts);
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
}
