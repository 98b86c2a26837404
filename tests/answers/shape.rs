//! The shape of an answer: what it may leave out, how it may be wrapped, what is put right.

use futures_executor::block_on;
use medallion::domain::medallion::Status;
use medallion::llm::StubModel;
use medallion::service::Medallions;
use medallion::{Code, Evidence};
use serde_json::{Value, json};

use crate::cases::models::{Mock, summary};
use crate::cases::native::world;
use crate::cases::samples::{at, document, draft, id_of, muse, scope, session, value};
use crate::cases::world::World;

/// One checkpoint of project Muse with a model that says this.
async fn told(tab: &Medallions, said: impl Into<String>) -> medallion::Result<Value> {
    let request = session(scope(&["repo:muse", "module:cli"], &["project_state", "refactor"]), "s");
    tab.checkpoint(&request, &Mock::saying(said)).await.map(|made| value(&made))
}

async fn with_muse() -> (World, Medallions) {
    let world = world();
    let tab = world.tab().await;
    tab.create(draft(&muse())).await.unwrap();
    (world, tab)
}

#[test]
fn an_answer_may_leave_out_meta_and_scope() {
    block_on(async {
        let tab = world().tab().await;
        let made = told(&tab, summary("Short.")).await.unwrap();
        assert_eq!(made["meta"]["model"], "system");
        assert_eq!(made["meta"]["status"], "active");
        assert_eq!(made["meta"]["created_at"], made["meta"]["updated_at"]);
        assert_eq!(made["scope"]["tags"], json!(["project_state", "refactor"]));
        let (_, tab) = with_muse().await;
        let made = told(&tab, summary("Shorter.")).await.unwrap();
        for field in ["medallion_id", "model", "created_at", "knowledge_min_ts", "knowledge_max_ts"]
        {
            assert_eq!(made["meta"][field], muse()["meta"][field], "{field}");
        }
        assert_eq!(made["scope"], muse()["scope"]);
        assert_eq!(made["summary"]["high_level"], "Shorter.");
    });
}

#[test]
fn an_answer_may_stand_in_a_code_fence_or_in_a_string() {
    let plain = summary("Fenced.");
    let pretty = serde_json::to_string_pretty(&json!({
        "summary": {"high_level": "Fenced."}, "affordances": {}, "later": {"a": [1, 2]},
    }))
    .unwrap();
    let fenced = [
        format!("```json\n{plain}\n```"),
        format!("```\n{plain}```"),
        format!("  \n```JSON\r\n{plain}\r\n```\n\n"),
        format!(" {plain} "),
        pretty,
    ];
    for said in fenced.iter().flat_map(|said| [said.clone(), json!(said).to_string()]) {
        block_on(async {
            let world = world();
            let made = told(&world.tab().await, said.clone()).await;
            let made = made.unwrap_or_else(|error| panic!("{error}: {said}"));
            assert_eq!(made["summary"]["high_level"], "Fenced.");
            assert_eq!(world.tab().await.count(), 1, "{said}");
        });
    }
}

/// X18 in all its forms.
#[test]
fn x18_a_summary_is_cut_at_a_sentence_or_a_word_or_where_it_must_be() {
    let cut = |said: &str| {
        block_on(async {
            told(&world().tab().await, summary(said)).await.unwrap()["summary"].clone()
        })
    };
    let exact = "x".repeat(300);
    assert_eq!(cut(&exact), json!({"high_level": exact, "subsystems": []}));
    let (half, tail) = ("x".repeat(150), "y".repeat(300));
    for (said, shown) in [
        (format!("{half}. Two! {tail}"), format!("{half}. Two! …")),
        (format!("{half}一。{tail}"), format!("{half}一。 …")),
        (format!("{half} v1.2 of it {tail}"), format!("{half} v1.2 of it …")),
        // What ends in the first half would leave too little.
        (format!("1. {tail}"), format!("1. {} …", "y".repeat(295))),
        (format!("1. It {half}. {tail}"), format!("1. It {half}. …")),
        (tail.clone() + "y", format!("{} …", "y".repeat(298))),
        ("🎓".repeat(301), format!("{} …", "🎓".repeat(298))),
        (format!("{}. {tail}", "z".repeat(297)), format!("{}. …", "z".repeat(297))),
    ] {
        let made = cut(&said);
        assert_eq!(made["high_level"], shown.as_str());
        assert_eq!(made["high_level_full"], said.as_str());
    }
}

#[test]
fn cutting_a_summary_changes_nothing_else_and_the_full_text_goes_with_the_next_one() {
    block_on(async {
        let tab = world().tab().await;
        let long = format!("One. {}", "y".repeat(300));
        let said = summary(&long).replace(
            "\"affordances\":{}",
            "\"affordances\":{\"later\":1e400,\"big\":123456789012345678901234567890}",
        );
        let request = session(scope(&["n"], &[]), "s");
        let made = tab.checkpoint(&request, &Mock::saying(said)).await.unwrap();
        assert!(made.json().contains("\"later\":1e400"), "{}", made.json());
        assert!(made.json().contains("\"big\":123456789012345678901234567890"));
        let same = tab.checkpoint(&request, &StubModel).await.unwrap();
        assert!(same.json().contains("high_level_full"));
        let next = tab.checkpoint(&request, &Mock::saying(summary("Short."))).await.unwrap();
        assert!(!next.json().contains("high_level_full"), "{}", next.json());
        assert!(next.json().contains("1e400"));
    });
}

#[test]
fn the_full_text_of_the_summary_before_is_not_handed_on_as_that_of_the_next_one() {
    block_on(async {
        let tab = world().tab().await;
        let (one, two) = (format!("One. {}", "y".repeat(300)), format!("Two. {}", "z".repeat(300)));
        let request = session(scope(&["n"], &[]), "s");
        tab.checkpoint(&request, &Mock::saying(summary(&one))).await.unwrap();
        // As who writes `{...existing.summary, high_level}`.
        let spread = |text: &str, full: &str| {
            let member = format!("\"high_level_full\":{},\"high_level\"", serde_json::json!(full));
            summary(text).replacen("\"high_level\"", &member, 1)
        };
        let next = tab.checkpoint(&request, &Mock::saying(spread(&two, &one))).await.unwrap();
        assert!(next.json().contains(&two) && !next.json().contains(&one), "{}", next.json());
        let short = tab.checkpoint(&request, &Mock::saying(spread("Short.", &two))).await.unwrap();
        assert!(!short.json().contains("high_level_full"), "{}", short.json());
        let own = tab.checkpoint(&request, &Mock::saying(spread(&two, "My own."))).await.unwrap();
        assert!(own.json().contains("My own."), "what a model says itself stays: {}", own.json());
    });
}

#[test]
fn a_changed_id_scope_status_or_time_is_put_right() {
    block_on(async {
        let (_, tab) = with_muse().await;
        let mut said = muse();
        said["meta"]["medallion_id"] = json!("med-other");
        said["meta"]["created_at"] = json!("2020-01-01T00:00:00Z");
        said["meta"]["updated_at"] = json!("2020-01-01T00:00:00Z");
        said["meta"]["status"] = json!("stale");
        said["scope"] = json!({"graph_nodes": ["elsewhere"]});
        let made = told(&tab, said.to_string()).await.unwrap();
        assert_eq!(made["meta"]["medallion_id"], "med-001");
        assert_eq!(made["meta"]["created_at"], muse()["meta"]["created_at"]);
        assert!(made["meta"]["updated_at"].as_str() > muse()["meta"]["updated_at"].as_str());
        assert_eq!((&made["meta"]["status"], &made["scope"]), (&json!("active"), &muse()["scope"]));
        assert_eq!(tab.count(), 1);

        said["meta"]["superseded_by"] =
            json!({"medallion_id": "med-x", "reason": null, "at": "2020-01-01T00:00:00Z"});
        said["meta"]["created_at"] = json!("2098-01-01T00:00:00Z");
        said["meta"]["updated_at"] = json!("2099-01-01T00:00:00Z");
        let new = session(scope(&["new"], &[]), "s");
        let made = value(&tab.checkpoint(&new, &Mock::saying(said.to_string())).await.unwrap());
        let meta = &made["meta"];
        assert_ne!(meta["medallion_id"], "med-other");
        assert_eq!((&meta["status"], meta.get("superseded_by")), (&json!("active"), None));
        assert_eq!(meta["created_at"], meta["updated_at"]);
        assert!(meta["updated_at"].as_str() < Some("2027"), "{meta}");
        assert_eq!(
            (&meta["model"], &meta["knowledge_max_ts"]),
            (&muse()["meta"]["model"], &muse()["meta"]["knowledge_max_ts"],)
        );
        assert_eq!(made["scope"], json!({"graph_nodes": ["new"], "tags": []}));
    });
}

#[test]
fn an_answer_may_set_model_and_times_of_knowledge_and_no_other_time() {
    block_on(async {
        let (_, tab) = with_muse().await;
        let mut said = muse();
        said["meta"] = json!({
            "model": "gpt-next", "status": "stale", "knowledge_max_ts": "2025-06-01T00:00:00Z",
            "updated_at": "2099-01-01T00:00:00Z",
        });
        let made = told(&tab, said.to_string()).await.unwrap();
        assert_eq!(
            (&made["meta"]["model"], &made["meta"]["status"]),
            (&json!("gpt-next"), &json!("active"))
        );
        assert_eq!(made["meta"]["knowledge_min_ts"], muse()["meta"]["knowledge_min_ts"]);
        assert_eq!(made["meta"]["knowledge_max_ts"], "2025-06-01T00:00:00Z");
        assert!(made["meta"]["updated_at"].as_str() < Some("2027"), "{made}");
        // It is found by the next checkpoint, too, and is not pinned on top.
        let again = told(&tab, summary("Next.")).await.unwrap();
        assert_eq!((tab.count(), &again["meta"]["medallion_id"]), (1, &json!("med-001")));
    });
}

#[test]
fn an_answer_that_does_not_hold_together_is_the_models_error_and_nothing_is_stored() {
    block_on(async {
        let (world, tab) = with_muse().await;
        let mut twice = muse();
        twice["decisions"] = json!([muse()["decisions"][0], muse()["decisions"][0]]);
        let mut backwards = muse();
        backwards["meta"]["knowledge_min_ts"] = json!("2026-01-01T00:00:00Z");
        let mut newer = muse();
        newer["meta"]["schema_version"] = json!("medallion.v2");
        for (said, path) in [
            (twice, "decisions[1].id"),
            (backwards, "meta.knowledge_min_ts"),
            (newer, "meta.schema_version"),
        ] {
            let error = told(&tab, said.to_string()).await.unwrap_err();
            assert_eq!((error.code(), error.path()), (Code::LlmInvalid, Some(path)), "{error}");
        }
        assert_eq!(world.entries().await.len(), 1);
    });
}

#[test]
fn what_a_model_does_not_know_it_does_not_lose() {
    block_on(async {
        let world = world();
        let tab = world.tab().await;
        let mut stored = muse();
        let places = [
            "",
            "/meta",
            "/scope",
            "/summary",
            "/summary/subsystems/0",
            "/decisions/0",
            "/open_questions/0",
            "/affordances",
        ];
        for place in places {
            stored.pointer_mut(place).unwrap()["later"] = json!({"kept": true});
        }
        tab.create(draft(&stored)).await.unwrap();
        let made = told(&tab, muse().to_string()).await.unwrap();
        for place in places {
            assert_eq!(made.pointer(place).unwrap()["later"], json!({"kept": true}), "{place}");
        }
        let mut said = muse();
        for place in places {
            said.pointer_mut(place).unwrap()["later"] = json!(7);
        }
        let made = told(&tab, said.to_string()).await.unwrap();
        for place in places.into_iter().filter(|place| *place != "/scope") {
            assert_eq!(made.pointer(place).unwrap()["later"], 7, "{place}");
        }
        assert_eq!(made["scope"]["later"], json!({"kept": true}), "the scope is not the model's");
    });
}

#[test]
fn an_id_that_a_model_makes_up_never_takes_anothers_place() {
    block_on(async {
        let world = world();
        let mut said = document("med-same", &[], &[], &at(0));
        said["summary"]["high_level"] = json!("Mine.");
        let taken = said.clone();
        let other = world.tab().await;
        let interfering = std::cell::Cell::new(true);
        // While the model thinks, another tab stores something under the id that it will make up.
        let model = Mock::saying(said.to_string()).after(move || {
            let (other, taken, first) = (other.clone(), taken.clone(), interfering.replace(false));
            async move {
                if first {
                    other.create(draft(&taken)).await.unwrap();
                }
            }
        });
        let tab = world.tab().await;
        for node in ["a", "b"] {
            let made = tab.checkpoint(&session(scope(&[node], &[]), "s"), &model).await.unwrap();
            assert_ne!(id_of(&made), "med-same");
        }
        assert_eq!((tab.count(), tab.version("med-same")), (3, Some(1)));
    });
}

#[test]
fn blank_evidence_never_reaches_a_model_and_any_evidence_does() {
    block_on(async {
        let tab = world().tab().await;
        let model = Mock::saying(summary("Read."));
        let evidence = |given: Value| -> Evidence { serde_json::from_value(given).unwrap() };
        for blank in [
            json!({"session_summary": " \n"}),
            json!({"session_summary": "", "transcripts": ["", " "], "artefacts": {}}),
        ] {
            let request = medallion::service::Checkpoint {
                evidence: evidence(blank),
                ..session(scope(&["n"], &[]), "")
            };
            let error = tab.checkpoint(&request, &model).await.unwrap_err();
            assert_eq!((error.code(), error.path()), (Code::LlmInvalid, Some("evidence")));
            assert_eq!(tab.preview(&request, &model).await.unwrap_err().code(), Code::LlmInvalid);
        }
        assert_eq!(model.calls(), (0, 0));
        for said in [
            json!({"session_summary": "", "transcripts": ["a line"]}),
            json!({"session_summary": "", "artefacts": {"files": []}}),
        ] {
            let request = medallion::service::Checkpoint {
                evidence: evidence(said),
                ..session(scope(&["n"], &[]), "")
            };
            tab.checkpoint(&request, &model).await.unwrap();
        }
        assert_eq!(model.calls(), (1, 1));
    });
}

/// Design rule 1.
#[test]
fn a_stale_medallion_is_not_revived() {
    block_on(async {
        let (_, tab) = with_muse().await;
        tab.set_status("med-001", Status::Stale).await.unwrap();
        let made = told(&tab, summary("New.")).await.unwrap();
        assert_ne!(made["meta"]["medallion_id"], "med-001");
        assert_eq!((tab.count(), tab.version("med-001")), (2, Some(2)));
    });
}
