//! What can be done to a value.

use proptest::prelude::{Strategy, any};
use proptest::sample::{Index, select};

/// One change of a description's value. The numbers are taken as an index into what there is to choose from.
#[derive(Clone, Copy, Debug)]
pub struct Change {
    pub what: What,
    /// Where.
    pub at: Index,
    /// From where, or with what name.
    pub other: Index,
    /// With which line of a table.
    pub line: Index,
}

/// What a change does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// A member or an element goes.
    Drop,
    /// A value becomes one of another type.
    Retype,
    /// A member gets another name.
    Rename,
    /// A member gets the name of another one, wherever that is.
    RenameAlike,
    /// A value goes somewhere else.
    Move,
    /// A value is also somewhere else.
    Copy,
    /// A value becomes a reference to any place.
    Link,
    /// A schema becomes a reference to a schema, often one that it is a part of.
    LinkSchema,
    /// The version of the language becomes another one.
    Dialect,
    /// An operation gets the operationId of another one.
    SameId,
    /// A text becomes a hostile one.
    Hostile,
    /// A mapping gets a member that means something in a description.
    Insert,
    /// A schema is wrapped in a keyword.
    Wrap,
}

/// Any change; those that leave most of the description sound come more often.
pub fn change() -> impl Strategy<Value = Change> {
    let what = select(
        &[
            What::Drop,
            What::Retype,
            What::Retype,
            What::Rename,
            What::Rename,
            What::RenameAlike,
            What::Move,
            What::Copy,
            What::Copy,
            What::Link,
            What::LinkSchema,
            What::LinkSchema,
            What::LinkSchema,
            What::Dialect,
            What::SameId,
            What::Hostile,
            What::Hostile,
            What::Insert,
            What::Insert,
            What::Insert,
            What::Insert,
            What::Wrap,
            What::Wrap,
        ][..],
    );
    (what, any::<Index>(), any::<Index>(), any::<Index>())
        .prop_map(|(what, at, other, line)| Change { what, at, other, line })
}
