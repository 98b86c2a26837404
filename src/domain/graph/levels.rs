//! In which order, and what at the same time.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::{Graph, at, put};
use crate::domain::sorted::sort;

/// Nodes by how long the longest way to them is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Levels {
    /// Level 0 waits for nothing, each other one for something in the level before it. In a level
    /// the nodes are in the order of their numbers.
    pub levels: Vec<Vec<usize>>,
    /// What is on a cycle or waits for one.
    pub left_out: Vec<usize>,
}

/// The levels of a graph.
#[must_use]
pub fn levels(graph: &Graph) -> Levels {
    let mut missing: Vec<usize> =
        (0..graph.nodes()).map(|node| graph.waits_for(node).len()).collect();
    let mut level: Vec<usize> =
        (0..graph.nodes()).filter(|&node| at(&missing, node) == 0).collect();
    let mut levels: Vec<Vec<usize>> = Vec::new();
    while !level.is_empty() {
        let mut next: Vec<usize> = Vec::new();
        for &node in &level {
            for &after in graph.awaited_by(node) {
                let left = at(&missing, after).saturating_sub(1);
                put(&mut missing, after, left);
                if left == 0 {
                    next.push(after);
                }
            }
        }
        sort(&mut next);
        levels.push(std::mem::replace(&mut level, next));
    }
    let left_out = (0..graph.nodes()).filter(|&node| at(&missing, node) > 0).collect();
    Levels { levels, left_out }
}

/// All nodes so that each comes behind what it waits for, as near to the order of the numbers as
/// that allows. What is on a cycle or waits for one is not in it.
#[must_use]
pub fn order(graph: &Graph) -> Vec<usize> {
    let mut missing: Vec<usize> =
        (0..graph.nodes()).map(|node| graph.waits_for(node).len()).collect();
    let mut free: BinaryHeap<Reverse<usize>> =
        (0..graph.nodes()).filter(|&node| at(&missing, node) == 0).map(Reverse).collect();
    let mut order = Vec::with_capacity(graph.nodes());
    while let Some(Reverse(node)) = free.pop() {
        order.push(node);
        for &after in graph.awaited_by(node) {
            let left = at(&missing, after).saturating_sub(1);
            put(&mut missing, after, left);
            if left == 0 {
                free.push(Reverse(after));
            }
        }
    }
    order
}
