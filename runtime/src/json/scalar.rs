//! Scalars, as exactly as the document is read.

use std::borrow::Cow;

use super::view::{Odd, Scalar};
use super::{DecodeError, Node};
use crate::DifferenceKind;

/// A string, borrowed where it is one.
pub(crate) fn text(node: Node<'_>) -> Result<Cow<'_, str>, DecodeError> {
    match node.value().scalar() {
        Scalar::Text(text) => {
            // What a document of elements holds may be a number as well; a type that says so is the better one.
            if node.reading().is_xml() {
                node.bend();
            }
            Ok(Cow::Borrowed(text))
        }
        Scalar::Mended(text) => {
            node.differs(DifferenceKind::OtherSpelling);
            Ok(Cow::Borrowed(text))
        }
        Scalar::Number(_) | Scalar::Bool(_) if node.reading().is_loose() => {
            node.bend();
            Ok(Cow::Owned(node.value().to_value().to_string()))
        }
        _ => {
            let nothing: String = node.fill("a string")?;
            // What came in place of a string is not lost: it is kept as JSON.
            Ok(Cow::Owned(if node.is_null() {
                nothing
            } else {
                node.value().to_value().to_string()
            }))
        }
    }
}

/// A truth value.
pub(super) fn truth(node: Node<'_>) -> Option<bool> {
    let loose = node.reading().is_loose();
    match node.value().scalar() {
        Scalar::Bool(value) => Some(value),
        Scalar::Number(number) if loose => {
            node.bend();
            match number.as_f64() {
                Some(0.0) => Some(false),
                Some(1.0) => Some(true),
                _ => None,
            }
        }
        Scalar::Text(text) if loose => {
            let text = text.trim();
            let is = |word: &str| text.eq_ignore_ascii_case(word);
            if !node.reading().is_xml() || is("0") || is("1") {
                node.bend();
            }
            match () {
                () if is("true") || is("1") => Some(true),
                () if is("false") || is("0") => Some(false),
                () => None,
            }
        }
        _ => None,
    }
}

/// An integer, also when it was written as `3.0`.
pub(super) fn integer(node: Node<'_>) -> Option<i128> {
    let loose = node.reading().is_loose();
    match node.value().scalar() {
        Scalar::Number(number) => whole(number),
        Scalar::Bool(value) if loose => {
            node.bend();
            Some(value.into())
        }
        Scalar::Text(text) if loose => {
            if !node.reading().is_xml() {
                node.bend();
            }
            whole(&written(text)?)
        }
        _ => None,
    }
}

/// A number.
pub(super) fn number(node: Node<'_>) -> Option<f64> {
    let loose = node.reading().is_loose();
    match node.value().scalar() {
        Scalar::Number(number) => number.as_f64(),
        Scalar::Odd(Odd::NotFinite(number)) => {
            node.differs(DifferenceKind::OtherSpelling);
            Some(*number)
        }
        Scalar::Text(text) if loose => {
            if !node.reading().is_xml() {
                node.bend();
            }
            written(text)?.as_f64()
        }
        _ => None,
    }
}

/// A number that was written as text: as in JSON, but a sign and zeros in front do not matter.
fn written(text: &str) -> Option<serde_json::Number> {
    let text = text.trim();
    let text = text.strip_prefix('+').unwrap_or(text);
    if let Ok(number) = text.parse::<i64>() {
        return Some(number.into());
    }
    if let Ok(number) = text.parse::<u64>() {
        return Some(number.into());
    }
    // Rust reads words as well: `inf`, `nan`.
    if !text.trim_start_matches('-').starts_with(|it: char| it.is_ascii_digit() || it == '.') {
        return None;
    }
    serde_json::Number::from_f64(text.parse().ok()?)
}

fn whole(number: &serde_json::Number) -> Option<i128> {
    if let Some(number) = number.as_i64() {
        return Some(number.into());
    }
    if let Some(number) = number.as_u64() {
        return Some(number.into());
    }
    let number = number.as_f64().filter(|it| it.fract() == 0.0)?;
    #[expect(
        clippy::cast_possible_truncation,
        reason = "whole; what saturates is out of range for every type of the callers"
    )]
    Some(number as i128)
}
