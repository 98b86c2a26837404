//! What an alias stands for counts wherever it is written, and no edit leaves it without its anchor
//! or changes what it means (spec A3.4, design rules 14 to 16).

use crate::kit::{changed, code, edit, front, parse, set, try_edit};
use medallion::domain::plan::{PlanProblemKind, PlanStatus};

#[test]
fn an_alias_is_read_as_what_it_stands_for_in_brackets_and_before_a_comment() {
    for list in ["[*lead]", "*lead # same", "[ *lead ] # same", "\n  - *lead # same"] {
        let report = parse(&front(&format!(
            "owner: &lead ann\ntasks:\n- id: A\n  status: open\n  dependencies: []\n  assigned_to: {list}\n"
        )));
        assert_eq!(report.tasks[0].assigned_to, ["ann"], "{list}");
        let load: Vec<&str> = report.computed.load.0.iter().map(|(who, _)| who.as_str()).collect();
        assert_eq!(load, ["ann"], "{list}");
    }
    let report = parse(&front(
        "tasks:\n- id: &a A\n  status: &s completed\n- id: B\n  status: *s # as A\n  dependencies: [*a]\n",
    ));
    assert_eq!(report.tasks[1].status, PlanStatus::Completed);
    assert_eq!(report.tasks[1].dependencies, ["A"]);
    let kinds: Vec<PlanProblemKind> = report.problems.iter().map(|problem| problem.kind).collect();
    assert!(!kinds.contains(&PlanProblemKind::UnknownDependency), "{kinds:?}");
    assert!(!kinds.contains(&PlanProblemKind::ReservedCharacter), "{kinds:?}");
    for tasks in ["[&a {id: A, status: open}]", "\n- &a id: A\n  status: open\n"] {
        let report = parse(&front(&format!("tasks: {tasks}\n")));
        let ids: Vec<&str> = report.tasks.iter().map(|task| task.id.as_str()).collect();
        assert_eq!(ids, ["A"], "{tasks}");
        assert!(!report.problems.iter().any(|problem| problem.path.starts_with("tasks[1]")));
    }
}

#[test]
fn an_alias_without_an_anchor_is_named_wherever_it_stands() {
    for (text, path) in [
        ("a: *nothing # c\n", "a"),
        ("a: [b, *nothing]\n", "a[1]"),
        ("a: {b: *nothing}\n", "a.b"),
        ("a: &x 1\nb: [*x, {c: [*nothing]}]\n", "b[1].c[0]"),
    ] {
        let report = parse(&front(text));
        let problem =
            report.problems.iter().find(|problem| problem.kind == PlanProblemKind::UnknownAlias);
        let problem = problem.unwrap_or_else(|| panic!("{text}"));
        assert_eq!(problem.path, path, "{text}");
        assert!(problem.fix.0.is_none(), "{text}");
    }
}

#[test]
fn no_edit_takes_an_anchor_from_its_aliases() {
    let ops = [
        r#"{"op":"remove_task","task_id":"A"}"#,
        r#"{"op":"move_task","task_id":"A"}"#,
        r#"{"op":"set_task_field","task_id":"A","field":"assigned_to","value":["eve"]}"#,
        r#"{"op":"set_task_field","task_id":"A","field":"files","value":["y"]}"#,
    ];
    for uses in [
        "assigned_to: [*w, bob]\n  files: *f",
        "assigned_to: *w # same\n  files: [*f]",
        "assigned_to: {a: *w}\n  files: *f # same",
        "*w : x\n  notes: [{*f : y}]",
    ] {
        let text = front(&format!(
            "tasks:\n- id: A\n  assigned_to: &w ann\n  files: &f x\n- id: B\n  {uses}\n- id: C\n  assigned_to: [*w]\n  files: [*f]\n"
        ));
        for op in ops {
            assert_eq!(code(&text, op), "UNSAFE_EDIT", "{op}\n{text}");
        }
        // What does not touch them can be done.
        let done = edit(&text, &[&set("B", "completed")]);
        assert_eq!(changed(&text, &done), ["+  status: completed"], "{text}");
        let last = edit(&text, &[r#"{"op":"remove_task","task_id":"C"}"#]);
        assert!(changed(&text, &last).iter().all(|line| line.starts_with('-')));
    }
    for tasks in [
        "[{id: A, title: &t x}, {id: B, title: *t}]",
        "[&a {id: A, title: x}, {id: B, like: *a}]",
        "[{id: A, title: x, &k more: y}, {id: B, *k : z}]",
        "{A: &a {title: x}, B: {like: *a}}",
    ] {
        for op in &ops[..2] {
            assert_eq!(code(&front(&format!("tasks: {tasks}\n")), op), "UNSAFE_EDIT", "{tasks}");
        }
    }
}

#[test]
fn tasks_in_brackets_move_with_their_aliases_and_tags() {
    let text = front("who: &w ann\ntasks: [{id: A, title: !t x, assigned_to: *w}, {id: B}]\n");
    let moved = edit(&text, &[r#"{"op":"move_task","task_id":"A"}"#]);
    assert_eq!(
        moved,
        front("who: &w ann\ntasks: [{id: B}, {id: A, title: !t x, assigned_to: *w}]\n")
    );
}

#[test]
fn what_an_alias_means_is_not_changed_behind_its_back() {
    let op = r#"{"op":"set_field","field":"defaults.env","value":"live"}"#;
    for uses in [
        "cfg: *d",
        "cfg: *d # shared",
        "cfg: [*d]",
        "cfg: {a: [*d]}",
        "cfg:\n- *d # shared",
        "cfg: [x: *d]",
    ] {
        for defaults in ["&d\n  env: dev", "&d # for all\n  env: dev"] {
            let text = front(&format!("defaults: {defaults}\n{uses}\n"));
            let error = try_edit(&text, &[op]).unwrap_err();
            assert_eq!(error.code().as_str(), "UNSAFE_EDIT", "{text}");
        }
    }
    let alone = front("defaults: &d # for all\n  env: dev\n");
    assert_eq!(changed(&alone, &edit(&alone, &[op])), ["-  env: dev", "+  env: live"]);
}

#[test]
fn lists_with_aliases_are_added_to_and_written_anew() {
    let text = front("who: &w ann\nall: [*w, bob] # us\n");
    let more = edit(&text, &[r#"{"op":"append_field","field":"all","value":"eve"}"#]);
    assert_eq!(more, front("who: &w ann\nall: [*w, bob, eve] # us\n"));
    let same = edit(&text, &[r#"{"op":"append_field","field":"all","value":"ann"}"#]);
    assert_eq!(same, text);
    let anew = edit(&text, &[r#"{"op":"set_field","field":"all","value":["eve"]}"#]);
    assert_eq!(anew, front("who: &w ann\nall: [eve] # us\n"));
}

#[test]
fn a_block_that_begins_with_a_tab_is_read_to_its_end() {
    let text = front("notes: |\n  \tmake all\n  done\nprd: p\n");
    let report = parse(&text);
    assert_eq!(report.prd.as_deref(), Some("p"));
    let fault = PlanProblemKind::UnexpectedText;
    assert!(!report.problems.iter().any(|problem| problem.kind == fault));
    let set = edit(&text, &[r#"{"op":"set_field","field":"prd","value":"q"}"#]);
    assert_eq!(changed(&text, &set), ["-prd: p", "+prd: q"]);
}

#[test]
fn what_unfolds_to_more_than_anybody_can_hold_is_cut() {
    // Three hundred to the fourth, from a text of seven kilobytes.
    let many = |name: &str| vec![name; 300].join(", ");
    let lists = format!(
        "a: &a [x]\nb: &b [{}]\nc: &c [{}]\nd: &d [{}]\n",
        many("*a"),
        many("*b"),
        many("*c")
    );
    let text = front(&format!("{lists}tasks:\n- id: A\n  dependencies: [{}]\n", many("*d")));
    let report = parse(&text);
    assert_eq!(report.tasks[0].id, "A");
    assert!(report.tasks[0].unresolved.len() <= text.len());
}
