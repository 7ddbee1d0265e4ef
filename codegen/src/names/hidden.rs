//! The setting of what `Debug` does not show.

use std::collections::BTreeMap;

use crate::diagnostics::Diagnostics;
use crate::model::{Api, Shape, Type, TypeId};

use super::settings::Settings;

/// Each property that is named has to be there, and of a kind that can be hidden.
pub(super) fn check(
    api: &Api,
    names: &BTreeMap<TypeId, String>,
    settings: &mut Settings<'_>,
    diagnostics: &mut Diagnostics,
) {
    for (key, is_hidden) in &settings.config.hidden {
        let (name, property) = key.split_once('.').unwrap_or((key, ""));
        let def = names.iter().find(|(_, it)| *it == name).map(|(id, _)| api.type_def(*id));
        let fields = def.map(|def| match &def.shape {
            Shape::Object(object) => object.fields.as_slice(),
            Shape::Enum(_) | Shape::Union(_) => &[],
        });
        let field = fields.and_then(|it| it.iter().find(|field| field.wire == property));
        let message = match (def, field.map(|it| it.ty.plain())) {
            (None, _) => format!("no type is called `{name}`"),
            (Some(_), None) => format!("`{name}` has no property `{property}`"),
            (Some(_), Some(Type::Declared(_) | Type::Tuple(_))) if *is_hidden => {
                format!("`{key}` is of a type that shows itself: hide what is in it")
            }
            (Some(_), Some(_)) => continue,
        };
        settings
            .error("hidden", key, message, diagnostics)
            .help("write `\"Type.property\" = true`, or remove the line");
    }
}
