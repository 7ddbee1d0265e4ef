//! Names that are taken: no two things of one scope are called the same.

use std::collections::{HashMap, HashSet};

use super::words::beginning;

/// How many bytes an identifier has at most: it may be the name of a file, and file systems take 255.
const LONGEST: usize = 200;

/// The identifiers of one scope.
#[derive(Clone, Debug, Default)]
pub(super) struct Scope {
    taken: HashSet<String>,
    /// The next number for a name that is taken, so that many of one name are not counted through for each.
    numbers: HashMap<String, usize>,
    /// Those of them that mean something else.
    reserved: HashSet<String>,
}

impl Scope {
    /// A scope in which these names mean something else already.
    pub(super) fn reserving(names: &[&str]) -> Self {
        let taken: HashSet<String> = names.iter().map(|it| (*it).to_owned()).collect();
        Self { reserved: taken.clone(), taken, numbers: HashMap::new() }
    }

    pub(super) fn is_free(&self, name: &str) -> bool {
        !self.taken.contains(name)
    }

    /// Takes the name, or if it is taken the name with the lowest free number. A function that means something else
    /// leaves its name with an underscore, as a keyword does.
    pub(super) fn claim(&mut self, name: String) -> String {
        let name = shortened(name);
        if self.taken.insert(name.clone()) {
            return name;
        }
        let is_function = name.starts_with(char::is_lowercase) && !name.ends_with('_');
        let marked = format!("{name}_");
        if is_function && self.reserved.contains(&name) && self.taken.insert(marked.clone()) {
            return marked;
        }
        // `Self_` becomes `Self2`: the underscore was there to make it no keyword.
        let stem = name.trim_end_matches('_');
        let separator = if name.starts_with(char::is_uppercase) { "" } else { "_" };
        let number = self.numbers.entry(stem.to_owned()).or_insert(2);
        loop {
            let candidate = format!("{stem}{separator}{number}");
            *number += 1;
            if self.taken.insert(candidate.clone()) {
                return candidate;
            }
        }
    }

    /// Takes the name, or if it is taken the name with a word before it that says where the thing belongs.
    pub(super) fn claim_or(&mut self, name: String, word: &str) -> String {
        if self.is_free(&name) {
            return self.claim(name);
        }
        self.claim(format!("{word}_{}", name.trim_start_matches('_')))
    }

    /// Takes the first of the names that is free, or the last one with a number.
    pub(super) fn claim_first(&mut self, candidates: &[String]) -> String {
        let free = candidates.iter().find(|it| self.is_free(it));
        self.claim(free.or(candidates.last()).cloned().unwrap_or_else(|| "Unnamed".to_owned()))
    }
}

/// The beginning of a name that is too long.
fn shortened(name: String) -> String {
    if name.len() > LONGEST {
        beginning(&name, LONGEST).trim_end_matches('_').to_owned()
    } else {
        name
    }
}
