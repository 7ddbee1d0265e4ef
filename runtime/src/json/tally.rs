//! How well a type fits a value: what was recognised, and what was not.

use std::cell::{Cell, RefCell};

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
    notes: Option<RefCell<Vec<(usize, DifferenceKind)>>>,
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
            notes.borrow_mut().push((address(value), kind));
        }
    }
}

fn address(value: View<'_>) -> usize {
    match value {
        View::Value(value) => std::ptr::from_ref(value).addr(),
        View::Items(items) => items.as_ptr().addr(),
    }
}

/// The JSON pointers of all that was noted of a document, in the order of the document.
pub(crate) fn places(document: View<'_>, tally: &Tally) -> Vec<(String, DifferenceKind)> {
    let mut found = Vec::new();
    let mut notes = tally.notes.as_ref().map(|it| it.borrow().clone()).unwrap_or_default();
    if !notes.is_empty() {
        notes.sort_by_key(|(at, _)| *at);
        look(document, &notes, &mut Vec::new(), &mut found);
    }
    found
}

fn look(
    value: View<'_>,
    notes: &[(usize, DifferenceKind)],
    steps: &mut Vec<Step>,
    found: &mut Vec<(String, DifferenceKind)>,
) {
    let first = notes.partition_point(|(at, _)| *at < address(value));
    for (_, kind) in notes[first..].iter().take_while(|(at, _)| *at == address(value)) {
        found.push((pointer(steps.iter()), *kind));
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
