//! Worlds in memory, for tests that run natively.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::time::Instant;

use medallion::store::Store;
use medallion::store::memory::MemoryStore;

use super::world::{Stores, Task, World};

/// Logs in memory, by name.
struct InMemory {
    logs: RefCell<HashMap<String, MemoryStore>>,
    new_log: fn() -> MemoryStore,
    start: Instant,
}

impl Stores for InMemory {
    fn connect<'a>(&'a self, name: &'a str) -> Task<'a, Rc<dyn Store>> {
        Box::pin(async {
            let mut logs = self.logs.borrow_mut();
            let log = logs.entry(name.to_owned()).or_insert_with(self.new_log);
            Rc::new(log.connect()) as Rc<dyn Store>
        })
    }

    fn stopwatch(&self) -> Option<f64> {
        Some(self.start.elapsed().as_secs_f64() * 1000.0)
    }
}

fn on(new_log: fn() -> MemoryStore) -> World {
    let stores = InMemory { logs: RefCell::default(), new_log, start: Instant::now() };
    World::new(Rc::new(stores), "native".into())
}

/// A world in which everybody waits for their turn.
pub fn world() -> World {
    on(MemoryStore::new)
}

/// A world in which nobody waits: whoever is second finds out when it commits.
pub fn impatient_world() -> World {
    on(|| MemoryStore::with_patience(|| Box::pin(std::future::ready(()))))
}
