//! Which node another one names: by key, by title, or by id.

use rustc_hash::FxHashMap;

use super::node::{Reading, problems_at, quoted};
use super::read::Node;
use crate::domain::criteria::{Patterns, folded};
use crate::domain::curriculum::model::Curriculum;
use crate::domain::curriculum::records::Dependency;
use crate::domain::curriculum::values::{DependencyType, TaskId};
use crate::domain::error::{Error, Problem, Result};
use crate::domain::schema::{self, JsonObject, Tree};

/// The nodes by their names.
pub(super) struct Names<'a> {
    patterns: &'a dyn Patterns,
    keys: FxHashMap<String, usize>,
    titles: FxHashMap<String, Vec<usize>>,
    ids: FxHashMap<String, usize>,
    /// By keys and titles in one Unicode form: for names that are none exactly as they are written.
    alike: FxHashMap<String, Vec<usize>>,
}

impl<'a> Names<'a> {
    /// Collects the names of all nodes; a key names one of them only.
    pub fn of(nodes: &[Node<'_>], patterns: &'a dyn Patterns, problems: &mut Vec<Problem>) -> Self {
        let (keys, titles, ids, alike) = Default::default();
        let mut names = Self { patterns, keys, titles, ids, alike };
        for (number, node) in nodes.iter().enumerate() {
            for name in ["key", "title"].iter().filter_map(|own| node.text(own)) {
                names.note_alike(&name, number);
            }
            if let Some(key) = node.text("key")
                && let Some(other) = names.keys.insert(key, number)
                && let Some(other) = nodes.get(other)
            {
                let message = format!("must be unique; {} has it already", place(&other.path));
                problems.push(Problem::new(node.at("key"), message));
            }
            if let Some(title) = node.text("title") {
                names.titles.entry(title).or_default().push(number);
            }
            if let Some(id) = node.text("id") {
                names.ids.insert(id, number);
            }
        }
        names
    }

    /// What is plain has one form.
    fn note_alike(&mut self, name: &str, number: usize) {
        if !name.is_ascii() {
            let alike = self.alike.entry(folded(self.patterns, name, false)).or_default();
            if alike.last() != Some(&number) {
                alike.push(number);
            }
        }
    }

    /// The node of a name in a list that our exports write with ids.
    fn listed(&self, name: &str, nodes: &[Node<'_>]) -> Result<usize, String> {
        self.ids.get(name).map_or_else(|| self.find(name, nodes), |number| Ok(*number))
    }

    /// The node of a name.
    fn find(&self, name: &str, nodes: &[Node<'_>]) -> Result<usize, String> {
        if let Some(number) = self.keys.get(name) {
            return Ok(*number);
        }
        let titled = self.titles.get(name);
        let alike = || self.alike.get(&folded(self.patterns, name, false));
        let titled = if self.ids.contains_key(name) { titled } else { titled.or_else(alike) };
        match (titled.map(Vec::as_slice), self.ids.get(name)) {
            (Some([number]), _) | (None, Some(number)) => Ok(*number),
            (Some(several), _) => {
                let places = several.iter().filter_map(|number| nodes.get(*number));
                let places: Vec<&str> = places.map(|node| place(&node.path)).take(5).collect();
                let message = format!(
                    "{name:?} is the title of {} nodes ({}); give one a key and name that",
                    several.len(),
                    places.join(", ")
                );
                Err(message)
            }
            (None, None) => Err(format!("{name:?} is no title or key in this course")),
        }
    }
}

/// Finds what all nodes wait for. What a reference names outside of the course must be in the
/// workspace, or is passed over and told where it says that it is `external`.
pub(super) fn resolve(
    reading: &mut Reading<'_>,
    names: &Names<'_>,
    nodes: &[Node<'_>],
    ids: &[TaskId],
    curriculum: &Curriculum,
) -> Vec<Dependency> {
    let mut resolver = Resolver { names, nodes, ids, curriculum, seen: FxHashMap::default() };
    let mut wanted = Vec::new();
    for (number, node) in nodes.iter().enumerate() {
        for (path, raw) in reading.items(node, "dependencies") {
            match resolver.one(reading, number, raw, &path) {
                Ok(Some(dependency)) => {
                    let unknown = dependency.extra.iter().map(|(key, _)| key.to_owned()).collect();
                    reading.note_unknown(&path, unknown);
                    wanted.push(dependency);
                }
                Ok(None) => reading.ignored.push(path),
                Err(error) => reading.problems.extend(problems_at(&path, &error)),
            }
        }
    }
    wanted
}

/// The fields of a task that list others.
pub(super) const LINKED: [&str; 2] = ["remedial", "tests_out"];

/// The fields of a node that list others, with the ids that those have here, as JSON text.
pub(super) fn linked(
    reading: &mut Reading<'_>,
    names: &Names<'_>,
    nodes: &[Node<'_>],
    number: usize,
    id_of: &dyn Fn(usize) -> Option<String>,
) -> Vec<(&'static str, String)> {
    let mut fields = Vec::new();
    let Some(node) = nodes.get(number) else { return fields };
    for key in LINKED {
        let items = reading.items(node, key);
        let mut ids: Vec<String> = Vec::new();
        for (path, raw) in items {
            let name = serde_json::from_str::<String>(raw);
            let target = match name {
                Err(_) => Err("must be a title, a key or an id".to_owned()),
                Ok(name) => names.listed(&name, nodes),
            };
            match target {
                Ok(target) if target == number => {
                    reading.problems.push(Problem::new(path, "names itself"));
                }
                Ok(target) => ids.extend(id_of(target)),
                Err(message) => reading.problems.push(Problem::new(path, message)),
            }
        }
        if node.get(key).is_some_and(|raw| raw != "null") {
            let ids: Vec<String> = ids.iter().map(|id| quoted(id)).collect();
            fields.push((key, format!("[{}]", ids.join(","))));
        }
    }
    fields
}

struct Resolver<'a> {
    names: &'a Names<'a>,
    nodes: &'a [Node<'a>],
    ids: &'a [TaskId],
    curriculum: &'a Curriculum,
    /// Where each pair stands.
    seen: FxHashMap<(TaskId, TaskId), String>,
}

impl Resolver<'_> {
    /// A dependency of a node; none for what it is all right not to find.
    fn one(
        &mut self,
        reading: &Reading<'_>,
        number: usize,
        raw: &str,
        path: &str,
    ) -> Result<Option<Dependency>> {
        let wrong = |message: String| Error::invalid("", message);
        let own = self.ids.get(number).ok_or_else(|| wrong("has no id".into()))?;
        let dependency = match raw.as_bytes().first() {
            Some(b'"') => {
                let name: String = serde_json::from_str(raw).unwrap_or_default();
                let target = self.names.find(&name, self.nodes).map_err(wrong)?;
                Dependency {
                    task_id: own.clone(),
                    depends_on_id: self.inside(number, target, true)?,
                    dependency_type: DependencyType::Blocks,
                    metadata: JsonObject::empty(),
                    created_by: reading.stamp.actor.clone(),
                    created_at: reading.stamp.now,
                    extra: Default::default(),
                }
            }
            _ => match self.written_out(reading, number, own, raw)? {
                Some(dependency) => dependency,
                None => return Ok(None),
            },
        };
        let pair = (own.clone(), dependency.depends_on_id.clone());
        match self.seen.insert(pair, path.to_owned()) {
            Some(other) => Err(wrong(format!("stands there twice; {other} says the same"))),
            None => Ok(Some(dependency)),
        }
    }

    /// A dependency that says more than a name.
    fn written_out(
        &self,
        reading: &Reading<'_>,
        number: usize,
        own: &TaskId,
        raw: &str,
    ) -> Result<Option<Dependency>> {
        let wrong = |message: String| Error::invalid("", message);
        let Some(mut fields @ Tree::Object(_)) = Tree::parse(raw) else {
            let message = "must be a title or a key, or an object with one under \"on\"";
            return Err(wrong(message.into()));
        };
        let text = |key: &str| fields.get(key).and_then(Tree::as_string);
        let waits =
            !matches!(text("dependency_type").as_deref(), Some("related" | "discovered_from"));
        let is_external = fields.get("external").map(Tree::text).as_deref() == Some("true");
        let target = match (text("on"), text("id")) {
            (Some(name), _) => {
                let target = self.names.find(&name, self.nodes).map_err(wrong)?;
                self.inside(number, target, waits)?
            }
            (None, Some(id)) => match (self.names.ids.get(&id), self.curriculum.task(&id)) {
                (Some(target), _) => self.inside(number, *target, waits)?,
                (None, Some(task)) => task.id.clone(),
                (None, None) if is_external => return Ok(None),
                (None, None) => return Err(wrong(format!("task {id} does not exist"))),
            },
            (None, None) => return Err(wrong("must name what it waits for under \"on\"".into())),
        };
        for key in ["on", "id", "external"] {
            fields.remove(key);
        }
        fields.set("task_id", own.as_str().into());
        fields.set("depends_on_id", target.as_str().into());
        if fields.get("created_at").is_none() {
            fields.set("created_at", reading.stamp.now.to_string().as_str().into());
        }
        if fields.get("created_by").is_none() {
            fields.set("created_by", reading.stamp.actor.as_str().into());
        }
        schema::parse::<Dependency>(&fields.text()).map(Some)
    }

    /// The id of a node of the course that another may name.
    fn inside(&self, number: usize, target: usize, waits: bool) -> Result<TaskId> {
        if let Some(message) = is_in_the_way(self.nodes, number, target, waits) {
            return Err(Error::invalid("", message));
        }
        let id = self.ids.get(target).cloned();
        id.ok_or_else(|| Error::invalid("", "names a node that has no id"))
    }
}

/// A node has nothing to do with itself, and waits for nothing above or below it.
fn is_in_the_way(nodes: &[Node<'_>], number: usize, target: usize, waits: bool) -> Option<String> {
    let above = |number: usize| {
        std::iter::successors(nodes.get(number).and_then(|node| node.parent), |above| {
            nodes.get(*above).and_then(|node| node.parent)
        })
    };
    let what = match () {
        () if number == target => "itself",
        () if !waits => return None,
        () if above(number).any(|above| above == target) => "what it is a part of",
        () if above(target).any(|above| above == number) => "a part of itself",
        () => return None,
    };
    Some(format!("it would wait for {what}"))
}

/// A path for people: the project has none.
pub(super) fn place(path: &str) -> &str {
    if path.is_empty() { "the project" } else { path }
}
