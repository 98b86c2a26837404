//! Laws on generated trees with generated progress.

use std::collections::BTreeSet;

use medallion::domain::progress::{Display, ReadyOptions, Status, TreeNode};
use proptest::prelude::*;
use serde_json::json;

use super::naive::Naive;
use super::world::World;

/// A tree: for each node its parent's number, and what it is like.
#[derive(Debug, Clone)]
struct Plan {
    nodes: Vec<NodePlan>,
    /// Pairs of which the first waits for the second, where that makes no cycle.
    edges: Vec<(usize, usize)>,
}

#[derive(Debug, Clone)]
struct NodePlan {
    parent: usize,
    required: bool,
    ordered: bool,
    /// 0: nothing is handed in; 1: an exercise; 2: one with criteria; 3: one that waits for a review.
    work: u8,
    priority: u64,
}

fn plan(most: usize) -> impl Strategy<Value = Plan> {
    let node = (any::<prop::sample::Index>(), 0..5_u8, 0..4_u8, 0..4_u8, 0..5_u64);
    let edge = (any::<prop::sample::Index>(), any::<prop::sample::Index>());
    (prop::collection::vec(node, 1..most), prop::collection::vec(edge, 0..most)).prop_map(
        |(nodes, edges)| {
            let count = nodes.len();
            let nodes = nodes
                .into_iter()
                .enumerate()
                .map(|(number, (parent, required, ordered, work, priority))| NodePlan {
                    parent: parent.index(number + 1),
                    required: required > 0,
                    ordered: ordered == 0,
                    work,
                    priority,
                })
                .collect();
            let edges =
                edges.iter().map(|(a, b)| (a.index(count + 1), b.index(count + 1))).collect();
            Plan { nodes, edges }
        },
    )
}

pub struct Grown {
    pub w: World,
    /// The project first, then the nodes of the plan.
    pub ids: Vec<String>,
    pub ada: String,
}

fn grow(plan: &Plan) -> Grown {
    let mut w = World::new();
    let mut ids = vec![w.project("P")];
    for (number, node) in plan.nodes.iter().enumerate() {
        let talks = if node.work == 0 { "conversational" } else { "exercise" };
        let fields = json!({
            "required": node.required, "ordered": node.ordered, "priority": node.priority,
            "subtask_type": talks,
        });
        let id = w.with(&ids[node.parent], "subtask", &format!("N{number}"), fields);
        ids.push(id);
    }
    // Containers need nothing of their own here, so that leaves alone decide.
    for (number, id) in ids.iter().enumerate().skip(1) {
        let is_container = plan.nodes.iter().any(|own| own.parent == number);
        if is_container {
            w.update(id, json!({"subtask_type": "conversational"}));
        } else if plan.nodes[number - 1].work == 2 {
            w.criterion(id, "number", json!({"value": 42}));
        } else if plan.nodes[number - 1].work == 3 {
            w.criterion(id, "manual", json!({}));
        }
    }
    for (from, to) in &plan.edges {
        let _ = w
            .stamped(|stamp| {
                use medallion::domain::curriculum::{DependencyType::Blocks, add_dependency};
                let metadata = medallion::domain::schema::JsonObject::empty();
                add_dependency(&w.curriculum, &ids[*from], &ids[*to], Blocks, metadata, stamp)
            })
            .map(|(changes, _)| w.take(changes));
    }
    let ada = w.learner("Ada");
    Grown { w, ids, ada }
}

/// What a call may be: which, on which node, and with what.
type Call = (u8, prop::sample::Index);

fn calls(most: usize) -> impl Strategy<Value = Vec<Call>> {
    prop::collection::vec((0..10_u8, any::<prop::sample::Index>()), 0..most)
}

fn call(grown: &mut Grown, (which, node): &Call) {
    let id = grown.ids[node.index(grown.ids.len())].clone();
    let (w, ada) = (&mut grown.w, grown.ada.clone());
    let _ = match which {
        0 => w.start(&ada, &id).err(),
        1 => w.close(&ada, &id).err(),
        2 => w.submit(&ada, &id, "42").err(),
        3 => w.submit(&ada, &id, "41").err(),
        4 => w.submit(&ada, &id, " ").err(),
        5 => w.reopen(&ada, &id).err(),
        6 => w.hold(&ada, &id).err(),
        7 => w.start(&ada, &id).and_then(|_| w.close(&ada, &id)).err(),
        8 => accept(w, &ada, &id),
        _ => w.answer(&ada, &id, json!({"score": 1, "confirmed": true})).err(),
    };
}

/// Accepts what was handed in last.
fn accept(w: &mut World, ada: &str, id: &str) -> Option<medallion::Error> {
    let last = w.learning(ada).submission_ids(id).first()?.clone();
    w.review(&last, json!({"passed": true})).err()
}

/// What an author may do to a tree while a learner is at work in it.
type Change = (u8, prop::sample::Index, prop::sample::Index);

fn changes(most: usize) -> impl Strategy<Value = Vec<Change>> {
    let index = any::<prop::sample::Index>;
    prop::collection::vec((0..7_u8, index(), index()), 0..most)
}

fn change(grown: &mut Grown, (which, node, other): &Change) {
    let id = grown.ids[node.index(grown.ids.len())].clone();
    if id == grown.ids[0] {
        return;
    }
    let other = grown.ids[other.index(grown.ids.len())].clone();
    let w = &mut grown.w;
    match which {
        0 => {
            let gone = w.delete(&id).removed;
            grown.ids.retain(|own| !gone.contains(own));
        }
        // What comes back may wait for what waits for it; then it is refused.
        1 | 2 => drop(w.try_update(&id, json!({"is_active": *which == 2}))),
        3 | 4 => drop(w.try_update(&id, json!({"required": *which == 4}))),
        5 => {
            let index = w.curriculum.index(&id).unwrap();
            let edges = w.curriculum.dependencies(index);
            let on: Vec<String> = edges.map(|(_, own)| own.depends_on_id.to_string()).collect();
            on.iter().for_each(|on| w.undepend(&id, on));
        }
        // Only to where there are parts already: what is worked on itself stays so.
        _ if w.curriculum.children(w.curriculum.index(&other).unwrap()).is_empty() => {}
        _ => {
            use medallion::domain::curriculum::move_task;
            let moved = w.stamped(|stamp| move_task(&w.curriculum, &id, &other, None, stamp));
            if let Ok((changes, _)) = moved {
                w.take(changes);
            }
        }
    }
}

fn walk<'a>(node: &'a TreeNode, found: &mut Vec<&'a TreeNode>) {
    found.push(node);
    node.children.iter().for_each(|child| walk(child, found));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    /// `ready`, `status`, `start`, `blocked`, `tree` and a naive reading of the rule agree.
    #[test]
    fn readiness_equals_a_naive_oracle(
        plan in plan(14), early in calls(40), changes in changes(4), late in calls(10),
    ) {
        let mut grown = grow(&plan);
        early.iter().for_each(|own| call(&mut grown, own));
        changes.iter().for_each(|own| change(&mut grown, own));
        late.iter().for_each(|own| call(&mut grown, own));
        let naive = Naive::of(&grown);
        let (w, ada) = (&grown.w, &grown.ada);
        let learning = w.learning(ada);
        let all = ReadyOptions { limit: usize::MAX, ..ReadyOptions::default() };
        let ready = learning.ready(&grown.ids[0], all).unwrap();
        let ready: BTreeSet<String> = ready.items.into_iter().map(|own| own.task_id).collect();
        let blocked = learning.blocked(&grown.ids[0]).unwrap();
        let blocked: BTreeSet<String> = blocked.into_iter().map(|own| own.task_id).collect();
        let tree = learning.tree(&grown.ids[0]).unwrap();
        let mut nodes = Vec::new();
        walk(&tree, &mut nodes);
        for id in naive.tasks.keys() {
            let is_closed = naive.closed.contains(id);
            let is_locked = !is_closed && naive.is_locked(id);
            let state = learning.state(id).unwrap();
            prop_assert_eq!(state.status == Status::Closed, is_closed, "{}", id);
            prop_assert_eq!(!state.locked_because.is_empty(), is_locked, "{}", id);
            prop_assert_eq!(blocked.contains(id), is_locked, "{}", id);
            let is_ready = !is_closed && !is_locked && naive.is_leaf(id);
            prop_assert_eq!(ready.contains(id), is_ready, "{}", id);
            let node = nodes.iter().find(|own| own.task.id == *id).unwrap();
            prop_assert_eq!(node.state.display == Display::Locked, is_locked, "{}", id);
            prop_assert_eq!(node.state.status, state.status);
            prop_assert_eq!(node.state.display, state.display);
            if node.total > 0 && !naive.is_leaf(id) {
                prop_assert_eq!(node.percentage, state.completion_percentage, "{}", id);
            }
            let can_start = w.stamped(|stamp| {
                medallion::domain::progress::start(&learning, id, stamp)
            });
            let is_begun = learning.stored(id).is_some_and(|own| own.status == Status::InProgress);
            prop_assert_eq!(can_start.is_ok(), !is_closed && (is_begun || !is_locked), "{}", id);
            for lock in &state.locked_because {
                let is_first = lock.unlock.first().is_none_or(|first| !naive.is_locked(first));
                prop_assert!(is_first, "the first step of the way can be done: {lock:?}");
            }
        }
    }

    /// Reading what is stored again gives the same, whatever happened.
    #[test]
    fn the_log_is_the_state(plan in plan(8), calls in calls(25)) {
        let mut grown = grow(&plan);
        calls.iter().for_each(|own| call(&mut grown, own));
        let (curriculum, progress) = grown.w.read_again();
        let now = grown.w.now();
        let again = medallion::domain::progress::Learning::of(&curriculum, &progress, &grown.ada, now);
        let again = again.unwrap();
        let learning = grown.w.learning(&grown.ada);
        for id in &grown.ids {
            prop_assert_eq!(again.state(id).unwrap(), learning.state(id).unwrap());
        }
        prop_assert_eq!(again.tree(&grown.ids[0]).unwrap(), learning.tree(&grown.ids[0]).unwrap());
    }

    /// No sequence of calls closes what asks for evidence without a passing submission of its
    /// own try, and what is closed is closed with a time.
    #[test]
    fn nothing_closes_without_its_evidence(plan in plan(8), calls in calls(60)) {
        let mut grown = grow(&plan);
        for own in &calls {
            call(&mut grown, own);
            let learning = grown.w.learning(&grown.ada);
            for id in &grown.ids {
                let Some(record) = learning.stored(id) else { continue };
                let is_closed = record.status == Status::Closed;
                prop_assert_eq!(record.completed_at.is_some(), is_closed);
                if !is_closed || !learning.state(id).unwrap().needs_submission {
                    continue;
                }
                let log = grown.w.log.borrow();
                let passed = log.iter().filter(|own| own.kind.as_str() == "validation").any(|own| {
                    let body: serde_json::Value =
                        serde_json::from_str(own.body.as_ref().unwrap()).unwrap();
                    let submission = log.iter().find(|other| body["submission_id"] == *other.id);
                    let submission: serde_json::Value =
                        serde_json::from_str(submission.unwrap().body.as_ref().unwrap()).unwrap();
                    body["task_id"] == **id
                        && body["passed"] == true
                        && submission["try_number"] == record.try_number
                });
                prop_assert!(passed, "{} closed on a claim", id);
            }
        }
    }

    /// While the tree stays as it is: all required leaves are closed if and only if the project is.
    #[test]
    fn all_required_leaves_closed_is_project_closed(plan in plan(10), calls in calls(60)) {
        let mut grown = grow(&plan);
        // By hand nobody closes what asks for nothing.
        let count = grown.ids.len();
        for own in calls.iter().filter(|(_, node)| node.index(count) > 0) {
            call(&mut grown, own);
            let naive = Naive::of(&grown);
            let leaves = naive.required_leaves(&grown.ids[0]);
            if leaves.is_empty() {
                return Ok(());
            }
            let all = leaves.iter().all(|own| naive.closed.contains(own));
            prop_assert_eq!(all, naive.closed.contains(&grown.ids[0]), "{:?}", own);
        }
    }

    /// Whatever an author does to the tree meanwhile: who goes on with what is ready finishes.
    #[test]
    fn no_change_of_the_tree_is_a_dead_end(
        plan in plan(10), early in calls(40), changes in changes(6),
    ) {
        let mut grown = grow(&plan);
        early.iter().filter(|own| own.0 != 6).for_each(|own| call(&mut grown, own));
        changes.iter().for_each(|own| change(&mut grown, own));
        let root = grown.ids[0].clone();
        let all = ReadyOptions { limit: usize::MAX, ..ReadyOptions::default() };
        loop {
            let (w, ada) = (&mut grown.w, grown.ada.clone());
            let ready = w.learning(&ada).ready(&root, all).unwrap().items;
            let Some(own) = ready.first() else { break };
            match own.needs_submission {
                true => {
                    w.submit(&ada, &own.task_id, "42").unwrap();
                    accept(w, &ada, &own.task_id);
                }
                false => drop(w.finish(&ada, &own.task_id)),
            }
            prop_assert!(w.is_closed(&ada, &own.task_id));
        }
        let naive = Naive::of(&grown);
        let leaves = naive.required_leaves(&root);
        prop_assert!(leaves.iter().all(|own| naive.closed.contains(own)), "{leaves:?}");
        let is_finished = leaves.is_empty() || grown.w.is_closed(&grown.ada, &root);
        prop_assert!(is_finished);
    }

    /// Doing all that a lock says would open it opens it, unless it says that others must review
    /// something.
    #[test]
    fn the_way_removes_its_lock(
        plan in plan(12), early in calls(25), pick in any::<prop::sample::Index>(),
    ) {
        let mut grown = grow(&plan);
        early.iter().filter(|own| own.0 != 6).for_each(|own| call(&mut grown, own));
        let (w, ada) = (&mut grown.w, grown.ada.clone());
        let locked: Vec<_> = grown.ids.iter().flat_map(|id| {
            let locks = w.state(&ada, id).locked_because.into_iter();
            let locks = locks.filter(|lock| !lock.message.contains("waits for a review"));
            locks.map(|lock| (id.clone(), lock))
        }).collect();
        prop_assume!(!locked.is_empty());
        let (id, lock) = pick.get(&locked).clone();
        for step in &lock.unlock {
            let state = w.state(&ada, step);
            prop_assert!(state.locked_because.is_empty(), "{step} of {lock:?}");
            match state.needs_submission {
                true => {
                    w.submit(&ada, step, "42").unwrap();
                    accept(w, &ada, step);
                }
                false => drop(w.finish(&ada, step)),
            }
        }
        let left = w.state(&ada, &id).locked_because;
        let is_left = left.iter().any(|own| (own.kind, &own.task_id) == (lock.kind, &lock.task_id));
        prop_assert!(!is_left, "{lock:?} of {id}");
        prop_assert!(lock.kind.as_str() != "order" || left.iter().all(|own| own.kind != lock.kind));
    }

    /// Who passes everything finishes: whatever is ready can be done, until all is.
    #[test]
    fn who_passes_everything_finishes(plan in plan(16), picks in prop::collection::vec(any::<prop::sample::Index>(), 64)) {
        let mut grown = grow(&plan);
        let root = grown.ids[0].clone();
        let (w, ada) = (&mut grown.w, grown.ada.clone());
        let mut before = w.learning(&ada).overview(&root).unwrap();
        for pick in picks {
            let all = ReadyOptions { limit: usize::MAX, ..ReadyOptions::default() };
            let ready = w.learning(&ada).ready(&root, all).unwrap().items;
            let next = medallion::domain::path::next(&w.learning(&ada), &root).unwrap();
            prop_assert_eq!(next.is_some(), !ready.is_empty());
            if ready.is_empty() {
                break;
            }
            let own = ready[pick.index(ready.len())].clone();
            match own.needs_submission {
                true => {
                    w.submit(&ada, &own.task_id, "42").unwrap();
                    accept(w, &ada, &own.task_id);
                }
                false => drop(w.finish(&ada, &own.task_id)),
            }
            let after = w.learning(&ada).overview(&root).unwrap();
            prop_assert!(after.completion_percentage >= before.completion_percentage);
            prop_assert!(after.completed_tasks > before.completed_tasks);
            before = after;
        }
        prop_assert_eq!(before.completed_tasks, before.total_tasks);
        prop_assert_eq!(before.completion_percentage.get(), 100);
        prop_assert!(w.is_closed(&ada, &root));
    }

    /// Whatever work is done, no percentage anywhere in the tree falls.
    #[test]
    fn percentages_never_fall_when_work_is_done(plan in plan(10), calls in calls(40)) {
        let mut grown = grow(&plan);
        let percentages = |grown: &Grown| -> Vec<u64> {
            let learning = grown.w.learning(&grown.ada);
            let of = |id: &String| learning.state(id).unwrap().completion_percentage.get();
            grown.ids.iter().map(of).collect()
        };
        let mut before = percentages(&grown);
        for own in calls.iter().filter(|(which, _)| ![5, 6].contains(which)) {
            call(&mut grown, own);
            let after = percentages(&grown);
            prop_assert!(before.iter().zip(&after).all(|(one, other)| one <= other), "{:?}", own);
            before = after;
        }
    }
}
