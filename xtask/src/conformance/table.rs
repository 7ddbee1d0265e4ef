//! The records as a table for people and as lines of JSON for tools, with totals.

use std::fmt::Write as _;

use serde::Serialize;

use super::record::{Outcome, Record};

/// How much of a diagnostic is shown.
const SHOWN: usize = 120;

/// Sums over all records.
#[derive(Debug, Default, PartialEq, Serialize)]
pub struct Totals {
    descriptions: usize,
    generated: usize,
    operations_present: usize,
    operations_covered: usize,
    /// Clients whose compilation was tried.
    compiled: usize,
    /// Those of them without an error or a warning.
    compiled_clean: usize,
    panicked: usize,
    timed_out: usize,
    untried: usize,
    cpu_seconds: f64,
    peak_bytes: u64,
}

impl Totals {
    /// Sums up.
    pub fn of(records: &[Record]) -> Self {
        let count = |of: &dyn Fn(&Record) -> bool| records.iter().filter(|it| of(it)).count();
        let ended = |outcome: Outcome| {
            count(&|it| {
                let compiled = it.compilation.as_ref().is_some_and(|it| it.outcome == outcome);
                it.generation.outcome == outcome || compiled
            })
        };
        Self {
            descriptions: records.len(),
            generated: count(&Record::is_generated),
            operations_present: records.iter().filter_map(|it| it.present).sum(),
            operations_covered: records.iter().map(|it| it.generation.covered).sum(),
            compiled: count(&|it| it.is_clean().is_some()),
            compiled_clean: count(&|it| it.is_clean() == Some(true)),
            panicked: ended(Outcome::Panicked),
            timed_out: ended(Outcome::TimedOut),
            untried: ended(Outcome::Untried),
            cpu_seconds: records.iter().filter_map(|it| it.generation.cpu_seconds).sum(),
            peak_bytes: records.iter().filter_map(|it| it.generation.peak_bytes).max().unwrap_or(0),
        }
    }
}

/// An object a line: the records, then the totals.
pub fn json(records: &[Record]) -> Result<String, serde_json::Error> {
    let mut res = String::new();
    for record in records {
        res += &serde_json::to_string(record)?;
        res.push('\n');
    }
    res += &serde_json::json!({ "totals": Totals::of(records) }).to_string();
    res.push('\n');
    Ok(res)
}

/// A line for each record in aligned columns, then the totals.
pub fn text(records: &[Record]) -> String {
    let header = [
        "description",
        "version",
        "generated",
        "operations",
        "compiles",
        "CPU s",
        "MB",
        "first diagnostic",
    ]
    .map(str::to_owned);
    let mut rows = vec![header];
    rows.extend(records.iter().map(row));
    let width = |column: usize| rows.iter().map(|it| it[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..7).map(width).collect();
    let mut res = String::new();
    for row in &rows {
        let mut line = String::new();
        for (i, (cell, width)) in row.iter().zip(&widths).enumerate() {
            // Numbers to the right.
            let _ = if matches!(i, 3 | 5 | 6) {
                write!(line, "{cell:>width$}  ")
            } else {
                write!(line, "{cell:width$}  ")
            };
        }
        line += &row[7];
        res += line.trim_end();
        res.push('\n');
    }
    res + "\n" + &Totals::of(records).lines()
}

fn row(record: &Record) -> [String; 8] {
    let generation = &record.generation;
    let version = record.version.clone().unwrap_or_else(|| "?".to_owned());
    let generated = match generation.outcome {
        Outcome::Done => "yes".to_owned(),
        Outcome::Errors => errors(generation.errors),
        other => stopped(other),
    };
    let present = record.present.map_or_else(|| "?".to_owned(), |it| it.to_string());
    let compiles = match &record.compilation {
        None => "-".to_owned(),
        Some(it) => match it.outcome {
            Outcome::Done if it.warnings > 0 => crate::description::count(it.warnings, "warning"),
            Outcome::Done => "yes".to_owned(),
            Outcome::Errors => errors(it.errors),
            other => stopped(other),
        },
    };
    let compiler = record.compilation.as_ref().filter(|_| record.is_clean() != Some(true));
    let diagnostic = compiler.and_then(|it| it.diagnostic.as_ref());
    let diagnostic = diagnostic.or(generation.diagnostic.as_ref());
    [
        record.id.clone(),
        version,
        generated,
        format!("{}/{present}", generation.covered),
        compiles,
        generation.cpu_seconds.map_or_else(|| "-".to_owned(), |it| format!("{it:.2}")),
        generation.peak_bytes.map_or_else(|| "-".to_owned(), |it| (it / 1_000_000).to_string()),
        diagnostic.map(|it| cut(it)).unwrap_or_default(),
    ]
}

fn errors(n: usize) -> String {
    crate::description::count(n, "error")
}

fn stopped(outcome: Outcome) -> String {
    match outcome {
        Outcome::Panicked => "PANIC",
        Outcome::TimedOut => "TIMEOUT",
        Outcome::Untried => "untried",
        Outcome::Done | Outcome::Errors => "",
    }
    .to_owned()
}

/// A text in one line of bounded length.
fn cut(text: &str) -> String {
    let mut res: String = text.chars().map(|it| if it.is_control() { ' ' } else { it }).collect();
    if let Some((end, _)) = res.char_indices().nth(SHOWN) {
        res.truncate(end);
        res.push('…');
    }
    res
}

impl Totals {
    fn lines(&self) -> String {
        let share = |n: usize, all: usize| {
            if all == 0 {
                return "none tried".to_owned();
            }
            // No float shows 999 of 1000 as 100 %.
            let tenths = n * 1000 / all;
            format!("{}.{} % ({n} of {all})", tenths / 10, tenths % 10)
        };
        let (present, covered) = (self.operations_present, self.operations_covered);
        format!(
            "generated            {}\noperations covered   {}\ncompiled clean       {}\npanicked {}, stopped at the limit {}, untried {}\nCPU {:.1} s in all, {} MB at most\n",
            share(self.generated, self.descriptions),
            share(covered, present),
            share(self.compiled_clean, self.compiled),
            self.panicked,
            self.timed_out,
            self.untried,
            self.cpu_seconds,
            self.peak_bytes / 1_000_000,
        )
    }
}
