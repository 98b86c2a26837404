//! How many events there are of each actor and each kind of record.

use rustc_hash::FxHashMap;

use crate::domain::event::EntityType;

/// Counts of events, by whom and of what.
#[derive(Debug, Default)]
pub(super) struct Tally(FxHashMap<Box<str>, Vec<(EntityType, usize)>>);

impl Tally {
    /// Counts that many more.
    pub fn add(&mut self, actor: &str, kind: EntityType, more: usize) {
        match self.0.get_mut(actor) {
            None => drop(self.0.insert(actor.into(), vec![(kind, more)])),
            Some(kinds) => match kinds.iter_mut().find(|(own, _)| *own == kind) {
                Some((_, count)) => *count += more,
                None => kinds.push((kind, more)),
            },
        }
    }

    /// Every count that was made.
    pub fn all(&self) -> impl Iterator<Item = (&str, EntityType, usize)> {
        self.0
            .iter()
            .flat_map(|(actor, kinds)| kinds.iter().map(|(kind, count)| (&**actor, *kind, *count)))
    }
}
