//! What Swagger 2.0 writes otherwise than OpenAPI 3, read into the same views.
//!
//! Authors mix the two. So nothing here asks which of them the description claims to be, but for
//! saying (as a note) what was taken as meant.

mod address;
mod body;
mod children;
mod form;
mod media;
mod names;
mod parameter;
mod response;
mod security;

pub(super) use children::Children;
pub(super) use form::Form;
pub(super) use names::old_section;
pub(super) use parameter::{Kind, is_parameter, kind_of};
pub(super) use security::is_bearer;
