//! Tasks in brackets: moved and put between others, on one line or on many, with their comments.

use crate::kit::{edit, front, now, op, parse, try_edit};
use medallion::domain::plan;
use proptest::prelude::*;

#[test]
fn tasks_in_brackets_move_with_no_byte_lost_and_the_commas_where_they_were() {
    let moved = |tasks: &str, op: &str| {
        let text = front(tasks);
        let after = edit(&text, &[op]);
        let (mut own, mut new) = (text.clone().into_bytes(), after.clone().into_bytes());
        own.sort_unstable();
        new.sort_unstable();
        assert_eq!(own, new, "the same bytes in another order: {after}");
        after
    };
    let to_end = r#"{"op":"move_task","task_id":"A"}"#;
    let to_front = r#"{"op":"move_task","task_id":"C","before":"A"}"#;

    let line = "tasks: [{id: A, title: 'a # b'},{id: B} , {id: C}] # all\nlast: 1\n";
    assert_eq!(
        moved(line, to_end),
        front("tasks: [{id: B},{id: C} , {id: A, title: 'a # b'}] # all\nlast: 1\n")
    );
    assert_eq!(
        moved(line, r#"{"op":"move_task","task_id":"B","before":"A"}"#),
        front("tasks: [{id: B},{id: A, title: 'a # b'} , {id: C}] # all\nlast: 1\n")
    );

    let lines = "tasks: [\n  {id: A},\n  {id: B,\n   title: b},\n  {id: C}\n]\n";
    assert_eq!(
        moved(lines, to_front),
        front("tasks: [\n  {id: C},\n  {id: A},\n  {id: B,\n   title: b}\n]\n")
    );

    let told = "tasks: [ # the week\n  # about A\n  {id: A}, # first\n\n  # apart\n\n  # about B\n  {id: B}, # second\n  {id: C} # third\n  # more to come\n]\n";
    assert_eq!(
        moved(told, to_end),
        front(
            "tasks: [ # the week\n  # about B\n  {id: B}, # second\n\n  # apart\n\n  {id: C}, # third\n  # about A\n  {id: A} # first\n  # more to come\n]\n"
        )
    );
    assert_eq!(
        moved(told, to_front),
        front(
            "tasks: [ # the week\n  {id: C}, # third\n\n  # apart\n\n  # about A\n  {id: A}, # first\n  # about B\n  {id: B} # second\n  # more to come\n]\n"
        )
    );
    let dos = told.replace('\n', "\r\n");
    let text = front(told).replace('\n', "\r\n");
    assert_eq!(
        edit(&text, &[to_end]),
        edit(&front(told), &[to_end]).replace('\n', "\r\n"),
        "{dos}"
    );

    let map = "tasks: {A: {title: a}, B: {title: b}, C: {title: c}}\n";
    assert_eq!(
        moved(map, to_front),
        front("tasks: {C: {title: c}, A: {title: a}, B: {title: b}}\n")
    );
    for stays in [
        r#"{"op":"move_task","task_id":"A","before":"B"}"#,
        r#"{"op":"move_task","task_id":"C"}"#,
        r#"{"op":"move_task","task_id":"B","before":"B"}"#,
    ] {
        assert_eq!(moved(told, stays), front(told), "{stays}");
    }
}

#[test]
fn a_task_in_brackets_does_not_move_where_a_comment_or_a_name_could_be_torn_away() {
    let op = r#"{"op":"move_task","task_id":"A"}"#;
    for (tasks, reason) in [
        ("tasks: [{id: A}, # of A\n  {id: B}]\n", "whose the comments"),
        ("tasks: [\n  {id: A}, {id: B}, # of both\n  {id: C}\n]\n", "whose the comments"),
        ("tasks: [{id: A, title: &t x}, {id: B, title: *t}]\n", "anchor"),
        ("tasks: [{id: A} {id: B}]\n", "comma"),
        ("tasks: [{id: A},, {id: B}]\n", "comma"),
    ] {
        let error = try_edit(&front(tasks), &[op]).unwrap_err();
        assert_eq!(error.code().as_str(), "UNSAFE_EDIT", "{tasks}");
        assert!(error.message().contains(reason), "{tasks}: {}", error.message());
    }
}

#[test]
fn a_new_task_comes_before_another_in_brackets() {
    let op =
        r#"{"op":"add_task","task":{"id":"D","status":"open","dependencies":[]},"before":"B"}"#;
    for (tasks, expected) in [
        (
            "tasks: [{id: A}, {id: B}]\n",
            "tasks: [{id: A}, { id: D, status: open, dependencies: [] }, {id: B}]\n",
        ),
        (
            "tasks: [\n  {id: A}, # a\n  # b\n  {id: B}\n]\n",
            "tasks: [\n  {id: A}, # a\n  { id: D, status: open, dependencies: [] },\n  # b\n  {id: B}\n]\n",
        ),
    ] {
        assert_eq!(edit(&front(tasks), &[op]), front(expected));
    }
}

/// How somebody writes one item of a list in brackets.
#[derive(Debug, Clone, Copy)]
struct Hand {
    own_line: bool,
    comment_above: bool,
    comment_behind: bool,
    blank_above: bool,
    folded: bool,
}

fn any_list() -> impl Strategy<Value = (Vec<Hand>, bool, bool)> {
    let hand = any::<[bool; 5]>().prop_map(
        |[own_line, comment_above, comment_behind, blank_above, folded]| Hand {
            own_line,
            comment_above,
            comment_behind,
            blank_above,
            folded,
        },
    );
    (prop::collection::vec(hand, 2..6), any::<bool>(), any::<bool>())
}

fn write((hands, last_comma, crlf): &(Vec<Hand>, bool, bool)) -> String {
    let mut text = "tasks: [ # open".to_owned();
    let mut on_comment = true;
    for (number, hand) in hands.iter().enumerate() {
        if hand.own_line || hand.comment_above || on_comment {
            text.push_str(if hand.blank_above { "\n\n" } else { "\n" });
            if hand.comment_above {
                text.push_str(&format!("  # above T-{number}\n"));
            }
        }
        let joint = if hand.folded { "\n     " } else { " " };
        text.push_str(&format!("  {{ id: T-{number},{joint}title: \"a # {number}, b\" }}"));
        if number + 1 < hands.len() || *last_comma {
            text.push(',');
        }
        on_comment = hand.comment_behind;
        if on_comment {
            text.push_str(&format!(" # behind T-{number}"));
        }
    }
    text.push_str("\n  ]\n");
    let text = front(&text);
    if *crlf { text.replace('\n', "\r\n") } else { text }
}

proptest! {
    #[test]
    fn what_moves_in_brackets_keeps_its_comments_and_every_byte(
        list in any_list(),
        from in 0_usize..6,
        before in 0_usize..7,
    ) {
        let text = write(&list);
        let count = list.0.len();
        let (from, before) = (from % count, before % (count + 1));
        let json = match before == count {
            true => format!(r#"{{"op":"move_task","task_id":"T-{from}"}}"#),
            false => format!(r#"{{"op":"move_task","task_id":"T-{from}","before":"T-{before}"}}"#),
        };
        let comments = list.0.iter().any(|hand| hand.comment_above || hand.comment_behind);
        match plan::edit(&text, &[op(&json)], now()) {
            // Only comments can stand in the way.
            Err(error) => prop_assert!(comments, "{error}\n{text}"),
            Ok(after) => {
                let mut meant: Vec<usize> = (0..count).filter(|own| *own != from).collect();
                let place = if before > from { before - 1 } else { before };
                meant.insert(place.min(count - 1), from);
                let meant: Vec<String> = meant.iter().map(|own| format!("T-{own}")).collect();
                let read: Vec<String> = parse(&after).tasks.iter().map(|task| task.id.clone()).collect();
                prop_assert_eq!(read, meant, "{}", after);
                let sorted = |text: &str| { let mut bytes = text.as_bytes().to_vec(); bytes.sort_unstable(); bytes };
                prop_assert_eq!(sorted(&after), sorted(&text), "{}", after);
                for (number, hand) in list.0.iter().enumerate() {
                    let title = format!("\"a # {number}, b\" }}");
                    let behind = format!(" # behind T-{number}");
                    let own = after.find(&title).and_then(|at| after.get(at + title.len()..));
                    let own = own.map(|rest| rest.trim_start_matches(','));
                    prop_assert_eq!(own.is_some_and(|rest| rest.starts_with(&behind)), hand.comment_behind, "{}", after);
                    let above = format!("# above T-{number}");
                    let below = after.find(&above).and_then(|at| after.get(at + above.len()..));
                    let is_above = below.is_some_and(|rest| rest.trim_start().starts_with(&format!("{{ id: T-{number},")));
                    prop_assert_eq!(is_above, hand.comment_above, "{}", after);
                }
            }
        }
    }
}
