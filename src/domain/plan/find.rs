//! Which tasks are meant by what somebody asks for.

use super::model::phases;
use super::report::{PlanReport, PlanTask};
use super::status::WantedStatus;
use crate::domain::error::{Error, Result};
use crate::domain::schema::Tree;

pub use super::model::same_prd;

/// What somebody asks for. Nothing asked for fits everything.
#[derive(Debug, Default)]
pub struct Wanted {
    /// A name of the PRD, in whichever version.
    pub prd: Option<String>,
    /// One phase, or several as in `3-4`.
    pub phase: Option<String>,
    /// Who is to do it.
    pub assignee: Option<String>,
    /// Words, in lower case.
    text: Option<String>,
    status: Option<WantedStatus>,
}

impl Wanted {
    /// With a status and words as somebody types them.
    ///
    /// # Errors
    /// `INVALID` at `status` for a word that no table knows.
    pub fn new(status: Option<&str>, text: Option<&str>) -> Result<Self> {
        let known = |word: &str| {
            WantedStatus::of(word).ok_or_else(|| Error::invalid("status", "is no known status"))
        };
        let status = status.map(known).transpose()?;
        Ok(Self { status, text: text.map(str::to_lowercase), ..Self::default() })
    }

    /// Whether tasks of this plan can be meant.
    #[must_use]
    pub fn fits_plan(&self, report: &PlanReport) -> bool {
        self.prd
            .as_deref()
            .is_none_or(|wanted| report.prd.as_deref().is_some_and(|own| same_prd(own, wanted)))
    }

    /// Whether a task of such a plan is meant.
    #[must_use]
    pub fn fits(&self, report: &PlanReport, task: &PlanTask) -> bool {
        let of_plan = report.phase.as_deref();
        let phase = task.phase.0.as_deref().or(of_plan);
        // A name such as `all` is that of a plan, whatever its tasks say of themselves.
        let is_named = |wanted: &str| !has_digit(wanted) && is_same_phase(wanted, of_plan);
        let is_of = |wanted: &str| is_same_phase(wanted, phase) || is_named(wanted);
        self.phase.as_deref().is_none_or(is_of)
            && self.assignee.as_ref().is_none_or(|own| task.assigned_to.contains(own))
            && self.text.as_deref().is_none_or(|text| has_words(task, text))
            && self.status.is_none_or(|own| own.fits(task.status, task.original_status.as_deref()))
    }
}

/// `3` is also in `3-4`, in `all`, and is `03`.
fn is_same_phase(wanted: &str, own: Option<&str>) -> bool {
    let Some(own) = own else { return false };
    if wanted.eq_ignore_ascii_case(own) {
        return true;
    }
    let both = phases(wanted).filter(|_| has_digit(wanted)).zip(phases(own));
    both.is_some_and(|((from, to), (first, last))| from <= last && first <= to)
}

fn has_digit(text: &str) -> bool {
    text.contains(|c: char| c.is_ascii_digit())
}

fn has_words(task: &PlanTask, text: &str) -> bool {
    let has = |own: &str| own.to_lowercase().contains(text);
    // A task with a title may have a description beside it.
    let others = || Tree::parse(task.others.0.text());
    let beside = |others: Tree| {
        let words = ["description", "title", "name"].into_iter();
        words.filter_map(|key| others.get(key)?.as_string()).any(|own| has(&own))
    };
    has(&task.id) || has(&task.label) || others().is_some_and(beside)
}
