//! Which properties each kind of object has, in each dialect, and a walk that holds a description against that.
//!
//! The table is the one place that knows: the walk, the loading of files and the tests of the readers are made of it.

mod data;
mod meaning;
mod objects;
mod places;
mod references;
mod schemas;
mod table;
mod walk;
mod words;

#[cfg(test)]
pub(super) use data::kinds;
pub(super) use data::references_in;
#[cfg(test)]
pub(super) use table::{Holds, Kind};

use super::dialect::Dialect;

/// Several dialects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Dialects(u8);

impl Dialects {
    pub(super) const V20: Dialects = Dialects(1);
    pub(super) const V30: Dialects = Dialects(2);
    pub(super) const V32: Dialects = Dialects(8);
    /// OpenAPI 3, all of it.
    pub(super) const V3: Dialects = Dialects(14);
    /// OpenAPI 3.1 and later, which have JSON Schema.
    pub(super) const FROM_31: Dialects = Dialects(12);
    /// Before OpenAPI 3.1.
    pub(super) const OLD: Dialects = Dialects(3);
    pub(super) const ALL: Dialects = Dialects(15);

    pub(super) fn has(self, dialect: Dialect) -> bool {
        let bit = match dialect {
            Dialect::V20 => 1,
            Dialect::V30 => 2,
            Dialect::V31 => 4,
            Dialect::V32 => 8,
        };
        self.0 & bit != 0
    }

    /// The dialects in a sentence, by the first of them.
    fn name(self) -> &'static str {
        match self.0 {
            1 => "Swagger 2.0",
            2 | 3 => "OpenAPI 3.0",
            14 => "OpenAPI 3",
            8 => "OpenAPI 3.2",
            _ => "OpenAPI 3.1",
        }
    }
}
