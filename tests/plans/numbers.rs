//! Numbers are computed (design rule 14), and what a document says otherwise is listed (A3.2).

use crate::kit::{edit, front, now, parse, set};
use medallion::domain::plan::{self, Amount, PlanReport, PlanStatus};

fn tasks(statuses: &[&str]) -> String {
    let task = |(number, status): (usize, &&str)| {
        format!(
            "- {{id: T{number}, title: t, status: {status}, assigned_to: [x], dependencies: [], story_points: {}}}\n",
            number + 1
        )
    };
    format!("tasks:\n{}", statuses.iter().enumerate().map(task).collect::<String>())
}

fn report(statuses: &[&str]) -> PlanReport {
    parse(&front(&tasks(statuses)))
}

#[test]
fn the_percentage_is_floored_and_leaves_out_what_does_not_count() {
    for (statuses, percent, by_points) in [
        (vec!["done", "done", "pending"], 66, 50),
        (vec!["complete", "deferred", "cancelled"], 100, 100),
        (vec!["pending", "deferred"], 0, 0),
        (vec!["deferred"], 0, 0),
        (vec!["met", "verified", "in-progress"], 66, 50),
    ] {
        let computed = report(&statuses).computed;
        assert_eq!(computed.progress.get(), percent, "{statuses:?}");
        let by_points = if statuses == ["deferred"] { None } else { Some(by_points) };
        assert_eq!(
            computed.progress_by_points.map(|percent| percent.get()),
            by_points,
            "{statuses:?}"
        );
    }
}

#[test]
fn the_phase_is_blocked_before_at_risk_before_in_progress_before_pending() {
    use PlanStatus as S;
    for (statuses, expected) in [
        (vec!["blocked", "at_risk", "in_progress", "done"], S::Blocked),
        (vec!["at-risk", "in_progress", "done"], S::AtRisk),
        (vec!["in_progress", "pending"], S::InProgress),
        (vec!["review", "pending"], S::InProgress),
        (vec!["done", "pending"], S::InProgress),
        (vec!["pending", "deferred"], S::Pending),
        (vec!["done", "deferred"], S::Completed),
        (vec!["deferred", "cancelled"], S::Deferred),
        (vec!["cancelled"], S::Cancelled),
    ] {
        assert_eq!(report(&statuses).computed.status, expected, "{statuses:?}");
    }
}

#[test]
fn a_phase_is_completed_only_when_its_criteria_are_met_or_waived() {
    for (criteria, expected) in [
        ("[{id: SC-1, status: pending}]", PlanStatus::InProgress),
        ("[{id: SC-1, status: met}, {id: SC-2, status: waived}]", PlanStatus::Completed),
        ("[it works]", PlanStatus::InProgress),
        ("[]", PlanStatus::Completed),
    ] {
        let text = front(&format!("{}success_criteria: {criteria}\n", tasks(&["done"])));
        assert_eq!(parse(&text).computed.status, expected, "{criteria}");
    }
    // Quality gates are shown, and do not hold the phase.
    let gates = front(&format!(
        "{}quality_gates:\n- lint\n- {{criterion: tests, verified: true}}\n",
        tasks(&["done"])
    ));
    let report = parse(&gates);
    assert_eq!(report.computed.status, PlanStatus::Completed);
    let gates: Vec<(&str, PlanStatus)> = report
        .success_criteria
        .iter()
        .map(|gate| (gate.description.as_str(), gate.status))
        .collect();
    assert_eq!(gates, [("lint", PlanStatus::Pending), ("tests", PlanStatus::Completed)]);
}

#[test]
fn every_wrong_number_is_a_drift_and_every_right_one_is_none() {
    let text = front(&format!(
        "status: pending\nprogress: 50\noverall_progress: 0\ncompletion: 50%\ntotal_tasks: 2\ncompleted_tasks: 2\nblocked_tasks: 0.0\ncompletion_estimate: on-track\ntask_counts:\n  total: 2\n  completed: 0\n{}",
        tasks(&["done", "pending"])
    ));
    let drift: Vec<(String, String, String)> = (parse(&text).drift.iter())
        .map(|d| (d.field.clone(), d.declared.text().to_owned(), d.computed.text().to_owned()))
        .collect();
    let expected = [
        ("completed_tasks", "2", "1"),
        ("overall_progress", "0", "50"),
        ("task_counts.completed", "0", "1"),
        ("status", "\"pending\"", "\"in_progress\""),
    ];
    assert_eq!(drift, expected.map(|(f, d, c)| (f.to_owned(), d.to_owned(), c.to_owned())));
}

#[test]
fn points_and_what_is_pending_are_counted_where_the_document_counts_them() {
    let text = front(&format!(
        "total_story_points: 5\ncompleted_story_points: 0\ntask_counts: {{total: 3, pending: 3, completed: 1}}\n{}",
        tasks(&["done", "pending", "pending"])
    ));
    let fields = |text: &str| -> Vec<(String, String)> {
        let drift = parse(text).drift.into_iter();
        drift.map(|own| (own.field, own.computed.text().to_owned())).collect()
    };
    assert_eq!(
        fields(&text),
        [
            ("total_story_points", "6"),
            ("completed_story_points", "1"),
            ("task_counts.pending", "2")
        ]
        .map(|(field, number)| (field.to_owned(), number.to_owned()))
    );
    let set = r#"{"op":"set_task_status","task_id":"T1","status":"done"}"#;
    let after = edit(&text, &[set]);
    assert_eq!(fields(&after), []);
    assert!(after.contains("total_story_points: 6\ncompleted_story_points: 3\n"), "{after}");
    assert!(after.contains("{total: 3, pending: 1, completed: 2}"), "{after}");
    // Where a task has no points, nobody knows the sum.
    let some = text.replace("story_points: 3}", "estimate: 2h}");
    assert_eq!(fields(&some).len(), 1);
    let half = text.replace("story_points: 3}", "story_points: 2.5}");
    assert_eq!(fields(&half)[0].1, "5.5");
}

#[test]
fn who_has_how_much() {
    let text = front(
        "tasks:\n- {id: A, assigned_to: [x, y], story_points: 2}\n- {id: B, assigned_to: 'x, z', estimate: 2h}\n- {id: C, assigned_to: x, status: cancelled, story_points: 9}\n",
    );
    let load = serde_json::to_string(&parse(&text).computed.load).unwrap();
    assert_eq!(
        load,
        r#"{"x":{"tasks":2,"points":2,"minutes":120},"y":{"tasks":1,"points":2,"minutes":0},"z":{"tasks":1,"points":0,"minutes":120}}"#
    );
}

#[test]
fn without_tasks_the_declared_status_counts() {
    let report = parse(&front("status: completed\nprogress: 100\n"));
    assert_eq!(report.computed.status, PlanStatus::Completed);
    assert_eq!(report.drift, []);
}

/// Sums that no number holds stay at the greatest there is.
#[test]
fn no_sum_of_efforts_begins_anew() {
    let most = "18446744073709551 pts";
    let report = parse(&front(&format!(
        "total_story_points: 1\nparallelization:\n  critical_path: [A, B]\n  estimated_total_time: {most}\ntasks:\n- {{id: A, effort: {most}, assigned_to: x}}\n- {{id: B, effort: {most}, assigned_to: x, dependencies: [A]}}\n"
    )));
    let points = report.computed.load.get("x").unwrap().points;
    assert_eq!(points, Amount(u64::MAX));
    let declared = report.drift.iter().find(|own| own.field == "total_story_points").unwrap();
    assert!(declared.computed.text().contains("1.8446744073709"), "{declared:?}");
    assert!(!report.drift.iter().any(|own| own.field.ends_with("critical_path")));
}

/// Under the name of the points of a task stands what somebody has estimated for the whole.
#[test]
fn an_estimate_of_the_whole_plan_is_left_alone() {
    let text = front(&format!("story_points: 5\n{}", tasks(&["done", "pending"])));
    assert!(parse(&text).drift.is_empty());
    assert!(edit(&text, &[&set("T1", "done")]).contains("\nstory_points: 5\n"));
}

#[test]
fn a_number_in_quotes_stays_in_them() {
    let text = front(&format!(
        "progress: '0'\ncompleted_tasks: \"0\"\ncompletion: \"0%\"\ntotal_tasks: 1\n{}",
        tasks(&["pending"])
    ));
    let after = edit(&text, &[&set("T0", "done")]);
    let numbers = "progress: '100'\ncompleted_tasks: \"1\"\ncompletion: \"100%\"\ntotal_tasks: 1\n";
    assert!(after.contains(numbers), "{after}");
    // So does the fix of one that is wrong.
    let wrong = after.replace("\"1\"", "\"7\"");
    let report = parse(&wrong);
    let fix = report.problems.iter().find_map(|own| own.fix.0.clone()).unwrap();
    assert!(plan::edit(&wrong, &fix, now()).unwrap().contains("completed_tasks: \"1\""));
}
