//! The critical path method: when each thing can begin, when it must, and what decides the end.
//!
//! Weights are whole numbers of whatever unit the caller has, so that "no slack" is exact.

use super::{Graph, at, levels, put};

/// Earliest and latest times of all nodes, in the unit of the weights (spec B4). What is on a
/// cycle or waits for one has zeros everywhere and is listed in `left_out`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Schedule {
    /// When each node can begin: when all that it waits for is finished at the earliest.
    pub earliest_start: Vec<u64>,
    /// When each node must begin for the end not to move.
    pub latest_start: Vec<u64>,
    /// How long each node can wait without moving the end: the difference of the two.
    pub slack: Vec<u64>,
    /// How long all of it takes when nothing waits without need.
    pub makespan: u64,
    /// Every node without slack, in the order of the numbers.
    pub critical: Vec<usize>,
    /// One longest chain, from something that waits for nothing to the end; where there are
    /// several, the one that begins, and goes on, with the lowest number.
    pub path: Vec<usize>,
    /// What is on a cycle or waits for one.
    pub left_out: Vec<usize>,
}

/// The schedule of a graph whose nodes take that long; nodes past the end of the weights take no
/// time. Sums that no number holds stay at the greatest there is.
#[must_use]
pub fn critical_path(graph: &Graph, weights: &[u64]) -> Schedule {
    let levels = levels(graph);
    let order: Vec<usize> = levels.levels.into_iter().flatten().collect();
    let mut earliest_start = vec![0_u64; graph.nodes()];
    let finish = |starts: &[u64], node| at(starts, node).saturating_add(at(weights, node));
    let mut makespan = 0;
    for &node in &order {
        let start = graph.waits_for(node).iter().map(|&before| finish(&earliest_start, before));
        let start = start.max().unwrap_or(0);
        put(&mut earliest_start, node, start);
        makespan = makespan.max(finish(&earliest_start, node));
    }
    let mut sorted_out = vec![false; graph.nodes()];
    levels.left_out.iter().for_each(|&node| put(&mut sorted_out, node, true));
    let mut latest_start = vec![0_u64; graph.nodes()];
    for &node in order.iter().rev() {
        let after = graph.awaited_by(node).iter().filter(|&&after| !at(&sorted_out, after));
        let latest_finish = after.map(|&after| at(&latest_start, after)).min().unwrap_or(makespan);
        put(&mut latest_start, node, latest_finish.saturating_sub(at(weights, node)));
    }
    let slack: Vec<u64> = latest_start
        .iter()
        .zip(&earliest_start)
        .map(|(latest, earliest)| latest.saturating_sub(*earliest))
        .collect();
    let is_critical = |node: usize| at(&slack, node) == 0 && !at(&sorted_out, node);
    let critical: Vec<usize> = (0..graph.nodes()).filter(|&node| is_critical(node)).collect();
    let mut path: Vec<usize> = Vec::new();
    let mut next = critical.iter().copied().find(|&node| graph.waits_for(node).is_empty());
    while let Some(node) = next {
        path.push(node);
        let end = finish(&earliest_start, node);
        let after = graph.awaited_by(node).iter().copied();
        next = after.filter(|&after| is_critical(after) && at(&earliest_start, after) == end).min();
    }
    Schedule {
        earliest_start,
        latest_start,
        slack,
        makespan,
        critical,
        path,
        left_out: levels.left_out,
    }
}
