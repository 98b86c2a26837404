//! An erased learner leaves nothing, wherever it stood.

use medallion::store::{Store, Stored};
use serde_json::{Value, json};

use crate::learning::Classroom;

/// Design 6.3: "erases all that is theirs", whatever became of it before.
#[test]
fn what_was_deleted_before_goes_with_an_erased_learner_too() {
    let class = Classroom::new();
    let (desk, ada) = (&class.desk, class.ada.clone());
    let bob = desk.call("learners.create", &[json!({"name": "Bob"})])["id"].clone();
    let first = class.task(".1.1");
    for learner in [&ada, &bob] {
        let word = if *learner == ada { "pelican" } else { "heron" };
        let own = [learner.clone(), first.clone()];
        let with = |more: Value| [learner.clone(), first.clone(), more];
        let long = json!({"content": format!("{word} ").repeat(20_000)});
        let handed = desk.call("progress.submit", &with(long));
        let review = json!({"passed": false, "feedback": word});
        desk.call("progress.review", &[handed["submission"]["id"].clone(), review]);
        desk.call("progress.saveDraft", &with(json!({"half": word})));
        desk.call("progress.requestHelp", &with(json!(format!("{word} help"))));
        desk.call("progress.submit", &with(json!({"content": format!("humic {word}")})));
        desk.call("progress.summarize", &own);
        let comment = json!({"text": format!("{word} notes"), "learner_id": learner});
        desk.call("tasks.addComment", &[first.clone(), comment]);
        let path = json!({"learner_id": learner, "root_id": class.project, "name": word});
        let path = desk.call("paths.create", &[path]);
        let renamed = json!({"name": format!("{word} path")});
        desk.call("paths.update", &[path["id"].clone(), renamed]);
        desk.call("paths.delete", std::slice::from_ref(&path["id"]));
        let later = [learner.clone(), class.task(".2.1"), json!({"reason": format!("{word} why")})];
        desk.call("progress.hold", &later);
    }
    desk.call("tasks.delete", std::slice::from_ref(&first));
    desk.call("tasks.delete", &[class.task(".2.1")]);
    let erased = desk.workspace.erase_learner(&desk.caller, ada.as_str().unwrap());
    assert!(pollster::block_on(erased).unwrap());
    let texts = || {
        let log = pollster::block_on(desk.log().read(1, u32::MAX)).unwrap();
        log.into_iter().map(|(_, stored)| match stored {
            Stored::Entry(entry) => entry.text,
            Stored::Damaged(what) => panic!("{what}"),
        })
    };
    for text in texts() {
        assert!(!text.contains("pelican"), "{text}");
    }
    let herons = texts().filter(|text| text.contains("heron")).count();
    assert!(herons > 1, "others keep what is theirs, deleted or not");
    assert!(!desk.export().contains("pelican"));
    let twice = desk.events();
    let erased = twice.iter().filter(|own| own.event_type.as_str() == "erased");
    let mut ids: Vec<_> = erased.map(|own| (own.entity_type.as_str(), &own.entity_id)).collect();
    let count = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), count, "each is erased once");
    for kind in ["progress", "submission", "validation", "help_request", "summary", "comment"] {
        assert!(ids.iter().any(|own| own.0 == kind), "{kind}");
    }
    let health = pollster::block_on(desk.workspace.health(true)).unwrap();
    assert!(health.problems.is_empty(), "{:?}", health.problems);
    assert_eq!(desk.another().events(), desk.events());
}
