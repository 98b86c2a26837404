//! What a learner did in a task, in words (spec 4.9).

use super::learning::Learning;
use super::records::Summary;
use crate::domain::change::Change;
use crate::domain::curriculum::{BloomLevel, Stamp, TaskIndex, Words};
use crate::domain::error::{Code, Error, Result};
use crate::domain::event::{EntityType, EventType};

/// Writes the next version of a summary of a closed task.
///
/// # Errors
/// `NOT_FOUND`; `INVALID_TRANSITION` for a task that is not closed (SM2).
pub fn summarize(
    learning: &Learning<'_>,
    task_id: &str,
    stamp: Stamp<'_>,
) -> Result<(Vec<Change>, Summary)> {
    let index = learning.curriculum.expect(task_id)?;
    if !learning.is_closed(index) {
        let message = format!("task {task_id} is not closed, so there is nothing to sum up yet");
        return Err(Error::new(Code::InvalidTransition, message));
    }
    let last = learning.own.summaries(task_id).last().map_or(0, |own| own.version);
    let summary = Summary {
        id: stamp.id(EntityType::Summary)?,
        task_id: learning.task(index)?.id.clone(),
        learner_id: learning.learner.id.clone(),
        summary: Words::new(&text(learning, index)?)?,
        version: last + 1,
        created_at: stamp.now,
        extra: Default::default(),
    };
    let id = summary.id.as_str();
    Ok((vec![Change::put(EntityType::Summary, id, EventType::Created, &summary)], summary))
}

fn text(learning: &Learning<'_>, index: TaskIndex) -> Result<String> {
    let task = learning.task(index)?;
    let nodes = learning.outline.subtree(index);
    let leaves = nodes.iter().skip(1).filter(|own| !learning.outline.is_container(**own));
    let leaves: Vec<TaskIndex> = leaves.copied().filter(|own| learning.is_closed(*own)).collect();
    let achieved = nodes.iter().zip(learning.achieved(index));
    let objectives: Vec<(Option<BloomLevel>, bool)> = achieved
        .flat_map(|(own, is_achieved)| {
            let objectives = learning.curriculum.objectives(*own).iter();
            objectives.map(move |own| (own.level, is_achieved))
        })
        .collect();

    let mut text = format!("# {}\n", task.title);
    if !task.description.trim().is_empty() {
        text.push_str(&format!("\n{}\n", task.description.trim()));
    }
    let with = match leaves.len() {
        0 => "with".to_owned(),
        count => format!("{count} subtasks with"),
    };
    text.push_str(&format!("\nCompleted {with} {} objectives.\n", objectives.len()));
    let skipped = leaves.iter().filter(|own| learning.mark(**own).is_skipped()).count();
    if leaves.is_empty() && learning.mark(index).is_skipped() {
        text.push_str("It was skipped.\n");
    } else if skipped > 0 {
        text.push_str(&format!("Of the subtasks {skipped} were skipped.\n"));
    }
    let shown = objectives.iter().filter(|(_, is_achieved)| *is_achieved).count();
    if shown < objectives.len() {
        text.push_str(&format!("Of the objectives {shown} were achieved.\n"));
    }
    let mut skills = String::new();
    for level in BloomLevel::ALL {
        let count = objectives.iter().filter(|own| **own == (Some(*level), true)).count();
        if count > 0 {
            skills.push_str(&format!("- {}: {count}\n", level.as_str()));
        }
    }
    if !skills.is_empty() {
        text.push_str(&format!("\n## Skills Demonstrated\n\n{skills}"));
    }
    let repeated = nodes.iter().filter(|own| learning.tries(**own).len() > 1).count();
    if repeated > 0 {
        text.push_str(&format!("\nNote: {repeated} of the tasks took multiple attempts.\n"));
    }
    Ok(text)
}

impl Learning<'_> {
    /// The ids of the summaries of a task, by version.
    #[must_use]
    pub fn summary_ids(&self, task_id: &str) -> Vec<String> {
        self.own.summaries(task_id).iter().map(|own| own.id.to_string()).collect()
    }

    /// The ids of what was handed in for a task, the newest first (SV7).
    #[must_use]
    pub fn submission_ids(&self, task_id: &str) -> Vec<String> {
        self.own.tries(task_id).iter().rev().map(|own| own.id.to_string()).collect()
    }
}
