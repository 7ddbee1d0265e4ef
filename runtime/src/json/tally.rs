//! How well a type fits a value: what was recognised, and what was not.

use std::cell::{Cell, RefCell};

use super::DecodeError;
use super::decode_error::{Step, pointer};
use super::view::View;
use crate::DifferenceKind;

/// What a decoder found out about the document on its way.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    recognised: Cell<usize>,
    unread: Cell<usize>,
    /// Scalars of another kind than the type's.
    bent: Cell<usize>,
    /// Whether alternatives of a union are compared.
    choosing: bool,
    /// What is told to an observer, if there is one: the address of a value of the document, which neither moves
    /// nor changes meanwhile, so that decoders need not know where they are.
    notes: Option<RefCell<Vec<Note>>>,
}

/// A difference: the address of a value, and of which of its members it is told, if that is not there.
#[derive(Clone, Copy, Debug)]
struct Note {
    at: usize,
    member: Option<&'static str>,
    kind: DifferenceKind,
}

impl Tally {
    /// Takes notes.
    pub(crate) fn observing() -> Self {
        Self { notes: Some(RefCell::default()), ..Self::default() }
    }

    /// Of one alternative of a union; takes notes if `outer` does.
    pub(crate) fn of_alternative(outer: Option<&Self>) -> Self {
        Self { choosing: true, ..outer.map(Self::part).unwrap_or_default() }
    }

    /// Of a part that counts only if it decodes.
    pub(crate) fn part(&self) -> Self {
        let notes = self.notes.as_ref().map(|_| RefCell::default());
        Self { choosing: self.choosing, notes, ..Self::default() }
    }

    pub(crate) fn is_choosing(&self) -> bool {
        self.choosing
    }

    pub(crate) fn takes_notes(&self) -> bool {
        self.notes.is_some()
    }

    pub(crate) fn recognised(&self) -> usize {
        self.recognised.get()
    }

    pub(crate) fn unread(&self) -> usize {
        self.unread.get()
    }

    pub(crate) fn bent(&self) -> usize {
        self.bent.get()
    }

    pub(crate) fn bend(&self) {
        self.bent.set(self.bent.get() + 1);
    }

    pub(crate) fn add(&self, recognised: usize, unread: usize) {
        self.recognised.set(self.recognised.get() + recognised);
        self.unread.set(self.unread.get() + unread);
    }

    /// Adds what was found out about a part.
    pub(crate) fn add_all(&self, part: Self) {
        self.add(part.recognised(), part.unread());
        self.bent.set(self.bent.get() + part.bent());
        if let (Some(notes), Some(more)) = (&self.notes, part.notes) {
            notes.borrow_mut().extend(more.into_inner());
        }
    }

    /// The description has this value otherwise.
    pub(crate) fn note(&self, value: View<'_>, kind: DifferenceKind) {
        if let Some(notes) = &self.notes {
            notes.borrow_mut().push(Note { at: value.address(), member: None, kind });
        }
    }

    /// The object lacks a member that has to be there.
    #[cold]
    pub(crate) fn note_missing(&self, object: View<'_>, member: &'static str) {
        if let Some(notes) = &self.notes {
            let kind = DifferenceKind::MissingMember;
            notes.borrow_mut().push(Note { at: object.address(), member: Some(member), kind });
        }
    }

    /// Whether this was noted of the value.
    pub(crate) fn has_note(&self, value: View<'_>, kind: DifferenceKind) -> bool {
        let is_it = |it: &Note| it.at == value.address() && it.kind == kind;
        self.notes.as_ref().is_some_and(|notes| notes.borrow().iter().any(is_it))
    }
}

/// The fault of the value at an address, seen from the document.
pub(crate) fn fault_at(
    document: View<'_>,
    at: usize,
    fault: impl FnOnce(View<'_>) -> DecodeError,
) -> DecodeError {
    fn find<'a>(value: View<'a>, at: usize, steps: &mut Vec<Step>) -> Option<View<'a>> {
        if value.address() == at {
            return Some(value);
        }
        for (index, element) in value.as_array().into_iter().flatten().enumerate() {
            steps.push(Step::Index(index));
            if let Some(found) = find(element, at, steps) {
                return Some(found);
            }
            steps.pop();
        }
        for (name, member) in value.as_object().into_iter().flat_map(|it| it.iter()) {
            steps.push(Step::Member(name.to_owned()));
            if let Some(found) = find(member, at, steps) {
                return Some(found);
            }
            steps.pop();
        }
        None
    }
    let mut steps = Vec::new();
    let found = find(document, at, &mut steps).unwrap_or(document);
    steps.into_iter().rev().fold(fault(found), |fault, step| match step {
        Step::Member(name) => fault.in_member(&name),
        Step::Index(index) => fault.in_element(index),
    })
}

/// The JSON pointers of all that was noted of a document, in the order of the document.
pub(crate) fn places(document: View<'_>, tally: &Tally) -> Vec<(String, DifferenceKind)> {
    let mut found = Vec::new();
    let mut notes = tally.notes.as_ref().map(|it| it.borrow().clone()).unwrap_or_default();
    if !notes.is_empty() {
        notes.sort_by_key(|it| it.at);
        look(document, &notes, &mut Vec::new(), &mut found);
    }
    found
}

fn look(
    value: View<'_>,
    notes: &[Note],
    steps: &mut Vec<Step>,
    found: &mut Vec<(String, DifferenceKind)>,
) {
    let first = notes.partition_point(|it| it.at < value.address());
    for note in notes[first..].iter().take_while(|it| it.at == value.address()) {
        let missing = note.member.map(|name| Step::Member(name.to_owned()));
        found.push((pointer(steps.iter().chain(&missing)), note.kind));
    }
    for (index, element) in value.as_array().into_iter().flatten().enumerate() {
        steps.push(Step::Index(index));
        look(element, notes, steps, found);
        steps.pop();
    }
    for (name, member) in value.as_object().into_iter().flat_map(|it| it.iter()) {
        steps.push(Step::Member(name.to_owned()));
        look(member, notes, steps, found);
        steps.pop();
    }
}
