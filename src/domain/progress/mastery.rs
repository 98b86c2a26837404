//! How firm something sits, by the evidence there is.
//!
//! Only what can show understanding counts: neither the learner's own word nor time does, whatever
//! opens by them, and a try in which nothing but time was missing is none.
//!
//! The rule: it is gained when two of the latest three judged tries at tasks that show it were
//! right, and kept until two of the latest three tries since then were wrong. So one slip takes
//! nothing away, and one lucky try gives nothing where more can be seen. Where a single task shows
//! it, a pass there is enough; what was gained so is lost like anything else.
//!
//! An objective, or a project for all that is in it, may name other numbers under `mastery`: then
//! those are asked for, however few tasks show it, and what was achieved once is not mastered yet.
//!
//! An objective of a task that has parts speaks of all of them: two right tries at its first parts
//! do not show it. It is mastered once every required part below it that can be passed was passed,
//! too. What was achieved (design rule 12) is mastered.

use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::learning::Learning;
use super::model::VerdictHead;
use super::views::{Mastery, MasteryKind};
use crate::domain::criteria::can_show;
use crate::domain::curriculum::{Criterion, Mark, MasteryRule, TaskIndex, TryCount};
use crate::domain::error::Result;
use crate::domain::sorted::sort;
use crate::domain::time::Timestamp;

/// So many right ones…
pub const MASTERY_M: usize = 2;
/// …of so many latest tries.
pub const MASTERY_N: usize = 3;

/// Whether tries, the oldest first, leave a learner with what they show: gained by [`MASTERY_M`]
/// right ones of the latest [`MASTERY_N`], and kept until the latest as many since then have so
/// many wrong ones that it would not have been gained by them.
///
/// ```
/// use medallion::domain::progress::is_firm;
///
/// assert!(!is_firm([true]));
/// assert!(is_firm([true, false, true]));
/// assert!(is_firm([true, false, true, false]), "one slip takes nothing away");
/// assert!(!is_firm([true, false, true, false, false]));
/// ```
#[must_use]
pub fn is_firm(tries: impl IntoIterator<Item = bool>) -> bool {
    is_firm_by(&tries.into_iter().collect::<Vec<bool>>(), MASTERY_M, MASTERY_N)
}

/// The same with other numbers: `m` right ones of the latest `n`.
///
/// ```
/// use medallion::domain::progress::is_firm_by;
///
/// assert!(is_firm_by(&[true], 1, 1));
/// assert!(!is_firm_by(&[true, true, false, true], 4, 5));
/// assert!(is_firm_by(&[true, true, false, true, true], 4, 5));
/// assert!(!is_firm_by(&[true, true, true, true, false, false], 4, 5));
/// ```
#[must_use]
pub fn is_firm_by(tries: &[bool], m: usize, n: usize) -> bool {
    is_firm_or(tries.iter().map(|is_right| (*is_right, false)), m, n)
}

/// The same, and gained also by each try that is enough by itself: whether it was right, and that.
fn is_firm_or(tries: impl Iterator<Item = (bool, bool)>, m: usize, n: usize) -> bool {
    let count = |tries: &[bool], wanted: bool| tries.iter().filter(|own| **own == wanted).count();
    let push = |tries: &mut Vec<bool>, is_right: bool| {
        if tries.len() == n {
            tries.remove(0);
        }
        tries.push(is_right);
    };
    let (mut latest, mut since) = (Vec::new(), Vec::new());
    let mut is_firm = false;
    for (is_right, is_enough) in tries {
        push(&mut latest, is_right);
        if is_firm {
            push(&mut since, is_right);
            is_firm = count(&since, false) <= n.saturating_sub(m);
        } else if is_enough || count(&latest, true) >= m {
            is_firm = true;
            since.clear();
        }
    }
    is_firm
}

impl Learning<'_> {
    /// The objectives and the skills below a task, and whether the learner has mastered them.
    ///
    /// # Errors
    /// `NOT_FOUND`.
    pub fn mastery(&self, root_id: &str) -> Result<Vec<Mastery>> {
        let root = self.curriculum.expect(root_id)?;
        let of_project = self.rule_of(root);
        let mut found = Vec::new();
        let nodes = self.outline.subtree(root);
        for (index, is_achieved) in nodes.iter().zip(self.achieved(root)) {
            for objective in self.curriculum.objectives(*index) {
                let shown_by = self.shown_by(*index);
                let rule = objective.mastery.0.as_ref().or(of_project);
                let mut own = self.judge_mastery(&shown_by, rule);
                self.hold_against_parts(&mut own, *index, &shown_by);
                if is_achieved && self.is_only_confirmed(&shown_by) {
                    "It was confirmed, and not shown.".clone_into(&mut own.because);
                } else if is_achieved && rule.is_none() {
                    own.mastered = true;
                    "It was achieved.".clone_into(&mut own.because);
                }
                own.id = objective.id.as_str().to_owned();
                own.description = objective.description.as_str().to_owned();
                own.level = objective.level;
                found.push(own);
            }
        }
        let skills = self.skills_in(nodes, &|_| true).into_iter();
        found.extend(skills.map(|(skill, tasks)| self.judge_skill(skill, &tasks)));
        Ok(found)
    }

    /// What the project of a task says of mastery.
    fn rule_of(&self, index: TaskIndex) -> Option<&MasteryRule> {
        let project = self.curriculum.project_of(index)?;
        self.curriculum.at(project)?.mastery.0.as_ref()
    }

    fn judge_skill(&self, skill: &str, tasks: &[TaskIndex]) -> Mastery {
        let rule = tasks.first().and_then(|own| self.rule_of(*own));
        let mut own = self.judge_mastery(tasks, rule);
        own.kind = MasteryKind::Skill;
        skill.clone_into(&mut own.id);
        skill.clone_into(&mut own.description);
        if !own.mastered && self.learner.mastered_skills.iter().any(|had| had.as_str() == skill) {
            own.mastered = true;
            "The learner has it from elsewhere.".clone_into(&mut own.because);
        }
        own
    }

    fn skills_in(
        &self,
        nodes: &[TaskIndex],
        is_wanted: &dyn Fn(&str) -> bool,
    ) -> Vec<(&str, Vec<TaskIndex>)> {
        let mut skills: Vec<(&str, Vec<TaskIndex>)> = Vec::new();
        let mut places: FxHashMap<&str, usize> = FxHashMap::default();
        for index in nodes {
            let named = self.curriculum.at(*index).and_then(|task| task.skills.0.as_ref());
            for skill in named.into_iter().flatten().map(|own| own.as_str()) {
                if !is_wanted(skill) {
                    continue;
                }
                let place = *places.entry(skill).or_insert(skills.len());
                if place == skills.len() {
                    skills.push((skill, Vec::new()));
                }
                if let Some((_, tasks)) = skills.get_mut(place) {
                    tasks.push(*index);
                }
            }
        }
        skills
    }

    /// The skills of the project of a task that the learner has mastered, wherever in it they were
    /// shown.
    pub(crate) fn mastered_skills(&self, index: TaskIndex) -> FxHashSet<String> {
        let skills = self.skills_of(index, &|_| true).into_iter();
        let mastered = skills.filter(|(skill, tasks)| self.judge_skill(skill, tasks).mastered);
        mastered.map(|(skill, _)| skill.to_owned()).collect()
    }

    /// Whether the learner has mastered all of some skills, by what they did in a task's project.
    pub(super) fn has_mastered(&self, index: TaskIndex, skills: &[Mark]) -> bool {
        let is_wanted = |skill: &str| skills.iter().any(|own| own.as_str() == skill);
        let found = self.skills_of(index, &is_wanted);
        found.iter().all(|(skill, tasks)| self.judge_skill(skill, tasks).mastered)
    }

    /// The skills of the project of a task, each with the tasks that name it, in the order in which
    /// they come.
    fn skills_of(
        &self,
        index: TaskIndex,
        is_wanted: &dyn Fn(&str) -> bool,
    ) -> Vec<(&str, Vec<TaskIndex>)> {
        let root = self.curriculum.project_of(index).unwrap_or(index);
        self.skills_in(self.outline.subtree(root), is_wanted)
    }

    /// The tasks whose tries show an objective: the task itself, or the leaves below it.
    fn shown_by(&self, index: TaskIndex) -> Vec<TaskIndex> {
        let nodes = self.outline.subtree(index).iter().copied();
        nodes.filter(|own| *own == index || self.outline.needs(*own)).collect()
    }

    /// An objective of a task that has parts is not mastered before each required one was passed.
    fn hold_against_parts(&self, own: &mut Mastery, index: TaskIndex, shown_by: &[TaskIndex]) {
        if !self.outline.is_container(index) {
            return;
        }
        let outline = &self.outline;
        let is_asked =
            |part: &TaskIndex| outline.needs(*part) && outline.is_asked_below(*part, index);
        let asked = shown_by.iter().copied().filter(is_asked);
        let (mut all, mut passed) = (0, 0);
        for part in asked {
            all += 1;
            passed += usize::from(self.has_achieved(part));
        }
        if passed < all {
            own.mastered = false;
            if own.tries > 0 {
                own.because.push_str(&match (passed, all) {
                    (_, 1) => " The task that it needs was not passed.".to_owned(),
                    (1, _) => format!(" 1 of the {all} tasks that it needs was passed."),
                    _ => format!(" {passed} of the {all} tasks that it needs were passed."),
                });
            }
        }
    }

    /// Whether a task asks for something that can show understanding.
    fn can_be_shown(&self, index: TaskIndex) -> bool {
        let criteria = self.curriculum.criteria(index);
        let shows = |own: &Rc<Criterion>| can_show(own.criterion_type.as_str(), own.rule.text());
        self.outline.needs(index) && (criteria.is_empty() || criteria.iter().any(shows))
    }

    fn passes(&self, index: TaskIndex) -> impl Iterator<Item = &VerdictHead> {
        let verdicts = self.tries(index).iter().filter_map(|own| self.own.decided(&own.id));
        verdicts.filter(|verdict| verdict.passed)
    }

    /// Whether what was passed was passed by the learner's own word and by time alone.
    fn is_only_confirmed(&self, tasks: &[TaskIndex]) -> bool {
        let mut passes = tasks.iter().flat_map(|own| self.passes(*own)).peekable();
        passes.peek().is_some() && !passes.any(counts)
    }

    fn judge_mastery(&self, tasks: &[TaskIndex], rule: Option<&MasteryRule>) -> Mastery {
        let count = |own: TryCount| usize::try_from(own.get()).unwrap_or(usize::MAX);
        let (m, n) = rule.map_or((MASTERY_M, MASTERY_N), |own| (count(own.m), count(own.n)));
        let m = m.min(n);
        let mut tries: Vec<Judged> = Vec::new();
        let mut can_be_shown = 0;
        for index in tasks.iter().copied().filter(|own| self.can_be_shown(*own)) {
            can_be_shown += 1;
            for own in self.tries(index) {
                let verdict = self.own.decided(&own.id);
                if let Some(verdict) = verdict.filter(|verdict| counts(verdict)) {
                    let passed = verdict.passed;
                    let is_right = verdict.is_right.unwrap_or(passed);
                    tries.push(Judged { at: own.at, attempt: own.attempt, is_right, passed });
                }
            }
        }
        sort(&mut tries);
        let right = tries.iter().rev().take(n).filter(|own| own.is_right).count();
        // Where an author says how often, once is not enough.
        let is_single = rule.is_none() && can_be_shown == 1;
        let judged = tries.iter().map(|own| (own.is_right, own.passed && is_single));
        let mastered = is_firm_or(judged, m, n);
        let is_latest_right = tries.last().is_some_and(|own| own.is_right);
        let latest = tries.len().min(n);
        let because = match tries.len() {
            0 => "Nothing was handed in yet.".to_owned(),
            _ if mastered && right < m && is_latest_right && is_single => {
                "The task that shows it was passed.".to_owned()
            }
            _ if mastered && right < m => {
                format!("{right} of the latest {latest} tries right: one slip takes nothing away.")
            }
            _ if latest == 1 => {
                let verdict = if right == 1 { "right" } else { "wrong" };
                let ones = if m == 1 { "one" } else { "ones" };
                match is_single {
                    true => format!("The latest try was {verdict}, a pass is needed."),
                    false => format!("The latest try was {verdict}, {m} right {ones} needed."),
                }
            }
            _ if is_single => {
                format!("{right} of the latest {latest} tries right, a pass is needed.")
            }
            _ => format!("{right} of the latest {latest} tries right, {m} needed."),
        };
        Mastery {
            kind: MasteryKind::Objective,
            id: String::new(),
            description: String::new(),
            level: None,
            task_ids: tasks.iter().map(|own| self.id(*own).to_owned()).collect(),
            tries: tries.len() as u64,
            right: right as u64,
            mastered,
            because,
            extra: Default::default(),
        }
    }
}

/// A try that says something, in the order of time.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Judged {
    at: Timestamp,
    attempt: u64,
    is_right: bool,
    passed: bool,
}

/// Whether a verdict says something of what the learner can do.
fn counts(verdict: &VerdictHead) -> bool {
    !verdict.shows_nothing && !verdict.lacks_only_time
}
