//! The cases of the spec on the memory store.

#![cfg(not(target_family = "wasm"))]
#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

use std::collections::BTreeSet;

use futures_executor::block_on;

mod cases;

use cases::native::world;

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
