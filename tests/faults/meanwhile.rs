//! What comes while something else is read: an answer has what its rules see.

use std::rc::Rc;

use pollster::block_on;
use serde_json::{Value, json};

use super::commands::{caller, open};
use super::slow::Slow;
use super::template::{call, template};
use crate::cases::world::{Task, join};

/// Stands for the material that is not attached yet.
const SECOND: &str = "second";

/// A learner's work, material and a comment, and what a new connection answers while something
/// comes in it.
async fn asked_while(name: &str, arguments: &[Value], change: (&str, &[Value])) -> Value {
    let log = template().log().await;
    let (desk, _) = open(Rc::new(log.connect())).await;
    let made = async |name: &str, arguments: &[Value]| {
        call(&desk, &caller(), name, arguments).await.unwrap()
    };
    let leaf = template().leaf();
    let content = json!({"content_type": "markdown", "body": "Read this."});
    let first = made("tasks.createContent", std::slice::from_ref(&content)).await["id"].clone();
    let second = made("tasks.createContent", &[content]).await["id"].clone();
    made("tasks.attachContent", &[first, leaf.clone()]).await;
    made("tasks.addComment", &[leaf, json!({"text": "First"})]).await;
    let (slow, _) = open(Slow::new(log.connect(), |_| Box::pin(async {}))).await;
    let caller = &caller();
    let named = |own: &Value| if own == SECOND { second.clone() } else { own.clone() };
    let change = (change.0, &*change.1.iter().map(named).collect::<Vec<_>>());
    let both = [(name, arguments), change];
    let slow = &slow;
    let all = both.map(|(name, arguments)| {
        Box::pin(async move { call(slow, caller, name, arguments).await.unwrap() })
            as Task<'_, Value>
    });
    join(all.into_iter().collect()).await.remove(0)
}

#[test]
fn a_comment_that_is_added_meanwhile_does_not_fail_the_list() {
    block_on(async {
        let leaf = template().leaf();
        let comment = [leaf.clone(), json!({"text": "Second"})];
        let found = asked_while("tasks.comments", &[leaf], ("tasks.addComment", &comment)).await;
        let texts: Vec<_> =
            found["items"].as_array().unwrap().iter().map(|own| own["text"].clone()).collect();
        assert_eq!((texts, &found["total"]), (vec![json!("First"), json!("Second")], &json!(2)));
    });
}

#[test]
fn material_that_is_attached_meanwhile_does_not_fail_the_list() {
    block_on(async {
        let leaf = template().leaf();
        let attached = [json!(SECOND), leaf.clone()];
        let found = asked_while("tasks.content", &[leaf], ("tasks.attachContent", &attached)).await;
        assert_eq!(found.as_array().unwrap().len(), 2, "{found}");
    });
}

#[test]
fn what_is_handed_in_meanwhile_is_in_the_list() {
    block_on(async {
        let own = [template().learner.clone(), template().leaf()];
        let handed = [&own[..], &[json!({"content": "water"})]].concat();
        let change = ("progress.submit", &handed[..]);
        let found = asked_while("progress.submissions", &own, change).await;
        assert_eq!(found.as_array().unwrap().len(), 2, "{found}");
        let found = asked_while("progress.context", &own, change).await;
        assert!(found.to_string().contains("\"water\""), "{found}");
    });
}
