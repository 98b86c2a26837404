//! Objectives and criteria: what hangs on a task.

use super::create::at_field;
use super::helping::least_tries;
use super::model::{Curriculum, TaskIndex};
use super::records::{Criterion, MasteryRule, Objective};
use super::stamp::Stamp;
use super::values::{BloomLevel, CriterionType, TaskId, Taxonomy, Words};
use crate::domain::change::Change;
use crate::domain::criteria::{Patterns, Rule};
use crate::domain::error::{Code, Error, Result};
use crate::domain::event::{EntityType, EventType};
use crate::domain::schema::{Json, JsonObject, Optional};
use crate::record;

record! {
    /// An objective to be attached.
    pub struct ObjectiveDraft as "ObjectiveDraft" {
        /// What one can do then.
        pub description: Words,
        /// How deep it goes.
        pub level: Option<BloomLevel> = None,
        /// What the level means.
        pub taxonomy: Taxonomy = Taxonomy::Bloom,
        /// When it counts as mastered; as in its project, if nothing is said.
        pub mastery: Optional<MasteryRule>,
    }
}

record! {
    /// A criterion to be attached.
    pub struct CriterionDraft as "CriterionDraft" {
        /// Who judges: a rule of ours, a validator of the host, or somebody by hand (`manual`).
        pub criterion_type: CriterionType,
        /// What it asks for, for people.
        pub description: Words,
        /// What it asks for, for who judges: one of `CriterionRules`, or what the host's validator knows.
        pub rule: JsonObject = JsonObject::empty(),
    }
}

/// Attaches an objective behind those of the task.
///
/// # Errors
/// `NOT_FOUND` (OB2).
pub fn add_objective(
    curriculum: &Curriculum,
    task_id: &str,
    draft: ObjectiveDraft,
    stamp: Stamp<'_>,
) -> Result<(Vec<Change>, Objective)> {
    let index = curriculum.expect(task_id)?;
    let last = curriculum.objectives(index).last().map_or(0, |last| last.position + 1);
    let objective = Objective {
        id: stamp.id(EntityType::Objective)?,
        task_id: TaskId::new(task_id)?,
        taxonomy: draft.taxonomy,
        level: draft.level,
        description: draft.description,
        mastery: draft.mastery,
        position: last,
        created_at: stamp.now,
        extra: draft.extra,
    };
    Ok((vec![objective_created(&objective)], objective))
}

pub(super) fn objective_created(objective: &Objective) -> Change {
    Change::put(EntityType::Objective, objective.id.as_str(), EventType::Created, objective)
        .telling(None, Some(Json::of(&objective.description)))
}

/// Takes an objective off its task.
///
/// # Errors
/// `NOT_FOUND` (OB7).
pub fn remove_objective(curriculum: &Curriculum, id: &str) -> Result<Vec<Change>> {
    let found = curriculum.objective(id).ok_or_else(|| unknown("objective", id))?;
    let gone = Change::delete(EntityType::Objective, id, EventType::Deleted);
    Ok(vec![gone.telling(Some(Json::of(&found.description)), None)])
}

/// Attaches a criterion behind those of the task.
///
/// # Errors
/// `NOT_FOUND`; `INVALID` under `rule` for one of our rules that does not hold together. What a
/// validator of the host makes of its rule is its own business. `INVALID` at `rule` too for a question
/// whose id another criterion of the task has, and for one that
/// asks for more right tries than the task gives.
pub fn add_criterion(
    curriculum: &Curriculum,
    task_id: &str,
    draft: CriterionDraft,
    patterns: &dyn Patterns,
    stamp: Stamp<'_>,
) -> Result<(Vec<Change>, Criterion)> {
    let index = curriculum.expect(task_id)?;
    let rule = Rule::check(draft.criterion_type.as_str(), draft.rule.text(), patterns)
        .map_err(|error| error.under("rule"))?;
    let mut questions = Vec::new();
    for own in curriculum.criteria(index) {
        // What those that are there have twice is not the fault of this one.
        if let Ok(own) = Rule::parse(own.criterion_type.as_str(), own.rule.text()) {
            own.questions_again(&mut questions);
        }
    }
    let again = rule.questions_again(&mut questions);
    if !again.is_empty() {
        return Err(Error::problems(Code::Invalid, again).under("rule"));
    }
    let last = curriculum.criteria(index).last().map_or(0, |last| last.position + 1);
    let limit = curriculum.at(index).and_then(|task| curriculum.only_tries(task));
    let criterion = Criterion {
        id: stamp.id(EntityType::Criterion)?,
        task_id: TaskId::new(task_id)?,
        criterion_type: draft.criterion_type,
        description: draft.description,
        rule: draft.rule,
        source: crate::domain::schema::Optional(None),
        position: last,
        created_at: stamp.now,
        extra: draft.extra,
    };
    let least = least_tries([&criterion]);
    if let Some(limit) = limit.filter(|limit| *limit < least) {
        let message = format!(
            "asks for {least} right tries at the least, and the task gives {limit} and has no remedial"
        );
        return Err(Error::invalid("rule", message));
    }
    Ok((vec![criterion_created(&criterion)], criterion))
}

pub(super) fn criterion_created(criterion: &Criterion) -> Change {
    Change::put(EntityType::Criterion, criterion.id.as_str(), EventType::Created, criterion)
        .telling(None, Some(Json::of(&criterion.criterion_type)))
}

/// Takes a criterion off its task.
///
/// # Errors
/// `NOT_FOUND`.
pub fn remove_criterion(curriculum: &Curriculum, id: &str) -> Result<Vec<Change>> {
    let found = curriculum.criterion(id).ok_or_else(|| unknown("criterion", id))?;
    let gone = Change::delete(EntityType::Criterion, id, EventType::Deleted);
    Ok(vec![gone.telling(Some(Json::of(&found.criterion_type)), None)])
}

pub(super) fn unknown(kind: &str, id: &str) -> Error {
    Error::new(Code::NotFound, format!("{kind} {id} does not exist"))
}

impl Curriculum {
    /// The objective of an id.
    #[must_use]
    pub fn objective(&self, id: &str) -> Option<&Objective> {
        let own = self.objectives(self.live_owner(EntityType::Objective, id)?);
        own.iter().find(|own| own.id.as_str() == id).map(|own| &**own)
    }

    /// The criterion of an id.
    #[must_use]
    pub fn criterion(&self, id: &str) -> Option<&Criterion> {
        let own = self.criteria(self.live_owner(EntityType::Criterion, id)?);
        own.iter().find(|own| own.id.as_str() == id).map(|own| &**own)
    }

    fn live_owner(&self, kind: EntityType, id: &str) -> Option<TaskIndex> {
        self.owner(kind, id).filter(|owner| self.at(*owner).is_some())
    }

    /// The objectives of a task, and on request of what is above it, nearest first, and of what is
    /// below it, in order of place (OB4, OB5).
    ///
    /// # Errors
    /// `NOT_FOUND`.
    pub fn objectives_around(
        &self,
        task_id: &str,
        ancestors: bool,
        descendants: bool,
    ) -> Result<Vec<&Objective>> {
        let index = self.expect(task_id)?;
        let mut tasks = vec![index];
        if ancestors {
            tasks.extend(self.ancestors(index));
        }
        if descendants {
            tasks.extend(self.subtree(index).into_iter().skip(1));
        }
        Ok(tasks.into_iter().flat_map(|own| self.objectives(own)).map(|own| &**own).collect())
    }
}

/// The error of a task that a command names in an option.
pub(super) fn expect_at(curriculum: &Curriculum, field: &str, id: &str) -> Result<TaskIndex> {
    curriculum.expect(id).map_err(|error| at_field(field, &error))
}
