//! Diagnostics as text: for people, with the lines that they are about, or as JSON for tools.

use std::collections::{BTreeMap, HashMap};

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::visible::{visible, visible_line};
use super::{At, Diagnostic, Diagnostics, Severity};
use crate::source::{FileId, Location, Mark, Wanted, floor, locate};

/// How often the same is said, at different places.
const MOST_ALIKE: usize = 10;

/// How much of a line is shown, in bytes: of a longer one, what is around the caret.
const SHOWN: usize = 120;

/// What there is to show.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Show {
    /// With colours, for a terminal.
    pub(crate) colour: bool,
    /// With what had to be assumed.
    pub(crate) notes: bool,
}

impl Diagnostics {
    /// All errors and warnings as text, by file and line.
    pub(crate) fn render(&self, colour: bool) -> String {
        self.render_with(Show { colour, notes: false })
    }

    /// All diagnostics that are asked for as text, by file and line.
    pub(crate) fn render_with(&self, show: Show) -> String {
        let renderer = if show.colour { Renderer::styled() } else { Renderer::plain() };
        let mut res = String::new();
        let located = self.located(show.notes);
        let mut totals: HashMap<(Severity, &str), usize> = HashMap::new();
        for (diagnostic, _) in &located {
            *totals.entry((diagnostic.severity, &diagnostic.message)).or_default() += 1;
        }
        let mut shown: HashMap<(Severity, &str), usize> = HashMap::new();
        for (diagnostic, spots) in &located {
            let key = (diagnostic.severity, diagnostic.message.as_str());
            let n_shown = shown.entry(key).or_default();
            *n_shown += 1;
            if *n_shown > MOST_ALIKE {
                continue;
            }
            let n_hidden = if *n_shown == MOST_ALIKE { totals[&key] - MOST_ALIKE } else { 0 };
            let mut report = self.report(diagnostic, spots);
            if n_hidden > 0 {
                let message = format!("and at {n_hidden} more places");
                report = report.element(Level::NOTE.message(message));
            }
            let text = renderer.render(&[report]);
            res.push_str(&self.with_columns(text, diagnostic, spots));
            res.push_str("\n\n");
        }
        res
    }

    /// All diagnostics that are asked for as one JSON object per line.
    pub(crate) fn render_json(&self, notes: bool) -> String {
        let mut res = String::new();
        for (diagnostic, spots) in self.located(notes) {
            let mut object = self.spot_json(&diagnostic.at, &spots[0]);
            object.insert("severity".to_owned(), diagnostic.severity.name().into());
            object.insert("message".to_owned(), diagnostic.message.clone().into());
            object.insert("help".to_owned(), diagnostic.help.clone().into());
            let related = diagnostic.related.iter().zip(&spots[1..]).map(|((at, label), spot)| {
                let mut object = self.spot_json(at, spot);
                object.insert("label".to_owned(), label.clone().into());
                serde_json::Value::Object(object)
            });
            object.insert("related".to_owned(), related.collect());
            res.push_str(&serde_json::Value::Object(object).to_string());
            res.push('\n');
        }
        res
    }

    fn spot_json(&self, at: &At, spot: &Spot) -> serde_json::Map<String, serde_json::Value> {
        let pointer = match at {
            At::Place(place) => Some(place.pointer.to_string()),
            At::Mark(..) => None,
        };
        let location = spot.as_ref();
        [
            ("file", self.file_path(at.file()).into()),
            ("line", location.map(|it| it.line).into()),
            ("column", location.map(|it| it.column).into()),
            ("pointer", pointer.into()),
        ]
        .map(|(key, value)| (key.to_owned(), value))
        .into_iter()
        .collect()
    }

    /// The diagnostics in the order of the text, each with where it and its related places are.
    fn located(&self, notes: bool) -> Vec<(&Diagnostic, Vec<Spot>)> {
        let shown = self.list.iter().filter(|it| notes || it.severity != Severity::Note);
        let shown: Vec<&Diagnostic> = shown.collect();
        let mut by_file: BTreeMap<FileId, Vec<(usize, usize, &At)>> = BTreeMap::new();
        for (i, diagnostic) in shown.iter().enumerate() {
            let related = diagnostic.related.iter().map(|(at, _)| at);
            for (j, at) in std::iter::once(&diagnostic.at).chain(related).enumerate() {
                by_file.entry(at.file()).or_default().push((i, j, at));
            }
        }
        let mut spots: Vec<Vec<Spot>> =
            shown.iter().map(|it| vec![None; it.related.len() + 1]).collect();
        for (file, ats) in by_file {
            let Some(file) = self.file(file).filter(|it| !it.text.is_empty()) else { continue };
            let wanted: Vec<Wanted<'_>> = ats.iter().map(|(_, _, at)| wanted(at)).collect();
            for ((i, j, _), location) in ats.iter().zip(locate(file, &wanted)) {
                spots[*i][*j] = Some(location);
            }
        }
        let mut res: Vec<_> = shown.into_iter().zip(spots).collect();
        res.sort_by_key(|(diagnostic, spots)| {
            let spot = spots[0].as_ref().map(|it| (it.line, it.column));
            (diagnostic.order, diagnostic.at.file(), spot)
        });
        res
    }

    fn report<'a>(&'a self, diagnostic: &'a Diagnostic, spots: &[Spot]) -> Group<'a> {
        let level = match diagnostic.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
            Severity::Note => Level::NOTE,
        };
        let mut group = Group::with_title(level.primary_title(visible_line(&diagnostic.message)));
        group = self.show(group, &diagnostic.at, &spots[0], None);
        for ((at, label), spot) in diagnostic.related.iter().zip(&spots[1..]) {
            group = self.show(group, at, spot, Some(label));
        }
        if let At::Place(place) = &diagnostic.at
            && !place.pointer.is_empty()
        {
            let pointer = visible_line(&format!("#{}", place.pointer)).into_owned();
            group = group.element(Level::NOTE.with_name("at").message(pointer));
        }
        match &diagnostic.help {
            Some(help) => group.element(Level::HELP.message(visible(help))),
            None => group,
        }
    }

    /// A line of a file with what is marked in it.
    fn show<'a>(
        &'a self,
        group: Group<'a>,
        at: &At,
        spot: &Spot,
        label: Option<&'a str>,
    ) -> Group<'a> {
        let Some(file) = self.file(at.file()) else { return group };
        let is_primary = label.is_none();
        let Some(location) = spot else {
            return group.element(Origin::path(visible_line(&file.path)));
        };
        let line = &file.text[location.whole.clone()];
        let (line, marked) = cut(line, location.marked.clone());
        let kind = if is_primary { AnnotationKind::Primary } else { AnnotationKind::Context };
        let annotation = kind.span(marked).label(label.map(visible_line));
        let snippet =
            Snippet::source(line).line_start(location.line).path(visible_line(&file.path));
        group.element(snippet.annotation(annotation))
    }

    /// In a line that was cut, the renderer counts from the cut.
    fn with_columns(&self, text: String, diagnostic: &Diagnostic, spots: &[Spot]) -> String {
        let ats = std::iter::once(&diagnostic.at).chain(diagnostic.related.iter().map(|it| &it.0));
        let mut text = text;
        for (at, spot) in ats.zip(spots) {
            let (Some(file), Some(location)) = (self.file(at.file()), spot) else { continue };
            let line = &file.text[location.whole.clone()];
            let (shown, marked) = cut(line, location.marked.clone());
            let column = shown[..marked.start].chars().count() + 1;
            if column != location.column {
                let path = visible_line(&file.path);
                let place = |column: usize| format!("{path}:{}:{column}", location.line);
                text = text.replacen(&place(column), &place(location.column), 1);
            }
        }
        text
    }
}

/// Where something is; nothing if the file could not be read.
type Spot = Option<Location>;

fn wanted(at: &At) -> Wanted<'_> {
    match at {
        At::Place(place) => Wanted::Place(place),
        At::Mark(_, (line, column, end)) => {
            Wanted::Mark(Mark { line: *line, column: *column, end: *end })
        }
    }
}

/// What is around the mark of a line that is too long, and where the mark is in that.
fn cut(line: &str, marked: std::ops::Range<usize>) -> (String, std::ops::Range<usize>) {
    let end = floor(line, marked.end.min(marked.start + SHOWN));
    let from = if line.len() <= SHOWN { 0 } else { floor(line, marked.start.saturating_sub(40)) };
    let to = floor(line, (from + SHOWN).max(end));
    let mut res = String::new();
    if from > 0 {
        res.push_str("... ");
    }
    let shift = |at: usize| res.len() + at - from;
    let shown = shift(marked.start)..shift(end.max(marked.start));
    res.push_str(&line[from..to]);
    if to < line.len() {
        res.push_str(" ...");
    }
    (res, shown)
}
