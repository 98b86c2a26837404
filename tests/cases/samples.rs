//! Documents to test with.

use medallion::domain::medallion::{Draft, MatchRule};
use medallion::domain::schema;
use medallion::service::{Checkpoint, Document, Version, Wanted};
use medallion::{Evidence, Medallion, Scope};
use serde_json::{Value, json};

/// The smallest document that says all it must.
pub fn document(id: &str, nodes: &[&str], tags: &[&str], time: &str) -> Value {
    json!({
        "meta": {"medallion_id": id, "model": "test", "created_at": time, "updated_at": time},
        "scope": {"graph_nodes": nodes, "tags": tags},
        "summary": {"high_level": format!("About {id}.")},
        "affordances": {},
    })
}

/// The sample of the reference: project Muse, with something in every field.
pub fn muse() -> Value {
    json!({
        "meta": {
            "medallion_id": "med-001", "schema_version": "medallion.v1", "model": "gpt-test",
            "created_at": "2025-01-01T12:00:00Z", "updated_at": "2025-01-01T13:00:00Z",
            "knowledge_min_ts": "2025-01-01T00:00:00Z", "knowledge_max_ts": "2025-01-02T00:00:00Z",
            "status": "active",
        },
        "scope": {"graph_nodes": ["repo:muse", "module:cli"], "tags": ["project_state", "refactor"]},
        "summary": {
            "high_level": "Project Muse is a music generator; the command line works.",
            "subsystems": [{"name": "cli", "status": "stable", "notes": "Complete."}],
        },
        "decisions": [{
            "id": "D-001", "statement": "Keep the parser by hand.",
            "rationale": "It is small.", "confidence": 0.9,
        }],
        "open_questions": [{
            "id": "Q-001", "question": "Is it fast enough?",
            "blocked_on": ["performance_benchmark"], "priority": "medium",
        }],
        "affordances": {
            "recommended_entry_points": ["src/main.rs"],
            "avoid_repeating": ["Do not generate the parser."],
            "invariants": ["The file format is stable."],
        },
    })
}

/// A time: this many seconds after noon of the first of January 2025.
pub fn at(seconds: u32) -> String {
    format!("2025-01-01T12:{:02}:{:02}Z", seconds / 60, seconds % 60)
}

pub fn read(document: &Value) -> Medallion {
    Medallion::parse(&document.to_string()).unwrap()
}

pub fn draft(document: &Value) -> Draft {
    schema::parse(&document.to_string()).unwrap()
}

/// What was stored, as a value.
pub fn value(document: &Document) -> Value {
    serde_json::from_str(document.json()).unwrap()
}

pub fn version(version: &Version) -> Medallion {
    version.medallion.medallion().unwrap()
}

pub fn id_of(document: &Document) -> String {
    document.medallion().unwrap().meta.medallion_id.to_string()
}

pub fn ids(documents: &[Document]) -> Vec<String> {
    documents.iter().map(id_of).collect()
}

pub fn scope(nodes: &[&str], tags: &[&str]) -> Scope {
    Scope::of(nodes, tags).unwrap()
}

/// What a session hands to a checkpoint of this scope.
pub fn session(scope: Scope, summary: &str) -> Checkpoint {
    let evidence = Evidence::of(summary);
    Checkpoint {
        scope,
        evidence,
        rule: MatchRule::Exact,
        guard: false,
        approver: None,
        wanted: Wanted::default(),
    }
}
