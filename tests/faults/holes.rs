//! Entries that somebody took out of the log.

use std::rc::Rc;

use futures_executor::block_on;
use medallion::service::OnConflict;
use medallion::store::memory::MemoryStore;
use medallion::store::{Answer, Commit, Outcome, Seq, Store, Stored};
use serde_json::Value;

use super::commands::{caller, open};
use super::imports::new;
use crate::cases::passed_on::passed_on;
use crate::cases::samples::{at, document, draft};

/// A log of which some entries are not there.
struct Holed {
    inner: MemoryStore,
    holes: Vec<Seq>,
}

impl Store for Holed {
    fn read(&self, from: Seq, limit: u32) -> Answer<'_, Vec<(Seq, Stored)>> {
        Box::pin(async move {
            let mut all = self.inner.read(from, u32::MAX).await?;
            all.retain(|(seq, _)| !self.holes.contains(seq));
            all.truncate(limit as usize);
            Ok(all)
        })
    }

    fn get(&self, keys: Vec<Seq>) -> Answer<'_, Vec<Option<Stored>>> {
        Box::pin(async move {
            let found = self.inner.get(keys.clone()).await?.into_iter().zip(keys);
            Ok(found.map(|(found, key)| found.filter(|_| !self.holes.contains(&key))).collect())
        })
    }

    fn commit(&self, commit: Commit) -> Answer<'_, Outcome> {
        self.inner.commit(commit)
    }

    passed_on! { image flush room persist close listen turn }
}

/// What an export of such a log says that it lacks, and what an import of it reports.
async fn damaged(log: &MemoryStore, holes: &[Seq]) -> (Value, Option<usize>) {
    let holed = Holed { inner: log.connect(), holes: holes.to_vec() };
    let (workspace, _) = open(Rc::new(holed)).await;
    let file = workspace.export("holed", &caller(), |_, _| {}).await.unwrap();
    let first: Value = serde_json::from_str(file.lines().next().unwrap()).unwrap();
    let (other, _) = open(Rc::new(MemoryStore::new())).await;
    let report = other.import(&file, &caller(), OnConflict::Newer, false).await.unwrap();
    (first["damaged"].clone(), report.lacks.0.map(|lacks| lacks.len()))
}

#[test]
fn an_export_counts_what_is_missing_from_the_log_as_damaged() {
    block_on(async {
        let log = MemoryStore::new();
        let (_, tab) = open(Rc::new(log.connect())).await;
        for id in ["a", "b", "c"] {
            tab.create(new(id, 1)).await.unwrap();
        }
        let mut long = document("long", &["n"], &[], &at(1));
        long["later"] = "x".repeat(120_000).into();
        tab.create(draft(&long)).await.unwrap();
        tab.create(new("d", 1)).await.unwrap();
        let last = log.read(1, u32::MAX).await.unwrap().len() as Seq;
        assert!(last > 7, "{last}");
        assert_eq!(damaged(&log, &[]).await, (Value::Null, None));
        assert_eq!(damaged(&log, &[2]).await, (1.into(), Some(1)));
        // A gap is one, however wide; so is a body of which a part is missing.
        assert_eq!(damaged(&log, &[1, 2]).await, (1.into(), Some(1)));
        assert_eq!(damaged(&log, &[1, 3]).await, (2.into(), Some(1)));
        assert_eq!(damaged(&log, &[6]).await, (1.into(), Some(1)));
        assert_eq!(damaged(&log, &[4]).await.1, Some(1));
    });
}
