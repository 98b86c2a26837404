//! Lists in order.
//!
//! There is one copy of the sorting for all types: a general sort of the standard library has one
//! for each type, of up to nine kilobytes (`clippy.toml` keeps it out).

use std::cmp::Ordering;

/// Puts items in order; what is equal keeps its order.
///
/// ```
/// let mut words = ["plum", "fig", "pear"];
/// medallion::domain::sorted::sort_by(&mut words, |one, other| one.len().cmp(&other.len()));
/// assert_eq!(words, ["fig", "plum", "pear"]);
/// ```
pub fn sort_by<T>(items: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    let places = order(items.len(), &|one, other| match (items.get(one), items.get(other)) {
        (Some(one), Some(other)) => compare(one, other),
        _ => Ordering::Equal,
    });
    settle(places, &mut |one, other| items.swap(one, other));
}

/// Puts items in their own order.
pub fn sort<T: Ord>(items: &mut [T]) {
    sort_by(items, T::cmp);
}

/// The places of numbers in their order; equal ones keep the order in which they stand.
///
/// ```
/// assert_eq!(medallion::domain::sorted::in_order(&[30, 10, 30, 20]), [1, 3, 0, 2]);
/// ```
#[must_use]
pub fn in_order(keys: &[usize]) -> Vec<usize> {
    order(keys.len(), &|one, other| keys.get(one).cmp(&keys.get(other)))
}

/// The items in order, each once: for lists that are short, or nearly in order, as each one goes
/// to its place behind the others.
///
/// ```
/// assert_eq!(medallion::domain::sorted::sorted_set([3, 1, 3, 2]), [1, 2, 3]);
/// ```
pub fn sorted_set<T: Ord>(items: impl IntoIterator<Item = T>) -> Vec<T> {
    let mut sorted = Vec::new();
    for item in items {
        if let Err(place) = sorted.binary_search(&item) {
            sorted.insert(place, item);
        }
    }
    sorted
}

/// The numbers of so many items in order. Runs are merged into runs of twice the length until one
/// is left; those that are in order already are only joined.
fn order(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut places: Vec<usize> = (0..count).collect();
    let mut merged: Vec<usize> = Vec::with_capacity(count);
    let mut length = 1;
    while length < count {
        for pair in places.chunks(2 * length) {
            let (mut left, mut right) = pair.split_at(length.min(pair.len()));
            if let (Some(last), Some(first)) = (left.last(), right.first())
                && compare(*last, *first) != Ordering::Greater
            {
                merged.extend_from_slice(pair);
                continue;
            }
            while let (Some((one, lefts)), Some((other, rights))) =
                (left.split_first(), right.split_first())
            {
                if compare(*one, *other) == Ordering::Greater {
                    merged.push(*other);
                    right = rights;
                } else {
                    merged.push(*one);
                    left = lefts;
                }
            }
            merged.extend_from_slice(left);
            merged.extend_from_slice(right);
        }
        std::mem::swap(&mut places, &mut merged);
        merged.clear();
        length *= 2;
    }
    places
}

/// Brings items into an order by swaps, one round after the other.
fn settle(mut order: Vec<usize>, swap: &mut dyn FnMut(usize, usize)) {
    for start in 0..order.len() {
        let mut place = start;
        while let Some(slot) = order.get_mut(place) {
            let from = std::mem::replace(slot, place);
            if from == start {
                break;
            }
            swap(place, from);
            place = from;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn it_is_the_stable_sort(keys in prop::collection::vec(0_u8..20, 0..200)) {
            let mut ours: Vec<(u8, usize)> = keys.into_iter().zip(0..).collect();
            let mut expected = ours.clone();
            expected.sort_by_key(|(key, _)| *key);
            sort_by(&mut ours, |one, other| one.0.cmp(&other.0));
            prop_assert_eq!(ours, expected);
        }
    }
}
