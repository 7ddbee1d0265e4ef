//! Several `formData` parameters together: one object, at a place that nobody wrote.

use super::super::Document;
use super::super::schema::{SchemaView, empty_view};
use crate::source::Place;

/// The fields of a form.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in super::super) struct Form {
    /// Each with the place of what it holds, in order.
    pub(in super::super) fields: Vec<(String, Place)>,
    /// The names of those that must be sent.
    pub(in super::super) required: Vec<String>,
}

impl Document {
    /// Remembers a form, so that its place can be viewed as a schema.
    pub(super) fn remember_form(&self, place: Place, form: Form) {
        self.forms.borrow_mut().insert(place, form);
    }

    /// Whether a place is that of a form.
    pub(in super::super) fn is_form(&self, place: &Place) -> bool {
        place.is_form() && self.forms.borrow().contains_key(place)
    }

    /// The schema of a form, if a place is that of one.
    pub(in super::super) fn form_view(&self, place: &Place) -> Option<SchemaView> {
        if !place.is_form() {
            return None;
        }
        let forms = self.forms.borrow();
        let form = forms.get(place)?;
        let mut view = empty_view(place);
        view.types = vec!["object".to_owned()];
        view.properties = form.fields.clone();
        view.required = form.required.clone();
        Some(view)
    }
}
