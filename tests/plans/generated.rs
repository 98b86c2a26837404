//! Generated plans in every style: no byte lost, edits read back, and no text does harm.

use crate::kit::{changed, now, op, parse, seeds};
use medallion::domain::plan;
use proptest::prelude::*;

/// How somebody writes.
#[derive(Debug, Clone)]
struct Hand {
    crlf: bool,
    mark: bool,
    quotes: usize,
    dash: usize,
    flow_lists: bool,
    flow_tasks: bool,
    map: bool,
    comments: bool,
    blank: bool,
}

fn any_hand() -> impl Strategy<Value = Hand> {
    (any::<[bool; 7]>(), 0_usize..3, 0_usize..3).prop_map(
        |([crlf, mark, flow_lists, flow_tasks, map, comments, blank], quotes, dash)| Hand {
            crlf,
            mark,
            quotes,
            dash,
            flow_lists,
            flow_tasks,
            map,
            comments,
            blank,
        },
    )
}

#[derive(Debug, Clone)]
struct Sketch {
    label: String,
    status: &'static str,
    before: Vec<usize>,
}

fn any_sketch() -> impl Strategy<Value = Vec<Sketch>> {
    let status = prop::sample::select(vec![
        "pending",
        "in_progress",
        "completed",
        "complete",
        "blocked",
        "at-risk",
        "deferred",
        "done",
    ]);
    let label = prop::sample::select(vec![
        "plain",
        "a: b",
        "it's",
        "\"q\"",
        "# no comment",
        "x #y",
        "- dash",
        "ünï",
        "no",
        "1.10",
        "[x]",
        "{y}",
        "trailing:",
        "",
    ]);
    let task = (label, status, prop::collection::vec(0_usize..6, 0..3));
    let task =
        task.prop_map(|(label, status, before)| Sketch { label: label.to_owned(), status, before });
    prop::collection::vec(task, 1..6)
}

impl Hand {
    fn quote(&self, text: &str) -> String {
        let plain = text.chars().all(|c| c.is_ascii_alphabetic() || c == '_' || c == '-')
            && !text.is_empty()
            && text != "no"
            && !text.starts_with('-');
        match self.quotes {
            0 if plain => text.to_owned(),
            1 => format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")),
            _ => format!("'{}'", text.replace('\'', "''")),
        }
    }

    fn write(&self, sketch: &[Sketch]) -> String {
        let mut out = String::from(
            "---\ntype: progress\nstatus: planning\nprogress: 0\nupdated: 2026-01-01\n",
        );
        if self.comments {
            out.push_str("# about\n\n");
        }
        out.push_str("tasks:\n");
        let pad = " ".repeat(self.dash);
        for (number, task) in sketch.iter().enumerate() {
            let before: Vec<String> = task
                .before
                .iter()
                .filter(|before| **before < number)
                .map(|before| format!("T-{before}"))
                .collect();
            let comment = if self.comments { "  # here" } else { "" };
            let inside = if self.map { format!("{pad}   ") } else { format!("{pad}  ") };
            let (label, status) = (self.quote(&task.label), self.quote(task.status));
            if self.flow_tasks {
                let head = if self.map {
                    format!("{pad} T-{number}: {{")
                } else {
                    format!("{pad}- {{id: T-{number}, ")
                };
                out.push_str(&format!(
                    "{head}title: {label}, status: {status}, dependencies: [{}]}}{comment}\n",
                    before.join(", ")
                ));
            } else {
                match self.map {
                    true => out
                        .push_str(&format!("{pad} T-{number}:{comment}\n{inside}title: {label}\n")),
                    false => out.push_str(&format!(
                        "{pad}- id: T-{number}{comment}\n{inside}title: {label}\n"
                    )),
                }
                out.push_str(&format!("{inside}status:  {status}{comment}\n"));
                if self.flow_lists || before.is_empty() {
                    out.push_str(&format!("{inside}dependencies: [{}]\n", before.join(", ")));
                } else {
                    out.push_str(&format!("{inside}dependencies:\n"));
                    before.iter().for_each(|id| out.push_str(&format!("{inside}- {id}\n")));
                }
            }
            if self.blank {
                out.push('\n');
            }
        }
        out.push_str(
            "last: |\n  kept  \n   as it is\n---\n\n# Body\n\n---\n\n- [ ] T-0: not this\n",
        );
        let out = if self.crlf { out.replace('\n', "\r\n") } else { out };
        if self.mark { format!("\u{feff}{out}") } else { out }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn what_was_written_is_read_and_edits_touch_nothing_else(
        hand in any_hand(),
        sketch in any_sketch(),
        which in 0_usize..6,
        status in prop::sample::select(vec!["pending", "in_progress", "completed", "blocked", "cancelled"]),
    ) {
        let text = hand.write(&sketch);
        let report = parse(&text);
        prop_assert_eq!(report.tasks.len(), sketch.len(), "{}", text);
        for (number, (task, meant)) in report.tasks.iter().zip(&sketch).enumerate() {
            prop_assert_eq!(&task.id, &format!("T-{number}"));
            prop_assert_eq!(&task.label, &meant.label, "{}", text);
            prop_assert_eq!(task.original_status.as_deref(), Some(meant.status));
            let mut before: Vec<String> = meant.before.iter().filter(|b| **b < number).map(|b| format!("T-{b}")).collect();
            prop_assert_eq!(&task.dependencies, &before);
            before.clear();
        }
        let which = which % sketch.len();
        let edit = op(&format!(r#"{{"op":"set_task_status","task_id":"T-{which}","status":"{status}"}}"#));
        let after = plan::edit(&text, std::slice::from_ref(&edit), now()).unwrap();
        let read = parse(&after);
        for (number, (new, old)) in read.tasks.iter().zip(&report.tasks).enumerate() {
            if number == which {
                prop_assert_eq!(new.status.as_str(), status);
            } else {
                prop_assert_eq!(new, old);
            }
        }
        if report.tasks[which].status.as_str() == status {
            prop_assert_eq!(&after, &text);
        }
        // Task, status, progress and updated, each a line that goes and one that comes.
        prop_assert!(changed(&text, &after).len() <= 8);
        prop_assert_eq!(plan::edit(&after, &[edit], now()).unwrap(), after);
    }

    #[test]
    fn whatever_is_edited_reads_back_or_is_refused(
        hand in any_hand(),
        sketch in any_sketch(),
        ops in prop::collection::vec(any_op(), 1..5),
    ) {
        let text = hand.write(&sketch);
        let edits: Vec<_> = ops.iter().map(|json| op(json)).collect();
        if let Ok(after) = plan::edit(&text, &edits, now()) {
            let (before, read) = (parse(&text), parse(&after));
            let count = |name: &str| ops.iter().filter(|op| op.contains(name)).count();
            prop_assert_eq!(read.tasks.len() + count("remove_task"), before.tasks.len() + count("add_task"), "{}\n{}", text, after);
            let faults = |report: &plan::PlanReport| report.problems.iter().filter(|p| p.severity.as_str() == "error" && p.message.contains("quote")).count();
            prop_assert!(faults(&read) <= faults(&before));
            let body = |text: &str| text[text.find("# Body").unwrap()..].to_owned();
            prop_assert_eq!(body(&after), body(&text));
        }
    }

    #[test]
    fn a_note_is_refused_in_no_style(hand in any_hand(), sketch in any_sketch(), note in "[ -~é]{0,12}") {
        let text = hand.write(&sketch);
        let json = serde_json::to_string(&note).unwrap();
        let edit = op(&format!(r#"{{"op":"set_task_status","task_id":"T-0","status":"review","note":{json}}}"#));
        let after = plan::edit(&text, &[edit], now());
        prop_assert!(after.is_ok(), "{:?}\n{}", after, text);
        let read = serde_json::from_str::<serde_json::Value>(parse(&after.unwrap()).tasks[0].others.0.text()).unwrap();
        prop_assert_eq!(read["note"].as_str().or(Some("")), Some(note.as_str()));
    }

    #[test]
    fn no_text_does_harm(text in "(---\n)?([a-z]{1,3}: |- |  |[-\\[\\]{}:#&*!|>'\"%@`,~ ]|tasks:|status: |id: |\n|\r\n|\t|é){0,60}(\n---\n)?") {
        let report = parse(&text);
        prop_assert!(serde_json::to_string(&report).is_ok());
        for (number, task) in report.tasks.iter().enumerate().take(3) {
            let id = serde_json::to_string(&task.id).unwrap();
            let edit = op(&format!(r#"{{"op":"set_task_status","task_id":{id},"status":"done"}}"#));
            let Ok(after) = plan::edit(&text, &[edit], now()) else { continue };
            is_one_status(&text, &after, number)?;
        }
        for problem in &report.problems {
            is_mended_for_good(&text, problem)?;
        }
    }

    #[test]
    fn a_torn_seed_does_no_harm(from in 0_usize..3000, length in 0_usize..40, insert in "[\\[\\]{}:'\"#\\-\n\t a]{0,3}") {
        for seed in seeds().iter().take(1) {
            let mut torn = seed.clone();
            let from = from.min(torn.len());
            torn.replace_range(from..(from + length).min(torn.len()), &insert);
            let report = parse(&torn);
            for (number, task) in report.tasks.iter().enumerate().take(2) {
                let id = serde_json::to_string(&task.id).unwrap();
                let edit = op(&format!(r#"{{"op":"set_task_status","task_id":{id},"status":"review"}}"#));
                let Ok(after) = plan::edit(&torn, &[edit], now()) else { continue };
                is_one_status(&torn, &after, number)?;
            }
            for problem in &report.problems {
                is_mended_for_good(&torn, problem)?;
            }
        }
    }
}

/// Only the status of this task has changed, and what is counted; every other line is as it was.
fn is_one_status(before: &str, after: &str, number: usize) -> Result<(), TestCaseError> {
    const COUNTED: [&str; 7] = [
        "status:",
        "started:",
        "completed:",
        "updated:",
        "overall_progress:",
        "_tasks:",
        "progress:",
    ];
    let lines = changed(before, after);
    let added: Vec<&String> = lines.iter().filter(|line| line.starts_with('+')).collect();
    let is_counted = |line: &&&String| {
        line.len() > 1
            && !line[1..].starts_with([' ', '-'])
            && COUNTED.iter().any(|own| line.contains(own))
    };
    let own = added.iter().filter(|line| !is_counted(line)).count();
    prop_assert!(own <= 1, "{before:?}\n{after:?}\n{lines:?}");
    let (old, new) = (parse(before), parse(after));
    prop_assert_eq!(old.tasks.len(), new.tasks.len());
    for (place, (old, new)) in old.tasks.iter().zip(&new.tasks).enumerate() {
        if place != number {
            prop_assert_eq!(old, new, "{}\n{}", before, after);
        }
    }
    Ok(())
}

/// Where a fix can be made at all, making it again changes nothing.
fn is_mended_for_good(text: &str, problem: &plan::PlanProblem) -> Result<(), TestCaseError> {
    let fix = problem.fix.0.clone().unwrap_or_default();
    if let Ok(mended) = plan::edit(text, &fix, now()) {
        let again = plan::edit(&mended, &fix, now()).ok();
        prop_assert_eq!(again.as_ref(), Some(&mended), "{:?}\n{:?}", text, fix);
    }
    Ok(())
}

fn any_op() -> impl Strategy<Value = String> {
    let id = (0_usize..6).prop_map(|n| format!("T-{n}"));
    let text = prop::sample::select(vec![
        "x",
        "a: b",
        "#",
        "- y",
        "'",
        "\\\"",
        "no",
        "",
        "long\\nlines",
        "é",
    ]);
    prop_oneof![
        (id.clone(), text.clone()).prop_map(|(id, note)| format!(r#"{{"op":"set_task_status","task_id":"{id}","status":"done","note":"{note}"}}"#)),
        (id.clone(), text.clone()).prop_map(|(id, value)| format!(r#"{{"op":"set_task_field","task_id":"{id}","field":"title","value":"{value}"}}"#)),
        (id.clone(), text.clone()).prop_map(|(id, value)| format!(r#"{{"op":"set_task_field","task_id":"{id}","field":"extra","value":["{value}",{{"k":"{value}"}}]}}"#)),
        text.clone().prop_map(|value| format!(r#"{{"op":"set_field","field":"last","value":"{value}"}}"#)),
        text.clone().prop_map(|value| format!(r#"{{"op":"append_field","field":"owners","value":"{value}"}}"#)),
        text.clone().prop_map(|value| format!(r#"{{"op":"add_task","task":{{"id":"N{value}","title":"{value}"}}}}"#)),
        (id.clone(), id.clone()).prop_map(|(id, before)| format!(r#"{{"op":"move_task","task_id":"{id}","before":"{before}"}}"#)),
        id.prop_map(|id| format!(r#"{{"op":"remove_task","task_id":"{id}"}}"#)),
        text.prop_map(|value| format!(r#"{{"op":"add_blocker","blocker":{{"title":"{value}"}}}}"#)),
        Just(r#"{"op":"rewrite_batches"}"#.to_owned()),
    ]
}
