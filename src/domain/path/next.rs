//! Where to go on.

use rustc_hash::FxHashSet;

use super::plan::shown;
use crate::domain::curriculum::TaskIndex;
use crate::domain::error::Result;
use crate::domain::progress::{Learning, PRIORITIES, ReadyOptions, TaskState};

/// Where to go on (FR-004): what was worked on last and still can be; else what the chosen path
/// names next; else what is ready first in the order of the tree.
///
/// # Errors
/// `NOT_FOUND`.
pub fn next(learning: &Learning<'_>, root_id: &str) -> Result<Option<TaskState>> {
    let root = learning.curriculum.expect(root_id)?;
    let options = ReadyOptions { limit: usize::MAX, ..ReadyOptions::default() };
    let found = learning.ready_indices(root, options);
    let (begun, rest) = found.split_at_checked(PRIORITIES).unwrap_or_default();
    let touched = |own: &TaskIndex| learning.record(*own).map(|record| record.updated_at);
    let place = |own: &TaskIndex| learning.outline.span(*own).0;
    let latest = begun.iter().flatten().max_by(|one, other| {
        touched(one).cmp(&touched(other)).then_with(|| place(other).cmp(&place(one)))
    });
    if let Some(latest) = latest {
        return learning.state(learning.id(*latest)).map(Some);
    }
    let rest: FxHashSet<TaskIndex> = rest.iter().flatten().copied().collect();
    let in_path = chosen_steps(learning, root)?;
    let by_path = in_path.iter().find(|own| rest.contains(own));
    let next = by_path.or_else(|| rest.iter().min_by_key(|own| place(own)));
    next.map(|index| learning.state(learning.id(*index))).transpose()
}

/// The steps of the path that the learner follows through a tree, or through what it is part of.
fn chosen_steps(learning: &Learning<'_>, root: TaskIndex) -> Result<Vec<TaskIndex>> {
    let lineage = std::iter::once(root).chain(learning.curriculum.ancestors(root));
    let roots: Vec<&str> = lineage.map(|own| learning.id(own)).collect();
    let paths = learning.progress.paths(learning.learner.id.as_str());
    let chosen = paths.into_iter().filter(|path| roots.contains(&path.root_id.as_str()));
    let chosen = chosen.filter(|path| path.chosen_at.is_some()).max_by_key(|path| path.chosen_at);
    let Some(chosen) = chosen else { return Ok(Vec::new()) };
    let path = shown(learning, chosen, &[])?;
    let included = path.steps.iter().filter(|step| step.included);
    Ok(included.filter_map(|step| learning.curriculum.index(&step.task_id)).collect())
}
