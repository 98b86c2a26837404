//! How one record lies in the log.

use super::decision::Key;
use super::journal;
use super::parts;
use super::workspace::Workspace;
use crate::domain::error::{Error, Result};
use crate::domain::event::EntityType;
use crate::domain::schema::Json;
use crate::record;

record! {
    /// A record as it is stored.
    pub struct Inspection as "Inspection" {
        /// The lines of the log that tell of it, newest first.
        pub lines: Vec<InspectedLine>,
    }
}

record! {
    /// A line of the log.
    pub struct InspectedLine as "InspectedLine" {
        /// The entry.
        pub entry: u64,
        /// Which line of it, counted from 0.
        pub line: u64,
        /// The line; a long body is put together.
        pub stored: Json,
    }
}

impl Workspace {
    /// A record as it is stored, with all its versions; without a kind, the first record that has
    /// this id.
    ///
    /// # Errors
    /// `NOT_FOUND`; `CORRUPT`; what the store says.
    pub async fn inspect(&self, id: &str, kind: Option<EntityType>) -> Result<Inspection> {
        (parts::upkeep().await?.inspect)(self, id, kind).await
    }

    pub(super) async fn inspect_here(
        &self,
        id: &str,
        kind: Option<EntityType>,
    ) -> Result<Inspection> {
        let has =
            |kind: &&EntityType| self.state.borrow().newest(Key { kind: **kind, id }).is_some();
        let found = kind.or_else(|| EntityType::ALL.iter().find(has).copied());
        let key = Key { kind: found.unwrap_or(EntityType::Medallion), id };
        let mut lines = Vec::new();
        self.walk_back(key, |line, place, body| {
            let json = line_json(line, body.as_deref())
                .ok_or_else(|| Error::not_found(key.kind.as_str(), key.id))?;
            let line = u64::from(place.line);
            lines.push(InspectedLine {
                entry: place.entry,
                line,
                stored: json,
                extra: Default::default(),
            });
            Ok(())
        })
        .await?;
        Ok(Inspection { lines, extra: Default::default() })
    }
}

/// A line as JSON, its body put together.
pub(super) fn line_json(line: &journal::Line<'_>, body: Option<&str>) -> Option<Json> {
    let header = journal::Header {
        kind: &line.kind,
        id: &line.id,
        rev: line.rev,
        prev: line.prev,
        import: None,
        event: &line.event,
        reason: line.reason.as_deref(),
        actor: &line.actor,
        at: line.at,
        written: line.written,
        old: line.old,
        new: line.new,
    };
    serde_json::value::RawValue::from_string(header.with_body(body)).ok().map(Json)
}
