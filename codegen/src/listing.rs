//! A line for each operation: what it is on the wire, and how it is called in Rust.

use crate::model::Api;
use crate::plan::Plan;

/// One operation of the description.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OperationLine {
    /// HTTP method, upper case.
    pub method: String,
    /// Template of the path.
    pub path: String,
    /// The operationId, if the description gives one.
    pub id: Option<String>,
    /// Another id under which the operation was published.
    pub published_id: Option<String>,
    /// `client.apps().get(app_id)`; absent if the operation was left out.
    pub call: Option<String>,
}

pub(crate) fn operations(api: &Api, plan: &Plan) -> Vec<OperationLine> {
    api.operations
        .iter()
        .map(|operation| {
            let found = plan.groups.iter().find_map(|group| {
                let method = group
                    .methods
                    .iter()
                    .find(|it| it.http == operation.method && it.path == operation.path)?;
                let arguments: Vec<&str> =
                    method.arguments.iter().map(|it| it.name.as_str()).collect();
                Some(format!(
                    "client.{}().{}({})",
                    group.function,
                    method.name,
                    arguments.join(", ")
                ))
            });
            OperationLine {
                method: operation.method.clone(),
                path: operation.path.clone(),
                id: operation.id.clone(),
                published_id: operation.published_id.clone(),
                call: found,
            }
        })
        .collect()
}
