//! What validators of the host are asked, and how often.

use std::cell::RefCell;
use std::rc::Rc;

use medallion::domain::criteria::HostVerdict;
use medallion::service::operations::Validator;
use medallion::store::Answer;
use serde_json::{Value, json};

use crate::desk::Desk;
use crate::learning::Classroom;

/// Passes everything, and writes down what it was shown; an author changes the task meanwhile.
struct Noting {
    seen: RefCell<Vec<(Value, Value)>>,
    meanwhile: RefCell<Vec<Box<dyn FnOnce()>>>,
}

impl Validator for Noting {
    fn judge<'a>(
        &'a self,
        submission: &'a str,
        criterion: &'a str,
        _: &'a str,
    ) -> Answer<'a, HostVerdict> {
        Box::pin(async move {
            let read = |text: &str| serde_json::from_str::<Value>(text).unwrap();
            self.seen.borrow_mut().push((read(submission), read(criterion)));
            let meanwhile = self.meanwhile.borrow_mut().pop();
            meanwhile.into_iter().for_each(|own| own());
            Ok(HostVerdict { passed: true, message: String::new(), grade: None })
        })
    }
}

struct Lab {
    desk: Desk,
    ada: Value,
    task: Value,
    validator: Rc<Noting>,
}

impl Lab {
    fn new() -> Self {
        let desk = Desk::new();
        let make = |fields: Value| desk.call("tasks.create", &[fields])["id"].clone();
        let project = make(json!({"task_type": "project", "title": "P"}));
        let task = make(json!({"parent_id": project, "task_type": "subtask", "title": "T"}));
        let ada = desk.call("learners.create", &[json!({"name": "Ada"})])["id"].clone();
        let validator = Rc::new(Noting { seen: RefCell::default(), meanwhile: RefCell::default() });
        desk.workspace.set_validator("sql_result", validator.clone());
        Self { desk, ada, task, validator }
    }

    fn criterion(&self, rows: u64) -> Value {
        let description = format!("{rows} rows");
        let rule = json!({"rows": rows});
        let draft =
            json!({"criterion_type": "sql_result", "description": description, "rule": rule});
        self.desk.call("tasks.addCriterion", &[self.task.clone(), draft])["id"].clone()
    }

    fn submit(&self) -> Value {
        let draft = json!({"content": "SELECT 1"});
        self.desk.call("progress.submit", &[self.ada.clone(), self.task.clone(), draft])
    }

    fn meanwhile(&self, change: impl FnOnce(&Desk) + 'static) {
        let desk = self.desk.another();
        self.validator.meanwhile.borrow_mut().push(Box::new(move || change(&desk)));
    }

    fn asked(&self) -> Vec<String> {
        let seen = self.validator.seen.borrow();
        seen.iter().map(|(_, own)| own["description"].as_str().unwrap().to_owned()).collect()
    }
}

#[test]
fn who_has_judged_is_not_asked_again_because_something_else_changed() {
    let lab = Lab::new();
    lab.criterion(1);
    lab.criterion(2);
    let task = lab.task.clone();
    lab.meanwhile(move |desk| {
        let rule = json!({"rows": 3});
        let draft = json!({"criterion_type": "sql_result", "description": "3 rows", "rule": rule});
        desk.call("tasks.addCriterion", &[task, draft]);
    });
    let sent = lab.submit();
    assert_eq!(sent["state"]["status"], json!("closed"), "{sent}");
    assert_eq!(sent["validations"].as_array().unwrap().len(), 4, "three criteria and the whole");
    assert_eq!(lab.asked(), ["1 rows", "2 rows", "3 rows"], "each once");
}

#[test]
fn what_was_judged_by_another_rule_is_judged_again() {
    let lab = Lab::new();
    let old = lab.criterion(1);
    let task = lab.task.clone();
    lab.meanwhile(move |desk| {
        desk.call("tasks.removeCriterion", &[old]);
        let rule = json!({"rows": 9});
        let draft = json!({"criterion_type": "sql_result", "description": "9 rows", "rule": rule});
        desk.call("tasks.addCriterion", &[task, draft]);
    });
    assert_eq!(lab.submit()["state"]["status"], json!("closed"));
    assert_eq!(lab.asked(), ["1 rows", "9 rows"]);
}

#[test]
fn a_validator_sees_the_criterion_of_the_running_try_and_which_attempt_it_is() {
    let lab = Lab::new();
    let own = lab.criterion(1);
    let manual =
        json!({"criterion_type": "manual", "description": "Somebody likes it.", "rule": {}});
    lab.desk.call("tasks.addCriterion", &[lab.task.clone(), manual]);
    lab.desk.call("progress.start", &[lab.ada.clone(), lab.task.clone()]);
    lab.desk.call("tasks.removeCriterion", &[own]);
    lab.submit();
    lab.submit();
    assert_eq!(lab.asked(), ["1 rows", "1 rows"]);
    let seen = lab.validator.seen.borrow();
    let attempts: Vec<&Value> = seen.iter().map(|(own, _)| &own["attempt_number"]).collect();
    assert_eq!(attempts, [1, 2]);
}

/// Refuses without a word, once it was told what the part of a group asks for.
struct Silent;

impl Validator for Silent {
    fn judge<'a>(&'a self, _: &'a str, criterion: &'a str, _: &'a str) -> Answer<'a, HostVerdict> {
        Box::pin(async move {
            let criterion: Value = serde_json::from_str(criterion).unwrap();
            assert_eq!(criterion["description"], criterion["rule"]["expected"]);
            Ok(HostVerdict { passed: false, message: String::new(), grade: None })
        })
    }
}

#[test]
fn a_validator_is_told_what_a_part_asks_for_and_a_lock_never_ends_in_nothing() {
    let class = Classroom::new();
    class.desk.workspace.set_validator("own", Rc::new(Silent));
    let task = class.task(".1.1");
    let inner =
        json!({"criterion_type": "own", "description": "inner", "rule": {"expected": "inner"}});
    let plain = json!({"criterion_type": "own", "rule": {"expected": "outer"}});
    let rule = json!({"criteria": [inner, plain]});
    let group = json!({"criterion_type": "any_of", "description": "outer", "rule": rule});
    class.desk.call("tasks.addCriterion", &[task.clone(), group]);
    class.submit(".1.1", "humic");
    let state = class.desk.call("progress.status", &[class.ada.clone(), task]);
    let message = state["cannot_close_because"][0]["message"].as_str().unwrap();
    assert!(message.len() > "Validation failed: ".len() && !message.ends_with(": "), "{message:?}");
}

#[test]
fn what_is_wrong_in_an_argument_has_its_path_from_one_root() {
    let class = Classroom::new();
    let (ada, task) = (class.ada.clone(), class.task(".1.1"));
    let path = |name: &str, arguments: &[Value]| {
        let error = class.desk.refusal(name, arguments);
        error.path().unwrap().to_owned()
    };
    for content in [json!(5), json!("")] {
        let handed = [ada.clone(), task.clone(), json!({"content": content})];
        assert_eq!(path("progress.submit", &handed), "submission.content");
    }
    let criterion = |description: &str, rule: Value| json!({"criterion_type": "text_match", "description": description, "rule": rule});
    let blank = criterion(" ", json!({"any_of": ["x"]}));
    assert_eq!(path("tasks.addCriterion", &[task.clone(), blank]), "criterion.description");
    let wrong = criterion("d", json!({"any_of": [""]}));
    assert_eq!(path("tasks.addCriterion", &[task, wrong]), "criterion.rule.any_of[0]");
}
