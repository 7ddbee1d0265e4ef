//! Work that goes on after the answer.

use crate::config::TaskRule;
use crate::model::{
    Answer, Conventions, Location, Object, Operation, Running, Shape, TaskKind, TaskList, Type,
};

use super::fits::{Kind, is_function_name, is_id, is_named, needs_body, object, requires};
use super::{Checker, name};

impl Checker<'_> {
    pub(super) fn tasks(&mut self, conventions: &mut Conventions) {
        let config = self.config;
        for (number, rule) in config.tasks.iter().enumerate() {
            let index = number.to_string();
            let keys = ["tasks", index.as_str()];
            let Some(kind) = self.kind(&keys, rule) else { continue };
            let started = self.started(&keys, rule, &kind.id);
            let number = conventions.tasks.len();
            for operation in started {
                conventions.started.entry(operation).or_insert(number);
                if !requires(self.api, &self.api.operations[operation], &kind.id) {
                    conventions.started_without_id.insert(operation);
                }
            }
            if let Some(resume) = &kind.resume
                && conventions.tasks.iter().any(|it| it.resume.as_ref() == Some(resume))
            {
                self.error(
                    &[keys.as_slice(), &["resume"]].concat(),
                    format!("two rules call their function `{resume}`"),
                )
                .help("give one of them another name");
            }
            conventions.tasks.push(kind);
        }
    }

    /// How the tasks of a rule are followed.
    fn kind(&mut self, keys: &[&str], rule: &TaskRule) -> Option<TaskKind> {
        let at = |key| [keys, &[key]].concat();
        let id = rule.id.clone().or_else(|| rule.started.clone());
        let running = match &rule.status {
            None => Running::Members(rule.active.clone()),
            Some(member) => Running::Status {
                member: member.clone(),
                running: rule.running.clone(),
                failed: rule.failed.clone(),
            },
        };
        if rule.active.is_empty() == rule.running.is_empty()
            || rule.status.is_some() == rule.running.is_empty()
        {
            self.error(
                keys,
                "a rule needs either `active`, or `status` with `running`".to_owned(),
            )
            .help("`active` lists members that are true while a task runs; `running` lists statuses");
            return None;
        }
        let Some(id) = id else {
            self.error(keys, "a rule needs `id`, unless it has `started`".to_owned())
                .help("it names the member of the answer that says which task was started");
            return None;
        };
        let by_path = rule.matches.is_empty();
        let poll = self.follows(&at("poll"), &rule.poll, "GET", by_path)?;
        self.has_query(keys, rule, poll)?;
        let cancel = match &rule.cancel {
            Some(cancel) => Some(self.follows(&at("cancel"), cancel, "", true)?),
            None => None,
        };
        if let Some(resume) = rule.resume.as_ref().filter(|it| !is_function_name(it)) {
            self.error(&at("resume"), format!("`{resume}` cannot be the name of a function"))
                .help("use lower-case ASCII letters, digits and `_`, a letter first");
            return None;
        }
        let state = match &self.api.operations[poll].answer {
            Answer::Json { ty, .. } => ty.plain().clone(),
            _ => Type::Any,
        };
        let api = self.api;
        let (item, is_list) = match &state {
            Type::List(item) => (&**item, true),
            other => (other, false),
        };
        let Some(task) = object(api, item) else {
            let operation = &api.operations[poll];
            let what = "does not answer an object, or a list of objects";
            self.error(&at("poll"), format!("{} {what}", name(operation)))
                .related(&operation.place, "the operation");
            return None;
        };
        let list = self.list(keys, rule, is_list, &id)?;
        self.members_are_there(keys, rule, list.as_ref(), task, &api.operations[poll]).then(|| {
            TaskKind {
                poll,
                query: rule.query.iter().map(|(name, it)| (name.clone(), it.clone())).collect(),
                cancel,
                resume: rule.resume.clone(),
                id,
                running,
                succeeded: rule.succeeded.clone(),
                failure: rule.failure.clone(),
                percent: rule.percent.clone(),
                message: rule.message.clone(),
                list,
                state,
            }
        })
    }

    /// Whether the operation that polls has the query parameters of a rule.
    fn has_query(&mut self, keys: &[&str], rule: &TaskRule, poll: usize) -> Option<()> {
        let operation = &self.api.operations[poll];
        for (wire, value) in &rule.query {
            let parameter = operation
                .parameters
                .iter()
                .find(|it| it.location == Location::Query && it.wire == *wire);
            let fault = match parameter.map(|it| &it.ty) {
                None => format!("{} has no query parameter `{wire}`", name(operation)),
                Some(Type::Integer | Type::Unsigned) if value.parse::<i64>().is_err() => {
                    format!("`{wire}` of {} is an integer", name(operation))
                }
                Some(_) => continue,
            };
            self.error(&[keys, &["query", wire]].concat(), fault)
                .related(&operation.place, "the operation");
            return None;
        }
        Some(())
    }

    /// Which items of a list are of the work; `Some(None)` if what is polled is the task itself.
    fn list(
        &mut self,
        keys: &[&str],
        rule: &TaskRule,
        is_list: bool,
        id: &str,
    ) -> Option<Option<TaskList>> {
        let at = |key| [keys, &[key]].concat();
        let of_lists = [
            ("item", rule.item.is_some()),
            ("created", rule.created.is_some()),
            ("matches", !rule.matches.is_empty()),
            ("with", !rule.with.is_empty()),
        ];
        if !is_list {
            let stray = of_lists.iter().find(|(_, is)| *is);
            return match stray {
                None => Some(None),
                Some((key, _)) => {
                    self.error(
                        &at(key),
                        format!("`{key}` is for lists, `{}` answers none", rule.poll),
                    );
                    None
                }
            };
        }
        if rule.percent.is_some() {
            self.error(
                &at("percent"),
                "the percentage of a list is how many of its items have ended".to_owned(),
            )
            .help("remove it");
            return None;
        }
        let belongs = match rule.matches.iter().collect::<Vec<_>>().as_slice() {
            [] => None,
            [(member, of_answer)] if *of_answer == id => Some((*member).clone()),
            _ => {
                self.error(
                    &at("matches"),
                    format!("the items of a list are matched by the id, `{id}`, alone"),
                )
                .help(format!(
                    "write `matches = {{ parent_id = \"{id}\" }}`, with the member of the items"
                ));
                return None;
            }
        };
        Some(Some(TaskList {
            item: rule.item.clone().unwrap_or_else(|| "id".to_owned()),
            created: rule.created.clone(),
            belongs,
            with: rule.with.iter().map(|(name, value)| (name.clone(), value.clone())).collect(),
        }))
    }

    /// Whether a task has the members that a rule names.
    fn members_are_there(
        &mut self,
        keys: &[&str],
        rule: &TaskRule,
        list: Option<&TaskList>,
        task: &Object,
        poll: &Operation,
    ) -> bool {
        let active: Vec<String> = (0..rule.active.len()).map(|it| it.to_string()).collect();
        let mut wanted: Vec<(Vec<&str>, &String, Kind)> = Vec::new();
        for (member, index) in rule.active.iter().zip(&active) {
            wanted.push((vec!["active", index], member, Kind::Truth));
        }
        let more = [
            ("status", &rule.status, Kind::Text),
            ("succeeded", &rule.succeeded, Kind::Truth),
            ("failure", &rule.failure, Kind::Any),
            ("percent", &rule.percent, Kind::Number),
            ("message", &rule.message, Kind::Text),
        ];
        for (key, member, kind) in more {
            wanted.extend(member.as_ref().map(|it| (vec![key], it, kind)));
        }
        if let Some(list) = list {
            wanted.push((vec!["item"], &list.item, Kind::Id));
            wanted.extend(list.created.as_ref().map(|it| (vec!["created"], it, Kind::Time)));
            wanted.extend(list.belongs.as_ref().map(|it| (vec!["matches"], it, Kind::Id)));
            wanted.extend(list.with.iter().map(|(it, _)| (vec!["with", it], it, Kind::Text)));
        }
        let mut sound = true;
        for (key, member, kind) in wanted {
            let field = task.fields.iter().find(|it| it.wire == *member);
            let fault = match field {
                Some(field) if kind.fits(self.api, field.ty.plain()) => continue,
                Some(_) => {
                    let what = kind.shown();
                    format!("`{member}` of what {} answers is not {what}", name(poll))
                }
                None => format!("what {} answers has no member `{member}`", name(poll)),
            };
            sound = false;
            self.error(&[keys, &key].concat(), fault).related(&poll.place, "the operation");
        }
        if let Some(member) = &rule.status {
            sound &= self.statuses_are_listed(keys, rule, task, member);
        }
        sound
    }

    /// Whether an enum of statuses has those of the rule.
    fn statuses_are_listed(
        &mut self,
        keys: &[&str],
        rule: &TaskRule,
        task: &Object,
        member: &str,
    ) -> bool {
        let Some(field) = task.fields.iter().find(|it| it.wire == member) else { return false };
        let Type::Declared(id) = field.ty.plain() else { return true };
        let def = self.api.type_def(*id);
        let Shape::Enum(values) = &def.shape else { return true };
        let mut sound = true;
        for (key, statuses) in [("running", &rule.running), ("failed", &rule.failed)] {
            for (index, status) in statuses.iter().enumerate() {
                if !values.iter().any(|it| it.wire == *status) {
                    sound = false;
                    self.error(
                        &[keys, &[key, &index.to_string()]].concat(),
                        format!("`{member}` is never `{status}`"),
                    )
                    .related(&def.place, "its values");
                }
            }
        }
        sound
    }

    /// The operation that polls or stops a task: it takes the id in its path and needs nothing else.
    fn follows(&mut self, keys: &[&str], id: &str, method: &str, by_path: bool) -> Option<usize> {
        let Some(index) = self.operation(id) else {
            self.unknown_operation(keys, id);
            return None;
        };
        let operation = &self.api.operations[index];
        let in_path = |it: &&crate::model::Parameter| it.location == Location::Path;
        let ids = operation.parameters.iter().filter(in_path);
        let ids: Vec<bool> = ids.map(|it| is_id(&it.ty)).collect();
        let fault = if !method.is_empty() && operation.method != method {
            format!("is no `{method}`")
        } else if by_path && ids != [true] {
            "does not have one path parameter, which takes the id".to_owned()
        } else if !by_path && !ids.is_empty() {
            "has a path parameter, though its items are matched by the id".to_owned()
        } else if operation.parameters.iter().any(|it| it.required && !in_path(&it))
            || needs_body(operation)
        {
            "needs more than the id".to_owned()
        } else {
            return Some(index);
        };
        self.error(keys, format!("`{id}` {fault}"))
            .related(&operation.place, "the operation")
            .help("name the operation that takes nothing but the id of the task");
        None
    }

    /// The operations that start a task.
    fn started(&mut self, keys: &[&str], rule: &TaskRule, id: &str) -> Vec<usize> {
        let at = |key| [keys, &[key]].concat();
        let api = self.api;
        let is_one =
            |operation: &Operation| operation.method != "GET" && requires(api, operation, id);
        match (&rule.started, rule.operations.as_slice(), &rule.answers) {
            (Some(_), operations, None) => {
                let except = self.exceptions(keys, &rule.except, &is_one);
                let all = 0..api.operations.len();
                let found: Vec<usize> =
                    all.filter(|it| is_one(&api.operations[*it]) && !except.contains(it)).collect();
                if found.is_empty() {
                    self.error(&at("started"), format!("no answer requires the member `{id}`"))
                        .help("write the member as the description does, or remove the rule");
                }
                let named = self.starting(keys, operations, id);
                found.into_iter().chain(named).collect()
            }
            (None, operations @ [_, ..], None) => self.starting(keys, operations, id),
            (None, [], Some(answers)) => {
                let answers_it = |operation: &Operation| {
                    operation.method != "GET"
                        && is_named(api, operation, answers)
                        && (rule.statuses.is_empty()
                            || rule.statuses.iter().any(|it| operation.successes.contains(it)))
                };
                let except = self.exceptions(keys, &rule.except, &answers_it);
                let mut found = Vec::new();
                for index in 0..api.operations.len() {
                    if answers_it(&api.operations[index]) && !except.contains(&index) {
                        found.extend(self.answers_id(&at("answers"), index, id));
                    }
                }
                if found.is_empty() {
                    self.error(
                        &at("answers"),
                        format!("no operation that changes anything answers `{answers}`"),
                    )
                    .help("write the name of the schema and the statuses as the description does");
                }
                found
            }
            _ => {
                self.error(
                    keys,
                    "a rule needs one of `started`, `operations` and `answers`".to_owned(),
                )
                .help("it says which operations start a task");
                Vec::new()
            }
        }
    }

    /// The operations of these ids, whose answers have the id of a task.
    fn starting(&mut self, keys: &[&str], operations: &[String], id: &str) -> Vec<usize> {
        let mut found = Vec::new();
        for (number, operation) in operations.iter().enumerate() {
            let number = number.to_string();
            let keys = [keys, &["operations", &number]].concat();
            match self.operation(operation) {
                Some(index) => found.extend(self.answers_id(&keys, index, id)),
                None => self.unknown_operation(&keys, operation),
            }
        }
        found
    }

    /// The operation, if its answer has the id.
    fn answers_id(&mut self, keys: &[&str], index: usize, id: &str) -> Option<usize> {
        let operation = &self.api.operations[index];
        let has_id = match &operation.answer {
            Answer::Json { ty, or_nothing: false, .. } => {
                let object = object(self.api, ty);
                let field = object.and_then(|it| it.fields.iter().find(|it| it.wire == id));
                field.is_some_and(|it| is_id(it.ty.plain()))
            }
            _ => false,
        };
        if !has_id {
            self.error(
                keys,
                format!("the answer of {} has no member `{id}` that is an id", name(operation)),
            )
            .related(&operation.place, "the operation");
            return None;
        }
        Some(index)
    }
}
