//! The audit trail, asked in every way: a page holds what its filter accepts, and the total counts it.

use std::rc::Rc;

use futures_executor::block_on;
use medallion::domain::event::EntityType;
use medallion::service::{EventFilter, Retention, Workspace, operations};
use proptest::prelude::*;
use serde_json::json;

use super::connections::{commands, perform};
use crate::cases::models::Mock;
use crate::cases::native::world;
use crate::cases::samples::{at, document, draft};

/// Asks with every filter that is made of these.
pub async fn assert_totals(workspace: &Rc<Workspace>, ids: &[&str], actors: &[&str]) {
    let every = EventFilter { limit: usize::MAX, ..EventFilter::default() };
    let all = workspace.events(&every).await.unwrap().items;
    let or_any = |some: &[&str]| {
        let some = some.iter().map(|own| Some((*own).to_owned()));
        std::iter::once(None).chain(some).collect::<Vec<Option<String>>>()
    };
    let some = [EntityType::Medallion, EntityType::Task, EntityType::Workspace, EntityType::Plan];
    for entity_type in std::iter::once(None).chain(some.map(Some)) {
        for entity_id in or_any(ids) {
            for actor in or_any(actors) {
                let (entity_id, actor) = (entity_id.clone(), actor.clone());
                let filter = EventFilter { entity_type, entity_id, actor, ..every.clone() };
                let page = workspace.events(&filter).await.unwrap();
                let expected = all.iter().filter(|event| {
                    entity_type.is_none_or(|kind| kind == event.entity_type)
                        && filter.entity_id.as_ref().is_none_or(|id| *id == event.entity_id)
                        && filter.actor.as_ref().is_none_or(|own| own == event.actor.as_str())
                });
                let expected: Vec<u64> = expected.map(|event| event.seq).collect();
                let found: Vec<u64> = page.items.iter().map(|event| event.seq).collect();
                assert_eq!(found, expected, "{filter:?}");
                assert_eq!(page.total, expected.len(), "{filter:?}");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn a_total_is_the_number_of_all_items_for_every_filter(
        script in proptest::collection::vec((commands(), 0_usize..2), 0..30),
        versions in proptest::option::of(1_u64..3),
    ) {
        block_on(async {
            let world = world();
            let workspace = world.workspace().await;
            let callers = ["ada", "bob"].map(|name| world.caller_named(name, "r"));
            let model = Mock::collecting();
            let create = operations::all().find(|own| own.name == "tasks.create").unwrap();
            for (number, (command, who)) in script.iter().enumerate() {
                let caller = &callers[*who];
                let tab = medallion::service::Medallions::new(&workspace, caller.clone());
                perform(command, &workspace, &tab, &model, &format!("D-{number}")).await;
                let project = json!({"task_type": "project", "title": number.to_string()});
                workspace.perform(caller, create, &[project.to_string()]).await.unwrap();
            }
            if let Some(versions) = versions {
                let policy = Retention { versions: Some(versions), days: None };
                workspace.keep(&callers[0], policy).await.unwrap();
            }
            // A record may have the name that the workspace's own lines have.
            let tab = medallion::service::Medallions::new(&workspace, callers[1].clone());
            tab.create(draft(&document("history", &["n"], &[], &at(0)))).await.unwrap();
            let ids = ["med-0", "med-3", "history", "nobody"];
            for workspace in [workspace.clone(), world.workspace().await] {
                assert_totals(&workspace, &ids, &["ada", "bob", "nobody"]).await;
            }
        });
    }
}
