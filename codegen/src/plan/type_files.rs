//! Which file each declared type stands in.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Type, TypeId, Webhook};

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
        let mut open: Vec<(TypeId, User)> = Vec::new();
        for operation in &self.api.operations {
            let user = User::Group(operation.group);
            let mut visit = |ty: &Type| ty.visit_declared(&mut |id| open.push((id, user)));
            operation.visit_request_types(&mut visit);
            operation.visit_answer_types(&mut visit);
        }
        for (_, webhook, callback) in self.api.callbacks() {
            let group = self.api.operations[callback.operation].group;
            needed(webhook, User::Group(group), &mut open);
        }
        self.spread(&mut users, open, User::Groups, &BTreeSet::new());
        // What operations use as well stands where they have it.
        let of_operations: BTreeSet<TypeId> = users.keys().copied().collect();
        let mut open: Vec<(TypeId, User)> = Vec::new();
        for (_, webhook) in self.api.events() {
            needed(webhook, User::Webhooks(webhook.group), &mut open);
        }
        self.spread(&mut users, open, User::AllWebhooks, &of_operations);
        users
    }

    /// Finds what is used by what is used. A type is looked at once for its first user, and once more when it has
    /// another, so that many operations that share many types cost no more than both together.
    fn spread(
        &self,
        users: &mut BTreeMap<TypeId, User>,
        mut open: Vec<(TypeId, User)>,
        several: User,
        except: &BTreeSet<TypeId>,
    ) {
        while let Some((id, user)) = open.pop() {
            let now = match users.get(&id) {
                _ if except.contains(&id) => continue,
                None => user,
                Some(known) if *known == user || *known == several => continue,
                Some(_) => several,
            };
            users.insert(id, now);
            let shape = &self.api.type_def(id).shape;
            shape.visit_types(&mut |ty| ty.visit_declared(&mut |it| open.push((it, now))));
        }
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

/// The types of a webhook, each with who uses it.
fn needed(webhook: &Webhook, user: User, open: &mut Vec<(TypeId, User)>) {
    let mut visit = |ty: &Type| ty.visit_declared(&mut |id| open.push((id, user)));
    webhook.visit_payload_types(&mut visit);
    webhook.visit_reply_types(&mut visit);
}
