//! Where a summary that is too long is cut: behind a sentence, else behind a word, else behind a sign,
//! and in no case within what people see as one sign.

use super::HighLevel;

/// How many code points are left of it beside a blank and the ellipsis.
const ROOM: usize = HighLevel::MAX - 2;

/// The beginning of a text of more code points than a summary may have, with an ellipsis. A sentence or
/// a word that ends in the first half is no place to cut: too much would be gone.
pub(super) fn cut(full: &str) -> String {
    let signs: Vec<char> = full.chars().take(ROOM + 1).collect();
    let at = |place: usize| signs.get(place).copied().unwrap_or_default();
    let last = |ends: &dyn Fn(usize) -> bool| {
        (ROOM / 2..=ROOM).rev().find(|place| ends(*place) && !is_within(&signs, *place))
    };
    let sentence = last(&|place| match at(place - 1) {
        '.' | '!' | '?' => at(place).is_whitespace(),
        mark => matches!(mark, '。' | '！' | '？'),
    });
    let word = || last(&|place| at(place).is_whitespace());
    let sign = || last(&|_| true);
    let place = sentence.or_else(word).or_else(sign).unwrap_or(ROOM);
    let cut: String = signs.iter().take(place).collect();
    format!("{} …", cut.trim_end())
}

/// Joins what stands on both sides of it.
const JOINER: char = '\u{200D}';

/// Whether a place is within what people see as one sign. The tables of Unicode would be larger than all
/// else that reads an answer; this errs towards "yes", which moves a cut by a few signs.
fn is_within(signs: &[char], place: usize) -> bool {
    let (before, behind) = signs.split_at_checked(place).unwrap_or((signs, &[]));
    let (Some(last), Some(next)) = (before.last(), behind.first()) else { return false };
    let flags = before.iter().rev().take_while(|sign| is_flag(**sign)).count();
    *last == JOINER
        || extends(*next)
        || is_flag(*next) && flags % 2 == 1
        // What begins a Korean syllable, and what links two Indian consonants.
        || matches!(last, '\u{1100}'..='\u{115F}' | '\u{A960}'..='\u{A97C}')
        || is_indian(*last) && u32::from(*last) & 0x7F == 0x4D
}

/// Whether a sign is part of the one before it.
fn extends(sign: char) -> bool {
    match sign {
        // Skin tones; vowels and ends of Korean syllables.
        '\u{1F3FB}'..='\u{1F3FF}' | '\u{1160}'..='\u{11FF}' | '\u{D7B0}'..='\u{D7FB}' => true,
        // Vowels and marks stand at the same places of all these blocks.
        _ if is_indian(sign)
            && matches!(u32::from(sign) & 0x7F, 0..=3 | 0x3C..=0x5F | 0x62 | 0x63) =>
        {
            true
        }
        '\u{E33}' | '\u{EB3}' => true,
        // What cannot stand alone is written as a number where text is shown for debugging.
        _ => !sign.is_ascii() && !sign.is_whitespace() && sign.escape_debug().len() > 1,
    }
}

fn is_indian(sign: char) -> bool {
    matches!(sign, '\u{900}'..='\u{DFF}')
}

/// Flags of countries are pairs of these.
fn is_flag(sign: char) -> bool {
    matches!(sign, '\u{1F1E6}'..='\u{1F1FF}')
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What people see as one sign each.
    const SEEN: &[&str] = &[
        "a",
        "Z",
        "7",
        "é",
        "e\u{301}",
        "o\u{308}\u{332}",
        "語",
        "🎓",
        "👩\u{200D}👩\u{200D}👧",
        "🇩🇪",
        "🇫🇷",
        "👍🏽",
        "1\u{FE0F}\u{20E3}",
        "❤\u{FE0F}",
        "ก\u{E47}",
        "क\u{94D}ष\u{93F}",
        "த\u{BBF}",
        "ᄒ\u{1161}\u{11AB}",
        "한",
        "🏴\u{E0067}\u{E0062}\u{E007F}",
    ];

    fn texts(between: &'static [&'static str]) -> impl Strategy<Value = Vec<&'static str>> {
        let sign = prop_oneof![
            20 => proptest::sample::select(SEEN.to_vec()),
            1 => proptest::sample::select(between.to_vec()),
        ];
        proptest::collection::vec(sign, 301..500)
    }

    proptest! {
        #[test]
        fn a_cut_is_short_enough_and_long_enough_and_parts_no_sign(
            signs in prop_oneof![texts(&["a"]), texts(&[" ", ".", "。", "\n"])],
        ) {
            let full = signs.concat();
            let cut = cut(&full);
            prop_assert!(cut.chars().count() <= HighLevel::MAX, "{cut}");
            let kept = cut.strip_suffix(" …").unwrap();
            prop_assert!(full.starts_with(kept));
            // Blanks are taken off at the end, and the longest sign is far shorter than this.
            prop_assert!(kept.chars().count() + 16 > ROOM / 2, "{cut}");
            let mut end = 0;
            let mut ends = signs.iter().map(|sign| {
                end += sign.len();
                end
            });
            prop_assert!(ends.any(|end| end == kept.len()), "{cut}");
        }

        #[test]
        fn a_sentence_that_ends_in_the_second_half_is_kept_whole(
            first in 150_usize..296, second in 10_usize..200,
        ) {
            let sentence = format!("{}.", "x".repeat(first));
            let full = format!("{sentence} {}", "word ".repeat(second.max(62)));
            prop_assert_eq!(cut(&full), format!("{sentence} …"));
        }
    }

    #[test]
    fn the_number_of_a_first_point_is_no_sentence() {
        let full = format!("1. Split the parser {}", "and so on ".repeat(40));
        let cut = cut(&full);
        assert!(
            cut.starts_with("1. Split the parser and so on") && cut.chars().count() > 280,
            "{cut}"
        );
        assert!(
            cut.ends_with("and so …") || cut.ends_with("on …") || cut.ends_with("and …"),
            "{cut}"
        );
    }

    #[test]
    fn a_text_of_nothing_but_marks_is_cut_all_the_same() {
        let cut = cut(&"\u{301}".repeat(400));
        assert_eq!(cut.chars().count(), HighLevel::MAX);
    }
}
