//! References that lead nowhere, in circles, or where they must not.

use super::{refused, run, run_files, warned};

#[test]
fn dangling_reference() {
    let output = run(r##"openapi: 3.1.0
info: { title: Pets, version: "1" }
paths:
  /pets:
    get:
      operationId: listPets
      responses: { "200": { description: They., content: { application/json: { schema: { $ref: "#/components/schemas/Pets" } } } } }
  /toys:
    get: { operationId: listToys, responses: { "204": { description: They. } } }
components: { schemas: { Pet: { type: string } } }
"##);
    insta::assert_snapshot!(refused(&output), @r##"
    error: `#/components/schemas/Pets` leads nowhere
     --> pets.yaml:7:96
      |
    7 | ... : { application/json: { schema: { $ref: "#/components/schemas/Pets" } } } } }
      |                                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = at: #/paths/~1pets/get/responses/200/content/application~1json/schema/$ref
      = help: `#/components/schemas` has no `Pets`; did you mean `Pet`?
    "##);
}

#[test]
fn cyclic_reference() {
    let output = run(r##"openapi: 3.1.0
info: { title: Pets, version: "1" }
paths:
  /pets:
    get:
      operationId: listPets
      responses: { "200": { description: They., content: { application/json: { schema: { $ref: "#/components/schemas/A" } } } } }
components:
  schemas:
    A: { $ref: "#/components/schemas/B" }
    B: { $ref: "#/components/schemas/A" }
"##);
    insta::assert_snapshot!(refused(&output), @r##"
    error: this reference leads back to itself
      --> pets.yaml:10:16
       |
    10 |     A: { $ref: "#/components/schemas/B" }
       |                ^^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = at: #/components/schemas/A/$ref
       = help: one of the references on the way must become what is meant
    "##);
}

#[test]
fn list_of_itself() {
    let output = run(r##"openapi: 3.1.0
info: { title: Pets, version: "1" }
paths:
  /pets:
    get:
      operationId: listPets
      responses: { "200": { description: They., content: { application/json: { schema: { $ref: "#/components/schemas/Lists" } } } } }
components:
  schemas:
    Lists: { type: array, items: { $ref: "#/components/schemas/Lists" } }
"##);
    insta::assert_snapshot!(warned(&output), @r##"
    warning: the schema contains itself without an object in between, taken as any value
      --> pets.yaml:10:5
       |
    10 |     Lists: { type: array, items: { $ref: "#/components/schemas/Lists" } }
       |     ^^^^^
       |
       = at: #/components/schemas/Lists
    "##);
}

#[test]
fn reference_to_the_web() {
    let output = run(r#"openapi: 3.1.0
info: { title: Pets, version: "1" }
paths:
  /pets:
    get:
      operationId: listPets
      responses:
        "200":
          description: They.
          content: { application/json: { schema: { $ref: "https://example.com/pets.yaml#/Pet" } } }
"#);
    insta::assert_snapshot!(refused(&output), @r#"
    error: `https://example.com/pets.yaml` is not in a file here
      --> pets.yaml:10:58
       |
    10 |           content: { application/json: { schema: { $ref: "https://example.com/pets.yaml#/Pet" } } }
       |                                                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = at: #/paths/~1pets/get/responses/200/content/application~1json/schema/$ref
       = help: download it and refer to the file: nothing is fetched while generating
    "#);
}

#[test]
fn reference_out_of_the_folder() {
    let output = run(r#"openapi: 3.1.0
info: { title: Pets, version: "1" }
paths:
  /pets: { $ref: "../secrets.yaml" }
"#);
    insta::assert_snapshot!(refused(&output), @r#"
    error: `../secrets.yaml` is outside of the description's folder
     --> pets.yaml:4:18
      |
    4 |   /pets: { $ref: "../secrets.yaml" }
      |                  ^^^^^^^^^^^^^^^^^^
      |
      = at: #/paths/~1pets/$ref
      = help: move it there, or allow references to leave the folder
    "#);
}

#[test]
fn file_that_is_not_there() {
    let output = run(
        "openapi: 3.1.0\ninfo: { title: Pets, version: '1' }\npaths:\n  /pets: { $ref: paths/pets.yaml }\n",
    );
    insta::assert_snapshot!(refused(&output), @r"
    error: `paths/pets.yaml` cannot be read: there is no such file
     --> pets.yaml:4:18
      |
    4 |   /pets: { $ref: paths/pets.yaml }
      |                  ^^^^^^^^^^^^^^^
      |
      = at: #/paths/~1pets/$ref
    ");
}

#[test]
fn several_faults_are_told_in_the_order_of_the_files() {
    let root = r##"openapi: 3.1.0
info: { title: Pets, version: "1" }
paths:
  /pets/{petId}: { $ref: paths.yaml }
  /toys:
    get:
      operationId: listToys
      responses: { "200": { description: They., content: { application/json: { schema: { $ref: "#/components/schemas/Toy" } } } } }
"##;
    let paths = r"get:
  operationId: getPet
  parameters: [{ name: other, in: path, required: true, schema: { type: string } }]
  responses: { '200': { description: It., content: { application/json: { schema: { $ref: 'pet.yaml' } } } } }
";
    let output = run_files(&[("pets.yaml", root), ("paths.yaml", paths)]);
    insta::assert_snapshot!(refused(&output), @r##"
    error: `#/components/schemas/Toy` leads nowhere
     --> pets.yaml:8:96
      |
    8 | ... : { application/json: { schema: { $ref: "#/components/schemas/Toy" } } } } }
      |                                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = at: #/paths/~1toys/get/responses/200/content/application~1json/schema/$ref
      = help: `pets.yaml` has no `components`

    error: `other` has no place in the path `/pets/{petId}`, left out
     --> paths.yaml:3:16
      |
    3 |   parameters: [{ name: other, in: path, required: true, schema: { type: string } }]
      |                ^^
      |
      = at: #/get/parameters/0
      = help: write it in braces in the path, or remove the parameter

    error: `pet.yaml` cannot be read: there is no such file
     --> paths.yaml:4:90
      |
    4 |   responses: { '200': { description: It., content: { application/json: { schema: { $ref: 'pet.yaml' } } } } }
      |                                                                                          ^^^^^^^^^^^
      |
      = at: #/get/responses/200/content/application~1json/schema/$ref

    error: the path's `{petId}` is not described, taken as text
     --> pets.yaml:4:3
      |
    4 |   /pets/{petId}: { $ref: paths.yaml }
      |   ^^^^^^^^^^^^^
      |
      = at: #/paths/~1pets~1{petId}
      = help: add a parameter of that name with `in: path`
    "##);
}
