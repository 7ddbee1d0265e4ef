//! Responses that are described as one JSON value and are a stream of them.

use crate::model::{Answer, Api, Type};

/// What the descriptions of gRPC gateways say of a response that is a stream.
const MARK: &str = "(streaming responses)";

/// What such a stream is asked for as, because that is what it is called.
const JSON: &str = "application/json";

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
    Answer::Lines { media: JSON.to_owned(), ty }
}

/// Operations, by their ids, whose responses are streams of the JSON value that is described, or of any where none is.
pub(crate) fn stream_responses(api: &mut Api, ids: &[String]) {
    let is_meant = |id: &Option<String>| id.as_ref().is_some_and(|id| ids.contains(id));
    for operation in api.operations.iter_mut().filter(|it| is_meant(&it.id)) {
        operation.answer = match std::mem::replace(&mut operation.answer, Answer::Empty) {
            // Nothing is described, so the values may be anything; what was declared is that there are some.
            Answer::Empty => Answer::Lines { media: JSON.to_owned(), ty: Type::Any },
            answer => streamed(answer),
        };
    }
}
