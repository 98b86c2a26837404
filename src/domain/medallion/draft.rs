//! Medallions that are not finished: from a caller who leaves the stamping to us, and from a
//! model.

use super::command::check_successor;
use super::document::newer;
use super::{
    Affordances, Decision, Medallion, Meta, OpenQuestion, SchemaVersion, Scope, Status, Summary,
    Supersession,
};
use crate::domain::error::{Error, Result};
use crate::domain::id::{Actor, ItemId, RecordId};
use crate::domain::schema::{self, Optional};
use crate::domain::time::Timestamp;
use crate::record;

record! {
    /// A medallion to be created. What is left out of `meta` is filled in.
    pub struct Draft as "MedallionDraft" {
        /// What the caller knows better than the program.
        pub meta: Optional<MetaDraft>,
        /// What it is about.
        pub scope: Scope,
        /// What was understood.
        pub summary: Summary,
        /// What was decided. Ids are unique.
        pub decisions: Vec<Decision> = Vec::new(),
        /// What is still open. Ids are unique.
        pub open_questions: Vec<OpenQuestion> = Vec::new(),
        /// How to go on.
        pub affordances: Affordances,
    }
}

record! {
    /// The parts of `meta` that may be left out are all of them.
    pub struct MetaDraft as "MedallionMetaDraft" {
        /// `med-` and twelve hex digits, if left out.
        pub medallion_id: Optional<RecordId>,
        /// The form of the document.
        pub schema_version: Optional<SchemaVersion>,
        /// The actor, if left out.
        pub model: Optional<String>,
        /// Now, if left out.
        pub created_at: Optional<Timestamp>,
        /// Now, if left out.
        pub updated_at: Optional<Timestamp>,
        /// The earliest moment of what it covers.
        pub knowledge_min_ts: Option<Timestamp> = None,
        /// The latest moment of what it covers.
        pub knowledge_max_ts: Option<Timestamp> = None,
        /// Active, if left out.
        pub status: Optional<Status>,
        /// What took its place, if something has.
        pub superseded_by: Optional<Supersession>,
    }
}

record! {
    /// What a model may answer. `meta` and `scope` may be left out: the program stamps them.
    pub struct Answer as "MedallionAnswer" {
        /// Who answers, and what the answer covers: `model`, `knowledge_min_ts` and
        /// `knowledge_max_ts` count, and fields that are not ours. Id, times and status are stamped.
        pub meta: Optional<MetaDraft>,
        /// Put right if it differs from what was asked for.
        pub scope: Optional<Scope>,
        /// What was understood.
        pub summary: Summary,
        /// What was decided, all of it: what is missing was dropped.
        pub decisions: Vec<Decision> = Vec::new(),
        /// What is still open, all of it: what is missing was dropped.
        pub open_questions: Vec<OpenQuestion> = Vec::new(),
        /// How to go on.
        pub affordances: Affordances,
        /// What was dropped on purpose, and why.
        pub retired: Vec<Retirement> = Vec::new(),
    }
}

record! {
    /// A decision or a question that no longer holds.
    pub struct Retirement as "Retirement" {
        /// Which one.
        pub id: ItemId,
        /// Why.
        pub reason: Option<String> = None,
    }
}

/// What the program knows when something is made: the time, an unused id, and who asks.
#[derive(Debug, Clone, Copy)]
pub struct Stamp<'a> {
    /// The time.
    pub now: Timestamp,
    /// An id that was not used before.
    pub new_id: &'a RecordId,
    /// Who asks.
    pub actor: &'a Actor,
}

impl Draft {
    /// Reads one.
    ///
    /// # Errors
    /// As for a whole medallion: `VERSION_TOO_NEW` for one of a later version.
    pub fn parse(text: &str) -> Result<Self> {
        schema::parse(text).map_err(|error| newer(text, error))
    }

    /// The finished medallion.
    ///
    /// # Errors
    /// `INVALID` where its parts do not fit together.
    pub fn finish(self, stamp: Stamp<'_>) -> Result<Medallion> {
        let Self { meta, scope, summary, decisions, open_questions, affordances, extra } = self;
        let meta = meta.0.unwrap_or_default().finish(stamp);
        let medallion =
            Medallion { meta, scope, summary, decisions, open_questions, affordances, extra };
        medallion.check()?;
        check_successor(&medallion.meta)?;
        Ok(medallion)
    }
}

impl Answer {
    /// The answer as a draft for a scope.
    pub(super) fn draft(self, scope: &Scope) -> (Draft, Vec<Retirement>) {
        let Self {
            meta,
            scope: _,
            summary,
            decisions,
            open_questions,
            affordances,
            retired,
            extra,
        } = self;
        let scope = scope.clone();
        (Draft { meta, scope, summary, decisions, open_questions, affordances, extra }, retired)
    }
}

impl Default for MetaDraft {
    fn default() -> Self {
        Self {
            medallion_id: Optional(None),
            schema_version: Optional(None),
            model: Optional(None),
            created_at: Optional(None),
            updated_at: Optional(None),
            knowledge_min_ts: None,
            knowledge_max_ts: None,
            status: Optional(None),
            superseded_by: Optional(None),
            extra: Default::default(),
        }
    }
}

impl MetaDraft {
    /// Only what a model may say: who it is, and what its answer covers.
    pub(super) fn said_by_model(self) -> Self {
        Self {
            model: self.model,
            knowledge_min_ts: self.knowledge_min_ts,
            knowledge_max_ts: self.knowledge_max_ts,
            extra: self.extra,
            ..Self::default()
        }
    }

    fn finish(self, stamp: Stamp<'_>) -> Meta {
        let updated_at = self.updated_at.0.unwrap_or_else(|| match self.created_at.0 {
            Some(created_at) => stamp.now.max(created_at),
            None => stamp.now,
        });
        Meta {
            medallion_id: self.medallion_id.0.unwrap_or_else(|| stamp.new_id.clone()),
            schema_version: SchemaVersion,
            model: self.model.0.unwrap_or_else(|| stamp.actor.as_str().to_owned()),
            created_at: self.created_at.0.unwrap_or_else(|| stamp.now.min(updated_at)),
            updated_at,
            knowledge_min_ts: self.knowledge_min_ts,
            knowledge_max_ts: self.knowledge_max_ts,
            status: self.status.0.unwrap_or(Status::Active),
            superseded_by: self.superseded_by,
            extra: self.extra,
        }
    }
}

/// A checkpoint is about something (design rule 1).
///
/// # Errors
/// `INVALID` at `scope` for an empty one.
pub fn scope_for_checkpoint(scope: &Scope) -> Result<()> {
    match scope.is_empty() {
        true => Err(Error::invalid("scope", "must name at least one graph node or tag")),
        false => Ok(()),
    }
}
