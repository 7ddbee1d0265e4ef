//! Where the envelopes are that a value has on the wire and not in its type.

use crate::model::Type;

/// One step from what is on the wire to the value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Wrap {
    /// What follows is true of each element of a list, or each value of a map.
    Each,
    /// The value is the only member of an object.
    In(String),
}

/// The steps; none if there is no envelope before a type that has a declaration.
pub(super) fn wraps(ty: &Type) -> Vec<Wrap> {
    let mut res = Vec::new();
    let mut at = ty;
    loop {
        at = match at {
            Type::Envelope { member, inner } => {
                res.push(Wrap::In(member.clone()));
                inner
            }
            Type::List(inner) | Type::Map(inner) => {
                res.push(Wrap::Each);
                inner
            }
            Type::Nullable(inner) => inner,
            _ => break,
        };
    }
    // Lists without anything around what is in them need no step.
    while res.last() == Some(&Wrap::Each) {
        res.pop();
    }
    res
}
