//! Which responses are streams of JSON values, although the description has one value.

use super::Checker;
use crate::model::Answer;

impl Checker<'_> {
    /// Each operation that the settings name has to be one whose response is now a stream.
    pub(super) fn streams(&mut self) {
        for (number, id) in self.config.answers.streams.iter().enumerate() {
            let number = number.to_string();
            let keys = ["answers", "streams", &number];
            match self.operation(id).map(|index| &self.api.operations[index].answer) {
                Some(Answer::Lines { .. }) => {}
                Some(_) => {
                    self.error(&keys, format!("`{id}` does not answer JSON")).help(
                        "a stream is declared of an operation whose response is one JSON value, or not described",
                    );
                }
                None => {
                    self.error(&keys, format!("there is no operation `{id}`"))
                        .help("write the operationId as it is in the description");
                }
            }
        }
    }
}
