//! What holds for every difference between two documents.

use std::collections::BTreeSet;

use medallion::Medallion;
use medallion::domain::medallion::{Diff, diff, partly};
use proptest::prelude::*;

use super::generate::documents;
use super::json::{Json, damages};

fn read(document: &Json) -> Medallion {
    Medallion::parse(&document.text()).unwrap()
}

/// Two documents that have something in common: one of them was damaged, and is still right.
fn pairs() -> impl Strategy<Value = (Medallion, Medallion)> {
    (documents(), proptest::collection::vec(damages(), 1..4)).prop_filter_map(
        "still a document",
        |(document, damages)| {
            let mut changed = document.clone();
            damages.iter().for_each(|damage| damage.apply(&mut changed));
            Some((read(&document), Medallion::parse(&changed.text()).ok()?))
        },
    )
}

fn paths(diff: &Diff) -> Vec<&str> {
    diff.paths().collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn nothing_differs_from_itself(document in documents()) {
        let document = read(&document);
        prop_assert!(diff(&document, &document).is_empty());
    }

    #[test]
    fn two_documents_that_differ_have_a_difference((from, to) in pairs()) {
        prop_assert_eq!(diff(&from, &to).is_empty(), from == to);
    }

    #[test]
    fn a_difference_backwards_is_the_same_one_turned_round((from, to) in pairs()) {
        let (there, back) = (diff(&from, &to), diff(&to, &from));
        prop_assert_eq!(&there.added, &back.removed);
        prop_assert_eq!(&there.removed, &back.added);
        prop_assert!(there.changed.keys().eq(back.changed.keys()));
        prop_assert!(there.changed.values().zip(back.changed.values()).all(|(a, b)| a.from == b.to));
        let all: BTreeSet<&str> = there.paths().collect();
        prop_assert_eq!(all.len(), paths(&there).len());
    }

    #[test]
    fn what_was_approved_is_all_that_differs((from, to) in pairs(), choice in any::<u64>()) {
        let all = diff(&from, &to);
        let goes = |path: &str| choice >> (path.len() % 64) & 1 == 1 || ["meta.model", "meta.updated_at"].contains(&path);
        let mut approved = all.clone();
        approved.added.retain(|path, _| goes(path));
        approved.changed.retain(|path, _| goes(path));
        approved.removed.retain(|path, _| goes(path));
        let Ok(part) = partly(&from, &to, &all, &approved) else { return Ok(()) };
        prop_assert_eq!(diff(&from, &part), approved);
        prop_assert_eq!(&partly(&from, &to, &all, &all).unwrap(), &to);
    }
}

fn muse(change: impl Fn(&mut serde_json::Value)) -> Medallion {
    let mut value = crate::cases::samples::muse();
    change(&mut value);
    crate::cases::samples::read(&value)
}

#[test]
fn items_are_told_apart_by_id_or_name_and_not_by_place() {
    let from = muse(|_| {});
    let to = muse(|value| {
        let mut first = value["decisions"][0].clone();
        value["decisions"][0]["confidence"] = 0.5.into();
        first["id"] = "D-000".into();
        value["decisions"].as_array_mut().unwrap().insert(0, first);
        value["summary"]["subsystems"][0]["status"] = "deprecated".into();
        value["open_questions"] = serde_json::json!([]);
        value["scope"]["tags"] = serde_json::json!(["refactor"]);
    });
    let found = diff(&from, &to);
    assert_eq!(found.added.keys().collect::<Vec<_>>(), ["decisions[D-000]"]);
    assert_eq!(found.removed.keys().collect::<Vec<_>>(), ["open_questions[Q-001]"]);
    let changed: Vec<&str> = found.changed.keys().map(String::as_str).collect();
    assert_eq!(
        changed,
        ["decisions[D-001].confidence", "scope.tags", "summary.subsystems[cli].status"]
    );
    let confidence = found.changed.get("decisions[D-001].confidence").unwrap();
    assert_eq!((confidence.from.text(), confidence.to.text()), ("0.9", "0.5"));
}
