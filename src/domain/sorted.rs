//! Short sorted lists.

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
