//! What tasks wait for beyond single tasks of their own document: their own phase, and each other by
//! way of other documents.

use crate::kit::{edit, front, parse};
use medallion::domain::plan::{self, ParseOptions, PlanReport};

fn beside(text: &str, siblings: &[&str]) -> PlanReport {
    let siblings = siblings.iter().map(|own| front(own).into()).collect();
    plan::parse(text, &ParseOptions { siblings, ..ParseOptions::default() })
}

fn because<'r>(report: &'r PlanReport, id: &str) -> Vec<&'r str> {
    let found = report.blocked.iter().find(|own| own.task_id == id);
    found.into_iter().flat_map(|own| &own.because).map(|own| own.id.as_str()).collect()
}

#[test]
fn a_task_that_waits_for_its_own_phase_waits_for_the_others_of_it() {
    for tasks in [
        "phase: 3\ntasks:\n- {id: A, status: done}\n- {id: B}\n- {id: Z, dependencies: [All Phase 3 tasks]}\n- {id: D, status: deferred}\n- {id: AFTER, dependencies: [Z]}\n",
        "phase: all\ntasks:\n- {id: A, phase: 3, status: done}\n- {id: B, phase: 3}\n- {id: Z, phase: 3, dependencies: [All Phase 3 tasks]}\n- {id: D, phase: 3, status: deferred}\n- {id: AFTER, phase: 3, dependencies: [Z]}\n- {id: OTHER, phase: 4}\n",
    ] {
        let report = parse(&front(tasks));
        let kinds: Vec<&str> = report.problems.iter().map(|own| own.kind.as_str()).collect();
        assert!(!kinds.contains(&"unresolved_gate") && !kinds.contains(&"cycle"), "{kinds:?}");
        assert_eq!(report.tasks[2].dependencies, ["All Phase 3 tasks"]);
        assert_eq!(because(&report, "Z"), ["B"]);
        assert_eq!(because(&report, "AFTER"), ["Z", "B"]);
        assert_eq!(report.batches.last().unwrap(), &["AFTER"], "{:?}", report.batches);
        let done = parse(&front(&tasks.replace("{id: B", "{id: B, status: done")));
        assert!(done.ready.contains(&"Z".to_owned()), "{:?}", done.ready);
    }
}

/// However they wait for each other, waiting for all others makes no circle.
#[test]
fn several_that_wait_for_their_own_phase_do_not_wait_for_each_other() {
    let report = parse(&front(
        "phase: 3\ntasks:\n- {id: Y, dependencies: [Phase 3]}\n- {id: Z, dependencies: [Phase 3]}\n- {id: A}\n- {id: B, dependencies: [Y]}\n- {id: C, dependencies: [Z]}\n- {id: X, dependencies: [Z, Phase 3]}\n",
    ));
    assert!(!report.problems.iter().any(|own| own.kind.as_str() == "cycle"));
    assert_eq!(because(&report, "Y"), ["A"]);
    assert_eq!(because(&report, "Z"), ["A"]);
    assert_eq!(because(&report, "B"), ["Y", "A"]);
    assert_eq!(report.ready, ["A"]);
    // Across phases the first one counts.
    let report = parse(&front(
        "tasks:\n- {id: A, phase: 1}\n- {id: Y, phase: 1, dependencies: [Phase 1]}\n- {id: B, phase: 2, dependencies: [Phase 1]}\n- {id: Z, phase: 2, dependencies: [Phases 1-2]}\n",
    ));
    assert_eq!(report.problems.iter().filter(|own| own.kind.as_str() == "cycle").count(), 0);
    assert_eq!(report.batches, [vec!["A"], vec!["Y"], vec!["B"], vec!["Z"]]);
}

#[test]
fn a_phase_of_several_that_a_task_is_of_is_still_not_at_hand() {
    for tasks in [
        "phase: 3-4\ntasks:\n- {id: A}\n- {id: B, dependencies: [Phase 3]}\n",
        "phase: all\ntasks:\n- {id: A}\n- {id: B, dependencies: [Phase 3]}\n",
    ] {
        let report = parse(&front(tasks));
        assert_eq!(report.tasks[1].unresolved, ["Phase 3"], "{tasks}");
    }
}

/// X, elsewhere, waits for A, and B waits for X: then B comes behind A.
const AWAY: &str = "prd: soil\nphase: 1\ntasks:\n- {id: X, dependencies: [A]}\n";
const HERE: &str = "prd: soil\nphase: 2\nparallelization:\n  batch_1: [A, B]\ntasks:\n- {id: A, title: a}\n- {id: B, title: b, dependencies: [X]}\n";

#[test]
fn batches_that_go_against_an_order_by_way_of_another_document_are_told() {
    let here = front(HERE);
    let report = beside(&here, &[AWAY]);
    assert_eq!(report.batches, [["A"], ["B"]]);
    let drift: Vec<&str> = report.drift.iter().map(|own| own.field.as_str()).collect();
    assert_eq!(drift, ["batches"]);
    let message = report.problems.iter().find(|own| own.kind.as_str() == "batches").unwrap();
    assert!(message.message.contains("B does not come behind A"), "{}", message.message);
    // Alone nobody knows of it.
    assert!(parse(&here).drift.is_empty());
    assert_eq!(edit(&here, &[r#"{"op":"rewrite_batches"}"#]), here);
}
