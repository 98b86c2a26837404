//! Looking tasks up: by words, by type, by project, page by page.

use super::attach::expect_at;
use super::model::{Curriculum, TaskIndex};
use super::records::Task;
use super::update::content_refs;
use super::values::TaskType;
use crate::domain::criteria::{NoPatterns, Patterns, folded};
use crate::domain::error::{Error, Result};
use crate::domain::sorted::{sort, sort_by};

/// Which tasks are wanted.
#[derive(Clone)]
pub struct TaskQuery<'a> {
    /// Of this project only.
    pub project_id: Option<&'a str>,
    /// Of this type only.
    pub task_type: Option<TaskType>,
    /// With this text in the title, the description or the material, in whatever case and Unicode
    /// form.
    pub text: Option<&'a str>,
    /// What knows the Unicode forms.
    pub patterns: &'a dyn Patterns,
    /// Whether what was retired is listed, too.
    pub inactive: bool,
    /// How many at most.
    pub limit: usize,
    /// Only what comes behind this cursor.
    pub after: Option<&'a str>,
}

impl Default for TaskQuery<'_> {
    fn default() -> Self {
        Self {
            project_id: None,
            task_type: None,
            text: None,
            patterns: &NoPatterns,
            inactive: false,
            limit: 50,
            after: None,
        }
    }
}

impl std::fmt::Debug for TaskQuery<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TaskQuery").field("text", &self.text).finish_non_exhaustive()
    }
}

impl TaskQuery<'_> {
    /// What is looked for, folded; none where nothing but blanks was given.
    fn wanted(&self) -> Option<String> {
        self.text.map(|text| self.folded(text.trim())).filter(|text| !text.is_empty())
    }

    fn folded(&self, text: &str) -> String {
        folded(self.patterns, text, true)
    }

    /// How well a task fits a text that is folded: 0 is best.
    fn rank(&self, task: &Task, text: &str, material: &dyn Fn() -> bool) -> Option<u8> {
        let title = self.folded(task.title.as_str());
        if title.starts_with(text) {
            return Some(0);
        }
        if title.contains(text) {
            return Some(1);
        }
        (self.folded(&task.description).contains(text) || material()).then_some(2)
    }

    fn has_material(&self, task: &Task, text: &str, bodies: &dyn Fn(&str, &str) -> bool) -> bool {
        task.content.as_ref().is_some_and(|own| self.folded(own).contains(text))
            || content_refs(task).any(|content| bodies(content, text))
    }
}

/// Some of the tasks that were found.
#[derive(Debug, Clone)]
pub struct TaskPage {
    /// The tasks.
    pub items: Vec<TaskIndex>,
    /// Where the next page begins, if there is one.
    pub next: Option<String>,
    /// How many there are on all pages.
    pub total: usize,
}

impl Curriculum {
    /// The tasks that a query is about, in order of place; with a text those first whose title
    /// begins with it, then those that have it in the title, then the others. `may_read` says
    /// of which tasks the material is looked at, `bodies` whether the body of learning material
    /// holds a text that is folded.
    ///
    /// # Errors
    /// `NOT_FOUND` at `projectId`; `INVALID` at `after` for what is no cursor of this list.
    pub fn list(
        &self,
        query: &TaskQuery<'_>,
        may_read: &dyn Fn(TaskIndex) -> bool,
        bodies: &dyn Fn(&str, &str) -> bool,
    ) -> Result<TaskPage> {
        let text = query.wanted();
        let mut found: Vec<(u8, TaskIndex)> = Vec::new();
        for (index, task) in self.in_question(query)? {
            match &text {
                None => found.push((0, index)),
                Some(text) => {
                    let material = || may_read(index) && query.has_material(task, text, bodies);
                    found.extend(query.rank(task, text, &material).map(|rank| (rank, index)));
                }
            }
        }
        sort_by(&mut found, |(one, _), (other, _)| one.cmp(other));
        let start = match query.after {
            None => 0,
            Some(cursor) => {
                let last = self.index(cursor);
                let place = found.iter().position(|(_, own)| Some(*own) == last);
                place.ok_or_else(|| Error::invalid("after", "is no cursor of this list"))? + 1
            }
        };
        let rest = found.get(start..).unwrap_or_default();
        let items: Vec<TaskIndex> =
            rest.iter().take(query.limit).map(|(_, index)| *index).collect();
        let next = match items.len() < rest.len() {
            true => items.last().and_then(|last| self.at(*last)).map(|last| last.id.to_string()),
            false => None,
        };
        Ok(TaskPage { items, next, total: found.len() })
    }

    /// The learning material that decides which tasks are found by the words of a query: that of
    /// tasks whose own words do not have them, each once.
    ///
    /// # Errors
    /// As [`list`](Self::list).
    pub fn material_in_question(&self, query: &TaskQuery<'_>) -> Result<Vec<&str>> {
        let Some(text) = query.wanted() else { return Ok(Vec::new()) };
        let mut searched: Vec<&str> = Vec::new();
        for (_, task) in self.in_question(query)? {
            if query.rank(task, &text, &|| false).is_none() {
                searched.extend(content_refs(task));
            }
        }
        sort(&mut searched);
        searched.dedup();
        Ok(searched)
    }

    /// What the bounds of a query leave, whatever its words, in order of place.
    fn in_question(&self, query: &TaskQuery<'_>) -> Result<Vec<(TaskIndex, &Task)>> {
        let roots = match query.project_id {
            Some(project) => vec![expect_at(self, "projectId", project)?],
            None => self.projects(),
        };
        let (inactive, wanted) = (query.inactive, query.task_type);
        let roots = roots.into_iter().filter(|own| inactive || self.is_in_use(*own));
        let in_place = roots.flat_map(|root| self.subtree_in_use(root, inactive));
        let tasks = in_place.filter_map(|index| Some((index, self.at(index)?)));
        Ok(tasks.filter(|(_, task)| wanted.is_none_or(|own| own == task.task_type)).collect())
    }

    /// How many tasks are in use, the project itself included (TK14); with `inactive` also those
    /// that are not.
    ///
    /// # Errors
    /// `NOT_FOUND`.
    pub fn count(&self, project_id: Option<&str>, inactive: bool) -> Result<usize> {
        let is_counted = |own: &TaskIndex| inactive || self.is_in_use(*own);
        match project_id {
            None => Ok(self.tasks().filter(|(index, _)| is_counted(index)).count()),
            Some(project) => {
                Ok(self.subtree(self.expect(project)?).into_iter().filter(is_counted).count())
            }
        }
    }

    /// The project of a slug in a version, or in its latest (TK15 to TK18).
    #[must_use]
    pub fn project_by_slug(&self, slug: &str, version: Option<u64>) -> Option<&Task> {
        let is_wanted = |task: &&Task| {
            task.task_type == TaskType::Project
                && task.project_slug.as_ref().is_some_and(|own| own.as_str() == slug)
                && version.is_none_or(|version| task.version.get() == version)
        };
        let found = self.tasks().map(|(_, task)| task).filter(is_wanted);
        found.max_by_key(|task| task.version.get())
    }
}
