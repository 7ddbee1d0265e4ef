//! From what a page says to what comes after it: the next page, the end, or a fault, and never an end that is none.

use std::fmt;

use super::rule::{Paging, PagingKind};
use super::visited::{Visit, Visited};
use crate::DecodeError;

/// As many pages in a row may be empty.
const EMPTY_PAGES: u64 = 1000;

/// Which page is next, and what is known of all of them.
pub(super) struct Course {
    rule: &'static Paging,
    position: Position,
    before: Before,
    /// How many items a page was asked to have.
    requested: Option<u64>,
    /// How many a page has that is not the last.
    asked: Option<u64>,
    /// How many pages came.
    pages: u64,
    /// How many of them in a row, up to the last one, were empty.
    empty: u64,
    /// How many items the first one had.
    first: u64,
    /// How many items the longest one had.
    longest: u64,
    handed_out: u64,
    /// The largest total that a page named.
    total: Option<u64>,
    bodies: Visited,
    cursors: Visited,
}

/// Which page is next.
enum Position {
    Number(i64),
    Offset(i64),
    /// None asks for the first page.
    Cursor(Option<String>),
}

/// How many items the list has before the page at which the walk began.
#[derive(Clone, Copy)]
enum Before {
    Exactly(u64),
    AtMost(u64),
    Unknown,
}

/// What a page says about itself and the next one.
pub(super) struct Seen<'a> {
    pub(super) items: usize,
    pub(super) body: &'a [u8],
    pub(super) cursor: Option<String>,
    pub(super) total: Option<u64>,
}

/// What follows from a page.
#[derive(Debug, PartialEq)]
pub(super) struct Step {
    /// Whether it is one to hand out.
    pub(super) hand_out: bool,
    pub(super) then: Then,
}

/// What comes after a page.
#[derive(Debug, PartialEq)]
pub(super) enum Then {
    GoOn,
    End,
    Fault(DecodeError),
}

impl Course {
    /// `begin` or `cursor`: the page at which the caller wants to begin; `asked`: how many items a page is asked to have.
    pub(super) fn new(
        rule: &'static Paging,
        begin: Option<i64>,
        cursor: Option<&str>,
        asked: Option<u64>,
    ) -> Self {
        let asked = asked.filter(|it| *it > 0);
        let mut cursors = Visited::new();
        let (position, before) = match rule.kind {
            PagingKind::Number { first, .. } => {
                let begin = begin.unwrap_or(first);
                let pages = u64::try_from(begin.saturating_sub(first)).ok();
                let before = match (pages, asked) {
                    (Some(0), _) => Before::Exactly(0),
                    (Some(pages), Some(asked)) => Before::AtMost(pages.saturating_mul(asked)),
                    _ => Before::Unknown,
                };
                (Position::Number(begin), before)
            }
            PagingKind::Offset { .. } => {
                let begin = begin.unwrap_or(0);
                let before = u64::try_from(begin).map_or(Before::Unknown, Before::Exactly);
                (Position::Offset(begin), before)
            }
            PagingKind::Cursor { .. } => match cursor {
                None => (Position::Cursor(None), Before::Exactly(0)),
                Some(cursor) => {
                    cursors.visit(cursor.as_bytes());
                    (Position::Cursor(None), Before::Unknown)
                }
            },
        };
        Self {
            rule,
            position,
            before,
            requested: asked,
            asked,
            pages: 0,
            empty: 0,
            first: 0,
            longest: 0,
            handed_out: 0,
            total: None,
            bodies: Visited::new(),
            cursors,
        }
    }

    pub(super) fn rule(&self) -> &'static Paging {
        self.rule
    }

    /// The next page as it goes over the wire.
    pub(super) fn page(&self) -> Option<String> {
        match &self.position {
            Position::Number(number) | Position::Offset(number) => Some(number.to_string()),
            Position::Cursor(cursor) => cursor.clone(),
        }
    }

    /// Takes a page.
    pub(super) fn advance(&mut self, seen: Seen<'_>) -> Step {
        let items = seen.items as u64;
        // A list that shrinks while it is read moves items to pages that were read already.
        self.total = self.total.max(seen.total);
        self.pages += 1;
        if self.pages == 1 {
            self.first = items;
        }
        let visit = if items == 0 { Visit::First } else { self.bodies.visit(seen.body) };
        let then = match visit {
            Visit::First => None,
            Visit::Previous if self.is_the_last_again() => Some(Then::End),
            Visit::Previous | Visit::Earlier => Some(Then::Fault(self.same_again(visit))),
        };
        if let Some(then) = then {
            return Step { hand_out: false, then };
        }
        self.handed_out = self.handed_out.saturating_add(items);
        self.longest = self.longest.max(items);
        self.empty = if items == 0 { self.empty + 1 } else { 0 };
        let then = match self.rule.kind {
            PagingKind::Cursor { .. } => self.after_cursor(items, seen.cursor),
            PagingKind::Number { .. } | PagingKind::Offset { .. } => self.after_number(items),
        };
        let then = match then {
            Then::GoOn if self.empty > EMPTY_PAGES => Then::Fault(self.too_many_empty()),
            Then::End if self.lacks_items() => Then::Fault(self.too_few()),
            then => then,
        };
        Step { hand_out: items > 0, then }
    }

    /// Whether a page that is the one before again is the last one: some servers answer it for every page behind it. The
    /// second page cannot be told from that of a server that does not know the parameter, and gives a part of the list.
    fn is_the_last_again(&self) -> bool {
        let is_cursor = matches!(self.position, Position::Cursor(_));
        let is_part = self.pages == 2 && self.requested.is_some_and(|it| self.first <= it);
        !is_cursor && !is_part && !self.lacks_items()
    }

    fn after_cursor(&mut self, items: u64, next: Option<String>) -> Then {
        let Some(next) = next else { return Then::End };
        let visit = self.cursors.visit(next.as_bytes());
        // The place from which a server goes on when there is more some day.
        if visit == Visit::Previous && items == 0 {
            return Then::End;
        }
        if visit != Visit::First {
            return Then::Fault(self.leads_back(&next));
        }
        self.position = Position::Cursor(Some(next));
        Then::GoOn
    }

    fn after_number(&mut self, items: u64) -> Then {
        let is_last = self.is_last(items);
        match &mut self.position {
            Position::Number(number) => *number = number.saturating_add(1),
            Position::Offset(offset) => {
                // An empty page has as many items as it was asked for, which are not shown.
                let step =
                    if items > 0 { items } else { self.asked.unwrap_or(self.longest).max(1) };
                *offset = offset.saturating_add(i64::try_from(step).unwrap_or(i64::MAX));
            }
            Position::Cursor(_) => {}
        }
        if is_last { Then::End } else { Then::GoOn }
    }

    fn is_last(&mut self, items: u64) -> bool {
        if self.has_all() {
            return true;
        }
        if self.lacks_items() {
            return items == 0 && self.is_behind_the_total();
        }
        match self.asked {
            _ if items == 0 => true,
            // More than it was asked for: it has a size of its own, or knows nothing of pages, which the next will show.
            Some(asked) if items > asked => {
                self.asked = Some(items);
                false
            }
            // As many as the rule asks for, or more: the caller asked for more than the server gives at a time.
            Some(asked) if self.pages == 1 && self.rule.size.is_some_and(|it| it <= items) => {
                self.asked = Some(items.min(asked));
                false
            }
            Some(asked) => items < asked,
            None => items < self.first,
        }
    }

    /// Whether as many items came as the list has.
    fn has_all(&self) -> bool {
        let all = self.total.zip(self.before.exact());
        all.is_some_and(|(total, before)| before.saturating_add(self.handed_out) == total)
    }

    /// Whether the list certainly has items that did not come.
    fn lacks_items(&self) -> bool {
        let all = self.total.zip(self.before.at_most());
        all.is_some_and(|(total, before)| before.saturating_add(self.handed_out) < total)
    }

    /// Whether the pages before the last one would have had room for all items, so that the next one cannot have any.
    fn is_behind_the_total(&self) -> bool {
        let (Some(total), Some(before)) = (self.total, self.before.at_most()) else { return true };
        let size = self.longest.max(if self.longest == 0 { self.asked.unwrap_or(1) } else { 1 });
        before.saturating_add((self.pages - 1).saturating_mul(size)) >= total
    }

    fn same_again(&self, visit: Visit) -> DecodeError {
        let expected = format!("another page than those before for {}", self.request());
        let found = match visit {
            Visit::Previous => format!(
                "page {} again: the server may not know the parameter `{}`",
                self.pages - 1,
                self.rule.parameter()
            ),
            Visit::First | Visit::Earlier => "one of them again".to_owned(),
        };
        DecodeError::text(expected, format!("{found}; {}", self.so_far()), "")
    }

    fn leads_back(&self, next: &str) -> DecodeError {
        let expected = format!("page {} to lead on", self.pages);
        let found = format!("the cursor of a page that was read; {}", self.so_far());
        DecodeError::text(expected, found, next)
    }

    fn too_few(&self) -> DecodeError {
        let total = self.total.unwrap_or_default();
        let before = match self.before.at_most() {
            None | Some(0) => String::new(),
            Some(before) => format!(" behind the first {before}"),
        };
        let expected = format!("{total} items in all{before}, as the server says");
        DecodeError::text(
            expected,
            format!("the end after page {}; {}", self.pages, self.so_far()),
            "",
        )
    }

    fn too_many_empty(&self) -> DecodeError {
        DecodeError::text(
            "items",
            format!("{} empty pages in a row; {}", self.empty, self.so_far()),
            "",
        )
    }

    /// How the page that was read last was asked for.
    fn request(&self) -> impl fmt::Display {
        let value = self.page().unwrap_or_default();
        format!("`{}={value}`", self.rule.parameter())
    }

    fn so_far(&self) -> impl fmt::Display {
        format!("{} items came", self.handed_out)
    }
}

impl Before {
    fn exact(self) -> Option<u64> {
        match self {
            Self::Exactly(items) => Some(items),
            Self::AtMost(_) | Self::Unknown => None,
        }
    }

    fn at_most(self) -> Option<u64> {
        match self {
            Self::Exactly(items) | Self::AtMost(items) => Some(items),
            Self::Unknown => None,
        }
    }
}

#[cfg(test)]
mod tests;
