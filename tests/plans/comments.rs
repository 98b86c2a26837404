//! Comments in what is edited: each stays with its item, or nothing is edited (design rule 15).

use crate::kit::{changed, code, edit, front, parse, try_edit};
use proptest::prelude::*;

const BATCHES: &str = r#"{"op":"rewrite_batches"}"#;

#[test]
fn batches_are_written_where_there_are_none_yet() {
    let tasks = "tasks:\n- id: A\n- id: B\n  dependencies: [A]\n";
    let written = |own: &str| edit(&front(&format!("{tasks}{own}last: 1\n")), &[BATCHES]);
    for (own, expected) in [
        (
            "parallelization:\n  critical_path: [A, B]\n",
            "parallelization:\n  critical_path: [A, B]\n  batch_1: [A]\n  batch_2: [B]\n",
        ),
        (
            "parallelization: {critical_path: [A, B]}\n",
            "parallelization: {critical_path: [A, B], batch_1: [A], batch_2: [B]}\n",
        ),
        ("parallelization: {}\n", "parallelization:\n  batch_1: [A]\n  batch_2: [B]\n"),
        ("parallelization: []\n", "parallelization:\n  batch_1: [A]\n  batch_2: [B]\n"),
        (
            "parallelization: {} # soon\n",
            "parallelization: # soon\n  batch_1: [A]\n  batch_2: [B]\n",
        ),
        ("parallelization:\n", "parallelization:\n  batch_1: [A]\n  batch_2: [B]\n"),
        ("parallelization: null\n", "parallelization:\n  batch_1: [A]\n  batch_2: [B]\n"),
    ] {
        let after = written(own);
        assert_eq!(after, front(&format!("{tasks}{expected}last: 1\n")), "{own}");
        assert_eq!(parse(&after).drift.len(), 0, "{own}");
        assert_eq!(edit(&after, &[BATCHES]), after, "{own}");
    }
    let none = front("parallelization:\nlast: 1\n");
    assert_eq!(edit(&none, &[BATCHES]), none);
    let text = front(&format!("{tasks}parallelization: none\n"));
    assert_eq!(code(&text, BATCHES), "UNSAFE_EDIT");
}

#[test]
fn empty_braces_take_several_fields_at_once() {
    let text = front("tasks:\n  A: {}\n  B: { # soon\n    }\n");
    let done = |id: &str| {
        format!(r#"{{"op":"set_task_status","task_id":"{id}","status":"done","note":"n1"}}"#)
    };
    assert_eq!(
        edit(&text, &[&done("A"), &done("B")]),
        front(
            "tasks:\n  A: { status: done, note: n1 }\n  B: { status: done, note: n1 # soon\n    }\n"
        )
    );
}

#[test]
fn a_text_that_becomes_more_keeps_its_comment() {
    let criterion = r##"{"op":"set_criterion","criterion_id":"#1","status":"met"}"##;
    let blocker = r##"{"op":"resolve_blocker","blocker_id":"#1"}"##;
    let object = r#"{"op":"set_field","field":"list[0]","value":{"a":"b","c":["d"]}}"#;
    for (text, op, expected) in [
        (
            "success_criteria:\n  - All tests pass # CI\n",
            criterion,
            "success_criteria:\n  - description: All tests pass # CI\n    status: met\n",
        ),
        (
            "success_criteria:\n  one: All pass # x\n",
            &criterion.replace("#1", "one"),
            "success_criteria:\n  one: # x\n    description: All pass\n    status: met\n",
        ),
        (
            "success_criteria:\n- 'All tests\n  pass'   # CI\n- More\n",
            criterion,
            "success_criteria:\n- description: All tests pass   # CI\n  status: met\n- More\n",
        ),
        (
            "blockers:\n  - No staging # infra\n",
            blocker,
            "blockers:\n  - title: No staging # infra\n    status: resolved\n",
        ),
        ("list:\n- x # l\n- y\n", object, "list:\n- a: b # l\n  c:\n  - d\n- y\n"),
        ("list:\n- [x] # l\n- y\n", object, "list:\n- a: b # l\n  c: [d]\n- y\n"),
    ] {
        for end in ["\n", "\r\n"] {
            let (text, expected) = (front(text).replace('\n', end), front(expected));
            assert_eq!(edit(&text, &[op]), expected.replace('\n', end));
        }
    }
}

#[test]
fn a_block_of_lines_keeps_the_comment_behind_its_bar() {
    let set = |field: &str, value: &str| {
        format!(r#"{{"op":"set_field","field":"{field}","value":{value}}}"#)
    };
    for (text, op, expected) in [
        ("notes: | # keep short\n  x\n", set("notes", r#""new""#), "notes: new # keep short\n"),
        ("notes: >-   # k # l\n  x\n\n  y\n", set("notes", "1"), "notes: 1   # k # l\n"),
        ("notes: | # k\n  # no comment\n", set("notes", "null"), "notes: null # k\n"),
        ("notes: |\n  # no comment\n", set("notes", r#""new""#), "notes: new\n"),
        ("notes: | # k\n  x\n", set("notes", r#"{"a":"b"}"#), "notes: # k\n  a: b\n"),
        ("notes: | # k\n  x\n", set("notes", r#"[]"#), "notes: [] # k\n"),
        ("list:\n- | # k\n  x\n- y\n", set("list[0]", r#""z""#), "list:\n- z # k\n- y\n"),
        (
            "list:\n- | # k\n  x\n- y\n",
            set("list[0]", r#"{"a":1,"b":2}"#),
            "list:\n- a: 1 # k\n  b: 2\n- y\n",
        ),
        (
            "tasks:\n- id: A\n  status: |- # s\n    pending\n  title: t\n",
            crate::kit::set("A", "done"),
            "tasks:\n- id: A\n  status: done # s\n  title: t\n",
        ),
    ] {
        for end in ["\n", "\r\n"] {
            let (text, expected) = (front(text).replace('\n', end), front(expected));
            assert_eq!(edit(&text, &[&op]), expected.replace('\n', end));
        }
    }
    let inside = front("map:\n  notes: | # k\n    x\n");
    assert_eq!(code(&inside, &set("map", r#"{"a":1}"#)), "UNSAFE_EDIT");
}

#[test]
fn what_goes_out_of_brackets_takes_its_own_comment_and_no_other() {
    let remove = |text: &str, id: &str| {
        edit(&front(text), &[&format!(r#"{{"op":"remove_task","task_id":"{id}"}}"#)])
    };
    let text = "tasks: [ # all\n  {id: A, status: pending}, # ann\n  # about B\n  {id: B, status: pending}, # bob\n  {id: C}  # cid\n  # more\n]\n";
    let lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
    for (id, line) in [("A", 1), ("B", 3), ("C", 4)] {
        let mut left = lines.clone();
        left.remove(line);
        assert_eq!(remove(text, id), front(&left.concat()), "{id}");
    }
    let map = "tasks: {\n  A: {title: a}, # ann\n  B: {title: b} # bob\n}\n";
    assert_eq!(remove(map, "B"), front("tasks: {\n  A: {title: a}, # ann\n}\n"));
    let below = "tasks: [{id: A}, {id: B}\n  # more\n]\n";
    assert_eq!(remove(below, "B"), front("tasks: [{id: A}\n  # more\n]\n"));
    for unclear in ["tasks: [{id: A}, # both\n  {id: B}]\n", "tasks: [{id: A}, {id: B} # both\n]\n"]
    {
        assert_eq!(
            code(&front(unclear), r#"{"op":"remove_task","task_id":"B"}"#),
            "UNSAFE_EDIT",
            "{unclear}"
        );
    }
}

#[test]
fn what_comes_into_brackets_leaves_the_comments_where_they_are() {
    let append = r#"{"op":"append_field","field":"owners","value":"c"}"#;
    for (text, expected) in [
        ("owners: [\n  a, # ann\n  b  # bob\n]\n", "owners: [\n  a, # ann\n  b,  # bob\n  c\n]\n"),
        ("owners: [\n  a,\n  b, # bob\n]\n", "owners: [\n  a,\n  b, # bob\n  c,\n]\n"),
        ("owners: [\n  b # bob\n  # more\n]\n", "owners: [\n  b, # bob\n  c\n  # more\n]\n"),
        ("owners: [a, b # bob\n]\n", "owners: [a, b, # bob\n            c\n]\n"),
        ("owners: [a, b] # all\n", "owners: [a, b, c] # all\n"),
    ] {
        for end in ["\n", "\r\n"] {
            let (text, expected) = (front(text).replace('\n', end), front(expected));
            assert_eq!(edit(&text, &[append]), expected.replace('\n', end));
        }
    }
    let add = r#"{"op":"add_task","task":{"id":"B","status":"open","dependencies":[]}}"#;
    let text = front("tasks: [\n  {id: A} # ann\n]\n");
    let expected =
        front("tasks: [\n  {id: A}, # ann\n  { id: B, status: open, dependencies: [] }\n]\n");
    assert_eq!(edit(&text, &[add]), expected);
    let note = r#"{"op":"set_task_status","task_id":"A","status":"done","note":"n1"}"#;
    for (text, expected) in [
        (
            "tasks: [{id: A # ann\n  }]\n",
            "tasks: [{id: A, # ann\n         status: done,\n         note: n1\n  }]\n",
        ),
        (
            "tasks:\n- {\n  id: A, # ann\n  title: t, # t\n  }\n",
            "tasks:\n- {\n  id: A, # ann\n  title: t, # t\n  status: done,\n  note: n1,\n  }\n",
        ),
    ] {
        assert_eq!(edit(&front(text), &[note]), front(expected));
    }
}

#[test]
fn a_list_that_is_set_changes_the_items_that_do() {
    let set = |value: &str| format!(r#"{{"op":"set_field","field":"list","value":{value}}}"#);
    for (text, value, expected) in [
        (
            "list:\n- 'a'\n- b\n- \"c\"\n",
            r#"["a","b","c","d"]"#,
            "list:\n- 'a'\n- b\n- \"c\"\n- 'd'\n",
        ),
        ("list: # l\n  - a # ann\n", r#"["a","b"]"#, "list: # l\n  - a # ann\n  - b\n"),
        ("list:\n  - a # ann\n", r#"["b","a"]"#, "list:\n  - b\n  - a # ann\n"),
        (
            "list:\n- a # ann\n# about b\n- b\n\n# apart\n\n- c # cid\n",
            r#"["b","a","x","c"]"#,
            "list:\n# about b\n- b\n- a # ann\n- x\n\n# apart\n\n- c # cid\n",
        ),
        ("list:\n- a\n\n- b # bob\n\n- c\n", r#"["a","b"]"#, "list:\n- a\n\n- b # bob\n"),
        ("list:\n- a\n\n- b\n\n- c # cid\n", r#"["a","c"]"#, "list:\n- a\n\n- c # cid\n"),
        ("list:\n- a\n\n- b # bob\n", r#"["a","b","d"]"#, "list:\n- a\n\n- b # bob\n\n- d\n"),
        ("list:\n- \"a\" # ann\n- 'b'\n", r#"["a","d"]"#, "list:\n- \"a\" # ann\n- 'd'\n"),
        (
            "list:\n- {id:  1} # ann\n- id: 2\n",
            r#"[{"id":1},{"id":3,"a":"b"}]"#,
            "list:\n- {id:  1} # ann\n- id: 3\n  a: b\n",
        ),
        ("list: ['a', b, \"c\"]\n", r#"["a","c","d"]"#, "list: ['a', \"c\", 'd']\n"),
        ("list: ['a',b, \"c\", ]\n", r#"["a","x","c"]"#, "list: ['a',x, \"c\", ]\n"),
        ("list: [\n  a,\n  b\n]\n", r#"["c","b","a","d"]"#, "list: [\n  c,\n  b,\n  a,\n  d\n]\n"),
        (
            "list: [ # all\n  a, # ann\n  b # bob\n  # more\n]\n",
            r#"["b","c","a"]"#,
            "list: [ # all\n  b, # bob\n  c,\n  a, # ann\n  # more\n]\n",
        ),
        ("list: [\n  a, # ann\n  b\n]\n", r#"["a"]"#, "list: [\n  a, # ann\n]\n"),
        (
            "list: [\n  a, # ann\n  'b',\n]\n",
            r#"["a","c","d"]"#,
            "list: [\n  a, # ann\n  'c',\n  d,\n]\n",
        ),
    ] {
        for end in ["\n", "\r\n"] {
            let (text, expected) = (front(text).replace('\n', end), front(expected));
            assert_eq!(edit(&text, &[&set(value)]), expected.replace('\n', end));
        }
    }
    for (text, value) in [
        ("list:\n- a # ann\n- b\n", r#"["b"]"#),
        ("list:\n- a\n- b # bob\n", r#"["a","c"]"#),
        ("list:\n- a # ann\n", "[]"),
        ("list:\n- a # ann\n", r#""text""#),
        ("list:\n- a\n- | # bob\n  b\n", r#"["a"]"#),
        ("list: [\n  a, # ann\n  b\n]\n", r#"["b"]"#),
        ("list: [{a: 1, # ann\n  b: 2}, c]\n", r#"["c"]"#),
        ("list: [a, b, # both\n  c]\n", r#"["a"]"#),
    ] {
        let error = try_edit(&front(text), &[&set(value)]).unwrap_err();
        assert_eq!(error.code().as_str(), "UNSAFE_EDIT", "{text}");
        assert!(error.message().contains("comment"), "{text}: {error}");
    }
}

#[test]
fn lists_of_tasks_and_batches_keep_their_comments() {
    let files = r#"{"op":"set_task_field","task_id":"A","field":"files","value":["a.rs","b.rs"]}"#;
    let text = front("tasks:\n  - id: A\n    files:\n      - a.rs # generated\n");
    assert_eq!(changed(&text, &edit(&text, &[files])), ["+      - b.rs"]);
    let flow = front("tasks: [\n  {id: A, files: [\n    a.rs # generated\n  ]}\n]\n");
    let expected = flow.replace("a.rs # generated\n", "a.rs, # generated\n    b.rs\n");
    assert_eq!(edit(&flow, &[files]), expected);

    let tasks = "tasks:\n- id: A\n- id: B\n  dependencies: [A]\n- id: C\n  dependencies: [B]\nparallelization:\n";
    let batches = |own: &str| front(&format!("{tasks}{own}"));
    let text = batches("  batch_1:\n  - A # first\n  - B\n");
    let after = edit(&text, &[BATCHES]);
    assert_eq!(after, batches("  batch_1:\n  - A # first\n  batch_2:\n  - B\n  batch_3:\n  - C\n"));
    for own in [
        "  batch_1:\n  - A\n  - B # second\n",
        "  batch_1: [A]\n  batch_2: [B]\n  batch_3: [C]\n  batch_4: [] # ask Ann\n",
        "  batch_1: [A]\n  batch_2: [B]\n  batch_3: [C]\n  batch_4: # ask Ann\n    tasks: []\n",
        "  batch_1: [A]\n  batch_2: [B]\n  batch_3: [C]\n  # ask Ann\n  batch_4: []\n",
        "  {batch_1: [A], batch_2: [B], batch_3: [C],\n  batch_4: [] # ask Ann\n  }\n",
    ] {
        let error = try_edit(&batches(own), &[BATCHES]).unwrap_err();
        assert_eq!(error.code().as_str(), "UNSAFE_EDIT", "{own}");
        assert!(error.message().contains("comment"), "{own}: {error}");
    }
}

#[test]
fn the_only_item_goes_with_its_comment_as_one_of_several_does() {
    let text = front(
        "tasks: # all\n# the first\n- id: A # ann\n  title: t # t\nparallelization:\n  batch_1: # one\n  - A # a\n  critical_path: [A] # p\n",
    );
    assert_eq!(
        edit(&text, &[r#"{"op":"remove_task","task_id":"A"}"#]),
        front(
            "tasks: [] # all\n# the first\nparallelization:\n  batch_1: [] # one\n  critical_path: [] # p\n"
        )
    );
}

/// The number in its text, and whether it has a comment above, one behind and a blank line below.
type Item = (u8, bool, bool, bool);

/// How somebody writes a list: in brackets or not, each item with the comments it has.
fn any_list() -> impl Strategy<Value = (bool, bool, bool, Vec<Item>)> {
    let item = (0_u8..6, any::<bool>(), any::<bool>(), any::<bool>());
    (any::<bool>(), any::<bool>(), any::<bool>(), prop::collection::vec(item, 1..6))
}

proptest! {
    #[test]
    fn a_list_that_is_set_says_what_was_meant_and_no_comment_leaves_its_item(
        (flow, comma, crlf, items) in any_list(),
        new in prop::collection::vec(0_u8..8, 0..7),
    ) {
        let mut text = if flow { "list: [ # all\n" } else { "list: # all\n" }.to_owned();
        for (place, (name, above, behind, blank)) in items.iter().enumerate() {
            if *above { text.push_str(&format!("  # over {place}\n")); }
            let dash = if flow { "" } else { "- " };
            let ends = if flow && (place + 1 < items.len() || comma) { "," } else { "" };
            let behind = if *behind { format!(" # by {place}") } else { String::new() };
            text.push_str(&format!("  {dash}'n{name}'{ends}{behind}\n"));
            if *blank { text.push('\n'); }
        }
        text.push_str(if flow { "  ]\nlast: 1\n" } else { "last: 1\n" });
        let text = front(&text);
        let text = if crlf { text.replace('\n', "\r\n") } else { text };
        let names: Vec<String> = new.iter().map(|name| format!("\"n{name}\"")).collect();
        let op = format!(r#"{{"op":"set_field","field":"list","value":[{}]}}"#, names.join(","));
        match try_edit(&text, &[&op]) {
            Err(error) => {
                prop_assert_eq!(error.code().as_str(), "UNSAFE_EDIT");
                prop_assert!(error.message().contains("comment"), "{}\n{}\n{}", error, op, text);
                // Where each item that has comments stays, nothing is lost.
                let count = |name: u8| items.iter().filter(|item| item.0 == name).count();
                let stays = |name: u8| new.iter().filter(|own| **own == name).count() >= count(name);
                let all_stay = items.iter().all(|item| stays(item.0));
                prop_assert!(!all_stay || new.is_empty(), "{}\n{}\n{}", error, op, text);
            }
            Ok(after) => {
                for (place, (name, above, behind, _)) in items.iter().enumerate() {
                    let own = after.lines().find(|line| line.ends_with(&format!("# by {place}")));
                    prop_assert_eq!(own.is_some_and(|own| own.contains(&format!("'n{name}'"))), *behind, "{}\n{}", op, after);
                    let mut lines = after.lines().skip_while(|line| !line.ends_with(&format!("# over {place}")));
                    let below = lines.nth(1);
                    prop_assert_eq!(below.is_some_and(|own| own.contains(&format!("'n{name}'"))), *above, "{}\n{}", op, after);
                }
                prop_assert_eq!(edit(&after, &[&op]), after);
            }
        }
    }
}
