//! Spec 9.9, IN1 to IN25, and what 9.13 adds: forward, self and doubtful references, atomicity,
//! what is ignored.

use medallion::Code;
use medallion::domain::curriculum::{CourseOptions, TaskType};

use super::kit::paths;
use super::world::{World, fails};

const DRY: CourseOptions<'static> =
    CourseOptions { dry_run: true, update: None, keep_ids: false, only_values: false };

#[test]
fn in1_a_title_and_an_objective_are_a_course() {
    let mut world = World::new();
    let text = r#"{"title":"P","learning_objectives":[{"level":"apply","description":"D"}]}"#;
    let report = world.import(text).unwrap();
    assert_eq!((report.task_count, report.objective_count), (1, 1));
    let task = world.curriculum.task(&report.project_id.unwrap()).unwrap();
    assert_eq!(task.task_type, TaskType::Project);
}

const FOUR: &str = r#"{"title":"P","learning_objectives":[{"level":"create","description":"0"}],
    "epics":[{"title":"E","learning_objectives":[{"level":"apply","description":"1"}],
    "tasks":[{"title":"T","learning_objectives":[{"level":"apply","description":"2"}],
    "subtasks":[{"title":"S","learning_objectives":[{"description":"3"}]}]}]}]}"#;

#[test]
fn in2_in3_in7_in8_in9_a_course_becomes_a_tree_with_its_objectives() {
    let mut world = World::new();
    let report = world.import(FOUR).unwrap();
    assert_eq!((report.task_count, report.objective_count), (4, 4));
    let p = report.project_id.unwrap();
    let lines = world.outline(&p);
    let lines: Vec<(&str, &str, &str)> =
        lines.iter().map(|(a, b, c)| (a.as_str(), b.as_str(), c.as_str())).collect();
    let expected = [
        ("", "project", "P"),
        (".1", "epic", "E"),
        (".1.1", "task", "T"),
        (".1.1.1", "subtask", "S"),
    ];
    assert_eq!(lines, expected);
    let levels = world.curriculum.objectives_around(&p, false, true).unwrap();
    let levels: Vec<&str> = levels.iter().map(|own| own.level.unwrap().as_str()).collect();
    assert_eq!(levels, ["create", "apply", "apply", "apply"]);
}

#[test]
fn in4_in12_what_depends_on_a_title_waits_for_it() {
    let mut world = World::new();
    world.imported(
        r#"{"title":"P","epics":[{"title":"E1","tasks":[{"title":"T1"},{"title":"T2","dependencies":["T1"]}]},
            {"title":"E2","dependencies":["E1"]},{"title":"E3","dependencies":["E2"]}]}"#,
    );
    assert_eq!(world.blockers("T2"), ["T1"]);
    assert_eq!(world.blockers("E2"), ["E1"]);
    assert_eq!(world.blockers("E3"), ["E2"]);
    assert!(world.blockers("E1").is_empty());
}

#[test]
fn in5_in25_a_dry_run_says_everything_and_stores_nothing() {
    let mut world = World::new();
    let report = world.import_as(FOUR, DRY).unwrap();
    assert_eq!((report.task_count, report.project_id), (4, None));
    assert!(report.problems.is_empty() && world.log.is_empty());
    world.imported(r#"{"title":"P","project_id":"soil-lab"}"#);
    let stored = world.log.len();
    let report = world.import_as(r#"{"title":"P","project_id":"soil-lab"}"#, DRY).unwrap();
    assert!(report.problems[0].message.contains("already exists"), "{report:?}");
    let report = world.import_as(r#"{"epics":[{"title":""}]}"#, DRY).unwrap();
    let paths: Vec<&str> = report.problems.iter().map(|own| own.path.as_str()).collect();
    assert_eq!(paths, ["title", "epics[0].title"]);
    assert_eq!(world.log.len(), stored);
}

#[test]
fn in6_what_is_wrong_is_told_with_its_path_all_of_it() {
    let course = r#"{
        "project_id": "-a", "version": 0, "workspace_type": "banana", "typo": 1,
        "learning_objectives": [{"description": "x", "level": "memorize"}, {"description": ""}, 7],
        "epics": [
            {"title": "E", "priority": 9, "estimated_minutes": -1, "max_grade": "much", "dependencies": "x"},
            {"tasks": [{"title": "T", "subtask_type": "x", "subtasks": null}, 5,
                       {"title": "T", "title": "T"}]},
            {"title": "C", "criteria": [{"criterion_type": "m_of_n", "description": "d", "rule": {"m": 4, "n": 3}}],
             "validation": [], "checks": {}, "tutor_guidance": "x", "dependencies": [1, "none", "C"]}
        ]
    }"#;
    let mut world = World::new();
    let error = world.import(course).unwrap_err();
    assert_eq!(error.code(), Code::Invalid);
    let mut found = paths(&error);
    found.sort_unstable();
    let expected = [
        "epics[0].dependencies",
        "epics[0].estimated_minutes",
        "epics[0].max_grade",
        "epics[0].priority",
        "epics[1].tasks[0].subtask_type",
        "epics[1].tasks[0].subtasks",
        "epics[1].tasks[1]",
        "epics[1].tasks[2].title",
        "epics[1].title",
        "epics[2].checks",
        "epics[2].criteria[0].rule.m",
        "epics[2].dependencies[0]",
        "epics[2].dependencies[1]",
        "epics[2].dependencies[2]",
        "epics[2].tutor_guidance",
        "epics[2].validation",
        "learning_objectives[0].level",
        "learning_objectives[1].description",
        "learning_objectives[2]",
        "project_id",
        "title",
        "version",
        "workspace_type",
    ];
    assert_eq!(found, expected);
    assert!(world.log.is_empty() && world.curriculum.is_empty());
}

#[test]
fn in6_what_is_no_course_is_told_with_line_and_column() {
    let mut world = World::new();
    fails(world.import("{\"title\": }"), Code::Invalid, "line 1");
    fails(world.import("[]"), Code::Invalid, "must be an object");
    fails(world.import(""), Code::Invalid, "is not JSON");
    fails(world.import("{\"title\":\"P\"}\nnonsense"), Code::Invalid, "line 2");
    let deep = format!("{}{}", r#"{"title":"P","children":["#.repeat(200), "]}".repeat(200));
    fails(world.import(&deep), Code::Invalid, "levels down");
}

#[test]
fn in10_in11_in13_in14_in15_in17_in18_in19_fields_are_stored_as_they_are_written() {
    let mut world = World::new();
    let p = world.imported(
        r#"{"title":"P","estimated_minutes":600,"narrative":true,"narrative_context":"A village",
            "version":2,"version_tag":"v2-beta","workspace_type":"jupyter",
            "tutor_config":{"encouragement_level":"enthusiastic"},
            "epics":[{"title":"E","priority":0,"estimated_minutes":300,
              "tasks":[{"title":"T","max_grade":10,"tutor_guidance":{"a": 1.10,
                 "hints_to_give": ["x"]},"estimated_minutes":120,
                "subtasks":[{"title":"S","subtask_type":"conversational","estimated_minutes":30},
                            {"title":"X"}]}]}]}"#,
    );
    let task = |title: &str| world.curriculum.task(&world.titled(title)).unwrap().clone();
    let project = world.curriculum.task(&p).unwrap();
    assert_eq!(project.narrative_context.as_deref(), Some("A village"));
    assert_eq!((project.version.get(), project.narrative), (2, true));
    assert_eq!(project.version_tag.as_ref().unwrap().as_str(), "v2-beta");
    assert_eq!(project.workspace_type.unwrap().as_str(), "jupyter");
    assert!(project.tutor_config.as_ref().unwrap().text().contains("enthusiastic"));
    assert_eq!(task("E").priority.get(), 0);
    assert_eq!(task("T").max_grade.unwrap().get(), 10.0);
    // Over several lines in the file, on one line in the store.
    assert_eq!(task("T").tutor_guidance.unwrap().text(), r#"{"a":1.10,"hints_to_give":["x"]}"#);
    let minutes: Vec<Option<u64>> =
        ["P", "E", "T", "S"].iter().map(|title| task(title).estimated_minutes).collect();
    assert_eq!(minutes, [Some(600), Some(300), Some(120), Some(30)]);
    assert_eq!(task("S").subtask_type.as_str(), "conversational");
    assert_eq!(task("X").subtask_type.as_str(), "exercise");
}

#[test]
fn in16_what_is_left_out_has_its_default() {
    let mut world = World::new();
    let p = world.imported(r#"{"title":"P","epics":[{"title":"E","description":null}]}"#);
    let project = world.curriculum.task(&p).unwrap();
    assert_eq!((project.estimated_minutes, project.version.get()), (None, 1));
    assert!(project.version_tag.is_none() && project.max_grade.is_none());
    let epic = world.curriculum.task(&world.titled("E")).unwrap();
    assert_eq!((epic.priority.get(), epic.description.as_str()), (2, ""));
}

#[test]
fn in20_to_in24_a_slug_has_each_version_once_and_new_ones_are_higher() {
    let mut world = World::new();
    let of = |version: u32| {
        format!(r#"{{"title":"P","project_id":"maji-ndogo-part1","version":{version}}}"#)
    };
    let p = world.imported(&of(2));
    let slug = world.curriculum.task(&p).unwrap().project_slug.as_ref().unwrap();
    assert_eq!(slug.as_str(), "maji-ndogo-part1");
    fails(world.import(&of(2)), Code::Invalid, "already exists");
    fails(world.import(&of(1)), Code::Invalid, "must be higher");
    let next = world.imported(&of(3));
    assert_ne!(next, p);
    let latest = world.curriculum.project_by_slug("maji-ndogo-part1", None).unwrap();
    assert_eq!(latest.id.as_str(), next);
    let plain = r#"{"title":"no slug"}"#;
    assert_ne!(world.imported(plain), world.imported(plain));
}

#[test]
fn a_node_can_name_one_that_comes_later() {
    let mut world = World::new();
    world.imported(r#"{"title":"P","epics":[{"title":"A","dependencies":["B"]},{"title":"B"}]}"#);
    assert_eq!(world.blockers("A"), ["B"]);
}

#[test]
fn a_key_names_what_a_title_cannot() {
    let mut world = World::new();
    let course = |reference: &str| {
        format!(
            r#"{{"title":"P","epics":[{{"title":"A","tasks":[{{"title":"Quiz","key":"quiz-a"}}]}},
                {{"title":"B","tasks":[{{"title":"Quiz"}}]}},
                {{"title":"C","dependencies":["{reference}"]}}]}}"#
        )
    };
    let error = world.import(&course("Quiz")).unwrap_err();
    assert_eq!(error.path(), Some("epics[2].dependencies[0]"));
    assert!(error.message().contains("epics[0].tasks[0], epics[1].tasks[0]"), "{error}");
    let p = world.imported(&course("quiz-a"));
    let index = world.curriculum.index(&world.titled("C")).unwrap();
    let blockers: Vec<_> = world.curriculum.blockers(index).map(|(own, _)| own).collect();
    assert_eq!(world.ids(&blockers), [format!("{p}.1.1")]);
    let twice = r#"{"title":"P","epics":[{"title":"A","key":"k"},{"title":"B","key":"k"}]}"#;
    assert_eq!(world.import(twice).unwrap_err().path(), Some("epics[1].key"));
}

#[test]
fn references_to_oneself_upwards_downwards_and_twice_are_errors_with_their_path() {
    let mut world = World::new();
    let error = world
        .import(
            r#"{"title":"P","epics":[{"title":"E","dependencies":["E","T"],"tasks":[
                {"title":"T","dependencies":["P","E","U","U"]},{"title":"U"}]}]}"#,
        )
        .unwrap_err();
    let expected = [
        "epics[0].dependencies[0]",
        "epics[0].dependencies[1]",
        "epics[0].tasks[0].dependencies[0]",
        "epics[0].tasks[0].dependencies[1]",
        "epics[0].tasks[0].dependencies[3]",
    ];
    assert_eq!(paths(&error), expected);
}

#[test]
fn a_course_in_which_a_leaf_cannot_be_reached_is_refused_and_the_leaf_is_named() {
    let mut world = World::new();
    let error = world
        .import(
            r#"{"title":"P","epics":[
                {"title":"A","dependencies":["B1"],"tasks":[{"title":"A1"}]},
                {"title":"B","tasks":[{"title":"B1","dependencies":["C"]}]},
                {"title":"C","ordered":true,"tasks":[{"title":"C1","dependencies":["A1"]},{"title":"C2"}]},
                {"title":"D","dependencies":["C2"],"tasks":[{"title":"D1"}]}]}"#,
        )
        .unwrap_err();
    let found = paths(&error);
    assert!(error.message().contains("would create a cycle"), "{error}");
    assert!(found.contains(&"epics[3].tasks[0]"), "{found:?}");
    assert!(!found.contains(&""), "what can be reached is not named: {found:?}");
    assert!(world.curriculum.is_empty());
}

#[test]
fn unknown_keys_are_kept_and_told() {
    let mut world = World::new();
    let text = r#"{"title":"P","colour":"red","epics":[{"title":"E","foo":[1.10,{"b":1e400}],
        "learning_objectives":[{"description":"D","weight":2}]}]}"#;
    let report = world.import(text).unwrap();
    assert_eq!(
        report.ignored,
        ["colour", "epics[0].foo", "epics[0].learning_objectives[0].weight"]
    );
    let epic = world.curriculum.task(&world.titled("E")).unwrap();
    assert_eq!(epic.extra.get("foo"), Some(r#"[1.10,{"b":1e400}]"#));
}

#[test]
fn authors_checks_become_criteria_word_for_word() {
    let mut world = World::new();
    // Numbers and texts stay as they are; blanks between them do not count.
    let validation =
        r#"{"type":"python_output","expected":{"output_contains":["\n"],"no_errors":true}}"#;
    let checks = r#"[{"query":"SELECT 1","expect":{"min_rows":1.0}},{"query":"x"}]"#;
    let p = world.imported(&format!(
        r#"{{"title":"P","epics":[{{"title":"E","tasks":[{{"title":"A","validation":{validation}}},
            {{"title":"B","checks":{checks},"validation":null}},
            {{"title":"C","validation":{{"type":"peer_review","by":2}}}}]}}]}}"#
    ));
    let criteria = |end: &str| {
        let index = world.curriculum.index(&format!("{p}.1.{end}")).unwrap();
        let own = &world.curriculum.criteria(index)[0];
        (own.criterion_type.to_string(), own.rule.text().to_owned())
    };
    assert_eq!(criteria("1"), ("code_test".into(), validation.into()));
    assert_eq!(criteria("2"), ("sql_result".into(), format!(r#"{{"checks":{checks}}}"#)));
    assert_eq!(criteria("3").0, "peer_review");
    // What another system means by a name of ours waits for the host, and is told.
    let theirs = r#"{"title":"P","validation":{"type":"Regex","expected":"x"}}"#;
    let report = world.import(theirs).unwrap();
    assert_eq!(report.ignored, ["validation"]);
    let index = world.curriculum.index(&report.project_id.unwrap()).unwrap();
    let own = &world.curriculum.criteria(index)[0];
    assert_eq!(own.criterion_type.as_str(), "authored_regex");
    assert_eq!(own.rule.text(), r#"{"type":"Regex","expected":"x"}"#);
}

#[test]
fn a_course_is_stored_whole_or_not_at_all() {
    let mut world = World::new();
    let before = world.project("other");
    let stored = world.log.len();
    let text = r#"{"title":"P","epics":[{"title":"A"},{"title":"B","dependencies":["none"]}]}"#;
    world.import(text).unwrap_err();
    assert_eq!((world.log.len(), world.curriculum.len()), (stored, 1));
    assert!(world.curriculum.task(&before).is_some());
}

/// Spec 6.3: the reference knows one list of workspaces when it imports and another when it stores.
#[test]
fn there_is_one_vocabulary_of_workspaces() {
    let mut world = World::new();
    for kind in ["sql", "python", "cybersecurity", "jupyter", "mixed", "terminal"] {
        let p = world.imported(&format!(r#"{{"title":"P","workspace_type":"{kind}"}}"#));
        let task = world.curriculum.task(&p).unwrap();
        assert_eq!(task.workspace_type.unwrap().as_str(), kind);
        world.update(&p, &format!(r#"{{"workspace_type":"{kind}"}}"#)).unwrap();
    }
}

#[test]
fn null_is_as_good_as_left_out() {
    let mut world = World::new();
    let report = world
        .import(
            r#"{"title":"P","project_id":null,"version":null,"version_tag":null,"tutor_config":null,
                "learning_objectives":null,"epics":[{"title":"E","dependencies":null,"priority":null,
                "notes":null,"criteria":null,"validation":null,"checks":null,"subtask_type":null,
                "max_attempts":null,"task_type":null,"required":null}]}"#,
        )
        .unwrap();
    assert!(report.ignored.is_empty());
    let epic = world.curriculum.task(&world.titled("E")).unwrap();
    assert!(epic.required && epic.task_type == TaskType::Epic);
}

#[test]
fn lists_of_other_tasks_name_them_as_dependencies_do() {
    let mut world = World::new();
    let error = world
        .import(
            r#"{"title":"P","epics":[{"title":"E","remedial":["E","none",5,"Twice"],"tests_out":"E"},
                {"title":"Twice"},{"title":"Twice"}]}"#,
        )
        .unwrap_err();
    let expected = [0, 1, 2, 3].map(|number| format!("epics[0].remedial[{number}]"));
    let mut expected: Vec<&str> = expected.iter().map(String::as_str).collect();
    expected.push("epics[0].tests_out");
    assert_eq!(paths(&error), expected);
    let p = world.project("P");
    let (a, b) = (world.under(&p, "task", "A"), world.under(&p, "task", "B"));
    let other = world.project("Q");
    for (id, path) in
        [(&a, "remedial[0]"), (&other, "remedial[0]"), (&"none".to_owned(), "remedial[0]")]
    {
        let error = world.update(&a, &format!(r#"{{"remedial":["{id}"]}}"#)).unwrap_err();
        assert_eq!(error.path(), Some(path));
    }
    world.update(&a, &format!(r#"{{"remedial":["{b}"]}}"#)).unwrap();
    world.delete(&b).unwrap();
    world.update(&a, r#"{"title":"What was named before may have gone"}"#).unwrap();
    world.imported(&world.export(&p));
}

#[test]
fn lines_behind_a_whole_tree_may_repeat_it_and_say_nothing_else() {
    let first =
        r#"{"type":"project","title":"P","epics":[{"title":"A","tasks":[{"title":"A1"}]}]}"#;
    let same = r#"{"type":"epic","title":"A","tasks":[{"title":"A1"}]}"#;
    let mut world = World::new();
    let report = world.import(&format!("{first}\n\n{same}\n")).unwrap();
    assert_eq!(report.task_count, 3);
    for other in [r#"{"type":"epic","title":"B"}"#, r#"{"type":"epic","title":"A"}"#] {
        let error = world.import(&format!("{first}\n\n{same}\n{other}\n")).unwrap_err();
        assert_eq!(paths(&error), ["line 4"], "{other}");
    }
}
