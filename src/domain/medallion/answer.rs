//! What becomes of a model's answer (design rule 5): checked like any other input, stamped, put
//! right where it may not decide, and never allowed to lose something without a trace.

use rustc_hash::FxHashSet;

use super::draft::{Answer, MetaDraft, Retirement, Stamp};
use super::{HighLevel, Medallion, Scope};
use super::{command, cut};
use crate::domain::error::{Code, Error, Result};
use crate::domain::id::ItemId;
use crate::domain::schema::{self, Extra, Optional, Tree, check_given};
use crate::domain::time::Timestamp;

/// A medallion made from a model's answer.
#[derive(Debug, Clone)]
pub struct Answered {
    /// Ready to be stored.
    pub medallion: Medallion,
    /// What the answer took out: with a reason, or by leaving it out.
    pub retired: Vec<Retirement>,
    /// What the answer left out without a word and a guard has kept.
    pub kept: Vec<ItemId>,
}

/// Reads the answer to "generate". Id, scope, status and both times are the program's.
///
/// # Errors
/// `LLM_INVALID` with the path of each problem.
pub fn read_new(text: &str, scope: &Scope, stamp: Stamp<'_>) -> Result<Answered> {
    let (mut draft, _) = parse(text, &Extra::default(), None)?.draft(scope);
    draft.meta.0 = draft.meta.0.map(MetaDraft::said_by_model);
    let mut medallion = draft.finish(stamp).map_err(|error| error.with_code(Code::LlmInvalid))?;
    confirm(&mut medallion);
    Ok(Answered { medallion, retired: Vec::new(), kept: Vec::new() })
}

/// Reads the answer to "update". Id, scope, status and `created_at` stay those of the existing
/// medallion; `updated_at` rises to now; model and times of knowledge stay where the answer says
/// nothing of them, and so do fields that this version does not know. With `guard`, decisions and
/// questions that the answer leaves out without naming them in `retired` are kept and marked; what it
/// names again loses that mark, if naming it `confirms` it.
///
/// # Errors
/// `LLM_INVALID` with the path of each problem.
pub fn read_update(
    text: &str,
    existing: &Medallion,
    guard: bool,
    confirms: bool,
    stamp: Stamp<'_>,
) -> Result<Answered> {
    let answer = parse(text, &existing.extra, existing.summary.extra.get(HighLevel::FULL))?;
    let meta = answer.meta.0.clone();
    let (draft, named) = answer.draft(&existing.scope);
    let mut medallion = Medallion {
        meta: existing.meta.clone(),
        scope: existing.scope.clone(),
        summary: draft.summary,
        decisions: draft.decisions,
        open_questions: draft.open_questions,
        affordances: draft.affordances,
        extra: draft.extra,
    };
    if let Some(mut meta) = meta {
        let own = &mut medallion.meta;
        own.model = meta.model.0.unwrap_or_else(|| own.model.clone());
        own.knowledge_min_ts = meta.knowledge_min_ts.or(own.knowledge_min_ts);
        own.knowledge_max_ts = meta.knowledge_max_ts.or(own.knowledge_max_ts);
        meta.extra.inherit(&own.extra);
        own.extra = meta.extra;
    }
    inherit(&mut medallion, existing);
    if confirms {
        confirm(&mut medallion);
    }
    let kept =
        if guard { keep_dropped(&mut medallion, existing, &named, stamp.now) } else { Vec::new() };
    let retired = retired(existing, &medallion, &named);
    let medallion = command::update(medallion, existing.times(), stamp.now);
    medallion.check().map_err(|error| error.with_code(Code::LlmInvalid))?;
    Ok(Answered { medallion, retired, kept })
}

impl Answered {
    /// The same answer with only a part of it approved: what is there again is not retired, and
    /// what is not marked is not kept.
    #[must_use]
    pub fn approved(mut self, existing: &Medallion, medallion: Medallion) -> Self {
        self.retired = retired(existing, &medallion, &self.retired);
        self.kept.retain(|id| {
            medallion.decisions.iter().any(|one| one.id == *id && one.unconfirmed_since.0.is_some())
                || medallion
                    .open_questions
                    .iter()
                    .any(|one| one.id == *id && one.unconfirmed_since.0.is_some())
        });
        Self { medallion, ..self }
    }
}

/// Checks what a model said as text: no more than it could have said as a value.
///
/// # Errors
/// `LLM_INVALID` with the path of each problem.
pub fn check_said(text: &str) -> Result<()> {
    check_given(unfence(text)).map_err(unusable)
}

fn unusable(error: Error) -> Error {
    error.with_code(Code::LlmInvalid).within("the model's answer")
}

/// Reads what a model said: an object, or its JSON text, in a code fence or not. A field called
/// `retired` that was there before, and the full text of the summary before it, are not its own, even
/// if it hands them back.
fn parse(text: &str, before: &Extra, full_before: Option<&str>) -> Result<Answer> {
    let said = serde_json::from_str::<String>(text);
    let text = unfence(said.as_deref().unwrap_or(text));
    let own = before.get(RETIRED).and_then(|before| without_retired(text, before));
    read_object(own.as_deref().unwrap_or(text), full_before).map_err(unusable)
}

const RETIRED: &str = "retired";

fn without_retired(text: &str, before: &str) -> Option<String> {
    let mut answer = Tree::parse(text)?;
    if Tree::parse(before)?.is_still(answer.get(RETIRED)?) {
        answer.remove(RETIRED);
    }
    Some(answer.text())
}

fn read_object(text: &str, full_before: Option<&str>) -> Result<Answer> {
    match cut_high_level(text, full_before) {
        Some(cut) => schema::parse(&cut),
        None => schema::parse(text),
    }
}

/// The inside of a Markdown code fence, or the text as it is.
fn unfence(text: &str) -> &str {
    let text = text.trim();
    let inside = text.strip_prefix("```").and_then(|rest| rest.strip_suffix("```"));
    inside.and_then(|inside| inside.split_once('\n')).map_or(text, |(_, inside)| inside.trim())
}

/// The answer with a summary that fits, if it had one that is too long. The mark is an ellipsis, and
/// the full text stays beside it (X18).
fn cut_high_level(text: &str, full_before: Option<&str>) -> Option<String> {
    let mut answer = Tree::parse(text)?;
    let summary = answer.get_mut("summary")?;
    let full = summary.get("high_level")?.as_string()?;
    full.chars().nth(HighLevel::MAX)?;
    summary.set("high_level", cut::cut(&full).as_str().into());
    if summary.get(HighLevel::FULL).is_none_or(|own| Some(&*own.text()) == full_before) {
        summary.set(HighLevel::FULL, full.as_str().into());
    }
    Some(answer.text())
}

/// Fields that this version does not know are not for a model to lose.
fn inherit(medallion: &mut Medallion, existing: &Medallion) {
    medallion.extra.inherit(&existing.extra);
    medallion.affordances.extra.inherit(&existing.affordances.extra);
    let summary_changed = medallion.summary.high_level != existing.summary.high_level;
    let full = medallion.summary.extra.get(HighLevel::FULL);
    let full_before = existing.summary.extra.get(HighLevel::FULL);
    let full_is_stale = summary_changed && (full.is_none() || full == full_before);
    medallion.summary.extra.inherit(&existing.summary.extra);
    if full_is_stale {
        medallion.summary.extra.remove(HighLevel::FULL);
    }
    for subsystem in &mut medallion.summary.subsystems {
        let same_name = |old: &&super::Subsystem| old.name == subsystem.name;
        if let Some(old) = existing.summary.subsystems.iter().find(same_name) {
            subsystem.extra.inherit(&old.extra);
        }
    }
    for decision in &mut medallion.decisions {
        if let Some(old) = existing.decisions.iter().find(|old| old.id == decision.id) {
            decision.extra.inherit(&old.extra);
        }
    }
    for question in &mut medallion.open_questions {
        if let Some(old) = existing.open_questions.iter().find(|old| old.id == question.id) {
            question.extra.inherit(&old.extra);
        }
    }
}

/// Takes the mark off everything that is there. Only the program sets it.
fn confirm(medallion: &mut Medallion) {
    for decision in &mut medallion.decisions {
        decision.unconfirmed_since = Optional(None);
    }
    for question in &mut medallion.open_questions {
        question.unconfirmed_since = Optional(None);
    }
}

/// Keeps and marks what the answer dropped without naming it.
fn keep_dropped(
    medallion: &mut Medallion,
    existing: &Medallion,
    named: &[Retirement],
    now: Timestamp,
) -> Vec<ItemId> {
    let mut kept = Vec::new();
    for id in gone(existing, medallion) {
        if named.iter().any(|retirement| retirement.id == *id) {
            continue;
        }
        let since = |old: &Optional<Timestamp>| Optional(Some(old.0.unwrap_or(now)));
        if let Some(old) = existing.decisions.iter().find(|old| old.id == *id)
            && !medallion.decisions.iter().any(|own| own.id == *id)
        {
            let unconfirmed_since = since(&old.unconfirmed_since);
            medallion.decisions.push(super::Decision { unconfirmed_since, ..old.clone() });
        }
        if let Some(old) = existing.open_questions.iter().find(|old| old.id == *id)
            && !medallion.open_questions.iter().any(|own| own.id == *id)
        {
            let unconfirmed_since = since(&old.unconfirmed_since);
            medallion.open_questions.push(super::OpenQuestion { unconfirmed_since, ..old.clone() });
        }
        kept.push(id.clone());
    }
    kept
}

/// What is gone, with the reasons that were given.
fn retired(existing: &Medallion, medallion: &Medallion, named: &[Retirement]) -> Vec<Retirement> {
    let reason = |id: &ItemId| match named.iter().find(|retirement| retirement.id == *id) {
        Some(retirement) => retirement.clone(),
        None => Retirement { id: id.clone(), reason: None, extra: Default::default() },
    };
    gone(existing, medallion).into_iter().map(reason).collect()
}

/// The decisions and questions that were there and are not, each id once.
#[must_use]
pub fn gone<'a>(existing: &'a Medallion, medallion: &Medallion) -> Vec<&'a ItemId> {
    let decisions: FxHashSet<&ItemId> = medallion.decisions.iter().map(|own| &own.id).collect();
    let questions: FxHashSet<&ItemId> =
        medallion.open_questions.iter().map(|own| &own.id).collect();
    let before = existing.decisions.iter().map(|old| &old.id).filter(|id| !decisions.contains(id));
    let asked = existing.open_questions.iter().map(|old| &old.id);
    let mut seen = FxHashSet::default();
    let all = before.chain(asked.filter(|id| !questions.contains(id)));
    all.filter(|id| seen.insert(*id)).collect()
}
