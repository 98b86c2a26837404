//! Where to go on.

use rustc_hash::FxHashSet;

use super::plan::{has_had_its_day, shown};
use crate::domain::curriculum::TaskIndex;
use crate::domain::error::Result;
use crate::domain::progress::{Learning, PRIORITIES, ReadyOptions, TaskState};

/// Where to go on (FR-004): what was worked on last and still can be; else what the chosen path
/// names next; else what is ready first in the order of the tree. What the chosen path leaves out
/// is not offered, and no pre-test for what is done unless it is asked for itself.
///
/// # Errors
/// `NOT_FOUND`.
pub fn next(learning: &Learning<'_>, root_id: &str) -> Result<Option<TaskState>> {
    let root = learning.curriculum.expect(root_id)?;
    let options = ReadyOptions { limit: usize::MAX, ..ReadyOptions::default() };
    let found = learning.ready_indices(root, options);
    let is_useful = |own: &TaskIndex| !has_had_its_day(learning, *own, root);
    let (begun, rest) = found.split_at_checked(PRIORITIES).unwrap_or_default();
    let touched = |own: &TaskIndex| learning.record(*own).map(|record| record.updated_at);
    let place = |own: &TaskIndex| learning.outline.span(*own).0;
    let begun = begun.iter().flatten().filter(|own| is_useful(own));
    let latest = begun.max_by(|one, other| {
        touched(one).cmp(&touched(other)).then_with(|| place(other).cmp(&place(one)))
    });
    if let Some(latest) = latest {
        return learning.state(learning.id(*latest)).map(Some);
    }
    let rest = rest.iter().flatten().filter(|own| is_useful(own));
    let rest: FxHashSet<TaskIndex> = rest.copied().collect();
    let (in_path, left_out) = chosen_steps(learning, root);
    let by_path = in_path.iter().find(|own| rest.contains(own));
    let offered = rest.iter().filter(|own| !left_out.contains(own));
    let next = by_path.or_else(|| offered.min_by_key(|own| place(own)));
    next.map(|index| learning.state(learning.id(*index))).transpose()
}

/// The steps of the path that the learner follows through a tree, or through what it is part of,
/// in its order; and those that it leaves out.
fn chosen_steps(
    learning: &Learning<'_>,
    root: TaskIndex,
) -> (Vec<TaskIndex>, FxHashSet<TaskIndex>) {
    let (mut included, mut left_out) = (Vec::new(), FxHashSet::default());
    let Some(chosen) = learning.followed(root) else { return (included, left_out) };
    for step in &shown(learning, chosen).steps {
        let Some(index) = learning.curriculum.index(&step.task_id) else { continue };
        if step.included {
            included.push(index);
        } else {
            left_out.insert(index);
        }
    }
    (included, left_out)
}
