//! Forgetting records: no stored line tells of them afterwards, but the one that says so.

use rustc_hash::FxHashSet;

use super::decision::{Content, Key, Plan, Planned};
use super::environment::Caller;
use super::journal::{self, Found};
use super::state::{State, key_of};
use super::workspace::{PAGE, Workspace};
use crate::domain::error::Result;
use crate::domain::event::{EntityType, EventType};
use crate::store::{Entry, Seq, Stored};

/// A record, by kind and id.
pub type OwnKey = (EntityType, Box<str>);

impl Workspace {
    /// Forgets records: every version, every reason, every event but the one that says so.
    /// `which` names them, on the newest state; `false` if it names none.
    pub(super) async fn erase(
        &self,
        caller: &Caller,
        which: &dyn Fn(&State) -> Result<Vec<OwnKey>>,
    ) -> Result<bool> {
        loop {
            if which(&self.state.borrow())?.is_empty() {
                self.sync().await?;
            }
            let own = which(&self.state.borrow())?;
            if own.is_empty() {
                return Ok(false);
            }
            // What was read is only good for the head at which it was read.
            let head = self.state.borrow().known;
            let keys: FxHashSet<Key<'_>> =
                own.iter().map(|(kind, id)| Key { kind: *kind, id }).collect();
            let rewrites = self.without(&keys, head).await?;
            let erased = self.transact(caller, &[], |known| {
                if known.head != head {
                    return Ok(Plan::nothing(false));
                }
                let gone = |(kind, id): &OwnKey| Planned {
                    kind: *kind,
                    id: id.clone(),
                    event: EventType::Erased,
                    content: Content::Erased,
                    at: known.now,
                    actor: caller.actor.clone(),
                    reason: None,
                    old: None,
                    new: None,
                };
                let changes = own.iter().map(gone).collect();
                Ok(Plan { changes, rewrites: rewrites.clone(), answer: true })
            });
            if erased.await? {
                return Ok(true);
            }
        }
    }

    /// Every entry up to `head` that names one of these records, without the lines that do.
    async fn without(&self, gone: &FxHashSet<Key<'_>>, head: Seq) -> Result<Vec<(Seq, Entry)>> {
        let goes = |kind: &str, id: &str| key_of(kind, id).is_some_and(|key| gone.contains(&key));
        let mut rewrites = Vec::new();
        let mut from = 1;
        let mut parts_left = 0;
        let mut following = 0_u32;
        while from <= head {
            let page = self.store.read(from, PAGE).await?;
            let Some((last, _)) = page.last() else { break };
            from = last + 1;
            for (seq, stored) in page {
                following = match &stored {
                    Stored::Entry(entry) => entry.following,
                    Stored::Damaged(_) => following.saturating_sub(1),
                };
                if parts_left > 0 {
                    parts_left -= 1;
                    if is_part(&stored) {
                        let nothing = vec![journal::checksum("")];
                        let text = String::new();
                        let version = journal::FORM;
                        let blank = Entry { version, following, checksums: nothing, text };
                        rewrites.push((seq, blank));
                        continue;
                    }
                    parts_left = 0;
                }
                let Stored::Entry(entry) = stored else { continue };
                let mut mine = Vec::new();
                for found in journal::lines(&entry) {
                    let parts = match &found {
                        Found::Line(line) if goes(&line.kind, &line.id) => Some(line.parts),
                        Found::Damaged { trace: Some(trace), .. }
                            if goes(&trace.kind, &trace.id) =>
                        {
                            Some(trace.parts)
                        }
                        _ => None,
                    };
                    parts_left += parts.flatten().unwrap_or(0);
                    mine.push(parts.is_some());
                }
                if mine.contains(&true) {
                    rewrites.push((seq, blank(&entry, |number| mine.get(number) == Some(&true))));
                }
            }
        }
        Ok(rewrites)
    }
}

/// Whether this can be part of a long body, damaged or not.
fn is_part(stored: &Stored) -> bool {
    match stored {
        Stored::Entry(entry) => !entry.text.starts_with('{'),
        Stored::Damaged(_) => true,
    }
}

/// An entry without some of its lines. The others stay where they are.
fn blank(entry: &Entry, goes: impl Fn(usize) -> bool) -> Entry {
    let kept = |(number, line)| if goes(number) { "" } else { line };
    let lines: Vec<&str> = entry.text.split('\n').enumerate().map(kept).collect();
    let sums = entry.checksums.iter().enumerate().map(|(number, sum)| match goes(number) {
        true => journal::checksum(""),
        false => *sum,
    });
    Entry { checksums: sums.collect(), text: lines.join("\n"), ..entry.clone() }
}
