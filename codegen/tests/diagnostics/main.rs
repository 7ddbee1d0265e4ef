//! What a faulty description is told: the input and the words in one view.

mod credentials;
mod documents;
mod elements;
mod envelopes;
mod events;
mod keywords;
mod listed_tasks;
mod meaning;
mod pages;
mod references;
mod retries;
mod tasks;
mod tasks_in_lists;
mod webhooks;

use openapi_codegen::{Config, Output, Source, generate};

/// A run over one file.
fn run(text: &str) -> Output {
    run_files(&[("pets.yaml", text)])
}

/// A run over several files, the first of which is the root.
fn run_files(files: &[(&str, &str)]) -> Output {
    let root = files[0].0;
    let config = Config::new(root, "pets").unwrap();
    let owned = files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
    generate(&Source::files(root, owned), &config)
}

/// A run over one file that somebody else wrote.
fn run_of_others(text: &str) -> Output {
    let source = Source::text("pets.yaml", text).tolerant(true);
    generate(&source, &Config::new("pets.yaml", "pets").unwrap())
}

/// The report of a run that must not give a tree.
#[track_caller]
fn refused(output: &Output) -> String {
    assert!(output.tree.is_none(), "{}", output.report(false));
    assert!(output.error_count() > 0);
    output.report(false)
}

/// The report of a run that gives a tree all the same.
#[track_caller]
fn warned(output: &Output) -> String {
    assert!(output.tree.is_some(), "{}", output.report(false));
    output.report(false)
}

/// The calls of the operations that were generated.
fn calls(output: &Output) -> Vec<&str> {
    output.operations.iter().filter_map(|it| it.call.as_deref()).collect()
}
