//! A small API of our own, over two files.

pub(crate) const CLIENT: &str = r#"root = "openapi.yaml"

[package]
name = "petstore"
version = "0.1.0"
description = "Client of the petstore."
"#;

pub(crate) const ROOT: &str = r#"openapi: 3.1.0
info:
  title: Petstore
  version: "1.0"
  description: Pets for sale.
servers:
  - url: https://petstore.example.com
tags:
  - name: pets
    description: The pets of the shop.
paths:
  /pets:
    get:
      tags: [pets]
      operationId: listPets
      summary: Lists the pets.
      responses:
        "200":
          description: The pets.
          content:
            application/json:
              schema:
                type: array
                items:
                  $ref: "schemas.yaml#/Pet"
              example:
                - id: 7
                  name: Tom
  /pets/{petId}:
    get:
      tags: [pets]
      operationId: getPet
      summary: Reads a pet.
      parameters:
        - name: petId
          in: path
          required: true
          description: Which pet.
          schema:
            type: integer
            format: int64
          example: 7
      responses:
        "200":
          description: The pet.
          content:
            application/json:
              schema:
                $ref: "schemas.yaml#/Pet"
              example:
                id: 7
                name: Tom
    delete:
      tags: [pets]
      operationId: deletePet
      summary: Removes a pet.
      parameters:
        - name: petId
          in: path
          required: true
          description: Which pet.
          schema:
            type: integer
            format: int64
          example: 7
      responses:
        "204":
          description: It is gone.
"#;

pub(crate) const SCHEMAS: &str = r"Pet:
  type: object
  description: A pet for sale.
  required: [id, name]
  properties:
    id:
      type: integer
      format: int64
      description: Assigned by the shop.
    name:
      type: string
      description: What it answers to.
";
