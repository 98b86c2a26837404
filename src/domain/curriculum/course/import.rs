//! Taking in a course: all of it or nothing.

use rustc_hash::{FxHashMap, FxHashSet};

use super::matching::match_nodes;
use super::node::{Reading, Stand, type_of};
use super::read::{self, Node};
use super::reference::resolve;
use super::{proof, reconcile};
use crate::domain::change::Change;
use crate::domain::criteria::Patterns;
use crate::domain::curriculum::attach::{criterion_created, expect_at, objective_created};
use crate::domain::curriculum::create::{GAP, created};
use crate::domain::curriculum::dependency::added;
use crate::domain::curriculum::links::{connect, dependency_id, disconnect};
use crate::domain::curriculum::model::{Curriculum, TaskIndex};
use crate::domain::curriculum::records::{
    Comment, Content, Criterion, Dependency, Objective, Task,
};
use crate::domain::curriculum::stamp::Stamp;
use crate::domain::curriculum::update::later;
use crate::domain::curriculum::values::{TaskId, TaskType};
use crate::domain::error::{Code, Error, Problem, Result};
use crate::domain::event::{EntityType, EventType};
use crate::domain::id::RecordId;
use crate::domain::schema::Json;
use crate::record;

record! {
    /// What an import did, or would do.
    pub struct CourseImport as "CourseImport" {
        /// The project; `null` for a dry run.
        pub project_id: Option<String>,
        /// How many tasks the course has, the project included.
        pub task_count: u64,
        /// How many objectives it has.
        pub objective_count: u64,
        /// How many tasks are new.
        pub created: u64 = 0,
        /// How many tasks changed.
        pub updated: u64 = 0,
        /// How many tasks are out of use now; what learners did there stays.
        pub retired: u64 = 0,
        /// The paths of what this version does not know. It is kept, and means nothing.
        pub ignored: Vec<String>,
        /// Everything that is wrong.
        pub problems: Vec<CourseProblem>,
    }
}

record! {
    /// Something that is wrong with a course.
    pub struct CourseProblem as "CourseProblem" {
        /// Where: `epics[0].tasks[1].dependencies[0]`; empty for the course itself.
        pub path: String,
        /// What.
        pub message: String,
    }
}

/// How a course is to be taken in.
#[derive(Debug, Clone, Copy, Default)]
pub struct CourseOptions<'a> {
    /// Only say what would happen.
    pub dry_run: bool,
    /// Change this project and keep all evidence, in place of making a new one.
    pub update: Option<&'a str>,
    /// Take over ids and times that the course has.
    pub keep_ids: bool,
}

/// Takes in a course, as the text of JSON or of one JSON document a line.
///
/// # Errors
/// `INVALID` with all that is wrong; a dry run answers with it. `NOT_FOUND` or `INVALID` at
/// `update` for what is no project.
pub fn import_course(
    curriculum: &Curriculum,
    text: &str,
    options: CourseOptions<'_>,
    patterns: &dyn Patterns,
    stamp: Stamp<'_>,
) -> Result<(Vec<Change>, CourseImport)> {
    let target = options.update.map(|id| expect_at(curriculum, "update", id)).transpose()?;
    let is_project =
        |index| curriculum.at(index).is_some_and(|task| task.task_type == TaskType::Project);
    if !target.is_none_or(is_project) {
        return Err(Error::invalid("update", "must be the id of a project"));
    }
    let keep_ids = options.keep_ids;
    let reading = Reading { stamp, keep_ids, problems: Vec::new(), ignored: Vec::new() };
    let mut import = Import {
        curriculum,
        target,
        reading,
        changes: Vec::new(),
        tasks: Vec::new(),
        counts: [0; 3],
    };
    let nodes = read::read(text, &mut import.reading.problems);
    let matched = match target {
        Some(target) => match_nodes(curriculum, target, &nodes),
        None => vec![None; nodes.len()],
    };
    let course = import.read(&nodes, &matched, patterns)?;
    if import.reading.problems.is_empty() {
        import.check_version(&course)?;
        import.plan(&matched, &course);
        import.prove(&nodes, &course);
    }
    let Import { mut reading, changes, counts: [created, updated, retired], .. } = import;
    let problems = std::mem::take(&mut reading.problems);
    if !problems.is_empty() && !options.dry_run {
        return Err(Error::problems(Code::Invalid, problems));
    }
    let root = course.stands.first().map(|stand| stand.id.to_string());
    let report = CourseImport {
        project_id: root.filter(|_| !options.dry_run),
        task_count: nodes.len() as u64,
        objective_count: course.parts.iter().map(|part| part.objectives.len() as u64).sum(),
        created,
        updated,
        retired,
        ignored: reading.ignored,
        problems: problems.into_iter().map(told).collect(),
        extra: Default::default(),
    };
    Ok((if options.dry_run { Vec::new() } else { changes }, report))
}

fn told(problem: Problem) -> CourseProblem {
    CourseProblem { path: problem.path, message: problem.message, extra: Default::default() }
}

/// What a node stands for.
#[derive(Debug, Default)]
struct Part {
    task: Option<Task>,
    objectives: Vec<Objective>,
    criteria: Vec<Criterion>,
    comments: Vec<Comment>,
}

/// A course that was read.
#[derive(Debug, Default)]
struct Course {
    stands: Vec<Stand>,
    parts: Vec<Part>,
    wanted: Vec<Dependency>,
    contents: Vec<Content>,
}

#[derive(Debug)]
struct Import<'a> {
    curriculum: &'a Curriculum,
    target: Option<TaskIndex>,
    reading: Reading<'a>,
    changes: Vec<Change>,
    /// The tasks among the changes.
    tasks: Vec<Task>,
    /// Created, updated, retired.
    counts: [u64; 3],
}

impl Import<'_> {
    fn problem(&mut self, path: String, message: impl Into<String>) {
        self.reading.problems.push(Problem::new(path, message));
    }

    /// Reads all nodes, and notes all that is wrong with them.
    fn read(
        &mut self,
        nodes: &[Node<'_>],
        matched: &[Option<TaskIndex>],
        patterns: &dyn Patterns,
    ) -> Result<Course> {
        let mut course = Course { stands: self.stands(nodes, matched)?, ..Course::default() };
        let mut known_as: FxHashMap<String, RecordId> = FxHashMap::default();
        for node in nodes {
            for (name, content) in self.contents(node)? {
                known_as.insert(name, content.id.clone());
                course.contents.push(content);
            }
        }
        for (node, stand) in nodes.iter().zip(&course.stands) {
            let mut task = self.reading.task(node, stand);
            if let Some(task) = &mut task {
                self.name_contents(node, task, &known_as);
                if task.max_attempts.0 == Some(0) {
                    self.problem(node.at("max_attempts"), "must be at least 1");
                }
            }
            course.parts.push(Part {
                task,
                objectives: self.reading.objectives(node, &stand.id)?,
                criteria: self.reading.criteria(node, &stand.id, patterns)?,
                comments: self.reading.comments(node, &stand.id)?,
            });
        }
        let ids: Vec<TaskId> = course.stands.iter().map(|stand| stand.id.clone()).collect();
        course.wanted = resolve(&mut self.reading, nodes, &ids, self.curriculum);
        Ok(course)
    }

    /// Gives each node its id, its type and its place.
    fn stands(&mut self, nodes: &[Node<'_>], matched: &[Option<TaskIndex>]) -> Result<Vec<Stand>> {
        let mut numbers = Numbers::default();
        if self.reading.keep_ids {
            nodes.iter().filter_map(|node| node.text("id")).for_each(|id| numbers.claim(&id));
        }
        let mut stands: Vec<Stand> = Vec::with_capacity(nodes.len());
        let mut positions: FxHashMap<usize, u64> = FxHashMap::default();
        for (number, node) in nodes.iter().enumerate() {
            let own = matched.get(number).copied().flatten();
            let parent = node.parent.and_then(|parent| stands.get(parent));
            let given = node.text("id").filter(|_| self.reading.keep_ids);
            let id = match (own.and_then(|own| self.curriculum.at(own)), given, parent) {
                (Some(task), ..) => Ok(task.id.clone()),
                (None, Some(given), _) => self.given_id(&given),
                (None, None, Some(parent)) => numbers.next(self.curriculum, &parent.id),
                (None, None, None) => {
                    let is_taken = |id: &str| self.curriculum.is_taken(id) || numbers.is_given(id);
                    Ok(self.reading.stamp.root("proj", is_taken)?)
                }
            };
            let id = id.map_err(|message| self.problem(node.at("id"), message));
            let id = id.or_else(|()| TaskId::new(&format!("node-{number}")))?;
            if !numbers.give(&id) {
                self.problem(node.at("id"), format!("{id} stands there twice"));
            }
            let task_type = type_of(node);
            let under = parent.map(|parent| parent.task_type);
            let fits = match under {
                None => task_type == TaskType::Project,
                Some(above) => task_type != TaskType::Project && task_type.rank() >= above.rank(),
            };
            if !fits {
                let above = under.map_or("nothing", TaskType::as_str);
                let message = format!("a {} cannot stand under {above}", task_type.as_str());
                self.problem(node.at("task_type"), message);
            }
            let position = positions.entry(node.parent.unwrap_or(usize::MAX)).or_default();
            *position += GAP;
            let position = if parent.is_some() { *position } else { 0 };
            let parent_id = parent.map(|parent| parent.id.clone());
            let project_id = stands.first().map_or_else(|| id.clone(), |root| root.id.clone());
            stands.push(Stand { id, parent_id, project_id, task_type, position });
        }
        Ok(stands)
    }

    fn given_id(&self, given: &str) -> Result<TaskId, String> {
        if self.curriculum.is_taken(given) {
            return Err(format!("task {given} already exists"));
        }
        TaskId::new(given).map_err(|error| error.message().to_owned())
    }

    /// The material of a node that is not in the workspace yet, or is to be changed there, and
    /// under which id the course knows it.
    fn contents(&mut self, node: &Node<'_>) -> Result<Vec<(String, Content)>> {
        let mut found = self.reading.contents(node)?;
        for (name, content) in &mut found {
            let is_there = self.curriculum.content(name).is_some();
            if is_there && (self.target.is_some() || self.reading.keep_ids) {
                content.id = RecordId::new(name)?;
            }
        }
        Ok(found)
    }

    /// Lets a task name material by the ids that it has here.
    fn name_contents(
        &mut self,
        node: &Node<'_>,
        task: &mut Task,
        known_as: &FxHashMap<String, RecordId>,
    ) {
        let curriculum = self.curriculum;
        let mut problems = Vec::new();
        let mut rename = |refs: &mut Vec<RecordId>, path: &str| {
            for (number, own) in refs.iter_mut().enumerate() {
                match known_as.get(own.as_str()) {
                    Some(id) => *own = id.clone(),
                    None if curriculum.content(own.as_str()).is_some() => {}
                    None => {
                        let message = format!("content {own} does not exist");
                        problems.push(Problem::new(format!("{path}[{number}]"), message));
                    }
                }
            }
        };
        rename(&mut task.content_refs, &node.at("content_refs"));
        for (number, variant) in task.variants.0.iter_mut().flatten().enumerate() {
            let path = node.at(&format!("variants[{number}].content_refs"));
            rename(&mut variant.content_refs, &path);
        }
        self.reading.problems.extend(problems);
    }

    /// A slug has each version once, and new ones are higher (IN21 to IN25).
    fn check_version(&mut self, course: &Course) -> Result<()> {
        let Some(root) = course.parts.first().and_then(|part| part.task.as_ref()) else {
            return Ok(());
        };
        let Some(slug) = root.project_slug.as_ref().map(|slug| slug.as_str()) else {
            return Ok(());
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
        Ok(())
    }

    /// Writes down all changes.
    fn plan(&mut self, matched: &[Option<TaskIndex>], course: &Course) {
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
        let is_there = self.curriculum.content(content.id.as_str()).is_some();
        // With ids kept, what is there is what the course means.
        if is_there && self.target.is_none() {
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
    fn prove(&mut self, nodes: &[Node<'_>], course: &Course) {
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
        self.reading.problems.extend(proof::unreachable(&after, &paths));
    }
}

fn comment_added(comment: &Comment) -> Change {
    let id = comment.id.as_str();
    Change::put(EntityType::Comment, id, EventType::CommentAdded, comment)
        .telling(None, Some(Json::of(&comment.task_id)))
}

/// Which ids are given, and which number comes next under each parent.
#[derive(Debug, Default)]
struct Numbers {
    given: FxHashSet<String>,
    highest: FxHashMap<String, u64>,
}

impl Numbers {
    /// An id that the course has: its number is not given to another.
    fn claim(&mut self, id: &str) {
        if let Some((maker, number)) = id.rsplit_once('.')
            && let Ok(number) = number.parse::<u32>()
        {
            let highest = self.highest.entry(maker.to_owned()).or_default();
            *highest = (*highest).max(number.into());
        }
    }

    fn is_given(&self, id: &str) -> bool {
        self.given.contains(id)
    }

    fn give(&mut self, id: &TaskId) -> bool {
        self.given.insert(id.as_str().to_owned())
    }

    fn next(&mut self, curriculum: &Curriculum, parent: &TaskId) -> Result<TaskId, String> {
        let stored = curriculum.index(parent.as_str());
        let stored = stored.map_or(0, |index| curriculum.highest_child(index));
        let highest = self.highest.entry(parent.as_str().to_owned()).or_default();
        *highest = (*highest).max(stored);
        loop {
            *highest += 1;
            let id = TaskId::new(&format!("{parent}.{highest}"));
            let id = id.map_err(|error| error.message().to_owned())?;
            if !self.given.contains(id.as_str()) && !curriculum.is_taken(id.as_str()) {
                return Ok(id);
            }
        }
    }
}
