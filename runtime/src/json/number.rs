//! How numbers are written.

use std::fmt;
use std::io;

use serde_json::Number;
use serde_json::ser::Formatter;

use super::notes::Notes;

/// A value has a number that is not finite.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NotFinite;

impl NotFinite {
    pub(super) fn check(notes: &Notes) -> Result<(), Self> {
        if notes.is_unsendable() { Err(Self) } else { Ok(()) }
    }
}

impl fmt::Display for NotFinite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("has a number that is not finite (NaN or infinite), which cannot be sent")
    }
}

/// A whole number as an integer, as far as integers of 64 bits reach.
pub(super) fn whole(number: f64) -> Option<Number> {
    const BEYOND_I64: f64 = 9_223_372_036_854_775_808.0;
    if number.fract() != 0.0 {
        return None;
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "whole and in range"
    )]
    match number {
        _ if (-BEYOND_I64..BEYOND_I64).contains(&number) => Some((number as i64).into()),
        _ if (BEYOND_I64..2.0 * BEYOND_I64).contains(&number) => Some((number as u64).into()),
        _ => None,
    }
}

/// A number as text: never with an exponent, and a whole one without a fraction. Servers that expect an integer take
/// neither.
pub(crate) fn number_text(number: &Number) -> String {
    let text = number.to_string();
    // Its own digits may be more than those of an `f64`.
    let is_plain = !text.ends_with(".0") && !text.contains(['e', 'E']);
    match number.as_f64() {
        Some(value) if !is_plain => decimal(value),
        _ => text,
    }
}

/// All digits of a number: the fewest that tell it from its neighbours, filled up with zeros.
fn decimal(value: f64) -> String {
    if value == 0.0 { "0".to_owned() } else { value.to_string() }
}

/// JSON whose whole numbers have no fraction and no exponent.
pub(super) struct NumberFormat;

impl Formatter for NumberFormat {
    fn write_f64<W: ?Sized + io::Write>(&mut self, writer: &mut W, value: f64) -> io::Result<()> {
        match Number::from_f64(value) {
            Some(_) if value.fract() == 0.0 => writer.write_all(decimal(value).as_bytes()),
            Some(number) => write!(writer, "{number}"),
            None => writer.write_all(b"null"),
        }
    }

    // A number as it was written, with the feature of `serde_json` that keeps them so.
    fn write_number_str<W: ?Sized + io::Write>(
        &mut self,
        writer: &mut W,
        value: &str,
    ) -> io::Result<()> {
        match value.parse::<f64>() {
            Ok(number) if value.ends_with(".0") && number.is_finite() => {
                writer.write_all(decimal(number).as_bytes())
            }
            _ => writer.write_all(value.as_bytes()),
        }
    }
}
