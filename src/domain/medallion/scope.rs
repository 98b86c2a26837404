//! When a scope asks for another, and when two are the same (spec A2.3, design rules 1 and 2).

use super::Scope;
use crate::domain::id::Label;
use crate::domain::schema::object;
use crate::domain::sorted::sorted_set;

/// How a checkpoint finds the medallion that it updates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum MatchRule {
    /// The one whose scope is the same set.
    #[default]
    Exact,
    /// The newest that a query by the scope finds: the reference's loose rule.
    Overlap,
}

impl Scope {
    /// A scope of these nodes and tags.
    ///
    /// # Errors
    /// `INVALID` if one of them is no [`Label`].
    pub fn of(graph_nodes: &[&str], tags: &[&str]) -> crate::Result<Self> {
        let labels = |texts: &[&str]| {
            texts.iter().map(|text| Label::new(text)).collect::<crate::Result<Vec<_>>>()
        };
        Ok(Self {
            graph_nodes: labels(graph_nodes)?,
            tags: labels(tags)?,
            extra: Default::default(),
        })
    }

    /// Whether it asks for nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.graph_nodes.is_empty() && self.tags.is_empty()
    }

    /// Whether a query by this scope finds what is stored under the other one: all requested
    /// nodes are among the stored ones, and the tags overlap; what is not asked for does not
    /// count. A query for nothing finds nothing.
    ///
    /// ```
    /// use medallion::Scope;
    ///
    /// let stored = Scope::of(&["repo:muse", "module:cli"], &["refactor"])?;
    /// assert!(Scope::of(&["repo:muse"], &["refactor", "idea"])?.finds(&stored));
    /// assert!(!Scope::of(&["repo:muse", "module:api"], &[])?.finds(&stored));
    /// assert!(!Scope::of(&[], &[])?.finds(&stored));
    /// # Ok::<(), medallion::Error>(())
    /// ```
    #[must_use]
    pub fn finds(&self, stored: &Self) -> bool {
        let nodes = self.graph_nodes.iter().all(|node| stored.graph_nodes.contains(node));
        let tags = self.tags.is_empty() || self.tags.iter().any(|tag| stored.tags.contains(tag));
        !self.is_empty() && nodes && tags
    }

    /// What makes two scopes the same.
    #[must_use]
    pub fn key(&self) -> ScopeKey {
        let set = |labels: &[Label]| sorted_set(labels.iter().cloned());
        ScopeKey { graph_nodes: set(&self.graph_nodes), tags: set(&self.tags) }
    }
}

/// A scope without order and repetition: two scopes are the same if their keys are equal.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ScopeKey {
    graph_nodes: Vec<Label>,
    tags: Vec<Label>,
}

impl ScopeKey {
    /// One text for each key, and one key for each text.
    #[must_use]
    pub fn text(&self) -> String {
        object(&[("graph_nodes", &self.graph_nodes), ("tags", &self.tags)])
    }
}
