//! Plans without front matter: what is a task in them, and what is not.

use crate::kit::{edit, parse, set};
use medallion::domain::plan::PlanReport;

fn told(report: &PlanReport) -> Vec<(&str, &str)> {
    report.tasks.iter().map(|task| (task.id.as_str(), task.label.as_str())).collect()
}

#[test]
fn a_word_for_nothing_in_a_table_is_no_id_and_no_name() {
    for nothing in ["-", "—", "N/A", "none", "None", "**-**", ""] {
        let report = parse(&format!(
            "| ID | Task | Agent | Deps | Status |\n|---|---|---|---|---|\n| T-1 | one | {nothing} | {nothing} | done |\n| T-2 | two | dev | T-1 | todo |\n"
        ));
        assert!(report.tasks[0].assigned_to.is_empty(), "{nothing}");
        assert!(report.tasks[0].unresolved.is_empty(), "{nothing}");
        assert_eq!(report.tasks[1].dependencies, ["T-1"]);
    }
}

#[test]
fn any_bold_word_with_a_number_is_an_id_and_so_is_one_before_a_colon() {
    let report = parse(
        "- [ ] **1.1**: one\n- [ ] **A-1**: two\n- [ ] **P0-T1** three\n- [ ] api-2: four\n- [ ] **api-3:** five\n- [ ] 2.1: six\n- [ ] 3 eggs\n- [ ] at 10:30 tea\n- [ ] **Note**: none\n- [ ] **call 2 of them**: none\n",
    );
    assert_eq!(
        told(&report),
        [
            ("1.1", "one"),
            ("A-1", "two"),
            ("P0-T1", "three"),
            ("api-2", "four"),
            ("api-3", "five"),
            ("2.1", "six")
        ]
    );
    assert_eq!(told(&parse("- [ ] **1.1**: one\n")), [("1.1", "one")]);
}

#[test]
fn boxes_under_success_criteria_are_criteria_with_ids_or_without() {
    let report = parse(
        "- [ ] **A-1**: one\n\n## Success Criteria\n\n- [x] **SC-1**: it works\n- [ ] It is fast\n\n### By hand\n\n- [ ] **SC-2**: it is blue\n\n## Later\n\n- [ ] **A-2**: two\n",
    );
    assert_eq!(told(&report), [("A-1", "one"), ("A-2", "two")]);
    let criteria: Vec<(&str, &str, &str)> = (report.success_criteria.iter())
        .map(|own| (own.id.as_str(), own.description.as_str(), own.status.as_str()))
        .collect();
    assert_eq!(
        criteria,
        [
            ("SC-1", "it works", "completed"),
            ("#2", "It is fast", "pending"),
            ("SC-2", "it is blue", "pending")
        ]
    );
}

#[test]
fn what_stands_in_code_or_in_a_comment_is_no_task() {
    for (open, close) in [
        ("```", "```"),
        ("~~~", "~~~"),
        ("````md", "````"),
        ("````\n```", "```\n````"),
        ("~~~\n```", "~~~"),
        ("<!--", "-->"),
        ("<!-- not yet", "done -->"),
    ] {
        let text =
            format!("- [ ] **A-1**: one\n{open}\n- [ ] **B-1**: no\n{close}\n- [ ] **A-2**: two\n");
        assert_eq!(told(&parse(&text)), [("A-1", "one"), ("A-2", "two")], "{open}");
    }
    let text = "<!-- short --> \n- [ ] **A-1**: one <!-- note -->\n```inline``` code\n- [ ] **A-2**: two\n";
    assert_eq!(parse(text).tasks.len(), 2);
}

/// The mark is no part of the first line, which may be a task, the heading of a table or the title.
#[test]
fn a_byte_order_mark_hides_nothing_of_the_first_line() {
    for text in [
        "- [!] **A-1**: one\n- [ ] **A-2**: two\n",
        "| ID | Task | Status |\n|---|---|---|\n| A-1 | one | todo |\n| A-2 | two | blocked |\n",
        "# Phase 3: Soil\n\n- [ ] A-1: one\n- [!] A-2: two\n",
    ] {
        let marked = format!("\u{feff}{text}");
        let (plain, report) = (parse(text), parse(&marked));
        assert_eq!(told(&report), [("A-1", "one"), ("A-2", "two")], "{text}");
        assert_eq!((report.title, report.phase), (plain.title, plain.phase));
        for (task, status) in [("A-1", "completed"), ("A-2", "blocked")] {
            let edited = edit(&marked, &[&set(task, status)]);
            assert_eq!(edited, format!("\u{feff}{}", edit(text, &[&set(task, status)])));
        }
    }
}
