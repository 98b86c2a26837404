//! The newest bodies of records: from the cache, or from the log in one request.

use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::journal::{self, Place};
use super::workspace::Workspace;
use crate::domain::error::Result;
use crate::domain::medallion::Medallion;
use crate::domain::sorted::sorted_set;
use crate::store::{Seq, Stored};

impl Workspace {
    /// The newest bodies of those of these records that exist.
    pub(super) async fn bodies_of<'a>(
        &self,
        ids: &[&'a str],
    ) -> Result<FxHashMap<&'a str, Rc<str>>> {
        let live = |id: &&&str| self.state.borrow().heads.live(id).is_ok();
        let live: Vec<&'a str> = ids.iter().filter(live).copied().collect();
        let bodies = self.bodies(&live).await?;
        Ok(live.into_iter().zip(bodies).filter_map(|(id, body)| Some((id, body?))).collect())
    }

    /// The newest bodies of these records. `None` for those that went meanwhile, and for those
    /// that turn out to be damaged: their heads say so from then on.
    pub(super) async fn bodies(&self, ids: &[&str]) -> Result<Vec<Option<Rc<str>>>> {
        let mut wanted: Vec<(Place, u32)> = Vec::with_capacity(ids.len());
        let mut found: Vec<Option<Rc<str>>> = Vec::with_capacity(ids.len());
        {
            let mut state = self.state.borrow_mut();
            let state = &mut *state;
            for id in ids {
                let (head, _) = state.heads.live(id)?;
                found.push(state.cache.get(head.place.number()));
                wanted.push((head.place, head.parts));
            }
        }
        let missing: Vec<usize> =
            (0..ids.len()).filter(|number| matches!(found.get(*number), Some(None))).collect();
        if missing.is_empty() {
            return Ok(found);
        }
        let mut keys: Vec<Seq> = Vec::new();
        for (place, parts) in missing.iter().filter_map(|number| wanted.get(*number)) {
            keys.extend(place.entry..=place.entry + u64::from(*parts));
        }
        let keys = sorted_set(keys.into_iter().rev());
        let stored: FxHashMap<Seq, Option<Stored>> =
            keys.iter().copied().zip(self.store.get(keys.clone()).await?).collect();
        for number in missing {
            let (Some(id), Some((place, parts)), Some(slot)) =
                (ids.get(number), wanted.get(number), found.get_mut(number))
            else {
                continue;
            };
            let first = stored.get(&place.entry).and_then(Option::as_ref);
            let parts: Vec<Option<Stored>> = (1..=u64::from(*parts))
                .map(|part| stored.get(&(place.entry + part)).cloned().flatten())
                .collect();
            let body = first
                .ok_or("is gone")
                .and_then(|first| journal::body_of(first, place.line, &parts, id));
            match body {
                Ok(body) if Medallion::parse_stored(&body, id).is_ok() => {
                    let body: Rc<str> = body.into();
                    self.state.borrow_mut().cache.put(place.number(), body.clone());
                    *slot = Some(body);
                }
                // Erased by another tab, whose message has not come yet.
                Err("is gone") => {}
                _ => self.state.borrow_mut().damaged(id, *place),
            }
        }
        Ok(found)
    }
}
