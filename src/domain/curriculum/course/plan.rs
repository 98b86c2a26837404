//! From a course that was read to the changes that take it in, and the proof that it can be
//! finished.

use rustc_hash::{FxHashMap, FxHashSet};

use super::import::{Course, Import};
use super::read::Node;
use super::{proof, reconcile, tries};
use crate::domain::change::Change;
use crate::domain::curriculum::attach::{criterion_created, objective_created};
use crate::domain::curriculum::create::created;
use crate::domain::curriculum::dependency::added;
use crate::domain::curriculum::heads::ContentHead;
use crate::domain::curriculum::links::{connect, dependency_id, disconnect};
use crate::domain::curriculum::model::TaskIndex;
use crate::domain::curriculum::records::{Comment, Content, Task};
use crate::domain::curriculum::update::later;
use crate::domain::event::{EntityType, EventType};
use crate::domain::schema::Json;

impl Import<'_> {
    /// A slug has each version once, and new ones are higher (IN21 to IN25).
    pub fn check_version(&mut self, course: &Course) {
        let Some(root) = course.parts.first().and_then(|part| part.task.as_ref()) else {
            return;
        };
        let Some(slug) = root.project_slug.as_ref().map(|slug| slug.as_str()) else {
            return;
        };
        let version = root.version.get();
        let same = self.curriculum.project_by_slug(slug, Some(version));
        let latest = self.curriculum.project_by_slug(slug, None);
        if let Some(same) = same {
            if same.id != root.id {
                let message = format!("project {slug} already exists in version {version}");
                self.problem("version".into(), message);
            }
        } else if let Some(latest) =
            latest.filter(|latest| self.target.is_none() && latest.version.get() > version)
        {
            let message = format!(
                "must be higher than {}, the latest version of {slug}, is {version}",
                latest.version.get()
            );
            self.problem("version".into(), message);
        }
    }

    /// Writes down all changes.
    pub fn plan(&mut self, matched: &[Option<TaskIndex>], course: &Course) {
        for content in &course.contents {
            self.put_content(content);
        }
        let now = self.reading.stamp.now;
        for (part, own) in course.parts.iter().zip(matched) {
            let Some(task) = &part.task else { continue };
            let Some(old) = own.and_then(|own| self.curriculum.at(own)) else {
                self.counts[0] += 1;
                self.changes.push(created(task));
                self.tasks.push(task.clone());
                continue;
            };
            let mut task = task.clone();
            (task.created_at, task.child_counter) = (old.created_at, old.child_counter);
            task.updated_at = old.updated_at;
            if task != *old {
                task.updated_at = later(old.updated_at, now);
                self.counts[1] += 1;
                let change =
                    Change::put(EntityType::Task, task.id.as_str(), EventType::Updated, &task);
                let (was, becomes) = (Json::of(&old.title), Json::of(&task.title));
                self.changes.push(change.telling(Some(was), Some(becomes)));
                self.tasks.push(task);
            }
        }
        self.retire(matched);
        for (part, own) in course.parts.iter().zip(matched) {
            let Some(own) = own else {
                self.changes.extend(part.objectives.iter().map(objective_created));
                self.changes.extend(part.criteria.iter().map(criterion_created));
                self.changes.extend(part.comments.iter().map(comment_added));
                continue;
            };
            let objectives =
                reconcile::objectives(self.curriculum.objectives(*own), part.objectives.clone());
            self.changes.extend(objectives);
            let criteria =
                reconcile::criteria(self.curriculum.criteria(*own), part.criteria.clone());
            self.changes.extend(criteria);
        }
        let dependencies = match self.target {
            None => course.wanted.iter().map(added).collect(),
            Some(target) => {
                let tasks = self.curriculum.subtree(target);
                reconcile::dependencies(self.curriculum, &tasks, &course.wanted)
            }
        };
        self.changes.extend(dependencies);
    }

    fn put_content(&mut self, content: &Content) {
        let known = self.curriculum.content(content.id.as_str());
        let is_same = known.is_some_and(|known| known.is_same_as(&ContentHead::of(content)));
        let is_there = known.is_some();
        // With ids kept, what is there is what the course means.
        if is_there && (is_same || self.target.is_none()) {
            return;
        }
        let event = if is_there { EventType::Updated } else { EventType::Created };
        let change = Change::put(EntityType::Content, content.id.as_str(), event, content);
        self.changes.push(change.telling(None, Some(Json::of(&content.content_type))));
    }

    /// What a changed course no longer has goes out of use.
    fn retire(&mut self, matched: &[Option<TaskIndex>]) {
        let Some(target) = self.target else { return };
        let kept: FxHashSet<TaskIndex> = matched.iter().copied().flatten().collect();
        for index in self.curriculum.subtree(target) {
            let task = self.curriculum.at(index).filter(|task| task.is_active);
            let Some(task) = task.filter(|_| !kept.contains(&index)) else { continue };
            self.counts[2] += 1;
            let updated_at = later(task.updated_at, self.reading.stamp.now);
            let task = Task { is_active: false, updated_at, ..task.clone() };
            let change = Change::put(EntityType::Task, task.id.as_str(), EventType::Retired, &task);
            self.changes.push(change.telling(Some(Json::of(&task.title)), None));
            self.tasks.push(task);
        }
    }

    /// Tries the changes on a copy: everything must be within reach.
    pub fn prove(&mut self, nodes: &[Node<'_>], course: &Course) {
        if !self.reading.problems.is_empty() {
            return;
        }
        let mut after = self.curriculum.clone();
        for task in self.tasks.drain(..) {
            after.take_in(task);
        }
        let gone = self.changes.iter().filter(|change| change.body.is_none());
        for change in gone.filter(|change| change.kind == EntityType::Dependency) {
            disconnect(&mut after, &change.id);
        }
        for dependency in &course.wanted {
            let ends = (dependency.task_id.as_str(), dependency.depends_on_id.as_str());
            disconnect(&mut after, &dependency_id(ends.0, ends.1));
            connect(&mut after, dependency.clone());
        }
        let stands = nodes.iter().zip(&course.stands);
        let paths: FxHashMap<TaskIndex, &str> = stands
            .filter_map(|(node, stand)| Some((after.index(stand.id.as_str())?, node.path.as_str())))
            .collect();
        let mut found = proof::unreachable(&after, &paths);
        if found.is_empty() {
            found = tries::trapped(&after, &paths);
        }
        self.reading.problems.extend(found);
    }
}

fn comment_added(comment: &Comment) -> Change {
    let id = comment.id.as_str();
    Change::put(EntityType::Comment, id, EventType::CommentAdded, comment)
        .telling(None, Some(Json::of(&comment.task_id)))
}
