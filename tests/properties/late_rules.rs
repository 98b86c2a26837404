//! When somebody first asks about tasks and learners makes no difference: a connection that let
//! their records wait sees just what one sees that took them in as they came.

use std::rc::Rc;

use futures_executor::block_on;
use medallion::service::{Caller, Workspace, operations};
use medallion::store::Durability;
use medallion::store::memory::MemoryStore;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::cases::native::world;

/// What may be done, in the order of some numbers.
#[derive(Debug, Clone)]
struct Step {
    what: usize,
    which: usize,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    proptest::collection::vec(
        (0usize..9, 0usize..40).prop_map(|(what, which)| Step { what, which }),
        1..40,
    )
}

struct Desk {
    store: MemoryStore,
    caller: Caller,
}

impl Desk {
    fn new() -> Self {
        Self { store: MemoryStore::new(), caller: world().caller() }
    }

    async fn open(&self) -> Rc<Workspace> {
        let store = Rc::new(self.store.connect());
        Workspace::open(store, Durability::Relaxed, Rc::new(drop)).await.unwrap()
    }

    /// What an operation answers, whichever it is.
    async fn call(&self, workspace: &Workspace, name: &str, arguments: &[Value]) -> Value {
        let operation = operations::all().find(|own| own.name == name).unwrap();
        let arguments: Vec<String> = arguments.iter().map(Value::to_string).collect();
        match workspace.perform(&self.caller, operation, &arguments).await {
            Ok(answer) => serde_json::from_str(&answer).unwrap_or_default(),
            Err(error) => json!({"code": error.code().as_str(), "path": error.path()}),
        }
    }

    async fn ids(&self, workspace: &Workspace, name: &str, arguments: &[Value]) -> Vec<Value> {
        let found = self.call(workspace, name, arguments).await;
        let items = found.get("items").cloned().unwrap_or(found);
        items.as_array().into_iter().flatten().map(|own| own["id"].clone()).collect()
    }

    /// Does one thing, on whatever there is.
    async fn perform(&self, workspace: &Workspace, step: &Step) {
        let tasks = self.ids(workspace, "tasks.list", &[]).await;
        let learners = self.ids(workspace, "learners.list", &[]).await;
        let one_of = |all: &[Value]| {
            all.get(step.which % all.len().max(1)).cloned().unwrap_or(json!("none"))
        };
        let (task, learner) = (one_of(&tasks), one_of(&learners));
        let title = json!(format!("Task {}", step.which));
        let (name, arguments) = match step.what {
            0 => ("tasks.create", vec![json!({"task_type": "project", "title": title})]),
            1 | 2 => ("tasks.create", vec![json!({"parent_id": task, "title": title})]),
            3 => ("tasks.update", vec![task, json!({"title": title})]),
            4 => ("tasks.delete", vec![task]),
            5 => ("learners.create", vec![json!({"name": format!("Learner {}", step.which)})]),
            6 => ("progress.start", vec![learner, task]),
            7 => ("progress.requestHelp", vec![learner, task, json!("How?")]),
            _ => {
                if let Some(id) = learner.as_str().filter(|_| step.which.is_multiple_of(3)) {
                    workspace.erase_learner(&self.caller, id).await.unwrap();
                }
                return;
            }
        };
        self.call(workspace, name, &arguments).await;
    }

    /// All that there is to see.
    async fn seen(&self, workspace: &Workspace) -> Vec<Value> {
        let mut seen = Vec::new();
        for name in ["tasks.list", "learners.list", "progress.helpRequests"] {
            seen.push(self.call(workspace, name, &[]).await);
        }
        for learner in self.ids(workspace, "learners.list", &[]).await {
            seen.push(self.call(workspace, "progress.list", &[learner]).await);
        }
        let health = workspace.health(true).await.unwrap();
        seen.push(json!([format!("{:?}", health.records), format!("{:?}", health.problems)]));
        seen
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn records_that_waited_are_seen_as_those_that_were_taken_in_at_once(
        script in steps(),
        more in steps(),
    ) {
        block_on(async {
            let desk = Desk::new();
            let here = desk.open().await;
            // One follows everything and never asked; one comes in the middle; one at the end.
            let silent = desk.open().await;
            for step in &script {
                desk.perform(&here, step).await;
            }
            let midway = desk.open().await;
            for step in &more {
                desk.perform(&here, step).await;
                silent.sync().await.unwrap();
            }
            let wanted = desk.seen(&here).await;
            for other in [silent, midway, desk.open().await] {
                other.sync().await.unwrap();
                prop_assert_eq!(&desk.seen(&other).await, &wanted);
            }
            Ok(())
        })?;
    }
}

#[test]
fn what_was_erased_does_not_wait_either() {
    block_on(async {
        let desk = Desk::new();
        let (here, silent) = (desk.open().await, desk.open().await);
        let made = desk.call(&here, "learners.create", &[json!({"name": "secret"})]).await;
        silent.sync().await.unwrap();
        assert!(here.erase_learner(&desk.caller, made["id"].as_str().unwrap()).await.unwrap());
        silent.sync().await.unwrap();
        assert_eq!(desk.call(&silent, "learners.list", &[]).await, json!([]));
        assert_eq!(desk.seen(&silent).await, desk.seen(&here).await);
    });
}
