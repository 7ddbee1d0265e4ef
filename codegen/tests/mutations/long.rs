//! As many other cases as wanted, outside of the ordinary tests: nothing stops at the first fault.
//!
//! `MUTATIONS` is how many. `MUTATIONS_SEEDS` are more descriptions to start from, `MUTATIONS_FROM` is the number of the
//! first case's random numbers, and `MUTATIONS_DIR` is a folder for the documents that fail and a sample of the outputs.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::{env, fs, thread};

use openapi_codegen::{Config, Tree};
use proptest::prelude::Strategy;
use proptest::strategy::ValueTree;

use crate::case::{Case, changed_texts, changed_values};
use crate::seed::{Seed, seeds};
use crate::{check, runner};

/// How many run at a time.
const THREADS: usize = 4;

/// One of how many outputs is kept for a look at what compiles.
const SAMPLED: usize = 97;

fn number(name: &str) -> Option<usize> {
    env::var(name).ok()?.parse().ok()
}

#[test]
fn many() {
    let Some(wanted) = number("MUTATIONS") else { return };
    let folder =
        PathBuf::from(env::var_os("MUTATIONS_DIR").unwrap_or_else(|| "/tmp/mutations".into()));
    fs::create_dir_all(&folder).unwrap();
    let seeds: &'static [Arc<Seed>] = match env::var("MUTATIONS_SEEDS") {
        Ok(paths) => paths.split(':').filter_map(read).map(Arc::new).collect::<Vec<_>>().leak(),
        Err(_) => seeds(),
    };
    let from = number("MUTATIONS_FROM").unwrap_or(100);
    let (done, found) = (AtomicUsize::new(0), Mutex::new(BTreeMap::<String, usize>::new()));
    thread::scope(|scope| {
        for i in 0..THREADS {
            let (folder, done, found) = (&folder, &done, &found);
            scope.spawn(move || {
                let mut runner = runner(1, u8::try_from((from + i) % 256).unwrap());
                let strategy = (changed_values(seeds), changed_texts(seeds), 0..4_u8);
                while done.fetch_add(1, Ordering::Relaxed) < wanted {
                    let (values, texts, which) = strategy.new_tree(&mut runner).unwrap().current();
                    let case = if which == 0 { texts } else { values };
                    one(&case, folder, i, done.load(Ordering::Relaxed), found);
                }
            });
        }
    });
    let found = found.into_inner().unwrap();
    for (fault, times) in &found {
        println!("{times} times: {fault}");
    }
    assert!(found.is_empty(), "{} faults, see {}", found.len(), folder.display());
}

fn one(
    case: &Case,
    folder: &Path,
    worker: usize,
    at: usize,
    found: &Mutex<BTreeMap<String, usize>>,
) {
    let file = Path::new(&case.file).file_name().unwrap().to_string_lossy().into_owned();
    // What is left of this when the process ends is what ended it.
    fs::write(folder.join(format!("running-{worker}-{file}")), &case.files[&case.file]).unwrap();
    match check::checked(case) {
        Ok(Some(tree)) if at.is_multiple_of(SAMPLED) => {
            keep(&folder.join(format!("out/m{at}")), case, &tree)
        }
        Ok(_) => {}
        Err(fault) => {
            let key = fault.to_string().lines().next().unwrap_or_default().to_owned();
            let key: String = key.chars().filter(|it| !it.is_ascii_digit()).take(160).collect();
            let mut found = found.lock().unwrap();
            let number = found.len();
            let times = found.entry(key).or_default();
            *times += 1;
            if *times <= 3 {
                fs::write(
                    folder.join(format!("fault-{number}-{times}-{file}")),
                    &case.files[&case.file],
                )
                .unwrap();
                fs::write(
                    folder.join(format!("fault-{number}-{times}.txt")),
                    format!("{}/{} {}\n{fault}", case.name, case.file, case.how),
                )
                .unwrap();
            }
        }
    }
}

fn keep(folder: &Path, case: &Case, tree: &Tree) {
    for (path, text) in tree.files() {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    fs::write(folder.join("spec.txt"), format!("{case:?}")).unwrap();
}

fn read(path: &str) -> Option<Seed> {
    let bytes = fs::read(path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let file = if path.ends_with(".json") { "spec.json" } else { "spec.yaml" };
    let config = Config::new(file, "corpus").unwrap();
    let seed = Seed::new(path, config, [(file.to_owned(), bytes)].into(), file);
    if seed.is_none() {
        println!("{path}: left out, not a value");
    }
    seed
}
