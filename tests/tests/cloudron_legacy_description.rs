//! The description of older Cloudrons is complete, and its examples are what they claim to be.

use std::collections::BTreeSet;

use tests::description::Scheme;
use tests::repository::{assert_none, cloudron_legacy};
use tests::soundness::breaches;

#[test]
fn it_has_85_operations_on_62_paths_in_11_tags() {
    let description = cloudron_legacy();
    let operations = description.operations();
    let paths: BTreeSet<&str> = operations.iter().map(|it| it.path.as_str()).collect();
    let tags: BTreeSet<_> = operations.iter().map(|it| it.tag.as_deref()).collect();
    assert_eq!((operations.len(), paths.len(), tags.len()), (85, 62, 11));
}

#[test]
fn it_keeps_every_rule() {
    assert_none("breaches", &breaches(&cloudron_legacy()));
}

/// The version has no word for it, and still clients send `Bearer` and the token.
#[test]
fn its_key_in_the_header_is_a_bearer_token() {
    let description = cloudron_legacy();
    assert_eq!(description.scheme("bearer_auth"), Some(&Scheme::Bearer));
    assert_eq!(description.base_path(), "/api/v1");
}

/// Every log and stream of the older API, and both ways of the avatar.
#[test]
fn what_is_no_json_is_described_as_such() {
    let description = cloudron_legacy();
    let mut found = Vec::new();
    for operation in description.operations() {
        let request = operation.body.iter().flat_map(|it| &it.media);
        let answer = operation.success().into_iter().flat_map(|it| &it.media);
        let others = request.chain(answer).filter(|it| !it.is_json());
        found.extend(others.map(|it| (operation.id.clone(), it.media_type.clone())));
    }
    found.sort();
    let expected = [
        ("downloadAppLogs", "application/x-logs"),
        ("downloadServiceLogs", "application/x-logs"),
        ("getAppLogstream", "text/event-stream"),
        ("getCloudronAvatar", "image/png"),
        ("getServiceLogstream", "text/event-stream"),
        ("getTaskLogs", "application/x-logs"),
        ("getTaskLogstream", "text/event-stream"),
        ("setCloudronAvatar", "multipart/form-data"),
    ];
    assert_eq!(found, expected.map(|(id, media_type)| (id.to_owned(), media_type.to_owned())));
}
