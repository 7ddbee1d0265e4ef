//! Descriptions that can be read, and say what cannot be.

use super::{calls, refused, run, run_of_others, warned};

#[test]
fn parameter_that_is_not_in_the_path() {
    let output = run_of_others(
        r#"openapi: 3.1.0
info: { title: Pets, version: "1" }
paths:
  /pets:
    get:
      operationId: listPets
      tags: [Pets]
      parameters:
        - { name: petId, in: path, required: true, schema: { type: string } }
      responses: { "204": { description: They. } }
"#,
    );
    insta::assert_snapshot!(warned(&output), @r"
    warning: `petId` has no place in the path `/pets`, left out
     --> pets.yaml:9:11
      |
    9 |         - { name: petId, in: path, required: true, schema: { type: string } }
      |           ^^
      |
      = at: #/paths/~1pets/get/parameters/0
      = help: write it in braces in the path, or remove the parameter
    ");
    assert_eq!(calls(&output), ["client.pets().list()"]);
}

#[test]
fn part_of_the_path_that_is_not_described() {
    let output = run_of_others(
        r#"openapi: 3.1.0
info: { title: Pets, version: "1" }
paths:
  /pets/{petId}:
    get:
      operationId: getPet
      tags: [Pets]
      responses: { "204": { description: It. } }
"#,
    );
    insta::assert_snapshot!(warned(&output), @r"
    warning: the path's `{petId}` is not described, taken as text
     --> pets.yaml:4:3
      |
    4 |   /pets/{petId}:
      |   ^^^^^^^^^^^^^
      |
      = at: #/paths/~1pets~1{petId}
      = help: add a parameter of that name with `in: path`
    ");
    assert_eq!(calls(&output), ["client.pets().get(pet_id)"]);
}

#[test]
fn alternate_forms_of_different_things() {
    let output = run(r#"openapi: 3.1.0
info: { title: Pets, version: "1" }
paths:
  /pets:
    get:
      operationId: listPets
      responses:
        "200":
          description: They.
          content:
            application/json:
              schema:
                x-alternate-forms: true
                oneOf: [{ type: string }, { type: object, properties: { count: { type: integer } } }]
"#);
    insta::assert_snapshot!(refused(&output), @r"
    error: the alternatives are not forms of one thing
      --> pets.yaml:12:15
       |
    12 |               schema:
       |               ^^^^^^
       |
       = at: #/paths/~1pets/get/responses/200/content/application~1json/schema
       = help: `x-alternate-forms` takes T, a list of T, and an object with either as its only member
    ");
}

#[test]
fn the_rest_is_generated() {
    let output = run_of_others(
        r#"openapi: 3.1.0
info: { title: Pets, version: "1" }
paths:
  /pets:
    get:
      operationId: listPets
      tags: [Pets]
      parameters:
        - { name: page, in: query, schema: { type: integer } }
        - { name: odd, in: nowhere, schema: { type: string } }
        - { in: query }
      responses: { "204": { description: They. } }
    post: nonsense
    delete: { operationId: deletePets, tags: [Pets], responses: { "204": { description: Gone. } } }
components:
  securitySchemes: { odd: { type: http, scheme: digest }, token: { type: http, scheme: bearer } }
"#,
    );
    insta::assert_snapshot!(warned(&output), @r"
    warning: `nowhere` is not a place for a parameter, left out
      --> pets.yaml:10:28
       |
    10 |         - { name: odd, in: nowhere, schema: { type: string } }
       |                            ^^^^^^^
       |
       = at: #/paths/~1pets/get/parameters/1/in
       = help: use `path`, `query`, `header` or `cookie`

    warning: a parameter without `name`, left out
      --> pets.yaml:11:11
       |
    11 |         - { in: query }
       |           ^^
       |
       = at: #/paths/~1pets/get/parameters/2

    warning: a text where a mapping is expected, left out
      --> pets.yaml:13:11
       |
    13 |     post: nonsense
       |           ^^^^^^^^
       |
       = at: #/paths/~1pets/post

    warning: security scheme `odd` is neither `basic` nor `bearer`, left out
      --> pets.yaml:16:22
       |
    16 |   securitySchemes: { odd: { type: http, scheme: digest }, token: { type: http, scheme: bearer } }
       |                      ^^^
       |
       = at: #/components/securitySchemes/odd
       = help: operations can be called all the same: send the credential as an `extra_header`, or by a transport of your own
    ");
    assert_eq!(calls(&output), ["client.pets().list()", "client.pets().delete()"]);
}

#[test]
fn wrong_discriminator_mapping() {
    let output = run(r##"openapi: 3.1.0
info: { title: Pets, version: "1" }
paths:
  /pets:
    get:
      operationId: getPet
      responses: { "200": { description: It., content: { application/json: { schema: { $ref: "#/components/schemas/Pet" } } } } }
components:
  schemas:
    Pet:
      oneOf: [{ $ref: "#/components/schemas/Cat" }, { $ref: "#/components/schemas/Dog" }]
      discriminator:
        propertyName: kind
        mapping:
          Katze: "#/components/schemas/Cat"
          dog: "#/components/schemas/Dog"
    Cat: { type: object, required: [kind], properties: { kind: { const: cat } } }
    Dog: { type: object, required: [kind], properties: { kind: { const: dog } } }
"##);
    insta::assert_snapshot!(warned(&output), @r##"
    warning: the mapping sends `Katze` to a branch whose `kind` is `cat`
      --> pets.yaml:15:18
       |
    15 |           Katze: "#/components/schemas/Cat"
       |                  ^^^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = at: #/components/schemas/Pet/discriminator/mapping/Katze
       = help: the branch is believed: correct the key of the mapping
    "##);
}

#[test]
fn taken_name() {
    let output = run(r##"openapi: 3.1.0
info: { title: Pets, version: "1" }
paths:
  /pets:
    get:
      operationId: getPet
      responses: { "200": { description: It., content: { application/json: { schema: { $ref: "#/components/schemas/Pets" } } } } }
components:
  schemas:
    Pets:
      type: object
      properties:
        a: { $ref: "#/components/schemas/pet-tag" }
        b: { $ref: "#/components/schemas/petTag" }
        c: { $ref: "#/components/schemas/pet_tag" }
    pet-tag: { type: object, properties: { a: { type: string } } }
    petTag: { type: object, properties: { b: { type: string } } }
    pet_tag: { type: object, properties: { c: { type: string } } }
"##);
    insta::assert_snapshot!(warned(&output), @r"
    warning: `PetTag` is taken, the schema is called `PetTagSchema2`
      --> pets.yaml:18:5
       |
    18 |     pet_tag: { type: object, properties: { c: { type: string } } }
       |     ^^^^^^^
       |
       = at: #/components/schemas/pet_tag
       = help: give it another name under `[types]` in the client.toml
    ");
}
