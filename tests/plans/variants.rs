//! Every variant of the importer's list (spec A3.4), by its number.

use crate::kit::{front, parse};
use medallion::domain::plan::{self, Amount, ParseOptions, PlanReport, PlanStatus};

fn at(path: &str, text: &str) -> PlanReport {
    plan::parse(text, &ParseOptions { path: Some(path.into()), ..ParseOptions::default() })
}

fn ids(report: &PlanReport) -> Vec<&str> {
    report.tasks.iter().map(|task| task.id.as_str()).collect()
}

#[test]
fn a3_4_1_delimiters() {
    let yaml = "title: T\ntasks:\n- id: A\n";
    for text in [
        format!("---\n{yaml}---"),
        format!("---  \n{yaml}---\t\n\nbody\n---\nmore\n"),
        format!("\u{feff}---\n{yaml}---\n"),
        format!("\n\n  \n---\n{yaml}---\n"),
        format!("---\r\n{}---\r\nbody", yaml.replace('\n', "\r\n")),
    ] {
        let report = parse(&text);
        assert_eq!(report.title.as_deref(), Some("T"), "{text:?}");
        assert_eq!(ids(&report), ["A"], "{text:?}");
    }
    let report = parse("--- a\nno front matter\n---\n");
    assert_eq!(report.problems[0].kind.as_str(), "no_front_matter");
}

#[test]
fn a3_4_2_texts_come_from_the_source() {
    let text = front(
        "phase: 08\ntitle: no\ncommit_refs: [31224e8, 1234567]\nversion: 1.10\nflag: yes\ndate: 2026-02-02\nn: 7\nreal: 0.5\nnothing: ~\ntasks:\n- id: 1.10\n  dependencies: [1.1]\n  assigned_to: on\n  commit: 31224e8\n- id: 1.1\n",
    );
    let report = parse(&text);
    assert_eq!(report.phase.as_deref(), Some("08"));
    assert_eq!(report.title.as_deref(), Some("no"));
    assert_eq!(ids(&report), ["1.10", "1.1"]);
    assert_eq!(report.tasks[0].dependencies, ["1.1"]);
    assert_eq!(report.tasks[0].assigned_to, ["on"]);
    assert_eq!(report.tasks[0].others.0.text(), r#"{"commit":"31224e8"}"#);
    assert_eq!(
        report.declared.0.text(),
        r#"{"phase":"08","title":"no","commit_refs":["31224e8",1234567],"version":"1.10","flag":"yes","date":"2026-02-02","n":7,"real":0.5,"nothing":null}"#
    );
}

#[test]
fn a3_4_4_phases() {
    for (yaml, path, expected) in [
        ("phase: 3\n", "x.md", Some("3")),
        ("phase: \"3-4\"\n", "x.md", Some("3-4")),
        ("phase: all\n", "x.md", Some("all")),
        ("phases: [3, 4]\n", "x.md", Some("3-4")),
        ("phases: [5]\n", "x.md", Some("5")),
        ("phase: 0\n", "phase-9-progress.md", Some("0")),
        ("a: 1\n", "p/phase-3-progress.md", Some("3")),
        ("a: 1\n", "p/phase-3-4-progress.md", Some("3-4")),
        ("a: 1\n", "phases-1-3-progress.md", Some("1-3")),
        ("a: 1\n", "p\\all-phases-progress.md", Some("all")),
        ("a: 1\n", "notes.md", None),
    ] {
        assert_eq!(at(path, &front(yaml)).phase.as_deref(), expected, "{yaml} {path}");
    }
}

#[test]
fn a3_4_5_titles_and_prds() {
    for (yaml, expected) in [
        ("title: a\nphase_title: b\n", "a"),
        ("phase_title: b\nphase_name: c\n", "b"),
        ("phase_name: c\nname: d\n", "c"),
        ("name: d\n", "d"),
        ("a: 1\n", "Body"),
    ] {
        assert_eq!(parse(&front(yaml)).title.as_deref(), Some(expected), "{yaml}");
    }
    assert_eq!(at("a/plan-x.md", "---\na: 1\n---\n").title.as_deref(), Some("plan-x"));
    assert_eq!(
        at("progress/my-prd-v2/phase-1-progress.md", &front("a: 1\n")).prd.as_deref(),
        Some("my-prd-v2")
    );
    assert_eq!(at("other/phase-1-progress.md", &front("prd: mine\n")).prd.as_deref(), Some("mine"));
}

#[test]
fn a3_4_6_tasks_in_every_form() {
    let report = parse(&front(
        "tasks:\n  A-1:\n    title: by key\n    assigned_to: x, y\n    depends_on: A-2\n  A-2:\n    id: Q-2\n    name: by id\n    assigned_to: [x]\n    dependencies: ~\n",
    ));
    assert_eq!(ids(&report), ["A-1", "Q-2"]);
    assert_eq!(report.tasks[0].assigned_to, ["x", "y"]);
    assert_eq!(report.tasks[0].unresolved, ["A-2"]);
    let report = parse(&front(
        "tasks:\n- id: A\n  description: d\n  dependencies: none\n- id: B\n  name: n\n  dependencies: {hard: [A], soft: C}\n- id: C\n  title: t\n  description: d\n  dependencies: [{id: A, type: hard}, B]\n- just a text\n",
    ));
    let labels: Vec<&str> = report.tasks.iter().map(|task| task.label.as_str()).collect();
    assert_eq!(labels, ["d", "n", "t", "just a text"]);
    assert_eq!(report.tasks[1].dependencies, ["A", "C"]);
    assert_eq!(report.tasks[2].dependencies, ["A", "B"]);
    assert_eq!(report.tasks[2].others.0.text(), r#"{"description":"d"}"#);
    assert_eq!(report.tasks[3].id, "#4");
    let missing: Vec<(&str, &str)> = report
        .problems
        .iter()
        .map(|problem| (problem.kind.as_str(), problem.path.as_str()))
        .collect();
    assert!(missing.contains(&("missing_assignee", "tasks[0].assigned_to")), "{missing:?}");
    assert!(missing.contains(&("missing_dependencies", "tasks[3].dependencies")), "{missing:?}");
}

#[test]
fn a3_4_7_statuses_keep_their_words() {
    let report = parse(&front(
        "tasks:\n- {id: A, status: ✅ Complete}\n- {id: B, status: deviated}\n- {id: C}\n- {id: D, status: Who knows}\n",
    ));
    let read: Vec<(PlanStatus, Option<&str>)> =
        report.tasks.iter().map(|task| (task.status, task.original_status.as_deref())).collect();
    assert_eq!(
        read,
        [
            (PlanStatus::Completed, Some("✅ Complete")),
            (PlanStatus::InProgress, Some("deviated")),
            (PlanStatus::Pending, None),
            (PlanStatus::Pending, Some("Who knows")),
        ]
    );
}

#[test]
fn a3_4_8_efforts_under_every_key() {
    for key in plan::effort_keys() {
        let report = parse(&front(&format!("tasks:\n- id: A\n  {key}: 2-3h\n")));
        assert_eq!(report.tasks[0].minutes, Some(Amount(150_000)), "{key}");
        assert!(!report.tasks[0].others.0.text().contains(key), "{key}");
    }
    let report = parse(&front(
        "tasks:\n- id: A\n  estimate: a while\n  story_points: 3\n- id: B\n  effort: unclear\n- id: C\n  story_points: 5\n  estimated_time: 3\n- id: D\n  estimate: 2h (1 pt)\n  story_points: 2\n",
    ));
    assert_eq!(report.tasks[2].points, Some(Amount(5000)));
    assert_eq!(report.tasks[2].minutes, Some(Amount(180_000)));
    assert_eq!(report.tasks[2].others.0.text(), "{}");
    // Of each unit the first that is said counts.
    assert_eq!(report.tasks[3].points, Some(Amount(1000)));
    assert_eq!(report.tasks[0].points, Some(Amount(3000)));
    assert_eq!(report.tasks[0].others.0.text(), r#"{"estimate":"a while"}"#);
    assert_eq!(report.tasks[1].others.0.text(), r#"{"effort":"unclear"}"#);
}

#[test]
fn a3_4_10_criteria_and_blockers_in_every_form() {
    let report = parse(&front(
        "success_criteria:\n- text\n- {id: SC-9.9, description: d, status: met, result: r}\n- description: no id\nblockers:\n- a string\n- {id: B-1, title: t, severity: high, blocking: [A], resolution: ''}\n- {description: d, blocking_tasks: [A], status: active}\n- {id: B-3, title: t, status: workaround}\nquality_gates: {lint: true, types: false}\n",
    ));
    let criteria: Vec<(&str, &str, &str)> = (report.success_criteria.iter())
        .map(|c| (c.id.as_str(), c.description.as_str(), c.status.as_str()))
        .collect();
    assert_eq!(
        criteria,
        [
            ("#1", "text", "pending"),
            ("SC-9.9", "d", "completed"),
            ("#3", "no id", "pending"),
            ("lint", "lint", "completed"),
            ("types", "types", "pending"),
        ]
    );
    let grouped = parse(&front(
        "success_criteria: [it works]\nquality_gates:\n  phase_1:\n  - No errors\n  - {id: Q-2, description: Fast, status: met}\n  phase_2: {lint: true}\n",
    ));
    let gates: Vec<(&str, &str, &str)> = (grouped.success_criteria.iter())
        .map(|c| (c.id.as_str(), c.description.as_str(), c.status.as_str()))
        .collect();
    assert_eq!(
        gates,
        [
            ("#1", "it works", "pending"),
            ("phase_1.#1", "No errors", "pending"),
            ("Q-2", "Fast", "completed"),
            ("phase_2.lint", "phase_2.lint", "completed"),
        ]
    );
    assert_eq!(report.success_criteria[1].others.0.text(), r#"{"result":"r"}"#);
    let blockers: Vec<(&str, &str, bool)> =
        report.blockers.iter().map(|b| (b.id.as_str(), b.title.as_str(), b.active)).collect();
    assert_eq!(
        blockers,
        [("#1", "a string", true), ("B-1", "t", true), ("#3", "d", true), ("B-3", "t", false)]
    );
    assert_eq!(report.blockers[2].blocking, ["A"]);
    assert_eq!(parse(&front("success_criteria: all of it works\n")).success_criteria.len(), 1);
    // Who writes that there are none has none.
    for none in ["none", "None", "n/a", "'-'", "~", "[none]", "\n- N/A"] {
        let report = parse(&front(&format!("success_criteria: {none}\nblockers: {none}\n")));
        assert!(report.success_criteria.is_empty() && report.blockers.is_empty(), "{none}");
    }
}

#[test]
fn a3_4_11_completed_may_be_anything() {
    for completed in ["2026-01-01", "null", "[{id: A, status: done}]", "{a: b}"] {
        let report =
            parse(&front(&format!("completed: {completed}\ntasks:\n- {{id: A, status: done}}\n")));
        assert_eq!(report.drift, [], "{completed}");
        assert_eq!(report.computed.completed_tasks, 1);
    }
}

#[test]
fn a3_4_12_markdown_without_front_matter() {
    let report = at(
        "p/phase-2-progress.md",
        "# Phase 2: Things\n\n**Status**: IN PROGRESS\n**PRD**: `/docs/things-v1.md`\n\n## Phase 1: One\n\n- [x] **API-001**: Endpoints (5 pts)\n      **Assigned Subagent(s)**: dev, ops\n      **Acceptance Criteria**:\n      - [x] it answers\n- [ ] **API-002**: More (2h)\n      **Dependencies**: API-001\n      - **Estimate**: 3h\n\n### Success Criteria\n\n- [x] All answer\n- [ ] All are fast\n\n```\n- [ ] **NOT-1**: in a fence\n```\n",
    );
    assert_eq!(ids(&report), ["API-001", "API-002"]);
    assert_eq!(report.prd.as_deref(), Some("things-v1"));
    assert_eq!(report.phase.as_deref(), Some("2"));
    assert_eq!(report.tasks[0].assigned_to, ["dev", "ops"]);
    assert_eq!(report.tasks[0].points, Some(Amount(5000)));
    assert_eq!(report.tasks[0].label, "Endpoints");
    assert_eq!(report.tasks[1].dependencies, ["API-001"]);
    assert_eq!(report.tasks[1].minutes, Some(Amount(180_000)));
    assert_eq!(report.success_criteria.len(), 2);
    assert_eq!(report.ready, ["API-002"]);
    let table = parse(
        "# T\n\n| ID | Task | Agent | Deps | Est | Status |\n|:--|---|---|---|---|---|\n| **T-1** | one | dev | None | 2 pts | ✅ |\n| T-2 | two | ops, dev | T-1 | 1d | 🔄 In Progress |\n\n| Phase | Status |\n|---|---|\n| 1 | done |\n",
    );
    assert_eq!(ids(&table), ["T-1", "T-2"]);
    assert_eq!(table.tasks[1].dependencies, ["T-1"]);
    assert_eq!(table.tasks[1].status, PlanStatus::InProgress);
    let spec_kit = parse("# Tasks\n\n- [X] T001 Create it\n- [ ] T002 [P] Test it\n");
    assert_eq!(ids(&spec_kit), ["T001", "T002"]);
    let plain = parse("- [ ] milk\n- [x] bread\n");
    assert_eq!(ids(&plain), ["#1", "#2"]);
}

#[test]
fn a3_4_13_context_files_and_quick_features_are_plans_without_tasks() {
    for yaml in [
        "type: context\nprd: p\ndecisions:\n- id: D-1\n  question: q\n",
        "doc_type: quick_feature\nfeature: f\nstatus: completed\nfiles:\n- a.sh\n",
    ] {
        let report = parse(&front(yaml));
        assert!(report.tasks.is_empty());
        assert_eq!(report.problems, [], "{yaml}");
        assert!(report.declared.0.text().len() > 40);
    }
}

/// Of two keys for the same the first that says something counts.
#[test]
fn an_empty_key_hides_nothing_that_another_says() {
    for nothing in ["[]", "null", "''", "none", "{}", ""] {
        let report = parse(&front(&format!(
            "tasks:\n- id: A\n- id: B\n  dependencies: {nothing}\n  depends_on: [A]\n  assigned_to: {nothing}\n  assignee: ada\n"
        )));
        assert_eq!(report.tasks[1].dependencies, ["A"], "{nothing}");
        assert_eq!(report.tasks[1].assigned_to, ["ada"], "{nothing}");
    }
    let both = parse(&front("tasks:\n- {id: A, depends_on: [], dependencies: []}\n"));
    let kinds: Vec<&str> = both.problems.iter().map(|own| own.kind.as_str()).collect();
    assert!(!kinds.contains(&"missing_dependencies"), "{kinds:?}");
}

#[test]
fn files_are_the_paths_of_what_is_listed_and_names_the_names() {
    let parsed = |files: &str| {
        let text = front(&format!(
            "tasks:\n- id: A\n  {files}\n  assigned_to: [{{name: ada, role: dev}}, bob]\n- id: B\n  files: [a.rs]\n- id: C\n  files: [modify]\n"
        ));
        let options = ParseOptions { file_conflicts: true, ..ParseOptions::default() };
        plan::parse(&text, &options)
    };
    for files in [
        "files: [{path: a.rs, action: modify}]",
        "files: [{file: a.rs, action: modify}]",
        "expected_files: [{path: a.rs, action: create, min_lines: 3}]",
        "expected_files: [a.rs]",
    ] {
        let report = parsed(files);
        assert_eq!(report.batches, [vec!["A", "C"], vec!["B"]], "{files}");
        assert_eq!(report.tasks[0].assigned_to, ["ada", "bob"]);
    }
}

#[test]
fn an_id_with_blanks_at_its_ends_can_be_waited_for() {
    let report =
        parse(&front("tasks:\n- {id: ' A ', status: done}\n- {id: B, dependencies: ['A']}\n"));
    assert_eq!(ids(&report), ["A", "B"]);
    assert_eq!(report.ready, ["B"]);
}

#[test]
fn a_phase_between_two_is_one_of_its_own_and_a_list_of_phases_is_read() {
    for (path, phase) in [
        ("phase-1.5-progress.md", "1.5"),
        ("phase-1-5-progress.md", "1-5"),
        ("phase-3.md", "3"),
        ("phase-3.progress.md", "3"),
        ("phase_3_4.md", "3-4"),
    ] {
        assert_eq!(at(path, "# T\n").phase.as_deref(), Some(phase), "{path}");
    }
    assert_eq!(parse(&front("phase: [3, 4]\n")).phase.as_deref(), Some("3-4"));
    assert_eq!(parse(&front("phase: [3]\n")).phase.as_deref(), Some("3"));
    // Nobody who waits for phase 1 or 3 waits for one between them.
    for gate in ["Phase 1", "Phase 3", "Phase 5"] {
        let sibling = front("prd: p\nphase: 1.5\ntasks:\n- id: X\n");
        let options = ParseOptions { siblings: vec![sibling.into()], ..ParseOptions::default() };
        let text =
            front(&format!("prd: p\nphase: 9\ntasks:\n- {{id: A, dependencies: [{gate}]}}\n"));
        assert_eq!(plan::parse(&text, &options).tasks[0].unresolved, [gate]);
    }
}
