//! Reads of the log, whoever needs them: what becomes of each says what the storage can do.

use super::workspace::Workspace;
use crate::domain::error::Result;
use crate::store::{Seq, Stored};

impl Workspace {
    /// What stands from an entry on, at most `limit` of them.
    pub(super) async fn read(&self, from: Seq, limit: u32) -> Result<Vec<(Seq, Stored)>> {
        self.condition.read(self.store.read(from, limit).await)
    }

    /// What stands at these keys.
    pub(super) async fn get(&self, keys: Vec<Seq>) -> Result<Vec<Option<Stored>>> {
        self.condition.read(self.store.get(keys).await)
    }
}
