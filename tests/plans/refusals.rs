//! What is refused: with the place in the edits, and words that are true of it.

use crate::kit::{edit, front, try_edit};
use medallion::domain::error::Code;

fn refused(text: &str, op: &str) -> (Code, String, String) {
    let error = try_edit(text, &[op]).expect_err(op);
    (error.code(), error.path().unwrap_or_default().to_owned(), error.message().to_owned())
}

const TASKS: &str =
    "tasks:\n- id: A\n  status: pending\n- id: B\n  status: pending\n  dependencies: [A]\n";

#[test]
fn what_an_edit_does_not_know_is_refused_where_it_stands() {
    let plain = "# Phase 1\n\n- [ ] **A**: one\n";
    for (text, op, path, known) in [
        (
            &*front(TASKS),
            r#"{"op":"set_task_status","task_id":"A","status":"completed","notes":"lost"}"#,
            "ops[0].notes",
            "task_id, status, note",
        ),
        (
            &front(TASKS),
            r#"{"op":"rewrite_batches","fileConflicts":true}"#,
            "ops[0].fileConflicts",
            "hands, file_conflicts",
        ),
        (
            plain,
            r#"{"op":"set_task_status","task_id":"A","status":"completed","why":1}"#,
            "ops[0].why",
            "task_id",
        ),
    ] {
        let (code, own, message) = refused(text, op);
        assert_eq!((code, own.as_str()), (Code::Invalid, path), "{message}");
        assert!(message.contains(known), "{message}");
    }
}

#[test]
fn what_is_wrong_is_named_by_its_own_place_and_words() {
    for (yaml, op, path, words) in [
        (
            "blockers: {B1: {title: no way}}\n",
            r#"{"op":"add_blocker","blocker":{"title":"t"}}"#,
            "ops[0].blocker",
            "blockers is no list",
        ),
        (
            TASKS,
            r#"{"op":"set_task_field","task_id":"A","field":"status","value":"xx"}"#,
            "ops[0].value",
            "must be one of",
        ),
        (TASKS, r#"{"op":"add_task","task":{"id":5}}"#, "ops[0].task.id", "must be text"),
        (TASKS, r#"{"op":"add_task","task":{}}"#, "ops[0].task.id", "is missing; must be text"),
    ] {
        let (code, own, message) = refused(&front(yaml), op);
        assert_eq!((code, own.as_str()), (Code::Invalid, path), "{op}: {message}");
        assert!(message.contains(words), "{op}: {message}");
        assert_eq!(message.contains("is missing"), words.contains("is missing"), "{op}");
    }
}

#[test]
fn an_empty_map_of_blockers_takes_the_first_one() {
    let text = front("blockers: {} # none yet\nphase: 1\n");
    let added = edit(&text, &[r#"{"op":"add_blocker","blocker":{"title":"no way"}}"#]);
    let blocker = "blockers: # none yet\n  - id: BLOCKER-1\n    title: no way\n    status: active\nphase: 1\n";
    assert!(added.contains(blocker), "{added}");
}

#[test]
fn an_edit_that_would_part_an_alias_from_its_anchor_says_so() {
    let text = front(
        "tasks:\n- id: A\n  status: &open pending\n- id: B\n  status: *open\n- id: C\n  status: done\n",
    );
    let (code, path, message) = refused(&text, r#"{"op":"move_task","task_id":"A"}"#);
    assert_eq!((code, path.as_str()), (Code::UnsafeEdit, "ops[0]"));
    assert!(message.contains("alias"), "{message}");
    let ops = [r#"{"op":"move_task","task_id":"C"}"#, r#"{"op":"remove_task","task_id":"A"}"#];
    let error = try_edit(&text, &ops).unwrap_err();
    assert_eq!(error.path(), Some("ops[1]"), "{error}");
}

#[test]
fn a_task_with_an_anchor_that_nobody_names_is_moved_and_taken_out() {
    let text = front(
        "tasks:\n- id: A\n  status: done\n- &b\n  id: B\n  status: done\n- &c id: C\n  status: done\n- id: D\n  status: done\n",
    );
    let moved = edit(&text, &[r#"{"op":"move_task","task_id":"B"}"#]);
    assert!(moved.contains("- id: D\n  status: done\n- &b\n  id: B\n"), "{moved}");
    let less = edit(&text, &[r#"{"op":"remove_task","task_id":"B"}"#]);
    assert_eq!(less, text.replace("- &b\n  id: B\n  status: done\n", ""));
}

/// The blank lines that `|+` keeps are no part of what comes in its place.
#[test]
fn a_block_that_keeps_its_blank_lines_can_be_replaced() {
    for sign in ["|+", ">+", "|"] {
        let text = front(&format!("notes: {sign}\n  one\n  two\n\n\nphase: 1\n"));
        let set = edit(&text, &[r#"{"op":"set_field","field":"notes","value":"new"}"#]);
        assert_eq!(set, front("notes: new\n\n\nphase: 1\n"), "{sign}");
        let list = edit(&text, &[r#"{"op":"set_field","field":"notes","value":["a","b"]}"#]);
        assert!(list.contains("notes:\n  - a\n  - b\n"), "{list}");
        assert!(list.contains("\n\n\nphase: 1\n"), "{list}");
    }
    let last = front("phase: 1\nnotes: |+\n  one\n\n");
    let set = edit(&last, &[r#"{"op":"set_field","field":"notes","value":"new"}"#]);
    assert_eq!(set, front("phase: 1\nnotes: new\n\n"));
}

#[test]
fn the_batches_of_a_plan_without_tasks_go() {
    for (batches, left) in [
        ("\n  batch_1: [A]\n  batch_2: [B]", " {}"),
        (" {batch_1: [A]}", " {}"),
        ("\n  batch_1: [A]\n  strategy: slow", "\n  strategy: slow"),
        (" {}", " {}"),
    ] {
        let text = front(&format!("tasks: []\nparallelization:{batches}\nphase: 1\n"));
        let after = edit(&text, &[r#"{"op":"rewrite_batches"}"#]);
        assert_eq!(after, text.replace(batches, left), "{batches}");
    }
}
