//! What rules look at, for all kinds of records but medallions: built from their bodies as they
//! are stored, and never asked of the store again. It belongs to a part of the module that comes
//! with the first call that asks for it (`rules.rs`).

use std::cell::RefCell;

use rustc_hash::FxHashMap;

use super::decision::Key;
use super::erase::OwnKey;
use super::rules::Rules;
use crate::domain::change::Change;
use crate::domain::curriculum::{
    Arrival, ContentHead, ContentType, Criterion, Curriculum, Dependency, Misfit, Objective, Stamp,
    Task,
};
use crate::domain::error::Result;
use crate::domain::event::EntityType;
use crate::domain::path::StoredPath;
use crate::domain::plan::Shelf;
use crate::domain::progress::{
    DEEDS, HelpRequest, Learner, Learning, Progress, all_of_learner, closings,
};
use crate::domain::schema::{self, Json, Shape, Shaped, Shortener, to_json};
use crate::domain::time::Timestamp;

/// The resident state of a workspace.
#[derive(Debug, Default)]
pub struct Model {
    /// Task trees.
    pub curriculum: Curriculum,
    /// Learners, and where they stand.
    pub progress: Progress,
    /// Plans.
    pub plans: Shelf,
    shorteners: RefCell<FxHashMap<EntityType, Shortener>>,
    /// A learner, and what they did as far as the lines of an image were taken in.
    deeds: Option<(Box<str>, String)>,
}

impl Model {
    /// An empty one, as those see it who do not know what is in it.
    #[must_use]
    pub fn boxed() -> Box<dyn Rules> {
        Box::<Self>::default()
    }

    /// One learner before all trees.
    ///
    /// # Errors
    /// `NOT_FOUND`.
    pub fn learning(&self, learner_id: &str, now: Timestamp) -> Result<Learning<'_>> {
        Learning::of(&self.curriculum, &self.progress, learner_id, now)
    }

    /// The shortest body that leaves behind what is known of a record; none for what a learner did.
    fn body_of(&self, kind: EntityType, id: &str) -> Option<String> {
        let body = match kind {
            EntityType::Plan => return self.plans.get(id).map(to_json),
            EntityType::Content => {
                let head = self.curriculum.content(id)?;
                let (content_type, at) = (head.content_type.as_str(), head.created_at.to_string());
                return Some(
                    [content_type, "\t", &at, "\t", &head.fingerprint.to_string()].concat(),
                );
            }
            EntityType::Learner | EntityType::HelpRequest | EntityType::Path => {
                self.progress.body_of(kind, id)
            }
            _ => self.curriculum.body_of(kind, id),
        }?;
        let Some(shape) = shape_of(kind) else { return Some(body) };
        let mut shorteners = self.shorteners.borrow_mut();
        let shortener = shorteners.entry(kind).or_insert_with(|| Shortener::of(shape));
        Some(shortener.shorten(&body, &[]))
    }

    fn recall_content(&mut self, id: &str, line: &str) -> Option<()> {
        let mut fields = line.split('\t');
        let content_type = fields.next()?;
        let content_type = *ContentType::ALL.iter().find(|own| own.as_str() == content_type)?;
        let created_at = fields.next()?.parse().ok()?;
        let fingerprint = fields.next()?.parse().ok()?;
        self.curriculum.recall_content(ContentHead {
            id: id.into(),
            content_type,
            created_at,
            fingerprint,
        });
        Some(())
    }
}

/// What the records look like whose bodies are made shorter.
fn shape_of(kind: EntityType) -> Option<&'static Shape> {
    Some(match kind {
        EntityType::Task => &Task::SHAPE,
        EntityType::Dependency => &Dependency::SHAPE,
        EntityType::Objective => &Objective::SHAPE,
        EntityType::Criterion => &Criterion::SHAPE,
        EntityType::Learner => &Learner::SHAPE,
        EntityType::HelpRequest => &HelpRequest::SHAPE,
        EntityType::Path => &StoredPath::SHAPE,
        _ => return None,
    })
}

impl Rules for Model {
    fn apply(&mut self, key: Key<'_>, body: Option<&str>) -> Result<()> {
        let Key { kind, id } = key;
        match kind {
            EntityType::Task
            | EntityType::Dependency
            | EntityType::Objective
            | EntityType::Criterion
            | EntityType::Content
            | EntityType::Comment => self.curriculum.take(kind, id, body),
            EntityType::Plan => self.plans.take(id, body),
            _ => self.progress.take(kind, id, body),
        }
    }

    fn check(&mut self, key: Key<'_>, body: &str) -> Result<()> {
        match DEEDS.contains(&key.kind) {
            true => self.progress.apply(key.kind, key.id, Some(body)),
            false => {
                schema::parse::<Json>(body)?;
                self.apply(key, Some(body))
            }
        }
    }

    fn owner(&self, key: Key<'_>) -> Option<(&str, &str)> {
        self.progress.owner(key.kind, key.id)
    }

    fn all_of_learner(&self, id: &str) -> Vec<OwnKey> {
        let all = all_of_learner(&self.curriculum, &self.progress, id);
        all.into_iter().map(|(kind, id)| (kind, id.into())).collect()
    }

    fn is_unreadable(&self, key: Key<'_>) -> bool {
        self.progress.is_unreadable(key.kind, key.id)
    }

    fn count_unreadable(&self, kind: EntityType) -> usize {
        self.progress.count_unreadable(kind)
    }

    fn found_unreadable(&self) -> Vec<OwnKey> {
        self.progress.found_unreadable().cloned().collect()
    }

    fn line(&self, key: Key<'_>) -> Option<String> {
        let body = self.body_of(key.kind, key.id)?;
        Some(["is\t", key.kind.as_str(), "\t", key.id, "\t", &body].concat())
    }

    fn learner_ids(&self) -> Vec<Box<str>> {
        self.progress.learner_ids().map(Box::from).collect()
    }

    fn lines_of_learner(&self, id: &str) -> String {
        self.progress.lines(id)
    }

    fn recall(&mut self, line: &str) {
        if let Some(deed) = line.strip_prefix('.') {
            if let Some((_, lines)) = &mut self.deeds {
                lines.push_str(deed);
                lines.push('\n');
            }
            return;
        }
        if let Some((learner_id, lines)) = self.deeds.take() {
            self.progress.recall(&learner_id, &lines);
        }
        // It is as it was written, by this version: what it says can be read.
        let mut fields = line.splitn(4, '\t');
        let what = fields.next().unwrap_or_default();
        let (Some(kind), id, body) = (fields.next(), fields.next(), fields.next()) else { return };
        if what == "deeds" {
            self.deeds = Some((kind.into(), String::new()));
            return;
        }
        let kind = EntityType::ALL.iter().find(|own| own.as_str() == kind);
        let (Some(kind), Some(id)) = (kind, id) else { return };
        match (what, kind, body) {
            ("is", EntityType::Dependency, Some(body)) => {
                drop(self.curriculum.recall_dependency(id, body));
            }
            ("is", EntityType::Content, Some(body)) => drop(self.recall_content(id, body)),
            _ => drop(self.apply(Key { kind: *kind, id }, body)),
        }
    }

    fn closings(&self, changes: &[Change], stamp: Stamp<'_>) -> Result<Vec<Change>> {
        closings(&self.curriculum, &self.progress, changes, stamp)
    }

    fn misfits(&self, arrivals: &[Arrival<'_>]) -> Vec<Misfit> {
        match self.curriculum.is_empty() {
            // What comes alone is as it was where it comes from.
            true => Vec::new(),
            false => self.curriculum.misfits(arrivals),
        }
    }

    fn faults(&self) -> Vec<(String, String)> {
        self.curriculum.faults()
    }

    fn model(&self) -> &Model {
        self
    }
}
