//! Plan -> tokens: prints the items, decides nothing.

mod calls;
mod choices;
mod client;
mod constructors;
mod debug;
mod library;
mod methods;
mod steps;
mod structs;
mod tasks;
mod tokens;
mod types;
mod unions;
mod webhooks;
mod xml;

use proc_macro2::TokenStream;

use crate::plan::Plan;

/// A file of the crate before it is text.
pub(crate) struct TokenFile {
    /// Relative to the crate's folder.
    pub path: String,
    /// Documentation of the module, without comment signs.
    pub docs: Vec<String>,
    pub items: Vec<TokenItem>,
}

/// An item, or a group of items between which there is no blank line.
pub(crate) enum TokenItem {
    Item(TokenStream),
    Lines(Vec<TokenStream>),
    /// An `impl` block: itself without members, and its members.
    Impl {
        head: TokenStream,
        members: Vec<TokenStream>,
    },
}

/// Every source file of the crate; with a sample call of each operation, if asked for.
pub(crate) fn emit(plan: &Plan, sample_calls: bool) -> Vec<TokenFile> {
    let mut files = vec![
        library::library(plan),
        client::client(plan),
        library::api(plan),
        library::types(plan),
    ];
    files.extend(plan.groups.iter().map(|group| methods::group(plan, group)));
    files.extend(plan.types.iter().map(|file| types::types(file, plan)));
    files.extend(webhooks::webhooks(plan));
    files.extend(xml::xml(plan));
    files.extend(webhooks::callbacks(plan));
    files.extend(sample_calls.then(|| calls::calls(plan)));
    for line in files.iter_mut().flat_map(|it| &mut it.docs) {
        *line = tokens::doc_line(line);
    }
    files
}
