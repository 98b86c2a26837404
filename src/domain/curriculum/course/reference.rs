//! Which node a dependency names: by key, by title, or by id.

use rustc_hash::FxHashMap;

use super::node::{Reading, problems_at, quoted};
use super::read::Node;
use crate::domain::curriculum::links::dependency_id;
use crate::domain::curriculum::model::Curriculum;
use crate::domain::curriculum::records::Dependency;
use crate::domain::curriculum::values::TaskId;
use crate::domain::error::Problem;
use crate::domain::schema::{self, Tree};

/// The nodes by their names.
#[derive(Debug, Default)]
pub(super) struct Names {
    keys: FxHashMap<String, usize>,
    titles: FxHashMap<String, Vec<usize>>,
    ids: FxHashMap<String, usize>,
}

impl Names {
    /// Collects the names of all nodes; a key names one of them only.
    pub fn of(nodes: &[Node<'_>], problems: &mut Vec<Problem>) -> Self {
        let mut names = Self::default();
        for (number, node) in nodes.iter().enumerate() {
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

    /// The node of a name.
    fn find(&self, name: &str, nodes: &[Node<'_>]) -> Result<usize, String> {
        if let Some(number) = self.keys.get(name) {
            return Ok(*number);
        }
        match (self.titles.get(name).map(Vec::as_slice), self.ids.get(name)) {
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
    nodes: &[Node<'_>],
    ids: &[TaskId],
    curriculum: &Curriculum,
) -> Vec<Dependency> {
    let names = Names::of(nodes, &mut reading.problems);
    let mut wanted: Vec<Dependency> = Vec::new();
    let mut seen: FxHashMap<String, String> = FxHashMap::default();
    for (number, node) in nodes.iter().enumerate() {
        let Some(id) = ids.get(number) else { continue };
        for (path, raw) in reading.items(node, "dependencies") {
            let Some(mut fields) = fields_of(raw) else {
                let message = "must be a title or a key, or an object with one under \"on\"";
                reading.problems.push(Problem::new(path, message));
                continue;
            };
            let name = fields.get("on").and_then(Tree::as_string);
            let given_id = fields.get("id").and_then(Tree::as_string);
            let found = match (&name, &given_id) {
                (Some(name), _) => names.find(name, nodes).map(Some),
                (None, Some(id)) => match names.ids.get(id) {
                    Some(number) => Ok(Some(*number)),
                    None => Ok(None),
                },
                (None, None) => Err("must name what it waits for under \"on\"".to_owned()),
            };
            let is_external = fields.get("external").map(Tree::text).as_deref() == Some("true");
            let target = match found {
                Err(message) => {
                    reading.problems.push(Problem::new(path, message));
                    continue;
                }
                Ok(Some(target)) => {
                    let kind = fields.get("dependency_type").and_then(Tree::as_string);
                    let waits = !matches!(kind.as_deref(), Some("related" | "discovered_from"));
                    if let Some(message) = is_in_the_way(nodes, number, target, waits) {
                        reading.problems.push(Problem::new(path, message));
                        continue;
                    }
                    ids.get(target).map(|id| id.as_str().to_owned()).unwrap_or_default()
                }
                Ok(None) => {
                    let outside = given_id.unwrap_or_default();
                    match curriculum.index(&outside) {
                        Some(_) => outside,
                        None if is_external => {
                            reading.ignored.push(path);
                            continue;
                        }
                        None => {
                            let message = format!("task {outside} does not exist");
                            reading.problems.push(Problem::new(path, message));
                            continue;
                        }
                    }
                }
            };
            for key in ["on", "id", "external"] {
                fields.remove(key);
            }
            fields.set("task_id", id.as_str().into());
            fields.set("depends_on_id", target.as_str().into());
            if fields.get("created_at").is_none() {
                fields.set("created_at", reading.stamp.now.to_string().as_str().into());
            }
            if fields.get("created_by").is_none() {
                fields.set("created_by", reading.stamp.actor.as_str().into());
            }
            match schema::parse::<Dependency>(&fields.text()) {
                Err(error) => reading.problems.extend(problems_at(&path, &error)),
                Ok(dependency) => {
                    let pair = dependency_id(id.as_str(), &target);
                    if let Some(other) = seen.insert(pair, path.clone()) {
                        let message = format!("stands there twice; {other} says the same");
                        reading.problems.push(Problem::new(path, message));
                        continue;
                    }
                    wanted.push(dependency);
                }
            }
        }
    }
    wanted
}

fn fields_of(raw: &str) -> Option<Tree> {
    match raw.as_bytes().first() {
        Some(b'"') => {
            let text: String = serde_json::from_str(raw).ok()?;
            Tree::parse(&format!(r#"{{"on":{}}}"#, quoted(&text)))
        }
        Some(b'{') => Tree::parse(raw).filter(|tree| matches!(tree, Tree::Object(_))),
        _ => None,
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
