//! What an import proves for those who do not pass everything at once, and what it warns of.

use serde_json::{Value, json};

use super::world::World;

/// A chapter with a quiz of two tries, as the steps of a course.
fn quiz(remedial: &str) -> Value {
    json!({
        "title": "Quiz", "task_type": "step", "step_type": "quiz", "max_attempts": 2,
        "remedial": [remedial],
        "criteria": [{"criterion_type": "number", "description": "42", "rule": {"value": 42}}],
    })
}

fn step(title: &str) -> Value {
    json!({"title": title, "task_type": "step"})
}

fn course(ordered: bool, chapters: &[(&str, &[Value])]) -> String {
    let chapters = chapters.iter().map(|(title, steps)| {
        json!({"title": title, "task_type": "chapter", "ordered": true, "steps": steps})
    });
    let chapters: Vec<Value> = chapters.collect();
    json!({"title": "P", "ordered": ordered, "chapters": chapters}).to_string()
}

#[track_caller]
fn problems(text: &str) -> Vec<(String, String)> {
    match World::new().import(text) {
        Ok(_) => Vec::new(),
        Err(error) => {
            let all = error.all_problems().iter();
            all.map(|own| (own.path.clone(), own.message.clone())).collect()
        }
    }
}

#[track_caller]
fn is_refused(text: &str, path: &str, words: &str) {
    let found = problems(text);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].0, path);
    assert!(found[0].1.contains(words), "{found:?}");
}

#[test]
fn what_gives_new_tries_in_the_same_chapter_or_an_earlier_one_is_within_reach() {
    for ordered in [false, true] {
        let same = course(ordered, &[("A", &[quiz("Again"), step("Again"), step("Last")])]);
        assert_eq!(problems(&same), []);
        let earlier =
            course(ordered, &[("A", &[step("Again"), step("First")]), ("B", &[quiz("Again")])]);
        assert_eq!(problems(&earlier), []);
    }
}

#[test]
fn what_gives_new_tries_in_a_chapter_that_waits_for_the_quiz_is_a_trap() {
    let chapters: [(&str, &[Value]); 2] =
        [("A", &[quiz("Again")]), ("B", &[step("Again"), step("Last")])];
    assert_eq!(problems(&course(false, &chapters)), []);
    let path = "chapters[0].steps[0].remedial";
    is_refused(&course(true, &chapters), path, "chapters[1].steps[0] gives new ones and waits");
}

#[test]
fn what_gives_new_tries_and_waits_for_the_quiz_itself_is_a_trap() {
    let mut again = step("Again");
    again["dependencies"] = json!(["Quiz"]);
    let text = course(false, &[("A", &[quiz("Again"), again])]);
    is_refused(&text, "chapters[0].steps[0].remedial", "would be trapped");
}

#[test]
fn what_gives_new_tries_does_not_contain_the_quiz() {
    let text = course(false, &[("A", &[quiz("A"), step("Last")])]);
    is_refused(&text, "chapters[0].steps[0].remedial", "chapters[0] contains it");
    let group = json!({"title": "G", "task_type": "task", "required": false,
        "steps": [quiz("G"), step("Last")]});
    let text = course(false, &[("A", &[group])]);
    is_refused(&text, "chapters[0].steps[0].steps[0].remedial", "contains it");
}

#[test]
fn what_gives_new_tries_can_be_done_each_time() {
    let mut like = step("Like");
    let course =
        |like: &Value| course(false, &[("A", &[quiz("B")]), ("B", std::slice::from_ref(like))]);
    assert_eq!(problems(&course(&like)), []);
    like["required"] = json!(false);
    let path = "chapters[0].steps[0].remedial";
    is_refused(&course(&like), path, "nothing in chapters[1] is required");
}

#[test]
fn nothing_for_everybody_waits_for_what_only_those_do_who_failed() {
    let mut last = step("Last");
    last["dependencies"] = json!(["Again"]);
    let text = course(false, &[("A", &[quiz("Again"), step("Again"), last])]);
    let path = "chapters[0].steps[2].dependencies";
    is_refused(&text, path, "chapters[0].steps[1], which opens only for who has no tries left");
}

#[test]
fn so_many_right_tries_as_are_asked_for_can_be_had() {
    let asks = |kind: &str, rule: Value, fields: Value| {
        let mut own = quiz("Again");
        own["criteria"]
            .as_array_mut()
            .unwrap()
            .push(json!({"criterion_type": kind, "description": kind, "rule": rule}));
        own.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        problems(&course(false, &[("A", &[own, step("Again")])]))
    };
    let alone = json!({"remedial": []});
    let either = json!({"criteria": [
        {"criterion_type": "in_a_row", "rule": {"k": 9}}, {"criterion_type": "non_empty"}]});
    for (kind, rule, is_right) in [
        ("in_a_row", json!({"k": 2}), true),
        ("in_a_row", json!({"k": 3}), false),
        ("m_of_n", json!({"m": 2, "n": 5}), true),
        ("m_of_n", json!({"m": 3, "n": 5}), false),
        ("any_of", either.clone(), true),
        ("all_of", either, false),
    ] {
        let found = asks(kind, rule.clone(), alone.clone());
        assert_eq!(found.is_empty(), is_right, "{kind} {rule}: {found:?}");
        assert!(found.iter().all(|own| own.0 == "chapters[0].steps[0].max_attempts"), "{found:?}");
        assert_eq!(asks(kind, rule.clone(), json!({})), [], "there is a way on: {kind} {rule}");
        let free = json!({"remedial": [], "max_attempts": null});
        assert_eq!(asks(kind, rule, free), [], "there is no limit");
    }
}

#[test]
fn an_author_is_warned_of_walls_and_of_work_that_nobody_judges() {
    let mut wall = quiz("Again");
    wall["remedial"] = json!([]);
    let confirm = json!([{"criterion_type": "self_confirm", "description": "Done?"}]);
    let by = |title: &str, step_type: &str, criteria: &Value| json!({"title": title, "task_type": "step", "step_type": step_type, "criteria": criteria});
    let reviewed = json!([{"criterion_type": "manual", "description": "Somebody looks"}]);
    let text = course(
        false,
        &[(
            "A",
            &[
                wall,
                by("a", "quiz", &json!([])),
                by("b", "exercise", &confirm),
                by("c", "interactive", &confirm),
                by("d", "exercise", &reviewed),
                by("e", "reading", &confirm),
                by("f", "video", &json!([])),
            ],
        )],
    );
    let report = World::new().import(&text).unwrap();
    let warned: Vec<&str> = report.warnings.iter().map(|own| &*own.path).collect();
    let of = |number: usize, key: &str| format!("chapters[0].steps[{number}].{key}");
    let nothing_judges = [of(1, "step_type"), of(2, "step_type"), of(3, "step_type")];
    assert_eq!(warned[1..4], nothing_judges);
    assert_eq!([warned[0], warned[4]], [&*of(0, "max_attempts"), &*of(4, "criteria")]);
    assert_eq!(warned.len(), 5);
    assert!(report.problems.is_empty());
}

#[test]
fn branches_that_each_wait_for_a_task_in_the_other_are_dead_for_everybody() {
    let extra = |remedial: &str| {
        let mut own = quiz(remedial);
        own["required"] = json!(false);
        own
    };
    let main = quiz("B");
    let text = course(false, &[("A", &[main]), ("B", &[step("read"), step("more")])]);
    assert_eq!(problems(&text), []);
    let dead = course(false, &[("A", &[quiz("B")]), ("B", &[step("read"), extra("A")])]);
    let found = problems(&dead);
    let paths: Vec<&str> = found.iter().map(|own| &*own.0).collect();
    assert_eq!(paths, ["chapters[0].steps[0].remedial", "chapters[1].steps[1].remedial"]);
    assert!(found.iter().all(|own| own.1.contains("nobody could begin")), "{found:?}");
    // As long as one of those for whom a branch is can be begun, it opens.
    let mut other = quiz("B");
    other["title"] = json!("Other");
    let open = course(
        false,
        &[("A", &[quiz("B")]), ("B", &[step("read"), extra("A")]), ("C", &[other, step("last")])],
    );
    assert_eq!(problems(&open), []);
}

fn warnings(text: &str) -> Vec<(String, String)> {
    let report = World::new().import(text).unwrap();
    report.warnings.into_iter().map(|own| (own.path, own.message)).collect()
}

#[test]
fn what_is_out_of_use_gives_nobody_new_tries() {
    let with = |step_is_active: bool, chapter_is_active: bool, quiz_is_active: bool| {
        let mut again = step("Again");
        again["is_active"] = json!(step_is_active);
        let mut own = quiz("Again");
        own["is_active"] = json!(quiz_is_active);
        let text = course(false, &[("A", &[own, step("Last")]), ("B", &[again])]);
        let mut text: Value = serde_json::from_str(&text).unwrap();
        text["chapters"][1]["is_active"] = json!(chapter_is_active);
        text
    };
    assert_eq!(warnings(&with(true, true, true).to_string()), []);
    for (step, chapter) in [(false, true), (true, false)] {
        let found = warnings(&with(step, chapter, true).to_string());
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].0, "chapters[0].steps[0].max_attempts");
        assert!(found[0].1.contains("out of use"), "{found:?}");
        assert_eq!(warnings(&with(step, chapter, false).to_string()), []);
    }
    let mut short = with(false, true, true);
    short["chapters"][0]["steps"][0]["criteria"] = json!([
        {"criterion_type": "in_a_row", "description": "3", "rule": {"k": 3}}]);
    is_refused(&short.to_string(), "chapters[0].steps[0].max_attempts", "must be at least 3");
    short["chapters"][0]["steps"][0]["is_active"] = json!(false);
    assert_eq!(problems(&short.to_string()), []);
}

#[test]
fn help_that_somebody_needs_is_not_taken_out_of_use() {
    let mut own = quiz("Again");
    own["criteria"] = json!([
        {"criterion_type": "in_a_row", "description": "3", "rule": {"k": 3}}]);
    let text = course(false, &[("A", &[own, step("Again"), step("Last")])]);
    let mut world = World::new();
    world.imported(&text);
    let (chapter, again) = (world.titled("A"), world.titled("Again"));
    let error = world.update(&again, r#"{"is_active":false}"#).unwrap_err();
    assert_eq!(error.path(), Some("is_active"));
    // With the quiz itself it may go.
    world.update(&chapter, r#"{"is_active":false}"#).unwrap();
}

#[test]
fn an_author_is_warned_where_nothing_is_asked_of_everybody() {
    let quiz = json!({"title": "Quiz", "task_type": "task", "max_attempts": 1,
        "requires_submission": false, "remedial": ["Again"], "tasks": [{"title": "Again"}]});
    let course = |epics: Value| json!({"title": "P", "epics": epics}).to_string();
    let only = course(json!([{"title": "E", "tasks": [quiz]}]));
    let found = warnings(&only);
    let paths: Vec<&str> = found.iter().map(|own| own.0.as_str()).collect();
    assert_eq!(paths, ["", "epics[0].tasks[0]"], "{found:?}");
    assert!(found[0].1.contains("asked of everybody"), "{found:?}");
    // There is something else to do, or something to hand in.
    let mut other = quiz.clone();
    other["tasks"] = json!([{"title": "Again"}, {"title": "Own"}]);
    assert_eq!(warnings(&course(json!([{"title": "E", "tasks": [other]}]))), []);
    let mut work = quiz;
    work["requires_submission"] = json!(true);
    assert_eq!(warnings(&course(json!([{"title": "E", "tasks": [work]}]))), []);
    // A chapter of nothing but help is nobody's way.
    let help = json!([
        {"title": "E", "tasks": [{"title": "Q", "max_attempts": 1, "remedial": ["H"],
            "criteria": [{"criterion_type": "non_empty", "description": "x"}]}]},
        {"title": "F", "tasks": [{"title": "H", "requires_submission": false}]}]);
    assert_eq!(warnings(&course(help)), []);
}

#[test]
fn an_author_is_warned_of_work_that_waits_for_an_instructor() {
    let course = |criteria: Value, more: Value| {
        let mut task = json!({"title": "A", "task_type": "subtask", "criteria": criteria});
        more.as_object().unwrap().iter().for_each(|(key, own)| task[key] = own.clone());
        json!({"title": "P", "epics": [{"title": "E", "tasks": [task, {"title": "B"}]}]})
            .to_string()
    };
    let own =
        |kind: &str, rule: Value| json!({"criterion_type": kind, "description": "d", "rule": rule});
    let row = own("in_a_row", json!({"k": 2}));
    for criteria in [
        json!([own("manual", json!({}))]),
        json!([own("score", json!({"min": 0.5})), own("non_empty", json!({}))]),
        json!([row]),
    ] {
        let found = warnings(&course(criteria.clone(), json!({})));
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].0, "epics[0].tasks[0].criteria");
        assert!(found[0].1.contains("instructor"), "{found:?}");
        assert_eq!(warnings(&course(criteria.clone(), json!({"requires_submission": false}))), []);
        assert_eq!(warnings(&course(criteria, json!({"is_active": false}))), []);
    }
    let judged = json!([row, own("number", json!({"value": 1}))]);
    assert_eq!(warnings(&course(judged, json!({}))), []);
    assert_eq!(warnings(&course(json!([own("code_test", json!({}))]), json!({}))), []);
}
