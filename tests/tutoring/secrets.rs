//! What a learner's handle is never shown: what is right, how a task is taught, and what stands in
//! a step that is locked. What they themselves handed in stays.

use medallion::Code;
use medallion::domain::role::Role;
use serde_json::{Value, json};

use crate::desk::Desk;
use crate::learning::Classroom;

#[test]
fn a_learner_sees_their_own_and_no_answers() {
    let class = Classroom::new();
    let ada_id = class.ada.as_str().unwrap().to_owned();
    let ada = class.desk.as_role(Role::Learner, Some(&ada_id));
    let bob = class.desk.call("learners.create", &[json!({"name": "Bob"})])["id"].clone();
    let shown = ada.call("tasks.criteria", &[class.task(".1.1")]);
    assert_eq!(shown[0]["rule"], json!({}), "what would give the answer away is not shown");
    let draft = json!({"content": "humic"});
    let own = ada.call("progress.submit", &[class.ada.clone(), class.task(".1.1"), draft.clone()]);
    let theirs =
        class.desk.call("progress.submit", &[bob.clone(), class.task(".1.1"), draft.clone()]);
    let denied = [
        ada.refusal("learners.update", &[class.ada.clone(), json!({"auth_id": "sso-2"})]),
        ada.refusal("progress.submit", &[bob.clone(), class.task(".1.1"), draft]),
        ada.refusal("progress.submission", &[theirs["submission"]["id"].clone()]),
        ada.refusal("progress.validations", &[theirs["submission"]["id"].clone()]),
        ada.refusal("progress.exportCsv", &[]),
        ada.refusal("tasks.export", std::slice::from_ref(&class.project)),
        ada.refusal(
            "progress.skip",
            &[class.ada.clone(), class.task(".1.2"), json!({"reason": "x"})],
        ),
    ];
    assert!(denied.iter().all(|error| error.code() == Code::PermissionDenied), "{denied:?}");
    let id = own["submission"]["id"].clone();
    assert_eq!(
        ada.call("progress.submission", std::slice::from_ref(&id))["content"],
        json!("humic")
    );
    let context = ada.call("progress.context", &[class.ada.clone(), class.task(".1.1")]);
    assert_eq!(context["submissions"][0]["id"], id);
    assert_eq!(context["criteria"][0]["rule"], json!({}));
    let csv = ada.call("progress.exportCsv", &[json!({"learnerId": ada_id})]);
    assert!(csv.as_str().unwrap().contains("Name the acid"));
}

#[test]
fn no_read_shows_a_learner_how_a_task_is_taught_nor_the_material_of_what_is_locked() {
    let class = Classroom::new();
    let [open, locked] = [class.task(".1.1"), class.task(".1.2")];
    let shared = class.desk.call(
        "tasks.createContent",
        &[json!({"content_type": "markdown", "body": "the secret text"})],
    );
    let fields = json!({
        "content": "the secret page", "tutor_guidance": {"answer_rationale": "the secret reason"},
    });
    for task in [&open, &locked] {
        class.desk.call("tasks.update", &[task.clone(), fields.clone()]);
    }
    class.desk.call("tasks.attachContent", &[shared["id"].clone(), locked.clone()]);
    let ada = class.desk.as_role(Role::Learner, class.ada.as_str());
    let nobody = class.desk.as_role(Role::Learner, None);
    let recursive = json!({"recursive": true});
    let reads = [
        ("tasks.get", vec![locked.clone()]),
        ("tasks.children", vec![class.project.clone(), recursive]),
        ("tasks.list", vec![json!({"projectId": class.project})]),
        ("tasks.content", vec![locked.clone()]),
        ("tasks.getContent", vec![shared["id"].clone()]),
        ("progress.context", vec![class.ada.clone(), locked.clone()]),
    ];
    let secrets = |desk: &Desk, word: &str| -> Vec<usize> {
        let said = |(name, arguments): &(&str, Vec<Value>)| {
            desk.try_call(name, arguments).map_or(0, |own| own.to_string().matches(word).count())
        };
        reads.iter().map(said).collect()
    };
    assert_eq!(secrets(&ada, "secret reason"), [0; 6]);
    assert_eq!(secrets(&nobody, "secret"), [0; 6]);
    assert_eq!(secrets(&ada, "secret page"), [0, 1, 1, 0, 0, 0], "that of the open task");
    assert_eq!(secrets(&ada, "secret text"), [0; 6]);
    class.submit(".1.1", "humic");
    assert_eq!(secrets(&ada, "secret page"), [1, 2, 2, 0, 0, 2]);
    assert_eq!(secrets(&ada, "secret text"), [0, 0, 0, 1, 1, 1]);
    let teacher = class.desk.as_role(Role::Instructor, None);
    assert_eq!(secrets(&teacher, "secret reason"), [1, 2, 2, 0, 0, 2]);
}

/// What is asked of a locked step is a part of it, and comes with it.
#[test]
fn no_read_shows_a_learner_the_questions_of_what_is_locked() {
    let class = Classroom::new();
    let [open, locked] = [class.task(".1.1"), class.task(".1.2")];
    let quiz = json!({"pass_mark": 0.5, "questions": [
        {"id": "q1", "kind": "single", "prompt": "Which acid?", "options": ["humic", "citric"],
         "answer": "humic"}]});
    let mut other = quiz.clone();
    other["questions"][0]["id"] = json!("q2");
    let parts = json!({"criteria": [{"criterion_type": "quiz", "rule": other}]});
    let choice = json!({"options": ["humic", "citric"], "correct": 0});
    for task in [&open, &locked] {
        for (kind, rule) in [("quiz", &quiz), ("any_of", &parts), ("choice", &choice)] {
            let draft = json!({"criterion_type": kind, "description": "acids", "rule": rule});
            class.desk.call("tasks.addCriterion", &[task.clone(), draft]);
        }
    }
    let ada = class.desk.as_role(Role::Learner, class.ada.as_str());
    let reads = |task: &Value| {
        let context = ada.call("progress.context", &[class.ada.clone(), task.clone()]);
        [ada.call("tasks.criteria", std::slice::from_ref(task)), context["criteria"].clone()]
    };
    for shown in reads(&open) {
        assert_eq!(shown.to_string().matches("citric").count(), 3, "{shown}");
        assert!(!shown.to_string().contains("answer") && !shown.to_string().contains("correct"));
    }
    for shown in reads(&locked) {
        let rules: Vec<&Value> = shown.as_array().unwrap().iter().map(|own| &own["rule"]).collect();
        let group =
            json!({"criteria": [{"criterion_type": "quiz", "rule": {"pass_mark": 0.5}}], "n": 1});
        assert_eq!(rules, [&json!({}), &json!({"pass_mark": 0.5}), &group, &json!({})]);
        assert_eq!(shown[1]["description"], json!("acids"), "what kind of work it is");
    }
    let nobody = class.desk.as_role(Role::Learner, None);
    let shown = nobody.call("tasks.criteria", std::slice::from_ref(&locked)).to_string();
    assert!(!shown.contains("citric"));
    let teacher = class.desk.as_role(Role::Instructor, None);
    assert!(teacher.call("tasks.criteria", &[locked]).to_string().contains("\"answer\":\"humic\""));
}

/// Nobody can say of a field that we do not know that it gives nothing away.
#[test]
fn no_read_shows_a_learner_what_an_author_wrote_beside_the_known_fields() {
    let class = Classroom::new();
    let task = class.task(".1.1");
    let draft = json!({"criterion_type": "non_empty", "description": "d", "solution": "secret"});
    class.desk.call("tasks.addCriterion", &[task.clone(), draft]);
    class.desk.call("tasks.update", &[task.clone(), json!({"answer_key": "secret"})]);
    let ada = class.desk.as_role(Role::Learner, class.ada.as_str());
    let secrets = |desk: &Desk| {
        [
            desk.call("tasks.get", std::slice::from_ref(&task)),
            desk.call("tasks.criteria", std::slice::from_ref(&task)),
            desk.call("progress.context", &[class.ada.clone(), task.clone()]),
        ]
        .map(|shown| shown.to_string().matches("secret").count())
    };
    assert_eq!(secrets(&ada), [0; 3]);
    assert_eq!(secrets(&class.desk), [1, 1, 1]);
}

/// Asking for a word would tell that it is there.
#[test]
fn a_learner_finds_no_task_by_the_material_of_what_is_locked() {
    let class = Classroom::new();
    let locked = class.task(".1.2");
    let shared = class.desk.call(
        "tasks.createContent",
        &[json!({"content_type": "markdown", "body": "Ten rows of pelicans."})],
    );
    class.desk.call("tasks.attachContent", &[shared["id"].clone(), locked.clone()]);
    class.desk.call("tasks.update", &[locked, json!({"content": "A flock of herons."})]);
    let ada = class.desk.as_role(Role::Learner, class.ada.as_str());
    let nobody = class.desk.as_role(Role::Learner, None);
    let found = |desk: &Desk| {
        ["pelican", "heron", "run the query"].map(|text| {
            let page =
                desk.call("tasks.list", &[json!({"projectId": class.project, "text": text})]);
            page["total"].clone()
        })
    };
    assert_eq!(found(&class.desk), [json!(1), json!(1), json!(1)]);
    for learner in [&ada, &nobody] {
        assert_eq!(found(learner), [json!(0), json!(0), json!(1)]);
    }
    class.submit(".1.1", "humic");
    assert_eq!(found(&ada), [json!(1), json!(1), json!(1)]);
}
