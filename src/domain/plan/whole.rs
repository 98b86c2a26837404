//! What is wrong with a plan as a whole: what it should say of itself and does not, words that no
//! table knows, and a phase that is completed though not all of it is.

use super::drift::set_field;
use super::model::Plan;
use super::numbers::has_open_criteria;
use super::problems::Finder;
use super::status::PlanStatus;
use super::task_problems::KNOWN_STATUSES;
use super::values::{PlanCriterionKind, PlanProblemKind as Kind, PlanSeverity as Severity};
use crate::domain::yaml::{Document, Value};

impl Finder<'_, '_> {
    /// All of it.
    pub fn whole(&mut self) {
        self.missing();
        self.unknown_words();
        self.completed();
    }

    /// What every plan with tasks should say: what it is, and of what it is a part.
    fn missing(&mut self) {
        let plan = self.plan;
        // What is merged in may say it.
        let is_open = |document: &Document<'_>| !document.inherits(document.root);
        if !plan.document.as_ref().is_some_and(is_open) || plan.tasks.is_empty() {
            return;
        }
        for (keys, severity, inferred) in [
            (["type", "doc_type"].as_slice(), Severity::Warning, Some("progress")),
            (
                &["prd", "prd_name", "feature_slug", "feature"],
                Severity::Warning,
                plan.prd.as_deref(),
            ),
            (&["phase", "phases"], Severity::Info, plan.phase.as_deref()),
        ] {
            let [key, ..] = keys else { continue };
            if keys.iter().any(|key| says(plan, key)) {
                continue;
            }
            let suggestion = match inferred {
                Some(_) => "Write what follows from the file.",
                None => "Write it; only you know.",
            };
            self.add(
                Kind::MissingField,
                severity,
                self.place_of(plan.field(key)),
                (*key).to_owned(),
                format!("the document does not say its {key}"),
                suggestion,
                inferred.map(|text| set_field(key, &Value::text(text))),
            );
        }
    }

    fn unknown_words(&mut self) {
        let plan = self.plan;
        let mut words = Vec::new();
        if let Some(text) = plan.status.as_deref().filter(|_| plan.document.is_some()) {
            words.push((PlanStatus::fold(text), plan.field("status"), "status".to_owned(), text));
        }
        for criterion in &plan.criteria {
            let text = criterion.original_status.as_deref();
            let Some((text, node)) = text.zip(criterion.node) else { continue };
            let status = super::reading_measures::met(text);
            let document = plan.document.as_ref();
            let place = document.and_then(|document| {
                let status = document.get(node, "status");
                status.or_else(|| document.get(node, "verified")).or(Some(node))
            });
            let field = match criterion.kind {
                PlanCriterionKind::Criterion => "success_criteria",
                PlanCriterionKind::Gate => "quality_gates",
            };
            words.push((status, place, format!("{field}.{}", criterion.id), text));
        }
        for (status, node, path, text) in words {
            if status.is_none() {
                let place = self.place_of(node);
                self.add(
                    Kind::UnknownStatus,
                    Severity::Warning,
                    place,
                    path,
                    format!("{text} is no known status, and does not count"),
                    KNOWN_STATUSES,
                    None,
                );
            }
        }
    }

    fn completed(&mut self) {
        let plan = self.plan;
        let folded = plan.status.as_deref().and_then(PlanStatus::fold);
        if folded != Some(PlanStatus::Completed) {
            return;
        }
        if has_open_criteria(plan) {
            let place = self.place_of(plan.field("success_criteria"));
            self.add(
                Kind::OpenCriteria,
                Severity::Warning,
                place,
                "success_criteria".into(),
                "the phase is completed, and some of its success criteria are open".into(),
                "Say which are met, and what shows it; nobody can do that for you.",
                None,
            );
        }
        if plan.blockers.iter().any(|blocker| blocker.active) {
            let place = self.place_of(plan.field("blockers"));
            self.add(
                Kind::ActiveBlockers,
                Severity::Warning,
                place,
                "blockers".into(),
                "the phase is completed, and some of its blockers are active".into(),
                "Resolve them, and say how; nobody can do that for you.",
                None,
            );
        }
    }
}

fn says(plan: &Plan<'_>, key: &str) -> bool {
    let document = plan.document.as_ref();
    let is_said = |document| {
        let id = plan.field(key)?;
        Some(super::reading::text(document, id).is_some() || document.list(id).is_some())
    };
    document.and_then(is_said).unwrap_or(false)
}
