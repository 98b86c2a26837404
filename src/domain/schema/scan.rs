//! Finds the bytes of a JSON text at which something ends or must be escaped, eight bytes at a time.

const ONES: u64 = u64::from_le_bytes([1; 8]);
const HIGHEST: u64 = ONES << 7;

/// Where the next quotation mark or backslash stands, from a place on; the end if there is none.
pub(super) fn end_of_plain(text: &[u8], from: usize) -> usize {
    position(text, from, |eight| is(eight, b'"') | is(eight, b'\\'))
}

/// Where the next byte stands that has to be escaped in JSON; the end if there is none.
pub(super) fn next_to_escape(text: &[u8], from: usize) -> usize {
    position(text, from, |eight| is(eight, b'"') | is(eight, b'\\') | is_below(eight, b' '))
}

fn position(text: &[u8], from: usize, marked: impl Fn(u64) -> u64) -> usize {
    let mut at = from;
    while let Some(eight) = text.get(at..).and_then(<[u8]>::first_chunk::<8>) {
        match marked(u64::from_le_bytes(*eight)) {
            0 => at += 8,
            found => return at + place_of_lowest(found),
        }
    }
    let rest = text.get(at..).unwrap_or_default();
    // Filled up with what nobody looks for.
    let mut eight = [b'0'; 8];
    eight.iter_mut().zip(rest).for_each(|(own, byte)| *own = *byte);
    at + place_of_lowest(marked(u64::from_le_bytes(eight))).min(rest.len())
}

fn place_of_lowest(marks: u64) -> usize {
    marks.trailing_zeros() as usize / 8
}

// Both mark the highest bit of the bytes that are meant. Above the lowest of these, other bytes may be marked
// as well, so only the lowest mark counts.

fn is(eight: u64, byte: u8) -> u64 {
    is_below(eight ^ (ONES * u64::from(byte)), 1)
}

fn is_below(eight: u64, limit: u8) -> u64 {
    eight.wrapping_sub(ONES * u64::from(limit)) & !eight & HIGHEST
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_found_is_what_a_look_at_each_byte_finds(
            text in prop::collection::vec(
                prop_oneof![any::<u8>(), Just(b'"'), Just(b'\\'), Just(b'a'), 0x1e_u8..0x22],
                0..40,
            ),
            from in 0_usize..20,
        ) {
            let from = from.min(text.len());
            let first = |wanted: &dyn Fn(u8) -> bool| {
                let found = text[from..].iter().position(|byte| wanted(*byte));
                found.map_or(text.len(), |at| from + at)
            };
            let ends = |byte: u8| matches!(byte, b'"' | b'\\');
            prop_assert_eq!(end_of_plain(&text, from), first(&ends));
            prop_assert_eq!(next_to_escape(&text, from), first(&|byte| ends(byte) || byte < b' '));
        }
    }
}
