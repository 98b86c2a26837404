//! Courses for tests: importing, exporting, and what of a tree must be the same.

use medallion::domain::criteria::{NoPatterns, Patterns};
use medallion::domain::curriculum::{
    CourseFormat, CourseImport, CourseOptions, Curriculum, export_course, import_course,
};
use medallion::domain::event::EntityType;
use medallion::{Error, Result};

use super::world::World;

impl World {
    pub fn import_as(&mut self, text: &str, options: CourseOptions<'_>) -> Result<CourseImport> {
        self.import_with(&NoPatterns, text, options)
    }

    pub fn import_with(
        &mut self,
        patterns: &dyn Patterns,
        text: &str,
        options: CourseOptions<'_>,
    ) -> Result<CourseImport> {
        let decided =
            self.stamped(|stamp| import_course(&self.curriculum, text, options, patterns, stamp));
        self.take(decided)
    }

    pub fn import(&mut self, text: &str) -> Result<CourseImport> {
        self.import_as(text, CourseOptions::default())
    }

    pub fn imported(&mut self, text: &str) -> String {
        self.import(text).unwrap().project_id.unwrap()
    }

    pub fn export_as(&self, project: &str, format: CourseFormat) -> String {
        let body = |kind: EntityType, id: &str| {
            let own = self.log.iter().rev().find(|own| own.kind == kind && own.id == id)?;
            own.body.as_ref().map(ToString::to_string)
        };
        export_course(&self.curriculum, project, format, &body).unwrap()
    }

    pub fn export(&self, project: &str) -> String {
        self.export_as(project, CourseFormat::Json)
    }

    pub fn exported(&self, project: &str) -> serde_json::Value {
        serde_json::from_str(&self.export(project)).unwrap()
    }

    /// The ids of all tasks of a project in order of place, but for the first part.
    pub fn outline(&self, project: &str) -> Vec<(String, String, String)> {
        let curriculum = &self.curriculum;
        let tasks = curriculum.subtree(curriculum.index(project).unwrap());
        let line = |index: &medallion::domain::curriculum::TaskIndex| {
            let task = curriculum.at(*index).unwrap();
            let end = task.id.as_str().trim_start_matches(project).to_owned();
            (end, task.task_type.as_str().to_owned(), task.title.to_string())
        };
        tasks.iter().map(line).collect()
    }

    pub fn titled(&self, title: &str) -> String {
        let found: Vec<String> = self
            .curriculum
            .tasks()
            .filter(|(_, task)| task.title.as_str() == title)
            .map(|(_, task)| task.id.to_string())
            .collect();
        assert_eq!(found.len(), 1, "{title}");
        found[0].clone()
    }

    pub fn blockers(&self, title: &str) -> Vec<String> {
        let index = self.curriculum.index(&self.titled(title)).unwrap();
        let blockers: Vec<_> = self.curriculum.blockers(index).map(|(own, _)| own).collect();
        self.titles(&self.ids(&blockers))
    }
}

/// All that a tree says, without the ids and times that differ from import to import.
pub fn tree(curriculum: &Curriculum, project: &str) -> Vec<String> {
    let root = curriculum.index(project).unwrap();
    let tasks = curriculum.subtree(root);
    let number = |index| tasks.iter().position(|own| *own == index);
    let plain = |value: serde_json::Value, dropped: &[&str]| {
        let mut value = value;
        for key in dropped {
            value.as_object_mut().unwrap().remove(*key);
        }
        value.to_string()
    };
    let json = |text: String| serde_json::from_str::<serde_json::Value>(&text).unwrap();
    let mut lines = Vec::new();
    for (own, index) in tasks.iter().enumerate() {
        let task = curriculum.at(*index).unwrap();
        let dropped = [
            "id",
            "parent_id",
            "project_id",
            "created_at",
            "updated_at",
            "position",
            "child_counter",
            "project_slug",
            "version",
        ];
        let text = json(serde_json::to_string(task).unwrap());
        let parent = curriculum.parent(*index).and_then(number);
        lines.push(format!("{own} under {parent:?}: {}", plain(text, &dropped)));
        for objective in curriculum.objectives(*index) {
            let text = json(serde_json::to_string(&**objective).unwrap());
            lines.push(plain(text, &["id", "task_id", "created_at", "position"]));
        }
        for criterion in curriculum.criteria(*index) {
            let text = json(serde_json::to_string(&**criterion).unwrap());
            // Which of them comes from which key does not say in which order they come.
            lines.push(plain(text, &["id", "task_id", "created_at", "position"]));
        }
        let mut edges: Vec<String> = curriculum
            .dependencies(*index)
            .map(|(other, edge)| {
                let text = json(serde_json::to_string(edge).unwrap());
                let text = plain(text, &["task_id", "depends_on_id", "created_at"]);
                format!("waits for {:?}: {text}", number(other))
            })
            .collect();
        edges.sort();
        lines.extend(edges);
    }
    lines
}

/// The paths of all that is wrong.
pub fn paths(error: &Error) -> Vec<&str> {
    error.all_problems().iter().map(|problem| problem.path.as_str()).collect()
}
