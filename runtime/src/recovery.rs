//! What is made of a response that is not what its description says.
//!
//! A response that is right is read once. Otherwise it is read again, with what the passes before found out: an object of
//! which the type knows nothing is taken for an envelope, and, where that is allowed, what cannot be read is left out or
//! filled in.

use crate::json::{Pass, Tally, Unknown, fault_at};
use crate::response::Head;
use crate::{DecodeError, Node, difference};

/// More passes than any sensible response needs.
const PASSES: usize = 8;

/// A pass over the document, and what is found out on it.
struct Attempt {
    pass: Pass,
    /// For the observer, if there is one.
    tally: Option<Tally>,
}

impl Attempt {
    fn new(head: &Head, pass: Pass) -> Self {
        Self { pass, tally: head.observer().map(|_| Tally::observing()) }
    }

    fn of<'b>(&'b self, document: Node<'b>) -> Node<'b> {
        let document = document.passed(&self.pass);
        match &self.tally {
            Some(tally) => document.counted(tally),
            None => document,
        }
    }

    /// Tells the observer how the response differs from the description.
    fn tell(&self, head: &Head, document: Node<'_>) {
        if let Some(tally) = &self.tally {
            difference::tell(head, document.value(), tally);
        }
    }
}

/// How much of a document may be missing.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Tolerance {
    /// Whether properties that have to be there may be missing or wrong.
    pub(crate) is_lenient: bool,
    /// Whether the response may say nothing that is known: what the request asked for has been done.
    pub(crate) is_done: bool,
}

/// Decodes a document; an observer is told how it differs from the description, if it is taken.
///
/// `is_patched`: the document has values that no JSON text may have.
pub(crate) fn decode<T>(
    head: &Head,
    document: Node<'_>,
    is_patched: bool,
    tolerance: Tolerance,
    decode: impl Fn(Node<'_>) -> Result<T, DecodeError>,
) -> Result<T, DecodeError> {
    let attempt = Attempt::new(head, Pass::new(false, is_patched, Vec::new()));
    let first = decode(attempt.of(document));
    if first.is_ok() && attempt.pass.knew_all() {
        attempt.tell(head, document);
        return first;
    }
    let (mut value, first) = match first {
        Ok(value) => (Some(value), Ok(())),
        Err(fault) => (None, Err(fault)),
    };
    let mut again = |node: Node<'_>| {
        value = Some(decode(node)?);
        Ok(())
    };
    recover(head, document, tolerance, Reader { attempt, outcome: first, decode: &mut again })?;
    value.ok_or_else(|| document.unexpected("a value"))
}

/// The last pass, and the way to do another.
struct Reader<'d> {
    attempt: Attempt,
    outcome: Result<(), DecodeError>,
    decode: &'d mut dyn FnMut(Node<'_>) -> Result<(), DecodeError>,
}

#[cold]
fn recover(
    head: &Head,
    document: Node<'_>,
    tolerance: Tolerance,
    mut reader: Reader<'_>,
) -> Result<(), DecodeError> {
    reader.open_envelopes(head, document);
    if let (Err(fault), true) = (&reader.outcome, tolerance.is_lenient) {
        let fault = fault.clone();
        reader.pass(head, document, reader.attempt.pass.with(true));
        reader.open_envelopes(head, document);
        if reader.outcome.is_err() {
            return Err(fault);
        }
    }
    let Reader { attempt, outcome, .. } = reader;
    outcome?;
    if let (Some(at), false) = (attempt.pass.nothing_known(), tolerance.is_done) {
        return Err(nothing_known(document, at));
    }
    attempt.tell(head, document);
    Ok(())
}

impl Reader<'_> {
    fn pass(&mut self, head: &Head, document: Node<'_>, pass: Pass) {
        self.attempt = Attempt::new(head, pass);
        self.outcome = (self.decode)(self.attempt.of(document));
    }

    /// Reads the document until each object is open of which the type knows nothing, but something of what is in its
    /// only property.
    fn open_envelopes(&mut self, head: &Head, document: Node<'_>) {
        let mut never: Vec<usize> = Vec::new();
        let mut last: Vec<usize> = Vec::new();
        for _ in 0..PASSES {
            let unknown = self.attempt.pass.unknown();
            let mut open = self.attempt.pass.open().to_vec();
            let is_unknown = |it: &usize| unknown.iter().any(|other| other.address == *it);
            let useless: Vec<usize> = match self.outcome {
                Err(_) => std::mem::take(&mut last),
                Ok(()) => open.iter().copied().filter(is_unknown).collect(),
            };
            if useless.is_empty() {
                let may_open = |it: &&Unknown| it.is_envelope && !never.contains(&it.address);
                last = unknown.iter().filter(may_open).map(|it| it.address).collect();
                if last.is_empty() {
                    return;
                }
                open.extend(&last);
            } else {
                open.retain(|it| !useless.contains(it));
                never.extend(useless);
            }
            let pass = self.attempt.pass.opening(open);
            self.pass(head, document, pass);
        }
        let pass = self.attempt.pass.opening(Vec::new());
        self.pass(head, document, pass);
    }
}

/// The fault of an object of which the type knows no property.
fn nothing_known(document: Node<'_>, at: usize) -> DecodeError {
    fault_at(document.value(), at, |object| {
        let names: Vec<&str> =
            object.as_object().into_iter().flat_map(|it| it.iter()).map(|(name, _)| name).collect();
        DecodeError::no_known_property(&names)
    })
}
