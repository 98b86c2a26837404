//! Edits of what a plan consists of: tasks that come, go and move, batches, criteria, blockers, and
//! plans without front matter.

use crate::kit::{changed, code, edit, front, parse, set, try_edit};
use medallion::domain::plan::{PlanEdit, PlanStatus};
use medallion::{Code, domain::schema};

#[test]
fn tasks_come_go_and_move_with_their_blank_lines_and_comments() {
    let text = front(
        "tasks:\n  # first\n  - id: A\n    title: a\n\n  # second\n  - id: B\n    title: b\n\n  - id: C\n    title: c\n# end\nlast: 1\n",
    );
    let added = edit(&text, &[r#"{"op":"add_task","task":{"id":"D","label":"d"},"before":"B"}"#]);
    assert_eq!(
        changed(&text, &added),
        ["+  - id: D", "+    title: d", "+    status: pending", "+    dependencies: []", "+"]
    );
    let at_end =
        edit(&text, &[r#"{"op":"add_task","task":{"label":"d","id":"D","dependencies":["A"]}}"#]);
    assert_eq!(
        changed(&text, &at_end),
        [
            "+",
            "+  - id: D",
            "+    title: d",
            "+    dependencies:",
            "+      - A",
            "+    status: pending"
        ]
    );
    let moved = edit(&text, &[r#"{"op":"move_task","task_id":"B","before":"A"}"#]);
    assert!(moved.contains("tasks:\n  # second\n  - id: B\n    title: b\n\n  # first\n  - id: A\n    title: a\n\n  - id: C\n"), "{moved}");
    let to_end = edit(&text, &[r#"{"op":"move_task","task_id":"A"}"#]);
    assert!(to_end.contains("tasks:\n  # second\n  - id: B\n    title: b\n\n  - id: C\n    title: c\n\n  # first\n  - id: A\n    title: a\n# end\n"), "{to_end}");
    let last_first = edit(&text, &[r#"{"op":"move_task","task_id":"C","before":"A"}"#]);
    assert!(
        last_first.contains("tasks:\n  - id: C\n    title: c\n\n  # first\n  - id: A\n"),
        "{last_first}"
    );
    let removed = edit(&text, &[r#"{"op":"remove_task","task_id":"C"}"#]);
    assert_eq!(changed(&text, &removed), ["-  - id: C", "-    title: c"]);
    let none =
        edit(&front("tasks:\n- id: A\nlast: 1\n"), &[r#"{"op":"remove_task","task_id":"A"}"#]);
    assert_eq!(none, front("tasks: []\nlast: 1\n"));
    let first = edit(&none, &[r#"{"op":"add_task","task":{"id":"A"}}"#]);
    assert_eq!(parse(&first).tasks[0].id, "A");
}

#[test]
fn what_others_wait_for_is_not_taken_out_and_they_are_named() {
    let text = "---\ntasks:\n- id: A\n- id: B\n  dependencies: [A]\n- id: C\n  dependencies: [A, B]\n---\n";
    for (task, said) in [("A", "B, C still wait for A"), ("B", ": C still waits for B")] {
        let error = try_edit(text, &[&format!(r#"{{"op":"remove_task","task_id":"{task}"}}"#)])
            .unwrap_err();
        assert_eq!(error.path(), Some("ops[0].task_id"));
        assert!(error.message().ends_with(said), "{error}");
    }
}

#[test]
fn tasks_in_a_map_are_edited_as_in_a_list() {
    let text = front(
        "tasks:\n  A-1.1:\n    title: a\n    status: pending\n    dependencies: []\n  A-1.2:\n    title: b\n    status: pending\n    dependencies:\n    - A-1.1\n",
    );
    let after = edit(&text, &[&set("A-1.2", "done"), r#"{"op":"move_task","task_id":"A-1.1"}"#]);
    assert!(after.contains("tasks:\n  A-1.2:\n    title: b\n    status: done\n"), "{after}");
    let added = edit(
        &text,
        &[r#"{"op":"add_task","task":{"id":"A-1.3","title":"c","dependencies":["A-1.2"]}}"#],
    );
    assert_eq!(
        changed(&text, &added),
        [
            "+  A-1.3:",
            "+    title: c",
            "+    dependencies:",
            "+    - A-1.2",
            "+    status: pending"
        ]
    );
}

#[test]
fn what_goes_leaves_the_batches_and_the_path() {
    let text = front(
        "tasks:\n- id: A\n- id: B\n- id: C\nparallelization:\n  batch_1: [A, B]\n  batch_2: [C]\n  batch_3:\n    tasks:\n    - C\n    - A\n  critical_path:\n  - A\n  - C\n",
    );
    let after = edit(&text, &[r#"{"op":"remove_task","task_id":"C"}"#]);
    assert_eq!(
        changed(&text, &after),
        ["-- id: C", "-  batch_2: [C]", "+  batch_2: []", "-    - C", "-  - C"]
    );
}

#[test]
fn batches_are_rewritten_under_the_keys_that_are_there() {
    let text = front(
        "tasks:\n- id: A\n- id: B\n  dependencies: [A]\n- id: C\n  dependencies: [B]\nparallelization:\n  strategy: fast # s\n  batch_1: [\"A\", \"B\"]\n  note: x\n",
    );
    let after = edit(&text, &[r#"{"op":"rewrite_batches"}"#]);
    assert_eq!(
        changed(&text, &after),
        ["-  batch_1: [\"A\", \"B\"]", "+  batch_1: [\"A\"]", "+  batch_2: [B]", "+  batch_3: [C]"]
    );
    let fewer = front(
        "tasks:\n- id: A\n- id: B\nparallelization:\n  batch_1: [A]\n  batch_2: [B]\n  batch_5: []\n",
    );
    let after = edit(&fewer, &[r#"{"op":"rewrite_batches"}"#]);
    assert_eq!(
        changed(&fewer, &after),
        ["-  batch_1: [A]", "-  batch_2: [B]", "-  batch_5: []", "+  batch_1: [A, B]"]
    );
    let one = edit(&fewer, &[r#"{"op":"rewrite_batches","hands":1}"#]);
    assert_eq!(changed(&fewer, &one), ["-  batch_5: []"]);
    let nobody = schema::parse::<PlanEdit>(r#"{"op":"rewrite_batches","hands":0}"#).unwrap_err();
    assert_eq!((nobody.code(), nobody.path()), (Code::Invalid, Some("hands")));
    let none = edit(&front("tasks:\n- id: A\nlast: 1\n"), &[r#"{"op":"rewrite_batches"}"#]);
    assert_eq!(none, front("tasks:\n- id: A\nparallelization:\n  batch_1:\n  - A\nlast: 1\n"));
}

#[test]
fn the_critical_path_is_rewritten_with_the_batches_where_it_is_none() {
    let with = |path: &str| {
        front(&format!(
            "tasks:\n- {{id: A, points: 1}}\n- {{id: B, points: 3, dependencies: [A]}}\n- {{id: C, points: 3, dependencies: [A]}}\nparallelization:\n  batch_1: [A]\n  batch_2: [B, C]\n  critical_path: {path} # p\n"
        ))
    };
    for (path, expected) in [
        ("[A]", "[A, B]"),
        ("[\"A\", \"Q\"]", "[\"A\", \"B\"]"),
        ("[]", "[A, B]"),
        // One of two is as good as the other.
        ("[A, C]", "[A, C]"),
    ] {
        let after = edit(&with(path), &[r#"{"op":"rewrite_batches"}"#]);
        assert_eq!(after, with(expected), "{path}");
        assert_eq!(edit(&after, &[r#"{"op":"rewrite_batches"}"#]), after);
    }
    let none = front("tasks:\n- {id: A}\nparallelization:\n  batch_1: [A]\n");
    assert_eq!(edit(&none, &[r#"{"op":"rewrite_batches"}"#]), none);
}

#[test]
fn criteria_and_blockers_that_are_texts_become_more() {
    let text = front(
        "success_criteria:\n- It works\n- id: SC-2\n  status: pending\nblockers: []\nquality_gates:\n  lint: true\n  tests: false\n",
    );
    let after = edit(
        &text,
        &[
            r##"{"op":"set_criterion","criterion_id":"#1","status":"met","evidence":"commit 1234567"}"##,
            r#"{"op":"set_criterion","criterion_id":"SC-2","status":"verified"}"#,
            r#"{"op":"set_criterion","criterion_id":"tests","status":"met"}"#,
            r#"{"op":"add_blocker","blocker":{"title":"No key"}}"#,
            r#"{"op":"resolve_blocker","blocker_id":"BLOCKER-1","resolution":"found"}"#,
        ],
    );
    assert_eq!(
        changed(&text, &after),
        [
            "-- It works",
            "+- description: It works",
            "+  status: met",
            "+  evidence: commit 1234567",
            "-  status: pending",
            "-blockers: []",
            "+  status: verified",
            "+blockers:",
            "+- id: BLOCKER-1",
            "+  title: No key",
            "+  status: resolved",
            "+  resolution: found",
            "-  tests: false",
            "+  tests: true",
        ]
    );
}

#[test]
fn of_criteria_and_gates_the_one_that_is_meant_is_set_or_none() {
    let text = front(
        "success_criteria:\n- It works\nquality_gates:\n- Lint\n- {id: SC-1, description: d}\n- {id: SC-1, description: e}\nblockers:\n- {id: B, title: t}\n- {id: B, title: u}\n",
    );
    let met =
        |id: &str| format!(r#"{{"op":"set_criterion","criterion_id":"{id}","status":"met"}}"#);
    let lines = changed(&text, &edit(&text, &[&met("gate #1")]));
    assert_eq!(lines, ["-- Lint", "+- description: Lint", "+  status: met"]);
    let lines = changed(&text, &edit(&text, &[&met("#1")]));
    assert_eq!(lines, ["-- It works", "+- description: It works", "+  status: met"]);
    assert_eq!(code(&text, &met("SC-1")), "UNSAFE_EDIT");
    assert_eq!(code(&text, r#"{"op":"resolve_blocker","blocker_id":"B"}"#), "UNSAFE_EDIT");
    let grouped = front(
        "quality_gates:\n  phase_1:\n  - One\n  - Two # kept\n  phase_2: {lint: false, types: true}\n",
    );
    let after = edit(&grouped, &[&met("phase_1.#1"), &met("phase_2.lint")]);
    assert_eq!(
        changed(&grouped, &after),
        [
            "-  - One",
            "+  - description: One",
            "+    status: met",
            "-  phase_2: {lint: false, types: true}",
            "+  phase_2: {lint: true, types: true}"
        ]
    );
}

#[test]
fn a_word_that_says_that_there_are_no_blockers_makes_room_for_the_first() {
    let text = front("blockers: none # so far\nphase: 1\n");
    let edited = edit(&text, &[r#"{"op":"add_blocker","blocker":{"title":"t"}}"#]);
    let list =
        "blockers: # so far\n  - id: BLOCKER-1\n    title: t\n    status: active\nphase: 1\n";
    assert_eq!(edited, front(list));
}

#[test]
fn criteria_and_blockers_are_written_in_the_words_of_the_others() {
    let text = front(
        "success_criteria:\n- {id: A, description: a, status: complete}\n- {id: B, description: b, status: pending}\nblockers:\n- {id: C, title: c, status: closed}\n- {id: D, title: d, status: active}\n",
    );
    let set =
        |word: &str| format!(r#"{{"op":"set_criterion","criterion_id":"B","status":"{word}"}}"#);
    assert!(edit(&text, &[&set("met")]).contains("{id: B, description: b, status: complete}"));
    // What says more than that stays as it was said.
    assert!(edit(&text, &[&set("verified")]).contains("{id: B, description: b, status: verified}"));
    let after = edit(&text, &[r#"{"op":"resolve_blocker","blocker_id":"D"}"#]);
    assert!(after.contains("{id: D, title: d, status: closed}"), "{after}");
}

#[test]
fn a_check_box_says_what_check_boxes_of_its_file_say() {
    use PlanStatus as S;
    let settable = |text: &str| parse(text).tasks[0].settable.0.clone();
    let plain = "- [ ] **A-1**: first\n- [x] **A-2**: second\n";
    assert_eq!(settable(plain), Some(vec![S::Pending, S::Completed]));
    assert_eq!(code(plain, &set("A-1", "in_progress")), "UNSAFE_EDIT");
    let more = "- [ ] **A-1**: first\n- [~] **A-2**: second\n- [!] **A-3**: third\n";
    assert_eq!(settable(more), Some(vec![S::Pending, S::InProgress, S::Completed, S::Blocked]));
    let after = edit(more, &[&set("A-1", "in_progress"), &set("A-2", "blocked")]);
    assert_eq!(after, more.replace("[~]", "[!]").replace("[ ]", "[~]"));
    assert_eq!(settable("| ID | Status |\n|---|---|\n| A-1 | Done |\n"), None);
    assert_eq!(settable(&front("tasks:\n- id: A\n")), None);
}

#[test]
fn without_front_matter_check_boxes_and_cells_are_set() {
    let text = "# Plan\r\n\r\n- [ ] **A-1**: first (2 pts)\r\n- [x] **A-2**: second\r\n\r\n| ID | Task | Status |\r\n|---|---|---|\r\n| B-1 | third | ⏳ Pending |\r\n| B-2 | fourth | Done |\r\n";
    let after =
        edit(text, &[&set("A-1", "completed"), &set("A-2", "pending"), &set("B-1", "complete")]);
    let expected = text
        .replace("[ ] **A-1", "[x] **A-1")
        .replace("[x] **A-2", "[ ] **A-2")
        .replace("⏳ Pending", "Done");
    assert_eq!(after, expected);
    assert_eq!(code(text, &set("A-1", "blocked")), "UNSAFE_EDIT");
    assert_eq!(code(text, r#"{"op":"set_field","field":"a","value":1}"#), "UNSAFE_EDIT");
    assert_eq!(code(text, &set("A-9", "done")), "NOT_FOUND");
}

#[test]
fn a_bar_behind_a_backslash_is_part_of_its_cell() {
    // A3.4.12: only the cell of the status changes, whatever the other cells say.
    let table = |status: &str, last: &str| {
        let head = "| ID | Task | Status | Note |\n|---|---|---|---|\n";
        format!("{head}| A-1 | accept `x \\| y` | {status} | a \\\\| {last}\n")
    };
    for last in ["|", "b \\| c |", "ends with \\|"] {
        let text = table("Pending", last);
        assert_eq!(parse(&text).tasks[0].label, "accept `x | y`", "{text}");
        let edited =
            edit(&text, &[r#"{"op":"set_task_status","task_id":"A-1","status":"completed"}"#]);
        assert_eq!(edited, table("completed", last));
    }
}

/// What one edit refuses gets in by no other.
#[test]
fn a_status_and_an_id_are_looked_at_whatever_edit_sets_them() {
    let text = front(
        "tasks:\n- {id: A, status: pending}\n- {id: B, status: pending}\n- {title: no id}\nblockers: []\n",
    );
    for (refused, op) in [
        ("INVALID", r#"{"op":"set_task_field","task_id":"B","field":"status","value":3}"#),
        ("INVALID", r#"{"op":"set_task_field","task_id":"B","field":"status","value":null}"#),
        ("INVALID", r#"{"op":"set_field","field":"tasks[1].status","value":"xyz"}"#),
        ("INVALID", r#"{"op":"set_field","field":"tasks[1].status","value":5}"#),
        ("INVALID", r#"{"op":"set_field","field":"tasks[0].id","value":"ZZ"}"#),
        ("INVALID", r#"{"op":"set_field","field":"tasks[0].id","value":"B"}"#),
        ("DUPLICATE", r#"{"op":"set_field","field":"tasks[2].id","value":"B"}"#),
        ("INVALID", r#"{"op":"set_field","field":"tasks[2].id","value":" "}"#),
        ("INVALID", r#"{"op":"set_field","field":"tasks[0]","value":{"id":"B"}}"#),
        ("INVALID", r#"{"op":"set_field","field":"status","value":5}"#),
        ("DUPLICATE", r#"{"op":"append_field","field":"tasks","value":{"id":"A"}}"#),
        ("INVALID", r#"{"op":"append_field","field":"tasks","value":{"id":"C","status":"xyz"}}"#),
        ("INVALID", r#"{"op":"append_field","field":"tasks","value":{"title":"c"}}"#),
        ("INVALID", r#"{"op":"add_task","task":{"id":"C","status":5}}"#),
        ("INVALID", r#"{"op":"add_blocker","blocker":{"title":""}}"#),
        ("INVALID", r#"{"op":"add_blocker","blocker":{"title":5}}"#),
        ("INVALID", r#"{"op":"add_blocker","blocker":{"title":5,"description":"d"}}"#),
    ] {
        assert_eq!(code(&text, op), refused, "{op}");
    }
    for op in [
        r#"{"op":"set_field","field":"tasks[1].status","value":"done"}"#,
        r#"{"op":"set_field","field":"tasks[1].id","value":"B"}"#,
        r#"{"op":"set_field","field":"tasks[2].id","value":"C"}"#,
        r#"{"op":"set_field","field":"tasks[0]","value":{"id":"A","status":"done"}}"#,
        r#"{"op":"append_field","field":"tasks","value":{"id":"C"}}"#,
        r#"{"op":"add_task","task":{"id":"C","status":"done"}}"#,
        r#"{"op":"add_blocker","blocker":{"title":"t"}}"#,
    ] {
        assert_eq!(code(&text, op), "edited", "{op}");
    }
}

/// Somebody who makes many edits at once wants to know which of them it was.
#[test]
fn an_error_in_a_file_without_front_matter_names_the_edit() {
    let text = "- [ ] **A-1**: one\n- [ ] **A-2**: two\n      **Status**: Blocked\n";
    let noted = r#"{"op":"set_task_status","task_id":"A-1","status":"done","note":"n"}"#;
    for ops in [
        [set("A-1", "done"), noted.replace("A-1", "A-2")],
        [set("A-1", "done"), set("A-2", "review")],
        [set("A-1", "done"), set("A-2", "completed")],
    ] {
        let error = try_edit(text, &[&ops[0], &ops[1]]).unwrap_err();
        assert_eq!(error.code().as_str(), "UNSAFE_EDIT");
        assert!(error.path().is_some_and(|path| path.starts_with("ops[1]")), "{error}");
    }
    // What a line says below a box, the box cannot say.
    let report = parse(text);
    assert_eq!(report.tasks[1].settable.0, Some(Vec::new()));
    assert_eq!(report.tasks[0].settable.0.as_ref().map(Vec::len), Some(2));
}

/// What other readers refuse in brackets is put in quotes.
#[test]
fn a_text_that_begins_with_a_colon_is_quoted_in_brackets() {
    let text = front("tags: [a]\n");
    let op = r#"{"op":"set_field","field":"tags","value":[":x","q","what? no","?y"]}"#;
    assert_eq!(edit(&text, &[op]), front("tags: [':x', q, 'what? no', '?y']\n"));
}
