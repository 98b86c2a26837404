//! A tree with what is done in it, in one pass.

use super::learning::Learning;
use super::outline::NOWHERE;
use super::values::{Percentage, Status};
use super::views::{NodeState, TreeNode};
use crate::domain::curriculum::DEEPEST;
use crate::domain::error::{Code, Error, Result};

impl Learning<'_> {
    /// A task and all below it with where the learner stands.
    ///
    /// # Errors
    /// `NOT_FOUND`, also for what was retired.
    pub fn tree(&self, root_id: &str) -> Result<TreeNode> {
        let root = self.curriculum.expect(root_id)?;
        let sweep = self.sweep(root);
        let base = self.outline.span(root).0 as usize;
        let count = sweep.nodes.len();
        let parent_of = |place: usize| {
            let parent = self.outline.parent_place(base + place);
            (place > 0 && parent != NOWHERE).then(|| parent as usize - base)
        };
        let mut depths = vec![0_usize; count];
        for place in 0..count {
            let above = parent_of(place).and_then(|parent| depths.get(parent).copied());
            if let Some(depth) = depths.get_mut(place) {
                *depth = above.map_or(0, |above| above + 1);
            }
        }
        let mut sums = vec![Sums::default(); count];
        let mut children: Vec<Vec<TreeNode>> = Vec::with_capacity(count);
        children.resize_with(count, Vec::new);
        for place in (0..count).rev() {
            let Some(index) = sweep.nodes.get(place).copied() else { continue };
            let mark = self.mark(index);
            let is_container = self.outline.is_container(index);
            let below = sums.get(place).copied().unwrap_or_default();
            let own = Sums {
                done: u64::from(self.outline.counts(index) && mark.is_closed()),
                all: u64::from(self.outline.counts(index)),
                is_begun: mark.is_begun(),
            };
            let status = match mark.status() {
                Status::Open if is_container && below.is_begun => Status::InProgress,
                status => status,
            };
            let is_locked = sweep.is_locked.get(place).copied().unwrap_or(false)
                || (!mark.is_closed() && self.is_kept_back(index));
            let shown = if is_container { below } else { own };
            let mut parts = children.get_mut(place).map(std::mem::take).unwrap_or_default();
            parts.reverse();
            let percentage = match (shown.all, mark.is_closed()) {
                (0, true) => Percentage::ALL,
                _ => Percentage::of(shown.done, shown.all),
            };
            let node = TreeNode {
                task: self.summary_of(index)?,
                state: NodeState {
                    status,
                    display: self.display(index, status, is_locked),
                    extra: Default::default(),
                },
                completed: shown.done,
                total: shown.all,
                percentage,
                children: parts,
            };
            let Some(parent) = parent_of(place) else { return Ok(node) };
            if let Some(sum) = sums.get_mut(parent) {
                sum.done += below.done + own.done;
                sum.all += below.all + own.all;
                sum.is_begun |= below.is_begun || own.is_begun;
            }
            // What files brought together may have made deeper than any command does is counted
            // and not shown.
            let depth = depths.get(place).copied().unwrap_or(0);
            if let Some(siblings) = children.get_mut(parent).filter(|_| depth <= 2 * DEEPEST) {
                siblings.push(node);
            }
        }
        Err(Error::new(Code::NotFound, format!("task {root_id} was retired")))
    }
}

#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    done: u64,
    all: u64,
    is_begun: bool,
}
