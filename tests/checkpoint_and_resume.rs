//! The main job, natively: checkpoint, resume, update, history, erase, export.

#![cfg(not(target_family = "wasm"))]

use medallion::domain::medallion::{MatchRule, Status};
use medallion::llm::StubModel;
use medallion::service::*;
use medallion::store::{Durability, memory::MemoryStore};
use medallion::*;
use std::rc::Rc;

#[test]
fn a_session_resumes_from_the_medallion_of_the_one_before() {
    futures_executor::block_on(async {
        let store = MemoryStore::new();
        let ws = Workspace::open(Rc::new(store.clone()), Durability::Relaxed, Rc::new(|_| {}))
            .await
            .unwrap();
        let caller = Caller::new(Rc::new(Repeating::from("2026-01-31T12:00:00Z")));
        let m = Medallions::new(&ws, caller.clone());
        let request = |text: &str| Checkpoint {
            scope: Scope::of(&["repo:muse"], &["a"]).unwrap(),
            evidence: Evidence::of(text),
            rule: MatchRule::Exact,
            guard: false,
            approver: None,
            wanted: Default::default(),
        };
        let a = m.checkpoint(&request("one"), &StubModel).await.unwrap().medallion().unwrap();
        let b = m.checkpoint(&request("two"), &StubModel).await.unwrap().medallion().unwrap();
        assert_eq!(a.meta.medallion_id, b.meta.medallion_id);
        assert!(b.meta.updated_at > a.meta.updated_at);
        let id = a.meta.medallion_id.as_str();
        assert_eq!(m.history(id).await.unwrap().len(), 2);
        let other = Workspace::open(Rc::new(store.connect()), Durability::Relaxed, Rc::new(|_| {}))
            .await
            .unwrap();
        let m2 = Medallions::new(&other, caller.clone());
        let found = m2
            .latest_for_scope(&Scope::of(&["repo:muse"], &[]).unwrap(), 10, &[Status::Active])
            .await
            .unwrap();
        assert_eq!(found.len(), 1);
        m2.set_status(id, Status::Stale).await.unwrap();
        let file = ws.export("x", &caller, |_, _| {}).await.unwrap();
        let third =
            Workspace::open(Rc::new(MemoryStore::new()), Durability::Relaxed, Rc::new(|_| {}))
                .await
                .unwrap();
        let report = third.import(&file, &caller, OnConflict::Newer, false).await.unwrap();
        assert_eq!((report.records, report.skipped), (1, 0));
        let report = third.import(&file, &caller, OnConflict::Newer, false).await.unwrap();
        assert_eq!((report.records, report.skipped), (0, 1));
        let m3 = Medallions::new(&third, caller.clone());
        assert_eq!(m3.history(id).await.unwrap().len(), 3);
        assert!(m3.delete(id).await.unwrap());
        assert!(m3.get(id).await.unwrap().is_none());
        assert_eq!(m3.history(id).await.unwrap().len(), 3);
        assert_eq!(third.events(&EventFilter::default()).await.unwrap().total, 4);
        assert!(m3.erase(id).await.unwrap());
        assert_eq!(m3.history(id).await.unwrap_err().code(), Code::NotFound);
        let page = third.events(&EventFilter::default()).await.unwrap();
        assert_eq!((page.total, page.items.len()), (1, 1));
    });
}
