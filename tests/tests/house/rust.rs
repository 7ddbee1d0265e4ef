//! A Rust file as tokens: which paths it names, which macros and methods it calls, its tests left aside.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

/// A file, without what is below `#[cfg(test)]`.
pub(crate) struct Source {
    paths: Vec<String>,
    /// The tokens in a row, groups opened.
    tokens: Vec<String>,
}

impl Source {
    /// Reads a file; its path in `src` says what `super` means.
    pub(crate) fn parse(path: &str, text: &str) -> Self {
        let stream: TokenStream =
            text.parse().unwrap_or_else(|error| panic!("{path} is no Rust: {error}"));
        let trees = without_tests(stream);
        let mut paths = Vec::new();
        collect_paths(&trees, &[], &mut paths);
        let home = module(path);
        let mut tokens = Vec::new();
        flatten(&trees, &mut tokens);
        Self { paths: paths.iter().map(|it| resolve(&home, it)).collect(), tokens }
    }

    /// The paths that are named, from the crate's root where they are of this crate. A macro is one that ends with `!`.
    pub(crate) fn paths(&self) -> &[String] {
        &self.paths
    }

    /// Whether a method of that name is called without arguments.
    pub(crate) fn calls_method(&self, name: &str) -> bool {
        self.tokens.windows(4).any(|it| it == [".", name, "(", ")"])
    }

    /// Whether a macro of that name is called.
    pub(crate) fn calls_macro(&self, name: &str) -> bool {
        self.tokens.windows(2).any(|it| it == [name, "!"])
    }
}

/// The tokens without the items that `#[cfg(test)]` stands before.
fn without_tests(stream: TokenStream) -> Vec<TokenTree> {
    let mut kept = Vec::new();
    let mut trees = stream.into_iter().peekable();
    while let Some(tree) = trees.next() {
        let is_test =
            is_punct(&tree, '#') && trees.peek().is_some_and(|it| it.to_string() == "[cfg (test)]");
        if is_test {
            let ends = |it: &TokenTree| is_punct(it, ';') || is_group(it, Delimiter::Brace);
            drop(trees.by_ref().find(ends));
        } else {
            kept.push(tree);
        }
    }
    kept
}

/// `a::b` and, of `a::{b, c::d}`, `a::b` and `a::c::d`.
fn collect_paths(trees: &[TokenTree], prefix: &[String], found: &mut Vec<String>) {
    let mut path: Vec<String> = prefix.to_vec();
    let mut continues = true;
    let mut index = 0;
    while let Some(tree) = trees.get(index) {
        match tree {
            TokenTree::Ident(ident) => {
                if !continues {
                    found.push(path.join("::"));
                    path = prefix.to_vec();
                }
                path.push(ident.to_string());
                continues = false;
            }
            TokenTree::Punct(punct)
                if punct.as_char() == ':' && punct.spacing() == Spacing::Joint =>
            {
                index += 1;
                continues = true;
            }
            TokenTree::Group(group) => {
                let inner: Vec<TokenTree> = if is_generated(trees, index) {
                    Vec::new()
                } else {
                    group.stream().into_iter().collect()
                };
                let is_use = continues && group.delimiter() == Delimiter::Brace;
                collect_paths(&inner, if is_use { &path } else { &[] }, found);
                if !is_use {
                    found.push(path.join("::"));
                }
                path = prefix.to_vec();
                continues = true;
            }
            TokenTree::Punct(_) | TokenTree::Literal(_) => {
                let mark = if is_punct(tree, '!') { "!" } else { "" };
                found.push(path.join("::") + mark);
                path = prefix.to_vec();
                continues = true;
            }
        }
        index += 1;
    }
    found.push(path.join("::"));
}

/// The module that a file is.
fn module(path: &str) -> Vec<&str> {
    let path = path.trim_end_matches(".rs").trim_end_matches("/mod");
    path.split('/').filter(|it| *it != "lib").collect()
}

/// A path from the root of the crate, where it starts with `self` or `super`.
fn resolve(home: &[&str], path: &str) -> String {
    let segments: Vec<&str> = path.split("::").collect();
    if !matches!(segments[0], "self" | "super") {
        return path.to_owned();
    }
    let n_ups = segments.iter().take_while(|it| **it == "super").count();
    let base = &home[..home.len().saturating_sub(n_ups)];
    let rest = segments.iter().skip_while(|it| matches!(**it, "self" | "super"));
    ["crate"].iter().chain(base).chain(rest).copied().collect::<Vec<_>>().join("::")
}

fn flatten(trees: &[TokenTree], tokens: &mut Vec<String>) {
    for (index, tree) in trees.iter().enumerate() {
        if is_generated(trees, index) {
            continue;
        }
        match tree {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::None => ("", ""),
                };
                tokens.push(open.to_owned());
                flatten(&group.stream().into_iter().collect::<Vec<_>>(), tokens);
                tokens.push(close.to_owned());
            }
            TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => {
                tokens.push(tree.to_string())
            }
        }
    }
}

/// Whether a group is what `quote!` holds: code of the client, not of the generator.
fn is_generated(trees: &[TokenTree], index: usize) -> bool {
    let before = |steps: usize| index.checked_sub(steps).map(|it| trees[it].to_string());
    matches!(trees[index], TokenTree::Group(_))
        && before(1).as_deref() == Some("!")
        && before(2).is_some_and(|it| it.starts_with("quote"))
}

fn is_punct(tree: &TokenTree, wanted: char) -> bool {
    matches!(tree, TokenTree::Punct(punct) if punct.as_char() == wanted)
}

fn is_group(tree: &TokenTree, wanted: Delimiter) -> bool {
    matches!(tree, TokenTree::Group(group) if group.delimiter() == wanted)
}

#[cfg(test)]
mod tests {
    use super::Source;

    #[track_caller]
    fn names(text: &str, path: &str) {
        let source = Source::parse("plan/types.rs", text);
        assert!(source.paths().iter().any(|it| it == path), "{text}: {:?}", source.paths());
    }

    #[test]
    fn paths_are_found_however_they_are_written() {
        names("use std::fs;", "std::fs");
        names("use std::{fmt, fs::{self, File}};", "std::fs::File");
        names("use crate::{model, names::Names};", "crate::names::Names");
        names("fn f() -> TokenStream { quote!(a) }", "quote!");
        names("fn f(it: &crate::model::Api) {}", "crate::model::Api");
        names("const X: usize = f(a, std::env::args().count());", "std::env::args");
        names("fn f() { format!(\"{}\", quote::quote!(a)) }", "quote::quote!");
        names("use super::super::names::Names;", "crate::names::Names");
        names("use super::docs;", "crate::plan::docs");
    }

    #[test]
    fn words_in_comments_texts_and_tests_do_not_count() {
        let text = "/// quote::x\n fn f() -> &str { \"quote::x\" } // quote::x\n#[cfg(test)] mod tests { use quote::x; }\n\
                    #[cfg(test)]\nmod more;\nfn g() { no_quote::x(); }";
        let source = Source::parse("plan.rs", text);
        assert!(!source.paths().iter().any(|it| it.starts_with("quote")), "{:?}", source.paths());
        assert!(source.paths().iter().any(|it| it == "no_quote::x"));
    }

    #[test]
    fn generated_code_does_not_count() {
        let source = Source::parse(
            "emit.rs",
            "fn f() { quote! { std::time::now(); a.unwrap(); panic!() } }",
        );
        assert_eq!(source.paths().iter().filter(|it| it.starts_with("std")).count(), 0);
        assert!(!source.calls_method("unwrap") && !source.calls_macro("panic"));
    }

    #[test]
    fn calls_that_panic_are_found() {
        let source = Source::parse(
            "plan.rs",
            "fn f() { println!(\"{}\", a.unwrap()); if b { todo!() } panic!(\"no\") }",
        );
        assert!(
            source.calls_method("unwrap")
                && source.calls_macro("todo")
                && source.calls_macro("panic")
        );
        let source = Source::parse(
            "plan.rs",
            "fn f() { a.unwrap_or(b); \"panic!\"; } #[cfg(test)] fn g() { a.unwrap(); }",
        );
        assert!(!source.calls_method("unwrap") && !source.calls_macro("panic"));
    }
}
