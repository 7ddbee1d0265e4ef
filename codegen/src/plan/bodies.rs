//! How the body of a request is taken: as arguments and setters, in its media type.

use openapi_media::{FORM_DATA, JSON, essence};

use crate::model::{Body, BodyContent, Operation, Shape, Type};
use crate::names::MethodNames;

use super::Planner;
use super::arguments::{Taken, part_step};
use super::items::{Argument, ArgumentKind, RequestStep, Setter, SetterStep, UnsetBody};
use super::wraps::wraps;

impl Planner<'_> {
    pub(super) fn take_body(
        &self,
        operation: &Operation,
        body: &Body,
        names: &MethodNames,
        taken: &mut Taken,
    ) {
        let members =
            || names.members.iter().zip(&names.clears).map(|(name, clear)| (&**name, &**clear));
        let is_empty_object = self.unset_body(operation, body) == Some(UnsetBody::EmptyObject);
        match &body.content {
            BodyContent::Value { ty, .. } => {
                if is_empty_object {
                    taken.steps.extend(members_as(body));
                    taken.steps.push(RequestStep::MemberBase);
                }
                self.take_json(body, ty, &names.body, taken);
            }
            BodyContent::Members(fields) => {
                taken.steps.extend(members_as(body));
                if body.required || is_empty_object {
                    taken.steps.push(RequestStep::MemberBase);
                }
                for (field, name) in fields.iter().zip(members()) {
                    self.take_field(field, name, &|wire| SetterStep::Member { wire }, taken);
                }
            }
            BodyContent::Form(fields) => {
                for (field, name) in fields.iter().zip(members()) {
                    self.take_field(field, name, &|_| self.form_step(field), taken);
                }
            }
            BodyContent::Multipart(fields) => {
                if essence(&body.media) != FORM_DATA {
                    let order = fields.iter().map(|it| it.wire.clone()).collect();
                    taken.steps.push(RequestStep::Multipart { media: body.media.clone(), order });
                }
                for (field, name) in fields.iter().zip(members()) {
                    self.take_field(field, name, &|_| part_step(field), taken);
                }
            }
            BodyContent::Raw => {
                let argument = Argument { name: names.body.clone(), kind: ArgumentKind::Upload };
                let media = body.media.clone();
                if body.required {
                    let step = |argument| RequestStep::RawBody { argument, media };
                    return taken.argument(argument, step);
                }
                taken.setters.push(whole_body(argument, SetterStep::RawBody { media }));
            }
        }
    }

    fn take_json(&self, body: &Body, ty: &Type, name: &str, taken: &mut Taken) {
        let kind = match body.required && ty.is_nullable() {
            true => ArgumentKind::Nullable(self.rust_type(ty.plain())),
            false => self.argument_kind(ty.plain()),
        };
        let argument = Argument { name: name.to_owned(), kind };
        let media = other_than_json(body);
        let wraps = wraps(ty);
        if let Some(xml) = &body.xml {
            let (media, root) = (xml.media.clone(), self.xml_root(xml, ty));
            if body.required {
                let step = |argument| RequestStep::XmlBody { argument, media, root, wraps };
                return taken.argument(argument, step);
            }
            let setter = whole_body(argument, SetterStep::XmlBody { media, root });
            return taken.setters.push(Setter { wraps, ..setter });
        }
        if body.required {
            let step = |argument| RequestStep::Body { argument, media, wraps };
            return taken.argument(argument, step);
        }
        let setter = whole_body(argument, SetterStep::Body { media });
        taken.setters.push(Setter { wraps, ..setter });
    }

    /// What an operation sends for an optional object of which nothing is set; `None` for any other body.
    ///
    /// An object without required properties is one of which nothing has to be said: `{}` says that in words, and many
    /// servers parse what they get before they look whether it is needed. Requests that seldom have a body get none.
    pub(super) fn unset_body(&self, operation: &Operation, body: &Body) -> Option<UnsetBody> {
        let is_optional_object = match &body.content {
            BodyContent::Members(fields) => fields.iter().all(|it| !it.required),
            BodyContent::Value { ty: Type::Declared(id), .. } => {
                match &self.api.type_def(*id).shape {
                    Shape::Object(object) => object.fields.iter().all(|it| !it.required),
                    Shape::Enum(_) | Shape::Union(_) => false,
                }
            }
            BodyContent::Value { .. }
            | BodyContent::Form(_)
            | BodyContent::Multipart(_)
            | BodyContent::Raw => false,
        };
        // An element has to be called something, so there is none that says nothing in XML.
        let has_empty = body.envelopes.is_empty() && body.xml.is_none();
        if body.required || !is_optional_object || !has_empty {
            return None;
        }
        Some(match operation.method.as_str() {
            "POST" | "PUT" | "PATCH" => UnsetBody::EmptyObject,
            _ => UnsetBody::Nothing,
        })
    }
}

/// The setter of a whole optional body.
fn whole_body(argument: Argument, step: SetterStep) -> Setter {
    Setter {
        name: argument.name.clone(),
        doc: vec!["What the request carries.".to_owned()],
        deprecated: false,
        aliases: Vec::new(),
        step,
        wraps: Vec::new(),
        argument,
        clear: None,
    }
}

fn members_as(body: &Body) -> Option<RequestStep> {
    other_than_json(body).map(RequestStep::MembersAs)
}

fn other_than_json(body: &Body) -> Option<String> {
    (body.media != JSON).then(|| body.media.clone())
}
