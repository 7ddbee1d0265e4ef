//! Every JSON answer of the description, changed in the ways in which servers change.

use super::generated;

#[tokio::test(flavor = "multi_thread")]
async fn any_optional_member_may_be_null_in_json() {
    generated().by("json").assert_members_may_be_null().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn any_optional_member_may_be_missing_in_json() {
    generated().by("json").assert_members_may_be_missing().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn any_object_may_have_a_new_member_in_json() {
    generated().by("json").assert_objects_may_grow().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn any_listed_value_may_be_another_and_is_kept_in_json() {
    generated().by("json").assert_listed_values_may_be_others().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn any_optional_member_may_be_null_in_xml() {
    generated().by("xml").assert_members_may_be_null().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn any_optional_member_may_be_missing_in_xml() {
    generated().by("xml").assert_members_may_be_missing().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn any_object_may_have_a_new_member_in_xml() {
    generated().by("xml").assert_objects_may_grow().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn any_listed_value_may_be_another_and_is_kept_in_xml() {
    generated().by("xml").assert_listed_values_may_be_others().await;
}
