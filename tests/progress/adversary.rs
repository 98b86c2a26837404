//! Somebody who tries everything, in a course whose author changes everything: no sequence of calls
//! closes what was locked, or what asks for evidence without it.

use std::collections::BTreeSet;

use medallion::domain::progress::{Lock, Status, use_hint};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::tries::{course, taken_in};
use super::world::World;

/// What is called, on which task, and with which other one.
type Call = (u8, usize, usize);

fn calls() -> impl Strategy<Value = Vec<Call>> {
    prop::collection::vec((0..26_u8, 0..40_usize, 0..40_usize), 0..70)
}

struct Game {
    w: World,
    p: String,
    ada: String,
}

impl Game {
    fn ids(&self) -> Vec<String> {
        self.w.curriculum.tasks().map(|(_, task)| task.id.to_string()).collect()
    }

    /// Some of it fails, as it should: what counts is what is so afterwards.
    fn play(&mut self, (which, one, other): Call) {
        let ids = self.ids();
        let (id, other) = (ids[one % ids.len()].clone(), ids[other % ids.len()].clone());
        let (w, ada) = (&mut self.w, &self.ada.clone());
        let quiz = |answer: u64| json!({"answers": {"q": answer, "confirmed": true}, "score": 1});
        match which {
            0 => drop(w.start(ada, &id)),
            1 => drop(w.close(ada, &id)),
            2..=6 => drop(w.submit(ada, &id, "42")),
            7 => drop(w.submit(ada, &id, "41")),
            8 => drop(w.hand_in(ada, &id, quiz(42))),
            9 => drop(w.hand_in(ada, &id, quiz(41))),
            10 => drop(w.reopen(ada, &id)),
            11 => drop(w.hold(ada, &id)),
            12 => drop(w.skip(ada, &id, "passed over")),
            13 => drop(w.spend(ada, &id, 3600)),
            14 => w.wait(45),
            15 => drop(w.note(ada, |learning, stamp| use_hint(learning, &id, stamp))),
            16..=18 => drop(w.start(ada, &id).and_then(|_| w.close(ada, &id))),
            _ => self.change(which, &id, &other),
        }
    }

    /// A second one with the same question is refused.
    fn has_quiz(&self, id: &str) -> bool {
        let criteria = self.w.curriculum.criteria(self.w.curriculum.index(id).unwrap());
        criteria.iter().any(|own| own.criterion_type.as_str() == "quiz")
    }

    /// What an author does meanwhile.
    fn change(&mut self, which: u8, id: &str, other: &str) {
        let task = self.w.curriculum.task(id).unwrap();
        let is_root = id == self.p;
        let is_leaf = self.w.curriculum.is_leaf(self.w.curriculum.index(id).unwrap());
        let patch = match which {
            19 => json!({"ordered": !task.ordered}),
            20 if !is_root => json!({"required": !task.required}),
            21 if !is_root => json!({"is_active": !task.is_active}),
            22 => json!({"cooldown_seconds": 60, "hint_voids_credit": true}),
            23 if other != id && is_leaf => json!({"tests_out": [other], "required": false}),
            24 if is_leaf && !is_root && !self.has_quiz(id) => {
                let rule = json!({"pass_mark": 1, "questions": [
                    {"id": "q", "kind": "number", "prompt": "?", "answer": 42}]});
                self.w.criterion(id, "quiz", rule);
                return;
            }
            25 if !is_leaf => {
                self.w.under(id, "step", "Added");
                return;
            }
            _ => return,
        };
        // What would close a circle is refused.
        drop(self.w.try_update(id, patch));
    }

    fn closed(&self) -> BTreeSet<String> {
        let learning = self.w.learning(&self.ada);
        let is_closed =
            |id: &String| learning.stored(id).is_some_and(|own| own.status == Status::Closed);
        self.ids().into_iter().filter(is_closed).collect()
    }

    fn locked(&self, (which, ..): Call) -> BTreeSet<String> {
        // Reopening releases a hold, also of all below: what was passed before it then closes.
        let is_released = |lock: &Lock| which == 10 && lock.message.contains("set aside");
        // What only keeps somebody from handing in is in the way where something is handed in.
        let is_locked = |id: &String| {
            let state = self.w.state(&self.ada, id);
            state.locked_because.iter().any(|lock| {
                !is_released(lock)
                    && (state.needs_submission
                        || !["attempts", "cooldown", "criteria"].contains(&lock.kind.as_str()))
            })
        };
        self.ids().into_iter().filter(is_locked).collect()
    }

    /// Whether something right was handed in for the running try, and judged so.
    fn has_evidence(&self, id: &str) -> bool {
        let try_number = self.w.learning(&self.ada).stored(id).unwrap().try_number;
        let log = self.w.log.borrow();
        let of = |kind: &str| -> Vec<Value> {
            let own = log.iter().filter(|own| own.kind.as_str() == kind);
            own.filter_map(|own| serde_json::from_str(own.body.as_ref()?).ok()).collect()
        };
        let validations = of("validation");
        let is_right = |own: &Value| {
            let is_this = own["task_id"] == *id && own["try_number"] == try_number;
            let says_so = own["content"] == "42" || own["answers"]["q"] == 42;
            let is_judged = validations.iter().any(|judged| {
                judged["submission_id"] == own["id"]
                    && judged["decides"] == true
                    && judged["passed"] == true
            });
            is_this && says_so && is_judged
        };
        of("submission").iter().any(is_right)
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 160, ..ProptestConfig::default() })]

    #[test]
    fn nothing_closes_that_was_locked_or_asks_for_more(plan in course(), calls in calls()) {
        let Some((w, p, ada)) = taken_in(&plan.text()) else { return Ok(()) };
        let mut game = Game { w, p, ada };
        for own in calls {
            let (closed, locked) = (game.closed(), game.locked(own));
            game.play(own);
            for id in game.closed().difference(&closed) {
                let learning = game.w.learning(&game.ada);
                let record = learning.stored(id).unwrap();
                // Passed over by who may, or tested out.
                if record.waiver.0.is_some() {
                    continue;
                }
                let index = game.w.curriculum.index(id).unwrap();
                if game.w.curriculum.is_leaf(index) {
                    prop_assert!(!locked.contains(id), "{} closed by {:?} while locked", id, own);
                }
                for part in game.w.curriculum.children(index) {
                    let task = game.w.curriculum.at(*part).unwrap();
                    let is_done = !task.required
                        || !task.is_active
                        || game.w.is_closed(&game.ada, task.id.as_str())
                        || game.w.curriculum.is_container(*part)
                        || is_help(&game.w, task.id.as_str());
                    prop_assert!(is_done, "{} closed by {:?} without {}", id, own, task.id);
                }
                if learning.state(id).unwrap().needs_submission {
                    prop_assert!(game.has_evidence(id), "{} closed by {:?} on a claim", id, own);
                }
            }
        }
    }
}

/// Whether something is only for who has no tries left.
fn is_help(w: &World, id: &str) -> bool {
    let mut named = w.curriculum.tasks().flat_map(|(_, task)| task.remedial.0.iter().flatten());
    named.any(|own| own.as_str() == id)
}
