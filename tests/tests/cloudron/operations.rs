//! Every operation of the description is called, checked by the server, and its answer decoded.

use super::generated;

#[test]
fn every_operation_has_a_call_and_every_call_an_operation() {
    generated().assert_calls_match();
}

#[test]
fn every_id_is_found() {
    generated().assert_ids_are_found();
}

#[tokio::test(flavor = "multi_thread")]
async fn every_operation_with_a_bearer_token() {
    generated().by("bearer").drive().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_operation_with_the_token_in_the_query() {
    generated().by("query").drive().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_further_media_type_of_an_answer() {
    generated().drive_further_media_types().await;
}
