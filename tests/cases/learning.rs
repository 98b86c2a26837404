//! Cases of `spec/tasks-and-progress.md` section 9 through the operations that JavaScript calls, on
//! every store: what is decided is tested with the domain, here that it is kept, and seen by other
//! tabs.

use std::rc::Rc;

use medallion::service::operations::{self, Operation};
use medallion::service::{Caller, Workspace};
use medallion::{Code, Error, Result};
use serde_json::{Value, json};

use super::world::{Task, World, join};

/// Two epics, the second of which waits for the first.
const COURSE: &str = r#"{
    "project_id": "soil-lab", "version": 1, "title": "Soil laboratory", "description": "",
    "epics": [
        {"title": "Load", "tasks": [
            {"title": "Name the acid", "task_type": "subtask",
             "learning_objectives": [{"description": "Name it", "level": "remember"}],
             "criteria": [{"criterion_type": "text_match", "description": "names it",
                           "rule": {"any_of": ["humic"]}}]},
            {"title": "Weigh it", "task_type": "subtask", "dependencies": ["Name the acid"],
             "criteria": [{"criterion_type": "number", "description": "grams",
                           "rule": {"value": 6.5, "tolerance": 0.1}}]}
        ]},
        {"title": "Report", "dependencies": ["Load"], "tasks": [
            {"title": "Talk it over", "task_type": "subtask", "subtask_type": "conversational"}]}
    ]}"#;

fn operation(name: &str) -> &'static Operation {
    operations::all().find(|own| own.name == name).unwrap_or_else(|| panic!("no operation {name}"))
}

/// A tab that calls operations by name.
struct Desk {
    workspace: Rc<Workspace>,
    caller: Caller,
}

impl Desk {
    async fn at(world: &World) -> Self {
        Self { workspace: world.workspace().await, caller: world.caller() }
    }

    async fn try_call(&self, name: &str, arguments: &[Value]) -> Result<Value> {
        let texts: Vec<String> = arguments.iter().map(Value::to_string).collect();
        let answer = self.workspace.perform(&self.caller, operation(name), &texts).await?;
        Ok(if answer.is_empty() { Value::Null } else { serde_json::from_str(&answer).unwrap() })
    }

    async fn call(&self, name: &str, arguments: &[Value]) -> Value {
        let answer = self.try_call(name, arguments).await;
        answer.unwrap_or_else(|error| panic!("{name}: {error:?}"))
    }

    async fn refusal(&self, name: &str, arguments: &[Value]) -> Error {
        match self.try_call(name, arguments).await {
            Ok(answer) => panic!("{name} must be refused, and said {answer}"),
            Err(error) => error,
        }
    }

    async fn learner(&self, name: &str) -> Value {
        self.call("learners.create", &[json!({"name": name})]).await["id"].clone()
    }

    /// The course, and Ada who follows it.
    async fn class(&self) -> (Value, String) {
        let imported = self.call("tasks.import", &[json!(COURSE)]).await;
        assert_eq!(imported["problems"], json!([]), "{imported}");
        let ada = self.learner("Ada").await;
        (ada, imported["project_id"].as_str().unwrap().to_owned())
    }

    async fn ready(&self, learner: &Value, project: &str) -> Vec<String> {
        let ready = self.call("progress.ready", &[learner.clone(), json!(project)]).await;
        titles(&ready)
    }
}

fn titles(list: &Value) -> Vec<String> {
    let title = |own: &Value| own["title"].as_str().unwrap().to_owned();
    list.as_array().unwrap().iter().map(title).collect()
}

fn below(project: &str, tail: &str) -> Value {
    json!(format!("{project}{tail}"))
}

pub async fn tk1_tk2_tk8_tk10_a_tree_is_there_in_another_tab(world: World) {
    let desk = Desk::at(&world).await;
    let (_, project) = desk.class().await;
    let other = Desk::at(&world).await;
    for tab in [&desk, &other] {
        let all = [json!(project), json!({"recursive": true})];
        let all = tab.call("tasks.children", &all).await;
        assert_eq!(titles(&all), ["Load", "Name the acid", "Weigh it", "Report", "Talk it over"]);
        let above = tab.call("tasks.ancestors", &[below(&project, ".2.1")]).await;
        assert_eq!(titles(&above), ["Report", "Soil laboratory"]);
    }
    let new = json!({"parent_id": project, "title": "One more"});
    let made = desk.call("tasks.create", std::slice::from_ref(&new)).await;
    assert_eq!(made["id"], below(&project, ".3"));
    desk.call("tasks.delete", &[made["id"].clone()]).await;
    let made = other.call("tasks.create", &[new]).await;
    assert_eq!(made["id"], below(&project, ".4"), "a number is never given again");
}

pub async fn dp8_dp10_a_cycle_is_refused_and_nothing_is_stored(world: World) {
    let desk = Desk::at(&world).await;
    let (_, project) = desk.class().await;
    let before = world.entries().await.len();
    for (task, on) in [(".1", ".2"), (".1.1", ".1.2"), (".1.1", ".1"), (".1", ".1.1")] {
        let edge = [below(&project, task), below(&project, on)];
        let error = desk.refusal("tasks.addDependency", &edge).await;
        assert_eq!(error.code(), Code::Cycle, "{task} {on}");
    }
    assert_eq!(world.entries().await.len(), before);
}

pub async fn in2_ex9_a_course_goes_out_and_comes_in_as_the_same_tree(world: World) {
    let desk = Desk::at(&world).await;
    let (_, project) = desk.class().await;
    let text = desk.call("tasks.export", &[json!(project)]).await;
    let elsewhere = world.another("elsewhere");
    let there = Desk::at(&elsewhere).await;
    let imported = there.call("tasks.import", &[text.clone(), json!({"keepIds": true})]).await;
    assert_eq!(imported["project_id"], json!(project), "{imported}");
    let again = Desk::at(&elsewhere).await;
    assert_eq!(again.call("tasks.export", &[json!(project)]).await, text);
}

pub async fn pr1_pr2_pr11_reading_writes_nothing(world: World) {
    let desk = Desk::at(&world).await;
    let (ada, project) = desk.class().await;
    let before = world.entries().await;
    for name in ["status", "tree", "overview", "ready", "blocked", "next", "context", "mastery"] {
        desk.call(&format!("progress.{name}"), &[ada.clone(), json!(project)]).await;
    }
    assert_eq!(world.entries().await, before);
}

pub async fn dp13_dp18_dp19_a_learner_unlocks_for_nobody_else(world: World) {
    let desk = Desk::at(&world).await;
    let (ada, project) = desk.class().await;
    let bob = desk.learner("Bob").await;
    let at = |tail: &str| [ada.clone(), below(&project, tail)];
    assert_eq!(desk.refusal("progress.start", &at(".1.2")).await.code(), Code::Locked);
    assert_eq!(desk.refusal("progress.start", &at(".2.1")).await.code(), Code::Locked);
    let right = [&at(".1.1")[..], &[json!({"content": "humic"})]].concat();
    desk.call("progress.submit", &right).await;
    let other = Desk::at(&world).await;
    for tab in [&desk, &other] {
        assert_eq!(tab.ready(&ada, &project).await, ["Weigh it"]);
        assert_eq!(tab.ready(&bob, &project).await, ["Name the acid"]);
    }
}

pub async fn tp5_tp8_sv1_pr8_a_pass_closes_what_is_complete_with_it(world: World) {
    let desk = Desk::at(&world).await;
    let (ada, project) = desk.class().await;
    let work = |tail: &str, content: &str| {
        [ada.clone(), below(&project, tail), json!({"content": content})]
    };
    let wrong = desk.call("progress.submit", &work(".1.1", "vinegar")).await;
    assert_eq!(wrong["validation"]["passed"], json!(false));
    let right = desk.call("progress.submit", &work(".1.1", "humic")).await;
    assert_eq!(right["submission"]["attempt_number"], json!(2));
    // The second half is done in another tab.
    let other = Desk::at(&world).await;
    let last = other.call("progress.submit", &work(".1.2", "6.52")).await;
    assert_eq!(titles(&last["auto_closed"]), ["Load"]);
    let talk = [ada.clone(), below(&project, ".2.1")];
    other.call("progress.start", &talk).await;
    other.call("progress.close", &talk).await;
    desk.workspace.sync().await.unwrap();
    let overview = desk.call("progress.overview", &[ada.clone(), json!(project)]).await;
    assert_eq!(overview["completion_percentage"], json!(100));
    assert_eq!(overview["objectives_achieved"], json!(1));
}

pub async fn pr12_pr14_eb1_a_hold_reaches_downwards_until_it_is_released(world: World) {
    let desk = Desk::at(&world).await;
    let (ada, project) = desk.class().await;
    let epic = [ada.clone(), below(&project, ".1"), json!({"reason": "ill"})];
    desk.call("progress.hold", &epic).await;
    let other = Desk::at(&world).await;
    assert!(other.ready(&ada, &project).await.is_empty());
    let leaf = [ada.clone(), below(&project, ".1.1")];
    assert_eq!(other.refusal("progress.start", &leaf).await.code(), Code::Locked);
    other.call("progress.reopen", &epic).await;
    desk.workspace.sync().await.unwrap();
    assert_eq!(desk.ready(&ada, &project).await, ["Name the acid"]);
}

pub async fn sv7_tabs_that_hand_in_at_once_count_attempts_one_by_one(world: World) {
    let desk = Desk::at(&world).await;
    let (ada, project) = desk.class().await;
    let tabs = [desk, Desk::at(&world).await, Desk::at(&world).await, Desk::at(&world).await];
    let wrong = [ada, below(&project, ".1.1"), json!({"content": "vinegar"})];
    let all = tabs.iter().map(|tab| -> Task<'_, Value> {
        Box::pin(async { tab.call("progress.submit", &wrong).await })
    });
    let mut attempts: Vec<u64> = join(all.collect())
        .await
        .iter()
        .map(|answer| answer["submission"]["attempt_number"].as_u64().unwrap())
        .collect();
    attempts.sort_unstable();
    assert_eq!(attempts, [1, 2, 3, 4]);
}

pub async fn an_erased_learner_is_nowhere_in_the_store(world: World) {
    let desk = Desk::at(&world).await;
    let (_, project) = desk.class().await;
    let eve = desk.learner("Evelyn-the-unforgotten").await;
    let work = [eve.clone(), below(&project, ".1.1"), json!({"content": "a-secret-answer"})];
    desk.call("progress.submit", &work).await;
    assert!(desk.workspace.erase_learner(&desk.caller, eve.as_str().unwrap()).await.unwrap());
    for entry in world.entries().await {
        for secret in ["Evelyn-the-unforgotten", "a-secret-answer"] {
            assert!(!entry.text.contains(secret), "{secret}");
        }
    }
    let again = Desk::at(&world).await;
    assert_eq!(again.call("learners.get", &[eve]).await, Value::Null);
}
