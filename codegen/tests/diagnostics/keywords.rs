//! Objects that are not as their dialect has them: what is said, and how bad it is.

use openapi_codegen::{Config, Source, generate};

/// One line for each diagnostic: severity, line and column, message, help.
fn said(text: &str, tolerant: bool, notes: bool) -> Vec<String> {
    let source = Source::text("pets.yaml", text).tolerant(tolerant);
    let output = generate(&source, &Config::new("pets.yaml", "pets").unwrap());
    let report = if notes { output.report_json_with_notes() } else { output.report_json() };
    let line = |it: &str| {
        let it: serde_json::Value = serde_json::from_str(it).unwrap();
        let text = |key: &str| it[key].as_str().unwrap_or_default().to_owned();
        let help = text("help");
        let help = if help.is_empty() { help } else { format!(" ({help})") };
        format!("{} {}:{}: {}{help}", text("severity"), it["line"], it["column"], text("message"))
    };
    report.lines().map(line).collect()
}

/// A description with one operation, whose keys and those of the root are given.
fn operation(version: &str, operation: &str, root: &str) -> String {
    let key = if version.starts_with('2') { "swagger" } else { "openapi" };
    format!(
        "{key}: '{version}'\ninfo: {{title: t, version: '1'}}\npaths:\n  /pets:\n    get:\n      operationId: list\n{operation}{root}"
    )
}

const DONE: &str = "      responses: {'204': {description: Done.}}\n";

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let warnings = said(text, true, false);
    assert_eq!(warnings, expected);
    // The same is an error in a description of one's own.
    let errors = said(text, false, false);
    let as_errors: Vec<String> = warnings
        .iter()
        .map(|it| it.replace("warning ", "error ").replace(", left out", ""))
        .collect();
    let errors: Vec<String> = errors.iter().map(|it| it.replace(", left out", "")).collect();
    assert_eq!(errors, as_errors);
}

#[test]
fn misspelt_keywords() {
    check(
        &operation("3.0.3", "      responces: {'204': {description: Done.}}\n", ""),
        &[
            "warning 7:7: an operation has no property `responces`, left out (did you mean `responses`?)",
        ],
    );
    for version in ["2.0", "3.0.3", "3.1.0", "3.2.0"] {
        let holder = if version == "2.0" {
            "definitions:\n  Pet:"
        } else {
            "components:\n schemas:\n  Pet:"
        };
        let root = format!("{holder} {{tpye: integer}}\n");
        let line = if version == "2.0" { 9 } else { 10 };
        check(
            &operation(version, DONE, &root),
            &[&format!(
                "warning {line}:15: a schema has no property `tpye`, left out (did you mean `type`?)"
            )],
        );
    }
    check(
        &operation(
            "3.0.3",
            "      summry: Lists.\n      responses: {'204': {description: Done., hedaers: {}}}\n",
            "",
        ),
        &[
            "warning 7:15: an operation has no property `summry`, left out (did you mean `summary`?)",
            "warning 8:47: a response has no property `hedaers`, left out (did you mean `headers`?)",
        ],
    );
}

#[test]
fn keywords_of_nobody() {
    let root =
        "components: {schemas: {Pet: {type: object, name: {type: string}, optional: true}}}\n";
    check(
        &operation("3.0.3", DONE, root),
        &[
            "warning 8:44: a schema has no property `name`, left out (if this is a property of the object, put it under `properties`)",
            "warning 8:76: a schema has no property `optional`, left out (remove it, or begin its name with `x-` if it is for another tool)",
        ],
    );
    // JSON Schema lets everybody add keywords.
    assert_eq!(said(&operation("3.1.0", DONE, root), true, false), [""; 0]);
}

#[test]
fn keywords_of_another_dialect() {
    let root = "components: {schemas: {Pet: {type: string, dependentRequired: {}}, Tag: {contains: {type: string}}}}\n";
    assert_eq!(
        said(&operation("3.0.3", DONE, root), false, true),
        [
            "note 8:44: `dependentRequired` of a schema belongs to OpenAPI 3.1, the description is OpenAPI 3.0",
            "note 8:74: `contains` of a schema belongs to OpenAPI 3.1, the description is OpenAPI 3.0",
        ]
    );
    let servers = "      servers: [{url: 'https://example.com', name: main}]\n";
    let text = operation("3.1.0", &format!("{servers}{DONE}"), "");
    let expected = "`name` of a server belongs to OpenAPI 3.2, the description is OpenAPI 3.1";
    assert!(said(&text, false, true).iter().any(|it| it.contains(expected)));
}

#[test]
fn required_names_without_a_property() {
    let root = "components: {schemas: {Pet: {type: object, required: [nmae], properties: {name: {type: string}}}}}\n";
    check(
        &operation("3.0.3", DONE, root),
        &["warning 8:55: `nmae` is required, and no property is called so (did you mean `name`?)"],
    );
    // Beside it, above it, behind a reference.
    let root = "components:
  schemas:
    Base: {type: object, properties: {name: {type: string}}}
    Cat: {allOf: [{$ref: '#/components/schemas/Base'}, {required: [name], properties: {names: {type: string}}}]}
    Dog: {properties: {name: {type: string}}, anyOf: [{required: [name]}, {required: [age]}]}
";
    let said = said(&operation("3.0.3", DONE, root), false, true);
    let about: Vec<&String> = said.iter().filter(|it| it.contains("required")).collect();
    assert_eq!(about, ["note 12:87: `age` is required, and no property is called so"]);
}

#[test]
fn references_to_another_kind() {
    let root = "components:
  parameters: {limit: {name: limit, in: query, schema: {type: integer}}}
  schemas: {Pet: {type: object, properties: {limit: {$ref: '#/components/parameters/limit'}}}}
";
    let parameters = "      parameters: [{$ref: '#/components/schemas/Pet'}]\n";
    let text = operation("3.0.3", &format!("{parameters}{DONE}"), root);
    let said = said(&text, false, false);
    assert_eq!(
        said,
        [
            "error 7:27: `#/components/schemas/Pet` is a schema, not a parameter",
            "error 11:13: a parameter without `name`, left out",
            "error 11:60: `#/components/parameters/limit` is a parameter, not a schema",
        ]
    );
}

#[test]
fn what_stands_beside_a_reference() {
    let root = "components:
  parameters: {limit: {name: limit, in: query, schema: {type: integer}}}
  schemas:
    Pet: {type: object}
    Cat: {$ref: '#/components/schemas/Pet', properties: {name: {type: string}}, description: A cat.}
";
    let parameters =
        "      parameters: [{$ref: '#/components/parameters/limit', required: true}]\n";
    check(
        &operation("3.0.3", &format!("{parameters}{DONE}"), root),
        &[
            "warning 7:70: `required` beside a `$ref` is not considered (write it where the reference leads to)",
            "warning 13:45: `properties` beside a `$ref` is not considered (put the reference into an `allOf` beside it)",
        ],
    );
}

#[test]
fn security_schemes_and_tags_that_are_not_declared() {
    let root = "components: {securitySchemes: {api_key: {type: apiKey, in: header, name: K}}}\ntags: [{name: Animals}]\n";
    let own = "      tags: [Anmials]\n      security: [{apikey: []}, {other: []}]\n";
    check(
        &operation("3.0.3", &format!("{own}{DONE}"), root),
        &[
            "warning 7:14: the tag `Anmials` is not declared in `tags` (did you mean `Animals`?)",
            "warning 8:19: the security scheme `apikey` is not declared (did you mean `api_key`?)",
            "warning 8:33: the security scheme `other` is not declared (without it no credential is sent; describe it as a security scheme)",
        ],
    );
}

#[test]
fn paths_that_are_one() {
    let text = "openapi: 3.0.3
info: {title: t, version: '1'}
paths:
  /pets/{id}: {get: {operationId: a, parameters: [{name: id, in: path, required: true, schema: {type: string}}], responses: {'204': {description: Done.}}}}
  /pets/{name}: {get: {operationId: b, parameters: [{name: name, in: path, required: true, schema: {type: string}}], responses: {'204': {description: Done.}}}}
";
    check(text, &["warning 5:3: `/pets/{name}` and `/pets/{id}` are one path"]);
}

#[test]
fn values_that_the_type_does_not_have() {
    let root = "components: {schemas: {N: {type: integer, default: many, enum: [1, two]}}}\n";
    let said = said(&operation("3.0.3", DONE, root), false, true);
    assert_eq!(
        said,
        [
            "note 8:52: the default is a text, the type is `integer`",
            "error 8:68: the value is a text, the type is `integer`",
        ]
    );
}

#[test]
fn encodings_of_no_property() {
    let body = "      requestBody: {content: {multipart/form-data: {schema: {type: object, properties: {a: {type: string}}}, encoding: {b: {contentType: text/plain}}}}}\n";
    check(
        &operation("3.0.3", &format!("{body}{DONE}"), ""),
        &["warning 7:121: no property is called `b`, whose encoding this is"],
    );
}

#[test]
fn faults_that_strictness_always_meant() {
    let own = "      parameters: [{name: a, in: qurey, schema: {type: int}}, {name: b, in: query, schema: {type: int}}]\n";
    let second = "  /pets/{id}:\n    get:\n      operationId: list\n      responses: {'204': {description: Done.}}\n";
    check(
        &operation("3.0.3", &format!("{own}{DONE}"), second),
        &[
            "warning 7:34: `qurey` is not a place for a parameter, left out (did you mean `query`?)",
            "warning 7:56: `int` is not a type, read as `integer`",
            "warning 7:99: `int` is not a type, read as `integer`",
            "warning 11:20: the operationId `list` is that of another operation (give each operation an id of its own: errors and settings name operations by it)",
            "warning 9:3: the path's `{id}` is not described, taken as text (add a parameter of that name with `in: path`)",
        ],
    );
}

#[test]
fn data_is_never_looked_into() {
    let text = operation(
        "3.0.3",
        "      x-codeSamples: [{source: {$ref: sample.sh}}]
      responses: {'200': {description: Done., content: {application/json: {schema: {type: object, x-tpye: 1}, example: {$ref: ./nosuch.json}}}}}
",
        "components: {schemas: {A: {type: object, default: {tpye: 1, $ref: gone.yaml}, example: {properties: 1}}}}\nx-tags: [1]\n",
    );
    assert_eq!(said(&text, false, true), [""; 0]);
}

#[test]
fn causes_come_before_their_consequences() {
    let broken = "parameters:\n  id: {name: id, in: path\n";
    let text = "openapi: 3.0.3
info: {title: t, version: '1'}
paths:
  /pets/{id}:
    parameters: [{$ref: 'parts.yaml#/parameters/id'}]
    get: {operationId: get, responses: {'204': {description: Done.}}}
";
    let output = super::run_files(&[("pets.yaml", text), ("parts.yaml", broken)]);
    let report = output.report(false);
    let titles: Vec<&str> = report.lines().filter(|it| it.starts_with("error")).collect();
    assert!(titles[0].contains("did not find"), "{report}");
    assert_eq!(
        titles[1..],
        [
            "error: `parts.yaml` could not be understood",
            "error: the path's `{id}` is not described, taken as text"
        ],
    );
}

#[test]
fn what_is_wrong_in_many_places_is_said_ten_times() {
    let properties: String =
        (0..25).map(|it| format!("        p{it}: {{type: string, optional: true}}\n")).collect();
    let root = format!("components:\n  schemas:\n    Pet:\n      properties:\n{properties}");
    let source = Source::text("pets.yaml", &operation("3.0.3", DONE, &root)).tolerant(true);
    let output = generate(&source, &Config::new("pets.yaml", "pets").unwrap());
    assert_eq!(output.warning_count(), 25);
    let report = output.report(false);
    assert_eq!(report.matches("has no property `optional`").count(), 10, "{report}");
    assert!(report.contains("= note: and at 15 more places"), "{report}");
}

#[test]
fn what_openapi_3_2_has_and_the_client_has_not() {
    let query = "      parameters: [{name: all, in: querystring, content: {application/json: {schema: {type: object}}}}]\n";
    let answer = "      responses: {'200': {content: {application/json: {itemSchema: {type: object}}, multipart/mixed: {itemEncoding: {contentType: text/plain}}}}}\n";
    let root = "    additionalOperations: {'GET ALL': {operationId: all, responses: {'204': {}}}}
components:
  schemas:
    Pet: {type: object, discriminator: {propertyName: kind, defaultMapping: Pet}, xml: {nodeType: comment}}
";
    let said = said(&operation("3.2.0", &format!("{query}{answer}"), root), true, true);
    assert_eq!(
        said,
        [
            "warning 7:20: a query that is `application/json` as a whole is not supported, left out (describe it as `application/x-www-form-urlencoded`, or its parameters one by one)",
            "warning 8:56: `itemSchema` of `application/json`, which is no stream, left out",
            "warning 8:103: `itemEncoding` is left out: parts are named in `encoding`",
            "warning 9:28: `GET ALL` cannot be a method, left out",
            "note 12:77: `defaultMapping` is not considered: a value of no branch is kept as it came",
            "warning 12:99: `comment` is no value of `nodeType` (use one of `element`, `attribute`, `text`, `cdata`, `none`)",
        ]
    );
}

#[test]
fn later_versions_are_read_as_the_latest() {
    let text = operation("3.3.0", DONE, "");
    assert_eq!(said(&text, false, false), ["warning 1:10: OpenAPI 3.3.0 is read as 3.2"]);
}

#[test]
fn misspelt_words() {
    let body =
        "      requestBody: {content: {aplication/json: {schema: {type: string}}, json: {}}}\n";
    let root = "  /pets/{id: {}
components:
  schemas:
    Pet: {oneOf: [{$ref: '#/components/schemas/Cat'}], discriminator: {propertyName: knid}}
    Cat: {type: object, required: [kind], properties: {kind: {type: string}, tail: {ref: '#/components/schemas/Pet'}}}
";
    let text = operation("3.0.3", &format!("{body}{DONE}"), root);
    check(
        &text,
        &[
            "warning 7:31: the media type `aplication/json` is not known (did you mean `application/json`?)",
            "warning 7:74: `json` is not a media type (a media type is such as `application/json`)",
            "warning 9:3: a brace of `/pets/{id` has no partner (write variables as `{name}`)",
            "warning 12:86: no branch has the property `knid` (did you mean `kind`?)",
            "warning 13:90: a schema has no property `ref`, left out (did you mean `$ref`?)",
        ],
    );
    let root = "components: {schemas: {Pet: {type: object, properties: {name: {type: strng}}}}}\n";
    let answer = "      responses: {'200': {description: Done., content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}}\n";
    check(
        &operation("3.0.3", answer, root),
        &["warning 8:70: `strng` is not a type, left out (did you mean `string`?)"],
    );
}

#[test]
fn words_that_are_nearly_right() {
    let own = "      parameters:
      - {name: t, in: query, required: \"yes\", schema: {type: string, minLength: \"3\"}}
      deprecated: \"true\"
      responses: {'200': {description: Done., content: {application/jsn: {schema: {type: string, format: date_time}}}}, '600': {description: No.}}
";
    let root = "tags: [{name: pets}, {name: pets}]
components:
  securitySchemes: {key: {type: apikey, in: header, name: X}, b: {type: http, scheme: bearr}, c: {type: apiKey, in: headers, name: X}}
  schemas: {Unused: {type: strin, properties: []}, Pet: {type: object, properties: {other: {$ref: Unused}}}}
";
    let said = said(&operation("3.0.3", own, root), true, true);
    let about = |it: &str| {
        said.iter().find(|line| line.contains(it)).map(String::as_str).unwrap_or_default()
    };
    for (about, expected) in [
        (
            about("`required`"),
            "warning 8:40: `required` is a text, read as `true` (write it without quotes)",
        ),
        (
            about("`minLength`"),
            "warning 8:81: `minLength` is a text, read as `3` (write it without quotes)",
        ),
        (
            about("`deprecated`"),
            "warning 9:19: `deprecated` is a text, read as `true` (write it without quotes)",
        ),
        (
            about("jsn"),
            "warning 10:57: the media type `application/jsn` is not known (did you mean `application/json`?)",
        ),
        (
            about("date_time"),
            "note 10:106: the format `date_time` is not known (did you mean `date-time`?)",
        ),
        (
            about("600"),
            "warning 10:121: `600` is not a status of HTTP (statuses are from 100 to 599)",
        ),
        (about("twice"), "warning 11:22: the tag `pets` is declared twice"),
        (
            about("apikey"),
            "warning 13:33: `apikey` is no `type` of a security scheme (did you mean `apiKey`?)",
        ),
        (
            about("bearr"),
            "warning 13:87: `bearr` is no `scheme` of a security scheme (did you mean `bearer`?)",
        ),
        (
            about("headers"),
            "warning 13:117: `headers` is no `in` of a security scheme (did you mean `header`?)",
        ),
        (about("strin"), "warning 14:28: `strin` is not a type, left out (did you mean `string`?)"),
        (about("a list where"), "warning 14:35: a list where a mapping is expected, left out"),
        (
            about("`Unused` is read"),
            "note 14:99: `Unused` is read as `#/components/schemas/Unused`",
        ),
    ] {
        assert_eq!(about, expected, "{said:#?}");
    }
}
