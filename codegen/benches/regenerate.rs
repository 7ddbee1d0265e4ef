//! What one regeneration of a checked-in client costs: processor time, peak memory, and the spread of many runs.
//!
//! `cargo bench -p openapi-codegen` measures every client of `spec/`. Generation reads its files from memory here, so
//! that the figures are the generator's own.

use std::collections::BTreeMap;
use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};

use cpu_time::ProcessTime;
use criterion::{Criterion, criterion_group};
use openapi_codegen::{Config, Source, generate};

/// One client: its settings, and the files of its description.
struct Client {
    name: String,
    config: Config,
    root: String,
    files: BTreeMap<String, Vec<u8>>,
}

impl Client {
    fn read(folder: &Path) -> Self {
        let text = fs::read_to_string(folder.join("client.toml")).expect("a client.toml");
        let config = Config::parse(&text).expect("a client.toml that is right");
        let mut files = BTreeMap::new();
        read_folder(folder, folder, &mut files);
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Self { name, root: config.root.clone(), config, files }
    }

    fn generate(&self) -> usize {
        let source = Source::new(self.root.clone(), |path: &str| {
            self.files.get(path).cloned().ok_or_else(|| "no such file".to_owned())
        });
        let output = generate(&source, &self.config);
        output.tree.expect("a description without errors").files().count()
    }
}

fn read_folder(root: &Path, folder: &Path, files: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(folder).expect("a folder that can be read").flatten() {
        let path = entry.path();
        if path.is_dir() {
            read_folder(root, &path, files);
        } else if let Ok(name) = path.strip_prefix(root) {
            let name = name.to_string_lossy().replace('\\', "/");
            files.insert(name, fs::read(&path).expect("a file that can be read"));
        }
    }
}

fn clients() -> Vec<Client> {
    let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
    let entries = fs::read_dir(spec).expect("the folder of the descriptions").flatten();
    let mut folders: Vec<PathBuf> =
        entries.map(|it| it.path()).filter(|it| it.join("client.toml").is_file()).collect();
    folders.sort();
    folders.iter().map(|it| Client::read(it)).collect()
}

/// The first run of the process, as `cargo xtask regen` would have it: nothing is warm.
fn first_runs() {
    for client in clients() {
        let before = ProcessTime::now();
        let files = client.generate();
        let spent = before.elapsed();
        println!("{}: {files} files, {:.3} s of processor time", client.name, spent.as_secs_f64());
        if let Some(peak) = peak_memory() {
            println!("{}: {:.1} MiB peak memory of the process so far", client.name, peak / 1024.0);
        }
    }
}

/// The most memory that the process had at any time, in KiB; only Linux tells it as text.
fn peak_memory() -> Option<f64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|it| it.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}

fn regenerate(criterion: &mut Criterion) {
    for client in clients() {
        criterion.bench_function(&format!("regenerate {}", client.name), |bencher| {
            bencher.iter(|| black_box(client.generate()));
        });
    }
}

criterion_group!(benches, regenerate);

fn main() {
    first_runs();
    benches();
    Criterion::default().configure_from_args().final_summary();
}
