//! A commit whose changes are decided one after the other while it goes on. The platform stores the
//! first of them meanwhile, and what it was given need not be held until the end.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::decision::Planned;
use super::environment::Caller;
use super::journal::{Packed, Packer, Placed};
use super::packing;
use super::workspace::Workspace;
use crate::domain::error::{Error, Result};
use crate::domain::time::Timestamp;
use crate::store::{Commit, Entry, EntrySource, Seq};

/// Gives the change of a number, counted from 0, at what is known; none if there are no more. No two
/// changes are of one record. It may call what the host gave (`newId`), so nothing is borrowed then.
type DecideNext = dyn FnMut(usize, Timestamp) -> Result<Option<Planned>>;

/// Changes that are decided while they are committed.
pub(super) struct Stream {
    workspace: Rc<Workspace>,
    now: Cell<Timestamp>,
    decide: RefCell<Box<DecideNext>>,
    made: RefCell<Made>,
}

/// What was decided, and where it will stand.
#[derive(Default)]
struct Made {
    changes: Vec<Planned>,
    places: Vec<Placed>,
    last: Seq,
    /// How many bytes they are.
    size: usize,
    /// Why it was decided to store nothing.
    refused: Option<Error>,
}

impl Stream {
    pub fn new(
        workspace: Rc<Workspace>,
        now: Timestamp,
        decide: impl FnMut(usize, Timestamp) -> Result<Option<Planned>> + 'static,
    ) -> Rc<Self> {
        let decide = RefCell::new(Box::new(decide) as Box<DecideNext>);
        Rc::new(Self { workspace, now: Cell::new(now), decide, made: RefCell::default() })
    }

    fn make(&self, made: &mut Made, take: &mut dyn FnMut(Entry) -> Result<()>) -> Result<()> {
        let state = &self.workspace.state;
        let decide = &mut *self.decide.borrow_mut();
        made.last = state.borrow().known;
        let mut packer = Packer::new(made.last);
        let mut give = |entry: Entry, made: &mut Made| {
            made.last += 1;
            made.size += entry.text.len();
            take(entry)
        };
        loop {
            let next = decide(made.changes.len(), self.now.get());
            let Some(change) = next.inspect_err(|error| made.refused = Some(error.clone()))? else {
                break;
            };
            let known = state.borrow().version(change.key());
            packing::pack_one(&mut packer, &change, None, known);
            made.changes.push(change);
            for entry in packer.take_finished() {
                give(entry, made)?;
            }
        }
        let Packed { entries, places } = packer.finish();
        made.places = places;
        entries.into_iter().try_for_each(|entry| give(entry, made))
    }
}

impl EntrySource for Stream {
    fn each(&self, take: &mut dyn FnMut(Entry) -> Result<()>) -> Result<()> {
        let mut made = self.made.borrow_mut();
        *made = Made::default();
        self.make(&mut made, take)
    }
}

impl Workspace {
    /// Commits what is decided meanwhile, all of it or nothing, and answers with the ids.
    pub(super) async fn commit_stream(
        &self,
        caller: &Caller,
        stream: Rc<Stream>,
    ) -> Result<Vec<Rc<str>>> {
        let _turn = self.turn().await;
        loop {
            self.open_or_closed()?;
            stream.now.set(caller.now()?);
            let after = self.state.borrow().known;
            let commit = Commit { after, durability: self.durability.get(), ..Commit::default() };
            let answer = self.store.commit_from(commit, stream.clone()).await;
            let Made { changes, places, last, size, refused, .. } = stream.made.take();
            if let Some(refused) = refused {
                // No commit says whether this was decided on the newest state: look.
                self.catch_up(true).await?;
                if self.state.borrow().known == after {
                    return Err(refused);
                }
                continue;
            }
            if !self.was_stored(answer, size)? {
                self.catch_up(true).await?;
                continue;
            }
            self.follow(&changes, &places, last, size);
            self.renew_history(caller);
            return Ok(changes.into_iter().map(|change| change.id).collect());
        }
    }
}
