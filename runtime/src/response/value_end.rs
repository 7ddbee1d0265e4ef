//! Where a JSON value ends in a stream that has nothing between its values.

/// Looks for the end of an object or an array, piece by piece.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct ValueEnd {
    depth: usize,
    in_text: bool,
    is_escaped: bool,
}

impl ValueEnd {
    /// Goes on at a place of the buffer; the place behind the value, if it ends in there. A value that is no object and
    /// no array ends with its line.
    pub(super) fn find(&mut self, buffer: &[u8], from: usize) -> Option<usize> {
        for (at, byte) in buffer.iter().enumerate().skip(from) {
            if self.in_text {
                self.in_text = self.is_escaped || *byte != b'"';
                self.is_escaped = !self.is_escaped && *byte == b'\\';
                continue;
            }
            match byte {
                b'"' => self.in_text = true,
                b'{' | b'[' => self.depth += 1,
                b'}' | b']' => {
                    self.depth = self.depth.saturating_sub(1);
                    if self.depth == 0 {
                        return Some(at + 1);
                    }
                }
                b'\n' if self.depth == 0 => return Some(at + 1),
                _ => {}
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn however_it_is_cut() {
        let text = br#"{"a": "}\"]\\"}[1, {"b": []}]
17
{
  "c": 1
}"#;
        for size in 1..text.len() {
            let (mut end, mut begun, mut searched, mut found) =
                (ValueEnd::default(), 0, 0, Vec::new());
            for upto in (size..text.len() + size).step_by(size).map(|it| it.min(text.len())) {
                while let Some(length) = end.find(&text[begun..upto], searched) {
                    found.push(String::from_utf8_lossy(&text[begun..begun + length]).into_owned());
                    (end, begun, searched) = (ValueEnd::default(), begun + length, 0);
                }
                searched = upto - begun;
            }
            let found: Vec<&str> =
                found.iter().map(|it| it.trim()).filter(|it| !it.is_empty()).collect();
            assert_eq!(
                found,
                [r#"{"a": "}\"]\\"}"#, r#"[1, {"b": []}]"#, "17", "{\n  \"c\": 1\n}"]
            );
        }
    }
}
