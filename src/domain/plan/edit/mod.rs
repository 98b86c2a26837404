//! Editing in place: each edit changes the lines it must and no other byte (design rule 15).

mod batches;
mod body;
mod change;
mod comments;
mod editor;
mod fields;
mod flow_parts;
mod lines;
mod lists;
mod parts;
mod save;
mod style;
mod tasks;

use std::borrow::Cow;
use std::ops::Range;

use rustc_hash::FxHashSet;

use super::beside::Beside;
use super::model::Plan;
use super::operation::PlanEdit;
use super::reading;
use crate::domain::error::{Error, Result};
use crate::domain::time::Timestamp;
use crate::domain::yaml::{Document, Id, Step};
use change::Change;
use editor::{Editor, unsafe_edit};
pub(super) use fields::node_at;

/// The text after these edits, all of them or none, and with the computed numbers in the fields
/// that the document has for them. `now` goes into `updated` and into empty fields such as
/// `completed`, where the document has them. Edits that change nothing give the same text. Batches
/// are those of this text alone: what its tasks wait for in other documents is not known here.
///
/// ```
/// use medallion::domain::plan::{PlanEdit, edit};
/// use medallion::domain::{schema, time::Timestamp};
///
/// let text = "---\ntasks:\n- id: A # first\n  status: pending\n---\n";
/// let done = r#"{"op":"set_task_status","task_id":"A","status":"completed"}"#;
/// let edits: Vec<PlanEdit> = vec![schema::parse(done)?];
/// let edited = edit(text, &edits, Timestamp::from_millis(0))?;
/// assert_eq!(edited, text.replace("pending", "completed"));
/// # Ok::<(), medallion::Error>(())
/// ```
///
/// # Errors
/// `NOT_FOUND` for an unknown task, criterion, blocker or field; `INVALID` for a value that cannot
/// be meant, and for what an edit does not know; `DUPLICATE` for an id that is taken; `UNSAFE_EDIT`
/// with the reason where the rest of the text cannot be left as it is. The path names the edit.
pub fn edit(markdown: &str, edits: &[PlanEdit], now: Timestamp) -> Result<String> {
    edit_beside(markdown, edits, Place::default(), now)
}

/// Where a plan stands: the name of its file, and what is beside it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Place<'p> {
    pub path: Option<&'p str>,
    pub beside: &'p [Beside<'p>],
}

/// The same for a plan that stands beside others, through which its tasks may wait for each other.
///
/// # Errors
/// The same.
pub(super) fn edit_beside(
    markdown: &str,
    edits: &[PlanEdit],
    place: Place<'_>,
    now: Timestamp,
) -> Result<String> {
    for (number, edit) in edits.iter().enumerate() {
        edit.check_known().map_err(|error| of_edit(number, error))?;
    }
    let before = reading::read(markdown, place.path);
    let groups = groups(edits);
    let Some((last, earlier)) = groups.split_last() else { return Ok(markdown.to_owned()) };
    if before.document.is_none() {
        return groups.into_iter().try_fold(markdown.to_owned(), |text, group| {
            body::apply(&reading::read(&text, place.path), edits, group)
        });
    }
    let mut text = Cow::Borrowed(markdown);
    for group in earlier {
        if let Some(change) =
            apply(&reading::read(&text, place.path), edits, group.clone(), place, now)?
        {
            text = Cow::Owned(change.checked().map_err(|error| of_group(group, error))?);
        }
    }
    let again = (!earlier.is_empty()).then(|| reading::read(&text, place.path));
    let plan = again.as_ref().unwrap_or(&before);
    let change = apply(plan, edits, last.clone(), place, now)?;
    if change.as_ref().map_or(&*text, |change| &change.text) == markdown {
        return Ok(markdown.to_owned());
    }
    let set_status = edits.iter().any(|edit| match edit {
        PlanEdit::SetField(edit) => edit.field == "status",
        _ => false,
    });
    let Some(Change { text: changed, meant }) = change else {
        return save::save(plan, None, &before, set_status, now);
    };
    // One reading checks what was written, and says what follows from it.
    let after = reading::read(&changed, place.path);
    let is_meant = meant.check(after.front, after.document.as_ref());
    is_meant.map_err(|error| of_group(last, error))?;
    save::save(&after, Some(meant), &before, set_status, now)
}

/// Which edits are made on one reading: those that change fields of different tasks.
fn groups(edits: &[PlanEdit]) -> Vec<Range<usize>> {
    let mut groups: Vec<Range<usize>> = Vec::new();
    let mut seen: FxHashSet<&str> = FxHashSet::default();
    for (number, edit) in edits.iter().enumerate() {
        let task = match edit {
            PlanEdit::SetTaskStatus(edit) => Some(edit.task_id.as_str()),
            // What comes next may mean the new id.
            PlanEdit::SetTaskField(edit) if edit.field != "id" => Some(edit.task_id.as_str()),
            _ => None,
        };
        match (task, groups.last_mut()) {
            (Some(task), Some(group)) if !seen.is_empty() && seen.insert(task) => {
                group.end = number + 1;
            }
            _ => {
                seen.clear();
                seen.extend(task);
                groups.push(number..number + 1);
            }
        }
    }
    groups
}

/// The text after some of the edits, if they change it.
fn apply<'a>(
    plan: &Plan<'a>,
    edits: &[PlanEdit],
    group: Range<usize>,
    place: Place<'_>,
    now: Timestamp,
) -> Result<Option<Change<'a>>> {
    let Some(mut editor) = editor_of(plan)? else { return Ok(None) };
    for (number, edit) in (group.start..).zip(edits.get(group).unwrap_or_default()) {
        one(&mut editor, plan, edit, place.beside, now).map_err(|error| of_edit(number, error))?;
    }
    editor.finish()
}

/// An editor of a plan that has front matter.
fn editor_of<'d, 'a>(plan: &'d Plan<'a>) -> Result<Option<Editor<'d, 'a>>> {
    let (Some(document), Some(front)) = (&plan.document, plan.front) else { return Ok(None) };
    match front.closed {
        true => Ok(Some(Editor::new(document, front))),
        false => Err(unsafe_edit("the front matter has no end, so where it ends is only a guess")),
    }
}

/// Tries edits on a plan, each for itself and without writing: what it says can never be done.
pub(super) fn trial<'p>(
    plan: &'p Plan<'_>,
    beside: &'p [Beside<'p>],
) -> impl FnMut(&PlanEdit) -> Result<()> {
    let mut known = None;
    move |edit| {
        if known.is_none() {
            known = editor_of(plan)?;
        }
        let now = Timestamp::from_millis(0);
        known.as_mut().map_or(Ok(()), |editor| one(editor, plan, edit, beside, now))
    }
}

fn one(
    editor: &mut Editor<'_, '_>,
    plan: &Plan<'_>,
    edit: &PlanEdit,
    beside: &[Beside<'_>],
    now: Timestamp,
) -> Result<()> {
    match edit {
        PlanEdit::SetTaskStatus(edit) => tasks::set_status(
            editor,
            plan,
            &edit.task_id,
            &edit.status,
            edit.note.0.as_deref(),
            now,
        ),
        PlanEdit::SetTaskField(edit) => tasks::set_field(editor, plan, edit, now),
        PlanEdit::AddTask(edit) => tasks::add(editor, plan, edit),
        PlanEdit::RemoveTask(edit) => tasks::remove(editor, plan, &edit.task_id),
        PlanEdit::MoveTask(edit) => {
            tasks::move_to(editor, plan, &edit.task_id, edit.before.0.as_deref())
        }
        PlanEdit::SetField(edit) => fields::set(editor, plan, edit),
        PlanEdit::AppendField(edit) => fields::append(editor, plan, edit),
        PlanEdit::SetCriterion(edit) => fields::set_criterion(editor, plan, edit),
        PlanEdit::AddBlocker(edit) => fields::add_blocker(editor, plan, edit),
        PlanEdit::ResolveBlocker(edit) => fields::resolve_blocker(editor, plan, edit),
        PlanEdit::RewriteBatches(edit) => batches::rewrite(editor, plan, edit, beside),
    }
}

/// An error as that of the edit of this number.
fn of_edit(number: usize, error: Error) -> Error {
    let place = format!("ops[{number}]");
    match error.path() {
        Some(_) => error.under(&place),
        None => error.at(&place),
    }
}

/// An error of what some edits came to: of the first, where nobody can say which it is.
fn of_group(group: &Range<usize>, error: Error) -> Error {
    of_edit(group.start, error)
}

fn key(name: &str) -> Step {
    Step::Key(name.to_owned())
}

/// A way with one step more.
#[inline(never)]
fn within(way: &[Step], step: Step) -> Vec<Step> {
    let mut longer = way.to_vec();
    longer.push(step);
    longer
}

/// The way to a part of a list or of a map, and its number.
fn part_of(document: &Document<'_>, field: &str, node: Id) -> Option<(Vec<Step>, usize)> {
    let (step, index) = step_to(document, document.get(document.root, field)?, node)?;
    Some((vec![key(field), step], index))
}

/// The step from a list or a map to a part of it, and its number.
fn step_to(document: &Document<'_>, collection: Id, node: Id) -> Option<(Step, usize)> {
    if let Some(list) = document.list(collection) {
        let index = list.items.iter().position(|item| item.value == node)?;
        return Some((Step::Index(index), index));
    }
    let map = document.map(collection)?;
    let index = map.entries.iter().position(|entry| entry.value == node)?;
    let name = map.entries.get(index)?.name.clone();
    Some((Step::Key(name.into_owned()), index))
}
