//! Taking in a course: all of it or nothing.

use rustc_hash::FxHashMap;

use super::matching::match_nodes;
use super::node::{Reading, Stand};
use super::read::{self, Node};
use super::reference::{Names, linked, resolve};
use super::tries::{tries_of, unused};
use crate::domain::change::Change;
use crate::domain::criteria::Patterns;
use crate::domain::curriculum::attach::expect_at;
use crate::domain::curriculum::content::name_content_once;
use crate::domain::curriculum::create::wrong_in;
use crate::domain::curriculum::model::{Curriculum, TaskIndex};
use crate::domain::curriculum::records::{
    Comment, Content, Criterion, Dependency, Objective, Task,
};
use crate::domain::curriculum::stamp::Stamp;
use crate::domain::curriculum::values::{TaskId, TaskType};
use crate::domain::error::{Code, Error, Problem, Result};
use crate::domain::id::RecordId;
use crate::domain::schema::{self, Reader};
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
        /// How many tasks changed, or have other objectives, criteria, material or dependencies.
        pub updated: u64 = 0,
        /// How many tasks are out of use now; what learners did there stays.
        pub retired: u64 = 0,
        /// The paths of what this version does not know. It is kept, and means nothing.
        pub ignored: Vec<String>,
        /// Everything that is wrong.
        pub problems: Vec<CourseProblem>,
        /// What can be taken in and may be meant otherwise.
        pub warnings: Vec<CourseProblem>,
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
    /// Refuse what JSON text can say and a value cannot, which would be stored for good.
    pub only_values: bool,
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
    // What stands over several lines would be stored with its blanks.
    let text = text.trim_start_matches('\u{feff}');
    let compact = Reader::new(text).is_ok().then(|| schema::on_one_line(text));
    let text = compact.as_deref().unwrap_or(text);
    let keep_ids = options.keep_ids;
    let reading = Reading { stamp, keep_ids, problems: Vec::new(), ignored: Vec::new() };
    let mut import = Import {
        curriculum,
        target,
        reading,
        changes: Vec::new(),
        tasks: Vec::new(),
        counts: [0; 3],
        warnings: Vec::new(),
    };
    if options.only_values {
        import.reading.problems = read::unsayable(text);
    }
    let nodes = match import.reading.problems.is_empty() {
        true => read::read(text, &mut import.reading.problems),
        false => Vec::new(),
    };
    let matched = match target {
        Some(target) => match_nodes(curriculum, target, &nodes, patterns),
        None => vec![None; nodes.len()],
    };
    let mut course = import.read(&nodes, &matched, patterns)?;
    import.keep_name(&nodes, &mut course);
    if import.reading.problems.is_empty() {
        import.check_version(&nodes, &course);
        import.check_ids(&nodes, &course);
        import.plan(&nodes, &matched, &course);
        import.prove(&nodes, &course);
    }
    let Import { mut reading, changes, counts: [created, updated, retired], warnings, .. } = import;
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
        warnings: warnings.into_iter().map(told).collect(),
        extra: Default::default(),
    };
    Ok((if options.dry_run { Vec::new() } else { changes }, report))
}

fn told(problem: Problem) -> CourseProblem {
    CourseProblem { path: problem.path, message: problem.message, extra: Default::default() }
}

/// What a node stands for.
#[derive(Debug, Default)]
pub(super) struct Part {
    pub task: Option<Task>,
    pub objectives: Vec<Objective>,
    pub criteria: Vec<Criterion>,
    pub comments: Vec<Comment>,
}

/// A course that was read.
#[derive(Debug, Default)]
pub(super) struct Course {
    pub stands: Vec<Stand>,
    pub parts: Vec<Part>,
    pub wanted: Vec<Dependency>,
    pub contents: Vec<Content>,
}

/// An import on its way.
#[derive(Debug)]
pub(super) struct Import<'a> {
    pub curriculum: &'a Curriculum,
    pub target: Option<TaskIndex>,
    pub reading: Reading<'a>,
    pub changes: Vec<Change>,
    /// The tasks among the changes.
    pub tasks: Vec<Task>,
    /// Created, updated, retired.
    pub counts: [u64; 3],
    pub warnings: Vec<Problem>,
}

impl Import<'_> {
    pub fn problem(&mut self, path: String, message: impl Into<String>) {
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
        let names = Names::of(nodes, patterns, &mut self.reading.problems);
        for (number, (node, stand)) in nodes.iter().zip(&course.stands).enumerate() {
            let id_of = |number: usize| course.stands.get(number).map(|own| own.id.to_string());
            let links = linked(&mut self.reading, &names, nodes, number, &id_of);
            let mut task = self.reading.task(node, stand, &links);
            if let Some(task) = &mut task {
                self.name_contents(node, task, &known_as);
                if let Some((field, message)) = wrong_in(task) {
                    self.problem(node.at(&field), message);
                }
            }
            let part = Part {
                task,
                objectives: self.reading.objectives(node, &stand.id)?,
                criteria: self.reading.criteria(node, &stand.id, patterns)?,
                comments: self.reading.comments(node, &stand.id)?,
            };
            course.parts.push(part);
        }
        let unused = unused(nodes, &course);
        for (node, part) in nodes.iter().zip(&course.parts) {
            let (problem, warnings) = tries_of(node, part, &unused);
            self.reading.problems.extend(problem);
            self.warnings.extend(warnings);
        }
        let ids: Vec<TaskId> = course.stands.iter().map(|stand| stand.id.clone()).collect();
        course.wanted = resolve(&mut self.reading, &names, nodes, &ids, self.curriculum);
        Ok(course)
    }

    /// A project keeps its slug and its version where the changed course does not say them.
    fn keep_name(&self, nodes: &[Node<'_>], course: &mut Course) {
        let old = self.target.and_then(|target| self.curriculum.at(target));
        let root = course.parts.first_mut().and_then(|part| part.task.as_mut());
        let (Some(old), Some(root), Some(node)) = (old, root, nodes.first()) else { return };
        if root.project_slug.is_none() {
            root.project_slug.clone_from(&old.project_slug);
        }
        if node.get("version").is_none_or(|raw| raw == "null") {
            root.version = old.version;
        }
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
        name_content_once(task);
    }
}
