//! What waits for itself, and by which way.

use super::{Graph, at, put};
use crate::domain::sorted::sort;

/// One cycle, if there is one: each node waits for the next, and the last is the first again.
#[must_use]
pub fn cycle(graph: &Graph) -> Option<Vec<usize>> {
    let first = cyclic_components(graph).into_iter().next()?;
    let start = first.first().copied()?;
    way_back(graph, start)
}

/// The shortest way from one node to another along what waits for what, both ends included.
/// From a node to itself that is the node alone.
///
/// An edge that says `a` waits for `b` closes a cycle exactly if there is a path from `b` to `a`.
#[must_use]
pub fn path(graph: &Graph, from: usize, to: usize) -> Option<Vec<usize>> {
    if from >= graph.nodes() || to >= graph.nodes() {
        return None;
    }
    if from == to { Some(vec![from]) } else { search(graph, from, to) }
}

/// The shortest way from a node through others back to itself.
fn way_back(graph: &Graph, node: usize) -> Option<Vec<usize>> {
    search(graph, node, node)
}

fn search(graph: &Graph, from: usize, to: usize) -> Option<Vec<usize>> {
    const NOWHERE: usize = usize::MAX;
    let mut came_from = vec![NOWHERE; graph.nodes()];
    let mut queue = vec![from];
    let mut next = 0;
    while let Some(&node) = queue.get(next) {
        next += 1;
        for &before in graph.waits_for(node) {
            if came_from.get(before) != Some(&NOWHERE) {
                continue;
            }
            put(&mut came_from, before, node);
            if before == to {
                let mut way = vec![to];
                let mut step = at(&came_from, to);
                while step != from {
                    way.push(step);
                    step = at(&came_from, step);
                }
                way.push(from);
                way.reverse();
                return Some(way);
            }
            queue.push(before);
        }
    }
    None
}

/// The groups of nodes that wait for each other, and nodes that wait for themselves. Groups and
/// what is in them are in the order of the numbers.
///
/// Tarjan's strongly connected components, with a stack of its own.
#[must_use]
pub fn cyclic_components(graph: &Graph) -> Vec<Vec<usize>> {
    let nodes = graph.nodes();
    // Zero: not seen yet.
    let mut number = vec![0_usize; nodes];
    let mut lowest = vec![0_usize; nodes];
    let mut open = vec![false; nodes];
    let mut members: Vec<usize> = Vec::new();
    // A node, and how many of its edges have been looked at.
    let mut stack: Vec<(usize, usize)> = Vec::new();
    let mut count = 0;
    let mut components: Vec<Vec<usize>> = Vec::new();
    for root in 0..nodes {
        if at(&number, root) != 0 {
            continue;
        }
        stack.push((root, 0));
        while let Some((node, edge)) = stack.last_mut() {
            let node = *node;
            if *edge == 0 && at(&number, node) == 0 {
                count += 1;
                put(&mut number, node, count);
                put(&mut lowest, node, count);
                put(&mut open, node, true);
                members.push(node);
            }
            if let Some(&next) = graph.waits_for(node).get(*edge) {
                *edge += 1;
                if at(&number, next) == 0 {
                    stack.push((next, 0));
                } else if at(&open, next) {
                    let low = at(&lowest, node).min(at(&number, next));
                    put(&mut lowest, node, low);
                }
                continue;
            }
            stack.pop();
            if let Some(&(parent, _)) = stack.last() {
                let low = at(&lowest, parent).min(at(&lowest, node));
                put(&mut lowest, parent, low);
            }
            if at(&lowest, node) == at(&number, node) {
                let start = members.iter().rposition(|&member| member == node).unwrap_or(0);
                let mut component = members.split_off(start);
                component.iter().for_each(|&member| put(&mut open, member, false));
                if component.len() > 1 || graph.waits_for(node).contains(&node) {
                    sort(&mut component);
                    components.push(component);
                }
            }
        }
    }
    sort(&mut components);
    components
}
