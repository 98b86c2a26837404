use super::*;
use crate::store::{Entry, Stored};
use proptest::prelude::*;

fn header(id: &str) -> Header<'_> {
    let at = "2026-01-31".parse().unwrap();
    Header {
        kind: "medallion",
        id,
        rev: 1,
        prev: None,
        import: None,
        event: "created",
        reason: None,
        actor: "system",
        at,
        written: None,
        old: None,
        new: None,
    }
}

fn pack_bodies(bodies: &[String]) -> Packed {
    let mut packer = Packer::new(7);
    for body in bodies {
        packer.add(&Written { header: header("a"), body: Some(body) });
    }
    packer.finish()
}

/// What an engine takes for a text: Latin-1 or UTF-16.
fn stored_bytes(text: &str) -> usize {
    let narrow = text.chars().all(|character| u32::from(character) <= 0xff);
    if narrow { text.chars().count() } else { 2 * text.encode_utf16().count() }
}

fn read_back(packed: &Packed, number: usize) -> String {
    let Placed { place, parts } = packed.places[number];
    let at = |seq: u64| Some(Stored::Entry(packed.entries[(seq - 8) as usize].clone()));
    let first = at(place.entry).unwrap();
    let Stored::Entry(entry) = &first else { unreachable!() };
    let Some(Found::Line(line)) = lines(entry).nth(place.line as usize) else {
        panic!("no line at {place:?}")
    };
    assert_eq!(line.parts.unwrap_or(0), parts);
    let parts: Vec<Option<Stored>> =
        (1..=u64::from(line.parts.unwrap_or(0))).map(|n| at(place.entry + n)).collect();
    body_of(&first, place.line, &parts, "a").unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn bodies_of_any_size_and_script_come_back_and_every_entry_fits(
        bodies in proptest::collection::vec((0_usize..90_000, prop_oneof!["[a-z]", "[\"\\\\\n]", "[äß]", "[語]", "[🎓]"]), 1..8),
    ) {
        let bodies: Vec<String> = bodies.into_iter().map(|(length, text)| {
            serde_json::to_string(&text.repeat(length / text.len())).unwrap()
        }).collect();
        let packed = pack_bodies(&bodies);
        for (number, body) in bodies.iter().enumerate() {
            prop_assert_eq!(&read_back(&packed, number), body);
        }
        for (number, entry) in packed.entries.iter().enumerate() {
            prop_assert!(stored_bytes(&entry.text) <= Entry::LIMIT, "{} bytes", stored_bytes(&entry.text));
            prop_assert_eq!(entry.following as usize, packed.entries.len() - 1 - number);
        }
    }

    #[test]
    fn damaged_text_is_found_and_never_a_panic(text in ".{0,60}", sums in proptest::collection::vec(any::<u32>(), 0..3)) {
        let entry = Entry { version: FORM, following: 0, checksums: sums, text };
        let all_damaged = lines(&entry).all(|found| matches!(found, Found::Damaged { .. }));
        prop_assert!(all_damaged);
    }
}

#[test]
fn a_damaged_line_leaves_its_neighbours_unharmed() {
    let bodies: Vec<String> = (0..3).map(|number| format!("{{\"n\":{number}}}")).collect();
    let mut packed = pack_bodies(&bodies);
    packed.entries[0].text = packed.entries[0].text.replace("\"n\":1", "\"n\":7");
    let kinds: Vec<bool> =
        lines(&packed.entries[0]).map(|found| matches!(found, Found::Line(_))).collect();
    assert_eq!(kinds, [true, false, true]);
}

#[test]
fn places_have_rising_numbers() {
    let place = Place { entry: 3, line: 9 };
    assert_eq!(Place::of(place.number()), place);
    assert!(Place { entry: 4, line: 0 }.number() > place.number());
}

#[test]
fn checksums_are_those_of_zip_in_whatever_pieces_they_are_made() {
    assert_eq!(checksum("123456789"), 0xcbf4_3926);
    assert_eq!(checksum(""), 0);
    assert_eq!(checksum("The quick brown fox jumps over the lazy dog"), 0x414f_a339);
}

proptest! {
    #[test]
    fn a_checksum_is_the_same_bit_by_bit(text in ".{0,40}", at in any::<proptest::sample::Index>()) {
        let mut plain = u32::MAX;
        for byte in text.bytes() {
            plain ^= u32::from(byte);
            (0..8).for_each(|_| plain = (plain >> 1) ^ (0xedb8_8320 & (plain & 1).wrapping_neg()));
        }
        prop_assert_eq!(checksum(&text), !plain);
        let (left, right) = text.as_bytes().split_at(at.index(text.len() + 1));
        let mut sum = Sum::new();
        sum.update(left);
        sum.update(right);
        prop_assert_eq!(sum.finish(), !plain);
    }
}
