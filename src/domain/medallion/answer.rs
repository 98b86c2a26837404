//! What becomes of a model's answer (design rule 5): checked like any other input, stamped, put
//! right where it may not decide, and never allowed to lose something without a trace.

use rustc_hash::FxHashSet;
use serde_json::Value;

use super::command;
use super::draft::{Answer, Retirement, Stamp};
use super::{HighLevel, Medallion, Scope};
use crate::domain::error::{Code, Result};
use crate::domain::id::ItemId;
use crate::domain::schema::{self, Optional};
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

/// Reads the answer to "generate".
///
/// # Errors
/// `LLM_INVALID` with the path of each problem.
pub fn read_new(text: &str, scope: &Scope, stamp: Stamp<'_>) -> Result<Answered> {
    let (mut draft, retired) = parse(text)?.draft(scope);
    draft.scope = scope.clone();
    let medallion = draft.finish(stamp).map_err(|error| error.with_code(Code::LlmInvalid))?;
    Ok(Answered { medallion, retired, kept: Vec::new() })
}

/// Reads the answer to "update". Id, scope and `created_at` stay those of the existing medallion;
/// `updated_at` rises; status, model and times of knowledge stay where the answer says nothing of
/// them, and so do fields that this version does not know. With `guard`, decisions and questions
/// that the answer leaves out without naming them in `retired` are kept and marked.
///
/// # Errors
/// `LLM_INVALID` with the path of each problem.
pub fn read_update(
    text: &str,
    existing: &Medallion,
    guard: bool,
    stamp: Stamp<'_>,
) -> Result<Answered> {
    let answer = parse(text)?;
    let meta = answer.meta.0.clone();
    let (draft, mut retired) = answer.draft(&existing.scope);
    let mut medallion = Medallion {
        meta: existing.meta.clone(),
        scope: existing.scope.clone(),
        summary: draft.summary,
        decisions: draft.decisions,
        open_questions: draft.open_questions,
        affordances: draft.affordances,
        extra: draft.extra,
    };
    if let Some(meta) = meta {
        let own = &mut medallion.meta;
        own.model = meta.model.0.unwrap_or_else(|| own.model.clone());
        own.status = meta.status.0.unwrap_or(own.status);
        own.knowledge_min_ts = meta.knowledge_min_ts.or(own.knowledge_min_ts);
        own.knowledge_max_ts = meta.knowledge_max_ts.or(own.knowledge_max_ts);
        own.extra.inherit(&meta.extra);
        if let Some(updated_at) = meta.updated_at.0 {
            own.updated_at = updated_at;
        }
    }
    inherit(&mut medallion, existing);
    let kept = settle_dropped(&mut medallion, existing, guard, stamp.now, &mut retired);
    let medallion = command::update(medallion, existing.times(), stamp.now);
    medallion.check().map_err(|error| error.with_code(Code::LlmInvalid))?;
    Ok(Answered { medallion, retired, kept })
}

/// Reads what a model said: an object, or its JSON text, in a code fence or not.
fn parse(text: &str) -> Result<Answer> {
    read(text).map_err(|error| error.with_code(Code::LlmInvalid).within("the model's answer"))
}

fn read(text: &str) -> Result<Answer> {
    if let Ok(said) = serde_json::from_str::<String>(text) {
        return read_object(unfence(&said));
    }
    read_object(text)
}

fn read_object(text: &str) -> Result<Answer> {
    match cut_high_level(text) {
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

/// The summary's full text when the one shown had to be cut.
const FULL: &str = "high_level_full";

/// The answer with a summary that fits, if it had one that is too long: cut at the end of a
/// sentence, or else of a word. The mark is an ellipsis, and the full text stays beside it (X18).
fn cut_high_level(text: &str) -> Option<String> {
    let mut value: Value = serde_json::from_str(text).ok()?;
    let summary = value.get_mut("summary")?.as_object_mut()?;
    let Some(Value::String(text)) = summary.get("high_level") else { return None };
    text.chars().nth(HighLevel::MAX)?;
    let full = text.clone();
    let room: String = full.chars().take(HighLevel::MAX - 2).collect();
    let sentence = room.rmatch_indices(['.', '!', '?', '。', '！', '？']).find(|(at, mark)| {
        let rest = full.get(at + mark.len()..).unwrap_or_default();
        rest.starts_with(char::is_whitespace) || !mark.is_ascii()
    });
    let cut = match (sentence, room.rfind(char::is_whitespace)) {
        (Some((at, mark)), _) => room.get(..at + mark.len()),
        (None, Some(at)) => room.get(..at),
        (None, None) => Some(room.as_str()),
    };
    let cut = format!("{} …", cut.unwrap_or_default().trim_end());
    summary.insert("high_level".into(), Value::String(cut));
    summary.entry(FULL).or_insert(Value::String(full));
    Some(value.to_string())
}

/// Fields that this version does not know are not for a model to lose.
fn inherit(medallion: &mut Medallion, existing: &Medallion) {
    medallion.extra.inherit(&existing.extra);
    medallion.affordances.extra.inherit(&existing.affordances.extra);
    let summary_changed = medallion.summary.high_level != existing.summary.high_level;
    let full_is_stale = summary_changed && medallion.summary.extra.get(FULL).is_none();
    medallion.summary.extra.inherit(&existing.summary.extra);
    if full_is_stale {
        medallion.summary.extra.remove(FULL);
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

/// Records what the answer dropped; with a guard, keeps what it dropped without a word.
fn settle_dropped(
    medallion: &mut Medallion,
    existing: &Medallion,
    guard: bool,
    now: Timestamp,
    retired: &mut Vec<Retirement>,
) -> Vec<ItemId> {
    let named: FxHashSet<ItemId> = retired.iter().map(|retirement| retirement.id.clone()).collect();
    let mut kept = Vec::new();
    let mut keep = |id: &ItemId| {
        let keeps = guard && !named.contains(id);
        if keeps {
            kept.push(id.clone());
        } else if !named.contains(id) {
            retired.push(Retirement { id: id.clone(), reason: None, extra: Default::default() });
        }
        keeps
    };
    for old in &existing.decisions {
        if !medallion.decisions.iter().any(|decision| decision.id == old.id) && keep(&old.id) {
            let since = old.unconfirmed_since.0.unwrap_or(now);
            let marked =
                super::Decision { unconfirmed_since: Optional(Some(since)), ..old.clone() };
            medallion.decisions.push(marked);
        }
    }
    for old in &existing.open_questions {
        if !medallion.open_questions.iter().any(|question| question.id == old.id) && keep(&old.id) {
            let since = old.unconfirmed_since.0.unwrap_or(now);
            let marked =
                super::OpenQuestion { unconfirmed_since: Optional(Some(since)), ..old.clone() };
            medallion.open_questions.push(marked);
        }
    }
    kept
}
