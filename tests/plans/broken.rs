//! Broken files: line, column, what is wrong, what to do, and the rest is read.

use crate::kit::{edit, front, parse};

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
