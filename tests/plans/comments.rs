//! Comments in what is edited: each stays with its item, or nothing is edited (design rule 15).

use crate::kit::{code, edit, front, parse};

const BATCHES: &str = r#"{"op":"rewrite_batches"}"#;

#[test]
fn batches_are_written_where_there_are_none_yet() {
    let tasks = "tasks:\n- id: A\n- id: B\n  dependencies: [A]\n";
    let written = |own: &str| edit(&front(&format!("{tasks}{own}last: 1\n")), &[BATCHES]);
    for (own, expected) in [
        (
            "parallelization:\n  critical_path: [A, B]\n",
            "parallelization:\n  critical_path: [A, B]\n  batch_1: [A]\n  batch_2: [B]\n",
        ),
        (
            "parallelization: {critical_path: [A, B]}\n",
            "parallelization: {critical_path: [A, B], batch_1: [A], batch_2: [B]}\n",
        ),
        ("parallelization: {}\n", "parallelization:\n  batch_1: [A]\n  batch_2: [B]\n"),
        ("parallelization: []\n", "parallelization:\n  batch_1: [A]\n  batch_2: [B]\n"),
        (
            "parallelization: {} # soon\n",
            "parallelization: # soon\n  batch_1: [A]\n  batch_2: [B]\n",
        ),
        ("parallelization:\n", "parallelization:\n  batch_1: [A]\n  batch_2: [B]\n"),
        ("parallelization: null\n", "parallelization:\n  batch_1: [A]\n  batch_2: [B]\n"),
    ] {
        let after = written(own);
        assert_eq!(after, front(&format!("{tasks}{expected}last: 1\n")), "{own}");
        assert_eq!(parse(&after).drift.len(), 0, "{own}");
        assert_eq!(edit(&after, &[BATCHES]), after, "{own}");
    }
    let none = front("parallelization:\nlast: 1\n");
    assert_eq!(edit(&none, &[BATCHES]), none);
    let text = front(&format!("{tasks}parallelization: none\n"));
    assert_eq!(code(&text, BATCHES), "UNSAFE_EDIT");
}

#[test]
fn empty_braces_take_several_fields_at_once() {
    let text = front("tasks:\n  A: {}\n  B: { # soon\n    }\n");
    let done = |id: &str| {
        format!(r#"{{"op":"set_task_status","task_id":"{id}","status":"done","note":"n1"}}"#)
    };
    assert_eq!(
        edit(&text, &[&done("A"), &done("B")]),
        front(
            "tasks:\n  A: { status: done, note: n1 }\n  B: { status: done, note: n1 # soon\n    }\n"
        )
    );
}
