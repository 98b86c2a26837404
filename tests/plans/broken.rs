//! Broken files: line, column, what is wrong, what to do, and the rest is read.

use crate::kit::{code, edit, front, parse, set};
use medallion::domain::plan::{PlanProblem, PlanProblemKind};

#[test]
fn a_list_with_keys_among_its_items_is_a_batch_with_attributes() {
    let text = front(
        "parallelization:\n  batch_1:\n    - A\n    - B\n    rationale: both at once\n    can_parallelize: true\ntasks:\n  - id: A\n    status: pending\n  - id: B\n    status: pending\n",
    );
    let report = parse(&text);
    assert_eq!(report.tasks.len(), 2);
    let mixed: Vec<_> =
        report.problems.iter().filter(|p| p.kind.as_str() == "mixed_list").collect();
    assert_eq!(mixed.len(), 1);
    assert_eq!(
        (mixed[0].line, mixed[0].column, mixed[0].path.as_str()),
        (6, 5, "parallelization.batch_1")
    );
    assert!(!report.problems.iter().any(|problem| problem.kind.as_str() == "batches"));
    // A status can be set in a broken file; the rest stays as broken as it is.
    let after = edit(&text, &[r#"{"op":"set_task_status","task_id":"A","status":"completed"}"#]);
    assert_eq!(after, text.replacen("pending", "completed", 1));
    // Batches written anew lose none of the keys.
    let after = edit(&text, &[r#"{"op":"rewrite_batches"}"#]);
    assert_eq!(after, text.replace("    - A\n    - B\n", "    tasks:\n      - A\n      - B\n"));
}

#[test]
fn the_place_is_a_line_and_a_column_in_characters() {
    let text = "\u{feff}---\r\ntitle: \"ü\" x\r\ntasks:\r\n  - id: Ä: b\r\n---\r\n";
    let places: Vec<(&str, u64, u64)> =
        parse(text).problems.iter().map(|p| (p.kind.as_str(), p.line, p.column)).collect();
    assert!(places.contains(&("text_behind", 2, 11)), "{places:?}");
    assert!(places.contains(&("unquoted_colon", 4, 9)), "{places:?}");
}

#[test]
fn one_fault_hides_nothing_behind_it() {
    for fault in [
        "x: \"unclosed\n",
        "x: [1, 2\n",
        "x: a: b\n",
        "x: `q`\n",
        "?? what\n",
        "\tx: 1\n",
        "x: \"a\" b\n",
        "x: *y\n",
        "  deep: 1\n",
    ] {
        let text =
            front(&format!("title: T\n{fault}tasks:\n- id: A\n  status: done\nprogress: 100\n"));
        let report = parse(&text);
        assert_eq!(report.tasks.len(), 1, "{fault}");
        assert_eq!(report.computed.progress.get(), 100, "{fault}");
        assert!(!report.problems.is_empty(), "{fault}");
    }
}

/// What is not read is said.
#[test]
fn what_has_no_form_that_can_be_read_is_named() {
    for (yaml, path, line) in [
        ("- id: A\n- id: B\n", "", 2),
        ("just words\n", "", 2),
        ("[a, b]\n", "", 2),
        ("title: T\ntasks: A, B\n", "tasks", 3),
        ("title: T\nparallelization:\n- batch_1: [A]\n", "parallelization", 4),
    ] {
        let report = parse(&front(yaml));
        let found: Vec<_> =
            report.problems.iter().filter(|own| own.kind.as_str() == "unreadable").collect();
        assert_eq!(found.len(), 1, "{yaml} {:?}", report.problems);
        assert_eq!((found[0].path.as_str(), found[0].line), (path, line), "{yaml}");
        assert_eq!(found[0].severity.as_str(), "error");
    }
    for yaml in ["", "# nothing\n", "tasks:\n", "tasks: []\nparallelization: null\n", "tasks: {}\n"]
    {
        let report = parse(&front(yaml));
        assert!(!report.problems.iter().any(|own| own.kind.as_str() == "unreadable"), "{yaml}");
    }
}

#[test]
fn front_matter_without_an_end_is_read_up_to_the_body() {
    let text = "---\ntitle: T\n# a comment\ntasks:\n- id: A\n  status: pending\n\n# Heading\n\nSome **text**: here.\n";
    let report = parse(text);
    assert_eq!(report.tasks.len(), 1);
    let kinds: Vec<&str> = report.problems.iter().map(|problem| problem.kind.as_str()).collect();
    assert!(kinds.contains(&"unclosed_front_matter"), "{kinds:?}");
    assert!(!kinds.contains(&"unexpected_text"), "{kinds:?}");
}

/// What a merge key would bring in is not read, so nothing is said to be missing that may come with
/// it, and no number is said to be wrong that rests on it.
#[test]
fn a_merge_key_is_named_and_what_it_may_bring_in_is_not_said_to_be_missing() {
    let places = |yaml: &str| -> Vec<(String, String, u64, u64)> {
        let report = parse(&front(yaml));
        let own = report.problems.iter().map(|own| {
            assert!(own.fix.0.is_none(), "{yaml} {own:?}");
            (own.kind.as_str().to_owned(), own.path.clone(), own.line, own.column)
        });
        own.collect()
    };
    let merged = |path: &str, line, column| ("merge_key".into(), path.into(), line, column);
    let base = "base: &b {status: completed, assigned_to: [x], dependencies: []}\n";
    for (rest, found) in [
        ("tasks:\n- id: A\n  <<: *b\n", merged("tasks[0].<<", 8, 3)),
        ("tasks:\n- <<: *b\n  id: A\n", merged("tasks[0].<<", 7, 3)),
        ("tasks:\n- <<: *b\n", merged("tasks[0].<<", 7, 3)),
        ("tasks:\n- <<: [*b]\n  id: A\n", merged("tasks[0].<<", 7, 3)),
        ("tasks: [{id: A, <<: *b}]\n", merged("tasks[0].<<", 6, 17)),
        ("tasks:\n  A:\n    <<: *b\n", merged("tasks.A.<<", 8, 5)),
        ("tasks: {}\nextra:\n- {<<: *b}\n", merged("extra[0].<<", 8, 4)),
        (
            "progress: 100\ncompleted_tasks: 1\ntasks:\n- {id: A, <<: *b}\n",
            merged("tasks[0].<<", 9, 11),
        ),
    ] {
        let head = "type: progress\nprd: p\nphase: 1\n";
        assert_eq!(places(&format!("{head}{base}{rest}")), [found], "{rest}");
    }
    // At the top what the plan is may be merged in too.
    let top = format!("{base}<<: *b\ntasks:\n- {{id: A, title: a, <<: *b}}\n");
    assert_eq!(places(&top), [merged("<<", 3, 1), merged("tasks[0].<<", 5, 21)]);
    // Tasks, criteria and blockers in a map have ids; this is none.
    let report = parse(&front(
        "x: &x {A: {status: done}}\ntasks:\n  <<: *x\n  B: {status: done}\nsuccess_criteria:\n  <<: *x\n  SC-1: it works\nblockers:\n  <<: *x\n  B-1: {title: t}\n",
    ));
    assert_eq!(report.tasks.iter().map(|own| own.id.as_str()).collect::<Vec<_>>(), ["B"]);
    assert_eq!(report.success_criteria.len(), 1);
    assert_eq!(report.blockers.len(), 1);
    // In quotes it is a key like others.
    let quoted = parse(&front("x: {'<<': 1}\n\"<<\": 2\n"));
    assert!(!quoted.problems.iter().any(|own| own.kind.as_str() == "merge_key"));
}

#[test]
fn an_edit_beside_a_merge_key_writes_nothing_that_rests_on_what_was_not_read() {
    let text = front(
        "base: &b {status: completed, dependencies: [B]}\nprogress: 50\ncompleted_tasks: 1\nstatus: in_progress\nparallelization:\n  batch_1: [A, B]\ntasks:\n- {id: A, <<: *b}\n- {id: B, status: pending}\n",
    );
    let after = edit(&text, &[&set("B", "in_progress")]);
    assert_eq!(after, text.replace("B, status: pending", "B, status: in_progress"));
    // Said by hand it is the task's own.
    let after = edit(&text, &[&set("A", "blocked")]);
    assert_eq!(after, text.replace("{id: A,", "{id: A, status: blocked,"));
    assert_eq!(code(&text, r#"{"op":"rewrite_batches"}"#), "UNSAFE_EDIT");
    // What others inherit changes with it.
    let text = front("tasks:\n- &a\n  id: A\n  status: pending\n- <<: *a\n  id: B\n");
    assert_eq!(code(&text, &set("A", "done")), "UNSAFE_EDIT");
    // The last task of a map is taken out, what is merged into the map stays.
    let text = front("x: &x {A: {status: done}}\ntasks:\n  <<: *x\n  B: {status: done}\n");
    let after = edit(&text, &[r#"{"op":"remove_task","task_id":"B"}"#]);
    assert_eq!(after, text.replace("  B: {status: done}\n", ""));
    // A key that only looks like one is written in quotes.
    let op = r#"{"op":"set_field","field":"x","value":{"<<":"word"}}"#;
    assert_eq!(edit(&front("x: 1\n"), &[op]), front("x:\n  '<<': word\n"));
}

/// What other readers refuse is named, with its place, and is read as far as it can be.
#[test]
fn what_other_readers_refuse_in_braces_brackets_and_quotes_is_named() {
    let task = |fields: &str| format!("tasks:\n- {{id: A, {fields}}}\n");
    for (yaml, kind, line, column) in [
        (task("title: \"Read\" status: completed"), "missing_comma", 3, 25),
        (task("title: Read status: completed"), "missing_comma", 3, 29),
        (task("title: Read, files: [\"x\"\"y\"]"), "missing_comma", 3, 35),
        (task("title: Read, files: [x,,y]"), "missing_comma", 3, 34),
        (task("title: Read, files: [, x]"), "missing_comma", 3, 32),
        (task("title: Read, files: [app/[id]/page.ts]"), "missing_comma", 3, 36),
        (task("title: Read, title: Write"), "duplicate_key", 3, 24),
        (task("title: \"a\\qb\""), "unknown_escape", 3, 20),
        ("tasks:\n- id: A\n  title: \"C:\\dir\\x4\\u00e4\"\n".into(), "unknown_escape", 4, 13),
        ("tasks:\n- id: A\n  \"\\q\": 1\n".into(), "unknown_escape", 4, 4),
        ("tasks:\n- id: A\n  dependencies: - B\n".into(), "unexpected_text", 4, 17),
        (task("dependencies: [- B]"), "unexpected_text", 3, 26),
    ] {
        let report = parse(&front(&yaml));
        let found: Vec<_> =
            report.problems.iter().filter(|own| own.kind.as_str() == kind).collect();
        assert!(!found.is_empty(), "{yaml} {:?}", report.problems);
        assert_eq!((found[0].line, found[0].column), (line, column), "{yaml}");
        assert_eq!(report.tasks[0].id, "A", "{yaml}");
    }
    let report = parse(&front(&task("title: \"Read\" status: completed")));
    assert_eq!(report.computed.progress.get(), 100);
    // All of this says what it means.
    let right = "x: [a, b,]\ny: {a: 1, b: [c], }\nz: \"\\\\ \\\" \\/ \\x41 \\u00e4 \\\n  \\N\"\nw: [\n  a,\n  b\n]\nv: -1\nu: '\\q'\nt: [-1, -]\n";
    let faults = ["missing_comma", "duplicate_key", "unknown_escape", "unexpected_text"];
    let problems = parse(&front(right)).problems;
    assert!(!problems.iter().any(|own| faults.contains(&own.kind.as_str())), "{problems:?}");
}

/// Other readers refuse it, and nobody sees to which line it belongs.
#[test]
fn a_tab_before_any_line_is_named() {
    for (text, line) in [
        ("tasks:\n- id: A\n  title: a\n\tstatus: completed\n", 5),
        ("tasks:\n- id: A\n  title: a\n\tparallelization:\n    batch_1: [A]\n", 5),
        ("tasks:\n- id: A\n\t- id: B\n", 4),
        ("tasks:\n  - id: A\n\t- id: B\n", 4),
        ("a:\n  b: 1\n \tc: 2\n", 4),
    ] {
        let report = parse(&front(text));
        let tabs = report.problems.iter().filter(|own| own.kind == PlanProblemKind::Tab);
        assert_eq!(tabs.map(|own| own.line).collect::<Vec<_>>(), [line], "{text}");
    }
    // In what is text, or between brackets, it is only a blank.
    for text in [
        "a: one\n\ttwo\n",
        "a: [b,\n\tc]\n",
        "a: |\n  b\n  \tc\n",
        "a: 'b\n\tc'\n",
        "a: 1\n\t# no\n",
    ] {
        let report = parse(&front(text));
        let is_tab = |own: &PlanProblem| own.kind == PlanProblemKind::Tab;
        assert!(!report.problems.iter().any(is_tab), "{text}");
    }
}
