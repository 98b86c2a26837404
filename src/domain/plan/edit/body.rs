//! Edits of plans without front matter: the mark of a check box, the status in a table.

use std::ops::Range;

use super::editor::unsafe_edit;
use super::of_edit;
use crate::domain::error::{Error, Result};
use crate::domain::plan::markdown::{check_box, mark_of, row, status_cell};
use crate::domain::plan::model::{Plan, Task};
use crate::domain::plan::operation::PlanEdit;
use crate::domain::plan::reading;
use crate::domain::plan::status::PlanStatus;
use crate::domain::yaml::{self, Span, Splice};

pub(super) fn apply(plan: &Plan<'_>, edits: &[PlanEdit], group: Range<usize>) -> Result<String> {
    let mut splices = Vec::new();
    let mut wanted = Vec::new();
    let first = group.start;
    for (number, edit) in (first..).zip(edits.get(group).unwrap_or_default()) {
        let under = |error: Error| of_edit(number, error);
        let PlanEdit::SetTaskStatus(edit) = edit else {
            return Err(under(unsafe_edit(
                "the file has no front matter; only statuses can be set",
            )));
        };
        let Some(task) = plan.tasks.iter().find(|task| task.id == edit.task_id) else {
            return Err(under(Error::not_found("task", &edit.task_id).at("task_id")));
        };
        let status = PlanStatus::fold(&edit.status)
            .ok_or_else(|| under(Error::invalid("status", "is no known status")))?;
        if edit.note.0.is_some() {
            return Err(under(unsafe_edit(
                "the file has no front matter; there is no place for a note",
            )));
        }
        splices.extend(splice(plan, task, status, &edit.status).map_err(under)?);
        wanted.push((&edit.task_id, status));
    }
    let edited = yaml::apply(plan.text, &splices)
        .ok_or_else(|| unsafe_edit("two changes touch the same characters"))?;
    // Everything must read as before, but for what was meant.
    let read = reading::read(&edited, None);
    let is_meant = read.tasks.len() == plan.tasks.len()
        && read.tasks.iter().zip(&plan.tasks).all(|(new, old)| {
            let wanted = wanted.iter().find(|(id, _)| **id == old.id).map(|(_, status)| *status);
            new.id == old.id && new.label == old.label && new.status == wanted.unwrap_or(old.status)
        });
    if is_meant {
        return Ok(edited);
    }
    let is_said = |(id, status): &(&String, PlanStatus)| {
        read.tasks.iter().any(|task| task.id == **id && task.status == *status)
    };
    let wrong = wanted.iter().position(|wanted| !is_said(wanted)).unwrap_or(0);
    let error = unsafe_edit("the change would not read back as it is meant");
    Err(of_edit(first + wrong, error))
}

fn splice(plan: &Plan<'_>, task: &Task, status: PlanStatus, given: &str) -> Result<Option<Splice>> {
    if task.status == status {
        return Ok(None);
    }
    let rest = plan.text.get(task.place..).unwrap_or_default();
    let line = rest.lines().next().unwrap_or_default();
    let at = |(start, end): (usize, usize)| Span::new(task.place + start, task.place + end);
    if let Some(found) = check_box(line) {
        let mark = mark_of(plan.text, status).ok_or_else(|| {
            unsafe_edit("a check box is open or done, and says nothing else in this file")
        })?;
        return Ok(Some(Splice::new(at(found.mark), mark)));
    }
    // The heading of the table is the first of the rows above.
    let above = plan.text.get(..task.place).unwrap_or_default().trim_start_matches('\u{feff}');
    let header = above.lines().rev().take_while(|line| row(line).is_some()).last();
    let cell = header.and_then(|header| status_cell(header, line));
    let cell = cell.ok_or_else(|| unsafe_edit("the status of the task is not found again"))?;
    let word = super::tasks::spelled(plan, given);
    Ok(Some(Splice::new(at(cell), word)))
}
