//! What is read: trees, contexts, tables.

use medallion::Code;
use medallion::domain::criteria::shown_to_learners;
use medallion::domain::progress::{ContextBodies, export_csv, use_hint};
use serde_json::json;

use super::world::{World, fails};

fn course() -> (World, String, String, String) {
    let mut w = World::new();
    let p = w.project("P, the \"project\"");
    let e = w.with(&p, "epic", "E", json!({"narrative_context": "A village needs advice"}));
    let s = w.with(
        &e,
        "subtask",
        "=S",
        json!({
            "content": "plain",
            "variants": [{"level": "advanced", "content": "deep"}],
            "tutor_guidance": {"hints_to_give": ["Use AVG"]},
        }),
    );
    w.objective(&s, "Explain pH", "understand");
    w.criterion(&s, "choice", json!({"options": ["a", "b"], "correct": "b"}));
    w.under(&e, "task", "T");
    let ada = w.learner("Ada");
    (w, p, s, ada)
}

#[test]
fn a_tree_has_a_small_node_with_totals() {
    let (mut w, p, s, ada) = course();
    w.submit(&ada, &s, "b").unwrap();
    let tree = w.learning(&ada).tree(&p).unwrap();
    let text = serde_json::to_value(&tree).unwrap();
    assert_eq!(
        (&text["completed"], &text["total"], &text["percentage"]),
        (&json!(1), &json!(2), &json!(50))
    );
    let leaf = &text["children"][0]["children"][0];
    assert_eq!(
        leaf,
        &json!({
            "task": {"id": s, "title": "=S", "task_type": "subtask", "priority": 2},
            "state": {"status": "closed", "display": "completed"},
            "completed": 1, "total": 1, "percentage": 100, "children": [],
        })
    );
    let own = w.learning(&ada).tree(&s).unwrap();
    assert_eq!((own.total, own.children.len()), (1, 0));
    w.update(&s, json!({"is_active": false}));
    fails(w.learning(&ada).tree(&s), Code::NotFound, "was retired");
}

#[test]
fn nv5_nv6_a_context_has_all_of_it() {
    let (mut w, p, s, ada) = course();
    let t = w.under(&p, "task", "Waits");
    w.depend(&t, &s);
    w.submit(&ada, &s, "a").unwrap();
    let needs = w.learning(&ada).context_needs(&s).unwrap();
    assert_eq!((needs.submissions.len(), needs.validation.is_some()), (1, true));
    let own = w.learning(&ada).context(&s, ContextBodies::default(), false).unwrap();
    assert_eq!(
        own.ancestors.iter().map(|own| &*own.title).collect::<Vec<_>>(),
        ["E", "P, the \"project\""]
    );
    assert_eq!(
        own.narrative_context.as_deref(),
        Some("A village needs advice"),
        "the nearest above"
    );
    assert_eq!((own.guidance, own.task.tutor_guidance, own.hints_left), (None, None, 1));
    assert_eq!(own.objectives[0].objective.description.as_str(), "Explain pH");
    assert!(!own.objectives[0].achieved);
    assert_eq!(own.blocks.iter().map(|own| &*own.title).collect::<Vec<_>>(), ["Waits"]);
    assert_eq!((own.progress.total_tasks, own.progress.completed_tasks), (3, 0));
    assert_eq!(own.ready.iter().map(|own| &*own.title).collect::<Vec<_>>(), ["=S", "T"]);
    assert_eq!(own.content.as_deref(), Some("plain"));
    w.update_learner(&ada, json!({"background_level": "advanced"})).unwrap();
    let own = w.learning(&ada).context(&s, ContextBodies::default(), false).unwrap();
    assert_eq!(own.content.as_deref(), Some("deep"), "in the depth that suits the learner");
    fails(w.learning(&ada).context("no", ContextBodies::default(), false), Code::NotFound, "no");
}

#[test]
fn a_learner_is_given_hints_one_by_one_and_a_teacher_sees_how_it_is_taught() {
    let (mut w, _, s, ada) = course();
    let guidance = json!({
        "hints_to_give": ["Use AVG", {"not": "text"}, "Group by month"],
        "answer_rationale": "b, since it is neutral", "common_mistakes": ["a"],
    });
    w.update(&s, json!({"tutor_guidance": guidance}));
    let context = |w: &World, reveals| {
        w.learning(&ada).context(&s, ContextBodies::default(), reveals).unwrap()
    };
    let given = |w: &World| {
        let own = context(w, false);
        (own.guidance.map(|own| own.text().to_owned()), own.hints_left)
    };
    assert_eq!(given(&w), (None, 2));
    w.start(&ada, &s).unwrap();
    let hint =
        |w: &mut World| w.note(&ada, |learning, stamp| use_hint(learning, &s, stamp)).unwrap();
    hint(&mut w);
    assert_eq!(given(&w), (Some(r#"{"hints_to_give":["Use AVG"]}"#.to_owned()), 1));
    w.submit(&ada, &s, "a").unwrap();
    hint(&mut w);
    hint(&mut w);
    let both = r#"{"hints_to_give":["Use AVG","Group by month"]}"#.to_owned();
    assert_eq!(given(&w), (Some(both), 0), "those of earlier tries stay");
    assert_eq!(w.learning(&ada).stored(&s).unwrap().hints_used.0, Some(2));
    let own = context(&w, true);
    assert!(own.guidance.unwrap().text().contains("neutral"));
    assert!(own.task.tutor_guidance.is_some());
}

#[test]
fn the_material_of_what_is_locked_is_not_shown_to_learners() {
    let (mut w, p, s, ada) = course();
    let first = w.under(&p, "task", "First");
    w.depend(&s, &first);
    let content = |w: &World, reveals| {
        let own = w.learning(&ada).context(&s, ContextBodies::default(), reveals).unwrap();
        (own.content, own.task.content, own.task.variants.0.is_some())
    };
    let plain = || Some("plain".to_owned());
    assert_eq!(content(&w, false), (None, None, false));
    assert_eq!(content(&w, true), (plain(), plain(), true));
    w.finish(&ada, &first);
    assert_eq!(content(&w, false), (plain(), plain(), true));
    w.start(&ada, &s).unwrap();
    w.reopen(&ada, &first).unwrap();
    assert_eq!(w.display(&ada, &s), "locked");
    assert_eq!(content(&w, false).0, plain(), "what was begun can be read on");
}

#[test]
fn what_gives_answers_away_is_shown_to_instructors_only() {
    let (w, _, s, ada) = course();
    let rule = |reveals| {
        let own = w.learning(&ada).context(&s, ContextBodies::default(), reveals).unwrap();
        own.criteria[0].rule.text().to_owned()
    };
    assert!(rule(true).contains("correct"));
    assert_eq!(rule(false), r#"{"options":["a","b"]}"#);
    let quiz = json!({"pass_mark": 0.5, "questions": [
        {"id": "q", "kind": "single", "prompt": "Which?", "options": ["x", "y"], "answer": "secret"},
    ]});
    for (name, rule) in [
        ("quiz", quiz),
        ("text_match", json!({"any_of": ["secret"]})),
        ("regex", json!({"pattern": "secret"})),
        ("number", json!({"value": 5})),
        ("set", json!({"values": ["secret"]})),
        ("code_test", json!({"tests": "secret"})),
        (
            "any_of",
            json!({"criteria": [{"criterion_type": "set", "rule": {"values": ["secret"]}}]}),
        ),
    ] {
        let shown = shown_to_learners(name, &rule.to_string(), true);
        assert!(
            !shown.text().contains("secret") && !shown.text().contains('5'),
            "{}",
            shown.text()
        );
    }
}

#[test]
fn a_table_of_progress_for_other_programs() {
    let (mut w, p, s, ada) = course();
    w.learner("Bob, Jr.");
    w.start(&ada, &s).unwrap();
    w.wait(90);
    w.spend(&ada, &s, 90).unwrap();
    w.submit(&ada, &s, "b").unwrap();
    let table = export_csv(&w.curriculum, &w.progress, Some(&p), None, w.now()).unwrap();
    let lines: Vec<&str> = table.split("\r\n").collect();
    assert_eq!(lines.len(), 1 + 2 * 4 + 1);
    assert!(lines[0].starts_with("learner_id,learner_name,project_id"));
    assert!(lines[1].contains(r#""P, the ""project""""#), "{}", lines[1]);
    assert!(lines[3].contains(",'=S,subtask,closed,completed,100,1,1,90,"), "{}", lines[3]);
    assert!(lines[5].contains(r#""Bob, Jr.""#));
    let own = export_csv(&w.curriculum, &w.progress, None, Some(&ada), w.now()).unwrap();
    assert_eq!(own.lines().count(), 5);
    fails(export_csv(&w.curriculum, &w.progress, Some("no"), None, w.now()), Code::NotFound, "no");
    fails(export_csv(&w.curriculum, &w.progress, None, Some("no"), w.now()), Code::NotFound, "no");
}

#[test]
fn no_cell_is_a_formula_whatever_stands_before_it() {
    let mut w = World::new();
    let p = w.project("P");
    let titles =
        ["=1", "+1", "-1", "@A1", " =1", "\t=1", "\n=1", "\u{a0}=1", "＝1", "＋1", "－1", "＠A1"];
    for title in titles {
        w.under(&p, "subtask", title);
    }
    let ada = w.learner("Ada");
    let table = export_csv(&w.curriculum, &w.progress, None, Some(&ada), w.now()).unwrap();
    for title in titles {
        let guarded = [format!(",'{title},"), format!(",\"'{title}\",")];
        assert!(guarded.iter().any(|own| table.contains(own)), "{title:?} in {table}");
    }
}

#[test]
fn a_table_says_when_a_chapter_was_begun_and_keeps_what_was_done_in_retired_steps() {
    let mut w = World::new();
    let p = w.project("P");
    let c = w.under(&p, "chapter", "C");
    let [a, b] = ["A", "B"].map(|title| w.under(&c, "step", title));
    w.under(&c, "step", "Untouched");
    let ada = w.learner("Ada");
    w.start(&ada, &a).unwrap();
    let begun = w.now().to_string();
    w.wait(60);
    w.close(&ada, &a).unwrap();
    w.finish(&ada, &b);
    for gone in ["B", "Untouched"] {
        let id = w.curriculum.tasks().find(|own| own.1.title.as_str() == gone).unwrap();
        let id = id.1.id.to_string();
        w.update(&id, json!({"is_active": false}));
    }
    let table = export_csv(&w.curriculum, &w.progress, Some(&p), Some(&ada), w.now()).unwrap();
    let lines: Vec<&str> = table.trim_end().split("\r\n").skip(1).collect();
    assert_eq!(lines.len(), 4, "{table}");
    for line in &lines[..3] {
        assert!(line.contains(&format!(",{begun},")), "{line}");
    }
    assert!(lines[3].contains(",B,step,closed,completed,100,"), "{}", lines[3]);
    // Nobody closed the chapter: what was open in it went.
    let state = w.state(&ada, &c);
    let (closed, why) = (state.completed_at.unwrap(), state.close_reason.unwrap());
    assert!(lines[1].ends_with(&format!(",{begun},{closed},{why},true")), "{}", lines[1]);
    assert!(lines[3].ends_with(",false"), "{}", lines[3]);
}

#[test]
fn time_on_what_was_retired_stays_in_every_sum() {
    let mut w = World::new();
    let p = w.project("P");
    let c = w.under(&p, "chapter", "C");
    let [a, _, part] = ["A", "B", "Part"].map(|title| w.under(&c, "step", title));
    let own = w.under(&part, "step", "Own");
    let ada = w.learner("Ada");
    for step in [&a, &own] {
        w.start(&ada, step).unwrap();
        w.wait(600);
        w.spend(&ada, step, 600).unwrap();
    }
    for gone in [&a, &part] {
        w.update(gone, json!({"is_active": false}));
    }
    for task in [&p, &c] {
        assert_eq!(w.state(&ada, task).time_spent_seconds, 1200);
    }
    assert_eq!(w.state(&ada, &part).time_spent_seconds, 600);
    let overview = w.learning(&ada).overview(&p).unwrap();
    let both = (overview.total_time_spent_seconds, overview.total_time_spent_minutes);
    assert_eq!(both, (1200, 20));
}

#[test]
fn a_part_of_a_project_is_told_with_the_project_that_it_is_of() {
    let mut w = World::new();
    let p = w.project("Book");
    let c = w.under(&p, "chapter", "C");
    w.under(&c, "step", "S");
    let ada = w.learner("Ada");
    let table = export_csv(&w.curriculum, &w.progress, Some(&c), Some(&ada), w.now()).unwrap();
    let lines: Vec<&str> = table.trim_end().split("\r\n").skip(1).collect();
    assert_eq!(lines.len(), 2);
    assert!(lines.iter().all(|line| line.contains(&format!(",{p},Book,"))), "{table}");
    assert_eq!(w.learning(&ada).overview(&c).unwrap().project_id, p);
}

/// What is shown is what its types say, so that TypeScript and JSON Schema are right.
#[test]
fn what_is_shown_fits_its_own_schema() {
    use medallion::domain::progress::{LearnerProgress, Mastery, TaskContext, TaskState};
    use medallion::domain::schema::parse;
    let (mut w, p, s, ada) = course();
    w.submit(&ada, &s, "a").unwrap();
    let learning = w.learning(&ada);
    let state = learning.state(&s).unwrap();
    assert_eq!(parse::<TaskState>(&serde_json::to_string(&state).unwrap()).unwrap(), state);
    let overview = learning.overview(&p).unwrap();
    let text = serde_json::to_string(&overview).unwrap();
    assert_eq!(parse::<LearnerProgress>(&text).unwrap(), overview);
    let context = learning.context(&s, ContextBodies::default(), true).unwrap();
    let text = serde_json::to_string(&context).unwrap();
    assert_eq!(parse::<TaskContext>(&text).unwrap(), context);
    for own in learning.mastery(&p).unwrap() {
        assert_eq!(parse::<Mastery>(&serde_json::to_string(&own).unwrap()).unwrap(), own);
    }
}
