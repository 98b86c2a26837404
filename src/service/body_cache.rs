//! The bodies that were used last, within a bound of bytes.
//!
//! Two generations: what is used moves to the young one; when that is full it becomes the old one
//! and the old one is dropped. No list to maintain, and nothing that is in use ever goes.

use rustc_hash::FxHashMap;
use std::rc::Rc;

/// Bodies by the place of the line that holds them: a place never changes its body.
#[derive(Debug)]
pub struct BodyCache {
    young: FxHashMap<u64, Rc<str>>,
    old: FxHashMap<u64, Rc<str>>,
    bytes: usize,
    room: usize,
}

impl BodyCache {
    /// A cache that holds at most about this many bytes.
    #[must_use]
    pub fn new(bytes: usize) -> Self {
        Self { young: FxHashMap::default(), old: FxHashMap::default(), bytes: 0, room: bytes / 2 }
    }

    /// A body, if it is here.
    pub fn get(&mut self, key: u64) -> Option<Rc<str>> {
        if let Some(body) = self.young.get(&key) {
            return Some(body.clone());
        }
        let body = self.old.remove(&key)?;
        self.put(key, body.clone());
        Some(body)
    }

    /// Keeps a body for a while.
    pub fn put(&mut self, key: u64, body: Rc<str>) {
        if self.bytes + body.len() > self.room {
            self.old = std::mem::take(&mut self.young);
            self.bytes = 0;
        }
        self.bytes += body.len();
        self.young.insert(key, body);
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        self.young.clear();
        self.old.clear();
        self.bytes = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_used_stays_and_the_bound_holds() {
        let mut cache = BodyCache::new(1000);
        for key in 0..200 {
            cache.put(key, "x".repeat(50).into());
            assert!(cache.get(0).is_some(), "the body in use went at {key}");
            assert!((cache.young.len() + cache.old.len()) * 50 <= 1000);
        }
        assert!(cache.get(1).is_none());
        cache.clear();
        assert!(cache.get(0).is_none());
    }
}
