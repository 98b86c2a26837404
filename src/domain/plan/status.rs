//! One table for every word that says how far something is (spec A1.7, A3.4; design rule 14).

use rustc_hash::FxHashMap;

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

/// Words that say more than the status that they stand for: nobody is to find them where somebody
/// else only said `pending`, `in_progress`, `completed` or `cancelled`.
const SAYING_MORE: &[&str] = &[
    "future",
    "ready",
    "draft",
    "approved",
    "accepted",
    "backlog",
    "queued",
    "waiting",
    "partial",
    "deviated",
    "research",
    "verified",
    "inferred_complete",
    "research_complete",
    "on_hold",
    "skipped",
    "waived",
    "abandoned",
    "superseded",
    "archived",
    "dropped",
];

/// What somebody has set a phase to on purpose, though its tasks would say the like.
const ON_PURPOSE: &[&str] = &[
    "draft",
    "approved",
    "accepted",
    "deviated",
    "research",
    "verified",
    "inferred_complete",
    "research_complete",
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
        spelling(text).map(|(_, status)| status)
    }

    /// Whether it follows from tasks; that a phase is put off or looked at somebody has to say.
    pub(super) fn follows_from_tasks(self) -> bool {
        !matches!(self, Self::Review | Self::Deferred | Self::Cancelled)
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

/// The spelling of the table that a text is written in, and what it stands for.
fn spelling(text: &str) -> Option<(&'static str, PlanStatus)> {
    let known = |word: &str| SPELLINGS.iter().find(|(own, _)| *own == word).copied();
    if let Some(found) = known(text) {
        return Some(found);
    }
    let word = normal(text);
    let letters = word.find(|c: char| c.is_ascii_alphanumeric()).unwrap_or(0);
    let letters = word.get(letters..).unwrap_or_default();
    let sign: String = word.chars().take(1).collect();
    known(&word).or_else(|| known(letters)).or_else(|| known(&sign))
}

/// Whether a phase's status, as written, follows from its tasks and may be replaced when those
/// change.
pub(super) fn is_derived(text: &str) -> bool {
    spelling(text).is_some_and(|(word, is)| is.follows_from_tasks() && !ON_PURPOSE.contains(&word))
}

/// A status that somebody asks for.
#[derive(Debug, Clone, Copy)]
pub(super) struct WantedStatus {
    word: &'static str,
    status: PlanStatus,
}

impl WantedStatus {
    /// What a word asks for; none if no table knows it.
    pub fn of(word: &str) -> Option<Self> {
        spelling(word).map(|(word, status)| Self { word, status })
    }

    /// Whether a task has it. A word that says more than its status asks for just that word.
    pub fn fits(self, status: PlanStatus, original: Option<&str>) -> bool {
        match SAYING_MORE.contains(&self.word) {
            true => original.and_then(spelling).is_some_and(|(word, _)| word == self.word),
            false => status == self.status,
        }
    }
}

/// A status in the words of others: the spelling that most of them have for it, unless what was
/// given says more than that.
pub(super) fn spelled_like(words: &[&str], given: &str) -> String {
    if words.contains(&given) {
        return given.to_owned();
    }
    let plain = |text: &str| spelling(text).filter(|(word, _)| !SAYING_MORE.contains(word));
    let wanted = plain(given).map(|(_, status)| status);
    let is_same = |text: &str| wanted.is_some() && plain(text).map(|(_, status)| status) == wanted;
    let mut counts: FxHashMap<&str, usize> = FxHashMap::default();
    let mut distinct = Vec::new();
    for &word in words {
        let count = counts.entry(word).or_default();
        if *count == 0 {
            distinct.push(word);
        }
        *count += 1;
    }
    let mut most = None;
    for &word in distinct.iter().filter(|word| is_same(word)) {
        let count = counts.get(word).copied().unwrap_or_default();
        if most.is_none_or(|(_, most)| most < count) {
            most = Some((word, count));
        }
    }
    let has =
        |sign: char| distinct.iter().any(|word| spelling(word).is_some() && word.contains(sign));
    match most {
        Some((word, _)) => word.to_owned(),
        // Words that are joined otherwise here are joined so.
        None if has('-') && !has('_') => given.replace('_', "-"),
        None => given.to_owned(),
    }
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

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::spelled_like;

    #[test]
    fn the_spelling_of_most_is_found_without_comparing_all_with_all() {
        // That would take minutes, this takes a twentieth of a second.
        let words = vec!["complete"; 100_000];
        let start = Instant::now();
        assert_eq!(spelled_like(&words, "completed"), "complete");
        assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
    }
}
