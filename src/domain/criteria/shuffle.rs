//! In which order learners are shown what they are to put in order: not the author's, who often
//! writes down the right one. It is the same each time, and hangs on nothing but the question. The
//! right one may come about as any other: were it left out, of two options the one shown would be
//! the wrong one for sure.

use super::shapes::Question;

/// For each place that learners see, the number of the option there.
pub(super) fn shown_order(question: &Question) -> Vec<usize> {
    let words = std::iter::once(&question.id).chain(&question.options);
    let bytes = words.flat_map(|own| own.bytes().chain(std::iter::once(0)));
    let mut state = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |sum, byte| {
        (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let mut order: Vec<usize> = (0..question.options.len()).collect();
    for last in (1..order.len()).rev() {
        state = state.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(0x1405_7b7e_f767_814f);
        let other = (state >> 33) as usize % (last + 1);
        order.swap(last, other);
    }
    order
}

/// The options as learners see them.
pub(super) fn shown_options(question: &Question) -> Vec<String> {
    let order = shown_order(question).into_iter();
    order.filter_map(|number| question.options.get(number).cloned()).collect()
}
