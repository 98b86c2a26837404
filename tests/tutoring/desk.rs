//! A tab that calls operations by name, as JavaScript does.

use std::rc::Rc;

use medallion::domain::event::Event;
use medallion::domain::role::{Role, Standing};
use medallion::service::operations::{self, Operation};
use medallion::service::{Caller, Environment, EventFilter, OnConflict, Repeating, Workspace};
use medallion::store::memory::MemoryStore;
use medallion::store::{Durability, Store};
use medallion::{Error, Result};
use serde_json::Value;

/// A tab on a log in memory.
#[derive(Clone)]
pub struct Desk {
    pub workspace: Rc<Workspace>,
    pub caller: Caller,
    store: Rc<MemoryStore>,
}

/// The row of a name.
pub fn operation(name: &str) -> &'static Operation {
    operations::all().find(|own| own.name == name).unwrap_or_else(|| panic!("no operation {name}"))
}

impl Desk {
    /// The first tab of a log of its own.
    pub fn new() -> Self {
        let environment: Rc<dyn Environment> = Rc::new(Repeating::from("2026-01-31T12:00:00Z"));
        Self::on(MemoryStore::new(), Caller::new(environment))
    }

    /// Another tab on the same log.
    pub fn another(&self) -> Self {
        Self::on(self.store.connect(), self.caller.clone())
    }

    fn on(own: MemoryStore, caller: Caller) -> Self {
        let store: Rc<dyn Store> = Rc::new(own.connect());
        let opened = Workspace::open(store, Durability::Relaxed, Rc::new(|_| {}));
        Self { workspace: pollster::block_on(opened).unwrap(), caller, store: Rc::new(own) }
    }

    /// The same tab for somebody else.
    pub fn as_role(&self, role: Role, learner_id: Option<&str>) -> Self {
        let caller = Caller { standing: Standing::of(role, learner_id), ..self.caller.clone() };
        Self { caller, ..self.clone() }
    }

    /// Calls an operation; `null` stands for an argument that was left out.
    pub fn try_call(&self, name: &str, arguments: &[Value]) -> Result<Value> {
        let text = |argument: &Value| match argument {
            Value::Null => String::new(),
            given => given.to_string(),
        };
        let texts: Vec<String> = arguments.iter().map(text).collect();
        let performed = self.workspace.perform(&self.caller, operation(name), &texts);
        let answer = pollster::block_on(performed)?;
        Ok(match answer.as_str() {
            "" => Value::Null,
            json => serde_json::from_str(json).unwrap(),
        })
    }

    /// The same, for what must work.
    pub fn call(&self, name: &str, arguments: &[Value]) -> Value {
        self.try_call(name, arguments).unwrap_or_else(|error| panic!("{name}: {error:?}"))
    }

    /// The same, for what must not work.
    pub fn refusal(&self, name: &str, arguments: &[Value]) -> Error {
        match self.try_call(name, arguments) {
            Ok(answer) => panic!("{name} must be refused, and said {answer}"),
            Err(error) => error,
        }
    }

    /// A bare connection to the log.
    pub fn log(&self) -> MemoryStore {
        self.store.connect()
    }

    /// How many entries the log has.
    pub fn entries(&self) -> u64 {
        pollster::block_on(self.workspace.health(true)).unwrap().entries
    }

    /// The audit trail, newest first.
    pub fn events(&self) -> Vec<Event> {
        let filter = EventFilter { limit: 10_000, ..EventFilter::default() };
        pollster::block_on(self.workspace.events(&filter)).unwrap().items
    }

    /// Everything in one text.
    pub fn export(&self) -> String {
        let exported = self.workspace.export("desk", &self.caller, |_, _| {});
        pollster::block_on(exported).unwrap()
    }

    /// Takes in such a text.
    pub fn import(&self, file: &str) {
        let imported = self.workspace.import(&file, &self.caller, OnConflict::Newer, false);
        pollster::block_on(imported).unwrap();
    }
}
