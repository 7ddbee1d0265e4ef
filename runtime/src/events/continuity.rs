//! Whether a new connection continues what was handed out: which events are repeated, and where some may be missing.

use std::collections::{HashMap, VecDeque};
use std::hash::{DefaultHasher, Hash, Hasher};

use super::parser::RawEvent;

/// How many events are remembered, to be recognised when the server sends them again.
pub(super) const REMEMBERED: usize = 16 * 1024;

/// What is known of the events that were handed out.
///
/// An event is recognised by its id, if that came once only and with the same event: some servers number the events of
/// each connection from the start, or give all of them one id, and such ids must not hide an event that is new.
#[derive(Default)]
pub(super) struct Continuity {
    /// By the fingerprint of the id.
    seen: HashMap<u64, Seen>,
    /// The fingerprints of the ids, the oldest first.
    order: VecDeque<u64>,
    /// How many events with ids were remembered.
    count: u64,
    /// Of the present connection; the first has number 0.
    connection: u32,
    last: Last,
    phase: Phase,
}

#[derive(Clone, Copy)]
struct Seen {
    number: u64,
    /// The fingerprint of what the event says.
    content: u64,
    connection: u32,
    /// Whether the id does not tell one event from others.
    is_ambiguous: bool,
}

/// The last event that was handed out.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Last {
    /// There was none.
    #[default]
    None,
    /// It had no id, or one that does not tell which event it was.
    Unidentified,
    Identified,
}

/// What the present connection has shown.
#[derive(Clone, Copy, Default)]
enum Phase {
    /// It is the first, it is known to continue the one before, or it was told that it may not.
    #[default]
    Settled,
    /// Nothing has come yet that shows it.
    Open,
    /// It repeats what was handed out; the last of it was the event of this number.
    Repeating {
        number: u64,
        /// Whether that came in the order in which it had come before.
        in_order: bool,
    },
}

/// What is to be done with an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Hand it out.
    New,
    /// Tell that events may be missing, or come again, and hand it out.
    BehindGap,
    /// It was handed out before.
    Repeated,
}

impl Continuity {
    /// Whether the last event can be named to a server: one that heeds `Last-Event-ID` then goes on behind it.
    pub(super) fn is_at_an_id(&self) -> bool {
        self.last != Last::Unidentified
    }

    /// A new connection was made; `continued`: the server goes on behind the last event.
    pub(super) fn connect(&mut self, continued: bool) {
        self.connection += 1;
        // What the connection before left open stays open.
        let continues = self.last == Last::None || continued && !self.is_open();
        self.phase = if continues { Phase::Settled } else { Phase::Open };
    }

    /// Whether the end of the stream would hide that events may be missing.
    pub(super) fn is_open(&self) -> bool {
        match self.phase {
            Phase::Settled => false,
            Phase::Open => true,
            // All that was handed out last has come again: what follows is new.
            Phase::Repeating { number, in_order } => {
                !in_order || number + 1 != self.count || self.last != Last::Identified
            }
        }
    }

    /// Nothing more is to be told.
    pub(super) fn close(&mut self) {
        self.phase = Phase::Settled;
    }

    /// What is to be done with an event; it counts as handed out if it is.
    pub(super) fn judge(&mut self, event: &RawEvent) -> Verdict {
        let id = event.own_id.then_some(event.id.as_deref()).flatten();
        let known = id.map(|id| (fingerprint(id), fingerprint(&(&event.event, &event.data))));
        if let Some(number) = known.and_then(|(id, content)| self.repeated(id, content)) {
            self.phase = match self.phase {
                Phase::Settled => Phase::Settled,
                Phase::Open => Phase::Repeating { number, in_order: true },
                Phase::Repeating { number: last, in_order } => {
                    Phase::Repeating { number, in_order: in_order && number == last + 1 }
                }
            };
            return Verdict::Repeated;
        }
        let is_open = self.is_open();
        self.phase = Phase::Settled;
        self.remember(known);
        if is_open { Verdict::BehindGap } else { Verdict::New }
    }

    /// The number of an event that an earlier connection brought.
    fn repeated(&self, id: u64, content: u64) -> Option<u64> {
        let seen = self.seen.get(&id)?;
        let is_same = seen.connection < self.connection && seen.content == content;
        (is_same && !seen.is_ambiguous).then_some(seen.number)
    }

    /// `known`: the fingerprints of the id and of the content, if the event has an id.
    fn remember(&mut self, known: Option<(u64, u64)>) {
        let Some((id, content)) = known else {
            self.last = Last::Unidentified;
            return;
        };
        let (number, connection) = (self.count, self.connection);
        // What is certainly repeated is not remembered a second time.
        let is_ambiguous = self.seen.contains_key(&id);
        self.last = if is_ambiguous { Last::Unidentified } else { Last::Identified };
        self.count += 1;
        if self.seen.insert(id, Seen { number, content, connection, is_ambiguous }).is_none() {
            self.order.push_back(id);
        }
        if self.order.len() > REMEMBERED
            && let Some(oldest) = self.order.pop_front()
        {
            self.seen.remove(&oldest);
        }
    }
}

fn fingerprint(value: &(impl Hash + ?Sized)) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn event(text: &str) -> RawEvent {
        let (id, data) = text.split_once('=').unwrap_or((text, text));
        let id = Some(id.to_owned()).filter(|id| !id.is_empty());
        RawEvent { own_id: id.is_some(), id, data: data.to_owned(), ..RawEvent::default() }
    }

    /// What is handed out of connections that bring these events (`id=data`); `?` where events may be missing.
    fn told(connections: &[&str], continued: bool) -> String {
        let mut continuity = Continuity::default();
        let mut told = Vec::new();
        for (number, events) in connections.iter().enumerate() {
            if number > 0 {
                let continued = continued && continuity.is_at_an_id();
                continuity.connect(continued);
            }
            for text in events.split_whitespace() {
                let verdict = continuity.judge(&event(text));
                told.extend((verdict == Verdict::BehindGap).then_some("?"));
                told.extend((verdict != Verdict::Repeated).then_some(text));
            }
        }
        told.extend(continuity.is_open().then_some("?"));
        told.join(" ")
    }

    #[test]
    fn a_server_that_repeats_its_last_events() {
        for (connections, expected) in [
            (["1 2 3", "2 3 4 5"], "1 2 3 4 5"),
            (["1 2 3", "3 4"], "1 2 3 4"),
            (["1 2 3", "1 2 3"], "1 2 3"),
            // What comes first is not what comes after the last one.
            (["1 2 3", "5 6"], "1 2 3 ? 5 6"),
            // It did not come to the last one.
            (["1 2 3", "1 2"], "1 2 3 ?"),
            (["1 2 3", "1 2 4"], "1 2 3 ? 4"),
            (["1 2 3", ""], "1 2 3 ?"),
            // Several logs in one stream, each with its own last events: those of the second were more.
            (["a1 b1 a2 a3", "a1 a2 a3 b3 b4"], "a1 b1 a2 a3 ? b3 b4"),
            (["a1 b1 a2 a3", "a1 a2 a3 a4 b1 b2"], "a1 b1 a2 a3 ? a4 b2"),
            // Nothing was handed out, so nothing can be missed.
            (["", "1 2"], "1 2"),
        ] {
            assert_eq!(told(&connections, false), expected, "{connections:?}");
        }
        assert_eq!(told(&["1 2", "1 2", "2 3", "3", "5"], false), "1 2 3 ? 5");
        assert_eq!(told(&["1 2", "", "2 3"], false), "1 2 3", "it is not lost yet");
    }

    #[test]
    fn ids_that_do_not_tell_events_apart() {
        for (connections, expected) in [
            // Numbers that begin anew on each connection.
            (["1=a 2=b", "1=c 2=d"], "1=a 2=b ? 1=c 2=d"),
            // One id for all.
            (["u=a u=b u=c", "u=b u=c u=d"], "u=a u=b u=c ? u=b u=c u=d"),
            (["u=a u=a", "u=a u=a"], "u=a u=a ? u=a u=a"),
            (["u=a", "u=a u=b"], "u=a u=b"),
            (["u=a", "u=b u=a"], "u=a ? u=b u=a"),
            // One id for two of them; the others are still known.
            (["1 2=a 2=b 3", "1 2=a 2=b 3 4"], "1 2=a 2=b 3 ? 2=a 2=b 4"),
            (["1 2=a 2=b 3", "3 4"], "1 2=a 2=b 3 4"),
            (["1 2=a 2=b", "2=a 2=b"], "1 2=a 2=b ? 2=a 2=b"),
            (["1 2 1", "2 1 3"], "1 2 1 ? 1 3"),
            // No ids, or not for all of them.
            (["=a =b", "=a =b"], "=a =b ? =a =b"),
            (["1 =b", "1 =b 2"], "1 =b ? =b 2"),
        ] {
            assert_eq!(told(&connections, false), expected, "{connections:?}");
        }
    }

    #[test]
    fn a_server_that_goes_on_behind_the_last_event() {
        for (connections, expected) in [
            (["1 2 3", "4 5"], "1 2 3 4 5"),
            (["1 2 3", ""], "1 2 3"),
            // It said that it does, and repeats all the same.
            (["1 2 3", "2 3 4"], "1 2 3 4"),
            // The last event has no id by which it could be named.
            (["1 =b", "=b 2"], "1 =b ? =b 2"),
        ] {
            assert_eq!(told(&connections, true), expected, "{connections:?}");
        }
        assert_eq!(told(&["1 =b", "", "2"], true), "1 =b ? 2");
    }

    #[test]
    fn is_bounded() {
        let mut continuity = Continuity::default();
        assert_eq!(REMEMBERED, 16_384, "as the documentation says");
        for number in 0..3 * REMEMBERED {
            assert_eq!(continuity.judge(&event(&number.to_string())), Verdict::New);
        }
        assert_eq!((continuity.seen.len(), continuity.order.len()), (REMEMBERED, REMEMBERED));
        continuity.connect(false);
        // Older than what is remembered: it may be new, and it may have come before.
        assert_eq!(continuity.judge(&event("7")), Verdict::BehindGap);
        let newest = (3 * REMEMBERED - 1).to_string();
        assert_eq!(continuity.judge(&event(&newest)), Verdict::Repeated);
    }

    proptest! {
        /// A log that grows, of which each connection gets the last lines and what follows: nothing comes twice, and
        /// what is missing is told.
        #[test]
        fn nothing_comes_twice_and_nothing_is_missed_unmarked(
            connections in prop::collection::vec((0..6_usize, 0..6_usize, 0..6_usize), 1..8),
        ) {
            let mut continuity = Continuity::default();
            let (mut length, mut is_told) = (0, true);
            let mut handed_out = std::collections::HashSet::new();
            for (number, (lost, replayed, live)) in connections.into_iter().enumerate() {
                length += lost;
                let begin = length.saturating_sub(replayed) + 1;
                length += live;
                if number > 0 {
                    continuity.connect(false);
                }
                for line in begin..=length {
                    let verdict = continuity.judge(&event(&line.to_string()));
                    is_told |= verdict == Verdict::BehindGap;
                    if verdict != Verdict::Repeated {
                        let follows = handed_out.contains(&(line - 1));
                        prop_assert!(follows || is_told, "nothing tells that something is missing before {line}");
                        prop_assert!(handed_out.insert(line), "{line} came twice");
                        is_told = false;
                    }
                }
            }
            prop_assert!(handed_out.contains(&length) || is_told || continuity.is_open());
        }
    }
}
