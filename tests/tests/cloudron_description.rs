//! The description of Cloudron is complete, and its examples are what they claim to be.

use std::collections::BTreeSet;

use tests::repository::{assert_none, cloudron};
use tests::soundness::breaches;

#[test]
fn it_has_282_operations_on_213_paths_in_33_tags() {
    let description = cloudron();
    let operations = description.operations();
    let paths: BTreeSet<&str> = operations.iter().map(|it| it.path.as_str()).collect();
    let tags: BTreeSet<_> = operations.iter().map(|it| it.tag.as_deref()).collect();
    assert_eq!((operations.len(), paths.len(), tags.len()), (282, 213, 33));
}

#[test]
fn it_keeps_every_rule() {
    assert_none("breaches", &breaches(&cloudron()));
}
