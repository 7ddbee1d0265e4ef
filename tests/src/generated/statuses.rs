//! Every status that the description has, and every way to say nothing.

use std::fmt::Display;

use serde_json::json;

use super::{Generated, Pair};
use crate::description::{Media, Operation, Response};
use crate::description_server::Answer;
use crate::repository::assert_none;

impl<C: Clone, E: Display> Generated<C, E> {
    /// Where an operation may succeed in several ways, each is taken.
    ///
    /// # Panics
    ///
    /// If not.
    pub async fn drive_further_successes(&self) {
        let pair = self.pair().await;
        let mut faults = Vec::new();
        for operation in self.description.operations() {
            let successes = operation.responses.iter().filter(|it| is_between(it, 200, 300));
            for success in successes.skip(1) {
                let status = success.code().unwrap_or(200);
                let example = success.media.first().and_then(|it| it.example.as_ref());
                let answer = example.map_or(Answer::empty(status), |it| Answer::json(status, it));
                let told = format!("{}, status {status}", operation.id);
                faults.extend(self.refusal(&pair, operation, &told, answer).await);
            }
        }
        assert_none("successes are not taken", &faults);
    }

    /// Where an operation has nothing to say, an empty object, a blank and nothing at all are the same.
    ///
    /// # Panics
    ///
    /// If not.
    pub async fn assert_nothing_is_said_in_any_way(&self, media_type: &str) {
        let pair = self.pair().await;
        let mut faults = Vec::new();
        let is_empty = |it: &&Operation| it.success().is_some_and(|it| it.media.is_empty());
        for operation in self.description.operations().iter().filter(is_empty) {
            for answer in [
                Answer::empty(200),
                Answer::empty(204),
                Answer::raw(200, media_type, ""),
                Answer::raw(200, media_type, " "),
                Answer::json(200, &json!({})),
                Answer::json(201, &json!({})),
            ] {
                let told = format!("{}, {answer:?}", operation.id);
                faults.extend(self.refusal(&pair, operation, &told, answer).await);
            }
        }
        assert_none("answers that say nothing are not taken", &faults);
    }

    /// Every error that the description has fails the call, with its status and the words of the server.
    ///
    /// # Panics
    ///
    /// If not.
    pub async fn assert_errors_are_told(&self, words: impl Fn(&Media) -> Vec<String>) {
        let pair = self.pair().await;
        let mut faults = Vec::new();
        for operation in self.description.operations() {
            for error in operation.responses.iter().filter(|it| is_between(it, 400, 600)) {
                let status = error.code().unwrap_or(500);
                for media in &error.media {
                    let example = media.example.as_ref().expect("an example");
                    let answer = match example.as_str() {
                        Some(text) => Answer::raw(status, &media.media_type, text.to_owned()),
                        None => Answer::json(status, example),
                    };
                    let mut expected = words(media);
                    expected.push(status.to_string());
                    let told = self.refusal(&pair, operation, "", answer).await;
                    let lost = |it: &&String| !told.as_ref().is_some_and(|told| told.contains(*it));
                    let lost: Vec<&String> = expected.iter().filter(lost).collect();
                    if !lost.is_empty() {
                        let id = &operation.id;
                        faults.push(format!("{id}, status {status}: {lost:?} is not in {told:?}"));
                    }
                }
            }
        }
        assert_none("errors are not told", &faults);
    }

    /// Why the first call of an operation fails with an answer, if it does.
    async fn refusal(
        &self,
        pair: &Pair<C>,
        operation: &Operation,
        told: &str,
        answer: Answer,
    ) -> Option<String> {
        pair.server.answer_with(&operation.id, answer);
        let call = self.calls_of(operation).next()?;
        let error = (call.run)(pair.client.clone()).await.err()?;
        Some(format!("{told}: {error}"))
    }
}

fn is_between(response: &Response, from: u16, to: u16) -> bool {
    response.code().is_some_and(|it| (from..to).contains(&it))
}
