//! What waits for what: readiness, batches, critical paths, other phases (design rule 16).

use crate::kit::{edit, front, parse};
use medallion::domain::plan::{self, Amount, ParseOptions, PlanReport};
use proptest::prelude::*;

const CHAIN: &str = "prd: p-v1\nphase: 2\ntasks:\n- {id: A, status: done}\n- {id: B, depends_on: A, estimate: 2h, files: [f.rs]}\n- {id: C, dependencies: [B, X-1], estimate: 1h}\n- {id: D, dependencies: [Phase 1], story_points: 3}\n- {id: E, dependencies: [A], estimate: 30m, file: f.rs}\n";

fn because(report: &PlanReport, id: &str) -> Vec<(&'static str, String)> {
    let blocked = report.blocked.iter().find(|blocked| blocked.task_id == id);
    let reasons = blocked.into_iter().flat_map(|blocked| &blocked.because);
    reasons.map(|reason| (reason.kind.as_str(), reason.id.clone())).collect()
}

#[test]
fn what_is_ready_and_why_the_rest_is_not() {
    let report = parse(&front(CHAIN));
    assert_eq!(report.ready, ["B", "E"]);
    assert_eq!(because(&report, "C"), [("dependency", "B".into()), ("unresolved", "X-1".into())]);
    assert_eq!(because(&report, "D"), [("unresolved", "Phase 1".into())]);
    assert_eq!(report.tasks[2].dependencies, ["B"]);
    assert_eq!(report.tasks[2].unresolved, ["X-1"]);
}

#[test]
fn the_whole_chain_is_told_and_a_cycle_says_so() {
    let text = front(
        "tasks:\n- {id: A}\n- {id: B, dependencies: [A]}\n- {id: C, dependencies: [B]}\n- {id: X, dependencies: [Y]}\n- {id: Y, dependencies: [X]}\n- {id: Z, dependencies: [Z]}\nblockers:\n- {id: B-1, title: t, blocking: [A]}\n- {id: B-2, title: t, blocking: [A], status: resolved}\n",
    );
    let report = parse(&text);
    assert_eq!(report.ready, Vec::<String>::new());
    assert_eq!(because(&report, "A"), [("blocker", "B-1".into())]);
    assert_eq!(
        because(&report, "C"),
        [("dependency", "B".into()), ("dependency", "A".into()), ("blocker", "B-1".into())]
    );
    assert_eq!(because(&report, "X"), [("cycle", "X".into()), ("dependency", "Y".into())]);
    assert_eq!(because(&report, "Z"), [("cycle", "Z".into())]);
    assert_eq!(report.batches, [vec!["A"], vec!["B"], vec!["C"]]);
    let cycle = report.problems.iter().find(|problem| problem.kind.as_str() == "cycle").unwrap();
    assert_eq!((cycle.line, cycle.path.as_str()), (6, "tasks[3].dependencies"));
}

#[test]
fn what_keeps_those_that_a_task_waits_for_is_told_too() {
    let text = front(
        "tasks:\n- {id: A, status: blocked}\n- {id: B, dependencies: [A], blocker: 'no key: none'}\n- {id: C, dependencies: [B, X]}\n- {id: X, dependencies: [Y]}\n- {id: Y, dependencies: [X]}\n- {id: D, blocker: {issue: too slow, blocked_by: [A, E, the vendor]}}\n- {id: E, status: done, blocker: old}\n- {id: F, blocked_by: B}\n- {id: G, blocker: none, blocked_by: []}\n",
    );
    let report = parse(&text);
    let told = |id: &str| -> Vec<String> {
        because(&report, id).into_iter().map(|(kind, id)| format!("{kind} {id}")).collect()
    };
    assert_eq!(told("A"), ["status A"]);
    assert_eq!(told("B"), ["blocker no key: none", "dependency A", "status A"]);
    assert_eq!(
        told("C"),
        [
            "dependency B",
            "dependency X",
            "dependency A",
            "dependency Y",
            "blocker no key: none",
            "cycle X",
            "status A",
            "cycle Y"
        ]
    );
    assert_eq!(told("D"), ["blocker too slow", "dependency A", "blocker the vendor"]);
    assert_eq!(told("F"), ["dependency B"]);
    assert_eq!(report.ready, ["G"]);
}

#[test]
fn what_is_left_out_of_the_reasons_is_counted() {
    let chain: String =
        (1..400).map(|n| format!("- {{id: T{n}, dependencies: [T{}]}}\n", n - 1)).collect();
    let report = parse(&front(&format!("tasks:\n- id: T0\n{chain}")));
    for blocked in &report.blocked {
        let all: u64 = blocked.task_id[1..].parse().unwrap();
        assert_eq!(blocked.because.len() as u64 + blocked.more, all, "{}", blocked.task_id);
    }
    assert!(report.blocked.iter().any(|blocked| blocked.more > 100));
}

#[test]
fn gates_name_one_phase_or_several_and_ids_are_none() {
    let phase = |phase: &str, tasks: &str| front(&format!("prd: p\nphase: {phase}\n{tasks}"));
    let done = |number: u32| phase(&number.to_string(), "tasks:\n- {id: X, status: done}\n");
    let open = |number: u32| phase(&number.to_string(), "tasks:\n- {id: X, status: todo}\n");
    let with = |gate: &str, siblings: Vec<String>| {
        let text = phase("9", &format!("tasks:\n- {{id: A, dependencies: ['{gate}']}}\n"));
        let siblings = siblings.into_iter().map(Into::into).collect();
        because(&plan::parse(&text, &ParseOptions { siblings, ..ParseOptions::default() }), "A")
    };
    let (other, unknown) = ("other_phase", "unresolved");
    for (gate, siblings, expected) in [
        ("Phase 1", vec![done(1)], None),
        ("Phases 1-3 complete", vec![done(1), done(2), done(3)], None),
        ("Phases 1-3 complete", vec![done(1), open(2), done(3)], Some(other)),
        ("Phases 1-3 complete", vec![done(1)], Some(unknown)),
        ("Phases 1, 2 and 3", vec![done(1), done(2), open(3)], Some(other)),
        ("Phase 1 and Phase 2", vec![done(1), open(2)], Some(other)),
        ("All Phase 3 tasks", vec![open(1), done(3)], None),
        ("PHASE_1_COMPLETE", vec![open(1)], Some(other)),
        // Ids that have such words in them.
        ("PHASE-1-API", vec![done(1)], Some(unknown)),
        ("phase1-setup", vec![done(1)], Some(unknown)),
        ("PREPHASE-1", vec![done(1)], Some(unknown)),
        // A document without tasks is as far as it says.
        ("Phase 1", vec![phase("1", "status: planning\n")], Some(other)),
        ("Phase 1", vec![phase("1", "status: completed\n")], None),
        // Of a document about several phases only the one that is meant.
        (
            "Phase 1",
            vec![phase("all", "tasks:\n- {id: X, phase: 1, status: done}\n- {id: Y, phase: 2}\n")],
            None,
        ),
        (
            "Phase 2",
            vec![phase("1-3", "tasks:\n- {id: X, phase: 1, status: done}\n- {id: Y, phase: 02}\n")],
            Some(other),
        ),
        ("Phase 2", vec![phase("1-3", "tasks:\n- {id: X, status: done}\n")], None),
    ] {
        let expected: Vec<_> = expected.into_iter().map(|kind| (kind, gate.to_owned())).collect();
        assert_eq!(with(gate, siblings.clone()), expected, "{gate} {siblings:?}");
    }
    // The name of a file says which phase it is, also for the others.
    let sibling = plan::Sibling {
        path: Some("p/phase-1-progress.md".into()),
        text: front("tasks:\n- {id: X, status: done}\n"),
    };
    let options = ParseOptions { siblings: vec![sibling], ..ParseOptions::default() };
    let text = phase("9", "tasks:\n- {id: A, dependencies: [Phase 1]}\n");
    assert_eq!(plan::parse(&text, &options).ready, ["A"]);
    // Within one document a task waits for those of the other phase.
    let text =
        front("tasks:\n- {id: A, phase: 1}\n- {id: B, phase: 2, dependencies: [Phase 01]}\n");
    assert_eq!(parse(&text).batches, [["A"], ["B"]]);
    // One that is put off does not count, wherever it stands: what counts of its phase is over.
    let put_off = "- {id: A, phase: 1, status: deferred}\n- {id: X, phase: 1, status: done}\n";
    let text = front(&format!("tasks:\n{put_off}- {{id: B, phase: 2, dependencies: [Phase 1]}}\n"));
    assert_eq!(parse(&text).ready, ["B"]);
}

#[test]
fn other_phases_of_the_prd_resolve_dependencies_and_gates() {
    let with = |status: &str, prd: &str| {
        let sibling = front(&format!(
            "prd: {prd}\nphase: 1\ntasks:\n- {{id: X-1, status: {status}}}\n- {{id: X-2, status: deferred}}\n"
        ));
        let options = ParseOptions { siblings: vec![sibling.into()], ..ParseOptions::default() };
        plan::parse(&front(CHAIN), &options)
    };
    let open = with("pending", "p");
    assert_eq!(because(&open, "C"), [("dependency", "B".into()), ("other_phase", "X-1".into())]);
    assert_eq!(because(&open, "D"), [("other_phase", "Phase 1".into())]);
    assert_eq!(open.tasks[2].dependencies, ["B", "X-1"]);
    assert!(open.tasks[2].unresolved.is_empty());
    let done = with("completed", "p");
    assert_eq!(done.ready, ["B", "D", "E"]);
    // Ids are only unique inside of one PRD.
    let foreign = with("completed", "q");
    assert_eq!(because(&foreign, "D"), [("unresolved", "Phase 1".into())]);
}

#[test]
fn the_own_version_of_a_prd_comes_before_another_in_whatever_order_they_are_given() {
    let phase = |prd: &str, status: &str| {
        let prd = if prd.is_empty() { String::new() } else { format!("prd: {prd}\n") };
        plan::Sibling::from(front(&format!(
            "{prd}phase: 1\ntasks:\n- {{id: A, status: {status}}}\n"
        )))
    };
    let text = front(
        "prd: x-v2\nphase: 2\ntasks:\n- {id: B, dependencies: [A]}\n- {id: C, dependencies: [Phase 1]}\n",
    );
    let ready = |siblings: Vec<plan::Sibling>| {
        plan::parse(&text, &ParseOptions { siblings, ..ParseOptions::default() }).ready
    };
    let none: &[&str] = &[];
    for (own, other, expected) in [
        (phase("X-v2", "done"), phase("x-v1", "todo"), ["B", "C"].as_slice()),
        (phase("x-v2", "todo"), phase("x-v1", "done"), none),
        // What says of no PRD is nearer than what says of another version.
        (phase("", "todo"), phase("x", "done"), none),
    ] {
        assert_eq!(ready(vec![own.clone(), other.clone()]), expected);
        assert_eq!(ready(vec![other, own]), expected);
    }
    // Where the own version has no such task, the other one is as good as before.
    assert_eq!(ready(vec![phase("x-v1", "done")]), ["B", "C"]);
}

#[test]
fn batches_keep_to_hands_and_files() {
    let with = |hands, file_conflicts| {
        let options = ParseOptions { hands, file_conflicts, ..ParseOptions::default() };
        plan::parse(&front(CHAIN), &options).batches
    };
    assert_eq!(with(None, false), [vec!["A", "D"], vec!["B", "E"], vec!["C"]]);
    assert_eq!(with(None, true), [vec!["A", "D"], vec!["B"], vec!["C", "E"]]);
    assert_eq!(with(Some(1), false), [["A"], ["B"], ["C"], ["D"], ["E"]]);
}

#[test]
fn points_and_minutes_have_schedules_of_their_own() {
    let report = parse(&front(CHAIN));
    let minutes = report.schedule.minutes.0.unwrap();
    assert_eq!(minutes.makespan, Amount(180_000));
    assert_eq!(minutes.critical_path, ["A", "B", "C"]);
    assert_eq!(minutes.slack.get("E"), Some(&Amount(150_000)));
    assert_eq!(minutes.unestimated, ["A", "D"]);
    let points = report.schedule.points.0.unwrap();
    assert_eq!(points.makespan, Amount(3000));
    assert_eq!(points.critical_path, ["D"]);
    assert_eq!(points.unestimated, ["A", "B", "C", "E"]);
}

#[test]
fn wrong_paths_and_batches_are_told_from_right_ones() {
    let tasks = "tasks:\n- {id: A, points: 1}\n- {id: B, points: 1, dependencies: [A]}\n- {id: C, points: 3}\n- {id: D, status: cancelled}\n";
    for (parallel, wrong) in [
        ("batch_1: [A, C]\n  batch_2: [B]", vec![]),
        ("batch_1: [A]\n  batch_2: [C]\n  batch_9: [B]", vec![]),
        ("phase_1_batch_1: [A, C]\n  phase_1_batch_2: [B]\n  deferred: [D]\n  strategy: x", vec![]),
        ("batch_1: {tasks: [A, C], note: n}\n  batch_2: B", vec![]),
        ("batch_1: [A, B, C]", vec!["batches"]),
        ("batch_1: [B]\n  batch_2: [A, C]", vec!["batches"]),
        ("batch_1: [A, C]", vec!["batches"]),
        ("batch_1: [A, C, Q]\n  batch_2: [B]", vec!["batches"]),
        ("critical_path: [C]", vec![]),
        ("critical_path: [A, B]", vec!["parallelization.critical_path"]),
        ("critical_path: [A, C]", vec!["parallelization.critical_path"]),
        ("critical_path: [Q]", vec!["parallelization.critical_path"]),
        ("estimated_total_time: 3 pts", vec![]),
        ("estimated_total_time: 4 pts", vec![]),
        ("estimated_total_time: 5 pts", vec!["parallelization.estimated_total_time"]),
        ("estimated_total_time: 2 pts", vec!["parallelization.estimated_total_time"]),
        ("estimated_total_time: 5-7 days", vec![]),
    ] {
        let report = parse(&front(&format!("{tasks}parallelization:\n  {parallel}\n")));
        let fields: Vec<&str> = report.drift.iter().map(|drift| drift.field.as_str()).collect();
        assert_eq!(fields, wrong, "{parallel}");
    }
}

#[test]
fn what_does_not_count_is_not_critical() {
    let report = parse(&front(
        "tasks:\n- {id: A, points: 2}\n- {id: B, points: 5, status: cancelled, dependencies: [A]}\n- {id: C, points: 3, dependencies: [B]}\n- {id: D, points: 9, status: deferred}\n",
    ));
    let points = report.schedule.points.0.unwrap();
    assert_eq!(points.critical_tasks, ["A", "C"]);
    assert_eq!(points.makespan, Amount(5000));
}

#[test]
fn ten_thousand_tasks_are_reported_in_proportion() {
    let text = front(&many(10_000));
    let report = parse(&text);
    assert_eq!(report.tasks.len(), 10_000);
    assert_eq!(report.batches.len(), 1000);
    assert_eq!(report.ready.len(), 10);
    // A chain of all of them, told as far as it is in proportion.
    let chain: String =
        (1..10_000).map(|n| format!("- {{id: T{n}, dependencies: [T{}]}}\n", n - 1)).collect();
    let report = parse(&front(&format!("tasks:\n- id: T0\n{chain}")));
    assert!(report.blocked.iter().map(|blocked| blocked.because.len()).sum::<usize>() <= 50_000);
}

fn many(count: usize) -> String {
    let task = |n: usize| {
        let before: Vec<String> = [n.checked_sub(10), n.checked_sub(13)]
            .into_iter()
            .flatten()
            .map(|n| format!("T{n}"))
            .collect();
        format!(
            "- id: T{n}\n  title: \"task {n}\"\n  status: pending\n  assigned_to: [a{}]\n  dependencies: [{}]\n  estimated_effort: \"{} pts\"\n",
            n % 7,
            before.join(", "),
            n % 5 + 1
        )
    };
    format!("tasks:\n{}", (0..count).map(task).collect::<String>())
}

proptest! {
    #[test]
    fn schedules_are_what_brute_force_finds(
        efforts in proptest::collection::vec(0_u64..4, 1..9),
        edges in proptest::collection::vec((0_usize..8, 0_usize..8), 0..14),
    ) {
        let count = efforts.len();
        let before = |task: usize| -> Vec<usize> {
            let own = edges.iter().filter(|(a, b)| a % count == task && b % count < task);
            own.map(|(_, b)| b % count).collect()
        };
        let line = |task: usize| {
            let ids: Vec<String> = before(task).iter().map(|id| format!("T{id}")).collect();
            format!("- {{id: T{task}, dependencies: [{}], points: {}}}\n", ids.join(", "), efforts[task])
        };
        let text = front(&format!("tasks:\n{}", (0..count).map(line).collect::<String>()));
        // The longest way to each task, by trying all.
        fn longest(task: usize, before: &dyn Fn(usize) -> Vec<usize>, efforts: &[u64]) -> u64 {
            let ways = before(task).into_iter().map(|other| longest(other, before, efforts));
            ways.max().unwrap_or(0) + efforts[task]
        }
        let makespan = (0..count).map(|task| longest(task, &before, &efforts)).max().unwrap();
        let schedule = parse(&text).schedule.points.0.unwrap();
        prop_assert_eq!(schedule.makespan, Amount(makespan * 1000));
        let number = |id: &String| id[1..].parse::<usize>().unwrap();
        let path: Vec<usize> = schedule.critical_path.iter().map(number).collect();
        prop_assert_eq!(path.iter().map(|&task| efforts[task]).sum::<u64>(), makespan);
        prop_assert!(path.windows(2).all(|step| before(step[1]).contains(&step[0])));
    }
}

#[test]
fn an_id_that_stands_twice_is_named_once() {
    let text = front(
        "parallelization:\n  batch_1: [A, A]\n  batch_2: [B, A]\n  batch_3: [A]\ntasks:\n- {id: A}\n- {id: A}\n- {id: B, dependencies: [A]}\n- {id: A, dependencies: [B]}\n",
    );
    let report = parse(&text);
    assert_eq!(report.ready, ["A"]);
    assert_eq!(report.batches, [["A"], ["B"]]);
    for limits in ["", r#","hands":1"#, r#","file_conflicts":true"#] {
        let op = format!(r#"{{"op":"rewrite_batches"{limits}}}"#);
        let after = edit(&text, &[&op]);
        let expected = text
            .replace("batch_1: [A, A]", "batch_1: [A]")
            .replace("batch_2: [B, A]", "batch_2: [B]")
            .replace("  batch_3: [A]\n", "");
        assert_eq!(after, expected, "{limits}");
        let kinds = |own: &plan::PlanProblem| own.kind.as_str() == "batches";
        assert!(!parse(&after).problems.iter().any(kinds), "{limits}");
    }
    // One that is done keeps none from being ready.
    let text = front("tasks:\n- {id: A, status: done}\n- {id: A}\n- {id: A}\n");
    assert_eq!(parse(&text).ready, ["A"]);
}

#[test]
fn a_circle_through_other_documents_is_found_and_what_keeps_their_tasks_is_told() {
    let with = |own: &str, others: &[&str]| {
        let siblings = others.iter().map(|text| front(&format!("prd: p\n{text}")).into()).collect();
        let options = ParseOptions { siblings, ..ParseOptions::default() };
        plan::parse(&front(&format!("prd: p\nphase: 2\n{own}")), &options)
    };
    let cycle = |report: &PlanReport| {
        let own = report.problems.iter().find(|own| own.kind.as_str() == "cycle");
        own.map(|own| (own.path.clone(), own.message.clone()))
    };
    let path = "tasks[0].dependencies".to_owned();
    // By ids, over two documents.
    let report = with(
        "tasks:\n- {id: A, dependencies: [X]}\n- {id: B}\n",
        &[
            "phase: 1\ntasks:\n- {id: X, dependencies: [Y]}\n",
            "phase: 3\ntasks:\n- {id: Y, depends_on: A}\n",
        ],
    );
    let message = "these tasks wait for each other: A, X, Y".to_owned();
    assert_eq!(cycle(&report), Some((path.clone(), message)));
    assert_eq!(
        because(&report, "A"),
        [("cycle", "A".into()), ("other_phase", "X".into()), ("other_phase", "Y".into())]
    );
    assert_eq!(report.batches, [["B"]]);
    // By gates, there and here.
    let gate = "phase: 1\ntasks:\n- {id: X, dependencies: [Phase 2]}\n";
    for own in ["[X]", "[Phase 1]"] {
        let report = with(&format!("tasks:\n- {{id: A, dependencies: {own}}}\n- id: B\n"), &[gate]);
        let message = "these tasks wait for each other: A, X".to_owned();
        assert_eq!(cycle(&report), Some((path.clone(), message)), "{own}");
    }
    // The chain goes on through what is open, and back into this plan.
    let report = with(
        "tasks:\n- {id: A, dependencies: [X]}\n- {id: B}\n",
        &[
            "phase: 1\ntasks:\n- {id: X, dependencies: [Y, Z]}\n- {id: Y, dependencies: [B]}\n- {id: Z, status: done, dependencies: [Q]}\n- {id: Q}\n",
        ],
    );
    assert_eq!(
        because(&report, "A"),
        [("dependency", "B".into()), ("other_phase", "X".into()), ("other_phase", "Y".into())]
    );
    assert_eq!(report.batches, [["B"], ["A"]]);
    assert_eq!(cycle(&report), None);
    // What goes round elsewhere is told there.
    let report = with(
        "tasks:\n- {id: A}\n- {id: B, status: done, dependencies: [X]}\n",
        &["phase: 1\ntasks:\n- {id: X, dependencies: [Y]}\n- {id: Y, dependencies: [X]}\n"],
    );
    assert_eq!(cycle(&report), None);
    assert_eq!(report.ready, ["A"]);
}

#[test]
fn thousands_of_tasks_wait_for_whole_phases_in_proportion() {
    let start = std::time::Instant::now();
    // All of one phase, and what waits for all of it: millions of pairs.
    let many: String = (0..5000)
        .map(|n| {
            let gate = if n % 2 == 0 { "phase: 1" } else { "phase: 2, dependencies: [Phase 1]" };
            format!("- {{id: T{n}, {gate}}}\n")
        })
        .collect();
    let report = parse(&front(&format!("tasks:\n{many}")));
    assert_eq!(report.batches.len(), 2);
    assert_eq!(report.batches[1].len(), 2500);
    let ranges: String =
        (0..2000).map(|n| format!("- {{id: T{n}, dependencies: [Phases 0-99]}}\n")).collect();
    assert_eq!(parse(&front(&format!("tasks:\n{ranges}"))).ready.len(), 0);
    assert!(start.elapsed() < std::time::Duration::from_secs(20), "{:?}", start.elapsed());
}

#[test]
fn gates_are_in_no_batch_whatever_the_limits() {
    let text = front(
        "parallelization:\n  batch_1: [A, B, C]\ntasks:\n- {id: A, phase: 1, points: 1}\n- {id: B, phase: 1, points: 2, status: done}\n- {id: C, phase: 2, points: 1, dependencies: [Phase 1]}\n",
    );
    for (hands, expected) in [
        (None, vec![vec!["A", "B"], vec!["C"]]),
        (Some(1), vec![vec!["A"], vec!["B"], vec!["C"]]),
        (Some(9), vec![vec!["A", "B"], vec!["C"]]),
    ] {
        let report = plan::parse(&text, &ParseOptions { hands, ..ParseOptions::default() });
        assert_eq!(report.batches, expected, "{hands:?}");
        let points = report.schedule.points.0.unwrap();
        assert_eq!(points.critical_path, ["B", "C"]);
        assert_eq!(points.slack.get("A"), Some(&Amount(1000)));
    }
    let drift = parse(&text).problems;
    let wrong = drift.iter().find(|own| own.kind.as_str() == "batches").unwrap();
    assert!(wrong.message.contains("C does not come behind"), "{}", wrong.message);
}
