//! Lists of the medallions that have a node or a tag. They are hints, held to the facts by whoever reads them.

use super::{Facts, Rank, Slot, facts_of};
use crate::domain::sorted::sort_by;

/// A posting list: slots in order of rank, the newest last, stale ones in between.
#[derive(Debug, Default)]
pub(super) struct Postings {
    pub(super) slots: Vec<Slot>,
    newest: Option<Rank>,
    in_order: usize,
    disordered: bool,
}

impl Postings {
    pub(super) fn push(&mut self, slot: Slot, rank: Rank) {
        self.slots.push(slot);
        self.disordered |= self.newest.is_some_and(|newest| newest > rank);
        self.newest = Some(rank);
        self.disordered |= self.slots.len() > 2 * self.in_order + 32;
    }

    pub(super) fn put_in_order(
        &mut self,
        facts: &[Option<Facts>],
        belongs: impl Fn(&Facts) -> bool,
    ) {
        if !std::mem::take(&mut self.disordered) {
            return;
        }
        let rank = |slot: Slot| facts_of(facts, slot).map(|facts| facts.rank);
        self.slots.retain(|slot| facts_of(facts, *slot).is_some_and(&belongs));
        sort_by(&mut self.slots, |one, other| rank(*one).cmp(&rank(*other)));
        self.slots.dedup();
        self.newest = self.slots.last().and_then(|slot| rank(*slot));
        self.in_order = self.slots.len();
    }
}

/// How long a list is.
pub(super) fn length(lists: &[Postings], key: u32) -> usize {
    lists.get(key as usize).map_or(0, |list| list.slots.len())
}

/// Puts the list of a key in order; `own` are the keys that a medallion belongs to.
pub(super) fn put_in_order<'a>(
    lists: &'a mut [Postings],
    key: u32,
    facts: &[Option<Facts>],
    own: fn(&Facts) -> &[u32],
) -> Option<&'a Postings> {
    let list = lists.get_mut(key as usize)?;
    list.put_in_order(facts, |facts| own(facts).binary_search(&key).is_ok());
    Some(list)
}

/// Adds a medallion to the list of each of its keys.
pub(super) fn push_all(lists: &mut Vec<Postings>, keys: &[u32], slot: Slot, rank: Rank) {
    for key in keys {
        let length = *key as usize + 1;
        if lists.len() < length {
            lists.resize_with(length, Postings::default);
        }
        if let Some(list) = lists.get_mut(*key as usize) {
            list.push(slot, rank);
        }
    }
}
