//! Which medallions a scope finds, newest first, without looking at any document.
//!
//! Each node and each tag has a posting list of slots, oldest first. A list may name a slot that no
//! longer belongs to it, or name one twice: it is a hint, and every hit is verified against the facts
//! of its slot. So a change is a few appends and nothing is ever searched for removal; a list that has
//! grown stale is put in order when it is next read.

use rustc_hash::FxHashMap;

use super::{Scope, Status};
use crate::domain::id::Label;
use crate::domain::sorted::sorted_set;
use crate::domain::time::Timestamp;

pub use labels::{LabelCount, LabelQuery, ScopeLabels};
use postings::{Postings, length, push_all, put_in_order};

/// The place of a medallion among the resident ones.
pub type Slot = u32;

/// What puts medallions in order: the instant of `updated_at`, then the order of commits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rank {
    /// `updated_at`.
    pub at: Timestamp,
    /// The number of the event that wrote it.
    pub order: u64,
}

#[derive(Debug)]
struct Facts {
    rank: Rank,
    status: Status,
    /// The nodes, and behind them the tags.
    labels: Box<[u32]>,
    /// How many nodes.
    nodes: u32,
}

impl Facts {
    fn nodes(&self) -> &[u32] {
        self.labels.get(..self.nodes as usize).unwrap_or_default()
    }

    fn tags(&self) -> &[u32] {
        self.labels.get(self.nodes as usize..).unwrap_or_default()
    }
}

fn facts_of(facts: &[Option<Facts>], slot: Slot) -> Option<&Facts> {
    facts.get(slot as usize)?.as_ref()
}

/// A walk down one posting list.
struct Walk<'a> {
    slots: &'a [Slot],
    key: u32,
}

/// What a query asks for, in numbers.
struct Wanted<'a> {
    nodes: Vec<u32>,
    tags: Vec<u32>,
    statuses: &'a [Status],
}

impl Wanted<'_> {
    fn accepts(&self, facts: &Facts) -> bool {
        self.statuses.contains(&facts.status)
            && self.nodes.iter().all(|node| facts.nodes().binary_search(node).is_ok())
            && (self.tags.is_empty()
                || self.tags.iter().any(|tag| facts.tags().binary_search(tag).is_ok()))
    }
}

/// Finds medallions by scope.
///
/// ```
/// use medallion::domain::medallion::{Rank, Scope, ScopeIndex, Status};
///
/// let mut index = ScopeIndex::default();
/// let rank = |order| Rank { at: "2025-01-01".parse().unwrap(), order };
/// index.set(0, &Scope::of(&["repo:muse"], &["a"])?, rank(1), Status::Active);
/// index.set(1, &Scope::of(&["repo:muse", "cli"], &["b"])?, rank(2), Status::Active);
/// assert_eq!(index.query(&Scope::of(&["repo:muse"], &[])?, &[Status::Active], 10), [1, 0]);
/// # Ok::<(), medallion::Error>(())
/// ```
#[derive(Debug, Default)]
pub struct ScopeIndex {
    labels: FxHashMap<Box<str>, u32>,
    facts: Vec<Option<Facts>>,
    nodes: Vec<Postings>,
    tags: Vec<Postings>,
    all: Postings,
    seen: Vec<u32>,
    round: u32,
}

impl ScopeIndex {
    /// Puts a medallion at a slot, in place of what was there.
    pub fn set(&mut self, slot: Slot, scope: &Scope, rank: Rank, status: Status) {
        self.set_texts(slot, &scope.graph_nodes, &scope.tags, rank, status);
    }

    /// The same from the texts of nodes and tags, as a stored document has them.
    pub fn set_texts<T: AsRef<str>>(
        &mut self,
        slot: Slot,
        nodes: &[T],
        tags: &[T],
        rank: Rank,
        status: Status,
    ) {
        let mut labels = Vec::with_capacity(nodes.len() + tags.len());
        self.intern(&mut nodes.iter().map(T::as_ref), &mut labels);
        let count = labels.len();
        self.intern(&mut tags.iter().map(T::as_ref), &mut labels);
        self.put(slot, labels, count, rank, status);
    }

    /// The same from the numbers of so many nodes, and behind them those of the tags, both in order;
    /// none if they are not, or one of them is the number of no label.
    pub fn set_numbers(
        &mut self,
        slot: Slot,
        labels: Vec<u32>,
        nodes: usize,
        rank: Rank,
        status: Status,
    ) -> Option<()> {
        let is_set = |numbers: &[u32]| {
            numbers.is_sorted_by(|one, next| one < next)
                && numbers.last().is_none_or(|last| (*last as usize) < self.labels.len())
        };
        let (own_nodes, tags) = labels.split_at_checked(nodes)?;
        (is_set(own_nodes) && is_set(tags)).then(|| self.put(slot, labels, nodes, rank, status))
    }

    /// Makes room for so many medallions.
    pub fn reserve(&mut self, count: usize) {
        self.facts.reserve(count);
        self.seen.reserve(count);
        self.all.slots.reserve(count);
    }

    /// The numbers of the nodes and of the tags of a medallion.
    #[must_use]
    pub fn scope_of(&self, slot: Slot) -> (&[u32], &[u32]) {
        facts_of(&self.facts, slot).map_or((&[], &[]), |facts| (facts.nodes(), facts.tags()))
    }

    /// What puts a medallion in order.
    #[must_use]
    pub fn rank(&self, slot: Slot) -> Option<Rank> {
        facts_of(&self.facts, slot).map(|facts| facts.rank)
    }

    fn put(&mut self, slot: Slot, labels: Vec<u32>, nodes: usize, rank: Rank, status: Status) {
        self.grow(slot);
        let nodes = u32::try_from(nodes).unwrap_or(u32::MAX);
        let facts = Facts { rank, status, labels: labels.into_boxed_slice(), nodes };
        self.all.push(slot, rank);
        push_all(&mut self.nodes, facts.nodes(), slot, rank);
        push_all(&mut self.tags, facts.tags(), slot, rank);
        if let Some(place) = self.facts.get_mut(slot as usize) {
            *place = Some(facts);
        }
    }

    /// Forgets what is at a slot.
    pub fn remove(&mut self, slot: Slot) {
        if let Some(place) = self.facts.get_mut(slot as usize) {
            *place = None;
        }
    }

    /// The slots that a scope finds ([`Scope::finds`]), newest first.
    pub fn query(&mut self, scope: &Scope, statuses: &[Status], limit: usize) -> Vec<Slot> {
        let wanted = self.wanted(scope, statuses).filter(|_| limit > 0);
        let Some(wanted) = wanted else { return Vec::new() };
        let by_node = wanted.nodes.iter().copied().min_by_key(|node| length(&self.nodes, *node));
        let by_tags: usize = wanted.tags.iter().map(|tag| length(&self.tags, *tag)).sum();
        match by_node {
            Some(node) if wanted.tags.is_empty() || length(&self.nodes, node) <= by_tags => {
                put_in_order(&mut self.nodes, node, &self.facts, Facts::nodes);
                self.walk(&[node], &wanted, limit, |index| &index.nodes, Facts::nodes)
            }
            _ => {
                for tag in &wanted.tags {
                    put_in_order(&mut self.tags, *tag, &self.facts, Facts::tags);
                }
                self.walk(&wanted.tags, &wanted, limit, |index| &index.tags, Facts::tags)
            }
        }
    }

    /// Whether a scope finds what is at a slot.
    #[must_use]
    pub fn finds(&self, slot: Slot, scope: &Scope, statuses: &[Status]) -> bool {
        let facts = facts_of(&self.facts, slot);
        facts.zip(self.wanted(scope, statuses)).is_some_and(|(facts, wanted)| wanted.accepts(facts))
    }

    /// What a scope asks for; none if nothing can be found.
    fn wanted<'a>(&self, scope: &Scope, statuses: &'a [Status]) -> Option<Wanted<'a>> {
        let nodes = self.numbers(&scope.graph_nodes)?;
        let tags = sorted_set(scope.tags.iter().filter_map(|tag| self.number(tag)));
        let is_something = !scope.is_empty() && tags.is_empty() == scope.tags.is_empty();
        is_something.then_some(Wanted { nodes, tags, statuses })
    }

    /// The newest active medallion whose scope is the same set.
    pub fn same(&mut self, scope: &Scope) -> Option<Slot> {
        let nodes = self.numbers(&scope.graph_nodes)?;
        let tags = self.numbers(&scope.tags)?;
        let is_same = |facts: &Facts| {
            *facts.nodes() == *nodes && *facts.tags() == *tags && facts.status == Status::Active
        };
        let shortest = |lists: &[Postings], keys: &[u32]| {
            keys.iter().map(|key| (length(lists, *key), *key)).min()
        };
        // Whatever has this scope stands in the list of each of its labels: the shortest will do.
        let list = match (shortest(&self.nodes, &nodes), shortest(&self.tags, &tags)) {
            (None, None) => {
                self.all.put_in_order(&self.facts, |_| true);
                &self.all
            }
            (Some((by_node, node)), tag) if tag.is_none_or(|(by_tag, _)| by_node <= by_tag) => {
                put_in_order(&mut self.nodes, node, &self.facts, Facts::nodes)?
            }
            (_, tag) => put_in_order(&mut self.tags, tag?.1, &self.facts, Facts::tags)?,
        };
        let mut newest_first = list.slots.iter().rev().copied();
        newest_first.find(|slot| facts_of(&self.facts, *slot).is_some_and(is_same))
    }

    /// All slots of these statuses that come behind `before`, newest first.
    pub fn list(
        &mut self,
        statuses: &[Status],
        before: Option<Rank>,
        limit: usize,
    ) -> Vec<(Slot, Rank)> {
        self.all.put_in_order(&self.facts, |_| true);
        let round = self.next_round();
        let mut found = Vec::new();
        for slot in self.all.slots.iter().rev().copied() {
            if found.len() == limit {
                break;
            }
            if let Some(facts) = facts_of(&self.facts, slot)
                && statuses.contains(&facts.status)
                && before.is_none_or(|before| facts.rank < before)
                && is_new(&mut self.seen, slot, round)
            {
                found.push((slot, facts.rank));
            }
        }
        found
    }

    /// How many there are of these statuses.
    #[must_use]
    pub fn count(&self, statuses: &[Status]) -> usize {
        self.facts.iter().flatten().filter(|facts| statuses.contains(&facts.status)).count()
    }

    /// Walks down several lists at once, always taking the newest. Lists are in order but for
    /// slots that were written again: those have been met before, higher up in the same list.
    fn walk(
        &mut self,
        keys: &[u32],
        wanted: &Wanted<'_>,
        limit: usize,
        lists: impl Fn(&Self) -> &[Postings],
        own: impl Fn(&Facts) -> &[u32],
    ) -> Vec<Slot> {
        let round = self.next_round();
        let mut seen = std::mem::take(&mut self.seen);
        let lists = lists(self);
        let start = |key: &u32| Walk {
            slots: lists.get(*key as usize).map_or(&[], |list| &list.slots),
            key: *key,
        };
        let mut walks: Vec<Walk<'_>> = keys.iter().map(start).collect();
        let mut found = Vec::new();
        while found.len() < limit {
            let newest = walks.iter_mut().filter_map(|walk| {
                // What does not belong, or was met, is stepped over for good.
                loop {
                    let (slot, rest) = walk.slots.split_last()?;
                    let facts = facts_of(&self.facts, *slot).filter(|facts| {
                        own(facts).binary_search(&walk.key).is_ok()
                            && seen.get(*slot as usize) != Some(&round)
                    });
                    match facts {
                        Some(facts) => return Some((facts.rank, *slot, facts, walk)),
                        None => walk.slots = rest,
                    }
                }
            });
            let Some((_, slot, facts, walk)) = newest.max_by_key(|(rank, ..)| *rank) else { break };
            walk.slots = walk.slots.split_last().map_or(&[], |(_, rest)| rest);
            if is_new(&mut seen, slot, round) && wanted.accepts(facts) {
                found.push(slot);
            }
        }
        self.seen = seen;
        found
    }

    fn next_round(&mut self) -> u32 {
        self.round = self.round.checked_add(1).unwrap_or_else(|| {
            self.seen.fill(0);
            1
        });
        self.round
    }

    fn grow(&mut self, slot: Slot) {
        let length = slot as usize + 1;
        if self.facts.len() < length {
            self.facts.resize_with(length, || None);
            self.seen.resize(length, 0);
        }
    }

    /// Adds the numbers of these labels, in order and each once.
    fn intern(&mut self, texts: &mut dyn Iterator<Item = &str>, numbers: &mut Vec<u32>) {
        let from = numbers.len();
        for text in texts {
            let number = self.intern_one(text);
            let own = numbers.get(from..).unwrap_or_default();
            if let Err(place) = own.binary_search(&number) {
                numbers.insert(from + place, number);
            }
        }
    }

    fn intern_one(&mut self, text: &str) -> u32 {
        if let Some(number) = self.labels.get(text) {
            return *number;
        }
        let number = u32::try_from(self.labels.len()).unwrap_or(u32::MAX);
        self.labels.insert(text.into(), number);
        number
    }

    fn number(&self, label: &Label) -> Option<u32> {
        self.labels.get(label.as_str()).copied()
    }

    /// The numbers of all labels, in order; `None` if one of them was never stored.
    fn numbers(&self, labels: &[Label]) -> Option<Vec<u32>> {
        let numbers =
            labels.iter().map(|label| self.number(label)).collect::<Option<Vec<u32>>>()?;
        Some(sorted_set(numbers))
    }
}

fn is_new(seen: &mut [u32], slot: Slot, round: u32) -> bool {
    seen.get_mut(slot as usize).is_some_and(|last| std::mem::replace(last, round) != round)
}

mod labels;
mod postings;
#[cfg(test)]
mod tests;
