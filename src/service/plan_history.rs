//! Earlier versions of a plan.

use super::operations::plans::key;
use super::parts;
use super::workspace::Workspace;
use crate::domain::error::{Code, Error, Result};
use crate::domain::id::Actor;
use crate::domain::plan::StoredPlan;
use crate::domain::schema;
use crate::domain::time::Timestamp;
use crate::record;

record! {
    /// One version of a plan.
    pub struct PlanVersion as "PlanVersion" {
        /// Its number, counted from 1.
        pub version: u64,
        /// When it was stored.
        pub saved_at: Timestamp,
        /// By whom.
        pub actor: Actor,
        /// Why, if somebody said so.
        pub reason: Option<String>,
        /// The file as it was, byte for byte.
        pub text: String,
    }
}

impl Workspace {
    /// All versions of a plan, newest first; also of a deleted one.
    ///
    /// # Errors
    /// `NOT_FOUND`; `CORRUPT` if no version can be read, while one that is damaged is left out;
    /// what the store says.
    pub async fn plan_history(&self, id: &str) -> Result<Vec<PlanVersion>> {
        (parts::plans().await?.history)(self, id).await
    }

    pub(super) async fn plan_history_here(&self, id: &str) -> Result<Vec<PlanVersion>> {
        let mut versions = Vec::new();
        let damage = self.walk_back(key(id), |line, _, body| {
            let Some(Ok(plan)) = body.map(|body| schema::parse::<StoredPlan>(&body)) else {
                return Ok(());
            };
            versions.push(PlanVersion {
                version: line.rev,
                saved_at: line.at,
                actor: Actor::new(&line.actor)?,
                reason: line.reason.as_ref().map(ToString::to_string),
                text: plan.text,
                extra: Default::default(),
            });
            Ok(())
        });
        match damage.await? {
            Some(message) if versions.is_empty() => {
                Err(Error::new(Code::Corrupt, ["the history of plan ", id, " ", message].concat()))
            }
            _ => Ok(versions),
        }
    }
}
