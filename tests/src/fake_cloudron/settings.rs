//! What is set is read back: settings by their path, images by what they are of.

use bytes::Bytes;
use serde_json::Value;

use super::answer::Said;
use super::call::Call;
use super::fault::Fault;
use super::routes::description;
use super::state::State;
use super::things::merge;
use super::{tasks, work};

/// Images: the path that shows one, and what it is of.
const IMAGES: &[(&str, &str)] = &[
    ("/branding/cloudron_avatar", "avatar"),
    ("/branding/cloudron_background", "background"),
    ("/cloudron/avatar", "avatar"),
    ("/cloudron/background", "background"),
    ("/profile/background_image", "backgroundImage"),
];

/// `GET` and `POST` of a setting.
pub(super) fn read_or_set(state: &mut State, call: &Call) -> Result<Said, Fault> {
    match call.route.split_once(' ') {
        Some(("GET", path)) => Ok(state.setting(path).into()),
        Some((_, path)) => {
            let members = Value::Object(call.fields.members().clone());
            set(state.setting_mut(path), members);
            Ok(Said::Nothing)
        }
        None => Err(Fault::no_route()),
    }
}

/// Another provider has other members, so all of them are replaced; else only those that are given.
pub(super) fn set(setting: &mut Value, members: Value) {
    match members.get("provider") {
        Some(_) => *setting = members,
        None => merge(setting, members),
    }
}

/// `POST /mailserver/location`
pub(super) fn set_mail_location(state: &mut State, call: &Call) -> Result<Said, Fault> {
    let members = Value::Object(call.fields.members().clone());
    set(state.setting_mut("/mailserver/location"), members);
    tasks::start(state, &work::MOVE_MAIL, call)
}

/// `GET` of an image that may have been set.
pub(super) fn image(state: &mut State, call: &Call) -> Result<Said, Fault> {
    let set = state.images.get(image_name(call)).cloned();
    let bytes = set.unwrap_or_else(|| Bytes::from_static(b"PNG bytes"));
    Ok(Said::File("image/png", None, bytes))
}

/// `POST` of an image in a form.
pub(super) fn set_image(state: &mut State, call: &Call) -> Result<Said, Fault> {
    let name = image_name(call);
    let image = call.file(name)?;
    state.images.insert(name.to_owned(), image);
    Ok(Said::Nothing)
}

fn image_name(call: &Call) -> &'static str {
    let path = call.route.split_once(' ').map_or("", |(_, path)| path);
    IMAGES.iter().find(|(it, _)| *it == path).map_or("", |(_, name)| name)
}

impl State {
    /// What is set under a path; at first the example of its `GET`.
    pub(super) fn setting(&self, path: &str) -> Value {
        self.settings.get(path).cloned().unwrap_or_else(|| example(path))
    }

    /// The same, to change it.
    pub(super) fn setting_mut(&mut self, path: &str) -> &mut Value {
        self.settings.entry(path.to_owned()).or_insert_with(|| example(path))
    }
}

/// The body that the description shows for the `GET` of a path template.
pub(super) fn example(path: &str) -> Value {
    let operations = description().operations().iter();
    let mut found = operations.filter(|it| it.method == "GET" && it.path == path);
    let media = found.next().and_then(|it| it.json_answer());
    media.and_then(|it| it.example.clone()).unwrap_or_default()
}
