//! The graph nodes and tags themselves: their numbers, and how many medallions name them.

use super::{Facts, ScopeIndex, Slot, facts_of};
use crate::domain::medallion::Status;
use crate::domain::sorted::sort_by;
use crate::record;

record! {
    /// A graph node or a tag, and how many medallions name it.
    pub struct LabelCount as "ScopeLabelCount" {
        /// The node or the tag.
        pub label: String,
        /// How many medallions name it.
        pub count: u64,
    }
}

record! {
    /// What scopes name, the most frequent first.
    pub struct ScopeLabels as "ScopeLabels" {
        /// The graph nodes.
        pub graph_nodes: Vec<LabelCount>,
        /// The tags.
        pub tags: Vec<LabelCount>,
    }
}

/// Which nodes and tags are wanted.
#[derive(Debug, Clone, Copy)]
pub struct LabelQuery<'a> {
    /// Only those with this in them, in whichever case; all if it is empty.
    pub text: &'a str,
    /// How many of each at most.
    pub limit: usize,
    /// Only of medallions of these statuses.
    pub statuses: &'a [Status],
}

impl ScopeIndex {
    /// Gives a label the next number; none if it has one already.
    pub fn add_label(&mut self, text: &str) -> Option<()> {
        let number = self.labels.len();
        (self.intern_one(text) as usize == number).then_some(())
    }

    /// The labels by their numbers.
    #[must_use]
    pub fn labels(&self) -> Vec<&str> {
        let mut texts = vec![""; self.labels.len()];
        for (text, number) in &self.labels {
            if let Some(place) = texts.get_mut(*number as usize) {
                *place = text;
            }
        }
        texts
    }

    /// Whether a node stands in the scope of a medallion.
    #[must_use]
    pub fn has_node(&self, slot: Slot, node: &str) -> bool {
        let number = self.labels.get(node);
        let facts = facts_of(&self.facts, slot);
        facts.zip(number).is_some_and(|(facts, node)| facts.nodes().binary_search(node).is_ok())
    }

    /// The nodes and the tags that scopes name, with how many do, the most frequent first. `only`
    /// counts no medallions but those with this node.
    ///
    /// ```
    /// use medallion::domain::medallion::{LabelQuery, Rank, Scope, ScopeIndex, Status};
    ///
    /// let mut index = ScopeIndex::default();
    /// let rank = |order| Rank { at: "2025-01-01".parse().unwrap(), order };
    /// index.set(0, &Scope::of(&["repo:muse"], &["a"])?, rank(1), Status::Active);
    /// index.set(1, &Scope::of(&["repo:muse", "cli"], &["b"])?, rank(2), Status::Active);
    /// let query = LabelQuery { text: "MUS", limit: 10, statuses: Status::ALL };
    /// let found = index.label_counts(&query, None);
    /// assert_eq!((&*found.graph_nodes[0].label, found.graph_nodes[0].count), ("repo:muse", 2));
    /// assert!(found.tags.is_empty());
    /// # Ok::<(), medallion::Error>(())
    /// ```
    #[must_use]
    pub fn label_counts(&self, query: &LabelQuery<'_>, only: Option<&str>) -> ScopeLabels {
        let only = only.map(|node| self.labels.get(node));
        let is_counted = |facts: &&Facts| {
            let is_seen = |node: Option<&u32>| {
                node.is_some_and(|node| facts.nodes().binary_search(node).is_ok())
            };
            query.statuses.contains(&facts.status) && only.is_none_or(is_seen)
        };
        let mut nodes = vec![0_u64; self.labels.len()];
        let mut tags = nodes.clone();
        for facts in self.facts.iter().flatten().filter(is_counted) {
            count(&mut nodes, facts.nodes());
            count(&mut tags, facts.tags());
        }
        let texts = self.labels();
        ScopeLabels {
            graph_nodes: most_frequent(&texts, &nodes, query),
            tags: most_frequent(&texts, &tags, query),
            extra: Default::default(),
        }
    }
}

fn count(counts: &mut [u64], labels: &[u32]) {
    for label in labels {
        if let Some(count) = counts.get_mut(*label as usize) {
            *count += 1;
        }
    }
}

fn most_frequent(texts: &[&str], counts: &[u64], query: &LabelQuery<'_>) -> Vec<LabelCount> {
    let wanted = query.text.to_lowercase();
    let is_wanted = |text: &str| wanted.is_empty() || text.to_lowercase().contains(&wanted);
    let named = texts.iter().zip(counts).filter(|(text, count)| **count > 0 && is_wanted(text));
    let mut named: Vec<(&&str, &u64)> = named.collect();
    sort_by(&mut named, |one, other| other.1.cmp(one.1).then_with(|| one.0.cmp(other.0)));
    let shown = named.into_iter().take(query.limit);
    shown
        .map(|(text, count)| LabelCount {
            label: (*text).to_owned(),
            count: *count,
            extra: Default::default(),
        })
        .collect()
}
