use super::fields::{Fields, add, add_numbers, add_text};
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

#[test]
fn a_field_with_an_unknown_sign_or_none_is_refused() {
    let text = |line: &'static str| Fields::of(line).text();
    assert_eq!(text("a\\x"), None);
    assert_eq!(text("a\\"), None);
    assert_eq!(text("a\\tb\\\\n").as_deref(), Some("a\tb\\n"));
}
