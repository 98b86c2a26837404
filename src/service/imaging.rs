//! When the image is read and written. What it says is not this file's business.

use super::ahead::Ahead;
use super::catching_up::Page;
use super::image::{self, mark_of_entry};
use super::parts;
use super::rules::Resident;
use super::workspace::{PAGE, Workspace};
use crate::domain::error::Result;
use crate::store::{Commit, Outcome, Stored};

impl Workspace {
    /// Takes the image in, if there is one that can be trusted, and answers with what the log has
    /// behind it. Nothing else was taken in before.
    pub(super) async fn restore(&self) -> Option<Page> {
        // An image that cannot be read is as good as none.
        let begun = image::begin(self.store.image().await.ok()?)?;
        let mark = begun.mark;
        // The last entry that it knows, and what was stored since, come while it is taken in.
        let tail = Ahead::ask(self.store.read(begun.known(), PAGE + 1)).await;
        let state = begun.finish();
        let mut tail = tail.wait().await.ok()?.into_iter();
        let (at, last) = tail.next()?;
        let state = state.filter(|state| state.known == at)?;
        let fits = matches!(last, Stored::Entry(entry) if mark_of_entry(&entry) == mark);
        fits.then(|| {
            self.state.replace(state);
            tail.collect()
        })
    }

    /// Writes a new image beside the other work, if that is worth its while.
    pub(super) fn renew_image(&self) {
        let is_due = {
            let state = self.state.borrow();
            let least = self.imaging.tail.max(state.image);
            state.tail >= least
                && state.heads.all().count() + state.records.len() >= self.imaging.records
        };
        if !is_due || self.is_closed() {
            return;
        }
        // Once for each tail: what fails now is tried again when as much has come together.
        self.state.borrow_mut().tail = 0;
        if let Some(workspace) = self.own.upgrade() {
            (self.spawn)(Box::pin(async move {
                // Without an image the log is read.
                if let Ok(upkeep) = parts::upkeep().await {
                    drop((upkeep.write_image)(&workspace).await);
                }
            }));
        }
    }

    pub(super) async fn write_image_here(&self) -> Result<()> {
        let _turn = self.turn().await;
        self.open_or_closed()?;
        let known = self.state.borrow().known;
        if matches!(&self.state.borrow().resident, Resident::Waiting(own) if own.is_stale) {
            return Ok(());
        }
        // Whoever waits for the commit before this one goes first.
        let last = self.store.get(vec![known]).await?.pop().flatten();
        let Some(Stored::Entry(last)) = last else { return Ok(()) };
        let mut writer = image::Writer::new(&self.state.borrow(), mark_of_entry(&last));
        // The state stays the same for whoever holds the turn; others have theirs in between.
        while !writer.go_on(&self.state.borrow()) {
            self.store.get(vec![known]).await?;
        }
        let parts = writer.finish();
        let size = parts.iter().map(|part| part.text.len()).sum();
        let commit = Commit { after: known, image: Some(parts), ..Commit::default() };
        if self.store.commit(commit).await? == Outcome::Done {
            self.state.borrow_mut().image = size;
        }
        Ok(())
    }
}
