//! Bytes -> events, as the HTML standard has it, whatever the borders of the chunks.

use std::time::Duration;

/// The longest event, in bytes.
const LONGEST: usize = 1024 * 1024;

/// An event as it came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct RawEvent {
    pub(crate) data: String,
    pub(crate) event: Option<String>,
    pub(crate) id: Option<String>,
    /// Whether the id came with this event.
    pub(crate) own_id: bool,
    pub(crate) retry: Option<Duration>,
}

/// An event that is longer than 1 MiB. The parser cannot go on.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct TooLong;

/// What was read of a stream so far.
#[derive(Default)]
pub(crate) struct Parser {
    /// The line that has begun.
    line: Vec<u8>,
    /// Whether the last byte was a CR: an LF that follows belongs to it.
    after_cr: bool,
    /// Whether the first line is behind: before it there may be a byte order mark.
    begun: bool,
    data: Option<String>,
    event: Option<String>,
    retry: Option<Duration>,
    /// Stays until it is replaced.
    id: Option<String>,
    /// Whether it came with the event that has begun.
    own_id: bool,
    /// The id as of the last event that was complete: what comes after it may be lost.
    resume_from: Option<String>,
    /// How long to wait before connecting again, as the server said last.
    reconnection: Option<Duration>,
    /// Whether a line was one of an event stream.
    understood: bool,
    /// The beginning of the first line that was none.
    foreign: Option<Vec<u8>>,
}

/// As much of a line that is not understood is kept, in bytes.
const SHOWN: usize = 400;

/// The names of the fields.
const FIELDS: [&str; 4] = ["data", "event", "id", "retry"];

impl Parser {
    /// What is to go on where this one was cut.
    pub(crate) fn resumed(&self) -> Self {
        Self {
            id: self.resume_from.clone(),
            resume_from: self.resume_from.clone(),
            reconnection: self.reconnection,
            ..Self::default()
        }
    }

    /// The id of the last event; empty if the server has taken it back, `None` if there was none.
    pub(crate) fn last_id(&self) -> Option<&str> {
        self.resume_from.as_deref()
    }

    /// The beginning of what came, if nothing of it belongs to an event stream.
    pub(crate) fn foreign(&self) -> Option<&[u8]> {
        if self.understood {
            return None;
        }
        let begun = self.line.trim_ascii();
        let begun = begun.strip_prefix(b"\xef\xbb\xbf").unwrap_or(begun);
        // A line that has only begun may still become one.
        let is_field = |name: &str| match begun.strip_prefix(name.as_bytes()) {
            Some(rest) => rest.first().is_none_or(|byte| *byte == b':'),
            None => name.as_bytes().starts_with(begun),
        };
        let is_foreign =
            !begun.is_empty() && !begun.starts_with(b":") && !FIELDS.into_iter().any(is_field);
        let begun = is_foreign.then(|| &begun[..begun.len().min(SHOWN)]);
        self.foreign.as_deref().or(begun)
    }

    /// How long the server wants clients to wait before they connect again.
    pub(crate) fn reconnection(&self) -> Option<Duration> {
        self.reconnection
    }

    /// Reads bytes up to the end of the next event; how many that were, and the event if it is complete.
    pub(crate) fn read(&mut self, bytes: &[u8]) -> Result<(usize, Option<RawEvent>), TooLong> {
        let mut at = 0;
        while at < bytes.len() {
            if std::mem::take(&mut self.after_cr) && bytes[at] == b'\n' {
                at += 1;
                continue;
            }
            let rest = &bytes[at..];
            let end = rest.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
            self.line.extend_from_slice(&rest[..end.unwrap_or(rest.len())]);
            if self.line.len() + self.data.as_ref().map_or(0, String::len) > LONGEST {
                return Err(TooLong);
            }
            let Some(end) = end else { return Ok((bytes.len(), None)) };
            self.after_cr = rest[end] == b'\r';
            at += end + 1;
            if let Some(event) = self.end_of_line() {
                return Ok((at, Some(event)));
            }
        }
        Ok((at, None))
    }

    fn end_of_line(&mut self) -> Option<RawEvent> {
        let line = std::mem::take(&mut self.line);
        let mut line = line.as_slice();
        if !std::mem::replace(&mut self.begun, true) {
            line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
        }
        if line.is_empty() {
            return self.dispatch();
        }
        // Whole lines are whole characters.
        let line = String::from_utf8_lossy(line);
        let (field, value) = line.split_once(':').unwrap_or((&line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "data" => match &mut self.data {
                Some(data) => {
                    data.push('\n');
                    data.push_str(value);
                }
                None => self.data = Some(value.to_owned()),
            },
            "event" => self.event = Some(value.to_owned()).filter(|it| !it.is_empty()),
            "id" if !value.contains('\0') => {
                self.id = Some(value.to_owned());
                self.own_id = true;
            }
            "retry" if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) => {
                // What is too large for a number is as long as can be.
                self.retry = Some(Duration::from_millis(value.parse().unwrap_or(u64::MAX)));
                self.reconnection = self.retry;
            }
            // Comments have an empty name. There may be more fields some day.
            _ => {}
        }
        if field.is_empty() || FIELDS.contains(&field) {
            self.understood = true;
        } else if self.foreign.is_none() {
            self.foreign = Some(line.as_bytes()[..line.len().min(SHOWN)].to_vec());
        }
        None
    }

    /// An empty line ends an event; one without data is none.
    fn dispatch(&mut self) -> Option<RawEvent> {
        let event = self.event.take();
        let own_id = std::mem::take(&mut self.own_id);
        if self.resume_from != self.id {
            self.resume_from.clone_from(&self.id);
        }
        let data = self.data.take()?;
        Some(RawEvent {
            data,
            event,
            id: self.id.clone().filter(|it| !it.is_empty()),
            own_id,
            retry: self.retry.take(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All events of a text that comes in chunks of this size.
    fn events(text: &[u8], chunk: usize) -> Vec<RawEvent> {
        let mut parser = Parser::default();
        let mut events = Vec::new();
        for mut bytes in text.chunks(chunk) {
            while !bytes.is_empty() {
                let (read, event) = parser.read(bytes).unwrap();
                events.extend(event);
                bytes = &bytes[read..];
            }
        }
        events
    }

    fn data(data: &str) -> RawEvent {
        RawEvent { data: data.to_owned(), ..RawEvent::default() }
    }

    #[track_caller]
    fn check(text: &str, expected: &[RawEvent]) {
        for variant in [text.to_owned(), text.replace('\n', "\r\n"), text.replace('\n', "\r")] {
            for chunk in 1..=variant.len() {
                assert_eq!(
                    events(variant.as_bytes(), chunk),
                    expected,
                    "{variant:?} in chunks of {chunk}"
                );
            }
        }
    }

    #[test]
    fn every_line_end_and_every_border() {
        check("data: a\n\ndata:b\n\n", &[data("a"), data("b")]);
        check("data: ä€😀\n\n", &[data("ä€😀")]);
        check("\u{feff}data: a\n\n", &[data("a")]);
        check("\u{feff}\n\u{feff}data: a\n\n", &[]);
        check(": comment\n:\ndata: a\ndata:\ndata:  b\n\n", &[data("a\n\n b")]);
        check("data\n\n", &[data("")]);
        check("unknown: x\ndatax: y\n\n\n\n", &[]);
        check("data: a\n\ndata: cut", &[data("a")]);
        check("data: a\n\ndata: cut\n", &[data("a")]);
    }

    #[test]
    fn fields() {
        let named = |event: Option<&str>, id: Option<&str>, retry: Option<u64>| RawEvent {
            data: "x".to_owned(),
            event: event.map(str::to_owned),
            id: id.map(str::to_owned),
            own_id: false,
            retry: retry.map(Duration::from_millis),
        };
        check(
            "event: add\nid: 7\nretry: 250\ndata: x\n\ndata: x\n\nid\ndata: x\n\n",
            &[
                RawEvent { own_id: true, ..named(Some("add"), Some("7"), Some(250)) },
                named(None, Some("7"), None),
                RawEvent { own_id: true, ..named(None, None, None) },
            ],
        );
        check("event: lost\n\ndata: x\n\n", &[named(None, None, None)]);
        check("retry: soon\nretry: -1\nid: a\0b\ndata: x\n\n", &[named(None, None, None)]);
        // `retry` may come in an event of its own.
        check("retry: 5\n\ndata: x\n\n", &[named(None, None, Some(5))]);
        // More than a number can hold.
        check(
            &format!("retry: {}\ndata: x\n\n", "9".repeat(40)),
            &[named(None, None, Some(u64::MAX))],
        );
    }

    #[test]
    fn what_is_no_event_stream_is_noticed() {
        let foreign = |text: &str| {
            let mut parser = Parser::default();
            let mut bytes = text.as_bytes();
            while !bytes.is_empty() {
                bytes = &bytes[parser.read(bytes).unwrap().0..];
            }
            parser.foreign().map(|it| String::from_utf8(it.to_vec()).unwrap())
        };
        for text in ["{\"error\": \"no: such log\"}", "Not found", "da", "\n\nidea", "id 7"] {
            let expected = (text != "da").then(|| text.trim().to_owned());
            assert_eq!(foreign(text), expected, "{text}");
        }
        assert_eq!(foreign("one\ntwo\n").as_deref(), Some("one"));
        for text in ["", "\n\n", ": hello\nx: y\n", "x: y\n\ndata", "retry: 3\nx", "\u{feff}data"] {
            let is_foreign = text.starts_with('x');
            assert_eq!(foreign(text).is_some(), is_foreign, "{text}");
        }
    }

    #[test]
    fn what_is_not_utf_8_is_replaced() {
        assert_eq!(events(b"data: a\xffb\n\n", 3), [data("a\u{fffd}b")]);
    }

    #[test]
    fn is_bounded() {
        let mut parser = Parser::default();
        let chunk = vec![b'x'; 64 * 1024];
        assert!((0..16).all(|_| parser.read(&chunk).is_ok()));
        assert_eq!(parser.read(&chunk), Err(TooLong));

        let mut parser = Parser::default();
        let line = [b"data: ".as_slice(), &vec![b'x'; 1000], b"\n"].concat();
        assert_eq!((0..2000).find(|_| parser.read(&line).is_err()).map(|it| it > 1000), Some(true));
    }
}
