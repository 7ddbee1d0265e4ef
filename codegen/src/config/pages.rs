//! What a `client.toml` says about lists that come in pages.

use serde::Deserialize;

/// How the lists of an API come in pages. One of `page`, `offset` and `cursor` says which page is meant.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PageRule {
    /// Query parameter that numbers the pages.
    pub page: Option<String>,
    /// Query parameter for how many items are before the page.
    pub offset: Option<String>,
    /// Query parameter that takes what the page before said of the next one.
    pub cursor: Option<String>,
    /// Query parameter for the number of items of a page.
    #[serde(alias = "limit")]
    pub per_page: Option<String>,
    /// The number of the first page: 1 unless it is said.
    pub first: Option<i64>,
    /// How many items of a page are asked for unless the caller says so.
    pub size: Option<u32>,
    /// Header with the number of items in all.
    pub total: Option<String>,
    /// Member of the answer with the cursor of the next page; `meta.next` for a member of a member.
    pub next: Option<String>,
    /// Member of the answer with the list, where the answer is not the list itself.
    pub items: Option<String>,
    /// operationIds of operations that look like pages, but are not.
    #[serde(default)]
    pub except: Vec<String>,
}
