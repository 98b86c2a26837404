//! Where to go on.

use rustc_hash::FxHashSet;

use super::needed::needed;
use super::plan::{has_had_its_day, shown};
use crate::domain::curriculum::TaskIndex;
use crate::domain::error::Result;
use crate::domain::progress::{Learning, PRIORITIES, ReadyOptions, TaskState};

/// Where to go on (FR-004): what was worked on last and still can be; else what the chosen path
/// names next; else what is ready first in the order of the tree, in which the parts with a chosen
/// path of their own have the order of that. What the chosen paths leave out is not offered, and no
/// pre-test for what is done, unless it is asked for itself or something waits for it. What waits
/// for a review comes last.
///
/// # Errors
/// `NOT_FOUND`.
pub fn next(learning: &Learning<'_>, root_id: &str) -> Result<Option<TaskState>> {
    let root = learning.curriculum.expect(root_id)?;
    let outline = &*learning.outline;
    let options = ReadyOptions { limit: usize::MAX, ..ReadyOptions::default() };
    let found = learning.ready_indices(root, options);
    let chosen = Chosen::of(learning, root);
    let is_wanted = |own: &TaskIndex| {
        let is_step = !outline.is_container(*own) && !outline.is_remedial(*own);
        is_step && !chosen.left_out.contains(own) && !has_had_its_day(learning, *own, root)
    };
    let wanted = outline.subtree(root).iter().copied().filter(is_wanted);
    let needed = needed(learning, wanted.chain([root]));
    let is_needed = |own: TaskIndex| needed.get(own.number()).is_some_and(Option::is_some);
    let is_useful = |own: &TaskIndex| is_needed(*own) || !has_had_its_day(learning, *own, root);

    let is_in_review = |own: &TaskIndex| learning.is_in_review(*own);
    let (begun, rest) = found.split_at_checked(PRIORITIES).unwrap_or_default();
    let begun = begun.iter().flatten().copied().filter(is_useful);
    let (mut waiting, begun): (Vec<TaskIndex>, Vec<TaskIndex>) = begun.partition(is_in_review);
    let rest = rest.iter().flatten().copied().filter(is_useful);
    let rest = rest.filter(|own| !chosen.left_out.contains(own));
    let (handed_in, rest): (Vec<TaskIndex>, Vec<TaskIndex>) = rest.partition(is_in_review);
    waiting.extend(handed_in);

    let touched = |own: TaskIndex| learning.record(own).map(|record| record.updated_at);
    let place = |own: TaskIndex| outline.span(own).0;
    let latest = |all: &[TaskIndex]| {
        all.iter().copied().max_by(|one, other| {
            touched(*one).cmp(&touched(*other)).then_with(|| place(*other).cmp(&place(*one)))
        })
    };
    let next = latest(&begun).or_else(|| chosen.first(&rest, &place)).or_else(|| latest(&waiting));
    next.map(|index| learning.state(learning.id(index))).transpose()
}

/// What the paths say that the learner follows.
#[derive(Default)]
struct Chosen {
    /// The steps of the path through all of it, or through what it is part of, in its order.
    whole: Vec<TaskIndex>,
    /// Those of the paths through its parts.
    parts: Vec<Vec<TaskIndex>>,
    left_out: FxHashSet<TaskIndex>,
}

impl Chosen {
    fn of(learning: &Learning<'_>, root: TaskIndex) -> Self {
        let mut chosen = Self::default();
        let whole = learning.followed(root).map(|own| &own.id);
        let paths = learning.followed_within(root);
        for path in &paths {
            let mut steps = Vec::new();
            let is_whole = whole == Some(&path.id);
            for step in &shown(learning, path).steps {
                let Some(index) = learning.curriculum.index(&step.task_id) else { continue };
                // What was chosen last counts, for all that it leads through.
                let is_followed = paths.len() == 1
                    || learning.followed(index).is_some_and(|own| own.id == path.id);
                if step.included && (is_whole || is_followed) {
                    steps.push(index);
                } else if !step.included && is_followed {
                    chosen.left_out.insert(index);
                }
            }
            match is_whole {
                true => chosen.whole = steps,
                false => chosen.parts.push(steps),
            }
        }
        chosen
    }

    /// Which of those that are ready comes first.
    fn first(&self, ready: &[TaskIndex], place: &dyn Fn(TaskIndex) -> u32) -> Option<TaskIndex> {
        let all: FxHashSet<TaskIndex> = ready.iter().copied().collect();
        let in_order = |steps: &[TaskIndex]| steps.iter().copied().find(|own| all.contains(own));
        let by_place = || ready.iter().copied().min_by_key(|own| place(*own));
        let first = in_order(&self.whole).or_else(by_place)?;
        let part = self.parts.iter().find(|steps| steps.contains(&first));
        part.and_then(|steps| in_order(steps)).or(Some(first))
    }
}
