//! What holds for every document, right or damaged.

use medallion::domain::medallion::{Answer, Draft, Operation};
use medallion::domain::schema::{self, Shaped};
use medallion::{Code, Evidence, Medallion};
use proptest::prelude::*;
use serde::de::{DeserializeOwned, IgnoredAny, MapAccess, Visitor};

use super::generate::documents;
use super::json::{Json, damages, values};

/// The keys of an object, in their order.
fn keys(text: &str) -> Vec<String> {
    struct Keys;
    impl<'de> Visitor<'de> for Keys {
        type Value = Vec<String>;
        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("an object")
        }
        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Vec<String>, A::Error> {
            let mut keys = Vec::new();
            while let Some((key, IgnoredAny)) = map.next_entry()? {
                keys.push(key);
            }
            Ok(keys)
        }
    }
    serde::Deserializer::deserialize_map(&mut serde_json::Deserializer::from_str(text), Keys)
        .unwrap()
}

const ORDER: [&str; 6] = ["meta", "scope", "summary", "decisions", "open_questions", "affordances"];

fn unknown(value: &Json, found: &mut Vec<String>) {
    match value {
        Json::Leaf(_) => {}
        Json::List(items) => items.iter().for_each(|item| unknown(item, found)),
        Json::Object(members) => {
            members.iter().for_each(|(key, value)| match key.starts_with("x-") {
                true => found.push(format!("{}:{}", super::json::quoted(key), value.text())),
                false => unknown(value, found),
            })
        }
    }
}

/// The reader and the checker are of one mind, and an error says where.
fn agree<T: Shaped + DeserializeOwned>(text: &str) -> Result<(), TestCaseError> {
    let read = schema::parse::<T>(text);
    if let Ok(value) = serde_json::from_str(text) {
        let problems = schema::check(&value, &T::SHAPE);
        prop_assert_eq!(read.is_ok(), problems.is_empty(), "{:?}: {}", problems, text);
    }
    if let Err(error) = read {
        prop_assert_eq!(error.code(), Code::Invalid);
        let problems = error.all_problems();
        prop_assert!(!problems.is_empty());
        let of_the_whole = !text.starts_with('{');
        prop_assert!(
            of_the_whole || problems.iter().all(|one| !one.path.is_empty()),
            "{} of {}",
            error,
            text
        );
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn what_was_written_reads_as_the_same(document in documents()) {
        let read = Medallion::parse(&document.text()).unwrap();
        let text = read.to_json();
        let again = Medallion::parse(&text).unwrap();
        prop_assert_eq!(&again, &read);
        prop_assert_eq!(again.to_json(), text);
    }

    #[test]
    fn unknown_fields_survive_byte_for_byte(document in documents()) {
        let text = Medallion::parse(&document.text()).unwrap().to_json();
        let mut expected = Vec::new();
        unknown(&document, &mut expected);
        for member in expected {
            prop_assert!(text.contains(&member), "{} in {}", member, text);
        }
    }

    #[test]
    fn keys_have_the_order_of_the_reference_and_unknown_ones_stand_behind(document in documents()) {
        let text = Medallion::parse(&document.text()).unwrap().to_json();
        let found = keys(&text);
        prop_assert_eq!(&found[..6], &ORDER[..]);
        prop_assert!(found[6..].iter().all(|key| key.starts_with("x-")));
    }

    #[test]
    fn the_reader_and_the_checker_agree_on_right_and_damaged_documents(
        mut document in documents(),
        damages in proptest::collection::vec(damages(), 0..4),
    ) {
        damages.iter().for_each(|damage| damage.apply(&mut document));
        let text = document.text();
        agree::<Medallion>(&text)?;
        agree::<Draft>(&text)?;
        agree::<Answer>(&text)?;
    }

    #[test]
    fn the_reader_and_the_checker_agree_on_anything(value in values()) {
        let text = value.text();
        agree::<Medallion>(&text)?;
        agree::<Evidence>(&text)?;
        agree::<Operation>(&text)?;
    }

    #[test]
    fn a_document_stands_on_one_line_however_it_was_written(document in documents()) {
        let spread = document.text().replace(',', ",\r\n ");
        prop_assume!(serde_json::from_str::<IgnoredAny>(&spread).is_ok());
        let read = Medallion::parse(&spread).unwrap();
        let text = read.to_json();
        prop_assert!(!text.contains(['\n', '\r']), "{}", text);
        prop_assert_eq!(Medallion::parse(&text).unwrap(), read);
    }
}
