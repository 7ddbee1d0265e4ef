//! Spans and events of calls, under the names of OpenTelemetry; nothing at all without the feature `tracing`.

#[cfg(not(feature = "tracing"))]
pub(crate) use absent::Span;
#[cfg(feature = "tracing")]
pub(crate) use present::Span;

#[cfg(feature = "tracing")]
mod present {
    use std::borrow::Cow;
    use std::future::Future;
    use std::time::Duration;

    use http::StatusCode;
    use tracing::field::Empty;
    use tracing::{Instrument as _, info, info_span};

    use crate::error::Operation;
    use crate::redaction::visible;
    use crate::request::{Plan, Proofs};
    use crate::transport::Answered;
    use crate::{DecodeError, Error};

    /// A span of a call, or of one of its attempts.
    pub(crate) struct Span(tracing::Span);

    impl Span {
        /// A call with all its attempts.
        pub(crate) fn call(operation: &Operation) -> Self {
            Self(info_span!(
                target: "openapi_runtime",
                "call",
                otel.name = operation.id(),
                otel.kind = "internal",
                otel.status_code = Empty,
                http.request.method = operation.method(),
                url.template = operation.path(),
                http.response.status_code = Empty,
                error.type = Empty,
            ))
        }

        /// One request and its answer; `number` counts from 1.
        pub(crate) fn attempt(plan: &Plan, proofs: &Proofs, number: u32) -> Self {
            let operation = plan.operation();
            let span = info_span!(
                target: "openapi_runtime",
                "attempt",
                otel.name = %operation,
                otel.kind = "client",
                otel.status_code = Empty,
                http.request.method = operation.method(),
                http.request.resend_count = Empty,
                url.template = operation.path(),
                url.full = Empty,
                server.address = Empty,
                server.port = Empty,
                network.protocol.version = Empty,
                http.response.status_code = Empty,
                error.type = Empty,
            );
            if !span.is_disabled() {
                if let Some((host, port)) = plan.server() {
                    span.record("server.address", host);
                    span.record("server.port", port);
                }
                span.record("url.full", plan.shown(proofs));
                if number > 1 {
                    span.record("http.request.resend_count", number - 1);
                }
            }
            Self(span)
        }

        /// The same future, inside of this span.
        pub(crate) fn around<F: Future>(
            &self,
            future: F,
        ) -> impl Future<Output = F::Output> + use<F> {
            future.instrument(self.0.clone())
        }

        /// The head of an answer came.
        pub(crate) fn answered(&self, answer: &Answered) {
            self.0.record(
                "network.protocol.version",
                match answer.version {
                    http::Version::HTTP_09 => "0.9",
                    http::Version::HTTP_10 => "1.0",
                    http::Version::HTTP_11 => "1.1",
                    http::Version::HTTP_2 => "2",
                    _ => "3",
                },
            );
            self.status(answer.status);
        }

        /// The status that it came to.
        pub(crate) fn status(&self, status: StatusCode) {
            self.0.record("http.response.status_code", status.as_u16());
        }

        /// It came to nothing.
        pub(crate) fn failed(self, error: &Error) {
            self.0.record("otel.status_code", "ERROR");
            self.0.record("error.type", &*error_type(error));
            if let Some(status) = error.status() {
                self.status(status);
            }
        }

        /// The answer is not what its description says.
        pub(crate) fn undecodable(&self, fault: &DecodeError) {
            self.0.record("otel.status_code", "ERROR");
            self.0.record("error.type", "decode");
            self.0.in_scope(|| {
                let pointer = visible(&fault.pointer());
                info!(target: "openapi_runtime", { json.pointer = pointer }, "the answer does not decode");
            });
        }

        /// There is a pause before the next attempt.
        pub(crate) fn waits(&self, error: &Error, wait: Duration) {
            self.0.in_scope(|| {
                info!(
                    target: "openapi_runtime",
                    { error.type = &*error_type(error), wait_seconds = wait.as_secs_f64() },
                    "trying again after a wait"
                );
            });
        }
    }

    /// A word for each kind of error, a status for what the server refused.
    fn error_type(error: &Error) -> Cow<'static, str> {
        Cow::Borrowed(match error {
            Error::Argument(_) => "argument",
            Error::Credential(_) => "credential",
            Error::Connection(error) if error.may_have_been_sent() => "connection_broken",
            Error::Connection(_) => "connection_refused",
            Error::Timeout(error) if error.may_have_been_sent() => "timeout",
            Error::Timeout(_) => "connect_timeout",
            Error::Status(error) => return error.status().as_u16().to_string().into(),
            Error::Decode(_) => "decode",
            Error::Body(error) if error.is_stalled() => "body_stalled",
            Error::Body(_) => "body_broken",
            Error::File(_) => "file",
            Error::Task(_) => "task",
        })
    }
}

#[cfg(not(feature = "tracing"))]
mod absent {
    use std::future::Future;
    use std::time::Duration;

    use http::StatusCode;

    use crate::error::Operation;
    use crate::request::{Plan, Proofs};
    use crate::transport::Answered;
    use crate::{DecodeError, Error};

    /// No span.
    pub(crate) struct Span;

    impl Span {
        pub(crate) fn call(_: &Operation) -> Self {
            Self
        }

        pub(crate) fn attempt(_: &Plan, _: &Proofs, _: u32) -> Self {
            Self
        }

        pub(crate) fn around<F: Future>(
            &self,
            future: F,
        ) -> impl Future<Output = F::Output> + use<F> {
            future
        }

        pub(crate) fn answered(&self, _: &Answered) {}

        pub(crate) fn status(&self, _: StatusCode) {}

        pub(crate) fn failed(self, _: &Error) {}

        pub(crate) fn undecodable(&self, _: &DecodeError) {}

        pub(crate) fn waits(&self, _: &Error, _: Duration) {}
    }
}
