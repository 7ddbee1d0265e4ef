//! Which pages and cursors were seen, in a bounded memory.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

/// As many are remembered.
const REMEMBERED: usize = 64 * 1024;

/// What was seen of pages or cursors. Whatever returns in a cycle is found, also if the cycle is longer than what is
/// remembered: then it may go round a few times before (Brent's way to find cycles).
pub(super) struct Visited {
    recent: HashSet<u64>,
    previous: Option<u64>,
    anchor: Option<u64>,
    /// Steps since the anchor was set, and how many there are to be.
    steps: u64,
    stride: u64,
}

/// Whether something was there before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Visit {
    First,
    /// It was the last before this one.
    Previous,
    Earlier,
}

impl Visited {
    pub(super) fn new() -> Self {
        Self { recent: HashSet::new(), previous: None, anchor: None, steps: 0, stride: 1 }
    }

    pub(super) fn visit(&mut self, what: &[u8]) -> Visit {
        let mut hasher = DefaultHasher::new();
        what.hash(&mut hasher);
        self.visit_hash(hasher.finish())
    }

    fn visit_hash(&mut self, hash: u64) -> Visit {
        if self.previous.replace(hash) == Some(hash) {
            return Visit::Previous;
        }
        if self.recent.len() >= REMEMBERED {
            self.recent.clear();
        }
        if !self.recent.insert(hash) || self.anchor == Some(hash) {
            return Visit::Earlier;
        }
        self.steps += 1;
        if self.steps == self.stride {
            (self.anchor, self.steps, self.stride) = (Some(hash), 0, self.stride.saturating_mul(2));
        }
        Visit::First
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cycle_is_found() {
        let remembered = REMEMBERED as u64;
        for (before, length) in [
            (0, 1),
            (0, 2),
            (5, 3),
            (1, 1000),
            (0, remembered),
            (0, remembered + 1),
            (10, 3 * remembered),
        ] {
            let mut visited = Visited::new();
            let at =
                |step: u64| if step < before { step } else { before + (step - before) % length };
            let found = (0..8 * (before + length))
                .find(|step| visited.visit_hash(at(*step)) != Visit::First);
            let found =
                found.unwrap_or_else(|| panic!("a cycle of {length} after {before} is not found"));
            assert!(found >= before + length);
            if length < remembered {
                assert_eq!(found, before + length);
            }
            assert!(visited.recent.len() <= REMEMBERED);
        }
    }

    #[test]
    fn the_previous_is_told_from_earlier_ones() {
        let mut visited = Visited::new();
        let visits: Vec<_> =
            ["a", "a", "b", "a", "a"].map(|it| visited.visit(it.as_bytes())).into();
        assert_eq!(
            visits,
            [Visit::First, Visit::Previous, Visit::First, Visit::Earlier, Visit::Previous]
        );
    }
}
