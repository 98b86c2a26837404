//! Each kind of problem has a fix that mends it and is idempotent, or says why not (spec B3.15).

use crate::kit::{front, now, parse, seeds, shared};
use medallion::domain::plan::{self, PlanProblem, PlanProblemKind};

/// A text for each kind of problem; with it, whether it can be mended.
fn samples() -> Vec<(PlanProblemKind, bool, String)> {
    use PlanProblemKind as K;
    let task = |fields: &str| {
        format!(
            "tasks:\n- id: A\n  title: a\n  status: pending\n  assigned_to: [x]\n  dependencies: []\n{fields}"
        )
    };
    let yaml = vec![
        (K::Indentation, false, "a: 1\n  b: 2\n".to_owned()),
        (K::Tab, false, "a:\n\tb: 2\n".to_owned()),
        (
            K::MixedList,
            true,
            "parallelization:\n  batch_1:\n    - A\n    why: because\n".to_owned() + &task(""),
        ),
        // Elsewhere a key is mis-indented, and nobody knows whose it is.
        (K::MixedList, false, "owners:\n  - a\n  why: because\n".to_owned()),
        (
            K::MixedList,
            false,
            "tasks:\n  - id: A\n    files: [x]\n  notes: n\n  - id: B\n".to_owned(),
        ),
        (
            K::MixedList,
            false,
            "parallelization:\n  critical_path:\n    - A\n    why: because\n".to_owned()
                + &task(""),
        ),
        (K::UnquotedColon, true, "title: Phase: one\n".to_owned()),
        (K::UnquotedColon, true, task("  notes: this: that\n")),
        (K::ReservedCharacter, true, "title: `code` first\n".to_owned()),
        (K::ReservedCharacter, true, task("  checks:\n  - ok\n  - '[x]'\n  - [x] done\n")),
        (K::UnclosedQuote, true, "title: \"Phase one\nphase: 1\n".to_owned()),
        (K::UnclosedFlow, false, "owners: [a, b\nphase: 1\n".to_owned()),
        (K::TextBehind, true, "title: \"Phase\" one\n".to_owned()),
        (K::MissingComma, false, "owners: [a \"b\"]\nphase: {a: 1,, b: 2}\n".to_owned()),
        (K::UnknownEscape, false, "title: \"C:\\dir\"\n".to_owned()),
        (K::UnexpectedText, false, "a: 1\nwhat is this\n".to_owned()),
        (K::UnexpectedText, false, "owners: - a\n".to_owned()),
        (K::DuplicateKey, false, "a: 1\na: 2\n".to_owned()),
        (K::UnknownAlias, false, "a: *nothing\n".to_owned()),
        (K::MergeKey, false, "a: &a {b: 1}\nc: {<<: *a}\n".to_owned()),
        (K::Unreadable, false, "- id: A\n".to_owned()),
        (K::Unreadable, false, "tasks: A and B\n".to_owned()),
        (
            K::TooDeep,
            false,
            format!(
                "{}b: 1\n",
                (0..90).map(|n| format!("{}a:\n", " ".repeat(n))).collect::<String>()
            ),
        ),
        (
            K::MissingId,
            true,
            task("- title: b\n  status: pending\n  assigned_to: [x]\n  dependencies: []\n"),
        ),
        (K::MissingLabel, false, "tasks:\n- id: A\n  status: pending\n".to_owned()),
        (
            K::MissingAssignee,
            false,
            "tasks:\n- id: A\n  status: pending\n  assigned_to: []\n".to_owned(),
        ),
        (K::MissingDependencies, true, "tasks:\n- id: A\n  status: pending\n".to_owned()),
        (K::MissingDependencies, false, "tasks:\n  A: a text alone\n".to_owned()),
        (K::MissingStatus, true, "tasks:\n- id: A\n  title: a\n".to_owned()),
        (K::MissingStatus, true, "tasks:\n  A:\n".to_owned()),
        (K::MissingStatus, false, "tasks:\n  A: a text alone\n".to_owned()),
        (K::UnknownStatus, false, "tasks:\n- id: A\n  status: soon\n".to_owned()),
        (K::UnreadableEffort, false, task("  estimated_effort: a lot\n")),
        (K::DuplicateId, false, task("- id: A\n")),
        (K::UnknownDependency, false, task("- id: B\n  dependencies: [C]\n")),
        (K::UnresolvedGate, false, task("- id: B\n  dependencies: [Phase 1]\n")),
        (K::SelfDependency, true, task("- id: B\n  dependencies: [A, B]\n")),
        (K::Cycle, false, task("- id: B\n  dependencies: [C]\n- id: C\n  dependencies: [B]\n")),
        (K::Drift, true, "progress: 7\n".to_owned() + &task("")),
        (K::Drift, true, "status: completed\n".to_owned() + &task("")),
        (K::Drift, true, "completion: 7%\n".to_owned() + &task("")),
        (K::Drift, true, "task_counts: { total: 9 }\n".to_owned() + &task("")),
        (
            K::Batches,
            true,
            "parallelization:\n  batch_1: [A, B]\n".to_owned()
                + &task("- id: B\n  dependencies: [A]\n"),
        ),
        (
            K::CriticalPath,
            true,
            "parallelization:\n  critical_path: [B]\n".to_owned()
                + &task("- id: B\n  dependencies: [A]\n"),
        ),
        (
            K::TotalTime,
            true,
            "parallelization:\n  estimated_total_time: 2h\n".to_owned()
                + &task("  estimate: 1h\n- id: B\n  estimate: 1h\n"),
        ),
        (K::MissingField, true, "prd: p\nphase: 1\n".to_owned() + &task("")),
        (K::MissingField, false, "type: progress\nphase: 1\n".to_owned() + &task("")),
        (K::MissingField, false, "type: progress\nprd: p\nphase:\n".to_owned() + &task("")),
        (K::UnknownStatus, false, "status: soon\n".to_owned() + &task("")),
        (K::UnknownStatus, false, "success_criteria:\n- {id: SC-1, status: perhaps}\n".into()),
        (K::UnknownStatus, false, "quality_gates:\n- {criterion: c, verified: perhaps}\n".into()),
        (K::OpenCriteria, false, "status: completed\nsuccess_criteria: [it works]\n".to_owned()),
        (K::ActiveBlockers, false, "status: completed\nblockers: [no way]\n".to_owned()),
    ];
    let mut all: Vec<(K, bool, String)> =
        yaml.into_iter().map(|(kind, mends, yaml)| (kind, mends, front(&yaml))).collect();
    all.push((K::NoFrontMatter, false, "# Nothing\n".into()));
    all.push((K::UnclosedFrontMatter, false, "---\na: 1\n\n# Body\n\nText *here*.\n".into()));
    all
}

fn mends(name: &str, text: &str, problem: &PlanProblem) {
    let fix = problem.fix.0.as_ref().unwrap();
    let json = serde_json::to_string(fix).unwrap();
    let mended =
        plan::edit(text, fix, now()).unwrap_or_else(|error| panic!("{name} {json}: {error}"));
    let left = parse(&mended);
    let still = |other: &PlanProblem| other.kind == problem.kind && other.path == problem.path;
    assert!(!left.problems.iter().any(still), "{name} {json}\n{mended}");
    assert_eq!(plan::edit(&mended, fix, now()).unwrap(), mended, "{name} {json}");
}

#[test]
fn each_kind_of_problem_is_found_and_mended_or_says_why_not() {
    let samples = samples();
    for kind in PlanProblemKind::ALL {
        assert!(samples.iter().any(|(own, _, _)| own == kind), "{} has no sample", kind.as_str());
    }
    for (kind, can_be_mended, text) in samples {
        let report = parse(&text);
        let found = report.problems.iter().find(|problem| problem.kind == kind);
        let Some(problem) = found else {
            panic!("{} is not found in\n{text}\n{:?}", kind.as_str(), report.problems)
        };
        assert_eq!(problem.fix.0.is_some(), can_be_mended, "{}\n{text}", kind.as_str());
        assert!(!problem.suggestion.is_empty());
        if can_be_mended {
            mends(kind.as_str(), &text, problem);
        }
    }
}

#[test]
fn problems_stand_where_their_words_stand() {
    let text = front(
        "type: progress\nstatus: soon\ntasks:\n- id: A\n  title: a\n  status: done\n  assigned_to: x\n  depends_on:\n  - Z\n- id: B\n  title: b\n  status: done\n  assigned_to: x\n  depends_on: [C]\n- id: C\n  title: c\n  status: done\n  assigned_to: x\n  depends_on: [B]\nsuccess_criteria:\n- id: SC-1\n  status: perhaps\n",
    );
    let path = Some("soil/phase-2-progress.md".to_owned());
    let options = plan::ParseOptions { path, ..plan::ParseOptions::default() };
    let report = plan::parse(&text, &options);
    let problems: Vec<(&str, u64, &str)> = (report.problems.iter())
        .map(|own| (own.kind.as_str(), own.line, own.path.as_str()))
        .collect();
    assert_eq!(
        problems,
        [
            ("missing_field", 1, "prd"),
            ("missing_field", 1, "phase"),
            ("unknown_status", 3, "status"),
            ("unknown_dependency", 10, "tasks[0].depends_on"),
            ("cycle", 15, "tasks[1].depends_on"),
            ("unknown_status", 23, "success_criteria.SC-1"),
        ]
    );
    // What the name of the file says can be written.
    let fixes: Vec<_> =
        report.problems.iter().filter_map(|own| own.fix.0.clone()).flatten().collect();
    let mended = plan::edit(&text, &fixes, now()).unwrap();
    assert!(
        mended.contains("prd: soil\nphase: \"2\"\n") || mended.contains("prd: soil\nphase: '2'\n"),
        "{mended}"
    );
}

#[test]
fn a_well_kept_plan_has_no_problems() {
    let text = front(
        "type: progress\nprd: p\nphase: 1\ntitle: One\nstatus: in-progress\nprogress: 50\n\
         overall_progress: 50\ntasks:\n- id: A\n  title: a\n  status: complete\n  assigned_to: [x]\n  \
         dependencies: []\n  estimated_effort: 1 pt\n- id: B\n  title: b\n  status: pending\n  \
         assigned_to: x\n  dependencies: [A]\n  estimated_effort: 2 pts\nparallelization:\n  \
         batch_1: [A]\n  batch_3: [B]\n  critical_path: [A, B]\n  estimated_total_time: 3 pts\n",
    );
    assert_eq!(parse(&text).problems, []);
}

#[test]
fn the_fixes_of_real_files_mend_them() {
    let seeds = seeds().into_iter().map(|text| ("seed".to_owned(), text));
    for (name, text) in shared("data/plans").into_iter().chain(seeds) {
        for problem in parse(&text).problems.iter().filter(|problem| problem.fix.0.is_some()) {
            mends(&name, &text, problem);
        }
    }
}

#[test]
fn no_fix_writes_over_the_good_one_of_two_keys() {
    for (kind, text) in [
        (PlanProblemKind::UnquotedColon, "prd: p\nnotes: a: b\nnotes: keep me\n"),
        (
            PlanProblemKind::UnclosedQuote,
            "tasks:\n- id: A\n  acceptance: 'LRU: x\n  acceptance: Good one\n  status: pending\n",
        ),
    ] {
        let report = parse(&front(text));
        let problem = report.problems.iter().find(|own| own.kind == kind).expect(text);
        assert_eq!(problem.fix.0, None, "{text}");
    }
    // Where the broken one counts it is mended, and so is a key with dots of its own.
    for text in ["notes: keep me\nnotes: a: b\n", "v1.0: a: b\nv1: {0: c}\n"] {
        let text = front(text);
        let report = parse(&text);
        let is_it = |own: &&PlanProblem| own.kind == PlanProblemKind::UnquotedColon;
        mends("a colon", &text, report.problems.iter().find(is_it).expect("a colon"));
    }
}

/// A batch too many gets a name behind the last one, in its way.
#[test]
fn new_batches_come_behind_those_that_are_there_whatever_these_are_called() {
    let tasks = "tasks:\n- {id: A}\n- {id: B, dependencies: [A]}\n- {id: C, dependencies: [B]}\n";
    for (declared, written) in [
        ("{phase_3: [A], phase_4: [B, C]}", "{phase_3: [A], phase_4: [B], phase_5: [C]}"),
        ("{batch_1: [A], batch_9: [B, C]}", "{batch_1: [A], batch_9: [B], batch_10: [C]}"),
        ("{batch_0_1: [A], batch_0_2: [B, C]}", "{batch_0_1: [A], batch_0_2: [B], batch_0_3: [C]}"),
        (
            "{phase_2_batch_1: [A, B, C]}",
            "{phase_2_batch_1: [A], phase_2_batch_2: [B], phase_2_batch_3: [C]}",
        ),
        ("{wave-09: [A, B, C]}", "{wave-09: [A], wave-10: [B], wave-11: [C]}"),
        // Behind the last is behind the last by number, wherever it stands.
        ("{batch_7: [B, C], batch_2: [A]}", "{batch_7: [B], batch_8: [C], batch_2: [A]}"),
    ] {
        let text = front(&format!("parallelization: {declared}\n{tasks}"));
        let problems = parse(&text).problems;
        let wrong = problems.iter().find(|own| own.kind == PlanProblemKind::Batches).unwrap();
        let fix = wrong.fix.0.clone().unwrap();
        let once = plan::edit(&text, &fix, now()).unwrap();
        assert_eq!(once, text.replace(declared, written), "{declared}");
        assert_eq!(plan::edit(&once, &fix, now()).unwrap(), once, "{declared}");
        let is_batches = |own: &PlanProblem| own.kind == PlanProblemKind::Batches;
        assert!(!parse(&once).problems.iter().any(is_batches), "{declared}");
    }
}

/// What does not count is on no critical path, and a path that leaves it out is one.
#[test]
fn a_cancelled_task_is_on_no_critical_path_that_is_told_or_written() {
    for efforts in [["points: 2", "points: 5", "points: 3"], ["title: a", "title: b", "title: c"]] {
        let text = front(&format!(
            "parallelization:\n  critical_path: [C]\ntasks:\n- {{id: A, {}}}\n- {{id: B, status: cancelled, dependencies: [A], {}}}\n- {{id: C, dependencies: [B], {}}}\n- {{id: D, status: deferred}}\n",
            efforts[0], efforts[1], efforts[2]
        ));
        let report = parse(&text);
        if let Some(points) = &report.schedule.points.0 {
            assert_eq!(points.critical_path, ["A", "C"]);
        }
        let is_path = |own: &&PlanProblem| own.kind == PlanProblemKind::CriticalPath;
        let fix = report.problems.iter().find(is_path).unwrap().fix.0.clone().unwrap();
        let once = plan::edit(&text, &fix, now()).unwrap();
        assert_eq!(once, text.replace("critical_path: [C]", "critical_path: [A, C]"));
        assert!(parse(&once).problems.iter().find(is_path).is_none());
        assert_eq!(plan::edit(&once, &fix, now()).unwrap(), once);
    }
}

#[test]
fn an_unknown_dependency_is_told_where_it_stands() {
    let text = front(
        "tasks:\n- id: A\n- id: B\n  dependencies:\n  - A\n  - X\n- {id: C, dependencies: [A, Y]}\n- {id: D, dependencies: 'A, Z'}\n",
    );
    let unknown = |own: &&PlanProblem| own.kind == PlanProblemKind::UnknownDependency;
    let report = parse(&text);
    let places: Vec<(u64, u64)> =
        report.problems.iter().filter(unknown).map(|own| (own.line, own.column)).collect();
    assert_eq!(places, [(7, 5), (8, 29), (9, 11)]);
}

/// Tasks that wait for each other are on no schedule, so that nothing is known of how long it takes.
#[test]
fn no_total_time_is_offered_where_tasks_wait_for_each_other() {
    let text = front(
        "parallelization:\n  estimated_total_time: 9h\ntasks:\n- {id: A, estimate: 2h, dependencies: [B]}\n- {id: B, estimate: 6h, dependencies: [A]}\n- {id: C, estimate: 1h}\n",
    );
    let report = parse(&text);
    assert!(report.problems.iter().any(|own| own.kind == PlanProblemKind::Cycle));
    assert!(!report.drift.iter().any(|own| own.field.contains("total_time")), "{:?}", report.drift);
}

/// A computed field takes nothing but its number, so that is what mends it.
#[test]
fn what_is_wrong_with_the_yaml_of_a_computed_field_is_mended_by_its_number() {
    for (declared, mended) in [
        ("progress: \"80\n", "progress: 50\n"),
        ("completed_tasks: \"7\n", "completed_tasks: 1\n"),
        ("total_tasks: '2\n", "total_tasks: 2\n"),
        ("task_counts:\n  total: \"2\n", "task_counts:\n  total: 2\n"),
        ("progress: `80`\n", "progress: 50\n"),
        ("updated: 2025-12-17: late\n", "updated: '2026-11-21T06:00:00Z'\n"),
    ] {
        let tasks = "tasks:\n- {id: A, status: done}\n- {id: B}\n";
        let text = front(&[declared, tasks].concat());
        let faults = [
            PlanProblemKind::UnclosedQuote,
            PlanProblemKind::ReservedCharacter,
            PlanProblemKind::UnquotedColon,
        ];
        let report = parse(&text);
        let problem =
            report.problems.iter().find(|own| faults.contains(&own.kind)).expect(declared);
        mends(declared, &text, problem);
        let once = plan::edit(&text, problem.fix.0.as_ref().unwrap(), now()).unwrap();
        assert_eq!(once, front(&[mended, tasks].concat()));
    }
}

#[test]
fn no_fix_is_offered_that_cannot_be_done_and_it_says_why() {
    use PlanProblemKind as K;
    for (kind, yaml, reason) in [
        (
            K::Batches,
            "parallelization:\n  batch_1: [A, B]\n  batch_2:\n    # by hand\n    - C\n  batch_3: [B]\ntasks:\n- {id: A}\n- {id: B}\n- {id: C}\n",
            "comment",
        ),
        (K::SelfDependency, "tasks:\n- {id: A}\n- {id: A, dependencies: [A]}\n", "several tasks A"),
        (K::MissingStatus, "tasks:\n- {id: A}\n- {id: A}\n", "several tasks A"),
        (
            K::SelfDependency,
            "tasks:\n- id: A\n  dependencies:\n  - B\n  - A # why?\n- id: B\n",
            "comment",
        ),
        (K::MissingDependencies, "tasks:\n  - id: A\n  notes: n\n  - id: B\n", "among the tasks"),
    ] {
        let report = parse(&front(yaml));
        let problem = report.problems.iter().find(|own| own.kind == kind).expect(yaml);
        assert_eq!(problem.fix.0, None, "{yaml}");
        let said = &problem.suggestion;
        assert!(said.contains(" No edit can do that: ") && said.contains(reason), "{said}");
    }
    // Nor is any where nobody knows where the front matter ends.
    let report = parse("---\nprogress: 7\ntasks:\n- {id: A}\n\n# Body\n\nText *here*.\n");
    assert!(report.drift.iter().any(|own| own.field == "progress"));
    assert!(report.problems.iter().all(|own| own.fix.0.is_none()));
}
