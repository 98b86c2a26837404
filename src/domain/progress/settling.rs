//! What is complete counts as closed (design rule 7), also where no command of the learner made it
//! so: the last open part was deleted, retired, moved away or made optional, a hold was lifted, a
//! lock went away after a review had passed. It is worked out when a learner is looked at, and
//! written with their next command, so that it stays, or with what an author changes about it
//! (`closings`).

use std::rc::Rc;

use super::learning::{Evidence, Learning};
use super::work::AUTO_CLOSED;
use crate::domain::curriculum::TaskIndex;
use crate::domain::time::Timestamp;

impl Learning<'_> {
    /// Marks as closed what is complete; those that this closed, in the order in which they did.
    pub(super) fn settle(&mut self) -> Vec<TaskIndex> {
        let outline = self.outline.clone();
        let mut closed = Vec::new();
        loop {
            let before = closed.len();
            let mut passed = Vec::new();
            for index in outline.order.iter().rev().copied() {
                let mark = self.mark(index);
                if mark.is_closed() || mark.is_held() {
                    continue;
                }
                // Of a container that waits for nothing nobody can say when it is done, unless
                // something was done there.
                let mut parts = outline.children(index).filter(|own| outline.is_asked(*own));
                let is_done = |own: TaskIndex| self.is_closed(own);
                let (has_done, is_done) = match parts.next() {
                    Some(first) => (true, is_done(first) && parts.all(is_done)),
                    None => (outline.children(index).any(is_done), true),
                };
                if has_done && is_done && !self.needs(index) {
                    self.mark_closed(index);
                    closed.push(index);
                } else if is_done && mark.is_tried() && self.evidence(index) == Evidence::Passed {
                    passed.push(index);
                }
            }
            for index in passed {
                if !self.is_stopped(index) {
                    self.mark_closed(index);
                    closed.push(index);
                }
            }
            // What closed may have been in the way of something that passed.
            if closed.len() == before {
                return closed;
            }
        }
    }

    fn mark_closed(&mut self, index: TaskIndex) {
        if let Some(mark) = Rc::make_mut(&mut self.marks).get_mut(index.number()) {
            *mark = mark.closed();
        }
    }

    /// When it was closed: what no command closed, with the last of its parts.
    pub(super) fn completed_at(&self, index: TaskIndex) -> Option<Timestamp> {
        let of = |own: TaskIndex| self.record(own).and_then(|record| record.completed_at);
        of(index).or_else(|| {
            let parts = self.outline.subtree(index).iter().filter_map(|own| of(*own));
            parts.max().filter(|_| self.is_closed(index))
        })
    }

    /// Why it was closed: as whoever did it said, or that all of its parts are.
    pub(super) fn close_reason(&self, index: TaskIndex) -> Option<&str> {
        let record = self.record(index);
        let waived = || record.and_then(|own| own.waiver.0.as_ref()).map(|own| own.reason.as_str());
        let given = record.and_then(|own| own.close_reason.as_deref()).or_else(waived);
        let is_settled = || record.is_none_or(|own| own.completed_at.is_none());
        given.or_else(|| (self.is_closed(index) && is_settled()).then_some(AUTO_CLOSED))
    }
}
