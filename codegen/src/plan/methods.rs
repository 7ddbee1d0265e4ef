//! Each operation as a method of its tag's handle, one for each media type of its body.

use crate::model::{Answer, Body, Operation, Type, Unwrap};
use crate::names::{several, snake, words};

use super::Planner;
use super::arguments::Taken;
use super::examples::Sampler;
use super::items::{
    AlternativeItem, ChoiceItem, Finish, MethodItem, RequestStep, RustType, SampleCall,
};
use super::markdown::Link;
use super::wraps::{Wrap, wraps};

impl Planner<'_> {
    pub(super) fn methods(&self, index: usize) -> Vec<MethodItem> {
        let operation = &self.api.operations[index];
        self.forms(operation).map(|(number, body)| self.method(index, number, body)).collect()
    }

    /// The bodies that an operation takes, or the one form without.
    fn forms<'a>(
        &self,
        operation: &'a Operation,
    ) -> Box<dyn Iterator<Item = (usize, Option<&'a Body>)> + 'a> {
        if operation.bodies.is_empty() {
            return Box::new(std::iter::once((0, None)));
        }
        Box::new(operation.bodies.iter().map(Some).enumerate())
    }

    fn method(&self, index: usize, form: usize, body: Option<&Body>) -> MethodItem {
        let operation = &self.api.operations[index];
        let names = &self.names.operations[index].methods[form];
        let taken = self.taken(index, form, body);
        let (finish, answer) = self.finish(operation, index);
        let mut aliases: Vec<String> = Vec::new();
        aliases.extend(operation.id.clone().filter(|it| *it != names.method));
        aliases.extend(operation.published_id.clone());
        let paged = self
            .conventions
            .paged
            .get(&index)
            .map(|paged| (paged.rule, self.rust_type(&paged.item)));
        let sampler = Sampler::new(self, false);
        let example = sampler.example(index, form, body, &finish, &answer);
        let builder = (!taken.setters.is_empty()).then(|| (names.builder.clone(), taken.setters));
        MethodItem {
            doc: self.docs.operation(
                operation,
                body,
                &finish,
                paged.is_some(),
                self.conventions.last_event_id.get(&index).copied(),
                &self.error_types(operation),
            ),
            example,
            aliases,
            deprecated: operation.deprecated,
            name: names.method.clone(),
            arguments: taken.arguments,
            http: operation.method.clone(),
            operation: operation_name(operation),
            path: operation.path.clone(),
            // What may be called without credentials is called with them, if there are any.
            security: operation
                .security
                .iter()
                .map(|it| it.schemes.iter().filter(|it| self.is_known(it)).cloned().collect())
                .filter(|it: &Vec<String>| !it.is_empty())
                .collect(),
            statuses: operation.statuses.clone(),
            steps: taken.steps,
            finish,
            answer,
            paged,
            builder,
            unset_body: body.and_then(|it| self.unset_body(operation, it)),
        }
    }

    /// Whether the client can be given a credential of this scheme.
    fn is_known(&self, scheme: &str) -> bool {
        self.api.schemes.iter().any(|it| it.name == scheme)
    }

    /// Where the type of each error's body is documented.
    fn error_types(&self, operation: &Operation) -> Vec<Option<Link>> {
        let link = |ty: &Type| match ty {
            Type::Declared(id) => {
                let shown = self.type_name(*id);
                let home: String = self.config.module.iter().map(|it| format!("::{it}")).collect();
                Some(Link { path: format!("crate{home}::types::{shown}"), shown })
            }
            _ => None,
        };
        operation.errors.iter().map(|it| it.body.as_ref().and_then(link)).collect()
    }

    pub(super) fn taken(&self, index: usize, form: usize, body: Option<&Body>) -> Taken {
        let operation = &self.api.operations[index];
        let names = &self.names.operations[index].methods[form];
        let mut taken = Taken::default();
        taken.steps.extend(operation.server.iter().cloned().map(RequestStep::Server));
        for (parameter, name) in operation.parameters.iter().zip(&names.parameters) {
            self.take_parameter(parameter, name, &mut taken);
        }
        if let Some(body) = body {
            self.take_body(operation, body, names, &mut taken);
            taken.steps.extend(body.envelopes.iter().cloned().map(RequestStep::Envelope));
        }
        if operation.is_keyed {
            taken.steps.push(RequestStep::IdempotencyKey);
        }
        if !operation.redirects.is_empty() {
            taken.steps.push(RequestStep::Redirects(operation.redirects.clone()));
        }
        if let (Answer::Json { as_text: None, .. }, Some(accept)) =
            (&operation.answer, &operation.accept)
        {
            taken.steps.push(RequestStep::Accept(accept.clone()));
        }
        if let Some(wraps) = answer_wraps(&operation.answer) {
            taken.steps.push(RequestStep::AnswerIn(wraps));
        }
        if matches!(operation.answer, Answer::Json { or_nothing: true, .. }) {
            taken.steps.push(RequestStep::OrNothing);
        }
        if self.conventions.last_event_id.get(&index) == Some(&true) {
            taken.steps.push(RequestStep::Resumable);
        }
        taken.steps.extend(unwrap_step(&operation.answer));
        if let ([Some(xml)], Answer::Json { ty, .. }) =
            (operation.xml_answers.as_slice(), &operation.answer)
        {
            taken.steps.push(RequestStep::AnswerXml(self.xml_answer(xml, ty)));
        }
        taken
    }

    fn finish(&self, operation: &Operation, index: usize) -> (Finish, RustType) {
        match &operation.answer {
            Answer::Empty => (Finish::Empty, RustType::Unit),
            Answer::Json { ty, as_text, .. } => match self.conventions.started.get(&index) {
                None => {
                    let finish = as_text.clone().map_or(Finish::Json, Finish::JsonOrText);
                    (finish, self.rust_type(ty))
                }
                Some(kind) => {
                    let state = self.rust_type(&self.conventions.tasks[*kind].state);
                    let task = RustType::Task(Box::new(state), Box::new(self.rust_type(ty)));
                    let has_id = !self.conventions.started_without_id.contains(&index);
                    let kind = self.names.tasks[*kind].kind.clone();
                    (Finish::Task { kind, has_id }, task)
                }
            },
            Answer::Download { media } => (Finish::Download(media.clone()), RustType::Download),
            Answer::Events { ty } => {
                (Finish::Events, RustType::EventStream(Box::new(self.rust_type(ty))))
            }
            Answer::Lines { media, ty } => {
                (Finish::Lines(media.clone()), RustType::JsonLines(Box::new(self.rust_type(ty))))
            }
            Answer::Choice { alternatives, .. } => {
                let mut media: Vec<&str> = Vec::new();
                for it in alternatives.iter().filter(|it| !it.media.is_empty()) {
                    if !media.contains(&it.media.as_str()) {
                        media.push(&it.media);
                    }
                }
                let name = self.names.operations[index].choice.clone();
                (Finish::Choice(media.join(", ")), RustType::Local(name))
            }
        }
    }

    pub(super) fn choice(&self, index: usize) -> Option<ChoiceItem> {
        let operation = &self.api.operations[index];
        let Answer::Choice { alternatives, .. } = &operation.answer else { return None };
        let name = self.names.operations[index].choice.clone();
        let title = operation.summary.as_deref().unwrap_or("one operation");
        let method = &self.names.operations[index].methods[0].method;
        let alternatives = alternatives
            .iter()
            .zip(&self.names.operations[index].variants)
            .enumerate()
            .map(|(number, (it, variant))| {
                let document = operation.xml_answers.get(number).and_then(Option::as_ref);
                let (mut ways, mut ty) = (Vec::new(), None);
                match &it.answer {
                    Answer::Empty => {}
                    Answer::Json { ty: json, .. } => {
                        ways = wraps(json);
                        ty = Some(self.rust_type(json));
                    }
                    Answer::Events { ty: event } => {
                        ty = Some(RustType::EventStream(Box::new(self.rust_type(event))));
                    }
                    Answer::Lines { ty: line, .. } => {
                        ty = Some(RustType::JsonLines(Box::new(self.rust_type(line))));
                    }
                    Answer::Download { .. } | Answer::Choice { .. } => {
                        ty = Some(RustType::Download);
                    }
                }
                AlternativeItem {
                    variant: variant.clone(),
                    media: it.media.clone(),
                    statuses: it.statuses.clone(),
                    wraps: ways,
                    xml: match (document, &it.answer) {
                        (Some(document), Answer::Json { ty, .. }) => {
                            Some(self.xml_answer(document, ty))
                        }
                        _ => None,
                    },
                    ty,
                }
            })
            .collect::<Vec<_>>();
        let by_status = alternatives.iter().any(|it: &AlternativeItem| !it.statuses.is_empty());
        let by_media = alternatives.iter().any(|it| it.media != alternatives[0].media);
        let decides = match (by_status, by_media) {
            (true, true) => "the status and the content type",
            (true, false) => "the status",
            (false, _) => "the content type",
        };
        let mut doc = vec![format!("What `{method}` answers: {decides} of the answer decides.")];
        doc.push(String::new());
        doc.extend(self.docs.text(Some(title)));
        Some(ChoiceItem { name, doc, alternatives })
    }

    pub(super) fn samples(&self) -> Vec<SampleCall> {
        let sampler = Sampler::new(self, true);
        let mut res = Vec::new();
        for (index, operation) in self.api.operations.iter().enumerate() {
            for (form, body) in self.forms(operation) {
                res.push(SampleCall {
                    operation: operation_name(operation),
                    media: body.filter(|_| operation.bodies.len() > 1).map(|it| it.media.clone()),
                    call: sampler.call(index, form, body),
                    finish: self.finish(operation, index).0,
                });
            }
        }
        res
    }

    /// What a variable that holds the answer may be called.
    pub(super) fn answer_variable(&self, operation: &Operation, answer: &RustType) -> String {
        if let Answer::Json { unwrap: Some(Unwrap::Member(name)), .. } = &operation.answer {
            return snake(&words(name));
        }
        match answer {
            RustType::Option(inner) => self.answer_variable(operation, inner),
            RustType::Declared(name) => snake(&words(name)),
            RustType::Vec(inner) => match &**inner {
                RustType::Declared(name) => {
                    let mut words = words(name);
                    if let Some(last) = words.last_mut() {
                        *last = several(last);
                    }
                    snake(&words)
                }
                _ => "values".to_owned(),
            },
            RustType::Local(_) => "answer".to_owned(),
            _ => "value".to_owned(),
        }
    }
}

/// What an operation is called in messages: its id, or where it has none its method and path.
fn operation_name(operation: &Operation) -> String {
    operation.id.clone().unwrap_or_else(|| format!("{} {}", operation.method, operation.path))
}

/// How the caller's thing is taken out of the answer.
fn unwrap_step(answer: &Answer) -> Option<RequestStep> {
    match answer {
        Answer::Json { unwrap, .. } => match unwrap.as_ref()? {
            Unwrap::Member(name) => Some(RequestStep::UnwrapMember(name.clone())),
            Unwrap::Forms(name) => Some(RequestStep::UnwrapForms(name.clone())),
        },
        Answer::Choice { alternatives, .. } => {
            alternatives.iter().find_map(|it| unwrap_step(&it.answer))
        }
        Answer::Empty | Answer::Download { .. } | Answer::Events { .. } | Answer::Lines { .. } => {
            None
        }
    }
}

/// Where in the answer there are envelopes, if anywhere.
fn answer_wraps(answer: &Answer) -> Option<Vec<Wrap>> {
    match answer {
        Answer::Json { ty, .. } => Some(wraps(ty)).filter(|it| !it.is_empty()),
        // Each of them has its own.
        Answer::Choice { .. } => None,
        Answer::Empty | Answer::Download { .. } | Answer::Events { .. } | Answer::Lines { .. } => {
            None
        }
    }
}
