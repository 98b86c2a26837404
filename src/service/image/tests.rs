use super::fields::{Fields, add, add_numbers, add_text};
use super::squeeze::{Squeezer, swollen};
use proptest::prelude::*;

proptest! {
    #[test]
    fn any_fields_come_back(texts in proptest::collection::vec("[\\\\\t\nntaé語]{0,8}", 0..5), numbers in proptest::collection::vec(any::<u32>(), 0..5)) {
        let mut line = String::from("kind");
        for text in &texts {
            add_text(&mut line, text);
        }
        add_numbers(&mut line, &numbers);
        add(&mut line, u64::MAX);
        prop_assert!(!line.contains('\n'));
        let mut fields = Fields::of(&line);
        prop_assert_eq!(fields.raw(), Some("kind"));
        for text in &texts {
            let found = fields.text();
            prop_assert_eq!(found.as_deref(), Some(text.as_str()));
        }
        prop_assert_eq!(fields.numbers(), Some(numbers));
        prop_assert_eq!(fields.parsed(), Some(u64::MAX));
        prop_assert!(fields.end().is_some());
    }

    #[test]
    fn what_nobody_wrote_is_refused_and_never_a_panic(line in "[\\\\tn\t 0-9x]{0,20}") {
        let mut fields = Fields::of(&line);
        let _ = fields.text();
        let _ = fields.numbers();
        let _ = fields.parsed::<u64>();
        let _ = fields.end();
    }
}

proptest! {
    #[test]
    fn any_text_comes_back_whatever_it_repeats_and_wherever_it_is_cut(
        pieces in proptest::collection::vec("[a-c\u{1}é🎓]{0,12}|[ -~]{9,40}", 1..8),
        order in proptest::collection::vec(0..8_usize, 0..60),
        full in 16..200_usize,
    ) {
        let mut squeezer = Squeezer::default();
        let mut whole = String::new();
        for number in order {
            let piece = pieces.get(number).or(pieces.first()).unwrap();
            squeezer.add(piece, full);
            whole.push_str(piece);
        }
        let parts = squeezer.finish();
        prop_assert!(parts.iter().all(|part| part.len() <= full));
        let back: Vec<String> = parts.iter().map(|part| swollen(part).unwrap()).collect();
        prop_assert_eq!(back.concat(), whole);
    }

    #[test]
    fn what_nobody_squeezed_is_refused_or_read_and_never_a_panic(text in "[\u{1} !é~]{0,20}") {
        let _ = swollen(&text);
    }
}

#[test]
fn what_repeats_itself_takes_little_room() {
    let mut squeezer = Squeezer::default();
    let line = r#"{"id":"p.1","title":"Measures a sample"}"#;
    (0..1_000).for_each(|_| squeezer.add(line, 24_000));
    let size: usize = squeezer.finish().iter().map(String::len).sum();
    assert!(size * 7 < line.len() * 1_000, "{size}");
}

#[test]
fn a_field_with_an_unknown_sign_or_none_is_refused() {
    let text = |line: &'static str| Fields::of(line).text();
    assert_eq!(text("a\\x"), None);
    assert_eq!(text("a\\"), None);
    assert_eq!(text("a\\tb\\\\n").as_deref(), Some("a\tb\\n"));
}
