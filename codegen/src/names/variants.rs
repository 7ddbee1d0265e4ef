//! What the alternatives of a response are called.

use super::scope::Scope;
use super::words::{pascal, words};
use crate::model::{Alternative, Answer};

/// The variants of a response whose status and content type decide: the status if that decides, then what kind of thing
/// it is, or else its media type.
pub(super) fn variants(alternatives: &[Alternative]) -> Vec<String> {
    let mut scope = Scope::reserving(&["Self"]);
    let by_status = alternatives.iter().any(|it| !it.statuses.is_empty());
    let variant = |it: &Alternative| {
        let kind = match &it.answer {
            Answer::Json { .. } => "Json",
            Answer::Download { .. } => "Binary",
            Answer::Events { .. } => "Events",
            Answer::Lines { .. } => "Lines",
            Answer::Empty => "Empty",
            Answer::Choice { .. } => "Choice",
        };
        let media = pascal(&words(&it.media));
        if !by_status {
            return scope.claim_first(&[kind.to_owned(), media]);
        }
        let status = status_word(it.statuses.first().copied());
        scope.claim_first(&[status.clone(), format!("{status}{kind}"), format!("{status}{media}")])
    };
    alternatives.iter().map(variant).collect()
}

/// What a status is called.
fn status_word(status: Option<u16>) -> String {
    let word = match status {
        None => "Other",
        Some(2) => "Success",
        Some(200) => "Ok",
        Some(201) => "Created",
        Some(202) => "Accepted",
        Some(203) => "NonAuthoritative",
        Some(204) => "NoContent",
        Some(205) => "ResetContent",
        Some(206) => "PartialContent",
        Some(207) => "MultiStatus",
        Some(other) => return format!("Status{other}"),
    };
    word.to_owned()
}
