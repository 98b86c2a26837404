//! Two workspaces that were one and went on apart: together they make no tree that no command makes.

use std::rc::Rc;

use futures_executor::block_on;
use medallion::service::{ImportReport, OnConflict, ProblemKind, Workspace, operations};
use serde_json::{Value, json};

use super::transfer::file_of;
use crate::cases::native::world;
use crate::cases::samples::at;
use crate::cases::world::World;

/// One of them; both have the same clock.
struct Side {
    world: World,
    workspace: Rc<Workspace>,
}

impl Side {
    fn new(world: &World, name: &str) -> Self {
        let world = world.another(name);
        let workspace = block_on(world.workspace());
        Self { world, workspace }
    }

    fn call(&self, name: &str, arguments: &[Value]) -> Value {
        let operation = operations::all().find(|own| own.name == name).unwrap();
        let texts: Vec<String> = arguments.iter().map(ToString::to_string).collect();
        let answer = block_on(self.workspace.perform(&self.world.caller(), operation, &texts));
        serde_json::from_str(&answer.unwrap()).unwrap_or(Value::Null)
    }

    fn create(&self, parent: &Value, title: &str) -> Value {
        let (kind, parent) = match parent {
            Value::Null => ("project", json!({})),
            parent => ("task", json!({"parent_id": parent})),
        };
        let mut task = json!({"task_type": kind, "title": title});
        task.as_object_mut().unwrap().extend(parent.as_object().unwrap().clone());
        self.call("tasks.create", &[task])["id"].clone()
    }

    fn parent(&self, id: &Value) -> Value {
        self.call("tasks.get", std::slice::from_ref(id))["parent_id"].clone()
    }

    /// Takes in what the other one has; a look before says the same.
    fn take(&self, other: &Self, conflict: OnConflict) -> ImportReport {
        block_on(async {
            let caller = self.world.caller();
            let file = other.workspace.export("w", &caller, |_, _| {}).await.unwrap();
            let dry = self.workspace.import(&file, &caller, conflict, true).await.unwrap();
            let report = self.workspace.import(&file, &caller, conflict, false).await.unwrap();
            assert_eq!(dry, report);
            report
        })
    }

    fn is_whole(&self) -> bool {
        block_on(self.workspace.health(true)).unwrap().problems.is_empty()
    }
}

/// A project of two tasks that stands on both sides.
fn two() -> (Side, Side, [Value; 3]) {
    let world = world();
    let (a, b) = (Side::new(&world, "a"), Side::new(&world, "b"));
    let project = a.create(&Value::Null, "P");
    let (x, y) = (a.create(&project, "X"), a.create(&project, "Y"));
    assert!(b.take(&a, OnConflict::Newer).problems.is_empty());
    (a, b, [project, x, y])
}

fn messages(report: &ImportReport) -> Vec<&str> {
    report.problems.iter().map(|own| &*own.message).collect()
}

#[test]
fn no_task_comes_to_be_above_itself() {
    let (a, b, [project, x, y]) = two();
    b.call("tasks.move", &[y.clone(), x.clone()]);
    a.call("tasks.move", &[x.clone(), y.clone()]);
    let report = b.take(&a, OnConflict::Newer);
    assert!(messages(&report)[0].contains("above themselves"), "{report:?}");
    assert!(report.problems[0].path.starts_with("line "));
    assert_eq!((b.parent(&y), b.parent(&x)), (x, project));
    assert!(b.is_whole());
}

#[test]
fn no_task_loses_its_parent() {
    let (a, b, [_, x, _]) = two();
    let child = a.create(&x, "S");
    b.take(&a, OnConflict::Newer);
    b.call("tasks.delete", std::slice::from_ref(&x));
    a.call("tasks.update", &[child.clone(), json!({"title": "S, revised"})]);
    // It is newer than its deletion here, and has no place any more.
    let report = b.take(&a, OnConflict::Newer);
    assert_eq!((report.records, report.problems.len()), (0, 1), "{report:?}");
    assert!(messages(&report)[0].contains("which is not here"), "{report:?}");
    assert_eq!(b.call("tasks.get", std::slice::from_ref(&child)), Value::Null);
    // And where it is, its parent stays.
    let report = a.take(&b, OnConflict::Newer);
    assert_eq!(report.problems.len(), 1, "{report:?}");
    assert_eq!(a.parent(&child), x);
    assert!(a.is_whole() && b.is_whole());
}

#[test]
fn no_tasks_come_to_wait_for_each_other() {
    let (a, b, [_, x, y]) = two();
    a.call("tasks.addDependency", &[x.clone(), y.clone(), json!({})]);
    b.call("tasks.addDependency", &[y.clone(), x.clone(), json!({})]);
    let report = b.take(&a, OnConflict::Newer);
    assert_eq!(report.problems.len(), 1, "{report:?}");
    assert!(messages(&report)[0].contains("wait for each other"), "{report:?}");
    assert_eq!(b.call("tasks.dependencies", &[x, json!({})]), json!([]));
    assert!(b.is_whole());
}

#[test]
fn two_tasks_of_one_id_are_named_whichever_wins() {
    for (conflict, stays) in [(OnConflict::Newer, "History"), (OnConflict::Ours, "Algebra")] {
        let (a, b, [project, ..]) = two();
        let (x, y) = (b.create(&project, "Algebra"), a.create(&project, "History"));
        assert_eq!(x, y);
        let report = b.take(&a, conflict);
        assert_eq!(report.problems.len(), 1, "{report:?}");
        assert!(messages(&report)[0].contains("is another task"), "{report:?}");
        assert_eq!(b.call("tasks.get", &[x])["title"], stays);
    }
}

/// A backup of what is not whole comes back as it was, and `health` names it.
#[test]
fn what_does_not_go_together_in_a_file_is_named_by_health() {
    let line = |id: &str, parent: Value| {
        json!({
            "kind": "task", "id": id, "rev": 1, "event": "created", "actor": "a", "at": at(0),
            "body": {
                "id": id, "project_id": "p", "task_type": "task", "title": id,
                "parent_id": parent, "created_at": at(0), "updated_at": at(0),
            },
        })
    };
    let mut project = line("p", Value::Null);
    project["body"]["task_type"] = json!("project");
    let lines =
        [project, line("p.1", json!("p.2")), line("p.2", json!("p.1")), line("q.1", json!("q"))];
    let side = Side::new(&world(), "side");
    block_on(async {
        let file = file_of(&lines);
        let caller = side.world.caller();
        let report = side.workspace.import(&file, &caller, OnConflict::Newer, false).await.unwrap();
        assert_eq!((report.records, report.problems.len()), (4, 0));
        let again = side.workspace.import(&file, &caller, OnConflict::Newer, false).await.unwrap();
        assert_eq!((again.records, again.problems.len()), (0, 0));
        let problems = side.workspace.health(true).await.unwrap().problems;
        assert!(
            problems.iter().all(|own| own.kind == ProblemKind::Contradiction && own.entry == 1)
        );
        let told: Vec<&str> = problems.iter().map(|own| &*own.message).collect();
        assert_eq!(told.len(), 2, "{told:?}");
        assert!(
            told[0].contains("q.1 has q for its parent") && told[1].contains("p.2, p.1"),
            "{told:?}"
        );
    });
}
