//! What closed without a command of its learner stays closed, whatever an author does then (design
//! rule 7: "Content added later under a closed container leaves it closed and is listed as
//! `new_items`").

use serde_json::{Value, json};

use crate::desk::Desk;

struct Course {
    desk: Desk,
    project: Value,
    epic: Value,
    done: Value,
    later: Value,
    after: Value,
    spare: Value,
    optional: Value,
    retired: Value,
    ada: Value,
}

impl Course {
    /// An epic with one part that Ada has done, and one that was deleted then; another task waits
    /// for it.
    fn new() -> Self {
        let desk = Desk::new();
        let make = |parent: &Value, kind: &str, more: Value| {
            let mut task = json!({"parent_id": parent, "task_type": kind, "title": "T"});
            task.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            desk.call("tasks.create", &[task])["id"].clone()
        };
        let project = json!({"task_type": "project", "title": "P"});
        let project = desk.call("tasks.create", &[project])["id"].clone();
        let epic = make(&project, "epic", json!({}));
        let [done, later] = [(); 2].map(|()| make(&epic, "task", json!({})));
        let [after, spare] = [(); 2].map(|()| make(&project, "task", json!({})));
        let optional = make(&epic, "task", json!({"required": false}));
        let retired = make(&epic, "task", json!({}));
        desk.call("tasks.update", &[retired.clone(), json!({"is_active": false})]);
        desk.call("tasks.addDependency", &[after.clone(), epic.clone()]);
        let learner = |name: &str| desk.call("learners.create", &[json!({"name": name})]);
        let ada = learner("Ada")["id"].clone();
        learner("Bob");
        let course =
            Self { desk, project, epic, done, later, after, spare, optional, retired, ada };
        course.finish(&course.done);
        course.desk.call("tasks.delete", std::slice::from_ref(&course.later));
        course
    }

    fn finish(&self, task: &Value) {
        self.desk.call("progress.start", &[self.ada.clone(), task.clone()]);
        self.desk.call("progress.close", &[self.ada.clone(), task.clone()]);
    }

    fn state(&self, task: &Value) -> Value {
        self.desk.call("progress.status", &[self.ada.clone(), task.clone()])
    }
}

type Change = fn(&Course) -> Value;

/// What an author may do, and which task is to be done because of it.
const CHANGES: &[(&str, Change)] = &[
    ("create", |course| {
        let task = json!({"parent_id": course.epic, "task_type": "task", "title": "New"});
        course.desk.call("tasks.create", &[task])["id"].clone()
    }),
    ("move", |course| {
        course.desk.call("tasks.move", &[course.spare.clone(), course.epic.clone()]);
        course.spare.clone()
    }),
    ("required", |course| {
        course.desk.call("tasks.update", &[course.optional.clone(), json!({"required": true})]);
        course.optional.clone()
    }),
    ("is_active", |course| {
        course.desk.call("tasks.update", &[course.retired.clone(), json!({"is_active": true})]);
        course.retired.clone()
    }),
    ("requires_submission", |course| {
        let patch = json!({"requires_submission": true});
        course.desk.call("tasks.update", &[course.epic.clone(), patch]);
        Value::Null
    }),
    ("criterion", |course| {
        let criterion = json!({"criterion_type": "manual", "description": "d"});
        course.desk.call("tasks.addCriterion", &[course.epic.clone(), criterion]);
        Value::Null
    }),
    ("delete", |course| {
        course.desk.call("tasks.delete", std::slice::from_ref(&course.done));
        Value::Null
    }),
    ("optional", |course| {
        course.desk.call("tasks.update", &[course.done.clone(), json!({"required": false})]);
        Value::Null
    }),
];

#[test]
fn what_closed_by_itself_stays_closed_whatever_an_author_does_then() {
    for (name, change) in CHANGES {
        let course = Course::new();
        let before = course.state(&course.epic);
        assert_eq!(before["status"], "closed", "{name}");
        let entries = course.desk.entries();
        let new = change(&course);
        for desk in [&course.desk, &course.desk.another()] {
            let own = [course.ada.clone(), course.epic.clone()];
            let state = desk.call("progress.status", &own);
            assert_eq!(state["status"], "closed", "{name}");
            assert_eq!(state["completed_at"], before["completed_at"], "{name}");
            let listed = state["new_items"].as_array().unwrap().contains(&new);
            assert!(new.is_null() || listed, "{name}: {state}");
            assert_eq!(state["locked_because"], json!([]), "{name}");
        }
        assert_eq!(course.state(&course.after)["locked_because"], json!([]), "{name}");
        assert_eq!(course.desk.entries(), entries + 1, "{name} is one commit");
        let closed = course.desk.events();
        let closed = closed.iter().filter(|own| own.event_type.as_str() == "closed");
        assert_eq!(closed.count(), 2, "{name}: by whom nothing was closed has no record");
    }
}

#[test]
fn what_is_deleted_itself_leaves_no_closing_behind() {
    let course = Course::new();
    course.desk.call("tasks.delete", std::slice::from_ref(&course.epic));
    let gone = format!("{}>{}", course.ada.as_str().unwrap(), course.epic.as_str().unwrap());
    assert!(course.desk.events().iter().all(|own| own.entity_id != gone));
    course.desk.call("tasks.delete", std::slice::from_ref(&course.project));
}

#[test]
fn a_course_that_changes_does_not_open_what_had_closed_by_itself() {
    let desk = Desk::new();
    let course = |parts: &[&str]| {
        let part = |key: &&str| json!({"title": key, "key": key, "task_type": "step"});
        let steps: Vec<Value> = parts.iter().map(part).collect();
        let chapters = json!([{"title": "C", "key": "c", "task_type": "chapter", "steps": steps}]);
        json!(json!({"title": "P", "chapters": chapters}).to_string())
    };
    let project = desk.call("tasks.import", &[course(&["a", "b"])])["project_id"].clone();
    let ada = desk.call("learners.create", &[json!({"name": "Ada"})])["id"].clone();
    let children = [project.clone(), json!({"recursive": true})];
    let all = desk.call("tasks.children", &children);
    let first = all.as_array().unwrap().iter().find(|own| own["title"] == "a").unwrap();
    let own = [ada.clone(), first["id"].clone()];
    desk.call("progress.start", &own);
    desk.call("progress.close", &own);
    let update = json!({"update": project});
    desk.call("tasks.import", &[course(&["a"]), update.clone()]);
    let state = || desk.call("progress.status", &[ada.clone(), project.clone()]);
    assert_eq!(state()["status"], "closed");
    desk.call("tasks.import", &[course(&["a", "d"]), update]);
    assert_eq!(state()["status"], "closed");
    assert_eq!(state()["new_items"].as_array().unwrap().len(), 1, "{}", state());
}

#[test]
fn what_had_passed_and_closed_when_its_lock_went_is_not_locked_again() {
    let desk = Desk::new();
    let project = json!({"task_type": "project", "title": "P"});
    let project = desk.call("tasks.create", &[project])["id"].clone();
    let [work, first] = [(); 2].map(|()| {
        let task = json!({"parent_id": project, "task_type": "task", "title": "T"});
        desk.call("tasks.create", &[task])["id"].clone()
    });
    let criterion = json!({"criterion_type": "manual", "description": "d"});
    desk.call("tasks.addCriterion", &[work.clone(), criterion]);
    let ada = desk.call("learners.create", &[json!({"name": "Ada"})])["id"].clone();
    let own = [ada.clone(), work.clone()];
    let draft = json!({"content": "essay"});
    let handed = desk.call("progress.submit", &[ada.clone(), work.clone(), draft]);
    let link = [work.clone(), first.clone()];
    desk.call("tasks.addDependency", &link);
    let id = handed["submission"]["id"].clone();
    desk.call("progress.review", &[id, json!({"passed": true})]);
    assert_eq!(desk.call("progress.status", &own)["status"], "in_progress", "it is locked");
    desk.call("tasks.removeDependency", &link);
    assert_eq!(desk.call("progress.status", &own)["status"], "closed");
    desk.call("tasks.addDependency", &link);
    assert_eq!(desk.call("progress.status", &own)["status"], "closed");
}
