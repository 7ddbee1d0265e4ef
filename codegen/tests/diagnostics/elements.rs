//! Lists of one name whose items have several, for a client that writes XML.

use openapi_codegen::{Config, Source, XmlFormat, generate};

use super::{refused, warned};

const DESCRIPTION: &str = r##"openapi: 3.0.3
info: { title: Pets, version: "1" }
paths:
  /pets:
    post:
      operationId: addPets
      requestBody: { content: { application/json: { schema: { $ref: "#/components/schemas/Pets" } } } }
      responses: { "204": { description: Done. } }
    put:
      operationId: setPets
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties:
                ids: { type: array, xml: { wrapped: true }, items: { type: integer, xml: { name: OTHER } } }
                name: { type: string, xml: { name: title, attribute: true } }
      responses: { "204": { description: Done. } }
    get:
      operationId: listPets
      responses: { "200": { description: They., content: { application/json: { schema: { $ref: "#/components/schemas/Answer" } } } } }
components:
  schemas:
    Pets:
      type: object
      properties:
        ids: { type: array, xml: { wrapped: true }, items: { type: integer, xml: { name: pet_id } } }
    Answer:
      type: object
      properties:
        ids: { type: array, xml: { wrapped: true }, items: { type: integer, xml: { name: third } } }
"##;

fn run(item: &str, xml: bool) -> openapi_codegen::Output {
    let text = DESCRIPTION.replace("OTHER", item);
    let mut config = Config::new("pets.yaml", "pets").unwrap();
    config.formats.xml = xml.then(XmlFormat::default);
    generate(&Source::text("pets.yaml", &text), &config)
}

#[test]
fn items_of_several_names() {
    insta::assert_snapshot!(refused(&run("animal_id", true)), @r"
    warning: `name` is written as an element, not as an attribute
      --> pets.yaml:18:39
       |
    18 |                 name: { type: string, xml: { name: title, attribute: true } }
       |                                       ^^^
       |
       = at: #/paths/~1pets/put/requestBody/content/application~1json/schema/properties/name/xml

    warning: the element of `name` is called like the property
      --> pets.yaml:18:39
       |
    18 |                 name: { type: string, xml: { name: title, attribute: true } }
       |                                       ^^^
       |
       = at: #/paths/~1pets/put/requestBody/content/application~1json/schema/properties/name/xml
       = help: leave `name` out

    error: the items of `ids` are called `pet_id` here and `animal_id` at /paths/~1pets/put/requestBody/content/application~1json/schema/properties/ids/xml
      --> pets.yaml:28:29
       |
    28 |         ids: { type: array, xml: { wrapped: true }, items: { type: integer, xml: { name: pet_id } } }
       |                             ^^^
       |
       = at: #/components/schemas/Pets/properties/ids/xml
       = help: a list of this name has items of one name in all requests
    ");
}

#[test]
fn items_of_one_name_in_all_requests() {
    let output = run("pet_id", true);
    insta::assert_snapshot!(warned(&output), @r"
    warning: `name` is written as an element, not as an attribute
      --> pets.yaml:18:39
       |
    18 |                 name: { type: string, xml: { name: title, attribute: true } }
       |                                       ^^^
       |
       = at: #/paths/~1pets/put/requestBody/content/application~1json/schema/properties/name/xml

    warning: the element of `name` is called like the property
      --> pets.yaml:18:39
       |
    18 |                 name: { type: string, xml: { name: title, attribute: true } }
       |                                       ^^^
       |
       = at: #/paths/~1pets/put/requestBody/content/application~1json/schema/properties/name/xml
       = help: leave `name` out
    ");
    let tree = output.tree.unwrap();
    let client = tree.get("src/client.rs").unwrap();
    assert!(client.contains(r#".items(&[("ids", "pet_id")])"#), "{client}");
    assert!(tree.get("Cargo.toml").unwrap().contains(r#"features = ["xml"]"#));
}

#[test]
fn a_client_without_xml_does_not_care() {
    let output = run("animal_id", false);
    assert_eq!(warned(&output), "");
    let tree = output.tree.unwrap();
    assert!(!tree.get("src/client.rs").unwrap().contains("Xml"));
    assert!(!tree.get("Cargo.toml").unwrap().contains("xml"));
}
