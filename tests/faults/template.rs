//! A log to begin with: medallions with a history, a course, a learner at work in it, a path, a plan.

use std::cell::OnceCell;
use std::rc::Rc;

use medallion::Result;
use medallion::service::{Caller, Environment, Medallions, Repeating, Workspace, operations};
use medallion::store::memory::MemoryStore;
use medallion::store::{Commit, Durability, Entry, Store, Stored};
use pollster::block_on;
use serde_json::{Value, json};

use crate::cases::samples::{at, document, draft, read};

const COURSE: &str = r#"{"title": "Soil", "epics": [{"title": "Load", "tasks": [
    {"title": "Acid", "task_type": "subtask", "criteria": [
        {"criterion_type": "text_match", "description": "d", "rule": {"any_of": ["humic"]}}]}]}]}"#;
pub const PLAN: &str = "---\nprd: soil\nphase: 1\ntasks:\n- {id: A, title: Read, status: todo, assigned_to: [ada]}\n---\n";

/// The log, and the ids in it.
pub struct Template {
    entries: Vec<Entry>,
    pub learner: Value,
    pub project: Value,
    pub plan: Value,
}

thread_local! {
    static TEMPLATE: OnceCell<Rc<Template>> = const { OnceCell::new() };
}

/// Made once: what is tried on it is tried hundreds of times.
pub fn template() -> Rc<Template> {
    TEMPLATE.with(|made| made.get_or_init(|| Rc::new(block_on(Template::make()))).clone())
}

pub async fn call(
    workspace: &Workspace,
    caller: &Caller,
    name: &str,
    arguments: &[Value],
) -> Result<Value> {
    let own = operations::all().find(|own| own.name == name).unwrap();
    let texts: Vec<String> = arguments.iter().map(Value::to_string).collect();
    let answer = workspace.perform(caller, own, &texts).await?;
    Ok(serde_json::from_str(&answer).unwrap_or_default())
}

impl Template {
    async fn make() -> Self {
        let environment = Rc::new(Repeating::from("2026-01-01T00:00:00Z"));
        // Who works on it later begins to count anew.
        for _ in 0..500 {
            environment.new_id("any").unwrap();
        }
        let caller = Caller::new(environment);
        let store = MemoryStore::new();
        let opened =
            Workspace::open(Rc::new(store.clone()), Durability::Relaxed, Rc::new(|_| {})).await;
        let workspace = opened.unwrap();
        let tab = Medallions::new(&workspace, caller.clone());
        let first = ["med-1", "med-2"].map(|id| draft(&document(id, &["n"], &[id], &at(0))));
        tab.create_many(first.to_vec()).await.unwrap();
        tab.update(read(&document("med-2", &["n"], &["med-2"], &at(1))), None).await.unwrap();
        let made = async |name: &str, arguments: &[Value]| {
            call(&workspace, &caller, name, arguments).await.unwrap()
        };
        let project = made("tasks.import", &[json!(COURSE)]).await["project_id"].clone();
        let learner = made("learners.create", &[json!({"name": "Ada"})]).await["id"].clone();
        let leaf = json!([project.as_str().unwrap(), ".1.1"].concat());
        made("progress.submit", &[learner.clone(), leaf, json!({"content": "vinegar"})]).await;
        let plan = made("plans.import", &[json!(PLAN), json!({"path": "p.md"})]).await;
        let entries =
            store.read(1, u32::MAX).await.unwrap().into_iter().map(|(_, one)| match one {
                Stored::Entry(entry) => entry,
                Stored::Damaged(what) => panic!("{what}"),
            });
        Self { entries: entries.collect(), learner, project, plan: plan["id"].clone() }
    }

    /// The log once more.
    pub async fn log(&self) -> MemoryStore {
        let log = MemoryStore::new();
        let entries = self.entries.clone();
        log.commit(Commit { entries, ..Commit::default() }).await.unwrap();
        log
    }

    /// The task that is left to do.
    pub fn leaf(&self) -> Value {
        json!([self.project.as_str().unwrap(), ".1.1"].concat())
    }
}
