//! Levels under limits: so many hands, and things that only one may hold at a time.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use rustc_hash::FxHashSet;

use super::{Graph, at, levels, put};
use crate::domain::sorted::sort;

/// Waves of work: in each at most `hands` nodes, of which no two hold the same thing, and each
/// behind what it waits for. `holds` lists by number what each node holds, such as the files that
/// a task changes; nodes past its end hold nothing.
///
/// What has the longest way still before it goes first, then what has the lower number. What is
/// on a cycle or waits for one is in no wave. No hands are taken as one.
///
/// ```
/// use medallion::domain::graph::{Graph, waves};
///
/// let graph = Graph::new(3, &[(2, 1)]);
/// assert_eq!(waves(&graph, 1, &[]), [[1], [0], [2]]);
/// assert_eq!(waves(&graph, 2, &[vec![7], vec![7]]), [vec![1], vec![0, 2]]);
/// ```
#[must_use]
pub fn waves(graph: &Graph, hands: usize, holds: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let hands = hands.max(1);
    let heights = heights(graph);
    let rank = |node: usize| (at(&heights, node), Reverse(node));
    let mut missing: Vec<usize> =
        (0..graph.nodes()).map(|node| graph.waits_for(node).len()).collect();
    let mut free: BinaryHeap<(usize, Reverse<usize>)> =
        (0..graph.nodes()).filter(|&node| at(&missing, node) == 0).map(rank).collect();
    let mut held: FxHashSet<usize> = FxHashSet::default();
    let mut waves: Vec<Vec<usize>> = Vec::new();
    while !free.is_empty() {
        let mut wave: Vec<usize> = Vec::new();
        let mut later = Vec::new();
        held.clear();
        while wave.len() < hands {
            let Some((height, Reverse(node))) = free.pop() else { break };
            let own = holds.get(node).map(Vec::as_slice).unwrap_or_default();
            if own.iter().any(|thing| held.contains(thing)) {
                later.push((height, Reverse(node)));
            } else {
                held.extend(own);
                wave.push(node);
            }
        }
        free.extend(later);
        for &node in &wave {
            for &after in graph.awaited_by(node) {
                let left = at(&missing, after).saturating_sub(1);
                put(&mut missing, after, left);
                if left == 0 {
                    free.push(rank(after));
                }
            }
        }
        sort(&mut wave);
        waves.push(wave);
    }
    waves
}

/// How many nodes the longest way from each node to the end has.
fn heights(graph: &Graph) -> Vec<usize> {
    let mut heights = vec![1_usize; graph.nodes()];
    for &node in levels(graph).levels.iter().rev().flatten() {
        let after = graph.awaited_by(node).iter().map(|&after| at(&heights, after)).max();
        put(&mut heights, node, 1 + after.unwrap_or(0));
    }
    heights
}
