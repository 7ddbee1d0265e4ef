//! Whether a body is a page for a browser: the login page of a proxy, a notice that something is under maintenance.

/// The elements that a page begins with, where it is one.
const BEGINNINGS: &[&str] =
    &["!doctype html", "html", "head", "body", "title", "meta", "link", "script", "style"];

/// Whether a body begins as a page does, whatever the headers say: some servers give `text/html` to every response.
pub(super) fn is_page(body: &[u8]) -> bool {
    let Some(tag) = first_tag(body) else { return false };
    BEGINNINGS.iter().any(|name| {
        let (Some(begins), rest) = (tag.get(..name.len()), tag.get(name.len())) else {
            return false;
        };
        let is_whole = !rest.is_some_and(|it| it.is_ascii_alphanumeric() || *it == b'-');
        begins.eq_ignore_ascii_case(name.as_bytes()) && is_whole
    })
}

/// Whether a body that calls itself HTML is some: a server that calls everything HTML sends plain words as well.
pub(super) fn is_markup(body: &[u8]) -> bool {
    start(body).starts_with(b"<")
}

/// What the first tag has in it and behind it, after comments and declarations of XML.
fn first_tag(body: &[u8]) -> Option<&[u8]> {
    let mut rest = start(body);
    loop {
        let (opening, closing): (&[u8], &[u8]) =
            if rest.starts_with(b"<!--") { (b"<!--", b"-->") } else { (b"<?", b"?>") };
        let Some(inside) = rest.strip_prefix(opening) else { return rest.strip_prefix(b"<") };
        let end = inside.windows(closing.len()).position(|it| it == closing)?;
        rest = inside[end + closing.len()..].trim_ascii_start();
    }
}

fn start(body: &[u8]) -> &[u8] {
    body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body).trim_ascii_start()
}

#[cfg(test)]
mod tests {
    use super::{is_markup, is_page};

    #[test]
    fn pages_are_known_by_how_they_begin() {
        for page in [
            "<!DOCTYPE html><p>Please log in.</p>",
            "\u{feff} \n<HTML lang=en>",
            "<!-- maintenance --><!-- 2 -->\n<html>",
            "<?xml version=\"1.0\"?>\n<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0\">",
            "<head><title>502</title>",
            "<body>",
            "<title>Sign in</title>",
            "<script>location = '/login'</script>",
        ] {
            assert!(is_page(page.as_bytes()) && is_markup(page.as_bytes()), "{page}");
        }
        for other in [
            "",
            "tom",
            "\"<html>\"",
            "<users><user/></users>",
            "<?xml version=\"1.0\"?><hash><id>1</id></hash>",
            "<header>1</header>",
            "<html-list/>",
            "<!-- never closed <html>",
            "<!doctype html5x>",
        ] {
            assert!(!is_page(other.as_bytes()), "{other}");
        }
        assert!(is_markup(b"<h1>Welcome</h1>") && !is_markup(b"1 < 2"));
    }
}
