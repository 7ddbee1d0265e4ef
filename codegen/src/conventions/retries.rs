//! What is declared about calls that are made again, held against the description.

use super::Checker;

impl Checker<'_> {
    pub(super) fn retries(&mut self) {
        let (api, rule) = (self.api, &self.config.retries);
        for (number, status) in rule.statuses.iter().flatten().enumerate() {
            if !(400..=599).contains(status) {
                let keys = ["retries", "statuses", &number.to_string()];
                self.error(&keys, format!("{status} is not the status of an error"))
                    .help("errors have statuses from 400 to 599");
            }
        }
        let Some(header) = &rule.idempotency_header else {
            for key in ["idempotent", "idempotent_methods"] {
                let names =
                    if key == "idempotent" { &rule.idempotent } else { &rule.idempotent_methods };
                if !names.is_empty() {
                    self.error(&["retries", key], "no header is declared for the keys".to_owned())
                        .help("say which: `idempotency_header = \"Idempotency-Key\"`");
                }
            }
            return;
        };
        let keys = ["retries", "idempotency_header"];
        if !is_token(header) {
            self.error(&keys, format!("`{header}` cannot be the name of a header"))
                .help("letters, digits and `-`");
        } else if api.operations.iter().all(|it| !it.is_keyed) {
            self.error(&keys, format!("no operation has the header parameter `{header}`"))
                .help("name the operations that take it in `idempotent`, or their methods in `idempotent_methods`");
        }
        for (number, id) in rule.idempotent.iter().enumerate() {
            if self.operation(id).is_none() {
                self.unknown_operation(&["retries", "idempotent", &number.to_string()], id);
            }
        }
        for (number, method) in rule.idempotent_methods.iter().enumerate() {
            if api.operations.iter().all(|it| !it.method.eq_ignore_ascii_case(method)) {
                let keys = ["retries", "idempotent_methods", &number.to_string()];
                self.error(&keys, format!("no operation has the method `{method}`"))
                    .help("write `POST`, `PATCH`");
            }
        }
    }
}

/// Whether it is what the grammar of HTTP calls a token.
fn is_token(name: &str) -> bool {
    let is_letter = |it: u8| it.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&it);
    !name.is_empty() && name.bytes().all(is_letter)
}
