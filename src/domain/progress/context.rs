//! All that somebody needs to know who helps a learner with a task (spec 1.13).
//!
//! Bodies are not held in memory: [`Learning::context_needs`] says which are to be read, and
//! [`Learning::context`] puts everything together.

use super::learning::Learning;
use super::locks::{Known, WAY};
use super::ready::ReadyOptions;
use super::records::{FrozenCriterion, Submission, Summary, Validation};
use super::sight::seen;
use super::views::{ObjectiveState, TaskContext, TaskSummary};
use crate::domain::criteria::shown_to_learners;
use crate::domain::curriculum::{Content, TaskIndex};
use crate::domain::error::Result;
use crate::domain::id::RecordId;
use crate::domain::schema::Extra;

/// How many submissions a context has.
const SUBMISSIONS: usize = 10;

/// The records whose bodies a context shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ContextNeeds {
    /// Shared material.
    pub content: Vec<String>,
    /// What was handed in, the newest first.
    pub submissions: Vec<String>,
    /// The newest verdict.
    pub validation: Option<String>,
    /// Summaries, by version.
    pub summaries: Vec<String>,
}

/// Those bodies.
#[derive(Debug, Clone, Default)]
pub struct ContextBodies {
    /// Shared material.
    pub content: Vec<Content>,
    /// What was handed in.
    pub submissions: Vec<Submission>,
    /// The newest verdict.
    pub validation: Option<Validation>,
    /// Summaries.
    pub summaries: Vec<Summary>,
}

impl Learning<'_> {
    /// Which bodies [`context`](Self::context) is to be handed.
    ///
    /// # Errors
    /// `NOT_FOUND`.
    pub fn context_needs(&self, task_id: &str) -> Result<ContextNeeds> {
        let index = self.curriculum.expect(task_id)?;
        let task = self.task(index)?;
        let refs = match self.variant(index) {
            Some(variant) if !variant.content_refs.is_empty() => &variant.content_refs,
            _ => &task.content_refs,
        };
        let mut submissions = self.submission_ids(task_id);
        submissions.truncate(SUBMISSIONS);
        let validation = submissions.iter().find_map(|id| self.own.decided(id));
        Ok(ContextNeeds {
            content: refs.iter().map(|id: &RecordId| id.as_str().to_owned()).collect(),
            submissions,
            validation: validation.map(|own| own.id.to_string()),
            summaries: self.summary_ids(task_id),
        })
    }

    /// The context. `reveals` says whether whoever asks may see what would give answers away: how
    /// it is taught, what is right, and what is still locked.
    ///
    /// # Errors
    /// `NOT_FOUND`.
    pub fn context(
        &self,
        task_id: &str,
        bodies: ContextBodies,
        reveals: bool,
    ) -> Result<TaskContext> {
        let index = self.curriculum.expect(task_id)?;
        let task = self.task(index)?;
        let mut known = Known::default();
        let state = self.state_of(index, WAY, &mut known)?;
        let lineage: Vec<TaskIndex> = self.curriculum.ancestors(index).collect();
        let ancestors = lineage.iter().filter_map(|own| self.summary_of(*own).ok()).collect();
        let children = self.curriculum.active_children(index);
        let children = children.map(|own| self.state_of(own, 1, &mut known));
        let children = children.collect::<Result<_>>()?;
        let mut stories = std::iter::once(&index).chain(&lineage);
        let narrative_context =
            stories.find_map(|own| self.curriculum.at(*own)?.narrative_context.clone());
        let objectives = self.curriculum.objectives(index).iter();
        let achieved = self.achieved(index).first().copied().unwrap_or(false);
        let objectives = objectives.map(|own| ObjectiveState {
            objective: (**own).clone(),
            achieved,
            extra: Default::default(),
        });
        let blocks = self.curriculum.dependents(index);
        let blocks = blocks.filter(|(_, own)| own.dependency_type.is_blocking());
        let blocks = blocks.filter_map(|(other, _)| self.summary_of(other).ok());
        let project_id = task.project_id.as_str();
        let may_read = reveals || self.may_read(index, &mut known);
        let mut criteria = self.criteria(index);
        if !reveals {
            criteria.iter_mut().for_each(|own| hide(own, may_read));
        }
        let variant = self.variant(index);
        let minutes = variant.and_then(|own| own.estimated_minutes).or(task.estimated_minutes);
        let content = variant.and_then(|own| own.content.clone());
        let content = content.or_else(|| task.content.clone()).filter(|_| may_read);
        let content_items = if may_read { bodies.content } else { Vec::new() };
        let (task, guidance) = match reveals {
            true => (task.clone(), task.tutor_guidance.clone()),
            false => (seen(task, may_read), self.guidance_seen(index)),
        };
        Ok(TaskContext {
            learner_id: self.learner.id.as_str().to_owned(),
            task,
            locks: state.locked_because.clone(),
            state,
            ancestors,
            children,
            content,
            content_items,
            estimated_minutes: minutes,
            guidance,
            hints_left: self.hints_given(index).1 as u64,
            narrative_context,
            objectives: objectives.collect(),
            criteria,
            blocks: blocks.collect::<Vec<TaskSummary>>(),
            submissions: bodies.submissions,
            validation: bodies.validation,
            summaries: bodies.summaries,
            ready: self.ready(project_id, ReadyOptions::default())?.items,
            progress: self.overview(project_id)?,
            extra: Default::default(),
        })
    }
}

fn hide(criterion: &mut FrozenCriterion, may_read: bool) {
    let kind = criterion.criterion_type.as_str();
    criterion.rule = shown_to_learners(kind, criterion.rule.text(), may_read);
    criterion.extra = Extra::default();
}
