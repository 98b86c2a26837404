//! New medallions that are stored in one commit. Each is finished when it is added, and of it only the
//! text and the outline are kept, so that the rest is let go before the next one is read.

use std::rc::Rc;

use rustc_hash::FxHashSet;

use super::decision::{Content, Key, Plan, Planned};
use super::document::Document;
use super::heads::Life;
use super::medallions::{Medallions, value_of};
use crate::domain::error::{Code, Error, Result};
use crate::domain::event::EventType;
use crate::domain::id::RecordId;
use crate::domain::medallion::{self, Draft, Medallion, Outline, Stamp};
use crate::domain::schema::ToJson;
use crate::domain::time::Timestamp;

/// New medallions that are stored in one commit, all or none.
#[derive(Debug)]
pub struct Batch {
    medallions: Medallions,
    /// Whether errors say which of several it is.
    is_list: bool,
    now: Timestamp,
    ids: FxHashSet<RecordId>,
    ready: Vec<New>,
    /// Where the text of each is written before it is kept.
    text: String,
}

/// A medallion that is finished.
#[derive(Debug)]
struct New {
    id: RecordId,
    outline: Rc<Outline>,
    json: Rc<str>,
}

impl Medallions {
    /// New medallions that are stored in one commit, for now none.
    ///
    /// # Errors
    /// `INVALID` if the clock gives what is no time.
    pub fn batch(&self) -> Result<Batch> {
        Batch::new(self, true)
    }
}

impl Batch {
    pub(super) fn new(medallions: &Medallions, is_list: bool) -> Result<Self> {
        let (medallions, now) = (medallions.clone(), medallions.caller.now()?);
        let (ids, ready, text) = (FxHashSet::default(), Vec::new(), String::new());
        Ok(Self { medallions, is_list, now, ids, ready, text })
    }

    /// Finishes a medallion and adds it.
    ///
    /// # Errors
    /// `INVALID`, with the place in the list: `[3].meta.medallion_id`.
    pub fn add(&mut self, draft: Draft) -> Result<()> {
        let number = self.ready.len();
        let given = draft.meta.0.as_ref().and_then(|meta| meta.medallion_id.0.clone());
        let id = given.map_or_else(|| self.medallions.unused_id(), Ok)?;
        let stamp = Stamp { now: self.now, new_id: &id, actor: &self.medallions.caller.actor };
        let medallion = draft.finish(stamp).map_err(|error| self.placed(error, number))?;
        if !self.ids.insert(id.clone()) {
            let message = format!("must be new; {id} is there already");
            return Err(self.placed(Error::invalid("meta.medallion_id", message), number));
        }
        self.text.clear();
        medallion.write(&mut self.text);
        let json = self.text.as_str().into();
        self.ready.push(New { id, outline: Rc::new(medallion.into_outline()), json });
        Ok(())
    }

    /// Stores them and answers with their ids.
    ///
    /// # Errors
    /// `ALREADY_EXISTS`, with the place in the list; what the store says.
    pub async fn store(self) -> Result<Vec<String>> {
        let created = self.commit().await?;
        Ok(created.into_iter().map(|(id, _)| id).collect())
    }

    pub(super) async fn commit(self) -> Result<Vec<(String, Document)>> {
        let Self { medallions, ready, .. } = &self;
        let keys: Vec<Key<'_>> = ready.iter().map(|new| Key::medallion(new.id.as_str())).collect();
        let workspace = &medallions.workspace;
        let committed = workspace.transact_apart(&medallions.caller, &keys, false, |known| {
            let mut documents = Vec::with_capacity(ready.len());
            let change = |(number, New { id, outline, json }): (usize, &New)| {
                if !matches!(known.heads.live(id.as_str()), Err(error) if error.code() == Code::NotFound) {
                    let taken = Error::invalid("meta.medallion_id", format!("medallion {id} already exists"));
                    return Err(self.placed(taken, number).with_code(Code::AlreadyExists));
                }
                let (outline, json) = match known.heads.get(id.as_str()).map(|head| &head.life) {
                    Some(Life::Deleted(at)) if outline.times.updated_at <= *at => {
                        let later = medallion::replace(Medallion::parse(json)?, *at, known.now);
                        let json: Rc<str> = later.to_json().into();
                        (Rc::new(later.into_outline()), json)
                    }
                    _ => (outline.clone(), json.clone()),
                };
                let new = value_of(known.heads.rev(id.as_str()) + 1, outline.status);
                documents.push((id.to_string(), Document::new(json.clone())));
                let content = Content::Medallion(outline, json);
                let planned = medallions.planned(id, EventType::Created, content, known.now);
                Ok(Planned { new: Some(new), ..planned })
            };
            let changes = ready.iter().enumerate().map(change).collect::<Result<Vec<Planned>>>()?;
            Ok(Plan::of(changes, documents))
        });
        committed.await
    }

    fn placed(&self, error: Error, number: usize) -> Error {
        if self.is_list { error.under(&format!("[{number}]")) } else { error }
    }
}
