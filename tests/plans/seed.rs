//! The seed document gives exactly what the end of the spec says, and is edited by single lines.

use crate::kit::{changed, edit, parse, seeds};
use medallion::domain::plan::{Amount, PlanStatus};

#[test]
fn the_seed_has_a_makespan_of_one_point_and_four_tasks_to_begin_with() {
    for seed in seeds() {
        let report = parse(&seed);
        let points = report.schedule.points.0.as_ref().unwrap();
        assert_eq!(points.makespan, Amount(1000));
        let total: u64 = report.tasks.iter().map(|task| task.points.unwrap().0).sum();
        assert_eq!(total, 3500);
        assert_eq!(points.critical_tasks, ["PREP-0.1", "PREP-0.3", "PREP-0.4"]);
        assert_eq!(points.critical_path, ["PREP-0.1"]);
        let slack: Vec<(&str, u64)> =
            points.slack.0.iter().map(|(id, slack)| (id.as_str(), slack.0)).collect();
        assert_eq!(slack, [("PREP-0.1", 0), ("PREP-0.2", 500), ("PREP-0.3", 0), ("PREP-0.4", 0)]);
        assert!(points.unestimated.is_empty());
        assert!(report.schedule.minutes.0.is_none());
        let all = ["PREP-0.1", "PREP-0.2", "PREP-0.3", "PREP-0.4"];
        assert_eq!(report.batches, [all]);
        assert_eq!(report.ready, all);
        assert!(report.blocked.is_empty());
        assert_eq!(report.computed.progress.get(), 0);
        assert_eq!(report.computed.status, PlanStatus::Pending);
        assert_eq!(report.computed.total_tasks, 4);
        assert_eq!(report.prd.as_deref(), Some("memory-context-system-v1"));
        assert_eq!(report.phase.as_deref(), Some("0"));
        assert_eq!(report.title.as_deref(), Some("Prerequisites & Foundation"));
        assert_eq!(report.success_criteria.len(), 4);
        assert!(report.blockers.is_empty());
    }
}

#[test]
fn the_only_thing_wrong_with_the_seed_is_a_total_that_is_a_sum() {
    for seed in seeds() {
        let report = parse(&seed);
        let drift: Vec<(&str, &str, &str)> = (report.drift.iter())
            .map(|drift| (drift.field.as_str(), drift.declared.text(), drift.computed.text()))
            .collect();
        assert_eq!(drift, [("parallelization.estimated_total_time", "\"3.5 pts\"", "\"1 pt\"")]);
        let problems: Vec<(&str, u64, u64)> =
            report.problems.iter().map(|p| (p.kind.as_str(), p.line, p.column)).collect();
        assert_eq!(problems, [("total_time", 68, 25)]);
    }
}

#[test]
fn completing_a_task_of_the_seed_changes_four_lines_where_the_reference_changes_137() {
    for seed in seeds() {
        let after =
            edit(&seed, &[r#"{"op":"set_task_status","task_id":"PREP-0.1","status":"completed"}"#]);
        assert_eq!(
            changed(&seed, &after),
            [
                "-status: \"planning\"",
                "+status: \"in_progress\"",
                "-overall_progress: 0",
                "+overall_progress: 25",
                "-completed_tasks: 0",
                "+completed_tasks: 1",
                "-    status: \"pending\"",
                "+    status: \"completed\"",
            ]
        );
        let back =
            edit(&after, &[r#"{"op":"set_task_status","task_id":"PREP-0.1","status":"pending"}"#]);
        assert_eq!(changed(&seed, &back), ["-status: \"planning\"", "+status: \"pending\""]);
    }
}

#[test]
fn completing_all_of_the_seed_with_its_criteria_fills_its_empty_date() {
    for seed in seeds() {
        let mut ops: Vec<String> = (1..=4)
            .map(|n| {
                format!(r#"{{"op":"set_task_status","task_id":"PREP-0.{n}","status":"completed"}}"#)
            })
            .collect();
        let tasks_only = edit(&seed, &ops.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(parse(&tasks_only).computed.status, PlanStatus::InProgress);
        assert!(tasks_only.contains("completed: null"));
        ops.extend((1..=4).map(|n| {
        format!(r#"{{"op":"set_criterion","criterion_id":"SC-0.{n}","status":"met","evidence":"commit 31224e8"}}"#)
    }));
        let all = edit(&seed, &ops.iter().map(String::as_str).collect::<Vec<_>>());
        let report = parse(&all);
        assert_eq!(report.computed.status, PlanStatus::Completed);
        assert!(all.contains(
            "status: \"completed\"\nstarted: \"2026-02-05\"\ncompleted: \"2026-11-21\"\n"
        ));
        assert!(
            all.contains(
                "\", status: \"met\", evidence: \"commit 31224e8\" },\n  { id: \"SC-0.2\""
            )
        );
        assert_eq!(all.matches('#').count(), seed.matches('#').count());
    }
}
