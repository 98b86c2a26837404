//! What is written with a change, besides what it changes: the status of the phase, and dates.

use crate::kit::{edit, front, parse, set};

/// Four fifths of the completed phases that exist have criteria that nobody has said are met.
#[test]
fn opening_a_task_again_opens_a_phase_that_said_that_all_of_them_are_done() {
    let plan = |status: &str, criterion: &str, task: &str| {
        front(&format!(
            "status: {status}\ncompleted: 2026-01-02\nprogress: 100\ntasks:\n- id: A\n  status: {task}\n- id: B\n  status: completed\nsuccess_criteria:\n- {{id: SC-1, description: d, status: {criterion}}}\n"
        ))
    };
    for criterion in ["pending", "met"] {
        let text = plan("completed", criterion, "completed");
        let opened = edit(&text, &[&set("A", "pending")]);
        let expected = plan("in_progress", criterion, "pending")
            .replace("progress: 100", "progress: 50")
            .replace("completed: 2026-01-02", "completed: null");
        assert_eq!(opened, expected, "{criterion}");
        // What changes nothing of the tasks leaves the status, which is somebody's word.
        let noted =
            edit(&text, &[r#"{"op":"set_task_field","task_id":"A","field":"notes","value":"n"}"#]);
        assert!(noted.contains("status: completed\ncompleted: 2026-01-02\n"), "{noted}");
    }
    // Nor is what stood there on purpose, or was wrong before, taken for derived.
    for (status, task) in
        [("inferred_complete", "completed"), ("review", "completed"), ("completed", "in_progress")]
    {
        let text = plan(status, "pending", task).replace("progress: 100", "notes: n");
        let opened = edit(&text, &[&set("A", "pending")]);
        assert!(opened.contains(&format!("status: {status}\ncompleted: 2026-01-02\n")), "{opened}");
    }
}

#[test]
fn a_date_is_written_as_that_of_the_other_tasks_is() {
    let plan = |date: &str, own: &str| {
        front(&format!(
            "tasks:\n- id: A\n  status: completed\n  completed_at: {date}\n- id: B\n  status: pending\n  completed_at: {own}\n"
        ))
    };
    for (date, written) in [
        ("2025-12-15", "2026-11-21"),
        ("'2025-12-15'", "'2026-11-21'"),
        ("2025-12-15T10:00:00Z", "2026-11-21T06:00:00Z"),
        ("\"2025-12-15T10:00:00Z\"", "\"2026-11-21T06:00:00Z\""),
    ] {
        let done = edit(&plan(date, "null"), &[&set("B", "completed")]);
        let expected = plan(date, written).replace("pending", "completed");
        assert_eq!(parse(&done).problems, parse(&expected).problems);
        let plain = |text: &str| text.replace(['\'', '"'], "");
        assert_eq!(plain(&done), plain(&expected));
        let has_quotes = |text: &str| text.contains(written);
        assert!(has_quotes(&done) || date.starts_with(['\'', '"']), "{done}");
    }
}
