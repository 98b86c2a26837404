//! What an import tells its author: keys that nobody reads, and names that cannot be what they are.

use medallion::domain::criteria::{NoPatterns, Patterns};
use medallion::domain::curriculum::{CourseOptions, TaskQuery};

use super::kit::paths;
use super::world::World;

#[test]
fn what_nobody_reads_is_told_wherever_it_stands() {
    let mut world = World::new();
    let text = r#"{"title":"P","mastery":{"m":1,"n":1,"of":2},"epics":[{"title":"E","tasks":[
        {"title":"A","variants":[{"level":"beginner","content":"x","tone":"kind"}]},
        {"title":"B","dependencies":[{"on":"A","type":"related"}],"criteria":[
            {"criterion_type":"number","description":"d","weight":2,
             "rule":{"value":6.5,"tolerence":0.05}},
            {"criterion_type":"own","description":"d","rule":{"anything":1}},
            {"criterion_type":"any_of","description":"d","rule":{"criteria":[
                {"criterion_type":"non_empty","rule":{"least":2}}]}}]}]}]}"#;
    let report = world.import(text).unwrap();
    let task = "epics[0].tasks";
    let mut expected = vec!["mastery.of".to_owned(), format!("{task}[0].variants[0].tone")];
    expected.push(format!("{task}[1].criteria[0].weight"));
    expected.push(format!("{task}[1].criteria[0].rule.tolerence"));
    expected.push(format!("{task}[1].criteria[2].rule.criteria[0].rule.least"));
    expected.push(format!("{task}[1].dependencies[0].type"));
    assert_eq!(report.ignored, expected);
}

#[test]
fn questions_of_one_task_have_ids_of_their_own() {
    let mut world = World::new();
    let quiz = r#"{"criterion_type":"quiz","description":"d","rule":{"pass_mark":1,"questions":[
        {"id":"q1","kind":"number","answer":1}]}}"#;
    let group = format!(
        r#"{{"criterion_type":"all_of","description":"d","rule":{{"criteria":[{quiz}]}}}}"#
    );
    let course = |criteria: &[&str]| {
        let criteria = criteria.join(",");
        format!(
            r#"{{"title":"P","epics":[{{"title":"E","criteria":[{quiz}],"tasks":[
            {{"title":"A","criteria":[{criteria}]}}]}}]}}"#
        )
    };
    let error = world.import(&course(&[quiz, quiz, &group])).unwrap_err();
    let place = "epics[0].tasks[0].criteria";
    let first = format!("{place}[1].rule.questions[0].id");
    let second = format!("{place}[2].rule.criteria[0].rule.questions[0].id");
    assert_eq!(paths(&error), [first, second]);
    world.imported(&course(&[quiz]));
    let rule = r#"{"pass_mark":1,"questions":[{"id":"q1","kind":"number","answer":2}]}"#;
    let error = world.criterion(&world.titled("A"), "quiz", rule).unwrap_err();
    assert_eq!(paths(&error), ["rule.questions[0].id"]);
    world.criterion(&world.titled("A"), "quiz", &rule.replace("q1", "q2")).unwrap();
}

/// Composes the one letter that the test uses.
struct Composing;

impl Patterns for Composing {
    fn matches(&self, _: &str, _: &str, _: &str) -> Result<bool, String> {
        Ok(true)
    }

    fn fold(&self, text: &str, ignore_case: bool) -> String {
        NoPatterns.fold(&text.replace("e\u{301}", "\u{e9}"), ignore_case)
    }
}

#[test]
fn a_name_means_a_title_in_either_unicode_form_and_so_does_a_search() {
    let mut world = World::new();
    let text = "{\"title\":\"P\",\"epics\":[{\"title\":\"Cafe\u{301}\"},
        {\"title\":\"Last\",\"dependencies\":[\"Caf\u{e9}\"]}]}";
    world.import_with(&Composing, text, CourseOptions::default()).unwrap();
    assert_eq!(world.blockers("Last"), ["Cafe\u{301}"]);
    let query = TaskQuery { text: Some("CAF\u{c9}"), patterns: &Composing, ..TaskQuery::default() };
    let page = world.curriculum.list(&query, &|_| true, &|_, _| false).unwrap();
    assert_eq!(page.total, 1);
}

#[test]
fn names_are_looked_for_as_they_are_written_first() {
    let mut world = World::new();
    let text = "{\"title\":\"P\",\"epics\":[{\"title\":\"\u{e9}\",\"key\":\"k\u{e9}\"},
        {\"title\":\"e\u{301}\",\"key\":\"ke\u{301}\"},
        {\"title\":\"One\",\"dependencies\":[\"\u{e9}\"]},
        {\"title\":\"Two\",\"dependencies\":[\"ke\u{301}\"]}]}";
    world.import_with(&Composing, text, CourseOptions::default()).unwrap();
    assert_eq!(world.blockers("One"), ["\u{e9}"]);
    assert_eq!(world.blockers("Two"), ["e\u{301}"]);
}

#[test]
fn a_course_brought_up_to_date_keeps_its_tasks_in_either_unicode_form() {
    let course = |cafe: &str, more: &str| {
        format!(
            "{{\"title\":\"P\",\"epics\":[{{\"title\":\"{cafe} 1\",\"tasks\":[{{\"title\":\"{cafe} 2\"}}]}},
            {{\"title\":\"Plain\",\"key\":\"{cafe}\"}},{{\"title\":\"{more}\"}}]}}"
        )
    };
    let mut world = World::new();
    let project = world.imported(&course("Cafe\u{301}", "Old"));
    let changed = course("Caf\u{e9}", "New").replace("Plain", "Other");
    let options = CourseOptions { update: Some(&project), ..CourseOptions::default() };
    let told = world.import_with(&Composing, &changed, options).unwrap();
    assert_eq!((told.created, told.retired), (1, 1));
}

#[test]
fn an_id_that_is_none_is_told_as_what_it_is() {
    let text = r#"{"title":"P","epics":[{"title":"E","id":"Foo_1"}]}"#;
    let options = CourseOptions { keep_ids: true, ..CourseOptions::default() };
    let error = World::new().import_as(text, options).unwrap_err();
    assert_eq!(paths(&error), ["epics[0].id"]);
    assert!(error.all_problems()[0].message.starts_with("must be"), "{error}");
}
