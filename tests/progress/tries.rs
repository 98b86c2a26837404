//! Laws for those who do not pass everything at once: whatever an import lets in, nobody is trapped
//! in it.

use std::collections::BTreeSet;

use medallion::domain::curriculum::{CourseOptions, import_course};
use medallion::domain::progress::{ReadyOptions, Status};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::world::{Lite, World};

#[derive(Debug, Clone)]
pub struct StepPlan {
    /// 0: nothing is handed in; else a number, and from 2 on so many tries less one.
    work: u64,
    /// So many right ones in a row, from 2 on.
    row: u64,
    required: bool,
    remedial: Option<usize>,
    waits_for: Option<usize>,
}

#[derive(Debug, Clone)]
pub struct CoursePlan {
    ordered: [bool; 4],
    /// By chapter.
    steps: Vec<Vec<StepPlan>>,
}

fn step() -> impl Strategy<Value = StepPlan> {
    let other = || prop::option::weighted(0.35, 0..16_usize);
    (0..5_u64, 0..4_u64, 0..5_u8, other(), other()).prop_map(
        |(work, row, required, remedial, waits_for)| StepPlan {
            work,
            row,
            required: required > 0,
            remedial,
            waits_for: waits_for.filter(|own| own % 3 == 0),
        },
    )
}

pub fn course() -> impl Strategy<Value = CoursePlan> {
    let steps = prop::collection::vec(prop::collection::vec(step(), 1..5), 1..4);
    (any::<[bool; 4]>(), steps).prop_map(|(ordered, steps)| CoursePlan { ordered, steps })
}

impl CoursePlan {
    /// The course as a file. Chapters are named as their first steps are, so that a chapter can be
    /// what gives new tries.
    pub fn text(&self) -> String {
        let mut number = 0;
        let chapters = self.steps.iter().enumerate().map(|(place, steps)| {
            let steps: Vec<Value> = steps
                .iter()
                .map(|own| {
                    number += 1;
                    own.json(number - 1)
                })
                .collect();
            let ordered = self.ordered[place + 1];
            json!({"title": format!("C{place}"), "key": format!("c{place}"),
                "task_type": "chapter", "ordered": ordered, "steps": steps})
        });
        let chapters: Vec<Value> = chapters.collect();
        json!({"title": "P", "ordered": self.ordered[0], "chapters": chapters}).to_string()
    }
}

/// Mostly a step; of those that are not there a chapter.
fn key(number: usize) -> String {
    if number < 13 { format!("s{number}") } else { format!("c{}", number - 13) }
}

impl StepPlan {
    fn json(&self, number: usize) -> Value {
        let mut own = json!({"title": format!("S{number}"), "key": format!("s{number}"),
            "task_type": "step", "required": self.required});
        if self.work > 0 {
            let mut criteria = vec![
                json!({"criterion_type": "number", "description": "42", "rule": {"value": 42}}),
            ];
            if self.row > 1 {
                criteria.push(json!({"criterion_type": "in_a_row", "description": "row",
                    "rule": {"k": self.row}}));
            }
            own["criteria"] = json!(criteria);
        }
        if self.work > 1 {
            own["max_attempts"] = json!(self.work - 1);
            own["remedial"] = json!(self.remedial.map(key).into_iter().collect::<Vec<_>>());
        }
        own["dependencies"] = json!(self.waits_for.map(key).into_iter().collect::<Vec<_>>());
        own
    }
}

/// A world with the course in it, if it is let in; the project and a learner.
pub fn taken_in(text: &str) -> Option<(World, String, String)> {
    let mut w = World::new();
    let decided = w
        .stamped(|stamp| import_course(&w.curriculum, text, CourseOptions::default(), &Lite, stamp))
        .ok()?;
    w.take(decided.0);
    let ada = w.learner("Ada");
    Some((w, decided.1.project_id?, ada))
}

/// What somebody does who has nothing left to do: the branch once more where there is one, or
/// asking an instructor. Whether that changed anything.
fn find_a_way_on(w: &mut World, ada: &str) -> bool {
    let all: Vec<(String, Vec<String>)> = w
        .curriculum
        .tasks()
        .map(|(_, task)| {
            let remedial = task.remedial.0.iter().flatten().map(ToString::to_string);
            (task.id.to_string(), remedial.collect())
        })
        .collect();
    for (owner, remedial) in all {
        let state = w.state(ada, &owner);
        if state.status == Status::Closed || state.attempts_left != Some(0) {
            continue;
        }
        if remedial.is_empty() {
            w.grant(ada, &owner).unwrap();
            return true;
        }
        if !remedial.iter().all(|own| w.is_closed(ada, own)) {
            continue;
        }
        for own in remedial {
            let index = w.curriculum.index(&own).unwrap();
            for below in w.curriculum.subtree(index) {
                let id = w.curriculum.at(below).unwrap().id.to_string();
                if w.curriculum.is_leaf(below) && w.is_closed(ada, &id) {
                    w.reopen(ada, &id).unwrap();
                }
            }
        }
        return true;
    }
    false
}

/// The leaves that are asked of everybody or may be done by everybody.
fn for_everybody(w: &World) -> Vec<String> {
    let tasks: Vec<_> = w.curriculum.tasks().collect();
    let help: BTreeSet<&str> = tasks
        .iter()
        .flat_map(|(_, task)| task.remedial.0.iter().flatten().map(|own| own.as_str()))
        .collect();
    let is_helping = |index| {
        let mut lineage = std::iter::once(index).chain(w.curriculum.ancestors(index));
        lineage.any(|own| help.contains(w.curriculum.at(own).unwrap().id.as_str()))
    };
    let leaves = tasks.iter().filter(|(index, _)| w.curriculum.is_leaf(*index));
    leaves.filter(|(index, _)| !is_helping(*index)).map(|own| own.1.id.to_string()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    /// Who fails as often as they like, and passes after that, finishes everything.
    #[test]
    fn whoever_is_let_in_finishes_after_any_failures(
        plan in course(),
        fails in prop::collection::vec(any::<bool>(), 0..24),
        picks in prop::collection::vec(0..64_usize, 0..24),
    ) {
        let Some((mut w, p, ada)) = taken_in(&plan.text()) else { return Ok(()) };
        let (mut fails, mut picks) = (fails.into_iter(), picks.iter().chain(std::iter::once(&0)).cycle());
        let mut steps = 0;
        loop {
            steps += 1;
            prop_assert!(steps < 600, "there is no end to it");
            let all = ReadyOptions { limit: usize::MAX, ..ReadyOptions::default() };
            let ready = w.learning(&ada).ready(&p, all).unwrap().items;
            prop_assert!(steps > 1 || !ready.is_empty(), "nobody could begin");
            let Some(own) = picks.next().filter(|_| !ready.is_empty()) else {
                if find_a_way_on(&mut w, &ada) {
                    continue;
                }
                break;
            };
            let own = ready[own % ready.len()].clone();
            match own.needs_submission {
                true => {
                    let content = if fails.next() == Some(true) { "41" } else { "42" };
                    w.submit(&ada, &own.task_id, content).unwrap();
                }
                false => drop(w.finish(&ada, &own.task_id)),
            }
        }
        for leaf in for_everybody(&w) {
            prop_assert!(w.is_closed(&ada, &leaf), "{leaf}: {:?}", w.locks(&ada, &leaf));
        }
    }
}
