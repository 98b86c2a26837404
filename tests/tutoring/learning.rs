//! Learners in a workspace: what they do is stored, judged, seen by other tabs, and goes with them.

use std::rc::Rc;

use medallion::Code;
use medallion::domain::criteria::HostVerdict;
use medallion::domain::id::Actor;
use medallion::domain::medallion::{MatchRule, Status};
use medallion::domain::role::Role;
use medallion::llm::StubModel;
use medallion::service::operations::Validator;
use medallion::service::{Checkpoint, Medallions};
use medallion::store::{Answer, Store, Stored};
use medallion::{Error, Evidence, Scope};
use serde_json::{Value, json};

use crate::desk::Desk;

/// A course of two epics in order; the first task asks for a text, the second for the host.
const COURSE: &str = r##"{
    "project_id": "soil-lab", "version": 1, "title": "Soil laboratory", "description": "",
    "epics": [
        {"title": "Load", "tasks": [
            {"title": "Name the acid", "task_type": "subtask", "criteria": [
                {"criterion_type": "text_match", "description": "names it",
                 "rule": {"any_of": ["humic"], "ignore_case": true}}]},
            {"title": "Run the query", "task_type": "subtask", "dependencies": ["Name the acid"],
             "criteria": [
                {"criterion_type": "sql_result", "description": "ten rows", "rule": {"rows": 10}}]}
        ]},
        {"title": "Report", "dependencies": ["Load"], "tasks": [
            {"title": "Talk it over", "task_type": "subtask", "subtask_type": "conversational"}]}
    ]}"##;

pub struct Classroom {
    pub desk: Desk,
    pub ada: Value,
    pub project: Value,
}

impl Classroom {
    pub fn new() -> Self {
        let desk = Desk::new();
        let imported = desk.call("tasks.import", &[json!(COURSE)]);
        assert_eq!(imported["problems"], json!([]), "{imported}");
        let ada = desk.call("learners.create", &[json!({"name": "Ada", "auth_id": "sso-1"})]);
        Self { desk, ada: ada["id"].clone(), project: imported["project_id"].clone() }
    }

    pub fn task(&self, tail: &str) -> Value {
        json!(format!("{}{tail}", self.project.as_str().unwrap()))
    }

    pub fn submit(&self, tail: &str, content: &str) -> Value {
        let draft = json!({"content": content});
        self.desk.call("progress.submit", &[self.ada.clone(), self.task(tail), draft])
    }

    fn ready(&self) -> Vec<String> {
        let ready = self.desk.call("progress.ready", &[self.ada.clone(), self.project.clone()]);
        let title = |own: &Value| own["title"].as_str().unwrap().to_owned();
        ready.as_array().unwrap().iter().map(title).collect()
    }
}

/// Counts rows, or fails.
struct Rows;

impl Validator for Rows {
    fn judge<'a>(
        &'a self,
        submission: &'a str,
        criterion: &'a str,
        task: &'a str,
    ) -> Answer<'a, HostVerdict> {
        Box::pin(async move {
            let read = |text: &str| serde_json::from_str::<Value>(text).unwrap();
            let (submission, criterion, task) = (read(submission), read(criterion), read(task));
            assert_eq!(task["title"], json!("Run the query"));
            assert_eq!(submission["task_id"], task["id"]);
            assert_eq!(criterion["description"], json!("ten rows"));
            let text = submission["content"].as_str().unwrap();
            if text == "boom" {
                return Err(Error::new(Code::Invalid, "the database is away"));
            }
            let passed = criterion["rule"]["rows"] == json!(text.lines().count());
            let message = if passed { "" } else { "not ten rows" }.to_owned();
            Ok(HostVerdict { passed, message, grade: None })
        })
    }
}

#[test]
fn a_learner_goes_from_nothing_to_finished() {
    let class = Classroom::new();
    class.desk.workspace.set_validator("sql_result", Rc::new(Rows));
    assert_eq!(class.ready(), ["Name the acid"]);
    let wrong = class.submit(".1.1", "vinegar");
    assert_eq!(wrong["validation"]["passed"], json!(false));
    assert_eq!(wrong["state"]["status"], json!("in_progress"));
    let right = class.submit(".1.1", "It is HUMIC acid.");
    assert_eq!(right["validation"]["passed"], json!(true));
    assert_eq!(right["submission"]["attempt_number"], json!(2));
    assert_eq!(right["state"]["status"], json!("closed"));
    assert_eq!(class.ready(), ["Run the query"]);
    let failed = class.submit(".1.2", "boom");
    assert_eq!(failed["validation"]["passed"], json!(false));
    assert!(failed["validation"]["error_message"].as_str().unwrap().contains("away"), "{failed}");
    let rows = "row\n".repeat(10);
    let passed = class.submit(".1.2", &rows);
    assert_eq!(passed["auto_closed"][0]["title"], json!("Load"));
    assert_eq!(passed["ready"][0]["title"], json!("Talk it over"));
    let ada = class.ada.clone();
    class.desk.call("progress.start", &[ada.clone(), class.task(".2.1")]);
    class
        .desk
        .call("progress.close", &[ada.clone(), class.task(".2.1"), json!({"reason": "good"})]);
    let overview =
        class.desk.another().call("progress.overview", &[ada.clone(), class.project.clone()]);
    assert_eq!(overview["completion_percentage"], json!(100));
    let status = class.desk.call("progress.status", &[ada, class.project.clone()]);
    assert_eq!(status["status"], json!("closed"));
}

#[test]
fn where_no_validator_is_registered_the_submission_waits_for_a_review() {
    let class = Classroom::new();
    class.submit(".1.1", "humic");
    let waiting = class.submit(".1.2", "ten rows");
    assert_eq!(waiting.get("validation"), None, "{waiting}");
    let reviews = class.desk.call("progress.reviews", &[]);
    let id = reviews[0]["submission_id"].clone();
    let review = json!({"passed": true, "grade": 0.85, "feedback": "Well done."});
    let teacher = class.desk.as_role(Role::Instructor, None);
    let verdict = teacher.call("progress.review", &[id.clone(), review]);
    assert_eq!((&verdict["passed"], &verdict["grade"]), (&json!(true), &json!(0.85)));
    assert_eq!(class.desk.call("progress.reviews", &[]), json!([]));
    let all = class.desk.call("progress.validations", &[id]);
    assert_eq!(all.as_array().unwrap().len(), 1);
    assert_eq!(class.ready(), ["Talk it over"]);
}

#[test]
fn sv4_sv5_sv6_sv13_sv14_what_was_handed_in_is_found_by_its_id() {
    let class = Classroom::new();
    let draft = json!({"content": "humic"});
    let unknown = [class.ada.clone(), json!("proj-none.1"), draft];
    assert_eq!(class.desk.refusal("progress.submit", &unknown).code(), Code::NotFound);
    let handed_in = class.submit(".1.1", "humic");
    for (kind, name) in
        [("submission", "progress.submission"), ("validation", "progress.validation")]
    {
        let own = &handed_in[kind];
        assert_eq!(class.desk.call(name, &[own["id"].clone()]), *own);
        assert_eq!(class.desk.call(name, &[json!("none-1")]), Value::Null);
    }
}

#[test]
fn tabs_that_hand_in_failing_work_at_once_count_attempts_one_by_one() {
    let class = Classroom::new();
    let tabs: Vec<Desk> = (0..4).map(|_| class.desk.another()).collect();
    let attempts: Vec<Value> = tabs
        .iter()
        .map(|tab| {
            let draft = json!({"content": "vinegar"});
            let answer =
                tab.call("progress.submit", &[class.ada.clone(), class.task(".1.1"), draft]);
            answer["submission"]["attempt_number"].clone()
        })
        .collect();
    assert_eq!(attempts, [json!(1), json!(2), json!(3), json!(4)]);
}

/// Issue 6: nothing opens on a claim.
#[test]
fn a_learner_changes_their_profile_and_claims_no_skills() {
    let class = Classroom::new();
    let ada = class.desk.as_role(Role::Learner, class.ada.as_str());
    let update = |patch: Value| [class.ada.clone(), patch];
    for (field, value) in [("mastered_skills", json!(["sql"])), ("auth_id", json!(null))] {
        let before = class.desk.entries();
        let error = ada.refusal("learners.update", &update(json!({field: value, "name": "A."})));
        assert_eq!((error.code(), error.path()), (Code::PermissionDenied, Some(field)));
        assert_eq!(class.desk.entries(), before);
    }
    for who in [Role::Instructor, Role::Admin].map(|role| class.desk.as_role(role, None)) {
        who.call("learners.update", &update(json!({"mastered_skills": ["sql"]})));
    }
    // What a form sends back as it was changes nothing, and is no claim.
    let same = json!({"name": "Ada L.", "mastered_skills": ["sql"], "auth_id": "sso-1"});
    let changed = ada.call("learners.update", &update(same));
    assert_eq!(
        (&changed["name"], &changed["mastered_skills"]),
        (&json!("Ada L."), &json!(["sql"]))
    );
    for less in [json!([]), json!(["sql", "pH"])] {
        let error = ada.refusal("learners.update", &update(json!({"mastered_skills": less})));
        assert_eq!(error.code(), Code::PermissionDenied);
    }
    let level = json!({"background_level": "advanced", "learning_preferences": {"pace": "slow"}});
    assert_eq!(ada.call("learners.update", &update(level))["background_level"], json!("advanced"));
}

#[test]
fn the_place_and_half_given_answers_are_found_again_after_a_restart() {
    let class = Classroom::new();
    let at = [class.ada.clone(), class.task(".1.1")];
    let with = |more: Value| [at.to_vec(), vec![more]].concat();
    class.desk.call("progress.start", &at);
    class.desk.call("progress.bookmark", &with(json!({"page": 3})));
    class.desk.call("progress.saveDraft", &with(json!({"q1": "hum"})));
    class.desk.call("progress.recordTime", &with(json!(25)));
    let base = [at.to_vec(), vec![json!({"q2": "dry"}), json!({"base": {}})]].concat();
    class.desk.call("progress.saveDraft", &base);
    let state = class.desk.another().call("progress.status", &at);
    assert_eq!(
        state["progress_data"],
        json!({"bookmark": {"page": 3}, "draft": {"q1": "hum", "q2": "dry"}})
    );
    assert_eq!(state["time_spent_seconds"], json!(25));
    let next =
        class.desk.another().call("progress.next", &[class.ada.clone(), class.project.clone()]);
    assert_eq!(next["task_id"], at[1]);
}

#[test]
fn reading_writes_nothing() {
    let class = Classroom::new();
    let before = class.desk.entries();
    let (ada, project) = (class.ada.clone(), class.project.clone());
    let reads = ["status", "tree", "overview", "ready", "blocked", "next", "context", "mastery"];
    for name in reads {
        class.desk.call(&format!("progress.{name}"), &[ada.clone(), project.clone()]);
    }
    class.desk.call("paths.plan", &[ada, project]);
    assert_eq!(class.desk.entries(), before);
}

#[test]
fn a_path_is_made_chosen_left_and_fitted_to_its_learner() {
    let class = Classroom::new();
    let path = json!({"learner_id": class.ada, "root_id": class.project, "name": "My way"});
    let path = class.desk.call("paths.create", &[path]);
    let chosen = class.desk.call("paths.choose", &[class.ada.clone(), path["id"].clone()]);
    assert_eq!(chosen["chosen"], json!(true), "{chosen}");
    let none = [class.ada.clone(), path["id"].clone(), json!({"follow": false})];
    assert_eq!(class.desk.call("paths.choose", &none)["chosen"], json!(false));
    let before = class.desk.entries();
    assert_eq!(class.desk.call("paths.choose", &none)["chosen"], json!(false));
    assert_eq!(class.desk.entries(), before, "leaving what one does not follow changes nothing");
    let bob = class.desk.call("learners.create", &[json!({"name": "Bob"})])["id"].clone();
    let not_his = [bob, path["id"].clone(), json!({"follow": false})];
    assert_eq!(class.desk.refusal("paths.choose", &not_his).code(), Code::NotFound);
    for (path_type, name) in [("default", "Default"), ("remedial", "Remedial")] {
        let options = json!({"pathType": path_type});
        let planned =
            class.desk.call("paths.plan", &[class.ada.clone(), class.project.clone(), options]);
        assert_eq!(planned["path_type"], json!(path_type));
        assert_eq!(planned["name"], json!(format!("{name} path: Soil laboratory")));
    }
    let renamed = class.desk.call("paths.update", &[path["id"].clone(), json!({"name": "Ours"})]);
    assert_eq!(renamed["name"], json!("Ours"));
    let steps = renamed["steps"].as_array().unwrap();
    assert!(steps.iter().all(|step| !step["reason"].as_str().unwrap().is_empty()));
    assert_eq!(
        class.desk.call("paths.list", std::slice::from_ref(&class.ada))[0]["name"],
        json!("Ours")
    );
    assert_eq!(class.desk.call("paths.delete", std::slice::from_ref(&path["id"])), json!(true));
    assert_eq!(class.desk.call("paths.delete", std::slice::from_ref(&path["id"])), json!(false));
    assert_eq!(class.desk.call("paths.get", std::slice::from_ref(&path["id"])), Value::Null);
}

#[test]
fn nothing_of_an_erased_learner_is_stored_or_known_in_any_tab() {
    let class = Classroom::new();
    let bob = class.desk.call("learners.create", &[json!({"name": "Bob"})])["id"].clone();
    let secret = "humic, says the pelican";
    class.submit(".1.1", secret);
    let message = json!("pelican help");
    let help = [class.ada.clone(), class.task(".1.2"), message];
    class.desk.call("progress.requestHelp", &help);
    let comment = json!({"text": "pelican notes", "learner_id": class.ada});
    class.desk.call("tasks.addComment", &[class.task(".1.1"), comment]);
    let reason = json!({"reason": "pelican reasons"});
    class.desk.call("progress.hold", &[class.ada.clone(), class.task(".2.1"), reason]);
    class
        .desk
        .call("progress.submit", &[bob.clone(), class.task(".1.1"), json!({"content": "humic"})]);
    let ada = class.ada.as_str().unwrap();
    let bobs = bob.as_str().unwrap();
    let memory = Medallions::new(&class.desk.workspace, class.desk.caller.clone());
    let leave = |nodes: &[&str], text: &str| {
        let request = Checkpoint {
            scope: Scope::of(nodes, &[]).unwrap(),
            evidence: Evidence::of(text),
            rule: MatchRule::Exact,
            guard: false,
            approver: None,
            wanted: Default::default(),
        };
        let document = pollster::block_on(memory.checkpoint(&request, &StubModel)).unwrap();
        document.medallion().unwrap()
    };
    // As the tools leave it, twice; one about both; one that was deleted; one that was about Ada.
    leave(&[ada, class.project.as_str().unwrap()], "pelican one");
    leave(&[ada, class.project.as_str().unwrap()], &"pelican two ".repeat(10_000));
    leave(&[ada, bobs], "pelican three");
    let deleted = leave(&[ada, "module:a"], "pelican four");
    pollster::block_on(memory.delete(deleted.meta.medallion_id.as_str())).unwrap();
    let mut renamed = leave(&[ada, "module:b"], "pelican five");
    renamed.scope = Scope::of(&["module:b"], &[]).unwrap();
    pollster::block_on(memory.update(renamed, None)).unwrap();
    let kept = leave(&[bobs, "module:a"], "Bob knows the acid.");
    let other = class.desk.another();
    let erased = class.desk.workspace.erase_learner(&class.desk.caller, ada);
    assert!(pollster::block_on(erased).unwrap());
    pollster::block_on(other.workspace.sync()).unwrap();
    for tab in [&class.desk, &other, &class.desk.another()] {
        assert_eq!(tab.call("learners.get", std::slice::from_ref(&class.ada)), Value::Null);
        assert_eq!(tab.call("progress.helpRequests", &[]), json!([]));
        let done = tab.call("progress.status", &[bob.clone(), class.task(".1.1")]);
        assert_eq!(done["status"], json!("closed"), "others keep what is theirs");
        let memory = Medallions::new(&tab.workspace, tab.caller.clone());
        let about = |node: &str| {
            let scope = Scope::of(&[node], &[]).unwrap();
            let found = memory.latest_for_scope(&scope, 10, &[Status::Active]);
            let found = pollster::block_on(found).unwrap();
            found.iter().map(|own| own.medallion().unwrap().meta.medallion_id).collect::<Vec<_>>()
        };
        assert_eq!((about(ada), about("module:b")), (vec![], vec![]));
        assert_eq!(about(bobs), std::slice::from_ref(&kept.meta.medallion_id));
    }
    for (_, stored) in pollster::block_on(class.desk.log().read(1, u32::MAX)).unwrap() {
        let Stored::Entry(entry) = stored else { panic!("the log is whole") };
        for word in ["pelican", "Ada", "sso-1"] {
            assert!(!entry.text.contains(word), "{word} is still in {}", entry.text);
        }
    }
    let health = pollster::block_on(class.desk.workspace.health(true)).unwrap();
    assert!(health.problems.is_empty(), "{:?}", health.problems);
}

#[test]
fn a_learner_takes_up_only_what_they_set_aside_themselves() {
    let class = Classroom::new();
    let actor = |name: &str, role: Role| {
        let mut desk = class.desk.as_role(role, class.ada.as_str());
        desk.caller.actor = Actor::new(name).unwrap();
        desk
    };
    let (mine, teacher) = (actor("learner:ada", Role::Learner), actor("teacher", Role::Instructor));
    let task = [class.ada.clone(), class.task(".1.1")];
    teacher.call("progress.hold", &task);
    let refused = mine.refusal("progress.reopen", &task);
    assert_eq!(refused.code(), Code::PermissionDenied);
    assert_eq!(mine.call("progress.status", &task)["status"], json!("blocked"));
    teacher.call("progress.reopen", &task);
    // What a host set aside in the learner's own name is theirs.
    actor("learner:ada", Role::Instructor).call("progress.hold", &task);
    assert_eq!(mine.call("progress.reopen", &task)["status"], json!("open"));
}

#[test]
fn the_log_alone_gives_state_and_events_again() {
    let class = Classroom::new();
    class.submit(".1.1", "vinegar");
    class.submit(".1.1", "humic");
    let fresh = class.desk.another();
    for name in ["tree", "overview"] {
        let name = format!("progress.{name}");
        let about = [class.ada.clone(), class.project.clone()];
        assert_eq!(fresh.call(&name, &about), class.desk.call(&name, &about));
    }
    let events = class.desk.events();
    assert_eq!(fresh.events(), events);
    let told: Vec<&str> = events.iter().map(|event| event.event_type.as_str()).collect();
    for event in ["submission_created", "validation_completed", "closed", "started"] {
        assert!(told.contains(&event), "{event} is not in {told:?}");
    }
}
