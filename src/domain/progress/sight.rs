//! What a learner may see of a task: nothing that says how it is taught, no hint before it was
//! asked for, and of what is locked neither the material nor what it asks.

use super::learning::Learning;
use super::locks::Known;
use crate::domain::curriculum::{Task, TaskIndex};
use crate::domain::schema::{Extra, JsonObject, Tree};

/// The key of a task's guidance under which its hints stand.
const HINTS: &str = "hints_to_give";

/// A task as any learner sees it: without how it is taught, without its material unless it may be
/// read, and without fields that we do not know: any of them could be the key.
#[must_use]
pub fn seen(task: &Task, may_be_read: bool) -> Task {
    let mut task = Task { tutor_guidance: None, extra: Extra::default(), ..task.clone() };
    if !may_be_read {
        task.content = None;
        task.content_refs.clear();
        task.variants.0 = None;
    }
    task
}

/// The hints that a task has for those who ask.
pub(super) fn hints(task: &Task) -> Vec<Tree> {
    let guidance = task.tutor_guidance.as_ref().and_then(|own| Tree::parse(own.text()));
    match guidance.as_ref().and_then(|own| own.get(HINTS)) {
        Some(Tree::List(hints)) => hints.iter().filter(|own| is_text(own)).cloned().collect(),
        _ => Vec::new(),
    }
}

fn is_text(own: &Tree) -> bool {
    matches!(own, Tree::Leaf(text) if text.starts_with('"'))
}

impl Learning<'_> {
    /// Whether the material of a task may be read: it is not locked, or has been begun.
    pub(crate) fn may_read(&self, index: TaskIndex, known: &mut Known) -> bool {
        self.mark(index).is_begun() || self.locks(index, 0, known).is_empty()
    }

    /// How many hints of a task this learner was given, and how many there are left.
    pub(super) fn hints_given(&self, index: TaskIndex) -> (usize, usize) {
        let all = self.curriculum.at(index).map_or(0, |task| hints(task).len());
        let given = self.record(index).and_then(|own| own.hints_given.0).unwrap_or(0);
        let given = usize::try_from(given).unwrap_or(usize::MAX).min(all);
        (given, all - given)
    }

    /// The guidance as the learner sees it: the hints that were given.
    pub(super) fn guidance_seen(&self, index: TaskIndex) -> Option<JsonObject> {
        let (given, _) = self.hints_given(index);
        let mut hints = hints(self.curriculum.at(index)?);
        hints.truncate(given);
        let members = vec![(HINTS.to_owned(), Tree::List(hints))];
        (given > 0).then(|| JsonObject(Tree::Object(members).json()))
    }
}
