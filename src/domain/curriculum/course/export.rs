//! A project as a course: what the reference reads, and with more keys all that there is, so that
//! importing it gives the same tree.

use rustc_hash::{FxHashMap, FxHashSet};

use super::LISTS;
use super::indent::indented;
use super::node::{ATTACHED, PLACED, object, quoted};
use super::reference::LINKED;
use crate::choices;
use crate::domain::curriculum::model::{Curriculum, TaskIndex};
use crate::domain::curriculum::records::{Criterion, Dependency, Objective, Task};
use crate::domain::curriculum::update::content_refs;
use crate::domain::curriculum::values::{CriterionSource, DependencyType, TaskType};
use crate::domain::error::Result;
use crate::domain::event::EntityType;
use crate::domain::id::Actor;
use crate::domain::schema::{Field, Missing, Shape, Shaped, Tree, to_json};

choices! {
    /// How a course is written.
    CourseFormat {
        /// One JSON document.
        Json = "json",
        /// The project on the first line, each of its parts on one of its own.
        Jsonl = "jsonl",
    }
}

/// What an export needs from the store: ids of learning material, and of comments for all.
#[derive(Debug, Clone, Default)]
pub struct Shared {
    /// The material that tasks show.
    pub contents: Vec<String>,
    /// The comments.
    pub comments: Vec<String>,
}

/// What an export of a project needs from the store.
///
/// # Errors
/// `NOT_FOUND`.
pub fn shared_by(curriculum: &Curriculum, project_id: &str) -> Result<Shared> {
    let mut shared = Shared::default();
    let mut seen = FxHashSet::default();
    for index in curriculum.subtree(curriculum.expect(project_id)?) {
        let refs = curriculum.at(index).into_iter().flat_map(content_refs);
        let there = refs.filter(|id| curriculum.content(id).is_some());
        shared.contents.extend(there.filter(|id| seen.insert(*id)).map(str::to_owned));
        let comments = curriculum.comments(index).iter().filter(|own| own.learner_id.is_none());
        shared.comments.extend(comments.map(|own| own.id.to_string()));
    }
    Ok(shared)
}

/// A project as the text of a course. `body` gives the stored JSON of what [`shared_by`] names;
/// what it does not give is left out.
///
/// # Errors
/// `NOT_FOUND`.
pub fn export_course(
    curriculum: &Curriculum,
    project_id: &str,
    format: CourseFormat,
    body: &dyn Fn(EntityType, &str) -> Option<String>,
) -> Result<String> {
    let root = curriculum.expect(project_id)?;
    let tasks = curriculum.subtree(root);
    let export = Export {
        curriculum,
        root,
        body,
        names: Names::of(curriculum, &tasks),
        defaults: defaults(),
    };
    let contents = shared_by(curriculum, project_id)?.contents;
    let contents: Vec<String> =
        contents.iter().filter_map(|id| body(EntityType::Content, id)).collect();
    let mut members = export.members(root);
    if !contents.is_empty() {
        members.push(("contents".into(), list(&contents)));
    }
    if format == CourseFormat::Json {
        let mut out = String::new();
        export.write(root, members, &mut out);
        return Ok(indented(&out));
    }
    members.insert(0, ("type".into(), quoted(TaskType::Project.as_str())));
    let mut out = text_of(&members);
    out.push('\n');
    for child in curriculum.children(root) {
        let mut members = export.members(*child);
        let kind = curriculum.at(*child).map_or("", |task| task.task_type.as_str());
        members.insert(0, ("type".into(), quoted(kind)));
        export.write(*child, members, &mut out);
        out.push('\n');
    }
    Ok(out)
}

/// The members of an object: keys, and values as JSON text.
type Members = Vec<(String, String)>;

struct Export<'a> {
    curriculum: &'a Curriculum,
    root: TaskIndex,
    body: &'a dyn Fn(EntityType, &str) -> Option<String>,
    names: Names<'a>,
    /// What a field has that says nothing, as JSON text.
    defaults: FxHashMap<&'static str, String>,
}

/// By what nodes can be named.
struct Names<'a> {
    keys: FxHashSet<&'a str>,
    titles: FxHashMap<&'a str, usize>,
}

impl<'a> Names<'a> {
    fn of(curriculum: &'a Curriculum, tasks: &[TaskIndex]) -> Self {
        let mut names = Self { keys: FxHashSet::default(), titles: FxHashMap::default() };
        for task in tasks.iter().filter_map(|index| curriculum.at(*index)) {
            names.keys.extend(task.key.as_ref().map(|key| key.as_str()));
            *names.titles.entry(task.title.as_str()).or_default() += 1;
        }
        names
    }

    /// A name that is this task's alone, if it has one.
    fn name<'t>(&self, task: &'t Task) -> Option<&'t str> {
        let title = task.title.as_str();
        let is_alone = self.titles.get(title) == Some(&1) && !self.keys.contains(title);
        let key = task.key.as_ref().map(|key| key.as_str());
        key.or_else(|| Some(title).filter(|_| is_alone))
    }
}

/// What is left to be written.
enum Step {
    Node(TaskIndex),
    Text(&'static str),
}

impl Export<'_> {
    /// Writes a node, whose own members are given, with all below it.
    fn write(&self, index: TaskIndex, members: Members, out: &mut String) {
        let mut steps = Vec::new();
        self.open(index, members, out, &mut steps);
        while let Some(step) = steps.pop() {
            match step {
                Step::Text(text) => out.push_str(text),
                Step::Node(index) => {
                    let members = self.members(index);
                    self.open(index, members, out, &mut steps);
                }
            }
        }
    }

    fn open(&self, index: TaskIndex, members: Members, out: &mut String, steps: &mut Vec<Step>) {
        let mut text = text_of(&members);
        let children = self.curriculum.children(index);
        let kind = self.curriculum.at(index).map_or(TaskType::Task, |task| task.task_type);
        let list = match kind {
            TaskType::Project => "epics",
            TaskType::Epic | TaskType::Chapter => "tasks",
            TaskType::Task | TaskType::Subtask | TaskType::Step => "subtasks",
        };
        if children.is_empty() && index != self.root {
            out.push_str(&text);
            return;
        }
        text.pop();
        out.push_str(&text);
        out.push_str(&format!(r#","{list}":["#));
        steps.push(Step::Text("]}"));
        for (number, child) in children.iter().enumerate().rev() {
            steps.push(Step::Node(*child));
            if number > 0 {
                steps.push(Step::Text(","));
            }
        }
    }

    /// What a node says of itself.
    fn members(&self, index: TaskIndex) -> Members {
        let Some(task) = self.curriculum.at(index) else { return Vec::new() };
        let mut members = self.fields(task, index == self.root);
        let objectives: Vec<String> =
            self.curriculum.objectives(index).iter().map(|own| objective(own)).collect();
        members.push(("learning_objectives".into(), list(&objectives)));
        let edges = self.curriculum.dependencies(index);
        let edges: Vec<String> = edges.map(|(other, own)| self.dependency(other, own)).collect();
        if !edges.is_empty() {
            members.push(("dependencies".into(), list(&edges)));
        }
        members.extend(criteria(self.curriculum.criteria(index).iter().map(|own| &**own)));
        let comments =
            self.curriculum.comments(index).iter().filter(|own| own.learner_id.is_none());
        let comments = comments.filter_map(|own| (self.body)(EntityType::Comment, &own.id));
        let comments: Vec<String> =
            comments.map(|body| without(&body, &["task_id", "learner_id"])).collect();
        if !comments.is_empty() {
            members.push(("comments".into(), list(&comments)));
        }
        members
    }

    /// The fields of a task that say something, and those that the reference always has.
    fn fields(&self, task: &Task, is_root: bool) -> Members {
        let Shape::Record(record) = Task::SHAPE else { return Vec::new() };
        let text = to_json(task);
        let Some(Tree::Object(fields)) = Tree::parse(&text) else { return Vec::new() };
        let mut members = Members::new();
        for (key, value) in fields {
            let known = record.fields.iter().find(|known| known.name == key);
            let value = match key.as_str() {
                "content_refs" => {
                    let there = task.content_refs.iter().map(|id| id.as_str());
                    let there = there.filter(|id| self.curriculum.content(id).is_some());
                    list(&there.map(quoted).collect::<Vec<String>>())
                }
                _ if LINKED.contains(&key.as_str()) => {
                    let lists = [&task.remedial, &task.tests_out];
                    let of = LINKED.iter().position(|own| *own == key).and_then(|n| lists.get(n));
                    let ids = of.and_then(|list| list.0.as_deref()).unwrap_or_default();
                    let inside = ids.iter().map(|id| id.as_str()).filter(|id| {
                        let other = self.curriculum.task(id);
                        other.is_some_and(|other| other.project_id == task.project_id)
                    });
                    list(&inside.map(quoted).collect::<Vec<String>>())
                }
                _ => value.text(),
            };
            let is_always = match key.as_str() {
                "title" | "description" | "content" => true,
                "acceptance_criteria" | "priority" => !is_root,
                "version" => is_root,
                "subtask_type" => task.task_type == TaskType::Subtask,
                _ => false,
            };
            let default = known.and_then(|known| self.defaults.get(known.name));
            let is_default = default == Some(&value);
            if key == "project_slug" && is_root && value != "null" {
                members.push(("project_id".into(), value));
            } else if is_always
                || !(is_default
                    || PLACED.contains(&key.as_str())
                    || known.is_none() && is_word_of_ours(&key))
                || key == "task_type"
            {
                members.push((key, value));
            }
        }
        members
    }

    fn dependency(&self, other: TaskIndex, own: &Dependency) -> String {
        let task = self.curriculum.at(other);
        let project = self.curriculum.at(self.root).map(|task| &task.project_id);
        let is_inside = task.map(|task| &task.project_id) == project;
        let name = task.filter(|_| is_inside).and_then(|task| self.names.name(task));
        let is_plain = own.dependency_type == DependencyType::Blocks
            && own.metadata.text() == "{}"
            && own.created_by == Actor::system()
            && own.extra.iter().next().is_none();
        if let Some(name) = name.filter(|_| is_plain) {
            return quoted(name);
        }
        let text = to_json(own);
        let mut fields = Tree::parse(&text).unwrap_or(Tree::Object(Vec::new()));
        fields.remove("task_id");
        fields.remove("depends_on_id");
        match name {
            Some(name) => fields.set("on", name.into()),
            None => fields.set("id", own.depends_on_id.as_str().into()),
        }
        if !is_inside {
            fields.set("external", Tree::Leaf("true".into()));
        }
        fields.text()
    }
}

fn defaults() -> FxHashMap<&'static str, String> {
    let Shape::Record(record) = Task::SHAPE else { return FxHashMap::default() };
    let default = |field: &Field| match field.missing {
        Missing::Default(default) => Some((field.name, default())),
        Missing::Required | Missing::Absent => None,
    };
    record.fields.iter().filter_map(default).collect()
}

/// Keys that mean something else in a course.
fn is_word_of_ours(key: &str) -> bool {
    LISTS.contains(&key) || ATTACHED.contains(&key) || key == "type"
}

fn objective(objective: &Objective) -> String {
    let text = to_json(objective);
    let dropped: &[&str] = match objective.taxonomy.as_str() {
        "bloom" => &["task_id", "position", "taxonomy"],
        _ => &["task_id", "position"],
    };
    without(&text, dropped)
}

/// Criteria of ours, and authors' checks under the keys that they came from.
fn criteria<'a>(criteria: impl Iterator<Item = &'a Criterion>) -> Members {
    let mut members = Members::new();
    let mut own: Vec<String> = Vec::new();
    for criterion in criteria {
        let is_free = |key: &str| members.iter().all(|(other, _)| other != key);
        match criterion.source.0 {
            Some(CriterionSource::Validation) if is_free("validation") => {
                members.push(("validation".into(), criterion.rule.text().to_owned()));
            }
            Some(CriterionSource::Checks) if is_free("checks") => {
                let checks = Tree::parse(criterion.rule.text());
                let checks = checks.and_then(|rule| rule.get("checks").map(Tree::text));
                members.push(("checks".into(), checks.unwrap_or_else(|| "[]".into())));
            }
            _ => {
                let text = to_json(criterion);
                own.push(without(&text, &["task_id", "position"]));
            }
        }
    }
    if !own.is_empty() {
        members.push(("criteria".into(), list(&own)));
    }
    members
}

fn without(text: &str, keys: &[&str]) -> String {
    let mut fields = Tree::parse(text).unwrap_or(Tree::Object(Vec::new()));
    keys.iter().for_each(|key| fields.remove(key));
    fields.text()
}

fn list(items: &[String]) -> String {
    format!("[{}]", items.join(","))
}

fn text_of(members: &Members) -> String {
    let members: Vec<(&str, std::borrow::Cow<'_, str>)> =
        members.iter().map(|(key, value)| (key.as_str(), value.as_str().into())).collect();
    object(&members)
}
