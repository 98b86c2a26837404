//! Plans in a workspace: the file byte for byte, edits as new versions, queries across all of them,
//! and a project made out of one.

use medallion::Code;
use medallion::domain::role::Role;
use serde_json::{Value, json};

use crate::desk::Desk;

const FIRST: &str = "---\r\nprd: soil\r\nphase: 1\r\n# a comment\r\ntasks:\r\n- {id: A, title: \"Read\", status: done, assigned_to: [ada], dependencies: []}\r\n- {id: B, title: Write, status: todo, assigned_to: [bob], dependencies: [A], estimate: 2h}\r\n---\r\nThe body.\r\n";
const SECOND: &str = "---\nprd: soil\nphase: 2\ntasks:\n- id: C\n  title: Publish\n  status: todo\n  assigned_to: [ada]\n  dependencies: [B]\n---\n";

fn import(desk: &Desk, text: &str, path: &str) -> Value {
    desk.call("plans.import", &[json!(text), json!({"path": path})])
}

#[test]
fn the_stored_text_is_the_file_until_it_is_edited_and_then_all_but_the_line() {
    let desk = Desk::new();
    let plan = import(&desk, FIRST, "phase-1.md");
    let id = plan["id"].clone();
    let text = |tab: &Desk| tab.call("plans.text", std::slice::from_ref(&id));
    assert_eq!(text(&desk.another()), json!(FIRST));
    let note = json!({"reason": "review"});
    let edited =
        desk.call("plans.setTaskStatus", &[id.clone(), json!("B"), json!("completed"), note]);
    assert_eq!(edited["computed"]["progress"], json!(100), "{edited}");
    let now = text(&desk.another());
    let (before, after): (Vec<&str>, Vec<&str>) =
        (FIRST.split('\n').collect(), now.as_str().unwrap().split('\n').collect());
    assert_eq!(before.len(), after.len());
    assert_eq!(before.iter().zip(&after).filter(|(one, other)| one != other).count(), 1);
}

#[test]
fn the_same_path_again_is_the_next_version_and_the_same_text_changes_nothing() {
    let desk = Desk::new();
    let first = import(&desk, FIRST, "phase-1.md");
    let before = desk.entries();
    assert_eq!(import(&desk, FIRST, "phase-1.md")["id"], first["id"]);
    assert_eq!(desk.entries(), before);
    let changed = FIRST.replace("todo", "doing");
    assert_eq!(import(&desk, &changed, "phase-1.md")["id"], first["id"]);
    // Without a path the PRD and the phase say which it is, if only one can be meant.
    let nameless = desk.call("plans.import", &[json!(SECOND)]);
    assert_ne!(nameless["id"], first["id"]);
    assert_eq!(desk.call("plans.import", &[json!(SECOND)])["id"], nameless["id"]);
    let id = first["id"].as_str().unwrap();
    let history = pollster::block_on(desk.workspace.plan_history(id)).unwrap();
    let versions: Vec<(u64, &str)> =
        history.iter().map(|own| (own.version, own.text.as_str())).collect();
    assert_eq!(versions, [(2, changed.as_str()), (1, FIRST)]);
    let stale = desk.refusal("plans.edit", &[json!(id), json!([]), json!({"expectedVersion": 1})]);
    assert_eq!(stale.code(), Code::Conflict);
    // A report says its version, and so does a list.
    let version = desk.call("plans.get", &[json!(id)])["version"].clone();
    assert_eq!(version, json!(2));
    assert_eq!(desk.call("plans.list", &[])[1]["version"], version);
    let op = json!([{"op": "set_task_status", "task_id": "B", "status": "completed"}]);
    let edited = desk.call("plans.edit", &[json!(id), op, json!({"expectedVersion": version})]);
    assert_eq!(edited["version"], json!(3));
}

#[test]
fn files_of_two_prds_that_are_called_the_same_are_two_plans() {
    let desk = Desk::new();
    let first = import(&desk, FIRST, "phase-1.md")["id"].clone();
    let other = FIRST.replace("prd: soil", "prd: water");
    let second = import(&desk, &other, "phase-1.md")["id"].clone();
    assert_ne!(second, first);
    // Each goes on as its own, also under another version of the name of its PRD.
    let changed = FIRST.replace("prd: soil", "prd: Soil-v2").replace("todo", "doing");
    assert_eq!(import(&desk, &changed, "phase-1.md")["id"], first);
    assert_eq!(import(&desk, &other.replace("todo", "doing"), "phase-1.md")["id"], second);
    assert_eq!(desk.call("plans.text", &[first]), json!(changed));
    // A file that says of no PRD is told by its name alone.
    let quiet = FIRST.replace("prd: soil\r\n", "");
    let third = import(&desk, &quiet, "other.md")["id"].clone();
    assert_eq!(import(&desk, FIRST, "other.md")["id"], third);
}

#[test]
fn without_a_path_another_version_of_a_prd_is_another_plan() {
    let desk = Desk::new();
    let import = |text: &str| desk.call("plans.import", &[json!(text)])["id"].clone();
    let first = import(&SECOND.replace("prd: soil", "prd: soil-v1"));
    let second = import(&SECOND.replace("prd: soil", "prd: soil-v2"));
    assert_ne!(second, first);
    // Each goes on as its own, in whatever case its name is written.
    assert_eq!(import(&SECOND.replace("prd: soil", "prd: Soil-V1")), first);
    assert_eq!(desk.call("plans.list", &[]).as_array().unwrap().len(), 2);
}

#[test]
fn a_task_waits_for_one_of_its_own_version_of_the_prd() {
    let desk = Desk::new();
    for (version, status, path) in [("soil-v1", "todo", "1.md"), ("soil-v2", "done", "2.md")] {
        let text = FIRST.replace("prd: soil", &format!("prd: {version}")).replace("todo", status);
        import(&desk, &text, path);
    }
    import(&desk, &SECOND.replace("prd: soil", "prd: soil-v2"), "3.md");
    let found = desk.call("plans.query", &[json!({"ready": true})]);
    let ids = found.as_array().unwrap().iter().map(|own| own["task"]["id"].clone());
    assert_eq!(ids.collect::<Vec<Value>>(), [json!("B"), json!("C")]);
}

#[test]
fn all_edits_are_made_or_none() {
    let desk = Desk::new();
    let id = import(&desk, FIRST, "phase-1.md")["id"].clone();
    let before = desk.entries();
    let ops = json!([
        {"op": "set_task_status", "task_id": "B", "status": "completed"},
        {"op": "set_task_status", "task_id": "Z", "status": "completed"},
    ]);
    assert_eq!(desk.refusal("plans.edit", &[id, ops]).code(), Code::NotFound);
    assert_eq!(desk.entries(), before);
}

#[test]
fn a_phase_waits_for_tasks_of_another_and_a_query_looks_into_all_plans() {
    let desk = Desk::new();
    let first = import(&desk, FIRST, "phase-1.md")["id"].clone();
    let second = import(&desk, SECOND, "phase-2.md")["id"].clone();
    let ready = |desk: &Desk| {
        let found = desk.call("plans.query", &[json!({"ready": true})]);
        let ids = found.as_array().unwrap().iter().map(|own| own["task"]["id"].clone());
        ids.collect::<Vec<Value>>()
    };
    assert_eq!(ready(&desk), [json!("B")]);
    desk.call("plans.setTaskStatus", &[first.clone(), json!("B"), json!("completed")]);
    assert_eq!(ready(&desk.another()), [json!("C")], "another phase is done");
    let adas = desk.call("plans.query", &[json!({"assignee": "ada", "status": "pending"})]);
    assert_eq!(adas[0]["plan_id"], second);
    assert_eq!(desk.call("plans.list", &[]).as_array().unwrap().len(), 2);
    assert_eq!(desk.call("plans.delete", std::slice::from_ref(&first)), json!(true));
    assert_eq!(desk.call("plans.delete", std::slice::from_ref(&first)), json!(false));
    assert_eq!(desk.call("plans.get", std::slice::from_ref(&first)), Value::Null);
    let history = pollster::block_on(desk.workspace.plan_history(first.as_str().unwrap()));
    assert_eq!(history.unwrap().len(), 2, "history stays");
}

#[test]
fn a_query_knows_spellings_phases_versions_and_descriptions() {
    let desk = Desk::new();
    let first = "---\nprd: soil-v1\nphase: 3-4\ntasks:\n- {id: A, title: Read, description: All of it, status: done}\n- {id: B, title: Write, status: deviated}\n- {id: C, title: Draw, status: In Progress}\n---\n";
    let second = "---\nprd: soil\nphase: 04\ntasks:\n- {id: D, title: Ask, status: todo, dependencies: [A]}\n---\n";
    let third = "---\nprd: water\nphase: all\ntasks:\n- {id: E, title: Look, status: todo, phase: 3}\n- {id: F, title: Hear, status: todo, phase: 5}\n---\n";
    for (text, path) in [(first, "1.md"), (second, "2.md"), (third, "3.md")] {
        import(&desk, text, path);
    }
    for (query, expected) in [
        (json!({"status": "completed"}), vec!["A"]),
        (json!({"status": "Complete"}), vec!["A"]),
        (json!({"status": "in-progress"}), vec!["B", "C"]),
        (json!({"status": "deviated"}), vec!["B"]),
        (json!({"phase": "3"}), vec!["A", "B", "C", "E"]),
        (json!({"phase": "4"}), vec!["A", "B", "C", "D"]),
        (json!({"phase": "03"}), vec!["A", "B", "C", "E"]),
        (json!({"phase": "4-5"}), vec!["A", "B", "C", "D", "F"]),
        (json!({"phase": "6"}), vec![]),
        (json!({"phase": "All"}), vec!["E", "F"]),
        (json!({"prd": "soil"}), vec!["A", "B", "C", "D"]),
        (json!({"prd": "SOIL-v2"}), vec!["A", "B", "C", "D"]),
        (json!({"text": "all of"}), vec!["A"]),
        (json!({"text": "description"}), vec![]),
        (json!({"ready": true}), vec!["D", "E", "F"]),
    ] {
        let found = desk.call("plans.query", std::slice::from_ref(&query));
        let ids: Vec<&Value> =
            found.as_array().unwrap().iter().map(|own| &own["task"]["id"]).collect();
        assert_eq!(ids, expected, "{query}");
    }
    let unknown = desk.refusal("plans.query", &[json!({"status": "soon"})]);
    assert_eq!((unknown.code(), unknown.path()), (Code::Invalid, Some("status")));
}

#[test]
fn a_plan_becomes_a_project_with_what_a_learner_has_done() {
    let desk = Desk::new();
    let id = import(&desk, FIRST, "phase-1.md")["id"].clone();
    let ada = desk.call("learners.create", &[json!({"name": "Ada"})])["id"].clone();
    let project = desk.call("plans.toProject", &[id, json!({"learnerId": ada})]);
    let overview = desk.call("progress.overview", &[ada.clone(), project["id"].clone()]);
    assert_eq!((&overview["total_tasks"], &overview["completed_tasks"]), (&json!(2), &json!(1)));
    let ready = desk.another().call("progress.ready", &[ada, project["id"].clone()]);
    assert_eq!(ready[0]["title"], json!("Write"));
}

const WHOLE: &str = "---\nprd: soil\nphase: all\ntitle: Soil\ntasks:\n- {id: A, title: Read, phase: 1, status: completed, priority: HIGH, dependencies: []}\n- {id: B, title: Write, phase: 1, status: in-progress, priority: low, dependencies: [A]}\n- {id: C, title: Draw, phase: 1, status: blocked, dependencies: []}\n- {id: D, title: Ask, phase: 2, status: pending, dependencies: []}\n- {id: E, title: Later, phase: 2, status: deferred, dependencies: []}\n- {id: F, title: Early, phase: 2, status: completed, dependencies: [B]}\n- {id: G, title: Never, phase: 2, status: cancelled, dependencies: []}\n- {id: H, title: Look, phase: 2, status: review, dependencies: [G, X-1]}\nsuccess_criteria:\n- {id: SC-1, description: It works, status: met}\n- {id: SC-2, description: It is fast, status: pending}\n- {id: SC-3, description: It is blue, status: waived}\nquality_gates:\n- lint\nblockers:\n- {id: B-1, title: No paper, blocking: [D]}\n- {id: B-2, title: No time, blocking: [D], status: resolved}\n---\n";

/// The tasks of a project by their keys, each with where a learner stands.
fn standing(desk: &Desk, learner: &Value, project: &Value) -> Vec<(String, Value, Value)> {
    let tasks = desk.call("tasks.children", &[project.clone(), json!({"recursive": true})]);
    let keyed = tasks.as_array().unwrap().iter().filter(|task| !task["key"].is_null());
    let state = |task: &Value| {
        let state = desk.call("progress.status", &[learner.clone(), task["id"].clone()]);
        (task["key"].as_str().unwrap().to_owned(), task.clone(), state)
    };
    keyed.map(state).collect()
}

#[test]
fn a_project_has_what_the_plan_has_and_says_what_it_has_not() {
    let desk = Desk::new();
    let id = import(&desk, WHOLE, "all-phases.md")["id"].clone();
    let ada = desk.call("learners.create", &[json!({"name": "Ada"})])["id"].clone();
    let project = desk.call("plans.toProject", &[id, json!({"learnerId": ada})]);
    let epics = desk.call("tasks.children", &[project["id"].clone()]);
    let titles: Vec<&Value> = epics.as_array().unwrap().iter().map(|epic| &epic["title"]).collect();
    assert_eq!(titles, ["Phase 1", "Phase 2"]);
    let criteria = desk.call("tasks.criteria", &[project["id"].clone()]);
    let criteria: Vec<(&Value, &Value)> = (criteria.as_array().unwrap().iter())
        .map(|own| (&own["description"], &own["criterion_type"]))
        .collect();
    let manual = json!("manual");
    assert_eq!(criteria, [(&json!("It works"), &manual), (&json!("It is fast"), &manual)]);
    assert_eq!(project["acceptance_criteria"], json!("- lint"));
    let standing = standing(&desk, &ada, &project["id"]);
    let told: Vec<(&str, &Value, &Value, &Value)> = (standing.iter())
        .map(|(key, task, state)| {
            (key.as_str(), &task["priority"], &task["required"], &state["status"])
        })
        .collect();
    let [yes, no] = [json!(true), json!(false)];
    let [closed, running, held, open] =
        ["closed", "in_progress", "blocked", "open"].map(|word| json!(word));
    let [high, usual, low] = [1, 2, 3].map(|number| json!(number));
    assert_eq!(
        told,
        [
            ("A", &high, &yes, &closed),
            ("B", &low, &yes, &running),
            ("C", &usual, &yes, &held),
            ("D", &usual, &yes, &held),
            ("E", &usual, &no, &open),
            ("F", &usual, &yes, &open),
            ("H", &usual, &yes, &running),
        ]
    );
    let reasons = serde_json::to_string(&standing[3].2["locked_because"]).unwrap();
    assert!(reasons.contains("No paper"), "{reasons}");
    let skipped: Vec<(&str, bool)> = (project["skipped"].as_array().unwrap().iter())
        .map(|own| {
            let message = own["message"].as_str().unwrap();
            (own["task_id"].as_str().unwrap(), message.contains("completed in the plan"))
        })
        .collect();
    assert_eq!(skipped, [("G", false), ("H", false), ("F", true)]);
}

#[test]
fn a_gate_of_the_plan_is_one_of_the_project() {
    let desk = Desk::new();
    let text = "---\nprd: soil\ntasks:\n- {id: A, title: Read, phase: 1}\n- {id: B, title: Write, phase: 2, dependencies: [PHASE-1 complete, 'Phases 1, 2 and 3', Phase 7]}\n- {id: C, title: Look, phase: 03}\n- {id: D, title: Never, phase: 4, status: cancelled}\n- {id: E, title: Draw, phase: 2, dependencies: [Phase 4, Phase 1]}\n---\n";
    let id = import(&desk, text, "soil.md")["id"].clone();
    let project = desk.call("plans.toProject", &[id]);
    let tasks = desk.call("tasks.children", &[project["id"].clone(), json!({"recursive": true})]);
    let title = |id: &Value| {
        let tasks = tasks.as_array().unwrap();
        tasks.iter().find(|task| task["id"] == *id).unwrap()["title"].clone()
    };
    let waits_for = |key: &str| -> Vec<Value> {
        let own = tasks.as_array().unwrap().iter().find(|task| task["key"] == json!(key)).unwrap();
        let found = desk.call("tasks.dependencies", &[own["id"].clone()]);
        found.as_array().unwrap().iter().map(|own| title(&own["depends_on_id"])).collect()
    };
    assert_eq!(waits_for("B"), [json!("Phase 1"), json!("Phase 03")]);
    assert_eq!(waits_for("E"), [json!("Phase 1")]);
    let skipped: Vec<(&str, &str)> = (project["skipped"].as_array().unwrap().iter())
        .map(|own| (own["task_id"].as_str().unwrap(), own["message"].as_str().unwrap()))
        .collect();
    assert_eq!(skipped.len(), 2, "{skipped:?}");
    assert_eq!(skipped[0].0, "D");
    assert_eq!(
        skipped[1],
        ("B", "it waits for Phases 1, 2 and 3, Phase 7, which is not in the project")
    );
}

#[test]
fn what_no_project_can_be_is_skipped_and_the_rest_becomes_one() {
    let desk = Desk::new();
    let long = "word ".repeat(120);
    let text = format!(
        "---\nprd: soil\nphase: 1\ntasks:\n- {{id: A, title: '{long}'}}\n- {{id: B, dependencies: [B, A, A]}}\n- {{id: C, dependencies: [D]}}\n- {{id: D, dependencies: [C]}}\n- {{id: A, title: again}}\n---\n"
    );
    let id = import(&desk, &text, "soil.md")["id"].clone();
    let project = desk.call("plans.toProject", &[id]);
    let skipped: Vec<(&str, &str)> = (project["skipped"].as_array().unwrap().iter())
        .map(|own| (own["task_id"].as_str().unwrap(), own["message"].as_str().unwrap()))
        .collect();
    assert_eq!(
        skipped,
        [
            ("A", "another task has its id, and only that is in the project"),
            ("B", "it waits for B, and what waits for itself cannot be begun"),
            ("C", "it waits for D, and what waits for itself cannot be begun"),
            ("D", "it waits for C, and what waits for itself cannot be begun"),
        ]
    );
    let tasks = desk.call("tasks.children", &[project["id"].clone(), json!({"recursive": true})]);
    let first = &tasks[1];
    assert_eq!(first["key"], json!("A"));
    assert_eq!(first["title"].as_str().unwrap().chars().count(), 500);
    assert!(first["title"].as_str().unwrap().ends_with('…'));
    assert_eq!(first["description"], json!(long));
}

#[test]
fn what_a_learner_does_comes_back_into_the_plan_and_nothing_else() {
    let desk = Desk::new();
    let id = import(&desk, WHOLE, "all-phases.md")["id"].clone();
    let ada = desk.call("learners.create", &[json!({"name": "Ada"})])["id"].clone();
    let project = desk.call("plans.toProject", &[id.clone(), json!({"learnerId": ada})]);
    let back = [id.clone(), project["id"].clone(), ada.clone()];
    desk.call("plans.fromProject", &back);
    assert_eq!(
        desk.call("plans.text", std::slice::from_ref(&id)),
        json!(WHOLE),
        "nobody did a thing"
    );
    let task = |key: &str| {
        let standing = standing(&desk, &ada, &project["id"]);
        standing.into_iter().find(|own| own.0 == key).unwrap().1["id"].clone()
    };
    desk.call("progress.close", &[ada.clone(), task("B"), json!({"reason": "done"})]);
    desk.call("progress.reopen", &[ada.clone(), task("C"), json!({"reason": "again"})]);
    desk.call("progress.start", &[ada.clone(), task("E")]);
    desk.call("progress.skip", &[ada.clone(), task("F"), json!({"reason": "no"})]);
    let report = desk.call("plans.fromProject", &back);
    let told: Vec<&Value> =
        report["tasks"].as_array().unwrap().iter().map(|task| &task["original_status"]).collect();
    assert_eq!(
        told,
        [
            "completed",
            "completed",
            "pending",
            "pending",
            "in-progress",
            "deferred",
            "cancelled",
            "review"
        ]
    );
    let stale = [back.to_vec(), vec![json!({"expectedVersion": 9})]].concat();
    assert_eq!(desk.refusal("plans.fromProject", &stale).code(), Code::Conflict);
}

#[test]
fn a_learner_reads_plans_and_changes_none() {
    let desk = Desk::new();
    let id = import(&desk, FIRST, "phase-1.md")["id"].clone();
    let ada = desk.as_role(Role::Learner, Some("learner-ada"));
    assert_eq!(ada.call("plans.text", std::slice::from_ref(&id)), json!(FIRST));
    let set = [id, json!("B"), json!("completed")];
    assert_eq!(ada.refusal("plans.setTaskStatus", &set).code(), Code::PermissionDenied);
}

/// What a report of a stored plan says of its batches is what is written.
#[test]
fn batches_are_written_with_what_is_waited_for_in_other_documents() {
    let desk = Desk::new();
    let first = "---\nprd: soil\nphase: 1\ntasks:\n- {id: X, dependencies: [A]}\n---\n";
    import(&desk, first, "phase-1.md");
    // The PRD of this one is told by the name of its folder, and its phase by that of its file.
    let second = "---\nparallelization:\n  batch_1: [A, B, C]\ntasks:\n- {id: A}\n- {id: B, dependencies: [X]}\n- {id: C, dependencies: [All phase 2 tasks]}\n---\n";
    let plan = import(&desk, second, "soil/phase-2.md");
    assert_eq!(plan["batches"], json!([["A"], ["B"], ["C"]]));
    assert_eq!(plan["drift"][0]["field"], json!("batches"));
    let edited = desk.call("plans.edit", &[plan["id"].clone(), json!([{"op": "rewrite_batches"}])]);
    assert_eq!(edited["drift"], json!([]));
    let text = desk.call("plans.text", &[plan["id"].clone()]);
    let written = second.replace("[A, B, C]", "[A]\n  batch_2: [B]\n  batch_3: [C]");
    assert_eq!(text, json!(written));
}

#[test]
fn what_waits_for_a_circle_in_another_document_is_written_out_of_no_batch() {
    let desk = Desk::new();
    let first = "---\nprd: p\nphase: 1\ntasks:\n- {id: X, dependencies: [Y]}\n- {id: Y, dependencies: [X]}\n---\n";
    import(&desk, first, "p/phase-1.md");
    let batches = "parallelization:\n  batch_1: [E]\n  batch_2: [C]\n";
    let second = format!(
        "---\nprd: p\nphase: 2\ntasks:\n- {{id: C, dependencies: [X]}}\n- {{id: E}}\n{batches}---\n"
    );
    let plan = import(&desk, &second, "p/phase-2.md");
    assert_eq!(plan["drift"], json!([]));
    let rewrite = [plan["id"].clone(), json!([{"op": "rewrite_batches"}])];
    let error = desk.refusal("plans.edit", &rewrite);
    assert_eq!(
        (error.code(), error.message()),
        (Code::Cycle, "C waits for tasks elsewhere that wait for each other")
    );
    assert_eq!(desk.call("plans.text", &[plan["id"].clone()]), json!(second));
}

#[test]
fn no_task_of_a_circle_through_another_document_is_to_come_behind_itself() {
    let desk = Desk::new();
    import(
        &desk,
        "---\nprd: p\nphase: 1\ntasks:\n- {id: A, dependencies: [C]}\n---\n",
        "p/phase-1.md",
    );
    let text = "---\nprd: p\nphase: 2\ntasks:\n- {id: C, dependencies: [A]}\n- {id: D}\nparallelization:\n  batch_1: [D]\n  batch_2: [C]\n---\n";
    let plan = import(&desk, text, "p/phase-2.md");
    assert_eq!(plan["drift"], json!([]));
    let kinds =
        plan["problems"].as_array().unwrap().iter().map(|own| own["kind"].as_str().unwrap());
    assert!(!kinds.collect::<Vec<_>>().contains(&"batches"));
}
