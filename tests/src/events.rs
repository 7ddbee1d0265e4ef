//! A plain reading of server-sent events, for whole streams held in memory.

/// One event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// The last `id:` so far.
    pub id: Option<String>,
    /// The lines of `data:`.
    pub data: String,
}

/// The events of a stream. What no empty line ends is no event.
pub fn events(stream: &str) -> Vec<Event> {
    let mut found = Vec::new();
    let mut id = None;
    let mut data: Vec<&str> = Vec::new();
    for line in stream.lines() {
        let (name, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match name {
            "data" => data.push(value),
            "id" => id = Some(value.to_owned()),
            _ if line.is_empty() && !data.is_empty() => {
                found.push(Event { id: id.clone(), data: data.join("\n") });
                data.clear();
            }
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{Event, events};

    #[test]
    fn a_stream_is_read_as_browsers_do() {
        let event = |id: &str, data: &str| Event { id: Some(id.to_owned()), data: data.to_owned() };
        let stream =
            "id: 1\ndata: a\ndata: b\n\n: a comment\ndata:c\n\nid: 2\n\ndata: broken off\n";
        assert_eq!(events(stream), [event("1", "a\nb"), event("1", "c")]);
    }
}
