//! Document -> Api: decides what each operation and each schema *means*.

mod accept;
mod alike;
mod answer;
mod body;
mod circles;
mod combined;
mod declared_streams;
mod documents;
mod dynamic;
mod elements;
mod endless;
mod envelope;
mod family;
mod flatten;
mod groups;
mod idempotency;
mod list;
mod members;
mod merge;
mod nesting;
mod operation;
mod schema;
mod schemes;
mod servers;
mod spellings;
mod streams;
mod tags;
mod texts;
mod told;
mod union;
mod unwrap;
mod values;
mod webhooks;

use std::collections::{HashMap, HashSet};

use crate::diagnostics::Diagnostics;
use crate::document::Document;
use crate::model::{Api, Type, TypeDef, TypeId};
use crate::source::Place;

use groups::Groups;
use merge::Merged;

pub(crate) use alike::merge_alike;
pub(crate) use circles::open_circles;
pub(crate) use declared_streams::stream_responses;
pub(crate) use elements::item_names;
pub(crate) use endless::break_requirements;
pub(crate) use flatten::flatten_bodies;
pub(crate) use idempotency::key_operations;
pub(crate) use nesting::limit_nesting;
pub(crate) use texts::shorten_texts;
pub(crate) use unwrap::unwrap_single_members;

/// Everything that the description says, as far as it could be understood.
pub(crate) fn lower(document: &Document, diagnostics: &mut Diagnostics) -> Api {
    let mut lowering = Lowering {
        document,
        diagnostics,
        types: Vec::new(),
        lowered: HashMap::new(),
        in_progress: HashSet::new(),
        unfinished: None,
        in_union: HashSet::new(),
        n_based: 0,
        in_member: HashSet::new(),
        faulty_envelopes: HashSet::new(),
        depth: 0,
        postponed: Vec::new(),
        tagged: Vec::new(),
        bases: HashMap::new(),
        used: HashSet::new(),
        inclusive: Vec::new(),
        offers_xml: false,
        scope: Vec::new(),
        n_retries: 0,
    };
    let schemes = lowering.schemes();
    let mut groups = Groups::new(document);
    let (operations, callbacks) = lowering.operations(&mut groups);
    let (webhooks, webhook_groups) = lowering.webhooks(callbacks);
    lowering.postponed_members();
    let mut used = |ty: &Type| ty.visit_declared(&mut |id| lowering.used.extend([id]));
    for operation in &operations {
        operation.visit_request_types(&mut used);
        operation.visit_answer_types(&mut used);
    }
    for webhook in &webhooks {
        webhook.visit_payload_types(&mut used);
        webhook.visit_reply_types(&mut used);
    }
    lowering.assign_tags();
    lowering.combine_branches();
    let info = document.info();
    Api {
        title: info.title.unwrap_or_default(),
        version: info.version.unwrap_or_default(),
        description: info.description,
        servers: servers::root_servers(document),
        schemes,
        groups: groups.into_found(),
        operations,
        webhooks,
        webhook_groups,
        types: lowering.types,
        item_names: Vec::new(),
    }
}

/// The state of one run of the stage.
struct Lowering<'a> {
    document: &'a Document,
    diagnostics: &'a mut Diagnostics,
    types: Vec<TypeDef>,
    /// What a schema turned into, by the place that its references lead to.
    lowered: HashMap<Place, Type>,
    /// Schemas that are being lowered and have no declaration that could break a cycle.
    in_progress: HashSet<Place>,
    /// The schema that was met inside itself before it was known, if that happened in what is being lowered.
    unfinished: Option<Place>,
    /// Branches that are being put together with what stands beside their `oneOf`.
    in_union: HashSet<Place>,
    /// How many branches were put together with members since the outermost union that has members.
    n_based: usize,
    /// What is being put together for a member that several branches of an `allOf` describe.
    in_member: HashSet<Place>,
    /// Envelopes of which it was said that they cannot be one.
    faulty_envelopes: HashSet<Place>,
    /// How many schemas the present one is in.
    depth: usize,
    /// Objects that are declared and whose members are still to come.
    postponed: Vec<(TypeId, Merged)>,
    /// Unions with a discriminator, in the order in which they were completed.
    tagged: Vec<tags::Tagged>,
    /// What the bases of families say themselves.
    bases: HashMap<Place, Type>,
    /// What operations and webhooks are made of, once they are all known.
    used: HashSet<TypeId>,
    /// Unions that are an `anyOf`: a value may be several of the kinds at once.
    inclusive: Vec<TypeId>,
    /// Whether any operation sends or answers XML.
    offers_xml: bool,
    /// What the schemas around the present one call with `$dynamicAnchor`, the outermost first.
    scope: Vec<Vec<(String, Place)>>,
    /// How many objects had a member that led back to what is around them.
    n_retries: usize,
}
