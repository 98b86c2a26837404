//! What is read, what is found wrong, and that nothing is written that is not read again.

use proptest::prelude::*;

use super::*;
use crate::domain::schema::Json;

fn read(text: &str) -> Document<'_> {
    parse(text, Span::new(0, text.len()))
}

fn json(text: &str) -> String {
    let document = read(text);
    Value::of(&document, document.root).to_json().text().to_owned()
}

fn faults(text: &str) -> Vec<(FaultKind, usize)> {
    let line = |place: usize| text[..place].matches('\n').count() + 1;
    read(text).faults.iter().map(|fault| (fault.kind, line(fault.span.start))).collect()
}

#[test]
fn a_document_says_a_value_if_that_is_what_is_made_of_it() {
    let texts = [
        "",
        "~",
        "a",
        "'1'",
        "1",
        "1.0",
        "a: 1",
        "a: '1'",
        "a:",
        "a: ''",
        "b: 1",
        "a: 1\na: 1",
        "a: 1\nb: 2",
        "b: 2\na: 1",
        "- a",
        "[a]",
        "- a\n- b",
        "- 'a'\n- b\n",
        "{a: [b, {c: d}]}",
        "a:\n- b\n- c: d\n",
        "a:\n- b\n- c: d\n  e: f\n",
        "- a\nb: c\n",
        "tasks: [a]\nb: c",
        "a: &x [1]\nb: *x\n",
        "a: [1]\nb: [1]\n",
        "a: *x",
        "a: '*x'",
        "a: |\n  x\n  y\n",
        "a: \"x\\ny\\n\"",
    ];
    for one in texts {
        for other in texts {
            let (one, other) = (read(one), read(other));
            let value = Value::of(&one, one.root);
            let is_same = value == Value::of(&other, other.root);
            let is_said = value.is_said_by(&other, other.root);
            assert_eq!(is_said, is_same, "{:?} {:?}", one.text, other.text);
        }
    }
}

#[test]
fn blocks_flows_and_scalars_are_what_other_readers_say() {
    for (text, expected) in [
        (
            "a: 1\nb: x y # c\n\n# d\nc: null\nd:\ne: ~\n",
            r#"{"a":1,"b":"x y","c":null,"d":null,"e":null}"#,
        ),
        ("a:\n- x\n- y\nb:\n  - z\n", r#"{"a":["x","y"],"b":["z"]}"#),
        ("a:\n  - b: 1\n    c: 2\n  -\n    b: 3\n", r#"{"a":[{"b":1,"c":2},{"b":3}]}"#),
        (
            "a: [x, 'y, z', \"q\\\"r\"]\nb: {c: 1, \"d\":[2], e: , f}\n",
            r#"{"a":["x","y, z","q\"r"],"b":{"c":1,"d":[2],"e":null,"f":null}}"#,
        ),
        (
            "a: [\n  { id: \"1\", b: c },\n  { id: \"2\" }, # x\n]\nd: e\n",
            r#"{"a":[{"id":"1","b":"c"},{"id":"2"}],"d":"e"}"#,
        ),
        (
            "a: one\n  two\n\n  three\nb: 'it''s\n\n\n  so '\n",
            r#"{"a":"one two\nthree","b":"it's\n\nso "}"#,
        ),
        ("a: \"x\\u2014y \\\n  \\ z\\n\"\n", r#"{"a":"x—y  z\n"}"#),
        (
            "a: |\n  x\n   y\n\n  z\nb: >-\n  x\n  y\n\n  z\nc: |+\n  q\n\nd: 1\n",
            r#"{"a":"x\n y\n\nz\n","b":"x y\nz","c":"q\n\n","d":1}"#,
        ),
        ("a: |\n  \tmake all\n  done\nb: c\n", r#"{"a":"\tmake all\ndone\n","b":"c"}"#),
        ("a: >-\n  \tx\n  y\n   z\n  \t\nb: c\n", r#"{"a":"\tx\ny\n z\n\t","b":"c"}"#),
        ("a:\n  - |\n    x\n    \t\n    \ty\n\n  - z\n", r#"{"a":["x\n\t\n\ty\n","z"]}"#),
        ("a: |2\n  \tx\n\n    y\nb: c\n", r#"{"a":"\tx\n\n  y\n","b":"c"}"#),
        (
            "commit: 31224e8\nid: 1.10\nphase: 08\nno: no\nd: 2026-02-02\n",
            r#"{"commit":"31224e8","id":"1.10","phase":"08","no":"no","d":"2026-02-02"}"#,
        ),
        ("a: &x [1]\nb: *x\n", r#"{"a":[1],"b":[1]}"#),
        ("- - 1\n  - 2\n- a: b\n", r#"[[1,2],{"a":"b"}]"#),
        (
            "a: http://x/y:z#q\nb: x:y\n\"c d\": e\n",
            r#"{"a":"http://x/y:z#q","b":"x:y","c d":"e"}"#,
        ),
        ("a: [b: 1, c]\n", r#"{"a":[{"b":1},"c"]}"#),
        ("a:   \n  b\n", r#"{"a":"b"}"#),
        ("a: -1\nb: - 1\n", r#"{"a":-1,"b":"- 1"}"#),
        ("a: x\r\nb:\r\n  - y\r\n", r#"{"a":"x","b":["y"]}"#),
        ("", "null"),
    ] {
        assert_eq!(json(text), expected, "{text}");
    }
}

#[test]
fn anchors_aliases_and_tags_are_what_other_readers_say() {
    for (text, expected) in [
        ("a: &x b\nc: [*x]\nd: *x # e\n", r#"{"a":"b","c":["b"],"d":"b"}"#),
        ("a: &x b\nc: [*x,*x , *x ]\n", r#"{"a":"b","c":["b","b","b"]}"#),
        ("a: &x b\nc: [\n  *x, # d\n  *x # e\n]\n", r#"{"a":"b","c":["b","b"]}"#),
        ("a: {b: &x 1, c: *x, d: [*x, {e: *x}]}\n", r#"{"a":{"b":1,"c":1,"d":[1,{"e":1}]}}"#),
        ("a: [&x {b: 1}, *x, &y [2], *y]\n", r#"{"a":[{"b":1},{"b":1},[2],[2]]}"#),
        ("a: [&x\n  # b\n  c, *x]\n", r#"{"a":["c","c"]}"#),
        ("a: [&x, *x, {b: &y , c: *y}]\n", r#"{"a":[null,null,{"b":null,"c":null}]}"#),
        ("a: [&x 'b', *x, &y \"c\\td\", *y]\n", r#"{"a":["b","b","c\td","c\td"]}"#),
        ("a: {&x b: c, d: {*x : e}}\n", r#"{"a":{"b":"c","d":{"b":"e"}}}"#),
        ("a: [&x b: c, *x : d]\ne: *x\n", r#"{"a":[{"b":"c"},{"b":"d"}],"e":"b"}"#),
        ("a: [!!map {b: c}, !<t:a,b> d, ! e, !f]\n", r#"{"a":[{"b":"c"},"d","e",null]}"#),
        ("a: [!t &x b, &y !t c, *x, *y]\n", r#"{"a":["b","c","b","c"]}"#),
        ("a: &x # b\n  c: d\ne: *x # f\n", r#"{"a":{"c":"d"},"e":{"c":"d"}}"#),
        (
            "a: &x # b\n  c\nd: !t # e\nf: &y # g\nh: *y\n",
            r#"{"a":"c","d":null,"f":null,"h":null}"#,
        ),
        ("a: &x 1\nb: &x 2\nc: [*x, &x 3, *x]\nd: *x\n", r#"{"a":1,"b":2,"c":[2,3,3],"d":3}"#),
        ("a: &x 1\nb: [&x [&x 2], *x]\n", r#"{"a":1,"b":[[2],2]}"#),
        ("&x a: b\n!t &y \"c\" : *x\nd: *y\n", r#"{"a":"b","c":"a","d":"c"}"#),
        ("a: &x b\n*x\t: &x c\nd: *x\n", r#"{"a":"b","b":"c","d":"c"}"#),
        (
            "- &x a: b\n  c: *x\n- *x # d\n- &y\n  e: f\n- [*y]\n",
            r#"[{"a":"b","c":"a"},"a",{"e":"f"},[{"e":"f"}]]"#,
        ),
        ("a:\n- &x\n- b\n- !t # c\n- *x\nd: &y\n- e\n", r#"{"a":[null,"b",null,null],"d":["e"]}"#),
        ("a: '*x'\nb: [\"*x\", x*y, x&y, x!]\n", r#"{"a":"*x","b":["*x","x*y","x&y","x!"]}"#),
    ] {
        assert_eq!(faults(text), [], "{text}");
        assert_eq!(json(text), expected, "{text}");
    }
}

#[test]
fn what_is_wrong_has_a_line_and_the_rest_is_read() {
    use FaultKind as F;
    for (text, kind, line, expected) in [
        (
            "b:\n  - x\n  - y\n  why: z\nc: 1\n",
            F::MixedList,
            4,
            r#"{"b":{"tasks":["x","y"],"why":"z"},"c":1}"#,
        ),
        ("a: b: c\nd: 1\n", F::UnquotedColon, 1, r#"{"a":"b: c","d":1}"#),
        ("a: `b` c\nd: 1\n", F::ReservedCharacter, 1, r#"{"a":"`b` c","d":1}"#),
        ("a: \"b\nc: 1\n", F::UnclosedQuote, 1, r#"{"a":"b","c":1}"#),
        ("a: [b, c\nd: 1\n", F::UnclosedFlow, 1, r#"{"a":["b","c"],"d":1}"#),
        ("a: \"b\" c\nd: 1\n", F::TextBehind, 1, r#"{"a":"\"b\" c","d":1}"#),
        ("a: [x] y\nd: 1\n", F::ReservedCharacter, 1, r#"{"a":"[x] y","d":1}"#),
        ("a: 1\na: 2\n", F::DuplicateKey, 2, r#"{"a":2}"#),
        ("a: 1\n  b: 2\nc: 3\n", F::Indentation, 2, r#"{"a":1,"b":2,"c":3}"#),
        ("a: 1\njunk\nc: 3\n", F::UnexpectedText, 2, r#"{"a":1,"c":3}"#),
        ("a:\n\tb: 2\nc: 3\n", F::Tab, 2, r#"{"a":{"b":2},"c":3}"#),
        ("a: |\n\tb\n\tc\nd: 1\n", F::Tab, 2, r#"{"a":"\tb\n\tc\n","d":1}"#),
        ("a: *x\nc: 3\n", F::UnknownAlias, 1, r#"{"a":"*x","c":3}"#),
        ("a: *x # b\nc: 3\n", F::UnknownAlias, 1, r#"{"a":"*x","c":3}"#),
        ("a:\n- [b, *x]\nc: 3\n", F::UnknownAlias, 2, r#"{"a":[["b","*x"]],"c":3}"#),
        ("a: {b: *x}\nc: &x 3\n", F::UnknownAlias, 1, r#"{"a":{"b":"*x"},"c":3}"#),
        ("a: {*x : b}\nc: 3\n", F::UnknownAlias, 1, r#"{"a":{"*x":"b"},"c":3}"#),
        ("a: &x [*x]\nc: 3\n", F::UnknownAlias, 1, r#"{"a":["*x"],"c":3}"#),
        (
            "a: &x 1\nb: [*x y]\nc: [2, 3]\n",
            F::ReservedCharacter,
            2,
            r#"{"a":1,"b":["*x y"],"c":[2,3]}"#,
        ),
        ("- *x : y\n", F::ReservedCharacter, 1, r#"["*x : y"]"#),
        ("a: {&x b: c, d: *x, *x : e}\n", F::DuplicateKey, 1, r#"{"a":{"b":"e","d":"b"}}"#),
        ("a: {b: 1, b: 2}\n", F::DuplicateKey, 1, r#"{"a":{"b":2}}"#),
        ("a: {b: \"1\"\n  c: 2}\n", F::MissingComma, 2, r#"{"a":{"b":"1","c":2}}"#),
        ("a: [\"b\"\"c\"]\n", F::MissingComma, 1, r#"{"a":["b","c"]}"#),
        ("a: [b,,c]\n", F::StrayComma, 1, r#"{"a":["b","c"]}"#),
        ("a: \"\\q\"\n", F::UnknownEscape, 1, r#"{"a":"q"}"#),
        ("a: [\"\\x4\"]\n", F::UnknownEscape, 1, "{\"a\":[\"\u{fffd}4\"]}"),
        ("a: - b\n", F::StrayDash, 1, r#"{"a":"- b"}"#),
        (
            "a: &x {b: 1}\nc:\n  !!merge <<: *x\n",
            F::MergeKey,
            3,
            r#"{"a":{"b":1},"c":{"<<":{"b":1}}}"#,
        ),
        ("a: &x {b: 1}\nc:\n  <<: *x\n", F::MergeKey, 3, r#"{"a":{"b":1},"c":{"<<":{"b":1}}}"#),
        ("a: &x {b: 1}\nc: [<<: *x]\n", F::MergeKey, 2, r#"{"a":{"b":1},"c":[{"<<":{"b":1}}]}"#),
    ] {
        assert_eq!(faults(text), [(kind, line)], "{text}");
        assert_eq!(json(text), expected, "{text}");
    }
    // The name goes with the list that was none.
    let text = "a: [&x b] c\nd: *x\n";
    assert_eq!(faults(text), [(F::ReservedCharacter, 1), (F::UnknownAlias, 2)]);
    assert_eq!(json(text), r#"{"a":"[&x b] c","d":"*x"}"#);
    let deep = format!("a: {}1{}\nb: 2\n", "[".repeat(5000), "]".repeat(5000));
    assert_eq!(faults(&deep), [(F::ReservedCharacter, 1)]);
    let deep: String = (0..500).map(|level| format!("{}a:\n", " ".repeat(level))).collect();
    assert!(faults(&deep).iter().any(|(kind, _)| *kind == F::TooDeep));
}

#[test]
fn what_is_nested_too_deeply_is_passed_over_once() {
    for part in ["[", "{a: ", "[a, ", "[&a ", "{*a : ", "{a:\n "] {
        let text = part.repeat(1000);
        let nodes = read(&text).nodes.len();
        assert!(nodes < 1000, "{part}: {nodes}");
    }
}

#[test]
fn what_other_readers_take_for_something_else_is_written_in_quotes() {
    for text in [
        "0b101",
        "-0b1_0",
        "0x_1F",
        "+0xff",
        "0o17",
        "017",
        "1_000",
        "1:30",
        "-.5_0",
        ".5",
        "1e3",
        ".NaN",
        "yes",
        "Off",
        "2026-02-05",
        "0x1f",
        "=",
        "<<",
        "~",
    ] {
        assert_eq!(scalar_text(text, Quotes::None, false), format!("'{text}'"));
    }
    for text in ["0b102", "0bad", "0xyz", "b101", "a1", "v1.2", "1st"] {
        assert_eq!(scalar_text(text, Quotes::None, false), text);
    }
    for (text, expected) in [
        ("a\u{fffe}", r#""a\ufffe""#),
        ("\u{ffff}", r#""\uffff""#),
        ("a\u{feff}b", r#""a\ufeffb""#),
        ("a\u{fffd}", "a\u{fffd}"),
    ] {
        assert_eq!(scalar_text(text, Quotes::None, false), expected);
        assert_eq!(json(&format!("a: {expected}\n")), format!("{{\"a\":\"{text}\"}}"));
    }
}

fn any_value() -> impl Strategy<Value = Value> {
    let text = prop_oneof![
        "[ -~]{0,12}",
        "[a-z: #'\"\\\\\\n]{0,8}",
        prop::sample::select(vec![
            "no",
            "08",
            "1.10",
            "31224e8",
            "null",
            "~",
            "- x",
            "é",
            "a: b",
            "2026-02-02",
            "12:30"
        ])
        .prop_map(str::to_owned),
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        text.prop_map(Value::Text),
        (0..100_u32).prop_map(|number| Value::Plain(number.to_string())),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::List),
            prop::collection::btree_map("[a-z][ -~]{0,6}", inner, 0..4)
                .prop_map(|map| Value::Map(map.into_iter().collect())),
        ]
    })
}

fn any_style() -> impl Strategy<Value = Style> {
    let quotes = prop::sample::select(vec![Quotes::None, Quotes::Single, Quotes::Double]);
    (quotes, prop::sample::select(vec![0, 2]), any::<bool>(), any::<bool>()).prop_map(
        |(quotes, dash, flow_lists, is_crlf)| Style {
            newline: if is_crlf { "\r\n" } else { "\n" },
            quotes,
            dash,
            flow_lists,
        },
    )
}

proptest! {
    #[test]
    fn whatever_is_written_is_read_again(value in any_value(), style in any_style()) {
        let mut text = "key:".to_owned();
        write_value(&value, &style, 0, &mut text);
        text.push_str("\nlast: 1\n");
        let document = read(&text);
        prop_assert_eq!(&document.faults, &vec![], "{}", text);
        let read = Value::of(&document, document.root);
        prop_assert_eq!(read.get("key"), Some(&value), "{}", text);
        prop_assert_eq!(read.get("last"), Some(&Value::Plain("1".into())), "{}", text);
    }

    #[test]
    fn any_text_is_read_without_harm(text in "[a:\\-\\[\\]{},'\"#|> \\n\\té&*!?%`0]{0,60}") {
        let document = read(&text);
        let _ = Value::of(&document, document.root).to_json();
        for node in &document.nodes {
            prop_assert!(text.get(node.span.start..node.span.end).is_some());
        }
        for fault in &document.faults {
            prop_assert!(text.get(fault.span.start..fault.span.end).is_some());
        }
    }

    #[test]
    fn json_comes_back_as_json(value in any_value()) {
        let json: Json = value.to_json();
        prop_assert_eq!(Value::from_json(&json), Some(value));
    }
}
