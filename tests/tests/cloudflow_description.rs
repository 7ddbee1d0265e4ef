//! The description of CloudFlow is complete, and its examples are what they claim to be.

use std::collections::BTreeSet;

use tests::description_server::unwritable;
use tests::repository::{assert_none, cloudflow, cloudflow_formats};
use tests::soundness::breaches;

#[test]
fn it_has_234_operations_on_154_paths_in_22_tags() {
    let description = cloudflow();
    let operations = description.operations();
    let paths: BTreeSet<&str> = operations.iter().map(|it| it.path.as_str()).collect();
    let tags: BTreeSet<_> = operations.iter().map(|it| it.tag.as_deref()).collect();
    assert_eq!((operations.len(), paths.len(), tags.len()), (234, 154, 22));
}

#[test]
fn it_keeps_every_rule() {
    assert_none("breaches", &breaches(&cloudflow()));
}

#[test]
fn every_example_can_be_written_in_xml() {
    let formats = cloudflow_formats();
    assert!(formats.suffix, "paths have a suffix");
    let rules = formats.xml.expect("rules for XML");
    assert_none("examples", &unwritable(&cloudflow(), &rules));
}
