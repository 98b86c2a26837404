//! What a new session is told is never longer than it may be, however tokens are counted, and holds
//! all that must be said.

use futures_executor::block_on;
use medallion::Code;
use medallion::domain::resume::{Format, PartKind, Resume, estimate};
use medallion::service::{CountTokens, Medallions, Resuming};
use medallion::store::Answer;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::cases::native::world;
use crate::cases::samples::{at, document, draft, scope};

/// Ways of counting. Of none but the second is a text as long as its parts together.
#[derive(Debug, Clone, Copy)]
enum Counter {
    Estimated,
    Characters,
    /// Breaks of lines cost nothing by themselves, and much together.
    Greedy,
}

impl Counter {
    fn of(self, text: &str) -> u64 {
        match self {
            Self::Estimated => estimate(text),
            Self::Characters => text.chars().count() as u64,
            Self::Greedy => (text.len() + text.lines().count().pow(2)) as u64 / 4,
        }
    }
}

impl CountTokens for Counter {
    fn count<'a>(&'a self, text: &'a str) -> Answer<'a, u64> {
        Box::pin(async move { Ok(self.of(text)) })
    }
}

fn medallion() -> impl Strategy<Value = Value> {
    let text = || prop_oneof!["[a-z ]{0,60}", "[ -~é日\n]{0,40}"];
    let texts = move || prop::collection::vec(text(), 0..4);
    (text(), texts(), texts(), texts(), texts(), prop::option::of(texts())).prop_map(
        |(summary, decided, open, begin, avoid, invariants)| {
            let mut own = document("", &["n"], &[], &at(0));
            own["summary"]["high_level"] = json!(summary);
            let numbered = decided.iter().enumerate();
            own["decisions"] = numbered
                .map(|(n, text)| {
                    json!({"id": format!("D-{n}"), "statement": text, "rationale": "r",
                           "confidence": 0.5})
                })
                .collect();
            let numbered = open.iter().enumerate();
            own["open_questions"] = numbered
                .map(|(n, text)| {
                    let priority = ["low", "medium", "high"][n % 3];
                    json!({"id": format!("Q-{n}"), "question": text, "blocked_on": [],
                           "priority": priority})
                })
                .collect();
            own["affordances"] = json!({
                "recommended_entry_points": begin, "avoid_repeating": avoid,
                "invariants": invariants,
            });
            own
        },
    )
}

async fn stored(all: &[Value]) -> Medallions {
    let tab = world().tab().await;
    for (number, own) in all.iter().enumerate() {
        let mut own = own.clone();
        own["meta"]["medallion_id"] = json!(format!("med-{number}"));
        tab.create(draft(&own)).await.unwrap();
    }
    tab
}

fn told_in_full(format: Format, text: &str, invariant: &str) -> bool {
    match format {
        Format::Json => text.contains(&json!(invariant).to_string()),
        Format::Compact => {
            text.contains(&invariant.split_whitespace().collect::<Vec<_>>().join(" "))
        }
        Format::Markdown => text.contains(&invariant.trim().replace('\n', "\n  ")),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn the_text_is_never_over_its_budget_and_holds_what_must_be_said(
        all in prop::collection::vec(medallion(), 0..4),
        budget in 0_u64..600,
        counter in prop_oneof![
            Just(Counter::Estimated), Just(Counter::Characters), Just(Counter::Greedy)
        ],
        format in prop::sample::select(Format::ALL.to_vec()),
    ) {
        let about = Resuming {
            scope: Some(scope(&["n"], &[])), learner_id: None, task_id: None, budget, format,
        };
        let tab = block_on(stored(&all));
        let invariants: Vec<&str> = all.iter().flat_map(|own| {
            own["affordances"]["invariants"].as_array().into_iter().flatten()
        }).map(|own| own.as_str().unwrap()).collect();
        match block_on(tab.resume(&about, &counter)) {
            Err(error) => {
                prop_assert_eq!(error.code(), Code::BudgetTooSmall);
                let details: Value = serde_json::from_str(error.details().unwrap().text()).unwrap();
                let needed = details["needed"].as_u64().unwrap();
                prop_assert!(needed > budget);
                let enough = Resuming { budget: needed, ..about };
                prop_assert!(block_on(tab.resume(&enough, &counter)).is_ok(), "{} is enough", needed);
            }
            Ok(Resume { text, tokens, parts, .. }) => {
                prop_assert_eq!(tokens, if text.is_empty() { 0 } else { counter.of(&text) });
                prop_assert!(tokens <= budget, "{} of {}", tokens, budget);
                for invariant in invariants {
                    prop_assert!(told_in_full(format, &text, invariant), "{} in {}", invariant, text);
                }
                for part in parts.iter().filter(|part| part.kind == PartKind::Invariant) {
                    prop_assert!(part.included || part.reason.starts_with("said already"));
                }
                if format == Format::Json && !text.is_empty() {
                    prop_assert!(serde_json::from_str::<Value>(&text).is_ok(), "{}", text);
                }
            }
        }
    }

    #[test]
    fn with_room_for_everything_everything_is_said_once(
        all in prop::collection::vec(medallion(), 0..4),
        format in prop::sample::select(Format::ALL.to_vec()),
    ) {
        let about = Resuming {
            scope: Some(scope(&["n"], &[])), learner_id: None, task_id: None,
            budget: u64::MAX, format,
        };
        let tab = block_on(stored(&all));
        let told = block_on(tab.resume(&about, &Counter::Characters)).unwrap();
        for part in &told.parts {
            prop_assert!(part.included || part.reason.starts_with("said already"), "{:?}", part);
        }
    }
}
