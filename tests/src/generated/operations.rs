//! Every operation of the description is called, checked by the server, and its answer decoded.

use std::collections::BTreeSet;
use std::fmt::Display;

use futures_util::{StreamExt, stream};
use serde_json::Value;

use super::{AT_ONCE, Call, Generated, Pair};
use crate::debug_text::unshown;
use crate::description::{Description, Leaf, Media, Operation};
use crate::description_server::Answer;
use crate::events::events;
use crate::repository::{assert_none, root};

impl<C: Clone, E: Display> Generated<C, E> {
    /// Every operation has a call, once for each media type that its body may have, and every call an operation.
    ///
    /// # Panics
    ///
    /// If not.
    pub fn assert_calls_match(&self) {
        let described: BTreeSet<_> =
            self.description.operations().iter().flat_map(variants).collect();
        let called: BTreeSet<_> = self
            .calls
            .iter()
            .map(|it| (it.operation.to_owned(), it.media.map(str::to_owned)))
            .collect();
        let missing = described.difference(&called).map(|it| format!("{it:?} is never called"));
        let unknown =
            called.difference(&described).map(|it| format!("{it:?} is called, but not described"));
        let faults: Vec<String> = missing.chain(unknown).collect();
        assert_none("operations and calls do not match", &faults);
        assert_eq!(self.calls.len(), called.len(), "a call is there twice");
    }

    /// Whoever searches the documentation for an id, ours or the published one, finds the method.
    ///
    /// # Panics
    ///
    /// If not.
    pub fn assert_ids_are_found(&self) {
        let folder = root().join("generated").join(self.folder).join("src/api");
        let files =
            std::fs::read_dir(folder).expect("the operations").map(|it| it.expect("a file").path());
        let text: String = files.map(|it| std::fs::read_to_string(it).expect("text")).collect();
        let aliases: Vec<&str> = text.lines().filter(|it| it.contains("#[doc(alias")).collect();
        let operations = self.description.operations().iter();
        let ids = operations.flat_map(|it| [Some(&it.id), it.published_id.as_ref()]).flatten();
        let is_found = |id: &&String| {
            let quoted = format!("{id:?}");
            aliases.iter().any(|it| it.contains(&quoted)) || text.contains(&format!("pub fn {id}("))
        };
        let lost: Vec<String> = ids.filter(|it| !is_found(it)).cloned().collect();
        assert_none("ids are not found", &lost);
    }

    /// Makes every call once. The server finds nothing wrong with any, and every answer is decoded.
    ///
    /// # Panics
    ///
    /// If not.
    pub async fn drive(&self) {
        let pair = &self.pair().await;
        let failures = stream::iter(&self.calls).map(|call| async move {
            let operation = self.description.operation(call.operation);
            let media = operation.and_then(Operation::success).and_then(|it| it.media.first());
            call_and_look(pair, call, &expected(&self.description, media)).await
        });
        let failures: Vec<Vec<String>> = failures.buffered(AT_ONCE).collect().await;
        let mut faults: Vec<String> = failures.into_iter().flatten().collect();
        faults.extend(pair.server.violations().iter().map(|it| format!("on the server: {it}")));
        assert_none("things went wrong", &faults);
        let seen = pair.server.seen();
        assert!(
            seen.values().all(|it| *it == 1),
            "operations were called more than once: {seen:?}"
        );
        assert_eq!(seen.len(), self.calls.len());
    }

    /// Where an answer may have one of several media types, each is decoded.
    ///
    /// # Panics
    ///
    /// If not.
    pub async fn drive_further_media_types(&self) {
        let pair = self.pair().await;
        let mut faults = Vec::new();
        for operation in self.description.operations() {
            let success = operation.success().expect("a success");
            for media in success.media.iter().skip(1) {
                let example = media.example.as_ref().expect("an example");
                let body = example.as_str().map_or_else(|| example.to_string(), str::to_owned);
                let status = success.code().expect("a status");
                pair.server
                    .answer_with(&operation.id, Answer::raw(status, &media.media_type, body));
                let expected = expected(&self.description, Some(media));
                for call in self.calls_of(operation) {
                    faults.extend(call_and_look(&pair, call, &expected).await);
                }
            }
        }
        assert_none("answers of another media type are not decoded", &faults);
    }
}

/// What the decoded answer must show.
enum Expected {
    Nothing,
    /// A download, which the call hands over as it is.
    Text(String),
    /// What the JSON or the events of an answer say.
    Leaves(Vec<Leaf>),
}

/// Makes a call. What fails, or is not in the decoded answer, is told.
async fn call_and_look<C: Clone, E: Display>(
    pair: &Pair<C>,
    call: &Call<C, E>,
    expected: &Expected,
) -> Vec<String> {
    let name = call.operation;
    let answer = match (call.run)(pair.client.clone()).await {
        Ok(answer) => answer,
        Err(error) => return vec![error.to_string()],
    };
    match expected {
        Expected::Nothing if answer.is_empty() || answer == "()" => Vec::new(),
        Expected::Nothing => vec![format!("{name}: {answer} came of nothing")],
        Expected::Text(text) if *text == answer || is_download(&answer, text) => Vec::new(),
        Expected::Text(text) => vec![format!("{name}: {answer:?} is not {text:?}")],
        Expected::Leaves(leaves) => {
            let begin: String = answer.chars().take(300).collect();
            unshown(leaves, &answer).iter().map(|it| format!("{name}: {it}: {begin} ...")).collect()
        }
    }
}

/// Where the media type decides what an answer is, a download is handed over unread.
fn is_download(answer: &str, text: &str) -> bool {
    answer.contains("Download {")
        && answer.contains(&format!("content_length: Some({})", text.len()))
}

fn expected(description: &Description, media: Option<&Media>) -> Expected {
    let Some(media) = media else { return Expected::Nothing };
    let example = media.example.as_ref().expect("an example");
    let schema = media.schema.as_ref().expect("a schema");
    match example {
        Value::String(stream) if media.media_type == "text/event-stream" => {
            let said = events(stream).into_iter().flat_map(|event| {
                let id = event.id.map(|it| Leaf { value: it.into(), ..Leaf::default() });
                let data = serde_json::from_str(&event.data).unwrap_or(Value::String(event.data));
                id.into_iter().chain(description.leaves(schema, &data)).collect::<Vec<_>>()
            });
            Expected::Leaves(said.collect())
        }
        Value::String(body) if !media.is_json() => Expected::Text(body.clone()),
        value => Expected::Leaves(description.leaves(schema, value)),
    }
}

/// An operation once for each media type that its body may have.
fn variants(operation: &Operation) -> Vec<(String, Option<String>)> {
    let media = operation.body.as_ref().map(|it| it.media.as_slice()).unwrap_or_default();
    match media {
        [] | [_] => vec![(operation.id.clone(), None)],
        several => {
            several.iter().map(|it| (operation.id.clone(), Some(it.media_type.clone()))).collect()
        }
    }
}
