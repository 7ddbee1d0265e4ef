//! `conformance`: the generator tried on every description under a folder.
//!
//! ```text
//! DIR --roots--> [Root] --library--> operations present \
//!                       --measure--> client, operations covered, time, memory --> Record --> table
//!                                    client --compile--> warnings, errors /
//! ```
//!
//! Each record is kept as a file, so a run that was broken off goes on where it was.

mod compile;
mod library;
mod measure;
mod pool;
mod record;
mod roots;
mod shape;
mod step;
mod table;

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::time::Duration;

pub(crate) use measure::measure;

use crate::Verdict;
use crate::cli::ConformanceArgs;
use crate::destination::real;
use crate::disk::{Disk, Kind};
use crate::failure::Failure;
use crate::repository::Repository;
use crate::streams::Streams;
use compile::Compiler;
use library::Library;
use record::Record;
use roots::Root;

/// Runs the command.
///
/// # Errors
///
/// The folder holds no description, or the results cannot be kept. Faults of the generator are a verdict.
pub fn conformance(args: &ConformanceArgs, streams: &mut Streams<'_>) -> Result<Verdict, Failure> {
    let repository = Repository::find()?;
    let roots = select(roots::find(&args.dir)?, args.only.as_deref())?;
    let run = Run::new(args, &repository)?;
    if cfg!(debug_assertions) {
        streams.remark(format_args!(
            "note: the generator is built for debugging, so its times say little\nhelp: `cargo run --release -p xtask -- conformance`\n"
        ));
    }
    let records = run.records(&roots)?;
    if args.json {
        let text = table::json(&records)
            .map_err(|error| Failure::new(format!("cannot write the results: {error}")))?;
        streams.print(format_args!("{text}"))?;
    } else {
        streams.print(format_args!("{}", table::text(&records)))?;
    }
    let n_faulty = records.iter().filter(|it| it.is_faulty()).count();
    if n_faulty == 0 {
        return Ok(Verdict::Clean);
    }
    let what = crate::description::count(n_faulty, "description");
    streams.fail(
        &Failure::new(format!(
            "{what} stopped the generator, or gave a client that does not compile without warnings"
        ))
        .help(format!("the full messages are in `{}`", run.out.join("logs").display())),
    );
    Ok(Verdict::Faulty)
}

/// The roots whose id or path holds the parts of a pattern (between its `*`) in their order.
fn select(roots: Vec<Root>, pattern: Option<&str>) -> Result<Vec<Root>, Failure> {
    let Some(pattern) = pattern else { return Ok(roots) };
    let (chosen, others): (Vec<_>, Vec<_>) =
        roots.into_iter().partition(|it| holds(&it.id, pattern) || holds(&it.path, pattern));
    if chosen.is_empty() {
        let ids: Vec<&str> = others.iter().take(5).map(|it| it.id.as_str()).collect();
        return Err(Failure::new(format!("no description is called `{pattern}`")).help(format!(
            "there are {} of them, such as {}",
            others.len(),
            ids.join(", ")
        )));
    }
    Ok(chosen)
}

fn holds(text: &str, pattern: &str) -> bool {
    let mut rest = text;
    pattern.split('*').all(|part| match rest.split_once(part) {
        Some((_, after)) => {
            rest = after;
            true
        }
        None => false,
    })
}

/// What is the same for every description of a run.
struct Run {
    dir: PathBuf,
    out: PathBuf,
    runtime: PathBuf,
    lock: Option<PathBuf>,
    n_jobs: usize,
    compile: bool,
    fresh: bool,
    limit: Duration,
    /// Changes with the generator and the runtime.
    key: u64,
}

impl Run {
    fn new(args: &ConformanceArgs, repository: &Repository) -> Result<Self, Failure> {
        let out = args.out.clone().unwrap_or_else(|| repository.join("target/conformance"));
        let out = real(&out)?;
        for folder in ["results", "crates", "logs"] {
            let folder = out.join(folder);
            fs::create_dir_all(&folder).map_err(|error| Failure::writing(&folder, &error))?;
        }
        let runtime = real(&repository.join("runtime"))?;
        let lock = repository.join("Cargo.lock");
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Ok(Self {
            dir: args.dir.clone(),
            out,
            key: key(&runtime)?,
            runtime,
            lock: lock.is_file().then_some(lock),
            n_jobs: args.jobs.map_or(cores, usize::from),
            compile: !args.no_compile,
            fresh: args.fresh,
            limit: Duration::from_secs(args.time_limit),
        })
    }

    /// A record for each root, in their order: kept ones, the others tried now.
    fn records(&self, roots: &[Root]) -> Result<Vec<Record>, Failure> {
        let bar = pool::bar(roots.len());
        bar.set_message("reading");
        let kept = pool::map(roots, self.n_jobs, &bar, |root, _| Ok(self.kept(root)))?;
        let open: Vec<&Root> =
            roots.iter().zip(&kept).filter(|(_, it)| it.is_none()).map(|it| it.0).collect();
        let n_jobs = self.n_jobs.min(open.len());
        let mut compiler = None;
        if self.compile && !open.is_empty() {
            bar.set_message("compiling the runtime");
            let (folder, lock) = (self.out.join("target"), self.lock.clone());
            compiler = Some(Compiler::warm(&folder, &self.runtime, lock, n_jobs, self.limit)?);
        }
        bar.set_length(open.len() as u64);
        bar.set_position(0);
        let mut new = pool::map(&open, n_jobs, &bar, |root, slot| {
            let record = self.attempt(root, slot, compiler.as_ref(), |doing| {
                bar.set_message(format!("{}: {doing}", root.id));
            })?;
            record.save(&self.result(root))?;
            Ok(record)
        })?
        .into_iter();
        bar.finish_and_clear();
        Ok(kept.into_iter().filter_map(|it| it.or_else(|| new.next())).collect())
    }

    /// The record of an earlier run, if it still holds.
    fn kept(&self, root: &Root) -> Option<Record> {
        if self.fresh {
            return None;
        }
        let record = Record::load(&self.result(root))?;
        let library = Library::open(&self.dir.join(&root.path));
        let same = record.id == root.id && record.path == root.path;
        (same && record.answers(&self.key_of(&library), self.compile)).then_some(record)
    }

    fn attempt(
        &self,
        root: &Root,
        slot: usize,
        compiler: Option<&Compiler>,
        tell: impl Fn(&str),
    ) -> Result<Record, Failure> {
        tell("reading");
        let spec = self.dir.join(&root.path);
        let library = Library::open(&spec);
        let (version, key) = (library.version().map(str::to_owned), self.key_of(&library));
        let present = library.operations();
        drop(library);

        tell("generating");
        let package = self.out.join("crates").join(&root.slug);
        let log = |step: &str| self.out.join("logs").join(format!("{}.{step}.x", root.slug));
        let (mut generation, operations) = measure::run(&measure::Task {
            spec: &spec,
            out: &package,
            name: &root.slug,
            runtime: &self.runtime,
            log: &log("generate"),
            limit: self.limit,
        })?;
        let is_generated = generation.outcome == record::Outcome::Done;
        let covered = if is_generated { operations } else { Vec::new() };
        if let Some(present) = &present {
            let missing = library::missing(present, &covered);
            generation.covered = present.len() - missing.len();
            generation.missing = missing.iter().map(|(it, path)| format!("{it} {path}")).collect();
        }

        let compilation = match compiler {
            Some(compiler) if is_generated => {
                tell("compiling");
                Some(compiler.check(&package, slot, &log("check"))?)
            }
            _ => None,
        };
        Ok(Record {
            id: root.id.clone(),
            path: root.path.clone(),
            version,
            present: present.map(|it| it.len()),
            generation,
            compilation,
            key,
        })
    }

    fn result(&self, root: &Root) -> PathBuf {
        self.out.join("results").join(format!("{}.json", root.slug))
    }

    fn key_of(&self, library: &Library) -> String {
        format!("{:016x}{:016x}", self.key, library.digest())
    }
}

/// A number that changes with this program and with the runtime.
fn key(runtime: &Path) -> Result<u64, Failure> {
    let mut res = DefaultHasher::new();
    let program = std::env::current_exe()
        .map_err(|error| Failure::new(format!("cannot tell where this program is: {error}")))?;
    let files = Disk::scan(runtime, |name| matches!(name, "src" | "Cargo.toml"))?;
    let files = files.entries().filter(|(_, kind)| *kind == Kind::File);
    let paths = files.map(|(path, _)| runtime.join(path));
    for path in std::iter::once(program).chain(paths) {
        let bytes = fs::read(&path).map_err(|error| Failure::reading(&path, &error))?;
        (path, library::digest(&bytes)).hash(&mut res);
    }
    Ok(res.finish())
}

#[cfg(test)]
mod tests {
    use super::holds;

    #[test]
    fn patterns_are_parts_in_their_order() {
        let table = [
            ("v30-box", "box", true),
            ("v30-box", "v3*x", true),
            ("v30-box", "*", true),
            ("v30-box", "x*v", false),
            ("v30-box", "fox", false),
        ];
        for (text, pattern, expected) in table {
            assert_eq!(holds(text, pattern), expected, "{pattern}");
        }
    }
}
