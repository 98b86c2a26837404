//! The chain of a record: its lines from the newest to the oldest, as `prev` leads.

use super::decision::Key;
use super::journal::{self, Found, Line, Place};
use super::workspace::Workspace;
use crate::domain::error::{Error, Result};
use crate::store::{Seq, Stored};

/// The body of a line, if it has one, or what is wrong with it.
pub(super) type Body = Result<Option<String>, &'static str>;

impl Workspace {
    /// Visits the lines of a record from the newest to the oldest, each with its body. Damaged
    /// ones are passed over; the answer says what is wrong with one of them, if anything is.
    pub(super) async fn walk_back(
        &self,
        key: Key<'_>,
        mut visit: impl FnMut(&Line<'_>, Place, Option<String>) -> Result<()>,
    ) -> Result<Option<&'static str>> {
        self.open_or_closed()?;
        let newest = self.state.borrow().newest(key);
        let (mut entry, mut below) = match newest {
            Some(newest) => (newest.place.entry, newest.rev + 1),
            None => return Err(Error::not_found(key.kind.as_str(), key.id)),
        };
        let mut damage = None;
        loop {
            let stored = self.get(vec![entry]).await?.pop().flatten();
            let Some(Stored::Entry(found)) = &stored else { return Ok(Some("is missing")) };
            let mut previous = None;
            // An imported entry may hold several versions of one record.
            let mut own: Vec<(u32, Line<'_>)> = Vec::new();
            for (number, line) in (0..).zip(journal::lines(found)) {
                match line {
                    Found::Line(line) if is_of(key, &line.kind, &line.id) && line.rev < below => {
                        own.push((number, line))
                    }
                    Found::Damaged { trace: Some(trace), message }
                        if is_of(key, &trace.kind, &trace.id) =>
                    {
                        damage = Some(message);
                        previous = previous.or(trace.prev);
                    }
                    _ => {}
                }
            }
            for (number, line) in own.iter().rev() {
                let place = Place { entry, line: *number };
                match self.body_at(line, place, stored.as_ref()).await? {
                    Ok(body) => visit(line, place, body)?,
                    Err(message) => damage = Some(message),
                }
                previous = line.prev;
                below = line.rev;
            }
            match previous {
                Some(previous) if previous < entry && below > 1 => entry = previous,
                // It stood in this very entry, and went when the history was bounded.
                Some(previous) if previous == entry => return Ok(damage),
                Some(_) if below > 1 => return Ok(Some("does not lead on")),
                _ => return Ok(damage),
            }
        }
    }

    /// The body of a line, or what is wrong with it.
    pub(super) async fn body_at(
        &self,
        line: &Line<'_>,
        place: Place,
        stored: Option<&Stored>,
    ) -> Result<Body> {
        let Some(stored) = stored.filter(|_| line.has_body()) else { return Ok(Ok(None)) };
        let keys = (1..=u64::from(line.parts.unwrap_or(0)))
            .map(|part| place.entry + part)
            .collect::<Vec<Seq>>();
        let parts = if keys.is_empty() { Vec::new() } else { self.get(keys).await? };
        Ok(journal::body_of(stored, place.line, &parts, &line.id).map(Some))
    }
}

/// Whether a line tells of a record.
pub(super) fn is_of(key: Key<'_>, kind: &str, id: &str) -> bool {
    id == key.id && kind == key.kind.as_str()
}
