//! New tasks: where they may stand, and how they are named.

use super::content::name_content_once;
use super::model::{Curriculum, TaskIndex};
use super::place::DEEPEST;
use super::records::Task;
use super::stamp::Stamp;
use super::values::{BackgroundLevel, TaskId, TaskType};
use crate::domain::change::Change;
use crate::domain::error::{Code, Error, Problem, Result};
use crate::domain::event::{EntityType, EventType};
use crate::domain::schema::{self, Json, JsonObject, Tree};

/// How far apart positions are, so that others can be moved in between.
pub(super) const GAP: u64 = 1000;

/// Makes a task from its fields. `id`, `project_id`, `position` and the times may be left out;
/// a `project_id` without a parent and without an `id` is what the made id begins with.
///
/// # Errors
/// `INVALID` with the path of each problem; `NOT_FOUND` at `parent_id` (TK3) or in `content_refs`;
/// `ALREADY_EXISTS` at `id`, or at `project_slug` for the same slug and version; `CYCLE` or
/// `INVALID` at `remedial` or `parent_id` where whoever has no tries left would be trapped.
pub fn create(
    curriculum: &Curriculum,
    input: &JsonObject,
    stamp: Stamp<'_>,
) -> Result<(Vec<Change>, Task)> {
    let mut fields = members(input)?;
    let parent = match text(&fields, "parent_id")? {
        Some(id) => Some(curriculum.expect(&id).map_err(|error| at_field("parent_id", &error))?),
        None => None,
    };
    let parent_task = parent.and_then(|parent| curriculum.at(parent));
    let given = text(&fields, "project_id")?;
    if let Some(given) = &given {
        TaskId::new(given).map_err(|error| error.under("project_id"))?;
    }
    let id = match text(&fields, "id")? {
        Some(id) => TaskId::new(&id).map_err(|error| error.under("id"))?,
        None => match parent {
            Some(parent) => curriculum.next_child_id(parent)?,
            None => {
                let is_taken = |id: &str| curriculum.is_taken(id);
                stamp.root(given.as_deref().unwrap_or("proj"), is_taken)?
            }
        },
    };
    if curriculum.is_taken(id.as_str()) {
        let error = Error::new(Code::AlreadyExists, format!("task {id} already exists"));
        return Err(at_field("id", &error));
    }
    let project_id = parent_task.map_or(&id, |parent| &parent.project_id);
    if let Some(given) = given.filter(|given| parent.is_some() && given != project_id.as_str()) {
        let message = format!("must be the project of its parent, {project_id}, is {given}");
        return Err(Error::invalid("project_id", message));
    }
    let now = Tree::from(stamp.now.to_string().as_str());
    fields.set("id", Tree::from(id.as_str()));
    fields.set("project_id", Tree::from(project_id.as_str()));
    fields.set("child_counter", Tree::Leaf("0".into()));
    fields.set("created_at", now.clone());
    fields.set("updated_at", now);
    if fields.get("position").is_none() {
        let position = parent.map_or(0, |parent| curriculum.last_position(parent) + GAP);
        fields.set("position", Tree::Leaf(position.to_string().into()));
    }
    let mut task: Task = schema::parse(&fields.text())?;
    name_content_once(&mut task);
    curriculum.check_place(parent, task.task_type, 0)?;
    curriculum.check_task(&task, None)?;
    curriculum.check_content_refs(&task, &[])?;
    let changes = vec![created(&task)];
    curriculum.check_new_help(parent, &task, &changes)?;
    Ok((changes, task))
}

/// What is wrong with a task whatever is around it: in which field, and how.
pub(super) fn wrong_in(task: &Task) -> Option<(String, String)> {
    if task.max_attempts.0 == Some(0) {
        return Some(("max_attempts".to_owned(), "must be at least 1".to_owned()));
    }
    let levels = task.variants.0.iter().flatten().map(|own| own.level);
    let (place, level) = named_twice(levels)?;
    Some((format!("variants[{place}].level"), format!("{} is there already", level.as_str())))
}

/// A level that was named before, and where it is named again.
pub(crate) fn named_twice(
    levels: impl Iterator<Item = BackgroundLevel>,
) -> Option<(usize, BackgroundLevel)> {
    let mut seen = Vec::new();
    levels.enumerate().find(|(_, own)| {
        let is_twice = seen.contains(own);
        seen.push(*own);
        is_twice
    })
}

pub(super) fn created(task: &Task) -> Change {
    let new = Tree::Object(vec![
        ("title".into(), Tree::from(task.title.as_str())),
        ("task_type".into(), Tree::from(task.task_type.as_str())),
        ("parent_id".into(), task.parent_id.as_ref().map_or_else(null, |id| id.as_str().into())),
    ]);
    Change::put(EntityType::Task, task.id.as_str(), EventType::Created, task)
        .telling(None, Some(new.json()))
}

fn null() -> Tree {
    Tree::Leaf("null".into())
}

/// The members of an object that a caller hands in.
pub(super) fn members(input: &JsonObject) -> Result<Tree> {
    match Tree::parse(input.text()) {
        Some(tree @ Tree::Object(_)) => Ok(tree),
        _ => Err(Error::invalid("", "must be an object in which no key stands twice")),
    }
}

/// A member that is text, if it is there and not `null`.
fn text(fields: &Tree, key: &str) -> Result<Option<String>> {
    match fields.get(key) {
        None => Ok(None),
        Some(Tree::Leaf(raw)) if &**raw == "null" => Ok(None),
        Some(value) => match value.as_string() {
            Some(text) => Ok(Some(text)),
            None => Err(Error::invalid(key, "must be text or null")),
        },
    }
}

/// The same error, said of a field.
pub(super) fn at_field(field: &str, error: &Error) -> Error {
    let problem = Problem::new(field, error.predicate());
    Error::problems(error.code(), vec![problem])
}

/// Any value as JSON that an event tells.
pub(super) fn told(members: Vec<(String, Tree)>) -> Option<Json> {
    (!members.is_empty()).then(|| Tree::Object(members).json())
}

impl Curriculum {
    /// Whether an id names a task, readable or not.
    pub(super) fn is_taken(&self, id: &str) -> bool {
        self.task(id).is_some() || self.is_unreadable(EntityType::Task, id)
    }

    /// The id of the next child: its number was never given before (spec 2, design rule 9).
    pub(super) fn next_child_id(&self, parent: TaskIndex) -> Result<TaskId> {
        let highest = self.highest_child(parent);
        self.child_id(parent, highest + 1)
    }

    pub(super) fn child_id(&self, parent: TaskIndex, number: u64) -> Result<TaskId> {
        let parent = self.at(parent).map_or("", |task| task.id.as_str());
        TaskId::new(&format!("{parent}.{number}"))
            .map_err(|error| at_field("parent_id", &error.within("the id of the child")))
    }

    pub(super) fn last_position(&self, parent: TaskIndex) -> u64 {
        let last = self.children(parent).last().and_then(|last| self.at(*last));
        last.map_or(0, |task| task.position)
    }

    /// Whether something of a type, and of some height below it, may stand under a parent: a
    /// project is a root and nothing else is, and nothing stands under what is smaller.
    pub(super) fn check_place(
        &self,
        parent: Option<TaskIndex>,
        task_type: TaskType,
        height: usize,
    ) -> Result<()> {
        let kind = task_type.as_str();
        let Some((parent, above)) = parent.and_then(|parent| Some((parent, self.at(parent)?)))
        else {
            return match task_type {
                TaskType::Project => Ok(()),
                _ => Err(Error::invalid(
                    "parent_id",
                    format!("is missing; only a project stands alone, not a {kind}"),
                )),
            };
        };
        if task_type == TaskType::Project || task_type.rank() < above.task_type.rank() {
            let message = format!("a {kind} cannot stand under a {}", above.task_type.as_str());
            return Err(Error::invalid("task_type", message));
        }
        match self.ancestors(parent).count() + 2 + height > DEEPEST {
            true => Err(Error::invalid("parent_id", format!("is more than {DEEPEST} levels down"))),
            false => Ok(()),
        }
    }

    /// What the shapes of single fields cannot say.
    pub(super) fn check_task(&self, task: &Task, before: Option<&Task>) -> Result<()> {
        self.check_links(task, before)?;
        let wrong = wrong_in(task).filter(|_| before.is_none_or(|old| wrong_in(old).is_none()));
        if let Some((field, message)) = wrong {
            return Err(Error::invalid(field, message));
        }
        if let Some(key) = &task.key {
            let same = self.tasks().map(|(_, own)| own).find(|own| {
                own.key.as_ref() == Some(key)
                    && own.project_id == task.project_id
                    && own.id != task.id
            });
            if let Some(same) = same {
                let message = format!("must be unique in the project; {} has it already", same.id);
                return Err(Error::invalid("key", message));
            }
        }
        self.check_slug(task, before.is_none())
    }

    /// Tasks that are named must be others of the project; what was named before may have gone.
    fn check_links(&self, task: &Task, before: Option<&Task>) -> Result<()> {
        let lists = |task: &Task| [task.remedial.0.clone(), task.tests_out.0.clone()];
        let known = before.map(lists).unwrap_or_default();
        for ((list, known), field) in
            lists(task).into_iter().zip(known).zip(["remedial", "tests_out"])
        {
            let known = known.unwrap_or_default();
            for (number, id) in list.unwrap_or_default().iter().enumerate() {
                let other = self.task(id.as_str());
                let fits = other.is_some_and(|other| {
                    other.project_id == task.project_id && other.id != task.id
                });
                if !fits && !known.contains(id) {
                    let path = format!("{field}[{number}]");
                    return Err(match other {
                        None => at_field(&path, &super::attach::unknown("task", id.as_str())),
                        Some(_) => Error::invalid(path, "must be another task of the project"),
                    });
                }
            }
        }
        Ok(())
    }

    fn check_slug(&self, task: &Task, is_new: bool) -> Result<()> {
        let Some(slug) = &task.project_slug else { return Ok(()) };
        // Courses have it for projects only, so it would be lost with an export.
        if is_new && task.task_type != TaskType::Project {
            return Err(Error::invalid("project_slug", "must be left out: only a project has one"));
        }
        let version = task.version.get();
        match self.project_by_slug(slug.as_str(), Some(version)) {
            Some(other) if other.id != task.id && task.task_type == TaskType::Project => {
                let message = format!("project {slug} already exists in version {version}");
                let error = Error::new(Code::AlreadyExists, message);
                Err(at_field("project_slug", &error))
            }
            _ => Ok(()),
        }
    }

    /// Material that is named must be there; what was named before may have gone.
    pub(super) fn check_content_refs(&self, task: &Task, before: &[&str]) -> Result<()> {
        let variants = task.variants.0.iter().flatten();
        let lists = std::iter::once(("content_refs".to_owned(), &task.content_refs)).chain(
            variants.enumerate().map(|(number, variant)| {
                (format!("variants[{number}].content_refs"), &variant.content_refs)
            }),
        );
        for (path, refs) in lists {
            for (number, content) in refs.iter().enumerate() {
                let id = content.as_str();
                if self.content(id).is_none() && !before.contains(&id) {
                    let error = Error::new(Code::NotFound, format!("content {id} does not exist"));
                    return Err(at_field(&format!("{path}[{number}]"), &error));
                }
            }
        }
        Ok(())
    }
}
