//! Resuming: what a new session is told about where the last ones stopped.
//!
//! Medallions come from their queries and a task from a row of its own; what is said of them, and
//! how much, the domain decides. How tokens are counted is the caller's.

use super::document::Document;
use super::medallions::Medallions;
use super::operations::{self, resume::TOLD};
use super::parts;
use crate::domain::error::{Code, Error, Result};
use crate::domain::id::Label;
use crate::domain::medallion::{Medallion, Scope, Status};
use crate::domain::resume::{
    Costs, Format, Fragment, Fragments, Piece, Resume, ResumePart, Section, Selection, estimate,
    fragments, of_medallions, render,
};
use crate::domain::schema::{self, Json, object, to_json};
use crate::store::Answer;

/// How many medallions are looked at.
const MEDALLIONS: usize = 10;

/// Whoever says how many tokens a text has.
pub trait CountTokens {
    /// Counts.
    ///
    /// # Errors
    /// Whatever went wrong.
    fn count<'a>(&'a self, text: &'a str) -> Answer<'a, u64>;
}

/// Counts as [`estimate`] does.
#[derive(Debug, Clone, Copy)]
pub struct Estimate;

impl CountTokens for Estimate {
    fn count<'a>(&'a self, text: &'a str) -> Answer<'a, u64> {
        Box::pin(async move { Ok(estimate(text)) })
    }
}

/// What a session is to be told about.
#[derive(Debug, Clone)]
pub struct Resuming {
    /// The scope of the medallions; without one, those that name the learner.
    pub scope: Option<Scope>,
    /// The learner.
    pub learner_id: Option<String>,
    /// The task, as it stands for the learner.
    pub task_id: Option<String>,
    /// How many tokens the text may have.
    pub budget: u64,
    /// How it is written.
    pub format: Format,
}

impl Medallions {
    /// What a new session is told: the newest active medallions that a scope finds, ten at most, and
    /// a learner's task or what they have begun. Never more than the budget, as counted.
    ///
    /// # Errors
    /// `INVALID` where neither a scope nor a learner is named, or a task without one;
    /// `BUDGET_TOO_SMALL` with `needed` in its details if what must be said does not fit;
    /// `NOT_FOUND`, `PERMISSION_DENIED`; what counting and the store say.
    pub async fn resume(&self, about: &Resuming, counter: &dyn CountTokens) -> Result<Resume> {
        (parts::upkeep().await?.resume)(self, about, counter).await
    }

    pub(super) async fn resume_here(
        &self,
        about: &Resuming,
        counter: &dyn CountTokens,
    ) -> Result<Resume> {
        let scope = scope_of(about)?;
        let mut sections = Vec::new();
        if let Some(learner_id) = &about.learner_id {
            sections.push(self.told(learner_id, about.task_id.as_deref()).await?);
        }
        let found = self.latest_for_scope(&scope, MEDALLIONS, &[Status::Active]).await?;
        let found = found.iter().map(Document::medallion).collect::<Result<Vec<Medallion>>>()?;
        sections.extend(of_medallions(&found));

        let costs = counted(counter, fragments(&sections, about.format)).await?;
        let mut selection = Selection::choose(&sections, costs, about.budget);
        loop {
            let text = render(&sections, about.format, &|number| selection.is_in(number));
            let tokens = if text.is_empty() { 0 } else { counter.count(&text).await? };
            let excess = tokens.saturating_sub(about.budget);
            if excess == 0 {
                let parts = parts_of(&sections, &selection);
                return Ok(Resume { text, tokens, parts, extra: Default::default() });
            }
            if !selection.take_out(excess) {
                let must = parts_of(&sections, &selection);
                return Err(too_small(&must, tokens, about.budget));
            }
        }
    }

    /// What there is to say of a learner's task, or of what they have begun.
    async fn told(&self, learner_id: &str, task_id: Option<&str>) -> Result<Section> {
        let row = operations::find(TOLD.name).await?;
        let task_id = task_id.map(to_json).unwrap_or_default();
        let arguments = [to_json(learner_id), task_id];
        schema::parse(&self.workspace.perform(&self.caller, row, &arguments).await?)
    }
}

/// Which medallions are meant.
fn scope_of(about: &Resuming) -> Result<Scope> {
    if about.task_id.is_some() && about.learner_id.is_none() {
        let message = "is missing; a task is told as it stands for a learner";
        return Err(Error::invalid("learnerId", message));
    }
    match (&about.scope, &about.learner_id) {
        (Some(scope), _) => Ok(scope.clone()),
        (None, Some(learner_id)) => {
            let node = Label::new(learner_id).map_err(|error| error.under("learnerId"))?;
            let (graph_nodes, tags) = (vec![node], Vec::new());
            Ok(Scope { graph_nodes, tags, extra: Default::default() })
        }
        (None, None) => Err(Error::invalid("scope", "is missing; there is no learner either")),
    }
}

async fn counted(counter: &dyn CountTokens, all: Fragments) -> Result<Costs> {
    let mut costs = Costs { frames: Vec::new(), pieces: Vec::new() };
    for frame in &all.frames {
        costs.frames.push(counter.count(frame).await?);
    }
    for Fragment { words, frames } in all.pieces {
        costs.pieces.push((counter.count(&words).await?, frames));
    }
    Ok(costs)
}

fn parts_of(sections: &[Section], selection: &Selection) -> Vec<ResumePart> {
    let pieces = sections.iter().flat_map(|section| &section.pieces).enumerate();
    let part = |(number, piece): (usize, &Piece)| ResumePart {
        id: piece.id.clone(),
        kind: piece.kind,
        tokens: selection.cost(number),
        included: selection.is_in(number),
        reason: selection.reason(number),
        extra: Default::default(),
    };
    pieces.map(part).collect()
}

/// Only what must be said is left in, and it is too long.
fn too_small(parts: &[ResumePart], needed: u64, budget: u64) -> Error {
    let left = parts.iter().filter(|part| part.included);
    let must: Vec<&String> = left.map(|part| &part.id).collect();
    let message = format!("what must be said has {needed} tokens, and {budget} are allowed");
    let details = object(&[("needed", &needed), ("budget", &budget), ("must", &must)]);
    Error::new(Code::BudgetTooSmall, message)
        .at("tokenBudget")
        .with_details(Json::from_text(details))
}
