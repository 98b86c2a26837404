//! The cases of the spec on the memory store.

#![cfg(not(target_family = "wasm"))]
#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;
use std::time::Instant;

use futures_executor::block_on;
use medallion::store::Store;
use medallion::store::memory::MemoryStore;

mod cases;

use cases::world::{Stores, Task, World};

/// Logs in memory, by name.
struct InMemory {
    logs: RefCell<HashMap<String, MemoryStore>>,
    start: Instant,
}

impl Stores for InMemory {
    fn connect<'a>(&'a self, name: &'a str) -> Task<'a, Rc<dyn Store>> {
        Box::pin(async {
            let mut logs = self.logs.borrow_mut();
            Rc::new(logs.entry(name.to_owned()).or_default().connect()) as Rc<dyn Store>
        })
    }

    fn stopwatch(&self) -> Option<f64> {
        Some(self.start.elapsed().as_secs_f64() * 1000.0)
    }
}

fn world() -> World {
    let stores = InMemory { logs: RefCell::default(), start: Instant::now() };
    World::new(Rc::new(stores), "spec".into())
}

macro_rules! tests {
    ($($module:ident: $($case:ident)*;)*) => {
        $(mod $module {
            $(#[test]
            fn $case() {
                super::block_on(super::cases::$module::$case(super::world()));
            })*
        })*

        const NAMES: &[&str] = &[$($(stringify!($case),)*)*];
    };
}
cases::for_each_spec_case!(tests);

#[test]
fn every_case_of_the_spec_is_here_by_name() {
    let named: BTreeSet<&str> = NAMES.iter().flat_map(|name| name.split('_')).collect();
    let ranges = [
        ("u", 31),
        ("s", 19),
        ("q", 26),
        ("l", 15),
        ("c", 17),
        ("k", 9),
        ("i", 7),
        ("p", 3),
        ("x", 18),
    ];
    let missing: Vec<String> = ranges
        .iter()
        .flat_map(|(letter, last)| (1..=*last).map(move |number| format!("{letter}{number}")))
        .chain(["q24b".to_owned(), "q24c".to_owned()])
        .filter(|id| !named.contains(id.as_str()))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}
