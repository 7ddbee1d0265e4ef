//! What every description of this repository keeps to.
//!
//! The tests of the clients take every argument and every answer from the examples of the descriptions.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::description::{Description, Location, Media, Operation};

/// What breaks a rule, in words, and who finds it.
type Rule = (&'static str, fn(&Description) -> Vec<String>);

const RULES: &[Rule] = &[
    ("an operationId is there twice", repeated_ids),
    ("the summary is missing, longer than 80 characters or no sentence", summaries),
    ("the parameters of the path are not those described", path_parameters),
    ("a parameter without a fitting example", parameters),
    ("a body without a fitting example", bodies),
    ("an example stream breaks off in its last event: an empty line must follow it", streams),
    ("an answer of status 204 has a body, which no server can send", forbidden_bodies),
    ("an operation takes other credentials", credentials),
];

/// Everything in a description that breaks a rule.
pub fn breaches(description: &Description) -> Vec<String> {
    let find = |(what, find): &Rule| -> Vec<String> {
        find(description).iter().map(|it| format!("{what}: {it}")).collect()
    };
    RULES.iter().flat_map(find).collect()
}

fn repeated_ids(description: &Description) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let operations = description.operations().iter();
    let ids = operations.flat_map(|it| [Some(&it.id), it.published_id.as_ref()]).flatten();
    ids.filter(|id| !seen.insert(id.as_str())).cloned().collect()
}

fn summaries(description: &Description) -> Vec<String> {
    let is_sentence = |it: &str| it.ends_with('.') && it.chars().count() <= 80;
    let operations = description.operations().iter();
    let faulty = operations.filter(|it| !it.summary.as_deref().is_some_and(is_sentence));
    faulty.map(|it| format!("{}: {:?}", it.id, it.summary)).collect()
}

fn path_parameters(description: &Description) -> Vec<String> {
    let mut faults = Vec::new();
    for operation in description.operations() {
        let template: BTreeSet<&str> =
            operation.path.split(['{', '}']).skip(1).step_by(2).collect();
        let in_path = operation.parameters_in(Location::Path);
        let described: BTreeSet<&str> = in_path.map(|it| it.name.as_str()).collect();
        if template != described {
            faults
                .push(format!("{} {}: described are {described:?}", operation.id, operation.path));
        }
    }
    faults
}

fn parameters(description: &Description) -> Vec<String> {
    let mut faults = Vec::new();
    for operation in description.operations() {
        for parameter in &operation.parameters {
            let what = format!("{} {}", operation.id, parameter.name);
            match (&parameter.example, &parameter.schema) {
                (Some(example), Some(schema)) => {
                    let misfits = description.misfits(schema, example);
                    faults.extend(misfits.iter().map(|it| format!("{what}: {it}")));
                }
                (None, _) => faults.push(format!("{what}: no example")),
                (_, None) => faults.push(format!("{what}: no schema")),
            }
        }
    }
    faults
}

fn bodies(description: &Description) -> Vec<String> {
    let mut faults = Vec::new();
    for (operation, media) in description.operations().iter().flat_map(media) {
        let what = format!("{} {}", operation.id, media.media_type);
        match (&media.example, &media.schema) {
            (Some(example), Some(schema)) if media.is_json() || example.is_object() => {
                let misfits = description.misfits(schema, example);
                faults.extend(misfits.iter().map(|it| format!("{what}: {it}")));
            }
            (Some(Value::String(_)), Some(_)) => {}
            (Some(_), Some(_)) => faults.push(format!("{what}: the example is no text")),
            (None, _) => faults.push(format!("{what}: no example")),
            (_, None) => faults.push(format!("{what}: no schema")),
        }
    }
    faults
}

fn streams(description: &Description) -> Vec<String> {
    let mut faults = Vec::new();
    for (operation, media) in description.operations().iter().flat_map(media) {
        let example = media.example.as_ref().and_then(Value::as_str).unwrap_or_default();
        if media.media_type == "text/event-stream" && !example.ends_with("\n\n") {
            let last = example.lines().last();
            faults.push(format!("{}: the stream ends with {last:?}", operation.id));
        }
    }
    faults
}

fn forbidden_bodies(description: &Description) -> Vec<String> {
    let has_body =
        |it: &&Operation| it.responses.iter().any(|it| it.status == "204" && !it.media.is_empty());
    description.operations().iter().filter(has_body).map(|it| it.id.clone()).collect()
}

/// A client that can be asked for one operation can be asked for all: scopes are only told apart by the server.
fn credentials(description: &Description) -> Vec<String> {
    let all: BTreeSet<&String> = description.scheme_names().collect();
    let mut faults = Vec::new();
    for it in description.operations() {
        let schemes: BTreeSet<&String> = it.security.iter().flatten().collect();
        if !schemes.is_empty() && schemes != all {
            faults.push(format!("{}: {schemes:?}", it.id));
        }
    }
    faults
}

/// The bodies of an operation: its request's, and those of its answers.
fn media(operation: &Operation) -> Vec<(&Operation, &Media)> {
    let request = operation.body.iter().flat_map(|it| &it.media);
    let answers = operation.responses.iter().flat_map(|it| &it.media);
    request.chain(answers).map(|it| (operation, it)).collect()
}

#[cfg(test)]
mod tests {
    use super::breaches;
    use crate::description::Description;

    const SOUND: &str = r#"
swagger: "2.0"
security: [{ bearer_auth: [] }, { query_auth: [] }]
securityDefinitions:
  bearer_auth: { type: apiKey, in: header, name: Authorization, x-scheme: bearer }
  query_auth: { type: apiKey, in: query, name: access_token }
produces: [application/json]
paths:
  /a/{id}:
    get:
      operationId: get
      summary: Gets it.
      parameters: [{ name: id, in: path, required: true, type: string, x-example: x }]
      responses: { "200": { description: It., schema: { type: integer }, examples: { application/json: 1 } } }
  /b:
    get:
      operationId: follow
      security: []
      summary: Follows it.
      produces: [text/event-stream]
      responses: { "200": { description: It., schema: {}, examples: { text/event-stream: "data: 1\n\n" } } }
    put:
      operationId: put
      x-published-id: puts
      summary: Puts it.
      responses: { "204": { description: Done. } }
"#;

    #[test]
    fn a_sound_description_has_no_breaches() {
        assert_eq!(breaches(&Description::parse(SOUND).expect(SOUND)), Vec::<String>::new());
    }

    /// Each is a change, and what it breaks.
    #[test]
    fn every_breach_is_found() {
        let cases = [
            ("x-published-id: puts", "x-published-id: get", "an operationId is there twice: get"),
            ("summary: Gets it.", "summary: Gets it", "the summary is missing"),
            (
                "/a/{id}",
                "/a/{no}",
                "the parameters of the path are not those described: get /a/{no}",
            ),
            ("x-example: x", "x-example: 1", "a parameter without a fitting example: get id: at"),
            (", x-example: x", "", "a parameter without a fitting example: get id: no example"),
            ("json: 1", "json: one", "a body without a fitting example: get application/json: at"),
            (r"data: 1\n\n", r"data: 1\n", "an example stream breaks off"),
            (
                "\"204\": {",
                "\"204\": { schema: {}, examples: { application/json: 1 },",
                "an answer of status 204",
            ),
            (", { query_auth: [] }", "", "an operation takes other credentials: get"),
        ];
        for (old, new, expected) in cases {
            let text = SOUND.replacen(old, new, 1);
            assert_ne!(text, SOUND, "{old}");
            let found = breaches(&Description::parse(&text).expect(&text));
            assert!(found.iter().any(|it| it.starts_with(expected)), "{new}: {found:?}");
        }
    }
}
