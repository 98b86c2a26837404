//! New medallions that are stored in one commit. Each is finished when it is read, and of it only the
//! text and the outline are kept, so that the rest is let go before the next one is read. Of many the
//! later ones are read while the first are stored.

use std::fmt;
use std::rc::Rc;

use rustc_hash::FxHashSet;

use super::decision::{Content, Key, Plan, Planned};
use super::document::Document;
use super::grouping::Group;
use super::heads::{Heads, Life};
use super::medallions::{Medallions, value_of};
use super::streaming::Stream;
use crate::domain::error::{Code, Error, Result};
use crate::domain::event::EventType;
use crate::domain::id::RecordId;
use crate::domain::medallion::{self, Draft, Medallion, Outline, Stamp};
use crate::domain::schema::ToJson;
use crate::domain::time::Timestamp;

/// Where new medallions come from, some at a time.
pub type Drafts = Box<dyn Iterator<Item = Result<Vec<Draft>>>>;

/// New medallions that are stored in one commit, all or none.
pub struct Batch {
    medallions: Medallions,
    /// Whether errors say which of several it is.
    is_list: bool,
    now: Timestamp,
    /// What was not read yet.
    drafts: Drafts,
    /// What was wrong with one of them: nothing more is read behind it.
    wrong: Option<Error>,
    ids: FxHashSet<RecordId>,
    ready: Vec<New>,
    /// Where the text of each is written before it is kept.
    text: String,
}

/// A medallion that is finished.
#[derive(Debug)]
struct New {
    id: RecordId,
    /// Whether it came with its id.
    is_given: bool,
    outline: Rc<Outline>,
    json: Rc<str>,
}

impl fmt::Debug for Batch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Batch").field("ready", &self.ready.len()).finish_non_exhaustive()
    }
}

impl Medallions {
    /// New medallions that are stored in one commit. The first are read now.
    ///
    /// # Errors
    /// `INVALID`, with the place in the list; and if the clock gives what is no time.
    pub fn batch(&self, drafts: Drafts) -> Result<Batch> {
        let mut batch = Batch::new(self, true, drafts)?;
        while batch.ready.len() <= Group::FEW && batch.read_more()? {}
        Ok(batch)
    }
}

impl Batch {
    fn new(medallions: &Medallions, is_list: bool, drafts: Drafts) -> Result<Self> {
        let (medallions, now) = (medallions.clone(), medallions.caller.now()?);
        let (ids, ready, text) = (FxHashSet::default(), Vec::new(), String::new());
        Ok(Self { medallions, is_list, now, drafts, wrong: None, ids, ready, text })
    }

    /// One new medallion.
    pub(super) fn of_one(medallions: &Medallions, draft: Draft) -> Result<Self> {
        let mut batch = Self::new(medallions, false, Box::new(std::iter::empty()))?;
        batch.add(draft)?;
        Ok(batch)
    }

    /// Reads and finishes the next ones; `false` if there are no more.
    fn read_more(&mut self) -> Result<bool> {
        if let Some(error) = &self.wrong {
            return Err(error.clone());
        }
        let Some(drafts) = self.drafts.next() else { return Ok(false) };
        let read = drafts.and_then(|all| all.into_iter().try_for_each(|draft| self.add(draft)));
        self.wrong = read.as_ref().err().cloned();
        read.map(|()| true)
    }

    fn add(&mut self, draft: Draft) -> Result<()> {
        let number = self.ready.len();
        let given = draft.meta.0.as_ref().and_then(|meta| meta.medallion_id.0.clone());
        let is_given = given.is_some();
        let id = given.map_or_else(|| self.medallions.unused_id(&self.ids), Ok)?;
        let stamp = Stamp { now: self.now, new_id: &id, actor: &self.medallions.caller.actor };
        let medallion = draft.finish(stamp).map_err(|error| self.placed(error, number))?;
        if !self.ids.insert(id.clone()) {
            return Err(self.repeated(&id, number));
        }
        self.text.clear();
        medallion.write(&mut self.text);
        let json = self.text.as_str().into();
        self.ready.push(New { id, is_given, outline: Rc::new(medallion.into_outline()), json });
        Ok(())
    }

    /// What is wrong with an id that an earlier one has: nothing, if it was made up for that one.
    #[cold]
    fn repeated(&self, id: &RecordId, number: usize) -> Error {
        match self.ready.iter().any(|new| new.id == *id && new.is_given) {
            true => {
                let message = format!("must be new; {id} is there already");
                self.placed(Error::invalid("meta.medallion_id", message), number)
            }
            false => {
                let message = format!(
                    "must give an id that is not taken; it gave {id}, which [{number}] of the list has"
                );
                Error::invalid("newId", message)
            }
        }
    }

    /// Stores them and answers with their ids.
    ///
    /// # Errors
    /// `INVALID` and `ALREADY_EXISTS`, with the place in the list: `[3].meta.medallion_id`; what the
    /// store says.
    pub async fn store(mut self) -> Result<Vec<Rc<str>>> {
        // So few were read whole, and may be joined with what others store.
        if self.ready.len() <= Group::FEW {
            let created = self.commit().await?;
            return Ok(created.into_iter().map(|(id, _)| id).collect());
        }
        let Medallions { workspace, caller } = self.medallions.clone();
        let stream = Stream::new(workspace.clone(), self.now, move |number, now| {
            while number >= self.ready.len() {
                if !self.read_more()? {
                    return Ok(None);
                }
            }
            let state = self.medallions.workspace.state.borrow();
            self.planned(&state.heads, number, now).map(Some)
        });
        workspace.commit_stream(&caller, stream).await
    }

    /// Stores them in a commit that others may join, and answers with what is stored.
    pub(super) async fn commit(self) -> Result<Vec<(Rc<str>, Document)>> {
        let Self { medallions, ready, .. } = &self;
        let keys: Vec<Key<'_>> = ready.iter().map(|new| Key::medallion(new.id.as_str())).collect();
        let workspace = &medallions.workspace;
        let committed = workspace.transact_apart(&medallions.caller, &keys, false, |known| {
            let planned = |number| self.planned(known.heads, number, known.now);
            let changes = (0..ready.len()).map(planned).collect::<Result<Vec<Planned>>>()?;
            let document = |change: &Planned| match &change.content {
                Content::Medallion(_, json) => {
                    Some((change.id.clone(), Document::new(json.clone())))
                }
                _ => None,
            };
            let documents = changes.iter().filter_map(document).collect();
            Ok(Plan::of(changes, documents))
        });
        committed.await
    }

    /// What is to be stored of one of those that are ready.
    fn planned(&self, heads: &Heads, number: usize, now: Timestamp) -> Result<Planned> {
        let missing = || Error::new(Code::Aborted, "no such medallion is ready");
        let New { id, outline, json, .. } = self.ready.get(number).ok_or_else(missing)?;
        let head = heads.get(id.as_str());
        let (outline, json) = match head.map(|head| &head.life) {
            Some(Life::Live(_) | Life::Unreadable(..)) => {
                let message = format!("medallion {id} already exists");
                let taken = Error::invalid("meta.medallion_id", message);
                return Err(self.placed(taken, number).with_code(Code::AlreadyExists));
            }
            Some(Life::Deleted(at)) if outline.times.updated_at <= *at => {
                let later = medallion::replace(Medallion::parse(json)?, *at, now);
                let json: Rc<str> = later.to_json().into();
                (Rc::new(later.into_outline()), json)
            }
            _ => (outline.clone(), json.clone()),
        };
        let new = value_of(head.map_or(0, |head| head.rev) + 1, outline.status);
        let content = Content::Medallion(outline, json);
        let planned = self.medallions.planned(id, EventType::Created, content, now);
        Ok(Planned { new: Some(new), ..planned })
    }

    fn placed(&self, error: Error, number: usize) -> Error {
        if self.is_list { error.under(&format!("[{number}]")) } else { error }
    }
}
