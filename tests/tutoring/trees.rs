//! Trees of tasks in a workspace (spec 9.1, 9.2; design section 6.2).

use medallion::Code;
use medallion::domain::role::Role;
use serde_json::{Value, json};

use crate::desk::Desk;

/// A project with two epics of two tasks.
fn soil(desk: &Desk) -> String {
    let project = desk.call("tasks.create", &[json!({"task_type": "project", "title": "Soil"})]);
    let id = project["id"].as_str().unwrap().to_owned();
    for epic in ["Load", "Report"] {
        let epic = json!({"parent_id": id, "task_type": "epic", "title": epic});
        let epic = desk.call("tasks.create", &[epic]);
        for task in ["Read the table", "Write the memo"] {
            desk.call("tasks.create", &[json!({"parent_id": epic["id"], "title": task})]);
        }
    }
    id
}

fn ids(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|task| task["id"].as_str().unwrap()).collect()
}

#[test]
fn what_was_retired_is_listed_counted_and_shown_on_request_only() {
    let desk = Desk::new();
    let make = |fields: Value| desk.call("tasks.create", &[fields])["id"].clone();
    let project = make(json!({"task_type": "project", "title": "P"}));
    let epic = make(json!({"parent_id": project, "task_type": "epic", "title": "E"}));
    make(json!({"parent_id": epic, "task_type": "task", "title": "T"}));
    make(json!({"parent_id": project, "task_type": "epic", "title": "F"}));
    desk.call("tasks.update", &[epic.clone(), json!({"is_active": false})]);
    let of = |mut options: Value, inactive: bool| {
        options["inactive"] = inactive.into();
        options
    };
    for (inactive, all, direct) in [(false, 2, 1), (true, 4, 2)] {
        let listed = desk.call("tasks.list", &[of(json!({"projectId": project}), inactive)]);
        assert_eq!(listed["items"].as_array().unwrap().len(), all);
        let counted = desk.call("tasks.count", &[of(json!({"projectId": project}), inactive)]);
        assert_eq!(
            (counted, desk.call("tasks.count", &[of(json!({}), inactive)])),
            (json!(all), json!(all))
        );
        let children = desk.call("tasks.children", &[project.clone(), of(json!({}), inactive)]);
        assert_eq!(children.as_array().unwrap().len(), direct);
        let below = [project.clone(), of(json!({"recursive": true}), inactive)];
        assert_eq!(desk.call("tasks.children", &below).as_array().unwrap().len(), all - 1);
    }
    // Who asks for what is below something retired is shown it.
    assert_eq!(desk.call("tasks.children", &[epic]).as_array().unwrap().len(), 1);
}

#[test]
fn a_tree_is_there_in_another_tab_and_after_a_restart() {
    let desk = Desk::new();
    let project = soil(&desk);
    let other = desk.another();
    for tab in [&desk, &other] {
        let below = tab.call("tasks.children", &[json!(project), json!({"recursive": true})]);
        let expected = [".1", ".1.1", ".1.2", ".2", ".2.1", ".2.2"];
        let expected: Vec<String> = expected.map(|tail| format!("{project}{tail}")).to_vec();
        assert_eq!(ids(&below), expected);
        let above = tab.call("tasks.ancestors", &[json!(format!("{project}.2.1"))]);
        assert_eq!(ids(&above), [format!("{project}.2"), project.clone()]);
        assert_eq!(tab.call("tasks.count", &[]), json!(7));
        assert_eq!(ids(&tab.call("tasks.projects", &[])), std::slice::from_ref(&project));
    }
}

#[test]
fn two_tabs_that_make_children_at_once_give_no_number_twice() {
    let desk = Desk::new();
    let project = soil(&desk);
    let other = desk.another();
    let task = json!({"parent_id": project, "title": "One more"});
    let mine = desk.call("tasks.create", std::slice::from_ref(&task));
    let theirs = other.call("tasks.create", &[task]);
    assert_eq!(mine["id"], json!(format!("{project}.3")));
    assert_eq!(theirs["id"], json!(format!("{project}.4")));
}

#[test]
fn a_cycle_is_refused_with_its_way_round_and_nothing_is_stored() {
    let desk = Desk::new();
    let project = soil(&desk);
    let (first, second) = (format!("{project}.1"), format!("{project}.2"));
    desk.call("tasks.addDependency", &[json!(second), json!(first)]);
    let before = desk.entries();
    let error = desk.refusal("tasks.addDependency", &[json!(first), json!(second)]);
    assert_eq!(error.code(), Code::Cycle);
    assert_eq!(desk.entries(), before);
    assert_eq!(desk.call("tasks.cycles", &[json!(project)]), json!([]));
    let waits = desk.call("tasks.dependencies", &[json!(second), json!({"type": "blocks"})]);
    assert_eq!(waits[0]["depends_on_id"], json!(first));
    let related = desk.call("tasks.dependents", &[json!(first), json!({"type": "related"})]);
    assert_eq!(related, json!([]));
}

#[test]
fn words_are_found_in_titles_first_and_in_material_too() {
    let desk = Desk::new();
    let project = soil(&desk);
    let material = json!({"content_type": "markdown", "body": "How a MEMO begins."});
    let material = desk.call("tasks.createContent", &[material]);
    desk.call("tasks.attachContent", &[material["id"].clone(), json!(format!("{project}.1.1"))]);
    let found = desk.call("tasks.list", &[json!({"text": "memo"})]);
    let expected = [".1.2", ".2.2", ".1.1"].map(|tail| format!("{project}{tail}"));
    assert_eq!(ids(&found["items"]), expected);
    assert_eq!(found["total"], json!(3));
    let page = desk.call("tasks.list", &[json!({"text": "memo", "limit": 2})]);
    let rest = json!({"text": "memo", "limit": 2, "after": page["next"]});
    assert_eq!(ids(&desk.call("tasks.list", &[rest])["items"]), expected[2..]);
    let shown = desk.call("tasks.content", &[json!(format!("{project}.1.1"))]);
    assert_eq!(shown[0]["body"], json!("How a MEMO begins."));
}

#[test]
fn a_dry_run_says_what_goes_and_a_deletion_takes_it_along() {
    let desk = Desk::new();
    let project = soil(&desk);
    let epic = json!(format!("{project}.1"));
    let dry = desk.call("tasks.delete", &[epic.clone(), json!({"dryRun": true})]);
    assert_eq!(dry["removed"].as_array().unwrap().len(), 3);
    assert_eq!(desk.call("tasks.count", &[]), json!(7));
    let gone = desk.call("tasks.delete", &[epic.clone(), json!({"reason": "too much"})]);
    assert_eq!(gone, dry);
    assert_eq!(desk.call("tasks.count", &[]), json!(4));
    assert_eq!(desk.call("tasks.get", std::slice::from_ref(&epic)), Value::Null);
    assert_eq!(desk.refusal("tasks.children", &[epic]).code(), Code::NotFound);
    let next = desk.call("tasks.create", &[json!({"parent_id": project, "title": "Later"})]);
    assert_eq!(next["id"], json!(format!("{project}.3")), "a number is never given again");
    let event = desk.events().into_iter().find(|event| event.reason.is_some()).unwrap();
    assert_eq!(event.reason.as_deref(), Some("too much"));
}

#[test]
fn a_learner_sees_what_is_for_all_and_what_is_their_own() {
    let desk = Desk::new();
    let project = soil(&desk);
    let learner = |name: &str| -> String {
        let made = desk.call("learners.create", &[json!({"name": name})]);
        made["id"].as_str().unwrap().to_owned()
    };
    let (ada_id, bob_id) = (learner("Ada"), learner("Bob"));
    let ada = desk.as_role(Role::Learner, Some(&ada_id));
    desk.call("tasks.addComment", &[json!(project), json!({"text": "For all."})]);
    let own = json!({"text": "Mine.", "learner_id": ada_id, "author": "somebody else"});
    let own = ada.call("tasks.addComment", &[json!(project), own]);
    assert_eq!(own["author"], json!("system"), "a learner speaks in no other name");
    let shared = ada.refusal("tasks.addComment", &[json!(project), json!({"text": "Hello."})]);
    assert_eq!(shared.code(), Code::PermissionDenied);
    let seen = ada.call("tasks.comments", &[json!(project), json!({"learnerId": ada_id})]);
    let texts: Vec<&str> =
        seen["items"].as_array().unwrap().iter().map(|own| own["text"].as_str().unwrap()).collect();
    assert_eq!(texts, ["For all.", "Mine."]);
    let others = json!({"learnerId": bob_id});
    let others = ada.refusal("tasks.comments", &[json!(project), others]);
    assert_eq!(others.code(), Code::PermissionDenied);
    let newest = json!({"learnerId": ada_id, "limit": 1});
    let newest = desk.call("tasks.comments", &[json!(project), newest]);
    assert_eq!((&newest["items"][0]["text"], &newest["total"]), (&json!("Mine."), &json!(2)));
    let older = json!({"learnerId": ada_id, "before": newest["next"]});
    let older = desk.call("tasks.comments", &[json!(project), older]);
    assert_eq!(older["items"][0]["text"], json!("For all."));
    assert_eq!(older["next"], Value::Null);
}

#[test]
fn a_workspace_in_a_file_brings_its_trees_along() {
    let desk = Desk::new();
    let project = soil(&desk);
    let file = desk.export();
    let elsewhere = Desk::new();
    elsewhere.import(&file);
    let below = [json!(project), json!({"recursive": true})];
    assert_eq!(elsewhere.call("tasks.children", &below), desk.call("tasks.children", &below));
    let health = pollster::block_on(elsewhere.workspace.health(true)).unwrap();
    assert_eq!((*health.records.get("task").unwrap(), health.problems.len()), (7, 0));
}
