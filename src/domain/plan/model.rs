//! A plan as it was read: what it says, and where it says it.

use super::effort::Effort;
use super::front_matter::FrontMatter;
use super::status::PlanStatus;
use super::values::PlanCriterionKind;
use crate::domain::ascii;
use crate::domain::yaml::{Document, Id, Value};

/// A plan as it was read.
#[derive(Debug)]
pub(super) struct Plan<'a> {
    pub text: &'a str,
    pub front: Option<FrontMatter>,
    pub document: Option<Document<'a>>,
    pub prd: Option<String>,
    pub phase: Option<String>,
    pub title: Option<String>,
    /// The status of the phase, as written.
    pub status: Option<String>,
    pub tasks: Vec<Task>,
    pub batches: Vec<Batch>,
    pub critical_path: Option<Vec<String>>,
    pub total_time: Option<String>,
    pub criteria: Vec<Criterion>,
    pub blockers: Vec<Blocker>,
}

/// A task as it was read.
#[derive(Debug, Clone)]
pub(super) struct Task {
    pub id: String,
    pub has_id: bool,
    pub label: String,
    pub status: PlanStatus,
    pub original_status: Option<String>,
    pub assigned_to: Vec<String>,
    /// None if the task does not say.
    pub dependencies: Option<Vec<String>>,
    pub effort: Effort,
    /// The key and the text of an estimate that is none.
    pub unreadable_effort: Option<(String, String)>,
    pub priority: Option<String>,
    pub phase: Option<String>,
    /// What stands in its way, in its own words.
    pub blockers: Vec<String>,
    /// What it says that it is blocked by: tasks, or words.
    pub blocked_by: Vec<String>,
    /// What it touches.
    pub files: Vec<String>,
    pub others: Value,
    /// Its map in the front matter.
    pub node: Option<Id>,
    /// Whether it is a check box.
    pub is_box: bool,
    /// Where it begins.
    pub place: usize,
    /// Its key, where the tasks are a map.
    pub key: Option<String>,
}

/// A declared batch.
#[derive(Debug, Clone)]
pub(super) struct Batch {
    pub key: String,
    pub tasks: Vec<String>,
    /// Whether the tasks stand under `tasks`, beside other things.
    pub is_map: bool,
}

/// A criterion as it was read.
#[derive(Debug, Clone)]
pub(super) struct Criterion {
    pub id: String,
    pub kind: PlanCriterionKind,
    pub description: String,
    pub status: PlanStatus,
    pub original_status: Option<String>,
    pub others: Value,
    pub node: Option<Id>,
}

/// A blocker as it was read.
#[derive(Debug, Clone)]
pub(super) struct Blocker {
    pub id: String,
    pub title: String,
    /// As written.
    pub status: Option<String>,
    pub active: bool,
    pub severity: Option<String>,
    pub blocking: Vec<String>,
    pub others: Value,
    pub node: Option<Id>,
}

impl Task {
    /// The path of problems, such as `tasks[2]` for the task of that number.
    pub fn path(&self, number: usize) -> String {
        match &self.key {
            Some(key) => format!("tasks.{key}"),
            None => format!("tasks[{number}]"),
        }
    }
}

impl Plan<'_> {
    /// The value of a key at the top of the front matter.
    pub fn field(&self, key: &str) -> Option<Id> {
        let document = self.document.as_ref()?;
        document.get(document.root, key)
    }

    /// Whether what tasks and criteria say may be brought in from elsewhere, so that no number that
    /// rests on them is to be relied upon.
    pub fn inherits(&self) -> bool {
        let Some(document) = &self.document else { return false };
        let tasks = self.tasks.iter().filter_map(|task| task.node);
        let criteria = self.criteria.iter().filter_map(|criterion| criterion.node);
        let fields = ["tasks", "success_criteria"].into_iter().filter_map(|key| self.field(key));
        tasks.chain(criteria).chain(fields).any(|id| document.inherits(id))
    }

    /// The number of the task with this id, of several the first.
    pub fn task(&self, id: &str) -> Option<usize> {
        self.tasks.iter().position(|task| task.id == id)
    }
}

/// The first and the last number in the name of a phase, such as `3-4`; of `all` every one.
pub(super) fn phases(text: &str) -> Option<(u32, u32)> {
    if text.eq_ignore_ascii_case("all") {
        return Some((0, u32::MAX));
    }
    // One between two others, such as `1.5`, is neither of them.
    let is_between = |dot: usize| {
        let digit = |at: usize| text.as_bytes().get(at).is_some_and(u8::is_ascii_digit);
        digit(dot + 1) && dot.checked_sub(1).is_some_and(digit)
    };
    if text.match_indices('.').any(|(dot, _)| is_between(dot)) {
        return None;
    }
    let mut numbers =
        text.split(|c: char| !c.is_ascii_digit()).filter_map(|part| part.parse().ok());
    let first = numbers.next()?;
    Some((first, numbers.next().unwrap_or(first)))
}

/// Whether one of several phases is meant.
pub(super) fn covers(phases: Option<(u32, u32)>, phase: u32) -> bool {
    phases.is_some_and(|(first, last)| first <= phase && phase <= last)
}

/// Whether two names mean one PRD: `name-v1` and `name` are versions of one.
pub fn same_prd(one: &str, other: &str) -> bool {
    fn base(prd: &str) -> &str {
        match prd.rsplit_once(['v', 'V']) {
            Some((base, version))
                if base.ends_with('-')
                    && version.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') =>
            {
                base.trim_end_matches('-')
            }
            _ => prd,
        }
    }
    base(one).eq_ignore_ascii_case(base(other))
}

/// The phase that a heading names: `Phase 1: One`, `PHASE-3`.
pub(super) fn phase_of_heading(text: &str) -> Option<u32> {
    let lower = text.to_ascii_lowercase();
    let rest = lower.get(lower.find("phase")? + "phase".len()..)?;
    number(ascii::trim_start(rest, "s -_:#")).map(|(phase, _)| phase)
}

/// The phases that a prose dependency names, each from the first to the last: `Phase 1`, `PHASE-3`,
/// `All Phase 3 tasks`, `Phases 1-6 complete`, `Phases 1, 2 and 4`. An id that has such words in it,
/// such as `PHASE-3-API`, is none.
pub(super) fn gate(text: &str) -> Option<Vec<(u32, u32)>> {
    const MOST: u32 = 100;
    let lower = text.to_ascii_lowercase();
    let (before, rest) = lower.split_once("phase")?;
    if !(before.is_empty() || ascii::begins(before.get(before.len() - 1..)?, " (")) {
        return None;
    }
    let (mut first, mut rest) = number(ascii::trim_start(rest, "s -_:#"))?;
    let mut found = Vec::new();
    loop {
        let last = ["-", "–", " - ", " – ", " to ", ".."]
            .iter()
            .find_map(|sign| number(rest.strip_prefix(sign)?));
        let (last, behind) = last.unwrap_or((first, rest));
        if last < first || last - first > MOST {
            return None;
        }
        found.push((first, last));
        rest = behind;
        let next = [", and ", ", ", ",", " and ", " & ", " + ", "+"].iter().find_map(|sign| {
            let behind = rest.strip_prefix(sign)?;
            let bare = behind.strip_prefix("phase").unwrap_or(behind);
            number(ascii::trim_start(bare, " -_"))
        });
        let Some((number, behind)) = next else { break };
        (first, rest) = (number, behind);
    }
    let word = ascii::trim_start(rest, "-_");
    let ends = ["complete", "done", "tasks", "finished"].iter().any(|end| word.starts_with(end));
    let goes_on = |c: char| c.is_alphanumeric() || "-_./".contains(c);
    (ends || !rest.starts_with(goes_on)).then_some(found)
}

/// The number at the beginning of a text, and what is behind it.
fn number(text: &str) -> Option<(u32, &str)> {
    let (digits, rest) = text.split_at_checked(ascii::digits(text))?;
    Some((digits.parse().ok()?, rest))
}
