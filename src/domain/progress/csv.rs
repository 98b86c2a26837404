//! Progress as a table for other programs: one line for each learner and task.

use super::learning::Learning;
use super::model::Progress;
use super::values::Display;
use crate::domain::curriculum::{Curriculum, TaskIndex};
use crate::domain::error::Result;
use crate::domain::schema::decimal;
use crate::domain::time::Timestamp;

const HEAD: &str = "learner_id,learner_name,project_id,project_title,task_id,parent_id,title,\
task_type,status,display,completion_percentage,attempts,grade,time_spent_seconds,started_at,\
completed_at,close_reason,is_active";

/// The table (RFC 4180, with a line of names) of one learner or all, in one project or all. A
/// chapter was begun when the first of its parts was. What was retired stands behind the others
/// where the learner has done something there. What a spreadsheet would take for a
/// formula has an apostrophe before it.
///
/// # Errors
/// `NOT_FOUND` for a learner or a project that is not there.
pub fn export_csv(
    curriculum: &Curriculum,
    progress: &Progress,
    project_id: Option<&str>,
    learner_id: Option<&str>,
    now: Timestamp,
) -> Result<String> {
    let projects = match project_id {
        Some(id) => vec![curriculum.expect(id)?],
        None => curriculum.projects(),
    };
    let learners = match learner_id {
        Some(id) => vec![progress.expect(id)?],
        None => progress.learners(),
    };
    let mut table = format!("{HEAD}\r\n");
    for learner in learners {
        let learning = Learning::of(curriculum, progress, learner.id.as_str(), now)?;
        for project in &projects {
            learning.lines(*project, &mut table)?;
        }
    }
    Ok(table)
}

impl Learning<'_> {
    fn lines(&self, root: TaskIndex, table: &mut String) -> Result<()> {
        let sweep = self.sweep(root);
        for (index, is_locked) in sweep.nodes.iter().copied().zip(&sweep.is_locked) {
            let is_locked = *is_locked || (!self.is_closed(index) && self.is_kept_back(index));
            let display = self.display(index, self.status(index), is_locked);
            self.line(index, (display, true), table)?;
        }
        let is_kept = |own: &TaskIndex| {
            !self.outline.is_in_use(*own)
                && (self.record(*own).is_some() || !self.tries(*own).is_empty())
        };
        let retired = self.curriculum.subtree(root).into_iter().filter(is_kept);
        for index in retired {
            let display = self.display(index, self.status(index), true);
            self.line(index, (display, false), table)?;
        }
        Ok(())
    }

    fn line(
        &self,
        index: TaskIndex,
        (display, is_active): (Display, bool),
        table: &mut String,
    ) -> Result<()> {
        let project = self.curriculum.project_of(index).unwrap_or(index);
        let (project_id, project_title) = (self.id(project), self.title(project));
        let name = self.learner.name.as_deref().unwrap_or_default();
        let task = self.task(index)?;
        let record = self.record(index);
        let time = |time: Option<Timestamp>| time.map(|time| time.to_string());
        let (started_at, completed_at) = (
            time(self.started_at(index)).unwrap_or_default(),
            time(self.completed_at(index)).unwrap_or_default(),
        );
        let seconds = record.map_or(0, |own| own.time_spent_seconds).to_string();
        let grade = self.grade(index).map(|grade| decimal(grade.get())).unwrap_or_default();
        let cells: [&str; 18] = [
            self.learner.id.as_str(),
            name,
            project_id,
            project_title,
            task.id.as_str(),
            task.parent_id.as_ref().map_or("", |id| id.as_str()),
            task.title.as_str(),
            task.task_type.as_str(),
            self.status(index).as_str(),
            display.as_str(),
            &self.percentage(index).get().to_string(),
            &self.tries(index).len().to_string(),
            &grade,
            &seconds,
            &started_at,
            &completed_at,
            self.close_reason(index).unwrap_or_default(),
            if is_active { "true" } else { "false" },
        ];
        for (number, cell) in cells.into_iter().enumerate() {
            table.push_str(if number == 0 { "" } else { "," });
            push_cell(cell, table);
        }
        table.push_str("\r\n");
        Ok(())
    }
}

fn push_cell(cell: &str, table: &mut String) {
    // Spreadsheets pass over blanks, and some read full-width signs as the plain ones.
    let signs = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
    let is_formula = cell.trim_start().starts_with(signs) || cell.starts_with(['\t', '\r', '\n']);
    let guard = if is_formula { "'" } else { "" };
    match cell.contains(['"', ',', '\n', '\r']) || cell != cell.trim() {
        true => table.push_str(&format!("\"{guard}{}\"", cell.replace('"', "\"\""))),
        false => {
            table.push_str(guard);
            table.push_str(cell);
        }
    }
}
