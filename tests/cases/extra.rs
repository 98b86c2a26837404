//! What the reference gets wrong (spec A4.3): X1 to X18.

use medallion::domain::medallion::{MatchRule, Status};
use medallion::llm::StubModel;
use medallion::service::{Checkpoint, Listing, Medallions};
use medallion::store::{Commit, Entry, Stored};
use medallion::{Code, Medallion};
use serde_json::{Value, json};

use super::models::{Mock, Repairing, summary};
use super::samples::{at, document, draft, id_of, ids, muse, read, scope, session, value, version};
use super::world::{Task, World, join, step_aside};

const ACTIVE: &[Status] = &[Status::Active];

/// Ours: a query for nothing finds nothing; `list` lists everything (design rule 2). A checkpoint
/// about nothing is `INVALID` at `scope` (design rule 1).
pub async fn x1_s14_an_empty_scope_on_a_full_store_finds_nothing_and_list_finds_all(world: World) {
    let tab = world.tab().await;
    for second in 0..3 {
        let id = format!("med-{second}");
        tab.create(draft(&document(&id, &["a"], &[], &at(second)))).await.unwrap();
    }
    let nothing = scope(&[], &[]);
    assert!(tab.latest_for_scope(&nothing, 10, ACTIVE).await.unwrap().is_empty());
    let page = tab.list(&Listing::default()).await.unwrap();
    assert_eq!(ids(&page.items), ["med-2", "med-1", "med-0"]);
    let error = tab.checkpoint(&session(nothing, "A session."), &StubModel).await.unwrap_err();
    assert_eq!((error.code(), error.path()), (Code::Invalid, Some("scope")));
}

pub async fn x2_one_old_match_behind_sixty_others_is_found(world: World) {
    let tab = world.tab().await;
    tab.create(draft(&document("med-match", &["repo:muse"], &[], &at(0)))).await.unwrap();
    let others = (1..=60).map(|second| {
        draft(&document(&format!("med-{second}"), &["repo:other"], &[], &at(second)))
    });
    tab.create_many(others.collect()).await.unwrap();
    for tab in [tab, world.tab().await] {
        let found = tab.latest_for_scope(&scope(&["repo:muse"], &[]), 1, ACTIVE).await.unwrap();
        assert_eq!(ids(&found), ["med-match"]);
    }
}

async fn checkpoint(tab: &Medallions, nodes: &[&str], text: &str) -> Medallion {
    let request = session(scope(nodes, &[]), text);
    tab.checkpoint(&request, &StubModel).await.unwrap().medallion().unwrap()
}

pub async fn x3_a_checkpoint_after_five_other_scopes_updates_its_own(world: World) {
    let tab = world.tab().await;
    let own = checkpoint(&tab, &["repo:muse"], "First.").await;
    for other in ["a", "b", "c", "d", "e"] {
        checkpoint(&tab, &[other], "Another.").await;
    }
    let again = checkpoint(&tab, &["repo:muse"], "Second.").await;
    assert_eq!((again.meta.medallion_id, tab.count()), (own.meta.medallion_id, 6));
}

/// The reference's loose rule is there on request: `match: "overlap"`.
pub async fn x4_a_broader_scope_is_another_scope(world: World) {
    let tab = world.tab().await;
    let narrow = checkpoint(&tab, &["repo", "cli"], "Narrow.").await;
    let broad = checkpoint(&tab, &["repo"], "Broad.").await;
    assert_ne!(broad.meta.medallion_id, narrow.meta.medallion_id);
    assert_eq!(broad.scope, scope(&["repo"], &[]));
    let same = checkpoint(&tab, &["cli", "repo", "repo"], "Narrow again.").await;
    assert_eq!(same.meta.medallion_id, narrow.meta.medallion_id);
    assert_eq!(same.scope, narrow.scope);
    let loose = Checkpoint { rule: MatchRule::Overlap, ..session(scope(&["repo"], &[]), "Loose.") };
    let newest = tab.checkpoint(&loose, &StubModel).await.unwrap().medallion().unwrap();
    assert_eq!((newest.meta.medallion_id, tab.count()), (narrow.meta.medallion_id, 2));
    assert_eq!(newest.scope, narrow.scope);
}

/// Equal instants: the one that was committed later comes first (design rule 2).
pub async fn x5_x17_order_is_by_instant_and_then_by_commit(world: World) {
    let tab = world.tab().await;
    let noon = "2025-01-01T12:00:00";
    let same = ["med-b", "med-a", "med-c"].map(|id| draft(&document(id, &["n"], &[], noon)));
    tab.create_many(same.to_vec()).await.unwrap();
    let evening = document("med-late", &["n"], &[], "2025-01-01T20:00:00Z");
    let tokyo = document("med-tokyo", &["n"], &[], "2025-01-01T23:00:00+09:00");
    tab.create(draft(&evening)).await.unwrap();
    tab.create(draft(&tokyo)).await.unwrap();
    tab.create(draft(&document("med-same", &["n"], &[], "2025-01-01T12:00:00Z"))).await.unwrap();
    let expected = ["med-late", "med-tokyo", "med-same", "med-c", "med-a", "med-b"];
    for tab in [tab, world.tab().await] {
        let found = tab.latest_for_scope(&scope(&["n"], &[]), 10, ACTIVE).await.unwrap();
        assert_eq!(ids(&found), expected);
        assert_eq!(ids(&tab.list(&Listing::default()).await.unwrap().items), expected);
    }
}

/// Ours: a time without a zone is UTC.
pub async fn x6_naive_and_zoned_times_go_together(world: World) {
    let tab = world.tab().await;
    let mut mixed = document("med-1", &["n"], &[], "2025-01-01T12:00:00");
    mixed["meta"]["updated_at"] = json!("2025-01-01T14:00:00+01:00");
    let stored = value(&tab.create(draft(&mixed)).await.unwrap());
    assert_eq!(stored["meta"]["created_at"], "2025-01-01T12:00:00Z");
    assert_eq!(stored["meta"]["updated_at"], "2025-01-01T13:00:00Z");
    mixed["meta"]["updated_at"] = json!("2025-01-01T12:30:00+01:00");
    let error = Medallion::parse(&mixed.to_string()).unwrap_err();
    assert_eq!((error.code(), error.path()), (Code::Invalid, Some("meta.updated_at")));
}

/// Ours: it is ignored (design rule 3).
pub async fn x7_update_keeps_created_at_whatever_it_is_told(world: World) {
    let tab = world.tab().await;
    tab.create(draft(&document("med-1", &["n"], &[], &at(30)))).await.unwrap();
    for other in [at(0), at(45)] {
        let mut changed = document("med-1", &["n"], &[], &other);
        changed["meta"]["updated_at"] = json!(at(60));
        let stored = tab.update(read(&changed), None).await.unwrap();
        assert_eq!(value(&stored)["meta"]["created_at"], at(30).as_str());
    }
}

/// Ours: the caller's time, if it is newer; else the later of now and a millisecond after the old
/// one (design rule 3).
pub async fn x8_updated_at_always_rises(world: World) {
    let tab = world.tab().await;
    tab.create(draft(&document("med-1", &["n"], &[], &at(30)))).await.unwrap();
    let mut last = at(30).parse().unwrap();
    let now = world.caller().now().unwrap();
    let (old, far) = (at(0), "2099-01-01T00:00:00Z".to_owned());
    for given in [&old, &old, &far, &far, &old] {
        let input = document("med-1", &["n"], &[], given);
        let stored = tab.update(read(&input), None).await.unwrap().medallion().unwrap();
        let own = stored.meta.updated_at;
        assert!(own > last && own > now, "{own} after {last}");
        assert!(own == given.parse().unwrap() || own > given.parse().unwrap());
        last = own;
    }
    assert_eq!(last.to_string(), "2099-01-01T00:00:00.002Z");
    let stale = tab.set_status("med-1", Status::Stale).await.unwrap().medallion().unwrap();
    assert!(stale.meta.updated_at > last);
}

async fn add_decision(tab: &Medallions, id: &str) -> medallion::Result<()> {
    let expected = tab.version("med-1");
    let mut read = value(&tab.get("med-1").await?.unwrap());
    step_aside().await;
    let decision = json!({"id": id, "statement": id, "rationale": "", "confidence": 1});
    read["decisions"].as_array_mut().unwrap().push(decision);
    tab.update(Medallion::parse(&read.to_string())?, expected).await.map(drop)
}

/// Ours: with `expectedVersion` four of five are told; who tries again gets it in.
pub async fn x9_five_parallel_updates_are_all_kept_or_conflicts(world: World) {
    world.tab().await.create(draft(&document("med-1", &["n"], &[], &at(0)))).await.unwrap();
    let mut tabs = Vec::new();
    for number in 0..5 {
        let workspace = world.workspace().await;
        let tab = world.medallions(&workspace);
        tabs.push((format!("D-{number}"), workspace, tab));
    }
    let tries: Vec<Task<'_, Vec<Option<Code>>>> = tabs
        .iter()
        .map(|(id, workspace, tab)| {
            Box::pin(async move {
                let mut codes = Vec::new();
                while codes.last() != Some(&None) {
                    codes.push(add_decision(tab, id).await.err().map(|error| error.code()));
                    workspace.sync().await.unwrap();
                }
                codes
            }) as Task<'_, _>
        })
        .collect();
    let codes = join(tries).await;
    let firsts: Vec<_> = codes.iter().filter_map(|codes| codes[0]).collect();
    assert_eq!(firsts, [Code::Conflict; 4]);
    assert!(codes.iter().flatten().flatten().all(|code| *code == Code::Conflict));
    let tab = world.tab().await;
    let stored = tab.get("med-1").await.unwrap().unwrap().medallion().unwrap();
    assert_eq!((stored.decisions.len(), tab.version("med-1")), (5, Some(6)));
}

/// Five tabs, one scope, one model that adds a decision for each evidence.
async fn five_at_once(world: &World) -> (Vec<Medallion>, u32) {
    let model = Mock::collecting().after(step_aside);
    let mut tabs = Vec::new();
    for number in 0..5 {
        tabs.push((format!("D-{number}"), world.tab().await));
    }
    let all: Vec<Task<'_, Medallion>> = tabs
        .iter()
        .map(|(name, tab)| {
            let request = session(scope(&["n"], &[]), name);
            let model = &model;
            Box::pin(
                async move { tab.checkpoint(&request, model).await.unwrap().medallion().unwrap() },
            ) as Task<'_, _>
        })
        .collect();
    let made = join(all).await;
    let (generated, updated) = model.calls();
    (made, generated + updated)
}

/// The last one made holds all five; waiting for one's turn spares asking in vain.
pub async fn x9_five_parallel_checkpoints_are_all_kept(world: World) {
    world.tab().await.create(draft(&document("med-1", &["n"], &[], &at(0)))).await.unwrap();
    let (made, calls) = five_at_once(&world).await;
    assert!(made.iter().all(|one| one.meta.medallion_id.as_str() == "med-1"));
    let tab = world.tab().await;
    let stored = tab.get("med-1").await.unwrap().unwrap().medallion().unwrap();
    let mut names: Vec<&str> = stored.decisions.iter().map(|one| one.id.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["D-0", "D-1", "D-2", "D-3", "D-4"]);
    assert!((5..=10).contains(&calls), "{calls} calls");
    let history = tab.history("med-1").await.unwrap();
    let counts: Vec<usize> = history.iter().map(|one| version(one).decisions.len()).collect();
    assert_eq!(counts, [5, 4, 3, 2, 1, 0]);
}

pub async fn x10_five_parallel_first_checkpoints_make_one_medallion(world: World) {
    let (made, calls) = five_at_once(&world).await;
    assert!(made.iter().all(|one| one.meta.medallion_id == made[0].meta.medallion_id));
    let tab = world.tab().await;
    assert_eq!(tab.count(), 1);
    let id = made[0].meta.medallion_id.as_str();
    let stored = tab.get(id).await.unwrap().unwrap().medallion().unwrap();
    assert_eq!((stored.decisions.len(), tab.version(id)), (5, Some(5)));
    assert!((5..=10).contains(&calls), "{calls} calls");
}

/// Ours: hidden from lists, `CORRUPT` where it is asked for, `ALREADY_EXISTS` for who would create
/// it; an update writes it anew, and `health` names it.
pub async fn x11_a_damaged_record_is_typed_hidden_and_can_be_written_again(world: World) {
    let drafts = ["med-1", "med-2", "med-3"].map(|id| draft(&document(id, &["n"], &[], &at(0))));
    world.tab().await.create_many(drafts.to_vec()).await.unwrap();
    let store = world.store().await;
    let Some((1, Stored::Entry(entry))) = store.read(1, 1).await.unwrap().pop() else { panic!() };
    let text = entry.text.replace("About med-2.", "About med-7.");
    assert_ne!(text, entry.text);
    let rewrites = vec![(1, Entry { text, ..entry })];
    store.commit(Commit { after: 1, rewrites, ..Commit::default() }).await.unwrap();

    let workspace = world.workspace().await;
    let tab = world.medallions(&workspace);
    assert_eq!(tab.get("med-2").await.unwrap_err().code(), Code::Corrupt);
    assert_eq!(ids(&tab.list(&Listing::default()).await.unwrap().items), ["med-3", "med-1"]);
    let found = tab.latest_for_scope(&scope(&["n"], &[]), 10, ACTIVE).await.unwrap();
    assert_eq!((ids(&found), tab.count()), (vec!["med-3".to_owned(), "med-1".to_owned()], 2));
    let again = draft(&document("med-2", &["n"], &[], &at(0)));
    assert_eq!(tab.create(again).await.unwrap_err().code(), Code::AlreadyExists);
    let health = workspace.health(false).await.unwrap();
    let named: Vec<_> =
        health.problems.iter().map(|one| (one.entry, one.entity_id.0.as_deref())).collect();
    assert_eq!(named, [(1, Some("med-2"))]);
    tab.update(read(&document("med-2", &["n"], &[], &at(1))), None).await.unwrap();
    for tab in [tab, world.tab().await] {
        assert_eq!(id_of(&tab.get("med-2").await.unwrap().unwrap()), "med-2");
        assert_eq!(tab.count(), 3);
    }
}

pub async fn x12_unknown_properties_are_preserved(world: World) {
    let tab = world.tab().await;
    let mut stored = muse();
    let unknown = json!({"a": [1, {"b": null}]});
    for place in [
        "",
        "/meta",
        "/scope",
        "/summary",
        "/summary/subsystems/0",
        "/decisions/0",
        "/open_questions/0",
        "/affordances",
    ] {
        stored.pointer_mut(place).unwrap()["later"] = unknown.clone();
    }
    tab.create(draft(&stored)).await.unwrap();
    assert_eq!(value(&tab.get("med-001").await.unwrap().unwrap()), stored);
    let found = world.tab().await.get("med-001").await.unwrap().unwrap();
    tab.update(found.medallion().unwrap(), None).await.unwrap();
    tab.set_status("med-001", Status::Stale).await.unwrap();
    let mut found = value(&world.tab().await.get("med-001").await.unwrap().unwrap());
    found["meta"]["status"] = json!("active");
    found["meta"]["updated_at"] = stored["meta"]["updated_at"].clone();
    assert_eq!(found, stored);
}

async fn is_refused(tab: &Medallions, stored: &Value, path: &str) {
    let error = tab.create(draft(stored)).await.unwrap_err();
    assert_eq!((error.code(), error.path()), (Code::Invalid, Some(path)));
    assert_eq!(Medallion::parse(&stored.to_string()).unwrap_err().path(), Some(path));
    assert_eq!(tab.count(), 0);
}

pub async fn x13_knowledge_that_ends_before_it_begins_is_an_error(world: World) {
    let tab = world.tab().await;
    let mut stored = muse();
    stored["meta"]["knowledge_max_ts"] = json!("2024-12-31T23:59:59Z");
    is_refused(&tab, &stored, "meta.knowledge_min_ts").await;
    stored["meta"]["knowledge_max_ts"] = json!("2025-01-01T01:00:00+01:00");
    tab.create(draft(&stored)).await.unwrap();
}

pub async fn x14_repeated_ids_are_an_error(world: World) {
    let tab = world.tab().await;
    for list in ["decisions", "open_questions"] {
        let mut stored = muse();
        let item = stored[list][0].clone();
        stored[list].as_array_mut().unwrap().push(item);
        is_refused(&tab, &stored, &format!("{list}[1].id")).await;
    }
}

pub async fn x15_the_greatest_limit_is_just_a_limit(world: World) {
    let tab = world.tab().await;
    tab.create(draft(&document("med-1", &["n"], &[], &at(0)))).await.unwrap();
    let found = tab.latest_for_scope(&scope(&["n"], &[]), usize::MAX, ACTIVE).await.unwrap();
    assert_eq!(found.len(), 1);
    let page = tab.list(&Listing { limit: usize::MAX, ..Listing::default() }).await.unwrap();
    assert_eq!((page.items.len(), page.next), (1, None));
}

/// Whoever answers wrong is told so once, and what is right then is stored.
pub async fn x16_an_answer_that_cannot_be_used_has_one_more_chance(world: World) {
    let tab = world.tab().await;
    let request = session(scope(&["n"], &[]), "A session.");
    let wrong = json!({"summary": {"high_level": ""}, "affordances": {}, "decisions": [
        {"id": "D", "statement": "s", "rationale": "r", "confidence": 7}, {"id": "E"}]});
    for said in ["Created.", "Updated."] {
        let model = Repairing::new(wrong.to_string(), summary(said));
        let made = value(&tab.checkpoint(&request, &model).await.unwrap());
        assert_eq!(made["summary"]["high_level"], said);
        let told = model.told();
        assert_eq!(told.len(), 1);
        assert_eq!(told[0].answer.0.as_deref(), Some(&*wrong.to_string()));
        let paths: Vec<&str> = told[0].problems.iter().map(|own| own.path.as_str()).collect();
        assert!(paths.contains(&"decisions[0].confidence"), "{paths:?}");
        assert!(paths.contains(&"decisions[1].statement"), "{paths:?}");
    }
    assert_eq!(world.entries().await.len(), 2);
    // Twice wrong is an error, and what failed altogether is not asked again.
    for stubborn in [Repairing::new("no", "none"), Repairing::new("no", summary("Late.")).failing()]
    {
        assert!(tab.checkpoint(&request, &stubborn).await.is_err());
        assert_eq!((stubborn.told().len(), world.entries().await.len()), (1, 2));
    }
    let failing = Mock::failing(Code::LlmFailed);
    assert_eq!(tab.checkpoint(&request, &failing).await.unwrap_err().code(), Code::LlmFailed);
    assert_eq!(failing.calls(), (0, 1));
    // A model that knows nothing of repairs is asked the same again, once.
    let simple = Mock::saying("no");
    assert_eq!(tab.checkpoint(&request, &simple).await.unwrap_err().code(), Code::LlmInvalid);
    assert_eq!(simple.calls(), (0, 2));
}

/// Ours: one class, one code for each kind of failure, the paths, and nothing is stored.
pub async fn x16_whatever_a_model_answers_is_the_models_error(world: World) {
    let tab = world.tab().await;
    let request = session(scope(&["n"], &[]), "A session.");
    let wrong = [
        ("", ""),
        ("null", ""),
        ("[]", ""),
        ("7", ""),
        ("\"a text\"", ""),
        ("I am a language model.", ""),
        ("{}", "summary"),
        (r#"{"summary": {}, "affordances": {}}"#, "summary.high_level"),
        (r#"{"summary": {"high_level": ""}}"#, "affordances"),
        (r#"{"summary": {"high_level": ""}, "affordances": {}, "decisions": null}"#, "decisions"),
        (
            r#"{"summary": {"high_level": ""}, "affordances": {}, "meta": {"updated_at": "soon"}}"#,
            "meta.updated_at",
        ),
    ];
    for stored in 0..2 {
        for (said, path) in wrong {
            let error = tab.checkpoint(&request, &Mock::saying(said)).await.unwrap_err();
            assert_eq!((error.code(), error.path()), (Code::LlmInvalid, Some(path)), "{said}");
            assert_eq!(world.entries().await.len(), stored, "{said}");
        }
        tab.checkpoint(&request, &StubModel).await.unwrap();
    }
}

/// Ours: cut at the end of a sentence and marked, the full text beside it (design rule 5).
pub async fn x18_a_summary_that_is_too_long_is_cut_and_marked(world: World) {
    let tab = world.tab().await;
    let long = format!("{} One sentence. {}", "It goes on. ".repeat(15), "x".repeat(301));
    for said in [format!("The first. {long}"), format!("The second. {long}")] {
        let request = session(scope(&["n"], &[]), "A session.");
        let made = tab.checkpoint(&request, &Mock::saying(summary(&said))).await.unwrap();
        let made = value(&made);
        let shown = made["summary"]["high_level"].as_str().unwrap();
        assert!(shown.ends_with("One sentence. …") && shown.starts_with("The "), "{shown}");
        assert!(shown.chars().count() <= 300);
        assert_eq!(made["summary"]["high_level_full"], said.as_str());
    }
}
