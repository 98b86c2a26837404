//! A scope that is watched: told whenever its answer changed, and asked for only when it can have.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use futures_executor::block_on;
use medallion::Code;
use medallion::domain::medallion::Status;
use medallion::service::operations;
use medallion::service::{Document, Medallions, OnConflict, Taking, Workspace};
use medallion::store::memory::MemoryStore;
use medallion::store::{Durability, Store};

use crate::cases::faulty::{Call, Fault, Faulty};
use crate::cases::native::world;
use crate::cases::samples::{at, document, draft, read, scope, value};
use crate::cases::world::{Task, World, join};

/// A tab that watches a scope, and counts how often it looks.
struct Watching {
    world: World,
    log: MemoryStore,
    workspace: Rc<Workspace>,
    tab: Medallions,
    tasks: Rc<RefCell<Vec<Task<'static, ()>>>>,
    told: Rc<RefCell<Vec<Vec<Document>>>>,
}

impl Watching {
    async fn on(log: MemoryStore, store: Rc<dyn Store>) -> Self {
        let (world, tasks) = (world(), Rc::<RefCell<Vec<_>>>::default());
        let spawned = tasks.clone();
        let spawn = Rc::new(move |task| spawned.borrow_mut().push(task));
        let workspace = Workspace::open(store, Durability::Relaxed, spawn).await.unwrap();
        let tab = world.medallions(&workspace);
        // The room is looked at after the first commit.
        tab.create(new("first", "elsewhere")).await.unwrap();
        join(tasks.take()).await;
        let told: Rc<RefCell<Vec<Vec<Document>>>> = Rc::default();
        let ear = told.clone();
        let tell = Box::new(move |list| ear.borrow_mut().push(list));
        let asked = scope(&["n"], &[]);
        drop(tab.watch_scope(asked, 10, vec![Status::Active], tell).await.unwrap());
        told.take();
        Self { world, log, workspace, tab, tasks, told }
    }

    async fn new() -> Self {
        let log = MemoryStore::new();
        Self::on(log.clone(), Rc::new(log.connect())).await
    }

    async fn other(&self) -> Medallions {
        self.world.medallions(&self.world.workspace_on(Rc::new(self.log.connect())).await)
    }

    /// How often it looked since, and what it told.
    async fn looked(&self) -> (usize, Vec<Vec<String>>) {
        let mut looks = 0;
        while !self.tasks.borrow().is_empty() {
            let tasks = self.tasks.take();
            looks += tasks.len();
            join(tasks).await;
        }
        let ids = |list: &Vec<Document>| {
            let id = |one: &Document| value(one)["meta"]["medallion_id"].as_str().unwrap().into();
            list.iter().map(id).collect()
        };
        (looks, self.told.take().iter().map(ids).collect())
    }
}

fn new(id: &str, node: &str) -> medallion::domain::medallion::Draft {
    draft(&document(id, &[node], &[], &at(0)))
}

#[test]
fn it_is_looked_only_after_what_can_change_the_answer() {
    block_on(async {
        let own = Watching::new().await;
        let create = operations::all().find(|own| own.name == "tasks.create").unwrap();
        let task = [r#"{"task_type":"project","title":"Soil"}"#.to_owned()];
        own.workspace.perform(&own.world.caller(), create, &task).await.unwrap();
        own.tab.create(new("med-far", "elsewhere")).await.unwrap();
        own.tab.set_status("med-far", Status::Stale).await.unwrap();
        own.tab.delete("med-far").await.unwrap();
        assert_eq!(own.looked().await, (0, vec![]));

        own.tab.create(new("med-1", "n")).await.unwrap();
        assert_eq!(own.looked().await, (1, vec![vec!["med-1".into()]]));
        // What goes out of the answer matters, and what was in it does no more then.
        own.tab.update(read(&document("med-1", &["m"], &[], &at(1))), None).await.unwrap();
        assert_eq!(own.looked().await, (1, vec![vec![]]));
        own.tab.delete("med-1").await.unwrap();
        assert_eq!(own.looked().await, (0, vec![]));

        // A large import may have brought anything.
        let there = world().workspace_on(Rc::new(MemoryStore::new())).await;
        world().medallions(&there).create(new("med-2", "n")).await.unwrap();
        let file = there.export("x", &own.world.caller(), |_, _| {}).await.unwrap();
        let taking = Taking { conflict: OnConflict::Newer, dry_run: false, commit: 1 };
        own.workspace.import_as(&file, &own.world.caller(), taking).await.unwrap();
        assert_eq!(own.looked().await.1, [["med-2"]]);
    });
}

/// Both the old and the new one have version 1.
#[test]
fn an_id_that_was_erased_and_given_again_meanwhile_is_another_answer() {
    block_on(async {
        let own = Watching::new().await;
        own.tab.create(new("med-1", "n")).await.unwrap();
        own.looked().await;
        let other = own.other().await;
        assert!(other.erase("med-1").await.unwrap());
        let mut anew = document("med-1", &["n"], &[], &at(0));
        anew["summary"]["high_level"] = serde_json::json!("Anew.");
        other.create(draft(&anew)).await.unwrap();
        own.workspace.sync().await.unwrap();
        while !own.tasks.borrow().is_empty() {
            join(own.tasks.take()).await;
        }
        let told = own.told.take();
        assert_eq!(value(&told.last().unwrap()[0])["summary"]["high_level"], "Anew.");
    });
}

#[test]
fn an_answer_that_cannot_be_read_is_told_when_it_can() {
    block_on(async {
        for by_change in [true, false] {
            let fault: Rc<Cell<Option<Code>>> = Rc::default();
            let failing = fault.clone();
            let plan = move |call| failing.get().filter(|_| call == Call::Get).map(Fault::Fails);
            let log = MemoryStore::new();
            let faulty = Faulty::new(Rc::new(log.connect()), plan);
            let own = Watching::on(log, Rc::new(faulty)).await;
            let other = own.other().await;
            fault.set(Some(Code::Unavailable));
            other.create(new("med-1", "n")).await.unwrap();
            own.workspace.sync().await.unwrap();
            assert_eq!(own.looked().await.1, [[""; 0]; 0]);
            fault.set(None);
            match by_change {
                // Any change is a reason to try again.
                true => drop(own.tab.create(new("med-far", "elsewhere")).await.unwrap()),
                false => drop(own.tab.history("first").await.unwrap()),
            }
            assert_eq!(own.looked().await.1, [["med-1"]]);
        }
    });
}
