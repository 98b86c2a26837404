//! One table for every word that says how far something is (spec A1.7, A3.4; design rule 14).

use crate::choices;
use crate::domain::ascii;

choices! {
    /// How far a task, a phase or a criterion is.
    PlanStatus {
        /// Not begun.
        Pending = "pending",
        /// Begun.
        InProgress = "in_progress",
        /// Done, and being looked at.
        Review = "review",
        /// Done.
        Completed = "completed",
        /// Cannot go on.
        Blocked = "blocked",
        /// May not be done in time.
        AtRisk = "at_risk",
        /// Put off; it does not count.
        Deferred = "deferred",
        /// Will not be done; it does not count.
        Cancelled = "cancelled",
    }
}

/// Every known spelling: lower case, with `_` between words.
const SPELLINGS: &[(&str, PlanStatus)] = &[
    ("pending", PlanStatus::Pending),
    ("planning", PlanStatus::Pending),
    ("planned", PlanStatus::Pending),
    ("not_started", PlanStatus::Pending),
    ("future", PlanStatus::Pending),
    ("ready", PlanStatus::Pending),
    ("draft", PlanStatus::Pending),
    ("approved", PlanStatus::Pending),
    ("accepted", PlanStatus::Pending),
    ("todo", PlanStatus::Pending),
    ("to_do", PlanStatus::Pending),
    ("open", PlanStatus::Pending),
    ("backlog", PlanStatus::Pending),
    ("queued", PlanStatus::Pending),
    ("waiting", PlanStatus::Pending),
    ("⏳", PlanStatus::Pending),
    ("⬜", PlanStatus::Pending),
    ("☐", PlanStatus::Pending),
    ("in_progress", PlanStatus::InProgress),
    ("active", PlanStatus::InProgress),
    ("started", PlanStatus::InProgress),
    ("wip", PlanStatus::InProgress),
    ("doing", PlanStatus::InProgress),
    ("partial", PlanStatus::InProgress),
    ("deviated", PlanStatus::InProgress),
    ("research", PlanStatus::InProgress),
    ("🔄", PlanStatus::InProgress),
    ("🚧", PlanStatus::InProgress),
    ("review", PlanStatus::Review),
    ("in_review", PlanStatus::Review),
    ("needs_review", PlanStatus::Review),
    ("under_review", PlanStatus::Review),
    ("completed", PlanStatus::Completed),
    ("complete", PlanStatus::Completed),
    ("done", PlanStatus::Completed),
    ("met", PlanStatus::Completed),
    ("verified", PlanStatus::Completed),
    ("passed", PlanStatus::Completed),
    ("closed", PlanStatus::Completed),
    ("resolved", PlanStatus::Completed),
    ("finished", PlanStatus::Completed),
    ("inferred_complete", PlanStatus::Completed),
    ("research_complete", PlanStatus::Completed),
    ("✅", PlanStatus::Completed),
    ("✓", PlanStatus::Completed),
    ("✔", PlanStatus::Completed),
    ("☑", PlanStatus::Completed),
    ("blocked", PlanStatus::Blocked),
    ("🚫", PlanStatus::Blocked),
    ("⛔", PlanStatus::Blocked),
    ("❌", PlanStatus::Blocked),
    ("at_risk", PlanStatus::AtRisk),
    ("⚠", PlanStatus::AtRisk),
    ("deferred", PlanStatus::Deferred),
    ("postponed", PlanStatus::Deferred),
    ("on_hold", PlanStatus::Deferred),
    ("skipped", PlanStatus::Deferred),
    ("waived", PlanStatus::Deferred),
    ("⏸", PlanStatus::Deferred),
    ("cancelled", PlanStatus::Cancelled),
    ("canceled", PlanStatus::Cancelled),
    ("abandoned", PlanStatus::Cancelled),
    ("superseded", PlanStatus::Cancelled),
    ("archived", PlanStatus::Cancelled),
    ("dropped", PlanStatus::Cancelled),
    ("wont_do", PlanStatus::Cancelled),
];

/// Words of a phase that follow from its tasks, and may be replaced when those change. Others,
/// such as `review` or `draft`, somebody has set on purpose.
const DERIVED: &[&str] = &[
    "pending",
    "planning",
    "not_started",
    "in_progress",
    "completed",
    "complete",
    "blocked",
    "at_risk",
];

impl PlanStatus {
    /// The status that a word stands for, whatever its case and whether its parts are joined by
    /// `_`, `-` or a blank. An emoji before the word is passed over; alone it is the word.
    ///
    /// ```
    /// use medallion::domain::plan::PlanStatus;
    ///
    /// assert_eq!(PlanStatus::fold("In-Progress"), Some(PlanStatus::InProgress));
    /// assert_eq!(PlanStatus::fold("✅ Complete"), Some(PlanStatus::Completed));
    /// assert_eq!(PlanStatus::fold("soon"), None);
    /// ```
    #[must_use]
    pub fn fold(text: &str) -> Option<Self> {
        let known = |word: &str| SPELLINGS.iter().find(|(own, _)| *own == word).map(|(_, is)| *is);
        let word = normal(text);
        let letters = word.find(|c: char| c.is_ascii_alphanumeric()).unwrap_or(0);
        let letters = word.get(letters..).unwrap_or_default();
        let sign: String = word.chars().take(1).collect();
        known(&word).or_else(|| known(letters)).or_else(|| known(&sign))
    }

    /// Whether it counts in totals of what is to be done.
    #[must_use]
    pub fn counts(self) -> bool {
        !matches!(self, Self::Deferred | Self::Cancelled)
    }

    /// Whether nothing waits for it any more.
    #[must_use]
    pub fn is_over(self) -> bool {
        matches!(self, Self::Completed | Self::Cancelled)
    }
}

/// Whether a phase's status, as written, follows from its tasks.
pub(super) fn is_derived(text: &str) -> bool {
    DERIVED.contains(&normal(text).as_str())
}

fn normal(text: &str) -> String {
    let trimmed = ascii::trim(text, " \t\r\n*`_'");
    let mut word = String::with_capacity(trimmed.len());
    for character in trimmed.chars() {
        match character {
            ' ' | '-' | '_' => {
                if !word.ends_with('_') {
                    word.push('_');
                }
            }
            '\'' | '’' | '\u{fe0f}' => {}
            c => word.push(c.to_ascii_lowercase()),
        }
    }
    word
}

/// Every spelling that is known, and what it stands for.
pub fn spellings() -> impl Iterator<Item = (&'static str, PlanStatus)> {
    SPELLINGS.iter().copied()
}
