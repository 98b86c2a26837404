//! Reads of the log, whoever needs them: what becomes of each says what the storage can do. One copy
//! of each serves them all.

use super::workspace::Workspace;
use crate::store::{Answer, Seq, Stored};

impl Workspace {
    /// What stands from an entry on, at most `limit` of them.
    pub(super) fn read(&self, from: Seq, limit: u32) -> Answer<'_, Vec<(Seq, Stored)>> {
        Box::pin(async move { self.condition.read(self.store.read(from, limit).await) })
    }

    /// What stands at these keys.
    pub(super) fn get(&self, keys: Vec<Seq>) -> Answer<'_, Vec<Option<Stored>>> {
        Box::pin(async move { self.condition.read(self.store.get(keys).await) })
    }

    /// What stands at these lines.
    pub(super) fn get_lines(&self, places: Vec<(Seq, u32)>) -> Answer<'_, Vec<Option<Stored>>> {
        Box::pin(async move { self.condition.read(self.store.get_lines(places).await) })
    }
}
