use super::fields::{Fields, add_number, add_numbers, add_text, add_time, add_word};
use super::squeeze::{Squeezer, swollen};
use crate::domain::time::Timestamp;
use proptest::prelude::*;

proptest! {
    #[test]
    fn any_fields_come_back(
        texts in proptest::collection::vec("[\\\\\t\nntaé語]{0,8}", 0..5),
        number in any::<u64>(),
        numbers in proptest::collection::vec(any::<u32>(), 0..5),
        time in "[0-9]{4}-0[1-9]-1[0-9]T0[0-9]:[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,9})?Z",
    ) {
        let time: Timestamp = time.parse().unwrap();
        let mut line = String::new();
        add_word(&mut line, "kind");
        for text in &texts {
            add_text(&mut line, text);
        }
        add_numbers(&mut line, &numbers);
        add_number(&mut line, number);
        add_number(&mut line, number >> (number % 64));
        add_time(&mut line, time);
        prop_assert!(!line.contains('\n'));
        let mut fields = Fields::of(&line);
        prop_assert_eq!(fields.word(), Some("kind"));
        for text in &texts {
            let found = fields.text();
            prop_assert_eq!(found.as_deref(), Some(text.as_str()));
        }
        prop_assert_eq!(fields.numbers(), Some(numbers));
        prop_assert_eq!(fields.number(), Some(number));
        prop_assert_eq!(fields.number(), Some(number >> (number % 64)));
        prop_assert_eq!(fields.time().map(|found| found.to_string()), Some(time.to_string()));
        prop_assert!(fields.end().is_some());
    }

    #[test]
    fn what_nobody_wrote_is_refused_and_never_a_panic(line in "[\\\\tn\t !?@A_`é]{0,20}") {
        for first in 0..5 {
            let mut fields = Fields::of(&line);
            for next in first..first + 5 {
                match next % 5 {
                    0 => drop(fields.text()),
                    1 => drop(fields.numbers()),
                    2 => drop(fields.number::<u64>()),
                    3 => drop(fields.number::<u8>()),
                    _ => drop(fields.time()),
                }
            }
            let _ = fields.end();
        }
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
    assert_eq!(text("a\\x\t"), None);
    assert_eq!(text("a\\\t"), None);
    assert_eq!(text("a"), None);
    assert_eq!(text("a\\tb\\\\n\t").as_deref(), Some("a\tb\\n"));
}
