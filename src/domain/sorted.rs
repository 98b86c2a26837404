//! Sorting, with as little code as it takes: a general sort is a copy of itself for each type.

/// The items in order, each once.
///
/// One after the other to its place: for lists that are short, or nearly in order, as ours are.
/// That takes a fifth of the code of a general sort, of which there is a copy for each type.
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

/// The places of numbers in their order; equal ones keep the order in which they stand.
///
/// For lists of any length: whatever is to be sorted, its keys are handed in, and one function is
/// enough for all.
///
/// ```
/// assert_eq!(medallion::domain::sorted::in_order(&[30, 10, 30, 20]), [1, 3, 0, 2]);
/// ```
#[must_use]
pub fn in_order(keys: &[usize]) -> Vec<usize> {
    let key = |place: usize| keys.get(place).copied().unwrap_or_default();
    let mut places: Vec<usize> = (0..keys.len()).collect();
    let mut merged = Vec::with_capacity(keys.len());
    // Runs of one, of two, of four, and so on, are merged two by two.
    let mut run = 1;
    while run < keys.len() {
        merged.clear();
        for pair in places.chunks(run * 2) {
            let (mut left, mut right) = pair.split_at_checked(run).unwrap_or((pair, &[]));
            while let (Some((&one, rest_left)), Some((&other, rest_right))) =
                (left.split_first(), right.split_first())
            {
                let is_left = key(one) <= key(other);
                merged.push(if is_left { one } else { other });
                (left, right) = if is_left { (rest_left, right) } else { (left, rest_right) };
            }
            merged.extend_from_slice(left);
            merged.extend_from_slice(right);
        }
        std::mem::swap(&mut places, &mut merged);
        run *= 2;
    }
    places
}

/// Numbers in their order.
#[must_use]
pub fn in_order_numbers(numbers: &[usize]) -> Vec<usize> {
    in_order(numbers).into_iter().filter_map(|place| numbers.get(place).copied()).collect()
}
