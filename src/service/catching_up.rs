//! Following the log: what other connections commit, and imports that end.

use super::ahead::Ahead;
use super::imports::Telling;
use super::journal::{self, Found, Place};
use super::rules::Resident;
use super::state::{Change, State, event_of};
use super::workspace::{PAGE, Workspace};
use crate::domain::error::Result;
use crate::store::{Seq, Stored};

/// Entries that follow each other.
pub(super) type Page = Vec<(Seq, Stored)>;

/// How far the log was read.
#[derive(Default)]
struct Reading<'a> {
    /// The beginning of a commit whose end was not read yet.
    rest: Page,
    /// What comes behind it.
    ahead: Option<Ahead<'a, Page>>,
}

impl Workspace {
    /// Reads the log from the newest known entry on. The caller holds the turn, or is alone: then
    /// nobody is told, and nobody looks before this ends.
    pub(super) async fn catch_up(&self, tell: bool) -> Result<()> {
        self.catch_up_with(None, tell).await
    }

    /// The same with a page of entries that was read already.
    pub(super) async fn catch_up_with(&self, page: Option<Page>, tell: bool) -> Result<()> {
        self.open_or_closed()?;
        self.tell_of_import().await?;
        let ahead = page.map(|page| Ahead::Here(Ok(page)));
        let mut reading = Reading { ahead, ..Reading::default() };
        loop {
            let from = self.state.borrow().known + 1;
            let (stored, is_last) = self.whole_commits(from, &mut reading).await?;
            let mut rest = &*stored;
            loop {
                let mut changes = Vec::new();
                let told = tell && self.is_heard();
                let ended = self.state.borrow_mut().apply(rest, tell, told.then_some(&mut changes));
                self.tell(changes);
                let Some((at, began)) = ended else { break };
                let Some((end, _)) = rest.get(at) else { break };
                self.take_in_import(began, *end).await?;
                if tell {
                    let local = self.importing.get() == Some(began);
                    self.telling.set(Some(Telling { next: began + 1, end: *end, began, local }));
                    self.tell_of_import().await?;
                }
                rest = rest.get(at + 1..).unwrap_or_default();
            }
            if is_last {
                return Ok(());
            }
        }
    }

    /// What stands from an entry on, some of it, and whether there is no more. A commit is never
    /// cut, and more is held than a page and a commit only while nothing ends in them. The next page
    /// comes while this one is taken in.
    async fn whole_commits<'a>(
        &'a self,
        from: Seq,
        reading: &mut Reading<'a>,
    ) -> Result<(Page, bool)> {
        let mut found = std::mem::take(&mut reading.rest);
        loop {
            let next = found.last().map_or(from, |(seq, _)| seq + 1);
            let page = match reading.ahead.take() {
                Some(next) => next.wait().await,
                None => self.store.read(next, PAGE).await,
            };
            let page = self.condition.read(page)?;
            let is_last = page.len() < PAGE as usize;
            found.extend(page);
            let Some(((last, stored), false)) = found.last().zip(Some(is_last)) else {
                return Ok((found, true));
            };
            reading.ahead = Some(Ahead::ask(self.store.read(last + 1, PAGE)).await);
            if matches!(stored, Stored::Damaged(_)) {
                return Ok((found, false));
            }
            let ends =
                |stored: &Stored| matches!(stored, Stored::Entry(entry) if entry.following == 0);
            if let Some(end) = found.iter().rposition(|(_, stored)| ends(stored)) {
                reading.rest = found.split_off(end + 1);
                return Ok((found, false));
            }
        }
    }

    /// An import has ended whose lines were passed over: reads all of the log up to its end once
    /// more, and shows it at once. Until then, and if that fails, nobody sees any of it.
    async fn take_in_import(&self, began: Seq, end: Seq) -> Result<()> {
        let mut imports = self.state.borrow().imports.clone();
        imports.close(began);
        let fresh = 'anew: loop {
            let mut fresh = State::new();
            fresh.resident = Resident::fresh(&self.state.borrow().resident);
            fresh.imports = imports.clone();
            let mut reading = Reading::default();
            while fresh.known < end {
                let (mut stored, is_last) =
                    self.whole_commits(fresh.known + 1, &mut reading).await?;
                stored.retain(|(seq, _)| *seq <= end);
                // One whose beginning is damaged.
                if let Some((_, other)) = fresh.apply(&stored, false, None) {
                    imports.close(other);
                    continue 'anew;
                }
                if is_last || stored.is_empty() {
                    break;
                }
            }
            break fresh;
        };
        self.replace_state(fresh);
        Ok(())
    }

    /// Tells of what came with an import, page by page: its lines, and that it has ended. What
    /// cannot be read now is told at the next look.
    async fn tell_of_import(&self) -> Result<()> {
        while let Some(telling) = self.telling.get() {
            let Telling { next, end, began, local } = telling;
            let page = match next <= end && self.is_heard() {
                true => self.read(next, PAGE).await?,
                false => Vec::new(),
            };
            let last = page.last().map_or(end, |(last, _)| *last);
            self.telling.set((last < end).then_some(Telling { next: last + 1, ..telling }));
            for (seq, stored) in page.iter().take_while(|(seq, _)| *seq <= end) {
                let Stored::Entry(entry) = stored else { continue };
                let found = (0..).zip(journal::lines(entry));
                let changes = found.filter_map(|(line, found)| match found {
                    Found::Line(own) if own.import == Some(began) => {
                        let event = event_of(&own, Place { entry: *seq, line })?;
                        Some(Change { event, local })
                    }
                    _ => None,
                });
                self.tell(changes.collect());
            }
        }
        Ok(())
    }
}
