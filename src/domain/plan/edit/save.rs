//! What goes with every change: computed numbers, the status of the phase, dates.

use super::change::{Change, Meant};
use super::editor::Editor;
use super::tasks::{empty_date, fill_date, moment_text, spelled};
use crate::domain::error::Result;
use crate::domain::plan::declared::declared;
use crate::domain::plan::model::Plan;
use crate::domain::plan::numbers::numbers;
use crate::domain::plan::reading::text;
use crate::domain::plan::status::{PlanStatus, is_derived};
use crate::domain::time::Timestamp;
use crate::domain::yaml::{Step, Value};

/// Writes what follows from a change into the fields that the document has for it. `plan` is what
/// became of the one `before`, and `meant` what it was found to say, if that is known. With
/// `set_status` the status was set by hand, and stays.
pub(super) fn save(
    plan: &Plan<'_>,
    meant: Option<Meant<'_>>,
    before: &Plan<'_>,
    set_status: bool,
    now: Timestamp,
) -> Result<String> {
    let (Some(document), Some(front)) = (&plan.document, plan.front) else {
        return Ok(plan.text.to_owned());
    };
    let mut editor = match meant {
        Some(meant) => Editor::go_on(document, front, meant),
        None => Editor::new(document, front),
    };
    let root = document.root;
    let computed = numbers(plan);
    // A key that stands twice is often one of a task that has slipped out of its place.
    let stands_twice = |name: &str| {
        let entries = document.map(root).into_iter().flat_map(|map| &map.entries);
        entries.filter(|entry| entry.name == name).count() > 1
    };
    // Numbers of what was read only in part are no better than those that are there.
    let inherits = plan.inherits();
    let wrong = declared(plan, &computed);
    let wrong = wrong.iter();
    let wrong = wrong.filter(|own| !inherits && !own.is_right() && !stands_twice(&own.field));
    for number in wrong {
        let value = number.value();
        match number.field.strip_prefix("task_counts.") {
            Some(name) => {
                let Some(counts) = plan.field("task_counts") else { continue };
                editor.set(counts, &[Step::Key("task_counts".into())], name, &value, None)?;
            }
            None => editor.set(root, &[], &number.field, &value, None)?,
        }
    }
    let numbers_before = numbers(before);
    let was = numbers_before.status;
    let declared = plan.status.as_deref();
    let folded = declared.and_then(PlanStatus::fold);
    // Of a phase with open criteria it said that its tasks are done.
    let says_no_more = folded == Some(PlanStatus::Completed)
        && numbers_before.progress.get() == 100
        && computed.progress.get() < 100;
    let follows = !set_status
        && !inherits
        && !stands_twice("status")
        && !plan.tasks.is_empty()
        && declared.is_some_and(is_derived)
        && computed.status.follows_from_tasks()
        && folded != Some(computed.status)
        && (folded == Some(was) || was != computed.status || says_no_more);
    if follows {
        let word = spelled(plan, computed.status.as_str());
        editor.set(root, &[], "status", &Value::Text(word), None)?;
    }
    let is = if follows || folded.is_none() { Some(computed.status) } else { folded };
    let had = before.status.as_deref().and_then(PlanStatus::fold).or(Some(was));
    let begun = |plan: &Plan<'_>| {
        plan.tasks.iter().any(|task| task.status != PlanStatus::Pending && task.status.counts())
    };
    let is_begun = begun(plan) && !begun(before);
    let is_done = is == Some(PlanStatus::Completed) && (had != is || was != computed.status);
    for (names, is_true) in
        [(["started", "started_at"], is_begun), (["completed", "completed_at"], is_done)]
    {
        for name in names.iter().filter(|name| is_true && !stands_twice(name)) {
            fill_date(&mut editor, root, &[], name, now)?;
        }
    }
    if had == Some(PlanStatus::Completed) && is != had {
        for name in ["completed", "completed_at"].iter().filter(|name| !stands_twice(name)) {
            empty_date(&mut editor, root, &[], name)?;
        }
    }
    for name in ["updated", "updated_at", "last_updated"] {
        let entry = document.entry(root, name).filter(|_| !stands_twice(name));
        let Some(entry) = entry else { continue };
        let old = text(document, entry.value);
        let moment = old.as_deref().is_some_and(|old| old.contains(':'));
        let is_plain = old.is_some() && document.is_plain(entry.value);
        editor.set_date(root, &[], name, &moment_text(now, moment), is_plain)?;
    }
    editor.finish()?.map_or_else(|| Ok(plan.text.to_owned()), Change::checked)
}
