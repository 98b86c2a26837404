//! From a course that was read to the changes that take it in, and the proof that it can be
//! finished.

use rustc_hash::{FxHashMap, FxHashSet};

use super::import::{Course, Import, Part};
use super::read::Node;
use super::reconcile::{Hung, attached};
use super::{proof, reconcile, tries};
use crate::domain::change::Change;
use crate::domain::curriculum::attach::{criterion_created, objective_created};
use crate::domain::curriculum::create::created;
use crate::domain::curriculum::dependency::added;
use crate::domain::curriculum::heads::{CommentHead, ContentHead};
use crate::domain::curriculum::links::{connect, dependency_id, disconnect};
use crate::domain::curriculum::model::TaskIndex;
use crate::domain::curriculum::records::{Comment, Content, Task};
use crate::domain::curriculum::update::later;
use crate::domain::error::Problem;
use crate::domain::event::{EntityType, EventType};
use crate::domain::schema::{Json, Tree};

impl Import<'_> {
    /// A slug has each version once, and new ones are higher (IN21 to IN25). A project is updated
    /// by a course of its own slug, or one that names its id.
    pub fn check_version(&mut self, nodes: &[Node<'_>], course: &Course) {
        let Some(root) = course.parts.first().and_then(|part| part.task.as_ref()) else {
            return;
        };
        let (version, target) = (root.version.get(), self.target);
        let target = target.and_then(|target| self.curriculum.at(target));
        if let Some(old) = target.map(|own| own.version.get()).filter(|old| *old > version) {
            let message = format!("is {version}, and the project is at {old} already");
            self.warnings.push(Problem::new("version", message));
        }
        let Some(slug) = root.project_slug.as_ref().map(|slug| slug.as_str()) else {
            return;
        };
        // Another course in its place would retire all of it.
        let own = target.and_then(|target| target.project_slug.as_ref());
        let is_named =
            || nodes.first().and_then(|node| node.text("id")) == Some(root.id.to_string());
        if let Some(own) = own.filter(|own| own.as_str() != slug && !is_named()) {
            let message = format!("is {slug}, and the project to be updated is {own}");
            self.problem("project_id".into(), message);
            return;
        }
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
    pub fn plan(&mut self, nodes: &[Node<'_>], matched: &[Option<TaskIndex>], course: &Course) {
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
                let change =
                    Change::put(EntityType::Task, task.id.as_str(), EventType::Updated, &task);
                let (was, becomes) = (Json::of(&old.title), Json::of(&task.title));
                self.changes.push(change.telling(Some(was), Some(becomes)));
                self.tasks.push(task);
            }
        }
        self.retire(matched);
        let (curriculum, parts) = (self.curriculum, course.parts.iter().zip(matched));
        if self.target.is_none() {
            for part in &course.parts {
                self.changes.extend(part.objectives.iter().map(objective_created));
                self.changes.extend(part.criteria.iter().map(criterion_created));
            }
        } else {
            let objectives = parts.clone().map(|(part, own)| {
                let old = own.map_or(&[][..], |own| curriculum.objectives(own)).iter();
                let old = old.map(|own| Hung::of(&**own)).collect();
                (old, part.objectives.iter().map(|own| Hung::of(own)).collect())
            });
            let known = |id: &str| curriculum.objective(id).map(|own| Hung::of(own));
            let (kind, told) = (EntityType::Objective, "description");
            self.changes.extend(attached(kind, told, objectives.collect(), &known));
            let criteria = parts.clone().map(|(part, own)| {
                let old = own.map_or(&[][..], |own| curriculum.criteria(own)).iter();
                let old = old.map(|own| Hung::of(&**own)).collect();
                (old, part.criteria.iter().map(|own| Hung::of(own)).collect())
            });
            let known = |id: &str| curriculum.criterion(id).map(|own| Hung::of(own));
            let (kind, told) = (EntityType::Criterion, "criterion_type");
            self.changes.extend(attached(kind, told, criteria.collect(), &known));
        }
        for (number, (part, own)) in parts.enumerate() {
            self.plan_comments(nodes.get(number), part, *own);
        }
        let dependencies = match self.target {
            None => course.wanted.iter().map(added).collect(),
            Some(target) => {
                let tasks = self.curriculum.subtree(target);
                reconcile::dependencies(self.curriculum, &tasks, &course.wanted)
            }
        };
        self.changes.extend(dependencies);
        self.counts[1] = self.touched(course, matched);
    }

    /// How many tasks of before are changed, or have something else hanging on them.
    fn touched(&self, course: &Course, matched: &[Option<TaskIndex>]) -> u64 {
        let mut touched: FxHashSet<String> = FxHashSet::default();
        for change in self.changes.iter().filter(|_| self.target.is_some()) {
            let said = |body: &str| Tree::parse(body)?.get("task_id")?.as_string();
            let known = || self.curriculum.at(self.curriculum.owner(change.kind, &change.id)?);
            touched.extend(match change.kind {
                EntityType::Task | EntityType::Content => Some(change.id.clone()),
                EntityType::Dependency => change.id.split('>').next().map(str::to_owned),
                _ => match change.body.as_deref() {
                    Some(body) => said(body),
                    None => known().map(|task| task.id.to_string()),
                },
            });
        }
        let is_touched = |task: &Task| {
            touched.contains(task.id.as_str())
                || task.content_refs.iter().any(|own| touched.contains(own.as_str()))
        };
        let parts = course.parts.iter().zip(matched);
        let tasks =
            parts.filter(|(_, own)| own.is_some()).filter_map(|(part, _)| part.task.as_ref());
        tasks.filter(|task| is_touched(task)).count() as u64
    }

    /// What was said about a task is there already if it has the same id, or was said at the same
    /// time. What names neither may be there or not: it is not said twice, and reported.
    fn plan_comments(&mut self, node: Option<&Node<'_>>, part: &Part, own: Option<TaskIndex>) {
        let there = own.map_or(&[][..], |own| self.curriculum.comments(own));
        for (number, comment) in part.comments.iter().enumerate() {
            let is_same = |own: &CommentHead| {
                &*own.id == comment.id.as_str()
                    || (own.learner_id.is_none() && own.created_at == comment.created_at)
            };
            if there.iter().any(is_same) {
                continue;
            }
            let is_nameless = comment.created_at == self.reading.stamp.now;
            match node.filter(|_| own.is_some() && is_nameless && !self.reading.keep_ids) {
                Some(node) => self.reading.ignored.push(node.at(&format!("comments[{number}]"))),
                None => self.changes.push(comment_added(comment)),
            }
        }
    }

    /// Where ids are kept, each is its own, and none is one of another project.
    pub fn check_ids(&mut self, nodes: &[Node<'_>], course: &Course) {
        if !self.reading.keep_ids {
            return;
        }
        let own = self.target.map(|target| self.curriculum.subtree(target)).unwrap_or_default();
        let own: FxHashSet<TaskIndex> = own.into_iter().collect();
        let mut seen: FxHashSet<&str> = FxHashSet::default();
        for (node, part) in nodes.iter().zip(&course.parts) {
            let objectives = part.objectives.iter().map(|own| &own.id);
            let criteria = part.criteria.iter().map(|own| &own.id);
            let comments = part.comments.iter().map(|own| &own.id);
            let objectives = objectives.map(|id| (EntityType::Objective, id));
            let criteria = criteria.map(|id| (EntityType::Criterion, id));
            let all =
                objectives.chain(criteria).chain(comments.map(|id| (EntityType::Comment, id)));
            for (kind, id) in all {
                let owner = self.curriculum.owner(kind, id.as_str());
                let owner = owner.filter(|owner| self.curriculum.at(*owner).is_some());
                let message = match owner {
                    _ if !seen.insert(id.as_str()) => "stands there twice",
                    Some(owner) if !own.contains(&owner) => "is there already, in another project",
                    _ => continue,
                };
                let message = format!("the id {id} of a {} {message}", kind.as_str());
                self.reading.problems.push(Problem::new(node.path.clone(), message));
            }
        }
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
        let is_work = |part: &Part| {
            part.task.as_ref().is_some_and(|task| task.needs_submission(!part.criteria.is_empty()))
        };
        let works = course.stands.iter().zip(&course.parts).filter(|(_, part)| is_work(part));
        let works = works.filter_map(|(stand, _)| after.index(stand.id.as_str())).collect();
        self.warnings.extend(tries::idle_ones(&after, &paths, &works));
        self.reading.problems.extend(found);
    }
}

fn comment_added(comment: &Comment) -> Change {
    let id = comment.id.as_str();
    Change::put(EntityType::Comment, id, EventType::CommentAdded, comment)
        .telling(None, Some(Json::of(&comment.task_id)))
}
