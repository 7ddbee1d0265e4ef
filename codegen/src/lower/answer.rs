//! What a successful call hands over.

use crate::document::{MediaView, OperationView, Status};
use crate::model::{
    Answer, Branch, ErrorAnswer, Naming, Part, Shape, Type, TypeDef, TypeId, Union, Unwrap,
};
use crate::source::Place;

use super::Lowering;
use super::body::MediaKind;

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
        let mut or_nothing = false;
        let mut found: Vec<(Place, Answer)> = Vec::new();
        for response in successes {
            let answer = self.response(&response.content, index);
            let new = match &answer {
                Answer::Empty => {
                    or_nothing = true;
                    false
                }
                answer => !found.iter().any(|(_, it)| same_kind(it, answer)),
            };
            if new {
                found.push((response.place.clone(), answer));
            }
        }
        let answer = match found.len() {
            0 | 1 => found.pop().map_or(Answer::Empty, |(_, answer)| answer),
            _ => self.several(found, index),
        };
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

    /// Several statuses with answers of different types: one of them comes.
    fn several(&mut self, found: Vec<(Place, Answer)>, index: usize) -> Answer {
        let place = found[0].0.clone();
        let mut branches = Vec::new();
        let mut example = None;
        for (_, answer) in &found {
            if let Answer::Json { ty, example: own, .. } = answer {
                branches.push(Branch::new(ty.non_null().clone(), None));
                example = example.or(own.clone());
            }
        }
        if branches.len() < found.len() {
            self.diagnostics.warning(
                &place,
                "the answers of several statuses differ in kind, the first is taken",
            );
            return found.into_iter().next().map_or(Answer::Empty, |(_, answer)| answer);
        }
        let id = TypeId(self.types.len());
        self.types.push(TypeDef {
            place,
            naming: Naming::Part {
                operation: index,
                part: Part::Answer,
                member: None,
                element: false,
            },
            title: None,
            description: Some(
                "The answer, one for each status that the server may choose.".to_owned(),
            ),
            deprecated: false,
            shape: Shape::Union(Union { branches, discriminator: None, inferred: false }),
            example: None,
        });
        Answer::Json { ty: Type::Declared(id), unwrap: None, or_nothing: false, example }
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
        let mut alternatives = vec![(media.media_type.clone(), answer)];
        for other in others {
            if self.is_binary(other) {
                let download = Answer::Download { media: other.media_type.clone() };
                alternatives.push((other.media_type.clone(), download));
            }
        }
        // Where events are no other spelling of the same, the request decides which of them comes.
        if let Some(events) = events.filter(|it| !self.same_schema(it, media)) {
            let ty = self.one_of_several(events, element);
            alternatives.push((events.media_type.clone(), Answer::Events { ty }));
        }
        if alternatives.len() == 1 {
            return alternatives.remove(0).1;
        }
        Answer::Choice { alternatives }
    }

    fn is_binary(&mut self, media: &MediaView) -> bool {
        let Some(schema) = &media.schema else { return false };
        self.document
            .schema(schema, self.diagnostics)
            .is_some_and(|it| it.format.as_deref() == Some("binary"))
    }

    pub(super) fn json_answer(&mut self, media: &MediaView, index: usize) -> Answer {
        let example = self
            .example(media.example.as_ref())
            .or_else(|| self.schema_example(media.schema.as_ref()?));
        let naming =
            Naming::Part { operation: index, part: Part::Answer, member: None, element: false };
        let Some(schema) = &media.schema else {
            return Answer::Json { ty: Type::Any, unwrap: None, or_nothing: false, example };
        };
        if let Some((ty, member)) = self.alternate_forms(schema, index) {
            return Answer::Json {
                ty,
                unwrap: Some(Unwrap::Forms(member)),
                or_nothing: false,
                example,
            };
        }
        match self.schema(schema, naming) {
            // A whole answer that is one file is a download, whatever its media type says.
            Type::File => Answer::Download { media: media.media_type.clone() },
            ty => Answer::Json { ty, unwrap: None, or_nothing: false, example },
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
