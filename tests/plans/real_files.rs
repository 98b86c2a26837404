//! Real files (spec A3.3): no byte lost, every problem named, every edit as small as it can be.

use crate::kit::{changed, edit, shared, try_edit};
use medallion::domain::plan::{self, ParseOptions, PlanReport};

fn report(name: &str, text: &str) -> PlanReport {
    plan::parse(text, &ParseOptions { path: Some(name.to_owned()), ..ParseOptions::default() })
}

/// The fields that follow from the tasks, and dates.
const DERIVED: [&str; 23] = [
    "total_tasks:",
    "completed_tasks:",
    "in_progress_tasks:",
    "blocked_tasks:",
    "at_risk_tasks:",
    "progress:",
    "overall_progress:",
    "completion:",
    "total:",
    "completed:",
    "in_progress:",
    "blocked:",
    "status:",
    "updated:",
    "updated_at:",
    "last_updated:",
    "started:",
    "started_at:",
    "completed_at:",
    "at_risk:",
    "pending:",
    "total_story_points:",
    "completed_story_points:",
];

#[test]
fn an_edit_that_changes_nothing_changes_no_byte() {
    for (name, text) in shared("data/plans") {
        for task in report(&name, &text).tasks {
            let Some(status) = &task.original_status else { continue };
            let op = format!(
                r#"{{"op":"set_task_status","task_id":{:?},"status":{status:?}}}"#,
                task.id
            );
            assert_eq!(edit(&text, &[&op]), text, "{name} {}", task.id);
        }
    }
}

#[test]
fn a_status_is_one_line_and_what_follows_from_it() {
    for (name, text) in shared("data/plans") {
        let before = report(&name, &text);
        for (number, task) in before.tasks.iter().enumerate() {
            for status in ["completed", "pending"] {
                let op = format!(
                    r#"{{"op":"set_task_status","task_id":{:?},"status":"{status}"}}"#,
                    task.id
                );
                let after = edit(&text, &[&op]);
                let read = report(&name, &after);
                assert_eq!(read.tasks[number].status.as_str(), status, "{name} {}", task.id);
                // In one of the words for just that.
                let word = read.tasks[number].original_status.as_deref().unwrap_or(status);
                let words = ["completed", "complete", "done", "pending", "not_started", "planning"];
                let is_kept = before.tasks[number].original_status.as_deref() == Some(word);
                assert!(is_kept || words.contains(&word), "{name} {} {word}", task.id);
                let lines = changed(&text, &after);
                if task.status.as_str() == status {
                    assert!(lines.is_empty(), "{name} {lines:?}");
                    continue;
                }
                // The line of the task, and derived fields; nothing else.
                let own = lines.iter().filter(|line| {
                    let bare = line[1..].trim_start();
                    !DERIVED.iter().any(|field| bare.starts_with(field)) && !bare.starts_with("- [")
                });
                assert_eq!(own.collect::<Vec<_>>(), Vec::<&String>::new(), "{name} {}", task.id);
                assert!(lines.len() <= 2 * 10, "{name} {lines:?}");
                // Every other task is as it was.
                for (old, new) in before.tasks.iter().zip(&read.tasks) {
                    if old.id != task.id {
                        assert_eq!(old, new, "{name}");
                    }
                }
                // Numbers that the document keeps are right now.
                let wrong =
                    read.drift.iter().filter(|drift| drift.computed.text().parse::<u64>().is_ok());
                assert_eq!(wrong.count(), 0, "{name} {}", task.id);
            }
        }
    }
}

#[test]
fn every_task_id_and_every_field_of_the_files_is_there() {
    let files = shared("data/plans");
    let tasks: usize = files.iter().map(|(name, text)| report(name, text).tasks.len()).sum();
    for (name, text) in &files {
        let report = report(name, text);
        let yaml = text.strip_prefix("---\n").and_then(|rest| rest.split("\n---").next());
        let ids = yaml.unwrap_or_default().lines().filter_map(|line| {
            let line = line.trim_start().trim_start_matches("- ");
            line.strip_prefix("id: ").map(|id| id.trim_matches(['"', '\'']).to_owned())
        });
        for id in ids {
            let known = report.tasks.iter().any(|task| task.id == id)
                || report.success_criteria.iter().any(|criterion| criterion.id == id)
                || report.blockers.iter().any(|blocker| blocker.id == id)
                || report.declared.0.text().contains(&id);
            assert!(known, "{name}: {id}");
        }
    }
    assert!(files.is_empty() || tasks > 250, "{tasks}");
}

#[test]
fn tasks_are_added_moved_and_removed_with_the_lines_that_are_theirs() {
    for (name, text) in shared("data/plans") {
        let before = report(&name, &text);
        let has_front_matter = text.trim_start_matches('\u{feff}').starts_with("---");
        if before.tasks.len() < 2 || !has_front_matter {
            continue;
        }
        let add = r#"{"op":"add_task","task":{"id":"NEW-1","label":"A: new one","assigned_to":["me"],"dependencies":[]}}"#;
        let added = edit(&text, &[add]);
        let read = report(&name, &added);
        assert_eq!(read.tasks.len(), before.tasks.len() + 1, "{name}");
        assert_eq!(read.tasks.last().unwrap().label, "A: new one", "{name}");
        let removed = edit(&added, &[r#"{"op":"remove_task","task_id":"NEW-1"}"#]);
        let lines = changed(&text, &removed);
        let own = lines
            .iter()
            .filter(|line| !DERIVED.iter().any(|field| line[1..].trim_start().starts_with(field)));
        assert_eq!(own.collect::<Vec<_>>(), Vec::<&String>::new(), "{name}");
        let (first, last) = (&before.tasks[0].id, &before.tasks.last().unwrap().id);
        let moved = edit(&text, &[&format!(r#"{{"op":"move_task","task_id":{first:?}}}"#)]);
        let order = |text: &str| -> Vec<String> {
            report(&name, text).tasks.iter().map(|task| task.id.clone()).collect()
        };
        assert_eq!(order(&moved).last(), Some(first), "{name}");
        assert_eq!(order(&moved).len(), before.tasks.len(), "{name}");
        let second = &before.tasks[1].id;
        let back = edit(
            &moved,
            &[&format!(r#"{{"op":"move_task","task_id":{first:?},"before":{second:?}}}"#)],
        );
        assert_eq!(order(&back), order(&text), "{name} {last}");
        let lines = changed(&text, &back);
        let own = lines
            .iter()
            .filter(|line| !DERIVED.iter().any(|field| line[1..].trim_start().starts_with(field)));
        assert_eq!(own.collect::<Vec<_>>(), Vec::<&String>::new(), "{name}");
    }
}

#[test]
fn criteria_blockers_fields_and_batches_can_be_edited_in_every_file() {
    for (name, text) in shared("data/plans") {
        let before = report(&name, &text);
        if !text.trim_start_matches('\u{feff}').starts_with("---") {
            continue;
        }
        for criterion in &before.success_criteria {
            let op = format!(
                r#"{{"op":"set_criterion","criterion_id":{:?},"status":"verified","evidence":"seen"}}"#,
                criterion.id
            );
            let read = report(&name, &edit(&text, &[&op]));
            let own = read.success_criteria.iter().find(|own| own.id == criterion.id).unwrap();
            assert_eq!(own.status.as_str(), "completed", "{name}");
            assert_eq!(own.description, criterion.description, "{name}");
        }
        let blocked = edit(
            &text,
            &[r#"{"op":"add_blocker","blocker":{"id":"B-1","title":"No: way","severity":"high"}}"#],
        );
        let read = report(&name, &blocked);
        assert!(
            read.blockers.iter().any(|blocker| blocker.id == "B-1" && blocker.active),
            "{name}"
        );
        let resolved =
            edit(&blocked, &[r#"{"op":"resolve_blocker","blocker_id":"B-1","resolution":"way"}"#]);
        let read = report(&name, &resolved);
        assert!(
            read.blockers.iter().any(|blocker| blocker.id == "B-1" && !blocker.active),
            "{name}"
        );
        let titled =
            edit(&text, &[r#"{"op":"set_field","field":"title","value":"Another: title"}"#]);
        assert_eq!(report(&name, &titled).title.as_deref(), Some("Another: title"), "{name}");
        let lines = changed(&text, &titled);
        let own = lines
            .iter()
            .filter(|line| !DERIVED.iter().any(|field| line[1..].trim_start().starts_with(field)));
        assert!(own.count() <= 2, "{name} {lines:?}");
        let listed =
            try_edit(&text, &[r#"{"op":"append_field","field":"commit_refs","value":"31224e8"}"#]);
        assert!(listed.unwrap().contains("31224e8"), "{name}");
        if before.tasks.is_empty() {
            continue;
        }
        let batched = edit(&text, &[r#"{"op":"rewrite_batches"}"#]);
        let read = report(&name, &batched);
        assert!(!read.drift.iter().any(|drift| drift.field == "batches"), "{name}");
        assert_eq!(read.batches, before.batches, "{name}");
        assert_eq!(edit(&batched, &[r#"{"op":"rewrite_batches"}"#]), batched, "{name}");
    }
}
