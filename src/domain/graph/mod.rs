//! What waits for what: cycles, order, levels, waves of work and the critical path.
//!
//! Nodes are numbers from zero on; what they stand for is the caller's business, and so is what
//! makes a node done. Nothing here recurses, so a chain of any length is safe, and everything but
//! [`waves`] with conflicts takes time in proportion to nodes and edges.
//!
//! Where several answers are right, the one that keeps to the order of the numbers is given, so
//! that equal input has equal output.

mod critical_path;
mod cycles;
mod levels;
mod waves;

#[cfg(test)]
mod tests;

pub use critical_path::{Schedule, critical_path};
pub use cycles::{cycle, cyclic_components, path};
pub use levels::{Levels, levels, order};
pub use waves::{waves, waves_of};

/// Nodes, and for each what it waits for.
///
/// ```
/// use medallion::domain::graph::{Graph, critical_path, levels};
///
/// // 1 and 2 wait for 0, 3 waits for both.
/// let graph = Graph::new(4, &[(1, 0), (2, 0), (3, 1), (3, 2)]);
/// assert_eq!(levels(&graph).levels, [vec![0], vec![1, 2], vec![3]]);
/// let schedule = critical_path(&graph, &[1, 5, 2, 1]);
/// assert_eq!((schedule.makespan, schedule.path), (7, vec![0, 1, 3]));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Graph {
    nodes: usize,
    waits_for: Lists,
    awaited_by: Lists,
}

impl Graph {
    /// A graph of so many nodes; an edge `(a, b)` says that `a` waits for `b`. Edges that name no
    /// node are left out; of the same edge twice one is kept.
    #[must_use]
    pub fn new(nodes: usize, edges: &[(usize, usize)]) -> Self {
        let inside = |&&(from, to): &&(usize, usize)| from < nodes && to < nodes;
        let given: Vec<(usize, usize)> = edges.iter().filter(inside).copied().collect();
        let given = Lists::new(nodes, &given);
        // The node whose list a node was last seen in, plus one.
        let mut seen = vec![0; nodes];
        let (mut edges, mut turned) = (Vec::new(), Vec::new());
        for from in 0..nodes {
            for &to in given.of(from) {
                if at(&seen, to) != from + 1 {
                    put(&mut seen, to, from + 1);
                    edges.push((from, to));
                    turned.push((to, from));
                }
            }
        }
        Self { nodes, waits_for: Lists::new(nodes, &edges), awaited_by: Lists::new(nodes, &turned) }
    }

    /// How many nodes there are.
    #[must_use]
    pub fn nodes(&self) -> usize {
        self.nodes
    }

    /// What a node waits for, in the order in which the edges were given.
    #[must_use]
    pub fn waits_for(&self, node: usize) -> &[usize] {
        self.waits_for.of(node)
    }

    /// What waits for a node.
    #[must_use]
    pub fn awaited_by(&self, node: usize) -> &[usize] {
        self.awaited_by.of(node)
    }

    /// All that a node waits for and that is not done, directly or through others: the nearest
    /// first, and at most so many. Behind what is done nobody looks.
    #[must_use]
    pub fn open_before(&self, node: usize, done: &[bool], most: usize) -> Vec<usize> {
        if most == 0 {
            return Vec::new();
        }
        let is_done = |node: usize| done.get(node).copied().unwrap_or(false);
        let mut seen = rustc_hash::FxHashSet::default();
        let mut found: Vec<usize> = Vec::new();
        let mut next = 0;
        let mut current = Some(node);
        while let Some(node) = current {
            for &before in self.waits_for(node) {
                if !is_done(before) && seen.insert(before) {
                    found.push(before);
                    if found.len() >= most {
                        return found;
                    }
                }
            }
            current = found.get(next).copied();
            next += 1;
        }
        found
    }
}

/// A list of numbers for each node, all in one allocation.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Lists {
    starts: Vec<usize>,
    items: Vec<usize>,
}

impl Lists {
    fn new(nodes: usize, pairs: &[(usize, usize)]) -> Self {
        let mut starts = vec![0_usize; nodes + 1];
        for (from, _) in pairs {
            if let Some(count) = starts.get_mut(from + 1) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut places = starts.clone();
        let mut items = vec![0; pairs.len()];
        for (from, to) in pairs {
            let Some(place) = places.get_mut(*from) else { continue };
            if let Some(item) = items.get_mut(*place) {
                *item = *to;
            }
            *place += 1;
        }
        Self { starts, items }
    }

    fn of(&self, node: usize) -> &[usize] {
        match (self.starts.get(node), self.starts.get(node + 1)) {
            (Some(&start), Some(&end)) => self.items.get(start..end).unwrap_or_default(),
            _ => &[],
        }
    }
}

/// The value for a node; what no node has is zero.
fn at<T: Copy + Default>(values: &[T], node: usize) -> T {
    values.get(node).copied().unwrap_or_default()
}

/// Sets the value for a node.
fn put<T>(values: &mut [T], node: usize, value: T) {
    if let Some(place) = values.get_mut(node) {
        *place = value;
    }
}
