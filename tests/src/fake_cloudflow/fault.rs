//! Why the panel refuses a request, and the shapes in which panels of different ages say so.

use serde_json::{Value, json};

/// A reason to refuse a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// Nobody, or nobody who is known.
    Unauthorized,
    /// Somebody who may not do that.
    Forbidden,
    /// There is no such thing.
    NotFound,
    /// There is no such thing, in the words of the oldest panels.
    NotFoundOfOld,
    /// The body cannot be read.
    Unreadable(String),
    /// What is asked for cannot be done.
    Invalid(String),
    /// Members that are not what they must be, and what each is.
    Fields(Vec<(&'static str, &'static str)>),
    /// The panel itself fails, and shows a page for people.
    Broken,
}

impl Fault {
    pub(super) fn invalid(what: impl Into<String>) -> Self {
        Self::Invalid(what.into())
    }

    pub(super) fn field(name: &'static str, what: &'static str) -> Self {
        Self::Fields(vec![(name, what)])
    }

    pub(super) fn status(&self) -> u16 {
        match self {
            Self::Unauthorized => 401,
            Self::Forbidden => 403,
            Self::NotFound | Self::NotFoundOfOld => 404,
            Self::Unreadable(_) => 400,
            Self::Invalid(_) | Self::Fields(_) => 422,
            Self::Broken => 500,
        }
    }

    /// What is said in JSON.
    pub(super) fn json(&self) -> Value {
        match self {
            Self::NotFoundOfOld => json!({ "error": self.sentences()[0] }),
            Self::Fields(fields) => {
                let mut errors = serde_json::Map::new();
                for (name, what) in fields {
                    let list = errors.entry(*name).or_insert_with(|| json!([]));
                    list.as_array_mut().into_iter().for_each(|it| it.push(json!(what)));
                }
                json!({ "errors": errors })
            }
            _ => json!({ "errors": self.sentences() }),
        }
    }

    /// What is said in XML: there, members that are wrong are whole sentences as well.
    pub(super) fn sentences(&self) -> Vec<String> {
        let words = match self {
            Self::Unauthorized => "You need to log in first",
            Self::Forbidden => "You are not allowed to do that",
            Self::NotFound | Self::NotFoundOfOld => "Resource not found",
            Self::Broken => "We're sorry, but something went wrong",
            Self::Unreadable(what) | Self::Invalid(what) => what,
            Self::Fields(fields) => {
                let sentence = |(name, what): &(&str, &str)| {
                    let name = name.replace('_', " ");
                    format!("{}{} {what}", name[..1].to_ascii_uppercase(), &name[1..])
                };
                return fields.iter().map(sentence).collect();
            }
        };
        vec![words.to_owned()]
    }
}
