//! From a node of a course to the records that it stands for.

use std::borrow::Cow;

use super::read::Node;
use super::reference::LINKED;
use crate::domain::criteria::{Patterns, Rule};
use crate::domain::curriculum::records::{Comment, Content, Criterion, Objective, Task};
use crate::domain::curriculum::stamp::Stamp;
use crate::domain::curriculum::values::{CriterionType, TaskId, TaskType};
use crate::domain::error::{Error, Problem, Result};
use crate::domain::event::EntityType;
use crate::domain::schema::{self, Missing, Reader, Shape, Shaped, Tree, to_json, unknown_keys};

/// The members of a node that are no fields of its task.
pub(super) const ATTACHED: [&str; 7] = [
    "learning_objectives",
    "dependencies",
    "criteria",
    "validation",
    "checks",
    "comments",
    "contents",
];

/// The fields of a task that its place in the course gives.
pub(super) const PLACED: [&str; 4] = ["parent_id", "project_id", "project_slug", "position"];

/// What exports tell of a task, and an import takes only where ids are kept.
pub(super) const IDENTITY: [&str; 4] = ["id", "child_counter", "created_at", "updated_at"];

/// What reading a course goes by.
#[derive(Debug)]
pub(super) struct Reading<'a> {
    pub stamp: Stamp<'a>,
    pub keep_ids: bool,
    pub problems: Vec<Problem>,
    /// The paths of what is not known.
    pub ignored: Vec<String>,
}

/// Where a task stands.
#[derive(Debug, Clone)]
pub(super) struct Stand {
    pub id: TaskId,
    pub parent_id: Option<TaskId>,
    pub project_id: TaskId,
    pub task_type: TaskType,
    pub position: u64,
}

/// What is known of a node's type without its fields: its own word, or what its list and its
/// parts say (IN9).
pub(super) fn type_of(node: &Node<'_>) -> TaskType {
    let said = node.text("task_type");
    let said = said.and_then(|said| TaskType::ALL.iter().find(|own| own.as_str() == said).copied());
    said.unwrap_or(match (node.list, node.has_parts) {
        ("", _) => TaskType::Project,
        ("epics", _) => TaskType::Epic,
        ("chapters", _) => TaskType::Chapter,
        ("steps", _) => TaskType::Step,
        (_, true) => TaskType::Task,
        (_, false) => TaskType::Subtask,
    })
}

impl Reading<'_> {
    /// Notes the problems of a part of the course.
    fn note<T>(&mut self, path: &str, read: Result<T>) -> Option<T> {
        read.map_err(|error| self.problems.extend(problems_at(path, &error))).ok()
    }

    /// Notes the keys of a part of the course that nobody reads.
    pub fn note_unknown(&mut self, path: &str, keys: Vec<String>) {
        let paths = keys.into_iter().map(|key| Problem::new(key, "").under(path).path);
        self.ignored.extend(paths);
    }

    /// Reads a part of the course, and notes its problems and what nobody reads of it.
    fn parse<T: Shaped>(&mut self, path: &str, fields: &Tree) -> Option<T> {
        let text = fields.text();
        let read = self.note(path, schema::parse::<T>(&text))?;
        self.note_unknown(path, unknown_keys(&text, &T::SHAPE));
        Some(read)
    }

    /// The task of a node.
    pub fn task(
        &mut self,
        node: &Node<'_>,
        stand: &Stand,
        linked: &[(&'static str, String)],
    ) -> Option<Task> {
        let links = linked.iter().map(|(key, list)| (*key, Cow::Borrowed(list.as_str())));
        let mut own: Vec<(&str, Cow<'_, str>)> = links.collect();
        for (key, raw) in &node.members {
            let key = key.as_str();
            let is_slug = node.parent.is_none() && key == "project_id";
            if is_slug && *raw != "null" {
                own.push(("project_slug", Cow::Borrowed(raw)));
            } else if PLACED.contains(&key) {
                if !is_slug {
                    self.ignored.push(node.at(key));
                }
            } else if !ATTACHED.contains(&key)
                && !LINKED.contains(&key)
                && (self.keep_ids || !IDENTITY.contains(&key))
                && !matches!(key, "id" | "task_type")
                && (*raw != "null" || may_be_null(key))
            {
                own.push((key, Cow::Borrowed(raw)));
            }
        }
        let now = quoted(&self.stamp.now.to_string());
        for key in ["created_at", "updated_at"] {
            if own.iter().all(|(own, _)| *own != key) {
                own.push((key, Cow::Borrowed(&now)));
            }
        }
        // An unknown word stays, to be found wrong.
        let said = node.get("task_type").filter(|raw| *raw != "null");
        let own_type = quoted(stand.task_type.as_str());
        own.push(("task_type", said.map_or(Cow::Owned(own_type), Cow::Borrowed)));
        own.push(("id", Cow::Owned(quoted(stand.id.as_str()))));
        own.push(("project_id", Cow::Owned(quoted(stand.project_id.as_str()))));
        own.push(("position", Cow::Owned(stand.position.to_string())));
        if let Some(parent) = &stand.parent_id {
            own.push(("parent_id", Cow::Owned(quoted(parent.as_str()))));
        }
        let text = object(&own);
        let read = schema::parse::<Task>(&text);
        let task = read.map_err(|error| {
            let slug = |mut problem: Problem| {
                if problem.path == "project_slug" {
                    problem.path = "project_id".into();
                }
                problem
            };
            let problems = problems_at("", &error).into_iter().map(slug);
            self.problems.extend(problems.map(|problem| problem.under(&node.path)));
        });
        let task = task.ok()?;
        self.note_unknown(&node.path, unknown_keys(&text, &Task::SHAPE));
        Some(task)
    }

    /// The objectives of a node. One without a level applies something (spec 6.3).
    pub fn objectives(&mut self, node: &Node<'_>, id: &TaskId) -> Result<Vec<Objective>> {
        let mut found = Vec::new();
        for (path, raw) in self.items(node, "learning_objectives") {
            let given = [("task_id", id.as_str().into()), ("position", count(found.len()))];
            let fields = self.complete(raw, EntityType::Objective, &given)?;
            let fields = self.note(&path, fields);
            let Some(mut fields) = fields else { continue };
            if fields.get("level").is_none() {
                fields.set("level", Tree::from("apply"));
            }
            found.extend(self.parse::<Objective>(&path, &fields));
        }
        Ok(found)
    }

    /// The criteria of a node: ours, and the checks that authors wrote for the reference, which
    /// are kept word for word.
    pub fn criteria(
        &mut self,
        node: &Node<'_>,
        id: &TaskId,
        patterns: &dyn Patterns,
    ) -> Result<Vec<Criterion>> {
        let mut drafts: Vec<(String, Tree)> = Vec::new();
        for (path, raw) in self.items(node, "criteria") {
            let fields = self.complete(raw, EntityType::Criterion, &[])?;
            drafts.extend(self.note(&path, fields).map(|fields| (path, fields)));
        }
        for source in ["validation", "checks"] {
            let Some(raw) = node.get(source).filter(|raw| *raw != "null") else { continue };
            let path = node.at(source);
            match authored(source, raw) {
                Err(message) => self.problems.push(Problem::new(path, message)),
                Ok(fields) => {
                    let fields = self.complete(&fields, EntityType::Criterion, &[])?;
                    drafts.extend(self.note(&path, fields).map(|fields| (path, fields)));
                }
            }
        }
        let (mut found, mut questions) = (Vec::new(), Vec::new());
        for (path, mut fields) in drafts {
            fields.set("task_id", id.as_str().into());
            fields.set("position", count(found.len()));
            let Some(mut criterion) = self.parse::<Criterion>(&path, &fields) else { continue };
            let name = criterion.criterion_type.as_str();
            let rule = Rule::check(name, criterion.rule.text(), patterns);
            match (rule, criterion.source.0) {
                (Ok(_), Some(_)) => {}
                (Ok(rule), None) => {
                    let path = format!("{path}.rule");
                    self.note_unknown(&path, rule.unknown_keys());
                    let again = rule.questions_again(&mut questions).into_iter();
                    self.problems.extend(again.map(|problem| problem.under(&path)));
                }
                (rule, None) => drop(self.note(&format!("{path}.rule"), rule)),
                // Another system's rule under a name of ours is for the host to judge.
                (Err(_), Some(_)) => {
                    criterion.criterion_type = CriterionType::new(&format!("authored_{name}"))?;
                    self.ignored.push(path.clone());
                }
            }
            found.push(criterion);
        }
        Ok(found)
    }

    /// The comments of a node, which are for all.
    pub fn comments(&mut self, node: &Node<'_>, id: &TaskId) -> Result<Vec<Comment>> {
        let mut found = Vec::new();
        for (path, raw) in self.items(node, "comments") {
            let given = [("task_id", id.as_str().into()), ("learner_id", null())];
            let fields = self.complete(raw, EntityType::Comment, &given)?;
            let Some(mut fields) = self.note(&path, fields) else { continue };
            // When something was said belongs to it.
            keep_time(&mut fields, raw, "created_at");
            if fields.get("author").is_none() {
                fields.set("author", self.stamp.actor.as_str().into());
            }
            found.extend(self.parse::<Comment>(&path, &fields));
        }
        Ok(found)
    }

    /// The material that a course brings along, each with the id that the course knows it by.
    pub fn contents(&mut self, node: &Node<'_>) -> Result<Vec<(String, Content)>> {
        let mut found = Vec::new();
        for (path, raw) in self.items(node, "contents") {
            let fields = self.complete(raw, EntityType::Content, &[])?;
            let Some(mut fields) = self.note(&path, fields) else { continue };
            if fields.get("updated_at").is_none() || !self.keep_ids {
                fields.set("updated_at", self.stamp.now.to_string().as_str().into());
            }
            let known_as = Tree::parse(raw)
                .and_then(|own| own.get("id").and_then(Tree::as_string))
                .unwrap_or_default();
            found.extend(self.parse::<Content>(&path, &fields).map(|own| (known_as, own)));
        }
        Ok(found)
    }

    /// The items of a list, each with its path.
    pub fn items<'n>(&mut self, node: &Node<'n>, key: &str) -> Vec<(String, &'n str)> {
        let mut found = Vec::new();
        let Some(raw) = node.get(key).filter(|raw| *raw != "null") else { return found };
        let place = node.at(key);
        let visited = Reader::known(raw).items(&mut |reader| {
            found.push((format!("{place}[{}]", found.len()), reader.raw()));
            Ok(())
        });
        if visited.is_err() {
            self.problems.push(Problem::new(place, "must be a list"));
        }
        found
    }

    /// The members of an object with an id, a time and what else is given. The outer error is of
    /// who makes ids, the inner one of the course.
    fn complete(
        &self,
        raw: &str,
        kind: EntityType,
        given: &[(&str, Tree)],
    ) -> Result<Result<Tree>> {
        let Some(mut fields @ Tree::Object(_)) = Tree::parse(raw) else {
            return Ok(Err(Error::invalid("", "must be an object in which no key stands twice")));
        };
        if !self.keep_ids || fields.get("id").is_none() {
            fields.set("id", self.stamp.id(kind)?.as_str().into());
        }
        if !self.keep_ids || fields.get("created_at").is_none() {
            fields.set("created_at", self.stamp.now.to_string().as_str().into());
        }
        for (key, value) in given {
            fields.set(key, value.clone());
        }
        Ok(Ok(fields))
    }
}

/// A check that an author wrote for the reference, as the fields of a criterion.
fn authored(source: &str, raw: &str) -> std::result::Result<String, &'static str> {
    let (kind, description, rule) = match source {
        "validation" => {
            let Some(Tree::Object(_)) = Tree::parse(raw) else { return Err("must be an object") };
            let said = Tree::parse(raw).and_then(|own| own.get("type").and_then(Tree::as_string));
            let kind = match said.as_deref() {
                Some("python_output") => "code_test".to_owned(),
                Some(other) => name_of(other),
                None => source.to_owned(),
            };
            (kind, "The program does what its author asks for", raw.to_owned())
        }
        _ => {
            if !raw.starts_with('[') {
                return Err("must be a list");
            }
            let description = "The queries give what their author asks for";
            ("sql_result".to_owned(), description, format!(r#"{{"checks":{raw}}}"#))
        }
    };
    Ok(object(&[
        ("criterion_type", quoted(&kind).into()),
        ("description", quoted(description).into()),
        ("rule", rule.into()),
        ("source", quoted(source).into()),
    ]))
}

/// An author's word as the name of a validator.
fn name_of(word: &str) -> String {
    let is_kept = |c: char| c.is_ascii_alphanumeric();
    let name: String =
        word.chars().map(|c| if is_kept(c) { c.to_ascii_lowercase() } else { '_' }).collect();
    name.get(..name.len().min(40)).unwrap_or_default().to_owned()
}

fn keep_time(fields: &mut Tree, raw: &str, key: &str) {
    let said = Tree::parse(raw).and_then(|own| own.get(key).cloned());
    said.into_iter().for_each(|said| fields.set(key, said));
}

/// The problems of a part, seen from the whole.
pub(super) fn problems_at(path: &str, error: &Error) -> Vec<Problem> {
    match error.all_problems() {
        [] => vec![Problem::new(path, error.message())],
        all => all.iter().cloned().map(|problem| problem.under(path)).collect(),
    }
}

/// A field that is `null` where it may not be is as good as missing.
fn may_be_null(key: &str) -> bool {
    let Shape::Record(record) = Task::SHAPE else { return true };
    let known = record.fields.iter().find(|known| known.name == key);
    known.is_none_or(|known| {
        matches!(known.shape, Shape::Nullable(_)) && !matches!(known.missing, Missing::Absent)
    })
}

fn count(number: usize) -> Tree {
    Tree::Leaf(number.to_string().into())
}

fn null() -> Tree {
    Tree::Leaf("null".into())
}

pub(super) fn quoted(text: &str) -> String {
    to_json(text)
}

/// The JSON text of an object.
pub(super) fn object(members: &[(&str, Cow<'_, str>)]) -> String {
    let mut text = String::from("{");
    for (number, (key, value)) in members.iter().enumerate() {
        text.push_str(if number == 0 { "" } else { "," });
        text.push_str(&quoted(key));
        text.push(':');
        text.push_str(value);
    }
    text.push('}');
    text
}
