//! Lists: of one type, or of as many elements with a type each.

use crate::model::{Naming, Type};

use super::Lowering;
use super::merge::Merged;
use super::schema::element;

/// Tuples of as many elements can be read and written.
const TUPLES: std::ops::RangeInclusive<usize> = 2..=8;

impl Lowering<'_> {
    pub(super) fn list(&mut self, merged: &Merged, naming: Naming) -> Type {
        if !merged.prefix_items.is_empty() {
            return self.tuple(merged, naming);
        }
        let Some(items) = &merged.items else { return Type::List(Box::new(Type::Any)) };
        Type::List(Box::new(self.schema(items, element(naming))))
    }

    /// A list whose first elements have schemas of their own: a tuple if there are no others, else what all of them are.
    fn tuple(&mut self, merged: &Merged, naming: Naming) -> Type {
        let naming = element(naming);
        let mut elements: Vec<Type> =
            merged.prefix_items.iter().map(|it| self.schema(it, naming.clone())).collect();
        let others = merged.items.as_ref().filter(|it| {
            let view = self.document.schema(it, self.diagnostics);
            view.is_none_or(|it| it.boolean != Some(false))
        });
        let fixed = merged.max_items.is_some_and(|most| most <= elements.len() as u64);
        // Where it is said that some may be missing, they are.
        let whole = merged.min_items.is_none_or(|least| least >= elements.len() as u64);
        if whole && (fixed || others.is_none()) && TUPLES.contains(&elements.len()) {
            return Type::Tuple(elements);
        }
        elements.extend(others.map(|it| self.schema(it, naming)));
        let first = elements.first().cloned().unwrap_or(Type::Any);
        let same = elements.iter().all(|it| *it == first);
        Type::List(Box::new(if same { first } else { Type::Any }))
    }
}
