//! Laws on generated trees: nothing can be made to wait for itself, no number is given twice, what
//! is stored says all, and courses come back as they went.

use std::collections::HashSet;

use medallion::domain::curriculum::{CourseFormat, Curriculum, DependencyType, TaskIndex};
use medallion::domain::event::EntityType;
use medallion::{Code, Error};
use proptest::prelude::*;

use super::kit::tree;
use super::world::World;

/// A command, with numbers for tasks.
#[derive(Debug, Clone)]
enum Command {
    Create { parent: usize, required: bool, ordered: bool },
    Depend { from: usize, to: usize, kind: usize },
    Move { task: usize, parent: usize, before: Option<usize> },
    Delete { task: usize },
    Set { task: usize, field: usize, value: bool },
}

fn any_command() -> impl Strategy<Value = Command> {
    let task = || 0_usize..40;
    prop_oneof![
        6 => (task(), prop::bool::weighted(0.8), prop::bool::weighted(0.3))
            .prop_map(|(parent, required, ordered)| Command::Create { parent, required, ordered }),
        6 => (task(), task(), 0_usize..6)
            .prop_map(|(from, to, kind)| Command::Depend { from, to, kind }),
        2 => (task(), task(), prop::option::of(task()))
            .prop_map(|(task, parent, before)| Command::Move { task, parent, before }),
        1 => task().prop_map(|task| Command::Delete { task }),
        2 => (task(), 0_usize..3, any::<bool>())
            .prop_map(|(task, field, value)| Command::Set { task, field, value }),
    ]
}

/// Lets a learner who passes everything work until nothing opens any more, by the plainest
/// reading of the rules, and tells what stays undone.
fn stuck(curriculum: &Curriculum) -> Vec<TaskIndex> {
    let all: Vec<TaskIndex> = curriculum
        .tasks()
        .map(|(index, _)| index)
        .filter(|index| curriculum.is_in_use(*index))
        .collect();
    let mut open: HashSet<TaskIndex> = HashSet::new();
    let mut closed: HashSet<TaskIndex> = HashSet::new();
    loop {
        let before = open.len() + closed.len();
        for index in &all {
            let task = curriculum.at(*index).unwrap();
            let parent = curriculum.parent(*index);
            let siblings = parent.map(|parent| curriculum.children(parent)).unwrap_or_default();
            let is_ordered = parent.is_some_and(|parent| curriculum.at(parent).unwrap().ordered);
            let earlier = siblings.iter().take_while(|own| *own != index);
            let in_order = !is_ordered
                || earlier.filter(|own| curriculum.counts(**own)).all(|own| closed.contains(own));
            let waits = curriculum.dependencies(*index).any(|(other, own)| {
                own.dependency_type.is_blocking()
                    && curriculum.is_in_use(other)
                    && !closed.contains(&other)
            });
            if parent.is_none_or(|parent| open.contains(&parent)) && in_order && !waits {
                open.insert(*index);
            }
            let parts = curriculum.children(*index).iter();
            let mut parts = parts.filter(|own| curriculum.counts(**own));
            if open.contains(index) && parts.all(|own| closed.contains(own)) {
                closed.insert(*index);
            }
            assert!(task.is_active);
        }
        if open.len() + closed.len() == before {
            return all.into_iter().filter(|index| !closed.contains(index)).collect();
        }
    }
}

fn is_cycle(error: &Error) -> bool {
    error.code() == Code::Cycle
}

struct Run {
    world: World,
    /// The tasks that are there, and every id that ever was.
    tasks: Vec<String>,
    given: HashSet<String>,
}

impl Run {
    fn new() -> Self {
        let mut world = World::new();
        let p = world.project("0");
        Self { world, given: HashSet::from([p.clone()]), tasks: vec![p] }
    }

    fn task(&self, number: usize) -> String {
        self.tasks[number % self.tasks.len()].clone()
    }

    /// Whether one task is the other, or above it.
    fn is_above(&self, one: &str, other: &str) -> bool {
        let index = |id| self.world.curriculum.index(id).unwrap();
        one == other || self.world.curriculum.ancestors(index(other)).any(|own| own == index(one))
    }

    fn run(&mut self, command: &Command) {
        match command {
            Command::Create { parent, required, ordered } => {
                let parent = self.task(*parent);
                let title = self.given.len();
                let id = self.world.create(&format!(
                    r#"{{"parent_id":"{parent}","title":"{title}","required":{required},"ordered":{ordered}}}"#
                ));
                assert!(self.given.insert(id.clone()), "{id} was given before");
                self.tasks.push(id);
            }
            Command::Depend { from, to, kind } => {
                let (from, to) = (self.task(*from), self.task(*to));
                let kind = match kind {
                    0 => DependencyType::Related,
                    1 => DependencyType::ParentChild,
                    _ => DependencyType::Blocks,
                };
                let Err(error) = self.world.depend_as(&from, &to, kind) else { return };
                // What is out of use may be refused more than it needs.
                let curriculum = &self.world.curriculum;
                let is_in_use = [&from, &to]
                    .iter()
                    .all(|id| curriculum.is_in_use(curriculum.index(id).unwrap()));
                if is_cycle(&error)
                    && is_in_use
                    && !self.is_above(&from, &to)
                    && !self.is_above(&to, &from)
                {
                    let body = format!(
                        r#"{{"task_id":"{from}","depends_on_id":"{to}","created_at":"2026-01-01T00:00:00Z"}}"#
                    );
                    let mut after = self.world.curriculum.clone();
                    after
                        .apply(EntityType::Dependency, &format!("{from}>{to}"), Some(&body))
                        .unwrap();
                    assert!(!stuck(&after).is_empty(), "refused without need: {error}");
                }
            }
            Command::Move { task, parent, before } => {
                let (task, parent) = (self.task(*task), self.task(*parent));
                let before = before.map(|before| self.task(before));
                let _ = self.world.move_to(&task, &parent, before.as_deref());
            }
            Command::Delete { task } => {
                let task = self.task(*task);
                if task != self.tasks[0] {
                    let gone = self.world.delete(&task).unwrap().removed;
                    self.tasks.retain(|own| !gone.contains(own));
                }
            }
            Command::Set { task, field, value } => {
                let field = ["required", "ordered", "is_active"][*field];
                let _ = self.world.update(&self.task(*task), &format!(r#"{{"{field}":{value}}}"#));
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_commanded_every_learner_can_finish(commands in prop::collection::vec(any_command(), 1..60)) {
        let mut run = Run::new();
        for command in &commands {
            run.run(command);
            let stuck = stuck(&run.world.curriculum);
            prop_assert!(stuck.is_empty(), "{:?} after {command:?}", run.world.ids(&stuck));
        }
        let root = run.tasks[0].clone();
        prop_assert!(run.world.curriculum.cycles(&root).unwrap().is_empty());
        prop_assert!(run.world.curriculum.schedule(&root).unwrap().left_out.is_empty());
        prop_assert_eq!(run.world.curriculum.len(), run.tasks.len());
        // What is stored says all, in whatever order it is read.
        let again = run.world.read_again();
        prop_assert_eq!(tree(&again, &root), tree(&run.world.curriculum, &root));
        let mut newest: Vec<_> = Vec::new();
        let mut seen = HashSet::new();
        for change in run.world.log.iter().rev() {
            if seen.insert((change.kind, change.id.clone())) && change.body.is_some() {
                newest.push(change.clone());
            }
        }
        let mut backwards = Curriculum::default();
        backwards.apply_all(&newest).unwrap();
        prop_assert_eq!(tree(&backwards, &root), tree(&run.world.curriculum, &root));
        // And it gives no number again either.
        run.world.curriculum = backwards;
        for parent in run.tasks.clone() {
            let id = run.world.under(&parent, "task", "new");
            prop_assert!(run.given.insert(id.clone()), "{} was given before", id);
        }
    }

    #[test]
    fn a_course_comes_back_as_it_went(commands in prop::collection::vec(any_command(), 1..60), lines in any::<bool>()) {
        let mut run = Run::new();
        commands.iter().for_each(|command| run.run(command));
        let root = run.tasks[0].clone();
        let format = if lines { CourseFormat::Jsonl } else { CourseFormat::Json };
        let text = run.world.export_as(&root, format);
        let mut other = World::new();
        let again = other.imported(&text);
        prop_assert_eq!(tree(&other.curriculum, &again), tree(&run.world.curriculum, &root));
        // With the same text on top, nothing changes.
        let stored = other.log.len();
        let text = other.export_as(&again, format);
        let options = medallion::domain::curriculum::CourseOptions {
            update: Some(&again),
            ..Default::default()
        };
        let report = other.import_as(&text, options).unwrap();
        prop_assert_eq!((report.created, report.updated, report.retired), (0, 0, 0));
        prop_assert_eq!(other.log.len(), stored);
    }

    #[test]
    fn any_text_is_a_course_or_an_error(text in "[\\[\\]{}:,\"a-e0-9 \\\\\n]{0,60}", body in "\\PC{0,40}") {
        let mut world = World::new();
        for text in [text.as_str(), body.as_str()] {
            if let Err(error) = world.import(text) {
                prop_assert_eq!(error.code(), Code::Invalid);
            }
            for kind in EntityType::ALL {
                let _ = world.curriculum.apply(*kind, text, Some(text));
                let _ = world.curriculum.apply(*kind, text, None);
            }
        }
        prop_assert!(world.curriculum.is_empty());
    }

    #[test]
    fn whatever_a_course_says_it_comes_in_whole_or_is_refused_with_its_problems(
        place in 0_usize..400,
        value in prop::sample::select(vec![
            "null", "0", "-1", "1e400", "\"\"", "\" \"", "\"P\"", "\"S\"", "[]", "{}", "true",
            "[null]", "[{}]", "[[]]", "[\"E\"]", "{\"type\":\"quiz\"}", "[{\"title\":\"N\"}]",
        ]),
        key in prop::option::of(prop::sample::select(vec![
            "title", "epics", "tasks", "dependencies", "criteria", "validation", "checks", "id",
            "key", "task_type", "contents", "comments", "learning_objectives", "project_id",
            "content_refs", "parent_id", "version", "max_attempts",
        ])),
        options in 0_usize..3,
    ) {
        let mut course: serde_json::Value = serde_json::from_str(super::export::FULL).unwrap();
        let mut left = place;
        let value = serde_json::from_str(value).unwrap_or(serde_json::Value::Null);
        mutate(&mut course, &mut left, key, &value);
        let mut world = World::new();
        let p = world.imported(r#"{"title":"P","epics":[{"title":"E"},{"title":"Old"}]}"#);
        let stored = world.log.len();
        let options = medallion::domain::curriculum::CourseOptions {
            dry_run: false,
            update: (options == 1).then_some(p.as_str()),
            keep_ids: options == 2,
            only_values: false,
        };
        match world.import_as(&course.to_string(), options) {
            Ok(report) => {
                prop_assert!(report.problems.is_empty());
                let project = report.project_id.unwrap();
                prop_assert!(stuck(&world.curriculum).is_empty());
                prop_assert_eq!(world.curriculum.unreadable().count(), 0);
                let mut other = World::new();
                let again = other.imported(&world.export(&project));
                let size = |world: &World, root: &str| tree(&world.curriculum, root).len();
                prop_assert_eq!(size(&other, &again), size(&world, &project));
            }
            Err(error) => {
                prop_assert_eq!(error.code(), Code::Invalid);
                prop_assert!(!error.all_problems().is_empty());
                prop_assert_eq!(world.log.len(), stored);
            }
        }
    }
}

/// Puts a value at the place of that number, or under a key of the object there.
fn mutate(
    course: &mut serde_json::Value,
    left: &mut usize,
    key: Option<&str>,
    value: &serde_json::Value,
) -> bool {
    use serde_json::Value;
    if *left == 0 {
        match (course, key) {
            (Value::Object(members), Some(key)) => {
                members.insert(key.to_owned(), value.clone());
            }
            (own, _) => *own = value.clone(),
        }
        return true;
    }
    *left -= 1;
    match course {
        Value::Object(members) => members.values_mut().any(|own| mutate(own, left, key, value)),
        Value::Array(items) => items.iter_mut().any(|own| mutate(own, left, key, value)),
        _ => false,
    }
}
