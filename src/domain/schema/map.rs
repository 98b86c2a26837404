//! Objects whose keys are free, in order of their keys.

use super::read::{Read, Reader};
use super::shape::{Shape, Shaped};
use super::write::{ToJson, write_map};
use crate::domain::sorted::sort_by;

/// Values by text, in order of the texts. It is a list, where a tree would have a copy of its code
/// for each type of value; many of them are collected, not put in one by one.
///
/// ```
/// use medallion::domain::schema::{Map, to_json};
///
/// let mut map = Map::new();
/// map.insert("b".to_owned(), 1_u64);
/// map.insert("a".to_owned(), 2);
/// assert_eq!(to_json(&map), r#"{"a":2,"b":1}"#);
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Map<T>(Vec<(String, T)>);

impl<T> Map<T> {
    /// Nothing.
    #[must_use]
    pub fn new() -> Self {
        Self(Vec::new())
    }

    /// Puts in a value, in place of the one that the key had.
    pub fn insert(&mut self, key: String, value: T) {
        match self.find(&key) {
            Ok(place) => {
                if let Some((_, own)) = self.0.get_mut(place) {
                    *own = value;
                }
            }
            Err(place) => self.0.insert(place, (key, value)),
        }
    }

    /// Takes out the value of a key.
    pub fn remove(&mut self, key: &str) {
        self.0.retain(|(own, _)| own != key);
    }

    /// The value of a key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&T> {
        self.find(key).ok().and_then(|place| self.0.get(place)).map(|(_, value)| value)
    }

    /// The value of a key, to be changed; made if there is none.
    pub fn entry(&mut self, key: &str, make: impl FnOnce() -> T) -> Option<&mut T> {
        let place = self.find(key).unwrap_or_else(|place| {
            self.0.insert(place, (key.to_owned(), make()));
            place
        });
        self.0.get_mut(place).map(|(_, value)| value)
    }

    /// Keeps only some.
    pub fn retain(&mut self, mut keeps: impl FnMut(&String, &mut T) -> bool) {
        self.0.retain_mut(|(key, value)| keeps(key, value));
    }

    /// Takes everything out.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// Whether there is nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The keys, in order.
    pub fn keys(&self) -> impl Iterator<Item = &String> {
        self.0.iter().map(|(key, _)| key)
    }

    /// The values, in the order of the keys.
    pub fn values(&self) -> impl Iterator<Item = &T> {
        self.0.iter().map(|(_, value)| value)
    }

    fn find(&self, key: &str) -> Result<usize, usize> {
        self.0.binary_search_by(|(own, _)| own.as_str().cmp(key))
    }
}

impl<T> Default for Map<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T> FromIterator<(String, T)> for Map<T> {
    fn from_iter<I: IntoIterator<Item = (String, T)>>(entries: I) -> Self {
        let mut entries: Vec<(String, T)> = entries.into_iter().collect();
        sort_by(&mut entries, |(one, _), (other, _)| one.cmp(other));
        // Of equal keys the last one counts.
        entries.dedup_by(|later, earlier| {
            let same = later.0 == earlier.0;
            if same {
                std::mem::swap(later, earlier);
            }
            same
        });
        Self(entries)
    }
}

impl<T: ToJson> ToJson for Map<T> {
    fn write(&self, out: &mut String) {
        write_map(&mut self.0.iter().map(|(key, value)| (key.as_str(), value as _)), out);
    }
}

impl<T: Shaped> Shaped for Map<T> {
    const SHAPE: Shape = Shape::MapOf(&T::SHAPE);

    fn read(reader: &mut Reader<'_>) -> Read<Self> {
        let mut map = Self::new();
        reader.members(&mut |key, reader| {
            map.insert(key.into_owned(), T::read(reader)?);
            Ok(())
        })?;
        Ok(map)
    }
}
