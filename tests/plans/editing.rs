//! Editing in place: the lines that must change, in the document's own words (design rule 15).

use crate::kit::{SEED, changed, code, edit, front, parse, set, try_edit};
use medallion::domain::plan::{PlanStatus, spellings};

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
fn a_note_goes_to_one_place_and_the_next_one_takes_it() {
    let text = front(
        "tasks:\n- id: A\n  status: pending\n  notes: \"\"\n- id: B\n  status: pending\n  notes: kept\n",
    );
    let note = |id: &str| {
        format!(r#"{{"op":"set_task_status","task_id":"{id}","status":"done","note":"so: it is"}}"#)
    };
    let after = edit(&text, &[&note("A"), &note("B")]);
    assert!(
        after.contains("- id: A\n  status: done\n  note: 'so: it is'\n  notes: \"\"\n"),
        "{after}"
    );
    assert!(
        after.contains("- id: B\n  status: done\n  note: 'so: it is'\n  notes: kept\n"),
        "{after}"
    );
    let next = edit(&after, &[&note("A").replace("it is", "it was")]);
    assert_eq!(next, after.replacen("so: it is", "so: it was", 1));
    // JSON stays JSON.
    let json = front("tasks: [{\"id\": \"A\", \"status\":\"pending\"}]\n");
    let expected = json.replace("\"pending\"", "\"done\", \"note\": \"so: it is\"");
    assert_eq!(edit(&json, &[&note("A")]), expected);
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
    for (edit, path) in [
        (set("NOPE", "completed"), "ops[1].task_id"),
        (r#"{"op":"move_task","task_id":"PREP-0.1","before":"NOPE"}"#.to_owned(), "ops[1].before"),
        (r#"{"op":"remove_task","task_id":"NOPE"}"#.to_owned(), "ops[1].task_id"),
        (r#"{"op":"add_task","task":{"id":"PREP-0.1"}}"#.to_owned(), "ops[1].task.id"),
        (r#"{"op":"add_task","task":{"id":"X"},"before":"NOPE"}"#.to_owned(), "ops[1].before"),
        (
            r#"{"op":"set_task_field","task_id":"NOPE","field":"a","value":1}"#.to_owned(),
            "ops[1].task_id",
        ),
        (
            r#"{"op":"set_criterion","criterion_id":"NOPE","status":"met"}"#.to_owned(),
            "ops[1].criterion_id",
        ),
        (r#"{"op":"resolve_blocker","blocker_id":"NOPE"}"#.to_owned(), "ops[1].blocker_id"),
    ] {
        let error = try_edit(SEED, &[&set("PREP-0.1", "completed"), &edit]).unwrap_err();
        assert_eq!(error.path(), Some(path), "{edit}: {error}");
    }
    let plain = "- [ ] A-1: a\n- [ ] A-2: b\n";
    let edits = [set("A-1", "done"), set("NOPE", "done")];
    let error = try_edit(plain, &[&edits[0], &edits[1]]).unwrap_err();
    assert_eq!(error.path(), Some("ops[1].task_id"));
}

#[test]
fn a_task_that_says_nothing_yet_gets_its_first_fields() {
    let text = front("tasks:\n  A: # later\n  B:\n    status: pending\n  C: ~\n");
    assert_eq!(changed(&text, &edit(&text, &[&set("A", "done")])), ["+    status: done"]);
    let noted = r#"{"op":"set_task_status","task_id":"C","status":"blocked","note":"no key"}"#;
    assert_eq!(
        changed(&text, &edit(&text, &[noted])),
        ["-  C: ~", "+  C:", "+    status: blocked", "+    note: no key"]
    );
    let both = edit(&text, &[&set("A", "done"), &set("C", "done"), &set("A", "blocked")]);
    assert_eq!(parse(&both).tasks.iter().filter(|own| own.original_status.is_some()).count(), 3);
    let field = r#"{"op":"set_task_field","task_id":"A","field":"dependencies","value":["B"]}"#;
    let after = edit(&text, &[field]);
    assert_eq!(parse(&after).tasks[0].dependencies, ["B"]);
    let flow = front("tasks: {A: , B: {status: pending}}\n");
    let after = edit(&flow, &[&set("A", "done")]);
    assert_eq!(after, flow.replace("A: ,", "A: { status: done } ,"));
    for other in ["tasks: {A, B: {status: pending}}\n", "tasks:\n  A: &a\n", "tasks:\n  A: text\n"]
    {
        assert_eq!(code(&front(other), &set("A", "done")), "UNSAFE_EDIT", "{other}");
    }
}

#[test]
fn fields_of_many_tasks_set_at_once_are_as_one_after_the_other() {
    let set_field = |id: usize, field: &str, value: &str| {
        format!(r#"{{"op":"set_task_field","task_id":"T{id}","field":"{field}","value":{value}}}"#)
    };
    for (head, line, newline) in [
        ("tasks:\n", "- id: T{n} # c\n  title: t\n  tags: [a, b]\n", ""),
        ("tasks:\n", "- {id: T{n}, title: t, tags: [a, b]}\n", ""),
        ("tasks:\n", "  T{n}:\n    title: t\n    tags:\n    - a\n", ""),
        ("tasks:\n", "  T{n}:\n", ""),
        ("tasks: [", "{id: T{n}, tags: [a]},", "]\n"),
    ] {
        let tasks: String = (0..20).map(|n| line.replace("{n}", &n.to_string())).collect();
        let text = front(&format!("{head}{tasks}{newline}"));
        let ops: Vec<String> = (0..20)
            .map(|n| match n % 4 {
                0 => set_field(n, "title", r#""new title""#),
                1 => set_field(n, "tags", r#"["b","c"]"#),
                2 => set_field(n, "files", r#"{"a":["b"]}"#),
                _ => set(&format!("T{n}"), "done"),
            })
            .collect();
        let at_once = edit(&text, &ops.iter().map(String::as_str).collect::<Vec<_>>());
        let one_by_one = ops.iter().fold(text.clone(), |text, op| edit(&text, &[op]));
        assert_eq!(at_once, one_by_one, "{head}{line}");
    }
    // Of one task they come one after the other.
    let text = front("tasks:\n- id: T1\n");
    let twice = edit(&text, &[&set_field(1, "a", "1"), &set_field(1, "a", "2")]);
    assert_eq!(twice, front("tasks:\n- id: T1\n  a: 2\n"));
    // In three thousand tasks it would take minutes to read the text for each of them.
    let start = std::time::Instant::now();
    let tasks: String = (0..3000).map(|n| format!("- id: T{n}\n  title: t\n")).collect();
    let text = front(&format!("tasks:\n{tasks}"));
    let ops: Vec<String> = (0..3000).map(|n| set_field(n, "title", r#""u""#)).collect();
    let after = edit(&text, &ops.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(after, text.replace("title: t", "title: u"));
    assert!(start.elapsed() < std::time::Duration::from_secs(20), "{:?}", start.elapsed());
}
