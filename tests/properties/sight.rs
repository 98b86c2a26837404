//! What a learner's handle sees of medallions: those whose scope names the learner, through every
//! call that reads, and nothing else. And the graph nodes and tags that scopes name, counted.

use std::cell::RefCell;
use std::rc::Rc;

use futures_executor::block_on;
use medallion::domain::medallion::{LabelCount, LabelQuery, Status};
use medallion::domain::role::{Role, Standing};
use medallion::llm::StubModel;
use medallion::service::{Caller, Document, Listing, Medallions, Workspace};
use medallion::{Code, Result};
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::cases::native::world;
use crate::cases::samples::{at, document, draft, ids, muse, read, scope, session, value, version};
use crate::cases::world::World;

const ALL: LabelQuery<'_> =
    LabelQuery { text: "", limit: usize::MAX, statuses: &[Status::Active, Status::Stale] };

fn seen_by(world: &World, workspace: &Rc<Workspace>, learner_id: Option<&str>) -> Medallions {
    let standing = Standing::of(Role::Learner, learner_id);
    Medallions::new(workspace, Caller { standing, ..world.caller() })
}

fn names_ada(document: &Document) -> bool {
    value(document)["scope"]["graph_nodes"].as_array().unwrap().contains(&json!("ada"))
}

fn shown(labels: &[LabelCount]) -> Vec<(String, u64)> {
    labels.iter().map(|own| (own.label.clone(), own.count)).collect()
}

/// The labels of documents, counted one by one.
fn counted(documents: &[Document], list: &str) -> Vec<(String, u64)> {
    let mut counts: Vec<(String, u64)> = Vec::new();
    for document in documents {
        let mut labels: Vec<Value> = value(document)["scope"][list].as_array().unwrap().clone();
        labels.sort_by_key(Value::to_string);
        labels.dedup();
        for label in labels {
            let label = label.as_str().unwrap();
            match counts.iter_mut().find(|(own, _)| own == label) {
                Some((_, count)) => *count += 1,
                None => counts.push((label.to_owned(), 1)),
            }
        }
    }
    counts.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
    counts
}

fn labels() -> impl Strategy<Value = Vec<&'static str>> {
    vec(prop::sample::select(&["ada", "bob", "a", "b"][..]), 0..4)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn a_learner_sees_what_the_host_sees_of_what_names_them(
        stored in vec((labels(), labels(), 0_u32..4), 0..14),
        (nodes, tags, limit) in (labels(), labels(), 0_usize..5),
    ) {
        block_on(async {
            let world = world();
            let workspace = world.workspace().await;
            let host = world.medallions(&workspace);
            for (number, (nodes, tags, seconds)) in stored.iter().enumerate() {
                let id = format!("med-{number}");
                host.create(draft(&document(&id, nodes, tags, &at(*seconds)))).await.unwrap();
                if number % 5 == 4 {
                    host.set_status(&id, Status::Stale).await.unwrap();
                }
            }
            let ada = seen_by(&world, &workspace, Some("ada"));
            let everything = host.list(&Listing { limit: 99, ..Listing::default() }).await.unwrap();
            let own: Vec<Document> = everything.items.into_iter().filter(names_ada).collect();
            assert_eq!(ada.count(), own.len());
            let mut paged = Vec::new();
            let mut listing = Listing { limit: 3, ..Listing::default() };
            loop {
                let page = ada.list(&listing).await.unwrap();
                assert_eq!(page.total, own.len());
                paged.extend(page.items);
                listing.before = page.next;
                if listing.before.is_none() { break; }
            }
            assert_eq!(&paged, &own);
            let asked = scope(&nodes, &tags);
            let all = host.latest_for_scope(&asked, 99, Status::ALL).await.unwrap();
            let expected: Vec<Document> = all.into_iter().filter(names_ada).take(limit).collect();
            assert_eq!(ada.latest_for_scope(&asked, limit, Status::ALL).await.unwrap(), expected);
            let labels = ada.scope_labels(&LabelQuery { statuses: Status::ALL, ..ALL }).unwrap();
            assert_eq!(shown(&labels.graph_nodes), counted(&own, "graph_nodes"));
            assert_eq!(shown(&labels.tags), counted(&own, "tags"));
            let own = ids(&own);
            for number in 0..stored.len() {
                let id = format!("med-{number}");
                let reads: [Result<()>; 4] = [
                    ada.get(&id).await.map(|found| assert!(found.is_some())),
                    ada.get_many(std::slice::from_ref(&id)).await.map(drop),
                    ada.history(&id).await.map(drop),
                    ada.diff(&id, 1, 1).await.map(drop),
                ];
                for read in reads {
                    let code = read.err().map(|error| error.code());
                    let denied = (!own.contains(&id)).then_some(Code::PermissionDenied);
                    assert_eq!(code, denied, "{id}");
                }
            }
        });
    }
}

#[test]
fn a_learner_leaves_behind_only_what_names_them_and_changes_nobody_elses() {
    block_on(async {
        let world = world();
        let workspace = world.workspace().await;
        let host = world.medallions(&workspace);
        host.create(draft(&document("med-1", &["repo"], &[], &at(0)))).await.unwrap();
        let ada = seen_by(&world, &workspace, Some("ada"));
        let refused = ada.checkpoint(&session(scope(&["repo"], &[]), "Mine."), &StubModel).await;
        let error = refused.unwrap_err();
        assert_eq!(
            (error.code(), error.path()),
            (Code::PermissionDenied, Some("scope.graph_nodes"))
        );
        let refused = ada.preview(&session(scope(&["repo"], &[]), "Mine."), &StubModel).await;
        assert_eq!(refused.unwrap_err().code(), Code::PermissionDenied);
        assert_eq!(host.version("med-1"), Some(1));
        let made =
            ada.checkpoint(&session(scope(&["repo", "ada"], &[]), "Mine."), &StubModel).await;
        assert!(names_ada(&made.unwrap()));
        assert_eq!((ada.count(), host.count()), (1, 2));
        let nobody = seen_by(&world, &workspace, None);
        assert_eq!((nobody.count(), nobody.get("med-none").await.unwrap()), (0, None));
        assert!(
            nobody
                .latest_for_scope(&scope(&["repo"], &[]), 9, Status::ALL)
                .await
                .unwrap()
                .is_empty()
        );
    });
}

#[test]
fn versions_that_were_about_somebody_else_stay_hidden() {
    block_on(async {
        let world = world();
        let workspace = world.workspace().await;
        let host = world.medallions(&workspace);
        let ada = seen_by(&world, &workspace, Some("ada"));
        for nodes in [&["bob"][..], &["ada", "bob"], &["bob"]] {
            let next = document("med-1", nodes, &[], &at(0));
            match host.version("med-1") {
                None => host.create(draft(&next)).await.unwrap(),
                Some(_) => host.update(read(&next), None).await.unwrap(),
            };
        }
        assert_eq!(ada.history("med-1").await.unwrap_err().code(), Code::PermissionDenied);
        host.delete("med-1").await.unwrap();
        let versions = ada.history("med-1").await.unwrap();
        assert_eq!(versions.iter().map(|own| own.version).collect::<Vec<u64>>(), [2]);
        assert!(version(&versions[0]).scope.graph_nodes.iter().any(|own| own.as_str() == "ada"));
        assert_eq!(ada.diff("med-1", 1, 2).await.unwrap_err().code(), Code::NotFound);
        let bob = seen_by(&world, &workspace, Some("carla"));
        assert_eq!(bob.history("med-1").await.unwrap_err().code(), Code::PermissionDenied);
    });
}

#[test]
fn a_learner_who_watches_a_scope_is_told_of_their_own_only() {
    block_on(async {
        let world = world();
        let workspace = world.workspace().await;
        let host = world.medallions(&workspace);
        let ada = seen_by(&world, &workspace, Some("ada"));
        let told: Rc<RefCell<Vec<Vec<String>>>> = Rc::default();
        let ear = told.clone();
        let tell = Box::new(move |list: Vec<Document>| ear.borrow_mut().push(ids(&list)));
        let watched = ada.watch_scope(scope(&["repo"], &[]), 9, vec![Status::Active], tell);
        let stop = watched.await.unwrap();
        for (id, nodes) in [("med-1", &["repo"][..]), ("med-2", &["repo", "ada"])] {
            host.create(draft(&document(id, nodes, &[], &at(0)))).await.unwrap();
            world.settle().await;
        }
        stop();
        assert_eq!(*told.borrow(), [vec![], vec!["med-2".to_owned()]]);
    });
}

#[test]
fn several_are_read_at_once_in_the_order_of_their_ids() {
    block_on(async {
        let world = world();
        let workspace = world.workspace().await;
        let tab = world.medallions(&workspace);
        tab.create(draft(&muse())).await.unwrap();
        for id in ["med-1", "med-2"] {
            tab.create(draft(&document(id, &["n"], &[], &at(0)))).await.unwrap();
        }
        tab.delete("med-2").await.unwrap();
        let asked = ["med-1", "med-none", "med-001", "med-2", "med-1"].map(str::to_owned);
        let found = tab.get_many(&asked).await.unwrap();
        let found: Vec<Option<String>> =
            found.iter().map(|own| own.as_ref().map(crate::cases::samples::id_of)).collect();
        let there = |id: &str| Some(id.to_owned());
        assert_eq!(found, [there("med-1"), None, there("med-001"), None, there("med-1")]);
        assert_eq!(tab.get_many(&[]).await.unwrap(), []);
        let standing = Standing::of(Role::Learner, Some("ada"));
        let ada = Medallions::new(&workspace, Caller { standing, ..world.caller() });
        let hidden = ada.get_many(&["med-none", "med-1"].map(str::to_owned)).await.unwrap_err();
        assert_eq!((hidden.code(), hidden.path()), (Code::PermissionDenied, Some("ids[1]")));
        assert_eq!(ada.get("med-1").await.unwrap_err().path(), None);
        workspace.close().await;
        assert_eq!(tab.get_many(&asked).await.unwrap_err().code(), Code::Closed);
    });
}

#[test]
fn what_scopes_name_is_told_the_most_frequent_first() {
    block_on(async {
        let tab = world().tab().await;
        for (id, nodes, tags) in [
            ("med-1", &["repo:muse", "repo:Ärger"][..], &["repo"][..]),
            ("med-2", &["repo:muse", "repo:muse"], &["idea", "repo"]),
            ("med-3", &["module:cli"], &["gone"]),
        ] {
            tab.create(draft(&document(id, nodes, tags, &at(0)))).await.unwrap();
        }
        tab.set_status("med-2", Status::Stale).await.unwrap();
        tab.delete("med-3").await.unwrap();
        let all = tab.scope_labels(&ALL).unwrap();
        let pair = |label: &str, count| (label.to_owned(), count);
        assert_eq!(shown(&all.graph_nodes), [pair("repo:muse", 2), pair("repo:Ärger", 1)]);
        assert_eq!(shown(&all.tags), [pair("repo", 2), pair("idea", 1)]);
        let found = tab.scope_labels(&LabelQuery { text: "ÄRG", ..ALL }).unwrap();
        assert_eq!((shown(&found.graph_nodes), found.tags.len()), (vec![pair("repo:Ärger", 1)], 0));
        let few = LabelQuery { limit: 1, statuses: &[Status::Active], ..ALL };
        let few = tab.scope_labels(&few).unwrap();
        assert_eq!(shown(&few.graph_nodes), [pair("repo:muse", 1)]);
        let none = tab.scope_labels(&LabelQuery { limit: 0, ..ALL }).unwrap();
        assert_eq!((none.graph_nodes, none.tags), (vec![], vec![]));
    });
}
