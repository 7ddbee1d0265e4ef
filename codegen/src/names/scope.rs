//! Names that are taken: no two things of one scope are called the same.

use std::collections::HashSet;

/// The identifiers of one scope.
#[derive(Clone, Debug, Default)]
pub(super) struct Scope {
    taken: HashSet<String>,
    /// Those of them that mean something else.
    reserved: HashSet<String>,
}

impl Scope {
    /// A scope in which these names mean something else already.
    pub(super) fn reserving(names: &[&str]) -> Self {
        let taken: HashSet<String> = names.iter().map(|it| (*it).to_owned()).collect();
        Self { reserved: taken.clone(), taken }
    }

    pub(super) fn is_free(&self, name: &str) -> bool {
        !self.taken.contains(name)
    }

    /// Takes the name, or if it is taken the name with the lowest free number. A function that means something else
    /// leaves its name with an underscore, as a keyword does.
    pub(super) fn claim(&mut self, name: String) -> String {
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
        let mut number = 2_usize;
        loop {
            let candidate = format!("{stem}{separator}{number}");
            if self.taken.insert(candidate.clone()) {
                return candidate;
            }
            number += 1;
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
