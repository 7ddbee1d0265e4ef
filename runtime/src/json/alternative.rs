//! Unions without a discriminator: the alternative that fits best.

use std::cmp::Reverse;
use std::fmt;

use serde_json::Value;

use super::{Decode, DecodeError, Node, Tally, Wrap};

/// One variant of a union that has no discriminator.
pub struct Alternative<U> {
    #[expect(clippy::type_complexity, reason = "a decoder of any payload")]
    decode: Box<dyn Fn(Node<'_>) -> Result<U, DecodeError>>,
}

/// The variant that `wrap` makes of a decoded payload: `alternative(Self::Text)`.
pub fn alternative<T: Decode, U>(wrap: impl Fn(T) -> U + 'static) -> Alternative<U> {
    alternative_in(&[], wrap)
}

/// The same with envelopes around the payload, or around what is in it.
pub fn alternative_in<T: Decode, U>(
    wraps: &'static [Wrap],
    wrap: impl Fn(T) -> U + 'static,
) -> Alternative<U> {
    // A variant's constructor is small, and most have no size at all: then nothing is allocated for the box.
    Alternative { decode: Box::new(move |node| node.inside(wraps).decode().map(&wrap)) }
}

impl Node<'_> {
    /// Of the alternatives that decode, the one that leaves the fewest members unread; if that is a tie, the
    /// one whose scalars are of the kind that came; then the one that recognised the most; then the first.
    ///
    /// If none decodes, or the best one recognises nothing in an object that has members, `otherwise` keeps the
    /// value as it came. Never fails.
    pub fn best_of<U>(
        self,
        alternatives: &[Alternative<U>],
        otherwise: impl FnOnce(Value) -> U,
    ) -> Result<U, DecodeError> {
        let candidates = alternatives.iter().filter_map(|alternative| {
            let tally = Tally::of_alternative(self.tally());
            let value = (alternative.decode)(self.strictly().counted(&tally)).ok()?;
            // An empty list that stands for `null` says less than `null` itself.
            (!self.is_null() || tally.bent() == 0).then_some((tally, value))
        });
        // `min_by_key` returns the first of equals.
        let best = candidates
            .min_by_key(|(tally, _)| (tally.unread(), tally.bent(), Reverse(tally.recognised())));
        match best {
            Some((tally, value)) if tally.unread() == 0 || tally.recognised() > 0 => {
                if let Some(outer) = self.tally() {
                    outer.add_all(tally);
                }
                Ok(value)
            }
            _ => {
                self.note(false);
                Ok(otherwise(self.to_value()))
            }
        }
    }
}

impl<U> fmt::Debug for Alternative<U> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Alternative").finish_non_exhaustive()
    }
}
