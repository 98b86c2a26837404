//! What a query by scope finds (spec A2.3): Q18 to Q25 and I7.

use medallion::domain::medallion::Status;
use medallion::service::Medallions;

use super::samples::{at, document, draft, ids, read, scope};
use super::world::World;

async fn stored(world: &World, medallions: &[(&str, &[&str], &[&str])]) -> Medallions {
    let tab = world.tab().await;
    for (second, (id, nodes, tags)) in (0..).zip(medallions) {
        tab.create(draft(&document(id, nodes, tags, &at(second)))).await.unwrap();
    }
    tab
}

/// The ids that a query finds, in alphabetical order; asked in the tab that wrote and in another.
async fn found(world: &World, tab: &Medallions, nodes: &[&str], tags: &[&str]) -> Vec<String> {
    let asked = scope(nodes, tags);
    let here = tab.latest_for_scope(&asked, 100, &[Status::Active]).await.unwrap();
    let there = world.tab().await.latest_for_scope(&asked, 100, &[Status::Active]).await.unwrap();
    assert_eq!(ids(&here), ids(&there));
    let mut ids = ids(&here);
    ids.sort_unstable();
    ids
}

pub async fn q18_nodes_alone_find_what_has_tags(world: World) {
    let tab = stored(&world, &[("med-1", &["repo:muse"], &["project_state"])]).await;
    assert_eq!(found(&world, &tab, &["repo:muse"], &[]).await, ["med-1"]);
}

pub async fn q19_the_exact_scope_is_one_hit(world: World) {
    let nodes: &[&str] = &["repo:muse", "module:cli"];
    let tags: &[&str] = &["project_state", "refactor"];
    let tab = stored(&world, &[("med-exact", nodes, tags)]).await;
    assert_eq!(found(&world, &tab, nodes, tags).await, ["med-exact"]);
    assert_eq!(
        found(&world, &tab, &["module:cli", "repo:muse", "repo:muse"], tags).await,
        ["med-exact"]
    );
    assert!(found(&world, &tab, &["REPO:MUSE"], tags).await.is_empty());
}

pub async fn q20_a_subset_of_nodes_finds_it(world: World) {
    let tab = stored(&world, &[("med-subset", &["a", "b", "c"], &["t"])]).await;
    assert_eq!(found(&world, &tab, &["a", "c"], &["t"]).await, ["med-subset"]);
    assert_eq!(found(&world, &tab, &["b"], &["t"]).await, ["med-subset"]);
}

pub async fn q21_an_update_moves_to_the_front(world: World) {
    let all = ["med-order-000", "med-order-001", "med-order-002"];
    let tab = world.tab().await;
    for (second, id) in (0..).zip(all) {
        tab.create(draft(&document(id, &["repo:muse"], &[], &at(second)))).await.unwrap();
    }
    tab.update(read(&document(all[1], &["repo:muse"], &[], &at(10))), None).await.unwrap();
    for tab in [tab, world.tab().await] {
        let asked = scope(&["repo:muse"], &[]);
        let found = tab.latest_for_scope(&asked, 10, &[Status::Active]).await.unwrap();
        assert_eq!(ids(&found), [all[1], all[2], all[0]]);
        let times: Vec<_> =
            found.iter().map(|found| found.medallion().unwrap().meta.updated_at).collect();
        assert!(times.windows(2).all(|pair| pair[0] > pair[1]));
    }
}

pub async fn q22_any_tag_is_enough(world: World) {
    let tab = stored(&world, &[("med-1", &[], &["project_state", "refactor", "backend"])]).await;
    assert_eq!(found(&world, &tab, &[], &["refactor"]).await, ["med-1"]);
    assert_eq!(found(&world, &tab, &[], &["project_state", "refactor"]).await, ["med-1"]);
    assert_eq!(found(&world, &tab, &[], &["frontend", "refactor"]).await, ["med-1"]);
    assert!(found(&world, &tab, &[], &["frontend"]).await.is_empty());
}

pub async fn q23_tags_alone_find_only_their_own(world: World) {
    let all: [(&str, &[&str], &[&str]); 2] = [
        ("med-tag-only-000", &["repo:a"], &["project_state"]),
        ("med-tag-only-001", &["repo:b"], &["refactor"]),
    ];
    let tab = stored(&world, &all).await;
    assert_eq!(found(&world, &tab, &[], &["project_state"]).await, ["med-tag-only-000"]);
}

pub async fn q24_q24b_q24c_all_requested_nodes_must_be_there(world: World) {
    let all: [(&str, &[&str], &[&str]); 4] = [
        ("1", &["muse", "cli"], &[]),
        ("2", &["muse", "cli", "store"], &[]),
        ("3", &["other", "cli"], &[]),
        ("4", &["muse"], &[]),
    ];
    let tab = stored(&world, &all).await;
    assert_eq!(found(&world, &tab, &["muse", "cli"], &[]).await, ["1", "2"]);
    assert_eq!(found(&world, &tab, &["cli"], &[]).await, ["1", "2", "3"]);
    assert!(found(&world, &tab, &["muse", "cli", "store", "api"], &[]).await.is_empty());
}

pub async fn q25_one_stored_and_three_questions(world: World) {
    let tab = stored(&world, &[("med-1", &["muse", "cli"], &[])]).await;
    assert_eq!(found(&world, &tab, &["muse"], &[]).await, ["med-1"]);
    assert_eq!(found(&world, &tab, &["muse", "cli"], &[]).await, ["med-1"]);
    assert!(found(&world, &tab, &["other"], &[]).await.is_empty());
}

pub async fn i7_five_stored_and_five_questions(world: World) {
    let all: [(&str, &[&str], &[&str]); 5] = [
        ("1", &["muse", "cli"], &["ps"]),
        ("2", &["muse", "cli", "store"], &["ps", "refactor"]),
        ("3", &["other", "api"], &["ps"]),
        ("4", &["muse"], &["ps"]),
        ("5", &["muse", "cli", "store", "api"], &["refactor"]),
    ];
    let tab = stored(&world, &all).await;
    assert_eq!(found(&world, &tab, &["muse"], &["ps"]).await, ["1", "2", "4"]);
    assert_eq!(found(&world, &tab, &["muse", "cli"], &["ps"]).await, ["1", "2"]);
    assert_eq!(found(&world, &tab, &[], &["refactor"]).await, ["2", "5"]);
    assert_eq!(found(&world, &tab, &["muse", "cli", "store"], &["ps"]).await, ["2"]);
    assert!(found(&world, &tab, &["nonexistent"], &[]).await.is_empty());
}
