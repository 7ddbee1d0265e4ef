//! Responses that are described as one JSON value and are a stream of them.

use crate::model::{Answer, Api, Type};

/// What the descriptions of gRPC gateways say of a response that is a stream.
const MARK: &str = "(streaming responses)";

/// Whether a response says of itself that it is a stream of what it describes.
pub(super) fn is_stream(description: Option<&str>) -> bool {
    description.is_some_and(|it| it.trim_end().ends_with(MARK))
}

/// The same response as a stream of values.
pub(super) fn streamed(answer: Answer) -> Answer {
    let Answer::Json { ty, .. } = answer else { return answer };
    let ty = match ty {
        Type::List(element) => *element,
        other => other,
    };
    // A stream has no place to say where its envelopes are.
    let ty = if ty.plain() == ty.non_null() { ty.non_null().clone() } else { Type::Any };
    Answer::Lines { media: "application/json".to_owned(), ty }
}

/// Operations, by their ids, whose responses are streams of the JSON value that is described.
pub(crate) fn stream_responses(api: &mut Api, ids: &[String]) {
    let is_meant = |id: &Option<String>| id.as_ref().is_some_and(|id| ids.contains(id));
    for operation in api.operations.iter_mut().filter(|it| is_meant(&it.id)) {
        let answer = std::mem::replace(&mut operation.answer, Answer::Empty);
        operation.answer = streamed(answer);
    }
}
