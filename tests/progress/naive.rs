//! Readiness read naively: what the engine says is held against it.

use std::collections::{BTreeMap, BTreeSet};

use medallion::domain::curriculum::Task;
use medallion::domain::progress::Status;

use super::properties::Grown;

/// The rule as somebody would write it who has all the time in the world.
pub struct Naive<'a> {
    pub tasks: BTreeMap<String, &'a Task>,
    children: BTreeMap<String, Vec<String>>,
    waits: Vec<(String, String)>,
    pub closed: BTreeSet<String>,
    pub held: BTreeSet<String>,
}

impl<'a> Naive<'a> {
    pub fn of(grown: &'a Grown) -> Self {
        let curriculum = &grown.w.curriculum;
        let is_active = |own: medallion::domain::curriculum::TaskIndex| {
            curriculum.at(own).is_some_and(|task| task.is_active)
        };
        let in_use = curriculum
            .tasks()
            .filter(|(index, _)| is_active(*index) && curriculum.ancestors(*index).all(is_active));
        let tasks: BTreeMap<String, &Task> =
            in_use.map(|(_, task)| (task.id.to_string(), task)).collect();
        let mut children: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let mut waits = Vec::new();
        for id in tasks.keys() {
            let index = curriculum.index(id).unwrap();
            let parts = curriculum.children(index).iter().filter(|own| is_active(**own));
            let parts = parts.map(|own| curriculum.at(*own).unwrap().id.to_string());
            children.insert(id.clone(), parts.collect());
            for (_, own) in curriculum.dependencies(index) {
                let on = own.depends_on_id.to_string();
                if tasks.contains_key(&on) {
                    waits.push((id.clone(), on));
                }
            }
        }
        let learning = grown.w.learning(&grown.ada);
        let of = |status: Status| -> BTreeSet<String> {
            let stored = |id: &&String| learning.stored(id).is_some_and(|own| own.status == status);
            tasks.keys().filter(stored).cloned().collect()
        };
        let (closed, held) = (of(Status::Closed), of(Status::Blocked));
        let mut naive = Self { tasks, children, waits, closed, held };
        naive.complete(grown);
        naive
    }

    /// What is complete is closed, whatever made it so.
    fn complete(&mut self, grown: &Grown) {
        let is_passed = |id: &String| {
            let learning = grown.w.learning(&grown.ada);
            let number = learning.stored(id).map_or(1, |own| own.try_number);
            let log = grown.w.log.borrow();
            let is_of = |submission: &str| {
                let mut bodies = log.iter().filter(|own| own.id == submission);
                bodies.any(|own| {
                    let body = own.body.as_ref().map_or("{}", |body| body);
                    let body: serde_json::Value = serde_json::from_str(body).unwrap();
                    body["try_number"] == number
                })
            };
            let verdicts = log.iter().filter(|own| own.kind.as_str() == "validation");
            let bodies = verdicts.filter_map(|own| own.body.as_ref());
            let mut of_task = bodies.filter_map(|body| {
                let body: serde_json::Value = serde_json::from_str(body).unwrap();
                let is_own = body["task_id"] == **id && is_of(body["submission_id"].as_str()?);
                is_own.then(|| body["passed"] == true)
            });
            of_task.next_back() == Some(true)
        };
        let passed: BTreeSet<String> =
            self.tasks.keys().filter(|id| is_passed(id)).cloned().collect();
        loop {
            let is_complete = |id: &&String| {
                let mut asked = self.parts(id).iter().filter(|own| self.is_asked(own)).peekable();
                let has_parts = asked.peek().is_some();
                let is_done = asked.all(|own| self.closed.contains(own));
                let has_done = self.parts(id).iter().any(|own| self.closed.contains(own));
                let is_shown =
                    has_parts || has_done || (passed.contains(*id) && !self.is_locked(id));
                let may = !self.closed.contains(*id) && !self.held.contains(*id);
                may && is_done && is_shown
            };
            let complete: Vec<String> = self.tasks.keys().filter(is_complete).cloned().collect();
            if complete.is_empty() {
                return;
            }
            self.closed.extend(complete);
        }
    }

    pub fn parts(&self, id: &str) -> &[String] {
        self.children.get(id).map_or(&[], Vec::as_slice)
    }

    pub fn is_leaf(&self, id: &str) -> bool {
        self.parts(id).is_empty()
    }

    /// Whether its container waits for it.
    pub fn is_asked(&self, id: &str) -> bool {
        self.tasks[id].required
            && (self.is_leaf(id) || self.parts(id).iter().any(|own| self.is_asked(own)))
    }

    pub fn is_stopped(&self, id: &str) -> bool {
        if self.closed.contains(id) {
            return false;
        }
        // A container with nothing to wait for holds nobody up.
        let has_work =
            |on: &str| self.is_leaf(on) || self.parts(on).iter().any(|own| self.is_asked(own));
        let is_open = |on: &String| !self.closed.contains(on) && has_work(on);
        let waits = self.waits.iter().any(|(own, on)| own == id && is_open(on));
        let is_behind = self.tasks[id].parent_id.as_ref().is_some_and(|parent| {
            let before = self.parts(parent.as_str()).iter().take_while(|own| *own != id);
            let mut before = before.filter(|own| self.is_asked(own));
            self.tasks[parent.as_str()].ordered && before.any(|own| !self.closed.contains(own))
        });
        self.held.contains(id) || waits || is_behind
    }

    pub fn is_locked(&self, id: &str) -> bool {
        let mut own = Some(id.to_owned());
        while let Some(id) = own {
            if self.is_stopped(&id) {
                return true;
            }
            own = self.tasks[&id].parent_id.as_ref().map(ToString::to_string);
        }
        false
    }

    pub fn required_leaves(&self, id: &str) -> Vec<String> {
        let parts = self.parts(id).iter().filter(|own| self.tasks[*own].required);
        parts
            .flat_map(|own| match self.is_leaf(own) {
                true => vec![own.clone()],
                false => self.required_leaves(own),
            })
            .collect()
    }
}
