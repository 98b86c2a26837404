//! The newest bodies of records: from the cache, or from the log in one request.

use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::decision::Key;
use super::journal::{self, Place};
use super::workspace::Workspace;
use crate::domain::error::Result;
use crate::domain::event::EntityType;
use crate::domain::medallion::Medallion;
use crate::store::{Seq, Stored};

impl Workspace {
    /// The newest bodies of those of these records that exist.
    pub(super) async fn bodies_of<'a>(
        &self,
        keys: &[Key<'a>],
    ) -> Result<FxHashMap<Key<'a>, Rc<str>>> {
        let live = |key: &&Key<'_>| self.state.borrow().live(**key).is_ok();
        let live: Vec<Key<'a>> = keys.iter().filter(live).copied().collect();
        let bodies = self.bodies(&live).await?;
        Ok(live.into_iter().zip(bodies).filter_map(|(id, body)| Some((id, body?))).collect())
    }

    /// The newest bodies of these records. `None` for those that went meanwhile, and for those
    /// that turn out to be damaged: their heads say so from then on.
    pub(super) async fn bodies(&self, records: &[Key<'_>]) -> Result<Vec<Option<Rc<str>>>> {
        let mut wanted: Vec<(Place, u32)> = Vec::with_capacity(records.len());
        let mut found: Vec<Option<Rc<str>>> = Vec::with_capacity(records.len());
        {
            let mut state = self.state.borrow_mut();
            let state = &mut *state;
            for key in records {
                let written = state.live(*key)?;
                found.push(state.cache.get(written.place.number()));
                wanted.push((written.place, written.parts));
            }
        }
        let missing: Vec<usize> =
            (0..records.len()).filter(|number| matches!(found.get(*number), Some(None))).collect();
        if missing.is_empty() {
            return Ok(found);
        }
        // A long body goes on in entries of one line each.
        let lines = missing.iter().filter_map(|number| wanted.get(*number)).flat_map(lines_of);
        let mut stored = self.get_lines(lines.collect()).await?.into_iter();
        for number in missing {
            let (Some(key), Some((place, parts)), Some(slot)) =
                (records.get(number), wanted.get(number), found.get_mut(number))
            else {
                continue;
            };
            let first = stored.next().flatten();
            let parts: Vec<Option<Stored>> = stored.by_ref().take(*parts as usize).collect();
            let body = first
                .ok_or("is gone")
                .and_then(|first| journal::body_of(&first, 0, &parts, key.id));
            match body {
                Ok(body) if is_readable(*key, &body) => {
                    let body: Rc<str> = body.into();
                    self.state.borrow_mut().cache.put(place.number(), body.clone());
                    *slot = Some(body);
                }
                // Erased by another tab, whose message has not come yet.
                Err("is gone") => {}
                _ => self.state.borrow_mut().damaged(*key, *place),
            }
        }
        Ok(found)
    }
}

/// Where a body stands: the line, and the entries behind it.
fn lines_of((place, parts): &(Place, u32)) -> impl Iterator<Item = (Seq, u32)> + use<> {
    let behind = place.entry + 1..=place.entry + u64::from(*parts);
    std::iter::once((place.entry, place.line)).chain(behind.map(|part| (part, 0)))
}

/// Whether other hands have left the record what it was. Others than medallions were read when
/// the line was, and have its checksum.
fn is_readable(key: Key<'_>, body: &str) -> bool {
    key.kind != EntityType::Medallion || Medallion::parse_stored(body, key.id).is_ok()
}
