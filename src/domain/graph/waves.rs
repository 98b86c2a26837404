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
    waves_of(graph, graph.nodes(), hands, holds)
}

/// The same where only the nodes below a number are work. Those behind them only tie others
/// together: they are in no wave, and are done as soon as all that they wait for is.
///
/// ```
/// use medallion::domain::graph::{Graph, waves_of};
///
/// // 2 waits for all that 3 stands for.
/// let graph = Graph::new(4, &[(2, 3), (3, 0), (3, 1)]);
/// assert_eq!(waves_of(&graph, 3, 9, &[]), [vec![0, 1], vec![2]]);
/// ```
#[must_use]
pub fn waves_of(graph: &Graph, work: usize, hands: usize, holds: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let hands = hands.max(1);
    let heights = heights(graph, work);
    let rank = |node: usize| (at(&heights, node), Reverse(node));
    let mut missing: Vec<usize> =
        (0..graph.nodes()).map(|node| graph.waits_for(node).len()).collect();
    let mut free: BinaryHeap<(usize, Reverse<usize>)> = BinaryHeap::new();
    let mut open: Vec<usize> =
        (0..graph.nodes()).filter(|&node| at(&missing, node) == 0).rev().collect();
    settle(graph, work, &mut open, &mut missing, &mut |node| free.push(rank(node)));
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
            open.extend(follow(graph, node, &mut missing));
        }
        settle(graph, work, &mut open, &mut missing, &mut |node| free.push(rank(node)));
        sort(&mut wave);
        waves.push(wave);
    }
    waves
}

/// What waits for nothing more, now that a node is done.
fn follow(graph: &Graph, node: usize, missing: &mut [usize]) -> Vec<usize> {
    let mut open = Vec::new();
    for &after in graph.awaited_by(node) {
        let left = at(missing, after).saturating_sub(1);
        put(missing, after, left);
        if left == 0 {
            open.push(after);
        }
    }
    open
}

/// Hands out the work among open nodes, and that behind those that are none.
fn settle(
    graph: &Graph,
    work: usize,
    open: &mut Vec<usize>,
    missing: &mut [usize],
    take: &mut dyn FnMut(usize),
) {
    while let Some(node) = open.pop() {
        match node < work {
            true => take(node),
            false => open.extend(follow(graph, node, missing)),
        }
    }
}

/// How much work the longest way from each node to the end has.
fn heights(graph: &Graph, work: usize) -> Vec<usize> {
    let mut heights = vec![1_usize; graph.nodes()];
    for &node in levels(graph).levels.iter().rev().flatten() {
        let after = graph.awaited_by(node).iter().map(|&after| at(&heights, after)).max();
        put(&mut heights, node, usize::from(node < work) + after.unwrap_or(0));
    }
    heights
}
