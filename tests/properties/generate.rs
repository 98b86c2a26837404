//! Documents that are right, with unknown fields at every level.

use proptest::collection::vec;
use proptest::prelude::*;

use super::json::{Json, Json::Leaf, Json::List, keys, object, text, values};

fn times() -> impl Strategy<Value = String> {
    let fixed = [
        "2025-01-01",
        "2025-01-01T12:00:00",
        "2025-01-01 12:00:00.5",
        "2024-02-29T23:59:59Z",
        "2025-06-30t23:59:59.999999999z",
        "1999-12-31T23:59:59+14:00",
        "2025-03-01T00:00:00.000-11:30",
    ];
    prop_oneof![
        proptest::sample::select(fixed.to_vec()).prop_map(str::to_owned),
        (0_i64..4_000_000_000_000).prop_map(|millis| {
            medallion::domain::time::Timestamp::from_millis(millis).to_string()
        }),
    ]
}

/// Two times, the earlier one first.
fn spans() -> impl Strategy<Value = (String, String)> {
    (times(), times()).prop_map(|(one, other)| {
        let at = |text: &str| text.parse::<medallion::domain::time::Timestamp>().unwrap();
        if at(&one) <= at(&other) { (one, other) } else { (other, one) }
    })
}

/// Names of items, some of which would disturb a path.
pub fn names() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "[DQ]-[0-9]{3}",
        1 => proptest::sample::select(vec!["D]1", "a.b", "[0]", "\"", "ö", "D-1.confidence"])
            .prop_map(str::to_owned),
    ]
}

fn texts() -> impl Strategy<Value = Json> {
    prop_oneof![".{0,20}", "[a-z ]{0,20}"].prop_map(|any| text(&any))
}

fn lists() -> impl Strategy<Value = Json> {
    vec(texts(), 0..3).prop_map(List)
}

fn labels() -> impl Strategy<Value = Json> {
    vec("[a-z:]{1,8}|ß|語".prop_map(|label| text(&label)), 0..4).prop_map(List)
}

fn one_of(words: &'static [&'static str]) -> impl Strategy<Value = Json> {
    proptest::sample::select(words).prop_map(text)
}

fn or_null(inner: impl Strategy<Value = Json>) -> impl Strategy<Value = Json> {
    proptest::option::of(inner).prop_map(|inner| inner.unwrap_or_else(|| Leaf("null".into())))
}

/// The same with unknown fields behind.
fn with_more(inner: impl Strategy<Value = Json>) -> impl Strategy<Value = Json> {
    let unknown = keys().prop_map(|key| format!("x-{key}"));
    (inner, proptest::collection::btree_map(unknown, values(), 0..3)).prop_map(
        |(mut inner, more)| {
            more.into_iter().for_each(|(key, value)| inner.set(&key, value));
            inner
        },
    )
}

fn metas() -> impl Strategy<Value = Json> {
    let link = with_more((names(), times()).prop_map(|(id, at)| {
        object([("medallion_id", text(&id)), ("reason", Leaf("null".into())), ("at", text(&at))])
    }));
    let knowledge = proptest::option::of(spans());
    let parts = (names(), texts(), spans(), knowledge, one_of(&["active", "stale", "superseded"]));
    let meta = (parts, proptest::option::of(link)).prop_map(
        |((id, model, (created, updated), knowledge, status), link)| {
            let mut meta = object([
                ("medallion_id", text(&id)),
                ("schema_version", text("medallion.v1")),
                ("model", model),
                ("created_at", text(&created)),
                ("updated_at", text(&updated)),
                ("status", status),
            ]);
            if let Some((min, max)) = knowledge {
                meta.set("knowledge_min_ts", text(&min));
                meta.set("knowledge_max_ts", text(&max));
            }
            if let Some(link) = link {
                meta.set("superseded_by", link);
            }
            meta
        },
    );
    with_more(meta)
}

fn named(items: Vec<Json>, key: &str) -> Json {
    let mut seen = std::collections::HashSet::new();
    let id = |item: &Json| match item {
        Json::Object(members) => members.iter().find(|(own, _)| own == key).unwrap().1.text(),
        _ => unreachable!(),
    };
    List(items.into_iter().filter(|item| seen.insert(id(item))).collect())
}

fn decisions() -> impl Strategy<Value = Json> {
    let confidence = prop_oneof![Just(0.0), Just(1.0), 0.0..=1.0_f64]
        .prop_map(|number| Leaf(serde_json::to_string(&number).unwrap()));
    let decision = (names(), texts(), texts(), confidence, proptest::option::of(times())).prop_map(
        |(id, statement, rationale, confidence, since)| {
            let mut decision = object([
                ("id", text(&id)),
                ("statement", statement),
                ("rationale", rationale),
                ("confidence", confidence),
            ]);
            if let Some(since) = since {
                decision.set("unconfirmed_since", text(&since));
            }
            decision
        },
    );
    vec(with_more(decision), 0..5).prop_map(|items| named(items, "id"))
}

fn questions() -> impl Strategy<Value = Json> {
    let question = (names(), texts(), lists(), one_of(&["low", "medium", "high"])).prop_map(
        |(id, question, blocked_on, priority)| {
            object([
                ("id", text(&id)),
                ("question", question),
                ("blocked_on", blocked_on),
                ("priority", priority),
            ])
        },
    );
    vec(with_more(question), 0..4).prop_map(|items| named(items, "id"))
}

fn summaries() -> impl Strategy<Value = Json> {
    let status = one_of(&["unknown", "stable", "in_progress", "deprecated"]);
    let subsystem = (texts(), status, texts()).prop_map(|(name, status, notes)| {
        object([("name", name), ("status", status), ("notes", notes)])
    });
    let high_level = prop_oneof!["[a-zäöü🎓 .]{0,40}", Just("🎓".repeat(300)), Just(String::new())];
    with_more((high_level, vec(with_more(subsystem), 0..3)).prop_map(|(high_level, subsystems)| {
        object([("high_level", text(&high_level)), ("subsystems", List(subsystems))])
    }))
}

fn affordances() -> impl Strategy<Value = Json> {
    with_more((lists(), lists(), or_null(lists())).prop_map(|(entry, avoid, invariants)| {
        object([
            ("recommended_entry_points", entry),
            ("avoid_repeating", avoid),
            ("invariants", invariants),
        ])
    }))
}

/// Documents that are right, with unknown fields at every level.
pub fn documents() -> impl Strategy<Value = Json> {
    let scope = with_more(
        (labels(), labels())
            .prop_map(|(nodes, tags)| object([("graph_nodes", nodes), ("tags", tags)])),
    );
    let parts = (metas(), scope, summaries(), decisions(), questions(), affordances());
    with_more(parts.prop_map(|(meta, scope, summary, decisions, questions, affordances)| {
        object([
            ("meta", meta),
            ("scope", scope),
            ("summary", summary),
            ("decisions", decisions),
            ("open_questions", questions),
            ("affordances", affordances),
        ])
    }))
}
