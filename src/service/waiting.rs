//! What waits until somebody asks about tasks, learners and plans.

use rustc_hash::FxHashMap;

use super::decision::Key;
use super::erase::OwnKey;
use crate::domain::sorted::sort_by;

/// What waits to be taken in.
#[derive(Debug, Default)]
pub struct Waiting {
    /// Parts of an image.
    pub image: Vec<String>,
    /// Whether the image tells of something that was erased since.
    pub is_stale: bool,
    /// What came behind the image.
    later: FxHashMap<OwnKey, Late>,
    /// How many forms of records came.
    count: u64,
}

/// What came of one record, with its place among all that came; 0 for what did not come. However
/// often it was written, only its newest body is kept, and that it was gone before or behind it.
#[derive(Debug, Default)]
struct Late {
    gone_before: u64,
    body: Option<(u64, Box<str>)>,
    gone_behind: u64,
}

impl Waiting {
    /// The next form of a record; none if it is gone.
    pub fn add(&mut self, key: Key<'_>, body: Option<&str>) {
        self.count += 1;
        let late = self.later.entry((key.kind, key.id.into())).or_default();
        if let Some(body) = body {
            let gone = std::mem::take(&mut late.gone_behind);
            if late.gone_before == 0 {
                late.gone_before = gone;
            }
            late.body = Some((self.count, body.into()));
            return;
        }
        let gone = match late.body {
            Some(_) => &mut late.gone_behind,
            None => &mut late.gone_before,
        };
        if *gone == 0 {
            *gone = self.count;
        }
    }

    /// Forgets a record as if it had never been.
    pub fn erase(&mut self, key: Key<'_>) {
        self.later.remove(&(key.kind, key.id.into()));
        if !self.image.is_empty() {
            self.is_stale = true;
            self.add(key, None);
        }
    }

    /// What came behind the image, in the order in which it came.
    pub fn later(&self) -> Vec<(Key<'_>, Option<&str>)> {
        let mut forms = Vec::with_capacity(self.later.len());
        for ((kind, id), late) in &self.later {
            let body = late.body.as_ref().map_or((0, None), |(at, body)| (*at, Some(&**body)));
            let all = [(late.gone_before, None), body, (late.gone_behind, None)];
            let came = all.into_iter().filter(|(at, _)| *at > 0);
            forms.extend(came.map(|(at, body)| (at, Key { kind: *kind, id }, body)));
        }
        sort_by(&mut forms, |one, other| one.0.cmp(&other.0));
        forms.into_iter().map(|(_, key, body)| (key, body)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::event::EntityType;

    fn told(waiting: &Waiting) -> Vec<(&str, Option<&str>)> {
        waiting.later().into_iter().map(|(key, body)| (key.id, body)).collect()
    }

    #[test]
    fn a_record_is_told_where_its_newest_body_came_and_is_gone_where_it_was() {
        let mut waiting = Waiting::default();
        let key = |id| Key { kind: EntityType::Task, id };
        for number in 0..100 {
            waiting.add(key("a"), Some("old"));
            if number % 3 == 0 {
                waiting.add(key("a"), None);
                waiting.add(key("a"), None);
            }
        }
        waiting.add(key("b"), Some("b"));
        waiting.add(key("a"), Some("new"));
        waiting.add(key("c"), None);
        waiting.add(key("b"), None);
        let all = [("a", None), ("a", Some("new")), ("c", None), ("b", None)];
        let whole = [&all[..1], &[("b", Some("b"))], &all[1..]].concat();
        assert_eq!(told(&waiting), whole);
        waiting.erase(key("b"));
        assert_eq!(told(&waiting), all[..3]);
        assert!(!waiting.is_stale);
        // What an image tells of is to be taken out of it.
        waiting.image.push(String::new());
        waiting.erase(key("a"));
        assert_eq!(told(&waiting), [("c", None), ("a", None)]);
        assert!(waiting.is_stale);
    }
}
