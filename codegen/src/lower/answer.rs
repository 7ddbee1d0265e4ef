//! What a successful call hands over.

use openapi_media::{JSON, Kind, concrete, essence};

use crate::document::{MediaView, OperationView, Status};
use crate::model::{Alternative, Answer, ErrorAnswer, Naming, Part, Shape, Type, Unwrap};
use crate::source::Place;

use super::Lowering;
use super::body::{MediaKind, is_binary};
use super::declared_streams::{is_stream, streamed};

impl Lowering<'_> {
    pub(super) fn answer(&mut self, view: &OperationView, index: usize) -> Answer {
        let mut successes: Vec<_> =
            view.responses.iter().filter(|it| it.status.is_success()).collect();
        if successes.is_empty() {
            // Some descriptions name nothing but `default`, and mean success.
            successes.extend(
                view.responses
                    .iter()
                    .filter(|it| it.status.is_default() && view.responses.len() == 1),
            );
        }
        let mut empty: Vec<u16> = Vec::new();
        let mut or_nothing = false;
        let mut found: Vec<Alternative> = Vec::new();
        for response in successes {
            let status = number(response.status);
            // A response to `HEAD` has no body, whatever is described.
            let content =
                if view.method.eq_ignore_ascii_case("head") { &[] } else { &*response.content };
            let answer = self.response(content, index);
            let answer = match is_stream(response.description.as_deref()) {
                true => streamed(answer),
                false => answer,
            };
            if matches!(answer, Answer::Empty) {
                or_nothing = true;
                empty.extend(status);
            } else if let Some(same) = found.iter_mut().find(|it| same_kind(&it.answer, &answer)) {
                same.statuses.extend(status);
            } else {
                let media = media_of(&answer, &response.content);
                found.push(Alternative { media, statuses: status.into_iter().collect(), answer });
            }
        }
        if found.len() > 1 {
            return by_status(found, or_nothing.then_some(empty));
        }
        let answer = found.pop().map_or(Answer::Empty, |it| it.answer);
        if or_nothing { answer.or_nothing() } else { answer }
    }

    /// What the description says about calls that fail.
    pub(super) fn errors(&mut self, view: &OperationView, index: usize) -> Vec<ErrorAnswer> {
        let mut res = Vec::new();
        for response in view.responses.iter().filter(|it| !it.status.is_success()) {
            let of = |kind: MediaKind| {
                response.content.iter().find(|it| MediaKind::of(&it.media_type) == kind)
            };
            let json = of(MediaKind::Json).or_else(|| of(MediaKind::Xml));
            let naming =
                Naming::Part { operation: index, part: Part::Error, member: None, element: false };
            let body = json.and_then(|it| it.schema.as_ref()).map(|it| self.schema(it, naming));
            res.push(ErrorAnswer {
                status: status(response.status),
                description: response.description.clone(),
                // Anything else is as easily read from the bytes.
                body: body.filter(|it| matches!(it, Type::Declared(_))),
            });
        }
        res
    }

    fn response(&mut self, content: &[MediaView], index: usize) -> Answer {
        self.check_items(content);
        let json = content.iter().find(|it| MediaKind::of(&it.media_type) == MediaKind::Json);
        let events = content.iter().find(|it| MediaKind::of(&it.media_type) == MediaKind::Events);
        let others: Vec<&MediaView> = content
            .iter()
            .filter(|it| matches!(MediaKind::of(&it.media_type), MediaKind::Xml | MediaKind::Other))
            .collect();
        let element =
            Naming::Part { operation: index, part: Part::Answer, member: None, element: true };
        if let Some(media) = events.filter(|_| json.is_none()) {
            return Answer::Events { ty: self.one_of_several(media, element.clone()) };
        }
        let lines = content.iter().find(|it| MediaKind::of(&it.media_type) == MediaKind::Lines);
        if let Some(media) = lines.filter(|_| json.is_none()) {
            let ty = self.one_of_several(media, element.clone());
            return Answer::Lines { media: media.media_type.clone(), ty };
        }
        if json.is_none()
            && let Some(answer) = self.xml_response(content, index)
        {
            return answer;
        }
        let Some(media) = json else {
            let media: Vec<&str> = content.iter().map(|it| it.media_type.as_str()).collect();
            return match media.as_slice() {
                [] => Answer::Empty,
                media => Answer::Download { media: media.join(", ") },
            };
        };
        let answer = self.json_answer(media, index);
        // Another spelling of the same thing (XML, text) is not asked for; bytes are something else.
        let answer = self.or_text(answer, media, &others);
        let of_media = |media: &MediaView, answer| Alternative {
            media: media.media_type.clone(),
            statuses: Vec::new(),
            answer,
        };
        let mut alternatives = vec![of_media(media, answer)];
        for other in others {
            if self.is_bytes(other) {
                let download = Answer::Download { media: other.media_type.clone() };
                alternatives.push(of_media(other, download));
            }
        }
        // Where events are no other spelling of the same, the request decides which of them comes.
        if let Some(events) = events.filter(|it| !self.same_schema(it, media)) {
            let ty = self.one_of_several(events, element);
            alternatives.push(of_media(events, Answer::Events { ty }));
        }
        if alternatives.len() == 1 {
            return alternatives.remove(0).answer;
        }
        Answer::Choice { alternatives }
    }

    /// Whether a media type beside JSON is bytes, and no other spelling of the same thing: its schema says so, or it is
    /// no text and has no schema, or one that does not say what the bytes hold.
    fn is_bytes(&mut self, media: &MediaView) -> bool {
        let is_binary = is_binary(&media.media_type);
        let Some(schema) = &media.schema else { return is_binary };
        let Some(merged) = self.merge(std::slice::from_ref(schema)) else { return false };
        let holds_text = !merged.is_object()
            && merged.items.is_none()
            && merged.alternatives.is_empty()
            && merged.types.iter().all(|it| it == "string" || it == "null");
        merged.format.as_deref() == Some("binary") || (is_binary && holds_text)
    }

    /// A string that may come as text as well as in JSON, and is then written without quotes.
    fn or_text(&self, answer: Answer, json: &MediaView, others: &[&MediaView]) -> Answer {
        let Answer::Json { ty, unwrap, or_nothing, example, .. } = answer else { return answer };
        let is_string = match ty.plain() {
            Type::Text | Type::Id | Type::DateTime | Type::Secret => true,
            Type::Declared(id) => matches!(self.types[id.0].shape, Shape::Enum(_)),
            _ => false,
        };
        let is_text = |it: &&&MediaView| essence(&it.media_type) == "text/plain";
        let text = others.iter().find(is_text);
        let as_text = match text {
            _ if !is_string || ty.plain() != ty.non_null() => None,
            Some(text) => Some(format!("{}, {}", text.media_type, json.media_type)),
            None if json.media_type == "*/*" => {
                Some("application/json, text/plain, */*;q=0.5".to_owned())
            }
            None => None,
        };
        Answer::Json { ty, unwrap, or_nothing, as_text, example }
    }

    pub(super) fn json_answer(&mut self, media: &MediaView, index: usize) -> Answer {
        let example = self
            .example(media.example.as_ref())
            .or_else(|| self.schema_example(media.schema.as_ref()?));
        let naming =
            Naming::Part { operation: index, part: Part::Answer, member: None, element: false };
        let Some(schema) = &media.schema else {
            return Answer::Json {
                ty: Type::Any,
                unwrap: None,
                or_nothing: false,
                as_text: None,
                example,
            };
        };
        if let Some((ty, member)) = self.alternate_forms(schema, index) {
            return Answer::Json {
                ty,
                unwrap: Some(Unwrap::Forms(member)),
                or_nothing: false,
                as_text: None,
                example,
            };
        }
        match self.schema(schema, naming) {
            // A whole answer that is one file is a download, whatever its media type says.
            Type::File => Answer::Download { media: media.media_type.clone() },
            ty => Answer::Json { ty, unwrap: None, or_nothing: false, as_text: None, example },
        }
    }

    /// `x-alternate-forms`: the alternatives are one thing, a list of it, and either of them in one member.
    fn alternate_forms(&mut self, schema: &Place, index: usize) -> Option<(Type, String)> {
        let view = self.document.schema(schema, self.diagnostics)?;
        if view.extensions.get("x-alternate-forms") != Some(&serde_json::Value::Bool(true)) {
            return None;
        }
        let mut member: Option<String> = None;
        let mut plain: Vec<Type> = Vec::new();
        for place in view.one_of.iter().chain(&view.any_of) {
            let merged = self.merge(std::slice::from_ref(place))?;
            let is_reference = self.document.resolve(place, self.diagnostics)?.place != *place;
            let inner = match merged.properties.first() {
                Some((name, places)) if merged.properties.len() == 1 && !is_reference => {
                    member = Some(name.clone());
                    places.first().cloned()?
                }
                _ => place.clone(),
            };
            let naming = Naming::Part {
                operation: index,
                part: Part::Answer,
                member: member.clone(),
                element: true,
            };
            let ty = match self.schema(&inner, naming) {
                Type::List(element) => *element,
                other => other,
            };
            let ty = match ty {
                Type::Envelope { member: own, inner }
                    if member.is_none() || member.as_ref() == Some(&own) =>
                {
                    member = Some(own);
                    *inner
                }
                other => other,
            };
            if !plain.contains(&ty) {
                plain.push(ty);
            }
        }
        match (plain.as_slice(), member) {
            ([only], Some(member)) => Some((only.clone(), member)),
            _ => {
                self.diagnostics
                    .error(schema, "the alternatives are not forms of one thing")
                    .help("`x-alternate-forms` takes T, a list of T, and an object with either as its only member");
                None
            }
        }
    }
}

fn same_kind(left: &Answer, right: &Answer) -> bool {
    match (left, right) {
        (Answer::Json { ty: left, .. }, Answer::Json { ty: right, .. }) => left == right,
        (Answer::Download { .. }, Answer::Download { .. }) => true,
        (Answer::Events { ty: left }, Answer::Events { ty: right }) => left == right,
        (Answer::Lines { ty: left, .. }, Answer::Lines { ty: right, .. }) => left == right,
        (_, _) => false,
    }
}

/// Several statuses with different responses: the status says which of them came. `empty`: the statuses of those without
/// content, if there are any.
fn by_status(found: Vec<Alternative>, empty: Option<Vec<u16>>) -> Answer {
    let mut alternatives = Vec::new();
    for it in found {
        match it.answer {
            Answer::Choice { alternatives: own } => {
                let of_status = |own| Alternative { statuses: it.statuses.clone(), ..own };
                alternatives.extend(own.into_iter().map(of_status));
            }
            _ => alternatives.push(it),
        }
    }
    alternatives.extend(empty.map(|statuses| Alternative {
        media: String::new(),
        statuses,
        answer: Answer::Empty,
    }));
    Answer::Choice { alternatives }
}

/// The media type of a response of one kind.
fn media_of(answer: &Answer, content: &[MediaView]) -> String {
    match answer {
        Answer::Download { media } | Answer::Lines { media, .. } => media.clone(),
        Answer::Events { .. } => "text/event-stream".to_owned(),
        Answer::Empty | Answer::Choice { .. } => String::new(),
        Answer::Json { .. } => {
            let json = content.iter().find(|it| Kind::of(&it.media_type) == Kind::Json);
            let media = json.or_else(|| content.first());
            media.and_then(|it| concrete(&it.media_type)).unwrap_or(JSON).to_owned()
        }
    }
}

/// A status, `2` for `2XX`; nothing for those that have none of their own.
fn number(status: Status) -> Option<u16> {
    match status {
        Status::Code(code) => Some(code),
        Status::Range(hundreds) => Some(hundreds.into()),
        Status::Default => None,
    }
}

/// The statuses of success that are written out.
pub(super) fn successes(view: &OperationView) -> Vec<u16> {
    let code = |status: Status| match status {
        Status::Code(code) => Some(code),
        Status::Range(_) | Status::Default => None,
    };
    view.responses
        .iter()
        .filter(|it| it.status.is_success())
        .filter_map(|it| code(it.status))
        .collect()
}

/// The statuses that are documented, `4` for `4XX`; none if every other status is, too.
pub(super) fn statuses(view: &OperationView) -> Vec<u16> {
    let mut res = Vec::new();
    for response in &view.responses {
        match response.status {
            Status::Code(code) => res.push(code),
            Status::Range(hundreds) => res.push(hundreds.into()),
            Status::Default => return Vec::new(),
        }
    }
    res.sort_unstable();
    res
}

/// The redirects that are documented, `3` for `3XX`.
pub(super) fn redirects(view: &OperationView) -> Vec<u16> {
    let mut res: Vec<u16> = Vec::new();
    for response in &view.responses {
        match response.status {
            Status::Code(code) if (300..400).contains(&code) => res.push(code),
            Status::Range(3) => res.push(3),
            _ => {}
        }
    }
    res.sort_unstable();
    res.dedup();
    res
}

/// A status as the documentation shows it.
pub(super) fn status(status: Status) -> String {
    match status {
        Status::Code(code) => code.to_string(),
        Status::Range(hundreds) => format!("{hundreds}XX"),
        Status::Default => "default".to_owned(),
    }
}
