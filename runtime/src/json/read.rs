//! Which members of an object were asked for.

use super::view::Members;

/// The members that were asked for and are there. It needs no memory of its own for objects that are not large.
#[derive(Debug, Default)]
pub(super) struct Read {
    /// The places of those that are near the beginning, a bit each.
    near: u128,
    /// The names of the others.
    far: Vec<&'static str>,
}

impl Read {
    /// A member at this place of its object, if it has one.
    pub(super) fn add(&mut self, place: Option<usize>, name: &'static str) {
        match place.and_then(|place| 1_u128.checked_shl(u32::try_from(place).ok()?)) {
            Some(bit) => self.near |= bit,
            None if self.far.contains(&name) => {}
            None => self.far.push(name),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.near.count_ones() as usize + self.far.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.near == 0 && self.far.is_empty()
    }

    /// Their names in the object that they are of.
    pub(super) fn names<'a>(&self, members: Members<'a>) -> Vec<&'a str> {
        let near = (0..128).filter(|place| self.near >> place & 1 == 1);
        near.filter_map(|place| members.name_at(place)).chain(self.far.iter().copied()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::{Tape, View};

    #[test]
    fn near_and_far() {
        let names: Vec<String> = (0..200).map(|number| format!("n{number}")).collect();
        let text: Vec<String> = names.iter().map(|name| format!("\"{name}\": [1]")).collect();
        let text = format!("{{{}}}", text.join(", "));
        let tape = Tape::parse(text.as_bytes()).unwrap();
        let members = View::of(&tape).as_object().unwrap();
        let mut read = Read::default();
        for name in ["n0", "n42", "n43", "n199", "n199", "n0"] {
            let (place, _) = members.find(name, &mut 0).unwrap();
            read.add(place, name);
        }
        assert_eq!(read.len(), 4);
        assert_eq!(read.names(members), ["n0", "n42", "n43", "n199"]);
        read.add(None, "of a map");
        assert_eq!(read.len(), 5);
    }
}
