//! What a document is: the reference's unit cases (U) and contract (K).

use medallion::domain::medallion::{Decision, OpenQuestion, Status};
use medallion::domain::schema::{self, Shape, Shaped};
use medallion::{Code, Error, Evidence, Medallion, Scope};
use serde_json::{Value, json};

use super::samples::{document, muse, read};
use super::world::World;

fn scope_of(value: &Value) -> Scope {
    schema::parse(&value.to_string()).unwrap()
}

fn texts(value: &impl serde::Serialize) -> Value {
    serde_json::to_value(value).unwrap()
}

pub async fn u1_u2_u3_u4_a_scope_keeps_its_order_and_may_leave_lists_out(_: World) {
    let full = json!({"graph_nodes": ["repo:muse", "module:cli"], "tags": ["project_state", "refactor_sprint_1"]});
    assert_eq!(texts(&scope_of(&full)), full);
    assert_eq!(texts(&scope_of(&json!({}))), json!({"graph_nodes": [], "tags": []}));
    let nodes = scope_of(&json!({"graph_nodes": ["repo:muse"]}));
    assert_eq!((nodes.graph_nodes.len(), nodes.tags.len()), (1, 0));
    let tags = scope_of(&json!({"tags": ["project_state"]}));
    assert_eq!((tags.graph_nodes.len(), tags.tags.len()), (0, 1));
}

fn decision(confidence: &Value) -> medallion::Result<Decision> {
    let decision =
        json!({"id": "D-001", "statement": "s", "rationale": "r", "confidence": confidence});
    schema::parse(&decision.to_string())
}

pub async fn u5_a_decision_keeps_its_fields(_: World) {
    let read = decision(&json!(0.9)).unwrap();
    assert_eq!((read.id.as_str(), &*read.statement, &*read.rationale), ("D-001", "s", "r"));
    assert_eq!(read.confidence.get(), 0.9);
}

pub async fn u6_u7_u10_confidence_from_0_to_1_is_valid(_: World) {
    for confidence in [json!(0.0), json!(1.0), json!(0.5), json!(0), json!(1)] {
        assert_eq!(decision(&confidence).unwrap().confidence.get(), confidence.as_f64().unwrap());
    }
}

/// Ours: numbers are not coerced, so neither `true` nor `"0.5"` is a confidence (design 6.1).
pub async fn u8_u9_u11_confidence_beyond_0_to_1_is_an_error_at_its_path(_: World) {
    let refused = |value: Value, expected: &str| {
        let error = decision(&value).unwrap_err();
        assert_eq!((error.code(), error.path()), (Code::Invalid, Some("confidence")), "{value}");
        assert!(error.message().contains(expected), "{error}");
    };
    refused(json!(-0.1), "greater than or equal to 0");
    refused(json!(1.1), "less than or equal to 1");
    refused(json!(1.5), "less than or equal to 1");
    refused(json!(true), "must be a number");
    refused(json!("0.5"), "must be a number");
    refused(json!(null), "must be a number");
}

fn question(value: &Value) -> medallion::Result<OpenQuestion> {
    schema::parse(&value.to_string())
}

pub async fn u12_u15_a_question_keeps_its_fields_and_may_wait_for_nothing(_: World) {
    let mut given = json!({"id": "Q-001", "question": "q", "blocked_on": ["performance_benchmark"], "priority": "medium"});
    assert_eq!(texts(&question(&given).unwrap()), given);
    given["blocked_on"] = json!([]);
    assert_eq!(texts(&question(&given).unwrap()), given);
    given.as_object_mut().unwrap().remove("blocked_on");
    assert!(question(&given).unwrap().blocked_on.is_empty());
}

pub async fn u13_u14_priority_is_low_medium_or_high(_: World) {
    let asked =
        |priority: &str| question(&json!({"id": "Q-001", "question": "q", "priority": priority}));
    for priority in ["low", "medium", "high"] {
        assert_eq!(asked(priority).unwrap().priority.as_str(), priority);
    }
    for priority in ["invalid", "LOW", ""] {
        assert_eq!(asked(priority).unwrap_err().path(), Some("priority"));
    }
}

pub async fn u16_meta_has_a_version_and_is_active_by_itself(_: World) {
    let read = read(&document("med-1", &[], &[], "2025-01-01T12:00:00Z"));
    assert_eq!(texts(&read.meta)["schema_version"], "medallion.v1");
    assert_eq!(read.meta.status, Status::Active);
    assert!(read.meta.knowledge_min_ts.is_none() && read.meta.knowledge_max_ts.is_none());
}

fn timed(created: &str, updated: &str) -> medallion::Result<Medallion> {
    let mut value = document("med-1", &[], &[], created);
    value["meta"]["updated_at"] = json!(updated);
    Medallion::parse(&value.to_string())
}

pub async fn u17_u18_u19_updated_at_is_never_before_created_at(_: World) {
    let (noon, one) = ("2025-01-01T12:00:00Z", "2025-01-01T13:00:00Z");
    let later = timed(noon, one).unwrap();
    assert!(later.meta.updated_at > later.meta.created_at);
    timed(noon, noon).unwrap();
    let error = timed(one, noon).unwrap_err();
    assert_eq!((error.code(), error.path()), (Code::Invalid, Some("meta.updated_at")));
    assert!(error.message().contains("updated_at must be >= created_at"), "{error}");
}

pub async fn u20_status_is_active_stale_or_superseded(_: World) {
    let with = |status: &str| {
        let mut value = document("med-1", &[], &[], "2025-01-01T12:00:00Z");
        value["meta"]["status"] = json!(status);
        Medallion::parse(&value.to_string())
    };
    for status in ["active", "stale", "superseded"] {
        assert_eq!(with(status).unwrap().meta.status.as_str(), status);
    }
    assert_eq!(with("nonsense").unwrap_err().path(), Some("meta.status"));
}

pub async fn u21_times_of_knowledge_are_kept(_: World) {
    let mut value = document("med-1", &[], &[], "2025-01-01T12:00:00Z");
    value["meta"]["knowledge_min_ts"] = json!("2025-01-01");
    value["meta"]["knowledge_max_ts"] = json!("2025-01-02");
    let meta = texts(&read(&value).meta);
    assert_eq!(meta["knowledge_min_ts"], "2025-01-01T00:00:00Z");
    assert_eq!(meta["knowledge_max_ts"], "2025-01-02T00:00:00Z");
}

/// Ours: the text of the crate is compact; the two blanks of the reference are the JavaScript
/// face's, and both are read.
pub async fn u22_u25_u26_u27_a_document_becomes_text_and_back(_: World) {
    let read = read(&muse());
    let text = read.to_json();
    assert!(text.contains("med-001") && text.contains("repo:muse"));
    let pretty = serde_json::to_string_pretty(&read).unwrap();
    assert!(pretty.contains("\n  \"meta\""), "{pretty}");
    assert_eq!(Medallion::parse(&pretty).unwrap(), read);
    assert_eq!(Medallion::parse(&text).unwrap(), read);
}

pub async fn u23_u24_u28_k9_reading_what_was_written_gives_the_same_document(_: World) {
    let first = read(&muse());
    let again = Medallion::parse(&first.to_json()).unwrap();
    assert_eq!(again, first);
    assert_eq!(texts(&again), muse());
    assert_eq!(again.meta.medallion_id.as_str(), "med-001");
    assert_eq!(again.scope.graph_nodes.len(), 2);
    assert_eq!((again.decisions.len(), again.open_questions.len()), (1, 1));
    assert_eq!(
        (again.decisions[0].id.as_str(), again.decisions[0].confidence.get()),
        ("D-001", 0.9)
    );
    assert_eq!(again.open_questions[0].id.as_str(), "Q-001");
    assert_eq!(again.open_questions[0].priority.as_str(), "medium");
}

pub async fn u29_u30_u31_evidence_may_be_only_a_summary_and_an_empty_one(_: World) {
    let evidence = |value: Value| schema::parse::<Evidence>(&value.to_string());
    let short = evidence(json!({"session_summary": "Test session"})).unwrap();
    assert!(short.transcripts.is_none() && short.artefacts.is_none());
    let full =
        json!({"session_summary": "s", "transcripts": ["t"], "artefacts": {"files": ["a.rs"]}});
    assert_eq!(texts(&evidence(full.clone()).unwrap()), full);
    assert_eq!(evidence(json!({"session_summary": ""})).unwrap().session_summary, "");
    let path = |value| {
        evidence(value).map_err(|error: Error| error.path().map(str::to_owned)).unwrap_err()
    };
    assert_eq!(path(json!({})).as_deref(), Some("session_summary"));
    assert_eq!(
        path(json!({"session_summary": "s", "transcripts": "t"})).as_deref(),
        Some("transcripts")
    );
    assert_eq!(
        path(json!({"session_summary": "s", "artefacts": []})).as_deref(),
        Some("artefacts")
    );
}

/// Ours: `superseded_by` and `unconfirmed_since` are there as well, written only where they are
/// set (design rules 4 and 5).
pub async fn k1_k2_k3_k4_k5_k6_k7_k8_every_type_has_the_fields_of_the_reference(_: World) {
    fn fields(shape: &Shape) -> Vec<&'static str> {
        let Shape::Record(record) = shape else { panic!("no record") };
        record.fields.iter().map(|field| field.name).collect()
    }
    use medallion::domain::medallion::{Affordances, Meta, Subsystem, Summary};
    assert_eq!(
        fields(&Medallion::SHAPE),
        ["meta", "scope", "summary", "decisions", "open_questions", "affordances"]
    );
    assert_eq!(
        fields(&Meta::SHAPE),
        [
            "medallion_id",
            "schema_version",
            "model",
            "created_at",
            "updated_at",
            "knowledge_min_ts",
            "knowledge_max_ts",
            "status",
            "superseded_by",
        ]
    );
    assert_eq!(fields(&Scope::SHAPE), ["graph_nodes", "tags"]);
    assert_eq!(fields(&Summary::SHAPE), ["high_level", "subsystems"]);
    assert_eq!(fields(&Subsystem::SHAPE), ["name", "status", "notes"]);
    assert_eq!(
        fields(&Decision::SHAPE),
        ["id", "statement", "rationale", "confidence", "unconfirmed_since"]
    );
    assert_eq!(
        fields(&OpenQuestion::SHAPE),
        ["id", "question", "blocked_on", "priority", "unconfirmed_since"]
    );
    assert_eq!(
        fields(&Affordances::SHAPE),
        ["recommended_entry_points", "avoid_repeating", "invariants"]
    );
    assert_eq!(fields(&Evidence::SHAPE), ["session_summary", "transcripts", "artefacts"]);
}
