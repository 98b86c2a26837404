//! Editing in place: the lines that must change, in the document's own words (design rule 15).

use crate::kit::{SEED, changed, code, edit, front, parse, try_edit};
use medallion::domain::plan::{PlanStatus, spellings};

fn set(task: &str, status: &str) -> String {
    format!(r#"{{"op":"set_task_status","task_id":"{task}","status":"{status}"}}"#)
}

#[test]
fn crlf_byte_order_mark_comments_and_blanks_stay() {
    let text = "\u{feff}\r\n---  \r\n# c\r\ntasks:\r\n  - {id: A, status: pending} # x\r\n  -   id:   B   # y\r\n      status:   'pending'   # z\r\n---\r\nbody\r\n\r\n---\r\n";
    let after = edit(text, &[&set("A", "done"), &set("B", "in_progress")]);
    let expected = text
        .replace("A, status: pending", "A, status: done")
        .replace("'pending'   # z", "'in_progress'   # z");
    assert_eq!(after, expected);
}

#[test]
fn the_spelling_of_the_document_is_written_back() {
    let text = front(
        "status: planning\ntasks:\n- id: A\n  status: complete\n- id: B\n  status: in-progress\n- id: C\n  status: pending\n",
    );
    let after = edit(&text, &[&set("C", "completed"), &set("A", "at_risk")]);
    assert_eq!(
        changed(&text, &after),
        [
            "-status: planning",
            "+status: at-risk",
            "-  status: complete",
            "+  status: at-risk",
            "-  status: pending",
            "+  status: complete"
        ]
    );
}

#[test]
fn no_word_that_says_more_is_written_for_a_status() {
    let other = [
        ("in_progress", ["partial", "deviated", "research"].as_slice()),
        ("pending", &["future", "draft", "approved", "accepted", "ready", "backlog"]),
        ("completed", &["inferred_complete", "research-complete", "verified"]),
        ("deferred", &["waived", "skipped", "on_hold"]),
        ("cancelled", &["superseded", "archived", "abandoned", "dropped"]),
    ];
    for (status, words) in other {
        for word in words {
            let text = front(&format!(
                "status: {word}\ntasks:\n- id: A\n  status: {word}\n- id: B\n  status: blocked\n"
            ));
            let after = edit(&text, &[&set("B", status)]);
            let lines = changed(&text, &after);
            assert!(lines.contains(&format!("+  status: {status}")), "{word}: {lines:?}");
            // Who says that word means it.
            let meant = edit(
                &text.replace(&format!("status: {word}"), &format!("status: {status}")),
                &[&set("B", word)],
            );
            assert!(meant.contains(&format!("- id: B\n  status: {word}\n")), "{meant}");
        }
    }
    for (word, status) in [
        ("done", "completed"),
        ("complete", "completed"),
        ("✅ Complete", "done"),
        ("in-progress", "in_progress"),
        ("In Progress", "in_progress"),
        ("🔄", "in_progress"),
        ("todo", "pending"),
        ("not_started", "pending"),
        ("at-risk", "at_risk"),
        ("canceled", "cancelled"),
    ] {
        let text =
            front(&format!("tasks:\n- id: A\n  status: {word}\n- id: B\n  status: blocked\n"));
        assert_eq!(
            changed(&text, &edit(&text, &[&set("B", status)])),
            ["-  status: blocked".to_owned(), format!("+  status: {word}")]
        );
    }
    // Of several the one that most tasks have; what a phase alone is called is no word for tasks.
    let text = front(
        "status: planning\ntasks:\n- {id: A, status: done}\n- {id: B, status: completed}\n- {id: C, status: completed}\n- {id: D, status: blocked}\n",
    );
    assert!(edit(&text, &[&set("D", "complete")]).contains("{id: D, status: completed}"));
    assert!(edit(&text, &[&set("D", "pending")]).contains("{id: D, status: pending}"));
}

#[test]
fn a_status_of_a_phase_that_was_written_here_goes_on_following_its_tasks() {
    for (word, _) in spellings() {
        let quoted = format!("'{word}'");
        let mut text = front(&format!(
            "status: blocked\ntasks:\n- id: A\n  status: blocked\n- id: B\n  status: {quoted}\n"
        ));
        for status in PlanStatus::TEXTS.iter().chain(&["blocked", word]).chain(PlanStatus::TEXTS) {
            for task in ["A", "B"] {
                text = edit(&text, &[&set(task, status)]);
                let report = parse(&text);
                let phase: serde_json::Value =
                    serde_json::from_str(report.declared.0.text()).unwrap();
                let phase = PlanStatus::fold(phase["status"].as_str().unwrap());
                if !matches!(report.computed.status, PlanStatus::Deferred | PlanStatus::Cancelled) {
                    assert_eq!(
                        phase,
                        Some(report.computed.status),
                        "{word} {status} {task}\n{text}"
                    );
                }
            }
        }
    }
    for word in ["done", "active", "todo", "doing", "wip", "partial", "✅ Complete"] {
        let text = front(&format!("status: {word}\ntasks:\n- id: A\n  status: blocked\n"));
        let drift = parse(&text).drift;
        assert_eq!(drift.len(), 1, "{word}");
        assert_eq!(changed(&text, &edit(&text, &[&set("A", "at_risk")])).len(), 4, "{word}");
    }
}

#[test]
fn several_statuses_are_set_together_or_not_at_all() {
    let error =
        try_edit(SEED, &[&set("PREP-0.1", "completed"), &set("PREP-9", "completed")]).unwrap_err();
    assert_eq!(error.code().as_str(), "NOT_FOUND");
    let ops: Vec<String> = (1..=4).map(|n| set(&format!("PREP-0.{n}"), "completed")).collect();
    let after = edit(SEED, &ops.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(parse(&after).computed.completed_tasks, 4);
    assert_eq!(after.matches("status: \"completed\"").count(), 4);
}

#[test]
fn empty_dates_are_filled_by_what_makes_them_true_and_updated_follows() {
    let text = front(
        "status: pending\nstarted: null\ncompleted:\nupdated: 2026-01-01\ntasks:\n- id: A\n  status: pending\n  started_at:\n  completed_at: null # when\n",
    );
    let begun = edit(&text, &[&set("A", "in_progress")]);
    assert_eq!(
        changed(&text, &begun),
        [
            "-status: pending",
            "-started: null",
            "+status: in_progress",
            "+started: 2026-11-21",
            "-updated: 2026-01-01",
            "+updated: 2026-11-21",
            "-  status: pending",
            "-  started_at:",
            "+  status: in_progress",
            "+  started_at: '2026-11-21T06:00:00Z'",
        ]
    );
    let done = edit(&begun, &[&set("A", "completed")]);
    assert!(done.contains("completed: 2026-11-21\n"), "{done}");
    assert!(done.contains("completed_at: '2026-11-21T06:00:00Z' # when\n"), "{done}");
    assert!(done.contains("started: 2026-11-21\n"));
    // What is opened again is not completed, and was begun all the same.
    let again = edit(&done, &[&set("A", "in_progress")]);
    assert_eq!(again, begun.replace("completed:\n", "completed: null\n"));
    let moments = front("updated: '2025-12-31T21:02:39Z'\ntasks:\n- id: A\n  status: pending\n");
    let after = edit(&moments, &[&set("A", "done")]);
    assert!(after.contains("updated: '2026-11-21T06:00:00Z'\n"), "{after}");
}

#[test]
fn a_status_that_somebody_set_on_purpose_stays() {
    for status in ["review", "deferred", "draft", "approved", "archived", "inferred_complete"] {
        let text = front(&format!("status: {status}\ntasks:\n- id: A\n  status: pending\n"));
        let after = edit(&text, &[&set("A", "completed")]);
        assert_eq!(changed(&text, &after), ["-  status: pending", "+  status: completed"]);
    }
}

#[test]
fn notes_go_into_an_empty_field_or_a_new_one() {
    let text = front(
        "tasks:\n- id: A\n  status: pending\n  notes: \"\"\n- id: B\n  status: pending\n  notes: kept\n",
    );
    let note = |id: &str| {
        format!(r#"{{"op":"set_task_status","task_id":"{id}","status":"done","note":"so: it is"}}"#)
    };
    let after = edit(&text, &[&note("A"), &note("B")]);
    assert!(after.contains("- id: A\n  status: done\n  notes: \"so: it is\"\n"), "{after}");
    assert!(
        after.contains("- id: B\n  status: done\n  note: 'so: it is'\n  notes: kept\n"),
        "{after}"
    );
    let flow = front("tasks:\n- {id: A, status: pending, dependencies: []} # c\n");
    let expected = flow.replace("pending,", "done, note: 'so: it is',");
    assert_eq!(edit(&flow, &[&note("A")]), expected);
}

#[test]
fn fields_are_set_in_their_own_way() {
    let text = front(
        "title: One # t\nowners: [a, b] # o\nlist:\n  - \"x\"\n  - \"y\"\nmap: { a: 1 }\nid: &x 1\nempty:   # e\nlast: |\n  text\n",
    );
    for (op, lines) in [
        (
            r#"{"op":"set_field","field":"title","value":"Two: three"}"#,
            vec!["-title: One # t", "+title: 'Two: three' # t"],
        ),
        (
            r#"{"op":"set_field","field":"owners","value":["a"]}"#,
            vec!["-owners: [a, b] # o", "+owners: [a] # o"],
        ),
        (
            r#"{"op":"append_field","field":"owners","value":"c"}"#,
            vec!["-owners: [a, b] # o", "+owners: [a, b, c] # o"],
        ),
        (r#"{"op":"append_field","field":"owners","value":"a"}"#, vec![]),
        (r#"{"op":"append_field","field":"list","value":"z"}"#, vec!["+  - \"z\""]),
        (
            r#"{"op":"set_field","field":"list","value":["x","z"]}"#,
            vec!["-  - \"y\"", "+  - \"z\""],
        ),
        (
            r#"{"op":"set_field","field":"map.b","value":"08"}"#,
            vec!["-map: { a: 1 }", "+map: { a: 1, b: '08' }"],
        ),
        (
            r#"{"op":"set_field","field":"map.a","value":2}"#,
            vec!["-map: { a: 1 }", "+map: { a: 2 }"],
        ),
        (
            r#"{"op":"set_field","field":"empty","value":true}"#,
            vec!["-empty:   # e", "+empty: true   # e"],
        ),
        (
            r#"{"op":"set_field","field":"empty","value":["q"]}"#,
            vec!["-empty:   # e", "+empty: [q]   # e"],
        ),
        (
            r#"{"op":"set_field","field":"new","value":{"a":[{"b":"c d"}]}}"#,
            vec!["+new:", "+  a:", "+    - b: c d"],
        ),
        (
            r#"{"op":"set_field","field":"last","value":"one"}"#,
            vec!["-last: |", "-  text", "+last: one"],
        ),
        (
            r#"{"op":"set_field","field":"title","value":null}"#,
            vec!["-title: One # t", "+title: null # t"],
        ),
    ] {
        let after = edit(&text, &[op]);
        assert_eq!(changed(&text, &after), lines, "{op}");
    }
}

#[test]
fn what_cannot_be_edited_safely_is_not_edited() {
    let text = front(
        "a: &x 1\nb: *x\nc:\n  # kept\n  - 1\nd: [1, # kept\n  2]\ntasks: [{id: A}, {id: B}]\n",
    );
    for (op, expected) in [
        (r#"{"op":"set_field","field":"a","value":2}"#, "UNSAFE_EDIT"),
        (r#"{"op":"set_field","field":"b","value":2}"#, "UNSAFE_EDIT"),
        (r#"{"op":"set_field","field":"c","value":[2]}"#, "UNSAFE_EDIT"),
        (r#"{"op":"set_field","field":"d","value":[2]}"#, "UNSAFE_EDIT"),
        (r#"{"op":"set_field","field":"x.y","value":2}"#, "INVALID"),
        (r#"{"op":"set_field","field":"","value":2}"#, "INVALID"),
        (r#"{"op":"append_field","field":"a","value":2}"#, "INVALID"),
        (r#"{"op":"set_task_status","task_id":"A","status":"soon"}"#, "INVALID"),
        (r#"{"op":"set_task_status","task_id":"C","status":"done"}"#, "NOT_FOUND"),
        (r#"{"op":"set_task_field","task_id":"A","field":"id","value":"Z"}"#, "INVALID"),
        (r#"{"op":"set_criterion","criterion_id":"SC-1","status":"met"}"#, "NOT_FOUND"),
        (r#"{"op":"resolve_blocker","blocker_id":"B-1"}"#, "NOT_FOUND"),
        (r#"{"op":"add_task","task":{"id":"A"}}"#, "DUPLICATE"),
        (r#"{"op":"add_task","task":{"title":"x"}}"#, "INVALID"),
        (r#"{"op":"add_task","task":{"id":"C","status":"soon"}}"#, "INVALID"),
        (r#"{"op":"remove_task","task_id":"C"}"#, "NOT_FOUND"),
        (r#"{"op":"add_blocker","blocker":{}}"#, "INVALID"),
    ] {
        assert_eq!(code(&text, op), expected, "{op}");
    }
    let unclosed = "---\ntasks:\n- id: A\n  status: pending\n";
    assert_eq!(code(unclosed, &set("A", "done")), "UNSAFE_EDIT");
    let counted = front("progress: 0\ntasks:\n- id: A\n  status: pending\n");
    for field in ["progress", "overall_progress", "total_tasks"] {
        let op = format!(r#"{{"op":"set_field","field":"{field}","value":50}}"#);
        assert_eq!(code(&counted, &op), "INVALID", "{field}");
    }
    let cyclic = front("tasks:\n- id: A\n  dependencies: [B]\n- id: B\n  dependencies: [A]\n");
    assert_eq!(code(&cyclic, r#"{"op":"rewrite_batches"}"#), "CYCLE");
    assert_eq!(code(&cyclic, r#"{"op":"remove_task","task_id":"A"}"#), "INVALID");
    let twice = front("tasks:\n- id: A\n- id: A\n");
    assert_eq!(code(&twice, &set("A", "done")), "UNSAFE_EDIT");
}

#[test]
fn the_path_of_an_error_names_the_edit() {
    let error =
        try_edit(SEED, &[&set("PREP-0.1", "completed"), &set("PREP-0.2", "soon")]).unwrap_err();
    assert_eq!(error.path(), Some("ops[1].status"));
}

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
