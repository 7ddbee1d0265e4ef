//! Which file each declared type stands in.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::TypeId;

use super::{Planner, TypeFile, TypeItem};

/// Who uses a type, and so where it stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum User {
    /// The operations of one tag.
    Group(usize),
    /// Those of several tags.
    Groups,
    /// The webhooks of one group, and no operation.
    Webhooks(usize),
    /// Those of several groups.
    AllWebhooks,
}

impl Planner<'_> {
    /// The files of the types: those that the operations of one tag use stand together, the others are shared. Those
    /// that only webhooks use stand together by what the webhooks belong to.
    pub(super) fn type_files(&self) -> Vec<TypeFile> {
        let users = self.users();
        let mut files: BTreeMap<User, Vec<TypeItem>> = BTreeMap::new();
        for (id, user) in users {
            files.entry(user).or_default().extend(self.type_item(id));
        }
        files.retain(|_, items| !items.is_empty());
        let file = |(user, mut items): (User, Vec<TypeItem>)| {
            items.sort_by(|left, right| left.name().cmp(right.name()));
            let (module, title) = self.type_file(user);
            let of_webhooks = matches!(user, User::Webhooks(_) | User::AllWebhooks);
            TypeFile { module, title, of_webhooks, items }
        };
        files.into_iter().map(file).collect()
    }

    fn users(&self) -> BTreeMap<TypeId, User> {
        let mut users: BTreeMap<TypeId, User> = BTreeMap::new();
        for operation in &self.api.operations {
            let mut found = BTreeSet::new();
            operation.visit_request_types(&mut |ty| self.api.reach(ty, &mut found));
            operation.visit_answer_types(&mut |ty| self.api.reach(ty, &mut found));
            add(&mut users, found, User::Group(operation.group), User::Groups);
        }
        for (_, webhook, callback) in self.api.callbacks() {
            let group = self.api.operations[callback.operation].group;
            add(&mut users, self.needed(webhook), User::Group(group), User::Groups);
        }
        // What operations use as well stands where they have it.
        let of_operations: BTreeSet<TypeId> = users.keys().copied().collect();
        for (_, webhook) in self.api.events() {
            let mut found = self.needed(webhook);
            found.retain(|it| !of_operations.contains(it));
            add(&mut users, found, User::Webhooks(webhook.group), User::AllWebhooks);
        }
        users
    }

    fn needed(&self, webhook: &crate::model::Webhook) -> BTreeSet<TypeId> {
        let mut found = BTreeSet::new();
        webhook.visit_payload_types(&mut |ty| self.api.reach(ty, &mut found));
        webhook.visit_reply_types(&mut |ty| self.api.reach(ty, &mut found));
        found
    }

    /// Module and title.
    fn type_file(&self, user: User) -> (String, String) {
        match user {
            User::Group(index) => (
                self.names.groups[index].module.clone(),
                format!("Types of {}.", self.group_title(index)),
            ),
            User::Groups => (
                self.names.shared_module.clone(),
                "Types that several groups of operations use.".to_owned(),
            ),
            User::Webhooks(index) => (
                self.names.webhook_modules[index].clone(),
                format!("Types of the webhooks of {}.", self.webhook_title(index)),
            ),
            User::AllWebhooks => (
                self.names.shared_webhooks.clone(),
                "Types that webhooks of several groups use.".to_owned(),
            ),
        }
    }

    fn webhook_title(&self, index: usize) -> String {
        super::or(
            super::markdown::title(&self.api.webhook_groups[index]),
            &self.names.webhook_modules[index],
        )
    }
}

/// Adds a user of each type; what has another already is `shared`.
fn add(users: &mut BTreeMap<TypeId, User>, types: BTreeSet<TypeId>, user: User, shared: User) {
    for id in types {
        let found = users.entry(id).or_insert(user);
        if *found != user {
            *found = shared;
        }
    }
}
