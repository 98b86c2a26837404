//! The graph against brute force on small random graphs.
#![allow(clippy::needless_range_loop)]

use proptest::prelude::*;

use super::*;

fn any_graph() -> impl Strategy<Value = (usize, Vec<(usize, usize)>)> {
    (1_usize..9).prop_flat_map(|nodes| {
        (Just(nodes), proptest::collection::vec((0..nodes, 0..nodes), 0..16))
    })
}

/// Edges from higher to lower numbers of a shuffled order have no cycle.
fn acyclic_graph() -> impl Strategy<Value = (usize, Vec<(usize, usize)>)> {
    (1_usize..9).prop_flat_map(|nodes| {
        let names = Just((0..nodes).collect::<Vec<usize>>()).prop_shuffle();
        let edges = proptest::collection::vec((0..nodes, 0..nodes), 0..16);
        (Just(nodes), names, edges).prop_map(|(nodes, names, edges)| {
            let down = |(a, b): (usize, usize)| (a.max(b), a.min(b));
            let proper = edges.into_iter().map(down).filter(|(a, b)| a != b);
            (nodes, proper.map(|(a, b)| (names[a], names[b])).collect())
        })
    })
}

/// `reach[a][b]`: `a` waits for `b`, directly or through others.
fn closure(nodes: usize, edges: &[(usize, usize)]) -> Vec<Vec<bool>> {
    let mut reach = vec![vec![false; nodes]; nodes];
    edges.iter().for_each(|&(a, b)| reach[a][b] = true);
    for via in 0..nodes {
        for a in 0..nodes {
            for b in 0..nodes {
                reach[a][b] |= reach[a][via] && reach[via][b];
            }
        }
    }
    reach
}

/// Every chain that begins with something that waits for nothing and ends where nothing follows.
fn chains(graph: &Graph) -> Vec<Vec<usize>> {
    let roots = (0..graph.nodes()).filter(|&node| graph.waits_for(node).is_empty());
    let mut open: Vec<Vec<usize>> = roots.map(|node| vec![node]).collect();
    let mut all = Vec::new();
    while let Some(chain) = open.pop() {
        let after = graph.awaited_by(*chain.last().unwrap());
        if after.is_empty() {
            all.push(chain);
            continue;
        }
        open.extend(after.iter().map(|&node| [chain.clone(), vec![node]].concat()));
    }
    all
}

proptest! {
    #[test]
    fn cycles_are_found_exactly_where_something_reaches_itself((nodes, edges) in any_graph()) {
        let graph = Graph::new(nodes, &edges);
        let reach = closure(nodes, &edges);
        let mut expected: Vec<Vec<usize>> = (0..nodes)
            .filter(|&a| reach[a][a])
            .map(|a| (0..nodes).filter(|&b| reach[a][b] && reach[b][a]).collect())
            .collect();
        expected.sort();
        expected.dedup();
        prop_assert_eq!(cyclic_components(&graph), expected.clone());
        let found = cycle(&graph);
        prop_assert_eq!(found.is_some(), !expected.is_empty());
        if let Some(found) = found {
            prop_assert!(found.len() >= 2);
            prop_assert_eq!(found.first(), found.last());
            prop_assert!(found.windows(2).all(|step| edges.contains(&(step[0], step[1]))));
        }
    }

    #[test]
    fn a_path_is_found_exactly_where_there_is_one((nodes, edges) in any_graph()) {
        let graph = Graph::new(nodes, &edges);
        let reach = closure(nodes, &edges);
        for from in 0..nodes {
            for to in 0..nodes {
                let found = path(&graph, from, to);
                prop_assert_eq!(found.is_some(), from == to || reach[from][to]);
                let way = found.unwrap_or_default();
                prop_assert!(way.windows(2).all(|step| edges.contains(&(step[0], step[1]))));
            }
        }
    }

    #[test]
    fn levels_and_order_hold_all_that_is_not_behind_a_cycle((nodes, edges) in any_graph()) {
        let graph = Graph::new(nodes, &edges);
        let reach = closure(nodes, &edges);
        let stuck = |a: usize| reach[a][a] || (0..nodes).any(|b| reach[a][b] && reach[b][b]);
        let found = levels(&graph);
        prop_assert_eq!(&found.left_out, &(0..nodes).filter(|&a| stuck(a)).collect::<Vec<_>>());
        let level_of = |node| found.levels.iter().position(|level| level.contains(&node));
        for node in (0..nodes).filter(|&a| !stuck(a)) {
            let before = graph.waits_for(node).iter().map(|&before| level_of(before).unwrap() + 1);
            prop_assert_eq!(level_of(node), Some(before.max().unwrap_or(0)));
        }
        let order = order(&graph);
        prop_assert_eq!(order.len(), nodes - found.left_out.len());
        for (place, &node) in order.iter().enumerate() {
            let free = |node: usize| {
                graph.waits_for(node).iter().all(|before| order[..place].contains(before))
            };
            prop_assert!(free(node));
            prop_assert!(order[place..].iter().filter(|&&later| free(later)).all(|&later| later >= node));
        }
    }

    #[test]
    fn waves_keep_to_the_order_the_hands_and_the_things_held(
        (nodes, edges) in acyclic_graph(),
        hands in 1_usize..4,
        things in proptest::collection::vec(0_usize..3, 9),
    ) {
        let graph = Graph::new(nodes, &edges);
        let holds: Vec<Vec<usize>> = things.into_iter().map(|thing| vec![thing]).collect();
        let found = waves(&graph, hands, &holds);
        let wave_of = |node: usize| found.iter().position(|wave| wave.contains(&node)).unwrap();
        prop_assert_eq!(found.iter().flatten().count(), nodes);
        prop_assert!(edges.iter().all(|&(a, b)| wave_of(a) > wave_of(b)));
        for wave in &found {
            prop_assert!(wave.len() <= hands);
            let mut held: Vec<usize> = wave.iter().map(|&node| holds[node][0]).collect();
            held.sort_unstable();
            held.dedup();
            prop_assert_eq!(held.len(), wave.len());
        }
        let unlimited = waves(&graph, usize::MAX, &[]);
        prop_assert_eq!(unlimited, levels(&graph).levels);
    }

    #[test]
    fn the_critical_path_is_what_brute_force_finds(
        (nodes, edges) in acyclic_graph(),
        weights in proptest::collection::vec(0_u64..4, 9),
    ) {
        let graph = Graph::new(nodes, &edges);
        let schedule = critical_path(&graph, &weights);
        let all = chains(&graph);
        let length = |chain: &[usize]| chain.iter().map(|&node| weights[node]).sum::<u64>();
        let longest = all.iter().map(|chain| length(chain)).max().unwrap();
        prop_assert_eq!(schedule.makespan, longest);
        for node in 0..nodes {
            let through = all.iter().filter(|chain| chain.contains(&node));
            let best = through.map(|chain| length(chain)).max().unwrap();
            prop_assert_eq!(schedule.slack[node], longest - best);
        }
        let mut ties: Vec<Vec<usize>> =
            all.into_iter().filter(|chain| length(chain) == longest).collect();
        ties.sort();
        prop_assert_eq!(Some(&schedule.path), ties.first());
        let mut critical: Vec<usize> = ties.concat();
        critical.sort_unstable();
        critical.dedup();
        prop_assert_eq!(schedule.critical, critical);
    }

    #[test]
    fn what_is_open_before_a_node_is_reached_through_open_nodes_only(
        (nodes, edges) in any_graph(),
        done in proptest::collection::vec(any::<bool>(), 9),
    ) {
        let graph = Graph::new(nodes, &edges);
        let open: Vec<(usize, usize)> =
            edges.iter().copied().filter(|&(_, before)| !done[before]).collect();
        let reach = closure(nodes, &open);
        for node in 0..nodes {
            let mut found = graph.open_before(node, &done, usize::MAX);
            found.sort_unstable();
            prop_assert_eq!(found, (0..nodes).filter(|&b| reach[node][b]).collect::<Vec<_>>());
        }
    }
}

#[test]
fn a_chain_of_a_hundred_thousand_is_no_danger_to_the_stack() {
    const NODES: usize = 100_000;
    let mut edges: Vec<(usize, usize)> = (1..NODES).map(|node| (node, node - 1)).collect();
    let graph = Graph::new(NODES, &edges);
    assert_eq!(cycle(&graph), None);
    assert_eq!(levels(&graph).levels.len(), NODES);
    assert_eq!(critical_path(&graph, &vec![1; NODES]).makespan, 100_000);
    assert_eq!(graph.open_before(NODES - 1, &[], usize::MAX).len(), NODES - 1);
    edges.push((0, NODES - 1));
    let circle = Graph::new(NODES, &edges);
    assert_eq!(cycle(&circle).map(|way| way.len()), Some(NODES + 1));
    assert_eq!(cyclic_components(&circle).len(), 1);
}

#[test]
fn edges_that_name_no_node_are_left_out_and_the_same_edge_counts_once() {
    let graph = Graph::new(2, &[(1, 0), (1, 0), (5, 0), (0, 9)]);
    assert_eq!(graph.waits_for(1), [0]);
    assert_eq!(graph.awaited_by(0), [1]);
    assert_eq!(graph.waits_for(7), [0_usize; 0]);
    assert_eq!(levels(&graph).levels, [vec![0], vec![1]]);
}

#[test]
fn weights_beyond_all_numbers_stay_at_the_greatest() {
    let graph = Graph::new(2, &[(1, 0)]);
    let schedule = critical_path(&graph, &[u64::MAX, u64::MAX]);
    assert_eq!(schedule.makespan, u64::MAX);
}
