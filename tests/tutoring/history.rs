//! The history of a task and of a learner, read back as a whole.

use medallion::domain::event::Event;
use medallion::service::EventFilter;
use serde_json::{Value, json};

use crate::learning::Classroom;

#[test]
fn a_tasks_and_a_learners_history_is_read_as_a_whole() {
    let class = Classroom::new();
    let (ada, first, second) = (class.ada.clone(), class.task(".1.1"), class.task(".1.2"));
    let bob = class.desk.call("learners.create", &[json!({"name": "Bob"})])["id"].clone();
    let draft = json!({"content": "vinegar ".repeat(20_000)});
    class.desk.call("progress.submit", &[ada.clone(), first.clone(), draft]);
    class.submit(".1.1", "humic");
    class.desk.call("progress.submit", &[bob.clone(), first.clone(), json!({"content": "humic"})]);
    class.desk.call("progress.requestHelp", &[ada.clone(), second.clone(), json!("how?")]);
    let objective =
        class.desk.call("tasks.addObjective", &[first.clone(), json!({"description": "d"})]);
    class.desk.call("tasks.removeObjective", std::slice::from_ref(&objective["id"]));
    let remark = json!({"text": "look closely", "learner_id": ada});
    class.desk.call("tasks.addComment", &[first.clone(), remark]);
    let told = |learner: Option<&Value>, task: Option<&Value>, limit: usize| {
        let of = |id: Option<&Value>| id.map(|id| id.as_str().unwrap().to_owned());
        let mut filter = EventFilter {
            learner_id: of(learner),
            task_id: of(task),
            limit,
            ..EventFilter::default()
        };
        let mut all = Vec::new();
        loop {
            let page = pollster::block_on(class.desk.workspace.events(&filter)).unwrap();
            let words =
                |own: &Event| format!("{} {}", own.entity_type.as_str(), own.event_type.as_str());
            all.extend(page.items.iter().map(words));
            match page.next {
                Some(_) => filter.before = page.next,
                None => {
                    assert_eq!(page.total, all.len());
                    return all;
                }
            }
        }
    };
    let of_task = told(None, Some(&first), 3);
    let expected = [
        "comment comment_added",
        "objective deleted",
        "objective created",
        "progress closed",
        "validation validation_completed",
        "submission submission_created",
        "progress closed",
        "validation validation_completed",
        "submission submission_created",
        "progress started",
        "validation validation_completed",
        "submission submission_created",
        "dependency dependency_added",
        "criterion created",
        "task created",
    ];
    let sorted = |events: &[&str]| {
        let mut events: Vec<String> = events.iter().map(ToString::to_string).collect();
        events.sort();
        events
    };
    let texts: Vec<&str> = of_task.iter().map(String::as_str).collect();
    assert_eq!(sorted(&texts), sorted(&expected));
    assert_eq!(texts[0], expected[0], "the newest first");
    let of_ada = told(Some(&ada), None, 50);
    assert!(of_ada.contains(&"learner created".to_owned()));
    assert!(of_ada.contains(&"help_request help_requested".to_owned()), "{of_ada:?}");
    let both = told(Some(&ada), Some(&first), 50);
    assert_eq!(both.len(), 7, "{both:?}");
    assert_eq!(told(Some(&json!("learner-none")), None, 50), [""; 0]);
}
