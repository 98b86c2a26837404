//! Reading what must hold for a phase to be completed, and what stands in its way, in every form
//! that exists (spec A3.4.10).

use super::model::{Blocker, Criterion};
use super::reading::{first_entry, items, others, text, texts};
use super::status::PlanStatus;
use super::values::PlanCriterionKind;
use crate::domain::yaml::{Document, Entry, Id, Kind};

/// Each item; those that stand in groups, such as one for each phase, one by one.
fn ungrouped(document: &Document<'_>, id: Id) -> Vec<(Option<String>, Id)> {
    const OWN: [&str; 6] = ["id", "description", "criterion", "title", "status", "verified"];
    let mut found = Vec::new();
    for (key, item) in items(document, id) {
        let is_group = match &document.node(item).kind {
            Kind::List(list) => !list.items.is_empty(),
            Kind::Map(map) => {
                let is_own = |e: &Entry<'_>| OWN.contains(&&*e.name) || e.is_merge();
                key.is_some() && !map.entries.iter().any(is_own)
            }
            _ => false,
        };
        let Some(group) = key.as_ref().filter(|_| is_group) else {
            found.push((key, item));
            continue;
        };
        for (number, (key, item)) in items(document, item).into_iter().enumerate() {
            let name = key.unwrap_or_else(|| format!("#{}", number + 1));
            found.push((Some(format!("{group}.{name}")), item));
        }
    }
    found
}

pub(super) fn read_criteria(
    document: &Document<'_>,
    id: Id,
    kind: PlanCriterionKind,
) -> Vec<Criterion> {
    let unnamed = match kind {
        PlanCriterionKind::Criterion => "#",
        PlanCriterionKind::Gate => "gate #",
    };
    let read = |(number, (key, id)): (usize, (Option<String>, Id))| {
        let get = |key: &str| document.get(id, key).and_then(|id| text(document, id));
        let plain = text(document, id);
        // `key: true` of a map of gates.
        let flag = plain.clone().filter(|text| key.is_some() && met(text).is_some());
        let original_status = get("status").or_else(|| get("verified")).or_else(|| flag.clone());
        let status = original_status.as_deref().and_then(met).unwrap_or(PlanStatus::Pending);
        let plain = plain.filter(|_| flag.is_none());
        let words = get("description").or_else(|| get("criterion")).or_else(|| get("title"));
        let description = words.or(plain).or_else(|| key.clone()).unwrap_or_default();
        Criterion {
            id: get("id").or(key).unwrap_or_else(|| format!("{unnamed}{}", number + 1)),
            kind,
            description,
            status,
            original_status,
            others: others(document, id, &["id", "description", "criterion", "status"]),
            node: Some(id),
        }
    };
    ungrouped(document, id).into_iter().enumerate().map(read).collect()
}

/// A status, or a flag.
pub(super) fn met(text: &str) -> Option<PlanStatus> {
    match text {
        "true" | "True" | "yes" => Some(PlanStatus::Completed),
        "false" | "False" | "no" => Some(PlanStatus::Pending),
        word => PlanStatus::fold(word),
    }
}

pub(super) fn read_blockers(document: &Document<'_>, id: Id) -> Vec<Blocker> {
    let read = |(number, (key, id)): (usize, (Option<String>, Id))| {
        let get = |key: &str| document.get(id, key).and_then(|id| text(document, id));
        let title = get("title").or_else(|| get("description")).or_else(|| get("issue"));
        let over = |word: &str| {
            PlanStatus::fold(word).is_some_and(PlanStatus::is_over)
                || matches!(word, "workaround" | "mitigated")
        };
        let blocking = first_entry(document, id, &["blocking", "blocking_tasks", "blocks"]);
        Blocker {
            id: get("id").or(key).unwrap_or_else(|| format!("#{}", number + 1)),
            title: title.or_else(|| text(document, id)).unwrap_or_default(),
            // Without a status, what says how it was resolved says that it was.
            status: get("status"),
            active: get("status").map_or(get("resolution").is_none(), |word| !over(&word)),
            severity: get("severity"),
            blocking: blocking.map(|entry| texts(document, entry.value)).unwrap_or_default(),
            others: others(
                document,
                id,
                &["id", "title", "severity", "blocking", "blocking_tasks"],
            ),
            node: Some(id),
        }
    };
    items(document, id).into_iter().enumerate().map(read).collect()
}
