//! Where each operation is documented, so that the description's mentions of it can lead there.

use crate::model::Api;
use crate::names::Names;

use super::markdown::{Link, Links};

/// The method of each operationId, also of the published ones.
pub(super) fn links(api: &Api, names: &Names, module: &[String]) -> Links {
    let home: String = module.iter().map(|it| format!("::{it}")).collect();
    let mut res = Links::default();
    for (operation, operation_names) in api.operations.iter().zip(&names.operations) {
        let group = &names.groups[operation.group];
        let Some(method) = operation_names.methods.first().map(|it| &it.method) else { continue };
        let shown = format!("{}::{method}", group.handle);
        let path = format!("crate{home}::api::{}::{shown}", group.module);
        for id in operation.id.iter().chain(&operation.published_id) {
            let link = Link { shown: shown.clone(), path: path.clone() };
            // An id that two operations share leads to the first.
            res.methods.entry(id.clone()).or_insert(link);
        }
    }
    res
}
