//! Earlier versions of a medallion, what changed between them, and forgetting all of them.

use super::decision::Key;
use super::document::Document;
use super::journal::Line;
use super::medallion_queries::hidden;
use super::medallions::Medallions;
use super::parts;
use crate::domain::error::{Code, Error, Result};
use crate::domain::id::{Actor, ItemId};
use crate::domain::medallion::{Diff, Medallion, diff, gone};
use crate::domain::schema::{Map, Optional, Reader};
use crate::domain::time::Timestamp;
use crate::record;

record! {
    /// One version of a medallion.
    pub struct Version as "MedallionVersion" {
        /// Its number, counted from 1.
        pub version: u64,
        /// When it was stored.
        pub saved_at: Timestamp,
        /// By whom.
        pub actor: Actor,
        /// Why, if somebody said so.
        pub reason: Option<String>,
        /// Which decisions and questions of the version before are not in this one, if any.
        pub retired: Optional<Vec<ItemId>>,
        /// Why, where somebody said so: by id, for a subsystem by name, or by
        /// `summary.subsystems[name]` where a decision or a question is called the same.
        pub retired_because: Optional<Map<String>>,
        /// The medallion as it was.
        pub medallion: Document,
    }
}

impl Medallions {
    /// All versions, newest first; also of a deleted medallion.
    ///
    /// # Errors
    /// `PERMISSION_DENIED`; `NOT_FOUND` for what never was, or was erased; `CORRUPT` if no version can be read, while
    /// one that is damaged is left out; what the store says.
    pub async fn history(&self, id: &str) -> Result<Vec<Version>> {
        (parts::upkeep().await?.history)(self, id).await
    }

    pub(super) async fn history_here(&self, id: &str) -> Result<Vec<Version>> {
        self.may_see(id)?;
        let only = self.caller.standing.sees_only();
        let mut is_hidden = false;
        let mut versions: Vec<Version> = Vec::new();
        let mut later: Option<(u64, Medallion)> = None;
        let mut wrong = None;
        let damage = self
            .workspace
            .walk_back(Key::medallion(id), |line, _, document| {
                let Some(document) = document else { return Ok(()) };
                let read = Medallion::parse_stored(&document, id);
                let newer = later.take();
                match read {
                    // What was about somebody else is not shown, nor what cannot be read.
                    read if only.is_some_and(|own| !names(read.as_ref().ok(), own)) => {
                        is_hidden = true;
                        return Ok(());
                    }
                    Err(error) if error.code() != Code::VersionTooNew => {
                        wrong = Some("is no medallion");
                        return Ok(());
                    }
                    Err(_) => {}
                    Ok(medallion) => {
                        if let Some((version, newer)) = &newer
                            && *version == line.rev + 1
                            && let Some(last) = versions.last_mut()
                        {
                            let retired = gone(&medallion, newer).into_iter().cloned();
                            let retired = Some(retired.collect::<Vec<ItemId>>());
                            last.retired = Optional(retired.filter(|ids| !ids.is_empty()));
                        }
                        later = Some((line.rev, medallion));
                    }
                }
                let (retired, because) = retired(line);
                versions.push(Version {
                    version: line.rev,
                    saved_at: line.at,
                    actor: Actor::new(&line.actor)?,
                    reason: line.reason.as_ref().map(ToString::to_string),
                    retired: Optional(retired),
                    retired_because: Optional(because),
                    medallion: Document::new(document.into()),
                    extra: Default::default(),
                });
                Ok(())
            })
            .await?;
        if is_hidden && versions.is_empty() {
            return Err(hidden(id));
        }
        match damage.or(wrong) {
            Some(message) if versions.is_empty() => {
                let message = format!("the history of medallion {id} {message}");
                Err(Error::new(Code::Corrupt, message))
            }
            _ => Ok(versions),
        }
    }

    /// What changed between two versions.
    ///
    /// # Errors
    /// `NOT_FOUND` if there is no such medallion or version.
    pub async fn diff(&self, id: &str, from: u64, to: u64) -> Result<Diff> {
        (parts::upkeep().await?.diff)(self, id, from, to).await
    }

    pub(super) async fn diff_here(&self, id: &str, from: u64, to: u64) -> Result<Diff> {
        let versions = self.history_here(id).await?;
        let version = |wanted: u64| -> Result<Medallion> {
            match versions.iter().find(|version| version.version == wanted) {
                Some(version) => version.medallion.medallion(),
                None => Err(Error::new(
                    Code::NotFound,
                    format!("medallion {id} has no version {wanted}"),
                )),
            }
        };
        Ok(diff(&version(from)?, &version(to)?))
    }

    /// Forgets a medallion: every version, every reason, every event but the one that says so, which
    /// keeps the reason that is given for it. Lines that do not say whose they are stay: `health`
    /// names them. `false` if there was none.
    ///
    /// # Errors
    /// `CONFLICT` if others were faster each time; what the store says.
    pub async fn erase(&self, id: &str) -> Result<bool> {
        (parts::upkeep().await?.erase)(self, id).await
    }

    pub(super) async fn erase_here(&self, id: &str) -> Result<bool> {
        self.workspace
            .erase(&self.caller, None, &|state| {
                let key = Key::medallion(id);
                Ok(state.newest(key).map(|_| (key.kind, id.into())).into_iter().collect())
            })
            .await
    }
}

pub(super) fn names(medallion: Option<&Medallion>, learner_id: &str) -> bool {
    let mut nodes = medallion.into_iter().flat_map(|own| &own.scope.graph_nodes);
    nodes.any(|node| node.as_str() == learner_id)
}

/// What the audit trail says was taken out, and why.
fn retired(line: &Line<'_>) -> (Option<Vec<ItemId>>, Option<Map<String>>) {
    let (mut retired, mut because) = (None::<Vec<ItemId>>, None::<Map<String>>);
    // What says nothing of it, or is no object, took nothing out.
    let _ = line.new.and_then(|new| {
        let wanted = &mut [("retired", &mut retired as _), ("retired_because", &mut because as _)];
        Reader::new(new.get()).ok()?.pick(wanted).ok()
    });
    (retired, because)
}
