//! What must be done although nobody asks for it: what is asked for waits for it.

use crate::domain::curriculum::TaskIndex;
use crate::domain::progress::Learning;

const BEGUN: u8 = 1;
const CLOSED: u8 = 2;

/// By number: what waits for a task, of all that is to be closed and all that this takes. None for
/// what nothing waits for, and for what is wanted itself or asked for by it.
pub(super) fn needed(
    learning: &Learning<'_>,
    wanted: impl IntoIterator<Item = TaskIndex>,
) -> Vec<Option<TaskIndex>> {
    let outline = &learning.outline;
    let mut because: Vec<Option<TaskIndex>> = vec![None; learning.curriculum.bound()];
    let mut seen = vec![0; because.len()];
    let mut waiting: Vec<(TaskIndex, u8, Option<TaskIndex>)> =
        wanted.into_iter().map(|own| (own, CLOSED, None)).collect();
    while let Some((index, moment, by)) = waiting.pop() {
        let place = (seen.get_mut(index.number()), because.get_mut(index.number()));
        let (Some(seen), Some(because)) = place else { continue };
        if learning.is_closed(index) || !outline.is_in_use(index) {
            continue;
        }
        if moment == CLOSED {
            *because = because.or(by);
        }
        if *seen & moment != 0 {
            continue;
        }
        *seen |= moment;
        if moment == CLOSED {
            let parts = outline.children(index).filter(|own| outline.is_asked(*own));
            waiting.extend(parts.map(|own| (own, CLOSED, by)));
            waiting.push((index, BEGUN, by));
            continue;
        }
        let blockers =
            outline.blockers(index).iter().copied().chain(learning.before_in_order(index));
        waiting.extend(blockers.map(|own| (own, CLOSED, Some(index))));
        waiting.extend(outline.parent(index).map(|own| (own, BEGUN, by)));
    }
    because
}
