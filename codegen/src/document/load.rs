//! Files to values: the root file, and every file that a reference leads to.

use std::collections::HashMap;

use indexmap::IndexSet;
use serde_json::Value;

use super::compose::compose;
use super::fault_of;
use super::keywords::references_in;
use super::path::{is_url, join, normal, split};
use crate::diagnostics::{Diagnostics, Severity};
use crate::source::{FileId, Mark, Place, Source};

/// Files of one description, at most.
const MOST_FILES: usize = 10_000;

/// What became of a file that a reference names.
#[derive(Clone, Debug)]
pub(super) enum Loaded {
    Read(FileId),
    /// Read, but neither YAML nor JSON; that was reported.
    Unsound,
    /// Not there, with the reason.
    Absent(String),
    /// Out of the root file's folder.
    Outside,
}

/// All files of a description.
#[derive(Debug, Default)]
pub(super) struct Files {
    pub(super) by_path: HashMap<String, Loaded>,
    /// The path of the root file, and the address that it gives itself with `$self`.
    root_path: String,
    address: Option<String>,
    values: Vec<Option<Value>>,
}

impl Files {
    pub(super) fn value(&self, file: FileId) -> Option<&Value> {
        self.values.get(file.0 as usize)?.as_ref()
    }

    /// The path of a file that is named in another one. An address is a path where it is that of the description, or
    /// beside it.
    pub(super) fn target(&self, from: &str, name: &str) -> Option<String> {
        let Some(address) = &self.address else { return join(from, name) };
        let (folder, _) = address.rsplit_once('/').unwrap_or(("", address));
        match name.strip_prefix(folder).and_then(|it| it.strip_prefix('/')) {
            _ if name == address => Some(self.root_path.clone()),
            Some(beside) if is_url(name) => join(&self.root_path, beside),
            _ => join(from, name),
        }
    }

    pub(super) fn ids(&self) -> impl Iterator<Item = FileId> {
        (0u32..).zip(&self.values).filter(|(_, it)| it.is_some()).map(|(id, _)| FileId(id))
    }

    fn insert(&mut self, file: FileId, value: Value) {
        let index = file.0 as usize;
        if self.values.len() <= index {
            self.values.resize_with(index + 1, || None);
        }
        self.values[index] = Some(value);
    }
}

/// Reads everything. A file that is not there is reported when a reference to it is followed.
pub(super) fn load(source: &Source<'_>, diagnostics: &mut Diagnostics) -> Option<(Files, FileId)> {
    let mut files = Files::default();
    let root_path = normal(source.root());
    let root = match read(source, source.root(), Severity::Error, diagnostics) {
        Ok(Some((file, value))) => {
            let address = value.get("$self").and_then(Value::as_str);
            files.address = address.map(|it| split(it).0.to_owned()).filter(|it| is_url(it));
            files.root_path.clone_from(&root_path);
            files.insert(file, value);
            files.by_path.insert(root_path.clone(), Loaded::Read(file));
            file
        }
        Ok(None) => return None,
        Err(reason) => {
            let file = diagnostics.add_file(source.root(), "");
            let message = format!("`{}` cannot be read: {reason}", source.root());
            diagnostics.error(&Place::root(file), message);
            return None;
        }
    };
    let mut pending = vec![(root_path.clone(), root)];
    while let Some((path, file)) = pending.pop() {
        let mut named = IndexSet::new();
        if let Some(value) = files.value(file) {
            references_in(value, &mut |it| push_file(it, &mut named));
        }
        for name in named {
            let Some(target) = files.target(&path, &name) else { continue };
            if files.by_path.contains_key(&target) || files.by_path.len() >= MOST_FILES {
                continue;
            }
            let loaded = if !source.allows_outside() && is_outside(&root_path, &target) {
                Loaded::Outside
            } else {
                match read(source, &target, fault_of(source), diagnostics) {
                    Ok(Some((file, value))) => {
                        files.insert(file, value);
                        pending.push((target.clone(), file));
                        Loaded::Read(file)
                    }
                    Ok(None) => Loaded::Unsound,
                    Err(reason) => Loaded::Absent(reason),
                }
            };
            files.by_path.insert(target, loaded);
        }
    }
    Some((files, root))
}

/// One file, and how bad it is if that cannot be understood: nothing, and a diagnostic, if it is neither YAML nor JSON.
fn read(
    source: &Source<'_>,
    path: &str,
    unsound: Severity,
    diagnostics: &mut Diagnostics,
) -> Result<Option<(FileId, Value)>, String> {
    let bytes = source.read(path)?;
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(fault) => {
            report_encoding(path, bytes, fault.valid_up_to(), unsound, diagnostics);
            return Ok(None);
        }
    };
    let file = diagnostics.add_file(path, text);
    match compose(path, text, file, fault_of(source), diagnostics) {
        Ok(value) => Ok(Some((file, value))),
        Err(fault) => {
            // The parser that reads YAML first is strict; libyaml lets more pass.
            if let Some(value) = super::lenient::parse(path, text) {
                return Ok(Some((file, value)));
            }
            let line = text.lines().nth((fault.mark.line as usize).saturating_sub(1));
            let diagnostic = diagnostics.mark(unsound, file, fault.mark, fault.message).cause();
            if text.trim_start().starts_with('<') {
                diagnostic.help("this looks like a web page; download the description itself");
            } else if line.is_some_and(has_tab) {
                diagnostic.help("YAML is indented with spaces, not with tabs");
            }
            Ok(None)
        }
    }
}

fn report_encoding(
    path: &str,
    bytes: &[u8],
    at: usize,
    unsound: Severity,
    diagnostics: &mut Diagnostics,
) {
    let is_wide = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
    let shown = if is_wide { "".into() } else { String::from_utf8_lossy(bytes) };
    let file = diagnostics.add_file(path, &shown);
    let before = &bytes[..at];
    let line = before.iter().filter(|it| **it == b'\n').count() + 1;
    let start = before.iter().rposition(|it| *it == b'\n').map_or(0, |it| it + 1);
    let column = String::from_utf8_lossy(&before[start..]).chars().count();
    let message = if is_wide { "this file is UTF-16" } else { "this is not UTF-8" };
    let number = |it: usize| u32::try_from(it).unwrap_or(u32::MAX);
    let column = number(column);
    let mark = Mark { line: number(line), column, end: column.saturating_add(1) };
    let diagnostic = diagnostics.mark(unsound, file, mark, message).cause();
    diagnostic.help("save the file with the encoding UTF-8");
}

fn has_tab(line: &str) -> bool {
    line.chars().take_while(|it| it.is_whitespace()).any(|it| it == '\t')
}

fn push_file(reference: &str, named: &mut IndexSet<String>) {
    let (file, _) = split(reference);
    if !file.is_empty() && !named.contains(file) {
        named.insert(file.to_owned());
    }
}

fn is_outside(root: &str, path: &str) -> bool {
    // Both are written in the same way, so the text tells.
    match root.rfind('/') {
        Some(at) => !path.starts_with(&root[..=at]),
        None => path.starts_with("../") || path.starts_with('/'),
    }
}
