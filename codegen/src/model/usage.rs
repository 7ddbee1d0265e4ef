//! Which declared types operations need, and in which direction they travel.

use std::collections::BTreeSet;

use super::{Api, Type, TypeId};

/// Which declared types travel with requests, and which come with answers.
#[derive(Clone, Debug, Default)]
pub(crate) struct Directions {
    pub request: BTreeSet<TypeId>,
    pub answer: BTreeSet<TypeId>,
}

impl Directions {
    pub(crate) fn contains(&self, id: TypeId) -> bool {
        self.request.contains(&id) || self.answer.contains(&id)
    }
}

impl Api {
    /// Follows every operation to the types that it needs.
    pub(crate) fn directions(&self) -> Directions {
        let mut res = Directions::default();
        for operation in &self.operations {
            operation.visit_request_types(&mut |ty| self.reach(ty, &mut res.request));
            operation.visit_answer_types(&mut |ty| self.reach(ty, &mut res.answer));
        }
        // The receiver of a webhook reads what it carries, and writes the reply.
        for webhook in &self.webhooks {
            webhook.visit_payload_types(&mut |ty| self.reach(ty, &mut res.answer));
            webhook.visit_reply_types(&mut |ty| self.reach(ty, &mut res.request));
        }
        res
    }

    /// Adds every declared type that this one needs.
    pub(crate) fn reach(&self, ty: &Type, found: &mut BTreeSet<TypeId>) {
        let mut open = Vec::new();
        ty.visit_declared(&mut |id| open.push(id));
        while let Some(id) = open.pop() {
            if found.insert(id) {
                self.type_def(id)
                    .shape
                    .visit_types(&mut |ty| ty.visit_declared(&mut |it| open.push(it)));
            }
        }
    }
}
