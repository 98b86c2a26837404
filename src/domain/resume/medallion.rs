//! What there is to say of medallions: invariants must be said; then questions by priority, the
//! summary, where to begin, decisions by confidence, and what was understood of the parts. Of two
//! like pieces the one from the newer medallion is worth more.

use super::{PartKind, Piece, Section, Subject};
use crate::domain::medallion::{Decision, Medallion, OpenQuestion, Priority, SubsystemStatus};
use crate::domain::schema::{Json, Members, decimal};

/// How much less a piece is worth for each newer medallion.
const AGE: u64 = 40;

/// The sections of medallions, the newest first.
///
/// ```
/// use medallion::Medallion;
/// use medallion::domain::resume::of_medallions;
///
/// let text = r#"{
///     "meta": {"medallion_id": "med-1", "model": "m", "created_at": "2025-01-01T12:00:00Z",
///              "updated_at": "2025-01-01T12:00:00Z"},
///     "scope": {"graph_nodes": ["repo:muse"]}, "summary": {"high_level": "Split the parser."},
///     "affordances": {"invariants": ["No panics."]}
/// }"#;
/// let sections = of_medallions(&[Medallion::parse(text)?]);
/// let must: Vec<bool> = sections[0].pieces.iter().map(|piece| piece.must).collect();
/// assert_eq!(must, [false, true]);
/// # Ok::<(), medallion::Error>(())
/// ```
#[must_use]
pub fn of_medallions(newest_first: &[Medallion]) -> Vec<Section> {
    let aged = newest_first.iter().enumerate();
    aged.map(|(newer, own)| section(own, newer as u64 * AGE)).collect()
}

fn section(medallion: &Medallion, age: u64) -> Section {
    let Medallion { meta, scope, summary, decisions, open_questions, affordances, .. } = medallion;
    let id = meta.medallion_id.as_str();
    let mut pieces = Vec::new();
    if !summary.high_level.as_str().trim().is_empty() {
        let text = summary.high_level.as_str();
        pieces.push(piece(&[id, "summary"], PartKind::Summary, aged(900, age), text));
    }
    let numbered = |list: &str, number: usize| format!("{id}/{list}/{number}");
    for (number, text) in affordances.invariants.iter().flatten().enumerate() {
        let id = numbered("invariants", number);
        pieces.push(piece(&[&id], PartKind::Invariant, aged(1000, age), text).must());
    }
    pieces.extend(open_questions.iter().map(|own| question(id, own, age)));
    pieces.extend(decisions.iter().map(|own| decision(id, own, age)));
    for (number, text) in affordances.recommended_entry_points.iter().enumerate() {
        let id = numbered("recommended_entry_points", number);
        pieces.push(piece(&[&id], PartKind::EntryPoint, aged(700, age), text));
    }
    for (number, text) in affordances.avoid_repeating.iter().enumerate() {
        let id = numbered("avoid_repeating", number);
        pieces.push(piece(&[&id], PartKind::AvoidRepeating, aged(600, age), text));
    }
    for own in &summary.subsystems {
        let worth = match own.status {
            SubsystemStatus::InProgress => 480,
            SubsystemStatus::Unknown | SubsystemStatus::Stable => 350,
            SubsystemStatus::Deprecated => 250,
        };
        let plain = [&own.name, " (", own.status.as_str(), ")"].concat();
        let notes = if own.notes.is_empty() { String::new() } else { [": ", &own.notes].concat() };
        let (id, full) = (format!("{id}/subsystems/{}", own.name), [&*plain, &notes].concat());
        let value = Json::of(own);
        let piece = Piece::new(id, PartKind::Subsystem, aged(worth, age), full, value);
        pieces.push(piece.in_short(plain));
    }
    let about = scope.graph_nodes.iter().chain(&scope.tags).map(|label| label.as_str());
    let about = about.collect::<Vec<_>>().join(", ");
    let updated_at = meta.updated_at.to_string();
    let title = format!("{about} ({id}, {updated_at})");
    let facts: Members<'_> =
        &[("medallion_id", &meta.medallion_id), ("updated_at", &updated_at), ("scope", scope)];
    Section::new(Subject::Medallion, title, facts, pieces)
}

fn aged(worth: u64, age: u64) -> u64 {
    worth.saturating_sub(age)
}

fn piece(id: &[&str], kind: PartKind, worth: u64, text: &str) -> Piece {
    Piece::new(id.join("/"), kind, worth, text.to_owned(), Json::of(text))
}

fn question(medallion: &str, own: &OpenQuestion, age: u64) -> Piece {
    let worth = match own.priority {
        Priority::High => 950,
        Priority::Medium => 750,
        Priority::Low => 400,
    };
    let waits = match own.blocked_on.is_empty() {
        true => String::new(),
        false => [", waits for ", &own.blocked_on.join("; ")].concat(),
    };
    let priority = own.priority.as_str();
    let plain = format!("{} ({priority}{waits}): {}", own.id, own.question);
    let brief = format!("{} ({priority}): {}", own.id, own.question);
    let id = format!("{medallion}/open_questions/{}", own.id);
    Piece::new(id, PartKind::OpenQuestion, aged(worth, age), plain, Json::of(own)).in_short(brief)
}

fn decision(medallion: &str, own: &Decision, age: u64) -> Piece {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // from 0 to 250
    let sure = (own.confidence.get() * 250.0) as u64;
    let doubt = if own.unconfirmed_since.0.is_some() { 100 } else { 0 };
    let percent = decimal((own.confidence.get() * 100.0).round());
    let unconfirmed = if doubt > 0 { ", unconfirmed" } else { "" };
    let brief = format!("{}: {}", own.id, own.statement);
    let end = if own.statement.trim_end().ends_with(['.', '!', '?', '。']) { "" } else { "." };
    let why = match own.rationale.trim().is_empty() {
        true => String::new(),
        false => [end, " Because: ", &own.rationale].concat(),
    };
    let plain = format!("{} ({percent} %{unconfirmed}): {}{why}", own.id, own.statement);
    let (id, worth) = (format!("{medallion}/decisions/{}", own.id), aged(500 + sure - doubt, age));
    Piece::new(id, PartKind::Decision, worth, plain, Json::of(own)).in_short(brief)
}
